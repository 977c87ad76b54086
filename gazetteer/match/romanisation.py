"""Names of one script written in another: a table per system in `data/languages/romanisation/`."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import data_file, read_toml

_FOLDER = "languages/romanisation"
_CYRILLIC_VOWELS = "аеёиоуыэюяіїєъь"
_HANGUL = re.compile(r"[가-힣]")
_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
_FOREIGN_CYRILLIC = re.compile(
    r"[\u0400\u0402\u0403\u0405\u0408-\u040f\u0450\u0452\u0453\u0455\u0458-\u045f\u0460-\u048f\u0492-\u052f]"
)


class System(Struct, frozen=True):
    """One romanisation system, ready to use."""

    name: str
    title: str
    language: str  # Language whose names it takes
    written_in: str | None  # Language whose press writes the result, None for a scholarly system
    romanise: Callable[[str], str]


@cache
def systems() -> tuple[System, ...]:
    """Return every system of the data folder, by file name."""
    found = []
    for path in sorted(data_file(_FOLDER).glob("*.toml")):
        table = read_toml(f"{_FOLDER}/{path.name}")
        if table["kind"] not in ("alphabet", "hangul"):
            continue
        convert = _alphabet(table) if table["kind"] == "alphabet" else _hangul(table)
        found.append(System(path.stem, table["title"], table["language"], table["written_in"] or None, convert))
    return tuple(found)


@cache
def _systems_for(language: str) -> tuple[System, ...]:
    return tuple(system for system in systems() if system.language == language)


@lru_cache(maxsize=100_000)
def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages with tables that a name's letters allow, none for Latin and other scripts."""
    if _HANGUL.search(text):
        return ("ko",)
    if not _CYRILLIC.search(text) or _FOREIGN_CYRILLIC.search(text):
        return ()
    ukrainian, russian = bool(_UKRAINIAN.search(text)), bool(_RUSSIAN.search(text))
    if ukrainian and russian:
        return ()
    return ("uk",) if ukrainian else ("ru",) if russian else ("uk", "ru")


def romanisations(text: str, languages: tuple[str, ...]) -> Iterator[tuple[System, str]]:
    """Yield a name in every system that takes one of these languages."""
    for language in languages:
        for system in _systems_for(language):
            yield system, system.romanise(text)


@cache
def languages_of_country(country: str | None) -> dict[str, bool]:
    """Return the languages whose tables apply to a country's places, True for those that are its own."""
    table = read_toml(f"{_FOLDER}/where.toml")
    return {
        language: native
        for group, native in (("also", False), ("native", True))
        for language, countries in table[group].items()
        if country in countries
    }


def _alphabet(table: dict[str, Any]) -> Callable[[str], str]:
    results: dict[str, str] = {}
    parts: list[str] = []
    for group, before, after in _CONTEXTS:
        for source in sorted(table.get(group, {}), key=len, reverse=True):
            parts.append(f"(?P<g{len(parts)}>{before}{re.escape(source)}{after})")
            results[f"g{len(parts) - 1}"] = table[group][source]
    in_context = re.compile("|".join(parts), re.IGNORECASE) if parts else None
    letters: dict[str, str] = table["letters"]
    capitals = {letter.upper(): written.capitalize() for letter, written in letters.items() if letter != letter.upper()}
    translation = str.maketrans({**letters, **capitals})

    def replace(match: re.Match[str]) -> str:
        written = results[match.lastgroup or ""]
        return written.capitalize() if match.group()[0].isupper() else written

    def romanise(text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        return (in_context.sub(replace, text) if in_context else text).translate(translation)

    return romanise


_CONTEXTS = (
    ("end_of_word", "", r"(?!\w)"),
    ("start_of_word", r"(?<![\w’'ʼ])", ""),
    ("after_vowel", rf"(?:(?<![\w’'ʼ])|(?<=[{_CYRILLIC_VOWELS}й]))", ""),
    ("sequences", "", ""),
)
"""Groups of a table that hold only in their place in a word, the strictest first."""


_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = (" ", *"ㄱㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", *"ㄷㄹ",
    "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", *"ㅁㅂ", "ㅂㅅ", *"ㅅㅆㅇㅈㅊㅋㅌㅍㅎ")  # fmt: skip
_SOUNDED = frozenset("ㄴㄹㅁㅇ")


def _sandhi() -> dict[str, Any]:
    return read_toml(f"{_FOLDER}/ko-sounds.toml")


@cache
def _south_initial() -> dict[str, str]:
    """Map a syllable without its final to the South's form, as ordinals of the first of its block."""
    return dict(_sandhi()["south_initial"])


def other_korean_spelling(text: str) -> str:
    """Return the South's spelling of a Northern name (라진 to 나진), or the same text."""
    if not text or not _HANGUL.match(text):
        return text
    block, final = divmod(ord(text[0]) - 0xAC00, 28)
    southern = _south_initial().get(chr(0xAC00 + block * 28))
    return chr(ord(southern) + final) + text[1:] if southern else text


def _hangul(table: dict[str, Any]) -> Callable[[str], str]:
    assimilation: dict[str, str] = _sandhi()["assimilation"]
    initials, vowels, voiced, finals = (table[name] for name in ("initials", "vowels", "voiced", "finals"))

    def written(syllables: list[tuple[str, str, str]]) -> Iterator[str]:
        before = ""
        for number, (initial, vowel, final) in enumerate(syllables):
            following = syllables[number + 1][0] if number + 1 < len(syllables) else ""
            if before == "ㄹ" and initial == "ㄹ":
                yield voiced["ㄹㄹ"][1:]
            elif number and (before in _SOUNDED or not before):
                yield voiced.get(initial, initials[initial])
            else:
                yield initials[initial]
            yield vowels[vowel]
            before = final
            if (final and following != "ㅇ") or final == "ㅇ":
                yield finals[final[-1]]

    def convert(match: re.Match[str]) -> str:
        return "".join(written(_joined(match.group(), assimilation)))

    def romanise(text: str) -> str:
        return re.sub(r"[가-힣]+", lambda match: convert(match).capitalize(), text)

    return romanise


def _joined(word: str, assimilation: dict[str, str]) -> list[tuple[str, str, str]]:
    """Take a word apart into initial, vowel, final, with the sounds that neighbours change."""
    syllables: list[list[str]] = []
    for char in word:
        block, final = divmod(ord(char) - 0xAC00, 28)
        initial, vowel = divmod(block, 21)
        syllables.append([_INITIALS[initial], _VOWELS[vowel], _FINALS[final].strip()])
    for one, other in pairwise(syllables):
        if one[2] and other[0] == "ㅇ" and one[2] != "ㅇ":
            one[2], other[0] = one[2][:-1], one[2][-1]
        changed = assimilation.get(one[2][-1:] + other[0])
        if changed:
            one[2], other[0] = changed[0], changed[1]
        one[2] = one[2][:1]
    if syllables:
        syllables[-1][2] = syllables[-1][2][:1]
    return [(initial, vowel, final) for initial, vowel, final in syllables]
