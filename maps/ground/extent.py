"""What the map must show, in longitudes that run on across ±180°, and where it needs a second scale."""

from collections.abc import Iterable, Sequence
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.records.view import Box

MERCATOR_LIMIT_DEG = 85.05
WORLD_DEG = 360.0


def central_meridian(longitudes: Iterable[float]) -> float:
    """Return the middle of the shortest stretch of the globe that holds every longitude; 0 for none."""
    turned = np.unique(np.mod(np.fromiter(longitudes, dtype=float), WORLD_DEG))
    if not len(turned):
        return 0.0
    after = np.append(turned[1:], turned[0] + WORLD_DEG)
    widest = len(turned) - 1 - int(np.argmax((after - turned)[::-1]))
    middle = float(turned[widest] + after[widest] + WORLD_DEG) / 2
    return (middle + 180) % WORLD_DEG - 180


Degrees = TypeVar("Degrees", float, NDArray[np.float64])


def unwrap(lon: Degrees, centre: float) -> Degrees:
    """Return a longitude, or many, within 180° of `centre`."""
    return (lon - centre + 180) % WORLD_DEG - 180 + centre


def mercator_y(lat: float) -> float:
    """Return the northing on a sphere of 360 units around: one unit is a degree at the equator."""
    limited = max(-MERCATOR_LIMIT_DEG, min(MERCATOR_LIMIT_DEG, lat))
    return degrees(asinh(tan(radians(limited))))


def mercator_lat(y: float) -> float:
    """Return the latitude of a northing."""
    return degrees(atan(sinh(y * pi / 180)))


def box_around(points: Sequence[tuple[float, float]], *, margin: float, least: float, aspect: float) -> Box:
    """Return the box of a frame that holds unwrapped points: at least so wide, of an aspect, with a margin."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = mercator_y(min(y for _, y in points)), mercator_y(max(y for _, y in points))
    width, height = max(east - west, least), max(north - south, least / aspect)
    width, height = max(width, height * aspect), max(height, width / aspect)
    width, height = min(width * (1 + 2 * margin), WORLD_DEG), height * (1 + 2 * margin)
    x, y = (west + east) / 2, (south + north) / 2
    return Box(
        west=x - width / 2, south=mercator_lat(y - height / 2), east=x + width / 2, north=mercator_lat(y + height / 2)
    )
