"""The values of a date phrase, read as numbers."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from geo.records import DatePrecision


class DateWords(NamedTuple):
    """A language's words for what date phrases are made of."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    parts: Mapping[str, str]
    small: Mapping[str, int]
    holidays: Mapping[str, str]
    ordinals: Mapping[str, int]


Span = tuple[dt.date | None, dt.date | None, DatePrecision] | None
"""First day, last day, how exactly; None where it can't be told."""


class PhraseReader:
    """The values of one match, read as numbers."""

    def __init__(self, values: Mapping[str, str], words: DateWords, published: dt.date | None) -> None:
        self.values = values
        self.words = words
        self.published = published

    def _lower(self, name: str) -> str | None:
        value = self.values.get(name)
        return value.lower().replace("’", "'") if value else None

    def day(self, name: str = "day") -> int:
        """Return the day of the month."""
        return int(self.values[name])

    def month(self, name: str = "month") -> int | None:
        """Return the number of the month named; None where none is."""
        word = self._lower(name)
        return self.words.months[word] if word else None

    def year(self, name: str = "year") -> int | None:
        """Return the year; None where none is told."""
        return int(self.values[name]) if name in self.values else None

    def weekday(self, name: str = "weekday") -> int:
        """Return the number of the weekday, Monday 0."""
        return self.words.weekdays[self._lower(name) or ""]

    def count(self) -> int:
        """Return the number told in digits or words."""
        word = self._lower("n") or ""
        return int(word) if word.isdigit() else sum(self.words.small[part] for part in self._parts(word))

    def _parts(self, word: str) -> list[str]:
        """Return the words of "eighty-five"; a hyphenated word of the table, as "vingt-cinq", stays whole."""
        return [word] if word in self.words.small else word.split("-")

    def part(self) -> str:
        """Return which part of a month or year is told."""
        return self.words.parts[self._lower("part") or ""]

    def holiday(self) -> str:
        """Return the holiday's rule."""
        return str(self.words.holidays[self._lower("holiday") or ""])

    def need_year(self) -> int:
        """Return the year of publication, 0 without one."""
        return self.published.year if self.published else 0

    def season(self) -> str:
        """Return the season told."""
        return self.words.seasons[self._lower("season") or ""]
