"""Who denies what: a denial is of what was told last, of the kind that it names, and of nothing else."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article

TEXTS = {
    "en": (
        "A drone struck a fuel depot in Kharkiv on Monday, killing two people, the governor said.\n\n"
        "North Korea has shipped more than 3,000 containers of shells from Rajin to Vladivostok, South Korea said.\n\n"
        "A missile hit a warehouse in Poltava on Tuesday, police said.\n\n"
        "Russia denied receiving any weapons from North Korea."
    ),
    "fr": (
        "Un drone a frappé lundi un dépôt de carburant à Kharkiv, tuant deux personnes, selon le gouverneur.\n\n"
        "La Corée du Nord a livré 3 000 conteneurs d'obus à la Russie, de Rajin à Vladivostok, a affirmé Séoul.\n\n"
        "Un missile a touché mardi un entrepôt à Poltava, selon la police.\n\n"
        "La Russie a démenti toute livraison d'armes par la Corée du Nord."
    ),
    "uk": (
        "У понеділок дрон ударив по нафтобазі в Харкові, загинули двоє людей, повідомив губернатор.\n\n"
        "КНДР відправила до Росії понад 3000 контейнерів зі снарядами з Раджина до Владивостока, заявив Сеул.\n\n"
        "У вівторок ракета влучила у склад у Полтаві, повідомила поліція.\n\n"
        "Москва заперечує постачання зброї з КНДР."
    ),
}


def events_of(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2024-08-21"), "a")
    return join_readings([read_article(source, gazetteer)], gazetteer=gazetteer, language="en").events


@pytest.mark.parametrize("language", TEXTS)
def test_a_denied_flow_leaves_strikes_alone(gazetteer, language):
    events = events_of(TEXTS[language], language, gazetteer)
    denied = {event.kind: event.denied_by for event in events if event.denied_by}
    assert set(denied) == {"shipment"}
    assert "Russia" in denied["shipment"]
    assert sum(event.kind == "strike" for event in events) == 2


def test_this_is_what_was_told_last(gazetteer):
    text = (
        "A drone struck a fuel depot in Kharkiv on Monday, killing two people, the governor said.\n\n"
        "A missile hit a warehouse in Poltava on Tuesday, police said. Russia denied this."
    )
    events = events_of(text, "en", gazetteer)
    denied = {event.places[0].name: event.denied_by for event in events}
    assert denied == {"Kharkiv": (), "Poltava": ("Russia",)}
