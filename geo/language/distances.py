"""Distances that a sentence states, as "à une centaine de kilomètres de la frontière finlandaise"."""

from collections.abc import Sequence

from geo.language.lexicon import Cue
from geo.language.quantities import Number
from geo.language.sentence import Name, Sentence
from geo.reading.mentions import MentionPlace
from geo.records import Qualifier, StatedDistance

_KM_OF = {"length:km": 1.0, "length:mile": 1.609344, "length:m": 0.001, "length:nautical": 1.852}
_AFTER = 8


def find_distances(sentence: Sentence, places: Sequence[MentionPlace]) -> tuple[tuple[StatedDistance, Name], ...]:
    """Return the distances stated from an event's place to a border or another place.

    Args:
        sentence: A sentence.
        places: The event's places in it; the nearest before the distance is what it is told of.
    """
    found = []
    for number in sentence.numbers:
        unit = next((c for c in sentence.groups["length"] if c.first == number.last), None)
        if unit is None or number.value is None:
            continue
        before = [place.name for place in places if place.name.first < number.first]
        target = _target(sentence, unit, {place.name.first for place in places})
        if before and target:
            qualifier = _qualifier(sentence, number)
            text = sentence.text[number.start - sentence.start : unit.end - sentence.start]
            km = round(number.value * _KM_OF[unit.tag], 3)
            found.append((StatedDistance(km=km, qualifier=qualifier, to=target, place=0, text=text), before[-1]))
    return tuple(found)


def _qualifier(sentence: Sentence, number: Number) -> Qualifier:
    near = [c for c in sentence.groups["qual"] if c.last in (number.first, number.first - 1)]
    return Qualifier(near[-1].tag.removeprefix("qual:")) if near else Qualifier.EXACT


def _target(sentence: Sentence, unit: Cue, own: set[int]) -> str | None:
    """Return `border:UA` for a border named after the distance, else the place named there."""
    ahead = [name for name in sentence.names if unit.last <= name.first <= unit.last + _AFTER]
    border = any(unit.last <= c.first <= unit.last + _AFTER for c in sentence.tagged["noun:border"])
    for name in ahead:
        country = name.toponym.country
        if country and (border or name.is_country):
            return f"border:{country}"
        if name.is_place and name.first not in own and name.toponym.place is not None:
            return name.toponym.place.name
    return None
