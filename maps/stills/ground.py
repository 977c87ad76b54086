"""The ground of a still: land, coast, lakes, rivers, roads, railways, borders, in the frame's own projection."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.encoding import decode_line
from maps.records import PageData, Tier
from maps.stills.projection import Paper
from maps.stills.style import BORDER, COAST, LAND, RAIL, ROAD, WATER

_RING_POINTS = 3
_Window = tuple[float, float, float, float]
_FARTHEST = 2.2
"""A frame shows the roads of a tier that was made for a view not much narrower than its own."""
_BANKS_DEG = 1.6
"""On a map of a town a river has two banks."""


def path_data(shape: BaseGeometry, grain: float) -> str:
    """Return a shape's outline as path data, in steps of so many pixels; what is smaller than two is left out."""
    parts: list[str] = []
    for part in shapely.get_parts(shapely.simplify(shape, grain)):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            if ring.geom_type in ("LineString", "LinearRing") and ring.length > 4 * grain:
                parts += way_data(np.asarray(ring.coords), grain), "z" if part.geom_type == "Polygon" else ""
    return "".join(parts)


def way_data(points: NDArray[np.float64], grain: float) -> str:
    """Return a way through pixels as path data: its start, then each step from the last."""
    whole = np.rint(points / grain).astype(int)
    steps = np.diff(whole, axis=0)
    if not steps.any():
        return ""
    numbers = [f"{x * grain:.6g} {y * grain:.6g}".replace(" -", "-") for x, y in steps[steps.any(axis=1)]]
    return f"M{whole[0][0] * grain:.6g} {whole[0][1] * grain:.6g}l" + " ".join(numbers).replace(" -", "-")


def draw_ground(data: PageData, paper: Paper) -> Iterable[str]:
    """Return what lies under the events, the farthest down first."""
    seen, tiers = paper.seen(), data.basemap.tiers
    window = (seen.west, seen.south, seen.east, seen.north)
    for tier in tiers:
        style = f'fill="{LAND}" stroke="{COAST}" stroke-width=".8"'
        yield from _filled(_polygons(tier.land, tier), paper, window, style)
    for tier in tiers:
        yield from _drawn(_seams(tier), paper, window, f'stroke="{LAND}" stroke-width="1.6"')
    width = seen.east - seen.west - 4
    for tier in (tier for tier in tiers if width <= tier.width * _FARTHEST):
        style = f'fill="{WATER}" stroke="{COAST}" stroke-width=".5"'
        yield from _filled(_polygons(tier.lakes, tier), paper, window, style)
        rivers, banks = list(_lines(tier.rivers, tier)), width <= _BANKS_DEG
        widths = ((COAST, 6.4), (WATER, 5.0)) if banks else ((COAST, 1.0),)
        for colour, wide in widths:
            yield from _drawn(rivers, paper, window, f'stroke="{colour}" stroke-width="{wide}"')
        yield from _drawn(_lines(tier.roads, tier), paper, window, f'stroke="{ROAD}" stroke-width="1.3"')
        rail = f'stroke="{RAIL}" stroke-width="1" stroke-dasharray="5 2"'
        yield from _drawn(_lines(tier.railways, tier), paper, window, rail)
    for tier in tiers:
        yield from _drawn(_lines(tier.borders, tier), paper, window, f'stroke="{BORDER}" stroke-width=".9"')
        dashed = f'stroke="{BORDER}" stroke-width=".9" stroke-dasharray="4 3"'
        yield from _drawn(_lines(tier.disputed, tier), paper, window, dashed)


def _filled(shapes: Iterable[BaseGeometry], paper: Paper, window: _Window, style: str) -> Iterable[str]:
    """Return shapes as one path; a still is drawn in degrees first, so that long edges bend with the projection."""
    inside = [part for part in shapely.clip_by_rect(list(shapes), *window) if not part.is_empty]
    drawn = "".join(path_data(paper.shape(shapely.segmentize(part, 1.0)), paper.grain) for part in inside)
    if drawn:
        yield f'<path d="{drawn}" {style}/>'


def _drawn(lines: Iterable[BaseGeometry], paper: Paper, window: _Window, style: str) -> Iterable[str]:
    return _filled(lines, paper, window, f'fill="none" {style}')


def _polygons(rings: Sequence[Sequence[str]], tier: Tier) -> Iterable[BaseGeometry]:
    """Return polygons without the rings that shrank to nothing when they were encoded."""
    for encoded in rings:
        hull, *holes = (decode_line(ring, digits=tier.digits) for ring in encoded)
        if len(hull) > _RING_POINTS:
            polygon = shapely.Polygon(hull, [ring for ring in holes if len(ring) > _RING_POINTS])
            yield polygon if polygon.is_valid else shapely.make_valid(polygon)


def _lines(texts: Sequence[str], tier: Tier) -> Iterable[BaseGeometry]:
    decoded = (decode_line(text, digits=tier.digits) for text in texts)
    return (shapely.LineString(points) for points in decoded if len(points) > 1)


def _seams(tier: Tier) -> Iterable[BaseGeometry]:
    """Return the edges that land was cut along: no coast runs there."""
    for rings in tier.land:
        for ring in rings:
            points = decode_line(ring, digits=tier.digits)
            cut = _along(points[:, 0], tier.cuts[0], tier.digits) | _along(points[:, 1], tier.cuts[1], tier.digits)
            yield from (shapely.LineString(points[at : at + 2]) for at in np.flatnonzero(cut))


def _along(values: NDArray[np.float64], edges: Sequence[float], digits: float) -> NDArray[np.bool_]:
    """Return, for each step between two points, whether it runs along one of the edges."""
    near = np.abs(values[:, None] - np.array(edges)[None, :]) < 1.5 * 10.0**-digits
    return np.asarray((near[1:] & near[:-1]).any(axis=1))
