"""What a near view shows beside land and borders: lakes, rivers, main roads, railways, neighbouring towns."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cache
from math import cos, radians
from typing import TypeAlias

import numpy as np
import shapely
from msgspec import Struct, structs
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.datafiles import data_file
from geo.records.view import Box
from maps.ground.tiles import VectorTiles
from maps.records import Spot, Town

_NEAR_PARTS = 150
"""A map shows roads and railways where a degree takes up so many pixels; farther off they would be a tangle."""
_ROADS_DEG = 0.8  # Roads are known as lines between towns, not as streets: on a narrower map they would be wrong
TOWNS_DEG = 9.0
ROAD_CREDIT = "© OpenStreetMap contributors (ODbL), scgraph"
RIVER_CREDIT = "GSHHG (LGPL)"
_RIVER_LEVELS = ((60.0, 0), (30.0, 1), (12.0, 2), (6.0, 3))  # Up to which width rivers of which level are drawn
_BANKS_DEG = 1.6
"""On so near a map a river has two banks, and the corners of its line, some hundred metres apart, are rounded."""
_QUANTUM_DEG = 1e-3
_ALIKE, _QUARTER = 0.75, 1 / 8
"""How alike two spellings of one place are, and how far apart, in parts of a map, they are looked for."""
_CITY_DEG, _CITY = 1.5, 4
"""On a map as near as this the one town with so many times the people of any other holds what is drawn: a city."""
_MOST_TOWNS, _LONGEST, _AROUND = 42, 26, 1 / 6
Towns: TypeAlias = Callable[[Box, int], Sequence[Town]]  # Asks for the largest towns in a box, so many at most


class Context(Struct, frozen=True, kw_only=True):
    """Shapes in a box, as wide as they can be seen at."""

    lakes: list[BaseGeometry]
    rivers: list[BaseGeometry]
    roads: list[BaseGeometry]
    railways: list[BaseGeometry]
    built: list[BaseGeometry]


def find_context(box: Box, width: float, pixels: int, tiles: VectorTiles | None = None) -> Context:
    """Return what lies in a box, for a map so many degrees and pixels wide: of a user's tiles, else of what ships."""
    tolerance, near = width / 1100, width <= pixels / _NEAR_PARTS
    lakes = shapely.simplify(_inside(_lakes(), box), tolerance)
    level = max((level for most, level in _RIVER_LEVELS if width <= most), default=-1)
    rivers, levels = _rivers()
    found = _lines(rivers[levels <= level], box, tolerance)
    own = tiles.shapes(box, width, pixels) if tiles else {}
    areas = {name: shapely.simplify(_inside(own[name], box), tolerance) for name in ("lakes", "built") if name in own}
    lines = {name: _lines(own[name], box, tolerance) for name in ("rivers", "roads", "railways") if name in own}
    shipped = Context(
        built=[],
        lakes=[lake for lake in lakes if lake.area > (7 * tolerance) ** 2],
        rivers=_rounded(found) if width < _BANKS_DEG else found,
        roads=_lines(_network("road"), box, tolerance) if near and width > _ROADS_DEG else [],
        railways=_lines(_network("rail"), box, tolerance) if near else [],
    )
    kept = {name: [area for area in found if area.area > (7 * tolerance) ** 2] for name, found in areas.items()}
    return structs.replace(shipped, **kept, **lines)


def find_towns(
    boxes: Sequence[Box], spots: Sequence[Spot], towns: Towns | None, *, aspect: float | None = None
) -> list[Town]:
    """Return the towns of every map that is near enough to show them, less those that events are about.

    A map's frame shows more than its box: as much more as `aspect`, a still's width to its height, asks for.
    """
    if towns is None:
        return []
    found: dict[Town, None] = {}
    for box in boxes:
        width = box.east - box.west
        if width <= TOWNS_DEG:
            near = towns(_frame(box, aspect), _MOST_TOWNS)
            near = [town for town in near if len(town.name) <= _LONGEST]  # What a plant's housing is called is no town
            told = [town for town in near if not any(_is_told(town, spot, width) for spot in spots)]
            found |= dict.fromkeys(told)
    return sorted(found, key=lambda town: (-town.people, town.name))


