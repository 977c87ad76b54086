"""The ground of near maps: rivers, railways, towns, a coast without seams, and whose data it is."""

import io
import re
from itertools import pairwise

import msgspec
import numpy as np
import pytest
import shapely
from map_stories import spot_event
from PIL import Image

from gazetteer.match.areas import countries
from geo.records import EventFile
from geo.records.view import Box
from maps import draw_map, draw_still
from maps.encoding import decode_line
from maps.ground.areas import cut
from maps.ground.basemap import _coarse_land, draw_basemap
from maps.ground.context import find_context, find_towns
from maps.records import Spot, Town
from maps.stills.projection import Paper
from maps.texts import Texts

KYIV = Box(west=30.3, south=50.35, east=30.75, north=50.6)
NIGHT = EventFile(events=tuple(spot_event(n, 50.40 + n / 90, 30.45 + n / 60, name=f"Quarter {n}") for n in range(9)))


def towns(box: Box, limit: int) -> list[Town]:
    known = [
        Town(name="Kyiv", lon=30.5238, lat=50.4547, people=2_900_000),
        Town(name="Desna", lon=30.6823, lat=50.5221, people=368_500),
        Town(name="Obolon", lon=30.5055, lat=50.5132, people=239_500),
        Town(name="Brovary", lon=30.79, lat=50.51, people=109_000),
    ]
    return [town for town in known if box.holds(town.lon, town.lat)][:limit]


def test_the_dnipro_runs_through_kyiv():
    lines = find_context(KYIV, 0.45, 1100).rivers
    assert any(line.bounds[1] < 50.4 and line.bounds[3] > 50.5 and 30.4 < line.centroid.x < 30.7 for line in lines)


def test_a_continent_shows_no_road_and_an_oblast_does():
    wide, oblast = Box(west=0, south=30, east=100, north=65), Box(west=33, south=48, east=38, north=51)
    assert find_context(wide, 100, 1100).roads == find_context(wide, 100, 1100).railways == []
    assert find_context(oblast, 5, 1100).roads
    assert find_context(oblast, 5, 1100).railways


def test_a_town_that_an_event_is_about_is_not_named_twice():
    spots = [Spot(lon=30.52, lat=50.45, near_m=0, label="Kyiv", items=[(0, 0)])]
    assert [town.name for town in find_towns([KYIV], spots, towns)] == ["Desna", "Obolon", "Brovary"]
    near = [Spot(lon=30.52, lat=50.5, near_m=0, label="Obolonʹ", items=[(0, 0)])]
    assert "Obolon" not in [town.name for town in find_towns([KYIV], near, towns)], "another spelling of the same place"
    assert [town.name for town in find_towns([KYIV], [], towns)] == ["Kyiv", "Desna", "Obolon", "Brovary"]
    assert find_towns([Box(west=0, south=0, east=90, north=60)], [], towns) == []


def test_a_tall_still_asks_for_the_towns_above_and_below_its_box():
    asked: list[Box] = []
    flat = Box(west=34, south=47.4, east=38, north=48)
    for aspect in (None, 0.5):
        find_towns([flat], [], lambda box, _: asked.append(box) or [], aspect=aspect)
    page, still = asked
    assert page.holds(flat.west, flat.north)
    assert not page.holds(36.8, 46.76)
    assert still.holds(36.8, 46.76), "Berdiansk is on the still"


