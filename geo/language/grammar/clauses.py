"""Who says a sentence, and which of its verbs tell what has happened."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from gazetteer.records import Role
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.language.tables import event_kinds

_THINGS = frozenset({"noun:arms", "noun:dud", "cue:idiom"})
HARD_MARKS = frozenset(".;:!?")
SOFT_MARKS = frozenset(",()[]—–-")
_DATELINE_SIZE = 90
_LEAD = 3
_DASH = re.compile(r"\s(?:[—–|]|--?)\s|\.-\s|--(?=\w)")
_AGENCY = re.compile(r"\([A-Z]{2,6}\)(?= [A-ZА-ЯЄІЇҐ])")
_BRACKETS = re.compile(r"\([^()]*\)")
_IDIOM_WORDS = 4


class Trigger(Struct, frozen=True, kw_only=True):
    """A word that may tell of an event: of which kind, in which of its frames."""

    kind: str
    frame: str
    cue: Cue


def dateline_end(sentence: Sentence) -> int:
    """Return where the words after a dateline start: "GOMA, Congo, Feb 6 — ", "Beirut (dpa) – "; 0 without one."""
    if not sentence.names or sentence.names[0].toponym.start >= sentence.start + _DATELINE_SIZE:
        return 0
    text, name = sentence.text, sentence.names[0]
    dash = _DASH.search(text, 0, _DATELINE_SIZE)
    filed = name.first == 0 and (name.toponym.role is Role.VENUE or name.toponym.text.isupper())
    if dash and _opens_text(sentence, dash) and (filed or _only_places_and_days(sentence, dash.start())):
        return sentence.token_at(sentence.start + dash.end())
    agency = _AGENCY.search(text, 0, _DATELINE_SIZE)
    if (
        agency
        and name.toponym.start < sentence.start + agency.start()
        and _only_places_and_days(sentence, agency.end())
    ):
        return sentence.token_at(sentence.start + agency.end())
    return 0


def _opens_text(sentence: Sentence, dash: re.Match[str]) -> bool:
    """Return whether what stands before a dash may be a dateline by its form, or by where it stands."""
    # "Balakliia — a school's roof" heads an item of a list
    return bool(_BRACKETS.search(sentence.text, 0, dash.start())) or sentence.number <= _LEAD


def _only_places_and_days(sentence: Sentence, end: int) -> bool:
    """Return whether nothing but names, days, signs and what stands in brackets comes before a character."""
    spans = [(name.toponym.start, name.toponym.end) for name in sentence.names]
    spans += [(date.start, date.end) for date in sentence.dates]
    known = {i - sentence.start for first, last in spans for i in range(first, last)}
    known |= {i for found in _BRACKETS.finditer(sentence.text, 0, end) for i in range(*found.span())}
    return not any(char.isalpha() for i, char in enumerate(sentence.text[:end]) if i not in known)


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """Return the words that may tell of events, in order."""
    known: list[Trigger] | None = sentence.worked_out.get("triggers")
    if known is None:
        known = sentence.worked_out["triggers"] = _triggers(sentence)
    return list(known)


def _triggers(sentence: Sentence) -> list[Trigger]:
    kinds = event_kinds()
    found = []
    for cue in sentence.cues:
        kind, _, frame = cue.tag.partition(":")
        if kind in kinds and frame in kinds[kind].frames:
            found.append(Trigger(kind=kind, frame=frame, cue=cue))
    return _without_nouns_read_as_verbs(sentence, _without_parts_of_names(sentence, found))


def _without_parts_of_names(sentence: Sentence, triggers: list[Trigger]) -> list[Trigger]:
    """Leave out words that are part of a name: "hélicoptères d'attaque", "unexploded", "terrain d'essai"."""
    if not triggers:
        return triggers
    things = [c for c in sentence.cues if c.tag in (*_THINGS, "noun:place") or c.tag.startswith(("unit:", "weapon:"))]

    def is_part(cue: Cue) -> bool:
        longer = (c for c in things if c.last - c.first > cue.last - cue.first)
        # "fiel in Charkiw nach Treffern der Strom aus": what stands between the verb and its prefix is no part of it.
        longer = (c for c in longer if c.tag != "cue:idiom" or cue.first == c.first or c.last - c.first <= _IDIOM_WORDS)
        return any(c.first <= cue.first and cue.last <= c.last for c in longer)

    return [t for t in triggers if not is_part(t.cue)]


def _without_nouns_read_as_verbs(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Of a word that is a noun and a verb's form keep the noun after an article: "une attaque", "the strikes"."""
    led = {c.last for c in sentence.tagged["noun:determiner"]}
    nouns = {(t.kind, t.cue.first) for t in triggers if t.frame == "noun" and t.cue.first in led}
    return [t for t in triggers if t.frame == "noun" or (t.kind, t.cue.first) not in nouns]


def clause_of(sentence: Sentence, index: int) -> tuple[int, int]:
    """Return the first and last (excluded) word of the clause around a word, cut at every mark."""
    return bounds(sentence, index, HARD_MARKS | SOFT_MARKS)


def bounds(sentence: Sentence, index: int, marks: frozenset[str]) -> tuple[int, int]:
    """Return where a stretch between marks starts and ends; a mark itself ends the stretch before it."""
    cuts: dict[frozenset[str], list[int]] = sentence.worked_out.setdefault("cuts", {})
    at = cuts.get(marks)
    if at is None:
        at = cuts[marks] = [number for number, token in enumerate(sentence.tokens) if token.text in marks]
    place = bisect_left(at, index)
    return at[place - 1] + 1 if place else 0, at[place] if place < len(at) else max(len(sentence.tokens), index)


def clause_start(sentence: Sentence, index: int) -> int:
    """Return where the clause starts that a modal verb's force ends at: a mark or a conjunction."""
    first, _ = bounds(sentence, index, HARD_MARKS | {",", "(", ")", "—", "–", "-"})
    joins = [
        c.last
        for c in sentence.cues
        if c.tag in ("cue:that", "cue:relative", "cue:breaker") and first <= c.first and c.last <= index
        if not any(o.first < c.first and c.last <= o.last for o in sentence.tagged["cue:plan"])
    ]
    return max([first, *joins])
