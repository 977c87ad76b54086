"""Events turned into what is drawn: spots, areas, countries and legs, for the page's script and for stills."""

from collections.abc import Collection, Mapping, Sequence
from math import cos, radians
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from msgspec import structs
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import admin1, countries
from geo.records import Event, EventPlace, PlaceRole
from maps.cleaning import LABEL_LENGTH, shown
from maps.encoding import encode_line
from maps.layout.basemap import cut, widest_spot
from maps.layout.extent import unwrap
from maps.layout.symbols import extent_of, is_launch
from maps.records import AreaMark, Box, CountryMark, Extent, LegMark, Marks, MeasureMark, Spot
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

DEFAULT_NEAR_KM = 15.0
DEFAULT_REGION_KM = {Extent.REGION: 90.0, Extent.SEA: 120.0}
_DIGITS = 3
_STOPS = (PlaceRole.ORIGIN, PlaceRole.VIA, PlaceRole.DESTINATION)
_LONG_DEG = 6.0
_KM_PER_DEG = 111.2


def stop_numbers(event: Event) -> list[int]:
    """Number a shipment's stops in order, from 1; 0 for places that are no stop."""
    stops = [place for place in event.places if place.role in _STOPS and not is_launch(event, place)]
    count, numbers = 0, []
    for place in event.places:
        is_stop = len(stops) > 1 and place in stops
        count += is_stop
        numbers.append(count if is_stop else 0)
    return numbers


def place_label(place: EventPlace, texts: Texts, *, launch: bool = False) -> str:
    """Return a place's name in the map's language where there is one, as short as a label must be."""
    name = shown(place.label or place.name, LABEL_LENGTH)
    name = texts.word("words", "near", name=name) if extent_of(place) is Extent.DISC else name
    return texts.word("words", "launch", name=name) if launch else name


def draw_marks(
    events: Sequence[Event],
    routes: Mapping[str, Sequence["TracedLeg | None"]],
    *,
    centre: float,
    texts: Texts,
    measured: Mapping[str, Sequence[Any]] | None = None,
    leave_out: Collection[int] = (),
) -> Marks:
    """Place events on the map.

    Args:
        events: Those to draw; their order gives the indices.
        routes: Traced legs by event id, one entry a leg.
        centre: Middle longitude of the map; all longitudes lie within 180° of it.
        texts: The map's language.
        measured: Checked distances by event id, one entry a stated distance.
        leave_out: Indices of events that are drawn otherwise.
    """
    numbered = [(index, event) for index, event in enumerate(events) if index not in leave_out]
    spots: dict[tuple[float, float, float, bool], list[Any]] = {}
    areas: dict[tuple[Any, ...], list[Any]] = {}
    states: dict[str, list[Any]] = {}
    for index, event in numbered:
        for place, number in zip(event.places, stop_numbers(event), strict=True):
            extent = extent_of(place)
            item, launch = (index, number), is_launch(event, place)
            if extent in (Extent.DOT, Extent.DISC):
                key = (
                    round(unwrap(_known(place.lon), centre), 5),
                    round(_known(place.lat), 5),
                    near_radius_m(place) if extent is Extent.DISC else 0.0,
                    launch,
                )
                spots.setdefault(key, [place_label(place, texts, launch=launch), []])[1].append(item)
            elif extent in (Extent.AREA, Extent.REGION, Extent.SEA):
                areas.setdefault((*_area_key(place, extent), launch), [place, extent, launch, []])[3].append(item)
            elif extent is Extent.COUNTRY:
                states.setdefault(str(place.country), []).append(item)
    return Marks(
        spots=[
            Spot(lon=k[0], lat=k[1], near_m=k[2], label=v[0], items=_unique(v[1]), launch=int(k[3]))
            for k, v in spots.items()
        ],
        areas=[
            structs.replace(
                _area(place, extent, _unique(items), centre, texts),
                label=place_label(place, texts, launch=launch),
                launch=launch,
            )
            for place, extent, launch, items in areas.values()
        ],
        countries=[
            mark
            for code, items in sorted(states.items())
            if (mark := _country(code, _unique(items), centre, texts)) is not None
        ],
        legs=[leg for i, event in numbered for leg in _legs(i, event, routes.get(event.id, ()), centre, texts)],
        measures=[
            mark
            for i, event in numbered
            for mark in _measures(i, event, (measured or {}).get(event.id, ()), centre, texts)
        ],
    )


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError("a place without coordinates can't be drawn; extent_of() tells which can")
    return value


def near_radius_m(place: EventPlace) -> float:
    """Return the radius within which a place "near" another may lie, in metres."""
    return 1000 * (place.radius_km or DEFAULT_NEAR_KM)