@pytest.mark.parametrize(
    "box", [Box(west=140, south=20, east=250, north=70), Box(west=20, south=35, east=60, north=55)]
)
def test_every_edge_along_a_cut_is_known_for_a_seam(box):
    from maps.stills.projection import _seams

    for tier in draw_basemap(box, [], Texts("en")).tiers:
        unit = 10**-tier.digits
        rings = (decode_line(ring, digits=tier.digits) for rings in tier.land for ring in rings)
        along = [
            (a, b) for ring in rings for a, b in pairwise(map(tuple, ring))
            if any(a[0] == b[0] and abs(a[0] - edge) < unit / 2 for edge in tier.cuts[0])
        ]  # fmt: skip
        assert {tuple(map(tuple, seam.coords)) for seam in _seams(tier)} >= set(along)


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_a_city_map_shows_river_railways_and_the_citys_name(open_page, width):
    opened = open_page(draw_map(NIGHT, language="en", towns=towns), width=width)
    page = opened.page
    assert page.locator("path.rivers.wide").count() == 1
    assert page.locator("path.railways").count() == 2, "the line and its ties"
    # What the map is a map of stands in it as a country would: in capitals, without a dot.
    assert page.locator(".name.country").all_inner_texts() == ["KYIV"]
    assert "Kyiv" not in page.locator(".name.city").all_inner_texts()
    assert page.evaluate("armsatlas.story.map.getZoom()") > (9.5 if width > 1000 else 8.5)
    assert "GSHHG" in page.locator(".credits").inner_text()
    assert opened.messages == []


@pytest.mark.parametrize("size", [(960, 504), (450, 800)])
def test_a_city_still_shows_them_too_and_says_whose_they_are(size):
    svg = draw_still(NIGHT, language="en", towns=towns, size=size)
    assert ">KYIV</text>" in svg
    assert svg.count('stroke-dasharray=".9 8"') == 1, "railways have ties: dashes tell what is claimed"
    assert "href" not in svg
    assert 'stroke-width="6.4"' in svg, "the river's banks"
    assert "OpenStreetMap" in re.sub(r"<[^>]+>", " ", svg)


@pytest.mark.parametrize("size", [(450, 800), (960, 504)])
def test_a_still_of_any_shape_is_full_of_ground(size):
    """Roads, railways and towns go on to the edges of a tall picture of one place."""
    svg = draw_still(EventFile(events=(spot_event(1, 48.5, 32.26),)), language="en", size=size)
    roads = "".join(re.findall(r'<path d="([^"]+)" fill="none" stroke="#[0-9a-f]+" stroke-width="1.3"', svg))
    starts = [tuple(map(float, at)) for at in re.findall(r"M([\d.-]+) ([\d.-]+)l", roads)]
    frame = re.search(r'id="frame-\d+"><rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', svg)
    rect = [float(edge) for edge in frame.groups()]
    for axis in (0, 1):
        fifths = {int(5 * (at[axis] - rect[axis]) / rect[axis + 2]) for at in starts}
        assert {0, 1, 2, 3, 4} <= fifths


def test_the_ground_of_a_city_is_small():
    assert len(draw_map(NIGHT, language="en", towns=towns)) < 330_000
    assert len(msgspec.json.encode(draw_basemap(KYIV, [], Texts("en")))) < 80_000


def test_a_towns_river_has_no_corners_and_stays_where_it_is():
    import numpy as np
    import shapely

    from maps.ground.context import _rounded

    corner = shapely.LineString([(0, 0), (1, 0), (1, 1), (2, 1)])
    branch = shapely.LineString([(1, 1), (1, 2)])
    rounded = _rounded([corner, branch])
    whole = shapely.union_all(rounded)
    assert all(whole.intersects(shapely.Point(at).buffer(1e-9)) for at in ((0, 0), (1, 1), (2, 1), (1, 2)))
    assert shapely.hausdorff_distance(whole, shapely.union_all([corner, branch]), densify=0.01) < 0.25
    for line in rounded:
        turns = np.diff(np.unwrap(np.arctan2(*np.diff(np.asarray(line.coords), axis=0).T[::-1])))
        assert np.abs(turns).max(initial=0) < np.pi / 4


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_line_in_the_colour_of_water_runs_through_land_where_it_was_cut(open_page, scheme):
    """Far inland, where two tiers of the ground meet, every pixel along the cut is land or a border."""
    events = EventFile(events=(spot_event(1, 55.5, 60.5), spot_event(2, 56.5, 63.5)))
    page = open_page(draw_map(events, language="en"), color_scheme=scheme, bypass_csp=True).page
    cut = page.evaluate("Math.max(...armsatlas.story.data.basemap.tiers[1].cuts[0].filter((lon) => lon < 180))")
    assert 63.5 < cut < 80
    page.evaluate(f"armsatlas.story.map.setView([56, {cut}], 7, {{ animate: false }})")
    hide = ".leaflet-pane:not(.leaflet-map-pane, .leaflet-ground-pane), .map-buttons, .leaflet-control-container"
    page.add_style_tag(
        content=f"{hide}, .lakes, .rivers, .borders, .roads, .railways {{ visibility: hidden !important }}"
    )
    chart = page.locator(".folium-map")
    picture = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    land = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--land').trim()")
    across = picture.width // 2
    inside = ((x, y) for x in range(across - 30, across + 30) for y in range(3, picture.height - 3))
    colours = {picture.getpixel(at) for at in inside}
    assert all(
        abs(one - other) <= 6 for colour in colours for one, other in zip(colour, bytes.fromhex(land[1:]), strict=True)
    )


