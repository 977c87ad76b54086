"""The area that words build from named places: what is told of lies there, not at the places themselves."""

from collections.abc import Sequence

from gazetteer.distance import distance_km
from gazetteer.match.areas import countries
from gazetteer.records import Construction, Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.relations import outlines
from gazetteer.toponyms.relations.leads import (
    MOST_JOINERS,
    Lead,
    Pair,
    half_before,
    is_journey,
    names_coast,
    names_frontier,
    people_of,
    read_lead,
    read_pair,
    read_part,
    read_suburb,
)

_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_AREAS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_COASTS = (*_POINTS, *_AREAS, PlaceKind.REGION)
_FARTHEST_KM = 500.0
_SLACK = 0.2  # Share of a stated distance that rounding leaves open
_LEAST_SLACK_KM = 4.0
_WAY_KM = 24.0  # how far off what is told by a way alone ("north of X") lies at most
_SIDE_DEG = 45.0
_SUBURBS_DEG = 60.0  # To each side of a way; suburbs are told of by halves
_AROUND_KM = 10.0  # how far beyond a town's houses its outskirts and suburbs reach
_COAST_WORDS = 4
_BAND = 6.0  # a band between two places is to each side so wide a part of its length
_LEAST_BAND_KM = 4.0


def construct(
    reading: Reading,
    mentions: Sequence[Mention],
    number: int,
    around: Sequence[Context],
    places: Sequence[Place | None],
) -> Construction | None:
    """Return the area that the words around a name build from its place; None where they only name it."""
    place = places[number]
    if place is None or mentions[number].person:
        return None
    for one, other in ((number, number + 1), (number - 1, number)):
        if one >= 0 and other < len(mentions) and mentions[other].first - mentions[one].last <= MOST_JOINERS + 1:
            found = _of_two(reading, mentions[one], mentions[other], places[one], places[other])
            if found is not None:
                return found
    entry = mentions[number].entry
    if entry is not None and entry.kind is EntryKind.DEMONYM:
        return _of_peoples(reading, mentions[number], place) or _off_peoples(reading, mentions[number], place)
    return _of_one(reading, mentions[number], around[number], place)


def _of_two(
    reading: Reading, mention: Mention, other_mention: Mention, one: Place | None, other: Place | None
) -> Construction | None:
    """Return what two names side by side bound: a border, a road, what lies between."""
    if one is None or other is None or one.place_id == other.place_id:
        return None
    pair = _peoples(reading, mention, other_mention) or read_pair(reading, mention, other_mention)
    if pair is None:
        return None
    words = reading.tokens.slice(pair.start, pair.end)
    if "frontier" in pair.said:
        return _border(one, other, words)
    if one.kind not in _POINTS or other.kind not in _POINTS:
        return None
    km = distance_km(one.lon, one.lat, other.lon, other.lat)
    road = "road" in pair.said
    if not 0 < km <= (2 if road else 1) * _FARTHEST_KM or (not road and is_journey(reading, pair.start)):
        return None
    band = outlines.corridor(one, other, max(km / _BAND, _LEAST_BAND_KM))
    return outlines.built("road" if road else "between", band, words, (one, other))


def _peoples(reading: Reading, one: Mention, other: Mention) -> Pair | None:
    """Return the pair that two joined peoples at a border are: "the Lebanese-Syrian border"."""
    joined = other.first == one.last + 2 and half_before(reading, other) is not None
    found = names_frontier(reading, one.first, other.last) if joined else None
    return Pair(start=found[0], end=found[1], said=frozenset({"frontier"})) if found else None


def _of_peoples(reading: Reading, mention: Mention, place: Place) -> Construction | None:
    """Return the border that a compound of peoples tells of, where only its second half is a name ("polsko-...")."""
    half = half_before(reading, mention)
    found = names_frontier(reading, mention.first - 2, mention.last) if half else None
    if half is None or found is None or place.kind is not PlaceKind.COUNTRY:
        return None
    demonyms = language_table(reading.language_at[mention.first]).demonyms
    for code, forms in demonyms.items():
        if code != place.country and code in countries() and people_of(forms, half):
            neighbour = (PlaceKind.COUNTRY, code, "")
            strip = outlines.border(outlines.area_of(place), neighbour)
            if strip is not None:
                return outlines.built("border", strip, reading.tokens.slice(*found), (place,))
    return None


