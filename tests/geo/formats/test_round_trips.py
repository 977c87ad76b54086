"""Event file to a format and back: nothing is lost where docs/formats.md says so."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from geo.formats import ExportOptions, write_events
from geo.formats.reading import read_table_or_events
from geo.records import Actors, Casualties, EventDate, EventFile

_PATIENT = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking an event file takes minutes
    suppress_health_check=list(HealthCheck),
)
LOSSLESS = [
    ("json", "en"),
    ("gpkg", "en"),
    ("parquet", "en"),
    ("csv", "en"),
    ("csv", "fr"),
    ("tsv", "fr"),
    ("xlsx", "en"),
    ("xlsx", "fr"),
]


def normal(events):
    """A part of an event in which nothing is known is the same as no such part."""
    return structs.replace(
        events,
        events=tuple(
            structs.replace(
                event,
                date=None if event.date == EventDate() else event.date,
                casualties=None if event.casualties == Casualties() else event.casualties,
                actors=None if event.actors == Actors() else event.actors,
            )
            for event in events.events
        ),
    )


def _back(events, path, language):
    write_events(events, path, options=ExportOptions(language=language, i_have_rights=True))
    reading = read_table_or_events(path)
    assert reading.rejects == ()
    return reading


@pytest.mark.parametrize(("ending", "language"), LOSSLESS)
def test_events_come_back_unchanged(events, tmp_path, ending, language):
    assert _back(events, tmp_path / f"out.{ending}", language).events == events


@_PATIENT
@given(data=st.data())
def test_any_event_file_comes_back(event_files, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("any")
    events = data.draw(event_files)
    for ending, language in LOSSLESS:
        back = _back(events, folder / f"out.{ending}", language).events
        assert normal(back) == normal(events), (ending, language)


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx", "gpkg"])
def test_no_events_come_back_as_none(tmp_path, ending):
    assert _back(EventFile(), tmp_path / f"out.{ending}", "en").events == EventFile()
