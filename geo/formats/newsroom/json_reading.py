"""JSON lists of events: TimeMap's and Bellingcat's."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from geo.formats.columns.mapping import Mapping, TableSettings
from geo.formats.layout.cells import Cell
from geo.formats.problems import Reading
from geo.formats.sheets.sheet import Row, Sheet, bounded
from geo.formats.tables.reading import read_table
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_COLUMNS = ("id", "title", "kind", "date", "time", "place_name", "place_lat", "place_lon", "place_precision")
_SHIFTED_KM = "5"
_EXPECTED = "expected GeoJSON, an event file, or TimeMap's list of events with description, date, latitude, longitude"


def read_json_events(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read TimeMap's events.json, with sources.json beside it if there is one, or Bellingcat's list.

    Bellingcat moves its public points on purpose: they are read as near a settlement, never exact.

    Raises:
        FormatError: Not JSON, or of another shape.
    """
    listed = _load(path)
    if not isinstance(listed, list) or not listed or not all(_is_event(entry) for entry in listed):
        raise FormatError(f"{path}: a JSON file of no known shape; {_EXPECTED}")
    sources = _sources(path.with_name("sources.json"))
    rows = [_row(entry, sources) for entry in listed]
    width = max(len(urls) for _, urls in rows)
    header: list[Cell] = [*_COLUMNS, "place_radius_km", *(f"source{n}_url" for n in range(1, width + 1))]
    table: list[Row] = [(0, header)]
    for line, (cells, urls) in enumerate(rows, start=1):
        table.append((line, [*cells, *urls]))
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


def _row(entry: dict[str, Any], sources: dict[str, list[str]]) -> tuple[list[Cell], list[Cell]]:
    shifted = "filters" in entry
    cells = [
        *(_text(entry.get(key)) for key in ("id", "description", "type", "date", "time", "location")),
        *(_text(entry.get(key)) for key in ("latitude", "longitude")),
        "near" if shifted else None,
        _SHIFTED_KM if shifted else None,
    ]
    urls: list[Cell] = []
    listed = entry.get("sources")
    for source in listed if isinstance(listed, list) else [listed] if listed else []:
        if isinstance(source, dict):
            urls.append(_text(source.get("path") or source.get("url")))
        else:
            urls += sources.get(str(source), [])
    return cells, [url for url in urls if url]


def _text(value: object) -> Cell:
    return str(value) if isinstance(value, str | int | float) and value != "" else None
