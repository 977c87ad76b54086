"""A still of the map as SVG, for print, newsletters and social cards, and how large it is."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import product
from math import log
from typing import TYPE_CHECKING, Unpack

from msgspec import structs

from geo.records import Event, EventFile
from maps.cleaning import LABEL_LENGTH, shown
from maps.errors import PageError
from maps.ground.extent import mercator_y
from maps.layout.lay_out import Layout, Options, lay_out
from maps.layout.legend import legend, rings_count
from maps.layout.story import Tally, tally_events
from maps.layout.symbols import glyph_of
from maps.page.sections import context_sources
from maps.records import DetailMap, PageData
from maps.stills.crowds import spots_of
from maps.stills.foot import KICKER, MARGIN, Told, draw_foot, draw_header
from maps.stills.formats import CARD, FEW_PIXELS
from maps.stills.listed import draw_list, draw_unplaced, list_events
from maps.stills.locator import draw_locator
from maps.stills.map import draw_frame, flat_height, paper_of
from maps.stills.names import CAPTION, CITY, Frame, is_cut
from maps.stills.text import PAPER, SANS, coloured, text_width
from maps.style import default_style
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

PAGE, _PHONE = (900, 420), 520
_SPLITS = (0.34, 0.42, 0.5, 0.6)  # how much of a still detail maps may have
_OVERVIEW_SHARE = 4.5  # what the overview counts for, beside a detail map's share
_GAP, _CUT = 3.0, 0.4  # A name that is cut is as bad as a map so much smaller
_LEAST_MAP, _ROOM_ABOUT, _TOO_HIGH = 0.45, 1.8, 1.5
"""A map is at least so high beside its width, or its story's height; one that would be higher has a list below."""
_MOST_LISTED = 12
_PAPERS = 80  # Characters of a line of publishers
_PRINTED = ("borders", "places_by")
_PAGE_GRAIN = 1.0
_ALIKE = 0.97  # of its scale that a ground is drawn at again: it reaches a little beyond its frame


def draw_still(
    event_file: EventFile,
    *,
    size: tuple[float, float] = CARD,
    zoom: float = 1.0,
    mm: tuple[int, int] | None = None,
    bleed_mm: float = 0.0,
    **options: Unpack[Options],
) -> str:
    """Draw the events as one SVG picture in a projection that suits their extent.

    Args:
        event_file: As for `draw_map`.
        size: Width and height in units, in which type has the size that it has on a page.
        zoom: Pixels of a unit, so that type is read where the picture is shown small; `parse_size` tells one.
        mm: What they measure on paper, whatever the zoom.
        bleed_mm: How far the picture reaches beyond the page, whose measures stay; it needs `mm`.
        **options: As `maps.layout.lay_out.Options` tells.

    Returns:
        SVG without scripts, links or references to anything outside it.

    Raises:
        PageError: The size is too small to hold a map.
    """
    width, height = size
    bleed = bleed_mm * width / mm[0] if mm else 0.0
    if min(size) < FEW_PIXELS:
        raise PageError(
            f"size {width:g}x{height:g}: a still needs {FEW_PIXELS} pixels each way at least; 1200x630 is a card"
        )
    layout = lay_out(event_file, still=width / height, **options)
    heading, sentence, view, language = layout.heading, layout.lead, layout.view, layout.texts.language
    kicker = _kicker(layout, width)
    header, top = ([], 0.0) if "header" in view.hide else draw_header(kicker, heading, sentence, width, height)
    foot: list[str] = []
    if layout.nowhere:
        maps = draw_unplaced(layout, width, top, height - MARGIN)
    else:
        said = bool(header) and not options.get("lead")  # the lead that is made tells how many are drawn and not
        routes = options.get("routes") or {}
        maps, foot = _pictured(layout, (width, top, height), bleed, routes, said=said, short=not mm)
    sides = [f"{side + 2 * bleed_mm:g}mm" for side in mm] if mm else [f"{side * zoom:g}" for side in size]
    whole = f'x="{-bleed:.4g}" y="{-bleed:.4g}" width="{width + 2 * bleed:.6g}" height="{height + 2 * bleed:.6g}"'
    box = " ".join(re.findall(r'"([^"]+)"', whole))
    place = f'viewBox="{box}" width="{sides[0]}" height="{sides[1]}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {place} role="img" lang="{language}" font-family="{SANS}">',
        f"<title>{escape(heading)}</title><desc>{escape(sentence)}</desc>",
        f'<rect {whole} fill="{PAPER}"/>',
        *maps,
        *header,
        *foot,
        "</svg>",
    ]
    return coloured("\n".join(parts) + "\n", (options.get("style") or default_style()).light)


