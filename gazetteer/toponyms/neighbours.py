"""What stands between a name and the names beside it: lists, commas, the area that holds it."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.text.sentences import token_key
from gazetteer.toponyms.recognition.kind_words import OPENING_QUOTES
from gazetteer.toponyms.recognition.mentions import Findings, Mention

_JOINERS = frozenset(
    {",", "and", "et", "und", "en", "та", "і", "й", "и", "y", "i", "&", "or", "ou", "oder", "of", "або", "или"}
)
_LONGEST_GAP = 6
_CONTAINING = frozenset({"relations.locative"})
_WAYS = frozenset(
    {f"relations.{way}" for way in ("north", "south", "east", "west", "centre")}
    | {f"relations.{way}" for way in ("northeast", "northwest", "southeast", "southwest")}
)
_WITHIN_GAP = _WAYS | {
    "words.articles", "words.modifiers", "relations.part", "relations.locative", "kinds.admin1_before",
    "kinds.admin2_before",
}  # fmt: skip
_CAPITAL_OF = frozenset({"words.articles", "kinds.settlement_before", "relations.part", "relations.weak"})


def _is_apart(reading: Reading, findings: Findings, number: int, first: int) -> bool:
    """Return whether what stands before a name in its run is no part of it: a people ("Slovak Michalovce"), "In"."""
    before = findings.mentions[number - 1] if number else None
    at = findings.mentions[number].first
    if before is None or before.person:
        return _is_opener(reading, first, at)
    if before.first == first and (_demonym_before(findings.mentions, number) >= 0 or _is_people(before, at)):
        return True
    if before.last == at - 2 and before.places and reading.tokens.keys[at - 1] in _JOINERS:
        return True  # "Marsella y Génova"
    return _is_opener(reading, first, at)


def _is_people(before: Mention, at: int) -> bool:
    """Return whether the word before a name is the people of an area ("het Engelse Tilbury")."""
    return before.last == at - 1 and before.entry is not None and before.entry.kind is EntryKind.AREA_DEMONYM


def _is_run_over(reading: Reading, mentions: Sequence[Mention], number: int) -> bool:
    """Return whether a list goes on, or a person's name ("from Kovel Maria Lutska") or an area's adjective follows."""
    if reading.tokens.keys[mentions[number].last + 1] in _JOINERS:
        return True
    if number + 1 >= len(mentions) or mentions[number + 1].first != mentions[number].last + 1:
        return False
    entry = mentions[number + 1].entry
    return (
        mentions[number + 1].person
        or (entry is not None and entry.kind is EntryKind.AREA_DEMONYM)
        or mentions[number + 1].named
    )


def _is_opener(reading: Reading, at: int, name: int) -> bool:
    """Return whether all that stands before a name in its run is a common word that opens its sentence ("In X")."""
    if reading.tokens.words[name - 1] == "-" and reading.ends[name - 2] & _WAYS and name - 2 > at:
        name -= 2  # "In Zuid-Libanon"
    quoted = at > 0 and (reading.tokens.words[at - 1] in OPENING_QUOTES or reading.tokens.words[at - 1] == ":")
    if reading.after[at] not in (name, name - 1) or not (quoted or opens_sentence(reading, at)):
        return False
    if reading.tokens.keys[at] in common_words(reading.language_at[at]):
        return True
    return any(name.startswith(("relations.", "words.")) for name in reading.starts[at])


@cache
def common_words(language: str) -> frozenset[str]:
    """Return the words of a language that are no names."""
    table = language_table(language)
    return frozenset(map(token_key, (*table.function_words, *table.cues.get("words.never_names", ()))))


def _gap_between(reading: Reading, one: Mention, other: Mention) -> tuple[str, ...] | None:
    """Return the words between two mentions of one sentence, None if there are many."""
    tokens = reading.tokens
    if other.first - one.last > _LONGEST_GAP or tokens.sentence[one.last] != tokens.sentence[other.first]:
        return None
    return tuple(tokens.keys[one.last + 1 : other.first])


def read_beside(reading: Reading, findings: Findings) -> list[dict[str, Any]]:
    """Return what of each mention's context depends on which other mentions there are."""
    gaps = [_gap_between(reading, one, other) for one, other in pairwise(findings.mentions)]
    return [_beside(reading, findings, number, gaps) for number in range(len(findings.mentions))]


