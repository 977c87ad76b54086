"""Whole names where the gazetteer has but a part, and abbreviations that a text introduces in brackets.

"Kusong-mal" is no Kusong, "село Великі Липняги" no Lypniahy, "Bataillon d'assaut motorisé (BAM)" no Bam.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import Link, areas_of, is_owner, link_after
from gazetteer.toponyms.recognition.joined import LARGE_TOWN, Part, is_opener, join, may_be_part, renamed
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_GLUE = frozenset("-\u2011'\u2019\u02bc")
_HYPHENS = frozenset("-\u2011")
_AREA_KINDS = ("admin1", "admin2")
_KIND_WORDS = frozenset(f"kinds.{kind}_{side}" for kind in _AREA_KINDS for side in ("before", "after"))
_EXTENDED = (PlaceKind.REGION, PlaceKind.WATER, PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.CONTINENT)
_TOWNS = (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_PLACED = frozenset({"relations.inside", "relations.near"})
_LOCATED = _PLACED | {"relations.locative", "relations.from_to"}
_LINKS = frozenset(Link)
_MARKED = frozenset({Link.BRACKET})
_WORDED = frozenset({Link.INSIDE})
_LARGE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_FIRST_FEW = 4
_LONGEST = 4
_POSSESSIVE = frozenset("st")  # what follows an apostrophe in "Kyiv's"; a romanised name goes on otherwise ("Pamt'o")


def whole_names(
    reading: Reading, mentions: Iterable[Mention], stretches: Sequence[tuple[int, int]], gazetteer: "Gazetteer"
) -> list[Mention]:
    """Put the whole name in the place of a part of it that the gazetteer has."""
    found = list(mentions)
    opened = frozenset(mention.first for mention in found)
    known = [_with_rest(reading, _as_feature(reading, mention, gazetteer), opened, gazetteer) for mention in found]
    by_first = {mention.first: mention for mention in known}
    said = [mention for mention in sorted(known, key=lambda one: one.first) if says_area(reading, mention)]
    large = sorted([*said, *(mention for mention in known if is_country(mention))], key=lambda one: one.first)
    owners = {mention.last + 3: mention for mention in said if is_owner(reading, mention.last)}
    for start, last in stretches:
        opens = reading.before[start] < 0 and start < last and reading.ends[start] & _LOCATED
        first = start + 1 if opens else start
        while first < last and _leads(reading, by_first, first):
            first += 1
        left = reading.left[first]
        held = (
            None if left.isdisjoint(_LOCATED) else _holder(reading, last, large, _LINKS if left & _PLACED else _WORDED)
        )
        holder = held or owners.get(first) or _holder(reading, last, said, _LINKS if left & _LOCATED else _MARKED)
        if holder is not None or any(name.startswith(("kinds.settlement", "kinds.site")) for name in left):
            areas = areas_of(holder) if holder is not None else ()
            first += is_opener(reading, by_first, first, areas, gazetteer)
            part = Part(math.inf if "kinds.village_before" in left else LARGE_TOWN, areas)
            join(reading, by_first, first, min(last, first + _LONGEST - 1), gazetteer, part)
    return sorted(by_first.values(), key=lambda mention: mention.first)


def _leads(reading: Reading, by_first: Mapping[int, Mention], at: int) -> bool:
    """Return whether a word with a capital but says what kind of place follows: "Im Dorf X"."""
    longer = at in by_first and by_first[at].last > at
    return not longer and "kinds.settlement_before" in reading.starts[at] and reading.tokens.capital[at + 1]


def _holder(reading: Reading, last: int, areas: Sequence[Mention], links: AbstractSet[Link]) -> Mention | None:
    """Return the area right after a run of words that is said to hold what they name."""
    following = bisect_right(areas, last, key=lambda area: area.first)
    held = following < len(areas) and link_after(reading, last, areas[following].first) in links
    return areas[following] if held else None


class Area(NamedTuple):
    """An area of a text that may hold unknown names."""

    first: int  # with the country named or its people before it: "Ukraine's Y Oblast", "ukrainische Oblast Y"
    end: int
    said: bool  # whether a kind word says that it is one


def areas_told(reading: Reading, known: Sequence[Mention]) -> list[Area]:
    """Return the areas of a text, in order."""
    found: list[Area] = []
    before: Mention | None = None
    for mention in sorted(known, key=lambda one: one.first):
        said = says_area(reading, mention)
        if said or _may_hold(mention):
            end = reading.phrase_ends.get((mention.last + 1, f"kinds.{mention.kind}_after"), mention.last)
            first = before.first if said and before and _is_told_with(reading, before, mention) else mention.first
            found = [*(area for area in found if area.first != first), Area(first, end, said)]
        before = mention
    return found


def _is_told_with(reading: Reading, one: Mention, area: Mention) -> bool:
    """Return whether a country, or its people, stands right before an area that lies in it."""
    if one.entry is not None and one.entry.kind is EntryKind.DEMONYM:
        return one.last == area.first - 1
    return is_country(one) and one.last == area.first - 3 and is_owner(reading, one.last)


def _may_hold(mention: Mention) -> bool:
    """Return whether a name is a country's or a first-level area's, if maybe a town's as well."""
    return not mention.person and any(place.kind in _LARGE for place in mention.places[:_FIRST_FEW])


