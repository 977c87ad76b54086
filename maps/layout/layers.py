"""Layers of context: areas and lines without events of their own, drawn under what happened."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geo.records import Event
from maps.encoding import encode_line
from maps.ground.basemap import cut_about
from maps.records import ContextMark

CONTEXT = "context"
"""The kind under which an event file keeps what a layer holds: it is drawn and credited, never counted."""
_DIGITS = 3
_PARTS_OF_WIDTH = 2000


def draw_layers(events: Sequence[Event], centre: float, language: str) -> list[ContextMark]:
    """Return each layer's areas and lines, moved to within 180° of the map's middle; points are not drawn."""
    shapes: dict[str, list[BaseGeometry]] = {}
    credits_of: dict[str, str] = {}
    for event in events:
        name = event.attributes.get(CONTEXT) or event.titled(language) or CONTEXT
        written = [place.extent for place in event.places if place.extent]
        shapes.setdefault(name, []).extend(cut_about(shapely.from_wkt(wkt), centre) for wkt in written)
        credits_of.setdefault(name, event.attributes.get("dataset_credit", ""))
    return [_mark(name, found, credits_of[name]) for name, found in shapes.items() if found]


def _mark(name: str, shapes: list[BaseGeometry], credit: str) -> ContextMark:
    west, _, east, _ = shapely.total_bounds(shapes)
    parts = shapely.get_parts(shapely.simplify(shapes, (east - west) / _PARTS_OF_WIDTH))
    areas = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing") and not part.is_empty]
    rings = [(area.exterior, *area.interiors) for area in areas]
    return ContextMark(
        name=name,
        credit=credit,
        rings=[[encode_line(ring.coords, digits=_DIGITS) for ring in polygon] for polygon in rings],
        lines=[encode_line(line.coords, digits=_DIGITS) for line in lines],
    )


def legend_items(layers: Sequence[ContextMark]) -> list[tuple[str, str]]:
    """Return the legend's entries: a sample's name, and the layer's name with whom to credit."""
    credited = [f"{layer.name} ({layer.credit})" if layer.credit else layer.name for layer in layers]
    return [("context area" if layer.rings else "context", text) for layer, text in zip(layers, credited, strict=True)]
