"""JSON lists of events: TimeMap's and Bellingcat's."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from geo.formats.columns.mapping import Mapping, TableSettings
from geo.formats.layout.cells import Cell, json_text
from geo.formats.problems import Reading
from geo.formats.sheets.sheet import Row, Sheet, bounded
from geo.formats.tables.reading import read_table
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_COLUMNS = {
    "id": "id",
    "description": "title",
    "type": "kind",
    "date": "date",
    "time": "time",
    "location": "place_name",
    "latitude": "place_lat",
    "longitude": "place_lon",
}
_SHIFTED_KM = "5"
_EXPECTED = "expected GeoJSON, an event file, or TimeMap's list of events with description, date, latitude, longitude"


def read_json_events(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read TimeMap's events.json, with sources.json beside it if there is one, or Bellingcat's list.

    Bellingcat moves its public points on purpose: they are read as near a settlement, never exact.
    """
    listed = _load(path)
    if not isinstance(listed, list) or not listed or not all(_is_event(entry) for entry in listed):
        raise FormatError(f"{path}: a JSON file of no known shape; {_EXPECTED}")
    sources = _sources(path.with_name("sources.json"))
    rows = [_row(entry, sources) for entry in listed]
    header: list[Cell] = list(dict.fromkeys(name for row in rows for name in row))
    table: list[Row] = [(0, header)]
    table += [(line, [row.get(str(name)) for name in header]) for line, row in enumerate(rows, start=1)]
    sheet = Sheet(name=path.name, rows=list(bounded(table, str(path))))
    chosen = mapping or Mapping(table=TableSettings(date_order="mdy", decimal="."))
    return read_table([sheet], name=str(path), mapping=chosen, open_gazetteer=open_gazetteer)


def _load(path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON ({error}); {_EXPECTED}") from error


def _is_event(entry: object) -> bool:
    return isinstance(entry, dict) and "description" in entry and ("date" in entry or "latitude" in entry)


def _sources(path: Path) -> dict[str, list[str]]:
    """Return addresses by source id."""
    if not path.is_file():
        return {}
    listed = _load(path)
    entries = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    found: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry, dict) and entry.get("id"):
            listed_paths = entry.get("paths")
            paths = [entry.get("url"), *(listed_paths if isinstance(listed_paths, list) else [listed_paths])]
            found[str(entry["id"])] = [str(url) for url in dict.fromkeys(paths) if url]
    return found


def _row(entry: dict[str, Any], sources: dict[str, list[str]]) -> dict[str, Cell]:
    """Return an entry by our columns; what has none keeps its own name, each of Bellingcat's filters too."""
    row = {ours: _text(entry.get(theirs)) for theirs, ours in _COLUMNS.items()}
    filters = entry.get("filters")
    if filters is not None:
        row |= {"place_precision": "near", "place_radius_km": _SHIFTED_KM}
    urls: list[Cell] = []
    listed = entry.get("sources")
    for source in listed if isinstance(listed, list) else [listed] if listed else []:
        if isinstance(source, dict):
            urls.append(_text(source.get("path") or source.get("url")))
        else:
            urls += sources.get(str(source), [])
    row |= {f"source{n}_url": url for n, url in enumerate((url for url in urls if url), start=1)}
    named = [each for each in filters if isinstance(each, dict)] if isinstance(filters, list) else []
    rest = {name: value for name, value in entry.items() if name not in (*_COLUMNS, "sources", "filters")}
    rest |= {str(each.get("key")): each.get("value") for each in named}
    kept = {
        name: _text(value) if isinstance(value, str | int | float) else json_text(value) for name, value in rest.items()
    }
    return row | {name: value for name, value in kept.items() if name not in row}


def _text(value: object) -> Cell:
    return str(value) if isinstance(value, str | int | float) and value != "" else None
