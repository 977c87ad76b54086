"""From a point to the places nearest to it."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EARTH_RADIUS_KM = 6371.009
_KM_PER_DEG = _EARTH_RADIUS_KM * np.pi / 180
_WIDEST_DEG = 181.0


class PointTree:
    """Points of places, in a tree. Distances are great-circle, within 0.5% of the geodesic."""

    def __init__(self, ids: Ints, lons: Floats, lats: Floats) -> None:
        self._ids = ids
        self._lons = lons
        self._lats = lats
        self._tree = shapely.STRtree(shapely.points(lons, lats))

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

        The place nearest in degrees bounds the distance; a box of that size holds the nearest in kilometres. Where
        more than one is asked for, boxes are widened until they hold enough.

        Args:
            lons: Degrees.
            lats: Degrees.
            limit: How many for each point.
        """
        answers: list[list[tuple[int, float]]] = [[] for _ in range(len(lons))]
        enough = min(limit, len(self._ids))
        if not enough or not len(lons):
            return answers
        open_ones = np.arange(len(lons))
        reach = self._bounds_deg(lons, lats) * (1 if enough == 1 else 2)
        while len(open_ones):
            found = self._within(lons[open_ones], lats[open_ones], reach, enough)
            done = np.array([len(answer) >= enough for answer in found]) | (reach >= _WIDEST_DEG)
            for number in np.flatnonzero(done):
                answers[open_ones[number]] = found[number][:enough]
            open_ones, reach = open_ones[~done], np.minimum(reach[~done] * 2, _WIDEST_DEG)
        return answers

    def _bounds_deg(self, lons: Floats, lats: Floats) -> Floats:
        """Return, for each point, a distance within which there surely is a place, in degrees of arc."""
        places = self._tree.nearest(shapely.points(lons, lats))
        best = distances_km(lons, lats, self._lons[places], self._lats[places])
        bounds: Floats = best / _KM_PER_DEG * 1.000001 + 1e-6
        return bounds

    def _within(self, lons: Floats, lats: Floats, reach: Floats, enough: int) -> list[list[tuple[int, float]]]:
        """Return, for each point, the places within its reach, the nearest first."""
        queries, places = self._within_boxes(lons, lats, reach)
        km = distances_km(lons[queries], lats[queries], self._lons[places], self._lats[places])
        inside = km <= reach[queries] * _KM_PER_DEG
        queries, places, km = queries[inside], places[inside], km[inside]
        order = np.lexsort((km, queries))
        queries, ids, kms = queries[order], self._ids[places[order]], km[order]
        starts = np.searchsorted(queries, np.arange(len(lons) + 1))
        return [
            list(
                zip(
                    ids[first : min(first + enough, last)].tolist(),
                    kms[first : min(first + enough, last)].tolist(),
                    strict=True,
                )
            )
            for first, last in pairwise(starts)
        ]

    def _within_boxes(self, lons: Floats, lats: Floats, reach: Floats) -> tuple[Ints, Ints]:
        """Return pairs of query and place where the place lies in a box that holds a circle of `reach` degrees."""
        polar = np.minimum(np.abs(lats) + reach, 90)
        shrink = np.cos(np.radians(polar))
        half = np.where(shrink > reach / 180, reach / np.maximum(shrink, 1e-9), 180)
        pairs = []
        for turn in (-360, 0, 360):
            boxes = shapely.box(lons + turn - half, lats - reach, lons + turn + half, lats + reach)
            touching = (lons + turn - half <= 180) & (lons + turn + half >= -180)  # noqa: PLR2004 - degrees
            asked = np.flatnonzero(touching)
            queries, places = self._tree.query(boxes[asked])
            pairs.append((asked[queries], places))
        queries = np.concatenate([query for query, _ in pairs])
        places = np.concatenate([place for _, place in pairs])
        unique = np.unique(queries * np.int64(len(self._ids)) + places)
        return unique // len(self._ids), unique % len(self._ids)


def distances_km(lons: Floats, lats: Floats, other_lons: Floats, other_lats: Floats) -> Floats:
    """Return great-circle distances between pairs of points, in kilometres."""
    one, other = np.radians(lats), np.radians(other_lats)
    half = np.sin((other - one) / 2) ** 2
    half += np.cos(one) * np.cos(other) * np.sin(np.radians(other_lons - lons) / 2) ** 2
    arcs: Floats = 2 * _EARTH_RADIUS_KM * np.arcsin(np.minimum(1, np.sqrt(half)))
    return arcs
