"""Colours of a still, by their names in the house style, which are filled in once the picture is drawn."""

import re
from collections.abc import Mapping

LAND, WATER, COAST, BORDER, HALO, INK, SOFT, COUNTRY = (
    "@land", "@water", "@coast", "@border", "@halo", "@ink", "@soft", "@country",
)  # fmt: skip
ROAD, RAIL, TOWN = "@road", "@rail", "@town"
CONTEST, PAPER = "@contest", "@paper"
COLOURS = {
    "shipment": "@ship", "strike": "@strike", "recovery": "@find", "seizure": "@seize",
    "deployment": "@deploy", "test": "@test", "other": "@other",
}  # fmt: skip
_NAMED = re.compile(r'"@([a-z-]+)"')


def coloured(svg: str, colours: Mapping[str, str]) -> str:
    """Return a drawing with its colours filled in: only whole attributes, which text from outside never is."""
    return _NAMED.sub(lambda match: f'"{colours[match[1]]}"', svg)
