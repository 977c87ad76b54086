"""What is known about each place that a name may mean, as numbers for the learned model."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.lexicon import EntryKind
from gazetteer.toponyms.recognition.mentions import Mention

_LARGEST_LOG = 7.5
_LARGE_TOWN = 100_000
_NEARNESS_FEATURES = 7  # Those that the other names' places decide
_BY_OTHERS = (0.0,) * 8
"""What the places of the names in one list decide, and how a place compares with the others of its name."""
_SEATS = frozenset({"PPLA", "PPLA2"})
LAUNCH_SITES = frozenset({"SPCP", "MILB"})  # Feature codes of cosmodromes and of test ranges


class Name(Struct, frozen=True, kw_only=True, gc=False):
    """One name of a text, with all that the text says about it anywhere.

    `within` holds codes of areas and countries that a mention names as containing it ("Paris, Texas"); `kinds` the kind
    words beside it; `close_to` the indices of names that a mention places it near.
    """

    key: str
    places: Sequence[Place]
    given: Place | None = None  # what a table says it is: the country, the area that "W.Va." stands for
    within: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    close_to: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()  # the indices of names that it stands in a list with
    mentions: int = 1
    english: bool = True
    as_area: bool = False  # whether a part of it is spoken of ("in the north of X")
    home: frozenset[str] = frozenset()  # Countries where the text's language is written most
    area: Place | None = None  # the smallest area that the text says it lies in
    bound: bool = False  # whether its places are those that lie there
    alike: bool = False  # whether its places are but of names that sound alike
    recurs_in: frozenset[str] = frozenset()  # Countries where several places of the name lie in one first-level area


FEATURES = (
    "population", "population_share", "most_populous", "rank", "is_country", "is_admin1", "is_admin2", "is_region",
    "is_water", "is_site", "is_capital", "is_seat", "in_table", "own_name", "within", "not_within", "kind_agrees",
    "kind_differs", "country_share", "country_named", "area_share", "area_named", "near_50", "near_200", "near_800",
    "same_area", "same_country", "close", "far", "home", "home_other", "area_of_namesake", "seat_of_namesake",
    "said_area", "reviewed", "reviewed_site", "site_of_town", "area_abroad", "capital_named", "country_alone",
    "area_alone", "listed_near", "listed_area", "listed_country",
    "most_near_50", "most_near_200", "most_near_800", "most_same_area", "most_same_country",
    "foreign",
)  # fmt: skip
SUPPORTS = ("near_50", "near_200", "near_800", "same_area", "same_country")
"""What the other names' places say for one: `most_` of each is its share of the most that any place of its name has."""
_COMPARED = tuple(f"most_{other}" for other in SUPPORTS)
PRODUCTS = (
    *(
        (own, other)
        for own in ("population", "most_populous", "own_name", "home")
        for other in ("near_50", "near_200", "same_area", "same_country", "area_named", "country_named", "listed_area")
    ),
    *(("population", other) for other in _COMPARED),
    *(("foreign", other) for other in ("population", "most_populous", "own_name", *SUPPORTS, *_COMPARED)),
)
"""Features that count otherwise together: a village near what else is named, a large town far from it.

Most of what is learned is local news of one country in English: in other languages nearness may weigh less, size more.
"""
WEIGHED = (*FEATURES, *(f"{own}_and_{other}" for own, other in PRODUCTS))
_KINDS_FITTING: Mapping[str, frozenset[PlaceKind]] = {
    "settlement": frozenset({PlaceKind.SETTLEMENT}),
    "admin1": frozenset({PlaceKind.ADMIN1}),
    "admin2": frozenset({PlaceKind.ADMIN2}),
    "site": frozenset({PlaceKind.SITE, PlaceKind.WATER, PlaceKind.REGION}),
    "water": frozenset({PlaceKind.WATER}),
}


def own_capital(mention: Mention) -> Place | None:
    """Return the capital that bears its country's name ("Djibouti", "Алжир"), if a name is such a country's."""
    entry = mention.entry
    if entry is None or entry.kind is not EntryKind.COUNTRY:
        return None
    return next((p for p in mention.places[:6] if p.feature_code == "PPLC" and p.country == entry.country), None)


def is_reviewed(place: Place) -> bool:
    """Return whether news names a place, so that the project's own tables have it: not every town, nor every county."""
    return place.kind is not PlaceKind.ADMIN2 and place.place_id.startswith("armsatlas:")


class Evidence(Struct, frozen=True, kw_only=True):
    """The shares of countries and of first-level areas among what tables settle in a text."""

    countries: Mapping[str, float]
    areas: Mapping[str, float]


def gather_evidence(names: Sequence[Name]) -> Evidence:
    """Return the shares of countries and of first-level areas among what tables settle."""
    countries: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    for name in names:
        place = name.given or _plain_area(name)
        if place is None:
            continue
        if place.country:
            countries[place.country] += name.mentions
        if place.admin1:
            areas[place.admin1] += name.mentions
    return Evidence(countries=_shares(countries), areas=_shares(areas))


