"""Keep the places that are what the words beside a name say it is."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from gazetteer.match.fuzzy import is_spelling
from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind
from gazetteer.text.lexicon import EntryKind
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.relations.outlines import sea_off
from gazetteer.toponyms.resolution.candidates import LAUNCH_SITES, is_reviewed

_SITES = (PlaceKind.SITE, PlaceKind.WATER, PlaceKind.REGION)
_GENERIC = (PlaceKind.WATER, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.SITE)
_LEAST_TOWN = 5_000
_COASTS_TRIED = 6
_EXTENDED = (PlaceKind.WATER, PlaceKind.REGION)
_LARGE_TOWN = 50_000
_ADJECTIVES = (
    "скии", "ская", "ское", "цкии", "цкая", "цкое", "ськии", "ська", "ське", "зькии", "зька", "цькии", "цька",
)  # fmt: skip
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
CITY = "city"  # Instead of a kind of area: the capital of a country that has its name


def own_capital(mention: Mention) -> Place | None:
    """Return the capital that bears its country's name ("Djibouti", "Алжир"), if a name is such a country's."""
    entry = mention.entry
    if entry is None or entry.kind is not EntryKind.COUNTRY:
        return None
    return next((p for p in mention.places[:6] if p.feature_code == "PPLC" and p.country == entry.country), None)


def _without_areas_around(places: tuple[Place, ...], home: frozenset[str]) -> tuple[Place, ...]:
    """Leave out areas that bear their town's name: "in Kherson" is the town, where no word says "region".

    In English at home the area may be meant: "New York".
    """
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
    """Return whether a name of several words is a sea's, strait's or region's: no hamlet of that name is meant.

    "Mer Rouge" is in Louisiana too, "Golan Heights" and "Great Lakes" as well.
    """
    known = [place for place in places if place.kind in _EXTENDED]
    return (
        len(mention.key.split()) > 1
        and bool(known)
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
    if said:
        return places
    return tuple(place for place in places if place.kind is PlaceKind.WATER) or places


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
