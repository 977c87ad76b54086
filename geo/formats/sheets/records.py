"""JSON as data services, TimeMap and Bellingcat give it: a list of records, wherever in the document, as a sheet."""

import re
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import shapely

from geo.formats.columns.headers import read_header
from geo.formats.layout.cells import Cell, json_text
from geo.formats.sheets.sheet import Row, Sheet, bounded
from geo.records.errors import FormatError

Record: TypeAlias = dict[str, Any]
_TIMEMAP = {"id": "id", "description": "title", "type": "kind", "date": "date", "time": "time"}
_TIMEMAP |= {"location": "place_name", "latitude": "place_lat", "longitude": "place_lon"}
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SHIFTED_KM = "5"
_JSON = msgspec.json.Decoder()
_DEPTH = 3
_EXPECTED = "expected GeoJSON, an event file, or a list of records with such as description, date, latitude, longitude"


def read_records(path: Path) -> Sheet:
    """Read a JSON document's longest list of records; TimeMap's with sources.json beside it if there is one.

    Bellingcat moves its public points on purpose: they are read as near a settlement, never exact.
    """
    listed = _records(load_json(path), _DEPTH)
    if not listed:
        raise FormatError(f"{path}: a JSON file of no known shape; {_EXPECTED}")
    if all("description" in entry and ("date" in entry or "latitude" in entry) for entry in listed):
        sources = _sources(path.with_name("sources.json"))
        listed = [_timemap(entry, sources) for entry in listed]
    return record_sheet(list(enumerate(map(flat_record, listed), start=1)), path.name, str(path))


def record_sheet(rows: list[tuple[int, Record]], name: str, path: str, header: list[str] | None = None) -> Sheet:
    """Return numbered records as a sheet: a column a name, those given or all as they first stand."""
    names = header or list(dict.fromkeys(name for _, row in rows for name in row))
    table: list[Row] = [(0, list(names)), *((line, [cell_of(row.get(name)) for name in names]) for line, row in rows)]
    return Sheet(name=name, rows=list(bounded(table, path)))


def flat_record(record: Record) -> Record:
    """Return a record without those within it: `casualties: {killed: 3}` is the column `killed`, a point is WKT."""
    if not any(isinstance(value, dict | list) for value in record.values()):
        return record
    flat: Record = {}
    for name, value in record.items():
        if (point := _geometry(name, value)) is not None:
            flat["place_coordinates"] = point
        elif not isinstance(value, dict):
            flat[name] = value
        else:
            for inner, cell in value.items():
                joined = f"{name} {inner}"
                alone = read_header(joined) is None and read_header(inner) and inner not in record
                flat[inner if alone else joined] = cell
    return flat


def _geometry(name: str, value: object) -> str | None:
    """Return a geometry as GeoJSON writes it as WKT: an object, or bare `coordinates` with the longitude first."""
    bare = isinstance(value, list) and name == "coordinates"
    written = {"type": "Point", "coordinates": value} if bare else value
    if not isinstance(written, dict) or not {"type", "coordinates"} <= set(written):
        return None
    try:
        return str(shapely.from_geojson(msgspec.json.encode(written)).wkt)
    except (shapely.errors.GEOSException, ValueError):
        return None


def cell_of(value: object) -> Cell:
    """Return a value as a cell: a list by its texts, paths or ids; what is within others as JSON."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return None if value != value else value  # noqa: PLR0124 - NaN, as GDAL and pandas write "nothing"
    if isinstance(value, list | tuple):
        return "; ".join(
            str(each.get("path") or each.get("id") or json_text(each)) if isinstance(each, dict) else str(each)
            for each in value
        )
    return json_text(value) if isinstance(value, dict) else str(value)


def load_json(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return a JSON document, of a file with a record a line the list of these."""
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        lines = content.split(b"\n", 1)
        several = len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip().startswith(b"{")
        return (_JSON.decode_lines if several else _JSON.decode)(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON ({error}); {_EXPECTED}") from error


def _records(document: object, depth: int) -> list[Record]:
    """Return the longest list of objects in a document: an API wraps it in `data`, `Result`, `losses`."""
    if isinstance(document, list):
        return document if all(isinstance(each, dict) for each in document) else []
    if not isinstance(document, dict) or not depth:
        return []
    return max((_records(value, depth - 1) for value in document.values()), key=len, default=[])


def _sources(path: Path) -> dict[str, list[str]]:
    """Return addresses by source id."""
    listed = load_json(path) if path.is_file() else []
    entries = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    found: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry, dict) and entry.get("id"):
            listed_paths = entry.get("paths")
            paths = [entry.get("url"), *(listed_paths if isinstance(listed_paths, list) else [listed_paths])]
            found[str(entry["id"])] = [str(url) for url in dict.fromkeys(paths) if url]
    return found


def _timemap(entry: Record, sources: dict[str, list[str]]) -> Record:
    """Return an entry by our columns; what has none keeps its own name, each of Bellingcat's filters too."""
    row: Record = {ours: _text(entry.get(theirs)) for theirs, ours in _TIMEMAP.items()}
    row["date"] = _MONTH_FIRST.sub(r"\3-\1-\2", row["date"]) if row["date"] else None
    filters = entry.get("filters")
    if filters is not None:
        row |= {"place_precision": "near", "place_radius_km": _SHIFTED_KM}
    urls: list[Any] = []
    listed = entry.get("sources")
    for source in listed if isinstance(listed, list) else [listed] if listed else []:
        given = isinstance(source, dict)
        urls += [_text(source.get("path") or source.get("url"))] if given else sources.get(str(source), [])
    row |= {f"source{n}_url": url for n, url in enumerate((url for url in urls if url), start=1)}
    named = [each for each in filters if isinstance(each, dict)] if isinstance(filters, list) else []
    rest = {name: value for name, value in entry.items() if name not in (*_TIMEMAP, "sources", "filters")}
    rest |= {str(each.get("key")): each.get("value") for each in named}
    kept = {
        name: _text(value) if isinstance(value, str | int | float) else json_text(value) for name, value in rest.items()
    }
    return row | {name: value for name, value in kept.items() if name not in row}


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int | float) and value != "" else None
