"""Names that only their context shows to be places: "the village of X", "in X", "near X"."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from gazetteer.match.fuzzy import sound_keys
from gazetteer.match.keys import name_key
from gazetteer.match.morphology import LANGUAGES, is_adjective_of, is_common_noun
from gazetteer.match.romanisation import romanisations
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading, without_ending
from gazetteer.toponyms.containment.areas import is_owner
from gazetteer.toponyms.neighbours import opens_sentence
from gazetteer.toponyms.recognition.contained import LOCATING, WAYS, is_contained, is_last_word, is_word
from gazetteer.toponyms.recognition.kind_words import KINDS_BEFORE, looked_up
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.whole_names import glued_end, says_area, whole_names

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

NO_NAMES = frozenset({"months.names", "organisations.boilerplate"})
_SHORTEST_UNKNOWN = 4
_MOST_COUNTRIES = 6
_MOST_SPELLINGS = 6
_ADJECTIVE_SUFFIXES = ("ск", "цк", "ськ", "цьк", "зьк")
_LONGEST_ENDING = 6
_AREA_KINDS = ("admin1", "admin2")
_LARGE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_FIRST_FEW = 4
_LONG = 6  # Letters; a place abroad that alone sounds like so long a name, in a country of the text, is the one meant
_TOWN = 5_000
"""People; so large a place is meant by what sounds like its name alone, after its kind or its country's people."""
_PEOPLES = (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM)
_TAKING_NAMES = frozenset({"relations.locative", "relations.near", "relations.from_to"})
_MOST_ALIKE = 40  # Unknown names of one text that are looked up by their sound


def with_unknown(
    reading: Reading, mentions: Iterable[Mention], stretches: Sequence[tuple[int, int]], gazetteer: "Gazetteer"
) -> list[Mention]:
    """Return the names with those that the gazetteer lacks, or has in another spelling alone."""
    known = whole_names(reading, mentions, stretches, gazetteer)
    countries = _countries(known, frozenset(language_table(reading.language).home))
    people = {mention.last: mention for mention in known if mention.entry and mention.entry.kind in _PEOPLES}
    taken = {at for mention in known for at in range(mention.first, mention.last + 1)}
    said = {mention.first for mention in known if says_area(reading, mention)}
    owners = {mention.last + 2 for mention in known if mention.first in said and is_owner(reading, mention.last)}
    areas = sorted(mention.first for mention in known if mention.first in said or _may_hold(mention))
    tried, listed = 0, -1
    for first, end in reversed(list(_untaken(reading, stretches, taken))):
        following = bisect_right(areas, end)
        owned = first - 1 in owners and not (is_word(reading, first) or is_last_word(reading, end))
        contained = (
            end + 2 == listed
            or owned
            or (
                following < len(areas)
                and is_contained(reading, first, end, areas[following], said=areas[following] in said)
            )
        )
        if not contained and _is_stripped(reading, first):
            continue
        abroad = countries if tried < _MOST_ALIKE else ()
        found = _unknown(reading, first, end, gazetteer, abroad, contained=contained)
        if found is None and tried < _MOST_ALIKE:
            found = _of_people(reading, first, end, gazetteer, people, abroad)
        tried += found is not None
        if found is not None and (found.named or found.places or contained or not _is_common(reading, first, end)):
            known.append(found)
            listed = first if contained else listed
    return sorted(known, key=lambda mention: mention.start)


def _untaken(
    reading: Reading, stretches: Iterable[tuple[int, int]], taken: AbstractSet[int]
) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words, up to the next name, that may be names nobody has met yet."""
    for start, last in _parts(reading, stretches):
        first = start
        if first < last and opens_sentence(reading, first) and _is_preposition(reading, first):
            first += 1
        while first < last and _leads(reading, first):
            first += 1
        if first in taken or reading.starts[first] & NO_NAMES:
            continue
        if "words.never_names" in reading.ends[first]:
            continue
        end = first
        while end < last and end + 1 not in taken:
            end += 1
        if first != end or not _describes_next(reading, first):
            yield first, glued_end(reading, end)


def _parts(reading: Reading, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs, cut where a word for "and" stands in them ("Glújov y Bilopilia")."""
    for start, last in stretches:
        first = start
        for at in range(start + 1, last):
            if "words.and" in reading.starts[at] and not reading.tokens.capital[at]:
                yield first, at - 1
                first = at + 1
        yield first, last


def _leads(reading: Reading, at: int) -> bool:
    """Return whether a word with a capital is an article or the kind of what follows it: "Das Dorf X"."""
    found = reading.starts[at]
    return not found.isdisjoint({"words.articles", "kinds.settlement_before"}) and reading.tokens.capital[at + 1]


def _may_hold(mention: Mention) -> bool:
    """Return whether a name is a country's or a first-level area's, if maybe a town's as well."""
    return not mention.person and any(place.kind in _LARGE for place in mention.places[:_FIRST_FEW])


def _is_stripped(reading: Reading, first: int) -> bool:
    """Return whether the preposition that opens a sentence was taken off a run ("En Ligue 1")."""
    before = reading.before[first]
    return before >= 0 and reading.tokens.capital[before] and opens_sentence(reading, before)


