"""A way that goes on from where another ended: a leg of it, or a shipment of its own; where launches come from."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.records import Mode

BY_SHIP = "A cargo ship took 40 containers of shells from Tartus to Tobruk on 2 February, three diplomats said."


def events_of(gazetteer, text, language="en", published="2025-02-20"):
    particulars = Particulars(language=language, published=published)
    return read_events([make_source(text, "a", particulars, "a")], gazetteer=gazetteer).events


def ways_of(gazetteer, text):
    return {
        tuple(place.name for place in event.places): [leg.mode for leg in event.legs]
        for event in events_of(gazetteer, text)
        if event.kind == "shipment"
    }


def test_lorries_counted_and_dated_anew_are_a_shipment_of_their_own(gazetteer):
    text = f"{BY_SHIP} On 9 February, 30 trucks loaded with the crates drove from Tobruk to Kufra by road."
    assert ways_of(gazetteer, text) == {("Tartus", "Tobruk"): [Mode.SEA], ("Tobruk", "Kufra"): [Mode.ROAD]}


def test_what_only_goes_on_is_a_leg(gazetteer):
    text = f"{BY_SHIP} From there they were taken to Kufra by road."
    assert ways_of(gazetteer, text) == {("Tartus", "Tobruk", "Kufra"): [Mode.SEA, Mode.ROAD]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Уночі ворог атакував 80 ударними БпЛА із напрямків: Орел, Міллерово, Приморсько-Ахтарськ – рф."),
        ("ru", "Ночью противник атаковал 60 беспилотниками с направлений: Курск, Миллерово и Приморско-Ахтарск."),
    ],
)
def test_the_directions_that_drones_came_from_are_not_hit(gazetteer, language, text):
    assert [p.name for e in events_of(gazetteer, text, language) for p in e.places if p.role == "site"] == []


def test_what_several_places_may_be_has_no_position(gazetteer):
    text = "Police seized 12 assault rifles in Springfield on Monday, a spokesman said."
    places = [place for event in events_of(gazetteer, text) for place in event.places]
    assert [(place.status, place.lat, place.place_id) for place in places] == [("ambiguous", None, None)]
    assert len(places[0].rivals) > 1


def test_a_release_is_dated_and_its_seizure_is_not(gazetteer):
    head = "Thursday 13 February 2025\n\n"
    told = "Customs officers seized 12 assault rifles in Durrës from a lorry."
    assert [event.date for event in events_of(gazetteer, head + told)] == [None]


def test_a_find_has_the_day_of_what_its_article_tells_first(gazetteer):
    text = (
        "Drones hit a depot in Sumy on Tuesday. Two people were hurt. Remains of a Shahed were found in Trostianets, "
        "the police said."
    )
    assert {(e.kind, e.date.start) for e in events_of(gazetteer, text)} == {
        ("strike", "2025-02-18"),
        ("recovery", "2025-02-18"),
    }
