"""KML, FlatGeobuf, Shapefile, frames, newsroom and research tools: read back by tools that are not ours."""

import csv
import json
import re
import shutil
import subprocess
import zipfile

import geopandas
import pandas as pd
import pyogrio
import pytest
import shapely
from jsonschema import Draft202012Validator
from msgspec import structs

from geo.formats import FORMATS, ExportOptions, find_format, write_events
from geo.formats.gis.frames import from_geodataframe, to_geodataframe
from geo.formats.layout.columns import ColumnType, Layer, columns_of
from geo.formats.reading import read_table_or_events
from geo.records import Event, EventFile, Report
from geo.records.errors import FormatError


@pytest.mark.parametrize("ending", ["kml", "fgb", "shp.zip", "geojson"])
def test_gdal_reads_every_feature(events, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    write_events(events, path)
    target = f"/vsizip/{path}" if ending == "shp.zip" else path
    layers = [name for name, _ in pyogrio.list_layers(target)]
    count = sum(pyogrio.read_info(target, layer=layer, force_feature_count=True)["features"] for layer in layers)
    assert count == 18


@pytest.mark.parametrize("ending", ["kml", "fgb", "shp.zip", "geojson"])
def test_our_features_come_back_as_events(events, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    write_events(events, path)
    reading = read_table_or_events(path)
    assert reading.rejects == ()
    back = {event.id: event for event in reading.events.events}
    for event in events.events:
        again = back[event.id]
        assert [(place.role, place.name, place.precision) for place in again.places] == [
            (place.role, place.name, place.precision) for place in event.places
        ]
        assert (again.legs, again.kind, again.status, again.claimed_by) == (
            event.legs,
            event.kind,
            event.status,
            event.claimed_by,
        )
    assert back["e1"].vessel == events.events[0].vessel
    assert back["e1"].casualties == events.events[0].casualties
    if ending != "shp.zip":
        assert back["e1"].attributes == events.events[0].attributes
    front, held = (shapely.from_wkt(place.extent) for place in back["e2"].places[4:])
    assert front.equals(shapely.from_wkt(events.events[1].places[4].extent))
    assert held.equals(shapely.from_wkt(events.events[1].places[5].extent))


def test_kml_has_time_spans_and_styles_and_no_markup_of_others(tmp_path):
    hostile = Event(
        id="h", kind="strike", title="<script>alert(1)</script>]]>&", reports=(Report(article="a", quote="\x07<b>"),)
    )
    path = tmp_path / "out.kml"
    write_events(EventFile(events=(hostile,)), path)
    text = path.read_text()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "\x07" not in text


def test_a_shapefile_says_what_it_cut(events, tmp_path):
    long = structs.replace(events.events[0], title="é" * 300)
    write_events(EventFile(events=(long,)), tmp_path / "out.shp.zip")
    with zipfile.ZipFile(tmp_path / "out.shp.zip") as archive:
        assert "were cut to 254 bytes" in archive.read("README.txt").decode()
    frame = pyogrio.read_dataframe(f"/vsizip/{tmp_path / 'out.shp.zip'}", layer="places")
    assert frame["title"].iloc[0] == "é" * 127


def test_a_frame_has_columns_that_behave(events):
    frame = to_geodataframe(events)
    assert list(frame.columns) == ["feature_id", *(column.name for column in columns_of()), "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert frame["date_start"].max() == "2024-01-01"
    assert json.loads(frame.to_json())["features"][0]["properties"]["date_start"] == "2023-09-01"
    assert frame["killed"].sum() == 0
    kinds = {ColumnType.INTEGER: "Int64", ColumnType.BOOLEAN: "boolean", ColumnType.TEXT: "string"}
    for column in columns_of():
        if column.type in kinds:
            known = (kinds[column.type], "category")
            assert frame[column.name].dtype in known, column.name
    assert frame["status"].cat.categories.tolist() == ["claimed", "documented", "acknowledged", "reported"]
    assert frame["date_end"].isna().any()
    assert len(frame[frame["disputed"].fillna(value=False)]) == 5
    routes = to_geodataframe(events, layer=Layer.ROUTES)
    assert set(routes.geometry.geom_type.dropna()) <= {"LineString", "MultiLineString"}
    assert pd.isna(routes["length_km"]).sum() == 1


def test_a_frame_goes_back_to_events(events):
    back = from_geodataframe(to_geodataframe(events)).events
    assert [event.id for event in back.events] == [event.id for event in events.events]
    assert back.events[0].legs == events.events[0].legs


def test_frames_of_several_files_can_be_put_together(events):
    first, second = (EventFile(events=part) for part in (events.events[:1], events.events[1:]))
    whole = pd.concat([to_geodataframe(first, layer="places"), to_geodataframe(second, layer="places")])
    assert whole["precision"].dtype == to_geodataframe(events)["precision"].dtype
    roles = to_geodataframe(events, layer="places")["role"].dropna()
    assert whole.groupby("role", observed=True).size().sum() == len(roles)


def test_a_frame_can_be_saved_and_drawn_with_geopandas(events, tmp_path):
    frame = to_geodataframe(events, layer="places")
    frame.to_file(tmp_path / "own.gpkg")
    again = geopandas.read_file(tmp_path / "own.gpkg")
    assert again["status"].tolist() == frame["status"].tolist()
    assert from_geodataframe(again).events.events[0].id == events.events[0].id
    assert frame.to_crs(3857).buffer(1000).notna().sum() == frame.geometry.notna().sum() > 3


def test_no_events_make_an_empty_frame():
    assert len(to_geodataframe(EventFile())) == 0


def test_geoparquet_is_geoparquet(events, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="GeoParquet needs pyarrow")
    path = tmp_path / "out.parquet"
    write_events(events, path)
    geo = json.loads(parquet.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["primary_column"] == "geometry"


# TimeMap's validators (Joi) as JSON Schema, field by field.
_TEXT = {"type": "string"}
TIMEMAP_EVENT = {
    "type": "object",
    "properties": {
        **dict.fromkeys(
            ("id", "civId", "description", "graphic", "date", "time", "time_precision", "location", "latitude"), _TEXT
        ),
        **dict.fromkeys(("longitude", "type", "category", "category_full", "comments", "time_display"), _TEXT),
        "associations": {"type": "array"},
        "sources": {"type": "array"},
    },
    "required": ["description"],
    "additionalProperties": False,
    "dependentRequired": {"latitude": ["longitude"], "longitude": ["latitude"]},
    "anyOf": [{"required": ["date"]}, {"required": ["latitude"]}],
}


def test_timemap_keeps_its_validators_rules(events, tmp_path):
    write_events(events, tmp_path / "out.timemap.zip")
    with zipfile.ZipFile(tmp_path / "out.timemap.zip") as archive:
        listed, sources, associations = (
            json.loads(archive.read(f"{name}.json")) for name in ("events", "sources", "associations")
        )
    for entry in listed:
        Draft202012Validator(TIMEMAP_EVENT).validate(entry)
        assert re.fullmatch(r"(\d{1,2}/\d{1,2}/\d{4})?", entry["date"])
        assert entry["date"] or entry.get("latitude")
        assert set(entry["associations"]) <= {each["id"] for each in associations}
        assert set(entry["sources"]) <= {each["id"] for each in sources}
    assert all(isinstance(source["paths"], list) for source in sources)
    assert not any("latitude" in entry for entry in listed if entry["comments"] != "point")


def test_followthemoney_is_valid(events, tmp_path):
    proxy = pytest.importorskip("followthemoney.proxy", reason="FollowTheMoney checks its own entities")
    write_events(events, tmp_path / "out.ftm.json")
    for line in (tmp_path / "out.ftm.json").read_text().splitlines():
        entity = json.loads(line)
        read = proxy.EntityProxy.from_dict(entity)
        assert {name: sorted(read.get(name)) for name in entity["properties"]} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_followthemoney_ties_trips_to_places_ships_and_articles(events, tmp_path):
    write_events(events, tmp_path / "out.ftm.json")
    entities = [json.loads(line) for line in (tmp_path / "out.ftm.json").read_text().splitlines()]
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        for name in ("startLocation", "endLocation", "vehicle", "document", "entity"):
            assert set(entity["properties"].get(name, [])) <= ids
    trips = [entity for entity in entities if entity["schema"] == "Trip"]
    assert len(trips) == 4
    assert all({"name", "startLocation", "endLocation"} <= entity["properties"].keys() for entity in trips)


def test_datawrapper_gets_points_alone(events, tmp_path):
    write_events(events, tmp_path / "out.datawrapper.csv")
    rows = list(csv.DictReader((tmp_path / "out.datawrapper.csv").read_text().splitlines()))
    assert rows[0]["lat"] == "42.249"
    assert all(re.fullmatch("#[0-9a-f]{6}", row["colour"]) for row in rows if row["colour"])
    write_events(events, tmp_path / "out.locator.json")
    markers = json.loads((tmp_path / "out.locator.json").read_bytes())["markers"]
    assert markers[0]["coordinates"] == [130.3, 42.249]


def test_bibtex_escapes_what_tex_would_run(events, tmp_path):
    risky = structs.replace(events.articles[0], title=r"100% \write18{rm} & more_$#", id="é \\ a")
    write_events(EventFile(articles=(risky, events.articles[1])), tmp_path / "out.bib")
    text = (tmp_path / "out.bib").read_text()
    assert r"100\% \textbackslash{}write18\{rm\} \& more\_\$\#" in text
    assert "@online{e-a," in text


_UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (Debian: libreoffice-calc-nogui)"
)
def test_libreoffice_opens_the_workbook(events, tmp_path):
    write_events(events, tmp_path / "out.xlsx")
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
        "--headless",
        "--convert-to",
        _UTF8_CSV,
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "out.xlsx")], check=True, capture_output=True, timeout=180
    )
    first = next(iter(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines())))
    assert (first["record"], first["id"], first["place1_lat"]) == ("event", "e1", "42.24938")


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (Debian: libreoffice-calc-nogui)"
)
def test_an_opendocument_sheet_saved_by_libreoffice_comes_back(events, tmp_path):
    write_events(events, tmp_path / "out.xlsx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "ods"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "out.xlsx")], check=True, capture_output=True, timeout=180
    )
    assert read_table_or_events(tmp_path / "out.ods").events == events


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_every_format_writes_no_events_and_many_kinds(known, events, tmp_path):
    for number, content in enumerate((EventFile(), events)):
        path = tmp_path / f"{number}{known.endings[0]}"
        write_events(content, path, options=ExportOptions(language="fr"))
        assert path.is_file()
        assert find_format(path) is known


@pytest.mark.parametrize(("name", "asked"), [("out.docx", None), ("out", None), ("out.csv", "doc")])
def test_an_unknown_format_lists_the_known_ones(name, asked, tmp_path, events):
    with pytest.raises(FormatError, match="geojson"):
        write_events(events, tmp_path / name, format=asked)
