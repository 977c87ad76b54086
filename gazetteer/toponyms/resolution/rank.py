"""Which place a name means: each candidate's features, weighed by a learned model, and settled over a whole text."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from gazetteer.datafiles import read_toml
from gazetteer.distance import EARTH_RADIUS_KM, on_unit_sphere
from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import FOLDER
from gazetteer.toponyms.containment.stated import Container
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.candidates import (
    FEATURES,
    PRODUCTS,
    SUPPORTS,
    WEIGHED,
    Name,
    gather_evidence,
    number_codes,
    static_features,
)
from gazetteer.toponyms.resolution.meant import Settled, Weighed, settle
from gazetteer.toponyms.resolution.names import names_of

Array = NDArray[np.float64]
_RANKER = "ranker.toml"
_REACHES_KM = (50.0, 200.0, 800.0)
_FIRST_GUESS = {
    "population": 5.0, "in_table": 4.0, "within": 6.0, "not_within": -4.0, "country_named": 2.0, "area_named": 2.0,
    "is_country": 3.0, "is_admin1": 1.0,
}  # fmt: skip
_GUESS = np.array([_FIRST_GUESS.get(name, 0.0) for name in FEATURES])
_COLUMN = {name: number for number, name in enumerate(FEATURES)}
_ALONE = [[0.0] * len(FEATURES)]
_PAIRED = tuple([_COLUMN[pair[side]] for pair in PRODUCTS] for side in (0, 1))


class Ranker(Struct, frozen=True, kw_only=True):
    """Weights for a first look and for a second, which knows the first's outcome."""

    first: Mapping[str, float]
    second: Mapping[str, float]


@cache
def default_ranker() -> Ranker:
    """Return the shipped weights."""
    table = read_toml(f"{FOLDER}/{_RANKER}")
    return Ranker(first=table["first_look"], second=table["second_look"])


def rank(names: Sequence[Name], *, ranker: Ranker | None = None) -> list[Sequence[Weighed]]:
    """Return for each name its places, the likeliest first."""
    ranker = ranker or default_ranker()
    table = CandidateTable(names)
    if not table.count:
        return [() for _ in names]
    probabilities = table.rank(ranker)
    columns = (probabilities, table.towns_near(probabilities), table.of_one_country(probabilities))
    found = [Weighed(*row) for row in zip(*(column.tolist() for column in columns), table.places, strict=True)]
    return [sorted(found[table.rows(at)], key=lambda one: -one.likely) for at in range(len(names))]


