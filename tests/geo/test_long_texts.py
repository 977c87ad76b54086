"""Texts of any length and shape are read: no full stops for pages, thousands of events, any order of articles."""

import sys
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article
from geo.language.sentence import read_sentences

TOWNS = ("Kharkiv", "Odesa", "Sumy", "Kherson", "Poltava", "Chernihiv", "Nikopol", "Lviv")
REPORTS = tuple(
    f"A missile hit a depot in {town} on {day} March 2024, killing {day} people, the governor said."
    for day, town in enumerate(TOWNS, 3)
)


def source(text, name="long", published="2024-04-02"):
    return make_source(text, name, Particulars(id=name, language="en", published=published), name)


def test_a_stretch_without_full_stops_is_read_in_pieces():
    text = "A missile hit " + "Kyiv, Odesa, " * 2000
    found = list(read_sentences(source(text), []))
    assert len(found) > 10
    assert max(sentence.end - sentence.start for sentence in found) <= 1500
    assert "".join(sentence.text for sentence in found).replace(" ", "") == text.replace(" ", "")


def test_the_hundredth_report_of_one_event_is_still_that_event(gazetteer):
    filler = "Shops were open and buses ran as usual in the whole district, residents said. "
    text = "\n\n".join(REPORTS[0] + " " + filler for _ in range(150))
    (event,) = join_readings([read_article(source(text), gazetteer)], gazetteer=gazetteer).events
    assert len(event.reports) == 150
    assert event.casualties.killed == 3


def test_events_far_apart_in_one_text_stay_apart(gazetteer):
    days = [(town, day) for town in TOWNS for day in range(1, 13)]
    mixed = days[::3] + days[1::3] + days[2::3]
    text = "\n\n".join(f"A missile hit a depot in {town} on {day} March 2024." for town, day in mixed)
    events = join_readings([read_article(source(text), gazetteer)], gazetteer=gazetteer).events
    assert {(event.places[0].name, event.date.start) for event in events} == {
        (town, f"2024-03-{day:02}") for town, day in days
    }


def test_a_text_as_long_as_a_book_is_read_in_parts_and_quoted_where_it_stands(gazetteer):
    filler = "Shops were open and buses ran as usual in the whole district, residents said.\n\n" * 500
    text = filler.join(("", *REPORTS))
    assert len(text) > 300_000
    reading = read_article(source(text), gazetteer)
    events = join_readings([reading], gazetteer=gazetteer).events
    assert {event.places[0].name for event in events} == set(TOWNS)
    assert all(text[report.start : report.end] == report.quote for event in events for report in event.reports)
    assert all(text[toponym.start : toponym.end] == toponym.text for toponym in reading.toponyms)


def test_what_is_seized_costs_no_more_than_its_surroundings(gazetteer):
    told = "Police in {} seized 40 rifles on {} March 2024. The rifles had been sent from Odesa to Gdansk by lorry.\n\n"
    counts = []
    for times in (20, 40):
        text = "".join(told.format(town, day) for _ in range(times) for day, town in enumerate(TOWNS, 3))
        calls = Counter()
        sys.setprofile(lambda _frame, what, _arg, calls=calls: calls.update([what]) if what == "call" else None)
        try:
            read_article(source(text), gazetteer)
        finally:
            sys.setprofile(None)
        counts.append(calls["call"])
    assert counts[1] < 2.6 * counts[0]


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(len(REPORTS))), left_out=st.integers(0, len(REPORTS) - 1))
def test_ids_depend_on_no_order_and_on_no_other_article(gazetteer, order, left_out):
    readings = _readings(gazetteer)
    whole = join_readings(readings, gazetteer=gazetteer).events
    mixed = join_readings([readings[i] for i in order], gazetteer=gazetteer).events
    assert [event.id for event in mixed] == [event.id for event in whole]
    fewer = join_readings([readings[i] for i in order if i != left_out], gazetteer=gazetteer).events
    lost = {event.id for event in whole} - {event.id for event in fewer}
    assert {event.id for event in fewer} < {event.id for event in whole}
    assert len(lost) == 1


_READ = {}


def _readings(gazetteer):
    if id(gazetteer) not in _READ:
        _READ[id(gazetteer)] = [
            read_article(source(text, f"a{number}", f"2024-04-{number + 1:02}"), gazetteer)
            for number, text in enumerate(REPORTS)
        ]
    return _READ[id(gazetteer)]
