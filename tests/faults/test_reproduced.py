"""The inputs that were kept because 0.1 broke on them, each by its name; what is small is also made anew next door."""

import os
import shutil

import pytest

from gazetteer.index.sources.geonames_dump import GeonamesDumpSource
from tests.faults.test_hostile_inputs import COMMANDS, arguments, ends_in_lines

READ = [
    "attr.html",
    "bad_url.md",
    "coordN80000.csv",
    "fuzz-timemap-c7c7625a.json",
    "kml_typed.kml",
    "lat16000.csv",
    "list_feature.json",
    "points_inf.gpkg",
    "s64k.html",
    "spaces20k.txt",
    "timemap_sources_int.json",
    "title_control.json",
    "v6h.html",
    "xlsx_encoding.xlsx",
]
TOLD = [
    "bad_utf8.jsonl",
    "deep.jsonl",
    "deep2.jsonl",
    "end_1e30.json",
    "front.md",
    "fuzz-csv-aa7481a5.csv",
    "fuzz-events_draw-5f9820ee.json",
    "fuzz-events_draw-b6bbb28b.json",
    "fuzz-events_draw-c99ae415.json",
    "fuzz-gdal-51bffb25.bin",
    "fuzz-geojson-fd58ea11.geojson",
    "fuzz-gpkg-c4a1d691.gpkg",
    "fuzz-kml-1197f361.kml",
    "fuzz-kml-e088195d.kml",
    "g.fgb",
    "geo_1e308.geojson",
    "huge_q.json",
    "inf_gdal.gpkg",
    "kml_encoding.kml",
    "kml_multibyte.kml",
    "ods_value.ods",
    "own_article_date.csv",
    "side",
]
SETTING, NAMES, DUMPS = "deepmap.toml", "fuzz-locate-9b79c960.bin", ("dump.txt", "dump2.txt")


@pytest.fixture
def kept(shared):
    folder = shared / "failures" / "repro"
    if not folder.is_dir():
        pytest.skip("../shared is absent: the kept inputs are not part of the project")
    return folder


def test_every_input_that_was_kept_has_a_test(kept):
    assert {entry.name for entry in kept.iterdir()} == {*READ, *TOLD, SETTING, NAMES, *DUMPS}


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("name", [*READ, *TOLD])
def test_a_kept_input_is_read_or_told_by_every_command(name, kept, tmp_path, capsys, injected):
    given = tmp_path / name.replace("gdal-51bffb25.bin", "gdal-51bffb25.fgb")
    (shutil.copytree if (kept / name).is_dir() else shutil.copyfile)(kept / name, given)
    out = tmp_path / "out"
    out.mkdir()
    for command in COMMANDS:
        status, said = ends_in_lines(capsys, injected, *arguments(command, given, out))
        assert "Traceback" not in said
        if command == "check":
            assert status == (name in TOLD)
            assert status == 0 or given.name in said


@pytest.mark.usefixtures("gazetteer")
def test_the_kept_settings_are_refused(kept, tmp_path, capsys, injected):
    words = ("map", kept / "bad_url.md", "--style", kept / SETTING, "-o", tmp_path / "m.html")
    status, said = ends_in_lines(capsys, injected, *words)
    assert status == 1
    assert SETTING in said


@pytest.mark.usefixtures("gazetteer")
def test_the_kept_name_is_one_that_nobody_knows(kept, capsys, injected):
    name = os.fsdecode((kept / NAMES).read_bytes().replace(b"\0", b" "))
    assert "not in the gazetteer" in ends_in_lines(capsys, injected, "locate", name)[1]


@pytest.mark.parametrize("name", DUMPS)
def test_a_kept_dump_leaves_its_row_out(name, kept, injected):
    source = GeonamesDumpSource(kept / name)
    assert not list(source.rows())
    assert [problem.line for problem in source.problems] == [1]
    injected("a hostile input given to a command")
