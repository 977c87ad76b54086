"""Where a ship can float, on a grid of 1/60°: one bit a cell, about a nautical mile wide.

Built by `data/build/build_networks.py` from Natural Earth's land, with the canals, straits
and river mouths of `data/networks/passages.csv` cut in and waters that no ship can reach
from the sea taken out.
"""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from gazetteer.datafiles import data_file
from geo.routes.records import LonLat

CELLS_PER_DEG = 60
ROWS = 180 * CELLS_PER_DEG
COLS = 360 * CELLS_PER_DEG
_SAMPLE_M = 600.0
_COARSE_M = 10_000.0
_EARTH_RADIUS_M = 6_371_008.8
_NO_ANGLE = 1e-9
"""A few millimetres: no direction to speak of."""


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

        Args:
            rows: First row and the one past the last, within the grid.
            cols: First column and the one past the last; may run over either edge of the grid.
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
    """Return points on the great circles between consecutive points, as (n - 1, k, 2) lon, lat.

    Args:
        points: (n, 2) lon, lat.
        shares: k shares of the way, from 0 up.
    """
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
