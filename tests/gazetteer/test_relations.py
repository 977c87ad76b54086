"""What is told by its relation to a place is an area of its own, and never the place itself."""

import pytest

from gazetteer.distance import distance_km
from gazetteer.records import Place, PlaceKind, Precision
from gazetteer.toponyms.relations import destination, midpoint

POLTAVA = (34.55, 49.59)
TRUE_POINT = (34.85, 49.78)
"""30 km north-east of it."""


def constructed(gazetteer, text, language):
    return [one for one in gazetteer.toponyms(text, language=language) if one.construction is not None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A drone fell in a field 30 km north-east of Poltava on Sunday."),
        ("en", "A drone fell 19 miles (30 km) northeast of Poltava."),
        ("fr", "Un drone est tombé à 30 km au nord-est de Poltava dimanche."),
        ("de", "Eine Drohne stürzte 30 Kilometer nordöstlich von Poltawa ab."),
        ("nl", "Een drone stortte neer op 30 kilometer ten noordoosten van Poltava."),
        ("es", "Un dron cayó a 30 km al noreste de Poltava el domingo."),
        ("pl", "Dron spadł 30 km na północny wschód od Połtawy."),
        ("uk", "Безпілотник упав за 30 км на північний схід від Полтави."),
        ("ru", "Беспилотник упал в 30 км северо-восточнее Полтавы."),
    ],
)
def test_so_far_in_a_way_is_an_area_there(gazetteer, language, text):
    (one,) = constructed(gazetteer, text, language)
    area = one.construction
    assert area.kind == "offset"
    assert one.precision is Precision.NEAR
    assert distance_km(area.lon, area.lat, *TRUE_POINT) <= area.radius_km
    assert distance_km(area.lon, area.lat, *POLTAVA) > area.radius_km, "the anchor's own dot lies outside"
    assert area.words in text


def test_so_far_in_any_way_is_an_area_around(gazetteer):
    (one,) = constructed(gazetteer, "Ракета впала за 12 кілометрів від Харкова.", "uk")
    assert one.construction.kind == "distance"
    assert one.construction.radius_km == pytest.approx(13.8)


def test_between_two_places_is_the_disc_over_their_line(gazetteer):
    one, other = constructed(gazetteer, "A convoy was hit between Kharkiv and Poltava on Sunday.", "en")
    assert one.construction == other.construction
    assert one.construction.kind == "between"
    assert len(one.construction.anchors) == 2
    for name in (one, other):
        away = distance_km(name.construction.lon, name.construction.lat, name.place.lon, name.place.lat)
        assert away == pytest.approx(name.construction.radius_km, abs=1)


@pytest.mark.parametrize(
    "text",
    [
        "Blasts were heard in the north of Kyiv.",
        "Two people were killed in Poltava, 30 km of cable burnt.",
        "Flights between Nairobi and Kampala were cancelled.",
    ],
)
def test_a_part_a_length_or_a_journey_builds_nothing(gazetteer, text):
    assert constructed(gazetteer, text, "en") == []


def test_a_point_across_the_antimeridian_keeps_its_longitude_in_range():
    place = Place(place_id="x:1", name="X", kind=PlaceKind.SETTLEMENT, feature_code="PPL", lat=0.0, lon=179.9)
    lat, lon = destination(place, 90.0, 100.0)
    assert (round(lat), -180 <= lon < -179) == (0, True)
    other = Place(place_id="x:2", name="Y", kind=PlaceKind.SETTLEMENT, feature_code="PPL", lat=0.0, lon=-179.9)
    assert abs(midpoint(place, other)[1]) == pytest.approx(180.0)
