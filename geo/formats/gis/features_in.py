"""Features from a GIS as rows of a table: properties are columns, geometry becomes places."""

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from geo.formats.columns.headers import read_header
from geo.formats.columns.mapping import Mapping
from geo.formats.gis.own_features import is_own_feature, read_own_features
from geo.formats.layout.cells import Cell
from geo.formats.problems import Reading
from geo.formats.sheets.sheet import Row, Sheet, bounded
from geo.formats.tables.reading import read_table

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

Properties: TypeAlias = dict[str, Any]
_POSITION_KEYS = ("place.lat", "place.lon", "place.coordinates")
_KM_PER_DEG = 111.2
_DECIMALS = 5


class FeatureIn(Struct, frozen=True, kw_only=True):
    """A feature as a file has it."""

    properties: Properties
    geometry: BaseGeometry | None
    """Degrees, WGS 84."""


def read_features(
    features: Iterable[FeatureIn], *, name: str, open_gazetteer: "Callable[[], Gazetteer] | None" = None
) -> Reading:
    """Read events from features, our own or anybody's.

    Args:
        features: From one file.
        name: The file, for messages.
        open_gazetteer: For features without geometry that name a place.

    Returns:
        The events; of polygons a disc that holds them, of lines their two ends.

    Raises:
        FormatError: No property is known.
    """
    found = list(features)
    if found and all(is_own_feature(feature.properties) for feature in found):
        return read_own_features([(feature.properties, feature.geometry) for feature in found], name=name)
    return read_table([feature_sheet(found, name)], name=name, mapping=Mapping(), open_gazetteer=open_gazetteer)


def feature_sheet(features: list[FeatureIn], name: str) -> Sheet:
    """Return features as a sheet with a header row; line numbers are the features' own, from 1."""
    columns = list(dict.fromkeys(key for feature in features for key in feature.properties))
    kept = [column for column in columns if not _is_position(column)]
    extra = list(dict.fromkeys(key for feature in features for key in _position(feature.geometry)))
    if not features:
        extra = ["place_lat", "place_lon"]
    rows: list[Row] = [
        (0, [*kept, *extra]),
        *((at, _row(feature, kept, extra)) for at, feature in enumerate(features, start=1)),
    ]
    return Sheet(name=name, rows=list(bounded(rows, name)))


def _is_position(column: str) -> bool:
    header = read_header(column)
    return header is not None and header.key in _POSITION_KEYS


def _row(feature: FeatureIn, kept: list[str], extra: list[str]) -> list[Cell]:
    position = _position(feature.geometry)
    return [*(_cell(feature.properties.get(column)) for column in kept), *(position.get(column) for column in extra)]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return None if value != value else value  # noqa: PLR0124 - NaN, as GDAL and pandas write "nothing"
    if isinstance(value, list | tuple):
        return "; ".join(
            str(each.get("path") or each.get("id") or "") if isinstance(each, dict) else str(each) for each in value
        )
    return None if isinstance(value, dict) else str(value)


def _position(geometry: BaseGeometry | None) -> dict[str, Cell]:
    """Return a geometry as columns: a point as it is, a line by its ends, an area by the disc that holds it."""
    if geometry is None or geometry.is_empty:
        return {}
    if geometry.geom_type == "Point":
        return {"place_lat": _degrees(geometry.y), "place_lon": _degrees(geometry.x)}
    if geometry.geom_type in ("LineString", "MultiLineString"):
        return _ends(geometry)
    return _disc(geometry)


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


def _disc(shape: BaseGeometry) -> dict[str, Cell]:
    west, south, east, north = shape.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    xy = shapely.get_coordinates(shape)
    offsets = np.hypot((xy[:, 0] - lon) * math.cos(math.radians(lat)), xy[:, 1] - lat)
    radius = _KM_PER_DEG * float(offsets.max())
    return {
        "place_lat": _degrees(lat),
        "place_lon": _degrees(lon),
        "place_radius_km": round(radius, 1),
        "place_precision": "region",
    }
