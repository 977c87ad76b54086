"""What two events have in common: places, counts, senders and receivers."""

from collections.abc import Sequence

from gazetteer.records import Precision
from geo.events.drafts import Draft, span_days
from geo.language.geography import meets, same_place
from geo.reading.mentions import MentionPlace


def is_part_of_raid(one: Draft, other: Draft) -> bool:
    """Return whether one of two strikes is but a place of the raid that the other tells."""
    return one.kind == "strike" and (_is_one_of_areas(one, other) or _is_one_of_areas(other, one))


def _is_one_of_areas(areas: Draft, spot: Draft) -> bool:
    """Tell whether a place hit lies in one of several areas that a whole raid reached."""
    points = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
    exact = all(p.name.toponym.precision in points for p in spot.places)
    return len(areas.places) > 1 and all_areas(areas) and exact


def all_areas(draft: Draft) -> bool:
    """Return whether an event's places are first-level areas alone."""
    return all(place.name.toponym.precision == Precision.ADMIN1 for place in draft.places)


def only_vague(draft: Draft) -> bool:
    """Tell whether an event's places are seas and regions alone."""
    return all(place.name.toponym.precision in (Precision.SEA, Precision.REGION) for place in draft.places)


def country_of(draft: Draft) -> str | None:
    """Return the country an event happened in, told or by its first place."""
    return draft.country or next((place.name.toponym.country for place in draft.places), None)


def is_counted(draft: Draft) -> bool:
    """Return whether an event counts anything."""
    return any(q.value is not None for q in draft.quantities)


def share_count(one: Draft, other: Draft) -> bool:
    """Tell whether both count the same number of the same things."""
    counts = {(q.value, plain_unit(q.unit)) for q in one.quantities if q.value and q.value > 1}
    return any((q.value, plain_unit(q.unit)) in counts for q in other.quantities)


def plain_unit(unit: str) -> str:
    """Return a unit as counts are compared: a rocket may be called a missile."""
    return "missile" if unit == "rocket" else unit


def counts_conflict(one: Draft, other: Draft) -> bool:
    """Tell whether both count one kind of thing and never agree, or count different kinds."""
    mine = {(plain_unit(q.unit), q.value) for q in one.quantities if q.value}
    yours = {(plain_unit(q.unit), q.value) for q in other.quantities if q.value}
    return bool(mine) and bool(yours) and not mine & yours


def flows_agree(one: Draft, other: Draft) -> bool:
    """Tell whether senders and receivers contradict each other nowhere."""
    pairs = ((one.supplier, other.supplier), (one.recipient, other.recipient))
    return all(a is None or b is None or a == b for a, b in pairs)


def share_places(one: Draft, other: Draft) -> bool:
    """Tell whether two events name a common place, or one names the other's surroundings."""
    return any(meets(a.name.toponym, b.name.toponym) for a in _hit(one) for b in _hit(other))


def _hit(draft: Draft) -> Sequence[MentionPlace]:
    """Return an event's places; of a strike not where it was fired from, as another may have hit there."""
    if draft.kind != "strike":
        return draft.places
    return [place for place in draft.places if place.role != "origin"] or draft.places


def share_site(one: Draft, other: Draft) -> bool:
    """Tell whether two events name one and the same place."""
    return any(same_place(a.name.toponym, b.name.toponym) for a in one.places for b in other.places)


def span_of(draft: Draft) -> int:
    """Return how many days an event may span; many where it has no date."""
    return span_days(draft.date) if draft.date else 10**6
