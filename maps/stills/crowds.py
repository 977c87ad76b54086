"""Symbols that would hide each other: moved apart by some pixels, or gathered into rings that tell how many by kind."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, cycle

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from geo.records import Event
from geo.records.view import Box
from maps.layout.symbols import DASHES, FEW_SPOTS, glyph_of
from maps.records import Points, Spot
from maps.stills.projection import Paper
from maps.stills.text import COLOURS, INK, PAPER, TextStyle, text_element
from maps.texts import Texts

_CELL, _NEAR, _FARTHEST, _MOVED = 14.0, 33.0, 80.0, 12.0
"""Pixels of the cells that spots are first sorted into, how near they join a fuller one, beyond which none does;
how far a ring may be moved."""


class Crowd(Struct, kw_only=True):
    """Spots near to each other, by their numbers, and where their ring stands."""

    x: float
    y: float
    spots: list[int]
    count: int

    @property
    def radius(self) -> float:
        """Pixels, as wide as its number and what parts the thousands need."""
        return 7 + 3.4 * len(f"{self.count:,}")


def spots_of(points: Points) -> list[Spot]:
    """Return the spots of a page of thousands."""
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for event, lon, lat in zip(accumulate(points.event), points.lon, points.lat, strict=True):
        held.setdefault((lon, lat), []).append((event, 0))
    return [
        Spot(lon=lon / 10_000, lat=lat / 10_000, near_m=0, label="", items=items) for (lon, lat), items in held.items()
    ]


def gather(spots: Sequence[Spot], pixels: NDArray[np.float64]) -> list[Crowd]:
    """Return the crowds among spots that aren't stops: where most are; rings that can't be moved apart are one."""
    free = [number for number, spot in enumerate(spots) if not any(stop for _, stop in spot.items)]
    if len(free) <= FEW_SPOTS:
        return []
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (column, row) in zip(free, np.floor(pixels[free] / _CELL).astype(int).tolist(), strict=True):
        cells.setdefault((column, row), []).append(number)
    counts = {number: len(spots[number].items) for number in free}
    near = [_joined([held], counts, pixels) for held in cells.values()]
    kept, before = _gathered(near, counts, pixels, lambda *_: _NEAR), 0
    while len(kept) != before:
        _spread(kept)
        before, kept = len(kept), _gathered(kept, counts, pixels, lambda one, other: one.radius + other.radius)
    _spread(kept)
    return [crowd for crowd in kept if crowd.count > 1]


def _spread(crowds: Sequence[Crowd]) -> None:
    """Move rings that would meet apart, by less than their own radius: a heap is not one ring for a pixel's sake."""
    homes = np.array([(crowd.x, crowd.y) for crowd in crowds]).reshape(-1, 2)
    radii = np.array([crowd.radius if crowd.count > 1 else 0.0 for crowd in crowds])
    room, at = radii[:, None] + radii[None, :] + 4, homes.copy()
    for _ in range(_ROUNDS):
        away = at[:, None, :] - at[None, :, :]
        far = np.hypot(away[..., 0], away[..., 1])
        push = np.where((far < room) & (far > 0), (room - far) / 2 / np.where(far > 0, far, 1), 0.0)
        moved = at + (away * push[..., None]).sum(axis=1) - homes
        length = np.maximum(np.hypot(moved[:, 0], moved[:, 1]), 1e-9)
        at = homes + moved * np.minimum(1, _MOVED / length)[:, None]
    for crowd, (x, y) in zip(crowds, at.tolist(), strict=True):
        crowd.x, crowd.y = x, y


def _gathered(
    crowds: Sequence[Crowd],
    counts: Mapping[int, int],
    pixels: NDArray[np.float64],
    reach: Callable[[Crowd, Crowd], float],
) -> list[Crowd]:
    """Put each crowd, the fullest first, into one that lies within their reach: not along a grid."""
    groups: list[list[Crowd]] = []
    for crowd in sorted(crowds, key=lambda one: (-one.count, one.x, one.y)):
        firsts = np.array([(group[0].x, group[0].y) for group in groups]).reshape(-1, 2)
        far = np.hypot(firsts[:, 0] - crowd.x, firsts[:, 1] - crowd.y)
        into = next((at for at in np.flatnonzero(far < _FARTHEST) if far[at] < reach(groups[at][0], crowd)), None)
        if into is None:
            groups.append([crowd])
        else:
            groups[into].append(crowd)
    return [_joined([crowd.spots for crowd in group], counts, pixels) for group in groups]


def _joined(held: Sequence[Sequence[int]], counts: Mapping[int, int], pixels: NDArray[np.float64]) -> Crowd:
    spots = [number for part in held for number in part]
    x, y = pixels[spots].mean(axis=0)
    return Crowd(x=float(x), y=float(y), spots=spots, count=sum(counts[number] for number in spots))


def draw_crowd(crowd: Crowd, spots: Sequence[Spot], events: Sequence[Event], texts: Texts) -> str:
    """Return a ring whose parts tell the kinds, and its number."""
    kinds = Counter(glyph_of(events[event].kind) for number in crowd.spots for event, _ in spots[number].items)
    radius, at = crowd.radius, f'cx="{crowd.x:.0f}" cy="{crowd.y:.0f}"'
    around, turned = 2 * np.pi * radius, 0.0
    parts = [f'<circle {at} r="{radius + 2:.1f}" fill="{PAPER}"/>']
    for glyph, count in kinds.most_common():
        long = around * count / kinds.total()
        dashes = " ".join(f"{step:.3g}" for step in _arc(DASHES[glyph], long, float(around)))
        style = f'fill="none" stroke="{COLOURS[glyph]}" stroke-width="4"'
        turn = f'stroke-dasharray="{dashes}" stroke-dashoffset="{-turned:.1f}"'
        parts.append(f'<circle {at} r="{radius:.1f}" {style} {turn}/>')
        turned += long
    number = TextStyle(size=11.5, weight=600, fill=INK, anchor="middle")
    return "".join(parts) + text_element(texts.number(crowd.count), crowd.x, crowd.y + 4, number)


def _arc(dashes: Sequence[float], long: float, around: float) -> list[float]:
    """Return the dashes and gaps of an arc so long, and the gap that is the rest of its ring."""
    steps: list[float] = []
    for step in cycle(dashes or (long,)):
        left = long - sum(steps)
        if left <= step:
            steps.append(left)
            break
        steps.append(step)
    return [*steps, around] if len(steps) % 2 else [*steps[:-1], steps[-1] + around]


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
