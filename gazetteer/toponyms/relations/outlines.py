"""Outlines of what relations tell: sectors, rings, corridors, the sea before a coast, borders and parts of areas.

shapely polygons in degrees, WGS 84; wide enough for how loosely texts speak, told at each.
"""

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gazetteer.distance import EARTH_RADIUS_KM, distance_km
from gazetteer.records import Construction, Place, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

Shape = Any  # a shapely geometry; the library is loaded where one is drawn
_KM_PER_DEG = 111.2
_FULL_DEG = 360.0
_HALF_DEG = 180.0
_TOWN_PER_KM2 = 4000.0
_SEA_KM = 40.0
_COAST_KM = 90.0  # Off a town; off a country or an island without a town's name: 50 nautical miles
_WIDEST_DEG = 60.0
_BORDER_KM = 15.0
_PART = 0.6
"""Share of a country's height or width that its northern, eastern, ... part takes: halves that overlap a little."""
_MAIN = 0.35
_SMALLEST = 0.002
_FINEST_DEG = 0.005


def destination(lat: float, lon: float, bearing_deg: float, km: float) -> tuple[float, float]:
    """Return latitude and longitude of the point so far from another; the longitude may pass 180 degrees."""
    arc, bearing, start = km / EARTH_RADIUS_KM, math.radians(bearing_deg), math.radians(lat)
    far = math.asin(math.sin(start) * math.cos(arc) + math.cos(start) * math.sin(arc) * math.cos(bearing))
    east = math.atan2(
        math.sin(bearing) * math.sin(arc) * math.cos(start), math.cos(arc) - math.sin(start) * math.sin(far)
    )
    return round(math.degrees(far), 4), round(lon + math.degrees(east), 4)


def bearing_to(one: Place, other: Place) -> float:
    """Return the way from one place to another, in degrees from north."""
    lat1, lat2, east = math.radians(one.lat), math.radians(other.lat), math.radians(other.lon - one.lon)
    y = math.sin(east) * math.cos(lat2)
    return math.degrees(
        math.atan2(y, math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(east))
    )


def town_km(place: Place) -> float:
    """Return how far a town reaches from its middle, if 4,000 people live on a square kilometre."""
    return min(math.sqrt(max(place.population, 5000) / _TOWN_PER_KM2 / math.pi), 25.0)


def sector(place: Place, bearing_deg: float | None, near_km: float, far_km: float, *, spread_deg: float = 30) -> Shape:
    """Return what lies between two distances from a place: in one way, give or take `spread_deg`, or all around."""
    import shapely

    start, end = (0.0, _FULL_DEG) if bearing_deg is None else (bearing_deg - spread_deg, bearing_deg + spread_deg)
    turns = [start + (end - start) * step / 36 for step in range(37)]
    outer, inner = (
        [destination(place.lat, place.lon, turn, km)[::-1] for turn in turns] if km else [(place.lon, place.lat)]
        for km in (far_km, near_km)
    )
    if bearing_deg is None:
        return shapely.Polygon(outer, [inner] if near_km else None)
    return shapely.Polygon([*outer, *reversed(inner)])


def corridor(one: Place, other: Place, half_km: float) -> Shape:
    """Return the band along the straight way between two places, so wide to each side."""
    import shapely

    way, km = bearing_to(one, other), distance_km(one.lon, one.lat, other.lon, other.lat)
    middle = [destination(one.lat, one.lon, way, km * step / 8) for step in range(9)]
    sides = [[destination(lat, lon, way + turn, half_km)[::-1] for lat, lon in middle] for turn in (-90, 90)]
    return shapely.Polygon([*sides[0], *reversed(sides[1])])


def sea_off(place: Place) -> Shape | None:
    """Return the sea before a town, an island or a country's coast; None where there is none."""
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1):
        return _sea_off_area(place.kind, place.country or "", place.admin1 or "")
    if place.kind is PlaceKind.REGION and place.radius_km:
        island = _land_in(sector(place, None, 0, place.radius_km))
        return None if island.is_empty else _at_sea(_widened(island, _SEA_KM))
    return _at_sea(sector(place, None, 0, _SEA_KM))


@lru_cache(maxsize=256)
def _sea_off_area(kind: PlaceKind, country: str, admin1: str) -> Shape | None:
    shape = _area(kind, country, admin1)
    if shape is None or shape.bounds[2] - shape.bounds[0] > _WIDEST_DEG:
        return None
    return _at_sea(_widened(shape.simplify(0.05), _COAST_KM))


@lru_cache(maxsize=512)
def border(one: tuple[PlaceKind, str, str], other: tuple[PlaceKind, str, str]) -> Shape | None:
    """Return the strip along what two countries or first-level areas share; None where they share nothing."""
    shapes = [shape for shape in (_area(*one), _area(*other)) if shape is not None]
    if len(shapes) < 2 or one == other:  # noqa: PLR2004 (both)
        return None
    import shapely

    wide = 2 * _BORDER_KM / _KM_PER_DEG
    boxes = [shapely.box(*shape.bounds).buffer(wide) for shape in shapes]
    both = boxes[0].intersection(boxes[1])
    if both.is_empty:
        return None
    near = [_widened(shape.intersection(both).simplify(0.01), _BORDER_KM) for shape in shapes]
    strip = near[0].intersection(near[1])
    return None if strip.is_empty else strip


