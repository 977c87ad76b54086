"""XML from outside: no document type, so no entity, and one element at a time."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from geo.records.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def iter_elements(content: IO[bytes], name: str, *, tags: frozenset[str]) -> Iterator["Element"]:
    """Yield elements as `iter_nested`, without their depth."""
    yield from (element for _, element in iter_nested(content, name, tags=tags))


def iter_nested(content: IO[bytes], name: str, *, tags: frozenset[str]) -> Iterator[tuple[int, "Element"]]:
    """Yield elements of given tags (without namespace) as they close, each with how many stand round it; forget them."""
    open_wanted = 0
    above: list[Element] = []
    try:
        for happening, element in ElementTree.iterparse(content, events=("start", "end"), forbid_dtd=True):
            local = local_name(element)
            if happening == "start":
                open_wanted += local in tags
                above.append(element)
                continue
            above.pop()
            if local in tags:
                open_wanted -= 1
                yield len(above), element
            if not open_wanted and above:
                del above[-1][:]
    except DefusedXmlException as error:
        raise FormatError(f"{name}: declares a document type or entities; refused, save it again without") from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise FormatError(f"{name}: not well-formed XML ({error}); save the file again") from error


def local_name(element: "Element") -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: "Element", local: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == local:
            return value
    return None
