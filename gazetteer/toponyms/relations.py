"""Places told by their relation to others: "30 km north-east of X", "north of X", "between A and B"."""

import math
from collections.abc import Sequence

from gazetteer.distance import EARTH_RADIUS_KM, distance_km
from gazetteer.records import Construction, Place, PlaceKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention

_BEARINGS = {
    "northeast": 45.0,
    "southeast": 135.0,
    "southwest": 225.0,
    "northwest": 315.0,
    "north": 0.0,
    "east": 90.0,
    "south": 180.0,
    "west": 270.0,
}
"""Degrees; the ways between come first, since "north-east" holds "north" and "east"."""
_WAYS = {f"relations.{way}" for way in _BEARINGS}
_TIES = {"relations.distance", "relations.near", "relations.sea"}
_PASSED = (
    _WAYS | _TIES | {"words.articles", "words.modifiers", "relations.part", "relations.from_to", "relations.inside"}
)
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_MARKS = frozenset("()-\u2011,'")
_LONGEST = 12
_FARTHEST_KM = 500.0
_NEAREST_KM = 3.0
_WAY_KM = 12.0
"""How far off what is told by a way alone ("north of X") is taken to be, and how far around."""
_SPREAD = 0.3
"""Share of a stated distance that a way of eight and a rounded number leave open."""
_ROUNDED = 1.15
_UNITS_KM = (
    (1.852, ("nautical", "nautique", "seemeile", "zeemijl", "náutica", "nauticas", "morski", "морск")),
    (1.609, ("mi", "meil", "mijl", "mil", "миль", "мил")),
    (0.001, ("metre", "meter", "mètre", "metro", "metr", "метр")),
)


def construct(
    reading: Reading,
    mentions: Sequence[Mention],
    number: int,
    around: Sequence[Context],
    places: Sequence[Place | None],
) -> Construction | None:
    """Return the area that the words around a name build from its place; None where they only name it.

    Args:
        reading: The text.
        mentions: Its names.
        number: Which one.
        around: Their contexts.
        places: What each was settled on.
    """
    place = places[number]
    if place is None or place.kind not in _POINTS:
        return None
    return _between(reading, mentions, number, around, places) or _offset(reading, mentions[number], place)


def _offset(reading: Reading, mention: Mention, place: Place) -> Construction | None:
    at, bearing, tied, near = mention.first - 1, None, False, False
    sentence, stop = reading.tokens.sentence[mention.first], max(mention.first - _LONGEST, 0)
    while at >= stop and reading.tokens.sentence[at] == sentence:
        found = _classes(reading, at)
        if "relations.distance_units" in found and (tied or bearing is not None):
            return _at_distance(reading, mention, place, at, bearing)
        if not (found & _PASSED or reading.tokens.words[at] in _MARKS or _number(reading, at) is not None):
            break
        tied = tied or bool(found & _TIES)
        near = near or "relations.near" in found
        way = next((way for way in _BEARINGS if f"relations.{way}" in found), None)
        if way is not None and (bearing is None or way in ("northeast", "southeast", "southwest", "northwest")):
            bearing = _BEARINGS[way]
        at -= 1
    started = at + 1
    if bearing is None or not near or _is_part(reading, started):
        return None
    lat, lon = destination(place, bearing, _WAY_KM)
    return Construction(
        kind="direction",
        lat=lat,
        lon=lon,
        radius_km=_WAY_KM,
        words=_words(reading, started, mention),
        anchors=(place.place_id,),
    )


def _at_distance(
    reading: Reading, mention: Mention, place: Place, at: int, bearing: float | None
) -> Construction | None:
    before = reading.before(at)
    before = before if before < 0 or _number(reading, before) is not None else reading.before(before)
    amount = _number(reading, before) if before >= 0 else None
    km = (amount or 0.0) * _unit_km(reading.tokens.words[at].lower())
    if not 0 < km <= _FARTHEST_KM:
        return None
    words = _words(reading, before, mention)
    if bearing is None:
        return Construction(
            kind="distance",
            lat=place.lat,
            lon=place.lon,
            radius_km=round(km * _ROUNDED, 1),
            words=words,
            anchors=(place.place_id,),
        )
    lat, lon = destination(place, bearing, km)
    radius = round(max(km * _SPREAD, _NEAREST_KM), 1)
    return Construction(kind="offset", lat=lat, lon=lon, radius_km=radius, words=words, anchors=(place.place_id,))


