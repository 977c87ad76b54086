"""Names that only their context shows to be places: "the village of X", "in X", "near X"."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import is_adjective_of, is_common_noun
from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import Link, is_owner, link_after
from gazetteer.toponyms.neighbours import opens_sentence
from gazetteer.toponyms.recognition.kind_words import KINDS_BEFORE, looked_up
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.repeated import repeated
from gazetteer.toponyms.recognition.sounding import SHORTEST_UNKNOWN, sounding_alike, spellings
from gazetteer.toponyms.recognition.whole_names import Area, areas_told, glued_end, whole_names

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

NO_NAMES = frozenset({"months.names", "organisations.boilerplate"})
_LOCATING = frozenset({"relations.locative", "relations.near", "relations.sea", "relations.shelled"})
_SAID_OF_PLACES = _LOCATING | {"kinds.settlement_before"}
_NO_PLACES = frozenset({"persons.titles", "persons.kinship", "organisations.ships", "organisations.weapons"})
_BARE = frozenset({"relations.inside", "relations.near", "kinds.settlement_before"})
"""Before a name, and hardly before a noun without an article."""
_WAYS = frozenset({"relations.from_to"})
_DASHES, _STOPS = frozenset("—–"), frozenset(".;:!?")
_CLOSING = _STOPS | {",", "("}
_LONGEST_HOLDER = 6
_NO_NOUNS = ("a", "o", "u", "y", "ew", "iw", "ow", "aw", "ki", "sk", "ti", "zi")
"""Ends of words that are no German plural or uncountable noun, the nouns that stand without an article."""
_MOST_COUNTRIES = 6
_ADJECTIVE_SUFFIXES = ("ск", "цк", "ськ", "цьк", "зьк")
_LONGEST_ENDING = 6
_AREA_KINDS = ("admin1", "admin2")
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
_AREAS_AFTER = frozenset({"kinds.admin1_after", "kinds.admin2_after"})
_LONG = 6  # Letters; a place abroad that alone sounds like so long a name, in a country of the text, is the one meant
_TOWN = 5_000
"""People; so large a place is meant by what sounds like its name alone, after its kind or its country's people."""
_PEOPLES = (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM)
_TAKING_NAMES = frozenset({"relations.locative", "relations.near", "relations.from_to"})
_MOST_ALIKE = 40  # Unknown names of one text that are looked up by their sound


def with_unknown(
    reading: Reading, mentions: Iterable[Mention], stretches: Sequence[tuple[int, int]], gazetteer: "Gazetteer",
    *, doubtful: bool = False,
) -> list[Mention]:  # fmt: skip
    """Return the names with those that the gazetteer lacks, or has in another spelling alone.

    `doubtful`: whether those too that only a preposition shows to be places, where nouns or first words have capitals.
    """
    known = whole_names(reading, mentions, stretches, gazetteer)
    countries = _countries(known, frozenset(language_table(reading.language).home))
    people = {mention.last: mention for mention in known if mention.entry and mention.entry.kind in _PEOPLES}
    taken = {at for mention in known for at in range(mention.first, mention.last + 1)}
    areas = areas_told(reading, known)
    owners = {area.end + 3 for area in areas if area.said and is_owner(reading, area.end)}
    tried, listed, shown = 0, -1, dict[str, Mention]()
    untaken = list(_untaken(reading, stretches, taken))
    for first, end in reversed(untaken):
        owned = first in owners and not (_is_word(reading, first) or _is_last_word(reading, end))
        contained = end + 2 == listed or owned or _is_contained(reading, first, end, areas)
        bare = doubtful and _is_bare(reading, first, end)
        if not contained and not bare and _is_stripped(reading, first):
            continue
        abroad = countries if tried < _MOST_ALIKE else ()
        found = _unknown(reading, first, end, gazetteer, abroad, contained=contained)
        if found is None and tried < _MOST_ALIKE:
            found = _of_people(reading, first, end, gazetteer, people, abroad)
        tried += found is not None
        if found is not None and (found.named or found.places or contained or not _is_common(reading, first, end)):
            known.append(found)
            listed = first if contained else listed
            shown |= {found.key: found} if contained and len(found.text) >= SHORTEST_UNKNOWN else {}
        elif found is not None and bare and len(found.text) >= SHORTEST_UNKNOWN:
            known.append(replace(found, doubtful=True))
    again = repeated(reading, known, untaken, shown) if shown and len(untaken) > 1 else ()
    return sorted([*known, *again], key=lambda mention: mention.start)


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


