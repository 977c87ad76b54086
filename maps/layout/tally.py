"""What a story's headline, legend and filters count, gathered in one pass over each field."""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from geo.records import DatePrecision, Event, EventDate, EventStatus
from maps.layout.symbols import is_contested, is_for_review
from maps.texts import last_day, parse_iso

_ORDER = ("shipment", "seizure", "deployment", "strike", "recovery", "test")


class Tally(Struct, frozen=True, kw_only=True):
    """Counts over all events of a map."""

    kinds: list[tuple[str, int]]
    """Kinds in the order in which a story tells them."""
    statuses: list[tuple[str, int]]
    contested: int
    """How many are denied or in conflict."""
    review: bool
    """Whether any event waits for somebody to look at it."""
    years: str
    """First and last year of the events, or nothing."""
    span: EventDate | None
    """First and last day, month or year of the events."""


def tally_events(events: Sequence[Event]) -> Tally:
    """Count events by kind and status."""
    statuses = Counter(map(attrgetter("status"), events))
    span = _span(events)
    years = [] if span is None else [parse_iso(str(span.start))[0].year, last_day(str(span.end)).year]
    return Tally(
        kinds=_counted_kinds(events),
        statuses=[(status.value, statuses[status]) for status in EventStatus if status in statuses],
        contested=sum(map(is_contested, events)),
        review=any(map(is_for_review, events)),
        years="–".join(map(str, dict.fromkeys(years))),
        span=span,
    )


def _counted_kinds(events: Sequence[Event]) -> list[tuple[str, int]]:
    counts = Counter(map(attrgetter("kind"), events))
    known = [(kind, counts.pop(kind)) for kind in _ORDER if kind in counts]
    return known + sorted(counts.items())


def _span(events: Sequence[Event]) -> EventDate | None:
    dates = [date for date in map(attrgetter("date"), events) if date]
    starts = {iso for date in dates if (iso := date.start or date.end)}
    ends = {iso for date in dates if (iso := date.end or date.start)}
    if not starts:
        return None
    # Of several that begin or end on one day the shortest name, that of the year, stands for all.
    first = min(sorted(starts), key=lambda iso: parse_iso(iso)[0])
    last = max(sorted(ends), key=last_day)
    return EventDate(start=first, end=last, precision=DatePrecision.DAY if first == last else DatePrecision.RANGE)
