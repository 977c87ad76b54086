"""GeoJSON: RFC 7946, never finer than the source, the same bytes each time."""

import json
import subprocess
from shutil import which

import pyogrio
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs
from shapely.geometry import Point, shape

from geo.formats import ExportOptions, Generalise, write_events, write_layers
from geo.formats.layout.columns import Layer, columns_of
from geo.records import Event, EventFile, EventPlace, Leg, Mode

_SLOW_ONCE = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking an event file takes minutes
    suppress_health_check=list(HealthCheck),
)


def _written(events, tmp_path, **options):
    path = tmp_path / "out.geojson"
    write_events(events, path, options=ExportOptions(**options))
    return json.loads(path.read_bytes())


def _flown(events):
    """Return the events with all legs by air: what ships and trains do is tested with the routes."""
    return structs.replace(
        events,
        events=tuple(
            structs.replace(event, legs=tuple(structs.replace(leg, mode=Mode.AIR) for leg in event.legs))
            for event in events.events
        ),
    )


def _by_id(document):
    return {feature["id"]: feature for feature in document["features"]}


def test_it_keeps_the_rules_of_rfc_7946(events, tmp_path, rfc7946):
    rfc7946(_written(events, tmp_path))


@_SLOW_ONCE
@given(data=st.data())
def test_any_event_file_keeps_the_rules(event_files, data, rfc7946, tmp_path_factory):
    events = _flown(data.draw(event_files))
    document = _written(events, tmp_path_factory.mktemp("any"))
    rfc7946(document)
    seen = {feature["properties"]["event_id"] for feature in document["features"]}
    assert seen == {event.id for event in events.events}


def test_each_precision_is_drawn_as_coarsely_as_it_is_known(events, tmp_path):
    found = _by_id(_written(events, tmp_path))
    assert found["e1/place/1"]["geometry"] == {"type": "Point", "coordinates": [130.3, 42.249]}
    assert found["e1/place/2"]["geometry"] == {"type": "Point", "coordinates": [132.338, 42.8795]}
    disc = shape(found["e1/place/3"]["geometry"])
    assert disc.contains(Point(40.12507, 45.85523))
    assert disc.area == pytest.approx(3.14159 * (12 / 111.2) * (12 / 77.6), rel=0.03)
    assert found["e1/place/3"]["properties"]["drawn_as"] == "disc"
    oblast = shape(found["e2/place/1"]["geometry"])
    assert oblast.contains(Point(34.55, 49.59))
    assert not oblast.contains(Point(36.25, 50.0))
    assert found["e2/place/1"]["properties"]["attribution"] == "Natural Earth (public domain)"


@pytest.mark.parametrize("feature", ["e3/place/1", "e3/leg/1", "e2/place/3", "e5"])
def test_countries_vague_regions_and_events_without_a_place_stay_without_a_pin(events, tmp_path, feature):
    found = _by_id(_written(events, tmp_path))[feature]
    assert found["geometry"] is None


def test_what_crosses_the_antimeridian_is_cut(events, tmp_path):
    document = _written(events, tmp_path)
    found = _by_id(document)
    assert found["e4/leg/1"]["geometry"]["type"] == "MultiLineString"
    assert found["e2/place/4"]["geometry"]["type"] == "MultiPolygon"
    west, _, east, _ = document["bbox"]
    assert west == pytest.approx(31.8, abs=3)
    assert east == -170


