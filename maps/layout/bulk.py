"""Thousands of events as columns, in few bytes each; when they happened, in days, and the steps of the slider."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from os.path import commonprefix
from typing import Any

import numpy as np
from msgspec import Struct

from geo.records import Event, EventPlace
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown
from maps.ground.extent import unwrap
from maps.layout.marks import near_radius_m
from maps.layout.symbols import extent_of, is_contested, is_for_review, is_launch
from maps.records import Columns, Extent, Points, Preset, Step, Timeline
from maps.texts import Texts, last_day, parse_iso

FULL_LIMIT = 500  # Above this many events a page draws them on a canvas and lists them as the reader asks
ROWS_IN_PAGE = 100  # as many as the script shows at once, too, so that it needn't make any at first
_QUOTE_LENGTH = 400


class Sites(Struct, frozen=True, kw_only=True):
    """Points of the events that stand at points alone, and which events do."""

    events: list[int]
    lons: list[float]
    lats: list[float]
    near: list[tuple[int, int]]
    simple: frozenset[int]  # Events of which points say all there is to draw: no leg, no area, no country


class Names:
    """Numbers names in the order in which they first come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        """Return a name's number."""
        return self.numbers.setdefault(name, len(self.numbers))


def draw_columns(events: Sequence[Event], article_numbers: Mapping[str, int], texts: Texts) -> Columns:
    """Lay events out in columns."""
    kind, kinds = _numbered(map(attrgetter("kind"), events), str)
    status, statuses = _numbered(map(attrgetter("status"), events), lambda status: status.value)
    date, dates = _numbered(map(attrgetter("date"), events), texts.date)
    place, places = _numbered(
        [_place_names(event, texts.language) for event in events], lambda names: shown(names, 2 * LABEL_LENGTH)
    )
    parties = map(attrgetter("claimed_by", "denied_by"), events)
    who, whos = _numbered(parties, lambda both: "; ".join(line for _, line in party_lines(both, texts)))
    ids = [event.id for event in events]
    common = len(commonprefix([min(ids), max(ids)])) if ids else 0  # noqa: RUF071 - by characters, as ids go
    titles = [shown(event.titled(texts.language) or "", TITLE_LENGTH) if event.title else "" for event in events]
    return Columns(
        prefix=ids[0][:common] if ids else "",
        id=[name[common:] for name in ids],
        title=titles if any(titles) else [],
        quote=[shown(reports[0].quote, _QUOTE_LENGTH) if reports else "" for reports in map(_REPORTS, events)],
        kind=kind,
        kinds=kinds,
        status=status,
        statuses=statuses,
        contested=[index for index, event in enumerate(events) if is_contested(event)],
        review=[index for index, event in enumerate(events) if is_for_review(event)],
        first=_steps([day and day[0] for day in map(days_of, events)]),
        date=_steps(date),
        dates=dates,
        place=place,
        places=places,
        who=who,
        whos=whos,
        article=[_article_numbers(reports, article_numbers) for reports in map(_REPORTS, events)],
    )


_REPORTS = attrgetter("reports")


def find_sites(events: Sequence[Event]) -> Sites:
    """Gather the points of the events that stand at points alone."""
    found: list[tuple[int, EventPlace]] = []
    near: list[tuple[int, int]] = []
    simple = []
    dot, disc, none = Extent.DOT, Extent.DISC, Extent.NONE
    for index, event in enumerate(events):
        places = event.places
        if event.legs or (event.kind == "strike" and any(is_launch(event, place) for place in places)):
            continue
        if len(places) == 1 and extent_of(places[0]) is dot:  # most events of most files
            simple.append(index)
            found.append((index, places[0]))
            continue
        extents = [extent_of(place) for place in places]
        if any(extent is not dot and extent is not disc and extent is not none for extent in extents):
            continue
        simple.append(index)
        for place, extent in zip(places, extents, strict=True):
            if extent is disc:
                near.append((len(found), round(near_radius_m(place))))
            if extent is not none:
                found.append((index, place))
    return Sites(
        events=[index for index, _ in found],
        lons=[place.lon for _, place in found if place.lon is not None],
        lats=[place.lat for _, place in found if place.lat is not None],
        near=near,
        simple=frozenset(simple),
    )


def extremes(sites: Sites, centre: float) -> list[tuple[float, float]]:
    """Return two points between which all the others lie, whose extent stands for theirs."""
    if not sites.lons:
        return []
    lons = unwrap(np.array(sites.lons), centre)
    return [(float(lons.min()), min(sites.lats)), (float(lons.max()), max(sites.lats))]


def draw_points(sites: Sites, centre: float) -> Points:
    """Lay points out for the page; longitudes lie within 180° of `centre`."""
    lons = np.asarray(unwrap(np.array(sites.lons, dtype=float), centre))
    lats = np.array(sites.lats, dtype=float)
    return Points(event=_steps(sites.events), lon=_scaled(lons), lat=_scaled(lats), near=sites.near)


def _steps(values: Sequence[Any]) -> list[Any]:
    """Return numbers as differences from the last that is known: sorted ones are short so."""
    last, steps = 0, []
    for value in values:
        steps.append(None if value is None else value - last)
        last = last if value is None else value
    return steps


