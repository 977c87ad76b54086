"""What a column holds: the share of its values that are dates, coordinates, countries, addresses, ..."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from geo.formats.columns.countries import country_code
from geo.formats.columns.dates import names_a_month, parse_date
from geo.formats.columns.headers import find_value, read_value
from geo.formats.columns.numbers import parse_bounded, parse_coordinates, parse_degrees, parse_number
from geo.formats.layout.cells import Cell, unguard

_SAMPLE = 300
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_WKT = re.compile(r"(?i)\s*(?:POINT|LINESTRING|POLYGON|MULTI\w+|GEOMETRYCOLLECTION)\s*Z?M?\s*\(")
_DATE_LIKE = re.compile(r"\d[-/.]\d|[^\W\d_]{3,}|^\d{8}$")
"""What a date needs that a bare number lacks."""
_CLOCK = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?::\d{2})?.*|\d{3,4}")
_LETTERS = re.compile(r"[^\W\d_TZh]")
"""Letters that a bare day with its time has no use for."""
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:")
_MOST_LAT, _MOST_LON = 90, 180
_COORDINATE_DECIMALS = re.compile(r"-?\d{1,3}[.,]\d{2,}")
_WORDS_LENGTH = 120
_CHOICES = ("status", "precision", "mode", "boolean", "role", "kind")

Shares: TypeAlias = dict[str, float]


class Profile(Struct, frozen=True, kw_only=True):
    """One column's values, as shares from 0 to 1 of those that are filled."""

    filled: int
    distinct: float
    shares: Shares

    def share(self, what: str) -> float:
        """Return the share of values that are of a sort."""
        return self.shares.get(what, 0.0)


def profile(values: Sequence[Cell]) -> Profile:
    """Return a column's profile, from a sample spread over its length."""
    texts = [text for cell in values if (text := unguard(cell) if isinstance(cell, str) else _plain(cell))]
    step = max(1, len(texts) // _SAMPLE)
    sample = texts[::step][:_SAMPLE]
    counts: dict[str, int] = {}
    for text in sample:
        for what in _sorts(text[:1000]):
            counts[what] = counts.get(what, 0) + 1
    size = max(1, len(sample))
    distinct = len(set(texts)) / max(1, len(texts))
    return Profile(filled=len(texts), distinct=distinct, shares={what: n / size for what, n in counts.items()})


def _plain(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _sorts(text: str) -> list[str]:
    """Return what a value may be; it may be several things."""
    found = []
    if _URL.match(text):
        return ["url"]
    if _WKT.match(text):
        found.append("wkt")
        return found
    found += _numeric_sorts(text)
    if len(text) <= _WORDS_LENGTH:
        if _is_date(text):
            found.append("date")
            if _DATE_LIKE.search(text):
                found.append("written date")
        if _CLOCK.fullmatch(text):
            found.append("time")
        if country_code(text):
            found.append("country")
        found += [name for name in _CHOICES if read_value(name, text)]
        if "kind" not in found and find_value("kind", text):
            found.append("kind")
    return found


def _is_date(text: str) -> bool:
    """Return whether a value is a date: of those in words only ones that name a month, since all others are rare."""
    if not any(char.isdigit() for char in text) or (_LETTERS.search(text) and not names_a_month(text)):
        return _STAMP.match(text) is not None
    return parse_date(text, order="dmy") is not None or parse_date(text, order="mdy") is not None


def _numeric_sorts(text: str) -> list[str]:
    found: list[str] = []
    if not any(char.isdigit() for char in text):
        return found
    if (number := parse_number(text, decimal="." if "," not in text else ",")) is not None:
        found += ["number", "whole"] if number.is_integer() else ["number"]
    if parse_bounded(text).value is not None:
        found.append("amount")
    if (degrees := parse_degrees(text)) is not None and abs(degrees[0]) <= _MOST_LON:
        found.append("degrees")
        found += ["latitude"] if abs(degrees[0]) <= _MOST_LAT else ["beyond 90"]
        if degrees[1] or _COORDINATE_DECIMALS.fullmatch(text):
            found.append("exact degrees")
    elif parse_coordinates(text) is not None:
        found.append("pair")
    return found
