"""Names of places on a still: as many as find room beside their symbol, others at the end of a thin line."""

from collections.abc import Iterable, Sequence
from math import hypot

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from maps.records import PageData, Spot
from maps.stills.names import Names, area_names, country_names, holds, leg_names, measure_names, town_names, water_names
from maps.stills.projection import Paper
from maps.stills.text import INK, SOFT, TextStyle, text_element, text_width
from maps.texts import Texts

_ON_LINE = 4.0  # a name on a line is as bad as one in the way of so many others
_PLAIN = TextStyle(size=13, weight=600, fill=INK)
_LIGHT = TextStyle(size=12, fill=INK)  # in a heap, whose symbols are small
_LITTLE, _MANY = TextStyle(size=11.5, weight=600, fill=INK), 20  # so many names are all somewhat smaller
_HIGH, _BASE = 16.0, 12.5  # Height of a name, and where in it letters stand
_WAYS = [(float(np.cos(turn)), float(np.sin(turn))) for turn in np.radians(np.arange(0, 360, 15))]
_REACHES = range(24, 130, 12)  # Pixels from a symbol to its name at the end of a line
_UPRIGHT = 0.4  # of a line steeper than this, the way across of its length, the name has its middle at the end
_SYMBOL, _STEP = 8, 3  # Pixels from a symbol's middle where its line begins; between points of a line
_CLEAR = 7.0  # Pixels that a line keeps from the middles of other symbols


class _Place(Struct, frozen=True, kw_only=True):
    """Where the name of a spot, by its number, may stand; what speaks against it."""

    spot: int
    label: str
    box: tuple[float, float, float, float]
    anchor: str
    at: float
    cost: float = 0.0


def place_names(
    data: PageData, pixels: NDArray[np.float64], paper: Paper, names: Names, named: set[int], *, small: set[int],
    kinds: Sequence[str],
) -> Iterable[str]:  # fmt: skip
    """Return all names of a frame, the most important first; the spots that it names are added to `named`."""
    frame = names.frame
    yield from _spot_names(data, pixels, names, named, small)
    yield from area_names(data, paper, names, kinds)
    for naming in (leg_names, measure_names, town_names, country_names, water_names):
        yield from naming(data, paper, names, frame)


def _spot_names(
    data: PageData, pixels: NDArray[np.float64], names: Names, named: set[int], small: set[int]
) -> Iterable[str]:
    """Name the spots, those that no detail map shows first, and add those named to `named`.

    What is small on the overview a detail map names; in a detail map all are, or none.
    """
    texts, frame, spots = Texts(data.language), names.frame, data.marks.spots
    boxes = [] if frame.letter else [detail.box for detail in data.details]
    alone = np.flatnonzero(~np.isnan(pixels[:, 0])).tolist()  # what rings tell has no pixel
    asked = {at: _label(spots[at], texts) for at in alone if frame.letter or at not in small}
    style = _LIGHT if frame.letter and small else _LITTLE if len(asked) > _MANY else _PLAIN
    for again in (False, True):
        told = {
            at: text
            for at, text in asked.items()
            if again is any(box.holds(spots[at].lon, spots[at].lat) for box in boxes)
        }
        places = [
            place
            for at, text in told.items()
            for place in _beside(at, text, spots[at], pixels[at], names=names, style=style)
        ]
        for place in _most(places):
            names.take(*place.box, on_lines=True)
            named.add(place.spot)
            del told[place.spot]
            yield _drawn(place, style)
        for place, line in _led(told, pixels, names, style):
            named.add(place.spot)
            yield f'<path d="{line}" fill="none" stroke="{SOFT}" stroke-width=".9"/>{_drawn(place, style)}'


def _drawn(place: _Place, style: TextStyle) -> str:
    return text_element(place.label, place.at, place.box[1] + _BASE, structs.replace(style, anchor=place.anchor))


def _label(spot: Spot, texts: Texts) -> str:
    """Return a name and, where no stop's number is its sign, how many events are there: "Toropets ×12"."""
    many = len(spot.items) > 1 and not any(stop for _, stop in spot.items)
    return f"{spot.label} ×{texts.number(len(spot.items))}" if many else spot.label


def _width(label: str, style: TextStyle) -> float:
    return text_width(label, style.size, bold=style.weight > _LIGHT.weight)


