"""Which place a name means: features of each candidate, weighed by a learned linear model."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gazetteer.datafiles import data_file
from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import FOLDER, read_table

Array = NDArray[np.float64]
_EARTH_RADIUS_KM = 6371.009
_RANKER = "ranker.toml"
_REACHES_KM = (50.0, 200.0, 800.0)
_LARGEST_LOG = 7.5
_LARGE_TOWN = 100_000
_SEATS = frozenset({"PPLA", "PPLA2"})
LAUNCH_SITES = frozenset({"SPCP", "MILB"})
"""Feature codes of cosmodromes and of test ranges."""


class Name(Struct, frozen=True, kw_only=True):
    """One name of a text, with all that the text says about it anywhere.

    `within` holds codes of areas and countries that a mention names as
    containing it ("Paris, Texas"); `kinds` the kind words beside it; `close_to`
    the indices of names that a mention places it near.
    """

    key: str
    places: Sequence[Place]
    given: Place | None = None
    """What a table says it is: the country, the area that "W.Va." stands for."""
    within: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    close_to: frozenset[int] = frozenset()
    mentions: int = 1
    english: bool = True
    as_area: bool = False
    """Whether a part of it is spoken of ("in the north of X")."""
    home: frozenset[str] = frozenset()
    """Countries where the text's language is written most."""


FEATURES = (
    "population",
    "population_share",
    "most_populous",
    "rank",
    "is_country",
    "is_admin1",
    "is_admin2",
    "is_region",
    "is_water",
    "is_site",
    "is_capital",
    "is_seat",
    "in_table",
    "own_name",
    "within",
    "not_within",
    "kind_agrees",
    "kind_differs",
    "country_share",
    "country_named",
    "area_share",
    "area_named",
    "near_50",
    "near_200",
    "near_800",
    "same_area",
    "same_country",
    "close",
    "far",
    "home",
    "home_other",
    "area_of_namesake",
    "seat_of_namesake",
    "said_area",
    "reviewed",
    "reviewed_site",
    "site_of_town",
    "area_abroad",
    "capital_named",
    "country_alone",
    "area_alone",
)
_KINDS_FITTING: Mapping[str, frozenset[PlaceKind]] = {
    "settlement": frozenset({PlaceKind.SETTLEMENT}),
    "admin1": frozenset({PlaceKind.ADMIN1}),
    "admin2": frozenset({PlaceKind.ADMIN2}),
    "site": frozenset({PlaceKind.SITE, PlaceKind.WATER, PlaceKind.REGION}),
    "water": frozenset({PlaceKind.WATER}),
}


class Ranker(Struct, frozen=True, kw_only=True):
    """Weights for a first look and for a second, which knows the first's outcome."""

    first: Mapping[str, float]
    second: Mapping[str, float]


@cache
def default_ranker() -> Ranker:
    """Return the shipped weights."""
    table = read_table(data_file(f"{FOLDER}/{_RANKER}"))
    return Ranker(first=table["first_look"], second=table["second_look"])


def rank(names: Sequence[Name], *, ranker: Ranker | None = None) -> list[Array]:
    """Return for each name the probabilities of its places, in their order.

    Args:
        names: The names of one text; a name without places yields an empty array.
        ranker: The weights; the shipped ones without it.
    """
    ranker = ranker or default_ranker()
    table = CandidateTable(names)
    if not table.count:
        return [np.zeros(0) for _ in names]
    return table.split(table.rank(ranker))


def is_reviewed(place: Place) -> bool:
    """Tell whether news names a place, so that the project's own tables have it: not every town, nor every county."""
    return place.kind is not PlaceKind.ADMIN2 and place.place_id.startswith("armsatlas:")


def weights(table: Mapping[str, float]) -> Array:
    """Return a model's weights in the order of `FEATURES`; what it lacks weighs nothing."""
    return np.array([table.get(name, 0.0) for name in FEATURES])


