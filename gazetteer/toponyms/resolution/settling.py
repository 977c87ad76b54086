"""Whether the likeliest place of a name is surely the one meant."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key
from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, Status
from gazetteer.toponyms.resolution.candidates import Name, is_reviewed

_MOST_RIVALS = 5
_SURE = 0.5
_SURE_RATIO = 4.0  # Of names in local and other news that are less sure of the usual place half mean another
_SURE_RATIO_OF_AREA = 1.6
_DOUBLED_KM = 20
_SURE_OF_LESSER = 0.65
"""What is not the place that a name usually means must be surer: in Ohio "Ravenna" lies near "Parma", too."""
_LEAST_SCORE = 0.02
_DOMINANT = 10  # So many times as many people make a town the one meant, among those of its name in one area
_TOWN = 15_000
_VILLAGE = 3_000
_SMALL = 5_000
_LEAST_NEARER = 0.5  # Towns named that lie nearer to one than to another, for them to tell the two apart
_RECURRING = 2
_RENAMED = 4
_TINY = 500


class Settled(Struct, frozen=True, kw_only=True, gc=False):
    """The place a mention was settled on, how surely, and the others."""

    place: Place | None
    status: Status
    rivals: tuple[Candidate, ...] = ()
    within: Place | None = None  # the smallest area that the text says it lies in


class Weighed(NamedTuple):
    """A place that a name may mean."""

    likely: float
    towns_near: float  # how many of the text's other names are towns within 200 km
    compatriots: float  # how many are of its country
    place: Place


def settle(name: Name, ranked: Sequence[Weighed]) -> Settled:
    """Settle a name, given its places, the likeliest first."""
    if not ranked:
        return Settled(place=None, status=Status.UNRESOLVED, within=name.area)
    best, *others = ranked
    equals = {other.place.place_id for other in others if name.bound and _is_equal(name, best, other)}
    least = _SURE if best.place is name.places[0] else _SURE_OF_LESSER
    sure = best.likely >= least and all(best.likely >= _ratio(best.place, one.place) * one.likely for one in others)
    # What only sounds alike is no match, nor may a name that villages share be the one of them that is known: the
    # places are told as what may be meant.
    foreign = name.alike or (name.bound and best.towns_near < _LEAST_NEARER and _may_be_another(name, best.place))
    settled = sure and not equals and not _is_out_of_the_blue(name, best)
    status = Status.UNRESOLVED if foreign else Status.RESOLVED if settled else Status.AMBIGUOUS
    told = [one for one in others if one.likely >= _LEAST_SCORE or one.place.place_id in equals][:_MOST_RIVALS]
    rivals = tuple(
        Candidate(place=one.place, score=round(one.likely, 3), matched_name=name.key, match=MatchKind.EXACT)
        for one in (told if status is Status.RESOLVED else [best, *told])
    )
    within = name.area if name.bound or foreign else None
    return Settled(place=None if foreign else best.place, status=status, rivals=rivals, within=within)


def _is_out_of_the_blue(name: Name, best: Weighed) -> bool:
    """Return whether a name is but that of a small town abroad, and nothing else in the text is of its country."""
    place = best.place
    known = place.kind is not PlaceKind.SETTLEMENT or place.population >= _SMALL or is_reviewed(place)
    return not (known or name.bound or name.given or place.country in name.home or best.compatriots >= _LEAST_NEARER)


def _ratio(one: Place, other: Place) -> float:
    """Return how much likelier one place must be than another: less so where the other is its area, or it twice."""
    same = _is_near(one, other) if one.kind is other.kind else one.admin1 is not None and one.admin1 == other.admin1
    return _SURE_RATIO_OF_AREA if same else _SURE_RATIO


def _is_near(one: Place, other: Place) -> bool:
    return distance_km(one.lon, one.lat, other.lon, other.lat) <= _DOUBLED_KM


def _is_equal(name: Name, best: Weighed, other: Weighed) -> bool:
    """Return whether a second town in the area told may be meant as well: no larger one is, nor are others named by.

    A city that once had the name, or has a quarter of it, is no larger one: Kansas City is also "Milton".
    """
    one, two = best.place, other.place
    if one.kind is not PlaceKind.SETTLEMENT or two.kind is not one.kind:
        return False
    if best.towns_near - other.towns_near >= _LEAST_NEARER or _is_near(one, two):
        return False
    dominant = one.population >= max(_TOWN, _DOMINANT * two.population)
    return not (dominant and (_bears(one, name.key) or not _bears(two, name.key)))


def _may_be_another(name: Name, place: Place) -> bool:
    """Return whether a village's name is one that recurs in its country, by an index that lacks most villages there."""
    small = place.kind is PlaceKind.SETTLEMENT and place.population < (_VILLAGE if _bears(place, name.key) else _TOWN)
    # A district has one village of a name.
    district = name.area is not None and name.area.kind is PlaceKind.ADMIN2
    return small and not district and place.country in name.recurs_in


def _bears(place: Place, key: str) -> bool:
    return name_key(place.name) == key


def recurs_in(key: str, places: Sequence[Place]) -> frozenset[str]:
    """Return the countries where several places of a name lie in one first-level area, as Ivanivkas do in Ukraine.

    And where several once had it, as "Zhovtneve". Not where a third of them are tiny: then the index has the
    villages of the country, and what it has only once is there once.
    """
    towns = [place for place in places if place.kind is PlaceKind.SETTLEMENT]
    counts = Counter(place.country for place in towns if place.country)
    tiny = Counter(place.country for place in towns if place.population < _TINY)
    areas = Counter(country for country, _ in {(place.country, place.admin1) for place in towns})
    renamed = Counter(place.country for place in towns if not _bears(place, key))
    return frozenset(
        country
        for country, count in counts.items()
        if (count - areas[country] >= _RECURRING or renamed[country] >= _RENAMED) and 3 * tiny[country] <= count
    )
