"""Blows told by the dead alone: of another town after a raid, or by what killed them."""

from collections.abc import Sequence

from geo.language.casualties import find_casualties
from geo.language.geography import same_entry
from geo.language.grammar.clauses import Trigger
from geo.language.sentence import Sentence
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.factuality import happened
from geo.reading.state import DiscourseState

_RAID_REACH = 4
_BY_REACH = 2


def hurt_elsewhere(
    sentence: Sentence, zones: Sequence[AttributionSpan], scene: DiscourseState
) -> list[tuple[str, list[Trigger]]]:
    """Read the dead of another town right after a strike as of another blow: "One man was killed in Dnipro"."""
    last = scene.last
    if last is None or last.kind != "strike" or last.sentence.block != sentence.block or sentence.has("cue:not_war"):
        return []
    if sentence.number - last.sentence.number > _RAID_REACH or find_casualties(sentence) is None:
        return []
    cues = [c for c in sentence.tagged("hurt:killed", "hurt:wounded") if not is_attributed(c.first, zones)]
    known = [place.name.toponym for place in last.places]
    towns = [n for n in sentence.names if n.is_place and not is_attributed(n.first, zones)]
    towns = [n for n in towns if not any(same_entry(n.toponym, k) for k in known)]
    if not cues or not towns:
        return []
    trigger = Trigger(kind="strike", frame="noun", cue=cues[0])
    return [("strike", [trigger])] if happened(sentence, trigger, zones) else []


def killed_by_weapon(sentence: Sentence, zones: Sequence[AttributionSpan]) -> list[tuple[str, list[Trigger]]]:
    """Read the dead and what killed them in a town as a strike: "In Isjum starben durch Gleitbomben zwei Menschen"."""
    if sentence.has("cue:not_war", "cue:negation", "cue:accident", "noun:dud") or find_casualties(sentence) is None:
        return []
    cues = [c for c in sentence.tagged("hurt:killed", "hurt:wounded") if not is_attributed(c.first, zones)]
    led = [c.last for c in sentence.tagged("prep:by") if not is_attributed(c.first, zones)]
    thrown = any(0 <= w.first - at <= _BY_REACH for w in sentence.group("weapon:") for at in led)
    towns = any(n.is_place and not is_attributed(n.first, zones) for n in sentence.names)
    if not (cues and thrown and towns):
        return []
    trigger = Trigger(kind="strike", frame="noun", cue=cues[0])
    return [("strike", [trigger])] if happened(sentence, trigger, zones) else []
