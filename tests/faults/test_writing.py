"""Every output is there whole or not at all: writes that fail at every place, writers that are killed at any moment."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import time

import pytest

from gazetteer.index.building import is_whole
from gazetteer.index.database import default_index_path
from geo.cli.app import run
from geo.formats import FORMATS, write_events
from geo.records import Article, Event, EventFile, EventPlace, Report
from geo.records.errors import GeoError

ENDINGS = sorted({one.endings[0] for one in FORMATS})
PLACES_OF_FAILURE = 24


def some_events(count=60) -> EventFile:
    place = EventPlace(role="site", name="Sumy", lat=50.9, lon=34.8, country="UA", precision="settlement")
    report = Report(article="x", quote="Struck.")
    return EventFile(
        articles=(Article(id="x", title="A depot", url="https://example.org/x", published="2024-03-01"),),
        events=tuple(
            Event(id=f"e{n}", kind="strike", title=f"T{n}", places=(place,), reports=(report,)) for n in range(count)
        ),
    )


def in_child(task) -> int:
    """Run a task in a forked process; return 0 where it was done, 1 where it ended in an error of ours, 3 otherwise."""
    process = os.fork()
    if process == 0:
        status = 3
        try:
            task()
            status = 0
        except GeoError:
            status = 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def limited(size, events, path):
    def task():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        write_events(events, path)

    return task


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_write_that_fails_at_any_place_leaves_the_old_file(ending, tmp_path, injected):
    events, path = some_events(), tmp_path / f"o{ending}"
    write_events(events, path)
    whole = path.stat().st_size
    path.write_bytes(b"old")
    failed = 0
    for step in range(PLACES_OF_FAILURE + 1):
        size = whole * step // PLACES_OF_FAILURE
        status = in_child(limited(size, events, path))
        if status == 0:
            assert path.stat().st_size == whole
            path.write_bytes(b"old")
            continue
        assert (status, path.read_bytes()) == (1, b"old"), f"{size} of {whole} bytes"
        assert [left.name for left in tmp_path.iterdir()] == [path.name]
        failed += 1
        injected("a write that fails (the disk is full) at one of 24 places, every format")
    assert failed
    assert in_child(limited(20_000_000, events, path)) == 0


@pytest.mark.parametrize("ending", [".json", ".geojson", ".gpkg", ".csv", ".kml"])
def test_a_writer_killed_at_any_moment_leaves_old_or_new(ending, tmp_path, injected):
    events, path = some_events(300), tmp_path / f"o{ending}"
    path.write_bytes(b"old")
    chance = random.Random(ending)  # noqa: S311 - moments, no secret
    begun = time.monotonic()
    write_events(events, tmp_path / f"new{ending}")
    took = time.monotonic() - begun
    new = (tmp_path / f"new{ending}").stat().st_size
    for _ in range(20):
        process = os.fork()
        if process == 0:
            write_events(events, path)
            os._exit(0)
        time.sleep(chance.random() * took * 1.2)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        assert path.read_bytes() == b"old" or path.stat().st_size == new
        injected("a writer killed (SIGKILL) at a random moment")


@pytest.mark.usefixtures("gazetteer")
def test_a_damaged_index_is_told_and_built_anew(tmp_path, monkeypatch, capsys, injected):
    index = tmp_path / "g.sqlite"
    shutil.copyfile(default_index_path(), index)
    monkeypatch.setenv("ARMSATLAS_GAZETTEER", str(index))
    pages = index.stat().st_size // 4096
    chance = random.Random(1)  # noqa: S311 - damage, no secret
    with index.open("r+b") as file:
        for page in [chance.randrange(2, pages) for _ in range(pages // 20)]:
            file.seek(page * 4096)
            file.write(bytes(4096))
    assert not is_whole(index)
    for name in ("Kharkiv", "Sumy", "Odesa", "Lviv", "Paris", "Goma", "Aden", "Izium"):
        status = run(["locate", name])
        said = capsys.readouterr().err
        assert status in (0, 1)
        assert "our fault" not in said
        injected("an index with every twentieth page blank, asked")
    assert run(["gazetteer", "build"]) == 0
    assert is_whole(index)
    assert run(["locate", "Kharkiv"]) == 0


def test_the_message_of_a_damaged_index_says_what_to_do(monkeypatch, capsys):
    def break_off(*_arguments, **_options):
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("geo.cli.app.app", break_off)
    assert run(["schema"]) == 1
    assert "'armsatlas gazetteer build' makes it anew" in capsys.readouterr().err
