"""A place's names as rows of the index: their keys, and what romanisation tables make of them."""

from collections.abc import Iterator

from gazetteer.keys import bare_key, name_key, name_keys
from gazetteer.romanisation import languages_of, languages_of_country, other_korean_spelling, romanisations
from gazetteer.sources.rows import NOT_WRITTEN, Name, NameFlag, PlaceRow

NameValues = tuple[str, str, str | None, int]
"""Key, name, language, flags."""

_NOT_WRITTEN = int(NOT_WRITTEN)
_ROMANISED, _BARE, _MAIN = int(NameFlag.ROMANISED), int(NameFlag.BARE), int(NameFlag.MAIN)
_KEPT = int(NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.SHORT)


def name_values(row: PlaceRow) -> list[NameValues]:
    """Return key, name, language, flags of every name of a place, the same key in the same language once."""
    values: dict[tuple[str, str | None], NameValues] = {}
    main, *keys = name_keys([row.name, *(name.text for name in row.names)])
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
    tables = languages_of_country(row.country)
    if tables:
        for key, text, language, flags in romanised_names(row, tables, main):
            if key and key != main and (language or (key, None) not in values):
                values.setdefault((key, language), (key, text, language, flags))
    return list(values.values())


def romanised_names(row: PlaceRow, tables: dict[str, bool], main: str) -> Iterator[NameValues]:
    """Yield what the tables make of a place's Cyrillic and Hangul names: key, text, language that writes it so, flags.

    Args:
        row: The place.
        tables: Languages whose tables apply, from `languages_of_country`.
        main: Key of the place's own name. A spelling counts as a language's only if it comes from the current name.
    """
    for name in (Name(row.name), *row.names):
        if name.text.isascii() or int(name.flags) & _NOT_WRITTEN:
            continue
        flags = _ROMANISED | (int(name.flags) & _KEPT)
        spellings = [name.text]
        if "ko" in tables and other_korean_spelling(name.text) != name.text:
            spellings.append(other_korean_spelling(name.text))
            yield name_key(spellings[1]), spellings[1], "ko", flags
        for spelling in spellings:
            for language in languages_of(spelling):
                if language in tables and name.language in (None, language):
                    yield from _written_in(spelling, language, flags, main if tables[language] else None)


def _written_in(text: str, language: str, flags: int, main: str | None) -> Iterator[NameValues]:
    systems, spellings = zip(*romanisations(text, (language,)), strict=True)
    tongues = (system.written_in for system in systems)
    written = list(zip(name_keys(spellings), spellings, tongues, strict=True))
    current = main is not None and any(key == main for key, _, _ in written)
    if current:
        yield name_key(text), text, language, flags & _KEPT
    for key, spelling, tongue in written:
        yield key, spelling, tongue if current else None, flags