def test_columns_are_flat_and_dates_are_whole_days(events, tmp_path):
    found = _by_id(_written(events, tmp_path))
    first = found["e1/place/1"]["properties"]
    assert list(first) == [column.name for column in columns_of(Layer.PLACES)]
    assert (first["date_start"], first["date_end"]) == ("2023-09-01", "2023-10-31")
    assert (found["e2/place/2"]["properties"]["date_start"], found["e2/place/2"]["properties"]["date_end"]) == (
        "2024-01-01",
        "2024-12-31",
    )
    assert first["quantities"] == ">1000 container"
    assert first["vessel"] == "Angara (IMO 9179842, RU)"
    assert "https://courier.example/a?b=1&c=2" in first["sources"]
    assert all(not isinstance(value, dict | list) for value in first.values())
    leg = found["e1/leg/2"]["properties"]
    assert list(leg) == [column.name for column in columns_of(Layer.ROUTES)]
    assert leg["schematic"] is True
    assert leg["great_circle_km"] > 6000


def test_the_same_events_give_the_same_bytes(events, tmp_path):
    for name in ("a", "b"):
        write_events(events, tmp_path / f"{name}.geojson")
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()


def test_gdal_reads_it_with_types_and_null_geometries(events, tmp_path):
    path = tmp_path / "out.geojson"
    write_events(events, path)
    frame = pyogrio.read_dataframe(path)
    assert len(frame) == 18
    assert frame.geometry.isna().sum() == 4
    assert str(frame["date_start"].dtype).startswith("datetime64")
    assert set(frame["layer"]) == {"places", "areas", "routes", "lines"}


@pytest.mark.skipif(which("ogr2ogr") is None, reason="GDAL's command line is not installed (Debian: gdal-bin)")
def test_ogr2ogr_finds_nothing_to_warn_of(events, tmp_path):
    write_events(events, tmp_path / "out.geojson", options=ExportOptions(layers=(Layer.PLACES,)))
    run = subprocess.run(
        ["ogr2ogr", "-f", "GPKG", str(tmp_path / "out.gpkg"), str(tmp_path / "out.geojson")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stderr == ""


def test_layers_go_to_files_of_their_own(events, tmp_path):
    written, withheld = write_layers(events, tmp_path / "out.geojson")
    assert [path.name for path in written] == [
        f"out.{layer}.geojson" for layer in ("places", "areas", "routes", "lines")
    ]
    assert withheld == 0
    kinds = [{f["properties"]["layer"] for f in json.loads(path.read_bytes())["features"]} for path in written]
    assert kinds == [{"places"}, {"areas"}, {"routes"}, {"lines"}]


@pytest.mark.parametrize("how", list(Generalise))
def test_generalised_files_hold_no_exact_position_and_say_so(events, tmp_path, how):
    document = _written(events, tmp_path, generalise=how)
    assert document["generalised"] == how.value
    text = json.dumps(document)
    assert "42.8795" not in text
    assert "geonames:2044245" not in text
    found = _by_id(document)
    site = found["e1/place/2"]
    assert site["properties"]["generalised"] == how.value
    assert shape(site["geometry"]).contains(Point(132.33801, 42.87951))
    assert shape(site["geometry"]).area > 0.01


def test_a_leg_by_rail_carries_the_licence_of_its_network(tmp_path):
    ends = (("Kyiv", 50.45466, 30.5238), ("Kharkiv", 49.98081, 36.25272))
    places = tuple(
        EventPlace(role="site", name=name, lat=lat, lon=lon, country="UA", precision="settlement")
        for name, lat, lon in ends
    )
    event = Event(id="r", kind="shipment", places=places, legs=(Leg(from_=0, to=1, mode=Mode.RAIL),))
    document = _written(EventFile(events=(event,)), tmp_path)
    leg = _by_id(document)["r/leg/1"]["properties"]
    assert leg["licence"] == "ODbL-1.0"
    assert "OpenStreetMap" in leg["attribution"]
    assert 400 < leg["length_km"] < 600
    assert document["licences"] == ["ODbL-1.0"]


def test_a_generalised_table_says_so(events, tmp_path):
    write_events(events, tmp_path / "out.csv", options=ExportOptions(generalise=Generalise.TEN_KM))
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert ",generalised," in text.splitlines()[0] + ","
    assert "10km" in text
    assert "42.24938" not in text
