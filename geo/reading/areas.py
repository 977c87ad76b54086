"""First-level areas that an article names, bare names that stand for them, and distances that a sentence states."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from gazetteer.records import PlaceKind, Precision, ResolvedToponym, Status
from geo.language.lexicon import Cue, fold_word
from geo.language.quantities import Number
from geo.language.sentence import Name, Sentence
from geo.reading.mentions import MentionPlace
from geo.records import Qualifier, StatedDistance

_STEM = 5
_JOINED = 4


def named_areas(sentences: Sequence[Sentence]) -> dict[str, ResolvedToponym]:
    """Return the first-level areas that an article names as such, by GeoNames code."""
    found: dict[str, ResolvedToponym] = {}
    for sentence in sentences:
        for name in sentence.names:
            place = name.toponym.place
            if place is not None and place.admin1 and name.toponym.precision == "admin1":
                found.setdefault(place.admin1, name.toponym)
    return found


def at_area(place: MentionPlace, areas: Mapping[str, ResolvedToponym]) -> MentionPlace:
    """Take "Koursk" as the region that the article calls by that name: troops are told of by region.

    `areas`: what `named_areas` found in its article.
    """
    toponym = place.name.toponym
    area = areas.get(toponym.place.admin1 or "") if toponym.place else None
    if area is None or area.place is None or toponym.precision == "admin1" or not _same_stem(toponym.text, area.text):
        return place
    wider = structs.replace(
        toponym,
        place=area.place,
        precision=area.precision,
        radius_km=area.radius_km,
        status=area.status,
        rivals=area.rivals,
    )
    return structs.replace(place, name=structs.replace(place.name, toponym=wider))


def in_company(places: Sequence[MentionPlace], sentence: Sentence) -> tuple[MentionPlace, ...]:
    """Settle a doubtful name by the one it is joined to: "les régions de Kiev et de Poltava" are two regions."""
    return tuple(_as_its_company(place, places, sentence) for place in places)


def _as_its_company(place: MentionPlace, places: Sequence[MentionPlace], sentence: Sentence) -> MentionPlace:
    toponym = place.name.toponym
    beside = [other for other in places if other is not place and _are_joined(place.name, other.name, sentence)]
    areas = [rival for rival in toponym.rivals if rival.place.kind is PlaceKind.ADMIN1]
    if toponym.status is not Status.AMBIGUOUS or not areas:
        return place
    if not any(other.name.toponym.precision == Precision.ADMIN1 for other in beside):
        return place
    wider = structs.replace(
        toponym, place=areas[0].place, precision=Precision.ADMIN1, radius_km=None, status=Status.RESOLVED
    )
    return structs.replace(place, name=structs.replace(place.name, toponym=wider))


def _are_joined(one: Name, other: Name, sentence: Sentence) -> bool:
    first, second = sorted((one, other), key=lambda name: name.first)
    joins = [c for c in sentence.tagged["prep:and"] if first.last <= c.first < second.first]
    return bool(joins) and second.first - first.last <= _JOINED


def _same_stem(one: str, other: str) -> bool:
    size = min(len(one), len(other), _STEM)
    return fold_word(one)[:size] == fold_word(other)[:size]


_KM_OF = {"length:km": 1.0, "length:mile": 1.609344, "length:m": 0.001, "length:nautical": 1.852}
_AFTER = 8


def find_distances(sentence: Sentence, places: Sequence[MentionPlace]) -> tuple[tuple[StatedDistance, Name], ...]:
    """Return the distances stated from an event's place to a border or another place.

    `places`: the event's places in it; the nearest before the distance is what it is told of.
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
