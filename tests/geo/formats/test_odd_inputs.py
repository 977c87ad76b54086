"""Odd values in files of others: one line, one row, never the whole file."""

import json

import pytest

from geo.formats.reading import read_table_or_events
from geo.formats.writing import write_events
from geo.records import Article, Event, EventFile, EventPlace, Report
from geo.records.errors import FormatError, OutputError


def test_a_list_of_features_without_a_collection(tmp_path):
    feature = {"type": "Feature", "properties": {"title": "A", "date": "2024-03-01"}, "geometry": None}
    (tmp_path / "list.json").write_text(json.dumps([feature]))
    assert read_table_or_events(tmp_path / "list.json").events.events[0].title == "A"


def test_one_damaged_feature_is_set_aside(tmp_path):
    good = {"type": "Feature", "properties": {"title": "A"}, "geometry": {"type": "Point", "coordinates": [30, 50]}}
    bad = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 1e308]}}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [good, bad]}))
    reading = read_table_or_events(tmp_path / "a.geojson")
    assert len(reading.events.events) == 1
    assert [(reject.line, "no degrees" in reject.reason) for reject in reading.rejects] == [(2, True)]


def test_a_number_in_words_in_our_own_kml(tmp_path):
    event = Event(id="e", kind="strike", places=(EventPlace(role="site", name="A", lat=50.0, lon=30.0),))
    write_events(EventFile(events=(event,)), tmp_path / "a.kml")
    text = (tmp_path / "a.kml").read_text()
    (tmp_path / "a.kml").write_text(text.replace('name="reports"><value>0', 'name="killed"><value>many'))
    reading = read_table_or_events(tmp_path / "a.kml")
    assert [reject.line for reject in reading.rejects] == [1]


@pytest.mark.parametrize("sources", [91, "s1", {"a": 1}, [None, 3, {"path": 5}]])
def test_timemap_sources_of_any_type(tmp_path, sources):
    listed = [{"id": "1", "description": "x", "date": "1/2/2024", "latitude": "50", "longitude": "30"}]
    (tmp_path / "events.json").write_text(json.dumps([{**listed[0], "sources": sources}]))
    assert len(read_table_or_events(tmp_path / "events.json").events.events) == 1


@pytest.mark.parametrize("url", ["http://[::1", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_addresses_that_are_none_or_run_stay_out_of_what_viewers_open(tmp_path, url):
    events = EventFile(
        articles=(Article(id="a", url=url),),
        events=(Event(id="e", kind="strike", title="T", reports=(Report(article="a", quote="q"),)),),
    )
    write_events(events, tmp_path / "a.ftm.json")
    assert ("sourceUrl" in (tmp_path / "a.ftm.json").read_text()) is url.startswith("http")


def test_a_cell_that_another_spreadsheet_would_split_is_quoted(tmp_path):
    write_events(EventFile(events=(Event(id="e", kind="strike", title=";=1+1"),)), tmp_path / "a.csv")
    assert '";=1+1"' in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_reference_system_that_nobody_knows_is_said(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}))
    with pytest.raises(FormatError, match="999999"):
        read_table_or_events(tmp_path / "a.geojson")


def test_a_mapping_keeps_a_column_as_an_attribute_and_counts_for_layers(tmp_path):
    (tmp_path / "m.toml").write_text(
        '[columns]\n"stufe" = "kind"\n"place" = "attributes"\n[values.kind]\n"A" = "strike"\n'
    )
    properties = {"stufe": "A", "Datum": "01.03.2024", "place": "kept"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [30, 50]}}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (event,) = read_table_or_events(tmp_path / "a.geojson", mapping=tmp_path / "m.toml").events.events
    assert (event.kind, event.date.start, event.attributes) == ("strike", "2024-03-01", {"place": "kept"})


def test_a_link_that_leads_round_in_a_circle_is_one_line(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(OutputError, match="can't be written"):
        write_events(EventFile(), tmp_path / "a.csv")
