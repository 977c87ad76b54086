"""Stories at the edge: none, one, many at one spot, across ±180°, at the pole, endless names, hostile text."""

import gzip
import json
import re

import msgspec
import pytest
from map_stories import spot_event, traced
from msgspec.structs import replace
from shapely import MultiLineString

from geo.records import Article, Event, EventFile, EventPlace, Leg, Mode, Report, Rival
from geo.records.view import View
from maps import draw_map

ARTICLE = Article(id="a", title="An article", language="en", published="2024-05-02", publisher="A paper")


def file_of(*events: Event, articles=(ARTICLE,)) -> EventFile:
    return EventFile(articles=articles, events=events)


def page_data(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="story-data">(.*?)</script>', html, re.DOTALL)[1])


def unplaced(number: int, status: str = "unresolved") -> Event:
    rivals = (Rival(place_id="geonames:1", label="Ivanivka, Kherson", lat=46.7, lon=34.6, score=0.5),)
    place = EventPlace(
        role="site", name=f"Nowhere {number}", status=status, rivals=rivals if status == "ambiguous" else ()
    )
    return Event(id=f"u{number}", kind="strike", title=f"Strike {number}", places=(place,))


@pytest.mark.browser
def test_no_event(open_page):
    opened = open_page(draw_map(file_of(articles=()), language="en"))
    assert "No event in these articles." in opened.page.locator("h1").inner_text()
    assert opened.messages == []


@pytest.mark.browser
def test_one_event_is_not_shown_as_if_it_were_a_street_corner(open_page):
    opened = open_page(draw_map(file_of(spot_event(1, 49.98, 36.25)), language="en"))
    assert opened.page.locator(".mark[data-events]").count() == 1
    assert 4 < opened.page.evaluate("armsatlas.story.map.getZoom()") < 10


@pytest.mark.browser
def test_all_unresolved_are_listed_with_what_they_may_mean(open_page):
    opened = open_page(draw_map(file_of(unplaced(1), unplaced(2, "ambiguous")), language="en"))
    assert opened.page.locator(".mark[data-events]").count() == 0
    assert "None of these events" in opened.page.locator(".off-map p").inner_text()
    assert not opened.page.locator(".folium-map").is_visible(), "ground alone is no picture"
    assert opened.page.locator(".off-map li").count() == 2
    assert "may be Ivanivka, Kherson" in opened.page.locator("#event-1").inner_text()
    assert opened.messages == []


@pytest.mark.browser
def test_across_the_antimeridian_petropavlovsk_and_vancouver_are_neighbours(open_page):
    ends = [("Petropavlovsk", 53.02, 158.65), ("Vancouver", 49.28, -123.12)]
    places = tuple(
        EventPlace(role=role, name=name, lat=lat, lon=lon, precision="settlement", status="resolved")
        for role, (name, lat, lon) in zip(("origin", "destination"), ends, strict=True)
    )
    event = Event(id="s", kind="shipment", title="A shipment", places=places, legs=(Leg(from_=0, to=1, mode="sea"),))
    leg = traced(Mode.SEA, [(158.65, 53.02), (180, 54.5)], 6254)
    halves = MultiLineString([[(158.65, 53.02), (180, 54.5)], [(-180, 54.5), (-150, 53), (-123.12, 49.28)]])
    html = draw_map(file_of(event), routes={"s": [replace(leg, geometry=halves)]}, language="en")
    data = page_data(html)
    assert len(data["marks"]["legs"][0]["parts"]) == 1
    assert data["overview"]["east"] - data["overview"]["west"] < 120
    spots = [lon for lon, *_ in data["marks"]["spots"]]
    assert abs(spots[0] - spots[1]) == pytest.approx(360 - 158.65 - 123.12, abs=0.01)
    opened = open_page(html)
    across = opened.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.overview path.leg.under')].map(p => p.getBBox().width))"
    )
    assert 300 < across < 1280
    assert opened.messages == []


