"""A railway or road network: junctions joined by runs of track, each with length and country.

Built by `data/build/build_networks.py` from OpenStreetMap (ODbL) by way of scgraph_data.
"""

from array import array
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np
import rustworkx as rx
from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.records.errors import RouteError
from geo.routes.closures import Closure, Crossing
from geo.routes.geodesics import geodesics_m
from geo.routes.land.prices import NEVER, Prices, cuts_of_runs
from geo.routes.records import LonLat
from geo.routes.sea.graph import EARTH_RADIUS_M, arc_lengths, unit_vectors

BRIDGED, TRUNK = 1, 2  # Flags of a run: not in the source's data; part of a main line

_DEG_M = 111_195.0
_SLACK = 0.9  # Stored lengths may fall a little short of the drawn line; an estimate must not exceed them


class Halt(Struct, frozen=True, kw_only=True):
    """A vertex where a leg may join the network."""

    run: int
    vertex: int
    snap_m: float
    ahead_m: float  # Along the run to its last vertex
    behind_m: float  # Along the run to its first vertex


class Way(Struct, frozen=True, kw_only=True):
    """A path over the network between two halts."""

    start: Halt
    end: Halt
    line: np.ndarray
    length_m: float
    runs: tuple[int, ...]
    crossings: tuple[Crossing, ...] = ()  # where it goes from country to country


