"""Every leg that a reader must not take at face value says so on the page, where the browser shows it."""

import csv
import html
from pathlib import Path

import pytest

from gazetteer.records import Precision, Status
from geo.records import Event, EventDate, EventFile, EventPlace, Leg, Mode, PlaceRole
from geo.routes import NoteKind, trace_event
from maps import draw_map, draw_still

TABLE = Path(__file__).parents[1] / "geo/routes/doubtful_legs.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
MARKED = [row for row in ROWS if row["expected"] != "way"]


def event_of(number, row):
    ends = ((PlaceRole.ORIGIN, "start"), (PlaceRole.DESTINATION, "end"))
    places = [
        EventPlace(
            role=role,
            name=row[end],
            lon=float(row[f"{end}_lon"]),
            lat=float(row[f"{end}_lat"]),
            precision=Precision.SETTLEMENT,
            status=Status.RESOLVED,
        )
        for role, end in ends
    ]
    date = EventDate(start=row["date"], end=row["date"]) if row["date"] else None
    leg = Leg(from_=0, to=1, mode=Mode(row["mode"]))
    return Event(id=f"leg-{number}", kind="shipment", places=tuple(places), legs=(leg,), date=date)


@pytest.fixture(scope="module")
def doubtful():
    events = EventFile(events=tuple(event_of(number, row) for number, row in enumerate(MARKED)))
    return events, {event.id: trace_event(event) for event in events.events}


@pytest.mark.browser
def test_no_doubtful_leg_is_silent_on_the_page(open_page, doubtful):
    events, routes = doubtful
    assert len(MARKED) > 40
    opened = open_page(draw_map(events, routes=routes, language="en"))
    page = opened.page
    for number, event in enumerate(events.events):
        page.evaluate("number => armsatlas.story.open([number])", number)
        panel, row = page.locator("#panel").inner_text(), page.locator(f"#event-{number}").inner_text()
        notes = routes[event.id][0].notes
        assert notes, event.places
        for note in notes:
            assert note.text in panel
            assert note.text in row
        if notes[0].kind is NoteKind.NO_WAY:
            assert "no way found" in panel
            assert "km" not in next(line for line in panel.splitlines() if "no way found" in line)
    assert opened.messages == []


def test_no_doubtful_leg_is_silent_in_a_still(doubtful):
    events, routes = doubtful
    for event in events.events[:5]:
        still = draw_still(EventFile(events=(event,)), routes=routes, language="en")
        assert html.escape(routes[event.id][0].notes[0].text[:20]) in still
