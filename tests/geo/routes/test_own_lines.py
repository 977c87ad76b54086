import json

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from geo.cli.app import app
from geo.records import DatePrecision, Event, EventDate, EventFile, EventPlace, Leg, Mode, PlaceRole, Track
from geo.records.errors import RouteError
from geo.records.file import dump_event_file, parse_event_file
from geo.routes import Method, NoteKind, Passage, trace_event
from geo.routes.own.drawn import speed_note
from geo.routes.own.tracks import attach_track, read_track

NAJIN, DUNAY = (130.2831, 42.2556), (132.3354, 42.8788)
SINGAPORE, ROTTERDAM = (103.8501, 1.2897), (4.4777, 51.9244)
LINE = "LINESTRING (130.29 42.23, 130.6 42, 132 42.4, 132.35 42.85)"
AIS = """MMSI,BaseDateTime,LAT,LON
1,2023-09-01T00:00:00,42.23,130.29
1,2023-09-01T09:00:00,42.231,130.291
1,2023-09-01T12:00:00,42.0,130.6
1,2023-09-02T01:00:00,42.7,132.0
1,2023-09-02T02:00:00,42.85,132.35
"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="42.23" lon="130.29"><time>2023-09-01T00:00:00Z</time></trkpt>
<trkpt lat="42.85" lon="132.35"><time>2023-09-01T05:00:00Z</time></trkpt></trkseg></trk></gpx>"""
GEOJSON = json.dumps({
    "type": "Feature",
    "properties": {},
    "geometry": {"type": "LineString", "coordinates": [[179, 50], [-179, 51], [-178, 51]]},
})  # fmt: skip


def event(start, end, mode, date=None, **leg):
    places = [
        EventPlace(role=role, name=role.value, lon=lon, lat=lat)
        for role, (lon, lat) in ((PlaceRole.ORIGIN, start), (PlaceRole.DESTINATION, end))
    ]
    return Event(id="e", kind="shipment", places=tuple(places), legs=(Leg(from_=0, to=1, mode=mode, **leg),), date=date)


def test_a_track_is_drawn_as_it_is_with_its_source_and_is_no_schematic_line():
    (leg,) = trace_event(event(NAJIN, DUNAY, Mode.SEA, track=Track(line=LINE, source="Windward, 3 May")))
    assert (leg.method, leg.schematic, leg.source) == (Method.OWN_TRACK, False, "Windward, 3 May")
    assert leg.geometry.coords[0] == (130.29, 42.23)
    assert leg.geometry.coords[-1] == (132.35, 42.85)
    assert leg.has_way


def test_gaps_and_ends_far_from_the_legs_places_are_told():
    track = Track(line="MULTILINESTRING ((131 42, 131.2 42), (131.9 42.3, 132 42.4))", source="AIS")
    (leg,) = trace_event(event(NAJIN, DUNAY, Mode.SEA, track=track))
    assert [note.kind for note in leg.notes] == [NoteKind.SOURCE, NoteKind.GAP, NoteKind.CONNECTOR, NoteKind.CONNECTOR]
    assert len(leg.geometry.geoms) == 2


def test_what_the_file_says_of_a_leg_is_obeyed_and_its_note_comes_first():
    (leg,) = trace_event(event(SINGAPORE, ROTTERDAM, Mode.SEA, avoid=("suez",), note="As the owner says."))
    assert Passage.SUEZ not in leg.passages
    assert leg.notes[0].text == "As the owner says."
    assert NoteKind.ALTERNATIVE not in {note.kind for note in leg.notes}
    (by_way,) = trace_event(event((37.6, 55.75), (40.12, 45.85), Mode.RAIL, via="MULTIPOINT ((45.0 53.2))"))
    assert by_way.length_m > 1_500_000
    (wrong,) = trace_event(event((37.6, 55.75), (40.12, 45.85), Mode.RAIL, stay_in=("KP",)))
    assert not wrong.has_way


def test_another_way_is_told_with_both_lengths_where_the_source_names_none():
    (leg,) = trace_event(event(SINGAPORE, ROTTERDAM, Mode.SEA))
    (note,) = [note for note in leg.notes if note.kind is NoteKind.ALTERNATIVE]
    assert "Cape of Good Hope" in note.text
    assert f"{leg.length_m / 1000:,.0f}" in note.text


def test_a_range_of_days_too_short_for_the_way_is_flagged():
    week = EventDate(start="2024-01-01", end="2024-01-03", precision=DatePrecision.RANGE)
    (leg,) = trace_event(event((131.9, 43.1), (37.6, 55.75), Mode.RAIL, date=week))
    assert "impossible by rail" in leg.note
    (slow,) = trace_event(event(NAJIN, DUNAY, Mode.SEA, date=week))
    assert NoteKind.SPEED not in {note.kind for note in slow.notes}


@pytest.mark.parametrize(
    ("begun", "ended", "said"),
    [
        ("2024-01-01", "2024-01-02", "500 km a day"),
        ("2024-01-01T00:00:00Z", "2024-01-01T06:00:00Z", "4,000 km a day: impossible by rail"),
        ("2024-01-05", "2024-01-01", "backwards"),
    ],
)
def test_speeds_are_told_and_what_no_train_does_is_flagged(begun, ended, said):
    assert said in speed_note(1_000_000, Mode.RAIL, begun, ended).text


