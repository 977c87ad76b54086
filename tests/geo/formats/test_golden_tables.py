"""Tables of the kind that people keep, each beside the event file that it means."""

from pathlib import Path

import pytest

from geo.formats.reading import read_table_or_events
from geo.records.file import dump_event_file

_HERE = Path(__file__).parent
_TABLES = sorted((_HERE / "input").iterdir())


@pytest.mark.parametrize("table", _TABLES, ids=lambda path: path.name)
def test_a_table_means_its_event_file(table):
    expected = _HERE / "output" / f"{table.stem}.json"
    reading = read_table_or_events(table)
    assert dump_event_file(reading.events).decode() == expected.read_text(encoding="utf-8")


def test_fifty_headers_say_what_was_not_taken():
    reading = read_table_or_events(_HERE / "input" / "fifty_headers.csv")
    said = [(problem.line, problem.column, problem.message) for problem in reading.problems]
    assert len(reading.headers) == 50
    assert [(line, column) for line, column, _ in said] == [
        (3, None),
        (4, "Oblast"),
        (7, "Latitude"),
        (7, "Ville touchée"),
        (8, None),
    ]
    assert "'Couleur préférée'" in said[0][2]
    assert [reject.line for reject in reading.rejects] == [8]
