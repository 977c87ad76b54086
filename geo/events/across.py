"""Which events of several articles are one."""

import re
from collections.abc import Callable, Sequence

from gazetteer.records import Precision
from geo.events.clusters import Blocks, Cluster, lacks_spot, names_spot
from geo.events.coreference import FLOWS
from geo.events.drafts import Draft, fold_mentions
from geo.events.likeness import (
    Window,
    any_meet,
    country_of,
    counts_agree,
    flows_agree,
    goods_agree,
    is_also_told,
    is_counted,
    is_part_of_raid,
    published_of,
    share_count,
    share_heavy_toll,
    share_places,
    share_site,
    share_toll,
    span_of,
    tolls_agree,
    window_of,
)
from geo.events.telling import EXACT_DAYS, is_new_count
from geo.events.wording import AROUND, blows_apart, hit_apart, targets_told
from geo.language.arms import weapon_named, weapons_agree
from geo.reading.mentions import Mention, MentionPlace
from geo.records import PlaceRole

_BLOW_DAYS = 7
"""A blow told to so many days is that day's; told to a month it may be any of that month."""
_NIGHT_DAYS = 2
_WORDS = re.compile(r"\w+")
_BLOWS = ("strike", "test")
_FOLLOWED_DAYS = 3
"""Undated reports of one blow, with nothing else in common, come this close together."""


def join_across(
    drafts: Sequence[Draft], order: Callable[[Mention], tuple[int, int]], asides: Sequence[Draft] = ()
) -> list[Draft]:
    """Join the events that several articles report.

    An event joins a cluster that it fits as a whole and no member of which it contradicts.

    Args:
        drafts: Events of single articles, in a fixed order.
        order: Key that sorts mentions (publication, article, offset).
        asides: What tells too little to be an event, but may report one of these.
    """
    clusters: list[Cluster] = []
    blocks = Blocks()
    for draft in drafts:
        window = window_of(draft)
        fitting = [cluster for cluster in blocks.near(draft, window) if _fits(cluster, draft, window)]
        if fitting:
            cluster = max(fitting, key=lambda c: _closeness(c, draft))
            cluster.add(draft, window)
        else:
            cluster = Cluster(draft, window)
            clusters.append(cluster)
        blocks.add(cluster, draft, window)
    for aside in asides:
        window = window_of(aside)
        near = [cluster for cluster in blocks.near(aside, window) if not aside.articles & cluster.articles]
        fitting = [c for c in near if _is_named_alike(c.shown, aside) and _fits(c, aside, window)]
        if fitting:
            max(fitting, key=lambda c: _closeness(c, aside)).add(aside, window)
    return [_fold(cluster, order) for cluster in clusters]


def _fold(cluster: Cluster, order: Callable[[Mention], tuple[int, int]]) -> Draft:
    if len(cluster.members) == 1:
        return cluster.members[0]
    return fold_mentions(sorted((m for member in cluster.members for m in member.mentions), key=order))


def _fits(cluster: Cluster, draft: Draft, window: Window) -> bool:
    if not cluster.window.meets(window):
        return False
    members = cluster.looked_at
    return (
        all(_may_be_one(member, draft) for member in members)
        and _same_event(cluster.shown, draft)
        and not (draft.articles & cluster.articles and is_part_of_raid(cluster.shown, draft))
        and (draft.kind not in FLOWS or _adds_no_stop(members, draft))
    )


def _closeness(cluster: Cluster, draft: Draft) -> tuple[int, int]:
    """Rank the events that one may belong to: by count, place and day, then by how shortly before it they were told."""
    one = cluster.shown
    days = published_of(cluster.members[-1]), published_of(draft)
    since = days[1].first - days[0].first if days[0] and days[1] else 0
    return 2 * share_count(one, draft) + share_site(one, draft) + (one.date == draft.date), -abs(since)


def _arms_agree(one: Draft, other: Draft) -> bool:
    """Return whether the weapons told may be the same; a convoy takes tanks and lorries together."""
    if one.kind == "deployment" or weapons_agree(one.weapon, other.weapon) or _are_of_one_family(one, other):
        return True
    return one.kind not in _BLOWS and (is_also_told(one, other) or is_also_told(other, one))


