"""What later sentences add to a way: its days, its cargo, who tells of it."""

from msgspec import structs

from geo.reading.mentions import Mention
from geo.records import DatePrecision, EventDate


def gone_on(first: Mention, mention: Mention) -> Mention:
    """Return a way with what a later sentence adds to it; its stops are known from the first."""
    return structs.replace(
        first,
        also=(*first.also, mention.sentence, *mention.also),
        date=_from_to(first.date, mention.date),
        quantities=first.quantities or mention.quantities,
        weapon=first.weapon or mention.weapon,
        vessel=first.vessel or mention.vessel,
        supplier=first.supplier or mention.supplier,
        recipient=first.recipient or mention.recipient,
        claimants=first.claimants or mention.claimants,
        names_arms=first.names_arms or mention.names_arms,
        goods=first.goods | mention.goods,
    )


def _from_to(one: EventDate | None, other: EventDate | None) -> EventDate | None:
    """Return the days from a departure to an arrival."""
    if one is None or other is None or None in (one.start, one.end, other.start, other.end):
        return one or other
    start, end = min(str(one.start), str(other.start)), max(str(one.end), str(other.end))
    if start == end:
        return one
    text = " / ".join(dict.fromkeys(t for t in (one.text, other.text) if t))
    return EventDate(start=start, end=end, precision=DatePrecision.RANGE, text=text or None)
