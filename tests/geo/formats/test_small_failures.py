"""Small tables and layers that once came in wrong: each stands for a kind of fault."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from gazetteer.gazetteer import Gazetteer
from gazetteer.records import Status
from geo.formats.problems import problem_lines
from geo.formats.reading import read_table_or_events
from geo.formats.writing import write_events
from geo.records import Qualifier

_HERE = Path(__file__).parent / "small"


def _read(name, **options):
    return read_table_or_events(next(_HERE.glob(f"*{name}")), **options)


def _events(name, **options):
    return _read(name, **options).events.events


def test_distinct_attacks_of_one_night_are_three_events():
    events = _events("weapons.csv")
    assert [event.weapon for event in events] == ["Shahed-136", "Iskander-M", "Kh-59"]
    assert sum(event.casualties.killed for event in events) == 3


def test_a_row_that_stands_twice_is_taken_once_and_said(tmp_path):
    (tmp_path / "twice.csv").write_text("date,place,kind\n2024-03-01,Odesa,strike\n2024-03-01,Odesa,strike\n")
    reading = read_table_or_events(tmp_path / "twice.csv")
    assert (len(reading.events.events), reading.rejects) == (1, ())
    assert any("line 3: says the same as a row above" in line for line in problem_lines(reading.problems))


def test_a_front_line_is_no_shipment():
    (event,) = _events("frontline.geojson")
    assert (event.kind, event.legs, event.title) == ("event", (), "Line of contact")
    assert event.places[0].extent == "LINESTRING (37 48, 37.5 48.2, 38 48.5)"


def test_an_occupied_territory_keeps_its_outline():
    assert _events("occupied.geojson")[0].places[0].extent.startswith("MULTIPOLYGON (((33 4")


def test_an_area_on_both_sides_of_the_antimeridian_lies_there():
    place = _events("anti.geojson")[0].places[0]
    assert (place.lat, abs(place.lon)) == (-17.5, 180.0)
    assert place.radius_km == pytest.approx(120, abs=1)


def test_swapped_coordinates_are_found_and_a_mapping_mends_them(tmp_path):
    reading = _read("swapped.csv")
    assert {event.places[0].lat for event in reading.events.events} == {None}
    assert all("lies in Iran" in str(problem) and "swapped?" in str(problem) for problem in reading.problems)
    (tmp_path / "map.toml").write_text("[table]\nswap_coordinates = true\n")
    mended = _events("swapped.csv", mapping=tmp_path / "map.toml")
    assert (mended[0].places[0].lat, mended[0].places[0].lon) == (50.91, 34.8)


def test_a_position_in_another_region_than_its_row_says_is_found(tmp_path):
    rows = "2024-03-01,A,Ukraine,Sumy Oblast,50.91,34.8,strike\n2024-03-02,B,Ukraine,Lviv Oblast,50.0,36.23,strike\n"
    (tmp_path / "region.csv").write_text(f"date,place,country,oblast,lat,lon,kind\n{rows}")
    reading = read_table_or_events(tmp_path / "region.csv", open_gazetteer=Gazetteer.open)
    assert [event.places[0].lat for event in reading.events.events] == [50.91, None]
    assert "line 3, lat: 50, 36.23 lies in Kharkiv" in str(reading.problems[-1])


def test_a_side_is_not_where_it_was():
    (event,) = _events("btg.csv")
    assert event.places[0].country is None
    assert event.attributes == {"unit": "1st Example Regiment", "type_of_btg": "motor_rifle", "country": "ru"}
    assert event.quantities == ()


def test_compass_words_are_no_places():
    origins = [event.places[1] for event in _events("vague.csv", open_gazetteer=Gazetteer.open)]
    assert [(place.name, place.status) for place in origins] == [
        ("south", Status.UNRESOLVED),
        ("the south-east", Status.UNRESOLVED),
    ]


def test_before_and_after_a_day_are_not_that_day():
    dates = [event.date for event in _events("before.csv")]
    assert [(date.start, date.end) for date in dates] == [(None, "2024-03-04"), ("2024-03-06", None)]
    assert dates[0].text == "before 5 March 2024"


def test_a_range_in_a_cell_keeps_its_end():
    date = _events("to.csv")[0].date
    assert (date.start, date.end, date.precision) == ("2024-03-01", "2024-03-05", "range")


def test_dots_are_european():
    assert [event.date.start for event in _events("dots.csv")] == ["2024-03-01", "2024-03-14"]


def test_orders_that_contradict_each_other_are_named():
    reading = _read("mix.csv")
    assert "lines 2 and 3 contradict each other" in str(reading.problems[0])
    assert [event.date.start for event in reading.events.events] == ["2024-02-13", "2024-02-14", None]
    assert reading.events.events[2].date.text == "03/04/2024"


def test_hxl_tags_are_no_event():
    assert len(_events("hxl.csv")) == 1


def test_cyrillic_code_pages_are_told():
    assert [event.places[0].name for event in _events("cp1251.csv")] == ["Сумы", "Харьков"]


def test_a_umaps_features_are_read_and_not_its_view():
    (event,) = _events("map.umap")
    assert (event.title, event.places[0].lat, event.attributes) == ("Frappe sur Soumy", 50.91, {"layer": "Frappes"})


def test_the_sheet_of_events_is_read_and_the_other_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Facilities"
    book.active.append(["Facility", "Latitude", "Longitude", "Location"])
    book.active.append(["F1", 40, 127, "Somewhere"])
    tests = book.create_sheet("Tests")
    tests.append(["Date", "Missile Name", "Facility Latitude", "Facility Longitude", "Source(s)"])
    for day in range(3):
        tests.append([dt.date(2020, 1, 1 + day), "Model A", 39.5, 127.1, f"https://ex.example/{day}"])
    book.save(tmp_path / "book.xlsx")
    reading = read_table_or_events(tmp_path / "book.xlsx")
    assert [event.date.start for event in reading.events.events] == ["2020-01-01", "2020-01-02", "2020-01-03"]
    assert "'Facilities' have no events and were not read" in str(reading.problems[0])


def test_a_declared_reference_system_counts():
    place = _events("merc.geojson")[0].places[0]
    assert (place.lat, place.lon) == (pytest.approx(50.91, abs=1e-4), pytest.approx(34.8, abs=1e-4))


def test_acled_is_protected_in_every_format(tmp_path):
    assert write_events(_read("acled.geojson").events, tmp_path / "out.csv") == 1
    assert "Made note" not in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_bounds_of_casualties_go_through_every_export(tmp_path):
    events = _read("casual.csv").events
    first, second, third = (event.casualties for event in events.events)
    assert (first.killed, first.killed_most, first.wounded, first.wounded_qualifier) == (2, 5, 3, Qualifier.GTE)
    assert (second.killed, second.killed_qualifier, second.wounded, second.wounded_text) == (
        12,
        Qualifier.GTE,
        None,
        "dozens",
    )
    assert (third.killed_qualifier, third.wounded_qualifier) == (Qualifier.GT, Qualifier.APPROX)
    for ending in ("csv", "xlsx", "gpkg", "geojson"):
        write_events(events, tmp_path / f"out.{ending}")
        back = [event.casualties for event in read_table_or_events(tmp_path / f"out.{ending}").events.events]
        assert [(each.killed, each.killed_most, each.killed_qualifier) for each in back] == [
            (2, 5, Qualifier.EXACT),
            (12, None, Qualifier.GTE),
            (10, None, Qualifier.GT),
        ]


def test_a_fires_day_is_read():
    assert _events("firms.csv")[0].date.start == "2024-03-01"


def test_the_parts_of_a_date_are_joined():
    (event,) = _events("gtd.csv")
    assert (event.date.start, event.weapon, event.casualties.killed, event.casualties.wounded) == (
        "2014-03-01",
        "Explosives",
        3,
        5,
    )
    assert event.places[0].country == "UA"


def test_wkt_and_names_of_ogr2ogr():
    events = _events("wkt.csv")
    assert [(event.title, event.places[0].lat) for event in events] == [("Depot A", 50.91), ("Depot B", 49.99)]


def test_addresses_of_one_cell_are_clean():
    urls = [article.url for article in _read("src.csv").events.articles]
    assert urls == ["https://a.example/1", "https://b.example/2", "https://c.example/3"]


def test_kinds_that_are_not_ours_keep_their_name_and_are_one_finding():
    reading = _read("three.csv")
    assert [event.kind for event in reading.events.events] == ["protests", "battles", "riots"]


def test_many_findings_of_one_cause_are_one_line(tmp_path):
    rows = "".join(f"2024-03-01,P{at},Ukraine,{30 + at / 1000},50.9,strike\n" for at in range(500))
    rows += "".join(f"2024-03-02,Q{at},Ukraine,{50 + at / 1000},34.8,strike\n" for at in range(600))
    (tmp_path / "many.csv").write_text("date,place,country,lat,lon,kind\n" + rows)
    lines = list(problem_lines(read_table_or_events(tmp_path / "many.csv").problems))
    assert len(lines) < 5
    assert "and 495 more" in lines[0]
    assert "499 others like it" in lines[0]


def test_a_column_of_names_that_the_gazetteer_knows_is_where_it_was(tmp_path):
    rows = "2024-03-01,strike,Sumy,Ivanenko\n2024-03-02,strike,Kharkiv,Petrenko\n2024-03-03,test,Poltava,Bondar\n"
    (tmp_path / "names.csv").write_text(f"date,kind,obiekt,operator\n{rows}")
    reading = read_table_or_events(tmp_path / "names.csv", open_gazetteer=Gazetteer.open)
    assert [event.places[0].name for event in reading.events.events] == ["Sumy", "Kharkiv", "Poltava"]
    assert any("'obiekt'" in line and "100% of its names are in the gazetteer" in line for line in reading.assignment)
    assert reading.events.events[0].attributes == {"operator": "Ivanenko"}
