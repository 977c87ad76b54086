"""Legs by rail and road over the networks that ship."""

import csv
from functools import cache
from itertools import pairwise, product

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.closures import Closure, in_force, met_by
from geo.routes.connectors import MAX_SNAP_M, NAMES, Halts, border_at, show
from geo.routes.geodesics import densify, geodesic_m, line_m, split_line
from geo.routes.landgraph import BRIDGED, LandGraph, Way, land_graph
from geo.routes.records import LegNote, LonLat, Method, NoteKind, TracedLeg

DETOUR, ABSURD = 2.0, 4.0
"""Times the straight line from which a way says that it is long, and from which it is refused."""
DETOUR_M = 300_000.0
"""And by so much longer: round a bay twice the straight line is nothing."""

_OFF_TRUNK_COST = {Mode.RAIL: 1.2, Mode.ROAD: 1.0}
_METHODS = {Mode.RAIL: Method.RAIL_NETWORK, Mode.ROAD: Method.ROAD_NETWORK}

LAND_SOURCE = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright), by way of scgraph_data 2.0.0"
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
    """Trace a leg by rail or road.

    Args:
        origin: Longitude, latitude.
        destination: Longitude, latitude.
        mode: Rail or road.
        avoid: ISO codes of countries to keep out of.
        stay_in: ISO codes of countries not to leave; None for the one that both ends lie in,
            where a path in it exists.
        on: When, as `closures.in_force` takes it.

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
    if way is None:
        raise RouteError(" ".join([_no_way(asked), *(note.text for note in shut)]))
    leg = _leg(asked, way)
    detour = _detour(leg, [note.text for note in shut])
    notes = [*shut, *(row.note for row in met), *detour, *_notes(graph, way, mode)]
    return replace(leg, notes=tuple(dict.fromkeys(notes)))


def _no_way(asked: _Asked) -> str:
    bounds = f" outside {', '.join(asked.avoid)}" * bool(asked.avoid)
    bounds += f" within {', '.join(asked.stay_in or ())}" * bool(asked.stay_in)
    ends = f"{show(asked.origin)} and {show(asked.destination)}"
    return f"no {NAMES[asked.mode]} joins {ends}{bounds} in the network."


def _detour(leg: TracedLeg, shut: list[str]) -> list[LegNote]:
    """Say that a way is long, or raise RouteError where it is absurd: a train so led has not gone so."""
    if leg.great_circle_m < 1 or leg.length_m - leg.great_circle_m < DETOUR_M:
        return []
    times = leg.length_m / leg.great_circle_m
    lengths = f"{leg.length_m / 1000:,.0f} km, {times:.1f} times the straight line of {leg.great_circle_m / 1000:,.0f}"
    if times > ABSURD:
        raise RouteError(" ".join([f"the only way by {leg.mode.value} in the network is {lengths}.", *shut]))
    return [LegNote(NoteKind.DETOUR, f"A long way round: {lengths} km.")] if times > DETOUR else []


def _way(asked: _Asked, closed: tuple[Closure, ...]) -> Way | None:
    """Try the bounds in turn: a journey at home stays at home where it can."""
    halts = tuple(Halts(asked.graph, point, asked.mode, closed) for point in (asked.origin, asked.destination))
    if asked.stay_in is not None:
        bounds = [asked.stay_in]
    else:
        codes = {asked.graph.countries[asked.graph.country[around(wider=False)[0].run]] for around in halts}
        bounds = [tuple(codes), ()] if len(codes) == 1 and "" not in codes else [()]
    # The nearest tracks first, then all around: the nearest may be a siding that leads nowhere.
    for bound, wider in product(bounds, (False, True)):
        starts, ends = (around(wider=wider) for around in halts)
        way = asked.graph.find_way(
            starts,
            ends,
            avoid=asked.avoid,
            stay_in=bound,
            closed=closed,
            off_trunk_cost=_OFF_TRUNK_COST[asked.mode],
        )
        if way is not None:
            return way
    return None


def _met(asked: _Asked, way: Way, known: tuple[Closure, ...]) -> tuple[Closure, ...]:
    """Return the closures that a way meets, its connectors too."""
    line = np.concatenate(([asked.origin], way.line, [asked.destination]))
    joins = [border_at(asked.graph, asked.origin, way.start), border_at(asked.graph, asked.destination, way.end)]
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
            NoteKind.GAUGE,
            f"The gauge changes from {gauges[here]:,} mm ({here}) to {gauges[there]:,} mm ({there}).",
        )
        for here, there in changes
    ]


@cache
def _gauges() -> dict[str, int]:
    """Return the gauge of each country's main lines in millimetres."""
    with data_file("networks/rail_gauges.csv").open(encoding="utf-8", newline="") as rows:
        return {code: int(row["mm"]) for row in csv.DictReader(rows) for code in row["countries"].split()}


@cache
def _reviewed_notes(mode: Mode) -> tuple[tuple[str, frozenset[tuple[float, float]]], ...]:
    """Return what reviewed bridges and branches want said, each with its points."""
    with data_file(f"networks/{mode.value}_additions.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            (f"{row['name']}: {row['note']}.", _points(row["line"])) for row in csv.DictReader(rows) if row["note"]
        )


def _points(line: str) -> frozenset[tuple[float, float]]:
    return frozenset((float(lon), float(lat)) for lon, lat in (pair.split() for pair in line.split(",")))
