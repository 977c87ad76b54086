"""How two dates agree, and how many days a date spans."""

import datetime as dt

from geo.records import EventDate

VOYAGE_DAYS = 90  # how long one way takes at the most, with its stops


def span_days(date: EventDate) -> int:
    """Return how many days a date spans; many where it is open or unresolved."""
    if date.start is None or date.end is None:
        return 10**6
    return (dt.date.fromisoformat(date.end) - dt.date.fromisoformat(date.start)).days


def dates_agree(one: EventDate | None, other: EventDate | None, *, slack_days: int = 0) -> bool:
    """Return whether two dates overlap, or one of them is unknown."""
    if one is None or other is None:
        return True
    low = max(_day(one.start, early=True), _day(other.start, early=True))
    high = min(_day(one.end, early=False), _day(other.end, early=False))
    return (low - high).days <= slack_days


def _day(text: str | None, *, early: bool) -> dt.date:
    if text is None:
        return dt.date(1, 1, 1) if early else dt.date(9999, 12, 31)
    return dt.date.fromisoformat(text)
