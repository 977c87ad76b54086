"""An event's legs, defaults drawn from who sends, who receives and when, and other ways that a leg may have taken."""

from functools import cache, lru_cache

from msgspec import Struct, convert
from msgspec.structs import replace

from gazetteer.datafiles import read_csv
from gazetteer.records import Precision
from geo.records import DatePrecision, Event, EventDate, EventPlace, Leg, Mode
from geo.records.errors import RouteError
from geo.routes.legs import no_way, sort_avoided, trace_leg, trace_straight
from geo.routes.own.drawn import draw_track, speed_note
from geo.routes.records import UNUSUAL, LegNote, LonLat, Method, NoteKind, Passage, TracedLeg

_VAGUE = (Precision.COUNTRY, Precision.REGION)


def trace_event(event: Event) -> list[TracedLeg | None]:
    """Trace every leg of an event, as of its date.

    A leg by rail or road inside one country stays there; one between supplier and recipient crosses no third country
    where it need not: a military train is not sent through strangers' customs. Where an end is known only as a country
    or a vague region, or no way is found, the leg is a great circle without a way that says so.

    Returns:
        One entry a leg, in the event's order: None where an end has no coordinates.
    """
    on = date_of(event.date)
    return [_trace(event, leg, on) for leg in event.legs]


def date_of(date: EventDate | None) -> str | None:
    """Return an event's date as routes take it."""
    if date is None or not (date.start or date.end):
        return None
    return f"{date.start or date.end}/{date.end or date.start}"


def _trace(event: Event, leg: Leg, on: str | None) -> TracedLeg | None:
    ends = event.places[leg.from_], event.places[leg.to]
    origin, destination = (
        (None if place.lon is None or place.lat is None else (place.lon, place.lat)) for place in ends
    )
    if origin is None or destination is None:
        return None
    vague = [place for place in ends if place.precision in _VAGUE]
    if vague:
        names = " and ".join(place.called() for place in vague)
        note = LegNote(NoteKind.PLACE, f"The source names {names} without a place in it.")
        return trace_straight([origin, destination], leg.mode, Method.GREAT_CIRCLE, note)
    said = (LegNote(NoteKind.SOURCE, leg.note),) if leg.note else ()
    if leg.track or leg.via or leg.avoid or leg.stay_in:
        traced = _as_asked(origin, destination, leg, on)
    else:
        traced = _between(origin, destination, leg.mode, _shared(event, leg, ends), on)
    return replace(traced, notes=(*said, *traced.notes, *_speed(event, leg, traced)))


def _as_asked(origin: LonLat, destination: LonLat, leg: Leg, on: str | None) -> TracedLeg:
    """Trace a leg by what its file says of it, or say why that can't be."""
    try:
        if leg.track is not None:
            return draw_track(leg.track, origin, destination, mode=leg.mode)
        countries, passages = sort_avoided(leg.avoid)
        return trace_leg(
            origin,
            destination,
            mode=leg.mode,
            via=_points(leg.via),
            avoid_countries=countries,
            stay_in=leg.stay_in or None,
            avoid_passages=(*UNUSUAL, *passages) if passages else None,
            on=on,
        )
    except RouteError as error:
        return no_way([origin, destination], leg.mode, error)


def _points(wkt: str | None) -> list[LonLat]:
    """Return the points of a MULTIPOINT, in order."""
    if wkt is None:
        return []
    from shapely import from_wkt, get_coordinates
    from shapely.errors import GEOSException

    try:
        return [(float(lon), float(lat)) for lon, lat in get_coordinates(from_wkt(wkt))]
    except GEOSException as error:
        raise RouteError(f"via {wkt[:30]!r}: not readable as WKT ({error})") from error


def _speed(event: Event, leg: Leg, traced: TracedLeg) -> tuple[LegNote, ...]:
    """Say where a range of days is too short for the way: all of a leg lies within it."""
    date = event.date
    if leg.track or not traced.has_way or date is None or date.precision is not DatePrecision.RANGE:
        return ()
    note = speed_note(traced.length_m, leg.mode, _whole(date.start), _whole(date.end))
    return (note,) if note and "impossible" in note.text else ()


