"""Whose arms arrive that the sentence before told to be promised."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.grammar.clauses import Trigger
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.mentions import Mention
from geo.reading.roles.assignment import assign_arguments

_TOLD_AGAIN = frozenset({"vehicle", "tank", "aircraft", "helicopter", "system", "howitzer", "launcher", "drone"})
_REACH = 2


def with_promise(mentions: Sequence[Mention], before: Sentence | None) -> list[Mention]:
    """Give "the nineteen vehicles have arrived" the states that the sentence before told to have promised them.

    Args:
        mentions: What a sentence tells of events.
        before: The sentence before it.
    """
    if before is None or not before.has("cue:promise") or not before.has("noun:arms"):
        return list(mentions)
    promises = [Trigger(kind="shipment", frame="give", cue=cue) for cue in before.tagged("cue:promise")]
    parts = assign_arguments(before, "shipment", promises[:1], (), PrepositionMap(before))
    if parts.supplier is None:
        return list(mentions)
    return [
        structs.replace(m, supplier=parts.supplier, recipient=m.recipient or parts.recipient)
        if _may_be_it(m, before, parts.recipient)
        else m
        for m in mentions
    ]


def _may_be_it(mention: Mention, before: Sentence, recipient: str | None) -> bool:
    if mention.kind != "shipment" or mention.supplier or mention.sentence.number - before.number >= _REACH:
        return False
    counted = {quantity.unit for quantity in mention.quantities}
    known = {cue.tag.removeprefix("unit:") for cue in before.group("unit:")}
    again = counted & (_TOLD_AGAIN | known)
    return bool(again) and (mention.recipient is None or recipient is None or mention.recipient == recipient)
