"""The page's basemap: land, borders, disputed lines and names, fine where the map looks, coarse around it."""

import math
from collections.abc import Iterable, Sequence
from functools import cache, partial

import numpy as np
import shapely
from msgspec import structs
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import countries, disputed, land
from geo.records.view import Box
from maps.encoding import encode_line
from maps.ground.areas import country_names, cut, polygons_of
from maps.ground.context import find_city, find_context
from maps.ground.extent import WORLD_DEG, box_in_frames, mercator_y, waters
from maps.ground.tiles import VectorTiles
from maps.records import Basemap, CountryName, Tier, Town
from maps.texts import Texts

WORLD_TOLERANCE_DEG = 0.45
_FINER, _ROUGHER = 6, 1.3
_PARTS = 3
_PIXELS = 960  # Width, in pixels, that a tier's detail is made for
_DETAIL_PIXELS = 480
_NEAR_DEG, _FAR_DEG = 3.0, 12.0
"""A map as near as the first may be moved, or stand in a frame of another shape, and still hold what lies around; as
near as the second it needs no more than an idea of the world."""
_WIDEST = 2.9  # Width to height of a map on a wide screen, as its zoom falls into steps
_SPARE = 1.8  # A still's map leans to where more land is, and is flatter than the still: it shows so much more
_LEAN = 0.75  # of the room to spare at most so much more lies on one side
_CITY_ROOM = 6  # parts of a town's map within one of which its name may stand

NO_GROUND = Basemap(tiers=[], countries=[], waters=[], towns=[])
"""Under a map that shows nothing."""


def draw_basemap(
    overview: Box, details: Sequence[Box], texts: Texts, towns: Sequence[Town] = (), tiles: VectorTiles | None = None,
    *, aspect: float | None = None,
) -> Basemap:  # fmt: skip
    """Cut the world's land and borders into tiers that fit together, for a map and its detail maps.

    `aspect`, width to height, is that of a still, which shows all that lies above and below a flat story.
    """
    centre = (overview.west + overview.east) / 2
    world = Box(west=centre - 180, south=-90, east=centre + 180, north=90)
    width = overview.east - overview.west
    near = width < _NEAR_DEG
    middle = _framed(_grown(overview, by=0.9 if near else 0.3, within=world), overview, within=world, aspect=aspect)
    fine = [_grown(box, by=0.5, within=world) for box in details]
    tiers = [_world_tier(world, WORLD_TOLERANCE_DEG * (2 if width < _FAR_DEG else 1), without=[middle])]
    own = partial(_tier, tiles=tiles)
    tiers.append(own(middle, width=width, pixels=_PIXELS, without=fine))
    for index, box in enumerate(fine):
        span = details[index].east - details[index].west
        tiers.append(own(box, width=span, pixels=_DETAIL_PIXELS, without=fine[:index]))
    shown = [box_in_frames(overview, (aspect, aspect))] if aspect else []
    names, city = country_names([overview, *details, *shown, middle], texts), find_city(overview, towns)
    if city:
        room = round((overview.east - overview.west) / _CITY_ROOM, 2)
        names.append(CountryName(code="", name=city.name, anchors=[(city.lon, city.lat, room)]))
    return Basemap(
        tiers=tiers,
        countries=names,
        waters=waters(texts.language, middle if aspect else overview),
        towns=[town for town in towns if town != city],
        credit=tiles.credit if tiles else "",
    )


def find_lean(overview: Box) -> float:
    """Return where a map has more to show, -1 to 1, by how much more land its upper third holds than its lower."""
    third = (overview.north - overview.south) / 3
    held = [
        shapely.area(cut(_coarse_land(), structs.replace(overview, south=south, north=south + third))).sum()
        for south in (overview.north - third, overview.south)
    ]
    return round(max(-_LEAN, min(_LEAN, 2 * float(held[0] - held[1]) / (third * (overview.east - overview.west)))), 2)


