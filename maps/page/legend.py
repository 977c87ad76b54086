"""The legend: only what the map shows, drawn with the very classes that draw the map."""

from collections.abc import Sequence
from html import escape

from geo.records import Event
from maps.layout.symbols import glyph_of, is_solid
from maps.layout.tally import Tally
from maps.page.markup import chip, symbol
from maps.records import Extent, Marks
from maps.texts import Texts

_LINE = "M3 9H53"
_STRENGTH = ("documented", "acknowledged", "claimed", "reported")


def legend(events: Sequence[Event], tally: Tally, marks: Marks, texts: Texts) -> str:
    """Return the legend's list."""
    drawn = [*_kinds(tally, marks, texts), *_legs(events, marks, texts), *_extents(marks, texts)]
    lists = [items for items in (drawn, _statuses(tally, texts)) if items]
    if not lists:
        return ""
    entries = "".join(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" for items in lists)
    return f'<section class="legend" aria-label="{escape(texts.word("page", "legend"))}">{entries}</section>'


def _kinds(tally: Tally, marks: Marks, texts: Texts) -> list[str]:
    numbered = any(number for spot in marks.spots for _, number in spot.items)
    stops = [f'<span class="stop-sample">1</span>{escape(texts.word("symbols", "stop"))}'] if numbered else []
    shown = {
        kind: symbol(glyph_of(kind), f"k-{glyph_of(kind)} s-documented") + escape(texts.kind(kind))
        for kind, _ in tally.kinds
        if not (kind == "shipment" and numbered)
    }
    return stops + list(shown.values())


def _legs(events: Sequence[Event], marks: Marks, texts: Texts) -> list[str]:
    used = sorted({(leg.mode, is_solid(events[leg.event]), leg.schematic) for leg in marks.legs})
    items = {}
    for mode, solid, schematic in used:
        words = texts.word("modes", mode) + (f", {texts.word('words', 'schematic')}" if schematic else "")
        items[(mode, schematic)] = line_sample(mode, solid=solid) + escape(words)
    return list(items.values())


def line_sample(mode: str, *, solid: bool) -> str:
    """Return a short piece of a leg's line."""
    status = "solid" if solid else "claimed"
    paths = "".join(f'<path class="leg {mode} {layer} {status}" d="{_LINE}"/>' for layer in ("under", "over"))
    return f'<svg class="line-sample" viewBox="0 0 56 18" aria-hidden="true">{paths}</svg>'


def _extents(marks: Marks, texts: Texts) -> list[str]:
    items = []
    if any(spot.near_m for spot in marks.spots):
        items.append(("near", "near"))
    if any(spot.launch for spot in marks.spots) or any(area.launch for area in marks.areas):
        items.append(("launch", "launch"))
    extents = {area.extent for area in marks.areas if not area.launch}
    items += [(extent.value, "area" if extent is Extent.AREA else "region") for extent in sorted(extents)]
    if marks.countries:
        items.append(("country", "country"))
    words = {f'<i class="extent-sample {name}"></i>{escape(texts.word("symbols", key))}': None for name, key in items}
    return list(words)


def _statuses(tally: Tally, texts: Texts) -> list[str]:
    used = dict(tally.statuses)
    statuses = [status for status in _STRENGTH if status in used]
    items = [(status, texts.word("status", status), texts.word("status_means", status)) for status in statuses]
    if tally.contested:
        items.append(("contested", texts.word("status", "contested"), texts.word("status_means", "contested")))
    return [f"{chip(name, word)} {escape(meaning)}" for name, word, meaning in items]
