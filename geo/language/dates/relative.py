"""What relative date phrases mean: told from the day of publication."""

import datetime as dt
from collections.abc import Callable, Mapping

from geo.language.dates.phrases import PhraseReader, Span
from geo.language.dates.values import (
    ABSOLUTE,
    last_weekday,
    months_back,
    one_day,
    part_of_year,
    whole_month,
    whole_year,
)
from geo.records import DatePrecision


def _relative(span: Callable[[dt.date], Span]) -> Callable[[PhraseReader], Span]:
    def resolve(r: PhraseReader) -> Span:
        return span(r.published) if r.published else None

    return resolve


def _back(weeks: int = 0, days: int = 0) -> Callable[[PhraseReader], Span]:
    return _relative(lambda day: (day - dt.timedelta(weeks=weeks, days=days), day, DatePrecision.RANGE))


def _week(day: dt.date, weeks: int) -> Span:
    monday = day - dt.timedelta(days=day.weekday(), weeks=weeks)
    return monday, monday + dt.timedelta(days=6), DatePrecision.RANGE


def _ago(unit: str) -> Callable[[PhraseReader], Span]:
    def resolve(r: PhraseReader) -> Span:
        if not r.published:
            return None
        if unit == "days":
            return one_day(r.published - dt.timedelta(days=r.count()))
        if unit == "weeks":
            return _week(r.published, r.count())
        if unit == "months":
            month = months_back(r.published, r.count())
            return whole_month(month.year, month.month)
        return whole_year(r.published.year - r.count())

    return resolve


def _later(r: PhraseReader) -> Span:
    return one_day(r.published + dt.timedelta(days=r.count())) if r.published else None


def _month_in_year(back: int) -> Callable[[PhraseReader], Span]:
    def resolve(r: PhraseReader) -> Span:
        return whole_month(r.published.year - back, r.month() or 1) if r.published else None

    return resolve


def _day_last_year(r: PhraseReader) -> Span:
    month = r.month() or 1
    return one_day(dt.date(r.published.year - 1, month, r.day())) if r.published else None


def _to_date(start: Callable[[dt.date], dt.date]) -> Callable[[PhraseReader], Span]:
    return _relative(lambda day: (start(day), day, DatePrecision.RANGE))


def _past(unit: str) -> Callable[[PhraseReader], Span]:
    """So many days, weeks or months up to publication: "over the past three days"."""

    def resolve(r: PhraseReader) -> Span:
        if not r.published:
            return None
        if unit == "months":
            return months_back(r.published, r.count()), r.published, DatePrecision.RANGE
        days = r.count() * (7 if unit == "weeks" else 1)
        return r.published - dt.timedelta(days=days), r.published, DatePrecision.RANGE

    return resolve


def _weekday_range(r: PhraseReader) -> Span:
    """From one weekday to a later one, both before publication: "between Friday and Sunday"."""
    if not r.published:
        return None
    end = last_weekday(r.published, r.weekday("weekday2"))
    return last_weekday(end, r.weekday()), end, DatePrecision.RANGE


def _day_alone(r: PhraseReader) -> Span:
    """A day of the month alone, the last not after publication: "on the 17th"."""
    if not r.published:
        return None
    month = r.published.replace(day=1)
    if r.day() > r.published.day:
        month = (month - dt.timedelta(days=1)).replace(day=1)
    return one_day(month.replace(day=r.day()))


MEANINGS: Mapping[str, Callable[[PhraseReader], Span]] = {
    **ABSOLUTE,
    "day_of_last_year": _day_last_year,
    "month_of_last_year": _month_in_year(1),
    "month_of_this_year": _month_in_year(0),
    "last_year": _relative(lambda day: whole_year(day.year - 1)),
    "same_year": lambda _: None,  # told by the day before it
    "this_year": _to_date(lambda day: day.replace(month=1, day=1)),
    "this_year_so_far": _to_date(lambda day: day.replace(month=1, day=1)),
    "early_this_year": _relative(lambda day: part_of_year(day.year, "early")),
    "late_last_year": _relative(lambda day: part_of_year(day.year - 1, "late")),
    "months_of_this_year": _to_date(lambda day: day.replace(month=1, day=1)),
    "this_month": _to_date(lambda day: day.replace(day=1)),
    "last_month": _relative(lambda day: whole_month(months_back(day, 1).year, months_back(day, 1).month)),
    "last_week": _relative(lambda day: _week(day, 1)),
    "this_week": _to_date(lambda day: day - dt.timedelta(days=day.weekday())),
    "recent_weeks": _back(weeks=8),
    "recent_months": _relative(lambda day: (months_back(day, 6), day, DatePrecision.RANGE)),
    "recent_days": _back(days=10),
    "days_ago": _ago("days"),
    "days_before": _ago("days"),
    "days_after": _later,
    "weeks_ago": _ago("weeks"),
    "months_ago": _ago("months"),
    "years_ago": _ago("years"),
    "day_before_yesterday": _relative(lambda day: one_day(day - dt.timedelta(days=2))),
    "last_night": _relative(lambda day: (day - dt.timedelta(days=1), day, DatePrecision.RANGE)),
    "yesterday": _relative(lambda day: one_day(day - dt.timedelta(days=1))),
    "today": _relative(one_day),
    "past_day": _back(days=1),
    "past_days": _past("days"),
    "past_weeks": _past("weeks"),
    "past_months": _past("months"),
    "weekday_range": _weekday_range,
    "day_alone": _day_alone,
}
"""What each kind of phrase of the tables' `[dates]` means."""
