"""Which places of a name the words beside it leave, and whether the likeliest of them is surely the one meant."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from msgspec import Struct

from gazetteer.distance import distance_km
from gazetteer.match.fuzzy import is_spelling
from gazetteer.match.keys import name_key
from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, Status
from gazetteer.text.lexicon import EntryKind
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.relations.outlines import sea_off
from gazetteer.toponyms.resolution.candidates import LAUNCH_SITES, Name, is_reviewed, own_capital

_SITES = (PlaceKind.SITE, PlaceKind.WATER, PlaceKind.REGION)
_GENERIC = (PlaceKind.WATER, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.SITE)
_LEAST_TOWN = 5_000
_COASTS_TRIED = 6
_SEAS = ("OCN", "SEA")
_EXTENDED = (PlaceKind.WATER, PlaceKind.REGION)
_LARGE_TOWN = 50_000
_ADJECTIVES = (
    "скии", "ская", "ское", "цкии", "цкая", "цкое", "ськии", "ська", "ське", "зькии", "зька", "цькии", "цька",
)  # fmt: skip
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
CITY = "city"  # Instead of a kind of area: the capital of a country that has its name


def _without_areas_around(places: tuple[Place, ...], home: frozenset[str]) -> tuple[Place, ...]:
    """Leave out areas that bear their town's name: "in Kherson" is the town, where no word says "region".

    In English at home the area may be meant: "New York".
    """
    if all(place.kind is not PlaceKind.ADMIN1 for place in places):
        return places
    home = home if "US" in home else frozenset()
    towns = [place for place in places if place.kind is PlaceKind.SETTLEMENT and place.population >= _LEAST_TOWN]

    def named_after(area: Place) -> bool:
        key = name_key(area.name)
        return any(
            town.admin1 == area.admin1 and (key.startswith(name_key(town.name)) or is_spelling(town.name, key))
            for town in towns
        )

    return tuple(
        place
        for place in places
        if place.kind is not PlaceKind.ADMIN1 or place.country in home or not named_after(place)
    )


def _launch_sites(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Keep the cosmodromes and ranges of a name, where there are some: no rocket is launched from Plesetsk town."""
    return tuple(place for place in places if place.feature_code in LAUNCH_SITES and is_reviewed(place)) or places


