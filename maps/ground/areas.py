"""Countries and areas on a map: cut to its box, also across ±180°, and where each has the room for its name."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import countries
from geo.records.view import Box
from maps.ground.extent import WORLD_DEG
from maps.records import CountryName
from maps.texts import Texts

_INSIDE_DEG, _ALL = 1.5, 0.97
_PARTS_NAMED = 2


def cut(shapes: Sequence[BaseGeometry], box: Box) -> NDArray[np.object_]:
    """Clip shapes to a box that may lie across ±180°, moved to its longitudes; one shape for each, empty outside."""
    whole = np.array(shapes, dtype=object)
    parts = []
    for turn in (-WORLD_DEG, 0.0, WORLD_DEG):
        west, east = max(-180.0, box.west - turn), min(180.0, box.east - turn)
        if west < east:
            clipped = shapely.clip_by_rect(whole, west, box.south, east, box.north)
            parts.append(
                shapely.transform(clipped, lambda points, by=turn: points + np.array([by, 0.0])) if turn else clipped
            )
    if len(parts) == 1:
        return np.asarray(parts[0], dtype=object)
    held = [[piece for piece in pieces if not piece.is_empty] for pieces in zip(*parts, strict=True)]
    return np.array([kept[0] if len(kept) == 1 else shapely.union_all(kept) for kept in held], dtype=object)


def cut_about(shape: BaseGeometry, centre: float) -> BaseGeometry:
    """Move a shape to within 180° of a map's middle."""
    return cut([shape], Box(west=centre - 180, south=-90, east=centre + 180, north=90))[0]


def polygons_of(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return the polygons of shapes, of all their parts."""
    parts = shapely.get_parts(shapely.get_parts(list(shapes)))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def country_names(boxes: Sequence[Box], texts: Texts) -> list[CountryName]:
    """Return the countries that maps of these boxes show, each with the points where its name has the most room."""
    codes = list(countries())
    anchors: dict[str, list[tuple[float, float, float]]] = {}
    shapes = list(countries().values())
    for box in boxes:
        least = (box.east - box.west) / 200
        around = (box.east - box.west) * (box.north - box.south)
        for code, shape in zip(codes, cut(shapes, box), strict=True):
            if box.east - box.west < _INSIDE_DEG and shape.area > _ALL * around:
                continue  # a town's map lies wholly inside its country, whose name would only stand in the way
            for spot in _widest_spots(shape, at_least=least):
                anchors.setdefault(code, [])
                if spot not in anchors[code]:
                    anchors[code].append(spot)
    return [CountryName(code=code, name=texts.country(code), anchors=spots) for code, spots in sorted(anchors.items())]


def _widest_spots(shape: BaseGeometry, *, at_least: float) -> list[tuple[float, float, float]]:
    """Return where the two largest parts of a shape have the most room, more than `at_least`: a map may show one."""
    parts = sorted(polygons_of([shape]), key=lambda part: -part.area)[:_PARTS_NAMED]
    spots = [widest_spot(part) for part in parts if part.area > 3 * at_least**2]
    return [spot for spot in spots if spot and spot[2] > at_least]


def widest_spot(shape: BaseGeometry) -> tuple[float, float, float] | None:
    """Return where a shape has the most room for a name, as lon, lat and radius; None for what has no area."""
    polygons = polygons_of([shape])
    if not polygons:
        return None
    largest = max(polygons, key=lambda part: part.area)
    tolerance = max(0.001, min(0.5, largest.area**0.5 / 25))
    largest = shapely.simplify(largest, tolerance / 4)
    radius = shapely.maximum_inscribed_circle(largest, tolerance)
    lon, lat = radius.coords[0]
    return round(lon, 2), round(lat, 2), round(radius.length, 2)
