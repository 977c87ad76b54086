"""Builds the water mask and the sea graph: Natural Earth's land, reviewed passages, searoute's lanes."""

import json
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from scipy import ndimage

from gazetteer.match.areas import land
from geo.routes.geodesics import unwrap, wrap_lon
from geo.routes.records import ARCTIC
from geo.routes.sea.graph import arc_lengths
from geo.routes.sea.grid import find_path, open_window
from geo.routes.sea.mask import CELLS_PER_DEG, COLS, ROWS, WaterMask, arc_samples, line_cells, pull_taut, to_cells
from geo.routes.sea.passages import gates, passage_lines

BLOCKS = (6, 12, 24, 48, 144)
"""Sides of the graph's squares of open water, in cells: 0.1° along coasts to 2.4° in mid-ocean."""
LANE_SPACING_DEG = 0.5
SOUTHERN_LIMIT_DEG, NORTHERN_LIMIT_DEG = -70.0, 81.5
LINK_DEG = 0.6
SEAM_CELLS = 6
"""Half the width of the slit that polygons cut at 180 degrees leave there."""


def build_mask() -> WaterMask:
    """Rasterise the land, cut in the passages, and keep what is joined to the sea."""
    water = ~_rasterise(land())
    _close_seam(water)
    water[: int((SOUTHERN_LIMIT_DEG + 90) * CELLS_PER_DEG)] = False
    water[int((NORTHERN_LIMIT_DEG + 90) * CELLS_PER_DEG) :] = False
    for line in passage_lines():
        if line.kind == "burn":
            _burn(water, np.array(line.points), line.width_cells)
    labels, _ = ndimage.label(water)
    row, col = to_cells(np.array([[-30.0, 30.0]]))
    water = labels == labels[row[0], col[0]]
    del labels
    offing = ndimage.binary_erosion(water, np.ones((5, 5), bool), border_value=1)
    return WaterMask(np.packbits(water, axis=1), np.packbits(offing, axis=1))


def _close_seam(water: np.ndarray) -> None:
    """Make land of the slit along 180 degrees: polygons cut there end a tenth of a degree before it on both sides."""
    slit = ~water[:, -SEAM_CELLS - 1] & ~water[:, SEAM_CELLS]
    water[np.ix_(slit, np.arange(-SEAM_CELLS, SEAM_CELLS))] = False


def _rasterise(area: shapely.MultiPolygon) -> np.ndarray:
    """Return which cells have their middle in the area, by even-odd scan lines."""
    rings = [np.asarray(ring.coords) for part in area.geoms for ring in (part.exterior, *part.interiors)]
    flips = np.zeros((ROWS, COLS + 1), dtype=bool)
    for ring in rings:
        x, y = (ring[:, 0] + 180) * CELLS_PER_DEG, (ring[:, 1] + 90) * CELLS_PER_DEG
        first = np.ceil(np.minimum(y[:-1], y[1:]) - 0.5).astype(int)
        counts = np.ceil(np.maximum(y[:-1], y[1:]) - 0.5).astype(int) - first
        edge = np.repeat(np.arange(len(counts)), counts)
        rows = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
        slope = np.diff(x)[edge] / np.where(np.diff(y) == 0, 1, np.diff(y))[edge]
        cols = np.clip(np.ceil(x[edge] + (rows + 0.5 - y[edge]) * slope - 0.5).astype(int), 0, COLS)
        np.logical_xor.at(flips, (np.clip(rows, 0, ROWS - 1), cols), True)
    return np.logical_xor.accumulate(flips, axis=1)[:, :COLS]


def _burn(water: np.ndarray, points: np.ndarray, width: int) -> None:
    rows, cols = line_cells(points)
    for down in range(width):
        for side in range(width):
            water[rows + down, (cols + side) % COLS] = True


