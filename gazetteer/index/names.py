"""A place's names as rows of the index: their keys, and what romanisation tables make of them."""

from collections.abc import Iterator, Sequence
from itertools import islice

from gazetteer.index.sources.rows import NOT_WRITTEN, Name, NameFlag, PlaceRow
from gazetteer.match.keys import bare_key, name_key, name_keys
from gazetteer.match.romanisation import languages_of, languages_of_country, other_korean_spelling, romanisations

NameValues = tuple[str, str, str | None, int]
"""Key, name, language, flags."""

_NOT_WRITTEN = int(NOT_WRITTEN)
_ROMANISED, _BARE, _MAIN = int(NameFlag.ROMANISED), int(NameFlag.BARE), int(NameFlag.MAIN)
_KEPT = int(NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.SHORT)


def names_of_places(rows: Sequence[PlaceRow]) -> Iterator[list[NameValues]]:
    """Yield, for each place, key, name, language, flags of its names, the same key in the same language once."""
    texts: list[str] = []
    for row in rows:
        texts.append(row.name)
        texts.extend([name.text for name in row.names])
    keys = iter(name_keys(texts))
    spellings = _spellings(rows)
    for row in rows:
        yield _name_values(row, next(keys), islice(keys, len(row.names)), spellings)


def _name_values(row: PlaceRow, main: str, keys: Iterator[str], spellings: "Spellings") -> list[NameValues]:
    values: dict[tuple[str, str | None], NameValues] = {}
    if main:
        values[main, None] = (main, row.name, None, _MAIN)
    for key, name in zip(keys, row.names, strict=True):
        text, language, flags = name.text, name.language, int(name.flags)
        if not key or (key, language) in values:
            continue
        values[key, language] = (key, text, language, flags)
        if " " in key or "'" in text or "’" in text:
            bare = bare_key(text)
            if bare != key:
                values.setdefault((bare, None), (bare, text, language, flags | _BARE))
    for name, spelling, language, own in _foreign_names(row):
        flags = _ROMANISED | (int(name.flags) & _KEPT)
        if spelling != name.text:
            key = name_key(spelling)
            values.setdefault((key, "ko"), (key, spelling, "ko", flags))
        for value in _written(spelling, language, flags, spellings[spelling, language], main if own else None):
            if value[0] and value[0] != main and (value[2] or (value[0], None) not in values):
                values.setdefault((value[0], value[2]), value)
    return list(values.values())


def _written(
    text: str, language: str, flags: int, written: list[tuple[str, str, str | None]], main: str | None
) -> Iterator[NameValues]:
    """Yield a name's spellings in every system, and itself where it is the place's current name.

    A spelling counts as a language's only if it comes from the current name: one of them has the key `main`.
    """
    current = main is not None and any(key == main for key, _, _ in written)
    if current:
        yield name_key(text), text, language, flags & _KEPT
    for key, spelling, tongue in written:
        yield key, spelling, tongue if current else None, flags


Spellings = dict[tuple[str, str], list[tuple[str, str, str | None]]]
"""By text and the language it is read as: key, spelling, and the language that writes it so, in every system."""


def _foreign_names(row: PlaceRow) -> Iterator[tuple[Name, str, str, bool]]:
    """Yield the names of a place that tables apply to: name, spelling, language to read it as, whether the place's own.

    A Korean name comes in the spelling of either half of the country.
    """
    tables = languages_of_country(row.country)
    if not tables:
        return
    for name in (Name(row.name), *row.names):
        if name.text.isascii() or int(name.flags) & _NOT_WRITTEN:
            continue
        other = other_korean_spelling(name.text) if "ko" in tables else name.text
        for spelling in dict.fromkeys((name.text, other)):
            for language in languages_of(spelling):
                if language in tables and name.language in (None, language):
                    yield name, spelling, language, tables[language]


def _spellings(rows: Sequence[PlaceRow]) -> Spellings:
    """Return what the tables make of all names of these places; all at once, for speed."""
    wanted: dict[str, dict[str, None]] = {}
    for row in rows:
        for _, spelling, language, _ in _foreign_names(row):
            wanted.setdefault(language, {})[spelling] = None
    found: Spellings = {}
    for language, texts in wanted.items():
        one_line = [" ".join(text.split("\n")) for text in texts]
        for text in texts:
            found[text, language] = []
        for system, written in romanisations("\n".join(one_line), (language,)):
            spelt = written.split("\n")
            for text, key, spelling in zip(texts, name_keys(spelt), spelt, strict=True):
                found[text, language].append((key, spelling, system.written_in))
    return found
