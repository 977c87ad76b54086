"""Where a still draws its points: on their places, moved apart by a few pixels where they would hide each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maps.records import Spot
from maps.stills.projection import Paper

_APART, _REACH, _ROUNDS = 21.0, 10.0, 10
_MOST = 200


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