def _grown(box: Box, *, by: float, within: Box) -> Box:
    x, y = (box.east - box.west) * by, (box.north - box.south) * by
    return Box(
        west=max(within.west, box.west - x),
        south=max(within.south, box.south - y),
        east=min(within.east, box.east + x),
        north=min(within.north, box.north + y),
    )


def _framed(box: Box, overview: Box, *, within: Box, aspect: float | None) -> Box:
    """Return a box as wide as a page's map may be, and as large as a still's frame, which leans to one side."""
    south, north = mercator_y(overview.south), mercator_y(overview.north)
    least, middle = _WIDEST * (north - south) / 2, (overview.west + overview.east) / 2
    held = [box, structs.replace(box, west=middle - least, east=middle + least)]
    if aspect:
        held.append(box_in_frames(overview, (aspect / _SPARE, aspect * _SPARE)))
    return Box(
        west=max(within.west, min(one.west for one in held)),
        east=min(within.east, max(one.east for one in held)),
        south=min(one.south for one in held),
        north=max(one.north for one in held),
    )


def _digits(tolerance: float) -> float:
    """Return how many decimals tell a third of a tolerance; a part of one is told, too: each costs characters."""
    return min(4.0, round(math.log10(_PARTS / tolerance), 1))


def _world_tier(world: Box, tolerance: float, *, without: Sequence[Box]) -> Tier:
    digits = _digits(tolerance)
    outside = _without(cut(_coarse_land(tolerance), world), without, digits)
    return Tier(
        digits=digits, land=_encode_polygons(outside, digits), cuts=_cuts(world, without, digits),
        width=WORLD_DEG, borders=[], disputed=[], lakes=[], rivers=[], roads=[], railways=[], built=[],
    )  # fmt: skip


def _cuts(box: Box, holes: Sequence[Box], digits: float) -> tuple[list[float], list[float]]:
    """Return the longitudes and latitudes of edges that land is cut along: of the tier first, of the others, ±180°."""
    edges = [box, *(_hole(hole, digits) for hole in holes)]
    across = [*(edge for box in edges for edge in (box.west, box.east)), -540.0, -180.0, 180.0, 540.0]
    up = [edge for box in edges for edge in (box.south, box.north)]
    return list(dict.fromkeys(round(edge, 3) for edge in across)), list(dict.fromkeys(round(edge, 3) for edge in up))


def _hole(box: Box, digits: float) -> Box:
    """Return a box less a hair, so that no seam shows between two tiers however coarse the outer one is told."""
    hair = max((box.east - box.west) * 2e-4, 10**-digits)
    return Box(west=box.west + hair, south=box.south + hair, east=box.east - hair, north=box.north - hair)


@cache
def _coarse_land(tolerance: float = WORLD_TOLERANCE_DEG) -> tuple[BaseGeometry, ...]:
    parts = shapely.get_parts(land())
    parts = shapely.simplify(parts[shapely.area(parts) > 4 * tolerance**2], tolerance / _FINER)
    # By the areas of corners (Visvalingam): a coast of fjords keeps its run, where its farthest points would be spikes.
    return tuple(polygons_of(shapely.make_valid(shapely.coverage_simplify(parts, _ROUGHER * tolerance))))


def _tier(box: Box, *, width: float, pixels: int, without: Sequence[Box], tiles: VectorTiles | None) -> Tier:
    tolerance = width / _PIXELS
    digits = _digits(tolerance)
    simplified = shapely.coverage_simplify(_whole_polygons(cut(list(countries().values()), box)), tolerance)
    lines = shapely.line_merge(shapely.union_all(cut([line for _, line in disputed()], box)))
    context = find_context(box, width, pixels, tiles)
    return Tier(
        digits=digits,
        land=_encode_polygons(_without([_land_of(simplified)], without, digits), digits, least=1.5 * tolerance),
        borders=_encode_lines(_without([_shared_lines(simplified)], without, digits), digits),
        disputed=_encode_lines(_without([shapely.simplify(lines, tolerance)], without, digits), digits),
        cuts=_cuts(box, without, digits),
        width=round(width, 3),
        lakes=_encode_polygons(_without(context.lakes, without, digits), digits),
        rivers=_encode_lines(_without(context.rivers, without, digits), digits),
        roads=_encode_lines(_without(context.roads, without, digits), digits),
        railways=_encode_lines(_without(context.railways, without, digits), digits),
        built=_encode_polygons(_without(context.built, without, digits), digits),
    )


