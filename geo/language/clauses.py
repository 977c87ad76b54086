"""Who says a sentence, and which of its verbs tell what has happened."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from gazetteer.match.morphology import is_future_verb
from gazetteer.records import Role
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence
from geo.language.tables import event_kinds
from geo.language.word_order import doer_follows, is_modal, source_end

_ABOUT_REACH = 2
_THINGS = frozenset({"noun:arms", "noun:dud", "cue:idiom"})
_HARD_MARKS = frozenset(".;:!?")
_SOFT_MARKS = frozenset(",()[]—–-")
_BLOCKERS = ("cue:hypothesis", "cue:plan", "cue:fear", "cue:intent")
_NEGATION_REACH = 4
_DATELINE_WORDS = 16
_MODAL_REACH = 9
_THAT_REACH = 24
_AFTER_REACH = 3
_LICENCE_REACH = 4
_PROOF_REACH = 5
_IDIOM_WORDS = 4
_APPOSED = 4
_APPOSED_WORDS = 9
_FINDS = ("recovery", "seizure")


class Zone(Struct, frozen=True, kw_only=True):
    """Words `first` to `last` (excluded) that only say who says or denies something."""

    first: int
    last: int
    cue: Cue


class Trigger(Struct, frozen=True, kw_only=True):
    """A word that may tell of an event: of which kind, in which of its frames."""

    kind: str
    frame: str
    cue: Cue


def dateline_end(sentence: Sentence) -> int:
    """Return where the words after a dateline start: "GOMA, Congo, Feb 6 — "; 0 where there is none."""
    name = sentence.names[0] if sentence.names else None
    if name is None or name.first > 0 or not (name.toponym.role is Role.VENUE or name.toponym.text.isupper()):
        return 0
    dashes = (i + 1 for i, token in enumerate(sentence.tokens[:_DATELINE_WORDS]) if token.text in ("—", "–", "-"))
    return next(dashes, 0)


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
    led = {c.last for c in sentence.tagged("noun:determiner")}
    nouns = {(t.kind, t.cue.first) for t in triggers if t.frame == "noun" and t.cue.first in led}
    return [t for t in triggers if t.frame == "noun" or (t.kind, t.cue.first) not in nouns]


def clause_of(sentence: Sentence, index: int) -> tuple[int, int]:
    """Return the first and last (excluded) word of the clause around a word, cut at every mark."""
    return _bounds(sentence, index, _HARD_MARKS | _SOFT_MARKS)


def _bounds(sentence: Sentence, index: int, marks: frozenset[str]) -> tuple[int, int]:
    """Return where a stretch between marks starts and ends; a mark itself ends the stretch before it."""
    cuts: dict[frozenset[str], list[int]] = sentence.worked_out.setdefault("cuts", {})
    at = cuts.get(marks)
    if at is None:
        at = cuts[marks] = [number for number, token in enumerate(sentence.tokens) if token.text in marks]
    place = bisect_left(at, index)
    return at[place - 1] + 1 if place else 0, at[place] if place < len(at) else max(len(sentence.tokens), index)


def find_zones(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Zone]:
    """Return the stretches of a sentence that attribute: "selon X,", "X a déclaré que", ", said X"."""
    zones: list[Zone] = []
    cues = sentence.tagged("cue:according", "cue:speech", "cue:denial", "cue:acknowledge", "cue:responsibility")
    # "Is said to have handed" names nobody who says it.
    alleged = [c for c in sentence.tagged("cue:alleged") if c.last - c.first > 1]
    for cue in cues:
        if any(zone.first <= cue.first < zone.last for zone in zones):
            continue
        if any(c.first <= cue.first and cue.last <= c.last for c in alleged):
            continue
        if cue.tag == "cue:according":
            zone: Zone | None = _according(sentence, cue, triggers)
        else:
            zone = _said(sentence, cue, triggers, zones)
        if zone is not None:
            zones.append(zone)
    return zones


def _according(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> Zone:
    if any(c.first == cue.first for c in sentence.tagged("cue:own_words")):
        return Zone(first=cue.first, last=cue.last, cue=cue)
    if any(c.last == cue.last for c in sentence.tagged("cue:postposed")):
        return Zone(first=_source_start(sentence, cue, triggers), last=cue.last, cue=cue)
    last = cue.last
    while last < len(sentence.tokens) and sentence.tokens[last].text not in _HARD_MARKS | {",", ")", "("}:
        last += 1
    that = _that_after(sentence, cue.last, last)
    if (sentence.tables.verb_second or sentence.tables.genitive_endings) and not that:
        last = source_end(sentence, cue, [t.cue for t in triggers], last)
    return Zone(first=cue.first, last=that or last, cue=cue)


def _source_start(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> int:
    """Return where a source starts that stands before its word: "| dem Generalstab zufolge"."""
    walls = {i for c in sentence.tagged("noun:auxiliary") for i in range(c.first, c.last)} | {
        t.cue.first for t in triggers
    }
    first = cue.first
    while first > 0 and not sentence.tokens[first - 1].is_mark and first - 1 not in walls:
        first -= 1
    return first


def _that_after(sentence: Sentence, first: int, last: int) -> int | None:
    return next((cue.last for cue in sentence.cues if cue.tag == "cue:that" and first <= cue.first < last), None)


def _said(  # noqa: PLR0911 - a case a return, the surest first
    sentence: Sentence, cue: Cue, triggers: Sequence[Trigger], zones: Sequence[Zone]
) -> Zone | None:
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
        return Zone(
            first=clause_first,
            last=own if doer_follows(sentence, clause_first, cue.first) else cue.first + 1,
            cue=cue,
        )
    if cue.tag == "cue:responsibility" and (owned := _owned(sentence, cue, before, triggers)):
        return owned
    if (as_told := _as_told_start(sentence, clause_first)) is not None:
        return Zone(first=as_told, last=clause_last, cue=cue)
    closes = sentence.tables.verb_second and 0 < clause_first == cue.first
    if that is None and closes and cue.tag == "cue:speech":
        return Zone(first=clause_first, last=_occasion(sentence, cue, triggers, clause_last), cue=cue)
    apart = clause_first > start and _counts_people(sentence, start, clause_first)
    apart = apart or (not before and _closes_sentence(sentence, cue, clause_first, clause_last))
    if that is None and apart:
        return Zone(first=clause_first, last=clause_last, cue=cue)
    if that is None and before and _opens_after_mark(clause_first, before):
        return Zone(
            first=clause_first,
            last=_closing(sentence, _occasion(sentence, cue, triggers, clause_last), cue, triggers),
            cue=cue,
        )
    if that is None:
        if _is_said_of(sentence, cue, before, clause_first):
            return Zone(first=cue.first, last=clause_last, cue=cue)
        if _is_object_of_trigger(cue, before, clause_first):
            return None
    first = (
        _before_brackets(sentence, _clause_start(sentence, cue.first)) if before else _main_start(sentence, cue, start)
    )
    last = that or _end_of_saying(sentence, cue, triggers, first=max(first, start), end=clause_last)
    return Zone(first=max(first, start), last=last, cue=cue)


def _as_told_start(sentence: Sentence, first: int) -> int | None:
    """Return where "wie der Gouverneur, Iwan Petrow, | auf Telegram schrieb" starts; None where nothing is so told."""
    opening = {c.first for c in sentence.tagged("cue:as_told")}
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
        first, _ = _bounds(sentence, opened - 1, _HARD_MARKS | _SOFT_MARKS)
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
    offices = any(outer <= c.first < first for c in sentence.tagged("noun:official", "noun:body"))
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
    _, end = _bounds(sentence, cue.first, _HARD_MARKS)
    issues = [c for c in sentence.tagged("cue:issue") if c.first == last + 1]
    return end if issues and not any(cue.last <= t.cue.first < end for t in triggers) else last


def _closes_sentence(sentence: Sentence, cue: Cue, first: int, last: int) -> bool:
    """Tell whether a saying of a few words ends a sentence that tells no event: "Trucks took the guns, he said"."""
    ends = all(token.is_mark for token in sentence.tokens[last:])
    return ends and _APPOSED < first < cue.first and last - first <= _APPOSED_WORDS


def _counts_people(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the dead or wounded are told before a verb of saying that opens its clause: "..., said X"."""
    marks = any(token.is_mark for token in sentence.tokens[first:last])
    return marks and any(first <= cue.first < last for cue in sentence.tagged("hurt:killed", "hurt:wounded"))


