"""Attribution spans: the stretches of a sentence that only say who says it."""

from collections.abc import Sequence

from msgspec import Struct

from gazetteer.records import Role
from geo.language.grammar.clauses import HARD_MARKS, SOFT_MARKS, Trigger, bounds, clause_of, clause_start, find_triggers
from geo.language.grammar.word_order import doer_follows, source_end
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence

_ABOUT_REACH = 2
_THAT_REACH = 24
AFTER_REACH = 3
_COMMAS = frozenset({",", "–", "—", "-"})
_APPOSED = 4
_APPOSED_WORDS = 9


class AttributionSpan(Struct, frozen=True, kw_only=True):
    """Words `first` to `last` (excluded) that only say who says or denies something."""

    first: int
    last: int
    cue: Cue


def find_attributions(sentence: Sentence, triggers: Sequence[Trigger]) -> list[AttributionSpan]:
    """Return the stretches of a sentence that attribute: "selon X,", "X a déclaré que", ", said X"."""
    zones: list[AttributionSpan] = []
    cues = sentence.cued("cue:according", "cue:speech", "cue:denial", "cue:acknowledge", "cue:responsibility")
    # "Is said to have handed" names nobody who says it.
    alleged = [c for c in sentence.tagged["cue:alleged"] if c.last - c.first > 1]
    for cue in cues:
        if any(zone.first <= cue.first < zone.last for zone in zones):
            continue
        if any(c.first <= cue.first and cue.last <= c.last for c in alleged):
            continue
        if zones and any(t.cue.first == cue.first for t in triggers) and _complement(sentence, cue, triggers) is None:
            continue  # "dio a conocer que aseguró dos fusiles"
        if cue.tag == "cue:according":
            zone: AttributionSpan | None = _according(sentence, cue, triggers)
        else:
            zone = _said(sentence, cue, triggers, zones)
        if zone is not None:
            zones.append(zone)
    return zones


