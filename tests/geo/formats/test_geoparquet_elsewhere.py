"""GeoParquet in the system's GDAL and QGIS: every cell and geometry as it was written.

Debian's GDAL 3.6 is built without Arrow; `benchmarks/gdal_parquet.sh` compiles the driver of its source.
"""

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import shapely

from geo import from_geodataframe
from geo.formats import ExportOptions, write_events
from geo.formats.gis.frames import to_wide_frame

_PYTHON = Path("/usr/bin/python3")
_GDAL = """
import json, sys
from osgeo import ogr
source = ogr.Open(sys.argv[1])
layer = source.GetLayer(0)
assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
flags = {field.GetName() for field in layer.schema if field.GetSubType() == ogr.OFSTBoolean}
for row in layer:
    shape = row.GetGeometryRef()
    cells = {key: bool(cell) if key in flags and cell is not None else cell for key, cell in row.items().items()}
    print(json.dumps([cells, shape and shape.ExportToIsoWkt()]))
"""
_QGIS = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(sys.argv[1], "out", "ogr")
assert layer.isValid() and (layer.crs().authid() == "EPSG:4326" or layer.wkbType() == 7)  # of collections it tells none
names = [field.name() for field in layer.fields()]
for row in layer.getFeatures():
    cells = [None if hasattr(cell, "isNull") and cell.isNull() else cell for cell in row.attributes()]
    print(json.dumps([dict(zip(names, cells)), None if row.geometry().isEmpty() else row.geometry().asWkt()]))
"""
_READERS = {"GDAL": _GDAL, "QGIS": _QGIS}
_SCRIPTS = ("Odesa", "Одеса", "صنعاء", "תל אביב", "Αθήνα", "北京", "서울", "दिल्ली", "თბილისი")
_SHAPES = (
    shapely.Point(30.73, 46.48),
    shapely.LineString([(36, 50), (36.5, 50.25)]),
    shapely.Polygon([(30, 46), (31, 46), (31, 46.5)]),
    shapely.MultiPolygon([shapely.box(179, 10, 180, 11), shapely.box(-180, 10, -179, 11)]),
    None,
)


def _has_driver():
    code = "from osgeo import ogr; import sys; sys.exit(ogr.GetDriverByName('Parquet') is None)"
    return _PYTHON.exists() and not subprocess.run([_PYTHON, "-c", code], capture_output=True, check=False).returncode


@pytest.fixture(scope="module")
def layers():
    """Events of every script, kind of geometry and unknown value."""
    gpd = pytest.importorskip("geopandas")
    rows = [
        {"date": f"2024-03-{at + 1:02d}" if at % 3 else "March 2024", "kind": "strike", "title": f"{name} 'x';\n\"y\""}
        | {"place": name, "killed": at or None, "geometry": _SHAPES[at % len(_SHAPES)]}
        for at, name in enumerate(_SCRIPTS)
    ]
    return from_geodataframe(gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")).events


@pytest.mark.skipif(not _has_driver(), reason="this system has no GDAL with the Parquet driver")
@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize("which", ["events", "layers"])
def test_geoparquet_is_read_cell_by_cell(request, tmp_path, reader, which):
    events, path = request.getfixturevalue(which), tmp_path / "out.parquet"
    write_events(events, path, options=ExportOptions(i_have_rights=True))
    environment = {key: os.environ[key] for key in ("GDAL_DRIVER_PATH",) if key in os.environ}
    run = subprocess.run(
        [_PYTHON, "-c", _READERS[reader], str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment | {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    if "No module named 'qgis'" in run.stderr:
        pytest.skip("QGIS's Python is not installed (Debian: python3-qgis)")
    got = sorted(map(_plain, map(json.loads, run.stdout.splitlines())))
    frame = to_wide_frame(events, ExportOptions())
    cells = frame.drop(columns="geometry").astype(object).to_dict("records")
    assert got == sorted(map(_plain, zip(cells, frame.geometry, strict=True))), run.stderr[-500:]


def _plain(row):
    cells, shape = row
    shape = shapely.from_wkt(shape) if isinstance(shape, str) else shape
    if len(parts := getattr(shape, "geoms", ())) == 1:  # in a layer of collections QGIS has a point as one of one
        shape = parts[0]
    told = {key: None if cell is None or cell is pd.NA else cell for key, cell in cells.items()}
    return json.dumps([told, shape and shapely.to_wkt(shape, rounding_precision=9)], ensure_ascii=False, sort_keys=True)
