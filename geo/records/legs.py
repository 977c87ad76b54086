"""A leg of a shipment, and the line that a source traced for it."""

from typing import Annotated

from msgspec import Meta, field

from geo.records.values import Country, Index, Mode, Record, Wkt, check_moment


class Track(Record, frozen=True, kw_only=True):
    """A line that a source traced: drawn as it is, in place of any that is computed."""

    line: Wkt
    """LINESTRING or MULTILINESTRING, degrees, WGS 84, in the order travelled; between parts nothing is known."""
    source: Annotated[str, Meta(min_length=1)]
    """Whose it is, shown wherever the line is."""
    begun: str | None = None
    """Date or date and time (ISO 8601) of the first point."""
    ended: str | None = None

    def __post_init__(self) -> None:
        check_moment(self.begun, self.ended)
        if not self.line.startswith(("LINESTRING", "MULTILINESTRING")):
            raise ValueError(f"track {self.line[:20]!r}: expected a LINESTRING or a MULTILINESTRING")


class Leg(Record, frozen=True, kw_only=True):
    """One stretch of a shipment; `from_` and `to` index the event's places."""

    from_: Index = field(name="from")
    to: Index
    mode: Mode = Mode.UNKNOWN
    track: Track | None = None
    via: Wkt | None = None
    """Points that a source names on the way, in order, as MULTIPOINT in WKT: longitude, latitude."""
    avoid: tuple[str, ...] = ()
    """Country codes (rail, road) or passages (sea) that it did not take."""
    stay_in: tuple[Country, ...] = ()
    """Country codes that it did not leave (rail, road)."""
    note: str | None = None
    """What whoever keeps the file wants said of the line."""

    def __post_init__(self) -> None:
        if self.via is not None and not self.via.startswith("MULTIPOINT"):
            raise ValueError(f"via {self.via[:20]!r}: expected MULTIPOINT ((lon lat), (lon lat))")