def _is_office(reading: Reading, first: int, last: int, kind: str) -> bool:
    """Return whether a kind phrase is part of an office's name: "Department of Health", "the state Legislature"."""
    if any(name.startswith("organisations.") for at in (first, last) for name in reading.starts[at]):
        return True
    start = reading.phrase_starts.get((reading.before[first], f"kinds.{kind}_before"), -1)
    if start < 0 or language_table(reading.language_at[first]).nouns_capitalised:
        return False
    return reading.tokens.capital[start] and not opens_sentence(reading, start) and start < first - 1


def _is_preposition(reading: Reading, at: int) -> bool:
    return any(name.startswith("relations.") for name in reading.ends[at])


def _describes_next(reading: Reading, at: int) -> bool:
    """Return whether a word is an adjective to the noun after it: "в Соломенском районе" is a district, no village."""
    after = reading.after[at]
    following = reading.tokens.words[after] if after >= 0 else ""
    formed = any(suffix in reading.tokens.words[at][-_LONGEST_ENDING:] for suffix in _ADJECTIVE_SUFFIXES)
    language = reading.language_at[at]
    noun = formed and following.islower() and is_common_noun(following, language)
    return noun and is_adjective_of(reading.tokens.words[at], following, language)


def _countries(mentions: Sequence[Mention], home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries abroad that a text names most, or whose people: at home names are spelt one way."""
    found = Counter(mention.entry.country for mention in mentions if mention.entry and mention.entry.country)
    return tuple(code for code, _ in found.most_common(_MOST_COUNTRIES) if code not in home)


def _is_common(reading: Reading, first: int, last: int) -> bool:
    """Return whether every noun has a capital, or the name is too short to be told from other words."""
    language = reading.language_at[first]
    return language_table(language).nouns_capitalised or len(reading.tokens.slice(first, last)) < _SHORTEST_UNKNOWN


def _unknown(
    reading: Reading, first: int, last: int, gazetteer: "Gazetteer", countries: Sequence[str], *, contained: bool
) -> Mention | None:
    left = reading.left[first]
    kind = next((kind for kind in KINDS_BEFORE if f"kinds.{kind}_before" in left), None)
    said = next((kind for kind in _AREA_KINDS if f"kinds.{kind}_after" in reading.right[last]), None)
    if kind is None and not contained and not left & LOCATING:
        return None
    if kind is not None and _is_office(reading, first, last, kind):
        return None
    language = reading.language_at[first]
    tokens = reading.tokens
    text = tokens.slice(first, last)
    places = looked_up(gazetteer, text, language)
    alike = () if places else _sounding_alike(gazetteer, _spellings(reading, first, last), countries)
    sure = len(alike) == 1 and (len(text) >= _LONG or (kind == "settlement" and alike[0].population >= _TOWN))
    return Mention(
        first=first, last=last, start=tokens.starts[first], end=tokens.ends[last], text=text, key=name_key(text),
        kind=kind or said, named=kind is not None and not language_table(language).nouns_capitalised,
        places=places or alike, alike=bool(alike) and not sure,
    )  # fmt: skip


def _of_people(  # noqa: PLR0917 (what every step of one text passes on)
    reading: Reading, first: int, last: int, gazetteer: "Gazetteer", people: Mapping[int, Mention],
    abroad: Sequence[str],
) -> Mention | None:  # fmt: skip
    """Return the town that alone sounds like a name after its country's people, or on a way: "moved to Rajouri"."""
    before = people.get(reading.before[first])
    if before is not None and before.entry is not None and before.entry.country:
        countries: tuple[str, ...] = (before.entry.country,)
        left, shortest = reading.left[before.first], _SHORTEST_UNKNOWN
    else:
        left, countries, shortest = reading.left[first] & WAYS, tuple(abroad), _LONG
    if not left & _TAKING_NAMES or len(reading.tokens.slice(first, last)) < shortest:
        return None
    alike = _sounding_alike(gazetteer, _spellings(reading, first, last), countries)
    if len(alike) != 1 or alike[0].population < _TOWN:
        return None
    tokens = reading.tokens
    text = tokens.slice(first, last)
    return Mention(
        first=first, last=last, start=tokens.starts[first], end=tokens.ends[last], text=text, key=name_key(text),
        places=alike, named=True,
    )  # fmt: skip


def _spellings(reading: Reading, first: int, last: int) -> Sequence[str]:
    """Return a name as written, without its case ending, and as its own language is romanised."""
    text, key, language = reading.tokens.slice(first, last), reading.tokens.keys[first], reading.language_at[first]
    bare = without_ending(key, language) if first == last else ()
    written = [text, *dict.fromkeys(bare)][:_MOST_SPELLINGS]
    romanised = (
        (spelling for one in written for _, spelling in romanisations(one, (language,))) if first == last else ()
    )
    return [*written, *dict.fromkeys(romanised)] if not text.isascii() and language in LANGUAGES else written


def _sounding_alike(gazetteer: "Gazetteer", spellings: Sequence[str], countries: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of the countries named whose name sounds the same ("Амджарас", "Amdscharass")."""
    written = [text for text in spellings if len(text) >= _SHORTEST_UNKNOWN] if countries else []
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
