"""Builds the rail and road networks: scgraph_data's nodes and edges, bridged, extended, contracted."""

import csv
import json
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from msgspec import Struct
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from gazetteer.match.areas import countries
from geo.routes.sea.graph import arc_lengths

BRIDGE_M = 2_500.0
"""Gaps up to here, inside one country, are faults of the data."""
MIN_COMPONENT_M = 30_000.0
EXCURSION_M = 8_000.0
"""A stretch across a border shorter than this is the border's generalisation, not a crossing."""
ATTACH_M = 6_000.0
FACING_M, FACING_DETOUR_M, FACING_COSINE = 6_000.0, 100_000.0, 0.6
"""Two dead ends this near, heading for each other, with no way round under 100 km, are one line."""
DETOUR = 1.7
"""A main line that wanders more between two stations is broken in the data: no trunk."""
BRIDGED, TRUNK = 1, 2


class Network(Struct, frozen=True, kw_only=True):
    """Nodes as (n, 2) lon, lat; edges as (m, 2) node numbers; lengths in metres; flags a byte an edge."""

    nodes: np.ndarray
    edges: np.ndarray
    lengths: np.ndarray
    flags: np.ndarray


def read_scgraph(path: Path) -> Network:
    """Read a module of scgraph_data as text: running it takes 20 s and 2 GB."""
    text = path.read_text(encoding="utf-8")
    start, middle = text.index("graph=[") + 6, text.index("\nnodes=")
    nodes = np.array(json.loads(text[middle + 7 : text.index("\n", middle + 8)]))[:, ::-1]
    steps = [
        (row, int(far), float(km))
        for row, around in enumerate(re.findall(r"\{([^}]*)\}", text[start:middle]))
        for far, km in re.findall(r"(\d+): ([\d.]+)", around)
        if row < int(far)
    ]
    table = np.array(steps)
    return Network(
        nodes=nodes,
        edges=table[:, :2].astype(np.int64),
        lengths=table[:, 2] * 1000.0,
        flags=np.zeros(len(table), dtype=np.uint8),
    )


def node_countries(points: np.ndarray) -> np.ndarray:
    """Return the ISO code of the country that each point lies in, the nearest one's within 5 km of land, or ''."""
    parts = [(part, code) for code, shape in countries().items() for part in shapely.get_parts(shape)]
    tree = shapely.STRtree([part for part, _ in parts])
    codes = np.full(len(points), "", dtype="<U2")
    where = shapely.points(points)
    found = tree.query(where, predicate="within")
    codes[found[0]] = np.array([code for _, code in parts])[found[1]]
    lost = np.flatnonzero(codes == "")
    near = tree.query_nearest(where[lost], max_distance=0.05, all_matches=False)
    codes[lost[near[0]]] = np.array([code for _, code in parts])[near[1]]
    return codes


def _components(network: Network) -> tuple[np.ndarray, np.ndarray]:
    size = len(network.nodes)
    graph = coo_array((np.ones(len(network.edges)), network.edges.T), shape=(size, size))
    count, label = connected_components(graph, directed=False)
    return label, np.bincount(label[network.edges[:, 0]], weights=network.lengths, minlength=count)


def bridge_gaps(network: Network) -> Network:
    """Join each component to a larger one that comes within 2.5 km of it in the same country; drop scraps."""
    label, total = _components(network)
    codes = node_countries(network.nodes)
    vectors = _metres(network.nodes)
    tree = cKDTree(vectors)
    found = []
    for component in np.argsort(total):
        members = np.flatnonzero(label == component)
        if total[component] < MIN_COMPONENT_M / 6 or len(members) > 100_000:  # noqa: PLR2004 - scraps, and the largest
            continue
        found += _gap(members, label, total, codes, tree, vectors)
    joined = _extended(network, np.array([pair for pair, _ in found]), np.array([gap for _, gap in found]), BRIDGED)
    label, total = _components(joined)
    return _kept(joined, total[label[joined.edges[:, 0]]] >= MIN_COMPONENT_M)


def _gap(  # noqa: PLR0917 - one step of bridge_gaps, apart for its length
    members: np.ndarray,
    label: np.ndarray,
    total: np.ndarray,
    codes: np.ndarray,
    tree: cKDTree,
    vectors: np.ndarray,
) -> list[tuple[tuple[int, int], float]]:
    best: tuple[float, tuple[int, int]] | None = None
    mine = label[members[0]]
    for node in members:
        for other in tree.query_ball_point(vectors[node], BRIDGE_M):
            larger = (total[label[other]], label[other]) > (total[mine], mine)
            if label[other] == mine or not larger or codes[other] != codes[node]:
                continue
            gap = float(np.linalg.norm(vectors[node] - vectors[other]))
            if best is None or gap < best[0]:
                best = (gap, (int(node), int(other)))
    return [] if best is None else [(best[1], best[0])]


