"""The `export` command, as people call it."""

import json
import subprocess
import sys

import pytest

from geo.records.file import dump_event_file


@pytest.fixture
def event_file(events, tmp_path):
    path = tmp_path / "events.json"
    path.write_bytes(dump_event_file(events))
    return path


def _run(*arguments, status=0):
    command = [sys.executable, "-c", "from geo.cli.__main__ import main; main()", "export", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == status, run.stderr
    assert "Traceback" not in run.stderr
    return run


def test_the_ending_tells_the_format(event_file, tmp_path):
    run = _run(event_file, "-o", tmp_path / "out.geojson")
    assert (run.stdout, run.stderr) == ("", "")
    assert json.loads((tmp_path / "out.geojson").read_bytes())["type"] == "FeatureCollection"


def test_standard_output_holds_data_alone(event_file):
    run = _run(event_file, "-o", "-", "--format", "geojson", "--only", "routes", "--generalise", "admin1")
    document = json.loads(run.stdout)
    assert {feature["properties"]["layer"] for feature in document["features"]} == {"routes"}


def test_layers_are_named(event_file, tmp_path):
    run = _run(event_file, "-o", tmp_path / "out.geojson", "--layers")
    assert "out.places.geojson" in run.stderr
    assert (tmp_path / "out.routes.geojson").is_file()


def test_a_table_becomes_layers_and_bad_rows_are_said(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("id,date,kind,place,lat,lon\n1,2024-08-18,strike,A,50,30\n1,2024-08-19,strike,B,51,31\n")
    run = _run(table, "-o", tmp_path / "out.gpkg", status=1)
    assert "line 3: id '1' stands twice" in run.stderr
    assert (tmp_path / "out.gpkg").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["none.json", "-o", "out.geojson"], 1, "none.json"),
        (["events.json", "-o", "out.doc"], 1, "expected one of"),
        (["events.json", "-o", "no/folder/out.geojson"], 1, "can't be written"),
        (["events.json", "-o", "out.geojson", "--generalise", "5km"], 2, "10km"),
    ],
)
def test_what_goes_wrong_is_one_line(event_file, tmp_path, arguments, status, said):
    run = _run(tmp_path / arguments[0], "-o", tmp_path / arguments[2], *arguments[3:], status=status)
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [event_file.name]


def test_an_export_of_which_nothing_may_be_passed_on_fails(tmp_path):
    (tmp_path / "acled.csv").write_text(
        "event_id_cnty,event_date,geo_precision,latitude,longitude,event_type,location,country\n"
        "UKR1,2024-03-01,1,50.9,34.8,Battles,Sumy,Ukraine\n"
    )
    run = _run(tmp_path / "acled.csv", "-o", tmp_path / "out.csv", status=1)
    assert "left out 1 events" in run.stderr