def is_country(mention: Mention) -> bool:
    """Return whether a name is a country's."""
    return mention.entry is not None and mention.entry.kind is EntryKind.COUNTRY


def says_area(reading: Reading, mention: Mention) -> bool:
    """Return whether a kind word says that a name is an area's ("Idlib province")."""
    return bool(mention.places) and (mention.kind in _AREA_KINDS or holds_kind_word(reading, mention))


def holds_kind_word(reading: Reading, mention: Mention) -> bool:
    """Return whether one of a name's own words is an area's kind ("Oblast Donezk", "South Hwanghae Province")."""
    if mention.first == mention.last:
        return False
    return any(reading.said[at] & _KIND_WORDS for at in range(mention.first, mention.last + 1))


def glued_end(reading: Reading, last: int) -> int:
    """Return the last part of a word that hyphens and apostrophes join ("Ip'yongch'on"), at `last` or after it."""
    tokens = reading.tokens
    suffixes = language_table(reading.language_at[last]).cues.get("words.hyphenated", ())
    while last + 2 < len(tokens.words) and tokens.words[last + 1] in _GLUE:
        glued = tokens.starts[last + 1] == tokens.ends[last] and tokens.starts[last + 2] == tokens.ends[last + 1]
        part = tokens.words[last + 2]
        if not glued or not part[0].islower() or part in suffixes:
            break
        if part in _POSSESSIVE and tokens.words[last + 3 : last + 4] not in (["-"], ["'"]):
            break
        last += 2
    return last


def _as_feature(reading: Reading, mention: Mention, gazetteer: "Gazetteer") -> Mention:
    """Return the lake, fort or river that a name and the word beside it are, where but a town of it is known."""
    if mention.entry is not None or mention.person or any(place.kind not in _TOWNS for place in mention.places):
        return mention
    first, last, at = mention.first, mention.last, reading.before[mention.first]
    tokens = reading.tokens
    if at >= 0 and "kinds.feature_before" in reading.ends[at]:
        first = reading.phrase_starts.get((at, "kinds.feature_before"), at) if tokens.capital[at] else first
    elif "kinds.feature_after" in reading.starts[last + 1] and tokens.capital[last + 1]:
        last = reading.phrase_ends.get((last + 1, "kinds.feature_after"), last + 1)
    else:
        return mention
    further = reading.after[last]
    if further >= 0 and tokens.capital[further]:
        return mention  # "Forest Park High School"
    own = replace(mention, first=first, start=tokens.starts[first], kind=None, named=True)
    return renamed(reading, own, last, gazetteer)