def join_dead_ends(network: Network) -> Network:
    """Join dead ends of one country that face each other across a hole in the data."""
    degree = np.bincount(network.edges.ravel(), minlength=len(network.nodes))
    ends = np.flatnonzero(degree == 1)
    vectors, codes = _metres(network.nodes), node_countries(network.nodes[ends])
    heading = np.zeros((len(network.nodes), 3))
    for one, other in (network.edges.T, network.edges.T[::-1]):
        heading[one] = vectors[one] - vectors[other]
    size = len(network.nodes)
    graph = coo_array((network.lengths + 0.01, network.edges.T), shape=(size, size)).tocsr()
    found = []
    for near, far in cKDTree(vectors[ends]).query_pairs(FACING_M):
        one, other = ends[near], ends[far]
        across = vectors[other] - vectors[one]
        facing = _cosine(heading[one], across) > FACING_COSINE and _cosine(heading[other], -across) > FACING_COSINE
        if not facing or codes[near] != codes[far]:
            continue
        if dijkstra(graph, directed=False, indices=one, limit=FACING_DETOUR_M)[other] > FACING_DETOUR_M:
            found.append((float(np.linalg.norm(across)), (int(one), int(other))))
    taken: set[int] = set()
    pairs = []
    for gap, pair in sorted(found):
        if not taken & set(pair):
            taken |= set(pair)
            pairs.append((pair, gap))
    print(f"dead ends joined: {len(pairs)}")
    return _extended(network, np.array([pair for pair, _ in pairs]), np.array([gap for _, gap in pairs]), BRIDGED)


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other) + 1e-9))


def _extended(network: Network, edges: np.ndarray, lengths: np.ndarray, flag: int) -> Network:
    return Network(
        nodes=network.nodes,
        edges=np.concatenate((network.edges, edges.reshape(-1, 2))),
        lengths=np.concatenate((network.lengths, lengths)),
        flags=np.concatenate((network.flags, np.full(len(lengths), flag, dtype=np.uint8))),
    )


def _kept(network: Network, edges: np.ndarray) -> Network:
    return Network(
        nodes=network.nodes, edges=network.edges[edges], lengths=network.lengths[edges], flags=network.flags[edges]
    )


