"""Taut lines: a path over cells or nodes pulled straight wherever the straight line is water."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from geo.routes.geodesics import geodesic_m
from geo.routes.sea.mask import WaterMask, divide_arcs

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