def _owned(sentence: Sentence, cue: Cue, before: Sequence[Trigger], triggers: Sequence[Trigger]) -> Zone | None:
    """Return who owns up to an attack: "claimed by the rebels" alone, or the clause where it tells of nothing else."""
    if end := _agent_end(sentence, cue, before):
        return Zone(first=cue.first, last=end, cue=cue)
    first, last = clause_of(sentence, cue.first)
    tells = any(cue.first < t.cue.first < last for t in triggers)
    return None if tells else Zone(first=first, last=last, cue=cue)


def _agent_end(sentence: Sentence, cue: Cue, before: Sequence[Trigger]) -> int | None:
    """Return where "claimed by the rebels" ends after an attack's noun, whose own verb follows."""
    led = any(t.frame == "noun" and 0 <= cue.first - t.cue.last <= _AFTER_REACH for t in before)
    led = led or cue.last - cue.first > _AFTER_REACH - 1
    if not led or not any(c.first in (cue.last, cue.last - 1) for c in sentence.tagged("prep:by")):
        return None
    _, last = clause_of(sentence, cue.first)
    told = [t.cue.first for t in find_triggers(sentence) if cue.last < t.cue.first < last]
    ends = [c.first for c in sentence.tagged("noun:auxiliary") if cue.last < c.first < last]
    return min([*ends, *told], default=None)


