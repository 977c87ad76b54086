"""The page in a real browser: one request, no complaint, every event reachable, nothing but our script runs."""

import re

import pytest
from map_stories import story, story_routes

from maps import draw_map

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(open_page, story_page):
    return open_page(story_page)


def test_the_page_asks_for_itself_alone_and_says_nothing(opened):
    opened.page.wait_for_timeout(300)
    assert [url.split("#")[0] for url in opened.requests] == [opened.page.url.split("#")[0]]
    assert opened.messages == []


def test_a_symbol_opens_its_quote_with_who_claims_and_who_denies(opened):
    opened.page.locator(".overview .mark[data-events='1']").click()
    panel = opened.page.locator("#panel")
    assert panel.is_visible()
    assert "L’engin s’est écrasé" in panel.inner_text()
    assert panel.locator("a[href='https://example.org/nuit']").count() == 1
    assert opened.page.locator("#event-1.on").count() == 1
    opened.page.keyboard.press("Escape")
    assert not panel.is_visible()
    opened.page.evaluate("document.querySelectorAll('.detail-map .mark[data-events=\"0\"]')[0].click()")
    assert "affirmé par : Maison-Blanche" in panel.inner_text()
    assert "démenti par" in panel.inner_text()


def test_the_keyboard_reaches_a_symbol_opens_it_and_comes_back(opened):
    mark = opened.page.locator(".overview .mark[data-events='3']")
    mark.focus()
    opened.page.keyboard.press("Enter")
    assert "Kharkiv" in opened.page.locator("#panel").inner_text()
    assert opened.page.evaluate("document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.dataset.events") == "3"


def test_every_event_can_be_reached_by_tab_alone(opened):
    reached = set()
    for _ in range(150):
        opened.page.keyboard.press("Tab")
        reached.add(
            opened.page.evaluate(
                "document.activeElement.closest('tbody tr')?.id.slice(6) ?? document.activeElement.dataset.go"
            )
        )
    assert {str(number) for number in range(len(story().events))} <= reached


def test_countries_and_unresolved_places_have_no_symbol(opened):
    shown = set(opened.page.evaluate("[...document.querySelectorAll('.mark[data-events]')].map(m => m.dataset.events)"))
    assert "5" not in shown
    assert "6" not in shown
    beside = opened.page.locator(".off-map").inner_text()
    assert "neuf millions" in beside
    assert "Ivanivka" in beside


def test_a_near_place_is_a_disc_at_every_scale(opened):
    selector = ".overview .mark[data-events='0']:has(.near)"
    assert opened.page.locator(f"{selector} .stop").inner_text() == "3"
    assert opened.page.locator(".near-disc").count() == 1  # on the main map; no detail map holds it
    opened.page.evaluate("armsatlas.story.map.setView([45.855, 40.125], 10, {animate: false})")
    opened.page.wait_for_selector(f"{selector}.at-rim")
    distance = opened.page.evaluate(
        """() => { const {map} = armsatlas.story;
        const box = document.querySelector(".overview .at-rim").getBoundingClientRect();
        const frame = map.getContainer().getBoundingClientRect();
        const place = map.latLngToContainerPoint([45.855, 40.125]);
        return Math.hypot(box.x + box.width / 2 - frame.x - place.x, box.y + box.height / 2 - frame.y - place.y); }"""
    )
    assert distance > 100  # the badge sits on the rim, 20 km off, and nothing marks the middle


def test_the_keyboard_never_moves_a_detail_map(opened):
    centres = "armsatlas.story.maps.slice(1).map(map => [map.getCenter().lat, map.getCenter().lng])"
    before = opened.page.evaluate(centres)
    for mark in opened.page.locator(".detail-map .mark").all():
        mark.focus()
    opened.page.wait_for_timeout(400)
    assert opened.page.evaluate(centres) == before


def test_filters_hide_events_on_map_and_table_and_the_address_keeps_them(opened, open_page, story_page):
    page = opened.page
    page.locator("input[name=kind][value=strike]").uncheck()
    page.locator(".mark[data-events='1']").first.wait_for(state="detached")
    assert not page.locator("#event-1").is_visible()
    page.locator("#search").fill("kharkiv")
    page.locator("#event-table tbody tr:visible").nth(1).wait_for(state="detached")
    assert page.locator("#event-table tbody tr:visible").count() == 1
    address = page.evaluate("location.hash")
    again = open_page(story_page, hash=address).page
    assert again.locator("#event-table tbody tr:visible").count() == 1
    assert not again.locator("input[name=kind][value=strike]").is_checked()


