"""Which mentions tell of one event: first inside an article, then across articles."""

from collections.abc import Sequence

from msgspec import structs

from geo.articles.blocks import BlockKind
from geo.events.clusters import Group, Groups
from geo.events.drafts import Draft, fold_mentions
from geo.events.likeness import (
    all_areas,
    country_of,
    counts_conflict,
    flows_agree,
    is_counted,
    is_part_of_raid,
    only_vague,
    share_count,
    share_places,
)
from geo.events.telling import bare_flows, is_bare_flow, is_named_consignment, tells_enough
from geo.language.arms import closer_weapon, weapons_agree
from geo.language.dates.comparing import VOYAGE_DAYS, dates_agree
from geo.language.geography import same_place
from geo.reading.mentions import Mention
from geo.records import Mode

_NEAR_SENTENCES = 2
_LEAD_SENTENCES = 4
_RAID_SENTENCES = 6
_MANY = 10
"""So many missiles or drones are those of a raid, not of one blow."""
_ANY_GOODS_REACH = 4
_NIGHTS = 3
_DAYS_AROUND = 2
"""By so many days may be off what the text around a sentence says of its day: a headline of a night's raid."""
_ANY_GOODS = frozenset({"munition", "weapon"})
FLOWS = ("shipment", "deployment")
_ENDS = (("origin",), ("destination", "via"))
_Flow = tuple[str | None, str | None]


def join_in_article(mentions: Sequence[Mention]) -> list[Draft]:
    """Fold an article's mentions into its events; those that tell too little are dropped.

    Args:
        mentions: One article's mentions, in order.
    """
    body = [m for m in mentions if m.block is BlockKind.BODY]
    others = [m for m in mentions if m.block is not BlockKind.BODY]
    groups = Groups()
    flow: _Flow = (None, None)
    bare: list[Mention] = []
    tested: Mention | None = None
    for mention in body:
        completed, flow = _complete_flow(_complete_test(mention, tested), flow)
        tested = completed if completed.kind == "test" and completed.supplier else tested
        if _is_substantial(completed):
            _place_mention(completed, groups)
        elif is_bare_flow(mention):
            bare.append(mention)
            _add_detail(completed, groups)
        else:
            _add_detail(completed, groups)
    for mention in others:
        if _is_substantial(mention):
            _place_mention(mention, groups)
    drafts = [fold_mentions(sorted(group.mentions, key=lambda m: m.sentence.start)) for group in groups.all]
    told = [_with_lead(draft, bare, drafts) for draft in drafts if tells_enough(draft)]
    return [*told, *bare_flows(bare, told)]


def _complete_test(mention: Mention, tested: Mention | None) -> Mention:
    """Give "the launch on 21 October" who was told just before to have tested what."""
    if mention.kind != "test" or mention.supplier or tested is None:
        return mention
    near = mention.sentence.number - tested.sentence.number <= _NEAR_SENTENCES
    if not near or not weapons_agree(tested.weapon, mention.weapon):
        return mention
    return structs.replace(
        mention,
        supplier=tested.supplier,
        weapon=closer_weapon(tested.weapon, mention.weapon),
        claimants=mention.claimants or tested.claimants,
    )


def _complete_flow(mention: Mention, flow: _Flow) -> tuple[Mention, _Flow]:
    """Give "Elle a également livré" the sender and receiver told before, where they fit."""
    if mention.kind not in FLOWS:
        return mention, flow
    if mention.supplier and mention.recipient:
        return mention, (mention.supplier, mention.recipient)
    has_own_places = bool(mention.places) and not mention.continues
    if None in flow or has_own_places:
        return mention, flow
    if mention.supplier in (None, flow[0]) and mention.recipient in (None, flow[1]):
        return structs.replace(mention, supplier=flow[0], recipient=flow[1]), flow
    return mention, flow


def _is_substantial(mention: Mention) -> bool:
    """Return whether a mention tells an event by itself: a place, a number, or a find dated in a country."""
    counted = any(q.value is not None for q in mention.quantities)
    if mention.places or mention.marks or is_named_consignment(mention):
        return True
    if mention.kind == "strike" and mention.casualties and mention.date:
        return True
    if mention.kind == "test" and mention.date and mention.supplier:
        return True
    whose = mention.supplier and mention.recipient and mention.names_arms and mention.claimants
    if mention.kind == "seizure" and ((mention.date and mention.names_arms) or whose):
        return True
    if mention.kind in ("recovery", "test", "seizure"):
        return counted or bool(mention.country and mention.date)
    return counted


