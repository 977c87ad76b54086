"""`gazetteer check` names the rows that contradict borders or each other, and only those."""

import json

import pytest
from typer.testing import CliRunner

from gazetteer import Gazetteer
from gazetteer.index.building import build_index
from gazetteer.index.checking import Fault, check_index, tell_finding
from gazetteer.index.sources.files import source_for_file
from geo.cli.app import app

ROWS = """name,lat,lon,country,admin1,id
Kharkiv,49.98,36.25,UA,UA.07,geonames:706483
Wrongland,49.98,36.30,SD,,own:1
Wrongarea,49.58,34.55,UA,UA.07,own:2
Merefa,49.82,36.05,UA,UA.07,geonames:701404
Bordertown,50.30,36.93,RU,RU.09,own:5
"""
OTHER = """name,lat,lon,country,admin1,id
Merefa,50.20,36.60,UA,UA.07,own:3
Kharkiv,49.985,36.252,UA,UA.07,own:4
Brezhnev,55.70,52.30,RU,RU.73,own:6
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("check")
    sources = []
    for name, text in (("first", ROWS), ("second", OTHER)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        sources.append(source_for_file(folder / f"{name}.csv"))
    build_index(folder / "index.sqlite", sources)
    return folder / "index.sqlite"


def test_each_fault_is_found_once_and_right_rows_are_not(index):
    with Gazetteer.open(index) as gazetteer:
        found = {one.place_id: one for one in check_index(gazetteer.fetch)}
    assert {place_id: one.fault for place_id, one in found.items()} == {
        "own:1": Fault.COUNTRY,
        "own:2": Fault.AREA,
        "own:3": Fault.FAR,
        "own:4": Fault.DOUBLE,
    }
    assert found["own:1"].lies_in == "UA.07"
    assert found["own:2"].lies_in == "UA.18"
    assert found["own:3"].says == "geonames:701404"
    assert 50 < found["own:3"].km < 70


def test_a_finding_is_told_with_where_it_lies_instead(index):
    with Gazetteer.open(index) as gazetteer:
        (one,) = [one for one in check_index(gazetteer.fetch) if one.fault is Fault.AREA]
    assert tell_finding(one).startswith("area: own:2 Wrongarea (first) at 49.580, 34.550 lies in UA.18, ")


def test_only_rows_of_a_source_are_told(index):
    with Gazetteer.open(index) as gazetteer:
        assert {one.source for one in check_index(gazetteer.fetch, source="second")} == {"second"}


def test_the_command_prints_json_lines_and_names_the_sources(index, monkeypatch):
    monkeypatch.setattr("geo.cli.gazetteer.opened_gazetteer", lambda: Gazetteer.open(index))
    result = CliRunner().invoke(app, ["gazetteer", "check", "--json"])
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert len(found) == 4
    wrong = CliRunner().invoke(app, ["gazetteer", "check", "--source", "nowhere"])
    assert wrong.exit_code == 2
