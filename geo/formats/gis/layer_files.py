"""FlatGeobuf and zipped Shapefiles."""

import io
import tempfile
import zipfile
from pathlib import Path

from msgspec import structs

from geo.formats.gis.layers import write_layer
from geo.formats.layout.columns import COLUMNS, SHAPEFILE_NAMES, Layer, columns_of
from geo.formats.layout.features import Feature, Value, iter_features
from geo.formats.options import ExportOptions
from geo.output import whole_file, write_output
from geo.records import EventFile

_KINDS = {Layer.PLACES: "Point", Layer.AREAS: "MultiPolygon", Layer.ROUTES: "MultiLineString"}
_KINDS[Layer.LINES] = "MultiLineString"
_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHAPE_BYTES = 254


def write_flatgeobuf(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write FlatGeobuf, one layer with points, areas and lines, or the one layer asked for.

    Raises:
        OutputError: The file can't be written.
    """
    features = list(iter_features(events, options))
    columns = columns_of(options.layers[0]) if len(options.layers) == 1 else COLUMNS
    kinds = {feature.geometry.geom_type for feature in features if feature.geometry is not None}
    written = io.BytesIO()  # GDAL's driver says nothing of a full disk
    write_layer(
        features,
        written,
        columns,
        driver="FlatGeobuf",
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        layer="armsatlas",
        layer_options={"SPATIAL_INDEX": "NO"},
    )
    write_output(path, written.getvalue())


def write_shapefile(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a zip archive of a shapefile a layer, which GDAL and QGIS open as it is.

    A shapefile holds one type of geometry, ten characters of a column's name and 254 bytes of a
    text: longer quotes and sources are cut, and a note in the archive says so.

    Raises:
        OutputError: The file can't be written.
    """
    with (
        whole_file(path, suffix=".shp.zip") as temporary,
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        features = list(iter_features(events, options))
        short = [_shortened(feature) for feature in features]
        for layer in options.layers:
            if layer is Layer.LINES and not any(feature.layer is layer for feature in features):
                continue
            target = Path(folder) / f"{layer.value}.shp"
            write_layer(
                [feature for feature, _ in short if feature.layer is layer],
                target,
                columns_of(layer),
                driver="ESRI Shapefile",
                geometry_type=_KINDS[layer],
                names=SHAPEFILE_NAMES,
                encoding="UTF-8",
            )
            for part in _SHAPE_PARTS:
                archive.writestr(zipfile.ZipInfo(f"{layer.value}{part}"), target.with_suffix(part).read_bytes())
        note = f"{sum(cut for _, cut in short)} texts were cut to 254 bytes; the GeoPackage export holds them whole.\n"
        archive.writestr(zipfile.ZipInfo("README.txt"), note)


def _shortened(feature: Feature) -> tuple[Feature, int]:
    """Return a feature whose texts fit, cut at whole characters, and how many were cut."""
    values = {name: _short(value) for name, value in feature.values.items()}
    return structs.replace(feature, values=values), sum(values[name] != value for name, value in feature.values.items())


def _short(value: Value) -> Value:
    return value.encode()[:_SHAPE_BYTES].decode(errors="ignore") if isinstance(value, str) else value