def test_the_address_reopens_view_and_selection(opened, open_page, story_page):
    opened.page.evaluate("armsatlas.story.map.setView([50, 31], 7, {animate: false}); armsatlas.story.atHome = false")
    opened.page.evaluate("armsatlas.story.open([1])")
    address = opened.page.evaluate("location.hash")
    again = open_page(story_page, hash=address).page
    assert again.locator("#panel").is_visible()
    centre = again.evaluate("(() => { const c = armsatlas.story.map.getCenter(); return [c.lat, c.lng]; })()")
    assert centre == pytest.approx([50, 31], abs=0.05)


def test_the_slider_walks_through_time(opened):
    page = opened.page
    page.locator("#time").fill("0")
    page.locator("#event-1").wait_for(state="hidden")
    assert page.locator("#event-0").is_visible()
    assert not page.locator("#event-1").is_visible()
    assert page.locator("#time-label").inner_text() == "sept. 2023"
    page.locator("#play").click()
    page.wait_for_selector("#play:not(.playing)")
    assert page.locator("#time").input_value() == page.locator("#time").get_attribute("max")
    assert page.locator("#event-1").is_visible()


def test_the_table_sorts_and_cards_become_rows(opened):
    page = opened.page
    page.locator("[data-shape=table]").click()
    page.locator("th[data-column=kind] button").click()
    kinds = page.evaluate("[...document.querySelectorAll('#event-table tbody td.kind')].map(c => c.textContent)")
    assert kinds == sorted(kinds)
    assert page.locator("th[data-column=kind]").get_attribute("aria-sort") == "ascending"


def test_an_injected_script_is_blocked(open_page, story_page):
    injected = story_page.replace("<main>", "<script>window.intruder = 1</script><main>").replace(
        "<footer>", '<img src="x" onerror="window.intruder = 2"><footer>'
    )
    opened = open_page(injected)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.intruder") is None
    assert any("Content Security Policy" in message for message in opened.messages)
    assert opened.page.locator(".mark").count() > 0  # our own script still runs


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_violation(open_page, story_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(story_page, width=width, color_scheme=scheme, bypass_csp=True).page
    page.locator(".overview .mark[data-events='1']").click()
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:150] for node in v["nodes"][:3]]) for v in violations] == []


@pytest.mark.parametrize("width", [320, 375, 640, 1280])
def test_nothing_sticks_out_sideways(open_page, story_page, width):
    page = open_page(story_page, width=width, height=700).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_events_can_be_read_without_a_script(open_page, story_page):
    page = open_page(story_page, java_script_enabled=False).page
    assert page.locator("#event-table tbody tr:visible").count() == len(story().events)
    assert page.locator("#event-1").inner_text().count("Rojivka") >= 2
    assert page.locator("noscript p").is_visible()
    assert not page.locator("#controls").is_visible()


def test_two_names_never_cover_each_other(opened):
    boxes = opened.page.evaluate(
        """[...document.querySelectorAll('.leaflet-names-pane')].map(pane =>
        [...pane.children].map(e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.right, b.bottom]; }))"""
    )
    for names in boxes:
        for number, a in enumerate(names):
            for b in names[:number]:
                assert not (a[0] < b[2] - 2 and b[0] < a[2] - 2 and a[1] < b[3] - 3 and b[1] < a[3] - 3)


def test_sevastopol_lies_in_ukraine_on_the_page(opened):
    """No border that the page draws runs between Sevastopol and Kherson; one runs between Kherson and Kursk."""
    borders = opened.page.evaluate(
        """() => { const {data} = armsatlas.story;
        const decode = armsatlas.decodeLine;
        return data.basemap.tiers.flatMap(t => t.borders.map(b => decode(b, t.digits))); }"""
    )
    from shapely import LineString, MultiLineString

    lines = MultiLineString([LineString([(lon, lat) for lat, lon in line]) for line in borders if len(line) > 1])
    to_kherson = LineString([(33.53, 44.6), (33.9, 45.3), (33.7, 46.1), (33.6, 46.6)])  # Sevastopol to Kherson's side
    to_kursk = LineString([(33.6, 46.6), (34.5, 50.0), (36.19, 51.73)])  # and on to Kursk
    assert not lines.intersects(to_kherson)
    assert lines.intersects(to_kursk)


def test_motion_is_left_out_where_the_reader_asks_for_it(open_page, story_page):
    page = open_page(story_page, reduced_motion="reduce").page
    assert page.evaluate("armsatlas.story.animate") is False


