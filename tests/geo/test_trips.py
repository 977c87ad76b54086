"""What a ship or plane carried, told after where it went."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article


def events_of(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2024-06-20"), "a")
    return join_readings([read_article(source, gazetteer)], gazetteer=gazetteer, language="en").events


@pytest.mark.parametrize(
    ("language", "text", "way"),
    [
        (
            "en",
            (
                "An Il-76 cargo plane flew from Benghazi to Faya-Largeau on 3 June, flight trackers show. "
                "On board were mortar shells for the Rapid Support Forces, two Libyan officials said."
            ),
            ["Benghazi", "Faya-Largeau"],
        ),
        (
            "en",
            "The freighter sailed from Novorossiysk to Simon's Town in December. It carried ammunition, police said.",
            ["Novorossiysk", "Simon's Town"],
        ),
        (
            "fr",
            (
                "Le 12 mai, un cargo a appareillé de Bandar Abbas et gagné Port-Soudan six jours plus tard. "
                "À son bord se trouvaient des drones Mohajer-6, selon deux diplomates."
            ),
            ["Bandar Abbas", "Port-Soudan"],
        ),
        pytest.param(
            "fr",
            "Un avion-cargo a relié Minsk à Lattaquié le 2 juin. Il transportait des missiles antichars.",
            ["Minsk", "Lattaquié"],
            marks=pytest.mark.xfail(strict=True, reason="Minsk is taken for its government"),
        ),
        (
            "de",
            (
                "Am 4. Mai flog ein Frachtflugzeug von Teheran nach Damaskus. "
                "An Bord waren nach israelischen Angaben Raketenteile für die Hisbollah."
            ),
            ["Teheran", "Damaskus"],
        ),
        (
            "nl",
            "Op 4 mei voer het vrachtschip van Koper naar Haifa. Aan boord waren granaten, zegt de vakbond.",
            ["Koper", "Haifa"],
        ),
        (
            "ru",
            "4 мая грузовой самолёт вылетел из Тегерана и приземлился в Латакии. На борту находились ракеты.",
            ["Тегерана", "Латакии"],
        ),
        (
            "uk",
            "4 травня вантажне судно вийшло з порту Раджин і прибуло до Дунаю. На борту були снаряди.",
            ["Раджин", "Дунаю"],
        ),
    ],
)
def test_a_trip_and_what_was_aboard_are_one_shipment(gazetteer, language, text, way):
    (event,) = events_of(text, language, gazetteer)
    assert event.kind == "shipment"
    assert [(place.role.value, place.name) for place in event.places] == list(
        zip(("origin", "destination"), way, strict=True)
    )
    days = "month" if "December" in text else "range" if "plus tard" in text else "day"  # from departure to arrival
    assert event.date.precision == days


@pytest.mark.parametrize(
    "text",
    [
        "A ferry sailed from Dover to Calais on Monday. On board were 300 tourists.",
        "A cargo plane flew from Kyiv to Warsaw on Monday. On board were no weapons, officials said.",
        "A cargo ship sailed from Odesa to Port Said. It carried grain, the ministry said.",
        "A cargo plane will fly from Tehran to Damascus. It will carry missiles, officials said.",
    ],
)
def test_a_trip_without_arms_aboard_is_none(gazetteer, text):
    assert events_of(text, "en", gazetteer) == ()


def test_who_tells_what_a_ship_carried_is_not_its_sender(gazetteer):
    text = "The freighter sailed from Novorossiysk to Durban in December. It carried shells, the US ambassador said."
    (event,) = events_of(text, "en", gazetteer)
    assert event.actors.supplier == "RU"
    assert event.claimed_by == ("United States",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The first Mirage 2000 jets promised by Paris arrived in Ukraine on 6 February."),
        ("fr", "Les premiers Mirage 2000 promis par Paris sont arrivés en Ukraine le 6 février."),
        ("es", "Los primeros Mirage 2000 prometidos por París llegaron a Ucrania el 6 de febrero."),
        ("pl", "Pierwsze obiecane przez Paryż samoloty Mirage 2000 przyleciały na Ukrainę 6 lutego."),
    ],
)
def test_what_was_promised_by_somebody_may_have_come_and_who_promised_is_no_stop(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert (event.kind, event.date.start, event.actors.recipient, event.places) == ("shipment", "2024-02-06", "UA", ())


def test_what_was_promised_and_has_yet_to_come_is_no_shipment(gazetteer):
    assert not events_of("The Mirage 2000 jets were promised by Paris and will be sent to Ukraine.", "en", gazetteer)
