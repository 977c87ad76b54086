"""One leg: from origin to destination by way of points, by the mode's own method."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gazetteer.records import Place
from geo.records import Mode
from geo.records.errors import RouteError
from geo.records.values import is_country_code
from geo.routes.geodesics import check_lonlat, densify, geodesic_m, geodesic_points, line_m, split_line, to_coordinates
from geo.routes.land.tracing import trace_land
from geo.routes.own.server import Network
from geo.routes.records import LegNote, LonLat, Method, NoteKind, Passage, TracedLeg
from geo.routes.sea.voyages import trace_sea

_SAME_PLACE_M = 1.0
_LAND = (Mode.RAIL, Mode.ROAD)


def trace_leg(
    origin: LonLat,
    destination: LonLat,
    *,
    mode: Mode,
    via: Sequence[LonLat] = (),
    avoid_countries: Sequence[str] = (),
    stay_in: Sequence[str] | None = None,
    avoid_passages: Sequence[Passage] | None = None,
    network: Network | None = None,
    on: str | None = None,
    or_great_circle: bool = False,
) -> TracedLeg:
    """Trace one leg.

    Args:
        origin: Longitude, latitude.
        destination: Longitude, latitude.
        mode: How it is travelled.
        via: Points to pass on the way, in order.
        avoid_countries: ISO codes to keep out of; rail and road only.
        stay_in: ISO codes not to leave; rail and road only. None means: inside the country that
            both ends lie in, where that can be done; an empty sequence means no bound.
        avoid_passages: Canals and straits to keep out of; sea only. None means the Arctic
            passages and the Corinth Canal, unless any other way is three times as long.
        network: One's own network in place of those that ship.
        on: When it was travelled: a date as YYYY, YYYY-MM or YYYY-MM-DD, or two with a slash between.
            Borders and passages that were closed then are kept out of; None means those closed for good.
        or_great_circle: Where no path can be found, return a great circle that says why, in place of raising.

    Returns:
        The line with its length, what it was snapped by, and its source.

    Raises:
        RouteError: A point out of range, a condition that does not go with the mode, or no path.
    """
    stops = [check_lonlat(point) for point in (origin, *via, destination)]
    _check_conditions(mode, (*avoid_countries, *(stay_in or ())), avoid_passages)
    bound = None if stay_in is None else tuple(stay_in)
    passages = None if avoid_passages is None else tuple(avoid_passages)
    conditions = _Conditions(avoid=tuple(avoid_countries), stay_in=bound, passages=passages, network=network, on=on)
    try:
        hops = [_trace_hop(start, end, mode, conditions) for start, end in pairwise(stops)]
    except RouteError as error:
        if not or_great_circle:
            raise
        return no_way(stops, mode, error)
    return hops[0] if len(hops) == 1 else _joined(hops, stops)


def _check_conditions(mode: Mode, countries: Sequence[str], passages: Sequence[Passage] | None) -> None:
    if countries and mode not in _LAND:
        raise RouteError(f"countries to avoid or stay in go with rail and road, not with {mode.value}")
    if passages and mode is not Mode.SEA:
        raise RouteError(f"passages to avoid go with sea, not with {mode.value}")
    for code in countries:
        if not is_country_code(code):
            raise RouteError(f"country {code!r}: expected an ISO 3166-1 alpha-2 code such as RU or KP")


def sort_avoided(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Passage, ...]]:
    """Sort what to keep out of into country codes and passages.

    Raises:
        RouteError: One is neither.
    """
    known = {passage.value: passage for passage in Passage}
    passages = tuple(known[name.lower()] for name in names if name.lower() in known)
    countries = tuple(name.upper() for name in names if name.lower() not in known)
    for code in countries:
        if not is_country_code(code):
            raise RouteError(f"{code.lower()!r} is neither a country code nor a passage ({', '.join(known)})")
    return countries, passages


class _Conditions(Struct, frozen=True, kw_only=True):
    """What the caller asks of every hop of a leg."""

    avoid: tuple[str, ...]
    stay_in: tuple[str, ...] | None
    passages: tuple[Passage, ...] | None
    network: Any  # a `Network`, or None for those that ship
    on: str | None


def _trace_hop(start: LonLat, end: LonLat, mode: Mode, asked: _Conditions) -> TracedLeg:
    if geodesic_m(start, end) < _SAME_PLACE_M:
        same = LegNote(NoteKind.NO_WAY, "Both ends are the same place: there is nothing to draw.")
        return trace_straight([start, end], mode, Method.GREAT_CIRCLE, same)
    if asked.network is not None:
        return _trace_own(start, end, mode, asked.network)
    if mode is Mode.SEA:
        return trace_sea(start, end, avoid_passages=asked.passages, on=asked.on)
    if mode in _LAND:
        return trace_land(start, end, mode=mode, avoid=asked.avoid, stay_in=asked.stay_in, on=asked.on)
    return trace_straight([start, end], mode, Method.GEODESIC if mode is Mode.AIR else Method.GREAT_CIRCLE)


def trace_straight(stops: Sequence[LonLat], mode: Mode, method: Method, *notes: LegNote) -> TracedLeg:
    """Return the shortest line through stops, of a method that says what it stands for."""
    pieces = [geodesic_points(start, end) for start, end in pairwise(stops)]
    straight = geodesic_m(stops[0], stops[-1])
    length = straight if len(pieces) == 1 else line_m(np.array(stops))
    return TracedLeg(
        mode=mode,
        geometry=split_line(np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])),
        length_m=length,
        drawn_m=length,
        great_circle_m=straight,
        method=method,
        notes=notes,
    )


def _trace_own(start: LonLat, end: LonLat, mode: Mode, network: Network) -> TracedLeg:
    found = network.find_path(start, end, mode=mode)
    line = np.concatenate(([start], found.line, [end]))
    return TracedLeg(
        mode=mode,
        geometry=split_line(densify(line)),
        length_m=found.length_m + found.snap_from_m + found.snap_to_m,
        drawn_m=line_m(line),
        great_circle_m=geodesic_m(start, end),
        snap_from_m=found.snap_from_m,
        snap_to_m=found.snap_to_m,
        method=Method.OWN_NETWORK,
        source=found.source,
        licence=found.licence,
    )


def no_way(stops: Sequence[LonLat], mode: Mode, error: RouteError) -> TracedLeg:
    """Return the shortest line in place of a way, with the reason why there is none."""
    text = f"No way by {mode.value} is known: {str(error).removesuffix('.')}."
    return trace_straight(stops, mode, Method.GREAT_CIRCLE, LegNote(NoteKind.NO_WAY, text))


def _joined(hops: Sequence[TracedLeg], stops: Sequence[LonLat]) -> TracedLeg:
    """Return the hops one after the other as one leg."""
    parts = [to_coordinates(hop.geometry) for hop in hops]
    passed = {passage for hop in hops for passage in hop.passages}
    return replace(
        hops[0],
        geometry=split_line(np.concatenate([parts[0], *(part[1:] for part in parts[1:])])),
        length_m=sum(hop.length_m for hop in hops),
        drawn_m=sum(hop.drawn_m for hop in hops),
        great_circle_m=geodesic_m(stops[0], stops[-1]),
        snap_to_m=hops[-1].snap_to_m,
        method=next((hop.method for hop in hops if hop.method is Method.SEA_NETWORK), hops[0].method),
        source="; ".join(dict.fromkeys(hop.source for hop in hops if hop.source)) or None,
        passages=tuple(passage for passage in Passage if passage in passed),
        countries=tuple(dict.fromkeys(code for hop in hops for code in hop.countries)),
        notes=tuple(dict.fromkeys(note for hop in hops for note in hop.notes)),
    )


def trace_route(
    stops: Sequence[Place | LonLat],
    *,
    mode: Mode,
    avoid_countries: Sequence[str] = (),
    stay_in: Sequence[str] | None = None,
    avoid_passages: Sequence[Passage] | None = None,
    network: Network | None = None,
    on: str | None = None,
) -> TracedLeg:
    """Trace a leg through two or more stops, places of the gazetteer or (longitude, latitude), in the order given.

    What the other arguments mean is told at `trace_leg`. The one leg that is returned has the line through all stops.

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
        network=network,
        on=on,
    )
