"""A small map in a near map's corner that tells where in the world that lies."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.records.view import Box
from maps.ground.areas import cut
from maps.ground.extent import box_around
from maps.layout.lay_out import Layout
from maps.stills.projection import Paper, path_data
from maps.stills.text import BORDER, COAST, COUNTRY, HALOED, INK, LAND, WATER, TextStyle, text_element

_NEAR_DEG, _LEAST_DEG, _PARTS = 12.0, 24.0, 5  # a map wider than that needs none; how much wider the small one is
WIDTH, HEIGHT = 264.0, 200.0  # in half pixels: whole numbers are short
_MARK = 10.0  # half the least width, in pixels, of the mark for what the large map shows


def draw_locator(layout: Layout) -> str:
    """Return land, borders and the name of the country about a near map, with a mark where that lies; else nothing."""
    from gazetteer.match.areas import countries

    data, box = layout.data, layout.data.overview
    if layout.nowhere or data.details or data.tiles or box.east - box.west > _NEAR_DEG:
        return ""
    lon, lat = (box.west + box.east) / 2, (box.south + box.north) / 2
    wide = max(_LEAST_DEG, _PARTS * (box.east - box.west))
    around = box_around([(lon, lat)], margin=0.0, least=wide, aspect=WIDTH / HEIGHT)
    corners = np.array([(x, y) for x in (around.west, around.east) for y in (around.south, around.north)])
    paper = Paper(around, left=0, top=0, width=WIDTH, height=HEIGHT, points=corners, pad=-16)
    shapes = dict(zip(countries(), cut(list(countries().values()), _wider(around)), strict=True))
    ways = {code: _way(shape, paper) for code, shape in shapes.items() if not shape.is_empty}
    code = next((code for code in ways if shapes[code].contains(shapely.Point(lon, lat))), "")
    ends = paper.points(np.array([[box.west, box.north], [box.east, box.south]]))
    (x, y), (w, h) = ends.mean(axis=0), np.maximum(np.diff(ends, axis=0)[0] / 2, _MARK)
    name = TextStyle(size=21, weight=600, fill=COUNTRY, anchor="middle")
    below = y + h + 25 if y + h + 36 < HEIGHT else y - h - 10
    return (
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{WATER}"/>'
        f'<path d="{"".join(ways.values())}" fill="{LAND}" stroke="{COAST}" stroke-width="1.4"/>'
        f'<path d="{ways.get(code, "")}" fill="{BORDER}" fill-opacity=".3" stroke="{BORDER}" stroke-width="2"/>'
        f'<rect x="{x - w:.1f}" y="{y - h:.1f}" width="{2 * w:.1f}" height="{2 * h:.1f}" '
        f'fill="{INK}" fill-opacity=".25" stroke="{INK}" stroke-width="3"/>'
        + (f"{HALOED}{text_element(layout.texts.country(code), x, below, name)}</g>" if code else "")
        + f'<path d="M1 1h{WIDTH - 2:g}v{HEIGHT - 2:g}h-{WIDTH - 2:g}z" fill="none" stroke="{INK}" stroke-width="2"/>'
    )


def _way(shape: BaseGeometry, paper: Paper) -> str:
    """Return what the small map shows of a shape as path data."""
    seen = shapely.clip_by_rect(paper.shape(shape), -4, -4, WIDTH + 4, HEIGHT + 4)
    return path_data(shapely.simplify(seen, 1.2), 1.0)


def _wider(box: Box) -> Box:
    x, y = (box.east - box.west) / 2, (box.north - box.south) / 2
    return Box(west=box.west - x, south=max(-90.0, box.south - y), east=box.east + x, north=min(90.0, box.north + y))
