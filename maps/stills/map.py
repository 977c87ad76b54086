"""One frame of a still: ground, events and names, in the frame's own projection."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.records import Event
from maps.encoding import decode_line
from maps.layout.symbols import glyph_of, is_solid
from maps.records import Marks, PageData, Spot
from maps.stills.crowds import Crowd, draw_crowd, gather, spot_pixels, spots_in_details
from maps.stills.locator import HEIGHT, WIDTH
from maps.stills.names import CAPTION, Frame, Names, caption, holds, keep_signs, measure_ends, scale_bar
from maps.stills.projection import LANE, Paper, beside, draw_ground, path_data, points_along, way_data
from maps.stills.spots import place_names
from maps.stills.symbols import colour_of, disc_around, draw_symbol
from maps.stills.text import HALO, HALOED, INK, PAPER, SOFT, WATER, TextStyle, strokes, text_element, way_colour
from maps.texts import Texts

_EDGE = 12  # Pixels from a frame's edge within which a symbol would be cut
_TOUCHING, _MOST_TOUCH = 18, 0.5  # Pixels between symbols, and what part of all may be so near before they are small
_CORNERS = 6  # Points of a box, its sides' middles among them
_APART = 20.0  # Pixels from a letter's middle to a symbol's so that it hides none
_ROOMY = 6  # times its caption's height that a detail map has at least which is fitted below it
_LOCATED = 2  # times a small map's height that a map with one has at least


def paper_of(data: PageData, frame: Frame) -> Paper:
    """Return the way from degrees to a frame's pixels."""
    points = _fitted(data, frame)
    return Paper(
        frame.box, left=frame.left, top=frame.top, width=frame.width, height=frame.height, points=points,
        grain=frame.grain, pad=_pad(frame, len(points)), lean=0.0 if frame.letter else data.lean,
        above=CAPTION if frame.letter and frame.height > _ROOMY * CAPTION else 0.0,
    )  # fmt: skip


def _pad(frame: Frame, points: int) -> float:
    """Return the pixels kept free around what a frame is fitted to; what a detail map's box holds is whole in it."""
    least = 4.0 if frame.exact or not frame.letter else _EDGE + 2.0
    return least if points == _CORNERS else min(46.0, frame.width / 8, frame.height / 8)


def draw_frame(data: PageData, frame: Frame, events: Sequence[Event], named: set[int], *, ground: str = "") -> str:
    """Return one map as an SVG group, clipped to its frame, on a ground of its own or the one that is given.

    The spots that it names are added to `named`.
    """
    paper, names = paper_of(data, frame), Names(frame)
    clip = f"frame{frame.letter}-{frame.width:.0f}"
    left, wide = frame.left - frame.bleed[0], frame.width + sum(frame.bleed)
    rect = f'x="{left:.6g}" y="{frame.top:.6g}" width="{wide:.6g}" height="{frame.height:.6g}"'
    title = caption(frame, names)
    pixels = spot_pixels(data.marks.spots, paper)
    small = set() if frame.letter else spots_in_details(data.marks.spots, pixels, [one.box for one in data.details])
    crowds = gather(data.marks.spots, pixels)
    for crowd in crowds:
        pixels[crowd.spots] = np.nan  # told by the ring, neither drawn nor named
    if frame.letter:
        pixels[_cut_by(frame, data.marks.spots, pixels)] = np.nan
        small = _heaped(pixels)
    scale = scale_bar(paper, names, Texts(data.language))
    parts = [
        f'<clipPath id="{clip}"><rect {rect}/></clipPath><g clip-path="url(#{clip})"><rect {rect} fill="{WATER}"/>',
        ground or f'<g id="{clip}-ground">{"".join(draw_ground(data, paper))}</g>',
        *_context(data, paper),
        *_areas(data, paper, events),
        *(_leg(number, data.marks, paper, events) for number in range(len(data.marks.legs))),
        *_measures(data, paper),
        *_crowds(crowds, data, events, names),
        *_symbols(data, pixels, paper, events, names, small=small),
        *(() if frame.letter else _frames(data, paper, names, np.delete(pixels, sorted(small), axis=0))),
        *_keep_clear(data, paper, names),
        *_locator(frame, pixels, names),
        HALOED,
        *place_names(data, pixels, paper, names, named, small=small, kinds=[glyph_of(event.kind) for event in events]),
        scale,
        f"</g>{title}</g>",
    ]
    return "".join(parts)


