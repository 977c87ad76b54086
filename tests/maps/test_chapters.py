"""The story told event by event, in the file's order: by buttons, by arrow keys, in a frame, on a phone."""

from html import escape

import pytest
from map_stories import story, story_routes
from msgspec.structs import replace

from maps import draw_map


def told(**options):
    return draw_map(story(), routes=story_routes(), language="en", parts="story", **options)


def title(page) -> str:
    return page.locator(".chapter h2").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_buttons_and_arrow_keys_go_through_the_events_in_the_files_order(open_page, width, scheme):
    opened = open_page(told(), width=width, color_scheme=scheme)
    page, titles = opened.page, [event.title for event in story().events]
    assert title(page) == titles[0]
    assert page.locator(".steps .where").inner_text() == f"1 of {len(titles)}"
    assert page.get_by_role("button", name="Previous").is_disabled()
    page.get_by_role("button", name="Next").click()
    assert title(page) == titles[1]
    page.keyboard.press("ArrowRight")
    assert title(page) == titles[2]
    page.keyboard.press("ArrowLeft")
    assert title(page) == titles[1]
    assert page.locator(".chapter blockquote").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.messages == []


@pytest.mark.browser
def test_the_map_shows_each_chapter(open_page):
    page = open_page(told(), reduced_motion="reduce").page
    for index in range(len(story().events)):
        seen = """i => { const { map, atHome } = armsatlas.story, size = map.getSize();
          const points = armsatlas.story.pointsOf(i);
          const at = points.map((point) => map.latLngToContainerPoint(point));
          return at.length ? at.every(({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y) : atHome; }"""
        assert page.evaluate(seen, index), index
        page.keyboard.press("ArrowRight")


@pytest.mark.browser
def test_another_order_in_the_file_is_another_order_of_chapters_and_an_address_opens_its_own(open_page):
    events = story()
    html = draw_map(replace(events, events=events.events[::-1]), language="en", parts="story")
    assert title(open_page(html).page) == events.events[-1].title
    assert title(open_page(html, hash=f"#e={events.events[1].id}").page) == events.events[1].title


@pytest.mark.browser
def test_it_works_in_a_frame(browser, tmp_path):
    host = f'<!DOCTYPE html><iframe width=680 height=900 sandbox="allow-scripts" srcdoc="{escape(told())}"></iframe>'
    (tmp_path / "host.html").write_text(host, encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "host.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Next").click()
    assert frame.locator(".chapter h2").inner_text() == story().events[1].title
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = open_page(told(), color_scheme=scheme, bypass_csp=True).page
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:80]) for one in found] == []
