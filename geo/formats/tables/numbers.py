"""Numbers, dates and coordinates as people type them into tables."""

import datetime as dt
import re
from functools import cache
from typing import Literal

from msgspec import Struct

from geo.records import DatePrecision

Order = Literal["dmy", "mdy", "ymd"]

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DOT_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_ISO_SLASH = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,].*)?")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[T ,].*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_NAMED = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?(?:(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")
_NAMED_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_DEGREES = re.compile(
    r"([NSEWO])?\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*(?:(\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:[\"″”]|'')\s*)?([NSEWO])?",
    re.IGNORECASE,
)
_WKT = re.compile(r"POINT\s*Z?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)", re.IGNORECASE)
_CENTURY_TURN = 70


def parse_number(text: str, *, decimal: str = ".") -> float | None:
    """Return a number, None where the text is none.

    Args:
        text: As typed: `1 234,5`, `1,234.5`, `12.5`.
        decimal: What the table writes before the decimals; decides `1,234`.
    """
    bare = _SPACES.sub("", text)
    if decimal == ".":
        if _GROUPED.fullmatch(bare):
            bare = bare.replace(",", "")
    elif "," in bare and _DOT_GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    bare = bare.replace(",", ".")
    return float(bare) if _PLAIN.fullmatch(bare) else None


class TypedDate(Struct, frozen=True):
    """A date as typed: a day, month or year of the event file."""

    iso: str
    precision: DatePrecision


def parse_date(text: str, *, order: Order = "dmy") -> TypedDate | None:
    """Return a date, None where the text is none or the day does not exist.

    Args:
        text: As typed: ISO, 18/08/2024, 18.8.24, 18 août 2024, Aug 18, 2024, 08/2024, August 2024, 2024.
        order: How `03/04/2024` is meant.
    """
    bare = text.strip()
    for pattern in (_ISO, _ISO_SLASH):
        if found := pattern.fullmatch(bare):
            return _date(found[1], found[2], found[3])
    if found := _COMPACT.fullmatch(bare):
        return _date(found[1] + found[2], found[3], found[4])
    if found := _PARTS.fullmatch(bare):
        return _ordered(found[1], found[2], found[3], order)
    if found := _MONTH_YEAR.fullmatch(bare):
        return _date(found[2], found[1], None)
    if re.fullmatch(r"(19|20)\d\d", bare):
        return TypedDate(bare, DatePrecision.YEAR)
    return _named(bare)


def _ordered(first: str, second: str, year: str, order: Order) -> TypedDate | None:
    if len(year) == 2:  # noqa: PLR2004 - two digits
        year = f"{19 if int(year) >= _CENTURY_TURN else 20}{year}"
    day, month = (second, first) if order == "mdy" else (first, second)
    return _date(year, month, day)


def _named(text: str) -> TypedDate | None:
    if found := _NAMED_FIRST.fullmatch(text):
        month = month_number(found[1])
        return _date(found[3], month, found[2]) if month else None
    found = _NAMED.fullmatch(text)
    month = month_number(found[2]) if found else None
    return _date(found[3], month, found[1]) if found and month else None


def _date(year: str, month: str, day: str | None) -> TypedDate | None:
    try:
        whole = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    if day is None:
        return TypedDate(whole.isoformat()[:7], DatePrecision.MONTH)
    return TypedDate(whole.isoformat(), DatePrecision.DAY)


def month_number(name: str) -> str | None:
    """Return a month's number for its name, in full or cut short, in any language of the articles."""
    return _months().get(name.casefold().rstrip("."))


@cache
def _months() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for language in ("fr", "en", "de", "nl", "es", "uk", "ru", "pl"):
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(str(name).casefold().rstrip("."), str(number))
    return names


def order_of(texts: list[str]) -> Order | None:
    """Return the order that a column's own dates prove, None where they prove none or both."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _PARTS.fullmatch(text.strip()))]
    day_first = any(first > 12 for first, _ in pairs)  # noqa: PLR2004 - months
    month_first = any(second > 12 for _, second in pairs)  # noqa: PLR2004 - months
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def has_ambiguous(texts: list[str]) -> bool:
    """Return whether a column holds a date that two orders read differently."""
    return any(found[1] != found[2] for text in texts if (found := _PARTS.fullmatch(text.strip())))


def parse_degrees(text: str) -> tuple[float, str] | None:
    """Return degrees and the hemisphere letter, if any: `50,6`, `50°36'06"N`, `E 30.7`."""
    found = _DEGREES.fullmatch(text.strip())
    if not found:
        return None
    degrees, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in found.group(2, 3, 4))
    letter = (found[1] or found[5] or "").upper().replace("O", "W")
    size = abs(degrees) + minutes / 60 + seconds / 3600
    negative = found[2].startswith("-") or letter in ("S", "W")
    return (-size if negative else size), letter


def parse_coordinates(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude from one cell: `50.6, 30.7`, `50,6; 30,7`, `POINT(30.7 50.6)`, degrees, minutes."""
    if found := _WKT.fullmatch(text.strip()):
        pair = parse_number(found[1]), parse_number(found[2])
        return (pair[0], pair[1]) if pair[0] is not None and pair[1] is not None else None
    halves = _halves(text.strip().strip("()[]"))
    first, second = (parse_degrees(half) if half else None for half in halves)
    if first is None or second is None:
        return None
    if first[1] in ("E", "W") or second[1] in ("N", "S"):
        return first[0], second[0]
    return second[0], first[0]


def _halves(text: str) -> tuple[str, str]:
    """Cut a cell in two at the separator that leaves one number on each side."""
    for separator in (";", "/", "|", "\n", ", ", ",", " "):
        parts = [part.strip() for part in text.split(separator) if part.strip()]
        if len(parts) == 2:  # noqa: PLR2004 - latitude and longitude
            return parts[0], parts[1]
    found = re.fullmatch(r"(.*?[NSns])[\s,]*(.*[EWOewo])", text, re.DOTALL)
    return (found[1], found[2]) if found else ("", "")
