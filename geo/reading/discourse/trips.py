"""Trips told before what was aboard: "A cargo plane flew from A to B. It carried drones, officials said"."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import find_weapon
from geo.language.grammar.clauses import Trigger, find_triggers
from geo.language.sentence import Sentence
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.discourse.seized import CARRIERS, find_quantity
from geo.reading.factuality import happened
from geo.reading.kinds import WAYS, names_arms
from geo.reading.mentions import Mention
from geo.records import PlaceRole

_REACH = 2
_WAY = (PlaceRole.ORIGIN, PlaceRole.VIA, PlaceRole.DESTINATION)
_OPENING = 2
_UNSURE = ("cue:hypothesis", "cue:plan", "cue:denial")
_TRAVELS = WAYS | {"sail", "transit"}


def trip_verbs(sentence: Sentence, zones: Sequence[AttributionSpan]) -> list[Trigger]:
    """Return the verbs by which a ship, plane or lorry went somewhere, where nothing is said of what it carried."""
    if names_arms(sentence) or find_quantity(sentence) or not sentence.has(*CARRIERS):
        return []
    verbs = (t for t in find_triggers(sentence) if t.kind == "shipment" and t.frame in _TRAVELS)
    return [t for t in verbs if happened(sentence, t, zones)]


def aboard(sentence: Sentence) -> list[Trigger]:
    """Return the words that say what was inside a ship, plane or lorry."""
    return [Trigger(kind="shipment", frame="noun", cue=cue) for cue in sentence.tagged("cue:inside")]


def is_trip(mention: Mention) -> bool:
    """Return whether a sentence tells where a trip began or led."""
    return any(place.role in _WAY for place in mention.places)


def is_bare_trip(mention: Mention) -> bool:
    """Return whether a shipment is as yet but a trip, of which nothing says what was aboard."""
    return mention.kind == "shipment" and is_trip(mention) and not (mention.names_arms or mention.weapon)


def with_cargo(
    trip: Mention | None, mentions: list[Mention], sentence: Sentence, zones: Sequence[AttributionSpan]
) -> list[Mention]:
    """Join a trip with the sentence of the same paragraph that says what was aboard.

    Args:
        trip: The trip told last.
        mentions: What the sentence tells by itself.
        sentence: A sentence after it.
        zones: Its attributions.
    """
    if trip is None or trip.sentence.block != sentence.block or sentence.number - trip.sentence.number > _REACH:
        return mentions
    opening = sentence.tagged("cue:inside", "noun:speaker", "noun:pronoun", "cue:anaphora", "noun:ship")
    if [m.kind for m in mentions] == ["shipment"] and not mentions[0].places:
        if not any(c.first <= _OPENING for c in opening):
            return mentions
        cargo = mentions[0]
        return [
            structs.replace(
                cargo,
                places=trip.places,
                date=cargo.date or trip.date,
                quantities=cargo.quantities or trip.quantities,
                vessel=cargo.vessel or trip.vessel,
                claimants=cargo.claimants or trip.claimants,
                also=(trip.sentence, *cargo.also),
            )
        ]
    inside = aboard(sentence)
    negated = sentence.has("cue:negation", *_UNSURE)  # "on board were no weapons"
    if mentions or negated or not names_arms(sentence) or not any(happened(sentence, t, zones) for t in inside):
        return mentions
    counted = tuple(thing.quantity for thing in sentence.quantities if thing.quantity.value)
    return [
        structs.replace(
            trip,
            quantities=(*trip.quantities, *counted),
            weapon=find_weapon(sentence, inside[0].cue.first),
            names_arms=True,
            also=(*trip.also, sentence),
        )
    ]
