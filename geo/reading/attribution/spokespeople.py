"""Whom the people in an article speak for, as the article itself says when it first names them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gazetteer.records import Role
from geo.language.lexicon import fold_word
from geo.language.sentence import Name, Sentence
from geo.language.tables import office_holders, organisation_kinds, surnames_in_office
from geo.reading.attribution.claimants import Claimant
from geo.reading.attribution.speakers import is_capital

_REACH = 9
_OFFICE_REACH = 3


class Person(Struct, frozen=True, kw_only=True):
    """A person by the fullest name an article gives, and the country they speak for."""

    name: str
    country: str | None = None
    official: bool = False
    """Whether an article names their office without saying of which state."""


def find_spokespeople(sentences: Sequence[Sentence]) -> Mapping[str, Person]:
    """Return the people of an article by surname.

    Their country is that of the office named right before or after them: "le
    ministre britannique de la Défense John Healey", "Kirby, the White
    House spokesman".

    Args:
        sentences: The article's sentences.
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

    Args:
        label: A person's name; a surname alone counts only with an office.
        office: Whether an office stands before it.
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
