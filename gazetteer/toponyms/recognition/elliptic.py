"""Areas named by their adjective alone, where the kind word is left out: "у Житомирській", "в Брянской"."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import is_adjective_of
from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_STEMS = ("ск", "цк", "ськ", "цьк", "зьк", "sk", "ck", "zk")
_LOCATING = frozenset({"relations.locative", "relations.near", "relations.from_to"})
_MOST_BETWEEN = 2
"""Words between a plural kind word and the colon that opens its list."""


def with_elliptic(reading: Reading, mentions: Sequence[Mention], gazetteer: "Gazetteer") -> Sequence[Mention]:
    """Return the names with the areas whose kind word the text gives elsewhere, or once for a list of them."""
    if not any(language_table(language).elliptic for language in set(reading.sentence_languages)):
        return mentions
    if not any(_is_kind(reading, at) for at in range(len(reading.tokens.words))):
        return mentions
    areas = {area.first: area for area in _areas(reading, mentions, gazetteer)}
    taken = {at for area in areas.values() for at in range(area.first, area.last + 1)}
    kept = [one for one in mentions if not taken.intersection(range(one.first, one.last + 1))]
    return sorted([*kept, *areas.values()], key=lambda mention: mention.start)


def _is_kind(reading: Reading, at: int) -> bool:
    """Return whether a word says that a name beside it is a first-level area."""
    return any(name.startswith("kinds.admin1") for name in reading.starts[at])


def _areas(reading: Reading, mentions: Sequence[Mention], gazetteer: "Gazetteer") -> Iterator[Mention]:
    ends = {mention.last for mention in mentions if mention.kind == "admin1"}
    for first in range(len(reading.tokens.words)):
        large = reading.tokens.capital[first] or language_table(reading.language_at[first]).script == "latin"
        if not large or not _is_listed_or_placed(reading, first, ends):
            continue
        last = _glued(reading, first)
        text = reading.tokens.slice(first, last)
        places = _places(gazetteer, text, reading.language_at[first])
        if places and _stands_alone(reading, last):
            ends.add(last)
            yield Mention(
                first=first, last=last, start=reading.tokens.starts[first], end=reading.tokens.ends[last], text=text,
                key=name_key(text), kind="admin1", named=True, places=places,
            )  # fmt: skip


def _glued(reading: Reading, first: int) -> int:
    """Return the last word of a name that hyphens glue: "Івано-Франківська"."""
    words, last = reading.tokens.words, first
    while words[last + 1 : last + 2] == ["-"] and last + 2 < len(words) and reading.tokens.capital[last + 2]:
        last += 2
    return last


def _places(gazetteer: "Gazetteer", text: str, language: str) -> tuple[Place, ...]:
    """Return the areas whose full name an adjective in any case begins or ends."""
    found: list[Place] = []
    for name, endings in language_table(language).elliptic.items():
        for ending in endings:
            stem = text.removesuffix(ending)
            if stem != text and stem.endswith(_STEMS):
                found += gazetteer.exact(name_key(name.format(stem)))
    return tuple(dict.fromkeys(place for place in found if place.kind is PlaceKind.ADMIN1))


def _is_listed_or_placed(reading: Reading, first: int, ends: set[int]) -> bool:
    """Return whether a preposition of place, another area of the list or the kind word of the list stands before."""
    before = reading.before[first]
    if before >= 0 and reading.ends[before] & _LOCATING:
        return True
    at = first - 1
    if at > 0 and (reading.tokens.words[at] == "," or "words.and" in reading.starts[at]):
        return at - 1 in ends
    opened = reading.tokens.words[at : at + 1] == [":"]
    return opened and any(_is_kind(reading, back) for back in range(max(0, at - 1 - _MOST_BETWEEN), at))


def _stands_alone(reading: Reading, last: int) -> bool:
    """Return whether an adjective has no noun of its own after it, and no kind word."""
    after = reading.after[last]
    following = reading.tokens.words[after] if after == last + 1 else ""
    if not following.islower() or "words.and" in reading.starts[after]:
        return True
    language = reading.language_at[last]
    if language_table(language).script == "latin":
        return False  # no dictionary tells whether the next word is its noun
    return not _is_kind(reading, after) and not is_adjective_of(reading.tokens.words[last], following, language)
