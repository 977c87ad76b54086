"""Numbers in digits and words, their units and bounds."""

import pytest

from geo.language.lexicon import tokenise
from geo.language.quantities import find_numbers, find_quantities
from geo.language.tables import event_tables

CASES = [
    ("fr", "au moins dix mille conteneurs", 10_000, "gte", "container"),
    ("fr", "plus de 1 000 conteneurs", 1_000, "gt", "container"),
    ("fr", "plus de 1\u202f000 conteneurs", 1_000, "gt", "container"),
    ("fr", "près de cinq millions d’obus", 5_000_000, "approx", "shell"),
    ("fr", "jusqu'à 7 millions d'obus de mortier", 7_000_000, "lte", "shell"),
    ("fr", "quatre-vingt-dix-sept missiles", 97, "exact", "missile"),
    ("fr", "une trentaine de drones", 30, "approx", "drone"),
    ("fr", "quatre Hwasong-11", 4, "exact", "missile"),
    ("en", "as many as nine million artillery rounds", 9_000_000, "lte", "shell"),
    ("en", "thirty-five drones", 35, "exact", "drone"),
    ("de", "mindestens zehntausend Container", 10_000, "gte", "container"),
    ("de", "14.000 Soldaten", 14_000, "exact", "soldier"),
    ("nl", "bijna drieduizend granaten", 3_000, "approx", "shell"),
    ("uk", "щонайменше п’ять ракет", 5, "gte", "missile"),
    ("uk", "понад 14 тисяч снарядів", 14_000, "gt", "shell"),
    ("ru", "около двадцати одной ракеты", 21, "approx", "missile"),
]


def read(language, text):
    tables = event_tables(language)
    tokens = tokenise(text)
    numbers = find_numbers(text, tokens, tables)
    return find_quantities(text, tokens, tables.lexicon.find(tokens), numbers, tables)


@pytest.mark.parametrize(("language", "text", "value", "qualifier", "unit"), CASES)
def test_quantities_keep_number_bound_and_unit(language, text, value, qualifier, unit):
    (found,) = read(language, text)
    assert (found.quantity.value, found.quantity.qualifier, found.quantity.unit) == (value, qualifier, unit)


def test_a_vague_number_has_no_value():
    (found,) = read("fr", "des dizaines de missiles")
    assert found.quantity.value is None


@pytest.mark.parametrize(("language", "text"), [("fr", "un missile"), ("en", "a missile"), ("fr", "le Hwasong-11")])
def test_articles_and_names_count_nothing(language, text):
    assert read(language, text) == []
