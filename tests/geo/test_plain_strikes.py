"""The plainest reports: a country or its forces hit a place, no weapon named."""

import pytest

from geo.article_data import Particulars
from geo.articles import make_source
from geo.pipeline import join_readings, read_article


def events_of(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2024-08-21"), "a")
    return join_readings([read_article(source, gazetteer)], gazetteer=gazetteer, language="en").events


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Israel struck the port of Hodeidah on Monday.", "Hodeidah"),
        ("en", "Russia hit a warehouse in Odesa on Monday.", "Odesa"),
        ("en", "Two ships were sunk by the Houthis off the coast of Hodeidah.", "Hodeidah"),
        ("fr", "La Russie a frappé Odessa lundi.", "Odessa"),
        ("fr", "Deux cargos ont été coulés par les Houthis au large de Hodeïda.", "Hodeïda"),
        ("de", "Israel bombardierte am Montag den Hafen von Hudaida.", "Hudaida"),
        ("nl", "Israël bombardeerde maandag de haven van Hodeida.", "Hodeida"),
        ("uk", "Росія вдарила по Одесі в понеділок.", "Одесі"),
        ("ru", "Россия ударила по Одессе в понедельник.", "Одессе"),
    ],
)
def test_a_partys_blow_needs_no_weapon(gazetteer, language, text, place):
    (event,) = events_of(text, language, gazetteer)
    assert event.kind == "strike"
    assert [found.name for found in event.places] == [place]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A heatwave hit Odesa on Monday."),
        ("en", "A German firm was hit by new tariffs in Rotterdam."),
        ("en", "The ferry sank off Crete in a storm."),
        ("fr", "Un séisme a frappé Odessa lundi."),
        ("de", "Ein Unwetter traf am Montag den Hafen von Hamburg."),
        ("nl", "Een storm trof maandag de haven van Rotterdam."),
        ("uk", "Злива вдарила по Одесі в понеділок."),
        ("ru", "Мороз ударил по Одессе в понедельник."),
    ],
)
def test_what_is_no_partys_blow_needs_a_weapon(gazetteer, language, text):
    assert events_of(text, language, gazetteer) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("La marine a saisi 750 tonnes d'armes iraniennes au large d'Aden.", "site"),
        ("La marine a saisi 750 tonnes d'armes venues d'Aden.", "origin"),
    ],
)
def test_whose_of_it_is(gazetteer, text, role):
    (event,) = events_of(text, "fr", gazetteer)
    assert [(place.name, place.role) for place in event.places] == [("Aden", role)]
