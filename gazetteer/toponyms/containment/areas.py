"""Which areas a containing name may mean, which places lie there, and the words between two names that say so."""

from collections.abc import Callable, Container, Mapping, Sequence
from enum import StrEnum
from functools import cache

from gazetteer.datafiles import read_csv
from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention

_BY_KIND = {
    "admin1": (PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.COUNTRY, PlaceKind.ADMIN2),
    "admin2": (PlaceKind.ADMIN2, PlaceKind.ADMIN1),
}
_AREAS = (PlaceKind.ADMIN1, PlaceKind.COUNTRY, PlaceKind.ADMIN2, PlaceKind.REGION)
_MOST_TOWNS = 3
_DISTRICT_KM = 40.0
_TOWN_KM = 40.0
_AREA_KM = 200.0
_SLACK = 1.5
"""Radii of districts and regions are of circles around their centres; what they hold may lie somewhat further out."""


def areas_of(mention: Mention, *, towns: bool = False) -> tuple[Place, ...]:
    """Return the areas that a containing name may mean; none where the gazetteer knows none."""
    if mention.kind in _BY_KIND:
        for kind in _BY_KIND[mention.kind]:
            if found := tuple(place for place in mention.places if place.kind is kind):
                # "The state of Washington" is not D.C.
                return tuple(area for area in found if name_key(area.name) == mention.key) or found
        return ()
    if mention.entry is not None and mention.entry.kind is EntryKind.COUNTRY:
        countries = tuple(place for place in mention.places[:2] if place.kind is PlaceKind.COUNTRY)
        areas = tuple(p for p in mention.places if p.kind is PlaceKind.ADMIN1 and p.country != mention.entry.country)
        return (*countries, *areas)
    likely = [place for place in mention.places if place.kind is PlaceKind.SETTLEMENT][: _MOST_TOWNS if towns else 0]
    return tuple(place for place in mention.places if place.kind in _AREAS or place in likely)


def holds(area: Place, place: Place) -> bool:
    """Return whether a place lies in an area, as far as codes and distances tell."""
    if area.place_id == place.place_id or _SIZES.get(place.kind, 0) >= _SIZES.get(area.kind, 1):
        return False
    return _HOLDS.get(area.kind, _in_region)(area, place)


def _in_country(area: Place, place: Place) -> bool:
    return place.country == area.country or place.admin1 in claimed_by(area.country)


def _in_district(area: Place, place: Place) -> bool:
    if area.admin2 and place.admin2:
        return area.admin2 == place.admin2
    return area.admin1 == place.admin1 and _within(area, place, area.radius_km or _DISTRICT_KM)


def _by_town(area: Place, place: Place) -> bool:
    if area.country != place.country:
        return False
    # Most first-level areas are named after their seats: "Kramatorsk in Donetsk".
    seat = area.feature_code in ("PPLA", "PPLC") and area.admin1 is not None and area.admin1 == place.admin1
    return seat or _within(area, place, _TOWN_KM / _SLACK)


def _in_region(area: Place, place: Place) -> bool:
    return _within(area, place, area.radius_km or _TOWN_KM)


def lies_in(place: Place, areas: Sequence[Sequence[Place]]) -> bool:
    """Return whether a place lies in one of the areas that each containing name may mean."""
    return all(any(holds(area, place) for area in choice) for choice in areas)


def _in_first_level(area: Place, place: Place) -> bool:
    if place.admin1 == area.admin1 or (place.admin1, area.admin1) in _enclosed():
        return True
    if place.country != area.country:
        return False
    if place.admin1 is None:
        return distance_km(area.lon, area.lat, place.lon, place.lat) <= _AREA_KM
    # Kyiv is no part of Kyiv Oblast by law, and its seat all the same.
    seat = place.feature_code in ("PPLA", "PPLC") and name_key(area.name).startswith(name_key(place.name))
    return seat and distance_km(area.lon, area.lat, place.lon, place.lat) <= _AREA_KM


_HOLDS: Mapping[PlaceKind, Callable[[Place, Place], bool]] = {
    PlaceKind.COUNTRY: _in_country,
    PlaceKind.ADMIN1: _in_first_level,
    PlaceKind.ADMIN2: _in_district,
    PlaceKind.SETTLEMENT: _by_town,
}
_SIZES = {PlaceKind.COUNTRY: 3, PlaceKind.ADMIN1: 2, PlaceKind.ADMIN2: 1, PlaceKind.CONTINENT: 4}


