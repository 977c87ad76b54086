"""The five texts of ../shared, scored by the scorers that lie beside them."""

import json
import subprocess
import sys

import pytest

from geo.cli.app import run


@pytest.fixture(scope="module")
def read_texts(shared, gazetteer, tmp_path_factory):
    """The event file that `read` makes of the five texts."""
    assert gazetteer
    output = tmp_path_factory.mktemp("five") / "events.json"
    assert run(["read", *map(str, sorted((shared / "articles").glob("*.txt"))), "-o", str(output)]) == 0
    return output


def score(shared, check, key, events):
    command = [sys.executable, str(shared / "checks" / check), str(shared / "articles" / key), str(events)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_required_events_are_right_and_no_pin_is_false(shared, read_texts):
    report = score(shared, "score_events.py", "expected_events.json", read_texts)
    for key in ("EV-01", "EV-03", "EV-04", "EV-05"):
        assert f"{key} ok" in report, report
    assert "false pins 0  duplicates 0" in report, report


def test_every_quote_stands_in_its_article(shared, read_texts):
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (shared / "articles").glob("*.txt")}
    reports = [r for e in json.loads(read_texts.read_text(encoding="utf-8"))["events"] for r in e["reports"]]
    assert reports
    for report in reports:
        assert texts[report["article"]][report["start"] : report["end"]] == report["quote"]


def test_reading_in_another_order_gives_the_same_ids(shared, read_texts, tmp_path):
    output = tmp_path / "events.json"
    assert run(["read", *map(str, sorted((shared / "articles").glob("*.txt"), reverse=True)), "-o", str(output)]) == 0
    ids = [{e["id"] for e in json.loads(p.read_text(encoding="utf-8"))["events"]} for p in (read_texts, output)]
    assert ids[0] == ids[1]