def _between(
    reading: Reading,
    mentions: Sequence[Mention],
    number: int,
    around: Sequence[Context],
    places: Sequence[Place | None],
) -> Construction | None:
    """Return the disc over the line between two places ("between A and B"), told of each of them."""
    pairs = ((number, around[number].joined_after), (around[number].joined_before, number))
    for one, other in pairs:
        if one < 0 or other < 0 or "relations.between" not in around[one].left:
            continue
        if _is_journey(reading, mentions[one].first):
            continue
        first, second = places[one], places[other]
        if first is None or second is None or first.kind not in _POINTS or second.kind not in _POINTS:
            continue
        lat, lon = midpoint(first, second)
        half = distance_km(first.lon, first.lat, second.lon, second.lat) / 2
        if not 0 < half <= _FARTHEST_KM / 2:
            continue
        return Construction(
            kind="between",
            lat=lat,
            lon=lon,
            radius_km=round(max(half, _NEAREST_KM), 1),
            words=_words(reading, reading.before(mentions[one].first), mentions[other]),
            anchors=(first.place_id, second.place_id),
        )
    return None


def _is_journey(reading: Reading, first: int) -> bool:
    """Return whether something that travels starts and ends at the places: "flights between A and B"."""
    at = first
    for _ in range(_LONGEST):
        at = reading.before(at)
        found = _classes(reading, at) if at >= 0 else frozenset()
        if at < 0 or "relations.travel" in found:
            return at >= 0
        if "venue.arms" in found and "relations.between" not in found:
            return False
    return False


def destination(place: Place, bearing_deg: float, km: float) -> tuple[float, float]:
    """Return latitude and longitude of the point so far from a place, in degrees."""
    arc, bearing = km / EARTH_RADIUS_KM, math.radians(bearing_deg)
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    far = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(bearing))
    east = math.atan2(math.sin(bearing) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(far))
    return round(math.degrees(far), 4), round((math.degrees(lon + east) + 540) % 360 - 180, 4)


def midpoint(one: Place, other: Place) -> tuple[float, float]:
    """Return latitude and longitude of the middle of the great circle between two places."""
    lat1, lon1, lat2, lon2 = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    x, y = math.cos(lat2) * math.cos(lon2 - lon1), math.cos(lat2) * math.sin(lon2 - lon1)
    lat = math.atan2(math.sin(lat1) + math.sin(lat2), math.hypot(math.cos(lat1) + x, y))
    lon = lon1 + math.atan2(y, math.cos(lat1) + x)
    return round(math.degrees(lat), 4), round((math.degrees(lon) + 540) % 360 - 180, 4)


def _is_part(reading: Reading, at: int) -> bool:
    """Return whether the way is one inside the place: "in the north of Kyiv", "au nord de la ville" apart."""
    return "relations.inside" in _classes(reading, at) and "words.articles" in _classes(reading, at + 1)


def _words(reading: Reading, first: int, mention: Mention) -> str:
    return reading.tokens.slice(max(first, 0), mention.last)


def _number(reading: Reading, at: int) -> float | None:
    word = reading.tokens.words[at].replace(",", ".")
    try:
        return float(word) if word[:1].isdecimal() else None
    except ValueError:
        return None


def _unit_km(unit: str) -> float:
    return next((km for km, starts in _UNITS_KM if unit.startswith(starts) and unit != "min"), 1.0)


def _classes(reading: Reading, at: int) -> frozenset[str]:
    nothing: frozenset[str] = frozenset()
    return reading.ending.get(at, nothing) | reading.starting.get(at, nothing)
