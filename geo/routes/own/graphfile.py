"""Networks of lines in memory, from GraphML, node and edge tables (as osmnx writes both), GeoJSON lines."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import rustworkx as rx

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.geodesics import geodesics_m, line_m
from geo.routes.own.server import FoundPath
from geo.routes.records import LonLat

MAX_SNAP_M = 15_000.0  # Furthest that an end may lie from a network of one's own


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


_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
_LON, _LAT, _NODE = ("x", "lon", "longitude"), ("y", "lat", "latitude"), ("osmid", "id", "node")
_FROM, _TO = ("u", "from", "source"), ("v", "to", "target")


def read_network(path: Path, *, source: str | None = None) -> LineGraph:
    """Read a network by its file's ending.

    Args:
        path: `.graphml`; `.geojson` or `.json` with lines; or a folder with `nodes.csv` and `edges.csv`.
        source: Whose data, to be shown with lines drawn from it; the file's name where it is None.

    Raises:
        RouteError: The file is missing, of another kind, or not what its ending says.
    """
    readers = {".graphml": read_graphml, ".geojson": read_geojson_lines, ".json": read_geojson_lines}
    reader = read_tables if path.is_dir() else readers.get(path.suffix.lower())
    if not path.exists() or reader is None:
        raise RouteError(
            f"network {path}: expected a .graphml or .geojson file, or a folder with nodes.csv and edges.csv"
        )
    return reader(path, source=source or path.name)


def read_graphml(path: Path, *, source: str | None = None) -> LineGraph:
    """Read GraphML: nodes with x and y in degrees; edges may have length in metres and geometry as WKT."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise RouteError(f"network {path}: not readable as GraphML ({error})") from error
    graph = root.find(f"{_GRAPHML}graph")
    if graph is None:
        raise RouteError(f"network {path}: has no graph element; expected GraphML")
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{_GRAPHML}key")}
    nodes = [{"id": node.get("id"), **_data(node, keys)} for node in graph.iter(f"{_GRAPHML}node")]
    edges = [{"u": e.get("source"), "v": e.get("target"), **_data(e, keys)} for e in graph.iter(f"{_GRAPHML}edge")]
    return _build(path, nodes, edges, directed=graph.get("edgedefault") == "directed", source=source)


def _data(element: Any, keys: Mapping[str | None, str | None]) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    found = ((keys.get(item.get("key")), item.text) for item in element.iter(f"{_GRAPHML}data"))
    return {name: text for name, text in found if name and text and name not in ("id", "u", "v")}


def read_tables(path: Path, *, source: str | None = None) -> LineGraph:
    """Read `nodes.csv` (osmid or id; x, y or lon, lat) and `edges.csv` (u, v; length in metres; geometry as WKT)."""
    return _build(path, _rows(path / "nodes.csv"), _rows(path / "edges.csv"), directed=False, source=source)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RouteError(f"network table {path}: not readable ({error})") from error


def _build(
    path: Path, nodes: list[dict[str, str]], edges: list[dict[str, str]], *, directed: bool, source: str | None
) -> LineGraph:
    if not nodes or not edges:
        raise RouteError(f"network {path}: has {len(nodes)} nodes and {len(edges)} edges; expected some of each")
    try:
        points = np.array([(float(_field(row, _LON)), float(_field(row, _LAT))) for row in nodes])
        number = {_field(row, _NODE): index for index, row in enumerate(nodes)}
        ends = [(number[_field(row, _FROM)], number[_field(row, _TO)]) for row in edges]
        shapes = {index: _wkt(row["geometry"]) for index, row in enumerate(edges) if row.get("geometry")}
        straight = geodesics_m(points[[a for a, _ in ends]], points[[b for _, b in ends]])
        drawn = [line_m(shapes[index]) if index in shapes else straight[index] for index in range(len(ends))]
        lengths = [float(row.get("length") or metres) for row, metres in zip(edges, drawn, strict=True)]
    except (KeyError, ValueError) as error:
        raise RouteError(f"network {path}: {error} is missing or not what was expected of a node or an edge") from error
    if not (np.abs(points) <= (180, 90)).all():
        raise RouteError(f"network {path}: nodes lie outside ±180 and ±90; expected degrees, WGS 84")
    return LineGraph(points, ends, lengths, shapes, directed=directed, source=source)


def _field(row: Mapping[str, str], names: Iterable[str]) -> str:
    for name in names:
        if row.get(name):
            return row[name]
    raise KeyError(next(iter(names)))


def _wkt(text: str) -> np.ndarray:
    from shapely import from_wkt, get_coordinates
    from shapely.errors import GEOSException

    try:
        return np.asarray(get_coordinates(from_wkt(text)))
    except GEOSException as error:
        raise ValueError(f"geometry {text[:40]!r}") from error


def read_geojson_lines(path: Path, *, source: str | None = None) -> LineGraph:
    """Read LineStrings and MultiLineStrings; lines meet where they share a vertex."""
    try:
        lines = geojson_lines(path)
    except (OSError, ValueError) as error:
        raise RouteError(f"network {path}: expected a GeoJSON FeatureCollection of lines ({error})") from error
    if not lines:
        raise RouteError(f"network {path}: holds no LineString or MultiLineString")
    points, numbers = np.unique(np.round(np.concatenate(lines), 6), axis=0, return_inverse=True)
    if not (np.abs(points) <= (180, 90)).all():
        raise RouteError(f"network {path}: vertices lie outside ±180 and ±90; expected degrees, WGS 84")
    runs = np.split(numbers.reshape(-1), np.cumsum([len(line) for line in lines])[:-1])
    ends = np.concatenate([np.column_stack((run[:-1], run[1:])) for run in runs])
    lengths = geodesics_m(points[ends[:, 0]], points[ends[:, 1]]).tolist()
    return LineGraph(points, [(int(a), int(b)) for a, b in ends], lengths, {}, source=source)


def geojson_lines(path: Path) -> list[np.ndarray]:
    """Return the lines of a GeoJSON file, (n, 2) lon, lat each; OSError or ValueError where it can't be read."""
    from shapely import from_geojson, get_coordinates, get_parts
    from shapely.errors import GEOSException

    try:
        features = get_parts(from_geojson(path.read_text(encoding="utf-8")))
    except GEOSException as error:
        raise ValueError(str(error)) from error
    return [np.asarray(get_coordinates(part)) for part in get_parts(features) if part.geom_type == "LineString"]
