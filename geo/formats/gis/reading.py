"""GeoJSON, KML and what GDAL reads, as features."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import shapely

from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.problems import Reading
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer


def read_geojson(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None) -> Reading:
    """Read a FeatureCollection or a single Feature.

    Raises:
        FormatError: Not JSON, or a geometry is damaged.
    """
    try:
        document = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON ({error}); expected GeoJSON") from error
    return read_features(_geojson_features(document, path), name=str(path), open_gazetteer=open_gazetteer)


def _geojson_features(document: dict[str, Any], path: Path) -> Iterator[FeatureIn]:
    listed = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(listed, list):
        raise FormatError(f"{path}: features is no list; expected a FeatureCollection")
    for number, feature in enumerate(listed, start=1):
        if not isinstance(feature, dict):
            raise FormatError(f"{path}, feature {number}: expected an object")
        properties = feature.get("properties")
        shape = _geojson_geometry(feature.get("geometry"), path, number)
        own = dict(properties) if isinstance(properties, dict) else {}
        if "id" not in own and isinstance(feature.get("id"), str | int) and "event_id" not in own:
            own["id"] = str(feature["id"])
        yield FeatureIn(properties=own, geometry=shape)


def _geojson_geometry(geometry: object, path: Path, number: int) -> Any:  # noqa: ANN401 - shapely has no types
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(msgspec.json.encode(geometry))
    except shapely.errors.GEOSException as error:
        raise FormatError(f"{path}, feature {number}: no geometry of GeoJSON ({error})") from error


def read_gis(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None) -> Reading:
    """Read all layers of a GeoPackage, FlatGeobuf or Shapefile.

    Raises:
        FormatError: GDAL can't read it.
    """
    features = list(_gdal_features(path))
    if not features:
        raise FormatError(f"{path}: holds no feature; save it again")
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer)


def _gdal_features(path: Path) -> Iterator[FeatureIn]:
    import pyogrio

    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        for layer in layers:
            yield from frame_features(pyogrio.read_dataframe(path, layer=layer, datetime_as_string=True))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise FormatError(f"{path}: can't be read ({error}); save it again") from error


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


def read_parquet(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None) -> Reading:
    """Read GeoParquet, our own or anybody's; errors as `read_geoparquet`."""
    from geo.formats.gis.geoparquet import read_geoparquet

    found = read_geoparquet(path)
    if isinstance(found, Reading):
        return found
    return read_features(frame_features(found), name=str(path), open_gazetteer=open_gazetteer)


def read_geopackage(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None) -> Reading:
    """Read a GeoPackage: our own by its tables, anybody's by its layers; errors as `read_gis`."""
    from geo.formats.gis.geopackage.reading import is_own, read_own_geopackage

    return read_own_geopackage(path) if is_own(path) else read_gis(path, open_gazetteer)
