"""Features from a GIS as rows of a table: properties are columns, geometry becomes places, kept as it is."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import shapely
from msgspec import Struct, structs
from shapely.geometry.base import BaseGeometry

from geo.formats.columns.headers import find_value, read_header
from geo.formats.columns.mapping import Mapping as TableMapping
from geo.formats.columns.published import published_layout
from geo.formats.gis.own_features import is_own_feature, read_own_features
from geo.formats.layout.cells import Cell
from geo.formats.layout.shapes import parts_of
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.formats.sheets.records import flat_record, record_sheet
from geo.formats.sheets.sheet import Sheet
from geo.formats.tables.reading import read_table
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

Properties: TypeAlias = dict[str, Any]
_POSITION_KEYS = ("place.lat", "place.lon", "place.coordinates")
_ROUTE_GROUPS = ("origin", "destination", "leg", "via")
_DECIMALS = 5
_MOST_LAT, _MOST_LON = 90.0, 540.0  # Longitudes run on past ±180° in lines that cross it


class FeatureIn(Struct, frozen=True, kw_only=True):
    """A feature as a file has it."""

    properties: Properties
    geometry: BaseGeometry | None  # Degrees, WGS 84
    fault: str | None = None  # why its geometry can't be read, where it can't


def read_features(
    features: Iterable[FeatureIn],
    *,
    name: str,
    open_gazetteer: "Callable[[], Gazetteer] | None" = None,
    mapping: TableMapping | None = None,
) -> Reading:
    """Read events from features, our own or anybody's; one that is damaged is kept aside."""
    features = (structs.replace(each, properties=flat_record(each.properties)) for each in features)
    numbered = [(line, _checked(feature)) for line, feature in enumerate(features, start=1)]
    sound = [(line, feature) for line, feature in numbered if not feature.fault]
    faults = [
        Reject(line=line, reason=feature.fault, cells=(str(feature.properties.get("id") or ""),))
        for line, feature in numbered
        if feature.fault
    ]
    if faults and not sound:
        raise FormatError(f"{name}, feature {faults[0].line}: {faults[0].reason}")
    if sound and all(is_own_feature(feature.properties) for _, feature in sound):
        read = read_own_features([(feature.properties, feature.geometry) for _, feature in sound], name=name)
    else:
        read = read_table([feature_sheet(sound, name)], name=name, mapping=mapping, open_gazetteer=open_gazetteer)
    aside = [Problem(file=name, line=each.line, message=each.reason, severity=Severity.REJECTED) for each in faults]
    return structs.replace(
        read, problems=(*read.problems, *aside), rejects=(*read.rejects, *faults), headers=read.headers or ("id",)
    )


def _checked(feature: FeatureIn) -> FeatureIn:
    """Return a feature with its fault, if its coordinates are no degrees."""
    shape = feature.geometry
    if feature.fault or shape is None or shape.is_empty:
        return feature
    west, south, east, north = shape.bounds
    if max(abs(west), abs(east)) <= _MOST_LON and max(abs(south), abs(north)) <= _MOST_LAT:
        return feature
    return structs.replace(feature, fault=f"{west:.6g}, {south:.6g} are no degrees; is its reference system missing?")


def feature_sheet(features: list[tuple[int, FeatureIn]], name: str) -> Sheet:
    """Return features as a sheet with a header row; line numbers are the features' own, from 1."""
    columns = list(dict.fromkeys(key for _, feature in features for key in feature.properties))
    if published_layout([column.lower() for column in columns]):
        return record_sheet([(line, feature.properties) for line, feature in features], name, name, columns)
    drawn = any(feature.geometry is not None for _, feature in features)
    kept = [column for column in columns if not (drawn and _is_position(column))]
    positions = [_position(feature) for _, feature in features]
    extra = list(dict.fromkeys(key for position in positions for key in position)) or ["place_lat", "place_lon"]
    rows = [(line, each.properties | at) for (line, each), at in zip(features, positions, strict=True)]
    return record_sheet(rows, name, name, [*kept, *extra])


def _is_position(column: str) -> bool:
    header = read_header(column)
    return header is not None and header.key in _POSITION_KEYS


def _position(feature: FeatureIn) -> dict[str, Cell]:
    """Return a geometry as columns: a point as it is, a shipment's line with its ends, anything else as WKT."""
    parts = parts_of(feature.geometry)
    if not parts:
        return {}
    if len(parts) == 1 and parts[0].geom_type == "Point":
        return {"place_lat": _degrees(parts[0].y), "place_lon": _degrees(parts[0].x)}
    if len(parts) == 1 and "Line" in parts[0].geom_type and _is_route(feature.properties):
        return _ends(parts[0]) | {"place_coordinates": str(shapely.to_wkt(parts[0], rounding_precision=6, trim=True))}
    whole = parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts)
    return {"place_coordinates": str(shapely.to_wkt(whole, rounding_precision=6, trim=True))}


def _is_route(properties: Mapping[str, Any]) -> bool:
    """Return whether a feature's kind or columns say that something was carried along its line."""
    for column, value in properties.items():
        header = read_header(column) if value not in (None, "") else None
        if header and header.key.partition(".")[0] in _ROUTE_GROUPS:
            return True
        if header and header.key == "kind" and find_value("kind", str(value)[:200]) == "shipment":
            return True
    return False


def _degrees(value: float) -> float:
    return round(float(value), _DECIMALS)


def _ends(line: BaseGeometry) -> dict[str, Cell]:
    xy = shapely.get_coordinates(line)
    return {
        "origin_lat": _degrees(xy[0][1]),
        "origin_lon": _degrees(xy[0][0]),
        "destination_lat": _degrees(xy[-1][1]),
        "destination_lon": _degrees(xy[-1][0]),
    }
