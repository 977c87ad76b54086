"""What was aboard: arms found in what was stopped."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import find_weapon
from geo.language.grammar.clauses import find_triggers
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.attribution.attributed import speakers_of
from geo.reading.attribution.spans import find_attributions, is_attributed
from geo.reading.factuality import happened
from geo.reading.filling import read_mention
from geo.reading.kinds import PEOPLE
from geo.reading.mentions import Mention
from geo.reading.slots import goods_of
from geo.reading.state import DiscourseState
from geo.records import PlaceRole

_STOPPED = (
    "noun:ship",
    "unit:vessel",
    "unit:boat",
    "unit:vehicle",
    "unit:container",
    "mode:road",
    "mode:sea",
    "mode:air",
    "mode:rail",
)
_HOLD = frozenset({"rifle", "pistol", "round", "cartridge", "grenade", "machine gun", "grenade launcher", "launcher"})


def taken_aboard(
    found: list[Mention], mentions: list[Mention], before: Sentence | None, sentence: Sentence, scene: DiscourseState
) -> list[Mention]:
    """Read "A frigate stopped a dhow off X. Aboard they found 3,000 rifles" as one seizure."""
    if before is None or not _tells_hold(mentions, sentence):
        return mentions
    triggers = find_triggers(before)
    zones = find_attributions(before, triggers)
    taken = [t for t in triggers if t.kind == "seizure" and t.frame != "noun" and happened(before, t, zones)]
    taken = [t for t in taken if not is_attributed(t.cue.first, zones)]
    if not taken or not before.has(*_STOPPED):
        return mentions
    words = PrepositionMap(before)
    claimants = speakers_of(before, zones, scene)
    seizure = read_mention(
        before, "seizure", taken, rivals=(), zones=zones, words=words, claimants=claimants, scene=scene
    )
    if seizure is None or not seizure.places:
        return mentions
    if found and found[-1].kind == "seizure" and found[-1].sentence is before:
        seizure = found.pop()
    return [_with_hold(seizure, mentions, sentence, scene)]


def _tells_hold(mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Return whether a sentence says what arms were aboard something, and not where that was stopped."""
    if not sentence.has("cue:inside") or sentence.has("cue:fragment", "noun:dud", "noun:outdoors"):
        return False
    if mentions and [m.kind for m in mentions] not in (["recovery"], ["seizure"]):
        return False
    placed = any(place.role is PlaceRole.SITE for m in mentions for place in m.places)
    return not placed and (bool(mentions) or any(t.quantity.unit in _HOLD for t in sentence.quantities))


def _with_hold(seizure: Mention, mentions: Sequence[Mention], sentence: Sentence, scene: DiscourseState) -> Mention:
    counted = tuple(t.quantity for t in sentence.quantities if t.quantity.value and t.quantity.unit not in PEOPLE)
    claimants = tuple(c for m in mentions for c in m.claimants)
    if not mentions:
        zones = find_attributions(sentence, find_triggers(sentence))
        claimants = tuple(speakers_of(sentence, zones, scene))
    return structs.replace(
        seizure,
        quantities=counted or seizure.quantities,
        weapon=next((m.weapon for m in mentions if m.weapon), None) or find_weapon(sentence, 0) or seizure.weapon,
        marks=tuple(mark for m in mentions for mark in m.marks),
        places=(*seizure.places, *(p for m in mentions for p in m.places)),
        recipient=seizure.recipient or next((m.recipient for m in mentions if m.recipient), None),
        claimants=seizure.claimants or claimants,
        goods=goods_of(sentence, "seizure"),
        names_arms=True,
        also=(*seizure.also, sentence),
    )
