"""The event file's records: what `read` writes and every other command takes.

They are the model that validates event files and yields their JSON Schema, so a
bound stated here is checked wherever a file is read. Unknown is None.
"""

from collections import Counter
from importlib.metadata import entry_points
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType, field

from gazetteer.records import Precision, Role, Status
from geo.records.errors import GeoError
from geo.records.legs import Leg
from geo.records.values import (
    Count,
    Country,
    DatePrecision,
    EventId,
    EventStatus,
    FoundBy,
    Index,
    IsoDate,
    Latitude,
    Longitude,
    PlaceRole,
    Positive,
    Qualifier,
    Record,
    Relation,
    Wkt,
    Wording,
    check_country,
    check_date,
    said_in,
)
from geo.records.view import View


class Article(Record, frozen=True, kw_only=True):
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
        check_date(self.published, self.accessed)


class ToponymRecord(Record, frozen=True, kw_only=True):
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


class EventDate(Record, frozen=True, kw_only=True):
    """When, as exactly as the source says, and its words."""

    start: IsoDate | None = None
    end: IsoDate | None = None
    precision: DatePrecision | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        check_date(self.start, self.end)
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"date starts {self.start}, after its end {self.end}")


class Rival(Record, frozen=True, kw_only=True):
    """Another place the same name may mean."""

    place_id: str
    label: str
    lat: Latitude
    lon: Longitude
    score: float


class EventPlace(Record, frozen=True, kw_only=True):
    """A place in its part in an event."""

    role: PlaceRole
    name: str
    label: Wording | None = None
    place_id: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    country: Country | None = None
    admin1: str | None = None
    precision: Precision | None = None
    radius_km: Positive | None = None
    status: Status = Status.UNRESOLVED
    rivals: tuple[Rival, ...] = ()
    extent: Wkt | None = None
    """Its geometry in WKT, degrees, WGS 84: a line or an area that a file brought or words build."""

    def __post_init__(self) -> None:
        check_country(self.country)
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"place {self.name!r} has one of lat and lon; give both, or null for both")
        if self.lat == 0 and self.lon == 0:
            raise ValueError(f"place {self.name!r} lies at 0,0; write null where the position is unknown")

    def called(self, language: str = "en") -> str:
        """Return its label in a language, or the source's own name where it has none."""
        return said_in(self.label, language) or self.name


class Quantity(Record, frozen=True, kw_only=True):
    """How many of what, and its words. `unit` is an English singular noun."""

    value: Positive | None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str
    text: str | None = None


class Vessel(Record, frozen=True, kw_only=True):
    """A named ship."""

    name: str
    imo: str | None = None
    flag: Country | None = None

    def __post_init__(self) -> None:
        check_country(self.flag)


class Mark(Record, frozen=True, kw_only=True):
    """A mark read on a remnant and the Gregorian year that it stands for."""

    text: str
    calendar: str | None = None
    year: int | None = None


class Casualties(Record, frozen=True, kw_only=True):
    """People reported killed and wounded; of "2 to 5 killed" `killed` is 2 and `killed_most` 5."""

    killed: Count | None = None
    wounded: Count | None = None
    killed_qualifier: Qualifier = Qualifier.EXACT
    wounded_qualifier: Qualifier = Qualifier.EXACT
    killed_most: Count | None = None
    wounded_most: Count | None = None
    killed_text: str | None = None
    """The source's words where they are no plain number: "dozens", "12+"."""
    wounded_text: str | None = None


class Actors(Record, frozen=True, kw_only=True):
    """Who sends and who receives, as country codes."""

    supplier: Country | None = None
    recipient: Country | None = None

    def __post_init__(self) -> None:
        check_country(self.supplier, self.recipient)


class Report(Record, frozen=True, kw_only=True):
    """One article's words for an event, with offsets in Unicode code points."""

    article: str
    start: Index | None = None
    end: Index | None = None
    quote: str


class StatedDistance(Record, frozen=True, kw_only=True):
    """A distance that a source states, kept as it says it beside what is measured."""

    km: Positive
    qualifier: Qualifier = Qualifier.EXACT
    to: str
    """What it is measured to, as `border:UA` or a place's name."""
    place: Index
    """Index of the event's place it is measured from."""
    text: str | None = None


class RelatedEvent(Record, frozen=True, kw_only=True):
    """A link to another event."""

    event: EventId
    as_: Relation = field(name="as")


class Event(Record, frozen=True, kw_only=True):
    """Something reported to have happened."""

    id: EventId
    kind: Annotated[str, Meta(pattern=r"^[a-z][a-z_]*$")]
    title: Wording | None = None
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
    found_by: FoundBy | None = None
    """What found it; what the scorer alone found is for review."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Columns of the table or layer it came from that have no field here: header and cell."""

    def __post_init__(self) -> None:
        for leg in self.legs:
            if max(leg.from_, leg.to) >= len(self.places):
                raise ValueError(
                    f"leg {leg.from_} to {leg.to} of event {self.id!r} points past its {len(self.places)} places"
                )
        for distance in self.distances:
            if distance.place >= len(self.places):
                raise ValueError(f"distance of event {self.id!r} points past its {len(self.places)} places")

    def titled(self, language: str = "en") -> str | None:
        """Return its title in a language; None where it has none."""
        return said_in(self.title, language)


class EventFile(Record, frozen=True, kw_only=True):
    """Articles, the names found in them, and the events they report."""

    format: Literal["armsatlas-events"] = "armsatlas-events"
    version: Literal[1, 2] = 2
    """Version 1 is read too: it lacks `extent`, `attributes`, bounds of casualties and lines of a leg's own."""
    articles: tuple[Article, ...] = ()
    toponyms: tuple[ToponymRecord, ...] = ()
    events: tuple[Event, ...] = ()
    view: View | UnsetType = UNSET
    """How an editor wants the map; absent where nobody has said."""

    def __post_init__(self) -> None:
        for what, ids in (("article", [a.id for a in self.articles]), ("event", [e.id for e in self.events])):
            if len(set(ids)) < len(ids):
                twice = Counter(ids).most_common(1)[0][0]
                raise ValueError(f"{what} id {twice!r} stands twice; every {what} needs an id of its own")

    def explore(self, **options: Any) -> Any:  # noqa: ANN401 - a folium.Map, which records know nothing of
        """Return the events as a folium map of layers; options as for `maps.notebook.explore`."""
        return _view("explore")(self, **options)

    def _repr_html_(self) -> str:
        return str(_view("show")(self))


def _view(name: str) -> Any:  # noqa: ANN401 - a function of whoever draws events
    """Return what draws events: found by its entry point, since records know nothing of maps."""
    found = entry_points(group="armsatlas.views", name=name)
    if not found:
        raise GeoError(f"nothing installed draws events as {name!r}: reinstall armsatlas (pip install armsatlas)")
    return next(iter(found)).load()
