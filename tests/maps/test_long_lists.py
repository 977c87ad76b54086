"""A list of hundreds: a hundred rows at first, every event still found, printed, and there where the script fails."""

import re

import pytest
from map_stories import spot_event, two_crowds

from geo.records import EventFile
from maps import draw_map

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    events = tuple(spot_event(n, 44 + n % 17 / 2, 24 + n % 23, name=f"Town {n}") for n in range(250))
    return draw_map(EventFile(events=events), language="en")


def rows(page, selector="tbody tr"):
    return page.locator(f"#event-table {selector}")


def test_a_hundred_rows_are_listed_and_the_others_come_when_asked_for(open_page, html):
    page = open_page(html).page
    assert rows(page).count() == 100
    page.locator(".more").click()
    page.locator(".more").click()
    assert rows(page).count() == 250
    assert page.locator(".more").count() == 0


def test_what_is_not_listed_is_found_sorted_and_opened(open_page, html):
    page = open_page(html).page
    page.locator("#search").fill("Town 249")
    rows(page, "#event-249").wait_for()
    assert rows(page).count() == 1
    page.locator("#reset").click()
    rows(page).nth(99).wait_for()
    page.locator("[data-column=event] button").click()
    page.locator("[data-column=event] button").click()
    assert rows(page).first.get_attribute("id") == "event-249"
    page.evaluate("armsatlas.story.goToCard(7)")
    assert page.evaluate("document.activeElement.id") == "event-7"
    assert rows(page, "#event-7 .to-map").bounding_box()["height"] >= 24


def test_a_row_keeps_the_focus_while_others_come_and_go(open_page, html):
    page = open_page(html).page
    rows(page, "#event-9 .to-map").focus()
    page.locator("#search").evaluate("(field) => { field.value = '9'; armsatlas.story.refilter(); }")
    assert page.evaluate("document.activeElement.closest('tr').id") == "event-9"


def test_paper_holds_every_event(open_page, html):
    page = open_page(html).page
    page.evaluate("armsatlas.story.fitPaper(true)")
    assert rows(page).count() == 250
    page.evaluate("armsatlas.story.fitPaper(false)")
    assert rows(page).count() == 100


def test_where_the_script_fails_or_is_taken_out_the_whole_list_is_there(browser, html, tmp_path):
    broken = re.sub(r"(<script>)(?!\(\(\)=>\{const \w+=document\.documentElement)[^<]", r"\1throw 0;", html)
    assert broken != html
    (tmp_path / "broken.html").write_text(broken, encoding="utf-8")
    page = browser.new_page(bypass_csp=True)
    page.goto((tmp_path / "broken.html").as_uri())
    page.wait_for_load_state("load")
    assert page.locator("html.drawn").count() == 0
    assert rows(page, "tbody tr:visible").count() == 250
    page.close()


def test_links_to_sources_open_outside_the_page_wherever_they_stand(open_page, story_page):
    page = open_page(story_page).page
    page.locator("#event-1 a[href^=http]").first.evaluate(
        "(link) => { link.addEventListener('click', (event) => event.preventDefault()); link.click(); }"
    )
    link = page.locator("#event-1 a[href^=http]").first
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_a_detail_map_draws_the_ground_that_it_shows_and_not_the_rest_of_the_world(open_page):
    page = open_page(two_crowds()).page
    points = """(map) => [...map.querySelectorAll('path.land')].reduce((sum, path) => sum + path.getTotalLength(), 0)"""
    shown = page.evaluate(f"[...document.querySelectorAll('.folium-map, .detail-map')].map({points})")
    assert len(shown) == 3
    assert all(shown)
    # Land is land and sea is sea wherever the detail map looks, as on the overview, but for how fine a coast is.
    differ = """() => {
      const [overview, ...details] = armsatlas.story.maps;
      const isLand = (map, at) => {
        const { left, top } = map.getContainer().getBoundingClientRect(), { x, y } = map.latLngToContainerPoint(at);
        return [...map.getContainer().querySelectorAll('path.land')].some((path) =>
          path.isPointInFill(new DOMPoint(left + x, top + y).matrixTransform(path.getScreenCTM().inverse())));
      };
      const parts = [0.02, 0.25, 0.5, 0.75, 0.98], grid = parts.flatMap((x) => parts.map((y) => [x, y]));
      return details.map((map) => grid.filter(([x, y]) => {
        const at = map.containerPointToLatLng(map.getSize().scaleBy(L.point(x, y)));
        return isLand(map, at) !== isLand(overview, at);
      }).length);
    }"""
    assert max(page.evaluate(differ)) <= 1
