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
