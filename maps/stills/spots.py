"""Where a still draws its points: on their places, moved apart by a few pixels where they would hide each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.records.view import Box
from maps.records import Spot
from maps.stills.projection import Paper

_APART, _REACH, _ROUNDS = 21.0, 10.0, 10
_MOST = 200
_FEW, _CROWDED = 12, 24.0


def spot_pixels(spots: Sequence[Spot], paper: Paper) -> NDArray[np.float64]:
    """Return a pixel for each spot, as the page's script moves them: by less than a symbol's own radius."""
    if not spots:
        return np.zeros((0, 2))
    homes = paper.points(np.array([[spot.lon, spot.lat] for spot in spots]))
    if len(spots) > _MOST:
        return homes
    fixed = np.array([bool(spot.near_m) for spot in spots])
    at = homes.copy()
    for _ in range(_ROUNDS):
        away = at[:, None, :] - at[None, :, :]
        far = np.hypot(away[..., 0], away[..., 1])
        close = (far < _APART) & (far > 0)
        push = np.where(close, (_APART - far) / 2 / np.where(far > 0, far, 1), 0.0)
        moved = at + (away * push[..., None]).sum(axis=1) - homes
        length = np.maximum(np.hypot(moved[:, 0], moved[:, 1]), 1e-9)
        at = np.where(fixed[:, None], homes, homes + moved * np.minimum(1, _REACH / length)[:, None])
    return at


def spots_in_details(spots: Sequence[Spot], pixels: NDArray[np.float64], boxes: Sequence[Box]) -> set[int]:
    """Return the spots that a detail map tells, so that the overview draws them small and without a name."""
    inside = [number for number, spot in enumerate(spots) if any(box.holds(spot.lon, spot.lat) for box in boxes)]
    if len(spots) > _FEW:
        return set(inside)
    far = [np.hypot(*(pixels - pixels[number]).T) for number in inside]
    return {number for number, each in zip(inside, far, strict=True) if (each < _CROWDED).sum() > 1}