class CandidateTable:
    """All candidates of one text's names as arrays, a row a candidate."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.places = [place for name in names for place in name.places]
        self.count = len(self.places)
        self.sizes = np.array([len(name.places) for name in names], dtype=np.intp)
        self.group = np.repeat(np.arange(len(names)), self.sizes)
        filled = np.flatnonzero(self.sizes)
        self._filled = filled
        self._starts = (np.cumsum(self.sizes) - self.sizes)[filled]
        if self.count:
            self._static = self._static_features()
            self._near = self._nearness()

    def split(self, values: Array) -> list[Array]:
        """Cut values of all candidates up by name."""
        return np.split(values, np.cumsum(self.sizes)[:-1])

    def softmax(self, scores: Array) -> Array:
        """Turn scores into probabilities within each name."""
        top = np.maximum.reduceat(scores, self._starts)
        raised = np.exp(scores - np.repeat(top, self.sizes[self._filled]))
        total = np.add.reduceat(raised, self._starts)
        result: Array = raised / np.repeat(total, self.sizes[self._filled])
        return result

    def rank(self, ranker: Ranker) -> Array:
        """Return the probabilities of all candidates after both looks."""
        first = self.softmax(self.features(self.prior()) @ weights(ranker.first))
        return self.softmax(self.features(first) @ weights(ranker.second))

    def prior(self) -> Array:
        """Return probabilities by population, tables and areas alone."""
        column = {name: number for number, name in enumerate(FEATURES)}
        guess = {
            "population": 5.0,
            "in_table": 4.0,
            "within": 6.0,
            "not_within": -4.0,
            "country_named": 2.0,
            "area_named": 2.0,
            "is_country": 3.0,
            "is_admin1": 1.0,
        }
        scores = sum((weight * self._static[:, column[name]] for name, weight in guess.items()), np.zeros(self.count))
        return self.softmax(scores)

    def features(self, probabilities: Array) -> Array:
        """Return the feature matrix, in the order of `FEATURES`, given what the other names probably mean."""
        matrix = self._static.copy()
        column = {name: number for number, name in enumerate(FEATURES)}
        for number, reach in enumerate(_REACHES_KM):
            matrix[:, column[f"near_{reach:.0f}"]] = self._support(self._near[number], probabilities)
        matrix[:, column["same_area"]] = self._support(self._same_area, probabilities)
        matrix[:, column["same_country"]] = self._support(self._same_country, probabilities)
        matrix[:, column["close"]], matrix[:, column["far"]] = self._closeness(probabilities)
        return matrix

    def _support(self, relation: NDArray[np.bool_], probabilities: Array) -> Array:
        """Return the share of the other names that have a probable place in the relation."""
        weighed = relation * probabilities[None, :]
        by_name = np.add.reduceat(weighed, self._starts, axis=1)
        own = np.searchsorted(self._filled, self.group)
        total = by_name.sum(axis=1) - by_name[np.arange(self.count), own]
        others = max(len(self._filled) - 1, 1)
        result: Array = total / math.sqrt(others)
        return result

    def _closeness(self, probabilities: Array) -> tuple[Array, Array]:
        close, far = np.zeros(self.count), np.zeros(self.count)
        for number, name in enumerate(self.names):
            for other in name.close_to:
                ours, theirs = self.group == number, self.group == other
                if ours.any() and theirs.any():
                    reached = (self._near[1][np.ix_(ours, theirs)] * probabilities[theirs][None, :]).sum(axis=1)
                    close[ours] += reached
                    far[ours] += 1 - reached
        return close, far

    def _nearness(self) -> list[NDArray[np.bool_]]:
        lat = np.radians([place.lat for place in self.places])
        lon = np.radians([place.lon for place in self.places])
        points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        cosine = points @ points.T
        # Countries and continents lie near nothing: their point says little.
        small = np.array([place.kind not in (PlaceKind.COUNTRY, PlaceKind.CONTINENT) for place in self.places])
        both = small[:, None] & small[None, :]
        areas = _codes([place.admin1 if place.kind is not PlaceKind.COUNTRY else None for place in self.places])
        countries = _codes([place.country for place in self.places])
        self._same_area = (areas[:, None] == areas[None, :]) & (areas >= 0)[:, None]
        self._same_country = (countries[:, None] == countries[None, :]) & (countries >= 0)[:, None]
        return [(cosine >= math.cos(reach / _EARTH_RADIUS_KM)) & both for reach in _REACHES_KM]

    def _static_features(self) -> Array:
        countries, areas = self._evidence()
        rows: list[list[float]] = []
        for name in self.names:
            total = sum(place.population for place in name.places) or 1
            most = max((place.population for place in name.places), default=0)
            rows.extend(
                _static(name, place, position, total, most, countries, areas)
                for position, place in enumerate(name.places)
            )
        return np.array(rows)

    def _evidence(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Return the shares of countries and of first-level areas among what tables settle."""
        countries: Counter[str] = Counter()
        areas: Counter[str] = Counter()
        for name in self.names:
            place = name.given or _plain_area(name)
            if place is None:
                continue
            if place.country:
                countries[place.country] += name.mentions
            if place.admin1:
                areas[place.admin1] += name.mentions
        return _shares(countries), _shares(areas)