def _with_rest(reading: Reading, mention: Mention, opened: AbstractSet[int], gazetteer: "Gazetteer") -> Mention:
    if mention.entry is not None or mention.person or mention.kind in _AREA_KINDS:
        return mention
    if any(place.kind in _EXTENDED for place in mention.places):
        return mention  # "de Negev-woestijn"
    last = glued_end(reading, mention.last)
    if last == mention.last and (further := _hyphenated_end(reading, last, opened)) != last and may_be_part(mention):
        last = further
    return mention if last == mention.last else renamed(reading, mention, last, gazetteer)


def _hyphenated_end(reading: Reading, last: int, opened: AbstractSet[int]) -> int:
    """Return the last word of a name that goes on over a hyphen in words that are no names ("Рузвельт-Роудс")."""
    tokens = reading.tokens
    while last + 2 < len(tokens.words) and tokens.words[last + 1] in _HYPHENS and tokens.capital[last + 2]:
        glued = tokens.starts[last + 1] == tokens.ends[last] and tokens.starts[last + 2] == tokens.ends[last + 1]
        if not glued or last + 2 in opened or reading.starts[last + 2]:
            break
        last += 2
    return last


_LETTERS = range(2, 9)


def introduced(reading: Reading, mentions: Sequence[Mention]) -> dict[str, tuple[int, Entry]]:
    """Return each abbreviation in brackets after an organisation: the word it first is, and what it means."""
    words, found = reading.tokens.words, dict[str, tuple[int, Entry]]()
    for mention in mentions:
        at = mention.last + 2
        if mention.entry is None or mention.entry.kind is not EntryKind.ORGANISATION or at + 1 >= len(words):
            continue
        short = words[at]
        if words[at - 1] == "(" and words[at + 1] == ")" and _is_abbreviation(short) and short not in found:
            found[short] = (at, mention.entry)
    return found


def _is_abbreviation(word: str) -> bool:
    return len(word) in _LETTERS and word.isalpha() and word.isupper()


def _is_in_capitals(reading: Reading, at: int) -> bool:
    """Return whether a whole sentence is written in capitals, where a common word looks like an abbreviation."""
    span = reading.sentences[reading.tokens.sentence[at]]
    return reading.tokens.text[span.start : span.end].isupper()


def spell_out(reading: Reading, found: Iterable[Mention]) -> list[Mention]:
    """Return the mentions with those of abbreviations that the text introduced, in order, none as a place."""
    mentions = _without_coined(reading, found)
    meanings = introduced(reading, mentions)
    if not meanings:
        return mentions
    tokens = reading.tokens
    added: dict[int, Mention] = {}
    for at, word in enumerate(tokens.words):
        if word in meanings and at >= meanings[word][0] and not _is_in_capitals(reading, at):
            start, end = tokens.starts[at], tokens.ends[at]
            entry = meanings[word][1]
            added[at] = Mention(first=at, last=at, start=start, end=end, text=word, key=name_key(word), entry=entry)
    kept = [mention for mention in mentions if not (mention.first == mention.last and mention.first in added)]
    covered = {at for mention in kept for at in range(mention.first, mention.last + 1)}
    free = [mention for at, mention in added.items() if at not in covered]
    return sorted([*kept, *free], key=lambda mention: mention.first)


_LONGEST_NAME = 10


def _without_coined(reading: Reading, mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out what only abbreviates a name that the text gives before it ("Bataillon d'assaut motorisé (BAM)")."""
    coined = frozenset(_coined(reading))
    return [mention for mention in mentions if mention.entry is not None or mention.text not in coined]


def _coined(reading: Reading) -> Iterator[str]:
    """Yield the words in capitals, alone in brackets, whose letters are initials of the words before, in order."""
    words = reading.tokens.words
    for at in range(2, len(words) - 1):
        if words[at - 1] != "(" or words[at + 1] != ")" or not _is_abbreviation(words[at]):
            continue
        initials = (word[0].upper() for word in words[max(0, at - 1 - _LONGEST_NAME) : at - 1])
        if all(letter in initials for letter in words[at]):  # each is looked for after the one before
            yield words[at]
