"""How events of one reading bear on each other: a strike among the remnants examined, a disagreement."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

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
from geo.language.arms import weapon_named, weapons_agree
from geo.language.dates.comparing import dates_agree, span_days
from geo.language.geography import holds, same_place
from geo.reading.attribution.claimants import is_examiner

_DAYS_APART = 14
_EXACT_DAYS = 3
_FLOWS = ("shipment", "deployment")


class Links(Struct, frozen=True, kw_only=True):
    """Drafts with what they took over from each other, and which is part of which, by index."""

    drafts: tuple[Draft, ...]
    part_of: tuple[tuple[int, int], ...]


def link_drafts(drafts: Sequence[Draft]) -> Links:
    """Find the strikes that examined remnants came from.

    Such a strike takes over the weapon that the remnants showed and who examined them; its own words stay as they are.

    Args:
        drafts: Events of all articles.
    """
    linked = list(drafts)
    pairs = []
    finds: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.kind == "recovery":
            for article in draft.articles:
                finds.setdefault(article, []).append(index)
    for index, draft in enumerate(linked):
        if draft.kind != "strike":
            continue
        near = sorted({i for article in draft.articles for i in finds.get(article, ())})
        whole = next((i for i in near if _is_part(draft, linked[i])), None)
        if whole is not None:
            pairs.append((index, whole))
            linked[index] = _inherit(draft, linked[whole])
    pairs += _parts_of_totals(linked)
    return Links(drafts=tuple(linked), part_of=tuple(pairs))


def _parts_of_totals(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """Yield consignments beside the running total, of the same goods on the same way, that counts them in."""
    totals: dict[tuple[str | None, str | None], list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.kind == "shipment" and any(m.is_total for m in draft.mentions):
            totals.setdefault((draft.supplier, draft.recipient), []).append(index)
    for index, draft in enumerate(drafts):
        same_way = totals.get((draft.supplier, draft.recipient), ())
        whole = next((i for i in same_way if i != index and _is_counted_in(draft, drafts[i])), None)
        if whole is not None:
            yield index, whole


def _is_counted_in(part: Draft, total: Draft) -> bool:
    flow = (part.supplier, part.recipient)
    if part.kind != "shipment" or None in flow or flow != (total.supplier, total.recipient):
        return False
    if any(m.is_total for m in part.mentions) or not dates_agree(part.date, total.date) or part.date is None:
        return False
    counts = {q.unit: q.value for q in total.quantities if q.value}
    return any(q.value and q.value < counts.get(q.unit, 0) for q in part.quantities)


def _is_part(strike: Draft, remnants: Draft) -> bool:
    if remnants.kind != "recovery" or not strike.articles & remnants.articles or remnants.date is None:
        return False
    if strike.date is None or not dates_agree(strike.date, remnants.date):
        return False
    if not weapons_agree(strike.weapon, remnants.weapon):
        return False
    return any(
        holds(r.name.toponym, s.name.toponym) or same_place(r.name.toponym, s.name.toponym)
        for r in remnants.places
        for s in strike.places
    ) or bool(strike.marks and any(q.value is not None and q.value > 1 for q in remnants.quantities))


def _inherit(strike: Draft, remnants: Draft) -> Draft:
    known = weapon_named(remnants.weapon)
    weapon = remnants.weapon if known is not None and not known.generic else strike.weapon
    examiners = tuple(c for c in remnants.claimants if is_examiner(c)) if strike.marks else ()
    return structs.replace(strike, weapon=weapon, claimants=tuple(dict.fromkeys((*examiners, *strike.claimants))))


def give_examiners(drafts: Sequence[Draft]) -> list[Draft]:
    """Give finds that an article attributes to nobody the body that examined its others."""
    by_article = {
        article: claimant
        for draft in drafts
        if draft.kind == "recovery"
        for claimant in draft.claimants
        if is_examiner(claimant)
        for article in draft.articles
    }
    given = []
    for draft in drafts:
        examiner = next((by_article[a] for a in sorted(draft.articles) if a in by_article), None)
        takes = draft.kind == "recovery" or (draft.kind == "strike" and draft.marks)
        if takes and not draft.claimants and examiner is not None:
            given.append(structs.replace(draft, claimants=(examiner,)))
        else:
            given.append(draft)
    return given


def find_conflicts(drafts: Sequence[Draft]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of events, by index, that different articles tell alike but for the day or the figures.

    One article that gives two days tells of two events. What two articles tell of one place within a fortnight is one
    event dated twice only where they also agree on how many of what, on the dead and wounded, or on a flow's goods.
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