def open_squares(mask: WaterMask) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of the largest squares of open water, and which square each base block is in (-1: none)."""
    blocks = np.concatenate(
        [_all_water(mask, row) for row in range(0, ROWS, BLOCKS[-1])],
    )
    ids = np.full(blocks.shape, -1, dtype=np.int64)
    middles: list[np.ndarray] = []
    count = 0
    for size in reversed(BLOCKS):
        side = size // BLOCKS[0]
        free = blocks & (ids < 0)
        whole = free.reshape(free.shape[0] // side, side, free.shape[1] // side, side).all((1, 3))
        rows, cols = np.nonzero(whole)
        numbers = np.full(whole.shape, -1, dtype=np.int64)
        numbers[rows, cols] = count + np.arange(len(rows))
        spread = np.repeat(np.repeat(numbers, side, 0), side, 1)
        ids = np.where(spread >= 0, spread, ids)
        middles.append(
            np.column_stack(((cols + 0.5) * size / CELLS_PER_DEG - 180, (rows + 0.5) * size / CELLS_PER_DEG - 90))
        )
        count += len(rows)
    return np.concatenate(middles), ids


def _all_water(mask: WaterMask, row: int) -> np.ndarray:
    side = BLOCKS[0]
    cells = mask.window((row, row + BLOCKS[-1]), (0, COLS)) > 0
    return np.asarray(cells.reshape(BLOCKS[-1] // side, side, COLS // side, side).all((1, 3)))


def square_edges(middles: np.ndarray, ids: np.ndarray, mask: WaterMask) -> np.ndarray:
    """Join neighbouring squares whose middles see each other."""
    east = np.roll(ids, -1, axis=1)
    pairs = [(ids, east), (ids[:-1], ids[1:]), (ids[:-1], east[1:]), (east[:-1], ids[1:])]
    edges = []
    for number, (near, far) in enumerate(pairs):
        joined = (near >= 0) & (far >= 0) & (near != far)
        both = np.unique(np.sort(np.column_stack((near[joined], far[joined])), axis=1), axis=0)
        diagonal = number > 1
        if diagonal:
            both = both[[mask.sees(tuple(middles[a]), tuple(middles[b])) for a, b in both]]
        edges.append(both)
    return np.unique(np.concatenate(edges), axis=0)


def lanes(mask: WaterMask) -> list[np.ndarray]:
    """Return searoute's lanes and the reviewed canals, each led over water: (n, 2) lon, lat."""
    text = (files("searoute") / "data" / "marnet_searoute.geojson").read_text(encoding="utf-8")
    lines = [line for feature in json.loads(text)["features"] for line in _parts(feature["geometry"])]
    led = [_lead(np.round(np.array(line, dtype=float), 4), mask) for line in lines]
    burnt = [np.array(line.points) for line in passage_lines() if line.kind == "burn"]
    return [line for line in led if line is not None] + [_spaced(line, 0.1) for line in burnt]


def _parts(geometry: dict[str, Any]) -> list[Any]:
    return geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]


def _lead(line: np.ndarray, mask: WaterMask) -> np.ndarray | None:
    """Return a lane with the pieces that cross land led around it; None where that can't be done."""
    line = _afloat(line, mask)
    pieces = []
    for start, end in pairwise(unwrap(line)):
        piece = _over_water(start, end, mask)
        if piece is None:
            return None
        pieces.append(piece[:-1])
    return np.concatenate([*pieces, line[-1:]])


def _afloat(line: np.ndarray, mask: WaterMask) -> np.ndarray:
    """Move vertices that lie on land, within 0.3°, to the nearest water."""
    moved = line.copy()
    moved[:, 0] = wrap_lon(moved[:, 0])
    for number in np.flatnonzero(~mask.is_water(moved)):
        near = moved[number] + _SPIRAL
        wet = near[mask.is_water(near)]
        if len(wet):
            moved[number] = wet[0]
    return moved


_STEPS = np.arange(-18, 19) / CELLS_PER_DEG
_SPIRAL = np.array(sorted(((x, y) for x in _STEPS for y in _STEPS), key=lambda step: step[0] ** 2 + step[1] ** 2))


def _over_water(start: np.ndarray, end: np.ndarray, mask: WaterMask) -> np.ndarray | None:
    if mask.sees(tuple(start), tuple(end)):
        count = max(2, int(np.ceil(np.abs(end - start).max() / LANE_SPACING_DEG)) + 1)
        arc = arc_samples(tuple(start), tuple(end), spacing_m=2000)
        return np.asarray(arc[np.unique(np.linspace(0, len(arc) - 1, count).astype(int))])
    if np.abs(end - start).max() > 8:  # noqa: PLR2004 - too wide to search at this resolution
        return None
    window = open_window(mask, np.array([start, end]), margin_deg=2.0)
    ends = window.index(tuple(start)), window.index(tuple(end))
    if not all(window.cells[cell] for cell in ends):
        return None
    cells = find_path(window, *ends, max_cells=400_000)
    if cells is None:
        return None
    # Ships round islands at their way points; corners cut between them would lead through narrow passes.
    taut = pull_taut(np.concatenate(([start], window.points(cells), [end])), mask, cut_corners=False)
    return _spaced(taut, LANE_SPACING_DEG)


def _spaced(line: np.ndarray, spacing_deg: float) -> np.ndarray:
    pieces = []
    for start, end in pairwise(unwrap(line)):
        count = max(1, int(np.ceil(np.abs(end - start).max() / spacing_deg)))
        pieces.append(start + np.arange(count)[:, None] / count * (end - start))
    return np.concatenate([*pieces, unwrap(line)[-1:]])


