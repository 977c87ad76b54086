"""A mention filled: its slots, where its triggers and places are known: weapon, numbers, goods, days."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import PLATFORMS, find_marks, find_vessel, find_weapon, weapon_named
from geo.language.casualties import find_casualties
from geo.language.geography import same_place
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.quantities import CountedThing
from geo.language.sentence import Sentence
from geo.language.tables import weapons
from geo.reading.areas import find_distances
from geo.reading.attribution.attributed import admitting, is_owned, with_accused, with_speaker
from geo.reading.attribution.claimants import Claimant, examiners_named, own_offices
from geo.reading.attribution.offices import actors_as_claimants
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.kinds import PEOPLE, names_arms
from geo.reading.mentions import DiscourseState, Mention
from geo.reading.roles.assignment import Arguments, assign_arguments
from geo.reading.roles.restrictions import goes_on
from geo.reading.roles.timing import date_for, is_history
from geo.reading.roles.whereabouts import places_told, settled_places
from geo.records import EventDate, PlaceRole, Quantity

_GO_ON = 2


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
    if is_history(date, scene.published_year):
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


_HURT_REACH = 4
_SENT = ("shipment", "seizure", "deployment")
_ARMOUR = frozenset({"tank", "vehicle"})
_COLUMN = frozenset({"vehicle", "tank", "vessel", "warship", "boat", "aircraft", "helicopter"})
_NOT_GOODS = frozenset({"voyage", "launch", "flight", *PEOPLE})


def dates_a_study(sentence: Sentence, date: EventDate | None, triggers: Sequence[Trigger]) -> bool:
    """Return whether a date stands by the word for an examination: "went there in May and examined the debris"."""
    at = next((found.first for found in sentence.dates if found.date == date), None)
    told = [trigger for trigger in triggers if trigger.frame != "noun"]
    if at is None or not told:
        return False
    return min(told, key=lambda trigger: abs(trigger.cue.first - at)).frame == "examine"


def is_since(sentence: Sentence) -> bool:
    """Return whether a sentence counts from some day on."""
    return any(date.means.startswith("since") for date in sentence.dates)


def has_taker(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Return whether those who seize stand before their verb: "the coast guard intercepted", not "men intercepted"."""
    first, _ = clause_of(sentence, triggers[0].cue.first)
    low, high = first, triggers[0].cue.first
    offices = sentence.cued("noun:official", "noun:body", "noun:customs", "noun:troops", "noun:ship")
    return any(low <= c.first < high for c in offices) or any(
        low <= n.first < high and n.is_actor for n in sentence.names
    )


def counts_for(sentence: Sentence, thing: CountedThing, kind: str, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether a quantity is of what this kind of event moves or throws."""
    unit = thing.quantity.unit
    index = sentence.token_at(thing.start)
    if is_attributed(index, zones) and kind != "recovery":
        return False
    if kind == "deployment":
        hurt = sentence.cued("hurt:killed", "hurt:wounded")
        if unit in PEOPLE and any(0 <= c.first - index <= _HURT_REACH for c in hurt):
            return False  # "eight soldiers were killed there"
        return unit in PEOPLE | _ARMOUR or (unit in _COLUMN and sentence.has("noun:troops", "noun:fleet"))
    if unit in PEOPLE or (kind == "test" and unit == "tonne"):
        return False
    if kind == "strike":
        first, last = clause_of(sentence, index)
        falls = [c for c in sentence.cues if c.tag == "strike:land"]
        shot_down = any(
            first <= c.first < last and not any(f.first <= c.first and c.last <= f.last for f in falls)
            for c in sentence.tagged["cue:intercepted"]
        )
        return unit in ("missile", "drone", "rocket", "bomb", "shell", "mine") and not shot_down
    return True


def distinct_quantities(things: Sequence[CountedThing]) -> tuple[Quantity, ...]:
    """Return the quantities told, each number of a thing once."""
    found: dict[tuple[float | None, str], Quantity] = {}
    for thing in things:
        found.setdefault((thing.quantity.value, thing.quantity.unit), thing.quantity)
    return tuple(found.values())


def goods_of(sentence: Sentence, kind: str) -> frozenset[str]:
    """Return the kinds of goods that a sentence names, to tell consignments apart."""
    if kind not in ("shipment", "seizure"):
        return frozenset()
    return frozenset(cue.tag.removeprefix("unit:") for cue in sentence.groups["unit"]) - _NOT_GOODS


def weapon_of(sentence: Sentence, kind: str, near: int, things: Sequence[CountedThing]) -> str | None:
    """Return the event's weapon by its usual name; where other arms are counted, none that is only named beside."""
    name = find_weapon(sentence, near, thrown=kind in ("strike", "test"))
    weapon = weapon_named(name)
    if weapon is None or kind not in _SENT:
        return name
    if kind == "deployment" and weapon.kind not in PLATFORMS:
        return None
    counted = {thing.quantity.unit for thing in things} & {known.unit for known in weapons().values()}
    return name if not weapon.generic or not counted or weapon.unit in counted else None
