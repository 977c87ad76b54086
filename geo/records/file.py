"""Reading, checking and writing event files."""

import re
import sys
from pathlib import Path
from typing import Any, Literal

import msgspec

from geo.output import STDOUT
from geo.records import EventFile
from geo.records.errors import EventFileError

_FORMAT = re.compile(rb'"format"\s*:\s*"armsatlas-events"')
_HEAD_BYTES = 4096
NEWEST: Literal[2] = 2
"""Version of the event file that is written."""
_LONGEST_SAID = 200
"""Characters of what is wrong: an error may repeat the whole value."""
_MALFORMED_AT = re.compile(r"byte (\d+)")


def is_event_file(path: Path | str) -> bool:
    """Tell by its content whether a file is an event file; False where it can't be read."""
    try:
        with Path(path).open("rb") as source:
            head = source.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False
    return head.startswith(b"{") and _FORMAT.search(head) is not None


def load_event_file(path: Path | str) -> EventFile:
    """Read an event file and check every field.

    Args:
        path: A file, or `-` for standard input.

    Returns:
        The event file; unknown fields are errors, so nothing that it holds is lost.

    Raises:
        EventFileError: The file is missing, is not JSON, or a field is wrong; the message names the field.
    """
    name = "standard input" if str(path) == STDOUT else str(path)
    try:
        content = sys.stdin.buffer.read() if str(path) == STDOUT else Path(path).read_bytes()
    except OSError as error:
        raise EventFileError(f"{name}: can't be read ({error.strerror}); give an event file or an article") from error
    return parse_event_file(content, name=name)


def parse_event_file(content: bytes, *, name: str = "event file") -> EventFile:
    """Check the bytes of an event file; `name` stands in the messages.

    Raises:
        EventFileError: As `load_event_file`.
    """
    try:
        return migrated(msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=EventFile))
    except msgspec.ValidationError as error:
        raise EventFileError(f"{name}: {_explain(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EventFileError(f"{name}: not JSON {_position(content, str(error))}; expected an event file") from error


def migrated(events: EventFile) -> EventFile:
    """Return an event file of any version as one of the newest: what version 1 lacks is unknown."""
    return events if events.version == NEWEST else msgspec.structs.replace(events, version=NEWEST)


def _explain(error: msgspec.ValidationError) -> str:
    """Turn msgspec's "what - at `$.path`" round: the place first, then what was expected there."""
    what, _, where = str(error).partition(" - at ")
    place = where.strip("`").removeprefix("$").lstrip(".")
    what = what if len(what) <= _LONGEST_SAID else f"{what[:_LONGEST_SAID]}…"
    return f"{place or 'top level'}: {what}; see 'armsatlas schema'"


def _position(content: bytes, message: str) -> str:
    found = _MALFORMED_AT.search(message)
    if not found:
        return f"({message})"
    before = content[: int(found[1])]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"at line {line}, column {column}"


def dump_event_file(events: EventFile) -> bytes:
    """Return an event file as indented UTF-8 JSON, the same bytes for the same events."""
    return msgspec.json.format(msgspec.json.encode(events), indent=1) + b"\n"


def event_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that `armsatlas schema` prints, made from the records themselves."""
    schema = msgspec.json.schema(EventFile)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "armsatlas event file", **schema}
