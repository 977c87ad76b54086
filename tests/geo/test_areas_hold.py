"""Which places an area holds: what is told of one district is not told of its neighbour."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def places_told(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2025-01-15"), "a")
    events = read_events([source], gazetteer=gazetteer, language="en").events
    return {place.name for event in events for place in event.places}


def test_two_districts_of_a_province_are_both_hit(gazetteer):
    text = "У ніч на 15 січня на Львівщині ракети пошкодили два об'єкти: у Дрогобицькому та Стрийському районах."
    assert len(places_told(text, "uk", gazetteer)) == 2


@pytest.mark.parametrize("town", ["Hodeidah", "Salif"])
def test_a_raid_on_a_port_is_not_one_on_a_ship_at_sea(gazetteer, town):
    text = (
        f"American jets struck a depot in {town} on Monday, 13 January 2025. "
        "On Tuesday, 14 January, the Houthis fired 18 missiles at a destroyer in the Red Sea."
    )
    assert town in places_told(text, "en", gazetteer)
    source = make_source(text, "a", Particulars(id="a", language="en", published="2025-01-15"), "a")
    strikes = [e for e in read_events([source], gazetteer=gazetteer, language="en").events if e.kind == "strike"]
    assert len(strikes) == 2
