"""Names on the map: none covers another or a symbol, none is cut, and a leg's words lie beside its line."""

from math import cos, sin

import pytest
from map_stories import spot_event, story, story_routes, traced, two_crowds

from geo.records import Event, EventFile, EventPlace, Leg, Mode
from maps import draw_map

pytestmark = pytest.mark.browser

PACIFIC = {
    "Vladivostok - Long Beach": [(131.9, 43.1), (140.5, 41.5), (160, 46), (190, 48), (220, 42), (241.8, 33.8)],
    "Busan - Vancouver": [(129.0, 35.1), (140.5, 41.5), (160, 46), (190, 48), (215, 48.5), (236.9, 49.3)],
}
SUEZ = {
    "Bandar Abbas - Tartus": [(56.2, 27.1), (59, 24.5), (51, 12.5), (43.3, 12.6), (37.2, 22), (32.5, 29.9), (36, 35)],
    "Mumbai - Rotterdam": [
        (72.8, 18.9), (51, 12.5), (43.3, 12.6), (37.2, 22), (32.5, 29.9), (11, 37.5), (-10, 43), (4.1, 51.9),
    ],
}  # fmt: skip

CORNER = [(50, 24), (-8, 26), (-38, 50), (5, 53)]  # in the map's own corner, where its buttons stand

FOUND = """() => {
  const found = [];
  const along = (a0, a1, b0, b1) => Math.min(a1, b1) - Math.max(a0, b0);
  const shared = (a, b) => Math.min(along(a.left, a.right, b.left, b.right), along(a.top, a.bottom, b.top, b.bottom));
  const far = (box, { x, y }) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const text = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const shown = (one) => getComputedStyle(one).visibility === 'visible';
  const points = (path) => {
    const matrix = path.getScreenCTM(), count = Math.ceil(path.getTotalLength() / 6);
    return Array.from({ length: count }, (_, at) => path.getPointAtLength(at * 6).matrixTransform(matrix));
  };
  let names = 0, legs = 0;
  for (const [number, map] of [...document.querySelectorAll('.leaflet-container')].entries()) {
    const frame = map.getBoundingClientRect(), all = (selector) => [...map.querySelectorAll(selector)];
    const labels = all('.name').filter((one) => one.textContent);
    const boxes = labels.map(text);
    const marks = all('.mark .spot').filter(shown);
    const symbols = marks.map((one) => (one.querySelector('svg, b, i') || one).getBoundingClientRect());
    names += labels.length;
    labels.forEach((label, at) => {
      const told = label.textContent, box = boxes[at];
      for (let i = at + 1; i < boxes.length; i++) {
        if (shared(box, boxes[i]) > 1) found.push(`${told} covers ${labels[i].textContent}`);
      }
      if (symbols.some((symbol) => shared(box, symbol) > 2)) found.push(`${told} covers a symbol`);
      if (shared(box, frame) < Math.min(box.width, box.height) - 1) found.push(`${told} is cut`);
      if (!label.matches('.leg')) return;
      legs++;
      // Beside its own line: another's may be nearer.
      const own = armsatlas.story.marks[number].find((mark) => mark.label?.kind === 'leg' && mark.label.text === told);
      const least = Math.min(...points(own.layers[0].getElement()).map((point) => far(box, point)));
      if (!(least < 22)) found.push(`${told} lies ${Math.round(least)} px from its line`);
    });
  }
  return { found, names, legs };
}"""


def shipments(ways: dict[str, list[tuple[float, float]]]) -> str:
    """Two shipments by sea along hand-made lines."""
    events, routes = [], {}
    for number, (name, line) in enumerate(ways.items()):
        ends = zip(("origin", "destination"), name.split(" - "), (line[0], line[-1]), strict=True)
        places = tuple(
            EventPlace(
                role=role, name=end, lat=lat, lon=(lon + 180) % 360 - 180, precision="settlement", status="resolved"
            )
            for role, end, (lon, lat) in ends
        )
        legs = (Leg(from_=0, to=1, mode="sea"),)
        events.append(Event(id=f"s{number}", kind="shipment", title=name, places=places, legs=legs))
        routes[f"s{number}"] = [traced(Mode.SEA, line, 9000 + number)]
    return draw_map(EventFile(events=tuple(events)), routes=routes, language="en")


def crowd(count: int, degrees: float) -> str:
    """Places in a spiral, denser in the middle, of four kinds."""
    kinds = ("strike", "recovery", "seizure", "deployment")
    spots = []
    for n in range(count):
        far, turn = degrees * n / count, 2.4 * n
        lat, lon = 50 + 0.6 * far * sin(turn), 30 + far * cos(turn)
        spots.append(spot_event(n, lat, lon, kind=kinds[n % 4], name=f"Long place name {n}"))
    return draw_map(EventFile(events=tuple(spots)), language="en")


PAGES = {
    "story": lambda: draw_map(story(), routes=story_routes(), language="fr"),
    "Pacific": lambda: shipments(PACIFIC),
    "Suez": lambda: shipments(SUEZ),
    "city": lambda: crowd(12, 0.1),
    "sixty": lambda: crowd(58, 9),
    "thousands": lambda: crowd(400, 9),
}


@pytest.fixture(scope="module", params=PAGES)
def page(request) -> tuple[str, str]:
    return request.param, PAGES[request.param]()


