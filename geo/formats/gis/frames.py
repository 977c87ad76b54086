"""Events as geopandas frames and back, and the formats that GDAL and pyarrow write from them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.records import Precision, Status
from geo.formats.layout.columns import COLUMNS, SHAPEFILE_NAMES, Column, ColumnType, Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.shapes import as_shapely
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.formats.targets import whole_file
from geo.records import DatePrecision, EventFile, EventStatus, Mode, PlaceRole

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.formats.problems import Reading

_DTYPES = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "Int64",
    ColumnType.NUMBER: "Float64",
    ColumnType.BOOLEAN: "boolean",
}
_CHOICES: dict[str, list[str]] = {
    "layer": list(map(str, Layer)),
    "date_precision": list(map(str, DatePrecision)),
    "status": list(map(str, EventStatus)),
    "role": list(map(str, PlaceRole)),
    **{name: list(map(str, Precision)) for name in ("precision", "from_precision", "to_precision")},
    "place_status": list(map(str, Status)),
    "drawn_as": ["point", "disc", "area", "none"],
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
        WGS 84; closed choices are categories, dates are datetime64, and other texts, numbers and truth
        values are pandas' own types, which may be missing.
    """
    import geopandas as gpd
    import pandas as pd

    wanted = Layer(layer) if layer else None
    columns = columns_of(wanted) if wanted else COLUMNS
    features = [feature for feature in iter_features(events, options) if wanted in (None, feature.layer)]
    data: dict[str, Any] = {"feature_id": pd.array([feature.id for feature in features], dtype="string")}
    for column in columns:
        data[column.name] = _array([_value(feature, column) for feature in features], column)
    return gpd.GeoDataFrame(data, geometry=[as_shapely(feature.geometry) for feature in features], crs="EPSG:4326")


def _value(feature: Feature, column: Column) -> Any:  # noqa: ANN401 - a scalar of the column's type
    return feature.values.get(column.name)  # noqa: PD011 - a feature's columns, not pandas'


def _array(values: list[Any], column: Column) -> Any:  # noqa: ANN401 - pandas' arrays
    import pandas as pd

    if column.type is ColumnType.DATE:
        return pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d").astype("datetime64[ms]")
    if column.name in _CHOICES:
        texts = [None if value is None else str(value) for value in values]
        return pd.Categorical(texts, categories=_CHOICES[column.name])
    return pd.array([None if value is None else _plain(value) for value in values], dtype=_DTYPES[column.type])


def _plain(value: Any) -> Any:  # noqa: ANN401 - an enum's text, or a scalar as it is
    return str(value) if isinstance(value, str) else value


def from_geodataframe(frame: "GeoDataFrame", *, name: str = "frame") -> "Reading":
    """Return the events of a frame, ours or anybody's; see `read_table_or_events`.

    Raises:
        FormatError: No column is known.
    """
    from geo.formats.gis.features_in import read_features
    from geo.formats.gis.reading import frame_features

    return read_features(frame_features(frame), name=name)


def write_flatgeobuf(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write FlatGeobuf, one layer with points, areas and lines, or the one layer asked for.

    Raises:
        OutputError: The file can't be written.
    """
    layer = options.layers[0] if len(options.layers) == 1 else None
    frame = _only(to_geodataframe(events, layer=layer, options=options), options)
    _through_gdal(frame, path, driver="FlatGeobuf", suffix=".fgb", layer="armsatlas", SPATIAL_INDEX="NO")


def _only(frame: "GeoDataFrame", options: ExportOptions) -> "GeoDataFrame":
    return frame[frame["layer"].isin([layer.value for layer in options.layers])].reset_index(drop=True)


def _through_gdal(frame: "GeoDataFrame", path: Path | str, *, driver: str, suffix: str, **options: Any) -> None:  # noqa: ANN401 - GDAL's own
    import pyogrio

    with whole_file(path, suffix=suffix) as temporary:
        kind = None if len(set(frame.geometry.geom_type.dropna())) == 1 else "Unknown"
        pyogrio.write_dataframe(_datable(frame), temporary, driver=driver, geometry_type=kind, **options)


def _datable(frame: "GeoDataFrame") -> "GeoDataFrame":
    """Return a frame whose dates GDAL takes for texts YYYY-MM-DD: its date fields come back with a time."""
    dated = frame.copy()
    for column in ("date_start", "date_end"):
        dated[column] = dated[column].dt.strftime("%Y-%m-%d").astype("object").where(dated[column].notna(), None)
    return dated


_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def write_shapefile(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write a zip archive of three shapefiles (places, areas, routes), which GDAL and QGIS open as it is.

    A shapefile holds one type of geometry, ten characters of a column's name and 254 bytes of a
    text: longer quotes and sources are cut, and a note in the archive says so.

    Raises:
        OutputError: The file can't be written.
    """
    import tempfile
    import zipfile

    import pyogrio

    with (
        whole_file(path, suffix=".shp.zip") as temporary,
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        cut = 0
        for layer in options.layers:
            frame = _datable(to_geodataframe(events, layer=layer, options=options)).rename(columns=SHAPEFILE_NAMES)
            frame, shortened = _shortened(frame)
            cut += shortened
            target = Path(folder) / f"{layer.value}.shp"
            pyogrio.write_dataframe(
                frame, target, driver="ESRI Shapefile", encoding="UTF-8", geometry_type=_KINDS[layer]
            )
            for part in _SHAPE_PARTS:
                archive.writestr(zipfile.ZipInfo(f"{layer.value}{part}"), target.with_suffix(part).read_bytes())
        note = f"{cut} texts were cut to 254 bytes; the GeoPackage export holds them whole.\n"
        archive.writestr(zipfile.ZipInfo("README.txt"), note)


_KINDS = {Layer.PLACES: "Point", Layer.AREAS: "MultiPolygon", Layer.ROUTES: "MultiLineString"}
_SHAPE_BYTES = 254


def _shortened(frame: "GeoDataFrame") -> tuple["GeoDataFrame", int]:
    """Return a frame whose texts fit, cut at whole characters, and how many were cut."""
    cut = 0
    for column in frame.columns:
        if column == frame.geometry.name or str(frame[column].dtype) not in ("string", "object", "str"):
            continue
        long = frame[column].map(lambda text: isinstance(text, str) and len(text.encode()) > _SHAPE_BYTES)
        cut += sum(map(bool, long))
        frame[column] = frame[column].map(_short, na_action="ignore")
    return frame, cut


def _short(text: str) -> str:
    return text.encode()[:_SHAPE_BYTES].decode(errors="ignore") if isinstance(text, str) else text


__all__ = ["from_geodataframe", "to_geodataframe", "write_flatgeobuf", "write_shapefile"]
