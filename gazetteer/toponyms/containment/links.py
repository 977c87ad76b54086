"""The words between two names that say that one lies in the other."""

from collections.abc import Sequence
from enum import StrEnum

from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading

_LONGEST = 7
_OPENING = frozenset({",", "("})
_POSSESSIVE = frozenset({"'", "s"})
_WAYS = frozenset(
    f"relations.{way}"
    for way in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "centre")
)
_PREPOSITIONS = frozenset({"relations.inside", "relations.near", "relations.from_to", "relations.distance"})
_LONGEST_NUMBER = 2
_FRONTED = 4  # words of an adverbial that opens a sentence, before the name in it
_PASSED = _WAYS | {"words.articles", "words.modifiers", "relations.part"}
_AREA_KINDS = frozenset({"kinds.admin1_before", "kinds.admin2_before"})
_TOWN_KINDS = frozenset({"kinds.settlement_before", "kinds.settlement_plural_before", "kinds.village_before"})
_CLOSING = frozenset(",.;:)]!?»”\"'")


class Link(StrEnum):
    """How two names that follow each other are tied."""

    COMMA = "comma"
    """"X, Y"."""
    BRACKET = "bracket"
    """"X (Y"."""
    APPOSED = "apposed"
    """"X, a suburb of Y", "X, a village in Y"."""
    INSIDE = "inside"
    """"X in Y", "X, in the region of Y"."""
    KIND = "kind"
    """Kind words alone: "X Oblast Y", "села Х района Y"; the second has a kind word of its own or takes one."""
    PART = "part"
    """"X of Y"."""
    ADJACENT = "adjacent"
    """Nothing between."""


def link_after(reading: Reading, last: int, first: int) -> Link | None:  # noqa: PLR0911 (one return a kind of tie)
    """Return how a name that ends at `last` is tied to the next, which starts at `first`, as to what contains it."""
    if first - last > _LONGEST + 1:
        return None
    opening, words = _words(reading, last, first)
    if opening is None:
        return None
    if not words:
        return {"": Link.ADJACENT, "(": Link.BRACKET}.get(opening, Link.COMMA)
    classes = [reading.said[at] for at in words]
    if opening == "," and "words.relatives" in classes[0]:
        words, classes = words[1:], classes[1:]
    if not words:
        return None
    if opening == "," and _is_apposed(reading, words):
        return Link.APPOSED
    if words and says_inside(reading, words[0]):
        return Link.INSIDE if all(found & (_PASSED | _AREA_KINDS) for found in classes[1:]) else None
    if not all(found & (_PASSED | _AREA_KINDS) for found in classes):
        return None
    kinds = [reading.phrase_starts.get((at, kind), -1) for at in words for kind in _AREA_KINDS]
    if any(start > last for start in kinds):
        return Link.BRACKET if opening == "(" else Link.COMMA if opening else Link.KIND
    return Link.PART if not opening and classes[0] & {"relations.part"} else None


def _is_apposed(reading: Reading, words: Sequence[int]) -> bool:
    """Return whether words say "a village in", "a suburb of", "a town near"."""
    classes = [reading.said[at] for at in words]
    named = any(found & (_TOWN_KINDS | {"kinds.generic"}) for found in classes)
    leading = classes[-1] & {"relations.part", "relations.near", "kinds.settlement_before"}
    ends = bool(leading) or says_inside(reading, words[-1]) or "words.articles" in classes[-1]
    allowed = _PASSED | _TOWN_KINDS | _AREA_KINDS | {"kinds.generic", "relations.near"}
    inside = [found for at, found in zip(words, classes, strict=True) if not says_inside(reading, at)]
    return named and ends and len(words) > 1 and all(found & allowed for found in inside)


def link_before(reading: Reading, last: int, first: int, *, inside: bool) -> bool:
    """Return whether an area that ends at `last` is said to hold the name that starts at `first`.

    "Donetsk region's X", "in Donetsk region, the town of X", "в Донецкой области, в селе X".
    """
    at = range(last + 1, first)
    if not 0 < len(at) <= _LONGEST or reading.tokens.sentence[last] != reading.tokens.sentence[first]:
        return False
    words = [number for number in at if reading.tokens.keys[number] not in _POSSESSIVE]
    if len(words) < len(at) and not words:
        return True
    if len(words) == len(at) and not inside:
        return False
    if words and reading.tokens.keys[words[0]] == ",":
        words = words[1:]
    classes = [reading.said[number] for number in words]
    allowed = _PASSED | _TOWN_KINDS | {"words.quantities", "relations.locative", "relations.near"}
    return any(found & _TOWN_KINDS for found in classes) and all(found & allowed for found in classes)


def says_inside(reading: Reading, at: int) -> bool:
    """Return whether a word says that something is in a place: no verb, no "near"."""
    found = reading.said[at]
    cues = language_table(reading.language_at[at]).cues
    return ("relations.inside" if "relations.inside" in cues else "relations.locative") in found


def is_closed(reading: Reading, last: int, *, opening: int) -> bool:
    """Return whether what a comma opened ends after a word: at a mark, the sentence's end or a preposition.

    A name near the sentence's beginning, before the comma, may be all of an adverbial: "According to Kyiv, Belarus in
    May supplied" has no Kyiv in Belarus.
    """
    after = reading.after[last]
    if after < 0 or reading.tokens.words[after] in _CLOSING:
        possessive = after >= 0 and reading.tokens.words[after] == "'" and _glued(reading, after)
        return not possessive
    if any(reading.before[at] < 0 for at in range(max(opening - _FRONTED, 0), opening + 1)):
        return False
    found = reading.said[after]
    return "months.names" in found or (not reading.tokens.capital[after] and bool(found & _PREPOSITIONS))


def _glued(reading: Reading, at: int) -> bool:
    return reading.tokens.starts[at] == reading.tokens.ends[at - 1]


def _words(reading: Reading, last: int, first: int) -> tuple[str | None, list[int]]:
    """Return the mark that opens the words between, if any, and the others; None where there are too many."""
    at = list(range(last + 1, first))
    if len(at) > 1 and reading.tokens.keys[at[0]] == "'" and _glued(reading, at[0]) and at[1] < first:
        at = at[1:] if reading.tokens.words[at[1]] in _OPENING else at  # "Zdorovets', Zhytomyr region"
    if len(at) > 1 and len(reading.tokens.words[at[0]]) <= _LONGEST_NUMBER and reading.tokens.words[at[0]].isdecimal():
        at = at[1:] if reading.tokens.words[at[1]] in _OPENING else at  # "Yangyong 2, North Hamgyong Province"
    if len(at) > _LONGEST or reading.tokens.sentence[last] != reading.tokens.sentence[first]:
        return None, []
    if at and reading.tokens.words[at[0]] in _OPENING:
        return reading.tokens.words[at[0]], [n for n in at[1:] if reading.tokens.keys[n] != "'"]
    return "", [number for number in at if reading.tokens.keys[number] != "'"]
