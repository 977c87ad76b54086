"""What passes from room to room: where a map's marks stand, and all that its page's script draws from."""

from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from geo.records.view import Box


class Extent(StrEnum):
    """How a place is drawn."""

    DOT = "dot"
    DISC = "disc"
    AREA = "area"
    REGION = "region"
    SEA = "sea"
    COUNTRY = "country"
    NONE = "none"


class Water(Struct, frozen=True, kw_only=True, array_like=True):
    """A water's name, and points in it where it may be written, each with the room around it in degrees."""

    name: str
    anchors: list[tuple[float, float, float]]


class CountryName(Struct, frozen=True, kw_only=True, array_like=True):
    """A country's name and the points where it may be written, each with the room around it in degrees."""

    code: str
    name: str
    anchors: list[tuple[float, float, float]]


class Tier(Struct, frozen=True, kw_only=True):
    """Part of the world at one level of detail; lines are encoded with `digits` decimals."""

    digits: float
    land: list[list[str]]  # Polygons as rings, the outer one first
    borders: list[str]
    disputed: list[str]
    cuts: tuple[list[float], list[float]]  # Longitudes and latitudes along which land was cut: no coast runs there
    width: float  # degrees that the map, for which this was made, is wide
    lakes: list[list[str]]
    rivers: list[str]
    roads: list[str]
    railways: list[str]
    built: list[list[str]]  # built-up areas, of a user's own tiles


class Town(Struct, frozen=True, kw_only=True, array_like=True):
    """A town that no event is about, for a reader to find the way by."""

    name: str
    lon: float
    lat: float
    people: int


class Basemap(Struct, frozen=True, kw_only=True):
    """All that lies under the events."""

    tiers: list[Tier]
    countries: list[CountryName]
    waters: list[Water]
    towns: list[Town]
    credit: str = ""  # whose data a user's own tiles hold


class Step(Struct, frozen=True, kw_only=True):
    """A stop of the slider: the last day it shows, counted from 1970-01-01, and its name."""

    day: int
    label: str


class Preset(Struct, frozen=True, kw_only=True):
    """A period to choose, as the first and last step of the slider that it takes in."""

    label: str
    from_: int = field(name="from")
    to: int


class Timeline(Struct, frozen=True, kw_only=True):
    """First and last day of the strip, the slider's steps, and the few dates written under it."""

    first: int
    last: int
    steps: list[Step]
    ticks: list[Step]
    presets: list[Preset]


class Columns(Struct, frozen=True, kw_only=True):
    """One entry an event in each list; lists named in the plural hold what the numbers in others mean."""

    prefix: str
    """What all ids begin with; `id` has the rest."""
    id: list[str]
    title: list[str]
    """Empty where no event has one."""
    quote: list[str]
    kind: list[int]
    kinds: list[str]
    status: list[int]
    statuses: list[str]
    contested: list[int]
    """Indices of the contested events alone; and so of those that nobody but the statistical reader found."""
    review: list[int]
    first: list[int | None]
    """As differences, each from the last that is known; so is `date`, and a point's event."""
    date: list[int]
    dates: list[str]
    place: list[int]
    places: list[str]
    who: list[int]
    whos: list[str]
    article: list[int | list[int]]


class Points(Struct, frozen=True, kw_only=True):
    """Places at points: an event's index, ten-thousandths of a degree, and which are discs of how many metres."""

    event: list[int]
    lon: list[int]
    lat: list[int]
    near: list[tuple[int, int]]


class Spot(Struct, frozen=True, kw_only=True, array_like=True):
    """A point and the events there. `near_m` is the radius within which it may really lie, 0 for a place itself."""

    lon: float
    lat: float
    near_m: float
    label: str
    items: list[tuple[int, int]]  # Index of an event, and the number of its stop here (0 where stops aren't numbered)
    launch: int = 0


class AreaMark(Struct, frozen=True, kw_only=True):
    """An area that events are placed in: outlined, or soft where its limits are vague."""

    extent: Extent
    label: str
    lon: float
    lat: float
    radius_m: float  # 0 for an outlined area
    rings: list[list[str]]
    items: list[tuple[int, int]]
    box: Box
    launch: bool = False


class CountryMark(Struct, frozen=True, kw_only=True):
    """A country that events name without a place in it; a label, never a point."""

    code: str
    label: str
    lon: float
    lat: float
    items: list[tuple[int, int]]
    box: Box


class LegMark(Struct, frozen=True, kw_only=True):
    """A leg's line, in parts, and the words beside it."""

    event: int
    mode: str
    schematic: bool
    direct: bool  # whether no way was found: the line is straight, has a gap, and tells no length
    parts: list[str]
    label: str  # Empty where another leg of the same way tells it
    notes: list[str]
    lane: float = 0.0  # how far to the right of its way it is drawn, in lanes, where several go the same way

    @property
    def look(self) -> str:
        """Return which stroke it has: its mode's, where its line was computed."""
        return "direct" if self.direct else self.mode if self.schematic else "track"


class MeasureMark(Struct, frozen=True, kw_only=True):
    """A measured distance beside a stated one: a straight line, latitude first, from a place to the nearest point."""

    event: int
    line: list[tuple[float, float]]
    label: str


class Marks(Struct, frozen=True, kw_only=True):
    """All that is drawn for events."""

    spots: list[Spot]
    areas: list[AreaMark]
    countries: list[CountryMark]
    legs: list[LegMark]
    measures: list[MeasureMark]
    letters: dict[int, str]


class PageEvent(Struct, frozen=True, kw_only=True, array_like=True):
    """What the page's script must know of an event; its words stand in the table."""

    id: str
    kind: int
    status: int  # Both as numbers of the page's `kinds` and `statuses`
    contested: int
    days: tuple[int, int] | None
    articles: list[int]
    review: int


class Projection(Struct, frozen=True, kw_only=True):
    """A projection by its name in PROJ, its middle, and a cone's standard parallels."""

    name: str
    lon: float
    lat: float
    south: float = 0.0
    north: float = 0.0


class DetailMap(Struct, frozen=True, kw_only=True):
    """A detail map's letter, name and box."""

    letter: str
    name: str
    box: Box
    projection: Projection | None = None
    share: float = 1.0  # of the height that several stand in, in parts: the more places it holds, the more


class ArticleLine(Struct, frozen=True, kw_only=True):
    """An article as the script writes it under a quote, where rows are made by the script."""

    name: str
    url: str | None
    date: str
    language: str


class ContextMark(Struct, frozen=True, kw_only=True):
    """A layer of areas and lines that lies under the events, its lines encoded as all others are."""

    name: str
    credit: str
    rings: list[list[str]]
    lines: list[str]


class PageData(Struct, frozen=True, kw_only=True):
    """All that the page's script draws from."""

    language: str
    texts: dict[str, Any]
    overview: Box
    projection: Projection | None
    """None for Mercator."""
    fit: bool
    """Whether the map is to hold all of the box, as an editor asked, instead of what is drawn."""
    lean: float
    """Where the map has room to spare: 1 for all of it above what is drawn, -1 for all below, 0 for half each."""
    details: list[DetailMap]
    basemap: Basemap
    marks: Marks
    context: list[ContextMark]
    kinds: list[str]
    statuses: list[str]
    events: list[PageEvent] | Columns
    points: Points | None
    articles: list[ArticleLine]
    timeline: Timeline | None
    tiles: bool


class Correction(Struct, frozen=True, kw_only=True):
    """A correction made after publication, as the page's log shows it."""

    date: str
    text: str
