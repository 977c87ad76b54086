"""Legs by sea: over the water mask for short hops, over the sea graph with connectors for long ones."""

from typing import TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.closures import in_force
from geo.routes.geodesics import densify, geodesic_m, line_m, split_line, unwrap
from geo.routes.records import UNUSUAL, LegNote, LonLat, Method, NoteKind, Passage, TracedLeg
from geo.routes.sea.graph import sea_graph
from geo.routes.sea.grid import Window, find_path, nearest_water, open_window, reach
from geo.routes.sea.mask import pull_taut, water_mask
from geo.routes.sea.passages import along_rivers, gates, gates_crossed

MAX_SNAP_M = 30_000.0  # Furthest that a place may lie from navigable water and still be called at
TOLD_SNAP_M = 15_000.0  # From here a leg says so
DETOUR, DETOUR_M = 3.0, 3_000_000.0  # So many times the straight line, and so much longer, a voyage says that it is
SHORT_HOP_M = 200_000.0  # Up to here the mask is searched cell by cell
LONG_LEG_M = 3_000_000.0  # From here ships keep to the lanes wherever there are any

_ABSURD_M, _ABSURD = 5_000_000.0, 3.0
"""From 5,000 km, a way round three times as long as the one through the Arctic is not taken."""
_SUSPECT = 4.0  # Times the great circle from which the way through the Arctic is looked at at all
_UNUSUAL_NOTE = "By a passage that ships mostly avoid: any other way is none, or three times as long."
_NEAR_M = 1_000_000.0  # Up to here a search looks at few nodes, and bounding all of them first would not pay
_OPEN = 1.2  # Times open water that lanes may be longer before ships leave them
_SNAP_MARGIN_DEG = 0.5
_CONNECTOR_MARGIN_DEG = 1.5
_MAX_CELLS = 40_000

SEA_SOURCE = "Natural Earth; shipping lanes: searoute (Apache-2.0), after Eurostat and Oak Ridge National Laboratory"
GRID_SOURCE = "Natural Earth"


_Connections: TypeAlias = dict[int, tuple[float, np.ndarray]]
"""Node of the graph to the cost of reaching it and the line to it."""


class _Discipline(Struct, frozen=True, kw_only=True):
    """How closely ships keep to lanes."""

    off_lane_cost: float  # what a metre off the lanes costs
    lane_span_m: float  # longest shortcut that leaves a lane


_COASTING = _Discipline(off_lane_cost=1.01, lane_span_m=600_000.0)
_OCEAN = _Discipline(off_lane_cost=4.0, lane_span_m=50_000.0)


class _Berth(Struct, frozen=True, kw_only=True):
    """An end of a leg: the place, and the water cell it is served from."""

    place: LonLat
    water: LonLat
    snap_m: float


class _Track(Struct, frozen=True, kw_only=True):
    """A line over water and how it was found."""

    points: np.ndarray
    method: Method
    note: str | None = None


def trace_sea(
    origin: LonLat, destination: LonLat, *, avoid_passages: tuple[Passage, ...] | None = None, on: str | None = None
) -> TracedLeg:
    """Trace a leg by sea between two places on or near navigable water, as `geo.routes.legs.trace_leg` tells.

    The stubs between places and water are in its line and length.

    Raises:
        RouteError: An end lies further than 30 km from navigable water, or no water joins the two.
    """
    berths, known = (_berth(origin), _berth(destination)), in_force(on, Mode.SEA)
    track = _usual_track(*berths) if avoid_passages is None else _track(*berths, avoid=avoid_passages)
    passed = _passed(track)
    shut = tuple(row for row in known if row.closed and row.passage in passed)
    if shut:
        closed = tuple(row.passage for row in known if row.closed and row.passage)
        track = _track(*berths, avoid=(*(UNUSUAL if avoid_passages is None else avoid_passages), *closed))
        passed = _passed(track)
    if track is None:
        kept_out = ", ".join([*(avoid_passages or ()), *(f"{row.passage} closed" for row in shut)]) or "none"
        raise RouteError(f"no way by sea from {_show(origin)} to {_show(destination)} (passages avoided: {kept_out})")
    told = [row.note for row in (*shut, *(row for row in known if row.passage in passed))]
    return _leg(track, *berths, passed, told)


