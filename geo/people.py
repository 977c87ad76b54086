"""Whom the people in an article speak for, as the article itself says when it first names them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gazetteer.records import Role
from geo.claims import Claimant
from geo.lexicon import fold_word
from geo.passages import Name, Sentence

_REACH = 9


class Person(Struct, frozen=True, kw_only=True):
    """A person by the fullest name an article gives, and the country they speak for."""

    name: str
    country: str | None = None


def find_spokespeople(sentences: Sequence[Sentence]) -> Mapping[str, Person]:
    """Return the people of an article by surname.

    Their country is that of the office named right before or after them: "le
    ministre britannique de la Défense John Healey", "Kirby, the White
    House spokesman".

    Args:
        sentences: The article's sentences.
    """
    found: dict[str, Person] = {}
    for sentence in sentences:
        for name in sentence.names:
            if name.toponym.role is Role.PERSON:
                _note(name, sentence, found)
    return found


def _note(name: Name, sentence: Sentence, found: dict[str, Person]) -> None:
    label = name.toponym.canonical or name.toponym.text
    known = found.get(_surname(label))
    country = (known.country if known else None) or name.toponym.country or _country_beside(name, sentence)
    fullest = known.name if known and len(known.name) >= len(label) else label
    found[_surname(label)] = Person(name=fullest, country=country)


def _surname(label: str) -> str:
    return fold_word(label.rsplit(maxsplit=1)[-1])


def _country_beside(name: Name, sentence: Sentence) -> str | None:
    """Return the country of the nearest office or adjective beside a person, those before first."""
    bearers = (Role.DEMONYM, Role.ORGANISATION, Role.ACTOR, Role.METONYM)
    before = [
        n
        for n in sentence.names
        if n.last <= name.first and name.first - n.last <= _REACH and n.toponym.role in bearers
    ]
    after = [
        n
        for n in sentence.names
        if n.first >= name.last and n.first - name.last <= _REACH and n.toponym.role in bearers
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
    return Claimant(name=known.name, kind="person", country=claimant.country or known.country)