@pytest.mark.browser
@pytest.mark.parametrize("lat", [89.9, -89.9])
def test_at_a_pole_the_symbol_stays_on_the_map(open_page, lat):
    opened = open_page(draw_map(file_of(spot_event(1, lat, 20.0)), language="en"))
    box = opened.page.locator(".overview .mark[data-events]").bounding_box()
    frame = opened.page.locator(".folium-map").bounding_box()
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] - box["height"]
    assert opened.messages == []


@pytest.mark.browser
def test_five_hundred_events_on_one_spot_are_one_symbol_with_a_count(open_page):
    events = [spot_event(number, 50.0, 30.0, name="Here") for number in range(500)]
    opened = open_page(draw_map(file_of(*events), language="en"))
    assert opened.page.locator(".overview .mark[data-events]").count() == 1
    assert opened.page.locator(".overview .count").inner_text() == "500"
    opened.page.locator(".overview .mark[data-events]").click()
    assert "1 of 500" in opened.page.locator("#panel").inner_text()
    opened.page.locator(".pager button").last.click()
    assert "2 of 500" in opened.page.locator("#panel").inner_text()


@pytest.mark.browser
def test_thousands_are_drawn_on_a_canvas_and_told_on_demand(open_page):
    events = [
        spot_event(number, 45 + number % 50 / 10, 30 + number / 500, name=f"Town {number}") for number in range(3000)
    ]
    opened = open_page(draw_map(file_of(*events), language="en"))
    page = opened.page
    assert page.locator("canvas.bulk").count() == 1
    assert page.evaluate("armsatlas.story.crowds[0].cells.reduce((sum, cell) => sum + cell.points.length, 0)") == 3000
    assert page.locator("#event-table tbody tr").count() == 100
    page.locator("#search").fill("quote 2345")
    page.wait_for_selector("#event-2345")
    assert page.locator("#event-table tbody tr").count() == 1
    assert page.evaluate("armsatlas.story.crowds[0].cells.length") == 1
    page.locator("#event-2345 .title").click()
    assert "Quote 2345." in page.locator("#panel").inner_text()
    page.keyboard.press("Escape")
    page.locator("#event-2345 .to-map").focus()
    page.keyboard.press("Enter")
    assert "Quote 2345." in page.locator("#panel").inner_text()
    assert opened.messages == []


@pytest.mark.browser
def test_without_a_script_thousands_are_told_from_those_listed(open_page):
    events = [spot_event(number, 45 + number % 50 / 10, 30 + number / 500) for number in range(3000)]
    page = open_page(draw_map(file_of(*events), language="en"), java_script_enabled=False).page
    assert page.locator("#event-table tbody tr").count() == 100
    assert "100 of 3,000" in page.locator("#events").inner_text()


@pytest.mark.browser
def test_names_of_300_characters_fit(open_page):
    name = "Llanfairpwllgwyngyll" * 15
    opened = open_page(draw_map(file_of(spot_event(1, 50, 30, name=name)), language="en"), width=375)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 375
    assert opened.messages == []


HOSTILE = [
    "<script>window.intruder = 1</script>",
    "</script><script>window.intruder = 2</script>",
    "<img src=x onerror='window.intruder = 3'>",
    '" onmouseover="window.intruder = 4" x="',
    "${window.intruder = 5}",
    "`${window.intruder = 6}`",
    "\\`; window.intruder = 7; //",
    "{{ 7 * 7 }} {% raw %} {names} {0}",
    "\u2028window.intruder = 8\u2029",
    "\u202etxet desrever\u2066",
    "javascript:window.intruder=9",
    "<!-- <script> -->",
    "]]>'\"><svg onload=window.intruder=10>",
    "&lt;b&gt;&amp;amp;",
    "\x00\x07\x1b[31mred",
    "x" * 1_000_000,
]


