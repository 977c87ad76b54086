"""When events happened, in days, and the steps of the slider that walks through them."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from geo.records import Event
from maps.records import Preset, Step, Timeline
from maps.texts import Texts, last_day, parse_iso

_EPOCH = dt.date(1970, 1, 1)
_DAYS_BY_DAY = 75
_DAYS_BY_MONTH = 15 * 365
_RECENT_DAYS = 30
_MOST_PRESETS = 24


def days_of(event: Event) -> tuple[int, int] | None:
    """Return the first and last day an event may have happened, counted from 1970-01-01; None if undated."""
    return None if event.date is None else _days_between(event.date.start, event.date.end)


@lru_cache(maxsize=8192)
def _days_between(start: str | None, end: str | None) -> tuple[int, int] | None:
    first, last = start or end, end or start
    if not first or not last:
        return None
    return (parse_iso(first)[0] - _EPOCH).days, (last_day(last) - _EPOCH).days


def draw_timeline(events: Sequence[Event], texts: Texts) -> Timeline | None:
    """Lay out the strip; None where fewer than two dates leave nothing to walk through."""
    days = {day for day in map(days_of, events) if day}
    if len(days) < 2:  # noqa: PLR2004 - see above
        return None
    first = _EPOCH + dt.timedelta(days=min(day[0] for day in days))
    last = _EPOCH + dt.timedelta(days=max(day[1] for day in days))
    dates = _dates(first, last)
    by_day = (last - first).days <= _DAYS_BY_DAY
    steps = [
        Step(day=(date - _EPOCH).days, label=texts.day(date.isoformat()) if by_day else texts.month(date))
        for date in dates
    ]
    start = first if by_day else first.replace(day=1)
    return Timeline(
        first=(start - _EPOCH).days,
        last=steps[-1].day,
        steps=steps,
        ticks=_ticks(start, dates[-1], texts, by_day=by_day),
        presets=_presets(start, dates, texts),
    )


def _presets(start: dt.date, dates: Sequence[dt.date], texts: Texts) -> list[Preset]:
    """Return periods to choose: the last thirty days where there are more, then months, or years."""
    presets, count = [], len(dates)
    recent = dates[-1] - dt.timedelta(days=_RECENT_DAYS)
    if recent > start:
        first = next(number for number, date in enumerate(dates) if date > recent)
        presets.append(Preset(label=texts.word("page", "last_days", n=_RECENT_DAYS), from_=first, to=count - 1))
    for form in ("%Y-%m", "%Y"):
        held: dict[str, list[int]] = {}
        for number, date in enumerate(dates):
            held.setdefault(date.strftime(form), []).append(number)
        if 1 < len(held) <= _MOST_PRESETS:
            named = [Preset(label=texts.day(period), from_=steps[0], to=steps[-1]) for period, steps in held.items()]
            return presets + named
    return presets


def _dates(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the last day of every step from the first to the last: days, months or years."""
    span = (last - first).days
    if span <= _DAYS_BY_DAY:
        return [first + dt.timedelta(days=i) for i in range(span + 1)]
    years = range(first.year, last.year + 1)
    if span > _DAYS_BY_MONTH:
        return [last_day(f"{year:04}") for year in years]
    months = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
    return [last_day(month) for month in months if first.isoformat()[:7] <= month <= last.isoformat()[:7]]


def _ticks(first: dt.date, last: dt.date, texts: Texts, *, by_day: bool) -> list[Step]:
    """Return four or so dates spread over the strip, each at the first day it names."""
    span = (last - first).days
    ticks: list[Step] = []
    for part in range(4):
        date = first + dt.timedelta(days=round(span * part / 3.6))
        if not by_day:
            date = date.replace(day=1)
        label = texts.day(date.isoformat()) if by_day else texts.month(date)
        if not ticks or ticks[-1].label != label:
            ticks.append(Step(day=(date - _EPOCH).days, label=label))
    return ticks