def test_no_coast_runs_along_the_180th_meridian_where_land_crosses_it():
    """The source is clipped a tenth of a degree short of it on both sides."""
    chukotka = shapely.Point(180, 67)
    assert any(
        shape.distance(chukotka) == 0 for shape in cut([countries()["RU"]], Box(west=170, south=60, east=190, north=72))
    )
    tier = draw_basemap(Box(west=150, south=45, east=240, north=66), [], Texts("en")).tiers[1]
    rings = [decode_line(ring, digits=tier.digits) for polygon in tier.land for ring in polygon]
    at = 180 if tier.cuts[0][0] < 180 else -180
    along = [ring for ring in rings if ((abs(ring[:-1, 0] - at) < 0.15) & (abs(ring[1:, 0] - at) < 0.15)).any()]
    assert not [ring for ring in along if np.ptp(ring[abs(ring[:, 0] - at) < 0.15, 1]) > 1]


@pytest.mark.parametrize("aspect", [0.56, 1.0, 1.9, 2.6])
@pytest.mark.parametrize(
    "box",
    [
        Box(west=158, south=45, east=237, north=62),
        Box(west=34.8, south=46.9, east=37.8, north=48.1),
        Box(west=20, south=-20, east=60, north=40),
    ],
)
def test_a_stills_ground_is_fine_as_far_as_its_frame_reaches(box, aspect):
    """Beyond it coasts are coarse: fjords would be shards, and a sea too small for that ends along a line."""
    basemap = draw_basemap(box, [], Texts("en"), aspect=aspect)
    (west, east, *_), (south, north, *_) = basemap.tiers[1].cuts
    across = (box.west, (box.west + box.east) / 2, box.east)
    corners = np.array([(x, y) for x in across for y in (box.south, box.north)])
    paper = Paper(box, left=0, top=0, width=630 * aspect, height=630, points=corners, pad=4, lean=0.75)
    seen = paper.seen()
    frame = (seen.west + 2, seen.south + 2, seen.east - 2, seen.north - 2)  # `seen` has a margin
    assert west <= frame[0] or west <= (box.west + box.east) / 2 - 179
    assert east >= frame[2] or east >= (box.west + box.east) / 2 + 179
    assert south <= frame[1]
    assert north >= min(frame[3], 89)


def test_coasts_far_from_the_story_have_no_spikes():
    """By their farthest points (Douglas and Peucker) fjords become needles; by the areas of corners they fill."""
    land = shapely.union_all(_coarse_land())
    sharp, corners = 0, 0
    for polygon in shapely.get_parts(land):
        ring = np.asarray(polygon.exterior.coords)
        steps = np.diff(np.vstack([ring, ring[1:2]]), axis=0)
        before, after = steps[:-1], steps[1:]
        cosine = (before * after).sum(axis=1) / np.hypot(*before.T) / np.hypot(*after.T)
        sharp, corners = sharp + int((cosine < -0.8).sum()), corners + len(cosine)
    assert sharp / corners < 0.12


def test_alaska_and_the_other_states_are_both_named_where_a_map_shows_both():
    names = draw_basemap(Box(west=158, south=40, east=260, north=66), [], Texts("en")).countries
    (states,) = [name for name in names if name.code == "US"]
    assert any(lat > 58 for _, lat, _ in states.anchors)
    assert any(lat < 50 for _, lat, _ in states.anchors)
