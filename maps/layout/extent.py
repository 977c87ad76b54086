"""What the map must show, in longitudes that run on across ±180°, and where it needs a second scale."""

from collections.abc import Iterable, Sequence
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from maps.records import Box

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
    """Return the box of a frame that holds the points.

    Args:
        points: Unwrapped lon, lat; at least one.
        margin: Part of the width and height left free on each side.
        least: Smallest width, in degrees of longitude at the equator.
        aspect: Width to height of the frame, which the box is widened to.
    """
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = mercator_y(min(y for _, y in points)), mercator_y(max(y for _, y in points))
    width, height = max(east - west, least), max(north - south, least / aspect)
    width, height = max(width, height * aspect), max(height, width / aspect)
    width, height = min(width * (1 + 2 * margin), WORLD_DEG), height * (1 + 2 * margin)
    x, y = (west + east) / 2, (south + north) / 2
    return Box(
        west=x - width / 2, south=mercator_lat(y - height / 2), east=x + width / 2, north=mercator_lat(y + height / 2)
    )


class Detail(Struct, frozen=True, kw_only=True):
    """A second scale: the points it holds and the box that shows them."""

    points: tuple[int, ...]
    box: Box


def find_details(points: Sequence[tuple[float, float]], overview: Box, *, most: int = 2) -> list[Detail]:
    """Cut detail maps where points crowd on the overview.

    Points nearer to each other than an eighth of the overview's width make a
    group, as long as the group stays under a quarter of it; a group of two or
    more distinct points is worth a detail map where that gains a factor of three.

    Args:
        points: Unwrapped lon, lat.
        overview: What the main map shows.
        most: Largest number of detail maps.

    Returns:
        The groups with the most points, from west to east.
    """
    width = overview.east - overview.west
    groups = _groups(points, near=width / 8, widest=width / 4)
    details = []
    for group in groups:
        held = [points[i] for i in group]
        if len({(round(x, 2), round(y, 2)) for x, y in held}) < 2:  # noqa: PLR2004 - one point needs no detail
            continue
        box = box_around(held, margin=0.22, least=0.9, aspect=1.25)
        if box.east - box.west <= width / 3:
            details.append(Detail(points=tuple(group), box=box))
    chosen = sorted(details, key=lambda detail: (-len(detail.points), detail.box.west))[:most]
    return sorted(chosen, key=lambda detail: detail.box.west)


def _groups(points: Sequence[tuple[float, float]], *, near: float, widest: float) -> list[list[int]]:
    """Join the nearest groups, by Mercator distance, until none are near or the joint one would be too wide."""
    flat = [(x, mercator_y(y)) for x, y in points]
    places: dict[tuple[float, float], list[int]] = {}
    for index, point in enumerate(flat):
        places.setdefault(point, []).append(index)
    spots = list(places)
    links = sorted(
        (((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, i, j)
        for i, (ax, ay) in enumerate(spots)
        for j, (bx, by) in enumerate(spots[:i])
        if abs(ax - bx) < near and abs(ay - by) < near
    )
    group_of = {i: [i] for i in range(len(spots))}
    for distance, i, j in links:
        joint = group_of[i] + group_of[j]
        if distance >= near or group_of[i] is group_of[j] or _spread([spots[k] for k in joint]) > widest:
            continue
        for k in joint:
            group_of[k] = joint
    distinct = {id(group): group for group in group_of.values()}
    return [sorted(index for k in group for index in places[spots[k]]) for group in distinct.values()]


def _spread(points: Sequence[tuple[float, float]]) -> float:
    return max(
        max(x for x, _ in points) - min(x for x, _ in points), max(y for _, y in points) - min(y for _, y in points)
    )
