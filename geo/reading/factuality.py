"""Whether a trigger tells of something that happened: not denied, planned, feared, asked for, refuted."""

from collections.abc import Sequence

from gazetteer.match.morphology import is_future_verb
from geo.language.grammar.clauses import HARD_MARKS, Trigger, bounds, clause_of, clause_start, find_triggers
from geo.language.grammar.word_order import is_modal
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.reading.attribution.spans import AFTER_REACH, AttributionSpan

_BLOCKERS = ("cue:hypothesis", "cue:plan", "cue:fear", "cue:intent")
_NEGATION_REACH = 4
_MODAL_REACH = 9
_LICENCE_REACH = 4
_PROOF_REACH = 5
_FINDS = ("recovery", "seizure")


def happened(sentence: Sentence, trigger: Trigger, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether a trigger is told as something that happened.

    Denied, hypothetical, planned, feared and wished-for ones are not; a bare
    infinitive only counts after words like "accusé de".
    """
    cue = trigger.cue
    clause_first, clause_last = clause_of(sentence, cue.first)
    zone_end = max((zone.last for zone in zones if zone.last <= cue.first), default=0)
    low = max(zone_end, 0)
    negated = _is_negated(sentence, trigger, clause_first, clause_last) or _is_not_found(sentence, trigger, clause_last)
    if negated or _is_refuted(sentence, cue):
        return False
    clause_low = max(low, clause_start(sentence, cue.first))
    if _is_future(sentence, cue) or is_modal(sentence, cue, clause_low, clause_last):
        return False
    counted = {number.first for number in sentence.numbers}
    # An attempted launch is a launch: "tried to put a satellite into orbit".
    tried = {c.first for c in sentence.tagged["cue:attempt"]} if trigger.kind == "test" else set()
    blockers = [
        c
        for c in sentence.cued(*_BLOCKERS)
        if not (c.tag == "cue:intent" and (c.last in counted or c.first in tried)) and not _only_describes(sentence, c)
    ]
    blocked = [c for c in blockers if clause_low <= c.first < cue.first and c.last > cue.first - _MODAL_REACH]
    if sentence.tables.negation_after:
        # A German or Dutch modal may close the clause: "verschifft werden sollte".
        joined = min([c.first for c in sentence.tagged["prep:and"] if c.first >= cue.last], default=clause_last)
        blocked += [c for c in blockers if cue.last <= c.first < min(clause_last, joined, cue.last + AFTER_REACH)]
    if trigger.frame == "noun":
        plans = sentence.cued("cue:plan", "cue:irrealis")
        if trigger.kind in ("shipment", "deployment"):
            plans = [*plans, *sentence.tagged["cue:hypothesis"]]  # "un contingent pourrait être envoyé"
        blocked += [c for c in plans if cue.last <= c.first < min(clause_last, cue.last + _MODAL_REACH)]
    if blocked and not _is_licensed(sentence, cue, blocked[-1].first):
        return False
    if _lacks_proof(sentence, cue) or _zone_blocks(sentence, trigger, zones) or _is_denied_after(sentence, trigger):
        return False
    if _is_infinitive(sentence, cue) and not tried and not _is_licensed(sentence, cue, low):
        return trigger.frame == "noun"
    return True


def _only_describes(sentence: Sentence, cue: Cue) -> bool:
    """Return whether a participle says what is told of, not what was to be: "the jets promised by Paris arrived"."""
    used = any(c.first == cue.first for c in sentence.tagged["noun:used"])
    by = any(c.first == cue.last for c in sentence.tagged["prep:by"])
    return used and by and not any(c.last == cue.first for c in sentence.cued("noun:passive", "noun:auxiliary"))


def _is_not_found(sentence: Sentence, trigger: Trigger, last: int) -> bool:
    """Return whether what is named was not found: "no remains of drones were found" with the verb last."""
    cue = trigger.cue
    if trigger.kind not in _FINDS or trigger.frame != "noun":
        return False
    found = {t.cue.first for t in find_triggers(sentence) if t.kind in _FINDS and t.frame != "noun"}
    negated = [c.last for c in sentence.tagged["cue:negation"] if cue.last <= c.first < last]
    return any(at in found for at in negated)


def _is_future(sentence: Sentence, cue: Cue) -> bool:
    if any(c.first <= cue.first < c.last for c in sentence.tagged["cue:future"]):
        return True
    return is_future_verb(sentence.tokens[cue.first].text, sentence.tables.language)


def _is_negated(sentence: Sentence, trigger: Trigger, first: int, last: int) -> bool:
    cue = trigger.cue
    only = sentence.tagged["cue:only"]
    lacking = {c.first for c in sentence.tagged["cue:lacking"]}
    for found in sentence.tagged["cue:negation"]:
        if any(o.first <= found.first < o.last for o in only):
            continue
        if found.first in lacking and not _lacks(sentence, found, trigger):
            continue
        if first <= found.first and found.last <= cue.first and cue.first - found.last <= _NEGATION_REACH:
            return True
        if sentence.tables.negation_after and cue.last <= found.first < min(last, cue.last + _NEGATION_REACH):
            return True
        if found.first < cue.last and found.last > cue.first:
            return True
    gone = sentence.tagged["cue:absent"]
    if any(cue.last <= found.first <= cue.last + 1 for found in gone):
        return True
    never = sentence.tagged["cue:never_was"]
    if not never:
        return False
    _, end = bounds(sentence, cue.first, HARD_MARKS)
    return any(cue.last <= found.first < end for found in never)


def _lacks(sentence: Sentence, lacking: Cue, trigger: Trigger) -> bool:
    """Return whether what is lacking is the event: "ohne Angriff", "without firing", not "ohne Flagge ausgelaufen"."""
    between = trigger.cue.first - lacking.last
    if trigger.frame == "noun":
        return between < _LICENCE_REACH
    marked = between == 1 and sentence.tokens[lacking.last].text in sentence.tables.infinitive_markers
    return between <= 0 or marked


def _is_refuted(sentence: Sentence, cue: Cue) -> bool:
    """Return whether the sentence itself says that the report was false."""
    first, last = bounds(sentence, cue.first, HARD_MARKS - {":"})
    return any(first <= c.first < last for c in sentence.tagged["cue:refuted"])


def _lacks_proof(sentence: Sentence, cue: Cue) -> bool:
    """Return whether what governs the event's "that" is itself negated: "has no proof that", "did not say that"."""
    first, _ = bounds(sentence, cue.first, HARD_MARKS)
    that = [c for c in sentence.tagged["cue:that"] if first <= c.first and c.last <= cue.first]
    if not that:
        return False
    low = max([first, *(c.last for c in sentence.cued("cue:that", "cue:breaker") if c.last <= that[-1].first)])
    reach = max(low, that[-1].first - _PROOF_REACH)
    negated = [c for c in sentence.tagged["cue:negation"] if reach <= c.first and c.last <= that[-1].first]
    # "ne ... que" is "only", "n'avoir aucune preuve que" is not.
    only = [c for c in sentence.tagged["cue:only"] if low <= c.first < that[-1].first and len(negated) == 1]
    only += [c for c in sentence.tagged["cue:denial"] if low <= c.first < that[-1].first]
    return bool(negated) and not only


def _zone_blocks(sentence: Sentence, trigger: Trigger, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether the verb of saying takes the event back: a denial, a fear, a wish before its "que"."""
    for zone in zones:
        follows = zone.last <= trigger.cue.first
        if not follows:
            continue
        others = [z for z in zones if z.cue.tag == "cue:according" and z.first >= zone.last]
        if zone.cue.tag == "cue:denial" and trigger.cue.first - zone.last <= _MODAL_REACH * 2 and not others:
            return True
        doubts = sentence.cued("cue:fear", "cue:hypothesis", "cue:intent")
        near = [c for c in doubts if zone.first <= c.first < zone.last and zone.cue.first - 2 <= c.first]
        if near and trigger.cue.first - zone.last <= _MODAL_REACH and not _is_purpose(near, sentence):
            return True
    return False


def _is_denied_after(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a noun's event is denied in what is said of it: "une attaque, évoquée lundi, a été démentie"."""
    if trigger.frame != "noun":
        return False
    _, last = bounds(sentence, trigger.cue.first, HARD_MARKS)
    denied = [c for c in sentence.tagged["cue:denial"] if trigger.cue.last <= c.first < last]
    if not denied:
        return False
    # Who denies stands in the denial's own clause; who only reported it stands in an aside.
    first, _ = clause_of(sentence, denied[0].first)
    low = max(first, trigger.cue.last)
    return not any(low <= n.first < denied[0].first and n.is_actor for n in sentence.names)


def _is_purpose(cues: Sequence[Cue], sentence: Sentence) -> bool:
    return all(sentence.tokens[cue.first].text in ("si", "pour") for cue in cues)


def _is_infinitive(sentence: Sentence, cue: Cue) -> bool:
    word = sentence.tokens[cue.first].text
    if sentence.tables.infinitive_endings and word.endswith(sentence.tables.infinitive_endings):
        return True
    before = sentence.tokens[cue.first - 1].text if cue.first else ""
    return before in sentence.tables.infinitive_markers


def _is_licensed(sentence: Sentence, cue: Cue, low: int) -> bool:
    """Return whether "accusé de" or "utilisés pour" makes an infinitive fact, also one joined by "et"."""
    blockers = [c for c in sentence.cued(*_BLOCKERS) if c.last - c.first > 1]
    licences = [
        c
        for c in sentence.tagged["cue:licence"]
        if low < c.last and c.first < cue.last and not any(b.first < c.first and c.last <= b.last for b in blockers)
    ]
    if any(c.last >= cue.first - _LICENCE_REACH for c in licences):
        return True
    joined = [c for c in sentence.tagged["prep:and"] if c.first < cue.first]
    return any(c.first < j.first and cue.first - j.last <= 1 for c in licences for j in joined)
