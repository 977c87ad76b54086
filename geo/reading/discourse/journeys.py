"""Journeys told over several sentences: "On 7 September she lay in A. Five days later she was at a pier in B"."""

from collections.abc import Sequence

from msgspec import structs

from geo.language.arms import weapons_agree
from geo.language.dates.comparing import VOYAGE_DAYS, dates_agree
from geo.language.geography import same_place
from geo.reading.mentions import Mention, MentionPlace
from geo.records import DatePrecision, EventDate, FoundBy, Mode, PlaceRole

FLOWS = ("shipment", "deployment")
_REACH = 3
"""Sentences that may stand between two stops of one journey."""
_ONWARD = ("cue:continuation", "cue:from_here", "cue:there", "cue:transfer", "noun:same_place")
_MODES = {"mode:sea": Mode.SEA, "mode:rail": Mode.RAIL, "mode:road": Mode.ROAD, "mode:air": Mode.AIR}


def with_journey(found: list[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Join a sentence's stops with those of the journey told before, or start the next leg where that ended.

    Args:
        found: What the article has told so far; the journey that goes on is taken out of it.
        mentions: What a sentence tells of.
    """
    return [_gone_on(found, mention) if mention.kind in FLOWS and mention.places else mention for mention in mentions]


def _gone_on(found: list[Mention], mention: Mention) -> Mention:
    last = _journey_before(found, mention)
    if last is None:
        return mention
    if (
        not _has(last, PlaceRole.ORIGIN)
        and _has(mention, PlaceRole.ORIGIN)
        and not _has(mention, PlaceRole.DESTINATION)
    ):
        # "It arrived in B. It had left A on the 3rd"
        return _one(found, last, mention, (*mention.places, *last.places))
    ends = _ends(mention, last)
    if _has(last, PlaceRole.DESTINATION) and _has(last, PlaceRole.ORIGIN):
        start = last.places[-1]
        onward = mention.sentence.has(*_ONWARD) or _mode(mention) not in (Mode.UNKNOWN, _mode(last))
        ends = tuple(end for end in ends if end.told)
        if ends and onward and not any(same_place(e.name.toponym, p.name.toponym) for e in ends for p in last.places):
            origin = MentionPlace(role=PlaceRole.ORIGIN, name=start.name)
            return structs.replace(mention, places=(origin, *ends))
        return mention
    if _has(last, PlaceRole.ORIGIN) and ends:
        return _one(found, last, mention, (*last.places, *ends))
    return mention


def _journey_before(found: Sequence[Mention], mention: Mention) -> Mention | None:
    """Return the journey that a mention may go on about: the last of its kind, a few sentences before at the most."""
    for last in reversed(found):
        if mention.sentence.number - max(s.number for s in (last.sentence, *last.also)) > _REACH:
            return None
        if last.kind == mention.kind and last.places:
            other = last.supplier and mention.supplier and last.supplier != mention.supplier
            late = not dates_agree(last.date, mention.date, slack_days=VOYAGE_DAYS)
            return None if other or late or not weapons_agree(last.weapon, mention.weapon) else last
    return None


def _ends(mention: Mention, last: Mention) -> tuple[MentionPlace, ...]:
    """Return where a sentence says that a journey went: its stops, where it tells no other start."""
    told = [p for p in mention.places if p.role is PlaceRole.ORIGIN and p.told]
    known = [p.name.toponym for p in last.places]
    if any(not any(same_place(p.name.toponym, k) for k in known) for p in told):
        return ()
    return tuple(
        structs.replace(p, role=PlaceRole.DESTINATION) if p.role is PlaceRole.ORIGIN else p
        for p in mention.places
        if p not in told and not any(same_place(p.name.toponym, k) for k in known)
    )


def _one(found: list[Mention], last: Mention, mention: Mention, places: tuple[MentionPlace, ...]) -> Mention:
    """Return one journey of two tellings; the first of them leaves the list."""
    found.remove(last)
    return structs.replace(
        mention,
        sentence=last.sentence,
        block=last.block,
        also=(*last.also, mention.sentence, *mention.also),
        places=_with_mode(places, _mode(mention) if _mode(mention) is not Mode.UNKNOWN else _mode(last)),
        date=_from_to(last.date, mention.date),
        quantities=last.quantities or mention.quantities,
        weapon=last.weapon or mention.weapon,
        vessel=last.vessel or mention.vessel,
        supplier=last.supplier or mention.supplier,
        recipient=mention.recipient or last.recipient,
        claimants=last.claimants or mention.claimants,
        names_arms=last.names_arms or mention.names_arms,
        goods=last.goods | mention.goods,
        found_by=last.found_by if last.found_by is FoundBy.RULES else mention.found_by,
    )


def _with_mode(places: tuple[MentionPlace, ...], mode: Mode) -> tuple[MentionPlace, ...]:
    return tuple(
        structs.replace(p, mode=mode) if p.role is not PlaceRole.ORIGIN and p.mode is Mode.UNKNOWN else p
        for p in places
    )


def _mode(mention: Mention) -> Mode:
    """Return the means that a mention's sentence tells of."""
    told = [p.mode for p in mention.places if p.mode is not Mode.UNKNOWN]
    cues = mention.sentence.tagged(*_MODES)
    if told or cues:
        return told[-1] if told else _MODES[cues[-1].tag]
    ship = mention.vessel is not None or mention.sentence.has("noun:ship", "unit:vessel")
    return Mode.SEA if ship else Mode.UNKNOWN


def _from_to(one: EventDate | None, other: EventDate | None) -> EventDate | None:
    """Return the days from a departure to an arrival."""
    if one is None or other is None or None in (one.start, one.end, other.start, other.end):
        return one or other
    start, end = min(str(one.start), str(other.start)), max(str(one.end), str(other.end))
    if start == end:
        return one
    text = " / ".join(dict.fromkeys(t for t in (one.text, other.text) if t))
    return EventDate(start=start, end=end, precision=DatePrecision.RANGE, text=text or None)


def _has(mention: Mention, role: PlaceRole) -> bool:
    return any(place.role is role for place in mention.places)
