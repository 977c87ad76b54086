"""Where a ship can float, on a grid of 1/60°: one bit a cell, a nautical mile wide; and lines pulled taut over it.

Built by `data/build/build_networks.py` from Natural Earth's land, with the canals, straits and river mouths of
`data/networks/passages.csv` cut in and waters that no ship can reach from the sea taken out.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.datafiles import data_file
from geo.routes.geodesics import geodesic_m
from geo.routes.records import LonLat

CELLS_PER_DEG = 60
ROWS = 180 * CELLS_PER_DEG
COLS = 360 * CELLS_PER_DEG
_SAMPLE_M = 600.0
_COARSE_M = 10_000.0
_EARTH_RADIUS_M = 6_371_008.8
_NO_ANGLE = 1e-9  # a few millimetres: no direction to speak of


class WaterMask:
    """Two bit grids: navigable water, and water with an offing of two cells to the nearest land."""

    def __init__(self, water: np.ndarray, offing: np.ndarray) -> None:
        """Take packed bits, (ROWS, COLS / 8) each, south to north and west to east."""
        self._water = water
        self._offing = offing

    @classmethod
    def from_file(cls, path: Path) -> "WaterMask":
        """Load the mask that the build script wrote."""
        with np.load(path) as stored:
            return cls(stored["water"], stored["offing"])

    def packed(self) -> dict[str, np.ndarray]:
        """Return the packed bits by name, to be stored."""
        return {"water": self._water, "offing": self._offing}

    def is_water(self, points: np.ndarray, *, offing: bool = False) -> np.ndarray:
        """Return for each row (lon, lat) whether it is water, or water with an offing."""
        rows, cols = to_cells(points)
        return _bits(self._offing if offing else self._water, rows, cols)

    def window(self, rows: tuple[int, int], cols: tuple[int, int]) -> np.ndarray:
        """Return a part of the grid: 0 land, 1 water, 2 water with an offing.

        Of rows and columns the first and the one past the last; columns may run over either edge of the grid.
        """
        wanted = np.arange(*cols) % COLS
        row_index = np.arange(*rows)[:, None]
        water = _bits(self._water, row_index, wanted[None, :])
        return np.asarray(water.astype(np.uint8) + _bits(self._offing, row_index, wanted[None, :]))

    def sees(self, start: LonLat, end: LonLat, *, offing: bool = False) -> bool:
        """Return whether the great circle between two points runs over water all the way."""
        # Most that are asked run over land, and a few points on the way show it.
        few = arc_samples(start, end, spacing_m=_COARSE_M)
        if not self.is_water(few, offing=offing).all():
            return False
        return bool(self.is_water(arc_samples(start, end), offing=offing).all())


@cache
def water_mask() -> WaterMask:
    """Return the mask that ships, loaded once."""
    return WaterMask.from_file(data_file("networks/water.npz"))


def _bits(packed: np.ndarray, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    return np.asarray((packed[rows, cols >> 3] >> (7 - (cols & 7)) & 1).astype(bool))


def to_cells(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns of the cells that hold an (n, 2) array of lon, lat."""
    rows = np.floor((points[:, 1] + 90) * CELLS_PER_DEG).astype(np.int64)
    rows = np.minimum(np.maximum(rows, 0), ROWS - 1)  # half of what np.clip takes, and this is asked most
    return rows, np.floor((points[:, 0] + 180) * CELLS_PER_DEG).astype(np.int64) % COLS


def to_points(rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Return the middles of cells as an (n, 2) array of lon, lat; columns may run over the edge."""
    return np.column_stack(((cols + 0.5) / CELLS_PER_DEG - 180, (rows + 0.5) / CELLS_PER_DEG - 90))


def arc_samples(start: LonLat, end: LonLat, *, spacing_m: float = _SAMPLE_M) -> np.ndarray:
    """Return points along the great circle on the sphere, both ends included, as (n, 2) lon, lat."""
    first, last = (_to_vector(point) for point in (start, end))
    angle = 2 * math.asin(min(1.0, math.dist(first, last) / 2))
    if angle < _NO_ANGLE:
        return np.array([start, end])
    share = np.linspace(0, 1, max(2, int(angle * _EARTH_RADIUS_M / spacing_m) + 2))[:, None]
    vectors = np.sin((1 - share) * angle) * np.array(first) + np.sin(share * angle) * np.array(last)
    return _to_lonlat(vectors)


def divide_arcs(points: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return points at k shares of the great circles between (n, 2) consecutive points, as (n - 1, k, 2) lon, lat."""
    lon, lat = np.radians(points).T
    vectors = np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    chord = np.linalg.norm(vectors[1:] - vectors[:-1], axis=1)
    angle = np.maximum(_NO_ANGLE, 2 * np.arcsin(np.minimum(1, chord / 2)))[:, None]
    first, last = np.sin((1 - shares) * angle), np.sin(shares * angle)
    between = first[..., None] * vectors[:-1, None, :] + last[..., None] * vectors[1:, None, :]
    return _to_lonlat(between.reshape(-1, 3)).reshape(len(points) - 1, len(shares), 2)


def _to_lonlat(vectors: np.ndarray) -> np.ndarray:
    """Return vectors of any length as (n, 2) lon, lat."""
    lon = np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0]))
    return np.column_stack((lon, np.degrees(np.arctan2(vectors[:, 2], np.hypot(vectors[:, 0], vectors[:, 1])))))


