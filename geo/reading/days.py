"""The day that an article is about, for what it tells without a date of its own.

A headline, a dateline, the lead or a time stamp gives the day; what follows has it until another is told.
"""

import datetime as dt
import re
from collections.abc import Sequence

from msgspec import Struct

from geo.articles.blocks import BlockKind
from geo.language.dates.comparing import span_days
from geo.language.dates.finding import published_day
from geo.reading.roles.timing import date_for
from geo.reading.scorer.features import Told
from geo.records import DatePrecision, EventDate

_SHORT_DAYS = 2
"""A raid lasts a night, a bulletin tells of a day and a night."""
_STAMP = re.compile(
    r"^[ \t]*(?:[\[(•*\-–—]\s*|\++\s*)?(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?!\s*(?:million|milliard|%))", re.MULTILINE
)
_LEAD = 6
"""Sentences in which an article says what it is about."""
_BULLETIN = ("past_day", "last_night", "night_to_day", "night_before", "weekday_night")
_HEADER = 4
_OF_A_HEADER = ("day", "weekday", "today")
_STAMPS = 3
"""So many paragraphs that open with a time of day make a running account of one day."""
_NOT_NOW = ("cue:history", "cue:back_then", "cue:total", "cue:earlier")
_VAGUE = ("since", "year", "recent", "last_year", "this_", "month", "past_months", "past_weeks", "season", "quarter")


class Days(Struct, frozen=True, kw_only=True):
    """What an article says of when its events happened."""

    main: EventDate | None
    """The day told first of something that happened."""
    running: int
    """Where a running account starts, whose paragraphs open with a time of day; past the end where there is none."""
    published: EventDate | None


def find_days(article: Sequence[Told], text: str, published: str | None) -> Days:
    """Return the days that an article's own layout and lead give.

    Args:
        article: Its sentences, in order.
        text: Its whole text.
        published: Its day of publication, ISO.
    """
    day = published_day(published)
    stamps = [match.start() for match in _STAMP.finditer(text)]
    return Days(
        main=_main_day(article),
        running=stamps[0] if len(stamps) >= _STAMPS else len(text) + 1,
        published=_one_day(day) if day else None,
    )


def _main_day(article: Sequence[Told]) -> EventDate | None:
    """Return the day of the event that the lead tells first; else the first told in the upper half."""
    body = [told for told in article if told.sentence.kind in (BlockKind.BODY, BlockKind.HEADING)]
    for told in body[: max(_LEAD, len(body) // 2)]:
        if not told.happened or told.sentence.has(*_NOT_NOW):
            continue
        date = date_for(told.sentence, tuple(told.happened), told.zones)
        if is_short(date):
            return date
    for told in body[:_LEAD]:  # "Situation over the past day", told of before any event
        dates = [found.date for found in told.sentence.dates if found.means in _BULLETIN]
        if dates and is_short(dates[0]):
            return dates[0]
    for told in body[:_HEADER]:  # "Thursday 13 November, 8 a.m."
        dates = [found.date for found in told.sentence.dates if found.means in _OF_A_HEADER]
        if dates and is_short(dates[0]) and not told.triggers:
            return dates[0]
    return None


def is_short(date: EventDate | None) -> bool:
    """Return whether a date is that of a day, a night or a day and a night."""
    return date is not None and date.start is not None and span_days(date) < _SHORT_DAYS


def inherited(days: Days, told: Told, last: EventDate | None) -> EventDate | None:
    """Return the day of what a sentence tells without a date of its own; None where it may be another's.

    Args:
        days: The article's days.
        told: The sentence.
        last: The day of the event told before in the same paragraph.
    """
    sentence = told.sentence
    if sentence.has(*_NOT_NOW) or any(date.means.startswith(_VAGUE) for date in sentence.dates):
        return None
    if sentence.dates and not last:
        return None
    if is_short(last):
        return last
    if sentence.start >= days.running:
        return days.published
    return days.main


def _one_day(day: dt.date) -> EventDate:
    return EventDate(start=day.isoformat(), end=day.isoformat(), precision=DatePrecision.DAY)
