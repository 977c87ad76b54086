"""What is no place of an event, though a gazetteer has its name or the sentence leads to it."""

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def places_of(text, language, gazetteer):
    source = make_source(text, "a", Particulars(language=language, published="2025-05-05"), "a")
    return [
        (event.kind, place.role.value, place.name)
        for event in read_events([source], gazetteer=gazetteer).events
        for place in event.places
    ]


def test_a_word_for_an_attack_is_no_town(gazetteer):
    found = places_of("19:02 | Ataque con misiles a la sede de la televisión en Teherán.", "es", gazetteer)
    assert ("strike", "site", "Ataque") not in found


def test_where_a_ship_was_heading_is_not_where_it_was_caught(gazetteer):
    text = (
        "Французький фрегат перехопив у Червоному морі судно з двома тисячами автоматів. "
        "Воно вийшло з порту Бендер-Аббас і прямувало до Ходейди."
    )
    found = places_of(text, "uk", gazetteer)
    assert ("seizure", "site", "Ходейди") not in found


def test_a_bomber_that_flies_somewhere_bombs_nothing(gazetteer):
    text = "Два бомбардувальники перелетіли з авіабази Барксдейл на острів Дієго-Гарсія."
    assert not [found for found in places_of(text, "uk", gazetteer) if found[0] == "strike"]
