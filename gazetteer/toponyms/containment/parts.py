"""What a name may be where one name of a text holds another: what lies in something, and what holds something."""

from gazetteer.records import PlaceKind
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import holds
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.whole_names import holds_kind_word, is_country

_NO_NAMES = ("persons.", "organisations.", "kinds.", "months.")
"""Groups of words that are no place's name ("the Governor of the Odesa region")."""
LARGE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
SAID = ("admin1", "admin2")


def end_of(reading: Reading, mention: Mention) -> int:
    """Return the last word of a name with its kind word ("Geauga county")."""
    if mention.kind not in SAID:
        return mention.last
    return reading.phrase_ends.get((mention.last + 1, f"kinds.{mention.kind}_after"), mention.last)


def may_lie(reading: Reading, mention: Mention, other: Mention | None = None) -> bool:
    """Return whether a name may lie in something, or in another name."""
    if mention.person or mention.text[:1].islower():
        return False
    if mention.entry is None:
        word = mention.first == mention.last and reading.starts[mention.first]
        return not word or not any(name.startswith(_NO_NAMES) for name in word)
    if mention.entry.kind in (EntryKind.COUNTRY, EntryKind.SHORT_NAME, EntryKind.ABBREVIATION) and other is not None:
        return _has_namesake_in(mention, other)
    return mention.entry.kind in (EntryKind.AREA_DEMONYM, EntryKind.SHORT_NAME) and mention.kind in SAID


def _has_namesake_in(mention: Mention, other: Mention) -> bool:
    """Return whether a table's name is that of a town in an area, too ("Turkey, Texas")."""
    country = mention.places[0].country if mention.places else None
    areas = [place for place in other.places[:1] if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)]
    if any(holds(area, place) for area in areas for place in mention.places if place.kind is PlaceKind.SETTLEMENT):
        return True
    return is_country(mention) and any(area.country != country for area in areas)


def may_hold(reading: Reading, mention: Mention) -> bool:
    """Return whether a name may be of something that holds others."""
    if mention.person or (mention.entry is not None and mention.entry.kind is EntryKind.ORGANISATION):
        return False
    if mention.entry is not None and mention.entry.kind is EntryKind.DEMONYM:
        return False
    opens_with_kind = any(name.startswith("kinds.") for name in reading.starts[mention.first])
    if mention.kind is None and mention.text[:1].islower() and not opens_with_kind:
        return False  # "southern Red Sea"
    water = mention.kind == "water" or (bool(mention.places) and mention.places[0].kind is PlaceKind.WATER)
    return not water and (bool(mention.places) or mention.kind in SAID)


def is_said(reading: Reading, mention: Mention) -> bool:
    """Return whether a kind word says that a name is an area's ("Donetsk region")."""
    return mention.kind in SAID or holds_kind_word(reading, mention)


def is_large(mention: Mention) -> bool:
    """Return whether a name is sooner a large area's than a town's."""
    return is_country(mention) or (bool(mention.places) and mention.places[0].kind in LARGE)


def is_district(mention: Mention) -> bool:
    """Return whether a name is a second-level area's alone ("Pyrénées-Orientales", "Bedfordshire")."""
    return bool(mention.places) and all(place.kind is PlaceKind.ADMIN2 for place in mention.places)


def is_larger(reading: Reading, mention: Mention, than: Mention) -> bool:
    """Return whether a chain may go on from one container to the next ("Donetsk region, Ukraine")."""
    if is_country(mention):
        return not is_country(than)
    return (is_said(reading, mention) and than.kind == "admin2") or (is_large(mention) and not is_large(than))
