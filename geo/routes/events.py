"""An event's legs, with defaults drawn from who sends and who receives."""

from geo.records import Event, EventPlace, Leg, Mode
from geo.routes.legs import trace_leg
from geo.routes.records import LonLat, TracedLeg


def trace_event(event: Event) -> list[TracedLeg | None]:
    """Trace every leg of an event.

    Returns:
        One entry a leg, in the event's order: None where an end has no coordinates.
    """
    return [_trace(event, leg) for leg in event.legs]


def _trace(event: Event, leg: Leg) -> TracedLeg | None:
    ends = event.places[leg.from_], event.places[leg.to]
    origin, destination = (_point(place) for place in ends)
    if origin is None or destination is None:
        return None
    return trace_leg(origin, destination, mode=leg.mode, stay_in=_stay_in(event, leg, ends))


def _point(place: EventPlace) -> LonLat | None:
    return None if place.lon is None or place.lat is None else (place.lon, place.lat)


def _stay_in(event: Event, leg: Leg, ends: tuple[EventPlace, EventPlace]) -> tuple[str, ...]:
    """Keep a land leg between two places of the recipient or the supplier inside that country."""
    start, end = (place.country for place in ends)
    if leg.mode not in (Mode.RAIL, Mode.ROAD) or start is None or start != end or event.actors is None:
        return ()
    return (start,) if start in (event.actors.recipient, event.actors.supplier) else ()
