import csv
import datetime as dt

import pytest

from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.records.values import is_country_code
from geo.routes import NoteKind, Passage, trace_leg
from geo.routes.closures import closures, in_force

KRASNODAR, SIMFEROPOL, KERCH = (38.976, 45.0448), (34.1108, 44.9572), (36.4681, 45.3386)
WARSAW, BREST = (21.01, 52.23), (23.70, 52.10)
SINGAPORE, ROTTERDAM = (103.8501, 1.2897), (4.4777, 51.9244)


def names(on, mode):
    return {row.name for row in in_force(on, mode) if row.closed}


def test_every_closure_has_a_source_dates_in_order_and_real_countries():
    for row in closures():
        assert row.source
        assert row.until is None or row.since <= row.until
        assert all(is_country_code(code) for code in row.countries)
        assert (len(row.countries) == 2) == (row.kind == "border")
        assert (len(row.line) > 1) == (row.kind == "line")
        assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in row.line)
        assert row.since >= dt.date(1900, 1, 1)


@pytest.mark.parametrize(
    ("on", "shut"),
    [("2022-02-23", False), ("2022-02-24", True), ("2024", True), (None, True), ("2023-01/2023-06", True)],
)
def test_a_border_is_closed_from_its_first_day(on, shut):
    assert ("Ukraine and Russia" in names(on, Mode.RAIL)) is shut


def test_what_ended_is_not_in_force_without_a_date():
    assert "Suez blocked" not in names(None, Mode.SEA)
    assert "Suez blocked" in names("2021-03-25", Mode.SEA)


def test_what_was_closed_for_a_part_of_the_time_is_told_and_not_kept_out_of():
    leg = trace_leg(SINGAPORE, ROTTERDAM, mode=Mode.SEA, on="2021-03")
    assert Passage.SUEZ in leg.passages
    assert any("part of the time" in note.text for note in leg.notes if note.kind is NoteKind.PASSAGE)


@pytest.mark.parametrize("on", ["soon", "2024-13", "2024-02-30", "2024-01-01/later"])
def test_a_date_that_is_none_is_refused(on):
    with pytest.raises(RouteError, match="YYYY"):
        in_force(on, Mode.SEA)


def test_the_crimean_bridge_is_taken_once_it_stands():
    by_bridge = trace_leg(KRASNODAR, SIMFEROPOL, mode=Mode.RAIL, on="2021-05-01")
    assert by_bridge.length_m < 650_000
    with pytest.raises(RouteError):
        trace_leg(KRASNODAR, KERCH, mode=Mode.RAIL, on="2019-01-01", stay_in=("RU", "UA"))


def test_the_bridges_damage_is_told_on_the_road_and_not_before_it():
    struck = trace_leg(KRASNODAR, KERCH, mode=Mode.ROAD, on="2022-11-01")
    assert any("explosion" in note.text for note in struck.notes)
    assert not any(
        "explosion" in note.text for note in trace_leg(KRASNODAR, KERCH, mode=Mode.ROAD, on="2021-11-01").notes
    )


def test_a_crossing_that_was_closed_leaves_the_others_of_its_border_open():
    assert trace_leg(WARSAW, BREST, mode=Mode.ROAD, on="2023-06-01").countries == ("PL", "BY")
    shut = trace_leg(WARSAW, BREST, mode=Mode.ROAD, on="2025-09-15")
    assert len(shut.countries) > 2
    assert "Poland had closed its border" in shut.note


def test_a_connector_crosses_neither_water_nor_a_closed_border():
    kaesong, seoul = (126.5544, 37.9708), (126.9784, 37.566)
    with pytest.raises(RouteError, match="demilitarised"):
        trace_leg(kaesong, seoul, mode=Mode.RAIL)
    hogland = (26.98, 60.05)  # an island in the Gulf of Finland, 46 km from the mainland's roads
    with pytest.raises(RouteError, match="water"):
        trace_leg(hogland, (30.31, 59.94), mode=Mode.ROAD)


def test_a_long_way_round_says_why_and_an_absurd_one_is_refused():
    long_way = trace_leg((37.6178, 55.752), (30.5238, 50.4547), mode=Mode.RAIL, on="2023-01-15")
    assert [note.kind for note in long_way.notes][:2] == [NoteKind.CLOSURE, NoteKind.DETOUR]
    with pytest.raises(RouteError, match="times the straight line"):
        trace_leg((44.5136, 40.1777), (45.4122, 39.2089), mode=Mode.RAIL)


def test_the_alternatives_table_names_real_modes_passages_and_countries():
    with data_file("networks/alternatives.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            assert all(Mode(mode) for mode in row["modes"].split())
            for name in f"{row['passes']} {row['avoid']} {row['allow']}".split():
                assert is_country_code(name) or Passage(name)
            assert float(row["at_most"]) > 0


@pytest.mark.parametrize(
    ("start", "end", "low", "high"),
    [((37.564, 55.743), (30.487, 50.44), 830, 880), ((36.5983, 50.5977), (36.2304, 49.9935), 75, 95)],
    ids=["Moscow-Kyiv", "Belgorod-Kharkiv"],
)
def test_railways_that_the_war_closed_are_taken_before_it(start, end, low, high):
    before = trace_leg(start, end, mode=Mode.RAIL, on="2019-06-01")
    assert low <= before.length_m / 1000 <= high
    since = trace_leg(start, end, mode=Mode.RAIL, on="2023-06-01", or_great_circle=True)
    assert since.length_m > 2 * before.length_m or not since.has_way
    assert since.notes[0].kind in (NoteKind.CLOSURE, NoteKind.NO_WAY)


@pytest.mark.parametrize(
    ("on", "told"), [("1997-05-01", False), ("2010-05-01", True), ("2018-10-15", False), ("2024-05-01", True)]
)
def test_a_border_that_opened_and_closed_again_follows_the_date(on, told):
    leg = trace_leg((38.93, 15.32), (38.74, 9.03), mode=Mode.ROAD, on=on, or_great_circle=True)
    assert any("Eritrea" in note.text for note in leg.notes) is told
