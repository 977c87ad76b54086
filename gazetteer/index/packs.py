"""An index's places of some countries in one file, to carry to a machine without a network.

A pack is a zip of one table: a JSON line a place, with its names, ids and licence; the first line says what it is.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gazetteer.errors import GazetteerError, SourceError
from gazetteer.index.database import Fetch
from gazetteer.index.sources.rows import FileSource, Name, NameFlag, PlaceRow
from gazetteer.records import PlaceKind

FORMAT = "armsatlas-pack"
VERSION = 1
_TABLE = "places.jsonl"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_LINE = 4_000_000
_MADE = int(NameFlag.ROMANISED | NameFlag.BARE)  # names that an index makes of the others
_COLUMNS = (
    "p.id, p.place_id, p.name, p.kind, p.feature_code, p.lat, p.lon, p.country, p.admin1, p.admin2, p.population, "
    "p.radius_km, s.name, s.licence"
)
_AT_ONCE = 500


def write_pack(fetch: Fetch, countries: Sequence[str], into: Path) -> int:
    """Write the places of some countries with all their names and ids; the same index gives the same bytes."""
    codes = list(dict.fromkeys(code.upper() for code in countries))
    marks = ",".join("?" * len(codes))
    query = (
        f"SELECT {_COLUMNS} FROM places p JOIN sources s ON s.id = p.source "  # noqa: S608 - marks only
        f"WHERE p.country IN ({marks}) ORDER BY p.id"
    )
    places = fetch(query, codes)
    held = {place[7] for place in places}
    if missing := [code for code in codes if code not in held]:
        raise GazetteerError(f"{', '.join(missing)}: the gazetteer has no places there; give codes such as UA")
    licences = dict.fromkeys(f"{place[12]}: {place[13]}" for place in places)
    head = {"format": FORMAT, "version": VERSION, "countries": codes, "places": len(places), "licences": [*licences]}
    partial = into.with_name(f".{into.name}.part")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(_TABLE, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as table:
                table.write(_line(head))
                for start in range(0, len(places), _AT_ONCE):
                    table.write(b"".join(map(_line, _records(fetch, places[start : start + _AT_ONCE]))))
        partial.replace(into)
    except OSError as error:
        raise GazetteerError(f"{into}: can't be written ({error.strerror or error})") from error
    finally:
        partial.unlink(missing_ok=True)
    return len(places)


def _line(record: Any) -> bytes:  # noqa: ANN401 (JSON)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _records(fetch: Fetch, places: Sequence[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    rows = [place[0] for place in places]
    marks = ",".join("?" * len(rows))
    names: dict[int, list[list[Any]]] = {}
    for row, *name in fetch(
        f"SELECT place, name, language, flags FROM names WHERE place IN ({marks}) ORDER BY rowid",  # noqa: S608 - marks only
        rows,
    ):
        if not name[2] & _MADE:
            names.setdefault(row, []).append(name)
    ids: dict[int, list[str]] = {}
    for row, place_id in fetch(
        f"SELECT place, place_id FROM ids WHERE place IN ({marks}) ORDER BY place_id",  # noqa: S608 - marks only
        rows,
    ):
        ids.setdefault(row, []).append(place_id)
    for row, place_id, *cells, source, _ in places:
        others = [other for other in ids.get(row, ()) if other != place_id]
        yield {"ids": [place_id, *others], "place": cells, "names": names.get(row, []), "source": source}


class PackSource(FileSource):
    """A pack: what it holds joins places of the same id, and replaces nothing that is there."""

    def __init__(self, path: Path) -> None:
        """Read what the pack says it is."""
        super().__init__(path)
        head = next(self._lines(), None)
        if not isinstance(head, dict) or head.get("format") != FORMAT or head.get("version") != VERSION:
            raise SourceError(
                f"{path}: not a pack of this version; write one with: armsatlas gazetteer pack UA -o FILE"
            )
        self.countries = [str(code) for code in head.get("countries", ())]
        self.licence = "; ".join(map(str, head.get("licences", ())))[:2000] or "none stated"

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every place; lines that are no place are counted and listed."""
        for number, record in enumerate(self._lines(), start=1):
            if number == 1:
                continue
            try:
                yield _place_row(record)
            except (ValueError, TypeError, KeyError) as error:
                self.leave_out(number, f"no place: {error}")

    def _lines(self) -> Iterator[Any]:
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(_TABLE) as table:
                while line := table.readline(_LONGEST_LINE):
                    try:
                        yield json.loads(line)
                    except (ValueError, RecursionError):
                        yield None
        except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, zlib.error) as error:
            raise SourceError(f"{self.path}: can't be read as a pack ({error})") from error


def _place_row(record: dict[str, Any]) -> PlaceRow:
    name, kind, code, lat, lon, country, admin1, admin2, population, radius = record["place"]
    if not (abs(lat) <= 90 and abs(lon) <= 180) or not name:  # noqa: PLR2004 - degrees
        raise ValueError(f"no name, or a position off the Earth: {lat}, {lon}")
    ids = tuple(map(str, record["ids"]))
    if not ids:
        raise ValueError("no id")
    return PlaceRow(
        ids=ids, name=str(name), kind=PlaceKind(kind), feature_code=str(code), lat=float(lat), lon=float(lon),
        country=country, admin1=admin1, admin2=admin2, population=int(population), radius_km=radius,
        names=tuple(Name(str(text), language, int(flags)) for text, language, flags in record["names"]),
    )  # fmt: skip


def is_pack(path: Path) -> bool:
    """Return whether a file is a pack, whatever it is called."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _TABLE in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
