"""The reviewed tables of each language's words around events, joined into one lexicon a language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.language.lexicon import Lexicon, expand_pattern, fold_word, separate
from geo.records.errors import GeoError

FALLBACK = "en"


_ARMS = {"weapon": "arms/weapons.toml", "goods": "arms/goods.toml"}
"""Tables of arms by the group of their cues: what strikes, and what is only sent, seized and found."""


class Weapon(Struct, frozen=True, kw_only=True):
    """A weapon by its usual name."""

    name: str
    unit: str
    kind: str  # Class, as `ballistic missile`; a generic weapon's class is its own name
    maker: str | None = None
    generic: bool = False
    goods: bool = False  # whether it is only sent, seized and found


class KnownVessel(Struct, frozen=True, kw_only=True):
    """A ship that public reporting names."""

    name: str
    imo: str | None = None
    flag: str | None = None


class Calendar(Struct, frozen=True, kw_only=True):
    """A calendar whose year n is Gregorian year `offset` + n."""

    name: str
    offset: int
    first: int
    last: int


class Frame(Struct, frozen=True, kw_only=True):
    """What the words around a trigger are to its event, by their function."""

    place: Mapping[str, str]
    actor: Mapping[str, str]


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of event."""

    name: str
    objects: tuple[str, ...]
    keeps: tuple[str, ...]
    frames: Mapping[str, Frame]
    needs_any: tuple[str, ...] = ()
    like: str | None = None


