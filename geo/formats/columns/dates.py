"""Dates as people type them into tables; what is told in words is read by the parser of the articles."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from geo.formats.columns.headers import LANGUAGES, date_words, plain_words, read_value, tables, tongues
from geo.formats.layout.cells import last_day
from geo.language.dates.finding import find_dates
from geo.language.tables import event_tables
from geo.records import DatePrecision, EventDate

Order = Literal["dmy", "mdy", "ymd"]

_CLOCK = r"(?:[T ,]\s*\d{1,2}[:.h]\d{2}.*|\s*Z)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?{_CLOCK}")
_COMPACT = re.compile(rf"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{{2,6}})?{_CLOCK}")
_PARTS = re.compile(rf"(\d{{1,2}})([/.\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_MONTH_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.)?\s+)?(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>\d{4}|(?<=[^\d]\s)\d{2})"
    r"|(?P<first>[^\W\d_]+)\.?\s+(?P<then>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
)
_JOINED = re.compile(r"(?<=\d)[-/](?=[^\W\d_]{3})|(?<=[^\W\d_]{3})[-/](?=\d{1,4}\b)")
_AFTER_YEAR = re.compile(r"(?<=\d{4})[^\W\d_]+\.?$")
_WEEK = re.compile(r"(\d{4})[-\s]?W(\d\d)")
_PART_OF_YEAR = re.compile(
    r"(?:(?P<year>\d{4})[\s/-]*)?(?P<part>[QTHS])\s?(?P<n>[1-4])(?:[\s/-]*(?P<after>\d{4}))?", re.IGNORECASE
)  # quarters (Q, T) and halves (H, S)
_YEARS = re.compile(r"((?:19|20)(\d\d))\s?[/–—-]\s?(\d\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_GROUP = re.compile(r"(\d\d)\d{4}[A-Z]?\s?([A-Z]{3})\s?(\d\d)")  # a military date-time group, as 051430ZMAR24
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")  # Days since 1899-12-30, as Excel counts
_UNIX = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_SIGNS = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日号號일])?")
"""Year, month and day as China, Japan and Korea mark them."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")  # months as Poland numbers them
_DAYS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th|\.)?")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_CYRILLIC_LANGUAGES = ("ru", "uk")
_HAS_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_EPOCH = dt.date(1899, 12, 30)
_LEAST_DAYS = 20_000
_CENTURY_TURN = 70
_LONGEST = 80
_MONTHS = 12
_LETTERS = re.compile(r"[^\W\d_]+")


class TypedDate(Struct, frozen=True):
    """A date as typed: its first and last day, None at an open end, and how exactly it is known."""

    start: str | None
    end: str | None
    precision: DatePrecision


@lru_cache(maxsize=20_000)
def parse_date(text: str, *, order: Order | None = "dmy") -> TypedDate | None:
    """Return a date, None where the text is none, the day does not exist, or its order can't be told.

    Args:
        text: As typed: ISO, 18/08/2024, 18.8.24, 18 août 2024, 08/2024, 2024, before 5 March 2024,
            nuit du 20 au 21 mars 2024, 2024-03-01 to 2024-03-05, a spreadsheet's or a Unix number.
        order: How `03/04/2024` is meant; None where nobody can know.
    """
    bare = _JOINED.sub(" ", " ".join(text.split()))
    if not bare or len(bare) > _LONGEST:
        return None
    if (glued := _AFTER_YEAR.search(bare)) and glued[0].rstrip(".") in _beside():
        bare = bare[: glued.start()]
    first, _, rest = bare.partition(" ")
    bare = rest if rest[:1].isdigit() and read_value("qualifier", first) == "approx" else bare
    return _one(bare, order) or _range(bare, order) or _bounded(bare, order) or _listed(bare, order)


def names_a_month(text: str) -> bool:
    """Return whether a text holds the name of a month, in full or cut short."""
    return any(word.casefold() in _months() for word in _LETTERS.findall(text))


def _named(text: str) -> TypedDate | None:
    """Return a day or month whose month is named, in full or cut short."""
    head, _, last = text.rpartition(" ")
    text = head if last.rstrip(".") in _beside() else text  # "5 III 2024 r."
    found = _MONTH_NAMED.fullmatch(_GROUP.sub(r"\1 \2 \3", text))
    if found is None:
        return None
    month = _months().get((found["month"] or found["first"]).casefold().rstrip("."))
    year = _whole_year(found["year"] or found["year2"])
    day = found["day"] or found["then"]
    if not month and day and (roman := (found["month"] or found["first"]).lower()) in _ROMAN:
        month = str(_ROMAN.index(roman) + 1)
    short = len(found["year"] or found["year2"]) < 4  # noqa: PLR2004 - "Mar 24" may be a day of March
    return _coarse(year, month, day) if month and not (short and not day) else None