def _occasion(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger], last: int) -> int:
    """Return where a saying ends that names its occasion: "said the army after launching a missile from Rize"."""
    after = [c.first for c in sentence.tagged("cue:occasion") if cue.last <= c.first < last]
    return next((first for first in after if any(first < t.cue.first < last for t in triggers)), last)


def _is_said_of(sentence: Sentence, cue: Cue, before: Sequence[Trigger], clause_first: int) -> bool:
    """Tell whether an event is what is said in the passive: "the arrival of troops was confirmed by Brussels".

    So it is in "Про удар по Харкову повідомив губернатор", which opens with what is reported.
    """
    nouns = [t.cue for t in before if t.frame == "noun" and clause_first <= t.cue.first]
    if not nouns:
        return False
    about = [c for c in sentence.tagged("noun:about") if c.first == clause_first]
    if cue.tag == "cue:speech" and about and nouns[0].first - about[0].last <= _ABOUT_REACH:
        return True
    passive = any(c.last == cue.first for c in sentence.tagged("noun:passive"))
    # "Прибуття десантників до Констанци підтвердили в п'ятницю": nobody is named who confirms.
    heads = sentence.tagged("noun:official", "noun:body", "cue:statement_noun")
    spoken = any(clause_first <= c.first < cue.first for c in heads)
    spoken = spoken or any(clause_first <= n.first < cue.first and _may_speak(n) for n in sentence.names)
    confirmed = any(c.first == cue.first for c in sentence.tagged("cue:confirm"))
    return passive or (confirmed and not spoken and not sentence.tables.verb_second)


def _may_speak(name: Name) -> bool:
    capital = name.toponym.place is not None and name.toponym.place.feature_code == "PPLC"
    return capital or name.is_actor or name.toponym.role in (Role.PERSON, Role.ORGANISATION)


def _inside(index: int, zones: Sequence[Zone]) -> bool:
    return any(zone.first <= index < zone.last for zone in zones)


def _complement(sentence: Sentence, cue: Cue, triggers: Sequence[Trigger]) -> int | None:
    """Return the word after the "que" that a verb of saying governs, no trigger in between."""
    that = next(
        (c for c in sentence.cues if c.tag == "cue:that" and cue.last <= c.first <= cue.last + _THAT_REACH), None
    )
    if that is None or any(cue.last <= t.cue.first < that.first and t.frame != "noun" for t in triggers):
        return None
    if any(token.text in _HARD_MARKS for token in sentence.tokens[cue.last : that.first]):
        return None
    return that.last


def _opens_after_mark(clause_first: int, before: Sequence[Trigger]) -> bool:
    """Tell whether the saying is a clause of its own after what is said: "..., said X"."""
    return clause_first > 0 and all(t.cue.first < clause_first for t in before)


def _is_object_of_trigger(cue: Cue, before: Sequence[Trigger], clause_first: int) -> bool:
    return any(clause_first <= t.cue.first < cue.first and t.frame != "noun" for t in before)


