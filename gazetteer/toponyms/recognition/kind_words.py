"""What the words beside a name say it is: "the port of X", "X oblast", "the mouth of the X"; and its places."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key
from gazetteer.match.scoring import AREA_SHARE
from gazetteer.records import MatchKind, Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

OPENING_QUOTES = frozenset('«„“"‚‘')
CLOSING_QUOTES = frozenset('»“”"’‘')
KINDS_BEFORE = ("settlement", "admin1", "admin2", "site")
_MOST_WORDS = 8
_MOST_JOINERS = 2
_LONGEST_KIND = 3
_MOST_TOWNS = 3
_MOST_NAMESAKES = 100  # Looked at before it is asked which of them lie in the area that the text tells
_AIRPORTS = ("airport", "air base", "airfield")  # what the gazetteer calls them
_AIRPORT_KM = 60.0
_LARGE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.CONTINENT, PlaceKind.REGION})
_AREA_KINDS = frozenset({"kinds.admin1_before", "kinds.admin1_after"})
_MOST_TO_NAME = 4  # words from a kind word to the name of what it holds
_SAFE_MATCHES = frozenset({MatchKind.EXACT, MatchKind.ALIAS, MatchKind.ROMANISED, MatchKind.INFLECTED})


def with_kinds(reading: Reading, mentions: Iterable[Mention], gazetteer: "Gazetteer") -> list[Mention]:
    """Look the names up and read the kind words beside them; people and organisations stay as they are."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.person or (mention.entry and mention.entry.kind is EntryKind.ORGANISATION):
            found.append(mention)
        else:
            languages = (reading.language_at[mention.first], reading.language, "*")
            found.append(with_kind(reading, placed(mention, gazetteer, languages), gazetteer))
    for number in range(len(found) - 1, 0, -1):
        one, other = found[number - 1], found[number]
        if _shares_kind(reading, one, other):
            kind = str(other.kind)
            found[number - 1] = replace(one, kind=kind, places=_with_kind_word(reading, one, kind, gazetteer))
    return found


def _shares_kind(reading: Reading, one: Mention, other: Mention) -> bool:
    """Return whether a list shares the plural kind word after its last name ("Camden, Nassau and Baker counties")."""
    if other.kind not in ("admin1", "admin2") or one.kind or one.entry or one.person or other.named:
        return False
    right = reading.right[other.last]
    plural = f"kinds.{other.kind}_plural_after" in right or f"kinds.{other.kind}_after" not in right
    between = range(one.last + 1, other.first)
    joins = [reading.tokens.words[at] == "," or "words.and" in reading.starts[at] for at in between]
    return plural and 0 < len(joins) <= _MOST_JOINERS and all(joins)


@cache
def kind_words(language: str, kind: str) -> tuple[str, ...]:
    """Return the words that follow a name of a kind of area, in the singular."""
    words = language_table(language).cues.get(f"kinds.{kind}_after", ())
    return tuple(word for word in words if " " not in word)[:_MOST_WORDS]


def placed(mention: Mention, gazetteer: "Gazetteer", languages: Sequence[str]) -> Mention:
    """Look the name up, in a text of some languages."""
    places = _of_any_form(mention, gazetteer)
    entry = mention.entry
    if entry is None or (entry.kind is EntryKind.COUNTRY and entry.language not in languages):
        # "Mexico" in French, "Tunis" in English: what other languages call the country is its capital here.
        seats = {place.country for place in places if place.feature_code == "PPLC"}
        left = tuple(place for place in places if place.kind is not PlaceKind.COUNTRY or place.country not in seats)
        if left != places:
            return replace(mention, places=left, entry=None)
    if entry is not None and entry.name is not None:
        own = [place for place in gazetteer.exact(name_key(entry.name)) if entry.country in (None, place.country)]
        if entry.kind is EntryKind.ABBREVIATION or (entry.kind is EntryKind.AREA_DEMONYM and entry.country):
            own.sort(key=lambda place: place.kind is PlaceKind.SETTLEMENT)
        elif entry.kind is EntryKind.SHORT_NAME:
            own.sort(key=lambda place: place.kind is not PlaceKind.SETTLEMENT)
            places = (*own[:1], *(place for place in places if place not in own))
            own = own[:1]
        places = (*own, *(place for place in places if place not in own))
    elif entry is not None and entry.country is not None:
        whole = gazetteer.country(entry.country)
        country = [whole] if whole else []
        # A first-level area that bears its country's name ("Taiwan", "Luxembourg") is meant by its kind word alone.
        places = (*country, *(place for place in places if place not in country and not _is_part(place, entry)))
    return replace(mention, places=tuple(places))


