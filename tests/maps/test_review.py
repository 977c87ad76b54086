"""The review page: decisions made in a browser come back as an event file that holds everything else unchanged."""

import tomllib

import msgspec
import pytest
from map_stories import story

from gazetteer.datafiles import data_file
from gazetteer.records import Precision, Status
from geo.records import Article, Event, EventFile, EventPlace, PlaceRole, Report, Rival
from geo.records.file import dump_event_file, load_event_file
from geo.review.checking import check_events
from maps import page_languages
from maps.page.draw import draw_review

HOSTILE = (
    "</script><script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">${1}`\\\u2028\u202e"
)


def findings_of(events):
    found = {}
    for each in check_events(events):
        found.setdefault(each.event, []).append((each.question.value, "", each.place))
    return found


def saved(opened, tmp_path):
    with opened.page.expect_download() as waiting:
        opened.page.locator("#save").click()
    path = tmp_path / "saved.json"
    waiting.value.save_as(path)
    return load_event_file(path)


def ambiguous():
    place = EventPlace(
        role=PlaceRole.SITE, name="Ivanivka", status=Status.AMBIGUOUS,
        rivals=(Rival(place_id="own:1", label="Ivanivka, Kharkiv Oblast", lat=49.5, lon=36.5, score=0.4),
                Rival(place_id="own:2", label="Ivanivka, Odesa Oblast", lat=46.9, lon=30.4, score=0.3)),
    )  # fmt: skip
    return EventFile(
        articles=(Article(id="a", title="A title", url="https://example.org/a", language="en"),),
        events=(
            Event(id="one", kind="strike", places=(place,), reports=(Report(article="a", quote="A village was hit."),)),
            Event(
                id="two", kind="seizure", title="Another", reports=(Report(article="a", quote="Crates were seized."),)
            ),
        ),
    )


@pytest.mark.browser
def test_a_page_saved_untouched_gives_the_same_event_file(open_page, tmp_path):
    events = story()
    opened = open_page(draw_review(events, findings_of(events)))
    assert saved(opened, tmp_path) == msgspec.structs.replace(events, version=2)
    assert len(opened.requests) == 1
    assert opened.messages == []


@pytest.mark.browser
def test_decisions_come_back_and_mark_the_event_as_reviewed(open_page, tmp_path):
    events = ambiguous()
    opened = open_page(draw_review(events, findings_of(events), language="en"))
    page = opened.page
    first = page.locator("section.event").first
    assert "Several places possible: Ivanivka" in first.locator(".asked").inner_text()
    first.get_by_label("Ivanivka, Odesa Oblast").check()
    first.get_by_label("From (YYYY").fill("2024-08")
    first.get_by_label("Claimed by").fill("Ukraine; General Staff")
    first.get_by_label("Status").select_option("claimed")
    assert first.get_by_label("Reviewed").is_checked()
    page.get_by_label("Remove this event").nth(1).check()
    assert page.locator("#progress").inner_text() == "1 of 1 events reviewed"
    (event,) = saved(opened, tmp_path).events
    (place,) = event.places
    assert (place.place_id, place.lat, place.lon, place.status) == ("own:2", 46.9, 30.4, Status.RESOLVED)
    assert (event.date.start, event.date.precision) == ("2024-08", "month")
    assert event.claimed_by == ("Ukraine", "General Staff")
    assert event.status == "claimed"
    assert event.reviewed


@pytest.mark.browser
def test_a_position_of_ones_own_and_none_at_all(open_page, tmp_path):
    opened = open_page(draw_review(ambiguous(), {}, language="en"))
    first = opened.page.locator("section.event").first
    first.get_by_label("Another position").check()
    first.get_by_label("Latitude").fill("49.25")
    first.get_by_label("Longitude").fill("36.75")
    first.get_by_label("Precision").select_option("near")
    first.get_by_label("Precision").blur()
    place = saved(opened, tmp_path).events[0].places[0]
    assert (place.lat, place.lon, place.place_id, place.precision) == (49.25, 36.75, None, Precision.NEAR)
    first.get_by_label("Unknown").check()
    place = saved(opened, tmp_path).events[0].places[0]
    assert (place.lat, place.lon, place.status) == (None, None, Status.UNRESOLVED)


@pytest.mark.browser
@pytest.mark.parametrize(("label", "wrong"), [("From (YYYY", "18/08/2024"), ("Latitude", "95")])
def test_a_wrong_value_is_told_and_not_saved(open_page, label, wrong):
    opened = open_page(draw_review(ambiguous(), {}, language="en"))
    first = opened.page.locator("section.event").first
    first.get_by_label("Another position").check()
    first.get_by_label(label).fill(wrong)
    downloads = []
    opened.page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108 - playwright marks what it is given
    opened.page.locator("#save").click()
    opened.page.wait_for_timeout(200)
    assert downloads == []
    assert opened.page.locator("#told").inner_text() == "Correct the marked field first."


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_no_violation_and_nothing_runs_over_the_side(open_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    events = ambiguous()
    opened = open_page(draw_review(events, findings_of(events), language="de"), width=width, color_scheme=scheme)
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_text_from_outside_stays_text(open_page, tmp_path):
    base = ambiguous()
    place = msgspec.structs.replace(base.events[0].places[0], name=HOSTILE, label=HOSTILE)
    event = msgspec.structs.replace(
        base.events[0], title=HOSTILE, places=(place,), claimed_by=(HOSTILE.replace(";", ""),),
        reports=(Report(article="a", quote=HOSTILE),),
    )  # fmt: skip
    article = Article(id="a", title=HOSTILE, publisher=HOSTILE, url="javascript:document.title='run'")
    events = EventFile(articles=(article,), events=(event,))
    opened = open_page(draw_review(events, findings_of(events), language="en"))
    assert opened.page.title() == "Review of events"
    assert opened.page.locator("img, section.event script, a[href^='javascript']").count() == 0
    assert saved(opened, tmp_path) == events


@pytest.mark.browser
def test_many_events_come_page_by_page(open_page, tmp_path):
    one = ambiguous().events[0]
    many = EventFile(
        articles=ambiguous().articles, events=tuple(msgspec.structs.replace(one, id=f"e{n}") for n in range(500))
    )
    opened = open_page(draw_review(many, findings_of(many), language="en"))
    assert opened.page.locator("section.event").count() == 20
    opened.page.locator("section.event").first.get_by_label("Unknown").check()
    opened.page.get_by_role("button", name="Next").click()
    assert opened.page.locator("#range").inner_text() == "21 to 40 of 500"
    opened.page.get_by_label("Search").fill("no such words")
    assert "No event matches." in opened.page.locator("#events").inner_text()
    assert len(saved(opened, tmp_path).events) == 500


@pytest.mark.browser
def test_one_decision_can_serve_all_places_of_a_name(open_page, tmp_path):
    one = ambiguous().events[0]
    other = msgspec.structs.replace(
        one, id="other", places=(msgspec.structs.replace(one.places[0], rivals=one.places[0].rivals[:1]),)
    )
    checked = msgspec.structs.replace(one, id="checked", reviewed=True)
    many = EventFile(
        articles=ambiguous().articles,
        events=(*(msgspec.structs.replace(one, id=f"e{n}") for n in range(30)), other, checked),
    )
    opened = open_page(draw_review(many, findings_of(many), language="en"))
    first = opened.page.locator("section.event").first
    button = first.get_by_role("button", name="Use it for the other places of this name (29)")
    assert button.count() == 0
    first.get_by_label("Ivanivka, Odesa Oblast").check()
    button.click()
    assert opened.page.locator("#told").inner_text() == "Places changed: 29."
    places = {event.id: event.places[0] for event in saved(opened, tmp_path).events}
    assert {places[f"e{n}"].place_id for n in range(30)} == {"own:2"}
    assert (places["other"].status, places["checked"].status) == (Status.AMBIGUOUS, Status.AMBIGUOUS)
    assert [event.id for event in saved(opened, tmp_path).events if event.reviewed] == ["e0", "checked"]


def test_the_same_events_give_the_same_page():
    events = story()
    assert draw_review(events, findings_of(events)) == draw_review(events, findings_of(events))
    assert dump_event_file(events)


@pytest.mark.parametrize("language", page_languages())
def test_every_language_has_every_word(language):
    english, own = (
        tomllib.loads(data_file(f"languages/review/{code}.toml").read_text("utf-8")) for code in ("en", language)
    )
    assert {key: sorted(value) if isinstance(value, dict) else "" for key, value in own.items()} == {
        key: sorted(value) if isinstance(value, dict) else "" for key, value in english.items()
    }


def dated():
    events = ambiguous()
    return msgspec.structs.replace(events, events=events.events[1:])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("start", "end", "told"), [("2024-02-30", "", "no such day"), ("2024-08-18", "2023-01-01", "after")]
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(open_page, start, end, told):
    page = open_page(draw_review(dated(), {}, language="en")).page
    first, second = page.locator("input[pattern]").nth(0), page.locator("input[pattern]").nth(1)
    first.fill(start)
    second.fill(end)
    page.locator("#save").click()
    assert "marked field" in page.locator("#told").inner_text()
    assert told in first.evaluate("field => field.validationMessage")
    assert first.evaluate("field => field === document.activeElement")
    first.fill("2023-09-01")
    second.fill("2023-09-31")
    page.locator("#save").click()
    assert second.evaluate("field => field === document.activeElement")
    assert second.evaluate("field => field.validationMessage")


@pytest.mark.browser
def test_a_draft_survives_a_reload_and_every_change_can_be_undone(open_page, tmp_path):
    opened = open_page(draw_review(dated(), {}, language="en"))
    page = opened.page
    page.on("dialog", lambda dialog: dialog.accept())
    title = page.get_by_label("Title")
    title.fill("Mended")
    title.blur()
    page.wait_for_timeout(500)  # the browser hands what a page stores to its other processes in its own time
    page.reload()
    assert page.get_by_label("Title").input_value() == "Mended"
    assert "earlier visit" in page.locator("#told").inner_text()
    title = page.get_by_label("Title")
    title.fill("Worse")
    title.blur()
    page.locator("#undo").click()
    assert page.get_by_label("Title").input_value() == "Mended"
    assert saved(opened, tmp_path).events[0].title == "Mended"
    page.reload()
    assert page.get_by_label("Title").input_value() == "Another", "a saved file leaves no draft"


@pytest.mark.browser
def test_whoever_denies_an_event_disputes_it(open_page, tmp_path):
    opened = open_page(draw_review(dated(), {}, language="en"))
    field = opened.page.get_by_label("Denied by")
    field.fill("Russia")
    field.blur()
    assert opened.page.get_by_label("Disputed").is_checked()
    assert saved(opened, tmp_path).events[0].disputed


@pytest.mark.browser
def test_a_title_is_kept_for_the_language_it_was_written_in(open_page, tmp_path):
    """A made title gives way in the page's language alone; others stay as they are told, in several or plain."""
    events = ambiguous()
    told = msgspec.structs.replace(events.events[1], id="three", title={"fr": "Des caisses", "en": "Crates"})
    events = msgspec.structs.replace(events, events=(*events.events, told))
    opened = open_page(draw_review(events, {}, language="fr", made={"one"}))
    titles = opened.page.get_by_label("Titre", exact=True)
    assert [titles.nth(n).input_value() for n in range(3)] == ["", "Another", "Des caisses"]
    for n, text in enumerate(("Un village", "Une autre", "Des armes")):
        titles.nth(n).fill(text)
        titles.nth(n).blur()
    assert [event.title for event in saved(opened, tmp_path).events] == [
        {"fr": "Un village"}, "Une autre", {"fr": "Des armes", "en": "Crates"},
    ]  # fmt: skip
