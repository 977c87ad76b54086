"""Taut lines: a path over cells or nodes pulled straight wherever the straight line is water."""

from collections.abc import Callable

import numpy as np

from geo.routes.geodesics import geodesic_m
from geo.routes.watermask import WaterMask


def pull_taut(
    points: np.ndarray, mask: WaterMask, *, on_lane: np.ndarray | None = None, lane_span_m: float = 0.0
) -> np.ndarray:
    """Drop every vertex that a straight piece over water can skip.

    A shortcut keeps the offing that the path had: it may run close inshore only where the path did.

    Args:
        points: (n, 2) lon, lat.
        mask: The water.
        on_lane: For each of the n - 1 pieces whether it is part of a shipping lane.
        lane_span_m: How long a shortcut may be that leaves a lane: its kinks go, the lane stays.

    Returns:
        (m, 2) lon, lat, both ends kept.
    """
    inshore = ~mask.is_water(points, offing=True)
    lanes = np.zeros(len(points) - 1, dtype=bool) if on_lane is None else on_lane
    passed = np.concatenate(([0], np.cumsum(inshore)))
    laned = np.concatenate(([0], np.cumsum(lanes)))

    def may_skip(start: int, end: int) -> bool:
        ends = tuple(points[start]), tuple(points[end])
        if laned[end] > laned[start] and geodesic_m(*ends) > lane_span_m:
            return False
        return mask.sees(*ends, offing=not passed[end + 1] - passed[start])

    kept = [0]
    while kept[-1] < len(points) - 1:
        kept.append(_furthest(kept[-1], len(points) - 1, may_skip))
    return points[kept]


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