def _whole(day: str | None) -> str | None:
    """Return a date that names its day; what is only a month or a year bounds no journey."""
    return day if day and len(day) == len("2024-08-18") else None


def _shared(event: Event, leg: Leg, ends: tuple[EventPlace, EventPlace]) -> tuple[str, ...]:
    """Return supplier and recipient where a land leg runs from one's country to the other's."""
    actors = event.actors
    if leg.mode not in (Mode.RAIL, Mode.ROAD) or actors is None or not actors.supplier or not actors.recipient:
        return ()
    pair = {actors.supplier, actors.recipient}
    return tuple(sorted(pair)) if {place.country for place in ends} == pair else ()


@lru_cache(maxsize=4096)
def _between(origin: LonLat, destination: LonLat, mode: Mode, stay_in: tuple[str, ...], on: str | None) -> TracedLeg:
    if stay_in:
        try:
            return trace_leg(origin, destination, mode=mode, stay_in=stay_in, on=on)
        except RouteError:
            pass
    leg = trace_leg(origin, destination, mode=mode, on=on, or_great_circle=True)
    return replace(leg, notes=(*leg.notes, *alternative_notes(leg, origin, destination, on=on)))


class Alternative(Struct, frozen=True, kw_only=True):
    """A row of the table."""

    name: str  # as "round the Cape of Good Hope"
    modes: tuple[Mode, ...]
    passes: frozenset[str]  # Passages or countries of a leg that has this alternative
    avoid: tuple[str, ...]
    allow: tuple[str, ...]
    at_most: float  # Times the leg's length: longer ones nobody takes

    def suits(self, leg: TracedLeg) -> bool:
        """Return whether a leg passes what the alternative keeps out of, and doesn't begin or end there."""
        between = set(leg.countries) - {*leg.countries[:1], *leg.countries[-1:]}
        return leg.mode in self.modes and bool(self.passes & {*leg.passages, *between})


@cache
def _rows() -> tuple[Alternative, ...]:
    listed = ("modes", "passes", "avoid", "allow")
    rows = [row | {name: row[name].split() for name in listed} for row in read_csv("networks/alternatives.csv")]
    return convert(rows, tuple[Alternative, ...], strict=False)


def find_alternatives(
    leg: TracedLeg, origin: LonLat, destination: LonLat, *, on: str | None = None
) -> list[tuple[str, TracedLeg]]:
    """Return the other ways between the ends of a leg traced without conditions, by name, the shortest first."""
    found = []
    for row in _rows():
        if not row.suits(leg):
            continue
        try:
            other = _trace_way(row, leg, origin, destination, on)
        except RouteError:
            continue
        if other.length_m <= row.at_most * leg.length_m and not row.passes & {*other.passages, *other.countries}:
            found.append((row.name, other))
    return sorted(found, key=lambda each: each[1].length_m)


def _trace_way(row: Alternative, leg: TracedLeg, origin: LonLat, destination: LonLat, on: str | None) -> TracedLeg:
    if leg.mode is not Mode.SEA:
        return trace_leg(origin, destination, mode=leg.mode, avoid_countries=row.avoid, stay_in=(), on=on)
    shut = [*(passage for passage in UNUSUAL if passage not in row.allow), *(Passage(name) for name in row.avoid)]
    return trace_leg(origin, destination, mode=leg.mode, avoid_passages=shut, on=on)


def alternative_notes(
    leg: TracedLeg, origin: LonLat, destination: LonLat, *, on: str | None = None
) -> tuple[LegNote, ...]:
    """Return a note for each other way, with both lengths."""
    return tuple(
        LegNote(
            NoteKind.ALTERNATIVE,
            f"If it went {name} it is {other.length_m / 1000:,.0f} km in place of {leg.length_m / 1000:,.0f}.",
        )
        for name, other in find_alternatives(leg, origin, destination, on=on)
    )