def _is_contained(reading: Reading, first: int, last: int, areas: Sequence[Area]) -> bool:
    """Return whether an area right after a name is said to hold it ("X (Donetsk region)", "X in Idlib province").

    Of a country or an area without a kind word, only where something is said to be at the name ("in X (Kunar, Y)").
    """
    following = bisect_right(areas, last, key=lambda area: area.first)
    holder, end, said = areas[following] if following < len(areas) else Area(-1, -1, said=False)
    link = link_after(reading, last, holder) if holder >= 0 else None
    left, before = reading.left[first], reading.before[first]
    if link in (None, Link.APPOSED, Link.PART) or left & _NO_PLACES:
        return False
    if _is_word(reading, first) or _is_last_word(reading, last):
        return False
    bare, marked = reading.ends[before], link in (Link.COMMA, Link.BRACKET)
    tied = said and marked and bool(bare & (_LOCATING | _WAYS))
    table = language_table(reading.language_at[first])
    dateline = marked and _opens_dateline(reading, first, holder, said=said)
    foreign = said and bool(bare & (_LOCATING | _WAYS)) and reading.tokens.words[last].endswith(_NO_NOUNS)
    if dateline or (table.nouns_capitalised and not (bare & _BARE or tied or foreign)):
        return dateline
    apart = _is_apart(reading, last, end)
    located = bool(left & _SAID_OF_PLACES) or tied or ((apart or said) and bool(bare & _WAYS))
    if link is Link.ADJACENT:
        return table.area_adjectives and said and not opens_sentence(reading, first)
    if link in (Link.INSIDE, Link.COMMA):
        listed = said and (apart or _is_listed(reading, first))
        announced = said and reading.tokens.words[first - 1 : first] == [":"]  # "Killed two: X, Lviv region"
        return announced or (not opens_sentence(reading, first) and (located or listed))
    return said or (link is Link.BRACKET and located)


def _is_apart(reading: Reading, last: int, end: int) -> bool:
    """Return whether commas set an area off from the name before it: "residents of X, Donetsk region, fled"."""
    after = reading.after[end]
    closed = after < 0 or reading.tokens.words[after] in _CLOSING
    return closed and reading.tokens.words[last + 1] == ","


def _opens_dateline(reading: Reading, first: int, holder: int, *, said: bool) -> bool:
    """Return whether a name, the area that holds it and a dash open a line ("X, North Korea — Rescue workers").

    Or a colon, where a word says that it is an area ("X, Sumy region: a drone").
    """
    words = reading.tokens.words[holder : holder + _LONGEST_HOLDER]
    dash = next((at for at, word in enumerate(words) if word in _DASHES or (said and word == ":")), 0)
    return dash > 0 and opens_sentence(reading, first) and _STOPS.isdisjoint(words[:dash])


def _is_listed(reading: Reading, first: int) -> bool:
    """Return whether a name goes on a list of names ("Foua and Kfraya")."""
    before = reading.before[first]
    return before > 0 and "words.and" in reading.ends[before] and reading.tokens.capital[before - 1]


def _is_word(reading: Reading, at: int) -> bool:
    """Return whether a word is in a table of words that names stand beside."""
    known = reading.said[at]
    return any(not name.startswith("stop.") for name in known)