def _pictured(
    layout: Layout, room: tuple[float, float, float], bleed: float, routes: Mapping[str, Sequence["TracedLeg | None"]],
    *, said: bool, short: bool,
) -> tuple[list[str], list[str]]:  # fmt: skip
    """Return maps and foot in a room of a width, from one height to another; what the lead said is not said again."""
    events, texts, data, gone = layout.events, layout.texts, layout.data, set(layout.off_map)
    width, top, height = room
    drawn = tally_events([event for index, event in enumerate(events) if index not in gone])
    signs = legend(events, drawn, data, texts)
    told = _told(layout, drawn, routes, short=short)
    if said:
        told = structs.replace(told, counts=signs.kinds, unplaced="")
    room = (width, top, draw_foot(signs, told, texts, width, height)[1])
    listed, bottom = _list_below(layout, room)
    maps, left = _maps(layout, (width, top, bottom), bleed)
    if left and not rings_count(data):
        told = structs.replace(told, notes=[*told.notes, texts.count("sentence", "names_left", left)])
        room = (width, top, draw_foot(signs, told, texts, width, height)[1])
        listed, bottom = _list_below(layout, room)
        maps, _ = _maps(layout, (width, top, bottom), bleed)
    return [*maps, *listed], draw_foot(signs, told, texts, width, height)[0]


def _list_below(layout: Layout, room: tuple[float, float, float]) -> tuple[list[str], float]:
    """Return the events as a list where the map of a story would be much higher than it, and where the map ends."""
    (width, top, bottom), data = room, layout.data
    least = max(_LEAST_MAP * width, _ROOM_ABOUT * flat_height(data, width))
    drawn = [index for index in range(len(layout.events)) if index not in layout.off_map]
    hidden = data.details or layout.view.extent or "table" in layout.view.hide or len(drawn) > _MOST_LISTED
    if hidden or bottom - top < _TOO_HIGH * least:
        return [], bottom
    told = list_events(layout, drawn)
    # What has no room for its quotes tells titles and days, then titles alone; a part of a story is no list of it.
    for lines in (None, 1, 0):
        short = [(event, title, small[:lines]) for event, title, small in told]
        _, end, whole = draw_list(short, width, 0, bottom - top - least - MARGIN / 2)
        if whole:
            y = bottom - end - MARGIN / 2
            return draw_list(short, width, y, bottom)[0], y
    return [], bottom


def draw_maps(data: PageData, events: Sequence[Event], name: str) -> str:
    """Return a page's maps as SVG in its own colours, for a reader without a script: one picture, and a phone's.

    On a phone detail maps lie below each other, and a map that has none is drawn anew, narrow.
    """
    if data.points:
        data = structs.replace(data, marks=structs.replace(data.marks, spots=spots_of(data.points)))
    if rings_count(data):  # heaps are told by rings
        data = structs.replace(data, details=[])
    data = structs.replace(data, lean=0.0)  # what is shown besides costs characters
    frames = [structs.replace(frame, grain=_PAGE_GRAIN) for frame in _frames(data, PAGE[0], 0, PAGE[1])]
    named: set[int] = set()
    drawn = [draw_frame(data, frame, events, named) for frame in frames]
    if len(frames) > 1:
        groups = [f'<g id="still-{at}">{one}</g>' for at, one in enumerate(drawn)]
        narrow = [(frame, f'<use href="#still-{at}"/>') for at, frame in enumerate(frames)]
    else:
        groups, narrow = drawn, [_on_phone(data, frames[0], events)]
    whole = structs.replace(frames[0], width=PAGE[0], height=PAGE[1])
    pictures = [("wide", whole, "".join(groups)), *(("narrow", *one) for one in narrow)]
    label = f'role="img" aria-label="{escape(name)}"'
    svg = "".join(
        f'<svg class="{look}" viewBox="{one.left:g} {one.top:g} {one.width:g} {one.height:g}" {label}>{content}</svg>'
        for look, one, content in pictures
    )
    return coloured(svg, {name: f"var(--{name})" for name in default_style().light})


