"""Places named in the Polish cases: the softened consonants and fleeting vowels lead back to the nominative."""

import pytest

from gazetteer import Gazetteer
from gazetteer.toponyms.find import find_toponyms

FORMS = [
    ("w Bejrucie", "Beirut", "LB"), ("w Bagdadzie", "Baghdad", "IQ"), ("w Hudajdzie", "Al Ḩudaydah", "YE"),
    ("w Izmaile", "Izmail", "UA"), ("w Damaszku", "Damascus", "SY"), ("z Damaszku", "Damascus", "SY"),
    ("w Toropcu", "Toropets", "RU"), ("do Homla", "Gomel", "BY"), ("w Dnieprze", "Dnipro", "UA"),
    ("w Charkowie", "Kharkiv", "UA"), ("pod Charkowem", "Kharkiv", "UA"), ("na Charków", "Kharkiv", "UA"),
    ("w Odessie", "Odesa", "UA"), ("na Odessę", "Odesa", "UA"), ("pod Odessą", "Odesa", "UA"),
    ("w Zaporożu", "Zaporizhzhya", "UA"), ("do Zaporoża", "Zaporizhzhya", "UA"), ("w Chersoniu", "Kherson", "UA"),
    ("w Makiejewce", "Makiyivka", "UA"), ("w Białej Cerkwi", "Bila Tserkva", "UA"),
    ("w Krzywym Rogu", "Kryvyi Rih", "UA"),
    ("w Latakii", "Latakia", "SY"), ("w Misracie", "Misratah", "LY"), ("w Mosulu", "Mosul", "IQ"),
    ("w Kiszyniowie", "Chisinau", "MD"), ("w Bukareszcie", "Bucharest", "RO"), ("w Budapeszcie", "Budapest", "HU"),
    ("we Władywostoku", "Vladivostok", "RU"), ("w Noworosyjsku", "Novorossiysk", "RU"), ("w Riazaniu", "Ryazan", "RU"),
    ("do Kłajpedy", "Klaipėda", "LT"), ("w Kłajpedzie", "Klaipėda", "LT"), ("w Nowym Jorku", "New York City", "US"),
    ("w Rostowie nad Donem", "Rostov-on-Don", "RU"), ("w Chartumie", "Khartoum", "SD"), ("w Adenie", "Aden", "YE"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "name", "country"), FORMS)
def test_a_name_in_any_case_leads_to_its_place(gazetteer: Gazetteer, phrase: str, name: str, country: str) -> None:
    text = f"Rakieta spadła wczoraj {phrase}, podały władze."
    places = [found.place for found in find_toponyms(text, gazetteer=gazetteer, language="pl") if found.place]
    assert [(place.country, gazetteer.label(place, "pl")) for place in places] == [
        (country, gazetteer.label(next(p.place for p in gazetteer.lookup(name) if p.place.country == country), "pl"))
    ]
