"""One's own places: CSV, TSV, JSON Lines or GeoJSON with a name and a position; English or French headers."""

import csv
import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer.datafiles import data_file, read_toml
from gazetteer.errors import SourceError
from gazetteer.index.sources.rows import FileSource, Name, PlaceRow
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind

_FEATURE_CODES = {PlaceKind.SETTLEMENT: "PPL", PlaceKind.SITE: "S", PlaceKind.REGION: "RGN", PlaceKind.WATER: "H"}
_ALIAS_SEPARATOR = re.compile(r"\s*[|;]\s*|\s*,\s+")
_DECIMAL_COMMA = re.compile(r"^\s*[+-]?\d{1,3},\d+\s*$")
_PAIR = re.compile(r"^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$")
_REQUIRED = "a column for the name, and lat and lon (or coordinates)"


class OwnTableSource(FileSource):
    """A table or GeoJSON of one's own; rows without a name or a position are counted and listed."""

    licence = "as its owner says"
    merges_by_name = True
    overrides = True

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every row that is a place."""
        for number, cells in _records(self.path):
            try:
                yield _row(cells, f"{self.name}:{number}")
            except ValueError as error:
                self.leave_out(number, str(error))


@cache
def _headers() -> tuple[dict[str, str], dict[str, PlaceKind]]:
    """Return what each header key and each word for a kind stands for, from all languages' tables."""
    columns: dict[str, str] = {}
    kinds: dict[str, PlaceKind] = {}
    for path in sorted(data_file("languages/gazetteer_columns").glob("*.toml")):
        table = read_toml(f"languages/gazetteer_columns/{path.name}")
        for column, headers in table["columns"].items():
            columns.update((name_key(header), column) for header in headers)
        for kind, words in table["kinds"].items():
            kinds.update((name_key(word), PlaceKind(kind)) for word in words)
    return columns, kinds


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    start = text.lstrip()[:1]
    if path.suffix.lower() in (".geojson", ".json") or (start == "{" and '"FeatureCollection"' in text[:2000]):
        yield from _geojson_records(path, text)
    elif path.suffix.lower() in (".jsonl", ".ndjson") or start == "{":
        yield from _jsonl_records(text)
    else:
        yield from _table_records(path, text)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: can't be read ({error.strerror})") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _table_records(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    delimiter = max("\t;,|", key=first.count)
    lines = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        fields = [_headers()[0].get(name_key(header), "") for header in next(lines, [])]
        if "name" not in fields or not ({"lat", "lon"} <= set(fields) or "coordinates" in fields):
            raise SourceError(f"{path}: the first line {first.strip()[:80]!r} lacks {_REQUIRED}")
        for number, cells in enumerate(lines, start=2):
            if any(cells):
                yield number, {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field}
    except csv.Error as error:
        raise SourceError(f"{path}: line {lines.line_num}: {error}") from error


def _jsonl_records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, _fields(json.loads(line))
            except (ValueError, RecursionError):
                yield number, {}


def _geojson_records(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(f"{path}: not a GeoJSON FeatureCollection ({error})") from error
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        yield number, _feature_fields(feature)


def _feature_fields(feature: Any) -> dict[str, str]:  # noqa: ANN401 - anything that JSON holds
    if not isinstance(feature, dict):
        return {}
    fields = _fields(feature.get("properties"))
    point = _point(feature.get("geometry"))
    if point is not None:
        fields["lon"], fields["lat"] = (repr(value) for value in point)
    return fields


def _point(geometry: Any) -> tuple[float, float] | None:  # noqa: ANN401 - anything that JSON holds
    """Return lon, lat of a point, or of a place inside another geometry."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if not isinstance(geometry, dict):
        return None
    try:
        inside = shape(geometry).representative_point()
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
    return None if inside.is_empty else (inside.x, inside.y)


def _fields(record: Any) -> dict[str, str]:  # noqa: ANN401 - anything that JSON holds
    if not isinstance(record, dict):
        return {}
    found = {}
    for key, value in record.items():
        field = _headers()[0].get(name_key(str(key)))
        if field and value is not None:
            found[field] = "|".join(map(str, value)) if isinstance(value, list) else str(value).strip()
    return found


def _row(cells: dict[str, str], own_id: str) -> PlaceRow:
    name = cells.get("name", "").strip()
    if not name_key(name):
        raise ValueError("no name")
    lat, lon = _position(cells)
    kind = _headers()[1].get(name_key(cells.get("kind", "")), PlaceKind.SETTLEMENT)
    country = cells.get("country", "").upper()
    radius = cells.get("radius_km", "")
    return PlaceRow(
        ids=(_place_id(cells.get("id", ""), own_id),), name=name, kind=kind,
        feature_code=_FEATURE_CODES.get(kind, "PPL"), lat=lat, lon=lon,
        country=country if re.fullmatch("[A-Z]{2}", country) else None, admin1=cells.get("admin1") or None,
        population=_whole(cells.get("population", "")), radius_km=_number(radius) if radius else None,
        names=tuple(Name(alias) for alias in _ALIAS_SEPARATOR.split(cells.get("aliases", "")) if alias),
        source=cells.get("source") or None,
    )  # fmt: skip


def _place_id(given: str, own: str) -> str:
    if given.isdigit():
        return f"geonames:{given}"
    return given if ":" in given else own


def _position(cells: dict[str, str]) -> tuple[float, float]:
    pair = _PAIR.match(cells.get("coordinates", ""))
    if pair:
        lat, lon = float(pair[1]), float(pair[2])
    else:
        lat, lon = _number(cells.get("lat", "")), _number(cells.get("lon", ""))
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"position {lat}, {lon} is off the Earth; expected degrees, latitude and longitude")
    return lat, lon


def _number(text: str) -> float:
    value = float(text.replace(",", ".") if _DECIMAL_COMMA.match(text) else text)
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number")
    return value


def _whole(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits and len(digits) < 12 else 0  # noqa: PLR2004 - more people than there are