class EventTables(Struct, frozen=True, kw_only=True):
    """One language's tables."""

    language: str
    lexicon: Lexicon
    infinitive_endings: tuple[str, ...]
    infinitive_markers: frozenset[str]
    negation_after: bool
    """Whether a negation may follow the verb: "traf das Lager nicht"."""
    verb_second: bool
    """Whether the finite verb stands second and the rest of it last, as in German and Dutch."""
    genitive_endings: tuple[str, ...]
    """Endings of adjectives in the genitive, where a source has no comma after it: "Według wywiadu | drony"."""
    datives: frozenset[str]
    """Names of states in a form that is a dative wherever no preposition stands before it."""
    areas_named: bool
    """Whether a region always stands with a word for it, so that a bare name is the town's."""
    case: Mapping[str, Any]
    """How offices are declined, as in German; empty for a language without cases or with a morphology of its own."""
    numbers: Mapping[str, Any]
    dates: Mapping[str, Any]
    titles: Mapping[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes by name: each loads its own."""
        return event_tables, (self.language,)


@cache
def known_languages() -> tuple[str, ...]:
    """Return the languages that `data/languages/events/` holds a table of."""
    return tuple(sorted(path.stem for path in data_file("languages/events").glob("*.toml")))


def has_tables(language: str | None) -> bool:
    """Return whether events can be read in a language; a text without one is read as if it were English."""
    return language is None or _base(language) in known_languages()


def _base(language: str) -> str:
    """Return the first part of a BCP 47 tag."""
    return language.partition("-")[0].lower()


@cache
def event_kinds() -> Mapping[str, Kind]:
    """Return the kinds of events by name, as the files of `data/kinds/` define them."""
    return {table["kind"]: _kind(table) for table in _kind_tables()}


@cache
def weapons() -> Mapping[str, Weapon]:
    """Return the weapons and military goods of the reviewed tables by name."""
    rows = [(group, row) for group, file in _ARMS.items() for row in _read(file)["weapon"]]
    return {
        row["name"]: Weapon(
            name=row["name"],
            unit=row["unit"],
            kind=row["class"],
            maker=row.get("from"),
            generic=row.get("generic", False),
            goods=group == "goods",
        )
        for group, row in rows
    }


@cache
def vessels() -> Mapping[str, KnownVessel]:
    """Return the ships of the reviewed table by name."""
    rows = _read("arms/vessels.toml")["vessel"]
    return {row["name"]: KnownVessel(name=row["name"], imo=row.get("imo"), flag=row.get("flag")) for row in rows}


@cache
def organisation_kinds() -> Mapping[str, str]:
    """Return the kind of each organisation of the reviewed table (ministry, research, media, ...) by canonical name."""
    return {row["canonical"]: row["kind"] for row in _read("actors/organisations.toml")["organisation"]}


@cache
def office_holders() -> Mapping[str, str]:
    """Return the country of each office-holder of the reviewed table, by full name in lower case."""
    table = _read("actors/people.toml")["people"]
    return {fold_word(name): country for country, names in table.items() for name in names}


@cache
def surnames_in_office() -> Mapping[str, str]:
    """Return the country of each surname that office-holders of one country alone have, in lower case."""
    found: dict[str, set[str]] = {}
    for name, country in office_holders().items():
        found.setdefault(name.rsplit(maxsplit=1)[-1], set()).add(country)
    return {surname: next(iter(countries)) for surname, countries in found.items() if len(countries) == 1}


@cache
def examiners() -> frozenset[str]:
    """Return the bodies, besides research ones, that examine evidence and take no side, by canonical name."""
    return frozenset(_read("arms/examiners.toml")["examiners"])


@cache
def state_media() -> frozenset[str]:
    """Return the news agencies that speak for their government, by canonical name."""
    return frozenset(_read("arms/examiners.toml")["state_media"])


@cache
def calendars() -> Mapping[str, Calendar]:
    """Return the calendars that marks may be dated in, by name."""
    rows = _read("arms/calendars.toml")["calendar"]
    return {
        row["name"]: Calendar(name=row["name"], offset=row["offset"], first=row["first"], last=row["last"])
        for row in rows
    }


@cache
def event_tables(language: str | None) -> EventTables:
    """Return a language's tables, English ones for a language that has none.

    `language`: BCP 47 tag; its first part decides.
    """
    code = _base(language or FALLBACK)
    if code not in known_languages():
        code = FALLBACK
    table = _read(f"languages/events/{code}.toml")
    infinitive = table.get("infinitive", {})
    return EventTables(
        language=code,
        lexicon=Lexicon(_language_patterns(code, table), clause_ends=table.get("clause", {}).get("ends", ())),
        infinitive_endings=tuple(infinitive.get("endings", ())),
        infinitive_markers=frozenset(infinitive.get("markers", ())),
        negation_after=bool(infinitive.get("negation_after", False)),
        verb_second=bool(table.get("clause", {}).get("verb_second", False)),
        genitive_endings=tuple(table.get("clause", {}).get("genitive_endings", ())),
        datives=frozenset(table.get("clause", {}).get("datives", ())),
        areas_named=bool(table.get("clause", {}).get("areas_named", False)),
        case=table.get("case", {}),
        numbers=table["numbers"],
        dates=table["dates"],
        titles=table["titles"],
    )


@cache
def layout_table(language: str) -> Mapping[str, Any]:
    """Return what tells a body from captions, teasers and adverts in a language."""
    layout: Mapping[str, Any] = _read(f"languages/events/{language}.toml")["layout"]
    return layout


@cache
def _read(name: str) -> dict[str, Any]:
    path = data_file(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GeoError(f"{name}: not a valid table ({error}); restore the shipped file") from error


@cache
def _kind_tables() -> tuple[dict[str, Any], ...]:
    return tuple(_read(f"kinds/{path.name}") for path in sorted(data_file("kinds").glob("*.toml")))


def _kind(table: Mapping[str, Any]) -> Kind:
    frames = {
        name: Frame(place=frame.get("place", {}), actor=frame.get("actor", {}))
        for name, frame in table["frames"].items()
    }
    return Kind(
        name=table["kind"],
        objects=tuple(table["objects"]),
        keeps=tuple(table["keeps"]),
        frames=frames,
        needs_any=tuple(table.get("needs_any", ())),
        like=table.get("like"),
    )


def _language_patterns(code: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    endings = table["endings"]
    groups = {
        "cue": table["cues"],
        "prep": table["prepositions"],
        "noun": table["nouns"],
        "mode": table["modes"],
        "unit": table["units"],
        "qual": table["qualifiers"],
        "length": table["lengths"],
        "hurt": table["casualties"],
    }
    for group, tags in groups.items():
        for tag, patterns in tags.items():
            for pattern in patterns:
                yield from _tagged(f"{group}:{tag}", pattern, endings)
    for kind in _kind_tables():
        for tag, patterns in kind.get(code, {}).items():
            name = f"{kind['kind']}:{tag}" if tag in kind["frames"] else f"word:{tag}"
            for pattern in patterns:
                yield from _tagged(name, pattern, endings)
    yield from _arms_patterns()


def _tagged(tag: str, pattern: str, endings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a pattern's forms, and under `future` those of a verb's future and conditional."""
    for form in expand_pattern(pattern, endings):
        yield from ((tag, written) for written in separate(form))
    if "~" in pattern:
        futures = {name.removesuffix("_future"): list_ for name, list_ in endings.items() if name.endswith("_future")}
        known = {name: futures.get(name, []) for name in endings}
        for form in expand_pattern(pattern, known):
            yield tag, form
            yield "cue:future", form


def _arms_patterns() -> Iterator[tuple[str, str]]:
    for group, file in _ARMS.items():
        for row in _read(file)["weapon"]:
            yield from ((f"{group}:{row['name']}", alias) for alias in row["aliases"])
    for row in _read("arms/vessels.toml")["vessel"]:
        yield from ((f"vessel:{row['name']}", alias) for alias in row["aliases"])
    for row in _read("arms/calendars.toml")["calendar"]:
        yield from ((f"calendar:{row['name']}", word) for word in row["words"])
