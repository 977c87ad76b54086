"""A map of a continent has one shape on the page and in print; a town's map, and one over online tiles, is Mercator."""

import numpy as np
import pytest
from map_stories import spot_event, story, story_routes
from pyproj import Transformer

from geo.records import EventFile
from geo.records.view import Box, View
from maps import draw_map
from maps.ground.extent import page_projection, proj_string, projection_of

CASES = {
    "lcc": (View(extent=Box(west=20, south=35, east=140, north=65)), [(20, 40), (80, 60), (140, 50), (60, 36)]),
    "southern lcc": (View(extent=Box(west=10, south=-55, east=60, north=-20)), [(10, -30), (35, -50), (60, -22)]),
    "laea": (View(extent=Box(west=0, south=68, east=90, north=84)), [(0, 70), (45, 80), (90, 69), (30, 83)]),
    "eqearth": (View(extent=Box(west=-100, south=-50, east=100, north=70)), [(-90, 60), (0, 0), (90, -40), (45, 65)]),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("name", CASES)
def test_page_and_still_have_one_shape(open_page, name):
    view, points = CASES[name]
    page = open_page(draw_map(story(), routes=story_routes(), language="en", view=view)).page
    on_page = np.array(
        page.evaluate(
            """points => points.map(([lon, lat]) => armsatlas.story.map.project([lat, lon], 0))
              .map(({ x, y }) => [x, -y])""",
            points,
        )
    )
    still = Transformer.from_crs("EPSG:4326", proj_string(projection_of(view.extent)), always_xy=True)
    in_print = np.column_stack(still.transform(*np.array(points, dtype=float).T))
    on_page, in_print = (each - each.mean(axis=0) for each in (on_page, in_print))
    shape = on_page / np.hypot(*on_page.T).max(), in_print / np.hypot(*in_print.T).max()
    assert np.abs(shape[0] - shape[1]).max() < 0.005


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_all_that_is_drawn_is_seen_and_comes_back_from_the_screen(open_page, width):
    page = open_page(draw_map(story(), routes=story_routes(), language="en"), width=width).page
    outside = """() => { const { map } = armsatlas.story, size = map.getSize();
      return armsatlas.story.homePoints().map((at) => [at, map.latLngToContainerPoint(at)]).filter(([at, { x, y }]) => {
        const back = map.unproject(map.project(at)), off = Math.abs(back.lat - at[0]) + Math.abs(back.lng - at[1]);
        return x < 0 || y < 0 || x > size.x || y > size.y || off > 1e-6;
      }).length; }"""
    assert page.evaluate(outside) == 0
    assert page.evaluate("armsatlas.story.data.projection.name") == "lcc"


def test_a_towns_map_and_one_over_tiles_are_mercator():
    assert page_projection(Box(west=30, south=50, east=31, north=50.6), tiles=False) is None
    assert page_projection(Box(west=20, south=35, east=140, north=65), tiles=True) is None
    html = draw_map(EventFile(events=(spot_event(1, 50, 30),)), language="en")
    assert "Mercator projection" in html
    assert "The projection suits the extent" in draw_map(story(), routes=story_routes(), language="en")
