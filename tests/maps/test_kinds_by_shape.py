"""A kind is never told by its colour alone: neither in columns and rings that count it, nor by an area's tint."""

import json
import re
from pathlib import Path

import pytest
from map_stories import spot_event
from msgspec.structs import replace

from geo.records import EventDate, EventFile, EventPlace, EventStatus
from maps import draw_map, draw_still
from maps.layout.symbols import DASHES, GLYPHS, OUTLINES
from maps.stills.crowds import _arc

KINDS = ("strike", "recovery", "seizure", "shipment", "test", "deployment", "other")


def many(count: int) -> EventFile:
    """Events of every kind on a few days around one town."""
    days = [EventDate(start=f"2024-05-{1 + n % 4:02}", end=f"2024-05-{1 + n % 4:02}") for n in range(count)]
    spots = [spot_event(n, 50 + n % 9 / 50, 30 + n % 7 / 50, kind=KINDS[n % 7]) for n in range(count)]
    return EventFile(events=tuple(replace(one, date=day) for one, day in zip(spots, days, strict=True)))


def test_every_kind_has_its_own_symbol_and_its_own_line():
    assert set(DASHES) == set(GLYPHS)
    assert len(set(DASHES.values())) == len(DASHES) == len(set(GLYPHS.values()))


def test_the_script_has_the_same_lines():
    script = (Path(__file__).parents[2] / "maps/assets/bulk.js").read_text("utf-8")
    told = re.search(r"const DASHES = (\{.*\});", script)[1]
    assert json.loads(re.sub(r"(\w+):", r'"\1":', told)) == {name: list(line) for name, line in DASHES.items()}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_columns_and_legend_tell_kinds_by_stripes(open_page, scheme):
    page = open_page(draw_map(many(600), language="en"), color_scheme=scheme).page
    stripes = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map((one) => {
      const kind = /k-(\\w+)/.exec(one.closest("[class*='k-']").className)[1];
      return [kind, getComputedStyle(one).backgroundImage.replace(/(rgb|color)\\([^)]*\\)/g, "")]; }))"""
    columns, legend = page.evaluate(stripes, "#bars .column"), page.evaluate(stripes, ".legend .column")
    assert set(columns) == set(KINDS)
    assert len(set(columns.values())) == len(KINDS)
    assert legend == columns
    assert page.locator(".legend ul:nth-of-type(2) .column").count() == 0


@pytest.mark.browser
def test_few_events_need_no_stripes(open_page):
    page = open_page(draw_map(many(3), language="en")).page
    assert page.locator(".column").count() == 0
    assert page.locator(".bar .glyph").count() == 3


@pytest.mark.parametrize("long", [0.5, 4, 4.2, 7.7, 40])
def test_a_rings_part_is_as_long_as_its_share(long):
    for line in DASHES.values():
        steps = _arc(line, long, 100)
        assert len(steps) % 2 == 0
        assert sum(steps) == pytest.approx(long + 100)


def test_a_still_tells_rings_by_their_lines():
    svg = draw_still(many(140), language="en")
    assert re.search(r'stroke-width="4" stroke-dasharray="4 1\.4 4 ', svg)


@pytest.mark.browser
def test_an_area_whose_name_finds_no_room_wears_its_sign(open_page):
    places = [
        EventPlace(role="site", name=name, label=f"{name} {'x' * 80}", country="UA",
                   admin1=code, precision="admin1", status="resolved", lat=50.0, lon=lon)
        for name, code, lon in (("Kharkiv oblast", "UA.07", 36.0), ("Sumy oblast", "UA.21", 34.0))
    ]  # fmt: skip
    events = [replace(spot_event(n, 50, 34, kind="strike"), places=(place,)) for n, place in enumerate(places)]
    page = open_page(draw_map(EventFile(events=tuple(events)), language="en"), width=340).page
    assert page.locator(".overview .name.area .glyph").count() == 2
    still = draw_still(EventFile(events=tuple(events)), language="en")
    assert still.count(f'scale(.5)" d="{GLYPHS["strike"]}"') == 2


@pytest.mark.browser
def test_outlines_are_as_long_as_the_dashes_around_them_are_cut_for(open_page):
    page = open_page(draw_map(many(7), language="en")).page
    long = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("symbol[id^=g-] path")].map((one) => [
          one.closest("symbol").id.slice(2), one.getTotalLength()]))"""
    )
    assert long == pytest.approx(OUTLINES, abs=0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_claimed_sign_on_a_still_has_a_dash_in_each_corner(kind):
    event = replace(spot_event(0, 50, 30, kind=kind), status=EventStatus.CLAIMED)
    svg = draw_still(EventFile(events=(event,)), language="en")
    dashes = {(float(a), float(b)) for a, b in re.findall(r'stroke-dasharray="(\S+) (\S+)" stroke-dashoffset', svg)}
    ((dash, gap),) = dashes
    assert OUTLINES[kind] / (dash + gap) == pytest.approx(16 if kind == "strike" else 12, rel=0.01)
