"""What a date phrase means: a span of days, told absolutely or from the day of publication."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping

from geo.language.dates.phrases import PhraseReader, Span
from geo.records import DatePrecision

_AHEAD_DAYS = 3


def _year_for(month: int, day: int, published: dt.date | None) -> int | None:
    """Return the year of a day without one: the last that is not clearly after publication."""
    if published is None:
        return None
    last = calendar.monthrange(published.year, month)[1]
    candidate = dt.date(published.year, month, min(day, last))
    return published.year if (candidate - published).days <= _AHEAD_DAYS else published.year - 1


def one_day(day: dt.date) -> Span:
    """Return the span of one day."""
    return day, day, DatePrecision.DAY


def whole_month(year: int, month: int) -> Span:
    """Return the span of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), DatePrecision.MONTH


def whole_year(year: int) -> Span:
    """Return the span of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31), DatePrecision.YEAR


def _day(r: PhraseReader) -> Span:
    month = r.month() or 1
    year = r.year() or _year_for(month, r.day(), r.published)
    return one_day(dt.date(year, month, r.day())) if year else None


def _numeric(r: PhraseReader) -> Span:
    return one_day(dt.date(r.year() or 0, int(r.values["mm"]), r.day()))


def _day_range(r: PhraseReader) -> Span:
    month2 = r.month("month2") or r.month() or 1
    month = r.month() or month2
    year2 = r.year("year2") or r.year() or _year_for(month2, r.day("day2"), r.published)
    if year2 is None:
        return None
    start, end = dt.date(r.year() or year2, month, r.day()), dt.date(year2, month2, r.day("day2"))
    if start > end and r.year() is None:
        start = start.replace(year=start.year - 1)
    return (start, end, DatePrecision.RANGE) if start <= end else None


def _night(r: PhraseReader) -> Span:
    month2 = r.month("month2") or r.month()
    month = r.month() or month2
    if month is None or month2 is None:
        return None
    year2 = r.year("year2") or r.year() or _year_for(month2, r.day("day2"), r.published)
    if year2 is None:
        return None
    start, end = dt.date(year2, month, r.day()), dt.date(year2, month2, r.day("day2"))
    if r.month() is None and r.day() > r.day("day2"):
        start = end - dt.timedelta(days=1)
    return start, end, DatePrecision.RANGE


def last_weekday(published: dt.date, weekday: int) -> dt.date:
    """Return the last day of that name not after publication."""
    return published - dt.timedelta(days=(published.weekday() - weekday) % 7)


def _weekday(r: PhraseReader) -> Span:
    return one_day(last_weekday(r.published, r.weekday())) if r.published else None


def _weekday_last(r: PhraseReader) -> Span:
    if not r.published:
        return None
    day = last_weekday(r.published, r.weekday())
    return one_day(day - dt.timedelta(days=7) if day == r.published else day)


def _holiday(r: PhraseReader) -> Span:
    """The last Christmas or Good Friday not after publication, or that of the year named."""
    rule = r.holiday()
    if r.published is None and r.year() is None:
        return None
    years = [r.year()] if r.year() else [r.need_year(), r.need_year() - 1]
    days = [_holiday_in(rule, year) for year in years if year]
    return next((one_day(day) for day in days if r.year() or (r.published and day <= r.published)), None)


def _holiday_in(rule: str, year: int) -> dt.date:
    if rule.startswith("easter"):
        return _easter(year) + dt.timedelta(days=int(rule.removeprefix("easter") or 0))
    month, day = rule.split("-")
    return dt.date(year, int(month), int(day))


def _easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * last) // 451
    month, day = divmod(h + last - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def _weekday_of_last_week(r: PhraseReader) -> Span:
    if not r.published:
        return None
    monday = r.published - dt.timedelta(days=r.published.weekday(), weeks=1)
    return one_day(monday + dt.timedelta(days=r.weekday()))


def _weekend(r: PhraseReader) -> Span:
    """The last Saturday and Sunday, as far as they have come: "am Wochenende"."""
    if not r.published:
        return None
    saturday = last_weekday(r.published, 5)
    return saturday, min(saturday + dt.timedelta(days=1), r.published), DatePrecision.RANGE


def _year_range(r: PhraseReader) -> Span:
    start, end = r.year() or 1, r.year("year2") or 1
    return (dt.date(start, 1, 1), dt.date(end, 12, 31), DatePrecision.RANGE) if start < end else None


def _weekday_night(r: PhraseReader) -> Span:
    if not r.published:
        return None
    end = last_weekday(r.published, r.weekday("weekday2"))
    return end - dt.timedelta(days=1), end, DatePrecision.RANGE


def _night_before(r: PhraseReader) -> Span:
    """The night to a weekday, named alone: "in der Nacht zum Freitag"."""
    if not r.published:
        return None
    end = last_weekday(r.published, r.weekday())
    return end - dt.timedelta(days=1), end, DatePrecision.RANGE


def _night_to_day(r: PhraseReader) -> Span:
    """The night to a day of a month: "у ніч на 5 травня"."""
    span = _day(r)
    if span is None or span[0] is None:
        return None
    return span[0] - dt.timedelta(days=1), span[1], DatePrecision.RANGE


def _month(r: PhraseReader) -> Span:
    month = r.month() or 1
    year = r.year() or _year_for(month, 1, r.published)
    return whole_month(year, month) if year else None


def _month_last(r: PhraseReader) -> Span:
    if not r.published:
        return None
    month = r.month() or 1
    year = r.published.year if month < r.published.month else r.published.year - 1
    return whole_month(year, month)


def _month_range(r: PhraseReader) -> Span:
    month, month2 = r.month() or 1, r.month("month2") or 1
    year2 = r.year("year2") or r.year() or _year_for(month2, 1, r.published)
    if year2 is None:
        return None
    year = r.year() or (year2 if month <= month2 else year2 - 1)
    last = calendar.monthrange(year2, month2)[1]
    start, end = dt.date(year, month, 1), dt.date(year2, month2, last)
    return (start, end, DatePrecision.RANGE) if start <= end else None


def _since_month(r: PhraseReader) -> Span:
    span = _month_part(r) if "part" in r.values else _month(r)
    if span is None or span[0] is None:
        return None
    return span[0], r.published if r.published and r.published >= span[0] else None, DatePrecision.RANGE


def _since_weekday(r: PhraseReader) -> Span:
    span = _weekday(r)
    return (span[0], r.published, DatePrecision.RANGE) if span and r.published else None


def _since_year(r: PhraseReader) -> Span:
    start = dt.date(r.year() or 1, 1, 1)
    return start, r.published if r.published and r.published >= start else None, DatePrecision.RANGE


_PART_DAYS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half": (1, 15),
    "second half": (16, 31),
    "first week": (1, 7),
    "last week": (25, 31),
}
_PART_MONTHS = {
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "first week": (1, 1),
    "last week": (12, 12),
}


def _month_part(r: PhraseReader) -> Span:
    span = _month(r)
    if span is None or span[0] is None or span[1] is None:
        return None
    first, last = _PART_DAYS[r.part()]
    return span[0].replace(day=first), span[0].replace(day=min(last, span[1].day)), DatePrecision.RANGE


def part_of_year(year: int, part: str) -> Span:
    """Return the beginning, middle or end of a year."""
    first, last = _PART_MONTHS[part]
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]), DatePrecision.RANGE


def _year_part(r: PhraseReader) -> Span:
    return part_of_year(r.year() or 1, r.part())


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


def _season(r: PhraseReader) -> Span:
    first, last = _SEASONS[r.season()]
    year = r.year() or _year_for(first, 1, r.published)
    if year is None:
        return None
    year2 = year + (last < first)
    return dt.date(year, first, 1), dt.date(year2, last, calendar.monthrange(year2, last)[1]), DatePrecision.SEASON


def _quarter(r: PhraseReader) -> Span:
    quarter = r.words.ordinals[(r.values["ordinal_word"]).lower()]
    year = r.year() or 1
    return dt.date(year, 3 * quarter - 2, 1), dt.date(year, 3 * quarter, 30 + (quarter in (1, 4))), DatePrecision.RANGE


def months_back(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months before."""
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


ABSOLUTE: Mapping[str, Callable[[PhraseReader], Span]] = {
    "day": _day,
    "numeric": _numeric,
    "day_range": _day_range,
    "day_range_after": _day_range,
    "night": _night,
    "weekday_night": _weekday_night,
    "night_before": _night_before,
    "night_to_day": _night_to_day,
    "weekday": _weekday,
    "weekday_last": _weekday_last,
    "holiday": _holiday,
    "weekday_of_last_week": _weekday_of_last_week,
    "weekend": _weekend,
    "year_range": _year_range,
    "month": _month,
    "month_bare": _month,
    "month_last": _month_last,
    "month_part": _month_part,
    "month_range": _month_range,
    "since_month": _since_month,
    "since_weekday": _since_weekday,
    "since_year": _since_year,
    "season": _season,
    "quarter": _quarter,
    "year": lambda r: whole_year(r.year() or 1),
    "year_bare": lambda r: whole_year(r.year() or 1),
    "year_part": _year_part,
}
"""What each kind of phrase that names days, months or years means."""
