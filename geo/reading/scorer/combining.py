"""What frames and scorer together find in a sentence."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from geo.language.geography import same_entry
from geo.language.grammar.clauses import Trigger
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.attribution.attributed import speakers_of, with_speaker
from geo.reading.attribution.claimants import Claimant
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.discourse.casualty_blows import hurt_elsewhere, killed_by_weapon
from geo.reading.factuality import happened
from geo.reading.filling import fill_mention, read_mention
from geo.reading.kinds import by_kind, continued_groups, is_told
from geo.reading.mentions import Mention, MentionPlace
from geo.reading.roles.assignment import Arguments, assign_arguments
from geo.reading.roles.timing import is_history
from geo.reading.roles.whereabouts import settled_places
from geo.reading.scorer import laws
from geo.reading.scorer.decoding import (
    FLOWS,
    Decision,
    Scores,
    argument_odds,
    decide,
)
from geo.reading.scorer.features import Told
from geo.reading.state import DiscourseState
from geo.records import FoundBy, PlaceRole

_REFUSED = -3.5
_OPENING = 2


def mentions_at(scores: Scores, at: int, scene: DiscourseState) -> list[Mention]:
    """Return what frames and scorer together find in a sentence."""
    told = scores.article[at]
    claimants = speakers_of(told.sentence, told.zones, scene)
    ruled = list(_mentions_of(told.sentence, told.triggers, told.zones, claimants, scene))
    if scene.past_block == told.sentence.block or told.sentence.has("cue:history"):
        return ruled
    found = [_without_refused(mention, scores, at) for mention in ruled]
    for decision in decide(scores, at):
        found = _joined(found, decision, told, claimants, scene)
    return found


def _without_refused(mention: Mention, scores: Scores, at: int) -> Mention:
    """Leave out places that a law forbids, and sites that the scorer is sure are none of the event's."""
    kept = tuple(place for place in mention.places if not _is_refused(place, mention.kind, scores, at))
    return structs.replace(mention, places=kept) if len(kept) < len(mention.places) else mention


def _is_refused(place: MentionPlace, kind: str, scores: Scores, at: int) -> bool:
    told = scores.article[at]
    if place.name.first not in told.functions or place.name.toponym.precision == "country":
        return False
    functions = told.functions[place.name.first]
    own = any(place.name == name for name in told.sentence.names)
    if own and not laws.may_be_argument(told.sentence, place.name, functions, told.words):
        return True
    return (
        kind not in FLOWS and place.role is PlaceRole.SITE and argument_odds(scores, at, place.name, kind) <= _REFUSED
    )


def _joined(
    found: list[Mention], decision: Decision, told: Told, claimants: tuple[Claimant, ...], scene: DiscourseState
) -> list[Mention]:
    """Add what the scorer decided to what the frames found: places to a mention of the kind, else a mention."""
    if decision.kind in FLOWS and _is_way(decision.places):
        return _with_way_decided(found, decision, told, claimants, scene)
    taken = [place.name.toponym for mention in found for place in mention.places]
    new = tuple(p for p in decision.places if not any(same_entry(p.name.toponym, t) for t in taken))
    if not new:
        return found
    own = next((m for m in found if m.kind == decision.kind), None)
    if own is not None:
        places = settled_places(Arguments(places=(*own.places, *new)), own.kind, told.sentence, scene)
        return [structs.replace(m, places=places) if m is own else m for m in found]
    mention = _decided(structs.replace(decision, places=new), told, claimants, scene)
    return [*found, mention] if mention is not None else found


def _is_way(places: Sequence[MentionPlace]) -> bool:
    """Return whether places are both ends of a way."""
    roles = {place.role for place in places}
    return PlaceRole.ORIGIN in roles and len(roles) > 1


def _with_way_decided(
    found: list[Mention], decision: Decision, told: Told, claimants: tuple[Claimant, ...], scene: DiscourseState
) -> list[Mention]:
    """Let the scorer's way stand where the frames found but a part of one."""
    flows = [m for m in found if m.kind in FLOWS]
    if any(_is_way(m.places) for m in flows) or any(m.kind == "seizure" for m in found):
        return found
    others = [m for m in found if m.kind not in FLOWS]
    own = next((m for m in flows if m.kind == decision.kind), None)
    if own is not None:
        return [*others, structs.replace(own, places=decision.places)]
    mention = _decided(decision, told, claimants, scene)
    return [*others, mention] if mention is not None else found


def _decided(decision: Decision, told: Told, claimants: tuple[Claimant, ...], scene: DiscourseState) -> Mention | None:
    """Fill the slots of an event that the scorer alone finds."""
    sentence, kind = told.sentence, decision.kind
    triggers = decision.triggers
    parts = Arguments()
    if triggers:
        parts = assign_arguments(sentence, kind, triggers, told.zones, told.words)
        parts = with_speaker(parts, sentence, kind, triggers, zones=told.zones, claimants=claimants)
    parts = structs.replace(parts, places=decision.places)
    mention = fill_mention(sentence, kind, triggers, parts=parts, zones=told.zones, claimants=claimants, scene=scene)
    return structs.replace(mention, found_by=FoundBy.SCORER) if mention is not None else None


def _mentions_of(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    zones: Sequence[AttributionSpan],
    claimants: tuple[Claimant, ...],
    scene: DiscourseState,
) -> Iterator[Mention]:
    if sentence.has("cue:history") or _long_ago(sentence, scene):
        scene.past_block = sentence.block
        return
    if scene.past_block == sentence.block and not any(
        not is_history(d.date, scene.published_year) for d in sentence.dates
    ):
        return
    if any(is_history(d.date, scene.published_year) for d in sentence.dates):
        scene.old_at = sentence.number
    elif scene.old_at == sentence.number - 1 and any(c.first == 0 for c in sentence.tagged("cue:back_then")):
        scene.old_at = sentence.number
        return
    told = [t for t in triggers if is_told(sentence, t, triggers, zones) and happened(sentence, t, zones)]
    planned = [t for t in triggers if t not in told and not is_attributed(t.cue.first, zones)]
    groups = by_kind(sentence, told, scene, planned=planned)
    if not groups:
        groups = continued_groups(sentence, scene)
    if all(kind == "recovery" and all(t.frame == "noun" for t in group) for kind, group in groups):
        groups = hurt_elsewhere(sentence, zones, scene) or groups or killed_by_weapon(sentence, zones)
    words = PrepositionMap(sentence)
    for kind, group in groups:
        rivals = [t for t in triggers if t not in told and t not in group]
        rivals += [t for other, own in groups if other != kind for t in own if t not in group]
        mention = read_mention(
            sentence, kind, group, rivals=rivals, zones=zones, words=words, claimants=claimants, scene=scene
        )
        if mention is not None:
            yield mention


def _long_ago(sentence: Sentence, scene: DiscourseState) -> bool:
    """Return whether a sentence opens with what happened decades ago: "Eighty years ago", "Vor 85 Jahren"."""
    return any(
        date.means == "years_ago"
        and sentence.token_at(date.start) <= _OPENING
        and is_history(date.date, scene.published_year)
        for date in sentence.dates
    )
