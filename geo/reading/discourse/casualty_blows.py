"""Blows told by the dead alone: of another town after a raid, or by what killed them."""

from collections.abc import Sequence

from geo.language.casualties import find_casualties
from geo.language.grammar.clauses import Trigger
from geo.language.sentence import Sentence
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.factuality import happened

_RAID_REACH = 4
_BY_REACH = 2


def killed_by_weapon(sentence: Sentence, zones: Sequence[AttributionSpan]) -> list[tuple[str, list[Trigger]]]:
    """Read the dead and what killed them in a town as a strike: "In Isjum starben durch Gleitbomben zwei Menschen"."""
    if sentence.has("cue:not_war", "cue:negation", "cue:accident", "noun:dud") or find_casualties(sentence) is None:
        return []
    cues = [c for c in sentence.cued("hurt:killed", "hurt:wounded") if not is_attributed(c.first, zones)]
    led = [c.last for c in sentence.tagged["prep:by"] if not is_attributed(c.first, zones)]
    thrown = any(0 <= w.first - at <= _BY_REACH for w in sentence.groups["weapon"] for at in led)
    towns = any(n.is_place and not is_attributed(n.first, zones) for n in sentence.names)
    if not (cues and thrown and towns):
        return []
    trigger = Trigger(kind="strike", frame="noun", cue=cues[0])
    return [("strike", [trigger])] if happened(sentence, trigger, zones) else []
