"""Capitals told by whose they are, in every language."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.language.capitals import capital_ids

TOLD = [
    ("de", "Russland hat am Montag die ukrainische Hauptstadt mit Raketen angegriffen.", "UA"),
    ("de", "Drohnen trafen am Montag ein Depot in der Hauptstadt Syriens.", "SY"),
    ("en", "Missiles struck the Ukrainian capital on Monday, the air force said.", "UA"),
    ("nl", "Rusland heeft maandag raketten afgevuurd op de Oekraïense hoofdstad.", "UA"),
    ("fr", "Des missiles ont frappé lundi la capitale ukrainienne.", "UA"),
    ("uk", "Ракети влучили в понеділок в українську столицю.", "UA"),
    ("ru", "Ракеты попали в понедельник в украинскую столицу.", "UA"),
]


def events_of(text, language, gazetteer):
    particulars = Particulars(id="a", language=language, published="2024-06-20")
    return read_events([make_source(text, "a", particulars, "a")], gazetteer=gazetteer).events


@pytest.mark.parametrize(("language", "text", "country"), TOLD)
def test_a_countrys_capital_is_the_city(language, text, country, gazetteer):
    (event,) = events_of(text, language, gazetteer)
    (site,) = event.places
    assert (site.role, site.country, site.place_id) == ("site", country, capital_ids()[country])


def test_the_citys_own_name_beside_it_is_read_once(gazetteer):
    (event,) = events_of("Missiles struck the Ukrainian capital, Kyiv, on Monday.", "en", gazetteer)
    assert [place.name for place in event.places] == ["Kyiv"]


def test_a_country_without_a_word_for_its_capital_is_no_pin(gazetteer):
    (event,) = events_of("Ukrainian drones struck a depot in Mozdok on Monday.", "en", gazetteer)
    assert [place.name for place in event.places] == ["Mozdok"]
