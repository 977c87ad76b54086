"""A network of lines in memory: every vertex a node, every piece an edge."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import rustworkx as rx

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.geodesics import geodesics_m
from geo.routes.own.networks import FoundPath
from geo.routes.records import LonLat

MAX_SNAP_M = 15_000.0
"""Furthest that an end may lie from a network of one's own."""


class LineGraph:
    """A network of one's own, searched whole by Dijkstra."""

    def __init__(
        self,
        nodes: np.ndarray,
        edges: Sequence[tuple[int, int]],
        lengths_m: Sequence[float],
        shapes: Mapping[int, np.ndarray],
        *,
        directed: bool = False,
        source: str | None = None,
    ) -> None:
        """Build the network.

        Args:
            nodes: (n, 2) lon, lat.
            edges: Pairs of node numbers.
            lengths_m: Length of each edge in metres.
            shapes: Edge number to its line, (k, 2) lon, lat, from the first node to the second;
                edges without one are straight.
            directed: Whether edges go one way only.
            source: Whose data, to be shown with lines drawn from it.
        """
        self._nodes, self._edges, self._lengths, self._shapes = nodes, list(edges), list(lengths_m), shapes
        self._source = source
        self._graph = rx.PyDiGraph(multigraph=True)
        self._graph.add_nodes_from(range(len(nodes)))
        self._graph.add_edges_from([(a, b, (number, False)) for number, (a, b) in enumerate(self._edges)])
        if not directed:
            self._graph.add_edges_from([(b, a, (number, True)) for number, (a, b) in enumerate(self._edges)])

    def find_path(self, origin: LonLat, destination: LonLat, *, mode: Mode) -> FoundPath:  # noqa: ARG002 - a network serves the mode its user says
        """Return the shortest path between the nodes nearest to two points.

        Raises:
            RouteError: An end lies more than 15 km from every node, or nothing joins the two.
        """
        (start, snap_from), (end, snap_to) = (self._nearest(point) for point in (origin, destination))
        reached = rx.dijkstra_shortest_paths(self._graph, start, target=end, weight_fn=self._weigh)
        if end not in reached and start != end:
            raise RouteError(
                f"nothing joins {destination[1]:.4f},{destination[0]:.4f} to {origin[1]:.4f},{origin[0]:.4f} "
                "in the network given"
            )
        steps = [self._cheapest(a, b) for a, b in pairwise(reached[end])] if start != end else []
        lines = [self._line(number, backwards=backwards) for number, backwards in steps]
        return FoundPath(
            line=np.concatenate(lines) if lines else self._nodes[[start]],
            length_m=sum(self._lengths[number] for number, _ in steps),
            snap_from_m=snap_from,
            snap_to_m=snap_to,
            source=self._source,
        )

    def _weigh(self, edge: tuple[int, bool]) -> float:
        return self._lengths[edge[0]]

    def _cheapest(self, start: int, end: int) -> tuple[int, bool]:
        number, backwards = min(self._graph.get_all_edge_data(start, end), key=self._weigh)
        return int(number), bool(backwards)

    def _line(self, number: int, *, backwards: bool) -> np.ndarray:
        line = self._shapes.get(number, self._nodes[list(self._edges[number])])
        return line[::-1] if backwards else line

    def _nearest(self, point: LonLat) -> tuple[int, float]:
        gaps = geodesics_m(np.repeat([point], len(self._nodes), axis=0), self._nodes)
        node = int(gaps.argmin())
        if gaps[node] > MAX_SNAP_M:
            raise RouteError(
                f"{point[1]:.4f},{point[0]:.4f} lies {gaps[node] / 1000:.0f} km from the network given; "
                f"at most {MAX_SNAP_M / 1000:.0f} km are bridged"
            )
        return node, float(gaps[node])
