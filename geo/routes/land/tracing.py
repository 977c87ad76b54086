"""Legs by rail and road over the networks that ship."""

from functools import cache
from itertools import pairwise, product

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gazetteer.datafiles import read_csv
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.closures import Closure, in_force, met_by
from geo.routes.geodesics import densify, geodesic_m, line_m, split_line
from geo.routes.land.connectors import MAX_SNAP_M, NAMES, Halts, border_at, show
from geo.routes.land.graph import BRIDGED, LandGraph, Way, land_graph
from geo.routes.records import LegNote, LonLat, Method, NoteKind, TracedLeg

DETOUR, ABSURD = 2.0, 4.0
"""Times the straight line from which a way says that it is long, and from which it is refused."""
DETOUR_M = 300_000.0  # And by so much longer: round a bay twice the straight line is nothing

_COAST_DEG = 0.05

_OFF_TRUNK_COST = {Mode.RAIL: 1.2, Mode.ROAD: 1.0}
_METHODS = {Mode.RAIL: Method.RAIL_NETWORK, Mode.ROAD: Method.ROAD_NETWORK}

_DATA = "by way of scgraph_data 2.0.0 (April 2024)"
LAND_SOURCE = f"© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright), {_DATA}"
LAND_LICENCE = "ODbL-1.0"


class _Asked(Struct, frozen=True, kw_only=True):
    """A leg by rail or road, and its conditions."""

    graph: LandGraph
    origin: LonLat
    destination: LonLat
    mode: Mode
    avoid: tuple[str, ...]
    stay_in: tuple[str, ...] | None


def trace_land(
    origin: LonLat,
    destination: LonLat,
    *,
    mode: Mode,
    avoid: tuple[str, ...] = (),
    stay_in: tuple[str, ...] | None = None,
    on: str | None = None,
) -> TracedLeg:
    """Trace a leg by rail or road, as `geo.routes.legs.trace_leg` tells.

    Returns:
        The leg; its length is the network's own, with the connectors at both ends.

    Raises:
        RouteError: An end lies more than 60 km from the network, nothing joins the two while
            closed borders stay closed, or only a way that is absurdly long.
    """
    graph, known = land_graph(mode.value), in_force(on, mode)
    asked = _Asked(graph=graph, origin=origin, destination=destination, mode=mode, avoid=avoid, stay_in=stay_in)
    way = _way(asked, ())
    met = () if way is None else _met(asked, way, known)
    shut = [row.note for row in met if row.closed]
    if shut:
        way = _way(asked, tuple(row for row in known if row.closed))
        met = () if way is None else _met(asked, way, known)
    leg = None if way is None else _leg(asked, way)
    long = leg is None or _is_over(leg, DETOUR)
    reasons = dict.fromkeys([*shut, *(_shut_between(origin, destination, known) if long else ())])
    if leg is None or way is None or _is_over(leg, ABSURD):
        found = _no_way(asked) if leg is None else f"the only way by {mode.value} in the network is {_lengths(leg)}."
        raise RouteError(" ".join([found, *(note.text for note in reasons)]))
    detour = [LegNote(NoteKind.DETOUR, f"A long way round: {_lengths(leg)}.")] if long else []
    notes = [*reasons, *(row.note for row in met), *detour, *_notes(graph, way, mode)]
    return replace(leg, notes=tuple(dict.fromkeys(notes)))


def _shut_between(origin: LonLat, destination: LonLat, known: tuple[Closure, ...]) -> list[LegNote]:
    """Return the closed borders between the countries of both ends: why a way is long, or is none."""
    borders = [row for row in known if row.closed and row.countries]
    codes = frozenset(code for row in borders for code in row.countries)
    here, there = (_homes(point, codes) for point in (origin, destination))
    ends = {frozenset(pair) for pair in product(here, there)}
    return [row.note for row in borders if row.countries in ends]


def _homes(point: LonLat, codes: frozenset[str]) -> list[str]:
    """Return which of some countries a point lies in; off the generalised coast, which it lies by."""
    from shapely import Point, contains_xy, dwithin

    from gazetteer.match.areas import countries

    shapes = {code: shape for code, shape in countries().items() if code in codes}
    return [code for code, shape in shapes.items() if contains_xy(shape, *point)] or [
        code for code, shape in shapes.items() if dwithin(shape, Point(point), _COAST_DEG)
    ]


def _no_way(asked: _Asked) -> str:
    bounds = f" outside {', '.join(asked.avoid)}" * bool(asked.avoid)
    bounds += f" within {', '.join(asked.stay_in or ())}" * bool(asked.stay_in)
    ends = f"{show(asked.origin)} and {show(asked.destination)}"
    return f"no {NAMES[asked.mode]} joins {ends}{bounds} in the network."


def _is_over(leg: TracedLeg, times: float) -> bool:
    """Return whether a leg is so many times as long as the straight line, and 300 km longer."""
    return leg.length_m > max(times * leg.great_circle_m, leg.great_circle_m + DETOUR_M)


