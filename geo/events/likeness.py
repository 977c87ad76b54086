"""What two events have in common: days, places, counts, senders and receivers."""

import datetime as dt
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gazetteer.records import Precision
from geo.events.drafts import Draft, may_be_one
from geo.events.wording import counts_dead_since, is_another, targets_told
from geo.language.arms import weapon_named
from geo.language.dates.comparing import span_days
from geo.language.geography import holds
from geo.reading.mentions import MentionPlace
from geo.records import Qualifier, Quantity

_REPORTED_WITHIN_DAYS = 14
"""News tells of what happened in the fortnight before, where it gives no day."""
_FLOW_REPORTED_WITHIN_DAYS = 45
"""A voyage takes weeks, and becomes known after it; so does a catch."""
_LATE_KNOWN = ("shipment", "deployment", "seizure")
_ALWAYS = (dt.date.min.toordinal(), dt.date.max.toordinal())
_ABOUT = 0.2
"""How far off, as a share, a number told as "some 50" may be."""
_TOLLS_APART = 3
"""Reports of one day that put the dead further apart than so many times tell of two blows."""
_WOUNDED_APART = 10
_MANY_KILLED = 5
"""A town has hardly two blows within days that each kill so many."""
_SMALL_ARMS = ("rifle", "pistol", "machine gun")
_HEAVY = frozenset({"vehicle", "aircraft", "helicopter"})
_PACKED = frozenset({"container", "tonne", "vessel", "component", "weapon", "lorry", "crate", "wagon"})
_KIN = {"tank": "vehicle"} | dict.fromkeys(
    ("shell", "missile", "rocket", "bomb", "grenade", "mine", "system"), "munition"
)
"""Units that reports may give the same goods: a system comes with its missiles."""


class Window(NamedTuple):
    """First and last day, as ordinals, on which an event may have happened."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """Days from the first to the last."""
        return self.last - self.first

    def meets(self, other: "Window") -> bool:
        """Return whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: "Window") -> bool:
        """Return whether every day of the other is one of its days."""
        return self.first <= other.first and other.last <= self.last

    def within(self, other: "Window") -> "Window":
        """Return the days that both have in common."""
        return Window(max(self.first, other.first), min(self.last, other.last))


def window_of(draft: Draft) -> Window:
    """Return the days on which one article's event may have happened.

    Where no day is told they are those before the article's publication; where only that of an examination is told,
    they lie before it.
    """
    published = published_of(draft)
    date = draft.firm_date
    if date is None and draft.date is not None and draft.date.end is not None:
        return Window(_ALWAYS[0], dt.date.fromisoformat(draft.date.end).toordinal())
    if date is None or (date.start is None and date.end is None):
        first, last = published or _ALWAYS
        before = _FLOW_REPORTED_WITHIN_DAYS if draft.kind in _LATE_KNOWN else _REPORTED_WITHIN_DAYS
        return Window(first - before if published else first, last)
    first = dt.date.fromisoformat(date.start).toordinal() if date.start else _ALWAYS[0]
    last = dt.date.fromisoformat(date.end).toordinal() if date.end else (published or _ALWAYS)[1]
    return Window(first, max(first, last))


def published_of(draft: Draft) -> Window | None:
    """Return the day, month or year that an event's first article was published in, None where that is unknown."""
    text = draft.mentions[0].published
    return None if text is None else _days_of(text)


@lru_cache
def _days_of(text: str) -> Window:
    year, month, day = [*(int(part) for part in text[:10].split("-")), 0, 0][:3]
    first = dt.date(year, month or 1, day or 1)
    if day:
        return Window(first.toordinal(), first.toordinal())
    following = dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return Window(first.toordinal(), following.toordinal() - 1)


def is_part_of_raid(one: Draft, other: Draft) -> bool:
    """Return whether one of two strikes is but a place of the raid that the other tells."""
    return one.kind == "strike" and (_is_one_of_areas(one, other) or _is_one_of_areas(other, one))


