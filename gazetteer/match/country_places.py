"""The gazetteer's entry of a country, by its code."""

from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from gazetteer.match.keys import name_key
from gazetteer.records import Place, PlaceKind

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_PLACES: "WeakKeyDictionary[Gazetteer, dict[str, Place | None]]" = WeakKeyDictionary()


def country_place(gazetteer: "Gazetteer", code: str) -> Place | None:
    """Return a country's entry; None where the gazetteer has none."""
    places = _PLACES.setdefault(gazetteer, {})
    if code not in places:
        found = gazetteer.exact(name_key(_names().get(code, code)))
        places[code] = next(
            (place for place in found if place.kind is PlaceKind.COUNTRY and place.country == code), None
        )
    return places[code]


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {code: str(name) for code, name in Locale("en").territories.items()}