def _add_detail(mention: Mention, groups: Groups) -> None:
    """Add what a sentence says further of the event told right before it."""
    own = mention.claimants if mention.attacker else ()
    tells = mention.casualties or mention.date or mention.vessel or mention.weapon or mention.admitted_by or own
    if not tells:
        return
    known = groups.near(mention)
    near = [group for group in known if mention.sentence.number - group.number <= 1]
    if mention.admitted_by and not any(g.mentions[-1].sentence.block == mention.sentence.block for g in near):
        # "The authorities confirmed an attack" opens a paragraph: the one that the article tells most of.
        near = sorted(groups.of_kind(mention.kind), key=lambda group: len(group.mentions))[-1:]
    if near and fit_in_article(near[-1].draft, mention, fold_mentions([mention])):
        groups.add(mention, near[-1])


def _place_mention(mention: Mention, groups: Groups) -> None:
    fitting: list[tuple[int, int, Group]] = []
    if near := groups.near(mention):
        alone = fold_mentions([mention])
        ranks = ((fit_in_article(group.draft, mention, alone), group.number, group) for group in near)
        fitting = [found for found in ranks if found[0] > 0]
    best = max(fitting, key=lambda item: item[:2])[2] if fitting else None
    groups.add(mention, best)


def fit_in_article(draft: Draft, mention: Mention, alone: Draft) -> int:
    """Return how well a mention, `alone` the event that it is by itself, fits one of its article; 0: not at all."""
    if draft.kind != "deployment" and not weapons_agree(draft.weapon, mention.weapon):
        return 0
    told = None if mention.dates_study else mention.date
    gap = min([abs(mention.sentence.number - m.sentence.number) for m in draft.mentions])
    slack = 0 if draft.has_own_day and not mention.day_told else _DAYS_AROUND
    if not (dates_agree(draft.firm_date, told, slack_days=slack) or _arrives_later(draft, mention, gap)):
        return 0
    if draft.kind in FLOWS:
        return _flow_fit(draft, mention, alone, gap)
    return _site_fit(draft, mention, alone, gap)


def _arrives_later(draft: Draft, mention: Mention, gap: int) -> bool:
    """Return whether a way goes on at a later day: "a quitté Bourgas mi-février. Il a accosté à Haïfa le 2 mars"."""
    if draft.kind not in FLOWS or not mention.continues or gap > _NEAR_SENTENCES:
        return False
    later = bool(draft.date and mention.date and str(draft.date.start or "") < str(mention.date.start or ""))
    # "Un cargo est arrivé mardi. Il avait quitté Mersin le 15 avril": what goes on may be the start of the way.
    starts = not later and any(place.role == "origin" for place in mention.places)
    return dates_agree(draft.date, mention.date, slack_days=VOYAGE_DAYS if later or starts else _NIGHTS)


def _site_fit(draft: Draft, mention: Mention, other: Draft, gap: int) -> int:
    # One of two mentions of a seizure may only tell the way of what was taken, or count it.
    goes_on = bool(mention.places) and not draft.places and mention.continues and gap <= 1
    goes_on = goes_on or (_tells_launch_alone(draft, other) and gap <= _NEAR_SENTENCES)
    if goes_on or (draft.kind == "seizure" and gap <= _NEAR_SENTENCES and not (_has_site(draft) and _has_site(other))):
        return 3 if draft.places and mention.places and share_places(draft, other) else 2
    if mention.places and draft.places:
        if share_places(draft, other):
            return 0 if is_part_of_raid(draft, other) else 3
        wide = only_vague(draft) or only_vague(other)
        # A test is told with the sea it went to and the place it came from, in turn.
        together = draft.kind == "test" and gap <= _NEAR_SENTENCES
        return 2 if wide and (together or share_count(draft, other)) else 0
    if mention.places or draft.places:
        # "Missiles at Israel. Several struck the Nevatim air base"
        inside = gap <= _NEAR_SENTENCES and draft.country is not None and draft.country == country_of(other)
        # "It tried to launch a satellite. The rocket fell into the Yellow Sea"
        inside = inside or (draft.kind == "test" and gap <= 1 and mention.date is None and only_vague(other))
        bare = not mention.places and mention.country in (None, country_of(draft))
        near = bare and gap <= _NEAR_SENTENCES
        if draft.kind == "strike" and len(draft.places) > 1 and all_areas(draft) and not mention.places:
            # What a raid's numbers count without a place is the whole raid, a paragraph on as well.
            many = any((q.value or 0) >= _MANY for q in mention.quantities)
            if near or (many and bare and gap <= _RAID_SENTENCES):
                return 3
        return 2 if near or inside or share_count(draft, other) else 0
    return 1 if gap <= _NEAR_SENTENCES or share_count(draft, other) or mention.country == draft.country else 0


