"""An event's legs, with defaults drawn from who sends and who receives."""

from functools import lru_cache

from msgspec.structs import replace

from gazetteer.records import Precision
from geo.records import Event, EventPlace, Leg, Mode
from geo.records.errors import RouteError
from geo.routes.legs import trace_leg
from geo.routes.records import LonLat, TracedLeg

_VAGUE = (Precision.COUNTRY, Precision.REGION)


def trace_event(event: Event) -> list[TracedLeg | None]:
    """Trace every leg of an event.

    A leg by rail or road inside one country stays there; one between supplier and recipient
    crosses no third country where it need not: a military train is not sent through strangers'
    customs. Where an end is known only as a country or a vague region, or no path can be
    computed, the leg is a great circle that says so.

    Returns:
        One entry a leg, in the event's order: None where an end has no coordinates.
    """
    return [_trace(event, leg) for leg in event.legs]


def _trace(event: Event, leg: Leg) -> TracedLeg | None:
    ends = event.places[leg.from_], event.places[leg.to]
    origin, destination = (_point(place) for place in ends)
    if origin is None or destination is None:
        return None
    vague = [place for place in ends if place.precision in _VAGUE]
    if vague:
        straight = trace_leg(origin, destination, mode=Mode.UNKNOWN)
        names = " and ".join(place.label or place.name for place in vague)
        return replace(straight, mode=leg.mode, note=f"The source names {names} without a place in it.")
    return _between(origin, destination, leg.mode, _shared(event, leg, ends))


def _point(place: EventPlace) -> LonLat | None:
    return None if place.lon is None or place.lat is None else (place.lon, place.lat)


def _shared(event: Event, leg: Leg, ends: tuple[EventPlace, EventPlace]) -> tuple[str, ...]:
    """Return supplier and recipient where a land leg runs from one's country to the other's."""
    actors = event.actors
    if leg.mode not in (Mode.RAIL, Mode.ROAD) or actors is None or not actors.supplier or not actors.recipient:
        return ()
    pair = {actors.supplier, actors.recipient}
    return tuple(sorted(pair)) if {place.country for place in ends} == pair else ()


@lru_cache(maxsize=4096)
def _between(origin: LonLat, destination: LonLat, mode: Mode, stay_in: tuple[str, ...]) -> TracedLeg:
    if stay_in:
        try:
            return trace_leg(origin, destination, mode=mode, stay_in=stay_in)
        except RouteError:
            pass
    return trace_leg(origin, destination, mode=mode, or_great_circle=True)
