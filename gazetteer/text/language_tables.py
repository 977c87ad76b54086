"""The reviewed tables of what each language writes around names, read once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from gazetteer.datafiles import data_file, read_toml

FOLDER = "languages/toponyms"
_ROWS = (
    "countries", "demonyms", "area_demonyms", "area_abbreviations", "short_names", "halves", "elliptic", "case_endings",
    "postpositions",
)  # fmt: skip
_CUE_SECTIONS = ("kinds", "relations", "speech", "venue", "persons", "organisations", "sports", "months", "words")


class SentenceTables(Struct, frozen=True, kw_only=True):
    """What a full stop may follow without ending a sentence."""

    abbreviations: frozenset[str]
    months: frozenset[str]


class LanguageTable(Struct, frozen=True, kw_only=True):
    """One language's table, its comma-separated cells taken apart.

    `cues` maps a class, as `relations.near`, to the phrases that belong to it. Keys of `area_demonyms`,
    `area_abbreviations` and `short_names` are "COUNTRY:Name", the name as the gazetteer has it.
    """

    language: str
    script: str
    function_words: tuple[str, ...]
    letters: str = ""  # letters that tell the language from others of its script
    nouns_capitalised: bool = False  # whether every noun has a capital, so that a capital says little
    area_adjectives: bool = False
    """Whether areas are named by an adjective and a kind word ("Полтавська область")."""
    genitive: str = ""  # what ends the genitive of a name; empty where names have none or case endings say it
    home: tuple[str, ...]  # countries where it is written most
    demonym_endings: tuple[str, ...] = ("",)
    people_endings: tuple[str, ...] = ()  # endings of demonyms that are nouns only: "Russians"
    adjectives_first: bool = False  # whether adjectives stand before their nouns
    countries: Mapping[str, tuple[str, ...]]
    demonyms: Mapping[str, tuple[str, ...]]
    area_demonyms: Mapping[str, tuple[str, ...]]
    area_abbreviations: Mapping[str, tuple[str, ...]]
    short_names: Mapping[str, tuple[str, ...]]
    halves: Mapping[str, tuple[str, ...]]
    """What a country is called for short beside its other half ("the North"), where the text names it in full."""
    elliptic: Mapping[str, tuple[str, ...]]
    """Full names of areas by the stem of their adjective, "{}ая область", and the endings of the adjective alone."""
    case_endings: Mapping[str, tuple[str, ...]]
    """Endings of inflected names, and those that the base form may have instead; "-" is none."""
    postpositions: Mapping[str, tuple[str, ...]]
    """Endings that say what stands before a name in other languages, with their cue classes."""
    stop: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]]


class Organisation(Struct, frozen=True, kw_only=True):
    """An organisation or office of the reviewed table."""

    canonical: str
    country: str | None = None
    kind: str
    names: Mapping[str, tuple[str, ...]]  # Language to names; "*" for those written alike everywhere


@cache
def sentence_tables() -> SentenceTables:
    """Return the abbreviations and month names of all languages, case folded."""
    tables = read_toml(f"{FOLDER}/sentences.toml")
    return SentenceTables(
        abbreviations=frozenset(word.casefold() for table in tables.values() for word in table["abbreviations"]),
        months=frozenset(word.casefold() for table in tables.values() for word in table["months"]),
    )


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a table."""
    names = (path.stem for path in sorted(data_file(FOLDER).glob("*.toml")))
    return tuple(name for name in names if len(name) == 2)  # noqa: PLR2004 (a language's code has two letters)


@cache
def language_table(language: str) -> LanguageTable:
    """Return one language's table."""
    table = read_toml(f"{FOLDER}/{language}.toml")
    found: dict[str, Any] = {name: table[name] for name in LanguageTable.__struct_fields__ if name in table}
    found |= {name: cells(table.get(name, "")) for name in ("home", "function_words")}
    found |= {name: _rows(table, name) for name in _ROWS}
    for ending, others in found["case_endings"].items():
        found["case_endings"][ending] = tuple("" if other == "-" else other for other in others)
    found["stop"] = cells(table.get("stop", {}).get("names", ""))
    cues = ((f"{section}.{name}", cell) for section in _CUE_SECTIONS for name, cell in table.get(section, {}).items())
    found["cues"] = {name: cells(cell) for name, cell in cues}
    return msgspec.convert(found, LanguageTable)


@cache
def organisations() -> tuple[Organisation, ...]:
    """Return the organisations and offices of `data/actors/organisations.toml`."""
    listed = read_toml("actors/organisations.toml")["organisation"]
    rows = [row | {"names": {language: cells(cell) for language, cell in row["names"].items()}} for row in listed]
    return msgspec.convert(rows, tuple[Organisation, ...])


@cache
def name_list(kind: str) -> frozenset[str]:
    """Return the names of all languages' `names/KIND_*.txt`, as written there."""
    names: set[str] = set()
    for path in sorted(data_file(f"{FOLDER}/names").glob(f"{kind}_*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        names.update(name for line in lines if not line.startswith("#") for name in cells(line))
    return frozenset(names)


def cells(cell: str | Iterable[str]) -> tuple[str, ...]:
    """Take a comma-separated cell apart."""
    parts = cell.split(",") if isinstance(cell, str) else cell
    return tuple(part.strip() for part in parts if part.strip())


def _rows(table: Mapping[str, Any], section: str) -> dict[str, tuple[str, ...]]:
    return {key: cells(cell) for key, cell in table.get(section, {}).items()}