@cache
def _months() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in tongues():
        for context in ("format", "stand-alone"):
            for number, name in _named_by_cldr(language, "months", context):
                names.setdefault(name, number)
    return names


def _named_by_cldr(language: str, what: str, context: str) -> Iterator[tuple[str, str]]:
    """Yield numbers and names, in full and cut short, of months or days."""
    from babel import Locale

    for width in ("wide", "abbreviated"):
        for number, name in getattr(Locale.parse(language), what)[context][width].items():
            yield str(number), str(name).casefold().rstrip(".")


def _one(text: str, order: Order | None) -> TypedDate | None:
    return _numeric(text, order) or _part_of_years(text) or _named(text) or _in_words(text)


def _numeric(text: str, order: Order | None) -> TypedDate | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _coarse(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text) or _SIGNS.fullmatch(text):
        return _coarse(*found.groups()[:3])
    if found := _PARTS.fullmatch(text):
        dots = found[2] == "."  # written where the day comes first
        dated = _ordered(found[1], found[3], found[4], "dmy" if dots else order)
        return dated or (_ordered(found[1], found[3], found[4], "mdy") if dots else None)
    if found := _MONTH_YEAR.fullmatch(text):
        return _coarse(found[2], found[1], None)
    return _coarse(text, None, None) if _YEAR.fullmatch(text) else _counted(text)


def _part_of_years(text: str) -> TypedDate | None:
    """Return an ISO week, a quarter or half of a year, or `2022/23`."""
    if found := _WEEK.fullmatch(text):
        with suppress(ValueError):
            first = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return TypedDate(first.isoformat(), (first + dt.timedelta(days=6)).isoformat(), DatePrecision.RANGE)
    if not set(words := plain_words(text)).isdisjoint(date_words("quarter")):
        counted = [word for word in words if word in _ROMAN or word.isdecimal()]
        numbers = [str(_ROMAN.index(word) + 1) if word in _ROMAN else word for word in counted]
        text = " ".join(["Q", *sorted(numbers, key=len)])
    if (found := _PART_OF_YEAR.fullmatch(text)) and bool(found["year"]) is not bool(found["after"]):
        months = 3 if found["part"] in "QTqt" else 6
        last = _coarse(found["year"] or found["after"], str(int(found["n"]) * months), None)
        first_month = int(found["n"]) * months - months + 1
        return TypedDate(f"{str(last.start)[:4]}-{first_month:02d}-01", last.end, DatePrecision.RANGE) if last else None
    found = _YEARS.fullmatch(text)
    if found and max(int(found[2]), _MONTHS) < int(found[3]):
        return TypedDate(f"{found[1]}-01-01", f"{found[1][:2]}{found[3]}-12-31", DatePrecision.RANGE)
    return None


def _counted(text: str) -> TypedDate | None:
    """Return the day of a spreadsheet's serial number or of a Unix time in seconds or milliseconds."""
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) > _LEAST_DAYS:
        return _day(_EPOCH + dt.timedelta(days=int(found[1])))
    if found := _UNIX.fullmatch(text):
        seconds = int(found[1]) if found[1] else int(found[2]) // 1000
        return _day(dt.datetime.fromtimestamp(seconds, dt.UTC).date())
    return None


def _whole_year(year: str) -> str:
    return year if len(year) > 2 else f"{19 if int(year) >= _CENTURY_TURN else 20}{year}"  # noqa: PLR2004 - two digits


def _ordered(first: str, second: str, year: str, order: Order | None) -> TypedDate | None:
    year = _whole_year(year)
    if order is None:
        if int(first) == int(second) or max(int(first), int(second)) > _MONTHS:
            order = "mdy" if int(second) > _MONTHS else "dmy"
        else:
            return None
    day, month = (second, first) if order == "mdy" else (first, second)
    return _coarse(year, month, day)


def _coarse(year: str, month: str | None, day: str | None) -> TypedDate | None:
    """Return a day, a month or a year by its first and last day; 0 stands for a month or day that is not known."""
    try:
        told = int(month or 0)
        whole = dt.date(int(year), told or 1, 1).isoformat()
        if not told:
            return TypedDate(whole, last_day(whole[:4]), DatePrecision.YEAR)
        if not int(day or 0):
            return TypedDate(whole, last_day(whole[:7]), DatePrecision.MONTH)
        return _day(dt.date(int(year), told, int(day or 0)))
    except (ValueError, OverflowError):
        return None


def _day(day: dt.date) -> TypedDate:
    return TypedDate(day.isoformat(), day.isoformat(), DatePrecision.DAY)


