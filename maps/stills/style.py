"""Colours of a still, by their names in the house style, which are filled in once the picture is drawn."""

import re
from collections.abc import Mapping
from typing import TypeAlias

LAND, WATER, COAST, BORDER, HALO, INK, SOFT, COUNTRY = (
    "@land", "@water", "@coast", "@border", "@halo", "@ink", "@soft", "@country",
)  # fmt: skip
ROAD, RAIL, TOWN = "@road", "@rail", "@town"
CONTEST, PAPER = "@contest", "@paper"
COLOURS = {
    "shipment": "@ship", "strike": "@strike", "recovery": "@find", "seizure": "@seize",
    "deployment": "@deploy", "test": "@test", "other": "@other",
}  # fmt: skip
Stroke: TypeAlias = tuple[str, float, str, str]
_BLUE = COLOURS["shipment"]
LINES: dict[str, tuple[list[Stroke], list[Stroke]]] = {
    "sea": ([(_BLUE, 5, ".1 9", "round")], [(_BLUE, 5.6, ".1 9", "round"), (PAPER, 2.6, ".1 9", "round")]),
    "rail": (
        [(INK, 4.4, "", "butt"), (PAPER, 2, "7 7", "butt")],
        [(INK, 3.8, "21 7", "butt"), (PAPER, 1.8, "0 7 7 14", "butt")],
    ),
    "road": (
        [(INK, 4.8, "", "butt"), (LAND, 2.4, "", "butt")],
        [(INK, 4.8, "12 6", "butt"), (LAND, 2.4, "", "butt")],
    ),
    "air": ([(_BLUE, 1.8, "", "butt")], [(_BLUE, 1.8, "9 5", "butt")]),
    "track": ([(_BLUE, 4, "", "round")], [(_BLUE, 4, "14 6", "butt")]),
    "direct": ([(SOFT, 1.4, "", "butt")], [(SOFT, 1.4, "", "butt")]),
    "unknown": ([(SOFT, 2.4, "8 6", "butt")], [(SOFT, 2.4, "8 6", "butt"), (PAPER, 1, "6 8", "butt")]),
}
"""Strokes of each mode, solid and claimed, as on the page: colour, width, dashes, ends."""


def strokes(path: str, look: str, *, solid: bool) -> str:
    """Return a leg's way, drawn stroke upon stroke."""
    return "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="{cap}"'
        + (f' stroke-dasharray="{dash}"/>' if dash else "/>")
        for colour, width, dash, cap in LINES[look][0 if solid else 1]
    )


_NAMED = re.compile(r'"@([a-z-]+)"')


def coloured(svg: str, colours: Mapping[str, str]) -> str:
    """Return a drawing with its colours filled in: only whole attributes, which text from outside never is."""
    return _NAMED.sub(lambda match: f'"{colours[match[1]]}"', svg)
