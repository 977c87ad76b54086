"""The places that a name in another spelling sounds like."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gazetteer.match.fuzzy import sound_keys
from gazetteer.match.keys import name_key
from gazetteer.match.morphology import LANGUAGES
from gazetteer.match.romanisation import romanisations
from gazetteer.records import Place, PlaceKind
from gazetteer.text.reading import Reading, without_ending

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

SHORTEST_UNKNOWN = 4
_MOST_SPELLINGS = 6


def spellings(reading: Reading, first: int, last: int) -> Sequence[str]:
    """Return a name as written, without its case ending, and as its own language is romanised."""
    text, key, language = reading.tokens.slice(first, last), reading.tokens.keys[first], reading.language_at[first]
    bare = without_ending(key, language) if first == last else ()
    written = [text, *dict.fromkeys(bare)][:_MOST_SPELLINGS]
    romanised = (
        (spelling for one in written for _, spelling in romanisations(one, (language,))) if first == last else ()
    )
    return [*written, *dict.fromkeys(romanised)] if not text.isascii() and language in LANGUAGES else written


def sounding_alike(gazetteer: "Gazetteer", spellings: Sequence[str], countries: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of the countries named whose name sounds the same ("Амджарас", "Amdscharass")."""
    written = [text for text in spellings if len(text) >= SHORTEST_UNKNOWN] if countries else []
    # Most romanisations of a name sound the same.
    first = {sound_keys([name_key(text)])[0]: text for text in reversed(written)}
    for text in (text for text in written if text in first.values()):
        found = gazetteer.sounding(text)
        alike = [place for place in found if place.country in countries]
        towns = {place.admin1 for place in alike if place.kind is PlaceKind.SETTLEMENT}
        # An area that bears its town's name is no second place.
        alike = [place for place in alike if place.kind is not PlaceKind.ADMIN1 or place.admin1 not in towns]
        if alike:
            return tuple(alike)
    return ()
