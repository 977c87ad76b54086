"""Who asserts, denies or admits: people, offices, bodies, countries, and what they are to the parties."""

from collections.abc import Collection
from functools import cache

from msgspec import Struct, structs

from gazetteer.records import PlaceKind, Role
from geo.language.sentence import Name, Sentence
from geo.language.tables import examiners, organisation_kinds, state_media
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
    kind: str
    """Kind of organisation, or `country`, `person`, `group`."""
    country: str | None = None
    official: bool = False
    """Whether it is an office of a state, named without saying of which."""


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

    Args:
        sentence: A sentence.
        before: Index of a verb that they must stand before; None for anywhere.
    """
    named = (claimant_named(name) for name in sentence.names if before is None or name.last <= before)
    return [claimant for claimant in named if claimant is not None and is_examiner(claimant)]


def group_named(sentence: Sentence) -> Claimant | None:
    """Return the armed group or movement that a sentence names last.

    Args:
        sentence: A sentence.
    """
    found = [c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and c.name != n.toponym.text]
    found = found or [
        c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and n.toponym.canonical
    ]
    return found[-1] if found else None


def as_group(claimant: Claimant, sentence: Sentence, zone: AttributionSpan, group: Claimant | None) -> Claimant:
    """Return the group named before for "the movement", "die Miliz": one of the same country, or of none told.

    Args:
        claimant: Who speaks.
        sentence: The sentence.
        zone: Its attribution.
        group: The group that the article named last.
    """
    plain = any(zone.first <= c.first < zone.last for c in sentence.tagged["noun:movement"])
    if group is None or not plain or claimant.kind != "group" or claimant.country not in (None, group.country):
        return claimant
    return group


def own_offices(claimants: tuple[Claimant, ...], kind: str, supplier: str | None) -> tuple[Claimant, ...]:
    """Give "its defence ministry", "the army" the country that tests or sends troops.

    Args:
        claimants: Who tells of an event.
        kind: Its kind.
        supplier: Who tests or sends.
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
