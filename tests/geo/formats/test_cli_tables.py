"""Tables on the command line: `map`, `check` and `export` take them, with a mapping file and a rejects file."""

import subprocess
import sys

import pytest

from geo.records.file import dump_event_file, load_event_file
from geo.review.inputs import load_inputs

_TABLE = "id,date,kind,place,lat,lon\n1,2024-08-18,strike,A,50,30\n1,2024-08-19,strike,B,51,31\n"
_ODD = "Tir n°;Quand ça ?;Truc;Où ça\n7;2024-08-18;boum;50.6, 30.7\n"
_FILLED = {
    '"Tir n°" = ""': '"Tir n°" = "id"',
    '"Quand ça ?" = ""': '"Quand ça ?" = "date"',
    '"Truc" = ""': '"Truc" = "kind"',
    '"Où ça" = ""': '"Où ça" = "place_coordinates"',
    '# "Tir"': '"boum"',
}


def _run(*arguments, status=0):
    command = [sys.executable, "-c", "from geo.cli.__main__ import main; main()", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == status, run.stderr
    assert "Traceback" not in run.stderr
    return run


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(_TABLE)
    return path


@pytest.mark.parametrize(
    "arguments", [("check",), ("export", "-o", "out.json"), ("map", "-o", "out.html")], ids=lambda a: a[0]
)
def test_rejects_are_written_and_the_rest_goes_on(table, tmp_path, arguments):
    command, *rest = arguments
    target = [tmp_path / each if each.startswith("out") else each for each in rest]
    run = _run(command, table, *target, "--rejects", tmp_path / "rejects.csv", status=1)
    assert "line 3: id '1' stands twice" in run.stderr
    assert "kept aside 1 rows" in run.stderr
    kept = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert kept[0] == "rejected line,reason,id,date,kind,place,lat,lon"
    assert kept[1] == "3,id '1' stands twice,1,2024-08-19,strike,B,51,31"
    assert all(path.stat().st_size for path in target if path != "-o")


def test_a_report_of_several_lines_ends_with_the_whole(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(_TABLE + "2,31/02/2024,strike,A,50,30\n")
    said = []
    loaded = load_inputs([path], report=said.append)
    assert said[-1].endswith("in all 2 events; of their places 2 found, 0 ambiguous, 0 not found; 1 rows kept aside")
    assert (len(said), loaded.failed) == (3, 1)


def test_rejects_are_read_again_once_corrected(table, tmp_path):
    rejects = tmp_path / "rejects.csv"
    _run("check", table, "--rejects", rejects, status=1)
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace(",1,2024", ",2,2024"))
    _run("export", rejects, "-o", tmp_path / "rest.json")
    (event,) = load_event_file(tmp_path / "rest.json").events
    assert (event.id, event.places[0].lat, event.places[0].lon) == ("2", 51.0, 31.0)


def test_each_table_has_rejects_of_its_own(table, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("id,date,place,lat,lon\n5,2024-01-01,C,50,30\n5,2024-01-02,D,50,31\n")
    run = _run("check", table, other, "--rejects", tmp_path / "rejects.csv", status=1)
    assert "rejects.1.csv" in run.stderr
    assert "C,50" not in (tmp_path / "rejects.2.csv").read_text()
    assert "D,50" in (tmp_path / "rejects.2.csv").read_text()


def test_an_odd_table_gets_a_mapping_to_start_from(tmp_path):
    odd, mapping = tmp_path / "odd.csv", tmp_path / "mapping.toml"
    odd.write_text(_ODD, encoding="utf-8")
    assert "--start-mapping" in _run("check", odd, status=1).stderr
    _run("check", odd, "--start-mapping", mapping)
    text = mapping.read_text(encoding="utf-8")
    assert '"Truc" = ""  # not recognised, left out: "boum"' in text
    for empty, filled in _FILLED.items():
        assert empty in text
        text = text.replace(empty, filled)
    mapping.write_text(text, encoding="utf-8")
    _run("export", odd, "--mapping", mapping, "-o", tmp_path / "out.json")
    (event,) = load_event_file(tmp_path / "out.json").events
    assert (event.id, event.kind, event.places[0].lat) == ("7", "strike", 50.6)
    assert "undated" not in _run("check", odd, "--mapping", mapping).stdout
    _run("map", odd, "--mapping", mapping, "-o", tmp_path / "out.html")


def test_a_mapping_is_for_one_table(table, tmp_path):
    _run("check", table, table, "--start-mapping", tmp_path / "mapping.toml", status=2)
    assert not (tmp_path / "mapping.toml").exists()


def test_an_event_file_gets_no_mapping(events, tmp_path):
    (tmp_path / "events.json").write_bytes(dump_event_file(events))
    run = _run("check", tmp_path / "events.json", "--start-mapping", tmp_path / "mapping.toml", status=1)
    assert "is not a table" in run.stderr
    assert run.stderr.count("\n") == 1


def test_numbers_alone_make_no_headers(tmp_path):
    (tmp_path / "numbers.csv").write_text("1,2,3\n4,5,6\n")
    run = _run("check", tmp_path / "numbers.csv", "--start-mapping", "-", status=1)
    assert "no row holds two words" in run.stderr


@pytest.mark.parametrize("name", ["table", "table.txt"])
def test_a_table_is_told_by_what_it_holds_whatever_its_name(table, tmp_path, name):
    path = table.rename(tmp_path / name)
    loaded = load_inputs([path], report=lambda _: None)
    assert loaded.events.events[0].places[0].name == "A"


def test_a_map_leaves_out_what_may_not_be_passed_on(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_text(
        "event_id_cnty,event_date,event_type,location,latitude,longitude,geo_precision,notes\n"
        "UKR1,2024-03-12,Explosions,Marker Town,49.98,36.25,1,shelled\n"
    )
    for rights, held in ((), False), (("--i-have-rights",), True):
        run = _run("map", path, "-o", tmp_path / "map.html", *rights)
        assert ("Marker Town" in (tmp_path / "map.html").read_text()) is held
        assert ("left out 1 events" in run.stderr) is not held