def _according(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> AttributionSpan:
    if any(c.first == cue.first for c in sentence.tagged["cue:own_words"]):
        return AttributionSpan(first=cue.first, last=cue.last, cue=cue)
    if any(c.last == cue.last for c in sentence.tagged["cue:postposed"]):
        return AttributionSpan(first=_source_start(sentence, cue, triggers), last=cue.last, cue=cue)
    last = cue.last
    while last < len(sentence.tokens) and sentence.tokens[last].text not in HARD_MARKS | {",", ")", "("}:
        last += 1
    that = _that_after(sentence, cue.last, last)
    if (sentence.tables.verb_second or sentence.tables.genitive_endings) and not that:
        last = source_end(sentence, cue, [t.cue for t in triggers], last)
    return AttributionSpan(first=cue.first, last=that or last, cue=cue)


def _source_start(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> int:
    """Return where a source starts that stands before its word: "| dem Generalstab zufolge"."""
    walls = {i for c in sentence.tagged["noun:auxiliary"] for i in range(c.first, c.last)} | {
        t.cue.first for t in triggers
    }
    first = cue.first
    while first > 0 and not sentence.tokens[first - 1].is_mark and first - 1 not in walls:
        first -= 1
    return first


def _that_after(sentence: Sentence, first: int, last: int) -> int | None:
    return next((cue.last for cue in sentence.cues if cue.tag == "cue:that" and first <= cue.first < last), None)


def _said(  # noqa: PLR0911 - a case a return, the surest first
    sentence: Sentence, cue: Cue, triggers: Sequence[Trigger], zones: Sequence[AttributionSpan]
) -> AttributionSpan | None:
    start = max((zone.last for zone in zones), default=0)
    before = [
        t for t in triggers if start <= t.cue.first and t.cue.last <= cue.first and not _inside(t.cue.first, zones)
    ]
    that = _complement(sentence, cue, triggers)
    clause_first, clause_last = clause_of(sentence, cue.first)
    clause_first = _before_apposition(sentence, _before_brackets(sentence, clause_first), cue, triggers)
    if cue.tag == "cue:responsibility" and any(cue.first < t.cue.first < cue.last for t in triggers):
        # "reklamierte einen Beschuss von Haifa für sich"
        own = min(t.cue.first for t in triggers if cue.first < t.cue.first < cue.last)
        # "Vorige week claimde de beweging aanvallen op": who owns up follows its verb.
        return AttributionSpan(
            first=clause_first,
            last=own if doer_follows(sentence, clause_first, cue.first) else cue.first + 1,
            cue=cue,
        )
    if cue.tag == "cue:responsibility" and (owned := _owned(sentence, cue, before, triggers)):
        return owned
    if (as_told := _as_told_start(sentence, clause_first)) is not None:
        return AttributionSpan(first=as_told, last=clause_last, cue=cue)
    closes = 0 < clause_first == cue.first and _closes(sentence, clause_first, clause_last)
    if that is None and closes and cue.tag == "cue:speech":
        return AttributionSpan(first=clause_first, last=_occasion(sentence, cue, triggers, clause_last), cue=cue)
    apart = clause_first > start and _counts_people(sentence, start, clause_first)
    apart = apart or (not before and _closes_sentence(sentence, cue, clause_first, clause_last))
    if that is None and apart:
        return AttributionSpan(first=clause_first, last=clause_last, cue=cue)
    if that is None and before and _opens_after_mark(clause_first, before):
        return AttributionSpan(
            first=clause_first,
            last=_closing(sentence, _occasion(sentence, cue, triggers, clause_last), cue, triggers),
            cue=cue,
        )
    if that is None:
        if _is_said_of(sentence, cue, before, clause_first):
            return AttributionSpan(first=cue.first, last=clause_last, cue=cue)
        if _is_object_of_trigger(cue, before, clause_first):
            return None
    first = (
        _before_brackets(sentence, clause_start(sentence, cue.first)) if before else _main_start(sentence, cue, start)
    )
    last = that or _end_of_saying(sentence, cue, triggers, first=max(first, start), end=clause_last)
    return AttributionSpan(first=max(first, start), last=last, cue=cue)


def _as_told_start(sentence: Sentence, first: int) -> int | None:
    """Return where "wie der Gouverneur, Iwan Petrow, | auf Telegram schrieb" starts; None where nothing is so told."""
    opening = {c.first for c in sentence.tagged["cue:as_told"]}
    if first in opening:
        return first
    if first < _APPOSED or sentence.tokens[first - 1].text != ",":
        return None
    inner, _ = clause_of(sentence, first - 2)
    if inner <= 1 or sentence.tokens[inner - 1].text != "," or first - inner > _APPOSED_WORDS:
        return None
    outer, _ = clause_of(sentence, inner - 2)
    return outer if outer in opening and sentence.tables.verb_second else None


def _end_of_saying(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger], *, first: int, end: int) -> int:
    """Return where a saying without a "that" ends: with its verb, unless who says it follows."""
    if not any(cue.first <= t.cue.first for t in triggers) and not sentence.tables.verb_second:
        # "йдеться у висновку, який оприлюднила прокуратура": nothing else is told after it.
        return end
    if not doer_follows(sentence, first, cue.first):
        return cue.last
    tells = any(cue.last <= t.cue.first < end for t in triggers)
    return max(cue.last, source_end(sentence, cue, [t.cue for t in triggers], end) if tells else end)


def _before_brackets(sentence: Sentence, first: int) -> int:
    """Return where a clause starts that holds words in brackets: "the Agency (UKMTO) | said"."""
    tokens = sentence.tokens
    while first > 1 and tokens[first - 1].text == ")":
        opened = next((i for i in range(first - 2, -1, -1) if tokens[i].text == "("), 0)
        if opened == 0:
            return first
        first, _ = bounds(sentence, opened - 1, HARD_MARKS | SOFT_MARKS)
    return first


def _before_apposition(sentence: Sentence, first: int, cue: Cue, triggers: Sequence[Trigger]) -> int:
    """Return where a subject starts that is parted from its verb: "the mayor, Vitali Klitschko, | said"."""
    tokens = sentence.tokens
    if first != cue.first or first < _APPOSED or tokens[first - 1].text != ",":
        return first
    inner, _ = clause_of(sentence, first - 2)
    if inner == 0 or tokens[inner - 1].text != "," or first - inner > _APPOSED_WORDS:
        return first
    outer, _ = clause_of(sentence, inner - 2)
    offices = any(outer <= c.first < first for c in sentence.cued("noun:official", "noun:body"))
    people = any(outer <= n.first < first and n.toponym.role is Role.PERSON for n in sentence.names)
    tells = any(outer <= t.cue.first < first for t in triggers)
    return outer if offices and people and not tells and inner - outer <= _APPOSED_WORDS else first


def _closing(sentence: Sentence, last: int, cue: Cue, triggers: Sequence[Trigger]) -> int:
    """Return where a closing attribution ends: with what its report is, "in a study published in London"."""
    tokens = sentence.tokens
    if last < len(tokens) and tokens[last].text == "(":
        last = next((i + 1 for i in range(last, len(tokens)) if tokens[i].text == ")"), last)
    if last >= len(tokens) or tokens[last].text != ",":
        return last
    _, end = bounds(sentence, cue.first, HARD_MARKS)
    issues = [c for c in sentence.tagged["cue:issue"] if c.first == last + 1]
    return end if issues and not any(cue.last <= t.cue.first < end for t in triggers) else last


def _closes(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a clause that its verb opens is a saying: "On Sunday, | reports the paper |, drones hit"."""
    opens = sentence.tokens[first - 1].text in _COMMAS
    apart = opens and last < len(sentence.tokens) and sentence.tokens[last].text in _COMMAS
    return sentence.tables.verb_second or apart


def _closes_sentence(sentence: Sentence, cue: Cue, first: int, last: int) -> bool:
    """Return whether a saying of a few words ends a sentence that tells no event: "Trucks took the guns, he said"."""
    ends = all(token.is_mark for token in sentence.tokens[last:])
    return ends and _APPOSED < first < cue.first and last - first <= _APPOSED_WORDS


def _counts_people(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether the dead or wounded are told before a verb of saying that opens its clause: "..., said X"."""
    marks = any(token.is_mark for token in sentence.tokens[first:last])
    return marks and any(first <= cue.first < last for cue in sentence.cued("hurt:killed", "hurt:wounded"))


def _owned(
    sentence: Sentence, cue: Cue, before: Sequence[Trigger], triggers: Sequence[Trigger]
) -> AttributionSpan | None:
    """Return who owns up to an attack: "claimed by the rebels" alone, or the clause where it tells of nothing else."""
    if end := _agent_end(sentence, cue, before):
        return AttributionSpan(first=cue.first, last=end, cue=cue)
    first, last = clause_of(sentence, cue.first)
    tells = any(cue.first < t.cue.first < last for t in triggers)
    return None if tells else AttributionSpan(first=first, last=last, cue=cue)


def _agent_end(sentence: Sentence, cue: Cue, before: Sequence[Trigger]) -> int | None:
    """Return where "claimed by the rebels" ends after an attack's noun, whose own verb follows."""
    led = any(t.frame == "noun" and 0 <= cue.first - t.cue.last <= AFTER_REACH for t in before)
    led = led or cue.last - cue.first > AFTER_REACH - 1
    if not led or not any(c.first in (cue.last, cue.last - 1) for c in sentence.tagged["prep:by"]):
        return None
    _, last = clause_of(sentence, cue.first)
    told = [t.cue.first for t in find_triggers(sentence) if cue.last < t.cue.first < last]
    ends = [c.first for c in sentence.tagged["noun:auxiliary"] if cue.last < c.first < last]
    return min([*ends, *told], default=None)


def _occasion(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger], last: int) -> int:
    """Return where a saying ends that names its occasion: "said the army after launching a missile from Rize"."""
    after = [c.first for c in sentence.tagged["cue:occasion"] if cue.last <= c.first < last]
    return next((first for first in after if any(first < t.cue.first < last for t in triggers)), last)


def _is_said_of(sentence: Sentence, cue: Cue, before: Sequence[Trigger], clause_first: int) -> bool:
    """Return whether an event is what is said in the passive: "the arrival of troops was confirmed by Brussels".

    So it is in "Про удар по Харкову повідомив губернатор", which opens with what is reported.
    """
    nouns = [t.cue for t in before if t.frame == "noun" and clause_first <= t.cue.first]
    if not nouns:
        return False
    about = [c for c in sentence.tagged["noun:about"] if c.first == clause_first]
    if cue.tag == "cue:speech" and about and nouns[0].first - about[0].last <= _ABOUT_REACH:
        return True
    passive = any(c.last == cue.first for c in sentence.tagged["noun:passive"])
    # "Прибуття десантників до Констанци підтвердили в п'ятницю": nobody is named who confirms.
    heads = sentence.cued("noun:official", "noun:body", "cue:statement_noun")
    spoken = any(clause_first <= c.first < cue.first for c in heads)
    spoken = spoken or any(clause_first <= n.first < cue.first and _may_speak(n) for n in sentence.names)
    confirmed = any(c.first == cue.first for c in sentence.tagged["cue:confirm"])
    return passive or (confirmed and not spoken and not sentence.tables.verb_second)


def _may_speak(name: Name) -> bool:
    capital = name.toponym.place is not None and name.toponym.place.feature_code == "PPLC"
    return capital or name.is_actor or name.toponym.role in (Role.PERSON, Role.ORGANISATION)


def _inside(index: int, zones: Sequence[AttributionSpan]) -> bool:
    return any(zone.first <= index < zone.last for zone in zones)


def _complement(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> int | None:
    """Return the word after the "que" that a verb of saying governs, no trigger in between."""
    that = next(
        (c for c in sentence.cues if c.tag == "cue:that" and cue.last <= c.first <= cue.last + _THAT_REACH), None
    )
    if that is None or any(cue.last <= t.cue.first < that.first and t.frame != "noun" for t in triggers):
        return None
    if any(token.text in HARD_MARKS for token in sentence.tokens[cue.last : that.first]):
        return None
    return that.last


def _opens_after_mark(clause_first: int, before: Sequence[Trigger]) -> bool:
    """Return whether the saying is a clause of its own after what is said: "..., said X"."""
    return clause_first > 0 and all(t.cue.first < clause_first for t in before)


def _is_object_of_trigger(cue: Cue, before: Sequence[Trigger], clause_first: int) -> bool:
    return any(clause_first <= t.cue.first < cue.first and t.frame != "noun" for t in before)


def _main_start(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where the saying starts: the sentence, or after a hard mark or conjunction."""
    first, _ = bounds(sentence, cue.first, HARD_MARKS)
    breakers = [c.last for c in sentence.cues if c.tag == "cue:breaker" and start <= c.first and c.last <= cue.first]
    return max(first, start, *breakers, 0)


def is_attributed(index: int, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether a word only attributes."""
    return _inside(index, zones)