def _static(  # noqa: PLR0917 (one row of a table: its columns' sources)
    name: Name,
    place: Place,
    position: int,
    total: int,
    most: int,
    countries: Mapping[str, float],
    areas: Mapping[str, float],
) -> list[float]:
    codes = {place.country, place.admin1, place.admin2}
    own = name.given is not None and name.given.place_id == place.place_id
    plain = not name.kinds
    towns = {other.admin1 for other in name.places if other.kind is PlaceKind.SETTLEMENT}
    areas_of = {other.admin1 for other in name.places if other.kind is PlaceKind.ADMIN1}
    beside = is_reviewed(place) and place.kind is PlaceKind.SITE and place.admin1 in towns
    cities = {other.country for other in name.places if other.population >= _LARGE_TOWN and _is_town(other)}
    fitting = frozenset().union(*(_KINDS_FITTING[kind] for kind in name.kinds)) if name.kinds else None
    return [
        min(math.log10(place.population + 1) / _LARGEST_LOG, 1.2),
        place.population / total,
        float(place.population == most),
        1 / (1 + position),
        float(place.kind is PlaceKind.COUNTRY or place.kind is PlaceKind.CONTINENT),
        float(place.kind is PlaceKind.ADMIN1),
        float(place.kind is PlaceKind.ADMIN2),
        float(place.kind is PlaceKind.REGION),
        float(place.kind is PlaceKind.WATER),
        float(place.kind is PlaceKind.SITE),
        float(place.feature_code == "PPLC"),
        float(place.feature_code in _SEATS),
        float(own),
        float(_bare(place.name) == name.key),
        float(bool(name.within & codes)),
        float(bool(name.within) and not name.within & codes),
        float(fitting is not None and place.kind in fitting),
        float(fitting is not None and place.kind not in fitting),
        countries.get(place.country or "", 0.0),
        float((place.country or "") in countries),
        areas.get(place.admin1 or "", 0.0),
        float((place.admin1 or "") in areas),
        *([0.0] * 7),
        float(place.country in name.home and name.english),
        float(place.country in name.home and not name.english),
        float(plain and place.kind is PlaceKind.ADMIN1 and place.admin1 in towns),
        float(plain and place.kind is PlaceKind.SETTLEMENT and place.admin1 in areas_of),
        float(place.kind is PlaceKind.ADMIN1 and name.as_area),
        float(is_reviewed(place) and _is_town(place) and place.country not in cities),
        float(is_reviewed(place) and place.kind is PlaceKind.SITE and not beside),
        float(beside),
        float(plain and place.kind is PlaceKind.ADMIN1 and place.admin1 in towns and place.country not in name.home),
        float(place.feature_code == "PPLC" and (place.country or "") in countries),
        float((place.country or "") in countries and len({p.country for p in name.places} & countries.keys()) == 1),
        float((place.admin1 or "") in areas and len({p.admin1 for p in name.places} & areas.keys()) == 1),
    ]


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


def _codes(names: Sequence[str | None]) -> NDArray[np.int64]:
    known: dict[str, int] = {}
    return np.array([-1 if name is None else known.setdefault(name, len(known)) for name in names], dtype=np.int64)
