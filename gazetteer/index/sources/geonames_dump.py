"""GeoNames' own files: country and citiesN dumps, alternateNamesV2, tables of codes; plain or zipped."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from gazetteer.errors import SourceError
from gazetteer.index.sources.geonames_cache import is_search_form
from gazetteer.index.sources.rows import FileSource, Name, NameFlag, PlaceRow, names_for
from gazetteer.records import PlaceKind

COLUMNS = 19
_LATITUDES, _LONGITUDES = 90.0, 180.0
_ENDED = 9
_NOT_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "piny"})
_CODES = frozenset({"iata", "icao", "faac"})
_BY_CODE = {
    "ADM1": PlaceKind.ADMIN1, "ADM2": PlaceKind.ADMIN2, "PCLI": PlaceKind.COUNTRY, "PCLD": PlaceKind.COUNTRY,
    "PCLS": PlaceKind.COUNTRY, "PCLF": PlaceKind.COUNTRY, "PCLIX": PlaceKind.COUNTRY, "PCL": PlaceKind.COUNTRY,
    "TERR": PlaceKind.COUNTRY, "CONT": PlaceKind.CONTINENT,
}  # fmt: skip
_BY_CLASS = {"P": PlaceKind.SETTLEMENT, "H": PlaceKind.WATER, "L": PlaceKind.REGION, "A": PlaceKind.REGION}


class GeonamesDumpSource(FileSource):
    """A table of 19 tab-separated columns, with alternate names from alternateNamesV2 where that is given."""

    licence = "GeoNames, geonames.org, CC BY 4.0"
    overrides = True

    def __init__(self, path: Path, *, alternate_names: Path | None = None) -> None:
        super().__init__(path)
        self.alternate_names = alternate_names

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every place; lines that are no place are counted and listed."""
        extra = _alternate_names(self.alternate_names, self.path) if self.alternate_names else {}
        with open_text(self.path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.startswith("#") or not line.strip():
                    continue
                try:
                    yield self._row(line.rstrip("\r\n").split("\t"), extra)
                except ValueError as error:
                    self.leave_out(number, str(error))

    @staticmethod
    def _row(cells: list[str], extra: dict[int, list[Name]]) -> PlaceRow:
        if len(cells) != COLUMNS:
            raise ValueError(f"{len(cells)} columns, expected {COLUMNS}")
        geonameid, lat, lon, population = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
        if not (abs(lat) <= _LATITUDES and abs(lon) <= _LONGITUDES) or not cells[1].strip():
            raise ValueError(f"no name, or a position off the Earth: {cells[4]}, {cells[5]}")
        country = cells[8] if len(cells[8]) == 2 else None  # noqa: PLR2004 - ISO 3166-1 alpha-2
        plain = (cells[2],) if cells[2] else ()
        others = [Name(text) for text in cells[3].split(",") if text and not is_search_form(text)]
        return PlaceRow(
            ids=(f"geonames:{geonameid}",), name=cells[1].strip(), kind=kind_of(cells[6], cells[7]),
            feature_code=cells[7] or "PPL", lat=lat, lon=lon, country=country,
            admin1=f"{country}.{cells[10]}" if country and cells[10] else None,
            admin2=f"{country}.{cells[10]}.{cells[11]}" if country and cells[10] and cells[11] else None,
            population=max(population, 0), names=(*map(Name, plain), *extra.get(geonameid, ()), *others),
        )  # fmt: skip


def kind_of(feature_class: str, feature_code: str) -> PlaceKind:
    """Return what a GeoNames feature is."""
    if feature_class == "A" and feature_code in _BY_CODE:
        return _BY_CODE[feature_code]
    if feature_code == "CONT":
        return PlaceKind.CONTINENT
    return _BY_CLASS.get(feature_class, PlaceKind.SITE)


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """Open a text, or the one table inside a zip, as UTF-8; bytes that are not are replaced."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
                yield lines
            return
        with zipfile.ZipFile(path) as archive, archive.open(_table_in(archive, path)) as packed:
            yield io.TextIOWrapper(packed, encoding="utf-8-sig", errors="replace", newline="")
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise SourceError(f"{path}: can't be read ({error})") from error


def _table_in(archive: zipfile.ZipFile, path: Path) -> str:
    tables = [name for name in archive.namelist() if name.endswith(".txt") and not name.lower().startswith("readme")]
    chosen = [name for name in tables if Path(name).stem == path.stem] or tables
    if not chosen:
        raise SourceError(f"{path}: no table (.txt) in this zip; expected a GeoNames dump")
    return chosen[0]


def _alternate_names(path: Path, dump: Path) -> dict[int, list[Name]]:
    """Read alternateNamesV2 for the ids of a dump: its columns are id, geonameid, language, name, and four flags."""
    wanted = _ids(dump)
    names: dict[int, list[Name]] = {}
    with open_text(path) as lines:
        for line in lines:
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) < 4 or not cells[1].isdigit() or int(cells[1]) not in wanted:  # noqa: PLR2004 - up to the name
                continue
            name = alternate_name(cells)
            if name is not None:
                names.setdefault(int(cells[1]), []).append(name)
    return names


def alternate_name(cells: list[str]) -> Name | None:
    """Return the name in a line of alternateNamesV2, with its language and flags; None for links and codes of mail.

    The flags are the fifth to eighth column: preferred, short, colloquial, historic. A name with a year of its end
    (tenth column) is historic as well.
    """
    language, text = cells[2], cells[3]
    if not text or (language in _NOT_NAMES and language not in _CODES):
        return None
    flags = NameFlag.CODE if language in _CODES else NameFlag(0)
    marks = (NameFlag.PREFERRED, NameFlag.SHORT, NameFlag.COLLOQUIAL, NameFlag.HISTORIC)
    for cell, flag in zip(cells[4:8], marks, strict=False):
        flags |= flag if cell == "1" else NameFlag(0)
    if len(cells) > _ENDED and cells[_ENDED].strip():
        flags |= NameFlag.HISTORIC
    return Name(text, language[:2] if language and language not in _CODES else None, int(flags))


def _ids(dump: Path) -> frozenset[int]:
    with open_text(dump) as lines:
        return frozenset(int(first) for first in (line.split("\t", 1)[0] for line in lines) if first.isdigit())


_ADMIN1 = re.compile(r"[A-Z]{2}\.[^.\t]+\t[^\t]*\t[^\t]*\t\d+\s*")
_ADMIN2 = re.compile(r"[A-Z]{2}\.[^.\t]+\.[^\t]+\t[^\t]*\t[^\t]*\t\d+\s*")
_FEATURE = re.compile(r"(?:[AHLPRSTUV]\.[A-Z0-9]+|null)\t[^\t]+(?:\t[^\t]*)?\s*")
_COUNTRY = re.compile(r"[A-Z]{2}\t[A-Z]{3}\t\d{1,3}\t(?:[^\t\r\n]*\t){15}[^\t\r\n]*\s*")
_ALTERNATE = re.compile(r"\d+\t\d+\t[^\t]*\t[^\t]+(?:\t[^\t]*){0,6}\s*")


class Code(Struct, frozen=True):
    """What a code stands for."""

    code: str  # `UA.18`, `UA.18.8378000`, `UA`, or a feature code such as `PPLC`
    kind: str  # admin1, admin2, country or feature
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