def test_the_page_prints_without_its_controls(opened):
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".map-buttons").is_visible()
    assert opened.page.locator("#event-0").is_visible()


@pytest.mark.parametrize("language", ["fr", "en", "de", "uk", "ru", "nl", "es"])
def test_every_language_draws(open_page, language):
    opened = open_page(draw_map(story(), routes=story_routes(), language=language))
    assert opened.messages == []
    assert opened.page.locator("html").get_attribute("lang") == language
    text = opened.page.locator("body").inner_text()
    assert re.findall(r"\{[a-z]+\}", text) == []


def overlapping(page, frame: str) -> list[str]:
    """Return the pairs of symbols in a frame that lie more than half on each other."""
    return page.evaluate(
        """frame => {
          const marks = [...document.querySelectorAll(`${frame} .mark`)];
          const spots = marks.map(mark => [mark.querySelector('.spot').getBoundingClientRect(), mark.ariaLabel]);
          const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
          const near = spots.map(([a, x], i) => spots.slice(i + 1).filter(([b]) => far(a, b) < 14).map(([, y]) => `${x} | ${y}`));
          return near.flat();
        }""",  # noqa: E501 - a script
        frame,
    )


@pytest.mark.browser
def test_no_symbol_hides_another(open_page):
    from map_stories import spot_event

    from geo.records import EventFile
    from maps import draw_map

    near = [spot_event(1, 50.45, 30.52), spot_event(2, 50.6, 30.76), spot_event(3, 50.5, 30.6), spot_event(4, 47, 39)]
    page = open_page(draw_map(EventFile(events=tuple(near)), language="en")).page
    assert overlapping(page, ".overview") == []
    shifts = page.evaluate(
        """(({map, marks}) => marks[0].filter(m => m.marker).map(m => map.latLngToLayerPoint(m.marker.getLatLng())
           .distanceTo(map.latLngToLayerPoint([m.spot.lat, m.spot.lon]))))(armsatlas.story)"""
    )
    assert max(shifts) < 11


@pytest.mark.browser
def test_a_printed_page_shows_the_whole_map(open_page, story_page, tmp_path):
    page = open_page(story_page).page
    page.evaluate("""window.addEventListener('beforeprint', () => { window.atPrint = [
        document.querySelector('.maps').clientWidth, armsatlas.story.map.getSize().x,
        armsatlas.story.map.getBounds().contains([[42.2, 130.3], [45.8, 40.2]]),
        document.querySelectorAll('.detail-map').length] })""")
    written = page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert written.startswith(b"%PDF")
    assert page.evaluate("window.atPrint") == [680, 680, True, 2]
    assert page.evaluate("armsatlas.story.map.getSize().x") > 680


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_leaves_the_page_at_320_pixels_or_at_twice_the_size(open_page, story_page, width):
    page = open_page(story_page, width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert overlapping(page, ".detail") == []


@pytest.mark.browser
def test_with_the_readers_own_colours_the_map_keeps_its_names_and_kinds(open_page, story_page):
    page = open_page(story_page, forced_colors="active").page
    colours = page.evaluate(
        "[...document.querySelectorAll('.legend .glyph')].map(g => getComputedStyle(g.querySelector('use')).fill)"
    )
    assert len(set(colours)) > 1
    halo, ink = page.evaluate(
        "(s => [s.webkitTextStrokeColor, s.color])(getComputedStyle(document.querySelector('.name.spot')))"
    )
    assert halo != ink


@pytest.mark.browser
def test_without_a_script_the_events_come_right_after_a_note(open_page, story_page):
    page = open_page(story_page, java_script_enabled=False).page
    assert page.locator(".no-script").is_visible()
    assert not page.locator(".folium-map").is_visible()
    assert not page.locator(".detail").first.is_visible()
    assert page.locator("#event-table blockquote").first.is_visible()


@pytest.mark.browser
def test_a_finger_scrolls_the_page_until_the_reader_has_zoomed_in(open_page, story_page):
    page = open_page(story_page, width=375, height=800, has_touch=True, is_mobile=True).page
    action = "getComputedStyle(document.querySelector('.folium-map')).touchAction"
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate(action) == "pan-x pan-y"
    page.locator("[data-zoom='1']").tap()
    page.wait_for_url("**#v=*")
    assert page.evaluate(action) == "none"


@pytest.mark.browser
def test_symbols_open_by_touch(open_page, story_page):
    page = open_page(story_page, width=375, height=800, has_touch=True, is_mobile=True).page
    page.locator(".detail .mark[data-events]").first.tap()
    assert page.locator("#panel").is_visible()
