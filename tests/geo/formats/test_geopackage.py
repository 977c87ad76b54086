"""GeoPackages: OGC's tables, keys, styles that QGIS loads, and edits that come back."""

import shutil
import sqlite3
import struct
import subprocess
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from geo.formats import ExportOptions, write_events
from geo.formats.layout.columns import Layer
from geo.formats.reading import read_table_or_events
from geo.records.errors import FormatError

_SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture
def package(events, tmp_path):
    path = tmp_path / "out.gpkg"
    write_events(events, path)
    return path


def _rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_it_is_a_geopackage_by_its_own_tables(package):
    assert _rows(package, "PRAGMA application_id") == [(0x47504B47,)]
    assert _rows(package, "PRAGMA integrity_check") == [("ok",)]
    assert _rows(package, "PRAGMA foreign_key_check") == []
    tables = {name for (name,) in _rows(package, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    listed = {name for (name,) in _rows(package, "SELECT table_name FROM gpkg_contents")}
    assert listed <= tables
    own = {name for name in tables if not name.startswith(("gpkg_", "sqlite_", "rtree_"))}
    assert own == listed


def test_gdal_reads_layers_with_types_and_index(package):
    frame = pyogrio.read_dataframe(package, layer="places")
    assert len(frame) == 8
    assert str(frame["date_start"].dtype).startswith("datetime64")
    assert frame["disputed"].dtype == bool
    boxed = pyogrio.read_dataframe(package, layer="places", bbox=(130, 42, 131, 43))
    assert set(boxed["name"]) == {"Najin"}
    reports = pyogrio.read_dataframe(package, layer="reports")
    assert set(reports["event_id"]) <= set(pyogrio.read_dataframe(package, layer="events")["event_id"])


def test_the_index_holds_every_geometry(package):
    for layer in Layer:
        drawn = _rows(package, f"SELECT fid FROM {layer.value} WHERE geom IS NOT NULL")  # noqa: S608 - our own name
        indexed = _rows(package, f"SELECT id FROM rtree_{layer.value}_geom ORDER BY id")  # noqa: S608 - our own name
        assert indexed == drawn


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's command line is not installed (Debian: gdal-bin)")
def test_ogrinfo_finds_nothing_to_warn_of(package):
    run = subprocess.run(
        ["ogrinfo", "-al", "-so", str(package)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Warning" not in run.stdout + run.stderr
    assert "ERROR" not in run.stdout + run.stderr


def test_a_point_moved_and_a_cell_changed_in_a_gis_come_back(package):
    moved = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<bIdd", 1, 1, 130.25, 42.5)
    with closing(sqlite3.connect(package)) as connection:
        connection.create_function("ST_IsEmpty", 1, lambda _: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0.0)
        connection.execute("UPDATE places SET geom = ? WHERE feature_id = 'e1/place/1'", (moved,))
        connection.execute("UPDATE events SET title = 'Retitled' WHERE event_id = 'e1'")
        connection.commit()
    reading = read_table_or_events(package)
    event = reading.events.events[0]
    assert (event.title, event.places[0].lon, event.places[0].lat) == ("Retitled", 130.25, 42.5)
    assert [problem.message for problem in reading.problems] == [
        "event e1: 'Najin' was moved on the map to 130.25, 42.5"
    ]


def test_a_value_broken_in_a_gis_keeps_the_event_aside(package):
    with closing(sqlite3.connect(package)) as connection:
        connection.execute("UPDATE events SET status = 'sure' WHERE event_id = 'e2'")
        connection.commit()
    reading = read_table_or_events(package)
    assert [event.id for event in reading.events.events] == ["e1", "e3", "e4", "e5"]
    assert "sure" in reading.rejects[0].reason


def test_an_export_says_whose_data_it_holds(events, tmp_path):
    write_events(events, tmp_path / "out.gpkg", options=ExportOptions(layers=(Layer.PLACES, Layer.AREAS)))
    about = dict(_rows(tmp_path / "out.gpkg", "SELECT name, value FROM about"))
    assert about["attribution"] == "GeoNames (CC BY 4.0); Natural Earth (public domain)"
    assert about["licences"] == "CC-BY-4.0"


_QGIS = """
import sys
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer
from PyQt5.QtCore import QSize
from PyQt5.QtGui import QColor
app = QgsApplication([], False)
app.initQgis()
layers = [QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr") for name in ("places", "areas", "routes")]
for layer in layers:
    assert layer.isValid() and layer.renderer().type() == "RuleRenderer", layer.name()
    assert len(layer.renderer().rootRule().children()) == 14
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setOutputSize(QSize(600, 300))
settings.setBackgroundColor(QColor("white"))
settings.setExtent(QgsRectangle(20, 35, 180, 70))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
colours = {image.pixelColor(x, y).name() for x in range(600) for y in range(300)}
assert "#1f5e96" in colours, "the shipment is drawn in its colour"
print("drawn", len(colours))
"""


def _has_qgis():
    if not _SYSTEM_PYTHON.exists():
        return False
    run = subprocess.run([_SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False, timeout=60)
    return run.returncode == 0


@pytest.mark.skipif(not _has_qgis(), reason="QGIS's Python is not installed (Debian: python3-qgis)")
def test_qgis_opens_it_drawn(package):
    run = subprocess.run(
        [_SYSTEM_PYTHON, "-c", _QGIS, str(package)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(package.parent)},
    )
    assert "drawn" in run.stdout, run.stderr[-500:]


def test_a_package_of_before_version_2_is_read(events, tmp_path):
    path = tmp_path / "old.gpkg"
    write_events(events, path)
    with closing(sqlite3.connect(path)) as connection:
        for table, column in (("events", "attributes"), ("events", "killed_most"), ("event_places", "extent")):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.commit()
    reading = read_table_or_events(path)
    assert [event.id for event in reading.events.events] == [event.id for event in events.events]
    assert reading.events.events[0].attributes == {}


def test_a_layer_that_is_a_view_is_refused(tmp_path):
    path = tmp_path / "view.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE gpkg_contents (table_name TEXT); INSERT INTO gpkg_contents VALUES ('places');"
            "CREATE VIEW places AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
        )
    with pytest.raises(FormatError, match="layer 'places' is a view"):
        read_table_or_events(path)