def _is_one_of_areas(areas: Draft, spot: Draft) -> bool:
    """Return whether a place hit lies in one of several areas that a whole raid reached."""
    points = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
    exact = all(p.name.toponym.precision in points for p in spot.places)
    return len(areas.places) > 1 and all_areas(areas) and exact


def all_areas(draft: Draft) -> bool:
    """Return whether an event's places are first-level areas alone."""
    return all(place.name.toponym.precision == Precision.ADMIN1 for place in draft.places)


def only_vague(draft: Draft) -> bool:
    """Return whether an event's places are seas and regions alone."""
    return all(place.name.toponym.precision in (Precision.SEA, Precision.REGION) for place in draft.places)


def country_of(draft: Draft) -> str | None:
    """Return the country an event happened in, told or by its first place."""
    return draft.country or next((place.name.toponym.country for place in draft.places), None)


def is_counted(draft: Draft) -> bool:
    """Return whether an event counts anything."""
    return any(q.value is not None for q in draft.quantities)


def share_count(one: Draft, other: Draft) -> bool:
    """Return whether both count the same number of the same things."""
    counts = {(q.value, _like_unit(q.unit)) for q in one.quantities if q.value and q.value > 1}
    return any((q.value, _like_unit(q.unit)) in counts for q in other.quantities)


def _like_unit(unit: str) -> str:
    """Return a unit as equal numbers are compared: an armoured carrier is a tank to some reports."""
    return "vehicle" if unit == "tank" else plain_unit(unit)


def plain_unit(unit: str) -> str:
    """Return a unit as counts are compared: a rocket may be called a missile."""
    return "missile" if unit == "rocket" else unit


def counts_conflict(one: Draft, other: Draft) -> bool:
    """Return whether both count one kind of thing and never agree, or count different kinds."""
    mine = {(plain_unit(q.unit), q.value) for q in one.quantities if q.value}
    yours = {(plain_unit(q.unit), q.value) for q in other.quantities if q.value}
    return bool(mine) and bool(yours) and not mine & yours


def counts_agree(one: Draft, other: Draft) -> bool:
    """Return whether of everything that both count some number may be the same; "a drone" counts nothing."""
    if not one.quantities or not other.quantities:
        return True
    mine, yours = _counts(one), _counts(other)
    if _is_less(mine, yours) or _is_less(yours, mine):
        return False
    return all(any(_may_equal(a, b) for a in mine[unit] for b in yours[unit]) for unit in mine.keys() & yours.keys())


def _is_less(whole: dict[str, list[tuple[float, float]]], part: dict[str, list[tuple[float, float]]]) -> bool:
    """Return whether so many "weapons" are fewer than the rifles or pistols that another counts."""
    least = max((low for unit in _SMALL_ARMS for low, _ in part.get(unit, ())), default=0)
    return any(high < least for _, high in whole.get("weapon", ()))


def goods_agree(one: Draft, other: Draft) -> bool:
    """Return whether two consignments may be of one kind of goods; what only says how it is packed says nothing."""
    mine, yours = _goods_of(one), _goods_of(other)
    if not mine or not yours or not mine.isdisjoint(yours) or share_count(one, other):
        return True
    # Of a catch each report may name other arms, but vehicles and aircraft are not among rifles.
    return one.kind == "seizure" and (mine <= _HEAVY) == (yours <= _HEAVY) and not is_another(one, other)


def is_also_told(one: Draft, other: Draft) -> bool:
    """Return whether a report that names several kinds of goods names the other's weapon among them."""
    weapon, several = weapon_named(other.weapon), _goods_of(one)
    return weapon is not None and len(several) > 1 and _KIN.get(weapon.unit, weapon.unit) in several


def _goods_of(draft: Draft) -> set[str]:
    weapon = weapon_named(draft.weapon)
    units = draft.goods | {weapon.unit} if weapon else draft.goods
    return {_KIN.get(unit, unit) for unit in units if unit not in _PACKED}


def _counts(draft: Draft) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for quantity in draft.quantities:
        if quantity.value and quantity.value > 1:
            found.setdefault(plain_unit(quantity.unit), []).append(_bounds(quantity, quantity.value))
    return found


