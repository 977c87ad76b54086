"""Closed borders, fronts and passages, each with its dates and its source: `data/networks/closures.csv`.

In: a day, a month, a year or an interval, and a mode. Out: what was closed then, and what of it a line meets.
"""

import calendar
import datetime as dt
from calendar import month_name
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gazetteer.datafiles import read_csv
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.records import LegNote, LonLat, NoteKind, Passage

Box = tuple[float, float, float, float]  # West, south, east, north


class Crossing(NamedTuple):
    """Where a way goes from one country into another."""

    countries: frozenset[str]
    lon: float
    lat: float


def _day(date: dt.date) -> str:
    return f"{date.day} {month_name[date.month]} {date.year}"


class Closure(Struct, frozen=True, kw_only=True):
    """A row of the table, as it bears on one leg."""

    name: str
    kind: Literal["border", "line", "passage"]
    countries: frozenset[str] = frozenset()  # of a border: both sides
    within: Box | None = None  # of a border: the stretch that is meant, None for all of it
    line: tuple[LonLat, ...] = ()
    passage: Passage | None = None
    modes: tuple[Mode, ...]
    since: dt.date
    until: dt.date | None = None  # Last day; None for what lasts
    closed: bool  # whether nothing passes; otherwise a leg that passes says so
    text: str
    source: str

    @property
    def note(self) -> LegNote:
        """Return the row in words, with its dates."""
        since = f"since {_day(self.since)}" if self.since.year > _EVER else None
        until = f"until {_day(self.until)}" if self.until else None
        dates = ", ".join(part for part in (since, until) if part)
        kind = NoteKind.PASSAGE if self.passage and not self.closed else NoteKind.CLOSURE
        return LegNote(kind, f"{self.text} ({dates})." if dates else f"{self.text}.")

    def shuts(self, crossing: Crossing) -> bool:
        """Return whether this is the border that is crossed, at a place that is meant."""
        if self.kind != "border" or crossing.countries != self.countries:
            return False
        if self.within is None:
            return True
        west, south, east, north = self.within
        return west <= crossing.lon <= east and south <= crossing.lat <= north


_EVER = 1900
_MONTHS = 12


@cache
def closures() -> tuple[Closure, ...]:
    """Return the reviewed table."""
    return tuple(map(_read, read_csv("networks/closures.csv")))


def _read(row: dict[str, str]) -> Closure:
    kind, where = row["kind"], row["where"]
    points = [pair.split() for pair in where.split(",")] if kind == "line" else []
    west, south, east, north = (float(part) for part in row["within"].split()) if row["within"] else (0, 0, 0, 0)
    if kind not in ("border", "line", "passage") or row["effect"] not in ("closed", "told"):
        raise RouteError(f"closure {row['name']!r}: expected a border, line or passage that is closed or told")
    return Closure(
        name=row["name"],
        kind=cast("Literal['border', 'line', 'passage']", kind),
        countries=frozenset(where.split()) if kind == "border" else frozenset(),
        within=(west, south, east, north) if row["within"] else None,
        line=tuple((float(lon), float(lat)) for lon, lat in points),
        passage=Passage(where) if kind == "passage" else None,
        modes=tuple(Mode(mode) for mode in row["modes"].split()),
        since=dt.date.fromisoformat(row["since"]),
        until=dt.date.fromisoformat(row["until"]) if row["until"] else None,
        closed=row["effect"] == "closed",
        text=row["note"],
        source=row["source"],
    )


@lru_cache(maxsize=256)
def in_force(on: str | None, mode: Mode) -> tuple[Closure, ...]:
    """Return what was closed for a mode on a day, month or year, or two with a slash between; None for what lasts.

    What was closed for only a part of the time is told and not kept out of. RouteError: `on` is no date.
    """
    rows = [row for row in closures() if mode in row.modes]
    if on is None:
        return tuple(row for row in rows if row.until is None)
    first, last = _period(on)
    met = [row for row in rows if row.since <= last and (row.until is None or row.until >= first)]
    return tuple(
        row
        if row.since <= first and (row.until is None or row.until >= last)
        else replace(row, closed=False, text=f"{row.text} for a part of the time given")
        for row in met
    )


def _period(on: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a date that may be a month, a year or an interval."""
    start, _, end = on.partition("/")
    try:
        first, last = _days(start)[0], _days(end or start)[1]
    except ValueError as error:
        raise RouteError(f"date {on!r}: expected YYYY, YYYY-MM, YYYY-MM-DD or two of them as A/B") from error
    return (first, last) if first <= last else (last, first)


def _days(text: str) -> tuple[dt.date, dt.date]:
    year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    last_month = month or _MONTHS
    return dt.date(year, month or 1, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def met_by(rows: Iterable[Closure], *, crossings: Iterable[Crossing], line: np.ndarray) -> tuple[Closure, ...]:
    """Return the rows that a way meets: the borders it crosses, the lines it cuts."""
    passed = tuple(crossings)
    return tuple(
        row for row in rows if any(row.shuts(crossing) for crossing in passed) or (row.line and cuts(row, line))
    )


def cuts(row: Closure, line: np.ndarray) -> bool:
    """Return whether a line, as (n, 2) lon, lat, cuts a closure's."""
    from shapely import LineString

    shut = np.array(row.line)
    apart = (line.max(axis=0) < shut.min(axis=0)) | (line.min(axis=0) > shut.max(axis=0))
    return not apart.any() and bool(LineString(line).intersects(LineString(shut)))
