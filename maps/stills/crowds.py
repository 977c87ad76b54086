"""Symbols that would lie on each other in heaps, gathered into rings that tell how many by kind."""

from collections import Counter
from collections.abc import Sequence
from itertools import cycle

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from geo.records import Event
from maps.layout.symbols import DASHES, glyph_of
from maps.records import Points, Spot
from maps.stills.style import COLOURS, INK, PAPER
from maps.stills.text import TextStyle, text_element

FEW = 60
"""So many symbols are drawn one by one, as on the page."""
_CELL = 46.0


class Crowd(Struct, kw_only=True):
    """Spots near to each other, by their numbers, and where their ring stands."""

    x: float
    y: float
    spots: list[int]
    count: int

    @property
    def radius(self) -> float:
        """Pixels, as wide as its number needs."""
        return 7 + 3.4 * len(str(self.count))


def spots_of(points: Points) -> list[Spot]:
    """Return the spots of a page of thousands."""
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for event, lon, lat in zip(points.event, points.lon, points.lat, strict=True):
        held.setdefault((lon, lat), []).append((event, 0))
    return [
        Spot(lon=lon / 10_000, lat=lat / 10_000, near_m=0, label="", items=items) for (lon, lat), items in held.items()
    ]


def gather(spots: Sequence[Spot], pixels: NDArray[np.float64]) -> list[Crowd]:
    """Return the crowds among spots that aren't stops: cells of a grid, those whose rings would meet joined."""
    free = [number for number, spot in enumerate(spots) if not any(stop for _, stop in spot.items)]
    if len(free) <= FEW:
        return []
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (column, row) in zip(free, np.floor(pixels[free] / _CELL).astype(int).tolist(), strict=True):
        cells.setdefault((column, row), []).append(number)
    kept: list[Crowd] = []
    for held in sorted(cells.values(), key=len, reverse=True):
        x, y = pixels[held].mean(axis=0)
        crowd = Crowd(x=float(x), y=float(y), spots=held, count=sum(len(spots[number].items) for number in held))
        far = ((np.hypot(one.x - x, one.y - y) - one.radius - crowd.radius, one) for one in kept)
        into = next((one for gap, one in far if gap < -2), None)  # noqa: PLR2004 - rings may touch
        if into is None:
            kept.append(crowd)
            continue
        part = crowd.count / (into.count + crowd.count)
        into.x, into.y = into.x + (crowd.x - into.x) * part, into.y + (crowd.y - into.y) * part
        into.spots, into.count = [*into.spots, *held], into.count + crowd.count
    return [crowd for crowd in kept if crowd.count > 1]


def draw_crowd(crowd: Crowd, spots: Sequence[Spot], events: Sequence[Event]) -> str:
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
    return "".join(parts) + text_element(str(crowd.count), crowd.x, crowd.y + 4, number)


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
