"""What a reviewer must decide in an event file."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from gazetteer.records import Precision, Status
from geo.records import Event, EventFile, EventPlace, FoundBy, Relation

_ROUTED = ("shipment",)
_SITED = ("strike", "recovery", "seizure", "test")
_NO_POINT = (Precision.COUNTRY, Precision.REGION)
_CONFLICT_MARK = " / "


class Question(StrEnum):
    """Why a reviewer should look."""

    UNRESOLVED = "unresolved"
    AMBIGUOUS = "ambiguous"
    UNPLACED = "unplaced"
    UNDATED = "undated"
    UNSOURCED = "unsourced"
    UNATTRIBUTED = "unattributed"
    CONFLICTING = "conflicting"
    DISPUTED = "disputed"
    SCORED = "scored"
    UNROUTED = "unrouted"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing to decide, in one line."""

    event: str
    question: Question
    about: str
    place: int | None = None  # Index of the event's place that it concerns
    quote: str | None = None


def check_events(events: EventFile) -> list[Finding]:
    """Return what a reviewer must decide of an event file, event by event; reviewed events are left out."""
    return [finding for event in events.events if not event.reviewed for finding in _findings(event)]


def _findings(event: Event) -> Iterator[Finding]:
    quote = event.reports[0].quote if event.reports else None

    def finding(question: Question, about: str, place: int | None = None) -> Finding:
        return Finding(event=event.id, question=question, about=about, place=place, quote=quote)

    for number, place in enumerate(event.places):
        yield from (finding(question, about, number) for question, about in _place_questions(place))
    if not event.places and event.kind in _SITED:
        yield finding(Question.UNPLACED, f"no place is known for this {event.kind}")
    if event.kind in _ROUTED and not any(place.role in ("origin", "destination") for place in event.places):
        yield finding(Question.UNPLACED, "neither origin nor destination is named")
    if event.date is None or event.date.start is None:
        words = event.date.text if event.date else None
        yield finding(
            Question.UNDATED, f"{words!r} needs the article's day of publication" if words else "no date is told"
        )
    if not event.reports or not all(report.quote for report in event.reports):
        yield finding(Question.UNSOURCED, "no report with a quote supports it")
    if event.status == "reported":
        yield finding(Question.UNATTRIBUTED, "nobody is named who asserts it")
    if event.found_by is FoundBy.SCORER:
        yield finding(
            Question.SCORED, "found by likeness to labelled texts alone; read the quote before it is published"
        )
    yield from (finding(Question.CONFLICTING, about) for about in _conflicts(event))
    yield from (finding(Question.UNROUTED, about) for about in _doubtful_legs(event))
    if event.disputed:
        yield finding(Question.DISPUTED, f"denied by {', '.join(event.denied_by) or 'somebody'}")


def _doubtful_legs(event: Event) -> Iterator[str]:
    """Yield what is doubtful of an event's legs: no way, a closed border, a gap, a passage, an impossible speed."""
    if not event.legs:
        return
    from geo.routes import trace_event  # networks load only where there are legs
    from geo.routes.records import DOUBTFUL

    for number, leg in enumerate(trace_event(event), start=1):
        doubts = [note.text for note in leg.notes if note.kind in DOUBTFUL] if leg else []
        if doubts:
            yield f"leg {number}: {' '.join(doubts)}"


def _place_questions(place: EventPlace) -> Iterator[tuple[Question, str]]:
    if place.status is Status.UNRESOLVED:
        yield Question.UNRESOLVED, f"{place.role} {place.name!r} is in no gazetteer; add it or give lat and lon"
    elif place.status is Status.AMBIGUOUS:
        rivals = ", ".join(f"{rival.label} ({rival.lat:.2f}, {rival.lon:.2f})" for rival in place.rivals[:3])
        yield Question.AMBIGUOUS, f"{place.role} {place.name!r} may be {rivals or 'several places'}"
    if place.precision in _NO_POINT and place.role != "region" and place.status is Status.RESOLVED:
        yield Question.UNPLACED, f"{place.role} {place.name!r} is only known as a {place.precision}"


def _conflicts(event: Event) -> Iterator[str]:
    if event.date and event.date.text and _CONFLICT_MARK in event.date.text:
        yield f"reports differ on the date: {event.date.text}"
    for unit in dict.fromkeys(quantity.unit for quantity in event.quantities):
        counts = [quantity for quantity in event.quantities if quantity.unit == unit]
        if len(counts) > 1:
            yield f"reports differ on how many {unit}s: {', '.join(q.text or str(q.value) for q in counts)}"
    for link in event.related:
        if link.as_ is Relation.CONFLICTS_WITH:
            yield f"conflicts with event {link.event}"
