"""Closed choices, bounds and checks that the event file's records are made of."""

import datetime as dt
from enum import StrEnum
from functools import cache
from typing import Annotated

from babel import Locale, UnknownLocaleError
from msgspec import Meta, Struct

Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
# Bounded so that every format and every program that reads JSON keeps them exactly.
Index = Annotated[int, Meta(ge=0, le=2**53)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Positive = Annotated[float, Meta(ge=0, le=2**53)]
EventId = Annotated[str, Meta(min_length=1, max_length=200)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2024, 2024-08 or 2024-08-18")]

Wording = (
    str
    | Annotated[
        dict[
            Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47 tag, as fr")],
            Annotated[str, Meta(min_length=1)],
        ],
        Meta(min_length=1, description="What an editor wrote, by language; a map chooses its own"),
    ]
)
"""A text in whatever language it is, or one a language."""

Wkt = Annotated[
    str, Meta(pattern=r"^(LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON) ?\(", description="WKT, lon lat")
]


class PlaceRole(StrEnum):
    """What a place is to its event."""

    ORIGIN = "origin"
    VIA = "via"
    DESTINATION = "destination"
    SITE = "site"
    REGION = "region"


class Mode(StrEnum):
    """How a leg was travelled."""

    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"
    AIR = "air"
    UNKNOWN = "unknown"


class Qualifier(StrEnum):
    """How a number is bounded: "plus de" is gt, "au moins" gte, "jusqu'à" lte."""

    EXACT = "exact"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    APPROX = "approx"


class EventStatus(StrEnum):
    """What an event rests on."""

    CLAIMED = "claimed"
    DOCUMENTED = "documented"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"


class FoundBy(StrEnum):
    """What found an event: the frames and laws, the scorer alone, or a person."""

    RULES = "rules"
    SCORER = "scorer"
    PERSON = "person"


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


class Relation(StrEnum):
    """How one event bears on another."""

    PART_OF = "part_of"
    CONFLICTS_WITH = "conflicts_with"


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Frozen, by keyword, and strict about field names."""


def check_country(*codes: str | None) -> None:
    """Raise ValueError unless each code is None or a current ISO 3166-1 alpha-2 code."""
    for code in codes:
        if code is not None and not is_country_code(code):
            raise ValueError(f"country {code!r} is not an ISO 3166-1 alpha-2 code such as UA or KP")


def check_date(*texts: str | None) -> None:
    """Raise ValueError unless each text is None or a real day, month or year."""
    for text in (text for text in texts if text is not None):
        year, month, day = [*text.split("-"), "1", "1"][:3]
        try:
            dt.date(int(year), int(month), int(day))
        except ValueError as error:
            raise ValueError(f"date {text!r} does not exist ({error}); expected YYYY, YYYY-MM or YYYY-MM-DD") from error


def check_moment(*texts: str | None) -> None:
    """Raise ValueError unless each text is None, a day, or a day and a time in ISO 8601."""
    for text in (text for text in texts if text is not None):
        try:
            dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"moment {text!r}: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ") from error


_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def territories(language: str) -> dict[str, str]:
    """Return countries' names in a language by their codes, English ones where CLDR lacks it."""
    try:
        names = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    return {code: str(name) for code, name in names.items() if len(code) == 2 and code not in _NOT_COUNTRIES}  # noqa: PLR2004


def is_country_code(code: str) -> bool:
    """Return whether `code` is an ISO 3166-1 alpha-2 code in use (Kosovo's XK, as GeoNames has it, too)."""
    return code in territories("en")


def said_in(wording: Wording | None, language: str) -> str | None:
    """Return a text in a language: in its own words, else in English, else in the first that there is."""
    if not isinstance(wording, dict):
        return wording
    return next(filter(None, map(wording.get, (language, language.partition("-")[0], "en", *wording))))


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language (BCP 47), in English or as the code itself where CLDR has none."""
    return territories(language).get(code, code)


@cache
def country_codes() -> dict[str, str]:
    """Return the code of each country by its English name."""
    return {name: code for code, name in territories("en").items()}