def static_features(name: Name, evidence: Evidence) -> list[list[float]]:
    """Return what does not depend on other names' places: a row a place, in the order of `FEATURES`."""
    total = sum(place.population for place in name.places) or 1
    most = max((place.population for place in name.places), default=0)
    namesakes = _namesakes(name, evidence)
    return [
        [
            min(math.log10(place.population + 1) / _LARGEST_LOG, 1.2),
            place.population / total,
            float(place.population == most),
            1 / (1 + position),
            *_kind_features(place),
            *_said_features(name, place),
            *_named_features(place, evidence),
            *([0.0] * _NEARNESS_FEATURES),
            *_namesake_features(name, place, namesakes),
            *_alone_features(name, place, evidence, namesakes),
        ]
        for position, place in enumerate(name.places)
    ]


def _kind_features(place: Place) -> tuple[float, ...]:
    return (
        float(place.kind is PlaceKind.COUNTRY or place.kind is PlaceKind.CONTINENT),
        float(place.kind is PlaceKind.ADMIN1),
        float(place.kind is PlaceKind.ADMIN2),
        float(place.kind is PlaceKind.REGION),
        float(place.kind is PlaceKind.WATER),
        float(place.kind is PlaceKind.SITE),
        float(place.feature_code == "PPLC"),
        float(place.feature_code in _SEATS),
    )


def _said_features(name: Name, place: Place) -> tuple[float, ...]:
    """Return what tables and the words beside a name say of a place."""
    codes = {place.country, place.admin1, place.admin2}
    fitting = frozenset().union(*(_KINDS_FITTING[kind] for kind in name.kinds)) if name.kinds else None
    return (
        float(name.given is not None and name.given.place_id == place.place_id),
        float(_bare(place.name) == name.key),
        float(bool(name.within & codes)),
        float(bool(name.within) and not name.within & codes),
        float(fitting is not None and place.kind in fitting),
        float(fitting is not None and place.kind not in fitting),
    )


def _named_features(place: Place, evidence: Evidence) -> tuple[float, ...]:
    country, area = place.country or "", place.admin1 or ""
    return (
        evidence.countries.get(country, 0.0),
        float(country in evidence.countries),
        evidence.areas.get(area, 0.0),
        float(area in evidence.areas),
    )


class _Namesakes(NamedTuple):
    """What the places of one name have in common."""

    towns: AbstractSet[str | None]  # the first-level areas that have a town of the name
    areas: AbstractSet[str | None]  # those that have the name themselves
    cities: AbstractSet[str | None]  # the countries that have a large town of it
    only_country: bool  # whether one country of those that the text names has places of it
    only_area: bool


def _namesakes(name: Name, evidence: Evidence) -> _Namesakes:
    towns = [place for place in name.places if _is_town(place)]
    return _Namesakes(
        towns={place.admin1 for place in towns},
        areas={place.admin1 for place in name.places if place.kind is PlaceKind.ADMIN1},
        cities={place.country for place in towns if place.population >= _LARGE_TOWN},
        only_country=len({place.country for place in name.places} & evidence.countries.keys()) == 1,
        only_area=len({place.admin1 for place in name.places} & evidence.areas.keys()) == 1,
    )


def _namesake_features(name: Name, place: Place, namesakes: _Namesakes) -> tuple[float, ...]:
    """Return how a place stands to the language's home and to the towns and areas that share the name."""
    towns = namesakes.towns
    of_town = not name.kinds and place.kind is PlaceKind.ADMIN1 and place.admin1 in towns
    site = is_reviewed(place) and place.kind is PlaceKind.SITE
    return (
        float(place.country in name.home and name.english),
        float(place.country in name.home and not name.english),
        float(of_town),
        float(not name.kinds and place.kind is PlaceKind.SETTLEMENT and place.admin1 in namesakes.areas),
        float(place.kind is PlaceKind.ADMIN1 and name.as_area),
        float(is_reviewed(place) and _is_town(place) and place.country not in namesakes.cities),
        float(site and place.admin1 not in towns),
        float(site and place.admin1 in towns),
        float(of_town and place.country not in name.home),
    )


def _alone_features(name: Name, place: Place, evidence: Evidence, namesakes: _Namesakes) -> tuple[float, ...]:
    here = (place.country or "") in evidence.countries
    return (
        float(place.feature_code == "PPLC" and here),
        float(here and namesakes.only_country),
        float(namesakes.only_area and (place.admin1 or "") in evidence.areas),
        *_BY_OTHERS,
        float(not name.english),
    )


def _is_town(place: Place) -> bool:
    return place.kind is PlaceKind.SETTLEMENT


def _bare(name: str) -> str:
    """Return a name's key without what gazetteers add in brackets ("Halle (Saale)")."""
    return name_key(name.partition(" (")[0])


def _plain_area(name: Name) -> Place | None:
    """Return the country or first-level area that a name commonly means, or its only place."""
    if len(name.places) == 1:
        return name.places[0]
    first = name.places[0] if name.places else None
    if first is None or first.kind not in (PlaceKind.COUNTRY, PlaceKind.ADMIN1) or name_key(first.name) != name.key:
        return None
    return first


def _shares(counts: Counter[str]) -> Mapping[str, float]:
    total = sum(counts.values()) or 1
    return {code: count / total for code, count in counts.items()}


def number_codes(names: Sequence[str | None]) -> NDArray[np.int64]:
    """Number the codes as they first occur; -1 for none."""
    known: dict[str, int] = {}
    return np.array([-1 if name is None else known.setdefault(name, len(known)) for name in names], dtype=np.int64)
