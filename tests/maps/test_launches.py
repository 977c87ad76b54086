"""Where a strike was launched from is told apart from what it hit."""

import re

import pytest

from gazetteer.records import Precision, Status
from geo.events.titles import event_title
from geo.records import Article, Event, EventDate, EventFile, EventPlace, EventStatus, PlaceRole, Report
from maps import draw_map, draw_still
from maps.layout.marks import draw_marks, stop_numbers
from maps.texts import Texts

ARTICLE = Article(id="a", title="Bulletin", publisher="Agency")


def place(role, name, lon, lat, precision=Precision.SETTLEMENT, **more):
    return EventPlace(
        role=role, name=name, lon=lon, lat=lat, country="RU", precision=precision, status=Status.RESOLVED, **more
    )


ORIGIN = place(PlaceRole.ORIGIN, "Primorsko-Akhtarsk", 38.155, 46.0492)
AREA = place(PlaceRole.ORIGIN, "Voronezh Oblast", 40.2183, 50.9711, Precision.ADMIN1, admin1="RU.86")
SITE = place(PlaceRole.SITE, "Kharkiv", 36.25, 49.98)


def strike(*places):
    return Event(
        id="EV-01",
        kind="strike",
        date=EventDate(start="2025-01-02", end="2025-01-02"),
        places=places,
        status=EventStatus.CLAIMED,
        reports=(Report(article="a", quote="Missiles were fired on Thursday."),),
    )


def marks_of(*places):
    return draw_marks([strike(*places)], {}, centre=38.0, texts=Texts("en"))


def test_a_launch_has_a_mark_of_its_own():
    spots = {spot.label: spot.launch for spot in marks_of(ORIGIN, SITE).spots}
    assert spots == {"fired from Primorsko-Akhtarsk": 1, "Kharkiv": 0}
    (area,) = marks_of(AREA).areas
    assert (area.label, area.launch) == ("fired from Voronezh Oblast", True)


def test_a_town_fired_from_and_hit_has_two():
    assert sorted(spot.launch for spot in marks_of(ORIGIN, place(PlaceRole.SITE, "A", 38.155, 46.0492)).spots) == [0, 1]


def test_launches_are_no_stops():
    assert stop_numbers(strike(ORIGIN, AREA, SITE)) == [0, 0, 0]


def test_a_title_names_what_was_hit():
    assert event_title(strike(ORIGIN, SITE), "en") == "Strike: Kharkiv"
    assert event_title(strike(ORIGIN), "en") == "Strike"


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "nl", "ru", "uk"])
def test_page_and_still_say_so(language):
    events = EventFile(articles=(ARTICLE,), events=(strike(ORIGIN, SITE),))
    told = Texts(language).word("words", "launch", name="Primorsko-Akhtarsk")
    page, still = draw_map(events, language=language), draw_still(events, language=language)
    assert told in page
    assert told in still
    assert re.search(r'class="extent-sample launch"', page)


def test_no_detail_map_inside_of_an_area():
    events = EventFile(articles=(ARTICLE,), events=(strike(AREA, SITE),))
    assert '<div class="detail-map"' not in draw_map(events, language="en")
