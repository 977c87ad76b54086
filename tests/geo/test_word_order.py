"""German and Dutch clauses: the verb second, its rest last, sources in between."""

import pytest

from gazetteer import Gazetteer
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.records import Event


def read(text: str, language: str) -> list[Event]:
    particulars = Particulars(language=language, published="2024-06-20")
    return list(read_events([make_source(text, "a", particulars, "a")], gazetteer=Gazetteer.open()).events)


FLOWS = [
    ("de", "An den Sudan lieferte die Türkei 40 Drohnen.", "TR", "SD"),
    ("de", "Norwegen hat der Ukraine 20 Panzer geliefert.", "NO", "UA"),
    ("de", "Marokko hat von Indien im Mai 90 Haubitzen erhalten.", "IN", "MA"),
    ("de", "Paris erklärt, Iran habe Venezuela 300 Raketen geliefert.", "IR", "VE"),
    ("nl", "Aan Soedan leverde Turkije veertig drones.", "TR", "SD"),
    ("nl", "Marokko heeft in mei negentig houwitsers van India gekregen.", "IN", "MA"),
    ("nl", "Spanje droeg in april acht tanks over aan Oekraïne.", "ES", "UA"),
]


@pytest.mark.parametrize(("language", "text", "supplier", "recipient"), FLOWS)
def test_who_gives_and_who_gets(language, text, supplier, recipient):
    (event,) = read(text, language)
    assert event.actors is not None
    assert (event.actors.supplier, event.actors.recipient) == (supplier, recipient)


def test_source_inside_a_clause_ends_before_what_is_told():
    (event,) = read("Israel hat nach Angaben des libanesischen Militärs am Montag Tyros bombardiert.", "de")
    assert [place.name for place in event.places] == ["Tyros"]
    assert event.claimed_by


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Panzer sollen im Herbst nach Odessa geliefert werden."),
        ("de", "Die Flugabwehr zerstörte über Odessa neun Drohnen."),
        ("nl", "De tanks moeten in het najaar aan Oekraïne worden geleverd."),
    ],
)
def test_what_did_not_happen_is_no_event(language, text):
    assert read(text, language) == []


def test_reported_perfect_is_told_as_done():
    (event,) = read("Belarus soll Russland im Mai 500 Raketen geliefert haben.", "de")
    assert event.kind == "shipment"


@pytest.mark.parametrize(
    ("language", "text", "site"),
    [
        ("ru", "В граничащем с Украиной городе Рыльске обстрел оставил дома без света.", "Рыльске"),
        ("pl", "W graniczącym z Rosją mieście Wołczańsk ostrzał uszkodził szkołę.", "Wołczańsk"),
        ("de", "In der an Polen grenzenden Stadt Lwiw schlug eine Rakete ein.", "Lwiw"),
    ],
)
def test_an_attribute_parts_a_preposition_from_its_noun(language, text, site):
    (event,) = read(text, language)
    assert [(place.role, place.name) for place in event.places if place.role == "site"] == [("site", site)]