@lru_cache(maxsize=512)
def part(area: tuple[PlaceKind, str, str], bearing_deg: float | None) -> Shape | None:
    """Return the northern, south-western, ... or, without a way, the central part of a country or first-level area."""
    import shapely

    shape = _area(*area)
    if shape is None:
        return None
    if shape.bounds[2] - shape.bounds[0] > _HALF_DEG:  # it goes on beyond 180 degrees
        shape = shapely.union_all([_moved(one, _FULL_DEG) if one.bounds[0] < 0 else one for one in shape.geoms])
    pieces = shapely.get_parts(shape)
    main = [piece for piece in pieces if piece.area >= _MAIN * max(one.area for one in pieces)]
    west, south, east, north = shapely.MultiPolygon(main).bounds
    if bearing_deg is None:
        wide, tall = (east - west) / 5, (north - south) / 5
        return shape.intersection(shapely.box(west + wide, south + tall, east - wide, north - tall))
    upward, onward = math.cos(math.radians(bearing_deg)), math.sin(math.radians(bearing_deg))
    far = 2 * _FULL_DEG
    if abs(upward) > 0.1:  # noqa: PLR2004 (neither east nor west)
        south, north = (north - _PART * (north - south), far) if upward > 0 else (-far, south + _PART * (north - south))
    else:
        south, north = -far, far
    if abs(onward) > 0.1:  # noqa: PLR2004 (neither north nor south)
        west, east = (east - _PART * (east - west), far) if onward > 0 else (-far, west + _PART * (east - west))
    else:
        west, east = -far, far
    return shape.intersection(shapely.box(west, south, east, north))


def area_of(place: Place) -> tuple[PlaceKind, str, str]:
    """Return what a country's or a first-level area's outline is found by."""
    return place.kind, place.country or "", place.admin1 or ""


def built(
    kind: str, shape: Shape, words: str, anchors: "Iterable[Place]", *, middle: tuple[float, float] | None = None
) -> Construction | None:
    """Return the area of an outline: its middle, how far it reaches from there, and the outline itself."""
    import shapely

    if shape is None or shape.is_empty:
        return None
    fine = max(_FINEST_DEG, (shape.bounds[2] - shape.bounds[0]) / 400)
    parts = [one for one in shapely.get_parts(shape.simplify(fine)) if one.geom_type == "Polygon"]
    parts = [one for one in parts if one.area >= _SMALLEST * max(other.area for other in parts)]
    outline = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
    point = outline.representative_point()
    lat, lon = middle or (round(point.y, 3), round(point.x, 3))
    corners = shapely.get_coordinates(outline.convex_hull)
    radius = max(distance_km(lon, lat, x, y) for x, y in corners)
    return Construction(
        kind=kind, lat=round(lat, 4), lon=round((lon + 540) % _FULL_DEG - _HALF_DEG, 4), radius_km=round(radius, 1),
        words=words, anchors=tuple(anchor.place_id for anchor in anchors),
        outline=shapely.to_wkt(_within_180(outline), rounding_precision=3),
    )  # fmt: skip


def _within_180(shape: Shape) -> Shape:
    """Return a shape cut at 180 degrees where it goes beyond."""
    import shapely

    if shape.bounds[0] >= -_HALF_DEG and shape.bounds[2] <= _HALF_DEG:
        return shape
    worlds = ((_FULL_DEG, -540.0), (0.0, -_HALF_DEG), (-_FULL_DEG, _HALF_DEG))
    cut = [_moved(shape.intersection(shapely.box(west, -90, west + _FULL_DEG, 90)), by) for by, west in worlds]
    return shapely.union_all([one for one in cut if not one.is_empty])


def _moved(shape: Shape, by_deg: float) -> Shape:
    import shapely

    return shapely.transform(shape, lambda points: points + (by_deg, 0.0))  # noqa: RUF005 (arrays)


def _area(kind: PlaceKind, country: str, admin1_code: str) -> Shape | None:
    from gazetteer.match.areas import admin1, countries

    if kind is PlaceKind.COUNTRY:
        return countries().get(country)
    area = admin1().get(admin1_code)
    return area.geometry if area else None


def _widened(shape: Shape, km: float) -> Shape:
    """Return a shape and what lies within so many kilometres of it, longitudes taken as wide as at its middle."""
    import shapely

    narrow = max(math.cos(math.radians(shape.centroid.y)), 0.1)
    flat = shapely.transform(shape, lambda points: points * [narrow, 1.0])
    wide = flat.buffer(km / _KM_PER_DEG, quad_segs=4)
    return shapely.transform(wide, lambda points: points / [narrow, 1.0])


def _land_in(shape: Shape) -> Shape:
    from gazetteer.match.areas import land_near

    return shape.intersection(land_near(shape))


def _at_sea(shape: Shape) -> Shape | None:
    from gazetteer.match.areas import land_near

    sea = shape.difference(land_near(shape))
    return None if sea.is_empty else sea
