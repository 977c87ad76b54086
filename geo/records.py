"""The event file's records: what `read` writes and every other command takes.

They are the model that validates event files and yields their JSON Schema, so a
bound stated here is checked wherever a file is read. Unknown is None.
"""

import datetime as dt
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct, field

from gazetteer.records import Precision, Role, Status
from geo.countries import is_country_code

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Index = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[float, Meta(ge=0)]
EventId = Annotated[str, Meta(min_length=1, max_length=200)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2024, 2024-08 or 2024-08-18")]


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


class _Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Frozen, by keyword, and strict about field names."""


def check_country(code: str | None) -> None:
    """Raise ValueError unless `code` is None or a current ISO 3166-1 alpha-2 code."""
    if code is not None and not is_country_code(code):
        raise ValueError(f"country {code!r} is not an ISO 3166-1 alpha-2 code such as UA or KP")


def check_date(text: str | None) -> None:
    """Raise ValueError unless `text` is None or a real day, month or year."""
    if text is None:
        return
    year, month, day = [*text.split("-"), "1", "1"][:3]
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"date {text!r} does not exist ({error}); expected YYYY, YYYY-MM or YYYY-MM-DD") from error


class Article(_Record, frozen=True, kw_only=True):
    """One source text's particulars. The text itself is not kept here."""

    id: Annotated[str, Meta(min_length=1)]
    title: str | None = None
    language: str | None = None
    published: IsoDate | None = None
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    accessed: IsoDate | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        check_date(self.published)
        check_date(self.accessed)


class ToponymRecord(_Record, frozen=True, kw_only=True):
    """A name found in an article, with its offsets in Unicode code points."""

    article: str
    start: Index
    end: Index
    text: str
    role: Role
    place_id: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    country: Country | None = None
    precision: Precision | None = None
    status: Status = Status.UNRESOLVED

    def __post_init__(self) -> None:
        check_country(self.country)


class EventDate(_Record, frozen=True, kw_only=True):
    """When, as exactly as the source says, and its words."""

    start: IsoDate | None = None
    end: IsoDate | None = None
    precision: DatePrecision | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        check_date(self.start)
        check_date(self.end)
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"date starts {self.start}, after its end {self.end}")


class Rival(_Record, frozen=True, kw_only=True):
    """Another place the same name may mean."""

    place_id: str
    label: str
    lat: Latitude
    lon: Longitude
    score: float


class EventPlace(_Record, frozen=True, kw_only=True):
    """A place in its part in an event."""

    role: PlaceRole
    name: str
    label: str | None = None
    place_id: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    country: Country | None = None
    admin1: str | None = None
    precision: Precision | None = None
    radius_km: Positive | None = None
    status: Status = Status.UNRESOLVED
    rivals: tuple[Rival, ...] = ()

    def __post_init__(self) -> None:
        check_country(self.country)
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"place {self.name!r} has one of lat and lon; give both, or null for both")
        if self.lat == 0 and self.lon == 0:
            raise ValueError(f"place {self.name!r} lies at 0,0; write null where the position is unknown")


class Leg(_Record, frozen=True, kw_only=True):
    """One stretch of a shipment; `from_` and `to` index the event's places."""

    from_: Index = field(name="from")
    to: Index
    mode: Mode = Mode.UNKNOWN


class Quantity(_Record, frozen=True, kw_only=True):
    """How many of what, and its words. `unit` is an English singular noun."""

    value: Positive | None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str
    text: str | None = None


class Vessel(_Record, frozen=True, kw_only=True):
    """A named ship."""

    name: str
    imo: str | None = None
    flag: Country | None = None

    def __post_init__(self) -> None:
        check_country(self.flag)


class Mark(_Record, frozen=True, kw_only=True):
    """A mark read on a remnant and the Gregorian year that it stands for."""

    text: str
    calendar: str | None = None
    year: int | None = None


class Casualties(_Record, frozen=True, kw_only=True):
    """People reported killed and wounded."""

    killed: Count | None = None
    wounded: Count | None = None


class Actors(_Record, frozen=True, kw_only=True):
    """Who sends and who receives, as country codes."""

    supplier: Country | None = None
    recipient: Country | None = None

    def __post_init__(self) -> None:
        check_country(self.supplier)
        check_country(self.recipient)


class Report(_Record, frozen=True, kw_only=True):
    """One article's words for an event, with offsets in Unicode code points."""

    article: str
    start: Index | None = None
    end: Index | None = None
    quote: str


class StatedDistance(_Record, frozen=True, kw_only=True):
    """A distance that a source states, kept as it says it beside what is measured."""

    km: Positive
    qualifier: Qualifier = Qualifier.EXACT
    to: str
    """What it is measured to, as `border:UA` or a place's name."""
    place: Index
    """Index of the event's place it is measured from."""
    text: str | None = None


class RelatedEvent(_Record, frozen=True, kw_only=True):
    """A link to another event."""

    event: EventId
    as_: Relation = field(name="as")


class Event(_Record, frozen=True, kw_only=True):
    """Something reported to have happened."""

    id: EventId
    kind: Annotated[str, Meta(pattern=r"^[a-z][a-z_]*$")]
    title: str | None = None
    date: EventDate | None = None
    places: tuple[EventPlace, ...] = ()
    legs: tuple[Leg, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    distances: tuple[StatedDistance, ...] = ()
    weapon: str | None = None
    vessel: Vessel | None = None
    marks: tuple[Mark, ...] = ()
    casualties: Casualties | None = None
    actors: Actors | None = None
    status: EventStatus = EventStatus.REPORTED
    claimed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    disputed: bool = False
    reports: tuple[Report, ...] = ()
    related: tuple[RelatedEvent, ...] = ()
    reviewed: bool = False

    def __post_init__(self) -> None:
        for leg in self.legs:
            if max(leg.from_, leg.to) >= len(self.places):
                raise ValueError(
                    f"leg {leg.from_} to {leg.to} of event {self.id!r} points past its {len(self.places)} places"
                )
        for distance in self.distances:
            if distance.place >= len(self.places):
                raise ValueError(f"distance of event {self.id!r} points past its {len(self.places)} places")


class EventFile(_Record, frozen=True, kw_only=True):
    """Articles, the names found in them, and the events they report."""

    format: Literal["armsatlas-events"] = "armsatlas-events"
    version: Literal[1] = 1
    articles: tuple[Article, ...] = ()
    toponyms: tuple[ToponymRecord, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        for what, ids in (("article", [a.id for a in self.articles]), ("event", [e.id for e in self.events])):
            if len(set(ids)) < len(ids):
                twice = Counter(ids).most_common(1)[0][0]
                raise ValueError(f"{what} id {twice!r} stands twice; every {what} needs an id of its own")

    def to_geodataframe(self, *, layer: str | None = None) -> "GeoDataFrame":
        """Return the events for geopandas, a row a place, area or leg; see `geo.to_geodataframe`.

        Args:
            layer: places, areas or routes, with its own columns; all three by default.
        """
        from geo.formats.frames import to_geodataframe

        return to_geodataframe(self, layer=layer)
