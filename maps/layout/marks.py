"""Events turned into what is drawn, for page and stills: spots, legs, areas and countries with their outlines."""

from collections.abc import Collection, Mapping, Sequence
from math import cos, radians
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import admin1, countries
from geo.records import Event, EventPlace, PlaceRole
from geo.records.view import Box
from maps.cleaning import LABEL_LENGTH, shown
from maps.encoding import encode_line
from maps.ground.areas import cut_about, widest_spot
from maps.ground.extent import unwrap
from maps.layout.legs import draw_legs, draw_measures, side_by_side
from maps.layout.symbols import extent_of, is_launch, known
from maps.records import AreaMark, CountryMark, Extent, Marks, Spot
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

DEFAULT_NEAR_KM = 15.0
_STOPS = (PlaceRole.ORIGIN, PlaceRole.VIA, PlaceRole.DESTINATION)
_POINTS = (Extent.DOT, Extent.DISC)
_AREAS = (Extent.AREA, Extent.REGION, Extent.SEA)
_Placed = tuple[EventPlace, Extent, bool, tuple[int, int]]
"""A place, how it is drawn, whether something was only fired from it, its event and stop."""


def stop_numbers(event: Event) -> list[int]:
    """Number a shipment's stops in order, from 1; 0 for places that are no stop."""
    stops = [place for place in event.places if place.role in _STOPS and not is_launch(event, place)]
    count, numbers = 0, []
    for place in event.places:
        is_stop = len(stops) > 1 and place in stops
        count += is_stop
        numbers.append(count if is_stop else 0)
    return numbers


def shipment_letters(events: Sequence[Event]) -> dict[int, str]:
    """Return a letter for each event whose stops are numbered, by its index; none where one shipment stands alone."""
    numbered = [index for index, event in enumerate(events) if any(stop_numbers(event))]
    return dict(zip(numbered, ascii_lowercase, strict=False)) if len(numbered) > 1 else {}


def place_label(place: EventPlace, texts: Texts, *, launch: bool = False) -> str:
    """Return a place's name in the map's language where there is one, as short as a label must be."""
    name = shown(place.called(texts.language), LABEL_LENGTH)
    name = texts.word("words", "near", name=name) if extent_of(place) is Extent.DISC else name
    return texts.word("words", "launch", name=name) if launch else name


def near_radius_m(place: EventPlace) -> float:
    """Return the radius within which a place "near" another may lie, in metres."""
    return 1000 * (place.radius_km or DEFAULT_NEAR_KM)


def draw_marks(
    events: Sequence[Event],
    routes: Mapping[str, Sequence["TracedLeg | None"]],
    *,
    centre: float,
    texts: Texts,
    measured: Mapping[str, Sequence[Any]] | None = None,
    leave_out: Collection[int] = (),
) -> Marks:
    """Place events on the map, but for those that are drawn otherwise; longitudes lie within 180° of `centre`."""
    numbered = [(index, event) for index, event in enumerate(events) if index not in leave_out]
    placed: list[_Placed] = [
        (place, extent_of(place), is_launch(event, place), (index, number))
        for index, event in numbered
        for place, number in zip(event.places, stop_numbers(event), strict=True)
    ]
    checks, letters = measured or {}, shipment_letters(events)
    return Marks(
        spots=_spots(placed, centre, texts),
        areas=_areas(placed, centre, texts),
        countries=_countries(placed, centre, texts),
        legs=side_by_side(
            [leg for i, event in numbered for leg in draw_legs(i, event, routes.get(event.id, ()), centre, texts)],
            letters,
        ),
        letters=letters,
        measures=[
            mark for i, event in numbered for mark in draw_measures(i, event, checks.get(event.id, ()), centre, texts)
        ],
    )


def _spots(placed: Sequence[_Placed], centre: float, texts: Texts) -> list[Spot]:
    found: dict[tuple[float, float, float, bool], tuple[str, list[tuple[int, int]]]] = {}
    for place, extent, launch, item in placed:
        if extent in _POINTS:
            lon, lat = round(unwrap(known(place.lon), centre), 5), round(known(place.lat), 5)
            key = (lon, lat, near_radius_m(place) if extent is Extent.DISC else 0.0, launch)
            found.setdefault(key, (place_label(place, texts, launch=launch), []))[1].append(item)
    return [
        Spot(lon=lon, lat=lat, near_m=near, label=label, items=_unique(items), launch=int(launch))
        for (lon, lat, near, launch), (label, items) in found.items()
    ]