def _off_peoples(reading: Reading, mention: Mention, place: Place) -> Construction | None:
    """Return the sea before a coast that is named by its people: "vor der jemenitischen Küste"."""
    last = names_coast(reading, mention)
    at = reading.before[mention.first]
    for _ in range(_COAST_WORDS):
        if last is None or at < 0:
            return None
        if reading.said[at] & {"relations.sea", "relations.before"}:
            return outlines.built("sea", outlines.sea_off(place), reading.tokens.slice(at, last), (place,))
        at = reading.before[at]
    return None


def _border(one: Place, other: Place, words: str) -> Construction | None:
    if one.kind not in _AREAS or other.kind not in _AREAS:
        return None
    strip = outlines.border(outlines.area_of(one), outlines.area_of(other))
    return outlines.built("border", strip, words, (one, other))


def _of_one(reading: Reading, mention: Mention, context: Context, place: Place) -> Construction | None:
    """Return the first relation to one place that the words before it tell."""
    said = context.modified_left
    if place.kind in _AREAS and (lead := read_part(reading, mention)):
        shape = outlines.part(outlines.area_of(place), lead.bearing)
        return outlines.built("part", shape, reading.tokens.slice(lead.start, mention.last), (place,))
    if place.kind in _COASTS and _is_at_sea(said, context):
        words = reading.tokens.slice(_phrase(reading, mention, "sea"), mention.last)
        return outlines.built("sea", outlines.sea_off(place), words, (place,))
    return _by_town(reading, mention, said, place) if place.kind in _POINTS else None


def _by_town(reading: Reading, mention: Mention, said: frozenset[str], place: Place) -> Construction | None:
    """Return what lies in a town's suburbs, so far from it or just outside."""
    if lead := read_suburb(reading, mention):
        reach = outlines.town_km(place) + _AROUND_KM
        shape = outlines.sector(place, lead.bearing, 0.0, reach, spread_deg=_SUBURBS_DEG)
        return outlines.built("suburb", shape, reading.tokens.slice(lead.start, mention.last), (place,))
    lead = read_lead(reading, mention)
    if lead.km is not None or (lead.bearing is not None and lead.near):
        return _offset(lead, place, reading.tokens.slice(lead.start, mention.last))
    if "relations.outside" in said:
        words = reading.tokens.slice(_phrase(reading, mention, "outside"), mention.last)
        reach = outlines.town_km(place) + _AROUND_KM
        return outlines.built("outside", outlines.sector(place, None, 0.0, reach), words, (place,))
    return None


def _is_at_sea(said: frozenset[str], context: Context) -> bool:
    """Return whether something is off a coast; "vor X" says it of what sails alone."""
    return "relations.sea" in said or ("relations.before" in said and context.travelled)


def _offset(lead: Lead, place: Place, words: str) -> Construction | None:
    """Return what lies so far off, in a way or all around, or that way."""
    point: tuple[float, float] | None = (place.lat, place.lon)
    if lead.km is None:
        shape = outlines.sector(place, lead.bearing, 0.0, _WAY_KM, spread_deg=_SIDE_DEG)
        kind, middle = "direction", outlines.destination(place.lat, place.lon, lead.bearing or 0.0, _WAY_KM / 2)
        return outlines.built(kind, shape, words, (place,), middle=middle)
    if not 0 < lead.km <= _FARTHEST_KM:
        return None
    slack = max(lead.km * _SLACK, _LEAST_SLACK_KM)
    shape = outlines.sector(place, lead.bearing, max(lead.km - slack, 0.0), lead.km + slack)
    if lead.bearing is not None:
        point = outlines.destination(place.lat, place.lon, lead.bearing, lead.km)
    return outlines.built("distance" if lead.bearing is None else "offset", shape, words, (place,), middle=point)


def _phrase(reading: Reading, mention: Mention, name: str) -> int:
    """Return the first word of the phrase before a name that tells a relation."""
    at = reading.before[mention.first]
    for _ in range(4):
        if at < 0:
            break
        start = reading.phrase_starts.get((at, f"relations.{name}"))
        if start is not None:
            return start
        at = reading.before[at]
    return max(reading.before[mention.first], 0)
