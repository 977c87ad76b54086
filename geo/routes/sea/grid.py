"""Shortest paths over a window of the water mask.

Cells that touch the coast cost more than open water, so that a path keeps an offing where
there is room, and still finds its way into a harbour or through a canal.
"""

import heapq
from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec import Struct

from geo.routes.records import LonLat
from geo.routes.sea.mask import CELLS_PER_DEG, ROWS, WaterMask, line_cells, to_cells, to_points

CELL_M = 1852.0  # Height of a cell: one nautical mile

_INSHORE_COST = 1.5
_OFFING = 2
_FAR = float("inf")


class Window(Struct, frozen=True, kw_only=True):
    """A part of the grid with what each step in it costs."""

    first_row: int
    first_col: int  # May be negative where the window runs over ±180°
    cells: bytes  # 0 land, 1 water, 2 water with an offing; rows of `width`, with a border of land
    width: int
    east_m: tuple[float, ...]  # Width of a cell for each row

    def index(self, point: LonLat) -> int:
        """Return the cell that holds a point inside the window."""
        rows, cols = to_cells(np.array([point]))
        col = (int(cols[0]) - self.first_col) % (360 * CELLS_PER_DEG)
        return (int(rows[0]) - self.first_row) * self.width + col

    def points(self, indices: list[int]) -> np.ndarray:
        """Return the middles of cells as (n, 2) lon, lat, longitudes running on past ±180°."""
        rows, cols = np.divmod(np.array(indices), self.width)
        return to_points(rows + self.first_row, cols + self.first_col)


def open_window(mask: WaterMask, points: np.ndarray, *, margin_deg: float, closed: tuple[Any, ...] = ()) -> Window:
    """Cut the window that holds (n, 2) lon, lat, unwrapped so that neighbours are near, with a margin.

    The margin is in degrees of latitude, wider in longitude towards the poles; `closed` lines may not be crossed.
    """
    wide = margin_deg / max(0.1, float(np.cos(np.radians(np.abs(points[:, 1]).max()))))
    margin, origin = np.array([wide, margin_deg]), np.array([180, 90])
    low = np.floor((points.min(axis=0) - margin + origin) * CELLS_PER_DEG).astype(int)
    high = np.ceil((points.max(axis=0) + margin + origin) * CELLS_PER_DEG).astype(int)
    rows, cols = (max(0, int(low[1])), min(ROWS, int(high[1]))), (int(low[0]), int(high[0]))
    cells = mask.window(rows, cols)
    for line in closed:
        _close(cells, line, rows[0], cols[0])
    cells[[0, -1], :] = 0
    cells[:, [0, -1]] = 0
    lat = np.radians((np.arange(*rows) + 0.5) / CELLS_PER_DEG - 90)
    east = tuple((CELL_M * np.cos(lat)).tolist())
    return Window(first_row=rows[0], first_col=cols[0], cells=cells.tobytes(), width=cells.shape[1], east_m=east)


def _close(cells: np.ndarray, line: np.ndarray, first_row: int, first_col: int) -> None:
    rows, cols = line_cells(line)
    rows, cols = rows - first_row, (cols - first_col) % (360 * CELLS_PER_DEG)
    inside = (rows >= 0) & (rows < cells.shape[0]) & (cols < cells.shape[1])
    cells[rows[inside], cols[inside]] = 0


def nearest_water(window: Window, point: LonLat) -> int | None:
    """Return the water cell nearest to a point, or None where the window is all land."""
    cells = np.frombuffer(window.cells, dtype=np.uint8)
    water = np.flatnonzero(cells)
    if not len(water):
        return None
    rows, cols = np.divmod(water, window.width)
    home_row, home_col = divmod(window.index(point), window.width)
    east = window.east_m[min(max(home_row, 0), len(window.east_m) - 1)]
    return int(water[np.argmin(((rows - home_row) * CELL_M) ** 2 + ((cols - home_col) * east) ** 2)])


def find_path(window: Window, start: int, goal: int, *, max_cells: int) -> list[int] | None:
    """Find the cheapest path between two water cells by A*: cell indices, or None; gives up after so many cells."""
    goal_row, goal_col = divmod(goal, window.width)
    narrow, width = min(window.east_m), window.width

    def estimate(cell: int) -> float:
        row, col = divmod(cell, width)
        north, east = abs(row - goal_row) * CELL_M, abs(col - goal_col) * narrow
        return float((north * north + east * east) ** 0.5)

    search = _Search(window, start)
    queue = [(estimate(start), start)]
    while queue and len(search.settled) < max_cells:
        cell = heapq.heappop(queue)[1]
        if cell == goal:
            return search.trail(goal)
        for cost, neighbour in search.settle(cell):
            heapq.heappush(queue, (cost + estimate(neighbour), neighbour))
    return None


def reach(
    window: Window, start: int, targets: Mapping[int, int], *, max_cells: int
) -> dict[int, tuple[float, list[int]]]:
    """Return the cost in metres of the cheapest paths from a cell to the nodes around it, and the cells on the way.

    `targets` has the node of each cell. It stops a little past the nearest one, since targets much further off are of
    no use as entries, or after looking at so many cells.
    """
    search = _Search(window, start)
    queue = [(0.0, start)]
    found: dict[int, tuple[float, list[int]]] = {}
    limit = float("inf")
    while queue and len(search.settled) < max_cells:
        cost, cell = heapq.heappop(queue)
        if cost > limit:
            break
        if cell in targets and targets[cell] not in found:
            found[targets[cell]] = (cost, search.trail(cell))
            limit = min(limit, 1.3 * cost + 15 * CELL_M)
        for step in search.settle(cell):
            heapq.heappush(queue, step)
    return found


class _Search:
    """Costs and trails so far of a search that spreads from one cell."""

    def __init__(self, window: Window, start: int) -> None:
        self.settled: set[int] = set()
        self._window = window
        self._costs = {start: 0.0}
        self._came_from: dict[int, int] = {}
        width = window.width
        self._straight = (-1, 1, -width, width)
        self._diagonal = ((-width, -1), (-width, 1), (width, -1), (width, 1))

    def settle(self, cell: int) -> list[tuple[float, int]]:
        """Fix a cell's cost and return the neighbours that are cheaper by way of it, each with its cost."""
        if cell in self.settled:
            return []
        self.settled.add(cell)
        cells, base = self._window.cells, self._costs[cell]
        east = self._window.east_m[cell // self._window.width]
        slant = (CELL_M * CELL_M + east * east) ** 0.5
        steps = [(cell + step, east if step in (-1, 1) else CELL_M) for step in self._straight if cells[cell + step]]
        steps += [
            (cell + down + side, slant)
            for down, side in self._diagonal
            if cells[cell + down + side] and cells[cell + down] and cells[cell + side]
        ]
        return self._improve(cell, base, steps)

    def _improve(self, cell: int, base: float, steps: list[tuple[int, float]]) -> list[tuple[float, int]]:
        cells, costs, better = self._window.cells, self._costs, []
        for neighbour, length in steps:
            cost = base + (length if cells[neighbour] == _OFFING else length * _INSHORE_COST)
            if cost < costs.get(neighbour, _FAR):
                costs[neighbour] = cost
                self._came_from[neighbour] = cell
                better.append((cost, neighbour))
        return better

    def trail(self, cell: int) -> list[int]:
        """Return the cells from the start to `cell`."""
        cells = [cell]
        while cells[-1] in self._came_from:
            cells.append(self._came_from[cells[-1]])
        return cells[::-1]
