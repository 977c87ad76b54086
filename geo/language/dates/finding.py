"""When: absolute dates, and dates told from the day of publication."""

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import structs

from geo.language.dates.comparing import span_days
from geo.language.dates.phrases import DateWords, PhraseReader
from geo.language.dates.relative import MEANINGS
from geo.language.tables import EventTables, event_tables
from geo.records import EventDate

_YEAR = r"(?:19|20)\d\d"
_GROUP = re.compile(r"\(\?P<\w+>")
_LONGEST_JOINER = 5  # Characters of a preposition with its blanks, or of a comma


_COUNTED_ON = ("days_before", "days_after")
_OF_A_YEAR = ("last_year", "same_year")
_MONTH_DAYS = 28
_LONGEST_MONTH = 31


class FoundDate(NamedTuple):
    """A date in a text; `date` is None where it can't be told without a day of publication."""

    date: EventDate | None
    start: int
    end: int
    means: str
    first: int = 0  # the words of a sentence that it covers, from `first` to `last` (excluded)
    last: int = 0


class _Compiled(NamedTuple):
    pattern: re.Pattern[str]  # all patterns, without what fills their blanks: a branch may not open with a group
    means: tuple[str, ...]
    parts: tuple[str, ...]  # each pattern with its blanks as groups
    words: DateWords


def published_day(published: str | None) -> dt.date | None:
    """Return the day of publication; None where it is unknown or only a month or a year."""
    if published is None or len(published) != len("2024-01-01"):
        return None
    return dt.date.fromisoformat(published)


def find_dates(text: str, tables: EventTables, *, published: dt.date | None) -> list[FoundDate]:
    """Find the dates in a text and resolve them.

    Relative ones ("jeudi", "le mois dernier") count from `published`; a day or month without a year is the last one not
    after it. Without `published` both stay unresolved.

    Args:
        text: A sentence.
        tables: The language's tables.
        published: The day of publication.
    """
    compiled = _compiled(tables.language)
    found = []
    low = _lower(text)
    for match in compiled.pattern.finditer(low):
        written = text[match.start() : match.end()]
        index = int(str(match.lastgroup)[1:])
        means = compiled.means[index]
        values = _values(compiled.parts[index], low, match.start())
        if means == "month_bare" and written.islower() and tables.dates.get("capitalised"):
            # "India may test" names no month.
            continue
        date = _resolve(means, values, compiled, published, written)
        found.append(FoundDate(date, match.start(), match.end(), means))
    return [
        date
        for date in found
        if not (date.means == "today" and any(_adjoins(text, date, d) for d in found if d.means != "today"))
    ]


def _values(part: str, low: str, start: int) -> dict[str, str]:
    """Return what fills the blanks of the pattern that matches at an offset."""
    match = _pattern(part).match(low, start)
    filled = match.groupdict() if match else {}
    return {name.partition("_r")[0]: value for name, value in filled.items() if value}


_pattern = cache(re.compile)


def _adjoins(text: str, hour: FoundDate, day: FoundDate) -> bool:
    """Return whether a time of day stands right beside the day that it is of: "утром 18 ноября", "вранці в четвер"."""
    if day.date is None:
        return False
    between = text[hour.end : day.start] if hour.end <= day.start else text[day.end : hour.start]
    return len(between) <= _LONGEST_JOINER and not any(sign in between for sign in ".;:(\n")


def has_year(found: FoundDate) -> bool:
    """Return whether a day is told with its year."""
    return found.means == "day" and found.date is not None and bool(re.search(_YEAR, found.date.text or ""))


def after(found: FoundDate, told: EventDate) -> FoundDate:
    """Return a day without a year as the first one after a day told with its year: "8 Nov. 2023 ... 22 Nov.".

    Args:
        found: A date of a sentence.
        told: The day with its year that its paragraph told before.
    """
    date = found.date
    if found.means != "day" or has_year(found) or date is None or date.start is None or told.start is None:
        return found
    year = int(told.start[:4]) + (date.start[4:] < told.start[4:])
    if year >= int(date.start[:4]) or (date.start[5:] == "02-29" and not calendar.isleap(year)):
        return found
    day = f"{year}{date.start[4:]}"
    return found._replace(date=structs.replace(date, start=day, end=day))


def count_on(
    dates: Sequence[FoundDate], told: EventDate | None, published: dt.date | None
) -> tuple[list[FoundDate], EventDate | None]:
    """Return a sentence's dates, "two days later" counted from the day told before it, and the day it tells last."""
    found: list[FoundDate] = []
    last, own = told, None
    for at, date in enumerate(dates):
        if date.means in _OF_A_YEAR and (date.means == "same_year" or _is_of_year(dates, at - 1)):
            continue
        counted = _in_month(date, last) if date.means == "day_alone" else _from_told(date, last, published)
        found.append(_of_year(counted, dates[at + 1], last) if _is_of_year(dates, at) else counted)
        day = found[-1].date
        if day is not None and day.start is not None and span_days(day) <= 1:
            last = own = day
    nights = [date for date in found if date.means == "last_night"]
    months = (date.date for date in found if not date.means.startswith("since"))
    if nights and any(date is not None and span_days(date) >= _MONTH_DAYS for date in months):
        found = [date for date in found if date not in nights]  # "in April nine planes landed at night"
    return found, own