def hostile_event(number: int, text: str) -> dict:
    """An event with the text in every field that takes any."""
    place = {"role": "site", "name": text, "label": text, "place_id": text, "lat": 40 + number, "lon": 30,
             "admin1": text[:99], "precision": "settlement", "status": "resolved"}  # fmt: skip
    rival = {"place_id": text, "label": text, "lat": 1, "lon": 1, "score": 1}
    vague = {"role": "site", "name": text, "status": "ambiguous", "rivals": [rival]}
    return {
        "id": f"{number}{text}"[:200], "kind": "strike", "title": text, "weapon": text, "places": [place, vague],
        "date": {"start": "2024-01-01", "text": text}, "quantities": [{"value": 3, "unit": text, "text": text}],
        "distances": [{"km": 3, "to": text, "place": 0, "text": text}], "vessel": {"name": text, "imo": text},
        "marks": [{"text": text, "calendar": text, "year": 2024}], "claimed_by": [text], "denied_by": [text],
        "reports": [{"article": text, "quote": text}], "related": [{"event": f"{number}{text}"[:200], "as": "part_of"}],
    }  # fmt: skip


def hostile_file() -> EventFile:
    fields = ("id", "title", "language", "publisher", "url", "archived_url")
    articles = [dict.fromkeys(fields, text) for text in HOSTILE]
    events = [hostile_event(number, text) for number, text in enumerate(HOSTILE)]
    whole = {"format": "armsatlas-events", "version": 1, "articles": articles, "events": events}
    return msgspec.convert(whole, EventFile)


@pytest.mark.browser
def test_hostile_text_stays_text_in_every_field(open_page):
    html = draw_map(hostile_file(), language="en", title=" ".join(HOSTILE[:-1]), lead=HOSTILE[1])
    assert len(html) < 700_000
    opened = open_page(html)
    page = opened.page
    for number in range(len(HOSTILE)):
        page.evaluate(f"armsatlas.story.open([{number}])")
        page.locator(f"#event-{number} .title").hover()
    assert page.evaluate("window.intruder") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, svg[onload], [onerror], [onmouseover]').length") == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert opened.messages == []
    assert HOSTILE[0] in page.locator("#event-0").inner_text()
    assert HOSTILE[4] in page.locator("#event-4").inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.locator("body").inner_text())


def test_the_same_input_gives_the_same_bytes():
    events = [
        spot_event(number, 50 + number, 30, kind=kind) for number, kind in enumerate(("strike", "test", "seizure"))
    ]
    assert draw_map(file_of(*events)) == draw_map(file_of(*events))


def test_a_page_of_300_events_and_a_route_stays_small():
    from map_stories import story, story_routes

    kinds = ("strike", "recovery", "seizure", "test")
    many = [spot_event(n, 46 + n % 60 / 10, 26 + n / 25, kind=kinds[n % 4], name=f"Town {n}") for n in range(299)]
    whole = story()
    events = EventFile(articles=(*whole.articles, ARTICLE), events=(*whole.events[:1], *many))
    html = draw_map(events, routes=story_routes(), language="en").encode()
    assert len(html) < 455_000
    assert len(gzip.compress(html)) < 135_000


def test_only_web_links_become_links():
    articles = [
        Article(id=str(n), title=f"Article {n}", url=url)
        for n, url in enumerate(
            ["https://example.org/x?a=1&b=2", "javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "ftp://a.b/c",
             "https://example.org/ space", "HTTPS://EXAMPLE.ORG/up"]
        )
    ]  # fmt: skip
    reports = tuple(Report(article=article.id, quote="A quote.") for article in articles)
    event = Event(id="e", kind="strike", title="One", reports=reports)
    html = draw_map(file_of(event, articles=tuple(articles)), language="en")
    links = set(re.findall(r'<a href="([^"#]+)"', html.split("<body")[1].split("<script")[0]))
    assert links == {"https://example.org/x?a=1&amp;b=2", "HTTPS://EXAMPLE.ORG/up"}


