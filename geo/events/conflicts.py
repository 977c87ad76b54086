"""Articles that tell of one event and disagree on its day: both stay, and each names the other."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from geo.events.drafts import Draft, dates_agree, span_days
from geo.events.likeness import flows_agree, share_count, share_site

_DAYS_APART = 14
_EXACT_DAYS = 3
_FLOWS = ("shipment", "deployment")


def find_conflicts(drafts: Sequence[Draft]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of events, by index, that different articles tell alike and date differently.

    One article that gives two days tells of two events. What two articles tell
    of one place within a fortnight is one event dated twice only where they
    also agree on how many of what, on the dead and wounded, or on a flow's goods.

    Args:
        drafts: Events of all articles, those that agree already joined.
    """
    pairs = {pair for bucket in _buckets(drafts) for pair in combinations(bucket, 2)}
    return tuple(sorted(pair for pair in pairs if _disagree(drafts[pair[0]], drafts[pair[1]])))


def _buckets(drafts: Sequence[Draft]) -> Iterator[list[int]]:
    """Yield the indexes of events of one kind at one place, or with one count, so that few pairs are compared."""
    found: dict[object, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.date is None or span_days(draft.date) > _EXACT_DAYS:
            continue
        places = {p.name.toponym.place.place_id for p in draft.places if p.name.toponym.place is not None}
        for key in sorted(places):
            found.setdefault((draft.kind, key), []).append(index)
    # One article that gives two days tells of two events.
    yield from (bucket for bucket in found.values() if len({a for i in bucket for a in drafts[i].articles}) > 1)


def _disagree(one: Draft, other: Draft) -> bool:
    if one.articles & other.articles or dates_agree(one.date, other.date) or _days_apart(one, other) > _DAYS_APART:
        return False
    if not share_site(one, other) or not _same_facts(one, other):
        return False
    return one.kind not in _FLOWS or flows_agree(one, other)


def _same_facts(one: Draft, other: Draft) -> bool:
    """Tell whether both count the same things; towns are struck often, so for strikes the same dead and wounded."""
    hurt = one.casualties is not None and one.casualties == other.casualties
    return hurt if one.kind == "strike" else hurt or share_count(one, other)


def _days_apart(one: Draft, other: Draft) -> int:
    days = sorted((_start(one), _start(other)))
    return (days[1] - days[0]).days


def _start(draft: Draft) -> dt.date:
    start = draft.date.start if draft.date else None
    return dt.date.fromisoformat(start) if start else dt.date.min
