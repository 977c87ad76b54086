"""Shapes of places that never say more than the source: points, discs, areas.

Degrees, WGS 84, lon before lat. Polygons follow RFC 7946: exterior rings run
counterclockwise, and what crosses ±180° is cut there.
"""

import math
from functools import cache, lru_cache
from typing import ClassVar, TypeAlias

import numpy as np
import shapely
from msgspec import Struct
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import admin1, area_at
from gazetteer.records import Precision
from geo.records import EventPlace

NEAR_KM = 5.0  # radius of the disc for "near" where the source gives none
_LEAST_KM = 1.0  # Centres are rounded to about a kilometre, and the disc must still hold the place
_MOST_KM = 2500.0  # Half a continent: a larger disc says nothing
_DECIMALS = {Precision.SITE: 4, Precision.SETTLEMENT: 3}
_COARSE_DECIMALS = 2
_OUTLINE_DEG = 0.01
_RING_POINTS = 64
_AZIMUTHS_DEG = np.linspace(0, -360, _RING_POINTS + 1)
_HALF_TURN_DEG = 180.0
_POLE_DEG = 90.0
_WKT_DECIMALS = 5
_KM_PER_DEG = 111.2
_AREA_TYPES = ("Polygon", "MultiPolygon")
_WGS84 = Geod(ellps="WGS84")
_AREAS = (Precision.ADMIN1, Precision.ADMIN2)
_DISCS = (Precision.NEAR, Precision.REGION, Precision.SEA, Precision.ADMIN2)


class Dot(Struct, frozen=True):
    """A point, as far as formats need one; a shapely Point takes fifty times as long to make."""

    x: float  # Longitude
    y: float  # Latitude
    geom_type: ClassVar[str] = "Point"
    is_empty: ClassVar[bool] = False

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.x, self.y, self.x, self.y


Shape: TypeAlias = BaseGeometry | Dot  # a shapely polygon or line, or a point of our own


def as_shapely(shape: Shape | None) -> BaseGeometry | None:
    """Return a shape for libraries that know only shapely's."""
    return shapely.Point(shape.x, shape.y) if isinstance(shape, Dot) else shape


def decimals(precision: Precision | None) -> int:
    """Return how many decimals of a degree a precision supports: 4 is 11 m, 3 is 110 m, 2 is 1.1 km."""
    return _DECIMALS.get(precision, _COARSE_DECIMALS) if precision else _COARSE_DECIMALS


def drawn_radius_km(place: EventPlace) -> float | None:
    """Return the radius of the disc that stands for a place, or None where it isn't a disc."""
    stated = place.radius_km or (NEAR_KM if place.precision is Precision.NEAR else None)
    if stated is None or place.precision not in _DISCS or stated > _MOST_KM:
        return None
    return max(stated, _LEAST_KM)


def shape_of(place: EventPlace) -> tuple[str, Shape | None]:
    """Return how a place is drawn and its geometry.

    Returns:
        ("point" | "disc" | "area" | "extent", geometry), or ("none", None) for a country, a region or
        sea of unknown extent, and a place without a position.
    """
    drawn_as = how_drawn(place)
    if drawn_as == "extent":
        return drawn_as, extent_shape(place.extent or "")
    if drawn_as == "area":
        return drawn_as, outline(_area_code(place) or "")
    if drawn_as == "none" or place.lon is None or place.lat is None:
        return "none", None
    places = decimals(place.precision)
    lon, lat = round(place.lon, places), round(place.lat, places)
    return drawn_as, Dot(lon, lat) if drawn_as == "point" else disc(lon, lat, drawn_radius_km(place) or _LEAST_KM)


@lru_cache(maxsize=4096)
def extent_shape(wkt: str) -> BaseGeometry:
    """Return the geometry of a place's extent."""
    return shapely.from_wkt(wkt)


def how_drawn(place: EventPlace) -> str:
    """Return point, disc, area, extent or none, as `shape_of` does, without the geometry."""
    if place.extent:
        return "extent"
    if place.precision is Precision.COUNTRY:
        return "none"
    has_position = place.lon is not None and place.lat is not None
    if has_position and drawn_radius_km(place):
        return "disc"
    if place.precision in _AREAS:
        return "area" if _area_code(place) else "none"
    return "point" if has_position and place.precision not in _DISCS else "none"


def _area_code(place: EventPlace) -> str | None:
    """Return the first-level area that is drawn for a place, None where none is known."""
    if place.admin1 in admin1():
        return place.admin1
    area = area_at(place.lon, place.lat) if place.lon is not None and place.lat is not None else None
    return area.code if area and area.code in admin1() else None


@cache
def outline(code: str) -> BaseGeometry:
    """Return a first-level area's outline, generalised to about a kilometre."""
    whole = admin1()[code].geometry
    simple = shapely.set_precision(shapely.simplify(whole, _OUTLINE_DEG), 10**-3)
    return rfc_polygon(whole if simple.is_empty else simple, places=3)


