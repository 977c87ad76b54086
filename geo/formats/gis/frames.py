"""Events as geopandas frames and back; GeoParquet, which is such a frame with a row an event."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.geometry.base import BaseGeometry

from gazetteer.records import Precision, Status
from geo.formats.columns.headers import header_text
from geo.formats.columns.mapping import Mapping
from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.gis.reading import frame_features
from geo.formats.layout.cells import Cell, guard
from geo.formats.layout.columns import Column, Layer, columns_of, pandas_type
from geo.formats.layout.features import iter_features
from geo.formats.layout.shapes import as_shapely, together
from geo.formats.layout.wide import EVENT, wide_table
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.formats.problems import Reading
from geo.formats.sheets.sheet import Row, Sheet, bounded
from geo.formats.tables import reading as tables
from geo.records import DatePrecision, EventFile, EventStatus, Mode, PlaceRole
from geo.records.errors import FormatError
from geo.records.file import whole_file

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_CHOICES: dict[str, list[str]] = {
    "layer": list(map(str, Layer)),
    "date_precision": list(map(str, DatePrecision)),
    "status": list(map(str, EventStatus)),
    "role": list(map(str, PlaceRole)),
    **{name: list(map(str, Precision)) for name in ("precision", "from_precision", "to_precision")},
    "place_status": list(map(str, Status)),
    "drawn_as": ["point", "disc", "area", "extent", "none"],
    "mode": list(map(str, Mode)),
}
"""Columns of a closed choice: categories, the same in every frame, so that frames can be put together."""


def to_geodataframe(
    events: EventFile, *, layer: Layer | str | None = None, options: ExportOptions = DEFAULT_OPTIONS
) -> "GeoDataFrame":
    """Return events as a frame, a row a feature, with the columns of docs/formats.md.

    Args:
        events: What to lay out.
        layer: One layer with its own columns; all three with the columns of each by default.
        options: Generalisation, progress.

    Returns:
        WGS 84; closed choices are categories; dates are texts, YYYY-MM-DD, which sort and compare as days do and which
        JSON holds; other texts, numbers and truth values are pandas' own types, which may be missing.
    """
    import geopandas as gpd
    import pandas as pd

    wanted = Layer(layer) if layer else None
    columns = columns_of(wanted)
    features = [feature for feature in iter_features(events, options) if wanted in (None, feature.layer)]
    data: dict[str, Any] = {"feature_id": pd.array([feature.id for feature in features], dtype="string")}
    for column in columns:
        values = [feature.values.get(column.name) for feature in features]  # noqa: PD011 - not pandas'
        data[column.name] = _array(values, column)
    return gpd.GeoDataFrame(data, geometry=[as_shapely(feature.geometry) for feature in features], crs="EPSG:4326")


def _array(values: list[Any], column: Column) -> Any:  # noqa: ANN401 - pandas' arrays
    import pandas as pd

    plain = [str(value) if isinstance(value, str) else value for value in values]  # an enumeration's text
    if column.name in _CHOICES:
        return pd.Categorical(plain, categories=_CHOICES[column.name])
    return pd.array(plain, dtype=pandas_type(column.type))


def read_table(path: Path | str, *, layer: Layer | str | None = None) -> "GeoDataFrame":
    """Return what a table or layer of any known format holds as a frame; names are looked up in the gazetteer.

    `layer` is as for `to_geodataframe`, errors as for `read_table_or_events`, which also tells what could not be read.
    """
    from gazetteer.gazetteer import Gazetteer
    from geo.formats.reading import read_table_or_events

    return to_geodataframe(read_table_or_events(path, open_gazetteer=Gazetteer.open).events, layer=layer)


def from_geodataframe(frame: "GeoDataFrame", *, name: str = "frame") -> Reading:
    """Return the events of a frame, ours or anybody's; see `read_table_or_events`.

    Raises:
        FormatError: No column is known.
    """
    return read_features(frame_features(frame), name=name)


def to_wide_frame(events: EventFile, options: ExportOptions) -> "GeoDataFrame":
    """Return the rows of `wide_table`, with all that is drawn of an event as its geometry."""
    import geopandas as gpd
    import pandas as pd

    table = wide_table(events, generalised=options.generalise)
    columns: list[list[Cell]] = [[] for _ in table.columns]
    for row in table.rows():
        for values, cell in zip(columns, row, strict=True):
            values.append(cell)
    data: dict[str, Any] = {
        header_text(column.header): pd.array(values, dtype=pandas_type(column.kind))
        for column, values in zip(table.columns, columns, strict=True)
    }
    shapes = _shapes(events, options)
    records = zip(data["record"], data.get("id", []), strict=True)
    geometry = [shapes.get(event_id) if record == EVENT else None for record, event_id in records]
    return gpd.GeoDataFrame(data, geometry=geometry, crs="EPSG:4326")


def _shapes(events: EventFile, options: ExportOptions) -> dict[str, BaseGeometry]:
    """Return each event's geometry: one shape, or a collection of its places, areas and legs."""
    found: dict[str, list[BaseGeometry]] = {}
    for feature in iter_features(events, options):
        shape = as_shapely(feature.geometry)
        if shape is not None:
            event_id = str(feature.values["event_id"])  # noqa: PD011 - a feature's columns, not pandas'
            found.setdefault(event_id, []).append(shape)
    return {key: together(shapes) for key, shapes in found.items()}


def write_geoparquet(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write GeoParquet 1.1: the same rows and columns as CSV, with types, and a geometry an event."""
    need_pyarrow(path)
    frame = to_wide_frame(events, options)
    with whole_file(path, suffix=".parquet") as temporary:
        frame.to_parquet(temporary, index=False, schema_version="1.1.0", write_covering_bbox=False)


def need_pyarrow(path: Path | str) -> None:
    """Raise FormatError where pyarrow is not installed."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise FormatError(f"{path}: GeoParquet needs pyarrow; run 'pip install pyarrow', or export to GeoPackage")


def read_geoparquet(path: Path) -> Reading | list[FeatureIn]:
    """Return the events of our own GeoParquet, or the features of anybody's."""
    import geopandas as gpd
    import pandas as pd

    need_pyarrow(path)
    import pyarrow as pa

    # Whole numbers stay whole where some are missing: pandas would make them floats.
    exact = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.float64(): pd.Float64Dtype()}
    try:
        frame = gpd.read_parquet(path, to_pandas_kwargs={"types_mapper": exact.get})
    except (pa.ArrowException, ValueError, OSError) as error:
        raise FormatError(f"{path}: no GeoParquet that can be read ({error}); save it again") from error
    if "record" not in frame.columns:
        return list(frame_features(frame))
    plain = frame.drop(columns=frame.geometry.name)
    sheet = Sheet(name=path.name, rows=list(bounded(_rows(plain), str(path))))
    return tables.read_table([sheet], name=str(path), mapping=Mapping())


def _rows(frame: Any) -> Iterator[Row]:  # noqa: ANN401 - pandas has no types
    import pandas as pd

    yield 0, [str(name) for name in frame.columns]
    for line, row in enumerate(frame.astype(object).itertuples(index=False), start=1):
        cells: list[Cell] = [None if cell is None or cell is pd.NA else cell for cell in row]
        # A text is exact here; the guard keeps the table's reader from trimming it.
        yield line, [guard(cell) if isinstance(cell, str) else cell for cell in cells]
