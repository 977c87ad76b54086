"""One leg: from origin to destination by way of points, by the mode's own method."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from gazetteer.records import Place
from geo.errors import RouteError
from geo.records import Mode
from geo.routes.geodesics import check_lonlat, geodesic_m, geodesic_points, line_m, split_line
from geo.routes.records import LonLat, Method, Passage, TracedLeg


def trace_leg(
    origin: LonLat,
    destination: LonLat,
    *,
    mode: Mode,
    via: Sequence[LonLat] = (),
    avoid_countries: Sequence[str] = (),
    stay_in: Sequence[str] = (),
    avoid_passages: Sequence[Passage] | None = None,
) -> TracedLeg:
    """Trace one leg.

    Args:
        origin: Longitude, latitude.
        destination: Longitude, latitude.
        mode: How it is travelled.
        via: Points to pass on the way, in order.
        avoid_countries: ISO codes to keep out of; rail and road only.
        stay_in: ISO codes not to leave; rail and road only.
        avoid_passages: Canals and straits to keep out of; sea only. None means the Arctic
            ones, unless there is no other way.

    Returns:
        The line with its length, what it was snapped by, and its source.

    Raises:
        RouteError: A point out of range, or no path under these conditions.
    """
    stops = [check_lonlat(point) for point in (origin, *via, destination)]
    return _trace_geodesic(stops, mode=mode)


def _trace_geodesic(stops: Sequence[LonLat], *, mode: Mode) -> TracedLeg:
    pieces = [geodesic_points(start, end) for start, end in pairwise(stops)]
    line = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    length = line_m(np.array(stops))
    return TracedLeg(
        mode=mode,
        geometry=split_line(line),
        length_m=length,
        drawn_m=length,
        great_circle_m=geodesic_m(stops[0], stops[-1]),
        method=Method.GREAT_CIRCLE if mode is Mode.UNKNOWN else Method.GEODESIC,
    )


def trace_route(
    stops: Sequence[Place | LonLat],
    *,
    mode: Mode,
    avoid_countries: Sequence[str] = (),
    stay_in: Sequence[str] = (),
    avoid_passages: Sequence[Passage] | None = None,
) -> TracedLeg:
    """Trace a leg through two or more stops, in the order given.

    Args:
        stops: Places of the gazetteer or (longitude, latitude).
        mode: How it is travelled.
        avoid_countries: As for `trace_leg`.
        stay_in: As for `trace_leg`.
        avoid_passages: As for `trace_leg`.

    Returns:
        One leg with the line through all stops.

    Raises:
        RouteError: Fewer than two stops, or no path.
    """
    points = [(stop.lon, stop.lat) if isinstance(stop, Place) else stop for stop in stops]
    if len(points) < 2:  # noqa: PLR2004 - a route has two ends
        raise RouteError(f"{len(points)} stop(s) given: expected an origin and a destination")
    return trace_leg(
        points[0],
        points[-1],
        via=points[1:-1],
        mode=mode,
        avoid_countries=avoid_countries,
        stay_in=stay_in,
        avoid_passages=avoid_passages,
    )
