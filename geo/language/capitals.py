"""Capitals told by whose they are: "the Ukrainian capital", "la capitale ukrainienne", "die Hauptstadt Russlands"."""

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import structs

from gazetteer.datafiles import data_file
from gazetteer.records import Place, Precision, Role, Status
from geo.language.lexicon import Cue, Token
from geo.language.sentence import Name, Sentence

_OWN_NAME_REACH = 2


@cache
def capital_ids() -> Mapping[str, str]:
    """Return the place id of each country's capital, by ISO 3166-1 alpha-2 code."""
    with data_file("places/capitals.csv").open(encoding="utf-8", newline="") as lines:
        return {row["country"]: row["place_id"] for row in csv.DictReader(lines)}


def with_capitals(sentence: Sentence, text: str, place: Callable[[str], Place | None]) -> Sentence:
    """Let words for a country's capital be a name of that city, unless its own name stands beside.

    `place`: returns a place by its id.
    """
    names = list(sentence.names)
    for cue in sentence.tagged["noun:capital"]:
        owner = _owner(cue, names, sentence)
        known = capital_ids().get(owner.toponym.country or "") if owner else None
        capital = place(known) if known else None
        if owner is None or capital is None:
            continue
        told = _capital_name(owner, cue, capital, sentence.tokens, text)
        own = _own_name(told, names, sentence)
        if own is None:
            names = sorted((told, *(n for n in names if n is not owner)), key=lambda name: name.first)
        elif own.toponym.role is Role.METONYM:
            # "Missiles struck the Ukrainian capital, Kyiv": the city, and no government.
            city = structs.replace(own, toponym=structs.replace(own.toponym, role=Role.LITERAL))
            names = [city if n is own else n for n in names]
    return structs.replace(sentence, names=names) if names != sentence.names else sentence


def _owner(cue: Cue, names: Sequence[Name], sentence: Sentence) -> Name | None:
    """Return the country whose capital is meant: its adjective beside the word, or its name after "of"."""
    for name in names:
        beside = name.last == cue.first or name.first == cue.last
        if name.toponym.role is Role.DEMONYM and beside and name.toponym.precision == Precision.COUNTRY:
            return name
        after = {cue.last, *(of.last for of in sentence.cued("prep:of", "noun:determiner") if of.first == cue.last)}
        state = name.toponym.role is Role.ACTOR or name.is_country
        if state and name.first in after and name.toponym.precision == Precision.COUNTRY:
            return name
    return None


def _capital_name(owner: Name, cue: Cue, capital: Place, tokens: Sequence[Token], text: str) -> Name:
    first, last = min(owner.first, cue.first), max(owner.last, cue.last)
    start, end = tokens[first].start, tokens[last - 1].end
    toponym = structs.replace(
        owner.toponym,
        start=start,
        end=end,
        text=text[start:end],
        role=Role.LITERAL,
        status=Status.RESOLVED,
        place=capital,
        precision=Precision.SETTLEMENT,
        radius_km=capital.radius_km,
        canonical=None,
        rivals=(),
    )
    return Name(toponym=toponym, first=first, last=last)


def _own_name(told: Name, names: Sequence[Name], sentence: Sentence) -> Name | None:
    """Return the city's own name where it stands right beside: "in the Ukrainian capital, Kyiv"."""
    for name in names:
        gap = (told.last, name.first) if name.first >= told.last else (name.last, told.first)
        between = sentence.tokens[gap[0] : gap[1]]
        if 0 <= gap[1] - gap[0] <= _OWN_NAME_REACH and all(t.is_mark for t in between):
            settled = name.toponym.place is not None and name.toponym.precision != Precision.COUNTRY
            if settled and name.toponym.country == told.toponym.country:
                return name
    return None
