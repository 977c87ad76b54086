"""Legs by rail and road over the networks that ship."""

import csv
from functools import cache
from itertools import pairwise

import numpy as np

from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.geodesics import densify, geodesic_m, line_m, split_line
from geo.routes.landgraph import BRIDGED, Halt, LandGraph, Way, land_graph
from geo.routes.records import LonLat, Method, TracedLeg

MAX_SNAP_M = 15_000.0
"""Up to here a place counts as lying on the network."""
MAX_CONNECTOR_M = 60_000.0
"""Up to here it is joined to it by a straight connector, and the leg says so."""

_OFF_TRUNK_COST = {Mode.RAIL: 1.2, Mode.ROAD: 1.0}
_METHODS = {Mode.RAIL: Method.RAIL_NETWORK, Mode.ROAD: Method.ROAD_NETWORK}
_NAMES = {Mode.RAIL: "railway", Mode.ROAD: "road"}

LAND_SOURCE = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright), by way of scgraph_data"
LAND_LICENCE = "ODbL-1.0"


def trace_land(
    origin: LonLat,
    destination: LonLat,
    *,
    mode: Mode,
    avoid: tuple[str, ...] = (),
    stay_in: tuple[str, ...] | None = None,
) -> TracedLeg:
    """Trace a leg by rail or road.

    Args:
        origin: Longitude, latitude.
        destination: Longitude, latitude.
        mode: Rail or road.
        avoid: ISO codes of countries to keep out of.
        stay_in: ISO codes of countries not to leave; None for the one that both ends lie in,
            where a path in it exists.

    Returns:
        The leg; its length is the network's own, with the connectors at both ends.

    Raises:
        RouteError: An end lies more than 60 km from the network, or nothing joins the two.
    """
    graph = land_graph(mode.value)
    way = None
    for bound in _bounds(graph, (origin, destination), mode, stay_in):
        way = way or _find(graph, origin, destination, mode=mode, avoid=avoid, stay_in=bound)
    if way is None:
        bounds = f" outside {', '.join(avoid)}" * bool(avoid) + f" within {', '.join(stay_in or ())}" * bool(stay_in)
        raise RouteError(f"no {_NAMES[mode]} joins {_show(origin)} and {_show(destination)}{bounds} in the network")
    return _leg(graph, way, origin, destination, mode)


def _bounds(
    graph: LandGraph, ends: tuple[LonLat, LonLat], mode: Mode, stay_in: tuple[str, ...] | None
) -> list[tuple[str, ...]]:
    """Return the bounds to try in turn: a journey at home stays at home where it can."""
    if stay_in is not None:
        return [stay_in]
    nearest = [_halts(graph, point, mode, wider=False)[0] for point in ends]
    codes = {graph.countries[graph.country[halt.run]] for halt in nearest}
    return [tuple(codes), ()] if len(codes) == 1 and "" not in codes else [()]


def _find(
    graph: LandGraph,
    origin: LonLat,
    destination: LonLat,
    *,
    mode: Mode,
    avoid: tuple[str, ...],
    stay_in: tuple[str, ...],
) -> Way | None:
    """Try the nearest tracks first, then all around: the nearest may be a siding that leads nowhere."""
    for wider in (False, True):
        starts, ends = (_halts(graph, point, mode, wider=wider) for point in (origin, destination))
        way = graph.find_way(starts, ends, avoid=avoid, stay_in=stay_in, off_trunk_cost=_OFF_TRUNK_COST[mode])
        if way is not None:
            return way
    return None


def _halts(graph: LandGraph, point: LonLat, mode: Mode, *, wider: bool) -> list[Halt]:
    for reach_m in (5_000.0, MAX_SNAP_M, MAX_CONNECTOR_M):
        nearest = graph.halts(point, within_m=reach_m, most=1)
        if nearest:
            around = nearest[0].snap_m * 1.5 + (12_000 if wider else 2_000)
            return graph.halts(point, within_m=min(around, MAX_CONNECTOR_M), most=40 if wider else 6)
    raise RouteError(
        f"{_show(point)} lies more than {MAX_CONNECTOR_M / 1000:.0f} km from any {_NAMES[mode]} in the network: "
        "give another place, or another mode"
    )


def _leg(graph: LandGraph, way: Way, origin: LonLat, destination: LonLat, mode: Mode) -> TracedLeg:
    line = np.concatenate(([origin], way.line, [destination]))
    return TracedLeg(
        mode=mode,
        geometry=split_line(densify(line)),
        length_m=way.length_m + way.start.snap_m + way.end.snap_m,
        drawn_m=line_m(line),
        great_circle_m=geodesic_m(origin, destination),
        snap_from_m=way.start.snap_m,
        snap_to_m=way.end.snap_m,
        method=_METHODS[mode],
        source=LAND_SOURCE,
        licence=LAND_LICENCE,
        countries=_countries(graph, way),
        note=" ".join(_notes(graph, way, mode)) or None,
    )


def _countries(graph: LandGraph, way: Way) -> tuple[str, ...]:
    codes = [graph.countries[graph.country[run]] for run in way.runs]
    return tuple(dict.fromkeys(code for code in codes if code))


def _notes(graph: LandGraph, way: Way, mode: Mode) -> list[str]:
    notes = [
        f"Joined to the {_NAMES[mode]} at its {end} by a straight line of {halt.snap_m / 1000:.0f} km."
        for end, halt in (("start", way.start), ("end", way.end))
        if halt.snap_m > MAX_SNAP_M
    ]
    bridged = [run for run in dict.fromkeys(way.runs) if graph.flags[run] & BRIDGED]
    metres = float(graph.metres[bridged].sum())
    if metres > 1000:  # noqa: PLR2004 - less is a station's throat
        notes.append(f"{metres / 1000:.0f} km of it are bridged where the network's data have a gap.")
    if mode is Mode.RAIL:
        passed = {tuple(vertex) for vertex in np.round(way.line, 3).tolist()}
        notes += [note for note, points in _reviewed_notes() if len(points & passed) > 1]
        notes += _gauge_notes(graph, way)
    return notes


def _gauge_notes(graph: LandGraph, way: Way) -> list[str]:
    """Say where trains must be changed or re-axled: between neighbours whose main lines differ in gauge."""
    gauges = _gauges()
    codes = [code for code in (graph.countries[graph.country[run]] for run in way.runs) if code in gauges]
    changes = dict.fromkeys((here, there) for here, there in pairwise(codes) if gauges[here] != gauges[there])
    return [
        f"The gauge changes from {gauges[here]:,} mm ({here}) to {gauges[there]:,} mm ({there})."
        for here, there in changes
    ]


@cache
def _gauges() -> dict[str, int]:
    """Return the gauge of each country's main lines in millimetres."""
    with data_file("networks/rail_gauges.csv").open(encoding="utf-8", newline="") as rows:
        return {code: int(row["mm"]) for row in csv.DictReader(rows) for code in row["countries"].split()}


@cache
def _reviewed_notes() -> tuple[tuple[str, frozenset[tuple[float, float]]], ...]:
    """Return what reviewed bridges and branches want said, each with its points."""
    with data_file("networks/rail_additions.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            (f"{row['name']}: {row['note']}.", _points(row["line"])) for row in csv.DictReader(rows) if row["note"]
        )


def _points(line: str) -> frozenset[tuple[float, float]]:
    return frozenset((float(lon), float(lat)) for lon, lat in (pair.split() for pair in line.split(",")))


def _show(point: LonLat) -> str:
    return f"{point[1]:.4f},{point[0]:.4f}"
