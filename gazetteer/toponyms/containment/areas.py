"""Which areas a containing name may mean, and which places lie in them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from gazetteer.datafiles import read_csv
from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.lexicon import EntryKind
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
                return found
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
