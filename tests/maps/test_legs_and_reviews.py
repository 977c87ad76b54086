"""What a reader must know of a leg stands wherever it is drawn; what nobody has looked at is drawn hollow."""

import pytest
from map_stories import story, story_routes, traced
from msgspec.structs import replace

from geo.records import Event, EventFile, Mode
from geo.routes.records import LegNote, Method, NoteKind
from maps import draw_map, draw_still
from maps.layout.legs import draw_legs, is_direct, leg_label
from maps.texts import Texts

ENDS = [(130.3, 42.249), (132.338, 42.88)]
NOTE = LegNote(NoteKind.NO_WAY, "No railway joins <Najin> and Dunay; the line is the shortest one.")


def doubtful():
    """The story's sea leg without any way, its railway with one."""
    sea, rail = story_routes()["ship-1"]
    return {"ship-1": [replace(sea, mode=Mode.RAIL, method=Method.GREAT_CIRCLE, notes=(NOTE,)), rail]}


class Found(Event, frozen=True, kw_only=True):
    """An event as version 2 of the file tells it."""

    found_by: str = "scorer"


def for_review() -> EventFile:
    first, *others = story().events
    fields = {name: getattr(first, name) for name in first.__struct_fields__ if name != "found_by"}
    return replace(story(), events=(Found(**fields), *others))


def test_a_leg_without_a_way_has_a_gap_and_no_length():
    event = story().events[0]
    legs = draw_legs(0, event, doubtful()["ship-1"], 90.0, Texts("en"))
    assert [leg.direct for leg in legs] == [True, False]
    assert len(legs[0].parts) == 2, "two halves"
    assert "km" not in legs[0].label
    assert "no way found by rail" in legs[0].label
    assert legs[0].notes == [NOTE.text]


def test_a_leg_by_unknown_means_is_no_leg_without_a_way():
    leg = replace(traced(Mode.SEA, ENDS, 192), mode=Mode.UNKNOWN, method=Method.GREAT_CIRCLE)
    assert not is_direct(leg)
    assert "190 km" in leg_label(leg, Texts("en"))


@pytest.mark.parametrize(("language", "told"), [("en", NOTE.text), ("fr", "aucun trajet trouvé")])
def test_notes_stand_in_table_and_still(language, told):
    shown = told.replace("<", "&lt;").replace(">", "&gt;")
    assert shown in draw_map(story(), routes=doubtful(), language=language)
    assert shown[:20] in draw_still(story(), routes=doubtful(), language=language)


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1200])
def test_a_track_a_computed_leg_and_one_without_a_way_have_three_looks(open_page, width):
    sea, rail = story_routes()["ship-1"]
    track = replace(sea, method=Method.OWN_TRACK, schematic=False, source="AIS")
    nowhere = replace(rail, method=Method.GREAT_CIRCLE, notes=(NOTE,))
    looks = []
    for legs in ([track, nowhere], [sea, nowhere]):
        opened = open_page(draw_map(story(), routes={"ship-1": legs}, language="en"))
        page = opened.page
        page.set_viewport_size({"width": width, "height": 800})
        looks += page.locator(".overview path.leg.under").evaluate_all(
            "found => found.map((leg) => { const {strokeDasharray, strokeWidth} = getComputedStyle(leg);"
            " return [strokeDasharray, strokeWidth, leg.getAttribute('d').split('M').length - 1].join(' ') })"
        )
        assert opened.messages == []
    track_look, first_nowhere, sea_look, second_nowhere = looks
    assert first_nowhere == second_nowhere
    assert len({track_look, sea_look, first_nowhere}) == 3, "by dashes, width and gap, whatever the colour"
    assert "line given by a source" in draw_map(story(), routes={"ship-1": [track, nowhere]}, language="en")


@pytest.mark.browser
def test_the_panel_and_the_legend_tell_of_a_leg_without_a_way(open_page):
    opened = open_page(draw_map(story(), routes=doubtful(), language="en"))
    assert opened.page.locator(".overview path.leg.direct.under").count() == 1
    assert "straight line: no way found" in opened.page.locator(".legend").inner_text()
    opened.page.evaluate("armsatlas.story.open([0])")
    assert "No railway joins <Najin>" in opened.page.locator("#panel").inner_text()
    assert opened.messages == []


@pytest.mark.browser
def test_an_event_that_only_the_scorer_found_is_hollow_and_says_so(open_page):
    opened = open_page(draw_map(for_review(), routes=story_routes(), language="en"))
    page = opened.page
    assert page.locator(".overview .spot.for-review").count() >= 1
    assert "for review" in page.locator("#event-0").inner_text()
    assert "for review" in page.locator(".legend").inner_text()
    assert "for review" in page.locator(".mark").first.get_attribute("aria-label")
    assert "for review" not in page.locator("#event-1").inner_text()


def test_nobody_waits_for_a_review_that_was_made():
    events = for_review()
    done = replace(events, events=(replace(events.events[0], reviewed=True), *events.events[1:]))
    assert 'class="chip for_review"' not in draw_map(done, language="en")
