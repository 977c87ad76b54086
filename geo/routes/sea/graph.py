"""The world's seas as one graph: squares of open water, shipping lanes, canals.

Built by `data/build/build_networks.py`. Lanes come from searoute (Apache-2.0), which has them
from Eurostat's and Oak Ridge's marine network; squares from the water mask.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np
import rustworkx as rx

from gazetteer.datafiles import data_file
from geo.routes.records import ARCTIC, LonLat, Passage
from geo.routes.sea.passages import gates

EARTH_RADIUS_M = 6_371_008.8
_NEVER = float("inf")
_SLACK = 0.998  # Edges are measured on the sphere, as the bound is; this leaves room for rounding


class SeaGraph:
    """Nodes, edges with their lengths, and the search over them."""

    def __init__(
        self, nodes: np.ndarray, edges: np.ndarray, lane: np.ndarray, passages: np.ndarray, landmarks: np.ndarray
    ) -> None:
        """Build the graph.

        Args:
            nodes: (n, 2) lon, lat.
            edges: (m, 2) node numbers.
            lane: (m,) whether the edge is a lane.
            passages: (k, 2) edge and number of the passage that it goes through.
            landmarks: (l, n) kilometres from each of l nodes to every node, the Arctic passages shut.
        """
        self.nodes = nodes
        self.lane = lane
        self._vectors = unit_vectors(nodes)
        self._northward = np.argsort(nodes[:, 1], kind="stable")
        self._latitudes = nodes[self._northward, 1]
        self._lengths = _arcs(self._vectors[edges[:, 0]], self._vectors[edges[:, 1]])
        self._passages = passages
        self._landmarks = landmarks
        self._graph = rx.PyGraph(multigraph=True)
        self._graph.add_nodes_from(range(len(nodes)))
        self._graph.add_edges_from(
            list(zip(edges[:, 0].tolist(), edges[:, 1].tolist(), range(len(edges)), strict=True))
        )
        self._lock = Lock()
        self._costs = lru_cache(maxsize=3)(self._price)

    def nodes_within(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Return the numbers of nodes in a box of lon, lat; the box may run over ±180°."""
        belt = self._northward[slice(*np.searchsorted(self._latitudes, (low[1], high[1])))]
        return np.sort(belt[(self.nodes[belt, 0] - low[0]) % 360 <= high[0] - low[0]])

    def find_path(
        self,
        entries: Mapping[int, float],
        exits: Mapping[int, float],
        goal: LonLat,
        *,
        avoid: tuple[Passage, ...],
        off_lane_cost: float,
        near: bool = False,
    ) -> list[int] | None:
        """Find the cheapest path from any entry to any exit by A*; node numbers, or None where nothing leads there.

        Args:
            entries: Node to the cost in metres of reaching it.
            exits: Node to the cost in metres of going on from it.
            goal: Where the exits lead.
            avoid: Passages to keep out of.
            off_lane_cost: What a metre off the lanes costs; 1 or more.
            near: Whether few nodes will be looked at: it changes the time, not the path.
        """
        costs = self._costs(tuple(sorted(avoid)), off_lane_cost)
        extra = [*entries.values(), *exits.values()]
        ahead_of = self._bound(goal, exits, near=near, landmarks=set(avoid) >= set(ARCTIC))
        with self._lock:
            start, end = self._graph.add_node(len(self.nodes)), self._graph.add_node(len(self.nodes) + 1)
            ends = [(start, node) for node in entries] + [(node, end) for node in exits]
            self._graph.add_edges_from([(a, b, len(costs) + i) for i, (a, b) in enumerate(ends)])
            costs.extend(extra)
            try:
                return self._search(start, end, costs, ahead_of)
            finally:
                self._graph.remove_nodes_from([start, end])
                del costs[len(self._lengths) :]

    def _bound(
        self, goal: LonLat, exits: Mapping[int, float], *, near: bool, landmarks: bool
    ) -> Callable[[int], float]:
        """Return a function from a node to a distance in metres that no path from it to the goal undercuts.

        Near by it is worked out as asked for, from the straight line. Far off it is worked out for
        all nodes at once: the great circle, and where they say more, the differences of distances
        to landmarks (Goldberg and Harrelson 2005), less what the exits may lie from each other.
        """
        target = unit_vectors(np.array([goal]))[0]
        if near or not exits:
            there = tuple(target.tolist())
            return lambda node: 0.0 if node >= len(self.nodes) else _chord_m(self._vectors[node], there)
        chord = np.linalg.norm(self._vectors - target, axis=1)
        ahead = 2 * np.arcsin(np.minimum(1, chord / 2)) * EARTH_RADIUS_M * _SLACK
        if landmarks:
            nearest = min(exits, key=exits.__getitem__)
            gap = np.abs(self._landmarks - self._landmarks[:, nearest : nearest + 1]).max(axis=0)
            ahead = np.maximum(ahead, gap * 1000.0 - 2 * max(exits.values()) - 2000)
        return [*ahead.tolist(), 0.0, 0.0].__getitem__

    def _search(self, start: int, end: int, costs: list[float], ahead_of: Callable[[int], float]) -> list[int] | None:
        goal = self._graph[end]
        try:
            path = list(rx.astar_shortest_path(self._graph, start, goal.__eq__, costs.__getitem__, ahead_of))
        except rx.NoPathFound:
            return None
        return None if self._blocked(path, costs) else path[1:-1]

    def _blocked(self, path: list[int], costs: list[float]) -> bool:
        return any(
            min(costs[edge] for edge in self._graph.get_all_edge_data(a, b)) == _NEVER for a, b in pairwise(path)
        )

    def lane_pieces(self, path: list[int]) -> np.ndarray:
        """Return for each step of a path whether it runs along a lane."""
        steps = pairwise(path)
        return np.array([any(self.lane[edge] for edge in self._graph.get_all_edge_data(a, b)) for a, b in steps], bool)

    def _price(self, avoid: tuple[Passage, ...], off_lane_cost: float) -> list[float]:
        costs = np.where(self.lane, self._lengths, self._lengths * off_lane_cost)
        names = list(gates())
        shut = [names.index(passage) for passage in avoid]
        costs[self._passages[np.isin(self._passages[:, 1], shut), 0]] = _NEVER
        return list(costs.tolist())


@cache
def sea_graph() -> SeaGraph:
    """Return the graph that ships, loaded once."""
    with np.load(data_file("networks/sea.npz")) as stored:
        edges = stored["edges"]
        lane = np.unpackbits(stored["lane"])[: len(edges)].astype(bool)
        return SeaGraph(stored["nodes"] / 1000.0, edges, lane, stored["passages"], stored["landmarks"].astype(np.int32))


def unit_vectors(points: np.ndarray) -> np.ndarray:
    """Return (n, 2) lon, lat as vectors on the unit sphere."""
    lon, lat = np.radians(points).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def arc_lengths(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return great-circle lengths in metres on the sphere between the rows of two (n, 2) arrays of lon, lat."""
    return _arcs(unit_vectors(starts), unit_vectors(ends))


def _arcs(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    chord = np.linalg.norm(starts - ends, axis=1)
    return np.asarray(2 * np.arcsin(np.minimum(1, chord / 2)) * EARTH_RADIUS_M)


def _chord_m(here: np.ndarray, there: tuple[float, ...]) -> float:
    return math.dist(here.tolist(), there) * EARTH_RADIUS_M * _SLACK