def weights(table: Mapping[str, float]) -> Array:
    """Return a model's weights in the order of `WEIGHED`; what it lacks weighs nothing."""
    return np.array([table.get(name, 0.0) for name in WEIGHED])


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
        self._begins = np.cumsum(self.sizes) - self.sizes
        self._starts = self._begins[filled]
        if self.count:
            self._static = self._static_features()
            self._near = self._nearness()

    def split(self, values: Array) -> list[Array]:
        """Cut values of all candidates up by name."""
        return [values[self.rows(number)] for number in range(len(self.names))]

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
        return self.softmax(self._static @ _GUESS)

    def features(self, probabilities: Array) -> Array:
        """Return the feature matrix, in the order of `WEIGHED`, given what the other names probably mean."""
        matrix = self._static.copy()
        for number, reach in enumerate(_REACHES_KM):
            matrix[:, _COLUMN[f"near_{reach:.0f}"]] = self._support(self._near[number], probabilities)
        matrix[:, _COLUMN["same_area"]] = self._support(self._same_area, probabilities)
        matrix[:, _COLUMN["same_country"]] = self._support(self._same_country, probabilities)
        matrix[:, _COLUMN["close"]], matrix[:, _COLUMN["far"]] = self._closeness(probabilities)
        relations = (self._near[1], self._same_area, self._same_country)
        first = _COLUMN["listed_near"]
        matrix[:, first : first + len(relations)] = self._listed(relations, probabilities)
        for name in SUPPORTS:
            matrix[:, _COLUMN[f"most_{name}"]] = self._compared(matrix[:, _COLUMN[name]])
        own, other = _PAIRED
        return np.hstack([matrix, matrix[:, own] * matrix[:, other]])

    def towns_near(self, probabilities: Array) -> Array:
        """Return how many of the other names are probably towns or sites within 200 km."""
        points = np.array([place.kind in (PlaceKind.SETTLEMENT, PlaceKind.SITE) for place in self.places])
        near: Array = self._near[1] @ (probabilities * points)
        return near

    def of_one_country(self, probabilities: Array) -> Array:
        """Return how many of the other names are probably of the same country, or the country."""
        named: Array = self._same_country @ probabilities
        return named

    def _support(self, relation: NDArray[np.bool_], probabilities: Array) -> Array:
        """Return the share of the other names that have a probable place in the relation."""
        result: Array = relation @ probabilities / math.sqrt(max(len(self._filled) - 1, 1))
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

    def _compared(self, support: Array) -> Array:
        """Return each candidate's share of the most support that one of its name has."""
        most = np.repeat(np.maximum.reduceat(support, self._starts), self.sizes[self._filled])
        shares: Array = np.divide(support, most, out=np.zeros(self.count), where=most > 0)
        return shares

    def _listed(self, relations: Sequence[NDArray[np.bool_]], probabilities: Array) -> Array:
        """Return the share of the names in one list with each that have a probable place in each relation."""
        found = np.zeros((self.count, len(relations)))
        for number, name in enumerate(self.names):
            others = [other for other in name.listed if self.sizes[other]]
            if not others or not self.sizes[number]:
                continue
            ours, theirs = (
                self.rows(number),
                np.concatenate([np.arange(*self.rows(o).indices(self.count)) for o in others]),
            )
            for at, relation in enumerate(relations):
                found[ours, at] = (relation[ours][:, theirs] * probabilities[theirs]).sum(axis=1) / len(others)
        return found

    def rows(self, number: int) -> slice:
        """Return which rows are a name's candidates."""
        start = int(self._begins[number])
        return slice(start, start + int(self.sizes[number]))

    def _nearness(self) -> list[NDArray[np.bool_]]:
        lons, lats = np.array([(place.lon, place.lat) for place in self.places]).T
        points = on_unit_sphere(lons, lats)
        cosine = points @ points.T
        # Countries and continents lie near nothing: their point says little.
        small = np.array([place.kind not in (PlaceKind.COUNTRY, PlaceKind.CONTINENT) for place in self.places])
        both = small[:, None] & small[None, :]
        areas = number_codes([place.admin1 if place.kind is not PlaceKind.COUNTRY else None for place in self.places])
        countries = number_codes([place.country for place in self.places])
        others = self.group[:, None] != self.group[None, :]
        self._same_area = (areas[:, None] == areas[None, :]) & (areas >= 0)[:, None] & others
        self._same_country = (countries[:, None] == countries[None, :]) & (countries >= 0)[:, None] & others
        return [(cosine >= math.cos(reach / EARTH_RADIUS_KM)) & both & others for reach in _REACHES_KM]

    def _static_features(self) -> Array:
        evidence = gather_evidence(self.names)
        # What a name's only place is like decides nothing.
        known = (static_features(name, evidence) if len(name.places) != 1 else _ALONE for name in self.names)
        return np.array([row for rows in known for row in rows])


_MOST_NAMES = 80


def resolve_mentions(
    mentions: Sequence[Mention],
    around: Sequence[Context],
    stated: Sequence[Container | None],
    home: frozenset[str] = frozenset(),
    ranker: Ranker | None = None,
) -> list[Settled]:
    """Settle every mention; those that share a name, and its kind, share the place."""
    names, order = names_of(mentions, around, stated, home)
    ranked = [places for part in _parts(names) for places in rank(part, ranker=ranker)]
    settled = settle(names, ranked)
    return [settled[at] for at in order]


def _parts(names: Sequence[Name]) -> Iterator[Sequence[Name]]:
    """Cut the names of a very long text up, so that weighing them stays linear; nearness counts within a part."""
    if len(names) <= _MOST_NAMES:
        yield names
        return
    for start in range(0, len(names), _MOST_NAMES):
        shift = range(start, min(start + _MOST_NAMES, len(names)))
        yield [
            replace(
                name,
                close_to=frozenset(other - start for other in name.close_to if other in shift),
                listed=frozenset(other - start for other in name.listed if other in shift),
            )
            for name in names[shift.start : shift.stop]
        ]