class LandGraph:
    """Runs of track and the search over them."""

    def __init__(self, stored: dict[str, np.ndarray]) -> None:
        """Take the arrays of a network file."""
        self.vertices = np.cumsum(stored["steps"], axis=0, dtype=np.int64) / 1000.0
        self.first = np.concatenate(([0], np.cumsum(stored["counts"], dtype=np.int64)))
        self.run_of = np.repeat(np.arange(len(stored["counts"]), dtype=np.int32), stored["counts"])
        self.metres = stored["metres"].astype(float)
        self.countries = [str(code) for code in stored["countries"]]
        self.country, self.flags = stored["country"], stored["flags"]
        self._divide(stored["edges"], stored["junctions"] / 1000.0)
        self._vectors = unit_vectors(self._junctions)
        self._northward = np.argsort(self.vertices[:, 1], kind="stable").astype(np.int32)
        self._latitudes = self.vertices[self._northward, 1]
        self._graph = rx.PyGraph(multigraph=True)
        self._graph.add_nodes_from(range(len(self._junctions)))
        starts, ends = np.concatenate((self._edges, self._borders)).T.tolist()
        self._graph.add_edges_from(list(zip(starts, ends, range(len(starts)), strict=True)))
        self._lock = Lock()
        self._prices = lru_cache(maxsize=8)(self._price)

    def _divide(self, edges: np.ndarray, junctions: np.ndarray) -> None:
        """Give each country a junction of its own where countries meet, joined by a border of no length."""
        sides = edges.astype(np.int64) * len(self.countries) + self.country[:, None]
        distinct, numbers = np.unique(sides, return_inverse=True)
        spots, codes = np.divmod(distinct, len(self.countries))
        self._edges, self._junctions = numbers.reshape(-1, 2).astype(np.int32), junctions[spots]
        pairs = [
            np.column_stack((near, near + gap))
            for gap in (1, 2)
            for near in [np.flatnonzero(spots[gap:] == spots[:-gap])]
        ]
        self._borders = np.concatenate(pairs)
        self._crossings = [
            Crossing(frozenset(self.countries[code] for code in codes[[near, far]]), *self._junctions[near].tolist())
            for near, far in self._borders.tolist()
        ]

    def halts(self, point: LonLat, *, within_m: float, most: int) -> list[Halt]:
        """Return the nearest vertices to a point, at most so many within so many metres, one a run, nearest first."""
        reach_deg, shrink = within_m / _DEG_M, max(0.05, float(np.cos(np.radians(point[1]))))
        belt = self._northward[slice(*np.searchsorted(self._latitudes, (point[1] - reach_deg, point[1] + reach_deg)))]
        east = (self.vertices[belt, 0] - point[0] + 180) % 360 - 180
        near = belt[np.abs(east) < reach_deg / shrink]
        if not len(near):
            return []
        snaps = geodesics_m(np.repeat([point], len(near), axis=0), self.vertices[near])
        order = near[np.argsort(snaps, kind="stable")]
        _, first = np.unique(self.run_of[order], return_index=True)
        chosen = order[np.sort(first)][:most]
        halts = [self._halt(int(vertex), point) for vertex in chosen]
        return [halt for halt in halts if halt.snap_m <= within_m]

    def _halt(self, vertex: int, point: LonLat) -> Halt:
        run = int(self.run_of[vertex])
        line = self.run_line(run)
        share = np.concatenate(([0.0], np.cumsum(arc_lengths(line[:-1], line[1:]))))
        behind = self.metres[run] * float(share[vertex - self.first[run]] / share[-1]) if share[-1] else 0.0
        snap = float(geodesics_m(np.array([point]), self.vertices[[vertex]])[0])
        ahead = float(self.metres[run]) - behind
        return Halt(run=run, vertex=vertex, snap_m=snap, ahead_m=ahead, behind_m=behind)

    def run_line(self, run: int) -> np.ndarray:
        """Return a run's vertices, (n, 2) lon, lat."""
        return np.asarray(self.vertices[self.first[run] : self.first[run + 1]])

    def find_way(
        self,
        starts: Sequence[Halt],
        ends: Sequence[Halt],
        *,
        avoid: tuple[str, ...] = (),
        stay_in: tuple[str, ...] = (),
        closed: tuple[Closure, ...] = (),
        off_trunk_cost: float = 1.0,
    ) -> Way | None:
        """Find the cheapest way from any start to any end by A*; None where nothing joins them.

        Args:
            starts: Where the leg may begin.
            ends: Where it may end.
            avoid: ISO codes to keep out of.
            stay_in: ISO codes not to leave; empty for no such bound.
            closed: Borders not to cross, lines not to cut.
            off_trunk_cost: What a metre off the main lines costs; 1 or more.
        """
        prices = self._prices(avoid, stay_in, closed, off_trunk_cost)
        starts, ends = ([halt for halt in halts if prices.whole(halt.run) < NEVER] for halts in (starts, ends))
        if not starts or not ends:
            return None
        found = self._search(starts, ends, prices)
        direct = [
            self._along(start, end)
            for start in starts
            for end in ends
            if start.run == end.run and not prices.bars(start.run, *sorted((start.vertex, end.vertex)))
        ]
        ways = [way for way in (found, *direct) if way is not None]
        return min(ways, key=lambda way: way.length_m + 2 * (way.start.snap_m + way.end.snap_m), default=None)

    def _search(self, starts: Sequence[Halt], ends: Sequence[Halt], prices: Prices) -> Way | None:
        """Tie the halts to the junctions at both ends of their runs, search, and untie them."""
        ties = [(side, halt, last) for side, halts in enumerate((starts, ends)) for halt in halts for last in (0, 1)]
        extra = [self._tie_price(halt, last, prices) for _, halt, last in ties]
        ahead, costs = self._ahead(ends), prices.costs
        with self._lock:
            origin, target = (self._graph.add_node(len(self._junctions) + side) for side in (0, 1))
            joins = [((origin, target)[side], int(self._edges[halt.run, last])) for side, halt, last in ties]
            self._graph.add_edges_from([(a, b, len(costs) + number) for number, (a, b) in enumerate(joins)])
            count = len(costs)
            costs.extend(extra)
            try:
                path = list(
                    rx.astar_shortest_path(
                        self._graph, origin, (len(self._junctions) + 1).__eq__, costs.__getitem__, ahead
                    )
                )
                steps = [min(self._graph.get_all_edge_data(a, b), key=costs.__getitem__) for a, b in pairwise(path)]
                passable = all(costs[step] < NEVER for step in steps)
            except rx.NoPathFound:
                return None
            finally:
                self._graph.remove_nodes_from([origin, target])
                del costs[count:]
        return self._way([(halt, last) for _, halt, last in ties], steps, path) if passable else None

    def _ahead(self, ends: Sequence[Halt]) -> Callable[[int], float]:
        """Return a function from a junction to a distance in metres that no way to the ends undercuts."""
        goal = self.vertices[ends[0].vertex]
        drift = max(halt.snap_m for halt in ends) * 2 + 1000
        chord = np.linalg.norm(self._vectors - unit_vectors(goal[None]), axis=1) * EARTH_RADIUS_M
        return array("d", np.append(np.maximum(0, chord * _SLACK - drift), (0.0, 0.0)).tobytes()).__getitem__

    def _tie_price(self, halt: Halt, last: int, prices: Prices) -> float:
        """Return what it costs to come from a place by a halt to the first (0) or last (1) vertex of its run."""
        low, high = int(self.first[halt.run]), int(self.first[halt.run + 1])
        if prices.bars(halt.run, *((halt.vertex, high) if last else (low, halt.vertex))):
            return NEVER
        metres = float(self.metres[halt.run])
        return 2 * halt.snap_m + (_tie_cost(halt, last) * prices.whole(halt.run) / metres if metres else 0.0)

    def _way(self, ties: list[tuple[Halt, int]], steps: list[int], path: list[int]) -> Way:
        count = len(self.metres)
        (start, start_side), (end, end_side) = (
            ties[step - count - len(self._borders)] for step in (steps[0], steps[-1])
        )
        passed = list(zip(steps[1:-1], path[1:], strict=False))
        runs = [run for run, _ in passed if run < count]
        lines = [self._part(start, start_side)]
        for run, junction in passed:
            if run < count:
                line = self.run_line(run)
                lines.append(line if self._edges[run, 0] == junction else line[::-1])
        lines.append(self._part(end, end_side)[::-1])
        return Way(
            start=start,
            end=end,
            line=np.concatenate(lines),
            length_m=_tie_cost(start, start_side) + float(self.metres[runs].sum()) + _tie_cost(end, end_side),
            runs=(start.run, *runs, end.run),
            crossings=tuple(self._crossings[run - count] for run, _ in passed if run >= count),
        )

    def _part(self, halt: Halt, side: int) -> np.ndarray:
        """Return the part of a halt's run from the halt to its first (0) or last (1) vertex."""
        low, high = self.first[halt.run], self.first[halt.run + 1]
        return np.asarray(self.vertices[halt.vertex : high] if side else self.vertices[low : halt.vertex + 1][::-1])

    def _along(self, start: Halt, end: Halt) -> Way:
        low, high = sorted((start.vertex, end.vertex))
        line = self.vertices[low : high + 1]
        return Way(
            start=start,
            end=end,
            line=line if start.vertex <= end.vertex else line[::-1],
            length_m=abs(start.behind_m - end.behind_m),
            runs=(start.run,),
        )

    def _price(
        self, avoid: tuple[str, ...], stay_in: tuple[str, ...], closed: tuple[Closure, ...], off_trunk_cost: float
    ) -> Prices:
        costs = np.where(self.flags & TRUNK, self.metres, self.metres * off_trunk_cost)
        shut = [bool(code) and (code in avoid or (bool(stay_in) and code not in stay_in)) for code in self.countries]
        costs[np.array(shut)[self.country]] = NEVER
        cut = cuts_of_runs([row.line for row in closed if row.line], self.vertices, self.run_of)
        uncut = {run: float(costs[run]) for run in cut}
        costs[list(cut)] = NEVER
        borders = [NEVER if any(row.shuts(border) for row in closed) else 0.0 for border in self._crossings]
        return Prices(costs=array("d", costs.tobytes() + np.array(borders).tobytes()), uncut=uncut, cut=cut)


def _tie_cost(halt: Halt, side: int) -> float:
    return halt.ahead_m if side else halt.behind_m


@cache
def land_graph(name: str) -> LandGraph:
    """Return the network that ships under a name, `rail` or `road`, loaded once."""
    if name not in ("rail", "road"):
        raise RouteError(f"network {name!r}: expected rail or road")
    with np.load(data_file(f"networks/{name}.npz")) as stored:
        return LandGraph(dict(stored))
