"""GeoPackage, FlatGeobuf, Shapefile and GeoParquet as features."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from geo.formats.columns.mapping import Mapping
from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.problems import Reading
from geo.formats.sheets.sheet import MAX_ROWS
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer


def read_gis(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read all layers of a GeoPackage, FlatGeobuf or Shapefile."""
    features = list(_gdal_features(path))
    if not features:
        raise FormatError(f"{path}: holds no feature; save it again")
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def _gdal_features(path: Path) -> Iterator[FeatureIn]:
    import pyogrio

    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        for layer in layers:
            frame = pyogrio.read_dataframe(path, layer=layer, datetime_as_string=True, max_features=MAX_ROWS)
            for feature in frame_features(frame):
                if len(layers) > 1:
                    feature.properties.setdefault("layer", layer)
                yield feature
    except (*_gdal_errors(), shapely.errors.GEOSException, ValueError) as error:
        raise FormatError(f"{path}: can't be read ({error}); save it again") from error


def _gdal_errors() -> tuple[type[Exception], ...]:
    import pyogrio

    return (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError)


def frame_features(frame: Any) -> Iterator[FeatureIn]:  # noqa: ANN401 - geopandas has no types
    """Yield a frame's rows as features, in WGS 84."""
    if frame.crs is not None and frame.crs.to_epsg() != 4326:  # noqa: PLR2004 - WGS 84
        frame = frame.to_crs(4326)
    geometries = frame.geometry.to_numpy()
    columns = [name for name in frame.columns if name != frame.geometry.name]
    records = frame[columns].astype(object).where(frame[columns].notna(), None).to_dict("records")
    for properties, geometry in zip(records, geometries, strict=True):
        yield FeatureIn(properties={key: _plain(value) for key, value in properties.items()}, geometry=geometry)


def _plain(value: Any) -> Any:  # noqa: ANN401 - numpy's scalars to Python's
    return value.item() if hasattr(value, "item") else value


def read_parquet(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read GeoParquet, our own or anybody's; errors as `read_geoparquet`."""
    from geo.formats.gis.geoparquet import read_geoparquet

    found = read_geoparquet(path)
    if isinstance(found, Reading):
        return found
    return read_features(frame_features(found), name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def read_geopackage(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read a GeoPackage: our own by its tables, anybody's by its layers; errors as `read_gis`."""
    from geo.formats.gis.geopackage.reading import is_own, read_own_geopackage, refuse_views

    if is_own(path):
        return read_own_geopackage(path)
    refuse_views(path)
    return read_gis(path, open_gazetteer, mapping)
