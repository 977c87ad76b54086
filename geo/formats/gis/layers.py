"""Features of one layer through GDAL, and the formats that are nothing else: FlatGeobuf and zipped Shapefiles."""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely
from msgspec import structs

from geo.formats.layout.columns import Column, ColumnType, Layer, columns_of, shapefile_names
from geo.formats.layout.features import Feature, Value, iter_features
from geo.formats.layout.shapes import as_shapely
from geo.formats.options import ExportOptions
from geo.records import EventFile
from geo.records.errors import OutputError
from geo.records.file import whole_file, write_output

_TYPES: dict[ColumnType, tuple[Any, Any]] = {
    ColumnType.INTEGER: (np.int64, 0),
    ColumnType.NUMBER: (np.float64, 0.0),
    ColumnType.BOOLEAN: (np.bool_, False),
    ColumnType.DATE: ("datetime64[D]", "NaT"),
}
"""What an array of a type is made of, and what stands where a value is missing."""


def write_layer(
    features: Sequence[Feature],
    target: Path | IO[bytes],
    columns: Sequence[Column],
    *,
    driver: str,
    geometry_type: str,
    names: dict[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - pyogrio's own
) -> None:
    """Write features as a layer, in WGS 84."""
    import pyogrio

    shapes = np.array([as_shapely(feature.geometry) for feature in features], dtype=object)
    arrays = [_array([feature.values.get(each.name) for feature in features], each.type) for each in columns]
    fields = ["feature_id", *(column.name for column in columns)]
    try:
        pyogrio.raw.write(
            target,
            shapely.to_wkb(shapes),
            [_texts([feature.id for feature in features]), *(array for array, _ in arrays)],
            [(names or {}).get(field, field) for field in fields],
            field_mask=[np.zeros(len(features), bool), *(mask for _, mask in arrays)],
            driver=driver,
            geometry_type=geometry_type,
            promote_to_multi=geometry_type.startswith("Multi"),
            crs="EPSG:4326",
            **options,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
        raise OutputError(f"{target}: can't be written ({error}); is the disk full?") from error


def _array(values: list[Any], kind: ColumnType) -> tuple[np.ndarray, np.ndarray]:
    missing = np.array([value is None for value in values], bool)
    if kind is ColumnType.TEXT:
        return _texts(values), missing
    dtype, unsaid = _TYPES[kind]
    return np.array([unsaid if value is None else value for value in values], dtype=dtype), missing


def _texts(values: list[Any]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = [None if value is None else str(value) for value in values]
    return found


GEOMETRY_TYPES = dict.fromkeys(Layer, "MultiLineString") | {Layer.PLACES: "Point", Layer.AREAS: "MultiPolygon"}
_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHAPE_BYTES = 254


def write_flatgeobuf(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write FlatGeobuf, one layer with points, areas and lines, or the one layer asked for."""
    features = list(iter_features(events, options))
    columns = columns_of(options.layers[0]) if len(options.layers) == 1 else columns_of()
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
    """
    with (
        whole_file(path, suffix=".shp.zip") as temporary,
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        cut = 0
        features: dict[Layer, list[Feature]] = {layer: [] for layer in options.layers}
        for feature in iter_features(events, options):
            values = {name: _short(value) for name, value in feature.values.items()}
            cut += sum(values[name] != value for name, value in feature.values.items())
            features[feature.layer].append(structs.replace(feature, values=values))
        for layer, listed in features.items():
            if layer is Layer.LINES and not listed:
                continue
            target = Path(folder) / f"{layer.value}.shp"
            write_layer(
                listed,
                target,
                columns_of(layer),
                driver="ESRI Shapefile",
                geometry_type=GEOMETRY_TYPES[layer],
                names=shapefile_names(),
                encoding="UTF-8",
            )
            for part in _SHAPE_PARTS:
                archive.writestr(zipfile.ZipInfo(f"{layer.value}{part}"), target.with_suffix(part).read_bytes())
        note = f"{cut} texts were cut to 254 bytes; the GeoPackage export holds them whole.\n"
        archive.writestr(zipfile.ZipInfo("README.txt"), note)


def _short(value: Value) -> Value:
    """Return a text cut at a whole character, and anything else as it is."""
    return value.encode()[:_SHAPE_BYTES].decode(errors="ignore") if isinstance(value, str) else value
