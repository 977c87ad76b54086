"""Small pieces of markup that the page, its legend and its rows share."""

import re
from html import escape

from geo.records import Event
from maps.layout.symbols import GLYPHS, dash_count, glyph_of, is_contested
from maps.texts import Texts

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def outside(text: str) -> str:
    """Return text from outside as markup: escaped, and closed in on itself where it runs the other way."""
    return f"<bdi>{escape(text)}</bdi>" if _RIGHT_TO_LEFT.search(text) else escape(text)


def word(texts: Texts, key: str) -> str:
    """Return one of the page's own words as markup."""
    return escape(texts.word("page", key))


def chip(name: str, text: str) -> str:
    """Return a small label for a status."""
    return f'<b class="chip {name}">{escape(text)}</b>'


def glyph_definitions() -> str:
    """Return the outlines of all symbols, drawn once and used by name."""
    symbols = "".join(
        f'<symbol id="g-{name}" viewBox="0 0 24 24"><path pathLength="{dash_count(name)}" d="{path}"/></symbol>'
        for name, path in GLYPHS.items()
    )
    return f'<svg class="definitions" width="0" height="0" aria-hidden="true">{symbols}</svg>'


def glyph(event: Event) -> str:
    """Return an event's symbol, hollow or filled by its status."""
    contested = " contested" if is_contested(event) else ""
    return symbol(glyph_of(event.kind), f"k-{glyph_of(event.kind)} s-{event.status.value}{contested}")


def symbol(name: str, classes: str = "") -> str:
    """Return a symbol by its name."""
    names = f"glyph {classes}".strip()
    return f'<svg class="{names}" aria-hidden="true"><use href="#g-{name}"/></svg>'
