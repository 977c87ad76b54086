"""Weapons, ships and dated marks named in a sentence."""

import re
from collections.abc import Sequence

from gazetteer.records import Role
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.language.tables import Calendar, Weapon, calendars, vessels, weapons
from geo.records import Mark, Vessel

_MARK = re.compile(r"(?<![\w.,-])\d{2,4}(?![\w,.]*\d)")
_MARK_REACH = 60
_BESIDE = "ammunition"  # what is named beside the guns that it is for
PLATFORMS = frozenset(
    {
        "aircraft", "helicopter", "tank", "armoured vehicle", "howitzer", "rifle", "pistol", "machine gun",
        "air defence system", "rocket launcher",
    }
)  # fmt: skip
"""Classes that are sent, seized and found, but do not themselves come down where something is hit."""
_SHIP_NAME = re.compile(r"\s*[\"«„“'‘(]?\s?([A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w-]+(?:\s(?:[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w-]*|\d{1,2})){0,3})")

_NAME_BEFORE = re.compile(r"\w\s+[\"«„“]?\s?([A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w-]+(?:\s[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w-]*){0,3})\s?[\"»”“]?$")


def find_weapon(
    sentence: Sentence, near: int, *, low: int = 0, high: int | None = None, thrown: bool = False
) -> str | None:
    """Return the weapon named nearest to a word; one with a name of its own before a class ("missile").

    `near`: index of the word, as of a trigger; `low`: first word looked at; `high`: first word not looked at; `thrown`:
    Leave out aircraft, tanks and guns: what hits is what they fire.
    """
    stop = len(sentence.tokens) if high is None else high
    named = [*sentence.groups["weapon"], *(() if thrown else sentence.groups["goods"])]
    found = [cue for cue in named if low <= cue.first < stop and not (thrown and _is_platform(cue))]
    found = [cue for cue in found if not any(_is_within(cue, other) for other in named)]
    if not found:
        return None
    return _name(min(found, key=lambda cue: (_exactness(_name(cue)), abs(cue.first - near))))


def _is_within(cue: Cue, other: Cue) -> bool:
    """Return whether a longer name holds a cue: artillery shells are no artillery."""
    return other.first <= cue.first and cue.last <= other.last and other.last - other.first > cue.last - cue.first


def _name(cue: Cue) -> str:
    return cue.tag.partition(":")[2]


def _is_platform(cue: Cue) -> bool:
    return weapons()[_name(cue)].kind in PLATFORMS


def weapon_named(name: str | None) -> Weapon | None:
    """Return a weapon of the table by its name."""
    return weapons().get(name) if name else None


def weapons_agree(one: str | None, other: str | None) -> bool:
    """Return whether two names may be of one weapon: equal, unknown, goods, or one the class of the other."""
    if one is None or other is None or one == other:
        return True
    first, second = weapon_named(one), weapon_named(other)
    if first is None or second is None:
        return False
    if first.goods or second.goods:
        return True
    if not first.generic and not second.generic:
        return False
    return first.unit == second.unit or {first.unit, second.unit} == {"missile", "rocket"}


def closer_weapon(one: str | None, other: str | None) -> str | None:
    """Return the more exact of two names that agree, the first in a draw."""
    ranked = [name for name in (one, other) if name]
    return min(ranked, key=_exactness, default=None)


def _exactness(name: str) -> int:
    """Return how exact a name is, 0 a designation, the highest one that no table has."""
    weapon = weapon_named(name)
    if weapon is None:
        return 5
    if weapon.goods:
        return 4 if weapon.name == _BESIDE else 3
    return 0 if not weapon.generic else 1 if " " in weapon.name else 2


def find_vessel(sentence: Sentence) -> Vessel | None:
    """Return the ship that a sentence names, with what the reviewed table knows of it."""
    for cue in sentence.groups["vessel"]:
        known = vessels()[cue.tag.removeprefix("vessel:")]
        if sentence.has("mode:sea", "unit:vessel", "unit:warship", "unit:boat") or len(cue.tag.split()) > 1:
            return Vessel(name=known.name, imo=known.imo, flag=known.flag)
    for cue in sentence.tagged["noun:ship"]:
        match = _SHIP_NAME.match(sentence.text, cue.end - sentence.start)
        if match and (_is_quoted(match) or not _is_named(sentence, sentence.start + match.start(1))):
            return Vessel(name=match.group(1))
    return next((vessel for cue in sentence.tagged["noun:ship"] if (vessel := _apposed(sentence, cue))), None)


def _apposed(sentence: Sentence, cue: Cue) -> Vessel | None:
    """Return a ship named before what it is: "au Marianne Danica, un navire battant pavillon danois"."""
    tokens = sentence.tokens
    comma = next((i for i in range(cue.first - 1, max(-1, cue.first - 4), -1) if tokens[i].text == ","), None)
    if comma is None:
        return None
    match = _NAME_BEFORE.search(sentence.text[: tokens[comma].start - sentence.start])
    if match is None or _is_named(sentence, sentence.start + match.start(1)):
        return None
    return Vessel(name=match.group(1))


def _is_quoted(match: re.Match[str]) -> bool:
    """Return whether quotation marks hold the name: a ship's own, though a place has it too."""
    return any(mark in match.group()[: match.start(1) - match.start()] for mark in '"«„“')


def _is_named(sentence: Sentence, start: int) -> bool:
    located = [name for name in sentence.names if name.toponym.role not in (Role.PERSON, Role.ORGANISATION)]
    return any(name.toponym.start == start for name in located)


def find_marks(sentence: Sentence, calendar_names: Sequence[str]) -> tuple[Mark, ...]:
    """Return the dated marks that a sentence says were read on a part.

    A mark counts as dated only where the article names its calendar.

    `sentence`: a sentence with a word for a mark and one for reading it; `calendar_names`: calendars that the article
    names.
    """
    if "cue:mark" not in sentence.tags or "cue:read_mark" not in sentence.tags:
        return ()
    near = [cue.start for cue in sentence.cued("cue:mark", "cue:read_mark")]
    found = []
    for match in _MARK.finditer(sentence.text):
        start = sentence.start + match.start()
        if _is_elsewhere(sentence, start) or min(abs(start - at) for at in near) > _MARK_REACH:
            continue
        calendar = _calendar_of(int(match.group()), calendar_names)
        if calendar is not None:
            found.append(Mark(text=match.group(), calendar=calendar.name, year=calendar.offset + int(match.group())))
    return tuple(dict.fromkeys(found))


def _is_elsewhere(sentence: Sentence, start: int) -> bool:
    """Return whether a number is part of a date, a quantity or a weapon's name."""
    spans = [(d.start, d.end) for d in sentence.dates if d.means != "year_bare"]
    spans += [(q.start, q.end) for q in sentence.quantities]
    spans += [(cue.start, cue.end) for cue in sentence.groups["weapon"]]
    return any(low <= start < high for low, high in spans)


def _calendar_of(number: int, names: Sequence[str]) -> Calendar | None:
    known = (calendars()[name] for name in names)
    return next((calendar for calendar in known if calendar.first <= number <= calendar.last), None)
