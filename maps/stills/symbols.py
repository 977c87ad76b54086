"""Symbols of a still: stops, discs, signs of what happened, as the page draws them."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import structs

from geo.records import Event
from maps.layout.symbols import GLYPHS, dashes_around, glyph_of, is_contested, is_launch, is_solid
from maps.records import Spot
from maps.stills.foot import contest_badge
from maps.stills.projection import Paper
from maps.stills.text import COLOURS, HALO, PAPER, TextStyle, text_element, way_colour

_LONG = 3  # Letters and number of a stop that need smaller type, and a wider ring
_RIM = f'<g stroke="{HALO}" stroke-width="3" paint-order="stroke">'


def colour_of(event: Event) -> str:
    """Return the colour of an event's kind, by its name in the house style."""
    return COLOURS[glyph_of(event.kind)]


def disc_around(paper: Paper, lonlat: tuple[float, float], radius_m: float, style: str, *, least: float = 0.0) -> str:
    """Return a circle of so many metres around a place, `least` pixels at least."""
    x, y = paper.points(np.array([lonlat]))[0]
    radius = max(least, radius_m * paper.scale)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {style}/>'


def draw_symbol(
    spot: Spot, x: float, y: float, paper: Paper, events: Sequence[Event], *, letters: Mapping[int, str]
) -> str:
    """Return a spot's symbol with its middle at a point: a stop's number, or the sign of its first event."""
    index, number = next((item for item in spot.items if item[1]), spot.items[0])
    stop = _stop_text(spot, letters)
    event, colour = events[index], way_colour(stop[:-1]) if number else colour_of(events[index])
    last = max(stop for _, stop in spot.items) == sum(
        place.role in ("origin", "via", "destination") and not is_launch(event, place) for place in event.places
    )
    badge = contest_badge(x + 8, y + 8) if is_contested(event) and (not number or last) else ""
    dash = "" if is_solid(event) else ' stroke-dasharray="4 2.4"'
    lettering = TextStyle(size=12 if len(stop) < _LONG else 11, weight=700, fill=colour, anchor="middle")
    if spot.near_m:
        style = f'fill="{colour}" fill-opacity=".16" stroke="{colour}" stroke-width="1.3" stroke-dasharray="2 3"'
        disc = disc_around(paper, (spot.lon, spot.lat), spot.near_m, style, least=12)
        rim = f"{_RIM}{text_element(stop, x, y + 4.3, lettering)}</g>"
        return disc + (rim if number else "") + badge
    if number:
        fill, ink = (colour, PAPER) if is_solid(event) else (PAPER, colour)
        half = 10 + 3.5 * max(0, len(stop) - _LONG + 1)
        place = f'x="{x - half:.1f}" y="{y - 10:.1f}" width="{2 * half:g}" height="20" rx="10"'
        ring = f'<rect {place} fill="{fill}" stroke="{colour}" stroke-width="2.2"{dash}/>'
        return ring + text_element(stop, x, y + 4.3, structs.replace(lettering, fill=ink)) + badge
    if spot.launch:
        ring = f'fill="{PAPER}" stroke="{colour}" stroke-width="2" stroke-dasharray="2 2"'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {ring}/>'
    fill, stroke = (colour, HALO) if is_solid(event) else (PAPER, colour)
    dash = f" {dashes_around(glyph_of(event.kind))}" if event.status == "claimed" else ""
    return (
        f'<path transform="translate({x - 10:.1f} {y - 10:.1f}) scale(.833)" d="{GLYPHS[glyph_of(event.kind)]}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="2"{dash}/>{badge}'
    )


def _stop_text(spot: Spot, letters: Mapping[int, str]) -> str:
    """Return a stop's number after the letters of its shipments; of many, or of other numbers, the first alone."""
    stops = [item for item in spot.items if item[1]]
    if not stops:
        return ""
    alike = [letters.get(event, "") for event, number in stops if number == stops[0][1]]
    return ("".join(alike) if len(alike) == len(stops) <= _LONG else alike[0]) + str(stops[0][1])
