"""Events as geopandas frames and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.records import Precision, Status
from geo.formats.layout.columns import Column, Layer, columns_of, pandas_type
from geo.formats.layout.features import iter_features
from geo.formats.layout.shapes import as_shapely
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.records import DatePrecision, EventFile, EventStatus, Mode, PlaceRole

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.formats.problems import Reading

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

    Args:
        path: CSV, a workbook, GeoJSON, GeoPackage, KML, ...
        layer: As for `to_geodataframe`.

    Raises:
        FormatError: As `read_table_or_events`, which also tells what could not be read.
    """
    from gazetteer.gazetteer import Gazetteer
    from geo.formats.reading import read_table_or_events

    return to_geodataframe(read_table_or_events(path, open_gazetteer=Gazetteer.open).events, layer=layer)


def from_geodataframe(frame: "GeoDataFrame", *, name: str = "frame") -> "Reading":
    """Return the events of a frame, ours or anybody's; see `read_table_or_events`.

    Raises:
        FormatError: No column is known.
    """
    from geo.formats.gis.features_in import read_features
    from geo.formats.gis.reading import frame_features

    return read_features(frame_features(frame), name=name)