def _is_of_year(dates: Sequence[FoundDate], at: int) -> bool:
    """Return whether right after a date stands the year that it is of."""
    beside = 0 <= at < len(dates) - 1 and dates[at + 1].means in _OF_A_YEAR
    return beside and dates[at + 1].start - dates[at].end <= _LONGEST_JOINER


def _of_year(found: FoundDate, year: FoundDate, told: EventDate | None) -> FoundDate:
    """Return a day or months with the year told right after them: "in June of last year", "of the same year"."""
    date, known = found.date, year.date if year.means == "last_year" else told
    if date is None or known is None or date.start is None or date.end is None or known.start is None:
        return found
    if re.search(_YEAR, date.text or ""):
        return found
    later = int(known.start[:4]) - int(date.start[:4])
    try:
        start, end = (dt.date.fromisoformat(day) for day in (date.start, date.end))
        start, end = start.replace(year=start.year + later), end.replace(year=end.year + later)
    except ValueError:  # 29 February
        return found
    moved = structs.replace(date, start=start.isoformat(), end=end.isoformat())
    return found._replace(date=moved, end=year.end, last=year.last)


def _in_month(found: FoundDate, told: EventDate | None) -> FoundDate:
    """Return a day of the month alone as the first one from the day told last on: "left on 27 January ... on the 30th".

    Never a day after the one that publication gives.
    """
    date = found.date
    if date is None or date.start is None or told is None or told.end is None:
        return found
    day, last = date.start[8:], dt.date.fromisoformat(told.end)
    month = last if int(day) >= last.day else (last.replace(day=1) + dt.timedelta(days=_LONGEST_MONTH))
    if int(day) > calendar.monthrange(month.year, month.month)[1]:
        return found
    moved = month.replace(day=int(day)).isoformat()
    return found._replace(date=structs.replace(date, start=moved, end=moved)) if moved <= date.start else found


def _from_told(found: FoundDate, told: EventDate | None, published: dt.date | None) -> FoundDate:
    """Return "two days later" as counted from the day told last; without one, only what came before can be told."""
    date = found.date
    if found.means not in _COUNTED_ON or date is None or date.start is None or published is None:
        return found
    later = found.means == "days_after"
    day = told and (told.end if later else told.start)
    if not day:
        return found._replace(date=None) if later else found
    moved = dt.date.fromisoformat(day) + (dt.date.fromisoformat(date.start) - published)
    return found._replace(date=structs.replace(date, start=moved.isoformat(), end=moved.isoformat()))


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
    parts = [_filled(pattern.lower(), blanks, tails) for pattern, _ in dates["patterns"]]
    joined = "|".join(f"{_GROUP.sub('(?:', part)}(?P<p{i}>)" for i, part in enumerate(parts))
    return _Compiled(
        re.compile(rf"(?<![\w])(?:{joined})(?![\w])"),
        tuple(means for _, means in dates["patterns"]),
        tuple(rf"(?:{part})(?![\w])" for part in parts),
        DateWords(months, weekdays, dates["seasons"], dates["parts"], small, dates.get("holidays", {}), ordinals),
    )


def _as_list(forms: str | list[str]) -> list[str]:
    return [forms] if isinstance(forms, str) else forms


def _choice(words: Any) -> str:  # noqa: ANN401 (a list or the keys of a table)
    by_letter: dict[str, list[str]] = {}  # one branch a letter: the engine skips it by that
    for word in sorted((word.lower() for word in words), key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]).replace("\\ ", " "))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())


def _filled(pattern: str, blanks: Mapping[str, str], tails: Mapping[str, str]) -> str:
    number = itertools.count()

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        base = name.rstrip("2")
        ordinal = tails.get(base)
        tail = ("(?!\\d)" if base == "day" else "") + (f"(?:{ordinal})?" if ordinal else "")
        return f"(?P<{name}_r{next(number)}>{blanks[base]}){tail}"

    filled = re.sub(r"\{([a-z_]+2?)\}", fill, f"(?:{pattern})" if "|" in pattern else pattern)
    return filled.replace(" ", r"(?:[ \u00a0\u202f]+)").replace("'", "['’]")


def _resolve(
    means: str, values: Mapping[str, str], compiled: _Compiled, published: dt.date | None, text: str
) -> EventDate | None:
    try:
        span = MEANINGS[means](PhraseReader(values, compiled.words, published))
    except (ValueError, OverflowError):
        return None
    if span is None:
        return EventDate(text=text) if published is None else None
    start, end, precision = span
    return EventDate(
        start=start.isoformat() if start else None, end=end.isoformat() if end else None, precision=precision, text=text
    )