@pytest.mark.parametrize(
    ("width", "address"), [(1280, ""), (680, "?parts=compact"), (375, ""), (375, "?parts=compact")]
)
def test_names_cover_neither_symbols_nor_each_other_and_lie_beside_their_lines(open_page, page, width, address):
    name, html = page
    opened = open_page(html, width=width, hash=address)
    result = opened.page.evaluate(FOUND)
    assert result["found"] == []
    assert result["names"] >= (1 if name == "thousands" else 3)
    if name in ("story", "Pacific", "Suez"):
        assert result["legs"]


@pytest.mark.parametrize(("width", "least", "height"), [(375, 6, 1100), (680, 11, 900)])
def test_a_detail_map_of_forty_symbols_has_names(open_page, width, least, height):
    page = open_page(two_crowds(), width=width, hash="?parts=compact").page
    named = page.evaluate(
        "[...document.querySelectorAll('.detail-map')].map((map) => map.querySelectorAll('.name.spot').length)"
    )
    assert len(named) == 2
    assert max(named) >= least
    assert min(named) >= 3
    assert page.evaluate("document.body.getBoundingClientRect().height") <= height
    assert page.evaluate(FOUND)["found"] == []


@pytest.mark.parametrize("address", ["", "?parts=compact"])
def test_a_phones_buttons_hide_no_way(open_page, address):
    page = open_page(shipments({"Dakar - Kiel": CORNER}), width=375, hash=address).page
    hidden = page.evaluate("""() => {
      const { left, right, top, bottom } = document.querySelector('.map-buttons .zoom').getBoundingClientRect();
      return [...document.querySelectorAll('.overview path.leg.under')].flatMap((path) => {
        const matrix = path.getScreenCTM(), count = Math.ceil(path.getTotalLength() / 4);
        return Array.from({ length: count }, (_, at) => path.getPointAtLength(at * 4).matrixTransform(matrix));
      }).filter(({ x, y }) => x > left && x < right && y > top && y < bottom).length;
    }""")
    assert hidden == 0


@pytest.mark.parametrize("width", [1280, 680, 375])
def test_no_letter_of_a_detail_map_hides_under_a_symbol_in_a_crowd(open_page, width):
    near = [spot_event(n, 49 + 1.6 * sin(2.4 * n) * n / 40, 33 + 3 * cos(2.4 * n) * n / 40) for n in range(40)]
    rim = [
        spot_event(40 + n, 49 + lat, 33 + lon) for n, (lat, lon) in enumerate([(3.6, -5.2), (3.9, -4.6), (3.2, -5.6)])
    ]
    far = [spot_event(50, 14, 28), spot_event(51, 55, 80)]
    page = open_page(draw_map(EventFile(events=(*near, *rim, *far)), language="en"), width=width).page
    boxes = """(selector) => [...document.querySelectorAll('.folium-map ' + selector)].map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return [left, right, top, bottom];
    })"""
    letters, symbols = page.evaluate(boxes, ".frame-letter span"), page.evaluate(boxes, ".mark:not(.small) .spot > svg")
    assert letters
    above = "(name) => Number(getComputedStyle(document.querySelector(`.overview .leaflet-${name}-pane`)).zIndex)"
    assert page.evaluate(above, "letters") > page.evaluate(above, "marker"), "small symbols hide none"
    for one in letters:
        shared = [min(min(one[at + 1], other[at + 1]) - max(one[at], other[at]) for at in (0, 2)) for other in symbols]
        assert max(shared) < 4


@pytest.mark.parametrize("address", ["", "?parts=compact"])
def test_where_nothing_is_placed_a_list_stands_in_place_of_a_map(open_page, address):
    nowhere = EventPlace(role="site", name="Nowhere", status="unresolved")
    event = Event(id="u", kind="strike", title="A strike", places=(nowhere,))
    opened = open_page(draw_map(EventFile(events=(event,)), language="en"), hash=address)
    page = opened.page
    assert not page.locator(".folium-map").is_visible()
    assert "None of these events has a place" in page.locator("main").inner_text()
    assert "A strike" in page.locator("main").inner_text()
    assert "Natural Earth" not in page.locator("body").inner_text()
    page.locator(".off-map a" if address else "#event-0 .to-map, #event-0").first.click()
    assert page.locator("#event-0").is_visible()
    assert opened.messages == []


def test_the_legend_shows_a_status_by_several_kinds(open_page):
    page = open_page(crowd(8, 2)).page
    shown = page.eval_on_selector_all(".legend .samples", "all => all.map((one) => one.children.length)")
    assert shown
    assert set(shown) == {3}


@pytest.mark.parametrize("width", [1280, 375])
def test_stops_that_a_detail_map_shows_are_small_above_and_no_letter_hides_under_a_symbol(open_page, story_page, width):
    page = open_page(story_page, width=width).page
    page.wait_for_selector(".frame-letter")
    boxes = """(selector) => [...document.querySelectorAll('.folium-map ' + selector)].map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return [left, right, top, bottom];
    })"""

    def shared(one: list[float], other: list[float]) -> float:
        return min(min(one[at + 1], other[at + 1]) - max(one[at], other[at]) for at in (0, 2))

    stops = page.evaluate(boxes, ".mark .stop")
    letters = page.evaluate(boxes, ".frame-letter span")
    assert len(letters) == 2
    assert len(stops) >= 3
    assert all(shared(one, other) < 8 for at, one in enumerate(stops) for other in stops[:at])
    symbols = page.evaluate(boxes, ".mark .spot > *")
    assert all(shared(letter, symbol) < 3 for letter in letters for symbol in symbols)