def _metres(points: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(points).T
    flat = np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    return np.asarray(flat * 6_371_008.8)


def merge_near(network: Network, *, cell_deg: float) -> Network:
    """Merge the nodes of each cell of a grid: carriageways and slip roads become one road."""
    cells = np.floor(network.nodes / cell_deg).astype(np.int64)
    _, number = np.unique(cells, axis=0, return_inverse=True)
    number = number.reshape(-1)
    counts = np.bincount(number)
    nodes = np.column_stack([np.bincount(number, weights=network.nodes[:, axis]) / counts for axis in (0, 1)])
    ends = np.sort(number[network.edges], axis=1)
    order = np.lexsort((network.lengths, ends[:, 1], ends[:, 0]))
    order = order[ends[order, 0] != ends[order, 1]]
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.any(np.diff(ends[order], axis=0) != 0, axis=1)
    kept = order[first]
    straight = arc_lengths(nodes[ends[kept, 0]], nodes[ends[kept, 1]])
    lengths = np.maximum(network.lengths[kept], straight)
    return Network(nodes=nodes, edges=ends[kept], lengths=lengths, flags=network.flags[kept])


def add_lines(network: Network, table: Path) -> Network:
    """Add the reviewed branches and bridges, tied to the nearest nodes within 6 km of their ends; spurs at the last."""
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            line = np.array([pair.split() for pair in row["line"].split(",")], dtype=float)
            spur = row["kind"] == "spur"
            network = _cut(network, line) if row["kind"] == "cut" else _add_line(network, line, row["name"], spur=spur)
    return network


def _cut(network: Network, line: np.ndarray) -> Network:
    """Take out the edges that cross a line."""
    runs = shapely.linestrings(network.nodes[network.edges])
    return _kept(network, ~shapely.intersects(runs, shapely.LineString(line)))


def _add_line(network: Network, line: np.ndarray, name: str, *, spur: bool) -> Network:
    used = np.unique(network.edges)
    gaps, nearest = cKDTree(_metres(network.nodes[used])).query(_metres(line))
    first = len(network.nodes)
    numbers = np.arange(first, first + len(line))
    chain = np.column_stack((numbers[:-1], numbers[1:]))
    tied = [end for end in (0, len(line) - 1)[spur:] if gaps[end] <= ATTACH_M]
    print(f"{name}: tied at {len(tied)} ends, {[round(gaps[end] / 1000, 2) for end in (0, len(line) - 1)]} km off")
    ties = np.array([(numbers[end], used[nearest[end]]) for end in tied])
    edges = np.concatenate((chain, ties))
    longer = Network(
        nodes=np.concatenate((network.nodes, line)), edges=network.edges, lengths=network.lengths, flags=network.flags
    )
    return _extended(longer, edges, arc_lengths(longer.nodes[edges[:, 0]], longer.nodes[edges[:, 1]]), BRIDGED)


def mark_trunks(network: Network, table: Path) -> Network:
    """Flag the edges on the shortest paths between the stations of the main lines."""
    size = len(network.nodes)
    graph = coo_array((network.lengths + 0.01, network.edges.T), shape=(size, size)).tocsr()
    used = np.unique(network.edges)
    tree = cKDTree(_metres(network.nodes[used]))
    number = {(min(a, b), max(a, b)): edge for edge, (a, b) in enumerate(network.edges.tolist())}
    flags = network.flags.copy()
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            stations = np.array([station.split()[-2:] for station in row["stations"].split(";")], dtype=float)
            stops = used[tree.query(_metres(stations))[1]]
            total = 0.0
            for start, end in pairwise(stops.tolist()):
                cost, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
                direct = float(arc_lengths(network.nodes[[start]], network.nodes[[end]])[0])
                if cost[end] > DETOUR * direct:
                    print(f"{row['name']}: {cost[end] / direct:.1f} x direct near {network.nodes[end]}, not marked")
                    continue
                total += cost[end]
                while end != start:
                    flags[number[min(end, before[end]), max(end, before[end])]] |= TRUNK
                    end = before[end]  # noqa: PLW2901 - walks back along the path
            print(f"{row['name']}: {total / 1000:.0f} km")
    return Network(nodes=network.nodes, edges=network.edges, lengths=network.lengths, flags=flags)


def contract(network: Network) -> dict[str, np.ndarray]:
    """Turn runs of edges between junctions into one edge each, cut where country or flags change."""
    codes = node_countries(network.nodes)
    middle_codes = codes[network.edges[:, 0]]
    around: dict[int, list[int]] = defaultdict(list)
    for edge, (start, end) in enumerate(network.edges.tolist()):
        around[start].append(edge)
        around[end].append(edge)
    label = [(code, flag) for code, flag in zip(middle_codes.tolist(), network.flags.tolist(), strict=True)]
    junction = {node for node, edges in around.items() if len(edges) != 2}  # noqa: PLR2004 - a run goes on through two
    junction |= {node for node, edges in around.items() if len({label[edge] for edge in edges}) > 1}
    runs = _runs(network, around, junction)
    return _packed(network, runs, middle_codes)


def _runs(network: Network, around: dict[int, list[int]], junction: set[int]) -> list[tuple[list[int], list[int]]]:
    """Return each run as its nodes and its edges."""
    ends = network.edges.tolist()
    done: set[int] = set()
    runs = []
    loose = [node for node in around if node not in junction]
    for start in [*sorted(junction), *loose]:
        if start not in junction and all(edge in done for edge in around[start]):
            continue
        for first in around[start]:
            if first in done:
                continue
            nodes, edges = [start], []
            edge = first
            while True:
                done.add(edge)
                edges.append(edge)
                a, b = ends[edge]
                nodes.append(b if a == nodes[-1] else a)
                if nodes[-1] in junction or nodes[-1] == start:
                    break
                onward = [other for other in around[nodes[-1]] if other not in done]
                if not onward:
                    break
                edge = onward[0]
            runs.append((nodes, edges))
    return runs


def _packed(network: Network, runs: list[tuple[list[int], list[int]]], codes: np.ndarray) -> dict[str, np.ndarray]:
    """Lay the runs out as arrays: their vertices one after the other as steps of 0.001°."""
    best: dict[tuple[int, int, str, int], tuple[float, list[int]]] = {}
    for nodes, edges in runs:
        length = float(network.lengths[edges].sum())
        key = (min(nodes[0], nodes[-1]), max(nodes[0], nodes[-1]), str(codes[edges[0]]), int(network.flags[edges[0]]))
        if nodes[0] != nodes[-1] and (key not in best or length < best[key][0]):
            best[key] = (length, nodes)
    rows = sorted((nodes[0], nodes[-1], key[2], key[3], length, nodes) for key, (length, nodes) in best.items())
    ends = np.array([(row[0], row[1]) for row in rows])
    kept, renumbered = np.unique(ends, return_inverse=True)
    names, country = np.unique([row[2] for row in rows], return_inverse=True)
    vertices = np.round(network.nodes[np.concatenate([row[5] for row in rows])] * 1000).astype(np.int32)
    return {
        "junctions": np.round(network.nodes[kept] * 1000).astype(np.int32),
        "edges": renumbered.reshape(-1, 2).astype(np.int32),
        "metres": np.round([row[4] for row in rows]).astype(np.int32),
        "countries": names,
        "country": country.astype(np.uint8),
        "flags": np.array([row[3] for row in rows], dtype=np.uint8),
        "counts": np.array([len(row[5]) for row in rows], dtype=np.uint16),
        "steps": np.diff(vertices, axis=0, prepend=0),
    }