def _main_start(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where the saying starts: the sentence, or after a hard mark or conjunction."""
    first, _ = _bounds(sentence, cue.first, _HARD_MARKS)
    breakers = [c.last for c in sentence.cues if c.tag == "cue:breaker" and start <= c.first and c.last <= cue.first]
    return max(first, start, *breakers, 0)


def in_zone(index: int, zones: Sequence[Zone]) -> bool:
    """Tell whether a word only attributes."""
    return _inside(index, zones)


def happened(sentence: Sentence, trigger: Trigger, zones: Sequence[Zone]) -> bool:
    """Tell whether a trigger is told as something that happened.

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
    clause_low = max(low, _clause_start(sentence, cue.first))
    if _is_future(sentence, cue) or is_modal(sentence, cue, clause_low, clause_last):
        return False
    counted = {number.first for number in sentence.numbers}
    # An attempted launch is a launch: "tried to put a satellite into orbit".
    tried = {c.first for c in sentence.tagged("cue:attempt")} if trigger.kind == "test" else set()
    blockers = [
        c
        for c in sentence.tagged(*_BLOCKERS)
        if not (c.tag == "cue:intent" and (c.last in counted or c.first in tried))
    ]
    blocked = [c for c in blockers if clause_low <= c.first < cue.first and c.last > cue.first - _MODAL_REACH]
    if sentence.tables.negation_after:
        # A German or Dutch modal may close the clause: "verschifft werden sollte".
        joined = min([c.first for c in sentence.tagged("prep:and") if c.first >= cue.last], default=clause_last)
        blocked += [c for c in blockers if cue.last <= c.first < min(clause_last, joined, cue.last + _AFTER_REACH)]
    if trigger.frame == "noun":
        plans = sentence.tagged("cue:plan", "cue:irrealis")
        if trigger.kind in ("shipment", "deployment"):
            plans = [*plans, *sentence.tagged("cue:hypothesis")]  # "un contingent pourrait être envoyé"
        blocked += [c for c in plans if cue.last <= c.first < min(clause_last, cue.last + _MODAL_REACH)]
    if blocked and not _is_licensed(sentence, cue, blocked[-1].first):
        return False
    if _lacks_proof(sentence, cue) or _zone_blocks(sentence, trigger, zones) or _is_denied_after(sentence, trigger):
        return False
    if _is_infinitive(sentence, cue) and not tried and not _is_licensed(sentence, cue, low):
        return trigger.frame == "noun"
    return True


def _is_not_found(sentence: Sentence, trigger: Trigger, last: int) -> bool:
    """Tell whether what is named was not found: "no remains of drones were found" with the verb last."""
    cue = trigger.cue
    if trigger.kind not in _FINDS or trigger.frame != "noun":
        return False
    found = {t.cue.first for t in find_triggers(sentence) if t.kind in _FINDS and t.frame != "noun"}
    negated = [c.last for c in sentence.tagged("cue:negation") if cue.last <= c.first < last]
    return any(at in found for at in negated)


def _is_future(sentence: Sentence, cue: Cue) -> bool:
    if any(c.first <= cue.first < c.last for c in sentence.tagged("cue:future")):
        return True
    return is_future_verb(sentence.tokens[cue.first].text, sentence.tables.language)


def _clause_start(sentence: Sentence, index: int) -> int:
    """Return where the clause starts that a modal verb's force ends at: a mark or a conjunction."""
    first, _ = _bounds(sentence, index, _HARD_MARKS | {",", "(", ")", "—", "–", "-"})
    joins = [
        c.last
        for c in sentence.cues
        if c.tag in ("cue:that", "cue:relative", "cue:breaker") and first <= c.first and c.last <= index
        if not any(o.first < c.first and c.last <= o.last for o in sentence.tagged("cue:plan"))
    ]
    return max([first, *joins])


def _is_negated(sentence: Sentence, trigger: Trigger, first: int, last: int) -> bool:
    cue = trigger.cue
    only = sentence.tagged("cue:only")
    lacking = {c.first for c in sentence.tagged("cue:lacking")}
    for found in sentence.tagged("cue:negation"):
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
    gone = sentence.tagged("cue:absent")
    if any(cue.last <= found.first <= cue.last + 1 for found in gone):
        return True
    never = sentence.tagged("cue:never_was")
    if not never:
        return False
    _, end = _bounds(sentence, cue.first, _HARD_MARKS)
    return any(cue.last <= found.first < end for found in never)


def _lacks(sentence: Sentence, lacking: Cue, trigger: Trigger) -> bool:
    """Tell whether what is lacking is the event: "ohne Angriff", "without firing", not "ohne Flagge ausgelaufen"."""
    between = trigger.cue.first - lacking.last
    if trigger.frame == "noun":
        return between < _LICENCE_REACH
    marked = between == 1 and sentence.tokens[lacking.last].text in sentence.tables.infinitive_markers
    return between <= 0 or marked


def _is_refuted(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the sentence itself says that the report was false."""
    first, last = _bounds(sentence, cue.first, _HARD_MARKS - {":"})
    return any(first <= c.first < last for c in sentence.tagged("cue:refuted"))


def _lacks_proof(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether what governs the event's "that" is itself negated: "has no proof that", "did not say that"."""
    first, _ = _bounds(sentence, cue.first, _HARD_MARKS)
    that = [c for c in sentence.tagged("cue:that") if first <= c.first and c.last <= cue.first]
    if not that:
        return False
    low = max([first, *(c.last for c in sentence.tagged("cue:that", "cue:breaker") if c.last <= that[-1].first)])
    reach = max(low, that[-1].first - _PROOF_REACH)
    negated = [c for c in sentence.tagged("cue:negation") if reach <= c.first and c.last <= that[-1].first]
    # "ne ... que" is "only", "n'avoir aucune preuve que" is not.
    only = [c for c in sentence.tagged("cue:only") if low <= c.first < that[-1].first and len(negated) == 1]
    only += [c for c in sentence.tagged("cue:denial") if low <= c.first < that[-1].first]
    return bool(negated) and not only


def _zone_blocks(sentence: Sentence, trigger: Trigger, zones: Sequence[Zone]) -> bool:
    """Tell whether the verb of saying takes the event back: a denial, a fear, a wish before its "que"."""
    for zone in zones:
        follows = zone.last <= trigger.cue.first
        if not follows:
            continue
        others = [z for z in zones if z.cue.tag == "cue:according" and z.first >= zone.last]
        if zone.cue.tag == "cue:denial" and trigger.cue.first - zone.last <= _MODAL_REACH * 2 and not others:
            return True
        doubts = sentence.tagged("cue:fear", "cue:hypothesis", "cue:intent")
        near = [c for c in doubts if zone.first <= c.first < zone.last and zone.cue.first - 2 <= c.first]
        if near and trigger.cue.first - zone.last <= _MODAL_REACH and not _is_purpose(near, sentence):
            return True
    return False


def _is_denied_after(sentence: Sentence, trigger: Trigger) -> bool:
    """Tell whether a noun's event is denied in what is said of it: "une attaque, évoquée lundi, a été démentie"."""
    if trigger.frame != "noun":
        return False
    _, last = _bounds(sentence, trigger.cue.first, _HARD_MARKS)
    denied = [c for c in sentence.tagged("cue:denial") if trigger.cue.last <= c.first < last]
    denied += _feared_after(sentence, trigger, last)
    if not denied:
        return False
    # Who denies stands in the denial's own clause; who only reported it stands in an aside.
    first, _ = clause_of(sentence, denied[0].first)
    low = max(first, trigger.cue.last)
    return not any(low <= n.first < denied[0].first and n.is_actor for n in sentence.names)


def _feared_after(sentence: Sentence, trigger: Trigger, last: int) -> list[Cue]:
    """Return the passive of fearing said of an event: "une attaque sur Odessa est redoutée"."""
    passive = {c.last for c in sentence.tagged("noun:auxiliary")}
    fears = [c for c in sentence.tagged("cue:fear") if trigger.cue.last <= c.first < min(last, trigger.cue.last + 12)]
    return [c for c in fears if c.first in passive]


def _is_purpose(cues: Sequence[Cue], sentence: Sentence) -> bool:
    return all(sentence.tokens[cue.first].text in ("si", "pour") for cue in cues)


def _is_infinitive(sentence: Sentence, cue: Cue) -> bool:
    word = sentence.tokens[cue.first].text
    if sentence.tables.infinitive_endings and word.endswith(sentence.tables.infinitive_endings):
        return True
    before = sentence.tokens[cue.first - 1].text if cue.first else ""
    return before in sentence.tables.infinitive_markers


def _is_licensed(sentence: Sentence, cue: Cue, low: int) -> bool:
    """Tell whether "accusé de" or "utilisés pour" makes an infinitive fact, also one joined by "et"."""
    blockers = [c for c in sentence.tagged(*_BLOCKERS) if c.last - c.first > 1]
    licences = [
        c
        for c in sentence.tagged("cue:licence")
        if low < c.last and c.first < cue.last and not any(b.first < c.first and c.last <= b.last for b in blockers)
    ]
    if any(c.last >= cue.first - _LICENCE_REACH for c in licences):
        return True
    joined = [c for c in sentence.tagged("prep:and") if c.first < cue.first]
    return any(c.first < j.first and cue.first - j.last <= 1 for c in licences for j in joined)
