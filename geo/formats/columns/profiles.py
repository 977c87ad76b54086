"""What a column's values are: dates, numbers, positions, countries, addresses, words of a choice."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from geo.formats.columns.dates import names_a_month, parse_date
from geo.formats.columns.headers import find_value, read_value
from geo.formats.columns.numbers import country_code, parse_bounded, parse_coordinates, parse_degrees, parse_number
from geo.formats.layout.cells import Cell, plain_texts

_SAMPLE = 300
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_WKT_START = re.compile(r"(?i)\s*(?:POINT|LINESTRING|POLYGON|MULTI\w+|GEOMETRYCOLLECTION)\s*Z?M?\s*\(")
_DATE_LIKE = re.compile(r"\d[-/.–]\d|\d-?W\d|[QTHS]\d|[^\W\d_]{3,}|^\d{8}$")
"""What a date needs that a bare number lacks."""
_CLOCK = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?::\d{2})?.*|\d{3,4}")
_WORDY = re.compile(r"[^\W\d_TZhHQSW]")  # Letters that a bare day with its time has no use for
_PROSE = re.compile(r"(?:\S+\s+){6}\S")  # Seven words and more
_CODE = re.compile(r"[A-Z]{3,5}")  # as ICAO, IATA and the UN name airports and ports
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
    serial: bool = False  # whether it counts the rows: 1, 2, 3

    def share(self, what: str) -> float:
        """Return the share of values that are of a sort."""
        return self.shares.get(what, 0.0)


def profile(values: Sequence[Cell]) -> Profile:
    """Return a column's profile, from a sample spread over its length."""
    filled = [cell for cell in values if cell is not None and cell != ""]
    sample = plain_texts(filled[:: max(1, len(filled) // _SAMPLE)][:_SAMPLE])
    counts: dict[str, int] = {}
    for text in sample:
        for what in _sorts(text[:1000]):
            counts[what] = counts.get(what, 0) + 1
    size = max(1, len(sample))
    distinct = len(set(filled)) / max(1, len(filled))
    serial = len(filled) > 2 and plain_texts(filled) == [str(at) for at in range(1, len(filled) + 1)]  # noqa: PLR2004
    shares = {what: n / size for what, n in counts.items()}
    return Profile(filled=len(filled), distinct=distinct, shares=shares, serial=serial)


def _sorts(text: str) -> list[str]:
    """Return what a value may be; it may be several things."""
    found = []
    if _URL.match(text):
        return ["url"]
    if _WKT_START.match(text):
        found.append("wkt")
        return found
    found += _numeric_sorts(text)
    if _PROSE.match(text):
        found.append("prose")
    if len(text) <= _WORDS_LENGTH:
        if _is_date(text):
            found.append("date")
            if _DATE_LIKE.search(text):
                found.append("written date")
        if _CLOCK.fullmatch(text):
            found.append("time")
        told = {"country": country_code(text), "code": _CODE.fullmatch(text), "half": read_value("hemisphere", text)}
        found += [name for name, known in told.items() if known]
        found += [name for name in _CHOICES if read_value(name, text)]
        if "kind" not in found and not _PROSE.match(text) and find_value("kind", text):
            found.append("kind")
    return found


def _is_date(text: str) -> bool:
    """Return whether a value is a date: of those in words only ones that name a month, since all others are rare."""
    if not any(char.isdigit() for char in text) or (_WORDY.search(text) and not names_a_month(text)):
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