def _is_part(place: Place, entry: Entry) -> bool:
    return place.kind is PlaceKind.ADMIN1 and place.country == entry.country


def _of_any_form(mention: Mention, gazetteer: "Gazetteer") -> tuple[Place, ...]:
    """Return the places of a name as written, then those of the base forms that it may be."""
    if not mention.key:
        return ()
    places = gazetteer.exact(mention.key)
    by_key = [gazetteer.exact(key) for key in mention.keys[1:]]
    others = [place for found in by_key for place in found]
    if not others:
        return places
    # `exact` puts towns that bore a name once after those that do, however large.
    past = {two.place_id for found in (places, *by_key) for one, two in pairwise(found) if _weight(two) > _weight(one)}
    if mention.key != name_key(mention.text):
        others, places = [*places, *others], ()
    others.sort(key=lambda place: (place.place_id in past, -_weight(place)))
    return tuple(dict.fromkeys((*places, *others)))


def _weight(place: Place) -> float:
    return place.population if place.kind is PlaceKind.SETTLEMENT else AREA_SHARE * place.population


def with_kind(reading: Reading, mention: Mention, gazetteer: "Gazetteer") -> Mention:
    """Read the kind word before or after a name; one that follows belongs to the name."""
    left, right = reading.left[mention.first], reading.right[mention.last]
    left = left | over_adjective(reading, mention.first) | _before_quotes(reading, mention)
    if _is_water(reading, mention, left):
        return replace(mention, kind="water", named=True)
    if mention.first < mention.last and "kinds.admin1_after" in reading.starts[mention.last]:
        mention = replace(mention, places=_areas_first(mention.places))
    for kind in KINDS_BEFORE:
        if f"kinds.{kind}_before" not in left and f"kinds.{kind}_plural_before" not in left:
            continue
        if not _is_of_another(reading, mention.first, kind) and not _is_in_country(reading, mention, kind, left):
            places = _sites(reading, mention, gazetteer) if kind == "site" else mention.places
            return replace(mention, kind=kind, named=True, places=places)
    for kind in ("admin2", "admin1", "site"):
        if f"kinds.{kind}_after" in right:
            return replace(mention, kind=kind, places=_with_kind_word(reading, mention, kind, gazetteer))
    if _is_called_area(reading, mention):
        return replace(mention, kind="admin1", places=_with_kind_word(reading, mention, "admin1", gazetteer))
    return mention


def _is_called_area(reading: Reading, mention: Mention) -> bool:
    """Return whether an apposition says that a town's name is here an area's ("Poltava, región del centro")."""
    comma = reading.after[mention.last]
    at = reading.after[comma] if comma >= 0 and reading.tokens.words[comma] == "," else -1
    if at >= 0 and "words.articles" in reading.starts[at]:
        at = reading.after[at]
    if at < 0 or not reading.starts[at] & _AREA_KINDS or not any(p.kind is PlaceKind.ADMIN1 for p in mention.places):
        return False
    # "Poltava, región de Járkov" says where a town lies.
    return not any(reading.tokens.capital[at : at + _MOST_TO_NAME])


def _is_in_country(reading: Reading, mention: Mention, kind: str, left: frozenset[str]) -> bool:
    """Return whether a kind word tells of towns in a country: "the third city of Iraq", "the capital of Cuba"."""
    entry = mention.entry
    if kind != "settlement" or entry is None or entry.kind is not EntryKind.COUNTRY:
        return False
    if any(place.feature_code == "PPLC" and place.country == entry.country for place in mention.places):
        return False  # "the city of Mexico"
    if "kinds.settlement_plural_before" in left or "kinds.capital_before" in left:
        return True
    start = reading.phrase_starts.get((reading.before[mention.first], "kinds.settlement_before"), -1)
    before = reading.before[start] if start >= 0 else -1
    return before >= 0 and "words.articles" not in reading.starts[before]


def _is_of_another(reading: Reading, first: int, kind: str) -> bool:
    """Return whether a kind phrase ends another name: "the Shevchenkivskyi district of Kharkiv" is in the city."""
    if kind not in ("admin1", "admin2"):
        return False
    start = reading.phrase_starts.get((reading.before[first], f"kinds.{kind}_before"), -1)
    before = reading.before[start] if start >= 0 else -1
    return before >= 0 and reading.tokens.capital[before] and reading.before[before] >= 0 and start < first - 1


