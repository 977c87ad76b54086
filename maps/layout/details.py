"""Detail maps: cut where symbols cover each other on the overview, and only where a second scale takes them apart."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from geo.records.view import Box
from maps.ground.extent import box_around, mercator_y

_OVERVIEW_PIXELS, _DETAIL_PIXELS = 860, 380  # Widths that both maps have on a page of a usual size
_SYMBOL_PIXELS = 24
_WIDEST = 1 / 3  # of the overview's width; a wider box would gain nothing
_WORTH = 1 / 8  # of the symbols that the best detail map clears; one that clears fewer takes room from it
_Points = NDArray[np.float64]


_BESIDE, _ABOVE = 0.22, 0.12  # of a box are kept free: on each side, where names stand, above and below
_TALLEST, _FLATTEST = 0.9, 1.25


class Detail(Struct, frozen=True, kw_only=True):
    """A second scale: the points it holds and the box that shows them."""

    points: tuple[int, ...]
    box: Box


def find_details(points: Sequence[tuple[float, float]], overview: Box, *, most: int = 3) -> list[Detail]:
    """Cut detail maps, from west to east, where the symbols of unwrapped points cover each other on the overview.

    Points whose symbols touch make a group; one too wide for a box of a third of the overview is cut in two at its
    widest gap, until each part fits. Parts rank by the symbols that their own scale clears of others; one that clears
    next to none gets no map, and no map shows what a better one shows already.
    """
    places = sorted(set(points))
    if len(places) < 2:  # noqa: PLR2004 - one symbol covers none
        return []
    width = overview.east - overview.west
    flat = np.array([(lon, mercator_y(lat)) for lon, lat in places])
    found = []
    for group in _touching(flat, _SYMBOL_PIXELS * width / _OVERVIEW_PIXELS):
        for part in _fitting(flat, group, widest=width * _WIDEST * 0.7):
            held = [places[i] for i in part]
            box = _about(held, flat[part], least=max(0.12, width / 60))
            gain = _cleared(flat[part], width, box.east - box.west)
            if gain and box.east - box.west <= width * _WIDEST:
                found.append((gain, box))
    chosen: list[Box] = []
    best = max((gain for gain, _ in found), default=0)
    for gain, box in sorted(found, key=lambda one: (-one[0], one[1].west)):
        if len(chosen) < most and gain >= best * _WORTH and not any(_overlap(box, other) for other in chosen):
            chosen.append(box)
    held = [tuple(i for i, (lon, lat) in enumerate(points) if box.holds(lon, lat)) for box in chosen]
    details = [Detail(points=inside, box=box) for inside, box in zip(held, chosen, strict=True)]
    return sorted(details, key=lambda detail: detail.box.west)


def _about(points: Sequence[tuple[float, float]], flat: _Points, *, least: float) -> Box:
    """Return the box of a detail map: as flat as its points are, within what frames beside a map are."""
    wide, high = np.ptp(flat, axis=0)
    aspect = float(min(_FLATTEST, max(_TALLEST, wide / high if high else _FLATTEST)))
    box = box_around(points, margin=_ABOVE, least=least, aspect=aspect)
    more = (box.east - box.west) * (_BESIDE - _ABOVE) / (1 + 2 * _ABOVE)
    return structs.replace(box, west=box.west - more, east=box.east + more)


def _touching(flat: _Points, near: float) -> list[NDArray[np.int64]]:
    """Return groups of points joined by steps shorter than `near`, each of two or more."""
    reach = np.hypot(*(flat[:, None, axis] - flat[None, :, axis] for axis in (0, 1))) < near
    left, groups = set(range(len(flat))), []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = set(np.flatnonzero(reach[sorted(edge)].any(axis=0)).tolist()) - group
        left -= group
        if len(group) > 1:
            groups.append(np.array(sorted(group)))
    return groups


def _fitting(flat: _Points, group: NDArray[np.int64], *, widest: float) -> list[NDArray[np.int64]]:
    """Cut a group at the widest gap of its longer side until every part is narrow enough."""
    spans = np.ptp(flat[group], axis=0)
    axis = int(np.argmax(spans))
    if len(group) < 2 or spans[axis] <= widest:  # noqa: PLR2004 - one point needs no map
        return [group] if len(group) > 1 else []
    order = group[np.argsort(flat[group, axis], kind="stable")]
    along = flat[order, axis]
    middle = 1 - np.abs(np.linspace(-0.8, 0.8, len(order) - 1))
    at = int(np.argmax(np.diff(along) * middle)) + 1
    return [*_fitting(flat, order[:at], widest=widest), *_fitting(flat, order[at:], widest=widest)]


def _cleared(flat: _Points, overview_deg: float, detail_deg: float) -> int:
    """Return how many symbols are covered on the overview, and on a detail map by half as many others or fewer."""
    apart = np.hypot(*(flat[:, None, axis] - flat[None, :, axis] for axis in (0, 1)))
    # A symbol covers itself on both.
    before = (apart * _OVERVIEW_PIXELS / overview_deg < _SYMBOL_PIXELS).sum(axis=1) - 1
    after = (apart * _DETAIL_PIXELS / detail_deg < _SYMBOL_PIXELS * 0.7).sum(axis=1) - 1
    return int(((before > 0) & (2 * after <= before)).sum())


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one.east, other.east) - max(one.west, other.west)
    tall = min(one.north, other.north) - max(one.south, other.south)
    return wide > 0 and tall > 0