def _land_of(coverage: Sequence[BaseGeometry]) -> BaseGeometry:
    """Join areas that meet without overlap: ten times faster than a union of any shapes."""
    joined = shapely.coverage_union_all(coverage)
    if joined.is_valid:
        return joined
    # Where simplifying has put an island into its neighbour both are sound alone, and a buffer of nothing joins them.
    sound = bool(shapely.is_valid(shapely.get_parts(joined)).all())
    return joined.buffer(0) if sound else shapely.make_valid(joined, method="structure", keep_collapsed=False)


def _whole_polygons(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Keep what is an area of each shape, as one (Multi)Polygon each; drop the empty ones."""
    kept = [shapely.multipolygons(polygons_of([shape])) for shape in shapes if not shape.is_empty]
    return [shape for shape in kept if not shape.is_empty]


def _without(shapes: Iterable[BaseGeometry], boxes: Sequence[Box], digits: float) -> list[BaseGeometry]:
    """Take boxes out of shapes."""
    kept = list(shapes)
    for box in boxes:
        inner = _hole(box, digits)
        hole = shapely.box(inner.west, inner.south, inner.east, inner.north)
        kept = [shape.difference(hole) if shape.intersects(hole) else shape for shape in kept]
    return kept


def _shared_lines(coverage: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the lines along which two areas meet: borders without coasts or the edges of the cut."""
    rings = shapely.get_parts(shapely.boundary(polygons_of(coverage)))
    ends = [np.asarray(ring.coords) for ring in shapely.get_parts(rings)]
    if not ends:
        return shapely.MultiLineString()
    segments = np.concatenate([np.hstack([points[:-1], points[1:]]) for points in ends])
    turned = (segments[:, 0] > segments[:, 2]) | (
        (segments[:, 0] == segments[:, 2]) & (segments[:, 1] > segments[:, 3])
    )
    segments[turned] = segments[turned][:, [2, 3, 0, 1]]
    _, first, count = np.unique(_keys(segments), return_index=True, return_counts=True)
    shared = segments[first[count > 1]].reshape(-1, 2, 2)
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared)))


def _keys(segments: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return one number a segment, equal for equal ones: sorting numbers is far cheaper than sorting rows."""
    bits = np.ascontiguousarray(segments + 0.0).view(np.uint64)
    factors = np.array(
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64
    )
    return np.asarray(np.bitwise_xor.reduce(bits * factors, axis=1), dtype=np.uint64)


def _encode_polygons(shapes: Iterable[BaseGeometry], digits: float, *, least: float = 0.0) -> list[list[str]]:
    """Encode polygons, largest first; those smaller than a square of `least` degrees are dropped."""
    polygons = sorted(polygons_of(shapes), key=lambda part: (-part.area, part.bounds))
    return [
        [
            encode_line(ring.coords, digits=digits)
            for ring in (polygon.exterior, *polygon.interiors)
            if shapely.Polygon(ring).area > least**2
        ]
        for polygon in polygons
        if polygon.area > least**2
    ]


def _encode_lines(shapes: Iterable[BaseGeometry], digits: float) -> list[str]:
    parts = [part for part in shapely.get_parts(list(shapes)) if part.geom_type == "LineString" and not part.is_empty]
    parts = [part for whole in parts for part in shapely.get_parts([whole])]
    return [
        encode_line(part.coords, digits=digits) for part in sorted(parts, key=lambda part: (-part.length, part.bounds))
    ]
