"""Names that only their context shows to be places: "the village of X", "in X", "near X"."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import is_adjective_of, is_common_noun
from gazetteer.records import MatchKind, Place
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading, without_ending
from gazetteer.toponyms.recognition.kind_words import KINDS_BEFORE, looked_up
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

NO_NAMES = frozenset({"months.names", "organisations.boilerplate"})
_LOCATING = frozenset({"relations.locative", "relations.near", "relations.sea"})
_SHORTEST_UNKNOWN = 4
_MOST_COUNTRIES = 6
_MOST_SPELLINGS = 3
_ADJECTIVE_SUFFIXES = ("ск", "цк", "ськ", "цьк", "зьк")
_LONGEST_ENDING = 6
_AREA_WORDS = frozenset({"kinds.admin1_after", "kinds.admin2_after", "kinds.generic"})
_MOST_ALIKE = 40
"""Unknown names of one text that are looked up by their sound: each takes milliseconds."""


def with_unknown(
    reading: Reading, mentions: Iterable[Mention], stretches: Iterable[tuple[int, int]], gazetteer: "Gazetteer"
) -> Iterator[Mention]:
    """Add the names that the gazetteer lacks, or has in another spelling alone."""
    known = list(mentions)
    countries = _countries(known, frozenset(language_table(reading.language).home))
    taken = {at for mention in known for at in range(mention.first, mention.last + 1)}
    tried = 0
    for first, last in stretches:
        if first in taken or reading.starting.get(first, frozenset()) & NO_NAMES:
            continue
        if "words.never_names" in reading.ending.get(first, frozenset()):
            continue
        end = first
        while end < last and end + 1 not in taken:
            end += 1
        if first == end and _describes_next(reading, first):
            continue
        found = _unknown(reading, first, end, gazetteer, countries if tried < _MOST_ALIKE else ())
        tried += found is not None
        if found is not None and (found.named or found.places or not _is_common(reading, first)):
            known.append(found)
    yield from sorted(known, key=lambda mention: mention.start)


def _describes_next(reading: Reading, at: int) -> bool:
    """Return whether a word is an adjective to the noun after it: "в Соломенском районе" is a district, no village."""
    after = reading.after(at)
    following = reading.tokens.words[after] if after >= 0 else ""
    formed = any(suffix in reading.tokens.words[at][-_LONGEST_ENDING:] for suffix in _ADJECTIVE_SUFFIXES)
    language = reading.language_at(at)
    noun = formed and following.islower() and is_common_noun(following, language)
    return noun and is_adjective_of(reading.tokens.words[at], following, language)


def _countries(mentions: Sequence[Mention], home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries abroad that a text names most, or whose people: at home names are spelt one way."""
    found = Counter(mention.entry.country for mention in mentions if mention.entry and mention.entry.country)
    return tuple(code for code, _ in found.most_common(_MOST_COUNTRIES) if code not in home)


def _is_common(reading: Reading, first: int) -> bool:
    """Return whether every noun has a capital, or the name is too short to be told from other words."""
    language = reading.language_at(first)
    return language_table(language).nouns_capitalised or len(reading.tokens.words[first]) < _SHORTEST_UNKNOWN


def _unknown(
    reading: Reading, first: int, last: int, gazetteer: "Gazetteer", countries: Sequence[str]
) -> Mention | None:
    left = reading.left(first)
    kind = next((kind for kind in KINDS_BEFORE if f"kinds.{kind}_before" in left), None)
    if kind is None and not left & _LOCATING:
        return None
    language = reading.language_at(first)
    tokens = reading.tokens
    text = tokens.slice(first, last)
    return Mention(
        first=first,
        last=last,
        start=tokens.starts[first],
        end=tokens.ends[last],
        text=text,
        key=name_key(text),
        kind=kind,
        named=kind is not None and not language_table(language).nouns_capitalised,
        places=looked_up(gazetteer, text, language)
        or _sounding_alike(gazetteer, _spellings(reading, first, last), language, countries),
    )


def _spellings(reading: Reading, first: int, last: int) -> Sequence[str]:
    """Return a name as written and without its case ending."""
    text, key = reading.tokens.slice(first, last), reading.tokens.keys[first]
    bare = without_ending(key, reading.language_at(first)) if first == last else ()
    return [text, *dict.fromkeys(bare)][:_MOST_SPELLINGS]


def _sounding_alike(
    gazetteer: "Gazetteer", spellings: Sequence[str], language: str, countries: Sequence[str]
) -> tuple[Place, ...]:
    """Return the places of the countries named whose name sounds the same ("Амджарас", "Amdscharass")."""
    for text in spellings if countries else ():
        found = gazetteer.lookup(text, language=language, limit=_MOST_ALIKE) if len(text) >= _SHORTEST_UNKNOWN else ()
        alike = [one.place for one in found if one.match is MatchKind.ROMANISED and one.place.country in countries]
        if alike:
            return tuple(alike)
    return ()
