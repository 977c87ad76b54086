"""Without a script a reader sees the maps as a picture, in the page's colours, and the whole list."""

import io
import random
import re

import numpy as np
import pytest
from map_stories import spot_event, story, story_routes
from PIL import Image

from geo.records import EventFile
from maps import draw_map
from maps.records import Spot
from maps.stills.crowds import gather


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
@pytest.mark.parametrize("parts", ["full", "compact"])
def test_maps_and_list_are_there(open_page, width, scheme, parts):
    html = draw_map(story(), routes=story_routes(), language="fr", parts=parts)
    opened = open_page(html, width=width, color_scheme=scheme, java_script_enabled=False)
    page = opened.page
    maps = [one for one in page.locator(".still svg").all() if one.is_visible()]
    assert len(maps) == (1 if width > 640 else 3), "one picture, on a phone each map below the other"
    for box in (one.bounding_box() for one in maps):
        assert box["height"] > 200
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for one in maps:  # what is drawn again by reference is drawn
        colours = Image.open(io.BytesIO(one.screenshot())).convert("RGB").getcolors(1 << 20)
        assert max(count for count, _ in colours) < 0.9 * sum(count for count, _ in colours)
    assert "Kharkiv" in page.locator(".still").text_content()
    land = page.locator(".still path").first.evaluate("path => getComputedStyle(path).fill")
    assert land == ("rgb(244, 241, 234)" if scheme == "light" else "rgb(42, 47, 51)")
    assert not page.locator(".maps").is_visible()
    assert page.locator("#event-table tbody tr").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (len(opened.requests), opened.messages) == (1, [])


@pytest.mark.browser
def test_with_a_script_the_picture_is_not_there(open_page, story_page):
    assert open_page(story_page).page.locator(".still svg").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("away", [0.2, 4])
def test_a_phones_picture_without_detail_maps_stands_on_the_ground_of_the_wide_one(open_page, away):
    """Where that shows as much: a ground that is told twice would cost as much as the rest of the picture."""
    events = tuple(spot_event(n, 50.4 + away * n / 3, 30.5 + away * n) for n in range(2 if away > 1 else 1))
    html = draw_map(EventFile(events=events), language="en")
    (narrow,) = re.findall(r'<svg class="?narrow.*?</svg>', html, re.DOTALL)
    assert ('<use href="#frame-' in narrow) is (away < 1)
    page = open_page(html, width=375, java_script_enabled=False).page
    told = page.locator(".still .narrow text", has_text="Place 0").bounding_box()
    assert told["height"] > 9
    assert told["x"] >= 0
    assert told["x"] + told["width"] <= 375


@pytest.mark.parametrize("count", [300, 3000])
def test_heaps_are_rings_whose_numbers_count_every_event(count):
    events = [spot_event(n, 45 + n % 50 / 10, 30 + n / count * 6, name=f"Town {n}") for n in range(count)]
    picture = re.search(r'<div class="still".*?</svg>', draw_map(EventFile(events=tuple(events)), language="en"))[0]
    counted = sum(int(number) for number in re.findall(r">(\d+)</text>", picture))
    alone = picture.count("scale(.833)")
    assert counted + alone == count
    assert alone < 60


def test_nothing_on_the_map_is_no_picture():
    assert 'class="still"' not in draw_map(EventFile(), language="en")


def test_a_third_of_all_events_are_not_one_ring_for_a_pixels_sake():
    """Rings that touch are moved apart before they are joined: joined ones are larger and touch still others."""
    dice = random.Random(7)  # noqa: S311 -- a test, not a secret
    spots = [Spot(lon=0, lat=0, near_m=0, label="", items=[(n, 0)]) for n in range(12_000)]
    pixels = np.array([(dice.gauss(500, 60), dice.gauss(220, 45)) for _ in spots])
    crowds = gather(spots, pixels)
    assert max(crowd.count for crowd in crowds) < 0.25 * len(spots)
    pairs = [(a, b) for at, a in enumerate(crowds) for b in crowds[:at]]
    assert all(np.hypot(a.x - b.x, a.y - b.y) >= a.radius + b.radius for a, b in pairs)
    homes = [pixels[crowd.spots].mean(axis=0) for crowd in crowds]
    assert all(np.hypot(*(home - (crowd.x, crowd.y))) < crowd.radius for home, crowd in zip(homes, crowds, strict=True))
