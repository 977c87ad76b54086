"""What free text in a table says: the kind of an event, how many were killed and wounded."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from geo.articles.blocks import Block, BlockKind
from geo.articles.languages import find_language
from geo.formats.columns.headers import find_value, header_parts, plain_words, tables
from geo.language.casualties import find_casualties
from geo.language.sentence import read_sentence
from geo.language.tables import event_tables, known_languages

_COUNTED = re.compile(r"[<>≥≤~]?\s*\d[\d.,]*(?:\s*[-–—]\s*\d+|\s*\+)?")
_LONGEST = 300  # Characters of a text in which its kind or its dead are looked for
_HARMS = ("killed", "wounded")
_PIECES = re.compile(r"(?<=[.;!?])\s+|\n")


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