def build_graph(mask: WaterMask) -> dict[str, np.ndarray]:
    """Join squares and lanes into one graph."""
    middles, ids = open_squares(mask)
    edges = square_edges(middles, ids, mask)
    lane_points, lane_edges = _number(lanes(mask), len(middles))
    points = np.concatenate((middles, lane_points))
    links = _link(points, len(middles), ids, mask)
    everything = np.concatenate((edges, links, lane_edges))
    lane = np.arange(len(everything)) >= len(edges) + len(links)
    return _compact(points, everything, lane)


def _number(lines: list[np.ndarray], first: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lanes' distinct points, and edges between them numbered from `first`."""
    everything = np.concatenate(lines)
    everything[:, 0] = wrap_lon(everything[:, 0])
    points, inverse = np.unique(np.round(everything, 3), axis=0, return_inverse=True)
    breaks = np.cumsum([len(line) for line in lines])[:-1]
    numbers = np.split(inverse.reshape(-1) + first, breaks)
    edges = np.concatenate([np.column_stack((line[:-1], line[1:])) for line in numbers])
    edges = np.unique(np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1), axis=0)
    return points, edges


def _link(points: np.ndarray, squares: int, ids: np.ndarray, mask: WaterMask) -> np.ndarray:
    """Join each lane point to the squares and lanes around it that it sees."""
    tree = shapely.STRtree(shapely.points(points))
    rows, cols = to_cells(points[squares:])
    home = ids[rows // BLOCKS[0], cols // BLOCKS[0]]
    links = {(int(square), squares + number) for number, square in enumerate(home) if square >= 0}
    for number in range(squares, len(points)):
        around = tree.query(shapely.Point(points[number]).buffer(LINK_DEG))
        order = around[np.lexsort((around, np.abs(points[around] - points[number]).sum(axis=1).round(6)))][1:24]
        seen = [other for other in order if mask.sees(tuple(points[number]), tuple(points[other]))]
        links.update((min(number, int(other)), max(number, int(other))) for other in seen[:8])
    return np.array(sorted(links))


def _compact(points: np.ndarray, edges: np.ndarray, lane: np.ndarray) -> dict[str, np.ndarray]:
    """Keep the part that is joined to the ocean, and note the passages that edges go through."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(points)
    _, label = connected_components(coo_array((np.ones(len(edges)), edges.T), shape=(size, size)), directed=False)
    main = label == np.bincount(label).argmax()
    print(f"sea graph: {main.sum()} of {size} nodes joined")
    number = np.cumsum(main) - 1
    kept = main[edges[:, 0]]
    edges, lane, points = number[edges[kept]], lane[kept], points[main]
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    edges, lane = edges[order], lane[order]
    return {
        "nodes": np.round(points * 1000).astype(np.int32),
        "edges": edges.astype(np.int32),
        "lane": np.packbits(lane),
        "passages": _passages(points, edges),
    }


def _passages(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return (edge, number of the passage) for edges that cross a gate."""
    straight = np.abs(points[edges[:, 0], 0] - points[edges[:, 1], 0]) < 180  # noqa: PLR2004 - no gate lies at ±180°
    lines = shapely.linestrings(np.stack((points[edges[:, 0]], points[edges[:, 1]]), axis=1))
    found = []
    for number, gate in enumerate(gates().values()):
        crossing = np.flatnonzero(shapely.intersects(lines, shapely.LineString(gate)) & straight)
        found += [(edge, number) for edge in crossing]
    return np.array(found, dtype=np.int32).reshape(-1, 2)


def landmarks(graph: dict[str, np.ndarray], *, count: int = 8) -> np.ndarray:
    """Return (count, n) kilometres, rounded down, from landmarks far from each other to every node.

    Every edge counts its length, and the Arctic passages are shut: what any search pays is no less.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    nodes, edges = graph["nodes"] / 1000.0, graph["edges"]
    arctic = [number for number, passage in enumerate(gates()) if passage in ARCTIC]
    passable = np.ones(len(edges), dtype=bool)
    passable[graph["passages"][np.isin(graph["passages"][:, 1], arctic), 0]] = False
    edges = np.unique(edges[passable], axis=0)  # a lane beside a link would count twice in the matrix
    lengths = arc_lengths(nodes[edges[:, 0]], nodes[edges[:, 1]])
    matrix = coo_array((lengths, edges.T), shape=(len(nodes), len(nodes))).tocsr()
    rows = [dijkstra(matrix, directed=False, indices=0)]
    for _ in range(count):
        spread = np.min(rows[1:] or rows, axis=0)
        spread[~np.isfinite(spread)] = 0
        rows.append(dijkstra(matrix, directed=False, indices=int(spread.argmax())))
    kilometres = np.floor(np.array(rows[1:]) / 1000.0)
    return np.where(np.isfinite(kilometres), kilometres, 0).astype(np.uint16)
