"""Debris that falls tells of a blow; what somebody finds of it is a find."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events

FALLEN = [
    ("nl", "Een olieraffinaderij in Kirishi is beschadigd door brokstukken van een drone, zegt de gouverneur."),
    ("en", "Debris of a downed drone hit an oil refinery in Kirishi and set it on fire, the governor said."),
    ("ru", "Обломки беспилотника упали на нефтеперерабатывающий завод в Киришах, начался пожар, сообщил губернатор."),
]
FOUND = [
    ("en", "Farmers found the debris of a missile in a field near Kirishi on Monday, the governor said."),
    ("ru", "Обломки беспилотника нашли в поле под Киришами в понедельник, сообщил губернатор."),
]
BEFORE = {"nl": "De nacht was onrustig. ", "en": "The night was loud. ", "ru": "Ночь была тревожной. "}


def kinds(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2025-05-07"), "a")
    return {event.kind for event in read_events([source], gazetteer=gazetteer, language="en").events}


@pytest.mark.parametrize(("language", "text"), FALLEN)
def test_what_falls_is_no_find(language, text, gazetteer):
    assert kinds(6 * BEFORE[language] + text, language, gazetteer) <= {"strike"}


@pytest.mark.parametrize(("language", "text"), FOUND)
def test_what_somebody_finds_is_one(language, text, gazetteer):
    assert "recovery" in kinds(6 * BEFORE[language] + text, language, gazetteer)