def test_positions_of_a_ship_become_a_track_with_its_gap_and_its_call(tmp_path):
    path = tmp_path / "ais.csv"
    path.write_text(AIS, encoding="utf-8")
    read = read_track(path, source="AIS")
    assert read.track.line.startswith("MULTILINESTRING")
    assert (read.track.begun, read.track.ended) == ("2023-09-01T00:00:00Z", "2023-09-02T02:00:00Z")
    assert read.calls == ("Najin from 2023-09-01 to 2023-09-01",)
    assert read.points == 5


@pytest.mark.parametrize(("name", "text"), [("t.gpx", GPX), ("t.geojson", GEOJSON)])
def test_gpx_and_geojson_become_tracks(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    track = read_track(path, source="mine").track
    (leg,) = trace_event(event(NAJIN, DUNAY, Mode.SEA, track=track))
    assert not leg.schematic
    assert max(abs(lon) for part in getattr(leg.geometry, "geoms", [leg.geometry]) for lon, _ in part.coords) <= 180


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("t.csv", AIS + "2,2023-09-03T00:00:00,42,131\n", "2 ships"),
        ("t.csv", AIS + "1,2023-09-03T00:00:00,142,131\n", "line 7"),
        ("t.csv", AIS + "1,yesterday,42,131\n", "line 7"),
        ("t.csv", "name\nx\n", "line 2"),
        ("t.gpx", "<gpx", "GPX"),
        ("t.gpx", '<!DOCTYPE g [<!ENTITY e "x">]><gpx>&e;</gpx>', "GPX"),
        ("t.geojson", "{}", "GeoJSON"),
        ("t.geojson", '{"type": "Point", "coordinates": [1, 2]}', "no line"),
        ("t.txt", "", "expected a .gpx"),
    ],
)
def test_a_file_that_is_no_track_is_refused_in_one_line(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RouteError, match=said) as caught:
        read_track(path, source="mine")
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_track_put_on_a_leg_survives_the_event_file(tmp_path):
    path = tmp_path / "ais.csv"
    path.write_text(AIS, encoding="utf-8")
    file = EventFile(events=(event(NAJIN, DUNAY, Mode.SEA),))
    changed = parse_event_file(dump_event_file(attach_track(file, read_track(path, source="AIS"))))
    (leg,) = changed.events[0].legs
    assert leg.track.source == "AIS"
    assert leg.note == "Called at Najin from 2023-09-01 to 2023-09-01."
    with pytest.raises(RouteError, match="leg 2"):
        attach_track(file, read_track(path, source="AIS"), leg_number=2)
    two = replace(file, events=(*file.events, replace(file.events[0], id="f")))
    with pytest.raises(RouteError, match="name one of e, f"):
        attach_track(two, read_track(path, source="AIS"))


def test_a_shipments_line_in_a_gis_file_is_its_way_and_no_other_is_computed(tmp_path):
    path, out = tmp_path / "voyage.geojson", tmp_path / "out.geojson"
    line = {"type": "LineString", "coordinates": [[130.29, 42.23], [130.6, 42.0], [132.0, 42.4], [132.35, 42.85]]}
    properties = {"title": "Voyage", "kind": "shipment", "mode": "sea", "date": "2023-09-01"}
    feature = {"type": "Feature", "properties": properties, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    done = CliRunner().invoke(app, ["export", str(path), "-o", str(out)])
    assert done.exit_code == 0, done.output
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    (route,) = [each for each in features if each["properties"]["layer"] == "routes"]
    assert route["geometry"] == line
    assert route["properties"]["schematic"] is False
    assert route["properties"]["attribution"] == "voyage.geojson"


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "csv", "xlsx"])
def test_a_track_comes_back_from_every_format_that_brings_events_back(tmp_path, ending):
    path, out, back = tmp_path / "e.json", tmp_path / f"e.{ending}", tmp_path / "back.geojson"
    track = Track(line=LINE, source="AIS")
    path.write_bytes(dump_event_file(EventFile(events=(event(NAJIN, DUNAY, Mode.SEA, track=track),))))
    for source, target in ((path, out), (out, back)):
        done = CliRunner().invoke(app, ["export", str(source), "-o", str(target)])
        assert done.exit_code == 0, done.output
    features = json.loads(back.read_text(encoding="utf-8"))["features"]
    (route,) = [each for each in features if each["properties"]["layer"] == "routes"]
    assert route["properties"]["method"] == "own-track"
    assert route["properties"]["attribution"] == "AIS"
    assert route["geometry"]["coordinates"] == [[130.29, 42.23], [130.6, 42.0], [132.0, 42.4], [132.35, 42.85]]


@pytest.mark.parametrize(
    "leg",
    [
        {"via": "MULTIPOINT ((1 2"},
        {"avoid": ("atlantis",)},
        {"track": Track(line="LINESTRING (1 2)", source="x")},
        {"track": Track(line="LINESTRING (1 2, 3 400)", source="x")},
    ],
)
def test_a_leg_that_says_what_can_not_be_read_has_no_way_and_says_why(leg):
    (traced,) = trace_event(event(NAJIN, DUNAY, Mode.SEA, **leg))
    assert not traced.has_way
    assert traced.notes[0].kind is NoteKind.NO_WAY