def _bounds(quantity: Quantity, value: float) -> tuple[float, float]:
    if quantity.qualifier in (Qualifier.GT, Qualifier.GTE):
        return value, math.inf
    if quantity.qualifier in (Qualifier.LT, Qualifier.LTE):
        return 0, value
    about = _ABOUT if quantity.qualifier is Qualifier.APPROX else 0
    return value * (1 - about), value * (1 + about)


def _may_equal(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def tolls_agree(one: Draft, other: Draft) -> bool:
    """Return whether the dead and wounded agree, or are those of an earlier and a later report.

    A toll only rises, but some of the wounded die, and a report may count those alone. What one day's reports put many
    times apart are two.
    """
    mine, yours = one.casualties, other.casualties
    if mine is None or yours is None:
        return True
    days = published_of(one), published_of(other)
    order = (days[0].first > days[1].last) - (days[0].last < days[1].first) if days[0] and days[1] else 0
    if order == 0:
        if None in days:
            return True
        killed = not (mine.killed and yours.killed) or _toll_ratio(mine.killed, yours.killed) <= _TOLLS_APART
        hurt = not (mine.wounded and yours.wounded) or _toll_ratio(mine.wounded, yours.wounded) <= _WOUNDED_APART
        return killed and hurt
    later, earlier = (mine, yours) if order > 0 else (yours, mine)
    if counts_dead_since(one if order > 0 else other):
        return True
    wounded_fell = _fell(earlier.wounded, later.wounded)
    only_wounded = later.killed is None and not targets_told(one).isdisjoint(targets_told(other))
    return not _fell(earlier.killed, later.killed) and (only_wounded or not wounded_fell)


def _fell(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after < before


def _toll_ratio(one: int, other: int) -> float:
    return max(one, other) / min(one, other)


def share_toll(one: Draft, other: Draft) -> bool:
    """Return whether both tell of the same number of dead or, where one tells of no dead, of wounded."""
    if one.casualties is None or other.casualties is None:
        return False
    pairs = ((one.casualties.killed, other.casualties.killed), (one.casualties.wounded, other.casualties.wounded))
    told = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(told) and all(a == b and a > 1 for a, b in told)


def share_heavy_toll(one: Draft, other: Draft) -> bool:
    """Return whether both tell of many dead, in numbers that an early and a late report of one blow may give."""
    killed = [draft.casualties.killed or 0 for draft in (one, other) if draft.casualties]
    return len(killed) > 1 and min(killed) >= _MANY_KILLED and max(killed) <= _TOLLS_APART * min(killed)


def flows_agree(one: Draft, other: Draft) -> bool:
    """Return whether senders and receivers contradict each other nowhere."""
    pairs = ((one.supplier, other.supplier), (one.recipient, other.recipient))
    return all(a is None or b is None or a == b for a, b in pairs)


def share_places(one: Draft, other: Draft) -> bool:
    """Return whether two events name a common place, or one names the other's surroundings."""
    return any_meet(_hit(one), _hit(other))


def any_meet(some: Sequence[MentionPlace], others: Sequence[MentionPlace]) -> bool:
    """Return whether two of the places may be one spot."""
    pairs = ((a.name.toponym, b.name.toponym) for a in some for b in others)
    return any(may_be_one(a, b) or holds(a, b) or holds(b, a) for a, b in pairs)


def _hit(draft: Draft) -> Sequence[MentionPlace]:
    """Return an event's places; of a strike not where it was fired from, as another may have hit there."""
    if draft.kind != "strike":
        return draft.places
    return [place for place in draft.places if place.role != "origin"] or draft.places


def share_site(one: Draft, other: Draft) -> bool:
    """Return whether two events name one and the same place."""
    return any(may_be_one(a.name.toponym, b.name.toponym) for a in one.places for b in other.places)


def span_of(draft: Draft) -> int:
    """Return how many days an event may span; many where it has no date."""
    return span_days(draft.date) if draft.date else 10**6
