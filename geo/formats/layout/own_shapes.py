"""Lines and areas that a file brought: kept as WKT with the place, drawn and exported as they are."""

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.layout.shapes import rfc_polygon

_DECIMALS = 5
_KM_PER_DEG = 111.2
_HALF_TURN_DEG = 180.0
_LINES = ("LineString", "MultiLineString")
_AREAS = ("Polygon", "MultiPolygon")


def parts_of(geometry: BaseGeometry | None) -> list[BaseGeometry]:
    """Return a geometry's points one by one, its lines together and its areas together; empty ones left out."""
    if geometry is None or geometry.is_empty:
        return []
    flat = [geometry]
    while any(part.geom_type == "GeometryCollection" for part in flat):
        flat = [inner for part in flat for inner in (part.geoms if part.geom_type == "GeometryCollection" else [part])]
    single = [inner for part in flat for inner in getattr(part, "geoms", [part]) if not inner.is_empty]
    points = [part for part in single if part.geom_type == "Point"]
    lines = [part for part in single if part.geom_type in ("LineString", "LinearRing")]
    areas = [part for part in single if part.geom_type == "Polygon"]
    return [
        *points,
        *([lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)] if lines else []),
        *([areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)] if areas else []),
    ]


def extent_wkt(geometry: BaseGeometry) -> str:
    """Return a line or area as WKT, rounded to a metre and cut at ±180°."""
    flat = shapely.force_2d(geometry)
    if flat.geom_type in _AREAS:
        whole = flat if flat.is_valid else shapely.make_valid(flat)
        areas = next((part for part in parts_of(whole) if part.geom_type in _AREAS), flat)
        west, _, east, _ = areas.bounds
        inside = west >= -_HALF_TURN_DEG and east <= _HALF_TURN_DEG
        flat = shapely.orient_polygons(areas) if inside else rfc_polygon(areas, places=_DECIMALS)
    else:
        flat = _cut_line(flat)
    return str(shapely.to_wkt(flat, rounding_precision=_DECIMALS, trim=True))


def _cut_line(line: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = line.bounds
    if west >= -_HALF_TURN_DEG and east <= _HALF_TURN_DEG:
        return line
    import antimeridian

    return antimeridian.fix_shape(line) if line.geom_type in _LINES else line


def wkt_parts(text: str) -> list[BaseGeometry]:
    """Return the parts of a geometry that a cell holds as WKT, with or without an SRID; none where it is none."""
    bare = text.strip()
    if bare.upper().startswith("SRID="):
        bare = bare.partition(";")[2]
    if not bare[:1].isalpha() or "(" not in bare:
        return []
    try:
        return parts_of(shapely.from_wkt(bare))
    except shapely.errors.GEOSException:
        return []


def disc_round(geometry: BaseGeometry) -> tuple[float, float, float]:
    """Return longitude, latitude and radius in km of a disc that holds a geometry, also across ±180°."""
    xy = shapely.get_coordinates(geometry).copy()
    if np.ptp(xy[:, 0]) > _HALF_TURN_DEG:
        xy[xy[:, 0] < 0, 0] += 2 * _HALF_TURN_DEG
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    lon, lat = (west + east) / 2, (south + north) / 2
    offsets = np.hypot((xy[:, 0] - lon) * math.cos(math.radians(lat)), xy[:, 1] - lat)
    turned = lon - 2 * _HALF_TURN_DEG if lon > _HALF_TURN_DEG else lon
    return round(float(turned), _DECIMALS), round(float(lat), _DECIMALS), round(_KM_PER_DEG * float(offsets.max()), 1)
