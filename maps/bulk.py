"""Thousands of events as columns: what a page needs to draw, filter and tell them, in few bytes each."""

from collections.abc import Callable, Hashable, Sequence

from msgspec import Struct

from geo.records import Event
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown
from maps.extent import unwrap
from maps.marks import near_radius_m
from maps.symbols import Extent, extent_of, is_contested
from maps.texts import Texts
from maps.timeline import days_of

FULL_LIMIT = 500
"""Above this many events a page draws them on a canvas and lists them as the reader asks."""
ROWS_IN_PAGE = 200
_QUOTE_LENGTH = 400
_POINTS = (Extent.DOT, Extent.DISC, Extent.NONE)


class Columns(Struct, frozen=True, kw_only=True):
    """One entry an event in each list; lists named in the plural hold what the numbers in others mean."""

    id: list[str]
    title: list[str]
    quote: list[str]
    kind: list[int]
    kinds: list[str]
    status: list[int]
    statuses: list[str]
    contested: list[int]
    """Indices of the contested events alone."""
    first: list[int | None]
    date: list[int]
    dates: list[str]
    place: list[int]
    places: list[str]
    who: list[int]
    whos: list[str]
    article: list[list[int]]


class Points(Struct, frozen=True, kw_only=True):
    """Places of the events that stand at points: an event's index and ten-thousandths of a degree."""

    event: list[int]
    lon: list[int]
    lat: list[int]
    near: list[tuple[int, int]]
    """Which of the points are discs, and the disc's radius in metres."""


class Names:
    """Numbers names in the order in which they first come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        """Return a name's number."""
        return self.numbers.setdefault(name, len(self.numbers))


def draw_columns(events: Sequence[Event], article_numbers: dict[str, int], texts: Texts) -> Columns:
    """Lay events out in columns."""
    kind, status, date, place, who = (Names() for _ in range(5))
    days = [days_of(event) for event in events]
    tell_date = _remembered(lambda event: event.date, lambda event: texts.date(event.date))
    tell_who = _remembered(lambda event: (event.claimed_by, event.denied_by), lambda event: _tell_who(event, texts))
    return Columns(
        id=[event.id for event in events],
        title=[shown(event.title, TITLE_LENGTH) if event.title else "" for event in events],
        quote=[shown(event.reports[0].quote, _QUOTE_LENGTH) if event.reports else "" for event in events],
        kind=[kind(event.kind) for event in events],
        kinds=list(kind.numbers),
        status=[status(event.status) for event in events],
        statuses=list(status.numbers),
        contested=[index for index, event in enumerate(events) if is_contested(event)],
        first=[day[0] if day else None for day in days],
        date=[date(tell_date(event)) for event in events],
        dates=list(date.numbers),
        place=[place(_tell_places(event)) for event in events],
        places=list(place.numbers),
        who=[who(tell_who(event)) for event in events],
        whos=list(who.numbers),
        article=[
            [number for r in event.reports if (number := article_numbers.get(r.article)) is not None]
            for event in events
        ],
    )


def draw_points(events: Sequence[Event], centre: float) -> Points:
    """Lay out the places that stand at points; longitudes lie within 180° of `centre`."""
    points = Points(event=[], lon=[], lat=[], near=[])
    for index, event in enumerate(events):
        for place in event.places:
            extent = extent_of(place)
            if extent not in (Extent.DOT, Extent.DISC) or place.lon is None or place.lat is None:
                continue
            if extent is Extent.DISC:
                points.near.append((len(points.event), round(near_radius_m(place))))
            points.event.append(index)
            points.lon.append(round(unwrap(place.lon, centre) * 10_000))
            points.lat.append(round(place.lat * 10_000))
    return points


def _remembered(key: Callable[[Event], Hashable], tell: Callable[[Event], str]) -> Callable[[Event], str]:
    """Return `tell` that does its work once for events with the same key: dates and names come in thousands."""
    told: dict[Hashable, str] = {}

    def telling(event: Event) -> str:
        known = told.get(key(event))
        if known is None:
            known = told[key(event)] = tell(event)
        return known

    return telling


def _tell_places(event: Event) -> str:
    names = ", ".join([place.label or place.name for place in event.places[:4]])
    return shown(names, 2 * LABEL_LENGTH)


def _tell_who(event: Event, texts: Texts) -> str:
    lines = [
        texts.word("words", key, names=texts.join([texts.party(name) for name in names]))
        for key, names in (("claims", event.claimed_by), ("denies", event.denied_by))
        if names
    ]
    return "; ".join(lines)


def is_point_event(event: Event) -> bool:
    """Tell whether points say all there is to draw of an event: no leg, no area, no country."""
    return not event.legs and all(extent_of(place) in _POINTS for place in event.places)