def _passed(track: _Track | None) -> tuple[Passage, ...]:
    return () if track is None else gates_crossed(track.points)


def _usual_track(start: _Berth, end: _Berth) -> _Track | None:
    """Keep out of the passages that ships avoid, unless the way round is absurd or there is none."""
    usual = _track(start, end, avoid=UNUSUAL)
    round_m = line_m(usual.points) if usual else float("inf")
    if round_m < _ABSURD_M or round_m < _SUSPECT * geodesic_m(start.water, end.water):
        return usual
    through = _track(start, end, avoid=(Passage.CORINTH,)) or _track(start, end, avoid=())
    if through is None or _ABSURD * line_m(through.points) > round_m:
        return usual
    return replace(through, note=_UNUSUAL_NOTE)


def _leg(track: _Track, start: _Berth, end: _Berth, passed: tuple[Passage, ...], told: list[LegNote]) -> TracedLeg:
    line = np.concatenate(([start.place], track.points, [end.place]))
    length = line_m(line)
    along_m, rivers = along_rivers(unwrap(line))
    return TracedLeg(
        mode=Mode.SEA,
        geometry=split_line(densify(line)),
        length_m=length + along_m,
        drawn_m=length,
        great_circle_m=geodesic_m(start.place, end.place),
        snap_from_m=start.snap_m,
        snap_to_m=end.snap_m,
        method=track.method,
        source=GRID_SOURCE if track.method is Method.SEA_GRID else SEA_SOURCE,
        passages=passed,
        notes=(*told, *_notes(track, start, end), *rivers),
    )


def _notes(track: _Track, start: _Berth, end: _Berth) -> list[LegNote]:
    notes = [LegNote(NoteKind.PASSAGE, track.note)] if track.note else []
    way_m, straight_m = line_m(track.points), geodesic_m(start.place, end.place)
    if way_m > DETOUR * straight_m and way_m - straight_m > DETOUR_M:
        text = f"By sea this is {way_m / straight_m:.1f} times the straight line of {straight_m / 1000:,.0f} km."
        notes.append(LegNote(NoteKind.DETOUR, text))
    return notes + [
        LegNote(
            NoteKind.CONNECTOR, f"Joined to the sea at its {name} by a straight line of {berth.snap_m / 1000:.0f} km."
        )
        for name, berth in (("start", start), ("end", end))
        if berth.snap_m > TOLD_SNAP_M
    ]


def _berth(place: LonLat) -> _Berth:
    window = open_window(water_mask(), np.array([place]), margin_deg=_SNAP_MARGIN_DEG)
    cell = nearest_water(window, place)
    point = None if cell is None else _point(window, cell)
    snap = MAX_SNAP_M + 1 if point is None else geodesic_m(place, point)
    if point is None or snap > MAX_SNAP_M:
        raise RouteError(
            f"{_show(place)} lies more than {MAX_SNAP_M / 1000:.0f} km from navigable water: "
            "give a port, or another mode"
        )
    return _Berth(place=place, water=point, snap_m=snap)


def _track(start: _Berth, end: _Berth, *, avoid: tuple[Passage, ...]) -> _Track | None:
    if geodesic_m(start.water, end.water) <= SHORT_HOP_M:
        points = _hop(start.water, end.water, avoid)
        if points is not None:
            return _Track(points=points, method=Method.SEA_GRID)
    points = _voyage(start.water, end.water, avoid)
    return None if points is None else _Track(points=points, method=Method.SEA_NETWORK)


