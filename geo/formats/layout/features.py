"""Events as features: places, areas and legs with geometry and flat columns."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from geo.formats.layout.cells import (
    casualties_text,
    join_list,
    joined,
    json_text,
    quantity_text,
    sources_text,
    span,
    vessel_text,
)
from geo.formats.layout.columns import GEONAMES, NATURAL_EARTH, Layer, columns_of
from geo.formats.layout.shapes import Shape, drawn_radius_km, how_drawn, round_line, shape_of
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.records import Actors, Article, Casualties, Event, EventDate, EventFile, EventPlace, Leg
from geo.records.errors import RouteError
from geo.records.values import said_in

if TYPE_CHECKING:
    from geo.routes import TracedLeg

Value: TypeAlias = str | int | float | bool | None
Values: TypeAlias = dict[str, Value]

_LICENCES = {GEONAMES: "CC-BY-4.0", NATURAL_EARTH: None}


class Feature(Struct, frozen=True, kw_only=True):
    """A place, area or leg of an event, ready for any format."""

    id: str  # `EVENT/place/1` or `EVENT/leg/1`; `EVENT` for an event without places
    layer: Layer
    geometry: Shape | None  # a `Shape`, lon/lat degrees, WGS 84, or None where nothing may be drawn
    values: Values  # the layer's columns, in the order of `columns_of`


def iter_features(events: EventFile, options: ExportOptions = DEFAULT_OPTIONS) -> Iterator[Feature]:
    """Yield the features of all events, in order.

    Every event yields at least one, with a null geometry where it has no place.
    """
    articles = {article.id: article for article in events.articles}
    for done, event in enumerate(events.events, start=1):
        yield from (found for found in _features(event, articles, options) if found.layer in options.layers)
        if options.progress:
            options.progress(done, len(events.events))


def _features(event: Event, articles: Mapping[str, Article], options: ExportOptions) -> Iterator[Feature]:
    common = event_values(event, articles, options.language)
    if not event.places:
        values = {"layer": Layer.PLACES, **common, **_no_spot(), "attribution": None, "licence": None}
        yield Feature(id=event.id, layer=Layer.PLACES, geometry=None, values=values)
    for number, place in enumerate(event.places, start=1):
        yield _spot(event, number, place, common, options)
    if event.legs and Layer.ROUTES in options.layers:
        for number, (leg, traced) in enumerate(zip(event.legs, trace(event), strict=True), start=1):
            yield _route(event, number, leg, traced, common, language=options.language)


def event_values(event: Event, articles: Mapping[str, Article], language: str) -> Values:
    """Return an event's own columns; its title in a language where it has one there."""
    start, end = span(event.date)
    actors, harm = event.actors or Actors(), event.casualties or Casualties()
    return {
        "event_id": event.id,
        "kind": event.kind,
        "title": event.titled(language),
        "date_start": start,
        "date_end": end,
        "date_precision": event.date.precision if event.date else None,
        "date_text": event.date.text if event.date else None,
        "status": event.status,
        "claimed_by": join_list(event.claimed_by),
        "denied_by": join_list(event.denied_by),
        "disputed": event.disputed,
        "weapon": event.weapon,
        "quantities": joined(tuple(quantity_text(quantity) for quantity in event.quantities)),
        "vessel": vessel_text(event.vessel),
        "supplier": actors.supplier,
        "recipient": actors.recipient,
        "killed": harm.killed,
        "wounded": harm.wounded,
        "quotes": joined(tuple(dict.fromkeys(report.quote for report in event.reports)), "\n"),
        "sources": sources_text(event, articles),
        "reports": len(event.reports),
        "reviewed": event.reviewed,
        "casualties": casualties_text(harm),
        "attributes": json_text(event.attributes),
    }


@cache
def _no_spot() -> Values:
    """Return the columns of a place for an event without one."""
    names = [column.name for column in columns_of(Layer.PLACES) if Layer.ROUTES not in column.layers]
    return dict.fromkeys(names) | {"drawn_as": "none"}