def _fitted(data: PageData, frame: Frame) -> NDArray[np.float64]:
    """Return the points that a frame is fitted to: a detail map's box, or all that the overview draws."""
    box = frame.box
    corners = [(x, y) for x in (box.west, (box.west + box.east) / 2, box.east) for y in (box.south, box.north)]
    if frame.letter or frame.exact:
        return np.array(corners)
    points = [(spot.lon, spot.lat) for spot in data.marks.spots]
    points += [
        (x, y)
        for area in data.marks.areas
        for x in (area.box.west, area.box.east)
        for y in (area.box.south, area.box.north)
    ]
    lines = [decode_line(part, digits=3) for leg in data.marks.legs for part in leg.parts]
    if len(points) < 2 and not lines:  # noqa: PLR2004 - one point has no extent of its own
        return np.array(corners)
    return np.vstack([np.array(points).reshape(-1, 2), *lines])


def flat_height(data: PageData, width: float) -> float:
    """Return how high what the overview draws is, in pixels, on a map of a width that it fills."""
    points = _fitted(data, Frame(box=data.overview, left=0, top=0, width=width, height=width))
    paper = Paper(data.overview, left=0, top=0, width=width, height=width * 99, points=points, pad=min(46, width / 8))
    return float(np.ptp(paper.points(points)[:, 1]))


def _cut_by(frame: Frame, spots: Sequence[Spot], pixels: NDArray[np.float64]) -> list[int]:
    """Return the spots beyond a detail map's box that its edge would cut; the overview shows them whole."""
    inside = [
        (frame.left + _EDGE, frame.top + _EDGE),
        (frame.left + frame.width - _EDGE, frame.top + frame.height - _EDGE),
    ]
    free = ((pixels > inside[0]) & (pixels < inside[1])).all(axis=1)
    return [at for at in np.flatnonzero(~free).tolist() if not frame.box.holds(spots[at].lon, spots[at].lat)]


def _heaped(pixels: NDArray[np.float64]) -> set[int]:
    """Return all spots where most touch another: small ones are told apart, sizes that differ would tell something."""
    drawn = np.flatnonzero(~np.isnan(pixels[:, 0]))
    apart = np.hypot(*(pixels[drawn, None, axis] - pixels[None, drawn, axis] for axis in (0, 1)))
    touching = ((apart < _TOUCHING).sum(axis=1) > 1).sum()
    return set(drawn.tolist()) if touching > _MOST_TOUCH * len(drawn) else set()


def _context(data: PageData, paper: Paper) -> Iterable[str]:
    """Yield the layers that lie under the events."""
    for layer in data.context:
        for rings in layer.rings:
            hull, *holes = (decode_line(ring, digits=3) for ring in rings)
            shape = path_data(paper.shape(shapely.Polygon(hull, holes)), paper.grain)
            yield f'<path d="{shape}" fill="{INK}" fill-opacity=".1" stroke="{INK}" stroke-opacity=".55"/>'
        for line in layer.lines:
            way = way_data(paper.points(decode_line(line, digits=3)), paper.grain)
            yield f'<path d="{way}" fill="none" stroke="{INK}" stroke-opacity=".7" stroke-width="2"/>'


def _areas(data: PageData, paper: Paper, events: Sequence[Event]) -> Iterable[str]:
    for area in data.marks.areas:
        event = events[area.items[0][0]]
        if area.rings:
            shape = "".join(
                path_data(paper.shape(shapely.Polygon(decode_line(rings[0], digits=3))), paper.grain)
                for rings in area.rings
            )
            dash = "" if is_solid(event) else ' stroke-dasharray="5 3"'
            dash, strength = (' stroke-dasharray="1.5 4"', ".03") if area.launch else (dash, ".14")
            colour = f'fill="{colour_of(event)}" fill-opacity="{strength}" stroke="{colour_of(event)}"'
            yield f'<path d="{shape}" {colour} stroke-width="1.2"{dash}/>'
        else:
            colour = f'fill="{colour_of(event)}" stroke="{colour_of(event)}"'
            soft = 'fill-opacity=".16" stroke-opacity=".16" stroke-width="12"'
            fired = 'fill-opacity=".03" stroke-opacity=".7" stroke-width="1.2" stroke-dasharray="1.5 4"'
            style = f"{colour} {fired if area.launch else soft}"
            yield disc_around(paper, (area.lon, area.lat), area.radius_m, style)


def _leg(number: int, marks: Marks, paper: Paper, events: Sequence[Event]) -> str:
    leg = marks.legs[number]
    letter, name = marks.letters.get(leg.event, ""), f"leg{number}-{paper.name}" if paper.grain >= 1 else ""
    lines = [
        part
        for encoded in leg.parts
        for part in paper.inside(beside(paper.points(decode_line(encoded, digits=3)), leg.lane * LANE))
    ]
    path = "".join(way_data(line, paper.grain) for line in lines)
    drawn = strokes(path, leg.look, solid=is_solid(events[leg.event]), letter=letter, name=name)
    if leg.direct:
        return drawn
    colour = way_colour(letter)
    return drawn + "".join(_arrow(x, y, angle, colour) for line in lines for x, y, angle in points_along(line, 140))