def _beside(
    reading: Reading, findings: Findings, number: int, gaps: Sequence[tuple[str, ...] | None]
) -> dict[str, Any]:
    mentions = findings.mentions
    mention = mentions[number]
    run = findings.runs.get(mention.first, (mention.first, mention.last))
    capitals = capitals_tell(reading, mention)
    before = gaps[number - 1] if number else None
    after = gaps[number] if number < len(gaps) else None
    demonym = _demonym_before(mentions, number)
    return {
        "run_before": capitals and run[0] < mention.first and not _is_apart(reading, findings, number, run[0]),
        "run_after": capitals and run[1] > mention.last and not _is_run_over(reading, mentions, number),
        "comma_before": number - 1 if before == (",",) else -1,
        "comma_after": number + 1 if after == (",",) else -1,
        "joined_before": number - 1 if before is not None and _is_list(reading, before) else -1,
        "joined_after": number + 1 if after is not None and _is_list(reading, after) else -1,
        "area_after": number + 1 if after is not None and _leads_to_area(reading, mention.last + 1, after) else -1,
        "demonym_left": reading.left[mentions[demonym].first] if demonym >= 0 else frozenset(),
        "people": _people(mentions, demonym),
        "demonym_before": demonym,
    }


def capitals_tell(reading: Reading, mention: Mention) -> bool:
    """Return whether capitals beside a name say that it is part of a longer one."""
    shouted = reading.shouted[reading.tokens.sentence[mention.first]]
    return not shouted and not language_table(reading.language_at[mention.first]).nouns_capitalised


def _demonym_before(mentions: Sequence[Mention], number: int) -> int:
    if not number or mentions[number - 1].last != mentions[number].first - 1:
        return -1
    entry = mentions[number - 1].entry
    return number - 1 if entry is not None and entry.kind is EntryKind.DEMONYM else -1


def _people(mentions: Sequence[Mention], at: int) -> frozenset[str]:
    entry = mentions[at].entry if at >= 0 else None
    return frozenset({entry.country}) if entry is not None and entry.country else frozenset()


def _leads_to_area(reading: Reading, first: int, gap: tuple[str, ...]) -> bool:
    """Return whether the words between two names say that the second contains the first."""
    if gap in ((",",), ("(",)):
        return True
    words = [at for at, key in enumerate(gap, start=first) if key not in (",", "(", "'")]
    if gap[:1] == (",",) and words and "words.relatives" in reading.ends[words[0]]:
        words = words[1:]
    if gap[:1] == (",",) and words and _is_capital_of(reading, words):
        return True
    if not words or not reading.ends[words[0]] & _CONTAINING:
        return False
    return all(reading.ends[at] & _WITHIN_GAP for at in words[1:])


def _is_capital_of(reading: Reading, words: Sequence[int]) -> bool:
    """Return whether the words between two names are "the capital of" or the like."""
    classes = [reading.said[at] for at in words]
    return any("kinds.settlement_before" in found for found in classes) and all(
        found & _CAPITAL_OF for found in classes
    )


_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d{2}\W*")
_LONGEST_CLOCK = 9


def opens_sentence(reading: Reading, at: int) -> bool:
    """Return whether a word is the first of its sentence or heading, marks and the time that it is of skipped."""
    before, head = reading.before[at], ""
    while before >= 0 and not reading.tokens.words[before][0].isalpha() and len(head) <= _LONGEST_CLOCK:
        head = reading.tokens.words[before] + head
        before = reading.before[before]
    return before < 0 and (_CLOCK.fullmatch(head) is not None or not any(map(str.isalnum, head)))


def _is_list(reading: Reading, gap: tuple[str, ...]) -> bool:
    """Return whether only joiners, prepositions and articles stand between ("de Kiev et de Poltava")."""
    del reading
    return bool(gap) and any(key in _JOINERS for key in gap) and all(key in _JOINERS or len(key) <= 3 for key in gap)  # noqa: PLR2004