def _lengths(leg: TracedLeg) -> str:
    times, straight_km = leg.length_m / leg.great_circle_m, leg.great_circle_m / 1000
    return f"{leg.length_m / 1000:,.0f} km, {times:.1f} times the straight line of {straight_km:,.0f} km"


def _way(asked: _Asked, closed: tuple[Closure, ...]) -> Way | None:
    """Try the bounds in turn: a journey at home stays at home where it can."""
    halts = [Halts(asked.graph, point, asked.mode, closed) for point in (asked.origin, asked.destination)]
    near = [around(wider=False) for around in halts]
    if asked.stay_in is not None:
        bounds = [asked.stay_in]
    else:
        codes = {asked.graph.countries[asked.graph.country[found[0].run]] for found in near}
        bounds = [tuple(codes), ()] if len(codes) == 1 and "" not in codes else [()]
    # The nearest tracks first, then all around: the nearest may be a siding that leads nowhere.
    for bound, wider in product(bounds, (False, True)):
        starts, ends = [around(wider=True) for around in halts] if wider else near
        way = asked.graph.find_way(
            starts, ends, avoid=asked.avoid, stay_in=bound, closed=closed, off_trunk_cost=_OFF_TRUNK_COST[asked.mode]
        )
        if way is not None:
            return way
    return None


def _met(asked: _Asked, way: Way, known: tuple[Closure, ...]) -> tuple[Closure, ...]:
    """Return the closures that a way meets, its connectors too."""
    line = np.concatenate(([asked.origin], way.line, [asked.destination]))
    ends = ((asked.origin, way.start), (asked.destination, way.end))
    joins = [border_at(asked.graph, point, halt, known) for point, halt in ends]
    return met_by(known, crossings=[*way.crossings, *(join for join in joins if join)], line=line)


def _leg(asked: _Asked, way: Way) -> TracedLeg:
    line = np.concatenate(([asked.origin], way.line, [asked.destination]))
    return TracedLeg(
        mode=asked.mode,
        geometry=split_line(densify(line)),
        length_m=way.length_m + way.start.snap_m + way.end.snap_m,
        drawn_m=line_m(line),
        great_circle_m=geodesic_m(asked.origin, asked.destination),
        snap_from_m=way.start.snap_m,
        snap_to_m=way.end.snap_m,
        method=_METHODS[asked.mode],
        source=LAND_SOURCE,
        licence=LAND_LICENCE,
        countries=_countries(asked.graph, way),
    )


def _countries(graph: LandGraph, way: Way) -> tuple[str, ...]:
    codes = [graph.countries[graph.country[run]] for run in way.runs]
    return tuple(dict.fromkeys(code for code in codes if code))


def _notes(graph: LandGraph, way: Way, mode: Mode) -> list[LegNote]:
    notes = [
        LegNote(
            NoteKind.CONNECTOR,
            f"Joined to the {NAMES[mode]} at its {end} by a straight line of {halt.snap_m / 1000:.0f} km.",
        )
        for end, halt in (("start", way.start), ("end", way.end))
        if halt.snap_m > MAX_SNAP_M
    ]
    bridged = [run for run in dict.fromkeys(way.runs) if graph.flags[run] & BRIDGED]
    metres = float(graph.metres[bridged].sum())
    if metres > 1000:  # noqa: PLR2004 - less is a station's throat
        text = f"{metres / 1000:.0f} km of it are bridged where the network's data have a gap."
        notes.append(LegNote(NoteKind.GAP, text))
    passed = {tuple(vertex) for vertex in np.round(way.line, 3).tolist()}
    drawn = [text for text, points in _reviewed_notes(mode) if len(points & passed) > 1]
    notes += [LegNote(NoteKind.APPROXIMATE, text) for text in drawn]
    return notes + _gauge_notes(graph, way) * (mode is Mode.RAIL)


def _gauge_notes(graph: LandGraph, way: Way) -> list[LegNote]:
    """Say where trains must be changed or re-axled: between neighbours whose main lines differ in gauge."""
    gauges = _gauges()
    codes = [code for code in (graph.countries[graph.country[run]] for run in way.runs) if code in gauges]
    changes = dict.fromkeys((here, there) for here, there in pairwise(codes) if gauges[here] != gauges[there])
    return [
        LegNote(
            NoteKind.GAUGE, f"The gauge changes from {gauges[here]:,} mm ({here}) to {gauges[there]:,} mm ({there})."
        )
        for here, there in changes
    ]


@cache
def _gauges() -> dict[str, int]:
    """Return the gauge of each country's main lines in millimetres."""
    return {code: int(row["mm"]) for row in read_csv("networks/rail_gauges.csv") for code in row["countries"].split()}


@cache
def _reviewed_notes(mode: Mode) -> tuple[tuple[str, frozenset[tuple[float, float]]], ...]:
    """Return what reviewed bridges and branches want said, each with its points."""
    rows = read_csv(f"networks/{mode.value}_additions.csv")
    return tuple((f"{row['name']}: {row['note']}.", _points(row["line"])) for row in rows if row["note"])


def _points(line: str) -> frozenset[tuple[float, float]]:
    return frozenset((float(lon), float(lat)) for lon, lat in (pair.split() for pair in line.split(",")))
