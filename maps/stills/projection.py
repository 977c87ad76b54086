"""The way from degrees to the paper, and the ground: land, coast, lakes, rivers, roads, railways, borders."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, clip_by_rect, get_parts, transform
from shapely.geometry.base import BaseGeometry

from geo.records.view import Box
from maps.encoding import decode_line
from maps.ground.extent import frame_degrees, proj_string, projection_of
from maps.records import PageData, Tier
from maps.stills.text import BORDER, COAST, LAND, RAIL, ROAD, WATER

_ENDS = 0.12  # Parts of a line from its ends where no words go
LANE = 7.0  # Pixels between legs that go the same way
_LEANS = 1 / 3  # of its height that a map leans by at most: what is drawn stays about its middle
_ALONE = 30.0  # Pixels by which a leg's words should lie nearer to it than to any other
_LEVEL = 1e-6  # A sine of as good as nothing
_FAR = 24.0  # Pixels from a line where words no longer lie beside it
_NONE: NDArray[np.float64] = np.empty((0, 2))


class Paper:
    """Degrees to pixels of a frame, y downwards: (n, 2) points fitted into it, `pad` free, `lean` as for the page.

    `above` pixels more are free at its top, for a caption.
    """

    def __init__(
        self, box: Box, *, left: float, top: float, width: float, height: float, points: NDArray[np.float64],
        pad: float, grain: float = 0.1, lean: float = 0.0, above: float = 0.0,
    ) -> None:  # fmt: skip
        from pyproj import Transformer

        self.left, self.top, self.width, self.height, self.grain = left, top, width, height, grain
        self.transformer: Any = Transformer.from_crs("EPSG:4326", proj_string(projection_of(box)), always_xy=True)
        x, y = self._project(points)
        span_x, span_y = max(np.ptp(x), 1.0), max(np.ptp(y), 1.0)
        self.scale = min((width - 2 * pad) / span_x, (height - 2 * pad - above) / span_y)
        self.x0, self.y0 = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
        spare = min(height - 2 * pad - span_y * self.scale, height * _LEANS)
        self.y0 += (lean * max(0.0, spare) + above) / 2 / self.scale

    @property
    def name(self) -> str:
        """The frame's own name, for what is told once and drawn twice."""
        return f"{self.left:.0f}-{self.top:.0f}-{self.width:.0f}"

    def _project(self, points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        latitudes = np.clip(points[:, 1], -89.9, 89.9)
        x, y = self.transformer.transform(points[:, 0], latitudes)
        return np.asarray(x), np.asarray(y)

    def points(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return pixels for (n, 2) degrees."""
        x, y = self._project(np.asarray(degrees, dtype=float).reshape(-1, 2))
        across = self.left + self.width / 2 + (x - self.x0) * self.scale
        down = self.top + self.height / 2 - (y - self.y0) * self.scale
        return np.column_stack([across, down])

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in pixels."""
        return transform(geometry, self.points)

    def inside(self, pixels: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Return the parts of a line in pixels that the frame shows, with a margin."""
        left, top, room = self.left, self.top, 40
        if len(pixels) < 2 or min(self.width, self.height) < -room:  # noqa: PLR2004 - a line has two ends
            return []
        seen = clip_by_rect(
            LineString(pixels), left - room, top - room, left + self.width + room, top + self.height + room
        )
        return [np.asarray(part.coords) for part in get_parts(seen) if part.geom_type == "LineString"]

    def metres_across(self, pixels: float) -> float:
        """Return the geodesic length of a line of so many pixels across the frame's middle."""
        from pyproj import Geod

        half = pixels / 2 / self.scale
        ends = [self.transformer.transform(self.x0 + way * half, self.y0, direction="INVERSE") for way in (-1, 1)]
        metres = float(Geod(ellps="WGS84").inv(*ends[0], *ends[1])[2])
        return metres if np.isfinite(metres) and metres > 0 else pixels / self.scale

    def seen(self) -> Box:
        """Return the degrees that the frame shows, with a margin; the whole circle where it holds a pole."""
        half = (self.width / self.scale / 2, self.height / self.scale / 2)
        return frame_degrees(self.transformer, (self.x0, self.y0), half)


def beside(line: NDArray[np.float64], right: float) -> NDArray[np.float64]:
    """Return a line in pixels moved to its right; bends nearer than that are left out, so that it makes no loops."""
    if not right or len(line) < 2:  # noqa: PLR2004 - a line has two ends
        return line
    kept = [0]
    for number in range(1, len(line)):
        if np.hypot(*(line[number] - line[kept[-1]])) > abs(right) or number == len(line) - 1:
            kept.append(number)
    line = line[kept]
    steps = np.diff(line, axis=0)
    sides = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.maximum(np.hypot(*steps.T), 1e-9)[:, None]
    bends = np.vstack([2 * sides[:1], sides[1:] + sides[:-1], 2 * sides[-1:]])
    # As far from both sides of a bend, but of a sharp one, whose corner would run far off.
    return np.asarray(line + 2 * right * bends / np.maximum(1.4, (bends**2).sum(axis=1))[:, None])


def points_along(line: NDArray[np.float64], gap: float) -> list[tuple[float, float, float]]:
    """Return points every `gap` pixels along a line, with its direction in degrees; none along a line of no length."""
    if len(line) < 2:  # noqa: PLR2004 - a line has two ends
        return []
    shape = LineString(line)
    count = max(1, int(shape.length // gap))
    found = []
    for number in range(count):
        at = shape.length * (number + 0.5) / count
        a, b = (shape.interpolate(at + step) for step in (-6, 6))
        middle = shape.interpolate(at)
        found.append((middle.x, middle.y, float(np.degrees(np.arctan2(b.y - a.y, b.x - a.x)))))
    return found


def words_along(
    spots: Sequence[tuple[float, float, float]], wide: float, *, gap: float, others: NDArray[np.float64] = _NONE
) -> Iterable[tuple[float, float]]:
    """Yield middles for words beside a line: first where they lie nearest to it, far from others, near its middle."""
    line, angles = np.array([spot[:2] for spot in spots]), np.radians([spot[2] for spot in spots])
    across, down = (np.where(abs(part) < _LEVEL, _LEVEL, part) for part in (np.sin(angles), np.cos(angles)))
    # At right angles to the line, else straight beside it or straight above and below.
    reach = abs(across) * wide / 2 + abs(down) * 8 + gap
    none = np.zeros(len(spots))
    ways = [(reach * across, -reach * down), (reach / across, none), (none, reach / down)]
    off = np.vstack([side * np.column_stack(way) for way in ways for side in (1, -1)])
    middles, parts = np.tile(line, (6, 1)) + off, np.tile(np.arange(len(spots)) / len(spots), 6)
    near, own = (_apart(middles, points, wide) for points in (others, line))
    cost = np.hypot(*off.T) / 2 + own + 30 * abs(parts - 0.5) + 2 * np.maximum(0.0, _ALONE - near + own)
    kept = np.flatnonzero((own < _FAR) & (abs(parts - 0.5) < 0.5 - _ENDS))
    yield from middles[kept[np.argsort(cost[kept], kind="stable")]].tolist()


def _apart(middles: NDArray[np.float64], points: NDArray[np.float64], wide: float) -> NDArray[np.float64]:
    """Return how far boxes of words, by their middles, are from the nearest of some points."""
    x, y = (np.maximum(0, abs(points[None, :, i] - middles[:, None, i]) - half) for i, half in ((0, wide / 2), (1, 8)))
    return np.asarray(np.hypot(x, y).min(axis=1, initial=_FAR + _ALONE))


_RING_POINTS = 3
_TIES = 'stroke-width="3.4" stroke-dasharray=".9 8"'  # Across a railway, as printed maps have it: dashes tell claims
_Window = tuple[float, float, float, float]
_FARTHEST = 3.2  # a frame shows the roads of a tier that was made for a view not much narrower than its own
_BANKS_DEG = 1.6  # On a map of a town a river has two banks


def path_data(shape: BaseGeometry, grain: float) -> str:
    """Return a shape's outline as path data, in steps of so many pixels; what is smaller than two is left out."""
    parts: list[str] = []
    for part in shapely.get_parts(shapely.get_parts(shapely.simplify(shape, grain))):  # a collection may hold several
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
        yield from _drawn(_seams(tier), paper, window, f'stroke="{LAND}" stroke-width="3"')
    width = seen.east - seen.west - 4
    for at, tier in enumerate(tier for tier in tiers if width <= tier.width * _FARTHEST):
        yield from _filled(_polygons(tier.built, tier), paper, window, f'fill="{ROAD}" fill-opacity=".25"')
        style = f'fill="{WATER}" stroke="{COAST}" stroke-width=".5"'
        yield from _filled(_polygons(tier.lakes, tier), paper, window, style)
        rivers, banks = list(_lines(tier.rivers, tier)), width <= _BANKS_DEG
        widths = ((COAST, 6.4), (WATER, 5.0)) if banks else ((COAST, 1.0),)
        for colour, wide in widths:
            yield from _drawn(rivers, paper, window, f'stroke="{colour}" stroke-width="{wide}"')
        yield from _drawn(_lines(tier.roads, tier), paper, window, f'stroke="{ROAD}" stroke-width="1.3"')
        yield from _railways(list(_lines(tier.railways, tier)), paper, window, at)
    for tier in tiers:
        yield from _drawn(_lines(tier.borders, tier), paper, window, f'stroke="{BORDER}" stroke-width=".9"')
        dashed = f'stroke="{BORDER}" stroke-width=".9" stroke-dasharray="4 3"'
        yield from _drawn(_lines(tier.disputed, tier), paper, window, dashed)


def _railways(lines: Sequence[BaseGeometry], paper: Paper, window: _Window, tier: int) -> Iterable[str]:
    """Return railways with their ties. A page's picture tells the way once; a still, which is coarse nowhere, twice."""
    looks = [f'stroke="{RAIL}" {part}' for part in ('stroke-width=".9"', _TIES)]
    if paper.grain < 1:
        for look in looks:
            yield from _drawn(lines, paper, window, look)
        return
    name = f"rail{tier}-{paper.name}"
    for way in _drawn(lines, paper, window, f'id="{name}"'):
        yield way + "".join(f'<use href="#{name}" {look}/>' for look in looks)


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
            yield polygon if polygon.is_valid else shapely.make_valid(polygon, method="structure", keep_collapsed=False)


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