def _before_quotes(reading: Reading, mention: Mention) -> frozenset[str]:
    """Return the kinds before the quotation marks that a name stands in ("у пункті пропуску «Порубне»")."""
    words = reading.tokens.words
    first, last = mention.first - 1, mention.last + 1
    if first < 1 or last >= len(words) or words[first] not in OPENING_QUOTES or words[last] not in CLOSING_QUOTES:
        return frozenset()
    return frozenset(name for name in reading.left[first] if name.startswith("kinds.site"))


def _is_water(reading: Reading, mention: Mention, left: frozenset[str]) -> bool:
    """Return whether a name that a river has is the river's: "the mouth of the X", or an article where towns have none.

    "The Volga" and "an der Oder" can be no towns; an area of the name may have its article too.
    """
    kinds = {place.kind for place in mention.places}
    if PlaceKind.WATER not in kinds or mention.entry is not None:
        return False
    if "kinds.water_before" in left:
        return True
    at = mention.first - 1
    article = at >= 0 and "words.articles" in reading.starts[at]
    return article and not kinds & _LARGE and reading.tokens.words[at].islower()


def over_adjective(reading: Reading, first: int) -> frozenset[str]:
    """Return the kinds of a kind phrase that an adjective parts ("la région russe de X", "el puerto yemení de X")."""
    particle = reading.before[first]
    if particle < 0 or "relations.part" not in reading.ends[particle]:
        return frozenset()
    at = reading.before[particle]
    if at < 0 or not reading.tokens.words[at].islower() or len(reading.tokens.words[at]) < _LONGEST_KIND:
        return frozenset()
    for length in range(_LONGEST_KIND, 0, -1):
        start = at - length
        if start >= 0 and reading.tokens.sentence[start] == reading.tokens.sentence[at]:
            phrase = " ".join((*reading.tokens.keys[start:at], reading.tokens.keys[particle]))
            if found := _kind_phrases(reading.language_at[first]).get(phrase):
                return found
    return frozenset()


@cache
def _kind_phrases(language: str) -> dict[str, frozenset[str]]:
    """Return the kind phrases of several words with their classes."""
    found: dict[str, set[str]] = {}
    for name, phrases in language_table(language).cues.items():
        if name.startswith("kinds.") and name.endswith("_before"):
            for phrase in phrases:
                if " " in phrase:
                    found.setdefault(" ".join(name_key(word) for word in phrase.split()), set()).add(name)
    return {phrase: frozenset(names) for phrase, names in found.items()}


def _sites(reading: Reading, mention: Mention, gazetteer: "Gazetteer") -> tuple[Place, ...]:
    """Add a town's airport, and the sites that a name in another alphabet is romanised as ("порт Восточний")."""
    if any(place.kind is PlaceKind.SITE for place in mention.places):
        return mention.places
    found: Iterable[Place] = ()
    if "kinds.airport_before" in reading.left[mention.first]:
        towns = [place for place in mention.places[:_MOST_TOWNS] if place.kind is PlaceKind.SETTLEMENT]
        found = [site for town in towns for site in _airports(town, gazetteer)]
    elif mention.first in reading.tokens.forms:
        found = looked_up(gazetteer, mention.text, reading.language_at[mention.first])
    return (*mention.places, *(place for place in dict.fromkeys(found) if place.kind is PlaceKind.SITE))


def _airports(town: Place, gazetteer: "Gazetteer") -> Iterable[Place]:
    """Return the airports that have a town's name and lie at it."""
    for word in _AIRPORTS:
        for site in gazetteer.exact(name_key(f"{town.name} {word}")):
            if distance_km(town.lon, town.lat, site.lon, site.lat) <= _AIRPORT_KM:
                yield site


def _with_kind_word(reading: Reading, mention: Mention, kind: str, gazetteer: "Gazetteer") -> tuple[Place, ...]:
    """Look up the name with its kind word too: "Geauga and Medina counties" are "Geauga County" and "Medina County"."""
    if kind == "site":
        return mention.places
    names = [f"{mention.key} {word}" for word in kind_words(reading.language_at[mention.first], kind)]
    known = (place for name in names for place in gazetteer.exact(name_key(name)))
    own = [place for place in dict.fromkeys(known) if place not in mention.places]
    every = (*own, *mention.places)
    return _areas_first(every) if kind == "admin1" else every


def _areas_first(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the first-level areas of a name with their kind word: no town is a region, though it be listed as one."""
    return tuple(place for place in places if place.kind is PlaceKind.ADMIN1) or places


def looked_up(gazetteer: "Gazetteer", text: str, language: str) -> tuple[Place, ...]:
    """Look a name up in other romanisations and base forms; never by likeness alone."""
    found = gazetteer.lookup(text, language=language, fuzzy=False, limit=_MOST_NAMESAKES)
    return tuple(one.place for one in found if one.match in _SAFE_MATCHES)
