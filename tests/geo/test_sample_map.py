"""The map that `make map` draws of the sample articles: these events and pins, and no others."""

from pathlib import Path

import pytest

from geo.articles.reading import read_articles
from geo.events.reader import read_events
from geo.records import EventFile

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "articles"


@pytest.fixture(scope="module")
def samples(gazetteer) -> EventFile:
    return read_events(read_articles([SAMPLES]), gazetteer=gazetteer)


def test_each_pin_of_the_sample_map_is_one_that_its_articles_tell(samples):
    pins = {
        (event.kind, place.role.value, place.place_id, place.precision.value)
        for event in samples.events
        for place in event.places
        if place.precision
    }
    najin, dunay, tikhoretsk = "geonames:2042645", "geonames:2024800", "geonames:483029"
    kharkiv, kyiv_oblast, poltava_oblast = "geonames:706483", "geonames:703446", "geonames:696634"
    assert {pin for pin in pins if pin[0] in ("shipment", "recovery")} == {
        ("shipment", "origin", najin, "settlement"),
        ("shipment", "via", dunay, "settlement"),
        ("shipment", "destination", tikhoretsk, "near"),
        ("recovery", "site", kharkiv, "settlement"),
        ("recovery", "site", kyiv_oblast, "admin1"),
        ("recovery", "site", poltava_oblast, "admin1"),
    }


def test_the_sample_strikes_are_in_rozhivka_tikhoretsk_and_tver(samples):
    hits = {
        (place.name, place.admin1, place.precision.value)
        for event in samples.events
        if event.kind == "strike"
        for place in event.places
        if place.precision
    }
    assert hits == {
        ("Rozhivka", "UA.13", "settlement"),
        ("Tikhoretsk", "RU.38", "near"),
        ("Tver", "RU.77", "admin1"),
    }


def test_what_came_to_the_depot_by_train_stands_there_and_not_at_the_port(samples):
    (train,) = [e for e in samples.events if any(q.unit == "tonne" for q in e.quantities)]
    assert [(place.role.value, place.name) for place in train.places] == [("destination", "Tikhoretsk")]
