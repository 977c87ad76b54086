"""Where a text was filed is none of its events' places; a name that heads an item of a list is."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events

FILED = [
    (
        "de",
        "Kiew (dpa) - ",
        "Bei einem russischen Raketenangriff auf Poltawa sind am Mittwoch drei Menschen getötet worden.",
    ),
    (
        "de",
        "Kiew, 7. Mai (Jiji Press)--",
        "Bei einem russischen Raketenangriff auf Poltawa wurden drei Menschen getötet.",
    ),
    ("en", "KYIV: ", "A Russian missile hit an apartment block in Poltava on Wednesday, killing three."),
    (
        "en",
        "KYIV, May 7 (Reuters) - ",
        "A Russian missile hit an apartment block in Poltava on Wednesday, killing three.",
    ),
    ("en", "Kyiv | ", "A Russian missile hit an apartment block in Poltava on Wednesday, killing three."),
    ("es", "Kiev, 7 may (EFE).- ", "Un misil ruso alcanzó el miércoles un edificio en Poltava y mató a tres personas."),
    ("fr", "Kiev (KNA) ", "Un missile russe a frappé un immeuble à Poltava mercredi, tuant trois personnes."),
    ("nl", "Kiev/Moskau - ", "Bij een Russische raketaanval op Poltava zijn woensdag drie mensen gedood."),
    ("pl", "07.05.2025, Kijów (PAP) - ", "Rosyjska rakieta uderzyła w środę w blok w Połtawie, zabijając trzy osoby."),
    ("ru", "КИЕВ, 7 мая. /ТАСС/. ", "Российская ракета в среду попала в жилой дом в Полтаве, погибли три человека."),
    ("uk", "КИЇВ, 7 травня — ", "Російська ракета в середу влучила в будинок у Полтаві, загинули троє людей."),
]


def sites(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2025-05-07"), "a")
    events = read_events([source], gazetteer=gazetteer, language="en").events
    return {place.place_id: place.label for event in events for place in event.places}


@pytest.mark.parametrize(("language", "line", "told"), FILED)
def test_where_a_text_was_filed_is_no_place_of_its_events(language, line, told, gazetteer):
    assert list(sites(line + told, language, gazetteer).values()) == ["Poltava"]


def test_a_name_before_a_dash_may_head_an_item(gazetteer):
    text = (
        "Обстріли Харківщини за добу.\n\nВорог бив по області бомбами та дронами.\n\nЄ загиблі.\n\n"
        "Окремо по громадах:\n\n"
        "Балаклія — КАБ зруйнував два будинки, загинуло подружжя.\n\nІзюм — дрон влучив у школу."
    )
    assert {"Balakliia", "Izium"} <= set(sites(text, "uk", gazetteer).values())


HEADED = [
    ("en", "NYALA – Two drones struck the market on Monday.\n\nKASSALA – A missile hit the depot here on Tuesday."),
    ("nl", "NYALA – Maandag troffen twee drones de markt.\n\nKASSALA – Dinsdag trof een raket hier het depot."),
    ("de", "Nyala. Am Montag trafen zwei Drohnen den Markt.\n\nKassala. Am Dienstag traf eine Rakete das Depot."),
]


@pytest.mark.parametrize(("language", "text"), HEADED)
def test_places_that_open_several_paragraphs_are_where_each_happened(gazetteer, language, text):
    assert set(sites(text, language, gazetteer).values()) == {"Nyala", "Kassala"}


def test_one_that_opens_a_paragraph_alone_is_where_it_was_filed(gazetteer):
    assert sites("NYALA – Two drones struck the market on Monday.", "en", gazetteer) == {}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The minister, in a talk from Caracas, said 12,000 soldiers had moved to Zulia with guns.", "Caracas"),
        ("fr", "Depuis Bogota, le ministre a affirmé que des fusils avaient été envoyés à Cúcuta.", "Bogota"),
        ("de", "Aus Tripolis teilte der Sprecher mit, Panzer seien nach Tobruk verlegt worden.", "Tripolis"),
    ],
)
def test_from_where_somebody_spoke_nothing_came(gazetteer, language, text, name):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2025-05-07"), "a")
    (event,) = read_events([source], gazetteer=gazetteer).events
    assert name not in {place.name for place in event.places}
    assert event.places