@lru_cache(maxsize=4096)
def disc(lon: float, lat: float, radius_km: float) -> BaseGeometry:
    """Return what lies within a geodesic distance of a centre: 64 vertices, a MultiPolygon across ±180°."""
    ring = _ring_at_zero(lat, radius_km) + np.array([lon, 0.0])
    if abs(ring[-1, 0] - ring[0, 0]) > _HALF_TURN_DEG:  # it runs round a pole, which then lies inside
        pole = math.copysign(_POLE_DEG, lat)
        ring = np.concatenate([ring, [[ring[-1, 0], pole], [ring[0, 0], pole]]])
    elif np.abs(ring[:, 0]).max() < _HALF_TURN_DEG:
        rounded = np.round(ring, 3) + 0.0
        rounded[-1] = rounded[0]
        # Already counterclockwise; a round shape stays whole when rounded.
        return shapely.polygons(rounded)
    else:
        ring[-1] = ring[0]  # the way round leaves a rounding error, and a polygon that touches itself
    return rfc_polygon(shapely.Polygon(ring), places=3)


@lru_cache(maxsize=4096)
def _ring_at_zero(lat: float, radius_km: float) -> np.ndarray:
    """Return the vertices of a circle round a point on the prime meridian, closed.

    Circles of one latitude differ by longitude alone, and many thousands are drawn. Longitudes run on past ±180°.
    """
    count = len(_AZIMUTHS_DEG)
    lons, lats, _ = _WGS84.fwd(
        np.zeros(count), np.full(count, lat), _AZIMUTHS_DEG, np.full(count, radius_km * 1000), return_back_azimuth=False
    )
    if np.abs(lons[1:] - lons[:-1]).max() > _HALF_TURN_DEG:
        lons = np.unwrap(lons, period=360)
    ring = np.column_stack([lons, lats])
    ring.setflags(write=False)  # it is shared
    return ring


def rfc_polygon(shape: BaseGeometry, *, places: int) -> BaseGeometry:
    """Return polygons as RFC 7946 wants them: cut at ±180°, rounded, exterior rings counterclockwise."""
    west, _, east, _ = shape.bounds
    if west < -_HALF_TURN_DEG or east > _HALF_TURN_DEG:
        shape = _cut_at_antimeridian(shape)
    rounded = shapely.set_precision(shape, 10**-places)
    clean = shapely.transform(rounded, lambda xy: np.round(xy, places) + 0.0)  # + 0.0 turns -0.0 into 0.0
    return shapely.orient_polygons(clean, exterior_cw=False)


def _cut_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        moved = shapely.transform(shape, lambda xy, turn=turn: xy + np.array([turn, 0.0]))
        parts.append(shapely.intersection(moved, shapely.box(-_HALF_TURN_DEG, -_POLE_DEG, _HALF_TURN_DEG, _POLE_DEG)))
    return shapely.union_all([part for part in parts if not part.is_empty])


_LINE_DECIMALS = 3
_POINTS_OF_A_LINE = 2


def round_line(line: BaseGeometry, start: EventPlace, end: EventPlace) -> BaseGeometry:
    """Round a line to 110 m, and both ends to what their places' precision supports; a part keeps two points."""
    parts = [np.round(shapely.get_coordinates(part), _LINE_DECIMALS) for part in getattr(line, "geoms", [line])]
    parts[0][0] = np.round(parts[0][0], min(_LINE_DECIMALS, decimals(start.precision)))
    parts[-1][-1] = np.round(parts[-1][-1], min(_LINE_DECIMALS, decimals(end.precision)))
    kept_points = ([True, *(part[1:] != part[:-1]).any(axis=1)] for part in parts)
    bare = [part[keep] for part, keep in zip(parts, kept_points, strict=True)]
    distinct = [(part if len(part) > 1 else np.repeat(part, 2, axis=0)) + 0.0 for part in bare]
    kept = [part for part in distinct if np.any(part[0] != part[-1]) or len(part) > _POINTS_OF_A_LINE] or distinct[:1]
    return shapely.linestrings(kept[0]) if len(kept) == 1 else shapely.MultiLineString(kept)


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
    return [*points, *(together(each) for each in (lines, areas) if each)]


def together(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return shapes as one: of one type as its multi-geometry, which a GIS draws as a layer, else as a collection."""
    if len(shapes) == 1:
        return shapes[0]
    kinds = {shape.geom_type for shape in shapes}
    multi = {"Point": shapely.MultiPoint, "LineString": shapely.MultiLineString, "Polygon": shapely.MultiPolygon}
    return multi.get(kinds.pop() if len(kinds) == 1 else "", shapely.GeometryCollection)(shapes)


def extent_wkt(geometry: BaseGeometry) -> str:
    """Return a line or area as WKT, rounded to a metre and cut at ±180°."""
    flat = shapely.force_2d(geometry)
    if flat.geom_type in _AREA_TYPES:
        whole = flat if flat.is_valid else shapely.make_valid(flat)
        areas = next((part for part in parts_of(whole) if part.geom_type in _AREA_TYPES), flat)
        west, _, east, _ = areas.bounds
        inside = west >= -_HALF_TURN_DEG and east <= _HALF_TURN_DEG
        flat = shapely.orient_polygons(areas) if inside else rfc_polygon(areas, places=_WKT_DECIMALS)
    else:
        flat = _cut_line(flat)
    return str(shapely.to_wkt(flat, rounding_precision=_WKT_DECIMALS, trim=True))


def _cut_line(line: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = line.bounds
    if west >= -_HALF_TURN_DEG and east <= _HALF_TURN_DEG:
        return line
    import antimeridian

    return antimeridian.fix_shape(line) if line.geom_type in ("LineString", "MultiLineString") else line


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
    return (
        round(float(turned), _WKT_DECIMALS),
        round(float(lat), _WKT_DECIMALS),
        round(_KM_PER_DEG * float(offsets.max()), 1),
    )
