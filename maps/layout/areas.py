"""Areas and countries that events are placed in: their outlines, and where their names stand."""

from math import cos, radians
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import admin1, countries
from geo.records import EventPlace
from geo.records.view import Box
from maps.encoding import encode_line
from maps.ground.basemap import cut_about, widest_spot
from maps.ground.extent import unwrap
from maps.layout.symbols import known
from maps.records import AreaMark, CountryMark, Extent
from maps.texts import Texts

DEFAULT_REGION_KM = {Extent.REGION: 90.0, Extent.SEA: 120.0}
_DIGITS = 3
_LEAST_SPAN_DEG = 0.1
_BAND = 200
"""A line is drawn as wide as this part of its length."""
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
