"""Building: one place from two sources, added files, and what is left when it goes wrong."""

# ruff: noqa: E501 -- rows of test data read best in one line

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from gazetteer import Gazetteer
from gazetteer.errors import GazetteerIndexError
from gazetteer.index.building import add_to_index, added_files, build_index
from gazetteer.index.database import open_index
from gazetteer.index.sources.files import source_for_file
from gazetteer.index.sources.own_places import OwnPlacesSource
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow
from gazetteer.records import PlaceKind


class Given:
    """A source of the rows it was made with."""

    licence = "test"
    merges_by_name = False
    overrides = False
    problems: list = []  # noqa: RUF012 - never filled

    def __init__(self, *rows, name="given"):
        self.name = name
        self.version = "1"
        self._rows = rows

    def rows(self):  # noqa: D102 - the protocol's
        yield from self._rows


def row(place_id, name, lat, lon, *, country="UA", names=()):
    return PlaceRow(
        ids=(place_id,),
        name=name,
        kind=PlaceKind.SETTLEMENT,
        feature_code="PPL",
        lat=lat,
        lon=lon,
        country=country,
        names=names,
    )


BASE = Given(
    row("geonames:1", "Dovhe", 50.0, 30.0), row("geonames:2", "Dovhe", 49.0, 36.0, names=(Name("Довге", "uk"),))
)


@pytest.fixture
def index(tmp_path):
    path = tmp_path / "index.sqlite"
    build_index(path, [BASE])
    return path


def places(path, name):
    with Gazetteer.open(path) as gazetteer:
        return [(one.place.place_id, gazetteer.ids(one.place.place_id)) for one in gazetteer.lookup(name, fuzzy=False)]


def test_added_place_joins_the_near_one_of_its_name(index, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon,country\nDovhe,49.01,36.01,UA\nDovhe,45.5,29.0,UA\n", encoding="utf-8")
    for _ in range(2):
        add_to_index(index, [source_for_file(table)])
    found = dict(places(index, "Dovhe"))
    assert len(found) == 3
    assert found["geonames:2"] == ["geonames:2", "own:2"]
    assert added_files(index) == [str(table)]


def test_tables_of_codes_name_areas_kinds_and_places_that_are_there(index, tmp_path):
    for name, text in {
        "areas": "UA.18\tPoltava\tPoltava\t2\nUA.24\tVolyn\tVolyn\t689064\n",
        "kinds": "P.PPLC\tcapital of a political entity\t\n",
        "names": "1\t2\tru\tДолгое\t\t\t\t1\t\t\n2\t2\tuk\tДовге\t\t\t\t1\t\t\n",
    }.items():
        table = tmp_path / f"{name}.txt"
        table.write_text(text, encoding="utf-8")
        add_to_index(index, [source_for_file(table)])
    with Gazetteer.open(index) as gazetteer:
        assert gazetteer.code_name("UA.24", "admin1") == "Volyn"
        assert gazetteer.code_name("PPLC", "feature") == "capital of a political entity"
        assert gazetteer.code_name("UA.99", "admin1") is None
        assert gazetteer.info()["places"] == 2
        best = gazetteer.lookup("Долгое")[0]
        assert (best.place.place_id, best.reasons[1]) == ("geonames:2", "a former name (historic)")


def test_other_spellings_of_a_past_name_are_past_too_and_those_of_todays_are_not(tmp_path):
    names = (
        Name("Slovyansk", flags=NameFlag.HISTORIC), Name("Slowjansk"), Name("Slov'jans'k"), Name("Nikopil"),
        Name("Nikopol", "en"),
    )  # fmt: skip
    path = tmp_path / "index.sqlite"
    build_index(path, [Given(row("geonames:1", "Nikopol", 47.57, 34.4, names=names))])
    with Gazetteer.open(path) as gazetteer:
        told = {text: bool(flags & NameFlag.HISTORIC) for text, _, flags in gazetteer.names("geonames:1")}
    assert {text for text, past in told.items() if past} >= {"Slovyansk", "Slowjansk", "Slov'jans'k"}
    assert not any(past for text, past in told.items() if text.startswith("Nikop"))


def add_whos_on_first(index, folder, *, name, english, lat, lon):
    """Add a locality of Ukraine that says it is GeoNames' place 2."""
    row = {"id": 9, "name": name, "placetype": "locality", "country": "UA", "lat": lat, "lon": lon, "gn": 2}
    file = folder / "wof.jsonl"
    file.write_text(json.dumps(row | {"names": {"eng_x_preferred": [english]}}), encoding="utf-8")
    add_to_index(index, [source_for_file(file)])


def test_shared_geonames_id_makes_one_place_with_both_ids(index, tmp_path):
    add_whos_on_first(index, tmp_path, name="Довге", english="Dovge", lat=49.2, lon=36.2)
    assert places(index, "Dovge") == [("geonames:2", ["geonames:2", "wof:9"])]


def test_an_id_of_a_place_far_away_is_taken_for_a_mistake(index, tmp_path):
    add_whos_on_first(index, tmp_path, name="Нове", english="Nove", lat=46.3, lon=34.1)
    assert places(index, "Nove") == [("wof:9", ["wof:9"])]
    assert places(index, "Довге") == [("geonames:2", ["geonames:2"])]


def test_published_files_load_whole_and_two_villages_are_found_once_each(gazetteer, shared, tmp_path):
    path = tmp_path / "index.sqlite"
    shutil.copyfile(gazetteer.path, path)
    sources = [source_for_file(shared / "gazetteers" / name) for name in ("wof_ua.jsonl", "cities15000.txt")]
    add_to_index(path, sources)
    assert [source.problems for source in sources] == [[], []]
    with Gazetteer.open(path) as added:
        rows = {source["name"]: source["rows"] for source in added.info()["sources"]}
        lines = (shared / "gazetteers" / "cities15000.txt").read_text(encoding="utf-8").count("\n")
        assert rows["cities15000"] == lines
        assert rows["wof_ua"] > 30_000
        for name, place_id in (("Rozhivka", "geonames:8524505"), ("Dunay", "geonames:2024800")):
            at = added.place(place_id)
            near = added.lookup(name, near=at, radius_km=30, kind="settlement", fuzzy=False)
            assert [one.place.place_id for one in near] == [place_id]


def test_place_in_crimea_is_in_ukraine_whatever_a_source_says(tmp_path):
    path = tmp_path / "index.sqlite"
    build_index(
        path,
        [
            Given(
                row("geonames:1", "Yalta", 44.5, 34.16, country="RU"),
                row("geonames:2", "Taman", 45.21, 36.72, country="RU"),
            )
        ],
    )
    with Gazetteer.open(path) as gazetteer:
        assert gazetteer.place("geonames:1").country == "UA"
        assert gazetteer.place("geonames:2").country == "RU"


def test_index_opens_in_any_sqlite_tool(index):
    with closing(sqlite3.connect(index)) as connection, connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM places").fetchone() == (2,)
    connection.close()


def test_reading_never_writes(index):
    before = index.read_bytes()
    index.chmod(0o444)
    assert places(index, "Dovhe")
    assert index.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 5000])
