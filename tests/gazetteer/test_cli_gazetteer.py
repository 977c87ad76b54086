"""The commands `locate` and `gazetteer`, as a user runs them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gazetteer.index.building import build_index, default_sources, sources_version
from gazetteer.index.sources.rows import Name, PlaceRow
from gazetteer.records import PlaceKind
from geo.cli.app import app
from geo.cli.app import run as run_command

WHOS_ON_FIRST = Path(__file__).parents[3] / "shared" / "gazetteers" / "wof_ua.jsonl"
CITIES = WHOS_ON_FIRST.with_name("cities15000.txt")

pytestmark = pytest.mark.usefixtures("small_index")


class FewPlaces:
    """An index of three towns, quick to build."""

    name = "few"
    licence = "none"
    version = "1"
    merges_by_name = False
    overrides = False
    problems = ()

    def rows(self):
        """Yield the towns."""
        for number, (name, other, lat, lon, country) in enumerate(
            [
                ("Kharkiv", "Харків", 49.98, 36.25, "UA"),
                ("Kyiv", "Київ", 50.45, 30.52, "UA"),
                ("Tula", "Тула", 54.2, 37.6, "RU"),
            ]
        ):
            yield PlaceRow(
                ids=(f"few:{number}",), name=name, kind=PlaceKind.SETTLEMENT, feature_code="PPL", lat=lat, lon=lon,
                country=country, names=(Name(other, "uk"),),
            )  # fmt: skip


@pytest.fixture
def small_index(tmp_path, monkeypatch):
    """Let the commands use an index of three towns."""
    path = tmp_path / "gazetteer.sqlite"
    build_index(path, [FewPlaces()])
    with (
        closing(sqlite3.connect(path)) as connection,
        connection,
    ):  # or the commands would build the whole default index in its place
        connection.execute("UPDATE meta SET value = ? WHERE key = 'sources'", (sources_version(default_sources()),))
    monkeypatch.setenv("ARMSATLAS_GAZETTEER", str(path))
    return path


def run(*arguments, text=None):
    return CliRunner().invoke(app, list(arguments), input=text)


def test_locate_answers_several_names_as_json():
    result = run("locate", "Харків", "Tula", "--json")
    names = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [one["name"] for one in names] == ["Харків", "Tula"]


def test_locate_reads_names_from_standard_input():
    result = run("locate", "-", "--json", text="Kyiv\n\nTula\n")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["Kyiv", "Tula"]


def test_locate_prints_a_table_with_the_reasons():
    result = run("locate", "Kharkiv", "--explain")
    assert result.exit_code == 0
    assert "Kharkiv" in result.stdout
    assert "UA" in result.stdout


def test_locate_of_nothing_known_says_so_and_fails():
    assert run("locate", "Qqxzzyv", "--exact").exit_code == 1


def test_radius_needs_a_place_to_be_near():
    assert run("locate", "Kyiv", "--radius", "10").exit_code == 2


def test_info_names_the_index_and_its_sources():
    result = run("gazetteer", "info")
    assert result.exit_code == 0
    assert "few" in result.stdout


def test_where_prints_the_path_alone(small_index):
    assert run("gazetteer", "where").stdout.strip() == str(small_index)


def test_add_makes_the_places_of_a_table_known(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("nom;lat;lon;pays\nPort-Test;45,1;30,2;UA\n", encoding="utf-8")
    assert run("gazetteer", "add", str(table)).exit_code == 0
    found = json.loads(run("locate", "Port-Test", "--exact", "--json").stdout)
    assert len(found["candidates"]) == 1


def test_add_of_a_missing_file_is_one_line(capsys):
    assert run_command(["gazetteer", "add", "no-such-file.csv"]) == 1
    message = capsys.readouterr().err.strip()
    assert message.count("\n") == 0
    assert "no-such-file.csv" in message


@pytest.mark.skipif(not WHOS_ON_FIRST.exists(), reason="needs the shared gazetteer files")
def test_published_gazetteers_load_whole_and_their_villages_are_there_once():
    assert run("gazetteer", "add", str(WHOS_ON_FIRST)).exit_code == 0
    assert run("gazetteer", "add", str(CITIES)).exit_code == 0
    rozhivka = json.loads(
        run("locate", "Рожівка", "--exact", "--json", "--near", "50.6,30.76", "--radius", "15").stdout
    )
    assert len(rozhivka["candidates"]) == 1
