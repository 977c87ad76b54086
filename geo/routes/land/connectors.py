"""Straight lines that join a place to a railway or road near it: over land, and over no closed border."""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from msgspec import Struct

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.closures import Closure, Crossing, cuts
from geo.routes.geodesics import geodesic_m
from geo.routes.land.graph import Halt, LandGraph
from geo.routes.records import LonLat

MAX_SNAP_M = 15_000.0  # Up to here a place counts as lying on the network
MAX_CONNECTOR_M = 60_000.0  # Up to here it is joined to it by a straight connector, and the leg says so
NAMES = {Mode.RAIL: "railway", Mode.ROAD: "road"}

_REACHES_M = (5_000.0, MAX_SNAP_M, MAX_CONNECTOR_M)
_DRY_M = 3_000.0
"""So much water under a connector is a bay or a strait: less is a harbour, or the coast's generalisation."""
_TURN_DEG, _DEG_M = 180.0, 111_195.0
_NEAR_M = 1_000.0  # Borders are generalised to about as much


class Halts(Struct, frozen=True, kw_only=False):
    """The halts around a place that a connector can reach."""

    graph: LandGraph
    point: LonLat
    mode: Mode
    closed: tuple[Closure, ...]

    def __call__(self, *, wider: bool) -> list[Halt]:
        """Return the halts, nearest first: those of the nearest track, or all around.

        Raises:
            RouteError: None lies within 60 km, or each only over water or a closed border.
        """
        barred: set[str] = set()
        for reach_m in _REACHES_M:
            nearest = self._reached(reach_m, most=6, barred=barred)[:1]
            if nearest:
                around_m = nearest[0].snap_m * 1.5 + (12_000 if wider else 2_000)
                return self._reached(min(around_m, MAX_CONNECTOR_M), most=40 if wider else 6, barred=barred)
        if barred:
            raise RouteError(
                f"{show(self.point)} is joined to no {NAMES[self.mode]} but over {' and '.join(sorted(barred))}"
            )
        raise RouteError(
            f"{show(self.point)} lies more than {MAX_CONNECTOR_M / 1000:.0f} km from any {NAMES[self.mode]} "
            "in the network: give another place, or another mode"
        )

    def _reached(self, within_m: float, *, most: int, barred: set[str]) -> list[Halt]:
        found = [(halt, self._bar(halt)) for halt in self.graph.halts(self.point, within_m=within_m, most=most)]
        barred.update(bar for _, bar in found if bar)
        return [halt for halt, bar in found if not bar]

    def _bar(self, halt: Halt) -> str | None:
        """Return what a connector would have to cross, or None."""
        lon, lat = self.graph.vertices[halt.vertex].tolist()
        if halt.snap_m > _DRY_M and wet_m(self.point, (lon, lat)) > _DRY_M:
            return "water"
        if not self.closed:
            return None
        border = border_at(self.graph, self.point, halt, self.closed)
        line = np.array([self.point, (lon, lat)])
        shut = any((border and row.shuts(border)) or (row.line and cuts(row, line)) for row in self.closed)
        return "a closed border" if shut else None


def wet_m(start: LonLat, end: LonLat) -> float:
    """Return how much of the straight line between two points, up to 60 km long, is sea."""
    from shapely import LineString

    line = LineString([start, end])
    if line.length > _TURN_DEG:  # over the seam at 180 degrees, where there is next to no track
        return 0.0
    dry = float(line.intersection(_land_around(start)).length / line.length)
    return (1 - min(1.0, dry)) * geodesic_m(start, end)


@lru_cache(maxsize=64)
def _land_around(point: LonLat) -> Any:  # noqa: ANN401 - a shapely geometry, imported late
    from shapely import box, clip_by_rect, union_all

    high = MAX_CONNECTOR_M / _DEG_M * 1.05
    wide = high / max(0.05, float(np.cos(np.radians(abs(point[1]) + high))))
    bounds = (point[0] - wide, point[1] - high, point[0] + wide, point[1] + high)
    tree = _land()
    return union_all(clip_by_rect(tree.geometries[tree.query(box(*bounds))], *bounds))


@cache
def _land() -> Any:  # noqa: ANN401 - as above
    from shapely import STRtree, get_parts

    from gazetteer.match.areas import land

    return STRtree(get_parts(land()))


def border_at(graph: LandGraph, point: LonLat, halt: Halt, known: tuple[Closure, ...]) -> Crossing | None:
    """Return the border of a closure between a place and the halt that it is joined to, or None."""
    there = graph.countries[graph.country[halt.run]]
    beyond = {code for row in known if there in row.countries for code in row.countries - {there}}
    if halt.snap_m <= _NEAR_M or not beyond:
        return None
    from shapely import contains_xy

    from gazetteer.match.areas import countries

    shapes = countries()  # far quicker at hand than first-level areas
    home = [code for code in sorted(beyond) if code in shapes and contains_xy(shapes[code], *point)]
    return Crossing(frozenset((home[0], there)), *point) if home else None


def show(point: LonLat) -> str:
    """Return a point as latitude and longitude for a message."""
    return f"{point[1]:.4f},{point[0]:.4f}"