def _areas(placed: Sequence[_Placed], centre: float, texts: Texts) -> list[AreaMark]:
    found: dict[tuple[Any, ...], tuple[EventPlace, Extent, bool, list[tuple[int, int]]]] = {}
    for place, extent, launch, item in placed:
        if extent in _AREAS:
            key = (*area_key(place, extent), launch)
            found.setdefault(key, (place, extent, launch, []))[3].append(item)
    return [
        draw_area(place, extent, _unique(items), centre, label=place_label(place, texts, launch=launch), launch=launch)
        for place, extent, launch, items in found.values()
    ]


def _countries(placed: Sequence[_Placed], centre: float, texts: Texts) -> list[CountryMark]:
    found: dict[str, list[tuple[int, int]]] = {}
    for place, extent, _, item in placed:
        if extent is Extent.COUNTRY:
            found.setdefault(str(place.country), []).append(item)
    drawn = [draw_country(code, _unique(items), centre, texts) for code, items in sorted(found.items())]
    return [mark for mark in drawn if mark is not None]


def _unique(items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Name each event once: where a shipment passes a place twice, by its first stop there."""
    first: dict[int, tuple[int, int]] = {}
    for item in items:
        first.setdefault(item[0], item)
    return list(first.values())


DEFAULT_REGION_KM = {Extent.REGION: 90.0, Extent.SEA: 120.0}
_DIGITS = 3
_LEAST_SPAN_DEG = 0.1
_BAND = 200  # a line is drawn as wide as this part of its length
_KM_PER_DEG = 111.2


def area_key(place: EventPlace, extent: Extent) -> tuple[Any, ...]:
    """Return what two places share that are one area."""
    if place.extent:
        return (Extent.AREA, place.extent)
    if extent is Extent.AREA and place.admin1 in admin1():
        return (extent, place.admin1)
    return (extent, place.lon, place.lat, place.radius_km)


def draw_area(
    place: EventPlace, extent: Extent, items: list[tuple[int, int]], centre: float, *, label: str, launch: bool
) -> AreaMark:
    """Return the area of a place: outlined where its limits are known, else a disc about its middle."""
    area = admin1().get(place.admin1 or "") if extent is Extent.AREA else None
    outline = _brought(place.extent) if place.extent else area.geometry if area else None
    if outline is not None:
        extent, shape = Extent.AREA, cut_about(outline, centre)
        lon, lat, _ = widest_spot(shape) or (0.0, 0.0, 0.0)
        return AreaMark(
            extent=extent, label=label, lon=lon, lat=lat, radius_m=0.0, rings=_rings(shape), items=items,
            box=_box_of(shape), launch=launch,
        )  # fmt: skip
    vague = Extent.REGION if extent is Extent.AREA else extent
    lon, lat = unwrap(known(place.lon), centre), known(place.lat)
    radius_km = place.radius_km or DEFAULT_REGION_KM[vague]
    tall = radius_km / _KM_PER_DEG
    wide = min(90.0, tall / max(0.1, cos(radians(lat))))
    box = Box(west=lon - wide, south=lat - tall, east=lon + wide, north=lat + tall)
    return AreaMark(
        extent=vague, label=label, lon=lon, lat=lat, radius_m=1000 * radius_km, rings=[], items=items, box=box,
        launch=launch,
    )  # fmt: skip


def _brought(wkt: str) -> BaseGeometry:
    """Return the geometry that a file brought as an area; a line is a band too narrow to be taken for one."""
    shape = shapely.from_wkt(wkt)
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    west, south, east, north = shape.bounds
    return shapely.buffer(shape, max(east - west, north - south, _LEAST_SPAN_DEG) / _BAND, cap_style="flat")


def _box_of(shape: BaseGeometry) -> Box:
    west, south, east, north = (round(edge, 3) for edge in shape.bounds)
    return Box(west=west, south=south, east=east, north=north)


def _rings(shape: BaseGeometry) -> list[list[str]]:
    size = (shape.bounds[2] - shape.bounds[0]) / 400
    thin = shapely.simplify(shape, size)
    parts = [part for part in shapely.get_parts(thin) if part.geom_type == "Polygon" and part.area > 4 * size**2]
    parts = parts or [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [[encode_line(ring.coords, digits=_DIGITS) for ring in (part.exterior, *part.interiors)] for part in parts]


def draw_country(code: str, items: list[tuple[int, int]], centre: float, texts: Texts) -> CountryMark | None:
    """Return a country as a label; None where its shape is not known."""
    if code not in countries():
        return None
    shape = cut_about(countries()[code], centre)
    lon, lat, _ = widest_spot(shape) or (centre, 0.0, 0.0)
    # Of its largest part: far islands would shrink the map to a globe.
    box = _box_of(max(shapely.get_parts(shape), key=lambda part: float(part.area)))
    return CountryMark(code=code, label=texts.country(code), lon=lon, lat=lat, items=items, box=box)