def _beside(
    number: int, label: str, spot: Spot, pixel: NDArray[np.float64], *, names: Names, style: TextStyle
) -> Iterable[_Place]:
    """Yield where a spot's name may stand, each with what speaks against it: not being the first, lying on a line."""
    (x, y), w, gap = pixel, _width(label, style), 22 if spot.near_m else 10 if style is _LIGHT else 14
    up, down, side = y - gap - 13, y + gap - 3, gap - 9
    places = (
        (x + gap, y - 8, "start", x + gap), (x - gap - w, y - 8, "end", x - gap),
        (x + side, up, "start", x + side), (x + side, down, "start", x + side),
        (x - side - w, up, "end", x - side), (x - side - w, down, "end", x - side),
        (x - w / 2, up, "middle", x), (x - w / 2, down, "middle", x),
   )  # fmt: skip
    for order, (left, top, anchor, at) in enumerate(places):
        box = (left, top, w, _HIGH)
        if names.is_free(*box, on_lines=True):
            # A place of many events, whose number nothing else tells, goes before others.
            cost = order / 4 + (0 if names.is_free(*box) else _ON_LINE) - min(8, 2 * (len(spot.items) - 1))
            yield _Place(spot=number, label=label, box=box, anchor=anchor, at=at, cost=cost)


def _most(places: Sequence[_Place]) -> Iterable[_Place]:
    """Choose one place a name so that many find room: the one in the way of the fewest others goes first."""
    if not places:
        return
    x, y, w, h = np.array([place.box for place in places]).T
    meet = (x < (x + w)[:, None]) & (x[:, None] < x + w) & (y < (y + h)[:, None]) & (y[:, None] < y + h)
    spots, cost = (np.array([getattr(place, name) for place in places]) for name in ("spot", "cost"))
    rivals, open_ = meet & (spots != spots[:, None]), np.ones(len(places), dtype=bool)
    while open_.any():
        best = int(np.argmin(np.where(open_, (rivals & open_).sum(axis=1) + cost, np.inf)))
        yield places[best]
        open_ &= ~meet[best] & (spots != spots[best])


def _led(
    told: dict[int, str], pixels: NDArray[np.float64], names: Names, style: TextStyle
) -> Iterable[tuple[_Place, str]]:
    """Yield places farther off for names without room beside their symbol, the nearest first, each with its line."""
    for reach in _REACHES:
        for number in [number for number in told if holds(names.frame, *pixels[number])]:
            x, y = pixels[number]
            for across, up in _WAYS:
                end = (x + reach * across, y + reach * up)
                place = _at_end(number, told[number], end, (across, up), style)
                line = [(x + far * across, y + far * up) for far in range(_SYMBOL, reach, _STEP)]
                if names.is_free(*place.box, on_lines=True) and _is_clear(line, names):
                    names.taken += [place.box, *((a - 1.5, b - 1.5, 3.0, 3.0) for a, b in line)]
                    del told[number]
                    yield place, f"M{line[0][0]:.1f} {line[0][1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
                    break


def _at_end(number: int, label: str, end: tuple[float, float], way: tuple[float, float], style: TextStyle) -> _Place:
    """Return the place of a name at the end of a line."""
    (x, y), wide = end, _width(label, style)
    if abs(way[0]) < _UPRIGHT:
        box = (x - wide / 2, y - _HIGH if way[1] < 0 else y, wide, _HIGH)
        return _Place(spot=number, label=label, box=box, anchor="middle", at=x)
    left, anchor, at = (x + 2, "start", x + 2) if way[0] > 0 else (x - 2 - wide, "end", x - 2)
    return _Place(spot=number, label=label, box=(left, y - _HIGH / 2, wide, _HIGH), anchor=anchor, at=at)


def _is_clear(line: Sequence[tuple[float, float]], names: Names) -> bool:
    """Return whether a line runs over no name, no other line and the middle of no other symbol."""
    middles = [(x + w / 2, y + h / 2) for x, y, w, h in names.marks]
    return not any(
        any(x < a < x + w and y < b < y + h for x, y, w, h in names.taken)
        or any(hypot(x - a, y - b) < _CLEAR for x, y in middles)
        for a, b in line
    )
