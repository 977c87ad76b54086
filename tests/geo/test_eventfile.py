"""The event file is checked on the way in and out."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.records import Event, EventFile, EventPlace, Leg, Mode, PlaceRole, Quantity, Report
from geo.records.errors import EventFileError
from geo.records.file import dump_event_file, event_file_schema, is_event_file, load_event_file, parse_event_file

EVENT = {
    "id": "a",
    "kind": "shipment",
    "places": [
        {"role": "origin", "name": "Najin", "lat": 42.25, "lon": 130.3, "country": "KP", "precision": "settlement"},
        {
            "role": "destination",
            "name": "Dunay",
            "lat": 42.88,
            "lon": 132.34,
            "country": "RU",
            "precision": "settlement",
        },
    ],
    "legs": [{"from": 0, "to": 1, "mode": "sea"}],
}


def file_with(**changes) -> bytes:
    return json.dumps({"format": "armsatlas-events", "version": 1, "events": [EVENT | changes]}).encode()


def place(**changes) -> dict[str, list[object]]:
    return {"places": [EVENT["places"][0] | changes, EVENT["places"][1]]}


def test_a_good_file_is_read():
    events = parse_event_file(file_with())
    assert events.events[0].legs == (Leg(from_=0, to=1, mode=Mode.SEA),)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        (place(lat=95), "events[0].places[0].lat"),
        (place(lon=200), "events[0].places[0].lon"),
        (place(country="XX"), "XX"),
        (place(country="ukr"), "events[0].places[0].country"),
        (place(lat=None), "Najin"),
        (place(lat=0, lon=0), "0,0"),
        (place(precision="exactly"), "exactly"),
        ({"legs": [{"from": 0, "to": 9, "mode": "sea"}]}, "0 to 9"),
        ({"legs": [{"from": 0, "to": 1, "mode": "camel"}]}, "camel"),
        ({"date": {"start": "2023-02-30"}}, "2023-02-30"),
        ({"date": {"start": "2023-03-02", "end": "2023-03-01"}}, "2023-03-02"),
        ({"colour": "red"}, "colour"),
        ({"quantities": [{"value": -1, "unit": "missile"}]}, "quantities[0].value"),
    ],
)
def test_a_wrong_field_is_named_in_one_line(changes, where):
    with pytest.raises(EventFileError) as error:
        parse_event_file(file_with(**changes), name="e.json")
    message = str(error.value)
    assert message.startswith("e.json: ")
    assert where in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not JSON"),
        (b'{"format": "armsatlas-events",\n "version": 1, "events": [}', "line 2, column"),
        (b'{"format": "armsatlas-events", "version": 3}', "version"),
        (b'{"format": "something"}', "format"),
        (b"\xff\xfe\x00", "not JSON"),
        (b'{"articles":' + b"[" * 100_000, "not JSON|articles"),
        (b'{"events": [{"id": "a", "kind": "strike"}, {"id": "a", "kind": "test"}]}', "'a' stands twice"),
    ],
)
def test_what_is_no_event_file_is_refused(content, what):
    with pytest.raises(EventFileError, match=what):
        parse_event_file(content)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(EventFileError, match=r"none\.json: can't be read"):
        load_event_file(tmp_path / "none.json")


def test_told_by_its_content(tmp_path):
    good, other = tmp_path / "a.txt", tmp_path / "b.json"
    good.write_bytes(b"\xef\xbb\xbf" + file_with())
    other.write_bytes(b'{"type": "FeatureCollection"}')
    assert is_event_file(good)
    assert not is_event_file(other)
    assert not is_event_file(tmp_path / "none")
    assert load_event_file(good).events[0].id == "a"


def test_the_schema_accepts_what_is_written_and_refuses_a_latitude_of_95():
    schema = event_file_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads(dump_event_file(parse_event_file(file_with())))
    jsonschema.validate(written, schema)
    written["events"][0]["places"][0]["lat"] = 95
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema)


texts = st.text(max_size=40)
places = st.builds(
    EventPlace,
    role=st.sampled_from(PlaceRole),
    name=texts,
    lat=st.floats(1, 90),
    lon=st.floats(-180, 180),
    country=st.sampled_from(["UA", "KP", None]),
)
events = st.builds(
    Event,
    id=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(["strike", "shipment"]),
    title=st.none() | texts,
    places=st.lists(places, max_size=3).map(tuple),
    quantities=st.lists(st.builds(Quantity, value=st.none() | st.floats(0, 1e9), unit=texts), max_size=2).map(tuple),
    reports=st.lists(st.builds(Report, article=texts, quote=texts), max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(events, max_size=4, unique_by=lambda e: e.id))
def test_writing_and_reading_loses_nothing(found):
    before = EventFile(events=tuple(found))
    content = dump_event_file(before)
    assert parse_event_file(content) == before
    assert dump_event_file(parse_event_file(content)) == content


def test_records_can_not_be_changed():
    with pytest.raises(AttributeError):
        parse_event_file(file_with()).events[0].kind = "test"


def test_reading_checks_a_file_on_disk(tmp_path):
    path = Path(tmp_path, "e.json")
    path.write_bytes(msgspec.json.encode(EventFile()))
    assert load_event_file(path) == EventFile()


def test_a_file_of_version_1_is_read_and_written_as_version_2():
    read = parse_event_file(file_with())
    assert read.version == 2
    assert (read.events[0].attributes, read.events[0].places[0].extent) == ({}, None)
    assert json.loads(dump_event_file(read))["version"] == 2


def test_an_error_does_not_repeat_a_whole_long_value():
    event = {"id": "a", "kind": "strike", "status": "x" * 5000, "reports": []}
    content = json.dumps(
        {"format": "armsatlas-events", "version": 1, "articles": [], "toponyms": [], "events": [event]}
    )
    with pytest.raises(EventFileError) as error:
        parse_event_file(content.encode())
    assert len(str(error.value)) < 400
    assert "events[0].status" in str(error.value)
