"""Which events of several articles are one."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from geo.events.coreference import FLOWS
from geo.events.drafts import Draft, dates_agree, fold_mentions, span_days
from geo.events.likeness import (
    country_of,
    counts_conflict,
    flows_agree,
    is_counted,
    is_part_of_raid,
    plain_unit,
    share_count,
    share_places,
    share_site,
    span_of,
)
from geo.events.telling import EXACT_DAYS
from geo.language.arms import weapons_agree
from geo.language.casualties import casualties_agree
from geo.reading.mentions import Mention

_LATEST = 400
"""Events with one thing in common that a further one is compared with, the latest of a large corpus."""


def join_across(drafts: Sequence[Draft], order: Callable[[Mention], tuple[int, int]]) -> list[Draft]:
    """Join the events that several articles report.

    Args:
        drafts: Events of single articles, in a fixed order.
        order: Key that sorts mentions (publication, article, offset).
    """
    joined: list[Draft] = []
    index: dict[object, list[int]] = {}
    for draft in drafts:
        near = dict.fromkeys(i for key in _keys(draft) for i in index.get(key, [])[-_LATEST:])
        match = next((i for i in near if same_event(joined[i], draft)), None)
        if match is None:
            match = len(joined)
            joined.append(draft)
        else:
            joined[match] = fold_mentions(sorted((*joined[match].mentions, *draft.mentions), key=order))
        for key in _keys(joined[match]):
            numbers = index.setdefault(key, [])
            if match not in numbers:
                numbers.append(match)
    return joined


def _keys(draft: Draft) -> set[object]:
    """Return what events that may be the same have in common, so that few pairs are compared."""
    keys: set[object] = set()
    for place in draft.places:
        toponym = place.name.toponym
        keys.add((draft.kind, toponym.country, toponym.place.admin1 if toponym.place else toponym.text))
    country = country_of(draft)
    month = draft.date.start[:7] if draft.date and draft.date.start else None
    keys.add((draft.kind, country, month))
    for quantity in draft.quantities:
        keys.add((draft.kind, plain_unit(quantity.unit), quantity.value))
    if draft.kind == "deployment":
        keys.add((draft.kind, draft.supplier, draft.recipient))
    return keys


def same_event(one: Draft, other: Draft) -> bool:
    """Tell whether two articles' events are one: same kind, agreeing dates and places, and enough in common."""
    if one.kind != other.kind or not weapons_agree(one.weapon, other.weapon):
        return False
    if one.kind in FLOWS:
        return _same_flow_event(one, other)
    return _same_site_event(one, other)


def _same_flow_event(one: Draft, other: Draft) -> bool:
    if not flows_agree(one, other) or not dates_agree(one.date, other.date):
        return False
    if one.places and other.places and not share_places(one, other):
        return False
    if share_count(one, other):
        return True
    if counts_conflict(one, other):
        return share_site(one, other) and _dated_alike(one, other) and _share_claimant(one, other)
    alike = _dated_alike(one, other) or _share_claimant(one, other)
    return share_site(one, other) and (alike or _is_told_in_passing(one, other))


def _is_told_in_passing(one: Draft, other: Draft) -> bool:
    """Tell whether one names, without days or numbers, a way between the same two states that the other tells."""
    flows = {(draft.supplier, draft.recipient) for draft in (one, other)}
    return (
        len(flows) == 1 and all(None not in flow for flow in flows) and any(_is_bare(draft) for draft in (one, other))
    )


def _is_bare(draft: Draft) -> bool:
    return not is_counted(draft) and span_of(draft) > EXACT_DAYS


def _dated_alike(one: Draft, other: Draft) -> bool:
    if one.date is None or other.date is None:
        return False
    return span_days(one.date) <= EXACT_DAYS and span_days(other.date) <= EXACT_DAYS


def _share_claimant(one: Draft, other: Draft) -> bool:
    names = {claimant.name for claimant in one.claimants}
    countries = {claimant.country for claimant in one.claimants if claimant.country}
    return any(c.name in names or c.country in countries for c in other.claimants)


def _same_site_event(one: Draft, other: Draft) -> bool:
    slack = 1 if share_count(one, other) and share_site(one, other) else 0
    if not dates_agree(one.firm_date, other.firm_date, slack_days=slack):
        return False
    both_dated = _dated_or_wide(one) and _dated_or_wide(other)
    if one.places and other.places:
        if not share_places(one, other) or (one.articles & other.articles and is_part_of_raid(one, other)):
            return False
        if both_dated:
            return True
        return share_site(one, other) and _alike(one, other)
    if country_of(one) != country_of(other) or not both_dated:
        return False
    narrow = min(span_of(one), span_of(other)) <= EXACT_DAYS
    return narrow and (_share_claimant(one, other) or share_count(one, other))


def _alike(one: Draft, other: Draft) -> bool:
    """Tell whether two events count the same dead, the same things, or name the same weapon."""
    hurt = (
        one.casualties is not None
        and other.casualties is not None
        and casualties_agree(one.casualties, other.casualties)
    )
    named = one.weapon is not None and one.weapon == other.weapon
    return hurt or named or share_count(one, other)


def _dated_or_wide(draft: Draft) -> bool:
    return draft.date is not None and draft.date.start is not None


def by_kind(drafts: Iterable[Draft]) -> Mapping[str, list[Draft]]:
    """Return drafts by their kind."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.kind, []).append(draft)
    return found