def _may_be_one(one: Draft, other: Draft) -> bool:
    """Return whether two articles' events of the same days contradict each other in nothing."""
    if one.kind != other.kind or not _arms_agree(one, other):
        return False
    if not tolls_agree(one, other) or not (counts_agree(one, other) or _is_corrected(one, other)):
        return False
    if one.kind not in _BLOWS and not goods_agree(one, other):
        return False
    if one.kind in FLOWS:
        return flows_agree(one, other) and _ends_agree(one, other)
    if one.kind not in _BLOWS or share_count(one, other):
        return True
    return _nights_agree(one, other) and (share_toll(one, other) or not blows_apart(one, other))


def _are_of_one_family(one: Draft, other: Draft) -> bool:
    """Return whether one names a family of weapons and the other a model of it: "Leopard", "Leopard 2"."""
    shorter, longer = sorted((_WORDS.findall(one.weapon or ""), _WORDS.findall(other.weapon or "")), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _is_corrected(one: Draft, other: Draft) -> bool:
    """Return whether one is a later report's other count of the goods that came, went or were seized on one day."""
    if one.kind in _BLOWS or max(span_of(one), span_of(other)) > _NIGHT_DAYS:
        return False
    days = published_of(one), published_of(other)
    again = None not in days and days[0] != days[1] and window_of(one) == window_of(other)
    return again and share_site(one, other) and bool(one.goods & other.goods)


def _nights_agree(one: Draft, other: Draft) -> bool:
    """Return whether the days of one hold the other's: the nights to Tuesday and to Wednesday only share Tuesday."""
    if one.firm_date is None or other.firm_date is None:
        return True
    mine, yours = window_of(one), window_of(other)
    return mine.holds(yours) or yours.holds(mine)


def _ends_agree(one: Draft, other: Draft) -> bool:
    """Return whether two ways start at one place and end at one, as far as both say; one may be told up to a stop."""
    for role in (PlaceRole.ORIGIN, PlaceRole.DESTINATION):
        mine, yours = _at(one, role), _at(other, role)
        if (
            mine
            and yours
            and not any_meet(mine, [*yours, *_at(other, PlaceRole.VIA)])
            and not any_meet(yours, _at(one, PlaceRole.VIA))
        ):
            return False
    return True


def _at(draft: Draft, role: PlaceRole) -> list[MentionPlace]:
    return [place for place in draft.places if place.role is role]


def _adds_no_stop(members: Sequence[Draft], draft: Draft) -> bool:
    """Return whether some report tells all stops: a way put together from two reports is told by neither."""
    stops = len(fold_mentions([m for told in (*members, draft) for m in told.mentions]).places)
    return stops <= max(len(told.places) for told in (*members, draft))


def _same_event(one: Draft, other: Draft) -> bool:
    """Return whether two events that contradict each other in nothing have enough in common to be one."""
    return _same_flow(one, other) if one.kind in FLOWS else _same_site_event(one, other)


def _same_flow(one: Draft, other: Draft) -> bool:
    if one.places and other.places and not share_places(one, other):
        return False
    if share_count(one, other):
        return True
    alike = (span_of(one) <= EXACT_DAYS and span_of(other) <= EXACT_DAYS) or _share_claimant(one, other)
    if not (one.places and other.places) and _tells_both_parties(one) and _tells_both_parties(other):
        night = max(span_of(one), span_of(other)) <= _NIGHT_DAYS
        return night or (_alike(one, other) and _told_together(one, other))
    if _tells_both_ends(one) and _tells_both_ends(other):
        return alike or _told_together(one, other)
    return share_site(one, other) and (alike or _is_told_in_passing(one, other))


def _tells_both_parties(draft: Draft) -> bool:
    return bool(draft.supplier and draft.recipient)


def _tells_both_ends(draft: Draft) -> bool:
    return bool(_at(draft, PlaceRole.ORIGIN) and _at(draft, PlaceRole.DESTINATION))


def _is_told_in_passing(one: Draft, other: Draft) -> bool:
    """Return whether one names, without days or numbers, a way between the same two states that the other tells."""
    flows = {(draft.supplier, draft.recipient) for draft in (one, other)}
    bare = any(not is_counted(draft) and span_of(draft) > EXACT_DAYS for draft in (one, other))
    return bare and len(flows) == 1 and all(None not in flow for flow in flows)


def _share_claimant(one: Draft, other: Draft) -> bool:
    names = {claimant.name for claimant in one.claimants}
    countries = {claimant.country for claimant in one.claimants if claimant.country}
    return any(c.name in names or c.country in countries for c in other.claimants)


def _same_site_event(one: Draft, other: Draft) -> bool:
    if _is_named_alike(one, other) or _is_one_catch(one, other):
        return True
    longest = _BLOW_DAYS if one.kind in _BLOWS else EXACT_DAYS
    dated = max(span_of(one), span_of(other)) <= longest
    if one.places and other.places:
        if not share_places(one, other):
            return False
        if _alike(one, other):
            return dated or share_site(one, other)
        apart = hit_apart(one, other) and not _is_followed_up(one, other)
        return not apart and (dated or (share_site(one, other) and _is_told_alike(one, other)))
    return None not in (one.date, other.date) and _same_without_place(one, other)


def _is_followed_up(one: Draft, other: Draft) -> bool:
    """Return whether one report comes back to the blow of that night: it counts the dead anew, or other damage."""
    days = published_of(one), published_of(other)
    night = max(span_of(one), span_of(other)) <= _NIGHT_DAYS
    if not night or None in (one.weapon, other.weapon) or not share_site(one, other) or days[0] == days[1]:
        return False
    mine, yours = one.casualties, other.casualties
    later = max((one, other), key=lambda draft: published_of(draft) or window_of(draft))
    if _names_site(one) != _names_site(other) and not targets_told(later) <= AROUND:
        return False  # the fuel depot of the town is not its air base
    since = (published_of(later) or window_of(later)).first - window_of(later).last
    return bool(mine and yours and mine.killed and yours.killed) or since >= _NIGHT_DAYS


def _names_site(draft: Draft) -> bool:
    return any(place.name.toponym.precision == Precision.SITE for place in draft.places)


def _is_named_alike(one: Draft, other: Draft) -> bool:
    """Return whether a report of that night, of which no town was read as the place, names where the other hit."""
    night = max(span_of(one), span_of(other)) <= _NIGHT_DAYS
    return night and names_spot(one, other) and not hit_apart(one, other)


def _is_one_catch(one: Draft, other: Draft) -> bool:
    """Return whether as much of one sender's arms was seized at sea or in an area, whatever each calls it."""
    senders = {one.supplier, other.supplier}
    at_sea = one.kind == "seizure" and lacks_spot(one) and lacks_spot(other)
    return at_sea and None not in senders and len(senders) == 1 and share_count(one, other)


def _same_without_place(one: Draft, other: Draft) -> bool:
    """Return whether a report that names no place tells what another does: as many dead that night, or who says so."""
    countries = {country_of(one), country_of(other)}
    if max(span_of(one), span_of(other)) <= _NIGHT_DAYS and share_toll(one, other):
        return None in countries or len(countries) == 1
    narrow = min(span_of(one), span_of(other)) <= EXACT_DAYS
    return narrow and len(countries) == 1 and (_share_claimant(one, other) or share_count(one, other))


def _alike(one: Draft, other: Draft) -> bool:
    """Return whether two events count the same, or as many dead, or name one model of weapon."""
    weapon = weapon_named(one.weapon)
    exact = one.weapon == other.weapon and weapon is not None and not weapon.generic
    return exact or share_toll(one, other) or share_count(one, other)


def _is_told_alike(one: Draft, other: Draft) -> bool:
    """Return whether blows told of in the same days have weapons, which agree, a toll that few have, or a new count."""
    armed = one.weapon is not None and other.weapon is not None
    return (armed or share_heavy_toll(one, other) or is_new_count(one, other)) and _told_together(one, other)


def _told_together(one: Draft, other: Draft) -> bool:
    """Return whether both were published in the same days, or an undated one in those after the other's day."""
    published = published_of(one), published_of(other)
    return _lie_close(*published) or _lie_close(_day_told(one), _day_told(other))


def _day_told(draft: Draft) -> Window | None:
    return window_of(draft) if span_of(draft) <= _NIGHT_DAYS else published_of(draft)


def _lie_close(one: Window | None, other: Window | None) -> bool:
    if one is None or other is None:
        return one is other
    return max(one.first, other.first) - min(one.last, other.last) <= _FOLLOWED_DAYS