def _on_phone(data: PageData, wide: Frame, events: Sequence[Event]) -> tuple[Frame, str]:
    """Return a narrow frame and its map, which stands on the wide one's ground where that holds all of it.

    It names fewer towns: what it tells is read where it is shown small.
    """
    towns = [town for town in data.basemap.towns if town.people >= CITY]
    data = structs.replace(data, basemap=structs.replace(data.basemap, towns=towns))
    frame, box = structs.replace(wide, width=_PHONE), wide.box
    if len(data.marks.spots) == 1 and not data.marks.legs and not data.fit:  # a lone place needs less around it
        less = (box.east - box.west) * (1 - _PHONE / PAGE[0]) / 2
        frame = structs.replace(frame, box=structs.replace(box, west=box.west + less, east=box.east - less))
    one, other = paper_of(data, wide), paper_of(data, frame)
    size = other.scale / one.scale
    x = _PHONE / 2 + (one.x0 - other.x0) * other.scale - size * PAGE[0] / 2
    y = PAGE[1] / 2 * (1 - size) - (one.y0 - other.y0) * other.scale
    moved = f'<use href="#frame-{PAGE[0]}-ground" transform="translate({x:.1f} {y:.1f}) scale({size:.4f})"/>'
    return frame, draw_frame(data, frame, events, set(), ground=moved if size > _ALIKE else "")


def _maps(layout: Layout, room: tuple[float, float, float], bleed: float) -> tuple[list[str], int]:
    """Return the maps in a room of a width, from one height to another, and how many places they leave unnamed."""
    (width, top, bottom), data = room, layout.data
    frames = _frames(data, width, top, bottom - top)
    frames[0] = structs.replace(frames[0], exact=bool(layout.view.extent), locator=draw_locator(layout))
    for at, frame in enumerate(frames):  # what ends at the page's side goes on beyond it
        sides = (frame.left <= 0, frame.left + frame.width >= width)
        frames[at] = structs.replace(frame, bleed=(bleed * sides[0], bleed * sides[1]))
    named: set[int] = set()
    maps = [draw_frame(data, frame, layout.events, named) for frame in frames]
    return maps, len(data.marks.spots) - len(named)


def _kicker(layout: Layout, width: float) -> str:
    """Return what stands above the headline: what the map tells, and of which days; the lead tells one event's own."""
    texts, tally = layout.texts, tally_events(layout.events)
    days = [texts.date(tally.span)] if tally.span and len(layout.events) > 1 else []
    ways = [" · ".join(filter(None, (texts.word("page", "kicker"), when))) for when in (*days, tally.years)]
    return next((way for way in ways if text_width(way, KICKER, bold=True) < width - 2 * MARGIN), ways[-1])


