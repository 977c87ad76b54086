"""A mention filled: the slots of an event whose triggers and places are known."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import find_marks, find_vessel
from geo.language.casualties import find_casualties
from geo.language.distances import find_distances
from geo.language.geography import same_place
from geo.language.grammar.clauses import Trigger
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.attribution.attributed import admitting, is_owned, with_accused, with_speaker
from geo.reading.attribution.claimants import Claimant, examiners_named, own_offices
from geo.reading.attribution.offices import actors_as_claimants
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.kinds import names_arms
from geo.reading.mentions import Mention
from geo.reading.roles.assignment import Arguments, assign_arguments
from geo.reading.roles.restrictions import goes_on
from geo.reading.roles.timing import date_for, is_history, tells_of_the_past
from geo.reading.roles.whereabouts import places_told, settled_places
from geo.reading.slots import counts_for, dates_a_study, distinct_quantities, goods_of, has_taker, is_since, weapon_of
from geo.reading.state import DiscourseState
from geo.records import PlaceRole

_RAID_REACH = 4

_GO_ON = 2
_DATE_REACH = 4


def read_mention(
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    rivals: Sequence[Trigger],
    zones: Sequence[AttributionSpan],
    words: PrepositionMap,
    claimants: tuple[Claimant, ...],
    scene: DiscourseState,
) -> Mention | None:
    """Fill a mention's slots from the sentence; None where it tells too little."""
    things = [q for q in sentence.quantities if counts_for(sentence, q, kind, zones)]
    if not triggers and not things:
        return None
    # "They will replace the South African contingent": whose those are is not whose "they" are.
    again = kind == "deployment" and scene.last is not None and scene.last.kind == kind
    again = again and any(c.first == 0 for c in sentence.tagged["noun:speaker"])
    parts = assign_arguments(sentence, kind, triggers, zones, words, rivals=rivals, with_adjectives=not again)
    parts = with_speaker(parts, sentence, kind, triggers, zones=zones, claimants=claimants)
    parts = with_accused(parts, sentence, kind, triggers, zones)
    places = places_told(parts, sentence, kind, triggers, rivals=rivals, zones=zones, words=words, scene=scene)
    parts = structs.replace(parts, places=places)
    return fill_mention(sentence, kind, triggers, parts=parts, zones=zones, claimants=claimants, scene=scene)


def fill_mention(
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    parts: Arguments,
    zones: Sequence[AttributionSpan],
    claimants: tuple[Claimant, ...],
    scene: DiscourseState,
) -> Mention | None:
    """Fill the slots of an event whose parts are known; None where it is told as history."""
    things = [q for q in sentence.quantities if counts_for(sentence, q, kind, zones)]
    claimants = own_offices(claimants, kind, parts.supplier)
    near = triggers[0].cue.first if triggers else 0
    if kind in ("recovery", "seizure") and triggers:
        claimants = claimants or tuple(actors_as_claimants(sentence, near))
    claimants = claimants or tuple(examiners_named(sentence, before=near))
    own = date_for(sentence, triggers, zones)
    date = own or scene.day
    if is_history(date, scene.published_year) or tells_of_the_past(sentence, triggers, scene.published_year):
        return None
    weapon = weapon_of(sentence, kind, near, things)
    return Mention(
        article=scene.article,
        sentence=sentence,
        kind=kind,
        block=sentence.kind,
        places=settled_places(parts, kind, sentence, scene),
        country=parts.country,
        date=date,
        day_told=own is None,
        quantities=distinct_quantities(things),
        distances=find_distances(sentence, parts.places),
        weapon=weapon,
        vessel=find_vessel(sentence) if kind != "deployment" else None,
        marks=find_marks(sentence, scene.calendars),
        casualties=find_casualties(sentence) if kind == "strike" else None,
        supplier=parts.supplier,
        recipient=parts.recipient,
        attacker=parts.attacker,
        claimants=claimants,
        admitted_by=admitting(sentence, zones, claimants),
        owned=bool(claimants) and kind == "strike" and is_owned(sentence, zones),
        dates_study=kind == "recovery" and dates_a_study(sentence, date, triggers),
        is_total=kind == "shipment" and ("cue:total" in sentence.tags or is_since(sentence)),
        examined=sentence.has("cue:examine", "cue:imagery")
        or sentence.block in scene.imagery_in
        or bool(scene.imagery_at & {sentence.number + 1, sentence.number + 2}),
        continues=_continues(sentence, kind, parts, scene),
        goods=goods_of(sentence, kind),
        names_arms=names_arms(sentence)
        and any(t.frame != "noun" for t in triggers)
        and (kind != "seizure" or has_taker(sentence, triggers)),
    )


def _continues(sentence: Sentence, kind: str, parts: Arguments, scene: DiscourseState) -> bool:
    if not goes_on(sentence, scene, kind):
        return False
    opens = kind == "deployment" and any(cue.first == 0 for cue in sentence.tagged["noun:speaker"])
    started = scene.last is None or any(place.role == "origin" for place in scene.last.places)
    has_origin = not opens and started and any(place.role == "origin" for place in parts.places)
    if "cue:another" in sentence.tags:
        return False
    if has_origin and scene.last is not None and _starts_where_it_ended(parts, scene.last):
        return sentence.number - scene.last.sentence.number <= _GO_ON
    return not has_origin and not (parts.supplier and scene.last and parts.supplier != scene.last.supplier)


def _starts_where_it_ended(parts: Arguments, last: Mention) -> bool:
    """Return whether a way starts where the one told before ended: "to the port of A. From A, by rail, to B"."""
    ends = [p.name.toponym for p in last.places if p.role in (PlaceRole.DESTINATION, PlaceRole.VIA)]
    starts = [p.name.toponym for p in parts.places if p.role is PlaceRole.ORIGIN]
    return any(same_place(start, end) for start in starts for end in ends)
