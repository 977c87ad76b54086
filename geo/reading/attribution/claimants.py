"""Who asserts, denies or admits, what they are to the parties, and whom an article's people speak for."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from msgspec import Struct, structs

from gazetteer.records import PlaceKind, Role
from geo.language.lexicon import fold_word
from geo.language.sentence import Name, Sentence
from geo.language.tables import examiners, office_holders, organisation_kinds, state_media, surnames_in_office
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.attribution.speakers import (
    is_capital,
)
from geo.records.values import country_name

_MEDIA = "media"
_RESEARCH = "research"
_LOCAL = (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2)


class Claimant(Struct, frozen=True, kw_only=True):
    """Somebody who asserts or denies: a name as the event file lists it, what they are, whom they act for."""

    name: str
    kind: str  # Kind of organisation, or `country`, `person`, `group`
    country: str | None = None
    official: bool = False  # whether it is an office of a state, named without saying of which


@cache
def _research(canonical: str) -> str:
    return organisation_kinds().get(canonical, "group")


def claimant_named(name: Name) -> Claimant | None:
    """Return whom a name speaks of: an organisation, a person, a country; None for places and adjectives."""
    toponym = name.toponym
    if toponym.role is Role.ORGANISATION:
        label = toponym.canonical or toponym.text
        return Claimant(name=label, kind=_research(label), country=toponym.country)
    if toponym.role is Role.PERSON:
        return Claimant(name=toponym.canonical or toponym.text, kind="person", country=toponym.country)
    local = toponym.role is Role.ACTOR and toponym.place is not None and toponym.place.kind in _LOCAL
    if local and not is_capital(toponym):
        return None  # "поліція Сантуса": a town or county speaks for no country, its capital does
    if toponym.role in (Role.ACTOR, Role.METONYM) and toponym.country:
        return Claimant(name=country_name(toponym.country), kind="country", country=toponym.country)
    return None


def examiners_named(sentence: Sentence, *, before: int | None = None) -> list[Claimant]:
    """Return the bodies that examine evidence named in a sentence: "the institute tracked two ships sailing from X".

    `before`: index of a verb that they must stand before; None for anywhere.
    """
    named = (claimant_named(name) for name in sentence.names if before is None or name.last <= before)
    return [claimant for claimant in named if claimant is not None and is_examiner(claimant)]


def group_named(sentence: Sentence) -> Claimant | None:
    """Return the armed group or movement that a sentence names last."""
    found = [c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and c.name != n.toponym.text]
    found = found or [
        c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and n.toponym.canonical
    ]
    return found[-1] if found else None


def as_group(claimant: Claimant, sentence: Sentence, zone: AttributionSpan, group: Claimant | None) -> Claimant:
    """Return the group named before for "the movement", "die Miliz": one of the same country, or of none told.

    `group`: the group that the article named last.
    """
    plain = any(zone.first <= c.first < zone.last for c in sentence.tagged["noun:movement"])
    if group is None or not plain or claimant.kind != "group" or claimant.country not in (None, group.country):
        return claimant
    return group


def own_offices(claimants: tuple[Claimant, ...], kind: str, supplier: str | None) -> tuple[Claimant, ...]:
    """Give "its defence ministry", "the army" the country that tests or sends troops.

    `supplier`: who tests or sends.
    """
    if kind not in ("test", "deployment") or supplier is None:
        return claimants
    return tuple(
        structs.replace(c, name=f"{c.name} ({country_name(supplier)})", country=supplier)
        if c.kind == "group" and c.country is None and c.official
        else c
        for c in claimants
    )


def is_examiner(claimant: Claimant) -> bool:
    """Return whether a claimant is an independent body that examines evidence."""
    return claimant.kind == _RESEARCH or claimant.name in examiners()


def is_media(claimant: Claimant) -> bool:
    """Return whether a claimant only passes on what others say."""
    return claimant.kind == _MEDIA


def speaks_for(claimant: Claimant, countries: Collection[str | None]) -> bool:
    """Return whether a claimant acts for one of the countries and is no newspaper or institute of it."""
    if claimant.country is None or claimant.country not in countries:
        return False
    return claimant.kind not in (_MEDIA, _RESEARCH) or claimant.name in state_media()


_REACH = 9
_OFFICE_REACH = 3


class Person(Struct, frozen=True, kw_only=True):
    """A person by the fullest name an article gives, and the country they speak for."""

    name: str
    country: str | None = None
    official: bool = False  # whether an article names their office without saying of which state


def find_spokespeople(sentences: Sequence[Sentence]) -> Mapping[str, Person]:
    """Return the people of an article by surname.

    Their country is that of the office named right before or after them: "le ministre britannique de la Défense John
    Healey", "Kirby, the White House spokesman".
    """
    found: dict[str, Person] = {}
    filed = _filed_from(sentences)
    for sentence in sentences:
        for name in sentence.names:
            if name.toponym.role is Role.PERSON:
                _note(name, sentence, found, filed)
    return found


def spoken_for(label: str, *, office: bool) -> str | None:
    """Return the country that a well-known office-holder speaks for.

    `label`: a person's name; a surname alone counts only with an office; `office`: whether an office stands before it.
    """
    key = fold_word(label)
    if key in office_holders():
        return office_holders()[key]
    return surnames_in_office().get(key) if office and " " not in label else None


def _filed_from(sentences: Sequence[Sentence]) -> str | None:
    """Return the country in whose capital an article was filed: "PRAG –"."""
    first = sentences[0].names[0] if sentences and sentences[0].names else None
    if first is None or first.first > 0 or not first.toponym.text.isupper():
        return None
    return first.toponym.country if is_capital(first.toponym) else None


def _note(name: Name, sentence: Sentence, found: dict[str, Person], filed: str | None) -> None:
    label = name.toponym.canonical or name.toponym.text
    known = found.get(_surname(label))
    official = _has_office(name, sentence) or (known is not None and known.official)
    country = (known.country if known else None) or name.toponym.country or _country_beside(name, sentence)
    country = country or spoken_for(label, office=official)
    if country is None and official:
        country = _seat(name, sentence, filed)
    fullest = known.name if known and len(known.name) >= len(label) else label
    found[_surname(label)] = Person(name=fullest, country=country, official=official)


def _has_office(name: Name, sentence: Sentence) -> bool:
    """Return whether an office of state stands right before a name: "Ministerpräsident Petr Fiala"."""
    return any(
        0 <= name.first - cue.last <= _OFFICE_REACH
        and not any(token.is_mark for token in sentence.tokens[cue.last : name.first])
        for cue in sentence.tagged["noun:state_office"]
    )


def _seat(name: Name, sentence: Sentence, filed: str | None) -> str | None:
    """Return the country of an office that an article names without one: that of the capital it speaks from."""
    at = {cue.last for cue in sentence.tagged["prep:at"]}
    seats = [n for n in sentence.names if n.first > name.first and n.first in at and is_capital(n.toponym)]
    here = seats[0].toponym.country if seats else None
    return here if filed in (None, here) else filed if here is None else None


def _surname(label: str) -> str:
    return fold_word(label.rsplit(maxsplit=1)[-1])


def _country_beside(name: Name, sentence: Sentence) -> str | None:
    """Return the country of the nearest office or adjective beside a person, those before first."""
    bearers = (Role.DEMONYM, Role.ORGANISATION, Role.ACTOR, Role.METONYM)
    papers = {n.first for n in sentence.names if organisation_kinds().get(n.toponym.canonical or "") == "media"}
    before = [
        n
        for n in sentence.names
        if n.last <= name.first and name.first - n.last <= _REACH and n.toponym.role in bearers
        if n.toponym.role is not Role.METONYM or not any(t.is_mark for t in sentence.tokens[n.last : name.first])
    ]
    after = [
        n
        for n in sentence.names
        if n.first >= name.last and n.first - name.last <= _REACH and n.toponym.role in bearers
        if n.first not in papers
    ]
    for near in (*reversed(before), *after):
        if near.toponym.country:
            return near.toponym.country
    return None


def with_country(claimant: Claimant, people: Mapping[str, Person]) -> Claimant:
    """Return a person by their fullest name and with the country they speak for."""
    if claimant.kind != "person":
        return claimant
    known = people.get(_surname(claimant.name))
    if known is None:
        return claimant
    country = claimant.country or known.country
    return Claimant(name=known.name, kind="person", country=country, official=known.official and country is None)
