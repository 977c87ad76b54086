"""When: absolute dates, and dates told from the day of publication."""

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from geo.language.tables import EventTables, event_tables
from geo.records import DatePrecision, EventDate

_YEAR = r"(?:19|20)\d\d"
_AHEAD_DAYS = 3


class FoundDate(NamedTuple):
    """A date in a text; `date` is None where it can't be told without a day of publication."""

    date: EventDate | None
    start: int
    end: int
    means: str


class _Compiled(NamedTuple):
    pattern: re.Pattern[str]
    means: tuple[str, ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    parts: Mapping[str, str]
    small: Mapping[str, int]
    holidays: Mapping[str, str]
    ordinals: Mapping[str, int]


def published_day(published: str | None) -> dt.date | None:
    """Return the day of publication; None where it is unknown or only a month or a year."""
    if published is None or len(published) != len("2024-01-01"):
        return None
    return dt.date.fromisoformat(published)


def find_dates(text: str, tables: EventTables, *, published: dt.date | None) -> list[FoundDate]:
    """Find the dates in a text and resolve them.

    Relative ones ("jeudi", "le mois dernier") count from `published`; a day or
    month without a year is the last one not after it. Without `published` both
    stay unresolved.

    Args:
        text: A sentence.
        tables: The language's tables.
        published: The day of publication.
    """
    compiled = _compiled(tables.language)
    found = []
    for match in compiled.pattern.finditer(_lower(text)):
        written = text[match.start() : match.end()]
        index = int(str(match.lastgroup)[1:])
        means = compiled.means[index]
        values = {
            name.partition("_r")[0]: value
            for name, value in match.groupdict().items()
            if value and name.endswith(f"_{index}")
        }
        if means == "month_bare" and written.islower() and tables.dates.get("capitalised"):
            # "India may test" names no month.
            continue
        date = _resolve(means, values, compiled, published, written)
        found.append(FoundDate(date, match.start(), match.end(), means))
    return found


def _lower(text: str) -> str:
    """Return a text in lower case, character for character."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _compiled(language: str) -> _Compiled:
    tables = event_tables(language)
    dates = tables.dates
    months = {form: n for n, forms in enumerate(dates["months"], 1) for form in forms}
    # "sept personnes": an abbreviation that is a number word too needs its stop.
    months |= {form.rstrip("."): n for form, n in months.items() if form.rstrip(".") not in tables.numbers["words"]}
    weekdays = {form: n for n, forms in enumerate(dates["weekdays"]) for form in _as_list(forms)}
    small = {word: n for word, n in tables.numbers["words"].items() if 1 <= n <= 90}  # noqa: PLR2004
    ordinals = tables.numbers.get("ordinals", {})
    blanks = {
        "day": r"(?:[12]\d|3[01]|0?[1-9])",
        "mm": r"(?:1[0-2]|0?[1-9])",
        "year": _YEAR,
        "month": _choice(months),
        "weekday": _choice(weekdays),
        "season": _choice(dates["seasons"]),
        "holiday": _choice(dates["holidays"]) if dates.get("holidays") else "(?!)",
        "part": _choice(dates["parts"]),
        "n": rf"\d{{1,3}}|(?:(?:{_choice(small)})-)?(?:{_choice(small)})",
        "ordinal_word": _choice(ordinals) if ordinals else "(?!)",
    }
    tails = {"day": dates.get("ordinal", ""), "year": dates.get("year_ordinal", "")}
    # Lower case, and the number of the pattern behind it: the engine skips a branch by its first letter.
    patterns = enumerate(pattern.lower() for pattern, _ in dates["patterns"])
    parts = [f"{_filled(pattern, i, blanks, tails)}(?P<p{i}>)" for i, pattern in patterns]
    joined = re.compile(r"(?<![\w])(?:" + "|".join(parts) + r")(?![\w])")
    return _Compiled(
        joined,
        tuple(means for _, means in dates["patterns"]),
        months,
        weekdays,
        dates["seasons"],
        dates["parts"],
        small,
        dates.get("holidays", {}),
        ordinals,
    )


def _as_list(forms: str | list[str]) -> list[str]:
    return [forms] if isinstance(forms, str) else forms


def _choice(words: Any) -> str:  # noqa: ANN401 (a list or the keys of a table)
    return "|".join(sorted((re.escape(word.lower()).replace("\\ ", " ") for word in words), key=len, reverse=True))


def _filled(pattern: str, index: int, blanks: Mapping[str, str], tails: Mapping[str, str]) -> str:
    number = itertools.count()

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        base = name.rstrip("2")
        ordinal = tails.get(base)
        tail = ("(?!\\d)" if base == "day" else "") + (f"(?:{ordinal})?" if ordinal else "")
        return f"(?P<{name}_r{next(number)}_{index}>{blanks[base]}){tail}"

    filled = re.sub(r"\{([a-z_]+2?)\}", fill, f"(?:{pattern})" if "|" in pattern else pattern)
    return filled.replace(" ", r"(?:[ \u00a0\u202f]+)").replace("'", "['’]")


def _resolve(
    means: str, values: Mapping[str, str], compiled: _Compiled, published: dt.date | None, text: str
) -> EventDate | None:
    try:
        span = _MEANINGS[means](_Reader(values, compiled, published))
    except (ValueError, OverflowError):
        return None
    if span is None:
        return EventDate(text=text) if published is None else None
    start, end, precision = span
    return EventDate(
        start=start.isoformat() if start else None, end=end.isoformat() if end else None, precision=precision, text=text
    )


_Span = tuple[dt.date | None, dt.date | None, DatePrecision] | None


class _Reader:
    """The values of one match, read as numbers."""

    def __init__(self, values: Mapping[str, str], compiled: _Compiled, published: dt.date | None) -> None:
        self.values = values
        self.compiled = compiled
        self.published = published

    def _lower(self, name: str) -> str | None:
        value = self.values.get(name)
        return value.lower().replace("’", "'") if value else None

    def day(self, name: str = "day") -> int:
        return int(self.values[name])

    def month(self, name: str = "month") -> int | None:
        word = self._lower(name)
        return self.compiled.months[word] if word else None

    def year(self, name: str = "year") -> int | None:
        return int(self.values[name]) if name in self.values else None

    def weekday(self, name: str = "weekday") -> int:
        return self.compiled.weekdays[self._lower(name) or ""]

    def count(self) -> int:
        word = self._lower("n") or ""
        return int(word) if word.isdigit() else sum(self.compiled.small[part] for part in self._parts(word))

    def _parts(self, word: str) -> list[str]:
        """Return the words of "eighty-five"; a hyphenated word of the table, as "vingt-cinq", stays whole."""
        return [word] if word in self.compiled.small else word.split("-")

    def part(self) -> str:
        return self.compiled.parts[self._lower("part") or ""]

    def holiday(self) -> str:
        return str(self.compiled.holidays[self._lower("holiday") or ""])

    def need_year(self) -> int:
        return self.published.year if self.published else 0

    def season(self) -> str:
        return self.compiled.seasons[self._lower("season") or ""]

    def need(self) -> dt.date | None:
        return self.published


def _year_for(month: int, day: int, published: dt.date | None) -> int | None:
    """Return the year of a day without one: the last that is not clearly after publication."""
    if published is None:
        return None
    last = calendar.monthrange(published.year, month)[1]
    candidate = dt.date(published.year, month, min(day, last))
    return published.year if (candidate - published).days <= _AHEAD_DAYS else published.year - 1


def _one_day(day: dt.date) -> _Span:
    return day, day, DatePrecision.DAY


def _whole_month(year: int, month: int) -> _Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), DatePrecision.MONTH


def _whole_year(year: int) -> _Span:
    return dt.date(year, 1, 1), dt.date(year, 12, 31), DatePrecision.YEAR


def _day(r: _Reader) -> _Span:
    month = r.month() or 1
    year = r.year() or _year_for(month, r.day(), r.published)
    return _one_day(dt.date(year, month, r.day())) if year else None


def _numeric(r: _Reader) -> _Span:
    return _one_day(dt.date(r.year() or 0, int(r.values["mm"]), r.day()))


def _day_range(r: _Reader) -> _Span:
    month2 = r.month("month2") or r.month() or 1
    month = r.month() or month2
    year2 = r.year("year2") or r.year() or _year_for(month2, r.day("day2"), r.published)
    if year2 is None:
        return None
    start, end = dt.date(r.year() or year2, month, r.day()), dt.date(year2, month2, r.day("day2"))
    if start > end and r.year() is None:
        start = start.replace(year=start.year - 1)
    return (start, end, DatePrecision.RANGE) if start <= end else None


def _night(r: _Reader) -> _Span:
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


def _last_weekday(published: dt.date, weekday: int) -> dt.date:
    return published - dt.timedelta(days=(published.weekday() - weekday) % 7)


def _weekday(r: _Reader) -> _Span:
    return _one_day(_last_weekday(r.published, r.weekday())) if r.published else None


def _weekday_last(r: _Reader) -> _Span:
    if not r.published:
        return None
    day = _last_weekday(r.published, r.weekday())
    return _one_day(day - dt.timedelta(days=7) if day == r.published else day)


def _holiday(r: _Reader) -> _Span:
    """The last Christmas or Good Friday not after publication, or that of the year named."""
    rule = r.holiday()
    if r.published is None and r.year() is None:
        return None
    years = [r.year()] if r.year() else [r.need_year(), r.need_year() - 1]
    days = [_holiday_in(rule, year) for year in years if year]
    return next((_one_day(day) for day in days if r.year() or (r.published and day <= r.published)), None)


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


def _weekday_of_last_week(r: _Reader) -> _Span:
    if not r.published:
        return None
    monday = r.published - dt.timedelta(days=r.published.weekday(), weeks=1)
    return _one_day(monday + dt.timedelta(days=r.weekday()))


def _weekend(r: _Reader) -> _Span:
    """The last Saturday and Sunday, as far as they have come: "am Wochenende"."""
    if not r.published:
        return None
    saturday = _last_weekday(r.published, 5)
    return saturday, min(saturday + dt.timedelta(days=1), r.published), DatePrecision.RANGE


def _year_range(r: _Reader) -> _Span:
    start, end = r.year() or 1, r.year("year2") or 1
    return (dt.date(start, 1, 1), dt.date(end, 12, 31), DatePrecision.RANGE) if start < end else None


def _weekday_night(r: _Reader) -> _Span:
    if not r.published:
        return None
    end = _last_weekday(r.published, r.weekday("weekday2"))
    return end - dt.timedelta(days=1), end, DatePrecision.RANGE


def _night_before(r: _Reader) -> _Span:
    """The night to a weekday, named alone: "in der Nacht zum Freitag"."""
    if not r.published:
        return None
    end = _last_weekday(r.published, r.weekday())
    return end - dt.timedelta(days=1), end, DatePrecision.RANGE


def _night_to_day(r: _Reader) -> _Span:
    """The night to a day of a month: "у ніч на 5 травня"."""
    span = _day(r)
    if span is None or span[0] is None:
        return None
    return span[0] - dt.timedelta(days=1), span[1], DatePrecision.RANGE


def _month(r: _Reader) -> _Span:
    month = r.month() or 1
    year = r.year() or _year_for(month, 1, r.published)
    return _whole_month(year, month) if year else None


def _month_last(r: _Reader) -> _Span:
    if not r.published:
        return None
    month = r.month() or 1
    year = r.published.year if month < r.published.month else r.published.year - 1
    return _whole_month(year, month)


def _month_range(r: _Reader) -> _Span:
    month, month2 = r.month() or 1, r.month("month2") or 1
    year2 = r.year("year2") or r.year() or _year_for(month2, 1, r.published)
    if year2 is None:
        return None
    year = r.year() or (year2 if month <= month2 else year2 - 1)
    last = calendar.monthrange(year2, month2)[1]
    start, end = dt.date(year, month, 1), dt.date(year2, month2, last)
    return (start, end, DatePrecision.RANGE) if start <= end else None


def _since_month(r: _Reader) -> _Span:
    span = _month(r)
    if span is None or span[0] is None:
        return None
    return span[0], r.published if r.published and r.published >= span[0] else None, DatePrecision.RANGE


def _since_year(r: _Reader) -> _Span:
    start = dt.date(r.year() or 1, 1, 1)
    return start, r.published if r.published and r.published >= start else None, DatePrecision.RANGE


_PART_DAYS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_PART_MONTHS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}


def _month_part(r: _Reader) -> _Span:
    span = _month(r)
    if span is None or span[0] is None or span[1] is None:
        return None
    first, last = _PART_DAYS[r.part()]
    return span[0].replace(day=first), span[0].replace(day=min(last, span[1].day)), DatePrecision.RANGE


def _part_of_year(year: int, part: str) -> _Span:
    first, last = _PART_MONTHS[part]
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]), DatePrecision.RANGE


def _year_part(r: _Reader) -> _Span:
    return _part_of_year(r.year() or 1, r.part())


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


def _season(r: _Reader) -> _Span:
    first, last = _SEASONS[r.season()]
    year = r.year() or _year_for(first, 1, r.published)
    if year is None:
        return None
    year2 = year + (last < first)
    return dt.date(year, first, 1), dt.date(year2, last, calendar.monthrange(year2, last)[1]), DatePrecision.SEASON


def _quarter(r: _Reader) -> _Span:
    quarter = r.compiled.ordinals[(r.values["ordinal_word"]).lower()]
    year = r.year() or 1
    return dt.date(year, 3 * quarter - 2, 1), dt.date(year, 3 * quarter, 30 + (quarter in (1, 4))), DatePrecision.RANGE


def _relative(span: Callable[[dt.date], _Span]) -> Callable[[_Reader], _Span]:
    def resolve(r: _Reader) -> _Span:
        return span(r.published) if r.published else None

    return resolve


def _back(weeks: int = 0, days: int = 0) -> Callable[[_Reader], _Span]:
    return _relative(lambda day: (day - dt.timedelta(weeks=weeks, days=days), day, DatePrecision.RANGE))


def _months_back(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def _week(day: dt.date, weeks: int) -> _Span:
    monday = day - dt.timedelta(days=day.weekday(), weeks=weeks)
    return monday, monday + dt.timedelta(days=6), DatePrecision.RANGE


def _ago(unit: str) -> Callable[[_Reader], _Span]:
    def resolve(r: _Reader) -> _Span:
        if not r.published:
            return None
        if unit == "days":
            return _one_day(r.published - dt.timedelta(days=r.count()))
        if unit == "weeks":
            return _week(r.published, r.count())
        if unit == "months":
            month = _months_back(r.published, r.count())
            return _whole_month(month.year, month.month)
        return _whole_year(r.published.year - r.count())

    return resolve


def _month_in_year(back: int) -> Callable[[_Reader], _Span]:
    def resolve(r: _Reader) -> _Span:
        return _whole_month(r.published.year - back, r.month() or 1) if r.published else None

    return resolve


def _day_last_year(r: _Reader) -> _Span:
    month = r.month() or 1
    return _one_day(dt.date(r.published.year - 1, month, r.day())) if r.published else None


def _to_date(start: Callable[[dt.date], dt.date]) -> Callable[[_Reader], _Span]:
    return _relative(lambda day: (start(day), day, DatePrecision.RANGE))


_MEANINGS: Mapping[str, Callable[[_Reader], _Span]] = {
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
    "day_of_last_year": _day_last_year,
    "month_of_last_year": _month_in_year(1),
    "month_of_this_year": _month_in_year(0),
    "month_part": _month_part,
    "month_range": _month_range,
    "since_month": _since_month,
    "since_year": _since_year,
    "season": _season,
    "quarter": _quarter,
    "year": lambda r: _whole_year(r.year() or 1),
    "year_bare": lambda r: _whole_year(r.year() or 1),
    "year_part": _year_part,
    "last_year": _relative(lambda day: _whole_year(day.year - 1)),
    "this_year": _to_date(lambda day: day.replace(month=1, day=1)),
    "this_year_so_far": _to_date(lambda day: day.replace(month=1, day=1)),
    "early_this_year": _relative(lambda day: _part_of_year(day.year, "early")),
    "late_last_year": _relative(lambda day: _part_of_year(day.year - 1, "late")),
    "months_of_this_year": _to_date(lambda day: day.replace(month=1, day=1)),
    "this_month": _to_date(lambda day: day.replace(day=1)),
    "last_month": _relative(lambda day: _whole_month(_months_back(day, 1).year, _months_back(day, 1).month)),
    "last_week": _relative(lambda day: _week(day, 1)),
    "this_week": _to_date(lambda day: day - dt.timedelta(days=day.weekday())),
    "recent_weeks": _back(weeks=8),
    "recent_months": _relative(lambda day: (_months_back(day, 6), day, DatePrecision.RANGE)),
    "recent_days": _back(days=10),
    "days_ago": _ago("days"),
    "weeks_ago": _ago("weeks"),
    "months_ago": _ago("months"),
    "years_ago": _ago("years"),
    "day_before_yesterday": _relative(lambda day: _one_day(day - dt.timedelta(days=2))),
    "last_night": _relative(lambda day: (day - dt.timedelta(days=1), day, DatePrecision.RANGE)),
    "yesterday": _relative(lambda day: _one_day(day - dt.timedelta(days=1))),
    "today": _relative(_one_day),
}
