"""The slots of an event beside its places: weapon, numbers, goods, whether it is an examination's day."""

from collections.abc import Sequence

from geo.language.arms import PLATFORMS, find_weapon, weapon_named
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.quantities import CountedThing
from geo.language.sentence import Sentence
from geo.language.tables import weapons
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.kinds import PEOPLE
from geo.records import EventDate, Quantity

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
