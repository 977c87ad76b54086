"""Features of one layer through GDAL: the one place where GeoPackage, FlatGeobuf and Shapefile are written."""

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely

from geo.formats.layout.columns import Column, ColumnType
from geo.formats.layout.features import Feature
from geo.formats.layout.shapes import as_shapely
from geo.records.errors import OutputError

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
    """Write features as a layer, in WGS 84.

    Args:
        features: In the order of the file.
        target: A file, or a stream for drivers that don't say where they fail.
        columns: What is written of each, after its id.
        driver: GDAL's name of the format.
        geometry_type: As GDAL names it; single parts become multipart ones where it asks for those.
        names: Other names for columns, where a format holds only short ones.
        options: For pyogrio.

    Raises:
        OutputError: GDAL can't write it.
    """
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
