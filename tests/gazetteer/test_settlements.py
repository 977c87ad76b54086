"""The reviewed towns and villages bear each language's own spelling, once."""

import csv
import re
from collections import Counter

import pytest

from gazetteer.datafiles import data_file
from gazetteer.gazetteer import Gazetteer
from gazetteer.index.sources.own_places import parse_names
from gazetteer.match.keys import name_key

CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ'’ -]+")
LATIN = ("en", "fr", "de", "nl", "es", "pl")


def rows():
    with data_file("places/settlements.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["name"], list(parse_names(row["names"]))) for row in csv.DictReader(lines)]


def test_names_are_in_the_script_of_their_language():
    wrong = [
        (place, name.text)
        for place, names in rows()
        for name in names
        if (name.language in ("ru", "uk") and not CYRILLIC.fullmatch(name.text))
        or (name.language in LATIN and re.search("[А-я]", name.text))
    ]
    assert wrong == []


def test_no_name_of_a_place_is_told_twice_in_a_language():
    twice = [
        (place, key)
        for place, names in rows()
        for key, times in Counter((name_key(name.text), name.language) for name in names).items()
        if times > 1
    ]
    assert twice == []


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (("Khiam", "Jiam", "Chijam", "Хиам"), "LB"),
        (("Bureij", "Al-Burajdż", "Bureidsch", "Аль-Бурейдж"), "PS"),
        (("Sukhna", "Suchna", "Al Sujna", "Soukhna", "Эс-Сухна"), "SY"),
        (("Harardhere", "Xarardheere", "Харардере"), "SO"),
        (("Synkivka", "Синьковка", "Синьківка", "Synkiwka"), "UA"),
        (("Shwayrif", "Szuwajrif", "Эш-Шувайриф"), "LY"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_each_languages_spelling_leads_to_the_same_place(gazetteer: Gazetteer, names, country):
    found = {gazetteer.lookup(name, country=country, fuzzy=False)[0].place.place_id for name in names}
    assert len(found) == 1