def _scaled(degrees: "np.ndarray[Any, np.dtype[np.float64]]") -> list[int]:
    return [int(value) for value in np.rint(degrees * 10_000).astype(np.int64).tolist()]


def _numbered(values: Iterable[Any], tell: Callable[[Any], str]) -> tuple[list[int], list[str]]:
    """Return a number for each value and what the numbers mean; `tell` works once a value: they come in thousands."""
    names, known = Names(), dict[Hashable, int]()
    numbers = []
    for value in values:
        number = known.get(value)
        if number is None:
            number = known[value] = names(tell(value))
        numbers.append(number)
    return numbers, list(names.numbers)


def _place_names(event: Event, language: str) -> str:
    places = event.places
    if len(places) == 1:
        return places[0].called(language)
    return ", ".join([place.called(language) for place in places[:4]])


def _article_numbers(reports: Sequence[Any], numbers: Mapping[str, int]) -> int | list[int]:
    if len(reports) == 1 and (number := numbers.get(reports[0].article)) is not None:
        return number
    return [number for report in reports if (number := numbers.get(report.article)) is not None]


def party_lines(parties: tuple[Sequence[str], Sequence[str]], texts: Texts) -> list[tuple[str, str]]:
    """Return who claims and who denies, each after its key."""
    told = zip(("claims", "denies"), parties, strict=True)
    named = [(key, texts.join([texts.party(name) for name in names])) for key, names in told if names]
    return [(key, texts.word("words", key, names=names)) for key, names in named]


_EPOCH = dt.date(1970, 1, 1)
_DAYS_BY_DAY = 75
_DAYS_BY_MONTH = 15 * 365
_RECENT_DAYS = 30
_MOST_PRESETS = 24


def days_of(event: Event) -> tuple[int, int] | None:
    """Return the first and last day an event may have happened, counted from 1970-01-01; None if undated."""
    return None if event.date is None else _days_between(event.date.start, event.date.end)


@lru_cache(maxsize=8192)
def _days_between(start: str | None, end: str | None) -> tuple[int, int] | None:
    first, last = start or end, end or start
    if not first or not last:
        return None
    return (parse_iso(first)[0] - _EPOCH).days, (last_day(last) - _EPOCH).days


def draw_timeline(events: Sequence[Event], texts: Texts) -> Timeline | None:
    """Lay out the strip; None where fewer than two dates leave nothing to walk through."""
    days = {day for day in map(days_of, events) if day}
    if len(days) < 2:  # noqa: PLR2004 - see above
        return None
    first = _EPOCH + dt.timedelta(days=min(day[0] for day in days))
    last = _EPOCH + dt.timedelta(days=max(day[1] for day in days))
    dates = _dates(first, last)
    by_day = (last - first).days <= _DAYS_BY_DAY
    steps = [
        Step(day=(date - _EPOCH).days, label=texts.day(date.isoformat()) if by_day else texts.month(date))
        for date in dates
    ]
    start = first if by_day else first.replace(day=1)
    return Timeline(
        first=(start - _EPOCH).days,
        last=steps[-1].day,
        steps=steps,
        ticks=_ticks(start, dates[-1], texts, by_day=by_day),
        presets=_presets(start, dates, texts),
    )


def _presets(start: dt.date, dates: Sequence[dt.date], texts: Texts) -> list[Preset]:
    """Return periods to choose: the last thirty days where there are more, then months, or years."""
    presets, count = [], len(dates)
    recent = dates[-1] - dt.timedelta(days=_RECENT_DAYS)
    if recent > start:
        first = next(number for number, date in enumerate(dates) if date > recent)
        presets.append(Preset(label=texts.word("page", "last_days", n=_RECENT_DAYS), from_=first, to=count - 1))
    for form in ("%Y-%m", "%Y"):
        held: dict[str, list[int]] = {}
        for number, date in enumerate(dates):
            held.setdefault(date.strftime(form), []).append(number)
        if 1 < len(held) <= _MOST_PRESETS:
            named = [Preset(label=texts.day(period), from_=steps[0], to=steps[-1]) for period, steps in held.items()]
            return presets + named
    return presets


def _dates(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the last day of every step from the first to the last: days, months or years."""
    span = (last - first).days
    if span <= _DAYS_BY_DAY:
        return [first + dt.timedelta(days=i) for i in range(span + 1)]
    years = range(first.year, last.year + 1)
    if span > _DAYS_BY_MONTH:
        return [last_day(f"{year:04}") for year in years]
    months = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
    return [last_day(month) for month in months if first.isoformat()[:7] <= month <= last.isoformat()[:7]]


def _ticks(first: dt.date, last: dt.date, texts: Texts, *, by_day: bool) -> list[Step]:
    """Return four or so dates spread over the strip, each at the first day it names."""
    span = (last - first).days
    ticks: list[Step] = []
    for part in range(4):
        date = first + dt.timedelta(days=round(span * part / 3.6))
        if not by_day:
            date = date.replace(day=1)
        label = texts.day(date.isoformat()) if by_day else texts.month(date)
        if not ticks or ticks[-1].label != label:
            ticks.append(Step(day=(date - _EPOCH).days, label=label))
    return ticks
