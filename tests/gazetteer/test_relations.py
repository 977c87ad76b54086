"""What is told by its relation to a place is an area of its own, and never the place itself."""

from statistics import median

import pytest
from shapely import Point, from_wkt

from benchmarks import bench_relations
from gazetteer.distance import distance_km
from gazetteer.match.areas import land_near
from gazetteer.records import Place, PlaceKind, Precision, Role
from gazetteer.toponyms.relations.outlines import built, sector

POLTAVA = (34.55, 49.59)
TRUE_POINT = (34.85, 49.78)
"""30 km north-east of it."""


@pytest.mark.parametrize(
    ("text", "lies_between"),
    [
        ("The train stopped between Kyiv and Zhytomyr.", True),
        ("A convoy was hit between Mosul and Erbil.", True),
        ("All flights between Kyiv and Zhytomyr were late.", False),
    ],
)
def test_what_stops_or_is_hit_on_its_way_lies_between_its_ends(gazetteer, text, lies_between):
    assert bool(constructed(gazetteer, text, "en")) is lies_between


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
    assert one.construction.radius_km == pytest.approx(16.0, abs=0.1)


def test_between_two_places_is_the_band_along_their_line(gazetteer):
    one, other = constructed(gazetteer, "A convoy was hit between Kharkiv and Poltava on Sunday.", "en")
    assert one.construction == other.construction
    assert one.construction.kind == "between"
    assert len(one.construction.anchors) == 2
    for name in (one, other):
        away = distance_km(name.construction.lon, name.construction.lat, name.place.lon, name.place.lat)
        assert away == pytest.approx(name.construction.radius_km, rel=0.1)
    assert not from_wkt(one.construction.outline).contains(Point(35.4, 50.4))


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
    shape = built("offset", sector(place, 90.0, 80.0, 120.0), "", [place])
    assert -180 <= shape.lon < -179
    west, _, east, _ = from_wkt(shape.outline).bounds
    assert west >= -180
    assert east <= 180
    across = built("offset", sector(place, None, 0.0, 60.0), "", [place])
    assert from_wkt(across.outline).contains(Point(179.9, 0))
    assert from_wkt(across.outline).contains(Point(-179.9, 0))


def test_what_is_told_by_relation_is_found_and_holds_the_true_point(gazetteer):
    outcomes = [bench_relations.judge(row, gazetteer) for row in bench_relations.read_phrases()]
    assert sum(found for found, _, _ in outcomes) >= 0.9 * len(outcomes)
    assert sum(inside for _, inside, _ in outcomes) >= 0.85 * len(outcomes)
    assert median(ratio for _, _, ratio in outcomes if ratio is not None) <= 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A boat was boarded off the coast of Somalia.", "sea"),
        ("Vor Tartus beschoss ein U-Boot einen Frachter.", "sea"),
        ("Weapons were found in northern Mali.", "part"),
        ("На российско-казахстанской границе изъяли оружие.", "border"),
        ("Gunmen attacked a truck on the Mosul-Kirkuk road.", "road"),
        ("Two drones crashed in the southern suburbs of Damascus.", "suburb"),
    ],
)
def test_an_outline_is_land_or_sea_as_told(gazetteer, text, kind):
    one = constructed(gazetteer, text, None)[0]
    area = from_wkt(one.construction.outline)
    land = land_near(area).intersection(area).area / area.area
    assert one.construction.kind == kind
    assert one.role is Role.LITERAL
    assert land < 0.05 if kind == "sea" else land > 0.9


@pytest.mark.parametrize(
    "text", ["Ships were seen off Kyiv.", "Sanctions on North Korea.", "The army left Mali, north of here."]
)
def test_no_sea_and_no_part_where_none_is_told(gazetteer, text):
    assert constructed(gazetteer, text, "en") == []


def test_a_railway_named_after_a_people_joins_no_towns(gazetteer):
    found = gazetteer.toponyms("Some of them were brought on the Trans-Siberian railway.", language="en")
    assert [one.text for one in found] == ["Siberian"]
