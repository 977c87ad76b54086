"""What a column's values are: dates, numbers, positions, countries, words of a choice; what free text in it says."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from msgspec import Struct

from geo.articles.blocks import Block, BlockKind
from geo.articles.languages import find_language
from geo.formats.columns.dates import names_a_month, parse_date
from geo.formats.columns.headers import find_value, header_parts, plain_words, read_value, tables
from geo.formats.columns.numbers import country_code, parse_bounded, parse_coordinates, parse_degrees, parse_number
from geo.formats.layout.cells import Cell, plain_texts
from geo.language.casualties import find_casualties
from geo.language.sentence import read_sentence
from geo.language.tables import event_tables, known_languages

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
_COUNTED = re.compile(r"[<>≥≤~]?\s*\d[\d.,]*(?:\s*[-–—]\s*\d+|\s*\+)?")
_LONGEST = 300  # Characters of a text in which its kind or its dead are looked for
_HARMS = ("killed", "wounded")
_PIECES = re.compile(r"(?<=[.;!?])\s+|\n")

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


def profiles_of(columns: Iterable[Sequence[Cell]]) -> list[Profile]:
    """Return each column's profile."""
    return [profile(values) for values in columns]


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


def named_kind(texts: Iterable[str]) -> str | None:
    """Return the text that names a kind of event, None where they name none or several."""
    named = {kind: text for text in reversed(list(texts)) if (kind := find_value("kind", text))}
    return next(iter(named.values())) if len(named) == 1 else None


def told_kind(text: str) -> str | None:
    """Return the kind that a text names beyond doubt: "missile attack", not "attack", which may be with knives."""
    return find_value("kind", text[:_LONGEST], firm=True)


def both_harms(text: str, header: str) -> dict[str, str]:
    """Return the dead and wounded of one cell: "3/12" below "Killed/Wounded", or "3 killed, 12 injured"."""
    names = {word: name for name in _HARMS for word in header_parts(name)}
    order = list(dict.fromkeys(names[word] for word in plain_words(header) if word in names))
    halves = [half.strip() for half in re.split("[/|;]", text)]
    if len(order) == len(halves) == 2:  # noqa: PLR2004 - the dead and the wounded
        return {name: half for name, half in zip(order, halves, strict=True) if half}
    found: dict[str, str] = {}
    for piece in re.split(r"[;,](?!\d)|(?<=\w)\s+(?=\d)", text):
        said = {names[word] for word in plain_words(piece) if word in names}
        if len(said) == 1 and (number := _COUNTED.search(piece)):
            found.setdefault(said.pop(), number[0].strip())
    return found


def told_harms(text: str) -> dict[str, int]:
    """Return the dead and wounded of whom a text tells in words: "Runway hit, four wounded"."""
    counts: dict[str, int] = {}
    for piece in _PIECES.split(text[:_LONGEST]):
        spoken = {language for word in plain_words(piece) for language in _harm_words().get(word, ())}
        language = next(iter(spoken)) if len(spoken) == 1 else find_language(text) if spoken else None
        if language in known_languages():
            counts = _harms_of(piece, language) | counts
    return counts


@lru_cache(maxsize=20_000)
def _harms_of(piece: str, language: str | None) -> dict[str, int]:
    whole = Block(kind=BlockKind.BODY, start=0, end=len(piece))
    tables = event_tables(language)
    found = find_casualties(read_sentence(piece, (0, len(piece)), whole, tables, toponyms=(), published=None))
    counts = {name: getattr(found, name) for name in _HARMS} if found else {}
    return {name: count for name, count in counts.items() if count is not None}


@cache
def _harm_words() -> dict[str, list[str]]:
    """Return the words of the dead and wounded, each with the languages that have it."""
    said = [(word, language) for language in tables() for name in _HARMS for word in header_parts(name, language)]
    return {word: [language for other, language in said if other == word] for word, _ in said}
