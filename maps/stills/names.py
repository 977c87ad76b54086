"""Names on a still: placed one after the other, the most important first, so that none covers another."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from geo.records.view import Box
from maps.encoding import decode_line
from maps.layout.symbols import GLYPHS
from maps.records import MeasureMark, PageData
from maps.stills.projection import LANE, Paper, beside, points_along, words_along
from maps.stills.text import (
    COLOURS,
    COUNTRY,
    HALO,
    INK,
    PAPER,
    SEA,
    SOFT,
    TOWN,
    TextStyle,
    text_element,
    text_width,
    way_colour,
    wrap,
)
from maps.texts import Texts

_NAMED_WIDE = 40  # Pixels of an area that is named although a detail map does so
CAPTION = 24.0  # Pixels of the height of a detail map's letter and name
_LETTER = 34  # Pixels of a detail map's letter and what is around its name
_TOWNS_DEG, CITY = 10.0, 200_000
_IN_WATER = 2.4  # times the room around a point of a sea, its name may be as long
_LEAST_LINE = 14  # points of a leg, every six pixels, that a label of its length needs


_Box = tuple[float, float, float, float]


class Frame(Struct, frozen=True, kw_only=True):
    """Where a map stands on the picture, in pixels, and what it shows."""

    box: Box
    left: float
    top: float
    width: float
    height: float
    letter: str = ""
    name: str = ""
    exact: bool = False  # whether the box is what somebody asked for, not only what must be seen
    grain: float = 0.1  # Pixels that its lines are drawn to
    locator: str = ""  # A small map that tells where this one lies, as SVG
    bleed: tuple[float, float] = (0.0, 0.0)  # Pixels that it reaches beyond the page, on the left and on the right


class Names:
    """Places names so that none covers another or a symbol."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.taken: list[_Box] = []
        self.marks: list[_Box] = []  # symbols: no name lies on them
        self.lines: list[_Box] = []
        self.signs: dict[int, _Box] = {}  # of areas, until each has its name

    def take(self, x: float, y: float, w: float, h: float, *, on_lines: bool = False) -> bool:
        """Take a rectangle if it lies inside the frame and free of names, symbols and, unless told otherwise, lines."""
        free = self.is_free(x, y, w, h, on_lines=on_lines)
        if free:
            self.taken.append((x, y, w, h))
        return free

    def is_free(self, x: float, y: float, w: float, h: float, *, on_lines: bool = False) -> bool:
        """Return whether a rectangle lies inside the frame and free of names, symbols and lines."""
        frame = self.frame
        inside = frame.left + 4 <= x and x + w <= frame.left + frame.width - 4
        inside = inside and frame.top + 4 <= y and y + h <= frame.top + frame.height - 4
        others = [*self.taken, *self.marks, *(() if on_lines else [*self.lines, *self.signs.values()])]
        return inside and not _meets((x, y, w, h), others)


def _meets(box: _Box, others: Iterable[_Box]) -> bool:
    """Return whether a rectangle lies on one of others."""
    x, y, w, h = box
    return any(x < a + c and a < x + w and y < b + d and b < y + h for a, b, c, d in others)


def area_names(data: PageData, paper: Paper, names: Names, kinds: Sequence[str]) -> Iterable[str]:
    """Name the areas that no detail map does, each after its kind's sign, which stands alone for want of room."""
    for number, (x, y, wide) in _signed_areas(data, paper, names).items():
        area, w = data.marks.areas[number], text_width(data.marks.areas[number].label, 12) + 15
        names.signs.pop(number, None)
        spots = _area_spots(x, y, w, wide)
        boxes = ((at, (at[0], at[2] - 8, w, 16)) for at in spots)
        free = (at for at, box in boxes if not _meets(box, names.signs.values()) and names.take(*box, on_lines=True))
        found = next(free, None)
        begin, left, down = found or (x, x - 6, y)
        glyph = kinds[area.items[0][0]]
        yield (
            f'<path transform="translate({left:.1f} {down - 6:.1f}) scale(.5)" d="{GLYPHS[glyph]}" '
            f'fill="{COLOURS[glyph]}" stroke="{HALO}" stroke-width="2"/>'
        )
        if found:
            text = begin + 15 if left == begin else begin
            yield text_element(area.label, text, down + 4, TextStyle(size=12, italic=True, fill=INK))


def keep_signs(data: PageData, paper: Paper, names: Names) -> None:
    """Keep the names of places off the signs of areas."""
    names.signs = {n: (x - 7, y - 7, 14, 14) for n, (x, y, _) in _signed_areas(data, paper, names).items()}


def _signed_areas(data: PageData, paper: Paper, names: Names) -> dict[int, tuple[float, float, float]]:
    """Return the areas that no detail map names by their numbers: the pixel of each one's sign, and how wide it is."""
    boxes = [] if names.frame.letter else [detail.box for detail in data.details]
    found = {}
    for number, area in enumerate(data.marks.areas):
        ends = paper.points(np.array([[area.box.west, area.lat], [area.box.east, area.lat], [area.lon, area.lat]]))
        wide = float(ends[1][0] - ends[0][0])
        if wide >= _NAMED_WIDE or not any(box.holds(area.lon, area.lat) for box in boxes):
            found[number] = (float(ends[2][0]), float(ends[2][1]), wide)
    return found