def _hop(start: LonLat, end: LonLat, avoid: tuple[Passage, ...]) -> np.ndarray | None:
    """Search the mask between two near points."""
    ends = np.array([start, _beside(end, start)])
    window = open_window(
        water_mask(), ends, margin_deg=0.4 + 0.5 * float(np.ptp(ends, axis=0).max()), closed=_closed(avoid)
    )
    cells = find_path(window, window.index(start), window.index(end), max_cells=_MAX_CELLS)
    return None if cells is None else pull_taut(window.points(cells), water_mask(), shut=_closed(avoid))


def _beside(point: LonLat, other: LonLat) -> LonLat:
    """Return a point with its longitude shifted by whole turns to lie nearest to the other's."""
    return (point[0] - 360 * round((point[0] - other[0]) / 360), point[1])


def _closed(avoid: tuple[Passage, ...]) -> tuple[np.ndarray, ...]:
    return tuple(gates()[passage] for passage in avoid)


def _voyage(start: LonLat, end: LonLat, avoid: tuple[Passage, ...]) -> np.ndarray | None:
    """Go over the sea graph, joined to both ends over the mask.

    On the oceans ships keep to lanes, unless no strait or canal is on the way and open water is much shorter.
    """
    ends = tuple(_connect(point, avoid) for point in (start, end))
    if geodesic_m(start, end) <= LONG_LEG_M:
        return _sail(start, end, ends, avoid, _COASTING)
    lanes = _sail(start, end, ends, avoid, _OCEAN)
    if lanes is None or line_m(lanes) < _OPEN * geodesic_m(start, end) or gates_crossed(lanes):
        return lanes
    free = _sail(start, end, ends, avoid, _COASTING)
    return lanes if free is None or _OPEN * line_m(free) > line_m(lanes) else free


def _sail(
    start: LonLat, end: LonLat, ends: tuple[_Connections, ...], avoid: tuple[Passage, ...], discipline: _Discipline
) -> np.ndarray | None:
    graph, (entries, exits) = sea_graph(), ends
    path = graph.find_path(
        {node: cost for node, (cost, _) in entries.items()},
        {node: cost for node, (cost, _) in exits.items()},
        end,
        avoid=avoid,
        off_lane_cost=discipline.off_lane_cost,
        near=geodesic_m(start, end) < _NEAR_M,
    )
    if not path:
        return None
    before, after = entries[path[0]][1], exits[path[-1]][1][::-1]
    points = np.concatenate((before, graph.nodes[path], after))
    lanes = np.concatenate((np.zeros(len(before), bool), graph.lane_pieces(path), np.zeros(len(after), bool)))
    return pull_taut(
        points,
        water_mask(),
        on_lane=lanes,
        lane_span_m=discipline.lane_span_m,
        cut_corners=line_m(points) <= LONG_LEG_M,
        shut=_closed(avoid),
    )


def _connect(point: LonLat, avoid: tuple[Passage, ...]) -> _Connections:
    """Return the nodes of the graph around a point with the cost and the line to each."""
    graph = sea_graph()
    window = open_window(water_mask(), np.array([point]), margin_deg=_CONNECTOR_MARGIN_DEG, closed=_closed(avoid))
    wide = _CONNECTOR_MARGIN_DEG / max(0.1, float(np.cos(np.radians(point[1]))))
    reachable = np.array([wide - 0.1, _CONNECTOR_MARGIN_DEG - 0.1])
    near = graph.nodes_within(point - reachable, point + reachable)
    targets = {window.index(tuple(graph.nodes[node])): int(node) for node in near}
    found = reach(window, window.index(point), targets, max_cells=_MAX_CELLS)
    return {node: (cost, window.points(cells)) for node, (cost, cells) in found.items()}


def _point(window: Window, cell: int) -> LonLat:
    lon, lat = window.points([cell])[0]
    return float((lon + 180) % 360 - 180), float(lat)


def _show(point: LonLat) -> str:
    return f"{point[1]:.4f},{point[0]:.4f}"