def _frame(box: Box, aspect: float | None) -> Box:
    """Return what the frame of a map shows, about: some more on all sides, and all of a tall still's height."""
    x, y = (box.east - box.west) * _AROUND, (box.north - box.south) * _AROUND
    middle = (box.south + box.north) / 2
    high = (box.east - box.west) / aspect * cos(radians(middle)) / 2 if aspect else 0.0
    south, north = min(box.south - y, middle - high), max(box.north + y, middle + high)
    return Box(west=box.west - x, south=max(-90.0, south), east=box.east + x, north=min(90.0, north))


def _is_told(town: Town, spot: Spot, width: float) -> bool:
    """Return whether an event's own place is this town: by its name, its position, or near it by another spelling."""
    apart = abs(spot.lon - town.lon) + abs(spot.lat - town.lat)
    if town.name == spot.label or apart < width / 250:
        return True
    return apart < width * _QUARTER and SequenceMatcher(None, town.name, spot.label).ratio() > _ALIKE


def find_city(overview: Box, towns: Sequence[Town]) -> Town | None:
    """Return the town that a near map is a map of, among the towns that it names; None where there is none."""
    if overview.east - overview.west > _CITY_DEG:
        return None
    held = [town for town in towns if overview.holds(town.lon, town.lat)][:2]
    return held[0] if held and held[0].people > _CITY * sum(town.people for town in held[1:]) else None


def _inside(shapes: NDArray[np.object_], box: Box) -> NDArray[np.object_]:
    window = (box.west, box.south, box.east, box.north)
    held = shapes[shapely.intersects(shapes, shapely.box(*window))]
    return np.asarray(shapely.get_parts(shapely.clip_by_rect(held, *window)), dtype=object)


def _lines(shapes: NDArray[np.object_], box: Box, tolerance: float) -> list[BaseGeometry]:
    inside = [part for part in _inside(shapes, box) if part.geom_type == "LineString"]
    if not inside:
        return []
    merged = shapely.line_merge(shapely.multilinestrings(inside))
    return [part for part in shapely.simplify(shapely.get_parts(merged), tolerance) if part.length > 3 * tolerance]


def _rounded(lines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Cut corners twice (Chaikin) between the points where lines meet: none moves by a quarter of its longest step."""
    rounded = []
    for line in shapely.get_parts(shapely.line_merge(shapely.union_all(lines))):
        points = np.asarray(line.coords)
        for _ in range(2):
            steps = np.diff(points, axis=0)
            cut = np.stack([points[:-1] + steps / 4, points[1:] - steps / 4], axis=1).reshape(-1, 2)
            points = np.vstack([points[:1], cut[1:-1], points[-1:]])
        rounded.append(shapely.LineString(points))
    return rounded


@cache
def _lakes() -> NDArray[np.object_]:
    return _unpack("lakes")[0]


@cache
def _rivers() -> tuple[NDArray[np.object_], NDArray[np.uint8]]:
    shapes, stored = _unpack("rivers")
    return shapes, stored["level"]


def _unpack(name: str) -> tuple[NDArray[np.object_], dict[str, NDArray[np.uint8]]]:
    with np.load(data_file(f"waters/{name}.npz")) as stored:
        coordinates = np.cumsum(stored["deltas"], axis=0, dtype=np.int64) * _QUANTUM_DEG
        offsets = tuple(stored[key] for key in sorted(stored.files) if key.startswith("offsets"))
        shapes = shapely.from_ragged_array(shapely.GeometryType(int(stored["kind"])), coordinates, offsets)
        return shapes, {key: stored[key] for key in stored.files if key == "level"}


@cache
def _network(name: str) -> NDArray[np.object_]:
    """Return the runs of a network between its junctions."""
    with np.load(data_file(f"networks/{name}.npz")) as stored:
        vertices = np.cumsum(stored["steps"], axis=0, dtype=np.int64) * _QUANTUM_DEG
        run = np.repeat(np.arange(len(stored["counts"])), stored["counts"])
    sound = np.flatnonzero(np.bincount(run) > 1)
    kept = np.isin(run, sound)
    return np.asarray(shapely.linestrings(vertices[kept], indices=np.unique(run[kept], return_inverse=True)[1]))
