"""The legend, only what the map shows, and layers of context: areas and lines drawn under what happened."""

from collections.abc import Sequence

import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from geo.records import Event
from maps.encoding import encode_line
from maps.ground.areas import cut_about
from maps.layout.marks import place_label
from maps.layout.story import Tally
from maps.layout.symbols import CONTEXT, FEW_SPOTS, glyph_of, is_solid
from maps.records import ContextMark, Extent, Marks, PageData
from maps.texts import Texts

_MOST_WAYS = 4
_MOST_SAMPLES = 3
_STRENGTH = ("documented", "acknowledged", "claimed", "reported", "contested", "for_review")


class Legend(Struct, frozen=True, kw_only=True):
    """What each symbol, line and status means."""

    numbered: bool  # whether stops of shipments are drawn as numbers
    firm: bool  # whether any of them is of a shipment that is documented or admitted
    ways: list[tuple[str, str]]  # Letters of shipments and their ends, where several are drawn
    kinds: list[tuple[str, str]]  # Symbol and words
    legs: list[tuple[str, str, str]]  # Mode, `solid` or `claimed`, words
    extents: list[tuple[str, str]]
    statuses: list[tuple[str, str, str]]  # Status, its word, what it means

    @property
    def samples(self) -> list[tuple[str, str]]:
        """The kinds that show how each status looks: of one alone a reader would think that it is meant."""
        return self.kinds[:_MOST_SAMPLES]

    @property
    def drawn(self) -> bool:
        """Whether anything but statuses is told."""
        return bool(self.numbered or self.kinds or self.legs or self.extents)


def legend(events: Sequence[Event], tally: Tally, data: PageData, texts: Texts) -> Legend:
    """Return what the map's symbols mean."""
    marks = data.marks
    stops = [events[index] for spot in marks.spots for index, number in spot.items if number]
    numbered = bool(stops)
    used = dict([*tally.statuses, ("contested", tally.contested), ("for_review", int(tally.review))])
    return Legend(
        numbered=numbered,
        firm=any(map(is_solid, stops)),
        ways=_ways(events, marks, texts),
        kinds=_kinds(tally, texts, numbered=numbered),
        legs=_legs(events, marks, texts),
        extents=[*_extents(data, texts), *legend_items(data.context)],
        statuses=[
            (status, texts.word("status", status), texts.word("status_means", status))
            for status in _STRENGTH
            if used.get(status)
        ],
    )


def _ways(events: Sequence[Event], marks: Marks, texts: Texts) -> list[tuple[str, str]]:
    """Return which shipment a letter stands for; nothing where so many are a list of their own."""
    drawn = {event for spot in marks.spots for event, stop in spot.items if stop}
    told = [(letter, events[index]) for index, letter in marks.letters.items() if index in drawn]
    arrow = texts.word("words", "route_arrow")
    ways: dict[str, str] = {}
    for letter, event in told if len(told) <= _MOST_WAYS else ():
        ends = arrow.join(place_label(event.places[at], texts) for at in (0, -1))
        ways[ends] = ways.get(ends, "") + letter
    return [(letters, ends) for ends, letters in ways.items()]


def _kinds(tally: Tally, texts: Texts, *, numbered: bool) -> list[tuple[str, str]]:
    """Return each symbol with the kinds that it stands for: all that are not ours share one."""
    named: dict[str, list[str]] = {}
    for kind, _ in tally.kinds:
        if not (kind == "shipment" and numbered):
            named.setdefault(glyph_of(kind), []).append(texts.kind(kind))
    return [(glyph, texts.word("words", "list_sep").join(names)) for glyph, names in named.items()]


def _legs(events: Sequence[Event], marks: Marks, texts: Texts) -> list[tuple[str, str, str]]:
    items = {}
    for leg in sorted(marks.legs, key=lambda leg: (leg.direct, leg.mode, is_solid(events[leg.event]), leg.schematic)):
        if leg.direct:
            items["direct"] = ("direct", "claimed", texts.word("symbols", "direct"))
            continue
        line = texts.word("words", "schematic" if leg.schematic else "traced")
        words = f"{texts.word('modes', leg.mode)}, {line}"
        items[words] = (leg.look, "solid" if is_solid(events[leg.event]) else "claimed", words)
    return list(items.values())


def rings_count(data: PageData) -> bool:
    """Whether symbols are so many that rings gather and count them."""
    return data.points is not None or len(data.marks.spots) > FEW_SPOTS


def _extents(data: PageData, texts: Texts) -> list[tuple[str, str]]:
    marks = data.marks
    items = [("crowd", "crowd")] if rings_count(data) else []
    if any(spot.near_m for spot in marks.spots):
        items.append(("near", "near"))
    if any(spot.launch for spot in marks.spots) or any(area.launch for area in marks.areas):
        items.append(("launch", "launch"))
    extents = {area.extent for area in marks.areas if not area.launch}
    items += [(extent.value, "area" if extent is Extent.AREA else "region") for extent in sorted(extents)]
    if marks.countries:
        items.append(("country", "country"))
    by_words: dict[str, str] = {}
    for name, key in items:
        by_words.setdefault(texts.word("symbols", key), name)
    return [(name, words) for words, name in by_words.items()]


_DIGITS = 3
_PARTS_OF_WIDTH = 2000


def draw_layers(events: Sequence[Event], centre: float, language: str) -> list[ContextMark]:
    """Return each layer's areas and lines, moved to within 180° of the map's middle; points are not drawn."""
    shapes: dict[str, list[BaseGeometry]] = {}
    credits_of: dict[str, str] = {}
    for event in events:
        name = event.attributes.get(CONTEXT) or event.titled(language) or CONTEXT
        written = [place.extent for place in event.places if place.extent]
        shapes.setdefault(name, []).extend(cut_about(shapely.from_wkt(wkt), centre) for wkt in written)
        credits_of.setdefault(name, event.attributes.get("dataset_credit", ""))
    return [_mark(name, found, credits_of[name]) for name, found in shapes.items() if found]


def _mark(name: str, shapes: list[BaseGeometry], credit: str) -> ContextMark:
    west, _, east, _ = shapely.total_bounds(shapes)
    parts = shapely.get_parts(shapely.simplify(shapes, (east - west) / _PARTS_OF_WIDTH))
    areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing") and not part.is_empty]
    rings = [(area.exterior, *area.interiors) for area in areas]
    return ContextMark(
        name=name,
        credit=credit,
        rings=[[encode_line(ring.coords, digits=_DIGITS) for ring in polygon] for polygon in rings],
        lines=[encode_line(line.coords, digits=_DIGITS) for line in lines],
    )


def legend_items(layers: Sequence[ContextMark]) -> list[tuple[str, str]]:
    """Return the legend's entries: a sample's name, and the layer's name with whom to credit."""
    credited = [f"{layer.name} ({layer.credit})" if layer.credit else layer.name for layer in layers]
    return [("context area" if layer.rings else "context", text) for layer, text in zip(layers, credited, strict=True)]
