"""Layers of events on anybody's folium map, and events that show themselves in a notebook."""

import folium
import pytest
from map_stories import spot_event, story, story_routes
from msgspec.structs import replace

from geo.records import EventFile
from maps.layers import AreasLayer, ImpactsLayer, LabelsLayer, MapStory, RoutesLayer, TimelineLayer
from maps.notebook import OfflineMap, explore, show

HOSTILE = "{{ 7 * 7 }}</script><script>alert(1)</script>${x}"


def rendered(chart: folium.Map) -> str:
    return chart.get_root().render()


def opened_map(browser, tmp_path, html: str):
    path = tmp_path / "map.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_context(offline=True).new_page()
    messages, requests = [], []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    return page, messages, requests


@pytest.mark.browser
def test_layers_draw_on_a_map_that_somebody_else_made(browser, tmp_path):
    chart = explore(story(), routes=story_routes(), language="fr")
    folium.CircleMarker([50, 30]).add_to(chart)
    page, messages, requests = opened_map(browser, tmp_path, rendered(chart))
    assert messages == []
    assert len(requests) == 1, "the file itself"
    assert page.locator("path.leg.rail.over").count() == 1
    assert page.locator(".area").count() >= 1
    assert page.locator(".spot .stop").count() >= 2
    page.locator(".mark").last.press("Enter")
    assert page.locator(".armsatlas-cards article b").first.inner_text()
    slider = page.locator(".armsatlas-time input")
    marks = page.locator(".mark").count()
    slider.fill("0")
    assert page.locator(".mark").count() < marks


@pytest.mark.browser
def test_each_layer_stands_alone(browser, tmp_path):
    chart = OfflineMap(tiles=None, location=[52, 80], zoom_start=3)
    RoutesLayer(MapStory(story(), routes=story_routes())).add_to(chart)
    page, messages, _ = opened_map(browser, tmp_path, rendered(chart))
    assert messages == []
    assert page.locator("path.leg").count() > 0
    assert page.locator("path.area").count() == 0
    assert page.locator(".spot .glyph").count() == 0


@pytest.mark.browser
def test_text_from_outside_is_neither_template_nor_markup(browser, tmp_path):
    event = replace(spot_event(1, 50, 30, name=HOSTILE), title=HOSTILE)
    chart = explore(EventFile(events=(event,)))
    page, messages, _ = opened_map(browser, tmp_path, rendered(chart))
    assert messages == []
    page.locator(".mark").click(force=True)
    assert page.locator(".armsatlas-cards article b").inner_text() == HOSTILE


def test_layers_of_one_story_share_one_copy_of_its_data():
    told = MapStory(story(), routes=story_routes())
    chart = folium.Map(tiles=None)
    for layer in (AreasLayer, RoutesLayer, ImpactsLayer, LabelsLayer, TimelineLayer):
        layer(told).add_to(chart)
    html = rendered(chart)
    assert html.count(f'id="{told.data_id}"') == 1
    assert html.count("armsatlas.add(") == 5


def test_a_notebook_shows_events_in_a_frame_without_access_to_the_notebook():
    html = show(story(), routes=story_routes())
    assert html.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts allow-popups' in html
    assert "allow-same-origin" not in html
    assert explore(story())._repr_html_().count("Trust Notebook") == 0


def test_events_show_themselves_in_a_notebook():
    events = story()
    assert events._repr_html_().startswith("<iframe srcdoc=")
    assert "armsatlas.add(" in rendered(events.explore(language="de"))