COVERED = """() => {
  const [crowd] = armsatlas.story.crowds, rings = crowd.cells.filter(({ points }) => points.length > 1);
  const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) - crowd.radiusOf(a) - crowd.radiusOf(b);
  return rings.flatMap((one, at) => rings.slice(at + 1).map((other) => far(one, other)).filter((gap) => gap < -4));
}"""
TOWNS = [(50.9, 34.8), (50.0, 36.2), (49.6, 34.5), (48.5, 35.0), (48.5, 35.9), (47.8, 35.1), (50.4, 30.5), (49.8, 24.0),
         (46.9, 32.0), (46.5, 30.7), (46.6, 32.6), (45.3, 28.8), (56.5, 31.6), (45.8, 40.1)]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_of_a_dozen_towns_no_ring_takes_most_on_a_phone(open_page, width):
    events = [spot_event(n, *TOWNS[n % len(TOWNS)], name="Town") for n in range(1400)]
    page = open_page(draw_map(file_of(*events), language="en"), width=width).page
    counts = page.evaluate("armsatlas.story.crowds[0].cells.map(({ points }) => points.length)")
    assert sum(counts) == len(events)
    assert max(counts) <= 3 * len(events) / len(TOWNS)
    assert page.evaluate(COVERED) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_every_ring_holds_its_number_and_all_rings_hold_every_event(open_page, width):
    events = [spot_event(n, 48.5 + n % 97 / 40, 30 + n % 89 / 15, name="Somewhere") for n in range(1500)]
    events += [spot_event(1500 + n, 51.6, 33, name="Elsewhere") for n in range(1046)]
    events += [
        spot_event(2600 + n, 46.5 + n // 120 / 2, 33, name="Here") for n in range(360)
    ]  # small beside the largest
    events += [spot_event(3000 + n, 45, 36, name="There") for n in range(5000)]
    page = open_page(draw_map(file_of(*events), language="fr"), width=width).page
    told = page.evaluate(
        """() => { const [crowd] = armsatlas.story.crowds, pen = crowd.canvas.getContext("2d");
          return crowd.cells.map((cell) => {
            const count = cell.points.length, text = armsatlas.story.distinct(cell.points);
            pen.font = `600 ${crowd.radiusOf(cell) > 14 ? 11.5 : 9.5}px sans-serif`;
            return [count, text, count < 2 || pen.measureText(text).width <= 2 * crowd.radiusOf(cell) - 7];
          }); }"""
    )
    assert sum(count for count, _, _ in told) == len(events)
    assert all(fits for _, _, fits in told)
    assert page.evaluate(COVERED) == [], "no ring lies on its neighbour's"
    assert len(told) > 5
    assert any(re.fullmatch("1\u202f\\d{3}", text) for _, text, _ in told)
    assert page.locator(".legend .crowd").count() == 1


@pytest.mark.browser
def test_the_page_counts_the_names_that_it_left_out(open_page):
    events = [spot_event(n, 50 + n * 0.02, 30 + n * 0.02, name=f"A rather long name {n}") for n in range(40)]
    page = open_page(draw_map(file_of(*events), language="en", view=View(insets=())), width=375).page
    left = page.locator(".names-left").inner_text()
    named = page.locator(".overview .name.spot").count()
    assert left == f"{40 - named} names left out for lack of room"


@pytest.mark.parametrize("width", [375, 1280])
def test_names_left_out_of_a_detail_map_are_counted_with_those_of_the_main_one(open_page, width):
    near = [spot_event(n, 50 + n % 6 * 0.3, 30 + n // 6 * 0.3, name=f"A rather long name {n}") for n in range(40)]
    far = [spot_event(40 + n, 10 + 4 * n, 32 + 3 * n, name=f"Far {n}") for n in range(3)]
    page = open_page(draw_map(file_of(*near, *far), language="en"), width=width).page
    assert page.locator(".detail-map").count() == 1
    named = set(page.locator(".name.spot").all_inner_texts())
    assert len(named) < 43
    assert page.locator(".names-left").inner_text().split()[0] == str(43 - len(named))
    assert page.locator(".leaflet-container .names-left").count() == 0, "it would lie on symbols"