def _tells_launch_alone(one: Draft, other: Draft) -> bool:
    """Return whether one of two mentions of a strike only says where from: "Five of them were fired from Crimea"."""
    if one.kind != "strike" or not one.places or not other.places:
        return False
    return _all_origins(one) != _all_origins(other)


def _all_origins(draft: Draft) -> bool:
    return all(place.role == "origin" for place in draft.places)


def _has_site(draft: Draft) -> bool:
    return any(place.role == "site" for place in draft.places)


def _flow_fit(draft: Draft, mention: Mention, other: Draft, gap: int) -> int:
    goes_on = mention.continues and gap <= _NEAR_SENTENCES + 1
    if _are_other_ways(draft, mention):
        return 0
    # Right after it, where a road led to is a stop of the way and no second receiver.
    near = goes_on or (gap <= _NEAR_SENTENCES and not other.quantities)
    if not (flows_agree(draft, other) or (near and _stated_flows_agree(draft, mention))):
        return 0
    if draft.kind == "deployment":
        return 5 if goes_on else 2
    if share_count(draft, other):
        return 5 if goes_on else 4
    if counts_conflict(draft, other):
        return 0
    return 5 if goes_on else _loose_fit(draft, other, gap)


def _are_other_ways(draft: Draft, mention: Mention) -> bool:
    """Return whether what was learnt keeps two ways apart, both of whose ends are told, differ and don't meet."""
    own = {place.role for place in mention.places}
    if mention.journey < 0 or not all(own.intersection(roles) for roles in _ENDS):
        return False
    if mention.journey in {m.journey for m in draft.mentions}:
        return False
    told = [
        [(place.role, place.name.toponym) for m in way for place in m.places] for way in (draft.mentions, [mention])
    ]
    starts, goals = ([[t for role, t in way if role in roles] for way in told] for roles in _ENDS)
    if not all((*starts, *goals)):
        return False
    same = [any(same_place(a, b) for a in ends[0] for b in ends[1]) for ends in (starts, goals)]
    goes_on = any(same_place(a, b) for a in goals[0] for b in starts[1])
    return not all(same) and not (goes_on and not _is_counted_anew(draft, mention))


def _is_counted_anew(draft: Draft, mention: Mention) -> bool:
    """Return whether a way that starts where another ended is told for itself: on other days, or of so many by rail."""
    if draft.date and mention.date and not dates_agree(draft.date, mention.date):
        return True
    means = [{place.mode for m in way for place in m.places} - {Mode.UNKNOWN} for way in (draft.mentions, [mention])]
    told = (mention.date is not None and not mention.day_told) or any(q.value for q in mention.quantities)
    return told and bool(means[0] and means[1]) and means[0].isdisjoint(means[1])


def _stated_flows_agree(draft: Draft, mention: Mention) -> bool:
    """Compare senders and receivers that are named as such: a way that goes on ends in another country."""
    flows = [(m.supplier, m.recipient) for m in draft.mentions]
    pairs = [pair for a, b in flows for pair in ((a, mention.supplier), (b, mention.recipient))]
    return all(a is None or b is None or a == b for a, b in pairs)


def _loose_fit(draft: Draft, other: Draft, gap: int) -> int:
    """Rank a consignment whose numbers neither agree nor contradict: by places, then by goods."""
    if draft.places and other.places and not (only_vague(draft) or only_vague(other)):
        return 3 if share_places(draft, other) else 0
    if is_counted(draft) and is_counted(other):
        return 0
    if gap <= 1 or draft.goods & other.goods:
        return 2
    return 2 if gap <= _ANY_GOODS_REACH and _may_be_goods_of(draft, other) else 0


def _may_be_goods_of(one: Draft, other: Draft) -> bool:
    """Return whether "the munitions" may be the goods that the other names."""
    return bool(one.goods and other.goods and _ANY_GOODS & (one.goods | other.goods))


def _with_lead(draft: Draft, bare: Sequence[Mention], drafts: Sequence[Draft]) -> Draft:
    """Add what an article opens with to the one consignment it then tells of: "Iran has sent missiles to Russia"."""
    first = draft.mentions[0].sentence
    if draft.kind != "shipment" or sum(other.kind == "shipment" for other in drafts) > 1:
        return draft
    leads = [
        mention
        for mention in bare
        if 0 < first.number - mention.sentence.number <= _LEAD_SENTENCES
        and mention.claimants
        and flows_agree(draft, fold_mentions([mention]))
        and weapons_agree(draft.weapon, mention.weapon)
        and dates_agree(draft.firm_date, mention.date)
    ]
    return fold_mentions([*leads, *draft.mentions]) if leads else draft