def _arrow(x: float, y: float, angle: float, colour: str) -> str:
    return (
        f'<path transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})" d="M7 0L-5.5 5.6L-2.6 0L-5.5 -5.6Z" '
        f'fill="{colour}" stroke="{HALO}" stroke-width="1.2"/>'
    )


def _measures(data: PageData, paper: Paper) -> Iterable[str]:
    for measure in data.marks.measures:
        (x1, y1), (x2, y2) = measure_ends(measure, paper)
        line = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        yield f'<line {line} stroke="{SOFT}" stroke-width="1.3" stroke-dasharray="3 3"/>'


def _symbols(
    data: PageData, pixels: NDArray[np.float64], paper: Paper, events: Sequence[Event], names: Names, *, small: set[int]
) -> Iterable[str]:
    alone = np.flatnonzero(~np.isnan(pixels[:, 0])).tolist()
    drawn = ((number, data.marks.spots[number], pixels[number]) for number in alone)
    for number, spot, (x, y) in sorted(drawn, key=lambda one: is_solid(events[one[1].items[0][0]])):
        if not holds(names.frame, x, y):
            continue
        size = 7 if number in small else 11
        names.marks.append((x - size, y - size, 2 * size, 2 * size))
        symbol = draw_symbol(spot, float(x), float(y), paper, events, letters=data.marks.letters)
        shrunk = f'<g transform="translate({x:.1f} {y:.1f}) scale(.58) translate({-x:.1f} {-y:.1f})">{symbol}</g>'
        yield shrunk if number in small and not spot.near_m else symbol


def _frames(data: PageData, paper: Paper, names: Names, pixels: NDArray[np.float64]) -> Iterable[str]:
    """Yield a frame for each detail map, with its letter beside the first corner where it hides no symbol."""
    for detail in data.details:
        box = detail.box
        corners = shapely.segmentize(shapely.box(box.west, box.south, box.east, box.north), 1.0)
        ends = [(lon, lat) for lat in (box.north, box.south) for lon in (box.west, box.east)]
        middles = paper.points(np.array(ends)) + np.array([(-8, -8), (8, -8), (-8, 8), (8, 8)])
        apart = np.nanmin(abs(middles[:, None] - pixels[None]).max(axis=2), axis=1, initial=_APART)
        frame = names.frame
        low, high = (frame.left + 8, frame.top + 8), (frame.left + frame.width - 8, frame.top + frame.height - 8)
        inside = ((middles >= low) & (middles <= high)).all(axis=1)
        x, y = middles[int(np.argmax(np.where(inside, apart, apart - _APART)))] - 8
        names.taken.append((x, y, 16, 16))
        outline = path_data(paper.shape(corners), paper.grain)
        yield f'<path d="{outline}" fill="none" stroke="{INK}" stroke-opacity=".55"/>'
        yield f'<rect x="{x:.1f}" y="{y:.1f}" width="16" height="16" rx="2" fill="{INK}"/>' + text_element(
            detail.letter, x + 8, y + 12, TextStyle(size=11, weight=700, fill=PAPER, anchor="middle")
        )


def _locator(frame: Frame, pixels: NDArray[np.float64], names: Names) -> Iterable[str]:
    """Yield the small map, cut at its edge, in a corner where no symbol lies, where the frame has room for it."""
    w, h, gap = WIDTH / 2, HEIGHT / 2, 8
    right, low = frame.left + frame.width - w - gap, frame.top + frame.height - h - gap
    for x, y in ((right, frame.top + gap), (frame.left + gap, frame.top + gap), (frame.left + gap, low)):
        over = (pixels > (x - _EDGE, y - _EDGE)) & (pixels < (x + w + _EDGE, y + h + _EDGE))
        if frame.locator and frame.height > _LOCATED * h and not over.all(axis=1).any():
            names.taken.append((x - 4, y - 4, w + 8, h + 8))
            place = f'x="{x:.1f}" y="{y:.1f}" width="{w:g}" height="{h:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
            yield f"<svg {place}>{frame.locator}</svg>"
            return


def _crowds(crowds: Sequence[Crowd], data: PageData, events: Sequence[Event], names: Names) -> Iterable[str]:
    for crowd in crowds:
        if holds(names.frame, crowd.x, crowd.y):
            r = crowd.radius + 2
            names.taken.append((crowd.x - r, crowd.y - r, 2 * r, 2 * r))
            yield draw_crowd(crowd, data.marks.spots, events, Texts(data.language))


def _keep_clear(data: PageData, paper: Paper, names: Names) -> Iterable[str]:
    """Tell the names where the legs run and where areas have their signs; draws nothing."""
    keep_signs(data, paper, names)
    for leg in data.marks.legs:
        for part in leg.parts:
            for line in paper.inside(paper.points(decode_line(part, digits=3))):
                names.lines.extend((x - 4, y - 4, 8, 8) for x, y, _ in points_along(line, 9))
    return ()
