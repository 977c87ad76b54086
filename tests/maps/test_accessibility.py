"""What axe does not see: where the keyboard stops, what is told of a mark, what happens with wide text and on paper."""

import re

import pytest
from map_stories import spot_event, story, story_routes, two_crowds
from msgspec.structs import replace

from geo.cli.app import run
from geo.records import Article, EventDate, EventFile, Quantity, Report
from geo.records.file import dump_event_file
from maps import draw_map

SEEN = """() => {
  // Of what has the focus: a part of it that nothing clips or covers, and the ring that tells it.
  const one = document.activeElement;
  if (one === document.body) return null;
  const { left, top, width, height } = one.getBoundingClientRect(), at = [0.5, 0.2, 0.8];
  const hit = at.flatMap((x) => at.map((y) => document.elementFromPoint(left + x * width, top + y * height)));
  const parts = [one, ...one.querySelectorAll("*"), ...(one.labels || [])], style = getComputedStyle(one);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [one.outerHTML.slice(0, 90), hit.some((found) => parts.includes(found)) && ringed];
}"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


@pytest.fixture
def page(open_page, story_page):
    return open_page(story_page).page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "address", "least"), [(1280, "", 40), (375, "?parts=compact", 15)])
def test_the_keyboard_stops_nowhere_that_cannot_be_seen(open_page, story_page, width, address, least):
    page = open_page(story_page, width=width, hash=address, reduced_motion="reduce").page
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(SEEN))
        if stops[-1] is None:
            break
    assert stops[-1] is None, "Tab never came to the end of the page"
    assert len(stops) > least
    handles = [told for told, seen in stops[:-1] if not seen]
    assert all('type="range"' in told for told in handles), "their handles are seen, which no script can ask for"
    assert len(handles) == 2
    for handle in ("#time-from", "#time"):
        before = page.locator(".range").screenshot()
        page.locator(handle).focus()
        page.keyboard.press("Shift")
        assert page.locator(".range").screenshot() != before
    page.evaluate("armsatlas.story.unfold()")
    page.locator("[data-shape=table]").click()
    assert page.locator("#event-table thead button").first.evaluate("button => button.tabIndex") == 0


@pytest.mark.browser
def test_the_map_has_a_role_and_a_name_and_its_drawings_are_no_unnamed_pictures(page):
    assert page.locator(".folium-map").get_attribute("role") == "group"
    assert page.locator(".folium-map").get_attribute("aria-label")
    assert page.locator(".leaflet-pane > svg:not([aria-hidden])").count() == 0


@pytest.mark.browser
def test_a_mark_tells_place_title_status_and_date(open_page):
    event = replace(spot_event(1, 50, 30, name="Kharkiv"), date=EventDate(start="2024-05-02", end="2024-05-02"))
    page = open_page(draw_map(EventFile(events=(event,)), language="en")).page
    name = page.locator(".mark").get_attribute("aria-label")
    assert name == "Kharkiv: Event 1 at Kharkiv (documented, 2 May 2024)"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "address"), [(1280, ""), (375, ""), (680, "?parts=compact"), (375, "?parts=compact")]
)
def test_names_are_whole_with_the_widest_text_spacing(open_page, story_page, width, address):
    page = open_page(story_page, width=width, hash=address, bypass_csp=True).page
    page.add_style_tag(content=SPACED)
    page.evaluate("armsatlas.story.labels.forEach((labels) => labels.place())")
    cut = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => {
          if (one.closest(".leaflet-container")) return false;
          const { overflowX, clipPath } = getComputedStyle(one);
          return one.textContent.trim() && one.checkVisibility() && ["hidden", "clip"].includes(overflowX)
            && clipPath === "none" && one.clientWidth > 1
            && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
        }).map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert cut == []
    assert page.locator(".name").count() > 3
    assert page.evaluate(
        "[...document.querySelectorAll('.name')].every((one) => getComputedStyle(one).overflow === 'visible')"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_scrolls_sideways_as_cards_or_as_a_table(open_page, story_page, width):
    page = open_page(story_page, width=width).page
    for shape in ("cards", "table"):
        page.locator(f"[data-shape={shape}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        table = page.locator("#event-table").bounding_box()
        assert table["x"] + table["width"] <= width + 1


@pytest.mark.browser
def test_buttons_of_the_list_are_as_high_as_a_finger_needs(page):
    heights = page.evaluate("[...document.querySelectorAll('.to-map, summary')].map((one) => one.offsetHeight)")
    assert min(height for height in heights if height) >= 24


@pytest.mark.browser
def test_the_sliders_value_is_told_once(page):
    assert page.locator("output").count() == 0
    assert page.locator("#time-label").get_attribute("aria-hidden") == "true"
    assert page.locator("#time").get_attribute("aria-valuetext")


@pytest.mark.browser
def test_the_panel_covers_no_detail_map(page):
    page.evaluate("armsatlas.story.open([2])")
    panel, details = (page.locator(name).bounding_box() for name in ("#panel", ".details"))
    assert panel["x"] + panel["width"] <= details["x"]


@pytest.mark.browser
def test_a_story_of_a_few_events_prints_on_two_sheets_with_folded_quotes_open(open_page):
    told = story()
    first = told.events[0]
    more = tuple(replace(first.reports[0], quote=f"Another paper says so, too: {n}.") for n in range(2))
    told = replace(told, events=(replace(first, reports=(*first.reports, *more)), *told.events[1:]))
    page = open_page(draw_map(told, routes=story_routes(), language="fr")).page
    folded = "[...document.querySelectorAll('#event-table details:not([open])')].length"
    assert page.evaluate(folded) == 1
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.atPrint = {folded}; }})")
    sheets = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4")))
    assert 1 <= sheets <= 2
    assert page.evaluate("window.atPrint") == 0
    assert page.evaluate(folded) == 1, "folded again afterwards"


def test_a_source_without_a_title_goes_by_its_publisher_or_its_words():
    articles = (
        Article(id="file-7", publisher="The Gazette", published="2024-05-02"),
        Article(id="file-8", published="2024-05-02"),
    )
    reports = tuple(Report(article=article.id, quote=f"Words of {article.id}.") for article in articles)
    event = replace(spot_event(1, 50, 30), reports=reports)
    html = draw_map(EventFile(articles=articles, events=(event,)), language="en")
    foot = html.split("<footer")[1].split("<script")[0]
    assert "The Gazette" in html.split("<footer")[0], "beside the quote, too"
    assert "file-7" not in html.split("<footer")[0].replace("Words of file-7", "")
    assert "<cite>The Gazette</cite>" in foot
    assert "<cite>“Words of file-8.”</cite>" in foot


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_compact_page(open_page, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    html = draw_map(story(), routes=story_routes(), language="en", parts="compact")
    page = open_page(html, width=width, color_scheme=scheme, bypass_csp=True).page
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    found = axe.Axe().run(page, options=rules).response["violations"]
    # Where a mark stands on a map is essential (WCAG 2.2, 2.5.8), and the list holds a button for each event.
    told = [
        (one["id"], node["html"][:90])
        for one in found
        for node in one["nodes"]
        if not (one["id"] == "target-size" and ("leaflet-marker-icon" in node["html"] or 'class="name' in node["html"]))
    ]
    assert told == []


@pytest.mark.browser
def test_titles_and_quotes_say_their_language_where_it_is_not_the_pages(open_page, tmp_path):
    """WCAG 3.1.2: an edited French title on an English page, a German quote in a French article."""
    quotes = ("Ein Bericht sagt, dass der Zug auf der Strecke war.", "Le train est parti dans la nuit, dit un rapport.")
    event = replace(
        spot_event(1, 50, 30),
        title="Un missile tombe sur une gare de la ville",
        quantities=(Quantity(value=None, unit="munition", text="des millions de munitions"),),
        reports=tuple(Report(article="a", quote=quote) for quote in quotes),
    )
    plain = replace(spot_event(2, 51, 30), reports=(Report(article="b", quote="The train left in the night."),))
    articles = (Article(id="a", title="La nuit du train", language="fr"), Article(id="b", title="T", language="en"))
    path, page = tmp_path / "events.json", tmp_path / "map.html"
    path.write_bytes(dump_event_file(EventFile(articles=articles, events=(event, plain))))
    assert run(["map", str(path), "-o", str(page), "--language", "en"]) == 0
    opened = open_page(page.read_text("utf-8")).page
    languages = "selector => [...document.querySelectorAll(selector)].map((one) => one.closest('[lang]').lang)"
    assert opened.evaluate(languages, "#event-table blockquote") == ["de", "fr", "en"]
    assert opened.evaluate(languages, "#event-table th[scope=row] > :first-child") == ["fr", "en"]
    assert opened.evaluate(languages, "#event-table .facts span") == ["fr"]
    assert opened.evaluate(languages, ".sources cite") == ["fr", "en"]
    opened.evaluate("armsatlas.story.open([0])")
    assert opened.evaluate(languages, "#panel-title > :first-child") == ["fr"]
    assert opened.evaluate(languages, "#panel blockquote") == ["de", "fr"]


@pytest.mark.browser
def test_quotes_of_thousands_say_their_language_too(open_page):
    events = [replace(spot_event(n, 50 + n % 9, 30), reports=(Report(article="a", quote="Un."),)) for n in range(1001)]
    articles = (Article(id="a", title="La nuit", language="fr"),)
    page = open_page(draw_map(EventFile(articles=articles, events=tuple(events)), language="en")).page
    page.evaluate("armsatlas.story.open([900])")
    assert page.locator("#panel blockquote").get_attribute("lang") == "fr"


OPENED = """() => {
  // Of each mark that is small or close to another: what it opens, and how large the button is that opens the same.
  const { story } = armsatlas, found = [], marks = [...document.querySelectorAll('.mark[role=button]')];
  const boxes = new Map(marks.map((one) => [one, one.getBoundingClientRect()]));
  const isSmall = (one) => {
    const a = boxes.get(one);
    return Math.min(a.width, a.height) < 24 || marks.some((other) => {
      const b = boxes.get(other);
      return other !== one && Math.hypot(a.x - b.x, a.y - b.y) < 24;
    });
  };
  story.unfold();
  for (const mark of marks.filter(isSmall)) {
    for (const i of mark.dataset.events.split(' ')) {
      const button = document.querySelector(`#event-${i} .to-map`);
      const { width, height } = button ? button.getBoundingClientRect() : { width: 0, height: 0 };
      button?.click();
      const title = story.panel.element.querySelector('h2')?.textContent || '';
      found.push([i, Math.min(width, height), title.startsWith(story.title(Number(i)))]);
      story.panel.close();
    }
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "address"), [(1280, ""), (375, ""), (680, "?parts=compact"), (375, "?parts=compact")]
)
def test_what_a_small_mark_opens_a_button_of_24_pixels_opens_too(open_page, width, address):
    """WCAG 2.5.8: where marks are small or close the list has an equivalent control that is large enough."""
    page = open_page(two_crowds(), width=width, hash=address).page
    found = page.evaluate(OPENED)
    assert len(found) > 20
    assert [one for one in found if one[1] < 24 or not one[2]] == []


@pytest.mark.browser
def test_axe_finds_nothing_in_a_page_of_thousands(open_page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    events = tuple(spot_event(n, 44 + n % 61 / 6, 24 + n % 47 / 2, name=f"Town {n}") for n in range(1200))
    page = open_page(draw_map(EventFile(events=events), language="en"), bypass_csp=True).page
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