def _within(area: Place, place: Place, radius_km: float) -> bool:
    return distance_km(area.lon, area.lat, place.lon, place.lat) <= _SLACK * radius_km


@cache
def claimed_by(country: str | None) -> frozenset[str]:
    """Return the first-level areas that a country's own texts place in it, though the gazetteer does not."""
    return frozenset(row["admin1"] for row in read_csv("places/claims.csv") if row["country"] == country)


@cache
def _enclosed() -> frozenset[tuple[str, str]]:
    """Return the cities of first level that lie within another first-level area by what people say."""
    return frozenset((row["admin1"], row["within"]) for row in read_csv("places/enclosed.csv"))


def narrowed(areas: Sequence[Place], outer: Sequence[Place]) -> tuple[Place, ...]:
    """Keep the areas that lie in one of the outer ones; all where none does."""
    inside = tuple(area for area in areas if any(_lies_in(area, other) for other in outer))
    return inside or tuple(areas)


def _lies_in(area: Place, outer: Place) -> bool:
    if outer.kind is PlaceKind.COUNTRY:
        return area.country == outer.country or area.admin1 in claimed_by(outer.country)
    return holds(outer, area)


_LONGEST = 7
_OPENING = frozenset({",", "("})
_POSSESSIVE = frozenset({"'", "s"})
_WAYS = frozenset(
    f"relations.{way}"
    for way in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "centre")
)
_PREPOSITIONS = frozenset({"relations.inside", "relations.near", "relations.from_to", "relations.distance"})
_LONGEST_NUMBER = 2
_FRONTED = 4  # words of an adverbial that opens a sentence, before the name in it
_PASSED = _WAYS | {"words.articles", "words.modifiers", "relations.part"}
_AREA_KINDS = frozenset({"kinds.admin1_before", "kinds.admin2_before"})
_TOWN_KINDS = frozenset({"kinds.settlement_before", "kinds.settlement_plural_before", "kinds.village_before"})
_CLOSING = frozenset(",.;:()]!?»”\"'")


class Link(StrEnum):
    """How two names that follow each other are tied."""

    COMMA = "comma"
    """"X, Y"."""
    BRACKET = "bracket"
    """"X (Y"."""
    APPOSED = "apposed"
    """"X, a suburb of Y", "X, a village in Y"."""
    INSIDE = "inside"
    """"X in Y", "X, in the region of Y"."""
    KIND = "kind"
    """Kind words alone: "X Oblast Y", "села Х района Y"; the second has a kind word of its own or takes one."""
    PART = "part"
    """"X of Y"."""
    ADJACENT = "adjacent"
    """Nothing between."""


def link_after(  # noqa: PLR0911 (one return a kind of tie)
    reading: Reading, last: int, first: int, *, passed: Container[int] = ()
) -> Link | None:
    """Return how a name that ends at `last` is tied to another, which starts at `first`, as to what contains it.

    Words `passed` over are a country's or its people's that stand before the other.
    """
    if first - last > _LONGEST + 1:
        return None
    opening, words = _words(reading, last, first)
    words = [at for at in words if at not in passed]
    if opening is None:
        return None
    if not words:
        return {"": Link.ADJACENT, "(": Link.BRACKET}.get(opening, Link.COMMA)
    classes = [reading.said[at] for at in words]
    if opening == "," and "words.relatives" in classes[0]:
        words, classes = words[1:], classes[1:]
    if not words:
        return None
    if opening == "," and _is_apposed(reading, words):
        return Link.APPOSED
    if words and says_inside(reading, words[0]):
        return Link.INSIDE if all(found & (_PASSED | _AREA_KINDS) for found in classes[1:]) else None
    if not all(found & (_PASSED | _AREA_KINDS) for found in classes):
        return None
    kinds = [reading.phrase_starts.get((at, kind), -1) for at in words for kind in _AREA_KINDS]
    if any(start > last for start in kinds):
        return Link.BRACKET if opening == "(" else Link.COMMA if opening else Link.KIND
    return Link.PART if not opening and classes[0] & {"relations.part"} else None


