"""Distances as they are on the ground: to places, borders, coasts and areas, beside what a text states.

Geodesic on WGS 84 (Karney 2013, doi:10.1007/s00190-012-0578-z). Borders are the recognised ones of
`gazetteer.match.areas`, generalised to about a kilometre; so is every distance to them.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct

from geo.records import Event, EventPlace, Qualifier, StatedDistance
from geo.records.errors import RouteError
from geo.records.values import is_country_code
from geo.routes.geodesics import check_lonlat, geodesic_azimuth_deg, geodesic_m, geodesics_m
from geo.routes.records import LonLat

BORDER_UNCERTAINTY_KM = 1.5
_SPACING_DEG = 0.01
_HALF_TURN_DEG = 180.0
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_TOLERANCE = {Qualifier.EXACT: 0.05, Qualifier.APPROX: 0.15}


class Distance(Struct, frozen=True, kw_only=True):
    """A geodesic distance and where it leads."""

    km: float
    nearest: LonLat  # the point measured to
    bearing_deg: float  # From the place measured from, clockwise from north
    compass: str  # the same as one of eight points: N, NE,
    inside: bool = False  # whether the place lies in the country or area whose edge is measured to
    line: str | None = None  # Name of the de facto line where that is the nearest


class DistanceCheck(Struct, frozen=True, kw_only=True):
    """What a source states and what is measured, side by side. Neither overrules the other."""

    stated: StatedDistance
    measured: Distance | None  # None where what the source measures to can't be found
    agrees: bool | None  # whether the straight line bears the statement out; a road or a railway is longer


def distance_between(start: LonLat, end: LonLat) -> Distance:
    """Measure from place to place."""
    return _distance(check_lonlat(start), check_lonlat(end))


def distance_to_border(place: LonLat, country: str, *, de_facto: bool = False) -> Distance:
    """Measure to the nearest point of a country's land border.

    Args:
        place: Longitude, latitude; inside the country or out of it.
        country: ISO 3166-1 alpha-2.
        de_facto: Count lines of separate control inside the country (Crimea's, Northern Cyprus') as well.

    Raises:
        RouteError: An unknown code, or a country without a land border.
    """
    from gazetteer.match.areas import countries

    shape = countries().get(country) if is_country_code(country) else None
    if shape is None:
        raise RouteError(f"country {country!r}: expected an ISO 3166-1 alpha-2 code of a country with borders, as UA")
    border = _land_border(country)
    if border.is_empty:
        raise RouteError(f"{country} has no land border: measure to its coast or to a place in it")
    best = _to_line(place, border, inside=_holds(shape, place))
    for name, line in _separate_lines(country) if de_facto else ():
        other = _to_line(place, line, inside=best.inside, name=name)
        best = min(best, other, key=lambda distance: distance.km)
    return best


@cache
def _land_border(country: str) -> Any:  # noqa: ANN401 - a shapely geometry
    """Return the part of a country's boundary that it shares with a neighbour: not its coasts."""
    from shapely import MultiLineString, get_parts

    from gazetteer.match.areas import countries

    shared = _shared_vertices()
    pieces = []
    for ring in _rings(get_parts(countries()[country])):
        common = np.isin(_keys(ring), shared)
        pieces += list(np.stack((ring[:-1], ring[1:]), axis=1)[common[:-1] & common[1:]])
    return MultiLineString(pieces)


@cache
def _separate_lines(country: str) -> tuple[tuple[str, Any], ...]:
    """Return the lines of separate control that begin or end in a country, with their names."""
    from gazetteer.match.areas import country_at, disputed

    held = [(name, line) for name, line in disputed() if "held separately" in name]
    middles = [line.interpolate(0.5, normalized=True).coords[0] for _, line in held]
    return tuple(line for line, middle in zip(held, middles, strict=True) if country_at(*middle) == country)


@cache
def _shared_vertices() -> np.ndarray:
    """Return the vertices that two countries or more have: neighbours' borders are drawn through the same ones."""
    from shapely import get_parts

    from gazetteer.match.areas import countries

    own = [
        np.unique(np.concatenate([_keys(ring) for ring in _rings(get_parts(shape))])) for shape in countries().values()
    ]
    keys, counts = np.unique(np.concatenate(own), return_counts=True)
    return np.asarray(keys[counts > 1])


def _rings(polygons: Any) -> list[np.ndarray]:  # noqa: ANN401 - shapely polygons
    return [np.asarray(ring.coords) for part in polygons for ring in (part.exterior, *part.interiors)]


def _keys(points: np.ndarray) -> np.ndarray:
    """Return each point as one whole number, at the 0.0001° that borders are stored with."""
    lon, lat = np.round(points * 10_000).astype(np.int64).T
    return np.asarray(lon * 10_000_000 + lat)


def distance_to_coast(place: LonLat) -> Distance:
    """Measure to the nearest coast, of an ocean or of the Caspian; lakes don't count."""
    from gazetteer.match.areas import land

    return _to_line(place, land().boundary, inside=_holds(land(), place))


