"""Shipments that go the same way lie beside each other, each in its lane, and are told apart by their letters."""

import re

import pytest
from map_stories import SEA, story, traced
from msgspec.structs import replace

from geo.records import EventFile, EventStatus, Mode
from maps import draw_map, draw_still
from maps.layout.marks import draw_marks
from maps.style import contrast, default_style
from maps.texts import Texts


def twice(*, turned: bool = False, half: bool = False) -> tuple[EventFile, dict]:
    """Two shipments over the story's sea: the second the same way, the way back, or half of it and off."""
    first = story().events[0]
    first = replace(first, legs=first.legs[:1])
    other = replace(first, id="ship-2")
    line = [*SEA[:3], (132.4, 41.5), (133.5, 41.2)] if half else SEA[::-1] if turned else SEA
    routes = {"ship-1": [traced(Mode.SEA, SEA, 192)], "ship-2": [traced(Mode.SEA, line, 250 if half else 192)]}
    return EventFile(articles=story().articles, events=(first, other)), routes


def legs_of(**how: bool):
    events, routes = twice(**how)
    return draw_marks(events.events, routes, centre=130.0, texts=Texts("en")).legs


def test_the_same_way_is_two_lanes_with_one_label():
    legs = legs_of()
    assert [leg.lane for leg in legs] == [-0.5, 0.5]
    assert [leg.label for leg in legs] == ["a, b · about 190 km", ""]


def test_the_way_back_lies_on_the_other_side():
    # Its right is the first one's left: the same side of its own direction keeps them apart.
    legs = legs_of(turned=True)
    assert [leg.lane for leg in legs] == [-0.5, -0.5]
    assert [leg.label for leg in legs] == ["a · about 190 km", "b · about 190 km"]


def test_a_shared_stretch_is_enough_and_each_keeps_its_label():
    legs = legs_of(half=True)
    assert [leg.lane for leg in legs] == [-0.5, 0.5]
    assert [leg.label for leg in legs] == ["a · about 190 km", "b · about 250 km"]


def test_a_way_of_its_own_has_no_lane():
    events, routes = twice()
    routes["ship-2"] = [traced(Mode.SEA, [(x, y + 5) for x, y in SEA], 192)]
    assert [leg.lane for leg in draw_marks(events.events, routes, centre=130.0, texts=Texts("en")).legs] == [0, 0]


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("turned", [False, True])
def test_both_are_seen_on_the_page(open_page, width, turned):
    events, routes = twice(turned=turned)
    page = open_page(draw_map(events, routes=routes, language="en"), width=width).page
    apart = page.evaluate(
        """() => {
          const [a, b] = [...document.querySelectorAll(".overview path.leg.under")];
          const middle = a.getPointAtLength(a.getTotalLength() / 2);
          const all = [...Array(400).keys()].map((i) => b.getPointAtLength((b.getTotalLength() * i) / 399));
          return Math.min(...all.map((point) => Math.hypot(point.x - middle.x, point.y - middle.y)));
        }"""
    )
    assert 5 < apart < 9
    assert page.locator(".overview .stop").first.inner_text() == "ab1"


def test_a_still_draws_both_and_one_label():
    events, routes = twice()
    svg = draw_still(events, routes=routes, language="en")
    assert svg.count("a, b · about 190") == 1
    assert ">ab1<" in svg


@pytest.mark.parametrize("south", [True, False])
def test_who_leaves_to_the_left_goes_on_the_left(south):
    off = [(132.4, 41.5), (133.5, 41.2)] if south else [(131.2, 43.5), (130.9, 44.5)]
    events, routes = twice()
    routes["ship-2"] = [traced(Mode.SEA, [*SEA[:3], *off], 250)]
    legs = draw_marks(events.events, routes, centre=130.0, texts=Texts("en")).legs
    assert [leg.lane for leg in legs] == ([-0.5, 0.5] if south else [0.5, -0.5])
    # As seen by the other of the two, too.
    turned = EventFile(articles=events.articles, events=events.events[::-1])
    legs = draw_marks(turned.events, routes, centre=130.0, texts=Texts("en")).legs
    assert [leg.lane for leg in legs] == ([0.5, -0.5] if south else [-0.5, 0.5])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_shipments_have_two_colours_on_page_and_still(open_page, scheme):
    events, routes = twice(half=True)
    first, other = events.events
    ends = (*other.places[:-1], replace(other.places[-1], name="Elsewhere", label="Elsewhere"))
    events = replace(events, events=(first, replace(other, places=ends)))
    page = open_page(draw_map(events, routes=routes, language="en"), color_scheme=scheme).page
    colour = "one => getComputedStyle(one).stroke"
    legs = [page.locator(".overview path.leg.under").nth(n).evaluate(colour) for n in (0, 1)]
    assert legs[0] != legs[1]
    inks = [page.locator(".name.leg").nth(n).evaluate("one => getComputedStyle(one).color") for n in (0, 1)]
    assert sorted(inks) == sorted(legs)
    signs = page.locator(".legend .stop-sample")
    assert [signs.nth(n).evaluate("one => getComputedStyle(one).color") for n in (1, 2)] == legs
    # A stop of both is of neither colour alone: it has the first.
    both = page.locator(".overview .stop.long").first
    assert both.evaluate("one => getComputedStyle(one).color") == legs[0]
    assert both.evaluate("one => one.scrollWidth <= one.clientWidth"), "its letters lie within it"


def test_two_shipments_have_two_colours_on_a_still_too():
    events, routes = twice(half=True)
    svg = draw_still(events, routes=routes, language="en")
    style = default_style().light
    assert re.findall(rf'fill="({style["ship"]}|{style["ship-second"]})"[^>]*font-style="italic">(\w) ·', svg) == [
        (style["ship"], "a"), (style["ship-second"], "b"),
    ]  # fmt: skip
    assert contrast(style["ship-second"], style["water"]) > 4.5


@pytest.mark.browser
@pytest.mark.parametrize("status", ["claimed", "documented"])
def test_the_legends_stop_is_drawn_as_the_stops_are(open_page, status):
    events, routes = twice()
    events = replace(events, events=tuple(replace(one, status=EventStatus(status)) for one in events.events))
    page = open_page(draw_map(events, routes=routes, language="en")).page
    border = "one => getComputedStyle(one).borderTopStyle"
    drawn, told = (page.locator(one).first.evaluate(border) for one in (".overview .stop", ".legend .stop-sample"))
    assert drawn == told == ("dashed" if status == "claimed" else "solid")
    # Where only stops wear a status, its sample is the sign of a shipment.
    assert page.locator(".legend .samples use").first.get_attribute("href") == "#g-shipment"
    svg = draw_still(events, routes=routes, language="en")
    (dash,) = re.findall(r'r="8" fill="#\w+" stroke="#\w+" stroke-width="2"(.*?)/>', svg)[:1]
    assert ("dash" in dash) is (status == "claimed")
