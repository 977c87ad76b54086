"""What frames and scorer together find in a sentence."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from geo.language.geography import same_entry
from geo.language.grammar.clauses import Trigger
from geo.language.sentence import Sentence
from geo.reading.attribution.attributed import speakers_of, with_speaker
from geo.reading.attribution.claimants import Claimant
from geo.reading.discourse.followups import killed_by_weapon
from geo.reading.factuality import happened
from geo.reading.filling import fill_mention, read_mention
from geo.reading.kinds import by_kind, continued_groups, is_told, names_arms
from geo.reading.mentions import DiscourseState, Mention, MentionPlace
from geo.reading.roles.assignment import Arguments, assign_arguments
from geo.reading.roles.timing import is_history
from geo.reading.roles.whereabouts import settled_places
from geo.reading.scorer.decoding import Decision
from geo.reading.scorer.features import FLOWS, Told
from geo.reading.scorer.laws import may_be_placed
from geo.reading.scorer.scores import Scores, argument_odds, is_short
from geo.records import FoundBy, Mode, PlaceRole

_UNLIKELY = -1.6
_REFUSED = -3.5
_SURE_SITE = 1.5
_SITE_OF = 0.0
"""The same where its preposition may be one of possession: "sur le marché d'Al-Koma"."""
_OPENING = 2
_TWO_ENDS = 2


def mentions_at(scores: Scores, at: int, decisions: Sequence[Decision], scene: DiscourseState) -> list[Mention]:
    """Return what frames and scorer together find in a sentence.

    Args:
        scores: The article's scores.
        at: The sentence.
        decisions: What the scorer decided of it.
        scene: What the article has told so far.
    """
    told = scores.article[at]
    claimants = speakers_of(told.sentence, told.zones, scene)
    ruled = list(_mentions_of(told, claimants, scene))
    if scene.past_block == told.sentence.block or "cue:history" in told.sentence.tags:
        return ruled
    found = [_without_refused(mention, scores, at) for mention in ruled if _may_be_told(mention, scores, at)]
    moved = any(mention.kind in FLOWS for mention in ruled)
    for decision in decisions:
        if decision.journey < 0 or (is_short(scores) and not (moved or _carries_arms(decision, scores))):
            continue
        found = _with_way(found, _settled(decision, scores, scene), told, claimants, scene)
    found = found if is_short(scores) else [mention for mention in found if not _is_unheard_way(mention)]
    for decision in decisions:
        if decision.journey < 0:
            found = _joined(found, _settled(decision, scores, scene), told, claimants, scene)
    return found


def _carries_arms(decision: Decision, scores: Scores) -> bool:
    """Return whether a way with both ends stands in a text that names arms: "She sailed to B. Aboard were ..."."""
    armed = (told.sentence for told in scores.article if names_arms(told.sentence))
    return len(decision.places) >= _TWO_ENDS and any("cue:negation" not in sentence.tags for sentence in armed)


def _is_unheard_way(mention: Mention) -> bool:
    """Return whether frames alone find a way in a sentence: in a text that says more, the scorer says it better."""
    named = any(place.name in mention.sentence.names for place in mention.places)
    return mention.kind in FLOWS and mention.journey < 0 and named


def _may_be_told(mention: Mention, scores: Scores, at: int) -> bool:
    """Return whether the scorer does not think it too unlikely that a sentence tells of a kind that frames find.

    What tells of no place only adds to what is told around it: "An analysis of the debris of four missiles shows".
    """
    kind = mention.kind
    if kind == "recovery" and _only_fell(scores, at):
        return False
    return is_short(scores) or kind in FLOWS or not mention.places or scores.sentences[at][kind] > _UNLIKELY


def _only_fell(scores: Scores, at: int) -> bool:
    """Return whether a sentence names debris that nobody finds, and likelier tells of a blow: "debris hit a house"."""
    found = any(t.kind == "recovery" and t.frame != "noun" for t in scores.article[at].happened)
    odds = scores.sentences[at]
    return not found and odds["strike"] > odds["recovery"]


def _without_refused(mention: Mention, scores: Scores, at: int) -> Mention:
    """Leave out places that a law forbids, and sites that the scorer is sure are none of the event's."""
    kept = tuple(place for place in mention.places if not _is_refused(place, mention.kind, scores, at))
    if mention.kind == "strike":
        kept = tuple(_at_the_site(place, scores, at) for place in kept)
    return structs.replace(mention, places=kept) if kept != mention.places else mention


def _at_the_site(place: MentionPlace, scores: Scores, at: int) -> MentionPlace:
    """Return a start that the scorer takes for the place hit as that: "обстріляв з артилерії Берислав"."""
    own = place.role is PlaceRole.ORIGIN and place.name in scores.article[at].sentence.names
    least = _SITE_OF if "of" in scores.article[at].functions.get(place.name.first, ()) else _SURE_SITE
    hit = own and argument_odds(scores, at, place.name, "strike") > least
    return structs.replace(place, role=PlaceRole.SITE) if hit else place


def _is_refused(place: MentionPlace, kind: str, scores: Scores, at: int) -> bool:
    told = scores.article[at]
    if place.name.first not in told.functions or place.name.toponym.precision == "country":
        return False
    own = any(place.name == name for name in told.sentence.names)
    if own and not may_be_placed(told, place.name):
        return True
    return (
        kind not in FLOWS and place.role is PlaceRole.SITE and argument_odds(scores, at, place.name, kind) <= _REFUSED
    )


def _settled(decision: Decision, scores: Scores, scene: DiscourseState) -> Decision:
    """Make the stops of a way as exact as the words beside each: "the Kursk region" is no town."""
    places = (
        [
            settled
            for at, place in zip(decision.told_at, decision.places, strict=True)
            for settled in settled_places(Arguments(places=(place,)), decision.kind, scores.article[at].sentence, scene)
        ]
        if decision.told_at
        else decision.places
    )
    return structs.replace(decision, places=tuple(places))