def test_broken_index_gets_a_clear_line(tmp_path, content):
    path = tmp_path / "index.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerIndexError, match=str(path)):
        open_index(path)


def test_missing_and_outdated_indexes_say_what_to_do(tmp_path, index):
    with pytest.raises(GazetteerIndexError, match="armsatlas gazetteer build"):
        open_index(tmp_path / "none.sqlite")
    with closing(sqlite3.connect(index)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(GazetteerIndexError, match="version 0"):
        Gazetteer.open(index)


def test_failing_source_leaves_the_old_index_and_no_temporary_file(index):
    class Failing(Given):
        def rows(self):
            yield row("geonames:3", "Half", 1.0, 1.0)
            raise OSError(28, "No space left on device")

    before = index.read_bytes()
    with pytest.raises(GazetteerIndexError, match="No space left"):
        build_index(index, [Failing()])
    assert index.read_bytes() == before
    assert os.listdir(index.parent) == [index.name]  # noqa: PTH208 - hidden files too


def test_folder_that_cant_be_made_gets_a_clear_line(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(GazetteerIndexError, match="ARMSATLAS_CACHE"):
        build_index(tmp_path / "file" / "index.sqlite", [BASE])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no always-full device")  # noqa: PTH110 - a device
def test_full_disk_gets_a_clear_line(tmp_path):
    if shutil.which("prlimit") is None:
        pytest.skip("prlimit is not installed")
    script = tmp_path / "full.py"
    script.write_text(
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "from gazetteer.index.building import build_index\nfrom gazetteer.index.sources.own_places import OwnPlacesSource\n"
        "from gazetteer.errors import GazetteerIndexError\n"
        "try:\n    build_index(Path(sys.argv[1]), [OwnPlacesSource()])\nexcept GazetteerIndexError as error:\n    print(error)\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, script, tmp_path / "index.sqlite"], capture_output=True, text=True, check=True
    )
    assert "can't be written" in ran.stdout
    assert not (tmp_path / "index.sqlite").exists()


BUILD = """
import sys
from pathlib import Path
from gazetteer.index.building import build_index
from gazetteer.index.sources.own_places import OwnPlacesSource
build_index(Path(sys.argv[1]), [OwnPlacesSource()])
"""


def test_two_builds_at_once_and_one_killed_leave_a_working_index(tmp_path):
    path = tmp_path / "index.sqlite"
    command = [sys.executable, "-c", BUILD, path]
    builds = [subprocess.Popen(command) for _ in range(3)]
    time.sleep(0.4)
    builds[0].send_signal(signal.SIGKILL)
    codes = [build.wait() for build in builds]
    assert codes[1:] == [0, 0]
    with Gazetteer.open(path) as gazetteer:
        assert gazetteer.lookup("Black Sea")[0].place.kind is PlaceKind.WATER
        assert gazetteer.info()["places"] >= len(list(OwnPlacesSource().rows())) * 0.9


def test_the_default_index_is_built_once(gazetteer):
    from gazetteer import Gazetteer
    from gazetteer.index.building import is_current
    from gazetteer.index.database import default_index_path

    written = default_index_path().stat().st_mtime_ns
    assert is_current(default_index_path())
    with Gazetteer.open() as again:
        assert again.lookup("Kharkiv", limit=1)[0].place.name == gazetteer.lookup("Kharkiv", limit=1)[0].place.name
    assert default_index_path().stat().st_mtime_ns == written
