"""GeoJSON in any of the shapes that people keep: collections, single and listed features, uMap's backups, old `crs`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.columns.mapping import Mapping
from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.problems import Reading
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

    Reproject = Callable[[BaseGeometry], BaseGeometry]

_EPSG = re.compile(r"EPSG:+(?:\d*:)?(\d+)$", re.IGNORECASE)
_LON_LAT = ("CRS84", "4326", "OGC:1.3:CRS84")


def read_geojson(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read a FeatureCollection, a Feature, a list of features, or all layers of a uMap."""
    try:
        document = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON ({error}); expected GeoJSON") from error
    features = [feature for layer in _layers(document) for feature in _features(layer, path)]
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def _layers(document: object) -> list[dict[str, Any]]:
    """Return the collections of a document, each feature of a uMap's layers with the layer's name."""
    if isinstance(document, list):
        return [{"type": "FeatureCollection", "features": document}]
    if not isinstance(document, dict):
        return [{"type": "FeatureCollection", "features": None}]
    if document.get("type") == "umap":
        layers = document.get("layers")
        return [layer for layer in layers if isinstance(layer, dict)] if isinstance(layers, list) else []
    return [document]


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


def _read(properties: dict[str, Any], geometry: object, reproject: "Reproject | None") -> FeatureIn:
    if geometry is None:
        return FeatureIn(properties=properties, geometry=None)
    try:
        shape = shapely.from_geojson(msgspec.json.encode(geometry))
        return FeatureIn(properties=properties, geometry=reproject(shape) if reproject else shape)
    except (shapely.errors.GEOSException, ValueError) as error:
        return FeatureIn(properties=properties, geometry=None, fault=f"no geometry of GeoJSON ({str(error)[:100]})")


def _reprojection(crs: object, path: Path) -> "Reproject | None":
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

    def reproject(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda xy: _moved(transformer, xy))

    return reproject


def _moved(transformer: Any, xy: Any) -> Any:  # noqa: ANN401 - pyproj and numpy
    import numpy as np

    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