def _joined(
    found: list[Mention], decision: Decision, told: Told, claimants: tuple[Claimant, ...], scene: DiscourseState
) -> list[Mention]:
    """Add what the scorer decided to what the frames found: places to a mention of the kind, else a mention."""
    taken = [place.name.toponym for mention in found for place in mention.places]
    new = tuple(p for p in decision.places if not any(same_entry(p.name.toponym, t) for t in taken))
    if not new:
        return found
    own = next((m for m in found if m.kind == decision.kind), None)
    if own is not None and decision.elsewhere:
        here = any(place.name in told.sentence.names for place in own.places)
        return found if here else [structs.replace(m, places=new) if m is own else m for m in found]
    if own is not None:
        places = settled_places(Arguments(places=(*own.places, *new)), own.kind, told.sentence, scene)
        return [structs.replace(m, places=places) if m is own else m for m in found]
    mention = _decided(structs.replace(decision, places=new), told, claimants, scene)
    return [*found, mention] if mention is not None else found


def _with_way(
    found: list[Mention], decision: Decision, told: Told, claimants: tuple[Claimant, ...], scene: DiscourseState
) -> list[Mention]:
    """Let the scorer's way stand in place of what the frames found of one; what they say of it else is kept."""
    if any(m.kind == "seizure" for m in found) and len(decision.places) < _TWO_ENDS:
        return found
    flows = [m for m in found if m.kind in FLOWS]
    others = [m for m in found if m.kind not in FLOWS]
    opens = decision.journey == told.sentence.number
    if opens and not decision.places and flows:
        return found
    beside = [_less_places(m, decision) for m in flows if m.kind != decision.kind and _is_given(m)]
    if own := next((m for m in flows if m.kind == decision.kind), None):
        way = structs.replace(own, places=_with_modes(decision.places, own), journey=decision.journey)
        return [*others, *beside, way]
    mention = _decided(decision, told, claimants, scene)
    if mention is None or not _says_something(mention, decision):
        return found
    by = FoundBy.RULES if flows else FoundBy.SCORER
    return [*others, *beside, structs.replace(mention, found_by=by, journey=decision.journey)]


def _is_given(mention: Mention) -> bool:
    """Return whether a mention says who gave how many to whom."""
    return bool(mention.supplier and mention.recipient and any(q.value for q in mention.quantities))


def _less_places(mention: Mention, decision: Decision) -> Mention:
    """Leave out the places that a way takes: "sent a carrier to the Red Sea and two batteries to Riyadh"."""
    taken = [place.name for place in decision.places]
    return structs.replace(mention, places=tuple(place for place in mention.places if place.name not in taken))


def _with_modes(places: Sequence[MentionPlace], ruled: Mention) -> tuple[MentionPlace, ...]:
    """Give the stops of a way the means that frames read beside them, where the scorer's way tells none."""
    modes = {place.name.first: place.mode for place in ruled.places if place.name in ruled.sentence.names}
    return tuple(
        structs.replace(place, mode=modes.get(place.name.first, place.mode))
        if place.mode is Mode.UNKNOWN and place.name in ruled.sentence.names
        else place
        for place in places
    )


def _says_something(mention: Mention, decision: Decision) -> bool:
    """Return whether a sentence says where from, where to, whose or how much."""
    part = mention.places or decision.journey < mention.sentence.number
    return bool(part or (decision.triggers and (mention.supplier or mention.recipient or mention.quantities)))


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


def _mentions_of(read: Told, claimants: tuple[Claimant, ...], scene: DiscourseState) -> Iterator[Mention]:
    sentence, triggers, zones = read.sentence, read.triggers, read.zones
    if "cue:history" in sentence.tags or _long_ago(sentence, scene):
        scene.past_block = sentence.block
        return
    if scene.past_block == sentence.block and not any(
        not is_history(d.date, scene.published_year) for d in sentence.dates
    ):
        return
    if any(is_history(d.date, scene.published_year) for d in sentence.dates):
        scene.old_at = sentence.number
    elif scene.old_at == sentence.number - 1 and any(c.first == 0 for c in sentence.tagged["cue:back_then"]):
        scene.old_at = sentence.number
        return
    told = [t for t in triggers if is_told(sentence, t, triggers, zones) and _happened(read, t)]
    planned = [t for t in triggers if t not in told and t.cue.first not in read.said]
    groups = by_kind(sentence, told, scene, planned=planned)
    if not groups:
        groups = continued_groups(sentence, scene)
    if all(kind == "recovery" and all(t.frame == "noun" for t in group) for kind, group in groups):
        groups = groups or killed_by_weapon(sentence, zones)
    for kind, group in groups:
        rivals = [t for t in triggers if t not in told and t not in group]
        rivals += [t for other, own in groups if other != kind for t in own if t not in group]
        mention = read_mention(
            sentence, kind, group, rivals=rivals, zones=zones, words=read.words, claimants=claimants, scene=scene
        )
        if mention is not None:
            yield mention


def _happened(told: Told, trigger: Trigger) -> bool:
    """Return whether a trigger tells of what happened, or would if it weren't what somebody says."""
    if trigger.cue.first not in told.said:
        return trigger in told.happened
    return happened(told.sentence, trigger, told.zones)


def _long_ago(sentence: Sentence, scene: DiscourseState) -> bool:
    """Return whether a sentence opens with what happened decades ago: "Eighty years ago", "Vor 85 Jahren"."""
    return any(
        date.means == "years_ago" and date.first <= _OPENING and is_history(date.date, scene.published_year)
        for date in sentence.dates
    )
