"""Text of a still, measured by its characters as no font is at hand, and colours by their names in the house style."""

import re
from collections.abc import Mapping
from html import escape
from typing import TypeAlias

from msgspec import Struct

from maps.layout.symbols import is_second

SANS = "'DejaVu Sans', 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
SERIF = "Georgia, 'DejaVu Serif', 'Noto Serif', 'Liberation Serif', serif"
HALOED = '<g stroke="@halo" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
_PLAIN = 400
_NARROW = frozenset(" .,:;'’|!ijlIt()[]\u202f\u00a0")
_BROAD = frozenset("mwMWЖШЩЮЫФМшщжюфмы—@%")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a text's width in pixels, on the safe side."""
    ems = sum(0.36 if c in _NARROW else 0.95 if c in _BROAD else 0.7 if c.isupper() else 0.615 for c in text)
    return ems * size * (1.1 if bold else 1.0)


def wrap(text: str, size: float, room: float, *, most: int, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `room`; the last of `most` lines ends in an ellipsis where it is cut.

    A number stays with what it counts, and a colon with what follows.
    """
    lines: list[str] = []
    words = _BREAK.split(text)
    while words and len(lines) < most:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size, bold=bold) <= room:
            line += f" {words.pop(0)}"
        lines.append(line)
    if lines:
        lines[-1] = _cut(lines[-1], size, room, bold=bold, more=bool(words))
    return lines


def _cut(line: str, size: float, room: float, *, bold: bool, more: bool) -> str:
    if not more and text_width(line, size, bold=bold) <= room:
        return line
    while line and text_width(f"{line}…", size, bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


class TextStyle(Struct, frozen=True, kw_only=True):
    """How a text looks; inside `HALOED` its letters have a rim."""

    size: float
    fill: str
    weight: int = _PLAIN
    italic: bool = False
    anchor: str = "start"
    family: str | None = None
    spacing: float = 0.0


def text_element(text: str, x: float, y: float, style: TextStyle) -> str:
    """Return an SVG text whose baseline begins, ends or has its middle at a point."""
    more = f' font-family="{style.family}"' if style.family else ""
    more += f' font-weight="{style.weight}"' if style.weight != _PLAIN else ""
    more += f' text-anchor="{style.anchor}"' if style.anchor != "start" else ""
    more += ' font-style="italic"' if style.italic else ""
    more += f' letter-spacing="{style.spacing:g}"' if style.spacing else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{style.size:g}" fill="{style.fill}"{more}>{escape(text)}</text>'


LAND, WATER, COAST, BORDER, HALO, INK, SOFT, COUNTRY = (
    "@land", "@water", "@coast", "@border", "@halo", "@ink", "@soft", "@country",
)  # fmt: skip
ROAD, RAIL, TOWN, SEA = "@road", "@rail", "@town", "@sea-name"
PAPER = "@paper"
COLOURS = {
    "shipment": "@ship", "strike": "@strike", "recovery": "@find", "seizure": "@seize",
    "deployment": "@deploy", "test": "@test", "other": "@other",
}  # fmt: skip
_SECOND = "@ship-second"


def way_colour(letter: str) -> str:
    """Return the colour of a shipment by its letter: every other one has the second, so that two are told apart."""
    return _SECOND if is_second(letter) else COLOURS["shipment"]


Stroke: TypeAlias = tuple[str, float, str, str]
_BLUE = COLOURS["shipment"]
LINES: dict[str, tuple[list[Stroke], list[Stroke]]] = {
    "sea": ([(_BLUE, 5, ".1 9", "round")], [(_BLUE, 5.6, ".1 9", "round"), (PAPER, 2.6, ".1 9", "round")]),
    "rail": (
        [(INK, 4.4, "", "butt"), (PAPER, 2, "7 7", "butt")],
        [(INK, 3.8, "21 7", "butt"), (PAPER, 1.8, "0 7 7 14", "butt")],
    ),
    "road": ([(INK, 4.8, "", "butt"), (LAND, 2.4, "", "butt")], [(INK, 4.8, "12 6", "butt"), (LAND, 2.4, "", "butt")]),
    "air": ([(_BLUE, 1.8, "", "butt")], [(_BLUE, 1.8, "9 5", "butt")]),
    "track": ([(_BLUE, 4, "", "round")], [(_BLUE, 4, "14 6", "butt")]),
    "direct": ([(SOFT, 1.4, "", "butt")], [(SOFT, 1.4, "", "butt")]),
    "unknown": ([(SOFT, 2.4, "8 6", "butt")], [(SOFT, 2.4, "8 6", "butt"), (PAPER, 1, "6 8", "butt")]),
}
"""Strokes of each mode, solid and claimed, as on the page: colour, width, dashes, ends."""


def strokes(path: str, look: str, *, solid: bool, letter: str = "", name: str = "") -> str:
    """Return a leg's way, stroke upon stroke, in the colour of its shipment's letter; told once where it has a name."""
    own, layers = way_colour(letter), LINES[look][0 if solid else 1]
    once = f'<path id="{name}" d="{path}" fill="none"/>' if name and len(layers) > 1 else ""
    way = f'<use href="#{name}"' if once else f'<path d="{path}" fill="none"'
    return once + "".join(
        f'{way} stroke="{own if colour == _BLUE else colour}" stroke-width="{width}" stroke-linecap="{cap}"'
        + (f' stroke-dasharray="{dash}"/>' if dash else "/>")
        for colour, width, dash, cap in layers
    )


_BREAK = re.compile(r"(?<![\d:]) ")
_NAMED = re.compile(r'"@([a-z-]+)"')


def coloured(svg: str, colours: Mapping[str, str]) -> str:
    """Return a drawing with its colours filled in: only whole attributes, which text from outside never is."""
    return _NAMED.sub(lambda match: f'"{colours[match[1]]}"', svg)
