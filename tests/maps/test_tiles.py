"""Online tiles are an option that the page owns up to."""

import re

import pytest
from map_stories import story, story_routes

from maps import draw_map
from maps.errors import LanguageError, PageError


def policy(html: str) -> str:
    return re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]


def test_tiles_are_allowed_by_host_named_and_attributed():
    html = draw_map(story(), routes=story_routes(), language="en", tiles="OpenStreetMap.Mapnik")
    assert "img-src data: https://tile.openstreetmap.org" in policy(html)
    footer = html[html.index("<footer") :].split("<script", 1)[0]
    assert "tile.openstreetmap.org: that server sees" in footer
    assert "OpenStreetMap contributors" in footer
    assert "loads nothing from anywhere else" not in footer


def test_without_tiles_no_host_is_allowed(story_page):
    assert "http" not in policy(story_page)


@pytest.mark.parametrize("name", ["No.Such", "Thunderforest.OpenCycleMap"])
def test_a_basemap_that_is_none_or_wants_a_key_is_refused(name):
    with pytest.raises(PageError, match=name):
        draw_map(story(), tiles=name)


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(LanguageError, match="de, en, es, fr"):
        draw_map(story(), language="xx")


@pytest.mark.browser
def test_a_page_with_tiles_asks_its_one_host_alone(open_page):
    opened = open_page(draw_map(story(), language="en", tiles="OpenStreetMap.Mapnik"))
    opened.page.wait_for_timeout(300)
    hosts = {url.split("/")[2] for url in opened.requests if url.startswith("http")}
    assert hosts == {"tile.openstreetmap.org"}
    assert opened.page.locator(".overview .land").count() == 0