def check_distances(event: Event, *, find_place: Callable[[str], LonLat | None] | None = None) -> list[DistanceCheck]:
    """Measure every distance that an event's sources state; one entry each, in order.

    Args:
        event: The event.
        find_place: Where a place lies that the distance is told to and the event does not hold;
            None leaves such distances unmeasured.
    """
    return [check_stated_distance(stated, event.places, find_place=find_place) for stated in event.distances]


def check_stated_distance(
    stated: StatedDistance, places: Sequence[EventPlace], *, find_place: Callable[[str], LonLat | None] | None = None
) -> DistanceCheck:
    """Measure one stated distance of an event with these places.

    Returns:
        Both distances, and whether the measured one, with what the source's wording and the
        place's own extent leave open, bears the stated one out.
    """
    place = places[stated.place]
    if place.lon is None or place.lat is None:
        return DistanceCheck(stated=stated, measured=None, agrees=None)
    measured = _measure_to((place.lon, place.lat), stated.to, places, find_place)
    agrees = None if measured is None else _bears_out(stated, measured.km, place.radius_km or 0.0)
    return DistanceCheck(stated=stated, measured=measured, agrees=agrees)


def _measure_to(
    start: LonLat, target: str, places: Sequence[EventPlace], find_place: Callable[[str], LonLat | None] | None
) -> Distance | None:
    if target.startswith("border:"):
        try:
            return distance_to_border(start, target.removeprefix("border:"))
        except RouteError:
            return None
    named = [place for place in places if target in (place.name, place.label) and place.lon is not None]
    end = (named[0].lon, named[0].lat) if named else find_place and find_place(target)
    return distance_between(start, end) if end and None not in end else None  # type: ignore[arg-type]


def _bears_out(stated: StatedDistance, km: float, radius_km: float) -> bool:
    slack = _TOLERANCE.get(stated.qualifier, 0.0) * stated.km + radius_km + BORDER_UNCERTAINTY_KM
    if stated.qualifier in (Qualifier.GT, Qualifier.GTE):
        return km >= stated.km - slack
    if stated.qualifier in (Qualifier.LT, Qualifier.LTE):
        return km <= stated.km + slack
    return abs(km - stated.km) <= slack


def _distance(start: LonLat, end: LonLat, *, inside: bool = False, line: str | None = None) -> Distance:
    bearing = geodesic_azimuth_deg(start, end)
    return Distance(
        km=geodesic_m(start, end) / 1000,
        nearest=end,
        bearing_deg=bearing,
        compass=_COMPASS[round(bearing / 45) % 8],
        inside=inside,
        line=line,
    )


def _holds(shape: Any, place: LonLat) -> bool:  # noqa: ANN401 - a shapely geometry
    from shapely import contains_xy

    return bool(contains_xy(shape, *place))


def _to_line(place: LonLat, line: Any, *, inside: bool, name: str | None = None) -> Distance:  # noqa: ANN401 - shapely
    """Measure to the nearest point of a line: by its vertices, then along the pieces around the nearest ones."""
    from shapely import get_coordinates, get_parts, segmentize

    start = check_lonlat(place)
    parts = get_parts(line)
    vertices = get_coordinates(parts)
    reach = float(geodesics_m(np.repeat([start], len(vertices), axis=0), vertices).min()) / 1000
    near = [part for part in parts if _may_hold(part, start, reach)]
    points = get_coordinates([segmentize(_around(part, start, reach), _SPACING_DEG) for part in near])
    nearest = points[np.argmin(geodesics_m(np.repeat([start], len(points), axis=0), points))]
    return _distance(start, (float(nearest[0]), float(nearest[1])), inside=inside, line=name)


def _box(start: LonLat, reach_km: float) -> tuple[float, float, float, float]:
    high = reach_km / 110 + 0.2
    wide = high / max(0.05, float(np.cos(np.radians(min(89.0, abs(start[1]) + high)))))
    return start[0] - wide, start[1] - high, start[0] + wide, start[1] + high


def _may_hold(part: Any, start: LonLat, reach_km: float) -> bool:  # noqa: ANN401 - shapely
    west, south, east, north = _box(start, reach_km)
    low_x, low_y, high_x, high_y = part.bounds
    beside = (high_x < west or low_x > east) and not _over_edge(west, east)
    return not (high_y < south or low_y > north or beside)


def _over_edge(west: float, east: float) -> bool:
    return west < -_HALF_TURN_DEG or east > _HALF_TURN_DEG


def _around(part: Any, start: LonLat, reach_km: float) -> Any:  # noqa: ANN401 - shapely
    """Return a line's part that can hold the nearest point, so that only that is densified."""
    from shapely import clip_by_rect

    west, south, east, north = _box(start, reach_km)
    return part if _over_edge(west, east) else clip_by_rect(part, west, south, east, north)
