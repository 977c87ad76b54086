"""The towns that a near map names: not a city's quarters in the place of the city."""

import pytest

DONBAS, KYIV, BERING = (35.0, 46.7, 39.0, 48.4), (30.3, 50.35, 30.75, 50.6), (175.0, 62.0, 190.0, 67.0)


def named(gazetteer, box, **options):
    return [place.name for place in gazetteer.largest_within(box, **options)]


def test_without_a_distance_the_largest_are_given_whatever_they_are_quarters_of(gazetteer):
    assert {"Mariupol", "Pravyi Bereh"} <= set(named(gazetteer, DONBAS, limit=8))


def test_on_a_map_of_a_region_a_city_stands_for_its_quarters(gazetteer):
    found = named(gazetteer, DONBAS, limit=30, apart=4 / 25)
    assert {"Donetsk", "Mariupol", "Melitopol", "Tokmak", "Volnovakha"} <= set(found)
    assert not {"Pravyi Bereh", "Tsentralnyi", "Rutchenkivskyi", "Voznesenskyi"} & set(found)


def test_on_a_map_of_a_city_its_quarters_are_named(gazetteer):
    found = named(gazetteer, KYIV, limit=30, apart=0.45 / 25)
    assert found[0] == "Kyiv"
    assert {"Obolon", "Desna"} <= set(found)


def test_across_180_degrees_no_town_is_near_another_by_its_longitude_alone(gazetteer):
    assert "Anadyr" in named(gazetteer, BERING, limit=5, apart=0.5)


@pytest.mark.parametrize("apart", [0, 0.5])
def test_where_nobody_lives_nothing_is_named(gazetteer, apart):
    assert named(gazetteer, (-40.0, -60.0, -38.0, -58.0), limit=5, apart=apart) == []
