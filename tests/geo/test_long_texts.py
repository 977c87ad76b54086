"""Texts of any length and shape are read: no full stops for pages, thousands of events, any order of articles."""

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
