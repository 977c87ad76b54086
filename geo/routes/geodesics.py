"""Geodesics on the ellipsoid, and lines cut where they cross ±180°.

Lengths agree to nanometres with Karney (2013), doi:10.1007/s00190-012-0578-z, whose algorithm `pyproj.Geod` is.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.records.errors import RouteError
from geo.routes.records import LonLat

if TYPE_CHECKING:
    from shapely import LineString, MultiLineString

MAX_SEGMENT_M = 50_000.0  # longest spacing of vertices: straight pieces in Mercator then look like the geodesic

_HALF_TURN_DEG = 180.0
_POLE_DEG = 90.0


@cache
def _wgs84() -> Any:  # noqa: ANN401 - pyproj is imported late, so its type can't be named here
    from pyproj import Geod

    return Geod(ellps="WGS84")


def check_lonlat(point: LonLat) -> LonLat:
    """Return `point`, or raise RouteError where it is not a longitude and a latitude in range."""
    lon, lat = point
    if not (abs(lon) <= _HALF_TURN_DEG and abs(lat) <= _POLE_DEG):
        raise RouteError(f"point {point!r}: expected (longitude, latitude) within ±180 and ±90 degrees")
    return float(lon), float(lat)


def geodesic_m(start: LonLat, end: LonLat) -> float:
    """Return the geodesic distance between two points in metres."""
    return float(_wgs84().inv(*start, *end)[2])


def geodesic_azimuth_deg(start: LonLat, end: LonLat) -> float:
    """Return the direction in which the geodesic leaves `start`, degrees clockwise from north."""
    return float(_wgs84().inv(*start, *end)[0]) % 360 % 360  # the first makes 360 of a hair's breadth west of north


def geodesics_m(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return geodesic distances in metres between the rows of two (n, 2) arrays of lon, lat."""
    return np.asarray(_wgs84().inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])[2], dtype=float)


def line_m(coordinates: np.ndarray) -> float:
    """Return the geodesic length in metres of a line given as an (n, 2) array of lon, lat."""
    return float(geodesics_m(coordinates[:-1], coordinates[1:]).sum()) if len(coordinates) > 1 else 0.0


def geodesic_points(start: LonLat, end: LonLat, *, max_segment_m: float = MAX_SEGMENT_M) -> np.ndarray:
    """Return the vertices of a geodesic as an (n, 2) array of lon, lat, both ends included, at most so far apart."""
    pieces = int(np.ceil(geodesic_m(start, end) / max_segment_m))
    if pieces < 2:  # noqa: PLR2004 - nothing to cut
        return np.array([start, end], dtype=float)
    found = _wgs84().inv_intermediate(
        *start,
        *end,
        npts=pieces + 1,
        initial_idx=0,
        terminus_idx=0,
        flags=_without_azimuths(),
        return_back_azimuth=False,
    )
    points = np.column_stack([found.lons, found.lats])
    points[0], points[-1] = start, end
    return points


@cache
def _without_azimuths() -> Any:  # noqa: ANN401 - as above
    from pyproj.enums import GeodIntermediateFlag as Flag

    return Flag.AZIS_DISCARD


def densify(coordinates: np.ndarray, *, max_segment_m: float = MAX_SEGMENT_M) -> np.ndarray:
    """Return a line with vertices added along the geodesics between those it has."""
    gaps = geodesics_m(coordinates[:-1], coordinates[1:])
    pieces = [coordinates[:1]]
    for start, end, gap in zip(coordinates[:-1], coordinates[1:], gaps, strict=True):
        long = gap > max_segment_m
        pieces.append(geodesic_points(tuple(start), tuple(end), max_segment_m=max_segment_m)[1:] if long else end[None])
    return np.concatenate(pieces)


def unwrap(coordinates: np.ndarray) -> np.ndarray:
    """Return a line whose longitudes run on past ±180° in place of jumping."""
    steps = np.diff(coordinates[:, 0])
    turns = -np.round(steps / (2 * _HALF_TURN_DEG))
    shifted = coordinates.copy()
    shifted[1:, 0] += np.cumsum(turns) * 2 * _HALF_TURN_DEG
    return shifted


def wrap_lon(longitudes: np.ndarray) -> np.ndarray:
    """Return longitudes brought into -180 to 180."""
    return (longitudes + _HALF_TURN_DEG) % (2 * _HALF_TURN_DEG) - _HALF_TURN_DEG


def split_line(coordinates: np.ndarray) -> "LineString | MultiLineString":
    """Return an (n, 2) array of lon, lat as RFC 7946 wants it: a LineString, or parts cut where it crosses ±180°.

    Consecutive vertices are less than half a turn apart; the parts follow each other.
    """
    from shapely import MultiLineString, linestrings

    # Nearly every line stays inside, and exports draw many thousands.
    parts = [coordinates] if _stays_inside(coordinates[:, 0]) else _cut(coordinates)
    parts = [_rounded(part) for part in parts]
    parts = [part for part in parts if len(part) > 1] or [np.repeat(_rounded(coordinates[:1]), 2, axis=0)]
    line: LineString | MultiLineString = linestrings(parts[0]) if len(parts) == 1 else MultiLineString(parts)
    return line


def _stays_inside(longitudes: np.ndarray) -> bool:
    """Return whether no step crosses ±180°."""
    inside = max(longitudes.max(), -longitudes.min()) <= _HALF_TURN_DEG
    return bool(inside and (len(longitudes) == 1 or np.abs(longitudes[1:] - longitudes[:-1]).max() < _HALF_TURN_DEG))


def _cut(line: np.ndarray) -> list[np.ndarray]:
    """Cut a line wherever it crosses ±180°, by the library that knows the cases."""
    from antimeridian import fix_line_string
    from shapely import LineString, get_parts

    wrapped = np.column_stack((wrap_lon(line[:, 0]), line[:, 1]))
    if (wrapped[0] == wrapped[-1]).all():  # the library would join the ends of a round trip as it does a ring's
        middle = len(wrapped) // 2
        return [*_cut(wrapped[: middle + 1]), *_cut(wrapped[middle:])]
    return [np.asarray(part.coords) for part in get_parts(fix_line_string(LineString(wrapped), great_circle=True))]


def _rounded(part: np.ndarray) -> np.ndarray:
    """Round to 1e-5 degrees, a metre, and drop repeated vertices."""
    rounded = np.round(part, 5)
    keep = np.ones(len(rounded), dtype=bool)
    keep[1:] = (rounded[1:] != rounded[:-1]).any(axis=1)
    return rounded if keep.all() else rounded[keep]


def to_coordinates(geometry: "LineString | MultiLineString") -> np.ndarray:
    """Return a cut line's vertices in order as one (n, 2) array, wrapped, without the doubled cuts."""
    parts = [np.asarray(part.coords) for part in getattr(geometry, "geoms", [geometry])]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