def _spot(event: Event, number: int, place: EventPlace, common: Values, options: ExportOptions) -> Feature:
    drawn_as, geometry = shape_of(place)
    credit, licence = _credit(event, place, drawn_as)
    areal = drawn_as in ("disc", "area") or (geometry is not None and geometry.geom_type in ("Polygon", "MultiPolygon"))
    layer = Layer.AREAS if areal else Layer.LINES if drawn_as == "extent" and geometry is not None else Layer.PLACES
    return Feature(
        id=f"{event.id}/place/{number}",
        layer=layer,
        geometry=geometry,
        values={
            "layer": layer,
            **common,
            "place_number": number,
            "role": place.role,
            "name": place.name,
            "label": said_in(place.label, options.language),
            "place_id": place.place_id,
            "country": place.country,
            "admin1": place.admin1,
            "precision": place.precision,
            "radius_km": drawn_radius_km(place) if drawn_as == "disc" else None,
            "place_status": place.status,
            "drawn_as": drawn_as,
            "generalised": options.generalise,
            "attribution": credit,
            "licence": licence,
        },
    )


def _credit(event: Event, place: EventPlace, drawn_as: str) -> tuple[str | None, str | None]:
    """Return whom a position is to be credited to, the dataset that it came in with included, and the licence."""
    own = NATURAL_EARTH if drawn_as == "area" else None
    if own is None and place.place_id and place.place_id.startswith("geonames:"):
        own = GEONAMES
    dataset = event.attributes.get("dataset_credit")
    licence = _LICENCES.get(own) if own else None
    return joined(tuple(each for each in (own, dataset) if each)), event.attributes.get("dataset_licence") or licence


class _Traced(Struct, frozen=True):
    """A leg as far as it can be drawn."""

    leg: "TracedLeg | None"
    note: str | None


def trace(event: Event) -> tuple[_Traced, ...]:
    """Trace an event's legs as of its date; the same stops are traced once.

    A leg with an end that can't be drawn (a country, a region of unknown extent) is not traced.
    """
    bare = tuple(_stop(place) for place in event.places)
    when = event.date and EventDate(start=event.date.start, end=event.date.end)
    return _trace(bare, event.legs, event.actors, when)


def _stop(place: EventPlace) -> EventPlace:
    """Return what of a place bears on tracing, so that equal stops are equal."""
    lat, lon = (place.lat, place.lon) if how_drawn(place) != "none" else (None, None)
    return EventPlace(role=place.role, name="", lat=lat, lon=lon, country=place.country, precision=place.precision)


@lru_cache(maxsize=4096)
def _trace(
    places: tuple[EventPlace, ...], legs: tuple[Leg, ...], actors: Actors | None, when: EventDate | None
) -> tuple[_Traced, ...]:
    from geo.routes.events import trace_event  # networks load only where there are legs

    event = Event(id="traced", kind="shipment", places=places, legs=legs, actors=actors, date=when)
    try:
        return tuple(_Traced(leg, leg.note if leg else None) for leg in trace_event(event))
    except RouteError as error:
        if len(legs) == 1:
            return (_Traced(None, str(error)),)
        return tuple(chain.from_iterable(_trace(places, (leg,), actors, when) for leg in legs))


def _route(event: Event, number: int, leg: Leg, traced: _Traced, common: Values, *, language: str) -> Feature:
    start, end = event.places[leg.from_], event.places[leg.to]
    line = traced.leg
    return Feature(
        id=f"{event.id}/leg/{number}",
        layer=Layer.ROUTES,
        geometry=round_line(line.geometry, start, end) if line else None,
        values={
            "layer": Layer.ROUTES,
            **common,
            "leg_number": number,
            "mode": leg.mode,
            "from_place": leg.from_ + 1,
            "from_name": start.called(language),
            "from_precision": start.precision,
            "to_place": leg.to + 1,
            "to_name": end.called(language),
            "to_precision": end.precision,
            "length_km": round(float(line.length_m) / 1000, 1) if line and line.has_way else None,
            "great_circle_km": round(float(line.great_circle_m) / 1000, 1) if line else None,
            "method": line.method if line else None,
            "schematic": line.schematic if line else None,
            "passages": joined(line.passages) if line else None,
            "note": traced.note or (None if line else "not drawn: an end has no position exact enough"),
            "attribution": line.source if line else None,
            "licence": line.licence if line else None,
        },
    )
