"""A name is called resolved only where the text and the index leave one place."""

import pytest

from gazetteer.records import Status
from gazetteer.toponyms.find import find_toponyms


def named(gazetteer, text, name):
    (found,) = (one for one in find_toponyms(text, gazetteer=gazetteer) if one.text == name)
    return found


def test_towns_of_one_name_in_the_area_told_stay_ambiguous(gazetteer):
    found = named(gazetteer, "Debris fell near Meridian, United States, on Friday.", "Meridian")
    assert found.status is Status.AMBIGUOUS
    assert {rival.place.admin1 for rival in found.rivals} >= {"US.ID", "US.MS"}


def test_a_town_ten_times_as_large_is_meant(gazetteer):
    found = named(gazetteer, "Debris fell near Dallas, United States, on Friday.", "Dallas")
    assert (found.status, found.place.admin1) == (Status.RESOLVED, "US.TX")


def test_a_city_that_once_had_the_name_outweighs_no_town_that_has_it(gazetteer):
    found = named(gazetteer, "Debris fell near Milton, United States, on Friday.", "Milton")
    assert found.status is not Status.RESOLVED


def test_what_else_is_named_tells_namesakes_apart(gazetteer):
    text = "Crews drove from Jackson and Hattiesburg to Meridian, United States, on Friday."
    found = named(gazetteer, text, "Meridian")
    assert (found.status, found.place.admin1) == (Status.RESOLVED, "US.MS")


def test_a_village_name_that_recurs_is_not_the_one_that_the_index_has(gazetteer):
    found = named(gazetteer, "Shells hit the village of Volodymyrivka in Kirovohrad region on Friday.", "Volodymyrivka")
    assert (found.status, found.place) == (Status.UNRESOLVED, None)
    assert found.within.admin1 == "UA.10"
    assert found.rivals


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("Boats searched the Rangitata River after the storm.", "Rangitata River", "STM"),
        ("A patrol boat sank off Mindanao on Friday.", "Mindanao", "ISL"),
        ("Warships sailed past the Galapagos Islands on Friday.", "Galapagos Islands", "ISLS"),
        ("Troops crossed the Meuse River on Friday.", "Meuse River", "STM"),
    ],
)
def test_rivers_and_islands_are_found(gazetteer, text, name, feature):
    assert named(gazetteer, text, name).place.feature_code == feature


def test_a_disease_is_no_river(gazetteer):
    assert not find_toponyms("Ebola spread further on Friday.", gazetteer=gazetteer)


def test_a_small_town_abroad_that_nothing_points_to_is_not_sure(gazetteer):
    assert named(gazetteer, "A freighter left Haina on Friday.", "Haina").status is Status.AMBIGUOUS
    assert named(gazetteer, "In Germany, Haina was flooded on Friday.", "Haina").status is Status.RESOLVED


@pytest.mark.parametrize(
    ("language", "text", "name", "kinds"),
    [
        ("es", "Gao, en la región de Gao, fue bombardeada.", "Gao", ["settlement", "admin1"]),
        ("es", "En la región de Gao cayeron proyectiles sobre Gao y Ansongo.", "Gao", ["admin1", "settlement"]),
        ("de", "Die Munition wurde aus Russe nach Odessa gebracht.", "Russe", ["settlement"]),
        ("de", "Ein Russe wurde festgenommen, sagte die Polizei.", "Russe", ["country"]),
    ],
)
def test_a_name_is_what_stands_around_it(gazetteer, language, text, name, kinds):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    assert [one.place.kind.value for one in found if one.text == name] == kinds


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("es", "14:30 Ataque con drones en Járkov, dos heridos.", "Ataque"),
        ("es", "10.15: Ataque contra un depósito en Odesa.", "Ataque"),
        ("ru", "12:40 Суды в Москве арестовали двух человек.", "Суды"),
        ("fr", "Le Bataillon d'assaut motorisé (BAM) avance. Le BAM a pris Mopti.", "BAM"),
    ],
)
def test_what_a_bulletin_opens_with_and_an_abbreviation_are_no_places(gazetteer, language, text, word):
    assert word not in [one.text for one in find_toponyms(text, gazetteer=gazetteer, language=language)]


def test_a_city_that_once_had_a_name_is_not_surely_meant_where_villages_have_it_in_another_spelling(gazetteer):
    found = named(gazetteer, "A drone hit Aleksandrovka in Donetsk Oblast on Tuesday.", "Aleksandrovka")
    assert found.status is not Status.RESOLVED


def test_a_village_told_by_its_country_alone_is_not_surely_outside_the_areas_that_the_text_names(gazetteer):
    aside = named(gazetteer, "Sumy Oblast was attacked twice. A warehouse burned in Plekhiv, Ukraine.", "Plekhiv")
    assert (aside.status, aside.place.admin1) == (Status.AMBIGUOUS, "UA.18")
    there = named(gazetteer, "Poltava Oblast was attacked twice. A warehouse burned in Plekhiv, Ukraine.", "Plekhiv")
    assert there.status is Status.RESOLVED


def test_an_american_village_name_recurs_in_other_states_alone(gazetteer):
    found = named(gazetteer, "A fire broke out in Auburn, Kansas, on Friday.", "Auburn")
    assert (found.status, found.place.admin1) == (Status.RESOLVED, "US.KS")


def test_a_ship_is_told_by_what_describes_it_over_its_flag(gazetteer):
    text = "Officers seized the Monchegorsk, an Iranian cargo ship. A frigate had stopped the Monchegorsk before."
    roles = [one.role for one in find_toponyms(text, gazetteer=gazetteer, language="en") if one.text == "Monchegorsk"]
    assert roles[0] == "organisation"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A strike on the city of Kramatorsk in Donetsk wounded eight people."),
        ("nl", "In de stad Dobropillia in Donetsk zijn elf mensen omgekomen."),
    ],
)
def test_a_town_in_what_bears_a_towns_name_lies_in_its_area(gazetteer, language, text):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    assert [one.contains for one in found if one.place] == [False, True]


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("uk", "О 15:10 за Києвом пуск завершили.", "actor"),
        ("uk", "Дрон упав за Києвом.", "literal"),
        ("ru", "Пуск был в 14:00 по Москве.", "actor"),
        ("ru", "Удар нанесли по Москве.", "literal"),
        ("es", "Fue a las 15:10, hora de Kiev.", "actor"),
    ],
)
def test_whose_clock_tells_the_hour_is_no_place(gazetteer, language, text, role):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    assert [one.role.value for one in found if one.place] == [role]
