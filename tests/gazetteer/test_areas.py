"""Recognised borders, and polygons that hold what they should."""

import csv

import pytest
import shapely

from gazetteer.datafiles import data_file
from gazetteer.match import areas
from gazetteer.toponyms.find import find_toponyms


@pytest.mark.parametrize(
    ("place", "lon", "lat", "country"),
    [
        ("Sevastopol", 33.5213, 44.6080, "UA"),
        ("Simferopol", 34.1108, 44.9572, "UA"),
        ("Kerch", 36.4744, 45.3607, "UA"),
        ("Donetsk", 37.8022, 48.0230, "UA"),
        ("Tikhoretsk", 40.1253, 45.8547, "RU"),
        ("Rajin", 130.2831, 42.2556, "KP"),
        ("Dunay", 132.3354, 42.8788, "RU"),
        ("Tiraspol", 29.6433, 46.8403, "MD"),
        ("Sukhumi", 41.0234, 43.0015, "GE"),
        ("Tskhinvali", 43.9642, 42.2257, "GE"),
        ("Majdal Shams, Golan", 35.7700, 33.2660, "SY"),
        ("Katzrin, Golan", 35.6900, 32.9900, "SY"),
        ("Tiberias", 35.5300, 32.7900, "IL"),
        ("Kyrenia", 33.3192, 35.3364, "CY"),
        ("Laayoune", -13.1991, 27.1418, "EH"),
        ("Dakhla", -15.9300, 23.7000, "EH"),
        ("Guelmim", -10.0569, 28.9870, "MA"),
        ("Hargeisa", 44.0650, 9.5600, "SO"),
        ("Taipei", 121.5319, 25.0478, "TW"),
        ("Pristina", 21.1655, 42.6629, "XK"),
        ("Gaza", 34.4668, 31.5000, "PS"),
    ],
)
def test_points_lie_in_their_recognised_country(place, lon, lat, country):
    assert areas.country_at(lon, lat) == country, place


def test_crimea_is_in_ukraine_and_in_ukraine_alone():
    crimea = shapely.Point(34.4, 45.3)
    holders = [code for code, shape in areas.countries().items() if shape.contains(crimea)]
    assert holders == ["UA"]


def test_the_open_sea_is_in_no_country():
    assert areas.country_at(-30, 0) is None
    assert areas.admin1_at(150, -50) is None


def test_a_port_just_off_the_generalised_coast_still_counts():
    assert areas.country_at(130.31, 42.22, within_km=0) in (None, "KP")
    assert areas.country_at(130.31, 42.22) == "KP"


@pytest.mark.parametrize(("code", "lon", "lat"), [("UA.18", 34.0, 49.6), ("UA.07", 36.6, 49.6), ("RU.38", 39.5, 45.5)])
def test_first_level_areas_carry_geonames_codes(code, lon, lat):
    assert areas.admin1_at(lon, lat) == code
    assert areas.admin1()[code].geometry.contains(shapely.Point(lon, lat))


def test_every_shape_is_valid_and_on_the_globe():
    shapes = [*areas.countries().values(), *(a.geometry for a in areas.admin1().values()), areas.land()]
    assert shapely.is_valid(shapes).all()
    west, south, east, north = shapely.total_bounds(shapes)
    assert west >= -180
    assert south >= -90
    assert east <= 180
    assert north <= 90


def test_areas_of_one_country_fill_it_and_no_other():
    ukraine = areas.countries()["UA"]
    parts = shapely.union_all([a.geometry for a in areas.admin1().values() if a.country == "UA"])
    assert parts.symmetric_difference(ukraine).area < 1e-3


def test_the_caspian_is_water():
    assert not areas.land().contains(shapely.Point(51, 42))


def test_every_correction_gives_its_reason():
    for table in ("corrections.csv", "splits.csv", "lines.csv"):
        with data_file(f"borders/{table}").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert rows
        assert all(row["why"].strip() for row in rows), table


def test_disputed_lines_include_the_one_around_crimea_and_none_that_is_past():
    names = {name for name, _ in areas.disputed()}
    assert "Crimea: held separately" in names
    assert not names & {"Ukrainian claim", "Ceasefire Line 1994"}


@pytest.mark.parametrize(
    ("language", "text", "areas"),
    [
        ("uk", "Під ударом були області: Львівська, Івано-Франківська та Волинська.", "Lviv Ivano-Frankivsk Volyn"),
        ("uk", "У Вінницькій області горів склад, у Житомирській загинула людина.", "Vinnytsia Zhytomyr"),
        ("ru", "В Курской области сбили дрон, в Белгородской — два, ещё один — в Брянской.", "Kursk Belgorod Bryansk"),
        (
            "ru",
            "Над Воронежской областью сбили три дрона, над Липецкой и Тамбовской – по одному.",
            "Voronezh Lipetsk Tambov",
        ),
        ("pl", "Ostrzelano obwody: charkowski, sumski i chersoński.", "Kharkiv Sumy Kherson"),
    ],
)
def test_an_area_may_leave_out_its_kind_word(gazetteer, language, text, areas):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    assert [one.place.name for one in found if one.role == "literal"] == [f"{area} Oblast" for area in areas.split()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Горіла Вінницька область. У Житомирській лікарні лежать поранені."),
        ("uk", "Це сталося над Полтавською та Сумською."),
        ("pl", "Ostrzelano obwód sumski. W kijowskim szpitalu leżą ranni."),
    ],
)
def test_an_adjective_with_its_noun_or_without_any_area_is_no_area(gazetteer, language, text):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    areas = {one.place.name for one in found if one.place and one.role == "literal"}
    assert not areas & {"Zhytomyr Oblast", "Poltava Oblast", "Kyiv Oblast"}


@pytest.mark.parametrize(
    ("language", "text", "precision"),
    [
        ("es", "Dos misiles fueron disparados contra Poltava, región del centro del país.", "admin1"),
        ("fr", "Une frappe a visé Poltava, région du centre du pays.", "admin1"),
        ("en", "A strike on Kharkiv, a region in the east, was reported.", "admin1"),
        ("en", "A strike on Kharkiv, a city in the east, was reported.", "settlement"),
        ("es", "Dos misiles cayeron en Izium, región de Járkov.", "settlement"),
    ],
)
def test_an_apposition_may_call_a_name_an_areas(gazetteer, language, text, precision):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    assert found[0].precision == precision