def _told(layout: Layout, drawn: Tally, routes: Mapping[str, Sequence["TracedLeg | None"]], *, short: bool) -> Told:
    """Return what the foot says beside the legend: how many of what are drawn and how many are not, notes, credits."""
    texts, data, missing = layout.texts, layout.data, len(layout.off_map)
    credits_ = [texts.word("page", "short_credit")] if short else [texts.word("page", key) for key in _PRINTED]
    legs = [leg for legs in routes.values() for leg in legs if leg is not None]
    for source in (*context_sources(data.basemap), *(leg.source or "" for leg in legs)):
        name = source.split(",")[0].split(";")[0]
        if not any(name.split(" (")[0] in credit for credit in credits_):
            credits_.append(name)
    return Told(
        sign="ring" if rings_count(data) else "glyph",
        counts=[(glyph_of(kind), texts.count("kinds", kind, number)) for kind, number in drawn.kinds],
        unplaced=f"({texts.count('sentence', 'unplaced', missing)})" if missing else "",
        notes=_leg_notes(data, texts),
        credits=[*_papers(layout), *credits_],
    )


def _papers(layout: Layout) -> list[str]:
    """Return the line that names the articles' publishers, where they are few."""
    names = dict.fromkeys(shown(article.publisher, LABEL_LENGTH) for article in layout.articles if article.publisher)
    line = layout.texts.word("page", "articles_by", names=", ".join(names))
    return [line] if names and len(line) < _PAPERS else []


def _leg_notes(data: PageData, texts: Texts) -> list[str]:
    """Return what a reader should know of the legs, each mode's together where a sentence doesn't tell whose it is."""
    by_mode: dict[str, dict[str, None]] = {}
    for leg in data.marks.legs:
        by_mode.setdefault(leg.mode, {}).update(dict.fromkeys(leg.notes))
    if texts.language == "en":  # whole sentences
        return list(dict.fromkeys(note for notes in by_mode.values() for note in notes))
    sep = texts.word("words", "list_sep")
    told = {mode: sep.join(notes) for mode, notes in by_mode.items() if notes}
    modes = {mode: texts.word("modes", mode) for mode in told}
    return [
        texts.word("sentence", "headline_route", route=modes[mode][:1].upper() + modes[mode][1:], kinds=notes)
        for mode, notes in told.items()
    ]


def _frames(data: PageData, width: float, top: float, height: float) -> list[Frame]:
    """Lay out the overview and, beside or below it, the detail maps, so that all are as large as they can be."""
    first = Frame(box=data.overview, left=0, top=top, width=width, height=height)
    if not data.details:
        return [first]
    ways = product(_SPLITS, (True, False), (True, False))
    laid = [_arranged(first, data.details, split, beside=beside, stacked=stacked) for split, beside, stacked in ways]
    return max(laid, key=lambda frames: _largeness(frames, [_OVERVIEW_SHARE, *(one.share for one in data.details)]))


def _arranged(first: Frame, details: Sequence[DetailMap], split: float, *, beside: bool, stacked: bool) -> list[Frame]:
    """Give a part of a room to detail maps, at its right or its foot, one below the other or in a row."""
    side, low = (split * first.width, first.height) if beside else (first.width, split * first.height)
    left, y = first.left + first.width - side, first.top + first.height - low
    size = {"width": first.width - side - _GAP} if beside else {"height": first.height - low - _GAP}
    frames, whole = [structs.replace(first, **size)], sum(detail.share for detail in details)
    free = (low if stacked else side) - _GAP * (len(details) - 1)
    for detail in details:
        part = free * detail.share / whole
        w, h = (side, part) if stacked else (part, low)
        frames.append(
            Frame(box=detail.box, left=left, top=y, width=w, height=h, letter=detail.letter, name=detail.name)
        )
        left, y = (left, y + h + _GAP) if stacked else (left + w + _GAP, y)
    return frames


def _largeness(frames: Sequence[Frame], shares: Sequence[float]) -> float:
    """Return how large frames show their boxes: a map twice as large counts as much wherever it is, by its share."""
    found = 0.0
    for frame, share in zip(frames, shares, strict=True):
        box = frame.box
        across, up = box.east - box.west, mercator_y(box.north) - mercator_y(box.south)
        scale = min(frame.width / across, (frame.height - (CAPTION if frame.letter else 0)) / up)
        found += share * (log(max(scale, 1e-9)) - (_CUT if frame.letter and is_cut(frame) else 0))
    return found
