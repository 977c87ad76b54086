"""Names worked out by two processes are those that one works out, whatever becomes of the other."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain

import pytest

from gazetteer.index import names
from gazetteer.index.names import names_of_places, with_names
from gazetteer.index.sources.rows import Name, PlaceRow
from gazetteer.records import PlaceKind


def places(count: int) -> Iterator[PlaceRow]:
    for number in range(count):
        yield PlaceRow(
            ids=(f"own:{number}",),
            name=f"Рожівка {number}",
            kind=PlaceKind.SETTLEMENT,
            feature_code="PPL",
            lat=50.0,
            lon=30.0,
            country="UA",
            names=(Name(f"Rozhivka-{number}", "en", 2), Name("l'Étape")),
        )


@pytest.fixture
def _two_processors(monkeypatch):
    monkeypatch.setattr(names, "processors", lambda: 2)


def names_found(count: int, size: int) -> list[list[tuple[str, str, str | None, int]]]:
    return list(chain.from_iterable(names for _, names in with_names(places(count), size=size)))


@pytest.mark.usefixtures("_two_processors")
@pytest.mark.parametrize("count", [0, 1, 10, 11, 25, 40])
def test_two_processes_find_what_one_finds(count):
    assert names_found(count, 10) == list(names_of_places(list(places(count))))


@pytest.mark.usefixtures("_two_processors")
def test_a_process_that_dies_costs_nothing(monkeypatch):
    started = []
    start = subprocess.Popen

    def remember(*args, **options):
        started.append(start(*args, **options))
        return started[-1]

    monkeypatch.setattr(names.subprocess, "Popen", remember)
    found = []
    for number, (_, each) in enumerate(with_names(places(60), size=10)):
        found.extend(each)
        if number == 1:
            os.kill(started[0].pid, signal.SIGKILL)
    assert found == list(names_of_places(list(places(60))))
    assert [process.poll() is not None for process in started] == [True]


@pytest.mark.usefixtures("_two_processors")
@pytest.mark.parametrize("interpreter", ["", "/nowhere/python"])
def test_no_interpreter_to_start_costs_nothing(monkeypatch, interpreter):
    monkeypatch.setattr(names.sys, "executable", interpreter)
    assert names_found(25, 10) == list(names_of_places(list(places(25))))


def test_the_other_process_ends_when_nobody_asks_any_more():
    command = [sys.executable, "-I", "-c", names._WORK, *sys.path]
    assert subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True).stdout == b""
