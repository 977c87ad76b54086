"""The strip of dates: nothing runs off it, nothing covers another, and a window of time can be chosen."""

from itertools import pairwise

import pytest
from map_stories import spot_event
from msgspec.structs import replace

from geo.records import EventDate, EventFile
from maps import draw_map
from maps.layout.bulk import draw_timeline
from maps.texts import Texts

PLACES = [(50.45 + n / 90, 30.5 + n / 70) for n in range(12)]


def on(day: str, end: str | None = None) -> EventDate:
    return EventDate(start=day, end=end or day, precision="day" if end is None else "range")


def night(count: int = 12, days: tuple[str, ...] = ("2024-07-09", "2024-07-08")) -> EventFile:
    """Strikes on one city on these days, one after the other."""
    events = [replace(spot_event(n, *PLACES[n % 12]), date=on(days[n % len(days)])) for n in range(count)]
    return EventFile(events=tuple(events))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 768, 375, 320])
def test_a_night_of_strikes_stays_inside_the_page(open_page, width):
    opened = open_page(draw_map(night(), language="en"), width=width)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.messages == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 680, 375])
@pytest.mark.parametrize("count", [12, 40])
def test_days_of_many_strikes_are_symbols_side_by_side_within_their_day(open_page, width, count):
    """Two days were two blocks of stripes as wide as half the strip."""
    page = open_page(draw_map(night(count), language="en"), width=width).page
    assert page.locator("#bars .column").count() == 0
    (left, right, *_), *boxes = page.evaluate(BOXES)
    bars = [box for box in boxes if box[1] - box[0] < 20]
    assert page.locator("#bars .bar").count() == count
    assert max(box[1] - box[0] for box in bars) < 16
    halves = [
        sum(box[1] <= (left + right) / 2 + 1 for box in bars),
        sum(box[0] >= (left + right) / 2 - 1 for box in bars),
    ]
    assert halves == [page.locator("#bars .bar .glyph").count() // 2] * 2


@pytest.mark.browser
def test_columns_of_long_steps_are_no_wider_than_their_numbers_need(open_page):
    page = open_page(draw_map(night(400), language="en")).page
    boxes = page.evaluate(BOXES)[1:]
    assert boxes
    assert max(right - left for left, right, *_ in boxes) <= 34


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 680, 375])
@pytest.mark.parametrize("last", ["2024-02-08", "2024-03-08", "2027-01-01"])
def test_dates_below_the_strip_cover_none_and_are_whole(open_page, width, last):
    events = [replace(spot_event(n, *PLACES[n]), date=on(day)) for n, day in enumerate(("2024-02-03", last))]
    page = open_page(draw_map(EventFile(events=tuple(events)), language="en"), width=width, hash="?parts=compact").page
    boxes = page.evaluate("""[document.getElementById("ticks"), ...document.querySelectorAll("#ticks span")]
      .map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])""")
    (left, right), *ticks = boxes
    assert len(ticks) >= 2
    assert all(one[1] + 4 < other[0] for one, other in pairwise(ticks))
    assert left - 0.5 <= ticks[0][0]
    assert ticks[-1][1] <= right + 0.5


def shown(page) -> int:
    """How many events show, after the next picture."""
    return page.evaluate("new Promise((done) => setTimeout(() => done(armsatlas.story.visible.size), 80))")


BOXES = """() => [document.getElementById("bars"), ...document.querySelectorAll("#bars i")]
  .map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right, box.top, box.bottom])"""


DAYS = {
    "two": ("2024-07-09", "2024-07-08"),
    "twelve": tuple(f"2024-07-{day:02}" for day in range(1, 13)),
}
TOLD = """() => [...document.querySelectorAll("#bars .bar")].length
  + [...document.querySelectorAll("#bars > b")].reduce((sum, one) => sum + Number(one.textContent), 0)"""


@pytest.mark.browser
@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("count", [3, 8, 12, 40])
def test_no_bar_covers_another_or_leaves_the_strip(open_page, count, days):
    page = open_page(draw_map(night(count, DAYS[days]), language="en")).page
    (strip_left, strip_right, *_), *boxes = page.evaluate(BOXES)
    assert boxes
    assert page.evaluate(TOLD) == count, "each event is a bar, or one of those that a column's number counts"
    for number, (left, right, top, bottom) in enumerate(boxes):
        assert strip_left - 0.5 <= left
        assert right <= strip_right + 0.5
        for a, b, c, d in boxes[:number]:
            assert right <= a + 0.5 or b <= left + 0.5 or bottom <= c + 0.5 or d <= top + 0.5


@pytest.mark.browser
def test_one_day_needs_no_strip(open_page):
    opened = open_page(draw_map(night(12, ("2024-07-08",)), language="en"))
    assert opened.page.locator("#timeline").count() == 0
    assert opened.messages == []


@pytest.mark.browser
def test_a_window_shows_january_alone(open_page):
    days = ["2023-12-30", "2024-01-10", "2024-01-20", "2024-05-02"]
    events = tuple(replace(spot_event(n, 48 + n, 30 + n), date=on(day)) for n, day in enumerate(days))
    page = open_page(draw_map(EventFile(events=events), language="en")).page
    page.locator("#period").select_option(label="January 2024")
    assert page.locator("#time-label").inner_text().startswith("Jan")
    assert shown(page) == 2
    again = page.evaluate("location.hash")
    assert "t=" in again
    page.locator("#period").select_option(index=0)
    assert shown(page) == 4


@pytest.mark.browser
def test_the_handles_move_by_keyboard_and_never_pass_each_other(open_page):
    page = open_page(draw_map(night(), language="en")).page
    first, last = page.locator("#time-from"), page.locator("#time")
    first.focus()
    page.keyboard.press("End")
    assert first.input_value() == last.input_value() == "1"
    assert first.get_attribute("aria-valuetext") == "9 July 2024"
    assert shown(page) == 6


def test_periods_to_choose_are_months_or_years_and_the_last_thirty_days():
    events = [replace(spot_event(n, 50, 30), date=on(day)) for n, day in enumerate(("2014-03-01", "2024-07-09"))]
    timeline = draw_timeline(events, Texts("en"))
    assert [preset.label for preset in timeline.presets[1:3]] == ["2014", "2015"]
    assert timeline.presets[0].label == "Last 30 days"
    assert all(0 <= preset.from_ <= preset.to < len(timeline.steps) for preset in timeline.presets)
