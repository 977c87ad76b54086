"""How firmly a comma or a bracket ties a name to the area after it, and which area's name may be a town's there."""

from collections.abc import Sequence

from gazetteer.records import PlaceKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import Link, holds, is_closed, link_after
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.whole_names import is_country

LARGE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_LARGE_TOWN = 50_000
_ENDING_BRACKETS = frozenset("),;")


def is_firm(  # noqa: PLR0917 (what every step of one text passes on)
    reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int, link: Link, last: int, *,
    said: bool,
) -> bool | None:  # fmt: skip
    """Return how firmly a bracket or comma ties a name to the area after it, which ends at `last`; None in a list."""
    if link is Link.BRACKET:
        after = reading.after[last]
        return after >= 0 and reading.tokens.words[after] in _ENDING_BRACKETS
    if not said and is_in_list(mentions, around, number):
        return None
    closed = is_closed(reading, last, opening=mentions[number].first)
    return said or (closed and not _is_listed(reading, mentions, around, number))


def is_area_of_next(reading: Reading, mentions: Sequence[Mention], number: int) -> bool:
    """Return whether a name that is a town's and an area's stands before its country: "(Lviv, Ukraine)"."""
    if number + 1 >= len(mentions) or not is_country(mentions[number + 1]):
        return False
    one, country = mentions[number], mentions[number + 1]
    if link_after(reading, one.last, country.first) is not Link.COMMA:
        return False
    code = country.entry.country if country.entry else None
    return any(place.kind is PlaceKind.ADMIN1 and place.country == code for place in one.places)


def _is_listed(reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int) -> bool:
    """Return whether a name and the next are of one list ("Damascus, Idlib and Homs"), unlike "Dayton, Ohio, and"."""
    one, other, context = mentions[number], mentions[number + 1], around[number + 1]
    if is_country(other):
        return context.joined_after >= 0 and reading.tokens.words[other.last + 1 : other.last + 2] != [","]
    if any(place.kind is PlaceKind.ADMIN1 for place in one.places[:3]):
        return True
    after = context.comma_after
    goes_on = after >= 0 and not is_country(mentions[after])
    return goes_on or (context.joined_after >= 0 and reading.tokens.words[other.last + 1 : other.last + 2] != [","])


def is_in_list(mentions: Sequence[Mention], around: Sequence[Context], number: int) -> bool:
    """Return whether a list of towns goes on over both: "Atlanta, Boston, New York, Paterson"."""
    one, other = around[number], around[number + 1]
    before, after = max(one.comma_before, one.joined_before), max(other.comma_after, other.joined_after)
    if before < 0 or after < 0 or (mentions[before].places and mentions[before].places[0].kind in LARGE):
        return False
    return any(
        place.population >= _LARGE_TOWN and place.kind is PlaceKind.SETTLEMENT for place in mentions[number + 1].places
    )


def has_town_in(one: Mention, other: Mention, link: Link) -> bool:
    """Return whether a large area's name is a town's as well in the area that words or brackets tell."""
    areas = [place for place in other.places[:1] if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)]
    towns = [place for place in one.places if place.kind is PlaceKind.SETTLEMENT]
    return link in (Link.INSIDE, Link.BRACKET) and any(holds(area, town) for area in areas for town in towns)


def is_around(mention: Mention, one: Mention) -> bool:
    """Return whether a town's name is here the area's around it: a town lies in no other ("Kramatorsk in Donetsk")."""
    areas = [place for place in mention.places if place.kind is PlaceKind.ADMIN1]
    town = next((place for place in one.places[:1] if place.kind is PlaceKind.SETTLEMENT), None)
    return town is not None and town not in mention.places and any(holds(area, town) for area in areas)


def has_namesake_in(mention: Mention, other: Mention) -> bool:
    """Return whether a table's name is that of a town in an area, too ("Turkey, Texas")."""
    country = mention.places[0].country if mention.places else None
    areas = [place for place in other.places[:1] if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)]
    if any(holds(area, place) for area in areas for place in mention.places if place.kind is PlaceKind.SETTLEMENT):
        return True
    return is_country(mention) and any(area.country != country for area in areas)
