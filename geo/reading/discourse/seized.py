"""What the sentences around a seizure or a way add to it: the ship's or lorry's way, days, cargo, who tells of it."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.grammar.clauses import Trigger, find_triggers
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.attribution.claims import claimants_in
from geo.reading.attribution.spans import find_attributions
from geo.reading.factuality import happened
from geo.reading.kinds import WAY_REACH, WAYS
from geo.reading.layout import is_short
from geo.reading.mentions import Mention
from geo.reading.roles.assignment import assign_arguments
from geo.records import DatePrecision, EventDate, PlaceRole

CARRIERS = (
    "noun:ship",
    "unit:vehicle",
    "unit:vessel",
    "unit:warship",
    "unit:boat",
    "unit:aircraft",
    "mode:road",
    "mode:sea",
    "mode:air",
)


def way_of_seized(last: Mention, sentence: Sentence, mentions: Sequence[Mention]) -> Mention | None:
    """Give a seizure the way of the ship or lorry told after it: "Le boutre venait de Jask"."""
    if last.kind != "seizure" or sentence.number - last.sentence.number > WAY_REACH:
        return None
    if any(m.kind != "shipment" or any(q.value for q in m.quantities) for m in mentions):
        return None
    triggers = find_triggers(sentence)
    zones = find_attributions(sentence, triggers)
    moves = [t for t in triggers if t.kind == "shipment" and t.frame in WAYS]
    if not any(happened(sentence, t, zones) for t in moves) or _is_another_carrier(last, sentence):
        return None
    # Where it was to go is its destination, though it never came there.
    moves = [t for t in moves if t.frame == "arrive" or happened(sentence, t, zones)]
    parts = assign_arguments(sentence, "shipment", moves, zones, PrepositionMap(sentence))
    known = {place.name.toponym.text for place in last.places}
    places = tuple(p for p in parts.places if p.name.toponym.text not in known)
    if not any(place.role in (PlaceRole.ORIGIN, PlaceRole.VIA) for place in places):
        return None
    # Who seized it is taken to tell of it; who says so where the ship came from tells of it too.
    spoken = tuple(c for zone in zones if zone.cue.tag != "cue:denial" for c in claimants_in(sentence, zone))
    claimants = tuple(dict.fromkeys((*last.claimants, *spoken)))
    return structs.replace(
        last,
        places=(*last.places, *places),
        recipient=last.recipient or _bound_for(sentence, moves),
        claimants=claimants,
        also=(*last.also, sentence),
    )


def _bound_for(sentence: Sentence, moves: Sequence[Trigger]) -> str | None:
    """Return the state that a ship or lorry was on its way to: "faisait route vers le Yémen"."""
    words = PrepositionMap(sentence)
    first = min(trigger.cue.first for trigger in moves)
    bound = (n for n in sentence.names if n.is_country and n.first > first)
    reached = [t.cue.first for t in moves if t.frame == "arrive"]  # "comptait rejoindre la Libye"
    for name in bound:
        functions = functions_of(name, words)
        if "to" in functions or ("object" in functions and any(at < name.first for at in reached)):
            return name.toponym.country
    return None


def _is_another_carrier(last: Mention, sentence: Sentence) -> bool:
    """Return whether a new paragraph tells of a ship, lorry or plane that nothing told of before: "Un avion-cargo"."""
    opens = sentence.numbers[:1] and sentence.numbers[0].start == sentence.tokens[0].start
    return sentence.block != last.sentence.block and bool(opens and sentence.numbers[0].value == 1)


def with_way_before(mentions: list[Mention], before: Sentence | None, sentence: Sentence) -> list[Mention]:
    """Give a seizure the way of the lorry told right before it: "Le camion venait de Skopje. À l'intérieur, ..."."""
    if before is None or [m.kind for m in mentions] != ["seizure"] or before.block != sentence.block:
        return mentions
    triggers = find_triggers(before)
    zones = find_attributions(before, triggers)
    moves = [t for t in triggers if t.kind == "shipment" and t.frame in WAYS and happened(before, t, zones)]
    started = any(place.role is PlaceRole.ORIGIN for place in mentions[0].places)
    if not moves or started or not before.has(*CARRIERS):
        return mentions
    parts = assign_arguments(before, "shipment", moves, zones, PrepositionMap(before))
    ways = tuple(p for p in parts.places if p.role in (PlaceRole.ORIGIN, PlaceRole.VIA))
    if not any(place.role is PlaceRole.ORIGIN for place in ways):
        return mentions
    return [structs.replace(mentions[0], places=(*mentions[0].places, *ways), also=(before, *mentions[0].also))]


def gone_on(first: Mention, mention: Mention) -> Mention:
    """Return a way with what a later sentence adds to it; its stops are known from the first."""
    return structs.replace(
        first,
        also=(*first.also, mention.sentence, *mention.also),
        date=_from_to(first.date, mention.date if first.date is None or _moves(mention.sentence) else None),
        quantities=first.quantities or mention.quantities,
        weapon=first.weapon or mention.weapon,
        vessel=first.vessel or mention.vessel,
        supplier=first.supplier or mention.supplier,
        recipient=first.recipient or mention.recipient,
        claimants=first.claimants or mention.claimants,
        names_arms=first.names_arms or mention.names_arms,
        goods=first.goods | mention.goods,
    )


def _moves(sentence: Sentence) -> bool:
    """Return whether a sentence itself tells of setting out or arriving: its day is one of the way."""
    return any(t.kind == "shipment" and t.frame in WAYS for t in find_triggers(sentence))


def _from_to(one: EventDate | None, other: EventDate | None) -> EventDate | None:
    """Return the days from a departure to an arrival."""
    if one is None or other is None or None in (one.start, one.end, other.start, other.end):
        return one or other
    if not (is_short(one) and is_short(other)):
        return one
    start, end = min(str(one.start), str(other.start)), max(str(one.end), str(other.end))
    if start == end:
        return one
    text = " / ".join(dict.fromkeys(t for t in (one.text, other.text) if t))
    return EventDate(start=start, end=end, precision=DatePrecision.RANGE, text=text or None)