def _area_spots(x: float, y: float, w: float, wide: float) -> Iterable[tuple[float, float, float]]:
    """Yield where an area's sign and name may stand: the left of both and of the sign, and their height.

    Where the area is narrower than both the sign stands at its point, the name on either side; then near it.
    """
    middle, after, before = (x - w / 2, x - w / 2), (x - 6, x - 6), (x - w + 6, x - 6)
    ways = [middle, after, before] if wide > w else [after, before, middle]
    for heights in ((0, 13, -13), (21, -21, 28, -28)):
        yield from ((begin, sign, y + dy) for begin, sign in ways[:2] for dy in heights)
    yield from ((begin, sign, y + dy) for begin, sign in ways[2:] for dy in (0, 13, -13, 28, -28))


def leg_names(data: PageData, paper: Paper, names: Names, frame: Frame) -> Iterable[str]:
    """Write beside each leg that is mostly in view how long it is."""
    lines = [[paper.points(decode_line(part, digits=3)) for part in leg.parts] for leg in data.marks.legs]
    ways = [
        points_along(np.vstack([beside(part, leg.lane * LANE) for part in parts]), 6)
        for leg, parts in zip(data.marks.legs, lines, strict=True)
    ]
    seen = [[(x, y, angle) for x, y, angle in way if holds(frame, x, y)] for way in ways]
    for at, leg in enumerate(data.marks.legs):
        if not leg.label or len(seen[at]) < max(_LEAST_LINE, len(ways[at]) / 2):
            continue
        w, blue = text_width(leg.label, 12, bold=True), way_colour(data.marks.letters.get(leg.event, ""))
        others = np.array([spot[:2] for other, way in enumerate(seen) if other != at for spot in way[::2]]).reshape(
            -1, 2
        )
        for x, y in words_along(seen[at], w, gap=9 + 2 * abs(leg.lane), others=others):
            if names.take(x - w / 2, y - 8, w, 16):
                style = TextStyle(size=12, weight=600, italic=True, fill=blue, anchor="middle")
                yield text_element(leg.label, x, y + 4, style)
                break


def measure_ends(measure: MeasureMark, paper: Paper) -> NDArray[np.float64]:
    """Return both ends of a measured distance in pixels: the place, and the nearest point to it."""
    return paper.points(np.array([(lon, lat) for lat, lon in measure.line]))


def measure_names(data: PageData, paper: Paper, names: Names, frame: Frame) -> Iterable[str]:
    """Write a measured distance at the far end of its line, where the frame shows enough of it."""
    for measure in data.marks.measures:
        (x1, y1), (x, y) = measure_ends(measure, paper)
        if (data.details and not frame.letter) or abs(x - x1) + abs(y - y1) < 30:  # noqa: PLR2004 - too short to be told
            continue
        w = text_width(measure.label, 11.5)
        for left, top in ((x - w - 3, y - 8), (x - w - 3, y + 2), (x - w / 2, y - 18), (x + 3, y - 8), (x, y - 18)):
            if names.take(left, top, w, 15, on_lines=True):
                yield text_element(measure.label, left, top + 11.5, TextStyle(size=11.5, italic=True, fill=SOFT))
                break


def scale_bar(paper: Paper, names: Names, texts: Texts) -> str:
    """Return a bar of a round length in a frame's lower right corner; it holds for the frame's middle."""
    metres = paper.metres_across(90)
    unit = 10 ** int(np.floor(np.log10(metres)))
    length = max(step * unit for step in (1, 2, 5) if step * unit <= metres)
    frame, width = names.frame, 90 * length / metres
    key, number = ("m", length) if length < 1000 else ("km", length / 1000)  # noqa: PLR2004 - metres in a kilometre
    text = texts.word("words", key, n=texts.number(number))
    right, y = frame.left + frame.width - 10, frame.top + frame.height - 9
    names.taken.append((right - 96, y - 18, 106, 27))
    bar = f"M{right - width:.1f} {y - 5:.1f}V{y:.1f}H{right:.1f}V{y - 5:.1f}"
    return f'<path d="{bar}" fill="none" stroke="{SOFT}" stroke-width="1.2"/>' + text_element(
        text, right - width / 2, y - 5, TextStyle(size=10.5, fill=SOFT, anchor="middle")
    )


def holds(frame: Frame, x: float, y: float) -> bool:
    """Return whether a pixel lies in a frame."""
    return frame.left < x < frame.left + frame.width and frame.top < y < frame.top + frame.height


