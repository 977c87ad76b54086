"""A still is as large as asked to the pixel; an editor's extent and detail maps take the place of the chosen ones."""

import re
from importlib.util import find_spec

import pytest
from map_stories import story, story_routes
from msgspec import structs

from geo.cli.app import run
from geo.records.file import dump_event_file, load_event_file
from geo.records.view import Box, View
from maps import draw_map, draw_still
from maps.errors import PageError
from maps.stills.formats import FORMATS, parse_size

UKRAINE, KYIV = Box(west=22, south=44, east=40.5, north=52.5), Box(west=29.5, south=49.8, east=31.5, north=51)


def test_sizes_are_pixels_millimetres_or_names():
    card = parse_size("1200x630")
    assert (card.width * card.zoom, card.height * card.zoom) == pytest.approx((1200, 630))
    assert parse_size("card") == card
    column = parse_size("85x60mm", dpi=300)
    assert column.mm == (85, 60)
    assert round(column.width * column.zoom) == pytest.approx(85 / 25.4 * 300, abs=2)
    assert all(parse_size(name).width >= 320 for name in FORMATS)


@pytest.mark.parametrize("text", ["", "12", "1200x", "x630", "1e3x9", "85x60cm", "card2", "-5x5", "1200x630px"])
def test_a_size_that_is_none_says_what_is_one(text):
    with pytest.raises(PageError, match="1200x630"):
        parse_size(text)


@pytest.mark.skipif(find_spec("resvg_py") is None, reason="resvg-py, which makes PNG of stills, is not installed")
@pytest.mark.parametrize(
    ("size", "pixels"),
    [("1200x630", (1200, 630)), ("story", (1080, 1920)), ("1001x777", (1001, 777)), ("333x1111", (333, 1111)),
     ("85x60mm", (1004, 709))],
)  # fmt: skip
def test_a_picture_has_the_pixels_asked_for(tmp_path, size, pixels):
    """Of a size in millimetres at 300 dots an inch, too: no more and no fewer."""
    path, picture, drawing = (tmp_path / name for name in ("events.json", "map.png", "map.svg"))
    path.write_bytes(dump_event_file(story()))
    for output in (picture, drawing):
        assert run(["map", str(path), "-o", str(output), "--size", size]) == 0
    png = picture.read_bytes()
    found = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
    assert found == pytest.approx(pixels, abs="mm" in size)
    asked = 'width="85mm" height="60mm"' if "mm" in size else f'width="{pixels[0]}" height="{pixels[1]}"'
    assert asked in drawing.read_text("utf-8")


@pytest.mark.parametrize(("size", "shown"), [("card", 500), ("square", 375), ("story", 375)])
def test_type_can_be_read_where_a_picture_is_shown_small(size, shown):
    """A card half as wide on a screen, a story on a phone: names of places of 6 pixels at least, a headline of 13."""
    told = parse_size(size)
    svg = draw_still(story(), routes=story_routes(), language="fr", size=(told.width, told.height), zoom=told.zoom)
    sizes = [float(found) * shown / told.width for found in re.findall(r'font-size="([\d.]+)"', svg)]
    assert max(sizes) >= 13
    names = re.findall(r'font-size="([\d.]+)"[^>]*>(?:Kharkiv|Rojivka)<', svg)
    assert names
    assert min(map(float, names)) * shown / told.width >= 6


@pytest.mark.parametrize("size", ["card", "square"])
def test_maps_take_more_of_a_picture_than_legend_and_licences(size):
    told = parse_size(size)
    svg = draw_still(story(), routes=story_routes(), language="fr", size=(told.width, told.height))
    frames = re.findall(r'<clipPath id="frame[ABC]?-\d+"><rect x="(\S+)" y="(\S+)" width="\S+" height="(\S+)"', svg)
    top, bottom = min(float(y) for _, y, _ in frames), max(float(y) + float(high) for _, y, high in frames)
    assert bottom - top > 0.45 * told.height
    assert bottom - top > 1.6 * (told.height - bottom)


def test_a_still_for_paper_says_its_millimetres():
    assert 'width="85mm" height="60mm"' in draw_still(story(), language="en", size=(643, 454), mm=(85, 60))


