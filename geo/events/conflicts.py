"""Articles that tell of one event and disagree on its day or its figures: both stay, and each names the other."""

from collections.abc import Iterator, Sequence

from geo.events.drafts import Draft
from geo.events.likeness import (
    Window,
    counts_agree,
    flows_agree,
    plain_unit,
    share_count,
    share_site,
    tolls_agree,
    window_of,
)
from geo.language.arms import weapons_agree
from geo.language.dates.comparing import dates_agree, span_days

_DAYS_APART = 14
_EXACT_DAYS = 3
_FLOWS = ("shipment", "deployment")


def find_conflicts(drafts: Sequence[Draft]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of events, by index, that different articles tell alike but for the day or the figures.

    One article that gives two days tells of two events. What two articles tell
    of one place within a fortnight is one event dated twice only where they
    also agree on how many of what, on the dead and wounded, or on a flow's goods.
    What they tell of one place and day with other figures contradicts the other too.

    Args:
        drafts: Events of all articles, those that agree already joined.
    """
    dated = {
        i: draft for i, draft in enumerate(drafts) if draft.date is not None and span_days(draft.date) <= _EXACT_DAYS
    }
    windows = {index: window_of(draft) for index, draft in dated.items()}
    found: dict[object, list[int]] = {}
    for index, draft in dated.items():
        for key in _facts(draft, windows[index]):
            found.setdefault(key, []).append(index)
    pairs = {pair for bucket in found.values() for pair in _close_pairs(bucket, windows)}
    return tuple(sorted(pair for pair in pairs if _contradict(drafts[pair[0]], drafts[pair[1]])))


def _facts(draft: Draft, window: Window) -> Iterator[object]:
    """Yield what events that contradict each other have in common: a place with a day, a count, or the dead."""
    places = {p.name.toponym.place.place_id for p in draft.places if p.name.toponym.place is not None}
    facts: set[object] = set(range(window.first, min(window.last, window.first + _DAYS_APART) + 1))
    if draft.casualties is not None:
        facts.add((draft.casualties.killed, draft.casualties.wounded))
    facts |= {(plain_unit(q.unit), q.value) for q in draft.quantities if q.value}
    return ((draft.kind, place, fact) for place in places for fact in facts)


def _close_pairs(bucket: Sequence[int], windows: dict[int, Window]) -> Iterator[tuple[int, int]]:
    ordered = sorted(bucket, key=lambda index: (windows[index], index))
    for position, one in enumerate(ordered):
        for other in ordered[position + 1 :]:
            if windows[other].first - windows[one].first > _DAYS_APART:
                break
            yield min(one, other), max(one, other)


def _contradict(one: Draft, other: Draft) -> bool:
    # One article that gives two days tells of two events.
    if one.articles & other.articles or not share_site(one, other):
        return False
    if one.kind in _FLOWS and not flows_agree(one, other):
        return False
    if dates_agree(one.date, other.date):
        return weapons_agree(one.weapon, other.weapon) and not (counts_agree(one, other) and tolls_agree(one, other))
    return _same_facts(one, other)


def _same_facts(one: Draft, other: Draft) -> bool:
    """Return whether both count the same things; towns are struck often, so for strikes the same dead and wounded."""
    hurt = one.casualties is not None and one.casualties == other.casualties
    return hurt if one.kind == "strike" else hurt or share_count(one, other)