def by_the_sea(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Keep what a coast is near, where the usual place of a name has none: "off Brest" is not off Brest in Belarus."""
    first, *others = places[:_COASTS_TRIED] or (None,)
    if first is None or not others or first.kind is PlaceKind.WATER or sea_off(first) is not None:
        return places
    return tuple(place for place in others if sea_off(place) is not None) or places


def _is_generic(mention: Mention, places: Sequence[Place]) -> bool:
    """Return whether a name is a sea's, or of several words a strait's or region's: no hamlet of that name is meant.

    "Mer Rouge" is in Louisiana too, "Golan Heights" and "Great Lakes" as well, and "Atlantic" in Iowa.
    """
    known = [place for place in places if place.kind in _EXTENDED]
    return (
        bool(known)
        and (len(mention.key.split()) > 1 or any(place.feature_code in _SEAS for place in known))
        and all(place.kind is not PlaceKind.SETTLEMENT or place.population < _LARGE_TOWN for place in places)
    )


def of_kinds(  # noqa: PLR0917 (what every step of one text passes on)
    mentions: Sequence[Mention], around: Sequence[Context], numbers: Sequence[int], said: str | None,
    kinds: AbstractSet[str], places: tuple[Place, ...], home: frozenset[str], *, bound: bool = False,
) -> tuple[Place, ...]:  # fmt: skip
    """Keep the places that are of the kind that the words beside a name say; all where none is."""
    first = mentions[numbers[0]]
    if "kinds.village_before" in around[numbers[0]].left:
        # "Das Dorf Murom" near Belgorod is not the town of 110,000 on the Oka: better no place than that one.
        large = {place.country for place in places if place.population >= _LARGE_TOWN}
        small = tuple(place for place in places if place.population < _LARGE_TOWN)
        apart = tuple(place for place in small if not large or place.country in large)
        places = apart or (places if bound else ())
    if said == CITY:
        places = tuple(place for place in places if place.kind is PlaceKind.SETTLEMENT) or places
    elif _is_country(mentions, around, numbers):
        places = tuple(place for place in places if place.kind is PlaceKind.COUNTRY) or places
    elif said:
        # What a text calls a region is not the city that gives it its name, however large; and a district's adjective
        # ("в Соломенском районе") is no village that reads alike.
        adjective = said == "admin2" and first.key.endswith(_ADJECTIVES)
        places = tuple(place for place in places if place.kind in _AREAS) or (() if adjective else places)
    if "site" in kinds:
        # "The port of X" is the port, where the gazetteer has it beside the town; only a strait or an island is water.
        extended = any("kinds.geo_before" in around[number].left for number in numbers)
        wanted = _SITES if extended else (PlaceKind.SITE,)
        places = tuple(place for place in places if place.kind in wanted) or _without_areas_around(places, frozenset())
    if not kinds:
        places = _launch_sites(places) if any(around[number].launched for number in numbers) else places
        adjective = first.entry is not None and first.entry.kind is EntryKind.AREA_DEMONYM
        places = places if adjective else _without_areas_around(places, home)
    if "settlement" in kinds:
        # "The city of X" is not the area around it.
        places = tuple(place for place in places if place.kind is PlaceKind.SETTLEMENT) or places
    if "water" in kinds:
        places = tuple(place for place in places if place.kind is PlaceKind.WATER) or places
    if first.text[:1].islower() or _is_generic(first, places):
        places = _without_towns(places, said)
    return places


def _without_towns(places: tuple[Place, ...], said: str | None) -> tuple[Place, ...]:
    """Keep what a name with a generic word ("mer Rouge") may be: no town; a sea before a province called after it."""
    places = tuple(place for place in places if place.kind in _GENERIC) or places
    return places if said else tuple(place for place in places if place.kind is PlaceKind.WATER) or places


def _is_country(mentions: Sequence[Mention], around: Sequence[Context], numbers: Sequence[int]) -> bool:
    """Return whether a country's name means the country: its capital has the same, or it stands among countries."""
    if any(mentions[number].kind for number in numbers):
        return False
    if own_capital(mentions[numbers[0]]) is not None:
        return True
    return any(
        _names_country(mentions, number) and _names_country(mentions, other)
        for number in numbers
        for other in (around[number].joined_before, around[number].joined_after)
    )


def _names_country(mentions: Sequence[Mention], at: int) -> bool:
    entry = mentions[at].entry if at >= 0 else None
    return entry is not None and entry.kind is EntryKind.COUNTRY


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
_UNKNOWN = 20_000  # A town of fewer is none that goes without saying its country
_ABROAD = 3  # So many names of other countries, and the text is about those
_LEAST_NEARER = 0.5  # Towns named that lie nearer to one than to another, for them to tell the two apart
_ALIKE = 0.6  # The share of letters that the spellings of one name have in common
_RECURRING = 4  # So many places of a name in a country, and it has others that the index lacks
_RARELY = 8  # Of so many places of a name only one shares its area with another
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


def settle(names: Sequence[Name], ranked: Sequence[Sequence[Weighed]]) -> list[Settled]:
    """Settle names, given their places, the likeliest first."""
    countries = Counter(places[0].place.country for places in ranked if places)
    areas = {name.places[0].admin1 for name in names if name.places and name.places[0].kind is PlaceKind.ADMIN1}
    return [_settled(name, places, countries, areas) for name, places in zip(names, ranked, strict=True)]


def _settled(
    name: Name, ranked: Sequence[Weighed], countries: Counter[str | None], areas: AbstractSet[str | None]
) -> Settled:
    if not ranked:
        return Settled(place=None, status=Status.UNRESOLVED, within=name.area)
    best, *others = ranked
    equals = {other.place.place_id for other in others if name.bound and _is_equal(name, best, other)}
    least = _SURE if best.place is name.places[0] else _SURE_OF_LESSER
    sure = best.likely >= least and all(best.likely >= _ratio(best.place, one.place) * one.likely for one in others)
    # What only sounds alike is no match, nor may a name that villages share be the one of them that is known.
    foreign = name.alike or (name.bound and best.towns_near < _LEAST_NEARER and _may_be_another(name, best.place))
    odd = _is_out_of_the_blue(name, best, countries) or _is_aside(name, best, areas)
    likely = Status.RESOLVED if sure and not equals and not odd else Status.AMBIGUOUS
    status = Status.UNRESOLVED if foreign else likely
    told = [one for one in others if one.likely >= _LEAST_SCORE or one.place.place_id in equals][:_MOST_RIVALS]
    rivals = tuple(
        Candidate(place=one.place, score=round(one.likely, 3), matched_name=name.key, match=MatchKind.EXACT)
        for one in (told if status is Status.RESOLVED else [best, *told])
    )
    within = name.area if name.bound or foreign else None
    return Settled(place=None if foreign else best.place, status=status, rivals=rivals, within=within)


def _is_out_of_the_blue(name: Name, best: Weighed, countries: Counter[str | None]) -> bool:
    """Return whether a name is but that of a small town, and nothing else in the text is of its country.

    A country where the text's language is at home goes without saying where the text tells of no others.
    """
    place = best.place
    at_home = place.country in name.home and countries.total() - countries[place.country] < _ABROAD
    told = name.bound or name.given or best.compatriots >= _LEAST_NEARER or at_home
    if told or place.kind is not PlaceKind.SETTLEMENT or place.population >= _UNKNOWN:
        return False
    return not is_reviewed(place)


def _is_aside(name: Name, best: Weighed, areas: AbstractSet[str | None]) -> bool:
    """Return whether a village, told by its country alone, lies in none of the areas there that the text names."""
    place = best.place
    if not name.bound or name.area is None or name.area.kind is not PlaceKind.COUNTRY or place.admin1 in areas:
        return False
    village = place.kind is PlaceKind.SETTLEMENT and place.population < _SMALL and not is_reviewed(place)
    named = any(area is not None and area.startswith(f"{place.country}.") for area in areas)
    return village and named and best.towns_near < _LEAST_NEARER


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
    return not (dominant and (_is_named_so(one, name.key) or not _is_named_so(two, name.key)))


def _may_be_another(name: Name, place: Place) -> bool:
    """Return whether a village's name recurs, by an index that lacks most villages; a district has one of a name."""
    district = name.area is not None and name.area.kind is PlaceKind.ADMIN2
    return not district and is_of_many(name.key, place, name.recurs_in)


def is_of_many(key: str, place: Place, countries: AbstractSet[str]) -> bool:
    """Return whether a place is but a village, in a country where its name recurs."""
    most = _VILLAGE if name_key(place.name) == key else _TOWN
    return place.kind is PlaceKind.SETTLEMENT and place.population < most and place.country in countries


def _is_named_so(place: Place, key: str) -> bool:
    """Return whether a place's name is this one, in whatever spelling: Donetsk once was "Aleksandrovka"."""
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(name_key(place.name), key) >= _ALIKE


def recurs_in(key: str, places: Sequence[Place]) -> frozenset[str]:
    """Return the countries where places of a name lie in one first-level area, as Ivanivkas do in Ukraine.

    And where several once had it, as "Zhovtneve". Not where most of them are tiny: then the index has the villages of
    the country, and what it has only once is there once. Nor where hardly any two share an area, as in America.
    """
    towns = [place for place in places if place.kind is PlaceKind.SETTLEMENT]
    counts = Counter(place.country for place in towns if place.country)
    tiny = Counter(place.country for place in towns if place.population < _TINY)
    areas = Counter(country for country, _ in {(place.country, place.admin1) for place in towns})
    renamed = Counter(place.country for place in towns if not _is_named_so(place, key))
    return frozenset(
        country
        for country, count in counts.items()
        if count >= _RECURRING
        and (_RARELY * (count - areas[country]) >= count or renamed[country] >= _RECURRING)
        and 2 * tiny[country] <= count
    )
