"""When two places named in reports may be the same, or one may hold the other."""

from gazetteer.distance import distance_km as kilometres
from gazetteer.records import Precision, ResolvedToponym
from geo.language.lexicon import fold_word

_NEAR_KM = 12.0
_POINTS = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
_HELD = (*_POINTS, Precision.ADMIN1, Precision.ADMIN2)
_ASHORE = (Precision.SETTLEMENT, Precision.ADMIN1, Precision.ADMIN2)
_AREAS = (Precision.REGION, Precision.SEA)
_REGION_KM = 400.0
_DISTRICT_KM = 30.0


def distance_km(one: ResolvedToponym, other: ResolvedToponym) -> float | None:
    """Return the great-circle distance between two names' places, None where one has none."""
    if one.place is None or other.place is None:
        return None
    return kilometres(one.place.lon, one.place.lat, other.place.lon, other.place.lat)


def same_place(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    """Return whether two names are of one place: one entry, one spelling, or points close together."""
    if one.place is not None and other.place is not None:
        if one.place.place_id == other.place.place_id:
            return True
        if one.country != other.country:
            return False  # Goma and Gisenyi, on two sides of a border
        near = distance_km(one, other)
        points = one.precision in _POINTS and other.precision in _POINTS
        return points and near is not None and near < _NEAR_KM
    return one.place is other.place and fold_word(one.text) == fold_word(other.text)


def same_entry(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    """Return whether two names are written alike or mean one entry: "Kyiv", "the Ukrainian capital"."""
    if one.text == other.text:
        return True
    return one.place is not None and other.place is not None and one.place.place_id == other.place.place_id


def holds(outer: ResolvedToponym, inner: ResolvedToponym) -> bool:
    """Return whether an area, region or sea holds a smaller place."""
    if outer.precision in _POINTS or outer.place is None or inner.place is None or inner.precision not in _HELD:
        return False
    if outer.precision == Precision.COUNTRY:
        return outer.country is not None and outer.country == inner.country
    if outer.precision in (Precision.ADMIN1, Precision.ADMIN2):
        same = outer.place.admin1 is not None and outer.place.admin1 == inner.place.admin1
        whole = outer.precision == Precision.ADMIN1
        return same and inner.precision != Precision.ADMIN1 and (whole or _lies_in(outer, inner))
    if outer.precision in _AREAS and not (outer.precision == Precision.SEA and inner.precision in _ASHORE):
        far = distance_km(outer, inner)
        return far is not None and far <= (outer.radius_km or outer.place.radius_km or _REGION_KM)
    return False


def _lies_in(district: ResolvedToponym, inner: ResolvedToponym) -> bool:
    """Return whether a place of the same province lies in a district, by their codes, else by how near it is."""
    if district.place is None or inner.place is None or inner.precision == Precision.ADMIN2:
        return False
    if inner.place.admin2 and district.place.admin2:
        return inner.place.admin2 == district.place.admin2
    far = distance_km(district, inner)
    return far is not None and far <= (district.place.radius_km or _DISTRICT_KM)


def meets(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    """Return whether two names may tell of one spot."""
    return same_place(one, other) or holds(one, other) or holds(other, one)