def _is_last_word(reading: Reading, at: int) -> bool:
    """Return whether a name's last word is one of the tables'; the "on" of "Chungch'on" is none."""
    glued = at > 0 and reading.tokens.words[at - 1] in "'-" and reading.tokens.ends[at - 1] == reading.tokens.starts[at]
    return not glued and _is_word(reading, at)


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


def _is_bare(reading: Reading, first: int, last: int) -> bool:
    """Return whether a name stands right after "in" or "near", and is no noun of a language that writes all large."""
    if reading.before[first] < 0 or not reading.ends[reading.before[first]] & _BARE:
        return False
    foreign = reading.tokens.words[last].endswith(_NO_NOUNS) or reading.tokens.words[last].isupper()
    return foreign or not language_table(reading.language_at[first]).nouns_capitalised


def _is_preposition(reading: Reading, at: int) -> bool:
    return any(name.startswith("relations.") for name in reading.ends[at])


def _describes_next(reading: Reading, at: int) -> bool:
    """Return whether a word is an adjective to the noun after it: "в Соломенском районе" is a district, no village."""
    after = reading.after[at]
    following = reading.tokens.words[after] if after >= 0 else ""
    formed = any(suffix in reading.tokens.words[at][-_LONGEST_ENDING:] for suffix in _ADJECTIVE_SUFFIXES)
    language = reading.language_at[at]
    if after >= 0 and reading.starts[after] & _AREAS_AFTER:
        return False  # "у Луцькій громаді" names the community
    noun = formed and following.islower() and is_common_noun(following, language)
    return noun and is_adjective_of(reading.tokens.words[at], following, language)


def _countries(mentions: Sequence[Mention], home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries abroad that a text names most, or whose people: at home names are spelt one way."""
    found = Counter(mention.entry.country for mention in mentions if mention.entry and mention.entry.country)
    return tuple(code for code, _ in found.most_common(_MOST_COUNTRIES) if code not in home)


def _is_common(reading: Reading, first: int, last: int) -> bool:
    """Return whether every noun has a capital, or the name is too short to be told from other words."""
    language = reading.language_at[first]
    return language_table(language).nouns_capitalised or len(reading.tokens.slice(first, last)) < SHORTEST_UNKNOWN


def _unknown(
    reading: Reading, first: int, last: int, gazetteer: "Gazetteer", countries: Sequence[str], *, contained: bool
) -> Mention | None:
    left = reading.left[first]
    kind = next((kind for kind in KINDS_BEFORE if f"kinds.{kind}_before" in left), None)
    said = next((kind for kind in _AREA_KINDS if f"kinds.{kind}_after" in reading.right[last]), None)
    if kind is None and not contained and not left & _LOCATING:
        return None
    if kind is not None and _is_office(reading, first, last, kind):
        return None
    language = reading.language_at[first]
    tokens = reading.tokens
    text = tokens.slice(first, last)
    places = looked_up(gazetteer, text, language)
    if said is not None:  # "у Луцькій громаді": no town whose name is written like the community's
        places = tuple(place for place in places if place.kind in _AREAS)
    alike = () if places or said else sounding_alike(gazetteer, spellings(reading, first, last), countries)
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
        left, shortest = reading.left[before.first], SHORTEST_UNKNOWN
    else:
        left, countries, shortest = reading.left[first] & _WAYS, tuple(abroad), _LONG
    if not left & _TAKING_NAMES or len(reading.tokens.slice(first, last)) < shortest:
        return None
    alike = sounding_alike(gazetteer, spellings(reading, first, last), countries)
    if len(alike) != 1 or alike[0].population < _TOWN:
        return None
    tokens = reading.tokens
    text = tokens.slice(first, last)
    return Mention(
        first=first, last=last, start=tokens.starts[first], end=tokens.ends[last], text=text, key=name_key(text),
        places=alike, named=True,
    )  # fmt: skip
