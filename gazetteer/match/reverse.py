"""From a point to the places nearest to it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.distance import chords_km, on_unit_sphere

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

_FEWEST_IN_LEAF = 16
_CELLS_AT_ONCE = 8_000_000  # Numbers in the largest table that is made on the way; 32 MB
_CELLS_IN_CACHE = 50_000
_ROUNDING = 1e-6  # what single precision may be off, in radii of the Earth


class PointTree:
    """Points of places, divided into leaves that are boxes in space, so that no pole or meridian is special.

    Distances are great-circle, within 0.5% of the geodesic.
    """

    def __init__(self, ids: Ints, lons: Floats, lats: Floats) -> None:
        points = on_unit_sphere(lons, lats)
        leaves = list(_leaves(points, np.arange(len(ids)), max(_FEWEST_IN_LEAF, round(len(ids) ** 0.5 / 2))))
        order = np.concatenate(leaves) if leaves else np.zeros(0, dtype=np.int64)
        self._ids, self._points = ids[order], points[order]
        self._starts = np.cumsum([0, *map(len, leaves)])
        self._low: Singles = np.array([points[leaf].min(axis=0) for leaf in leaves], np.float32).reshape(-1, 3).T
        self._high: Singles = np.array([points[leaf].max(axis=0) for leaf in leaves], np.float32).reshape(-1, 3).T

    @classmethod
    def of_kinds(
        cls, fetch: Callable[[str, Sequence[object]], list[tuple[Any, ...]]], kinds: Sequence[str]
    ) -> "PointTree":
        """Read the points of all places of these kinds from an index."""
        marks = ",".join("?" * len(kinds))
        rows = fetch(f"SELECT id, lon, lat FROM places WHERE kind IN ({marks})", kinds)  # noqa: S608 - marks only
        table = np.array(rows, dtype=np.float64).reshape(-1, 3)
        return cls(table[:, 0].astype(np.int64), table[:, 1], table[:, 2])

    def nearest(self, lons: Floats, lats: Floats, *, limit: int = 1) -> list[list[tuple[int, float]]]:
        """Return, for each point, the ids of the nearest places with their distances in kilometres.

        The places in the leaf nearest to a point bound the distance; other leaves are looked into where they come
        nearer than that.
        """
        enough = min(limit, len(self._ids))
        if enough < 1:
            return [[] for _ in range(len(lons))]
        asked = on_unit_sphere(lons, lats)
        step = max(1, _CELLS_AT_ONCE // len(self._starts))
        answers: list[list[tuple[int, float]]] = []
        for start in range(0, len(asked), step):
            answers.extend(self._nearest(asked[start : start + step], enough))
        return answers

    def _nearest(self, asked: Floats, enough: int) -> Iterator[list[tuple[int, float]]]:
        gaps = self._gaps(asked)
        everyone = np.arange(len(asked))
        first = gaps.argmin(axis=1)
        near = self._in_leaves(asked, everyone, first, enough)
        gaps[everyone, first] = np.nan  # seen, and nearer than nothing
        queries, leaves = np.nonzero(gaps <= _worst(near, len(asked), enough)[:, None])
        more = self._in_leaves(asked, queries, leaves, enough)
        queries, rows, squares = (np.concatenate(column) for column in zip(near, more, strict=True))
        order = np.lexsort((self._ids[rows], squares, queries))
        queries, ids = queries[order], self._ids[rows[order]].tolist()
        kms = chords_km(squares[order]).tolist()
        for low in np.searchsorted(queries, everyone).tolist():
            yield list(zip(ids[low : low + enough], kms[low : low + enough], strict=True))

    def _gaps(self, asked: Floats) -> Singles:
        """Return the square of the distance of each point from each leaf, in radii of the Earth, never too much."""
        gaps = np.empty((len(asked), self._low.shape[1]), dtype=np.float32)
        single = asked.astype(np.float32)
        step = max(1, _CELLS_IN_CACHE // self._low.shape[1])
        for start in range(0, len(asked), step):
            whole = gaps[start : start + step]
            whole[:] = 0
            for low, high, at in zip(self._low, self._high, single[start : start + step].T, strict=True):
                gap = np.clip(at[:, None], low - _ROUNDING, high + _ROUNDING)
                gap -= at[:, None]
                gap *= gap
                whole += gap
        return gaps

    def _in_leaves(self, asked: Floats, queries: Ints, leaves: Ints, enough: int) -> tuple[Ints, Ints, Floats]:
        """Return, for pairs of point and leaf, the nearest places of the leaf: point, row, square of the chord."""
        order = np.argsort(leaves, kind="stable")
        queries, leaves = queries[order], leaves[order]
        edges = np.flatnonzero(np.diff(leaves, prepend=-1, append=-1)).tolist()
        found = []
        for low, high in pairwise(edges):
            start, end = self._starts[leaves[low] : leaves[low] + 2].tolist()
            here = queries[low:high]
            nearness = asked[here] @ self._points[start:end].T
            kept = min(enough, end - start)
            best = np.argpartition(-nearness, kept - 1, axis=1)[:, :kept] if kept > 1 else nearness.argmax(axis=1)
            found.append((np.repeat(here, kept), best.ravel() + start))
        pairs = [np.concatenate(column) for column in zip(*found, strict=True)] or [leaves, leaves]
        apart = asked[pairs[0]] - self._points[pairs[1]]
        return pairs[0], pairs[1], np.einsum("ij,ij->i", apart, apart)


def _worst(found: tuple[Ints, Ints, Floats], count: int, enough: int) -> Floats:
    """Return how far the last of each point's first finds is, endless where there are too few."""
    queries, _, squares = found
    worst = np.zeros(count)
    np.maximum.at(worst, queries, squares)
    worst[np.bincount(queries, minlength=count) < enough] = np.inf
    return worst


def _leaves(points: Floats, rows: Ints, size: int) -> Iterator[Ints]:
    """Yield the rows of each leaf: halves along the longest side, until they are small."""
    if len(rows) <= size:
        if len(rows):
            yield rows
        return
    axis = int(np.ptp(points[rows], axis=0).argmax())
    middle = len(rows) // 2
    order = np.argpartition(points[rows, axis], middle)
    yield from _leaves(points, rows[order[:middle]], size)
    yield from _leaves(points, rows[order[middle:]], size)