def _to_vector(point: LonLat) -> tuple[float, float, float]:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def line_cells(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells under a line, joined edge to edge so that no diagonal step slips between.

    Columns may run over the edge of the grid where the line does.
    """
    pieces = []
    for start, end in pairwise(points):
        count = int(np.abs(end - start).max() * CELLS_PER_DEG * 8) + 2
        pieces.append(start + np.linspace(0, 1, count)[:, None] * (end - start))
    line = np.concatenate(pieces)
    rows = np.floor((line[:, 1] + 90) * CELLS_PER_DEG).astype(np.int64)
    cols = np.floor((line[:, 0] + 180) * CELLS_PER_DEG).astype(np.int64)
    corners = (np.diff(rows) != 0) & (np.diff(cols) != 0)
    return np.concatenate((rows, rows[1:][corners])), np.concatenate((cols, cols[:-1][corners]))


_SHARES = np.array([0.0, 0.08, 0.25, 0.5, 0.75, 0.92])
"""Where pieces are divided: shortcuts mostly leave near a corner."""


def pull_taut(
    points: np.ndarray,
    mask: WaterMask,
    *,
    on_lane: np.ndarray | None = None,
    lane_span_m: float = 0.0,
    cut_corners: bool = True,
    shut: Sequence[np.ndarray] = (),
) -> np.ndarray:
    """Drop every vertex that a straight piece over water can skip.

    A shortcut keeps the offing that the path had: it may run close inshore only where the path did.

    Args:
        points: (n, 2) lon, lat.
        mask: The water.
        on_lane: For each of the n - 1 pieces whether it is part of a shipping lane.
        lane_span_m: How long a shortcut may be that leaves a lane: its kinks go, the lane stays.
        cut_corners: Whether a shortcut may leave a piece before its end; on the oceans lanes have their way points.
        shut: Lines, (k, 2) lon, lat each, that no shortcut may cross.

    Returns:
        (m, 2) lon, lat, both ends kept.
    """
    lanes = np.zeros(len(points) - 1, dtype=bool) if on_lane is None else on_lane
    near = _near(shut, points)
    points, lanes = _pull(points, lanes, mask, lane_span_m, near)
    if cut_corners:
        # The same from both sides, as a string is pulled.
        points, lanes = _pull(*_divided(points, lanes), mask, lane_span_m, near)
        back, back_lanes = _pull(*_divided(points[::-1], lanes[::-1]), mask, lane_span_m, near)
        points, lanes = back[::-1], back_lanes[::-1]
    return points


def _near(shut: Sequence[np.ndarray], points: np.ndarray) -> Any:  # noqa: ANN401 - a shapely geometry
    """Return the lines that a path comes by, as one; None where there are none."""
    from shapely import MultiLineString, prepare

    low, high = points.min(axis=0), points.max(axis=0)
    lines = [line for line in shut if (line.min(axis=0) <= high).all() and (line.max(axis=0) >= low).all()]
    if not lines:
        return None
    found = MultiLineString(lines)
    prepare(found)
    return found


def _pull(
    points: np.ndarray,
    lanes: np.ndarray,
    mask: WaterMask,
    lane_span_m: float,
    shut: Any,  # noqa: ANN401 - as _near's
) -> tuple[np.ndarray, np.ndarray]:
    """Return the vertices that can't be skipped, and whether each piece between them runs along a lane."""
    from shapely import LineString

    inshore = ~mask.is_water(points, offing=True)
    passed = np.concatenate(([0], np.cumsum(inshore)))
    laned = np.concatenate(([0], np.cumsum(lanes)))
    spots = [(lon, lat) for lon, lat in points.tolist()]

    def may_skip(start: int, end: int) -> bool:
        ends = spots[start], spots[end]
        if laned[end] > laned[start] and geodesic_m(*ends) > lane_span_m:
            return False
        if shut is not None and shut.intersects(LineString(ends)):
            return False
        return mask.sees(*ends, offing=not passed[end + 1] - passed[start])

    kept = [0]
    while kept[-1] < len(points) - 1:
        kept.append(_furthest(kept[-1], len(points) - 1, may_skip))
    return points[kept], np.diff(laned[kept]) > 0


def _divided(points: np.ndarray, lanes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a line with vertices added on each piece, and the lanes of its smaller pieces."""
    parts = divide_arcs(points, _SHARES)
    parts[:, 0] = points[:-1]
    return np.concatenate([parts.reshape(-1, 2), points[-1:]]), np.repeat(lanes, len(_SHARES))


def _furthest(start: int, last: int, may_skip: Callable[[int, int], bool]) -> int:
    """Return the furthest vertex to go straight to: doubling strides, then halving."""
    good, stride = start + 1, 2
    while start + stride <= last and may_skip(start, start + stride):
        good, stride = start + stride, stride * 2
    low, high = good, min(last + 1, start + stride)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if may_skip(start, middle) else (low, middle)
    return low