def country_names(data: PageData, paper: Paper, names: Names, frame: Frame) -> Iterable[str]:
    """Name the countries that have the room for it."""
    named: dict[str, Any] = {mark.code: mark for mark in data.marks.countries}
    for country in sorted(data.basemap.countries, key=lambda country: -max(spot[2] for spot in country.anchors)):
        text = country.name.upper()
        strong = country.code in named
        for x, y, pixels in _anchors(country.anchors, paper):
            size, spacing = (14, 4.0) if pixels > 60 else (10.5, 1.6)  # noqa: PLR2004 - a large country on the frame
            w = text_width(text, size, bold=True) + spacing * len(text)
            if (w > 3 * pixels + 12 and not strong) or not holds(frame, x, y):
                continue
            at = _free_spot(names, x, y, w=w, h=size * 1.4, room=pixels)
            if at:
                style = TextStyle(
                    size=size, weight=600, fill=INK if strong else COUNTRY, anchor="middle", spacing=spacing
                )
                yield text_element(text, at[0], at[1] + size * 0.35, style)
                break


def water_names(data: PageData, paper: Paper, names: Names, frame: Frame) -> Iterable[str]:
    """Name the seas that have the room for it."""
    style = TextStyle(size=12, italic=True, fill=SEA, anchor="middle", spacing=0.6)
    for water in data.basemap.waters:
        w = text_width(water.name, style.size) + style.spacing * len(water.name)
        for x, y, pixels in _anchors(water.anchors, paper):
            if w > _IN_WATER * pixels + 14 or not holds(frame, x, y):
                continue
            if at := _free_spot(names, x, y, w=w, h=style.size * 1.4, room=pixels):
                yield text_element(water.name, at[0], at[1] + style.size * 0.35, style)
                break


def _anchors(anchors: Sequence[tuple[float, float, float]], paper: Paper) -> Iterable[tuple[float, float, float]]:
    """Return where a name may be written, in pixels, and the pixels of room around, the most room first."""
    for lon, lat, room in sorted(anchors, key=lambda spot: -spot[2]):
        (x, y), (end, _) = paper.points(np.array([[lon, lat], [lon + room, lat]]))
        yield x, y, abs(end - x)


def town_names(data: PageData, paper: Paper, names: Names, frame: Frame) -> Iterable[str]:
    """Name towns that no event is about where they are in nobody's way, the largest first."""
    seen = paper.seen()
    if seen.east - seen.west - 4 > _TOWNS_DEG:
        return
    for town in data.basemap.towns:
        x, y = paper.points(np.array([[town.lon, town.lat]]))[0]
        size, weight = (12.5, 600) if town.people >= CITY else (11.5, 400)
        w = text_width(town.name, size, bold=weight > 400)  # noqa: PLR2004 - the weight of plain text
        if not holds(frame, x, y) or not names.is_free(x - 4, y - 4, 8, 8):
            continue
        for left, anchor, at in ((x + 7, "start", x + 7), (x - 7 - w, "end", x - 7)):
            if names.take(left, y - 8, w, 16):
                names.taken.append((x - 4, y - 4, 8, 8))
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.6 if weight == 400 else 3.4}" fill="{TOWN}"/>'  # noqa: PLR2004
                style = TextStyle(size=size, weight=weight, fill=TOWN, anchor=anchor)
                yield text_element(town.name, at, y + 4, style)
                break


def _free_spot(names: Names, x: float, y: float, *, w: float, h: float, room: float) -> tuple[float, float] | None:
    """Take the free rectangle nearest to a point within its room, and return its middle."""
    for dy in (0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9):
        for dx in (0, 0.4, -0.4, 0.8, -0.8):
            cx, cy = x + dx * room, y + dy * room
            if names.take(cx - w / 2, cy - h / 2, w, h):
                return cx, cy
    return None


def is_cut(frame: Frame) -> bool:
    """Return whether a detail map has no room for its whole name."""
    return text_width(frame.name, 12.5, bold=True) > frame.width - _LETTER


def caption(frame: Frame, names: Names) -> str:
    """Return a detail map's letter and name."""
    if not frame.letter:
        return ""
    name, room = frame.name, frame.width - _LETTER
    while ", " in name and text_width(name, 12.5, bold=True) > room:  # of several countries the last is left out
        name = name.rpartition(", ")[0]
    (name,) = wrap(name, 12.5, room, most=1, bold=True)
    w = _LETTER + text_width(name, 12.5, bold=True)
    names.taken.append((frame.left, frame.top, w, CAPTION))
    return (
        f'<rect x="{frame.left:.1f}" y="{frame.top:.1f}" width="{w:.1f}" height="24" fill="{PAPER}"/>'
        f'<rect x="{frame.left + 5:.1f}" y="{frame.top + 4:.1f}" width="16" height="16" rx="2" fill="{INK}"/>'
        + text_element(
            frame.letter, frame.left + 13, frame.top + 16, TextStyle(size=11, weight=700, fill=PAPER, anchor="middle")
        )
        + text_element(name, frame.left + 27, frame.top + 16.5, TextStyle(size=12.5, weight=600, fill=INK))
    )
