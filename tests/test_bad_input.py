"""Bad input gets one clear line, exit 1 or 2, no traceback and nothing half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli.app import run

GOOD = {"format": "armsatlas-events", "version": 1, "articles": [], "toponyms": []}
PLACE = {"role": "site", "name": "Kharkiv", "lat": 49.98, "lon": 36.25, "country": "UA", "precision": "settlement"}


def event_file(folder: Path, **place) -> str:
    path = folder / "events.json"
    event = {"id": "a", "kind": "strike", "places": [PLACE | place], "reports": [{"article": "x", "quote": "Struck."}]}
    path.write_text(json.dumps(GOOD | {"events": [event]}), encoding="utf-8")
    return str(path)


def article(folder: Path, content: bytes, name: str = "article.txt") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


INPUTS = {
    "a missing file": (lambda folder: str(folder / "none.txt"), "none.txt"),
    "a folder without articles": (str, "no article"),
    "a binary file": (lambda folder: article(folder, bytes(range(256)) * 8), "article.txt"),
    "a picture by name": (lambda folder: article(folder, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "a.png"), "a.png"),
    "an empty text": (lambda folder: article(folder, b""), "article.txt"),
    "a text of white space": (lambda folder: article(folder, b" \n\t\n"), "article.txt"),
    "a wrong field": (lambda folder: event_file(folder, colour="red"), "colour"),
    "lat 95": (lambda folder: event_file(folder, lat=95), "events[0].places[0].lat"),
    "country XX": (lambda folder: event_file(folder, country="XX"), "XX"),
}


def one_line(capsys) -> str:
    captured = capsys.readouterr()
    lines = [line for line in captured.err.splitlines() if line.strip()]
    assert len(lines) == 1, captured.err
    assert "Traceback" not in captured.err
    assert lines[0].startswith("armsatlas: ")
    return lines[0]


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("command", ["map", "read", "export", "check"])
@pytest.mark.parametrize("case", INPUTS, ids=str)
def test_bad_input_is_one_line_and_writes_nothing(case, command, tmp_path, capsys):
    make, named = INPUTS[case]
    given, output = tmp_path / "given", tmp_path / "output"
    given.mkdir()
    output.mkdir()
    given_path = make(given)
    if command == "read" and case in ("a wrong field", "lat 95", "country XX"):
        pytest.skip("`read` takes articles; an event file is another command's input")
    target = output / ("out.geojson" if command == "export" else "out.json" if command == "read" else "out.html")
    arguments = [command, given_path] + ([] if command == "check" else ["-o", str(target)])
    assert run(arguments) == 1
    line = one_line(capsys)
    if command in ("map", "read") or case in ("a missing file", "a wrong field", "lat 95", "country XX"):
        assert named in line
    assert list(output.iterdir()) == []


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("command", ["map", "read", "export"])
def test_an_unwritable_output_is_one_line(command, tmp_path, capsys):
    given = (
        article(tmp_path, b"Nothing here names a place that anyone would know.")
        if command == "read"
        else event_file(tmp_path)
    )
    name = {"map": "m.html", "read": "e.json", "export": "e.geojson"}[command]
    assert run([command, given, "-o", str(tmp_path / "missing" / name)]) == 1
    assert "can't be written" in one_line(capsys)


@pytest.mark.usefixtures("gazetteer")
def test_no_place_found_is_a_result(tmp_path, capsys):
    given = article(tmp_path, b"The committee met and adjourned without a decision. Nothing else was reported.")
    assert run(["read", given, "-o", str(tmp_path / "e.json")]) == 0
    events = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert events["events"] == []
    assert run(["map", given, "-o", str(tmp_path / "m.html")]) == 0
    assert (tmp_path / "m.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["map"], ["map", "x.txt", "--no-such-option"], ["read", "x", "--language"], ["locate"]]
)
def test_usage_errors_are_one_line_and_exit_2(arguments, capsys):
    assert run(arguments) == 2
    assert "--help" in one_line(capsys)


@pytest.mark.usefixtures("gazetteer")
def test_one_bad_article_does_not_stop_the_rest(tmp_path, capsys):
    folder = tmp_path / "articles"
    folder.mkdir()
    article(folder, b"", "a_empty.txt")
    article(folder, "Le 3 mai 2024, une frappe russe a touché la ville de Kharkiv.".encode(), "b_good.txt")
    assert run(["read", str(folder), "--language", "fr", "-o", str(tmp_path / "e.json")]) == 1
    assert "a_empty.txt" in one_line(capsys)
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert [a["id"] for a in written["articles"]] == ["b_good"]


def test_a_closed_pipe_is_no_traceback():
    command = f"{sys.executable} -c 'from geo.cli.__main__ import main; main()' schema | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=os.environ)  # noqa: S602 -- the pipe is what is tested
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("{")


def test_help_and_version_answer(capsys):
    assert run(["--help"]) == 0
    assert "map" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("armsatlas ")
