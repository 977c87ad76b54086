"""What the runs of a network cost under a leg's conditions, and which of them a closed line cuts."""

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from geo.routes.records import LonLat

NEVER = float("inf")


class Prices(Struct, frozen=True, kw_only=True):
    """What each run and each border costs under a leg's conditions."""

    costs: "array[float]"
    """A run's, then a border's; a search adds those of its ties and takes them off again."""
    uncut: Mapping[int, float]
    """Of a run that a line cuts, as if none did: the part on this side of the cut may be used."""
    cut: Mapping[int, np.ndarray]
    """Run to the vertices after which a closed line cuts it."""

    def whole(self, run: int) -> float:
        """Return what a run costs where no line cuts it."""
        return self.uncut.get(run, self.costs[run])

    def bars(self, run: int, low: int, high: int) -> bool:
        """Return whether a run is cut between two of its vertices."""
        cuts = self.cut.get(run)
        return cuts is not None and bool(((cuts >= low) & (cuts < high)).any())


def cuts_of_runs(
    lines: Sequence[tuple[LonLat, ...]], vertices: np.ndarray, run_of: np.ndarray
) -> dict[int, np.ndarray]:
    """Return for each run that a closed line, a sequence of lon, lat, cuts the vertices after which it does.

    `vertices` are (n, 2) lon, lat of all runs, one after the other; `run_of` is the run of each.
    """
    if not lines:
        return {}
    after = np.unique(np.concatenate([_pieces_cut(line, vertices, run_of) for line in lines]))
    runs = run_of[after]
    return {int(run): after[runs == run] for run in np.unique(runs)}


def _pieces_cut(line: tuple[LonLat, ...], vertices: np.ndarray, run_of: np.ndarray) -> np.ndarray:
    """Return the vertices whose piece to the next one of their run a line cuts."""
    from shapely import LineString, intersects, linestrings

    near = run_of[:-1] == run_of[1:]
    for values, low, high in zip(vertices.T, np.min(line, axis=0), np.max(line, axis=0), strict=True):
        below, above = values < low, values > high
        near &= ~((below[:-1] & below[1:]) | (above[:-1] & above[1:]))
    near = np.flatnonzero(near)
    pieces = linestrings(np.stack((vertices[near], vertices[near + 1]), axis=1))
    return np.asarray(near[intersects(pieces, LineString(line))])
