"""Six pages look as they did: screenshots compared with the kept ones.

Run with ARMSATLAS_KEEP_PICTURES=1 to take the kept ones anew, then look at them before committing.
"""

import io
import os
from pathlib import Path

import pytest
from map_stories import spot_event, story, story_routes, traced
from PIL import Image, ImageChops, ImageStat

from geo.records import Event, EventFile, EventPlace, Leg, Mode
from maps import draw_map

KEPT = Path(__file__).parent / "pictures"
SMALL = (160, 120)
MOST_APART = 6.0
"""Mean difference, of 255, at thumbnail size: another font moves less than that, a missing leg or land more."""


def over_the_pacific() -> str:
    ends = [("Petropavlovsk-Kamchatsky", 53.02, 158.65), ("Vancouver", 49.28, -123.12)]
    places = tuple(
        EventPlace(role=role, name=name, lat=lat, lon=lon, precision="settlement", status="resolved")
        for role, (name, lat, lon) in zip(("origin", "destination"), ends, strict=True)
    )
    event = Event(id="s", kind="shipment", title="A shipment", places=places, legs=(Leg(from_=0, to=1, mode="sea"),))
    leg = traced(Mode.SEA, [(158.65, 53.02), (180, 54.5), (210, 53), (236.88, 49.28)], 6254)
    return draw_map(EventFile(events=(event,)), routes={"s": [leg]}, language="en")


def crowded() -> str:
    events = [spot_event(n, 48.5 + n % 17 / 9, 34 + n % 23 / 6, kind=("strike", "recovery")[n % 2]) for n in range(120)]
    return draw_map(EventFile(events=tuple(events)), language="de")


def unplaced() -> str:
    place = EventPlace(role="site", name="Nowhere", status="unresolved")
    return draw_map(EventFile(events=(Event(id="u", kind="strike", title="A strike", places=(place,)),)), language="uk")


PAGES = {
    "story": (lambda: draw_map(story(), routes=story_routes(), language="fr"), {}),
    "story-phone": (lambda: draw_map(story(), routes=story_routes(), language="fr"), {"width": 375, "height": 812}),
    "story-dark": (lambda: draw_map(story(), routes=story_routes(), language="en"), {"color_scheme": "dark"}),
    "pacific": (over_the_pacific, {}),
    "crowded": (crowded, {}),
    "unplaced": (unplaced, {}),
}


def shrunk(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").resize(SMALL, Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures at thumbnail size, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(shrunk(one), shrunk(other))).mean) / 3


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_page_looks_as_it_did(open_page, name):
    draw, options = PAGES[name]
    opened = open_page(draw(), device_scale_factor=0.5, reduced_motion="reduce", **options)
    taken = Image.open(io.BytesIO(opened.page.screenshot()))
    if os.environ.get("ARMSATLAS_KEEP_PICTURES"):
        KEPT.mkdir(exist_ok=True)
        taken.convert("RGB").quantize(128).save(KEPT / f"{name}.png", optimize=True)
    with Image.open(KEPT / f"{name}.png") as kept:
        assert kept.size == taken.size
        assert apart(kept, taken) < MOST_APART


def test_the_measure_tells_pages_apart():
    pictures = [Image.open(KEPT / f"{name}.png") for name in ("story", "pacific", "crowded", "unplaced")]
    for number, one in enumerate(pictures):
        assert all(apart(one, other) > MOST_APART for other in pictures[number + 1 :])
