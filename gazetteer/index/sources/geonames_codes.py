"""GeoNames' tables of codes and of names, as published, each known by what its lines hold.

admin1CodesASCII, admin2Codes, countryInfo and featureCodes name areas, countries and kinds of places; alternateNamesV2
names places in many languages. None of them has positions: they bring names to places that the index has.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from gazetteer.index.sources.geonames_dump import alternate_name, open_text
from gazetteer.index.sources.rows import FileSource, Name, NameFlag, PlaceRow, names_for

_ADMIN1 = re.compile(r"[A-Z]{2}\.[^.\t]+\t[^\t]*\t[^\t]*\t\d+\s*")
_ADMIN2 = re.compile(r"[A-Z]{2}\.[^.\t]+\.[^\t]+\t[^\t]*\t[^\t]*\t\d+\s*")
_FEATURE = re.compile(r"(?:[AHLPRSTUV]\.[A-Z0-9]+|null)\t[^\t]+(?:\t[^\t]*)?\s*")
_COUNTRY = re.compile(r"[A-Z]{2}\t[A-Z]{3}\t\d{1,3}\t(?:[^\t\r\n]*\t){15}[^\t\r\n]*\s*")
_ALTERNATE = re.compile(r"\d+\t\d+\t[^\t]*\t[^\t]+(?:\t[^\t]*){0,6}\s*")


class Code(Struct, frozen=True):
    """What a code stands for."""

    code: str
    """`UA.18`, `UA.18.8378000`, `UA`, or a feature code such as `PPLC`."""
    kind: str
    """admin1, admin2, country or feature."""
    name: str
    description: str = ""
    place_id: str | None = None


class GeonamesCodesSource(FileSource):
    """One of the tables; lines that do not fit it are counted and listed."""

    licence = "GeoNames, geonames.org, CC BY 4.0"

    def __init__(self, path: Path, table: str) -> None:
        """Read `path` as the table that `table_of` found it to be."""
        super().__init__(path)
        self.codes: list[Code] = []
        self._expected, self._read = _TABLES[table]

    def rows(self) -> Iterator[PlaceRow]:
        """Yield names for the places that the table gives ids of; `codes` grows meanwhile."""
        with open_text(self.path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.startswith("#") or not line.strip():
                    continue
                if self._expected.fullmatch(line) is None:
                    self.leave_out(number, "not a line of this table: other columns than the first line has")
                    continue
                code, row = self._read(line.rstrip("\r\n").split("\t"))
                if code is not None:
                    self.codes.append(code)
                if row is not None:
                    yield row


def table_of(line: str) -> str | None:
    """Return which of GeoNames' tables a line is of; None for any other file."""
    return next((name for name, (expected, _) in _TABLES.items() if expected.fullmatch(line)), None)


_Found = tuple[Code | None, PlaceRow | None]


def _area(kind: str) -> Callable[[list[str]], _Found]:
    def read(cells: list[str]) -> _Found:
        code, name, plain, geonameid = cells
        names = (Name(text, None, int(NameFlag.SHORT)) for text in dict.fromkeys((name, plain)) if text)
        place_id = f"geonames:{int(geonameid)}"
        return Code(code, kind, name or plain, "", place_id), names_for(place_id, names)

    return read


def _feature(cells: list[str]) -> _Found:
    code, name, *rest = cells
    return Code(code.rpartition(".")[2], "feature", name, rest[0] if rest else ""), None


def _country(cells: list[str]) -> _Found:
    code, letters, name, geonameid = cells[0], cells[1], cells[4], cells[16]
    if not geonameid.isdigit():  # Serbia and Montenegro, which is no more, may lack one
        return Code(code, "country", name), None
    place_id = f"geonames:{int(geonameid)}"
    names = (Name(name, "en"), Name(letters, None, int(NameFlag.CODE)))
    return Code(code, "country", name, f"capital {cells[5]}" if cells[5] else "", place_id), names_for(place_id, names)


def _alternate(cells: list[str]) -> _Found:
    name = alternate_name(cells)
    return None, names_for(f"geonames:{int(cells[1])}", (name,)) if name is not None else None


_TABLES: dict[str, tuple[re.Pattern[str], Callable[[list[str]], _Found]]] = {
    "admin1CodesASCII": (_ADMIN1, _area("admin1")),
    "admin2Codes": (_ADMIN2, _area("admin2")),
    "countryInfo": (_COUNTRY, _country),
    "featureCodes": (_FEATURE, _feature),
    "alternateNamesV2": (_ALTERNATE, _alternate),
}