def _is_apposed(reading: Reading, words: Sequence[int]) -> bool:
    """Return whether words say "a village in", "a suburb of", "a town near"."""
    classes = [reading.said[at] for at in words]
    named = any(found & (_TOWN_KINDS | {"kinds.generic"}) for found in classes)
    leading = classes[-1] & {"relations.part", "relations.near", "kinds.settlement_before"}
    ends = bool(leading) or says_inside(reading, words[-1]) or "words.articles" in classes[-1]
    allowed = _PASSED | _TOWN_KINDS | _AREA_KINDS | {"kinds.generic", "relations.near"}
    inside = [found for at, found in zip(words, classes, strict=True) if not says_inside(reading, at)]
    return named and ends and len(words) > 1 and all(found & allowed for found in inside)


def link_before(reading: Reading, last: int, first: int, *, inside: bool) -> bool:
    """Return whether an area that ends at `last` is said to hold the name that starts at `first`.

    "Donetsk region's X", "in Donetsk region, the town of X", "в Донецкой области, в селе X".
    """
    at = range(last + 1, first)
    if not 0 < len(at) <= _LONGEST or reading.tokens.sentence[last] != reading.tokens.sentence[first]:
        return False
    words = [number for number in at if reading.tokens.keys[number] not in _POSSESSIVE]
    if len(words) < len(at) and not words:
        return True
    if len(words) == len(at) and not inside:
        return False
    if words and reading.tokens.keys[words[0]] == ",":
        words = words[1:]
    classes = [reading.said[number] for number in words]
    allowed = _PASSED | _TOWN_KINDS | {"words.quantities", "relations.locative", "relations.near"}
    return any(found & _TOWN_KINDS for found in classes) and all(found & allowed for found in classes)


def is_owner(reading: Reading, last: int) -> bool:
    """Return whether what ends at a word is said to own what follows ("Donetsk Oblast's X")."""
    return tuple(reading.tokens.keys[last + 1 : last + 3]) == ("'", "s")


def says_inside(reading: Reading, at: int) -> bool:
    """Return whether a word says that something is in a place: no verb, no "near"."""
    found = reading.said[at]
    cues = language_table(reading.language_at[at]).cues
    return ("relations.inside" if "relations.inside" in cues else "relations.locative") in found


def is_closed(reading: Reading, last: int, *, opening: int) -> bool:
    """Return whether what a comma opened ends after a word: at a mark, the sentence's end or a preposition.

    A name near the sentence's beginning, before the comma, may be all of an adverbial: "According to Kyiv, Belarus in
    May supplied" has no Kyiv in Belarus.
    """
    after = reading.after[last]
    if after < 0 or reading.tokens.words[after] in _CLOSING:
        possessive = after >= 0 and reading.tokens.words[after] == "'" and _glued(reading, after)
        return not possessive
    if any(reading.before[at] < 0 for at in range(max(opening - _FRONTED, 0), opening + 1)):
        return False
    found = reading.said[after]
    return "months.names" in found or (not reading.tokens.capital[after] and bool(found & _PREPOSITIONS))


def _glued(reading: Reading, at: int) -> bool:
    return reading.tokens.starts[at] == reading.tokens.ends[at - 1]


def _words(reading: Reading, last: int, first: int) -> tuple[str | None, list[int]]:
    """Return the mark that opens the words between, if any, and the others; None where there are too many."""
    at = list(range(last + 1, first))
    if len(at) > 1 and reading.tokens.keys[at[0]] == "'" and _glued(reading, at[0]) and at[1] < first:
        at = at[1:] if reading.tokens.words[at[1]] in _OPENING else at  # "Zdorovets', Zhytomyr region"
    if len(at) > 1 and len(reading.tokens.words[at[0]]) <= _LONGEST_NUMBER and reading.tokens.words[at[0]].isdecimal():
        at = at[1:] if reading.tokens.words[at[1]] in _OPENING else at  # "Yangyong 2, North Hamgyong Province"
    if len(at) > _LONGEST or reading.tokens.sentence[last] != reading.tokens.sentence[first]:
        return None, []
    if at and reading.tokens.words[at[0]] in _OPENING:
        return reading.tokens.words[at[0]], [n for n in at[1:] if reading.tokens.keys[n] != "'"]
    return "", [number for number in at if reading.tokens.keys[number] != "'"]