def _unique(items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Name each event once: where a shipment passes a place twice, by its first stop there."""
    first: dict[int, tuple[int, int]] = {}
    for item in items:
        first.setdefault(item[0], item)
    return list(first.values())


def _area_key(place: EventPlace, extent: Extent) -> tuple[Any, ...]:
    if extent is Extent.AREA and place.admin1 in admin1():
        return (extent, place.admin1)
    return (extent, place.lon, place.lat, place.radius_km)


def _area(place: EventPlace, extent: Extent, items: list[tuple[int, int]], centre: float, texts: Texts) -> AreaMark:
    label = place_label(place, texts)
    known = admin1().get(place.admin1 or "") if extent is Extent.AREA else None
    if known is not None:
        shape = _moved(known.geometry, centre)
        lon, lat, _ = widest_spot(shape) or (0.0, 0.0, 0.0)
        rings, box = _rings(shape), _box_of(shape)
        return AreaMark(extent=extent, label=label, lon=lon, lat=lat, radius_m=0.0, rings=rings, items=items, box=box)
    vague = Extent.REGION if extent is Extent.AREA else extent
    lon, lat = unwrap(_known(place.lon), centre), _known(place.lat)
    radius_km = place.radius_km or DEFAULT_REGION_KM[vague]
    tall = radius_km / _KM_PER_DEG
    wide = min(90.0, tall / max(0.1, cos(radians(lat))))
    box = Box(west=lon - wide, south=lat - tall, east=lon + wide, north=lat + tall)
    return AreaMark(
        extent=vague, label=label, lon=lon, lat=lat, radius_m=1000 * radius_km, rings=[], items=items, box=box
    )


def _box_of(shape: BaseGeometry) -> Box:
    west, south, east, north = (round(edge, 3) for edge in shape.bounds)
    return Box(west=west, south=south, east=east, north=north)


def _moved(shape: BaseGeometry, centre: float) -> BaseGeometry:
    """Move a shape to within 180° of the map's middle."""
    return cut([shape], Box(west=centre - 180, south=-90, east=centre + 180, north=90))[0]


def _rings(shape: BaseGeometry) -> list[list[str]]:
    size = (shape.bounds[2] - shape.bounds[0]) / 400
    thin = shapely.simplify(shape, size)
    parts = [part for part in shapely.get_parts(thin) if part.geom_type == "Polygon" and part.area > 4 * size**2]
    return [[encode_line(ring.coords, digits=_DIGITS) for ring in (part.exterior, *part.interiors)] for part in parts]


def _country(code: str, items: list[tuple[int, int]], centre: float, texts: Texts) -> CountryMark | None:
    if code not in countries():
        return None
    shape = _moved(countries()[code], centre)
    lon, lat, _ = widest_spot(shape) or (centre, 0.0, 0.0)
    return CountryMark(code=code, label=texts.country(code), lon=lon, lat=lat, items=items, box=_main_box(shape))


def _main_box(shape: BaseGeometry) -> Box:
    """Return the box of a country's largest part: far islands would shrink the map to a globe."""
    return _box_of(max(shapely.get_parts(shape), key=lambda part: float(part.area)))


def _legs(index: int, event: Event, traced: Sequence["TracedLeg | None"], centre: float, texts: Texts) -> list[LegMark]:
    drawn = []
    for number in range(len(event.legs)):
        leg = traced[number] if number < len(traced) else None
        ends = event.places[event.legs[number].from_], event.places[event.legs[number].to]
        if leg is None or any(extent_of(end) in (Extent.NONE, Extent.COUNTRY) for end in ends):
            continue
        drawn.append(
            LegMark(
                event=index,
                mode=leg.mode.value,
                schematic=leg.schematic,
                parts=[encode_line(part, digits=_DIGITS) for part in leg_parts(leg.geometry, centre)],
                label=leg_label(leg, texts),
            )
        )
    return drawn


def _measures(index: int, event: Event, checks: Sequence[Any], centre: float, texts: Texts) -> list[MeasureMark]:
    marks = []
    for stated, check in zip(event.distances, checks, strict=False):
        place = event.places[stated.place]
        if check.measured is None or extent_of(place) not in (Extent.DOT, Extent.DISC):
            continue
        ends = [(_known(place.lat), _known(place.lon)), (check.measured.nearest[1], check.measured.nearest[0])]
        label = texts.word("words", "straight", km=texts.km(1000 * check.measured.km))
        line = [(round(lat, 3), round(unwrap(lon, centre), 3)) for lat, lon in ends]
        marks.append(MeasureMark(event=index, line=line, label=label))
    return marks


def leg_label(leg: "TracedLeg", texts: Texts) -> str:
    """Return a leg's length and mode in words, and that its line is schematic where it is."""
    form = "leg_schematic" if leg.schematic else "leg"
    return texts.word("words", form, km=texts.km(leg.length_m), mode=texts.word("modes", leg.mode.value))


def distance_target(to: str, texts: Texts) -> str:
    """Return what a distance is measured to, in words."""
    kind, _, code = to.partition(":")
    return (
        texts.word("words", "border_of", country=texts.country(code)) if kind == "border" else shown(to, LABEL_LENGTH)
    )


def leg_parts(geometry: BaseGeometry, centre: float) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Return a leg's line, cut at ±180°, as runs of unwrapped lon, lat, joined where they meet."""
    west, _, east, _ = geometry.bounds
    thin = shapely.simplify(geometry, 0.02 if east - west > _LONG_DEG else 0.004)
    runs: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    for part in shapely.get_parts(thin):
        points = np.array(part.coords, dtype=float)[:, :2]
        middle = points[:, 0].mean()
        points[:, 0] += unwrap(middle, centre) - middle
        if runs and np.allclose(runs[-1][-1], points[0], atol=1e-6):
            runs[-1] = np.vstack([runs[-1], points[1:]])
        else:
            runs.append(points)
    return runs
