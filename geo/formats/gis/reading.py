"""Layers in: GeoJSON in all the shapes that people keep, and what GDAL reads, as features."""

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.gis.features_in import FeatureIn
from geo.formats.problems import Reading
from geo.formats.sheets.records import load_json
from geo.formats.sheets.sheet import MAX_ROWS
from geo.records.errors import FormatError

Reproject = Callable[[BaseGeometry], BaseGeometry]
_EPSG = re.compile(r"EPSG:+(?:\d*:)?(\d+)$", re.IGNORECASE)
_LON_LAT = ("CRS84", "4326", "OGC:1.3:CRS84")


def read_geojson(path: Path) -> list[FeatureIn]:
    """Read a FeatureCollection, a Feature, a list of features, or all layers of a uMap."""
    return [feature for layer in _layers(load_json(path)) for feature in _features(layer, path)]


def _layers(document: object) -> list[dict[str, Any]]:
    """Return the collections of a document, each feature of a uMap's layers with the layer's name."""
    if not isinstance(document, dict):
        return [{"type": "FeatureCollection", "features": document}]
    if document.get("type") != "umap":
        return [document]
    layers = document.get("layers")
    return [layer for layer in layers if isinstance(layer, dict)] if isinstance(layers, list) else []


def _features(collection: dict[str, Any], path: Path) -> Iterator[FeatureIn]:
    listed = collection.get("features") if collection.get("type") == "FeatureCollection" else [collection]
    if not isinstance(listed, list):
        raise FormatError(f"{path}: features is no list; expected a FeatureCollection")
    reproject = _reprojection(collection.get("crs"), path)
    options = collection.get("_umap_options") or collection.get("_storage") or {}
    layer = options.get("name") if isinstance(options, dict) else None
    for feature in listed:
        if not isinstance(feature, dict):
            yield FeatureIn(properties={}, geometry=None, fault="no object; expected a feature")
            continue
        properties = feature.get("properties")
        own = dict(properties) if isinstance(properties, dict) else {}
        own.pop("_umap_options", None)
        if isinstance(layer, str):
            own.setdefault("layer", layer)
        if "id" not in own and isinstance(feature.get("id"), str | int) and "event_id" not in own:
            own["id"] = str(feature["id"])
        yield _read(own, feature.get("geometry"), reproject)


def _read(properties: dict[str, Any], geometry: object, reproject: Reproject | None) -> FeatureIn:
    if geometry is None:
        return FeatureIn(properties=properties, geometry=None)
    try:
        shape = shapely.from_geojson(msgspec.json.encode(geometry))
        return FeatureIn(properties=properties, geometry=reproject(shape) if reproject else shape)
    except (shapely.errors.GEOSException, ValueError) as error:
        return FeatureIn(properties=properties, geometry=None, fault=f"no geometry of GeoJSON ({str(error)[:100]})")


def _reprojection(crs: object, path: Path) -> Reproject | None:
    """Return what brings coordinates to WGS 84, None where they are in it: GeoJSON's `crs` of 2008 is still written."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = str(named.get("name") or "") if isinstance(named, dict) else ""
    if not name or name.endswith(_LON_LAT):
        return None
    import pyproj

    found = _EPSG.search(name)
    try:
        transformer = pyproj.Transformer.from_crs(f"EPSG:{found[1]}" if found else name, 4326, always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise FormatError(f"{path}: reference system {name[:80]!r} is not known; save it in WGS 84") from error
    return lambda shape: shapely.transform(shape, transformer.transform, interleaved=False)


def read_geopackage(path: Path) -> Reading | list[FeatureIn]:
    """Read a GeoPackage: our own by its tables, anybody's by its layers."""
    from geo.formats.gis.geopackage.reading import is_own, read_own_geopackage, refuse_views

    if is_own(path):
        return read_own_geopackage(path)
    refuse_views(path)
    return read_gis(path)


def read_gis(path: Path) -> list[FeatureIn]:
    """Read all layers of a GeoPackage, FlatGeobuf, Shapefile or a feature service's JSON."""
    import pyogrio

    features: list[FeatureIn] = []
    faults = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError)
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        for layer in layers:
            with warnings.catch_warnings(action="ignore"):  # GDAL's; what it can't read is told below, in one line
                frame = pyogrio.read_dataframe(path, layer=layer, datetime_as_string=True, max_features=MAX_ROWS)
            for feature in frame_features(frame):
                if len(layers) > 1:
                    feature.properties.setdefault("layer", layer)
                features.append(feature)
    except (*faults, shapely.errors.GEOSException, ValueError) as error:
        raise FormatError(f"{path}: can't be read ({error}); save it again") from error
    if not features:
        raise FormatError(f"{path}: holds no feature; save it again")
    return features


def frame_features(frame: Any) -> Iterator[FeatureIn]:  # noqa: ANN401 - geopandas has no types
    """Yield a frame's rows as features, in WGS 84."""
    if frame.crs is not None and frame.crs.to_epsg() != 4326:  # noqa: PLR2004 - WGS 84
        frame = frame.to_crs(4326)
    columns = [name for name in frame.columns if name != frame.geometry.name]
    records = frame[columns].astype(object).where(frame[columns].notna(), None).to_dict("records")
    for properties, geometry in zip(records, frame.geometry.to_numpy(), strict=True):
        plain = {key: value.item() if hasattr(value, "item") else value for key, value in properties.items()}
        yield FeatureIn(properties=plain, geometry=geometry)