def _range(text: str, order: Order | None) -> TypedDate | None:
    """Return `A to B`, `A – B`, `A/B` where both halves are dates."""
    for match in _separators().finditer(text):
        first, last = text[: match.start()].strip(), text[match.end() :].strip()
        end = _one(last := _completed(last, _one(first, order)), order)
        first = _completed(first, end)
        year = last[-4:] if end and last[-4:].isdecimal() and not _HAS_YEAR.search(first) else ""
        start = _one(f"{first} {year}".strip(), order) if end else None
        if start and end and start.start and end.end and start.start <= end.end:
            return TypedDate(start.start, end.end, DatePrecision.RANGE)
    return None


def _completed(text: str, other: TypedDate | None) -> str:
    """Return a number alone as the day of another day's month: "3./4. März 2024", "2024-03-06/08"."""
    day = _DAYS.fullmatch(text) if other and other.precision is DatePrecision.DAY else None
    return f"{str(other.start)[:8]}{int(day[1]):02d}" if other and day else text


def _listed(text: str, order: Order | None) -> TypedDate | None:
    """Return `2022; 2023` from the first to the last: what happened over years or on several days."""
    dates = [_one(part.strip(), order) for part in re.split("[;,]", text) if part.strip()]
    days = [day for date in dates if date for day in (date.start, date.end) if day]
    whole = len(dates) > 1 and None not in dates and days
    return TypedDate(min(days), max(days), DatePrecision.RANGE) if whole else None


@cache
def _separators() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(date_words("to"), key=len, reverse=True)))
    return re.compile(
        rf"\s+(?:{words}|-|–|—)\s+|\s*(?:[–—/]|\.\.)\s*|(?<=\d)-(?=\d{{1,2}}\.?\s+[^\W\d_])|(?<=\d{{4}})-(?=\d{{4}}$)"
        r"|(?<=[./]\d{4})-(?=\d)|(?<=\d\.)-(?=\d)",
        re.IGNORECASE,
    )


def _bounded(text: str, order: Order | None) -> TypedDate | None:
    """Return `before 5 March 2024` as a range that is open at one end."""
    lower = text.casefold()
    for bound in ("before", "until", "after", "since"):
        word = next((word for word in date_words(bound) if lower.startswith(f"{word} ")), None)
        found = _one(text[len(word) :].strip(), order) if word else None
        if found and found.start and found.end:
            ends = {"before": _shifted(found.start, -1), "until": found.end}
            starts = {"after": _shifted(found.end, 1), "since": found.start}
            return TypedDate(starts.get(bound), ends.get(bound), DatePrecision.RANGE)
    return None


def _shifted(day: str | None, days: int) -> str | None:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat() if day else None


def _in_words(text: str) -> TypedDate | None:
    """Return the date that a text tells in any language of the articles; all its words have to belong to it."""
    if not (_LETTERS.search(text) and _HAS_YEAR.search(text)):
        return None
    cyrillic = _CYRILLIC.search(text) is not None
    for language in LANGUAGES:
        if (language in _CYRILLIC_LANGUAGES) is not cyrillic:
            continue  # a language's tables take a while to load
        found = find_dates(text, event_tables(language), published=None)
        if len(found) == 1 and _is_all(text[: found[0][1]] + " " + text[found[0][2] :]):
            date: EventDate | None = found[0][0]
            if date and (date.start or date.end) and date.precision:
                return TypedDate(date.start, date.end, date.precision)
    return None


def _is_all(rest: str) -> bool:
    """Return whether nothing but small words and a time of day stands beside a date."""
    rest = re.sub(r"\d{1,2}[:.h]\d{2}\S*", " ", rest)
    return not any(char.isdigit() for char in rest) and all(
        word.casefold() in _beside() for word in _LETTERS.findall(rest)
    )


@cache
def _beside() -> frozenset[str]:
    days = {name for language in tables() for _, name in _named_by_cldr(language, "days", "format")}
    return frozenset(days | set(date_words("beside")))


def date_order(
    cells: Sequence[tuple[int, str]], *, sure: Order | None, said: Order | None = None
) -> tuple[Order | None, tuple[int, ...]]:
    """Return the order of day and month in columns of dates, None where nobody can know; lines that contradict."""
    found = ((line, _PARTS.fullmatch(text.strip())) for line, text in cells)
    pairs = [(line, int(parts[1]), int(parts[3])) for line, parts in found if parts and parts[2] != "."]
    day_first = next((line for line, first, _ in pairs if first > _MONTHS), None)
    month_first = next((line for line, _, second in pairs if second > _MONTHS), None)
    if day_first is not None and month_first is not None:
        return (said, ()) if said else (None, (day_first, month_first))
    if day_first is not None or month_first is not None:
        return ("mdy" if day_first is None else "dmy"), ()
    return sure or (None if any(first != second for _, first, second in pairs) else "dmy"), ()
