"""A user's own vector tiles are drawn as ground, from a file that the test writes; land and borders stay the page's."""

import re

import pytest
from map_stories import spot_event
from shapely import LineString, Polygon
from shapely import box as shapely_box

from geo.cli.app import run
from geo.records import EventFile
from geo.records.file import dump_event_file
from geo.records.view import Box
from maps.encoding import decode_line
from maps.errors import PageError
from maps.ground.basemap import draw_basemap
from maps.ground.context import find_context
from maps.ground.tiles import open_tiles
from maps.texts import Texts

pyogrio = pytest.importorskip("pyogrio")
pytestmark = [
    pytest.mark.skipif("PMTiles" not in pyogrio.list_drivers(), reason="this GDAL has no driver for PMTiles"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning:pyogrio"),
]
KYIV = Box(west=30.3, south=50.3, east=30.8, north=50.6)
WAYS = {
    "motorway": LineString([(30.2, 50.31), (30.9, 50.59)]),
    "path": LineString([(30.31, 50.5), (30.79, 50.5)]),
    "rail": LineString([(30.31, 50.55), (30.79, 50.32)]),
}
LAND = {"residential": shapely_box(30.35, 50.35, 30.6, 50.5), "forest": shapely_box(30.62, 50.35, 30.78, 50.5)}
WATER = {"lake": shapely_box(30.4, 50.4, 30.5, 50.45), "ocean": shapely_box(30.6, 50.4, 30.7, 50.45)}
BOUNDARY = {"country": LineString([(30.3, 50.3), (30.8, 50.6)])}


@pytest.fixture(scope="module")
def tiles(tmp_path_factory):
    """Return a way to write shapes, by their kind, as one layer of a file of tiles."""
    geopandas = pytest.importorskip("geopandas")
    folder = tmp_path_factory.mktemp("tiles")

    def written(layer, shapes, field="kind"):
        path = folder / f"{layer}-{field}.pmtiles"
        if not path.exists():
            frame = geopandas.GeoDataFrame({field: list(shapes)}, geometry=list(shapes.values()), crs=4326)
            pyogrio.write_dataframe(frame, path, driver="PMTiles", layer=layer, MINZOOM=4, MAXZOOM=12)
        return path

    return written


@pytest.mark.parametrize(("layer", "field"), [("roads", "kind"), ("transportation", "class"), ("streets", "kind")])
def test_roads_and_railways_are_those_of_the_file_in_each_schema(tiles, layer, field):
    found = find_context(KYIV, 0.5, 960, open_tiles(tiles(layer, WAYS, field)))
    held = shapely_box(KYIV.west, KYIV.south, KYIV.east, KYIV.north)
    for ways, kind in ((found.roads, "motorway"), (found.railways, "rail")):
        assert sum(way.length for way in ways) == pytest.approx(WAYS[kind].intersection(held).length, rel=0.03)
    assert found.rivers == find_context(KYIV, 0.5, 960).rivers


def test_areas_that_tiles_cut_are_joined_and_of_the_kinds_that_are_drawn(tiles):
    built = find_context(KYIV, 0.5, 960, open_tiles(tiles("landuse", LAND))).built
    assert [one.area for one in built] == [pytest.approx(LAND["residential"].area, rel=0.02)]
    lakes = find_context(KYIV, 0.5, 960, open_tiles(tiles("water", WATER))).lakes
    assert [one.area for one in lakes] == [pytest.approx(WATER["lake"].area, rel=0.02)]


def test_beyond_the_files_bounds_the_ground_is_what_ships(tiles):
    lviv = Box(west=23.5, south=49.5, east=25.5, north=50.5)
    own = open_tiles(tiles("roads", WAYS))
    assert find_context(lviv, 2.0, 960, own) == find_context(lviv, 2.0, 960)


def test_borders_of_a_file_are_no_ground(tiles):
    with pytest.raises(PageError, match="holds boundaries; expected one of"):
        open_tiles(tiles("boundaries", BOUNDARY))
    own = draw_basemap(KYIV, [], Texts("en"), (), open_tiles(tiles("roads", WAYS)))
    plain = draw_basemap(KYIV, [], Texts("en"))
    for one, other in zip(own.tiers, plain.tiers, strict=True):
        assert (one.land, one.borders, one.disputed) == (other.land, other.borders, other.disputed)


@pytest.mark.parametrize("text", [b"no tiles", b"PMTiles\x03" + bytes(200), b""])
def test_what_is_no_file_of_tiles_ends_in_one_line(tmp_path, capsys, text):
    events, path = tmp_path / "events.json", tmp_path / "own.pmtiles"
    events.write_bytes(dump_event_file(EventFile(events=(spot_event(1, 50.45, 30.5),))))
    path.write_bytes(text)
    assert run(["map", str(events), "--basemap", str(path), "-o", str(tmp_path / "map.html")]) == 1
    assert re.fullmatch(r"[^\n]*own\.pmtiles: no vector tiles[^\n]*\n", capsys.readouterr().err)


@pytest.mark.browser
def test_the_page_draws_them_asks_for_nothing_and_says_whose_they_are(tiles, open_page, tmp_path):
    events, page = tmp_path / "events.json", tmp_path / "map.html"
    spots = (spot_event(1, 50.4, 30.4), spot_event(2, 50.5, 30.7))
    events.write_bytes(dump_event_file(EventFile(events=spots)))
    path = tiles("landuse", LAND)
    for output in (page, tmp_path / "map.svg"):
        assert run(["map", str(events), "--language", "en", "--basemap", str(path), "-o", str(output)]) == 0
    opened = open_page(page.read_text("utf-8"))
    assert opened.page.locator("path.built").bounding_box()["width"] > 100
    assert (len(opened.requests), opened.messages) == (1, [])
    assert "landuse" in opened.page.locator("footer").inner_text()
    told = opened.page.evaluate("armsatlas.story.data.basemap.tiers.map(({ built, digits }) => [built, digits])")
    rings = [decode_line(ring, digits=digits) for built, digits in told for area in built for ring in area]
    assert sum(Polygon(ring).area for ring in rings) == pytest.approx(LAND["residential"].area, rel=0.02)
    assert 'fill-opacity=".25"' in (tmp_path / "map.svg").read_text("utf-8")
    assert len(page.read_bytes()) < 600_000
