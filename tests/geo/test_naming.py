"""Who speaks and what fell, in the reader's language."""

import pytest

from gazetteer.text.language_tables import organisations
from geo.language.tables import weapons
from geo.records.naming import party_name, weapon_name

LANGUAGES = ("fr", "de", "nl", "uk", "ru", "es")


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("North Korea", "fr", "Corée du Nord"),
        ("White House", "fr", "Maison Blanche"),
        ("White House", "de", "Weißes Haus"),
        ("White House", "en", "White House"),
        ("Russia", "uk", "Росія"),
        ("Russia", "de-AT", "Russland"),
        ("Jonah Leff", "fr", "Jonah Leff"),
        ("l'armée de l'air ukrainienne", "en", "l'armée de l'air ukrainienne"),
    ],
)
def test_parties_are_named_in_the_readers_language(name, language, shown):
    assert party_name(name, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_weapon_has_a_word(language):
    kinds = [weapon.name for weapon in weapons().values() if weapon.generic or weapon.name == weapon.kind]
    assert kinds
    assert [kind for kind in kinds if weapon_name(kind, language) == kind and language == "uk"] == []
    assert weapon_name("ballistic missile", language) != "ballistic missile"


def test_a_designation_stays_as_it_is():
    assert weapon_name("Hwasong-11", "fr") == "Hwasong-11"
    assert weapon_name("ballistic missile", "en") == "ballistic missile"


def test_each_paper_and_agency_goes_by_its_own_name():
    outlets = [row for row in organisations() if row.kind == "media"]
    assert len(outlets) > 100
    strangers = [
        row.canonical for row in outlets if row.canonical not in {n for names in row.names.values() for n in names}
    ]
    assert strangers == []
    assert party_name("BBC", "uk") == "Бі-бі-сі"
