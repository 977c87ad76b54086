"""Abbreviations that a text introduces itself."""

import pytest

from gazetteer.records import Role
from gazetteer.toponyms.find import find_toponyms

BODY = "Conflict Armament Research"


def organisations(text, gazetteer, language="fr"):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    return [(one.text, one.canonical) for one in found if one.role is Role.ORGANISATION]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Selon Conflict Armament Research (CAR), c'est vrai. CAR l'a écrit.",
            [(BODY, BODY), ("CAR", BODY), ("CAR", BODY)],
        ),
        ("CAR l'a écrit avant tout le monde. Ce fut tout.", []),
        ("Selon Conflict Armament Research (CAR), c'est vrai, car on l'a vu.", [(BODY, BODY), ("CAR", BODY)]),
        ("Selon Conflict Armament Research (Londres), c'est vrai. CAR l'a écrit.", [(BODY, BODY)]),
    ],
)
def test_an_abbreviation_means_what_the_text_says(gazetteer, text, expected):
    assert organisations(text, gazetteer) == expected