@pytest.mark.browser
def test_an_editor_chooses_extent_and_detail_maps(open_page):
    view = View(extent=UKRAINE, insets=(KYIV,))
    page = open_page(draw_map(story(), routes=story_routes(), language="en", view=view)).page
    assert page.locator(".detail-map").count() == 1
    west, east = page.evaluate(
        "(() => { const b = armsatlas.story.map.getBounds(); return [b.getWest(), b.getEast()]; })()"
    )
    assert west <= 22.2
    assert 40 <= east < 60
    none = draw_map(story(), routes=story_routes(), language="en", view=View(insets=()))
    assert 'class="maps details-0"' in none


def test_a_still_says_how_many_events_it_does_not_draw_and_how_many_names_it_leaves_out():
    whole = draw_still(story(), routes=story_routes(), language="fr")
    assert "1\u00a0livraison" in whole
    assert "2 autres sans lieu précis" in whole, "by the lead that was made"
    for left in ({"lead": "Another lead."}, {"view": View(hide=("header",))}):
        svg = draw_still(story(), routes=story_routes(), language="fr", **left)
        assert "(2 autres sans lieu précis)" in svg, "where that is not there by the legend"
        assert ">1\u00a0livraison<" in svg, "the one that is drawn"
    small = draw_still(story(), routes=story_routes(), language="en", size=(340, 340))
    assert "left out for lack of room" in small


PARTS = {
    "header": "body > header", "slider": "#timeline", "legend": ".legend", "off-map": ".off-map",
    "filter": "details.filters", "table": "#event-table", "sources": ".sources",
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_hidden_alone_by_an_option_the_file_or_the_address(open_page, part):
    told = structs.replace(story(), view=View(hide=(part,)))
    plain = draw_map(story(), routes=story_routes(), language="en")
    for html, query in ((draw_map(told, routes=story_routes(), language="en"), ""), (plain, f"?hide={part}")):
        page = open_page(html, hash=query).page
        assert {name for name, at in PARTS.items() if not page.locator(at).is_visible()} == {part}
        page.evaluate("armsatlas.story.goToCard(1)")
        assert page.locator("#panel").is_visible() == (part == "table")
        assert page.locator(".credits").is_visible()


def test_what_is_hidden_and_shown_is_kept_in_the_event_file(tmp_path):
    path, page, kept = (tmp_path / name for name in ("events.json", "map.html", "kept.json"))
    path.write_bytes(dump_event_file(story()))
    assert b'"view"' not in path.read_bytes()
    how = ["--hide", "table,slider", "--hide", "header", "--extent", "22,44,40.5,52.5", "--inset", "none"]
    assert run(["map", str(path), "-o", str(page), *how, "--events-out", str(kept)]) == 0
    view = load_event_file(kept).view
    assert view == View(extent=UKRAINE, insets=(), hide=("table", "slider", "header"))
    assert run(["map", str(kept), "-o", str(page), "--hide", "legend"]) == 0
    assert ' data-hide="legend"' in page.read_text("utf-8")
    assert '"details":[]' in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("how", "told"),
    [(["--hide", "map"], "hide"), (["--extent", "9,44,8"], "WEST"), (["--extent", "9,50,12,44"], "degrees")],
)
def test_a_view_that_is_none_is_refused_in_a_line(tmp_path, capsys, how, told):
    path = tmp_path / "events.json"
    path.write_bytes(dump_event_file(story()))
    assert run(["map", str(path), "-o", str(tmp_path / "map.html"), *how]) == 2
    assert told in capsys.readouterr().err


def test_a_still_leaves_out_the_header():
    svg = draw_still(story(), language="en", view=View(hide=("header",)), title="A headline")
    assert "A headline</text>" not in svg
    assert "<title>A headline</title>" in svg


def test_a_stills_overview_frames_its_detail_maps_and_draws_what_they_tell_small():
    view = View(
        extent=Box(west=20, south=30, east=140, north=65), insets=(KYIV, Box(west=129, south=41, east=134, north=45))
    )
    svg = draw_still(story(), routes=story_routes(), language="en", view=view)
    assert svg.count('stroke-opacity=".55"/><rect') == 2
    assert "scale(.58)" in svg
    assert "scale(.58)" not in draw_still(story(), routes=story_routes(), language="en", view=View(insets=()))
