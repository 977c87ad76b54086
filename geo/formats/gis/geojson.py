"""GeoJSON (RFC 7946): places, areas and legs as features with flat columns."""

from pathlib import Path
from typing import Any

import msgspec
import shapely

from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import NOTE, Credits, Extent, generator
from geo.formats.layout.shapes import Dot
from geo.formats.options import ExportOptions
from geo.output import whole_file
from geo.records import EventFile

_SHARED = 4096
_START = b'{"type":"FeatureCollection","features":[\n'
_BETWEEN = b",\n"


def write_geojson(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write one FeatureCollection, a feature a line."""
    encoder = _Encoder()
    extent, credits_seen = Extent(), Credits()
    with whole_file(path, suffix=".geojson") as temporary, temporary.open("wb") as out:
        out.write(_START)
        for number, feature in enumerate(iter_features(events, options)):
            out.write(encoder.feature(feature) if not number else _BETWEEN + encoder.feature(feature))
            extent.add(feature.geometry)
            credits_seen.add(feature)
        out.write(b"\n]," + msgspec.json.encode(_members(extent, credits_seen, options))[1:] + b"\n")


def _members(extent: Extent, credits_seen: Credits, options: ExportOptions) -> dict[str, Any]:
    members: dict[str, Any] = {} if extent.bbox is None else {"bbox": extent.bbox}
    return members | {
        "generator": generator(),
        "attribution": credits_seen.attribution,
        "licences": credits_seen.licences,
        "generalised": options.generalise,
        "note": NOTE,
    }


class _Encoder:
    """Encodes features; a geometry that many events share is encoded once."""

    def __init__(self) -> None:
        self._json = msgspec.json.Encoder()
        self._shared: dict[int, tuple[Any, msgspec.Raw]] = {}

    def feature(self, feature: Feature) -> bytes:
        return self._json.encode(
            {
                "type": "Feature",
                "id": feature.id,
                "geometry": self._geometry(feature.geometry),
                "properties": feature.values,
            }
        )

    def _geometry(self, geometry: Any) -> Any:  # noqa: ANN401 - shapely has no types
        if geometry is None:
            return None
        if isinstance(geometry, Dot):
            return {"type": "Point", "coordinates": (geometry.x, geometry.y)}
        # Discs and outlines come out of caches, so the same place is the same object; holding it keeps its id its own.
        known = self._shared.get(id(geometry))
        if known is None:
            known = geometry, msgspec.Raw(self._json.encode(geometry_object(geometry)))
            if geometry.geom_type in ("Polygon", "MultiPolygon"):
                if len(self._shared) >= _SHARED:
                    self._shared.clear()
                self._shared[id(geometry)] = known
        return known[1]


def geometry_object(geometry: Any) -> dict[str, Any]:  # noqa: ANN401 - shapely has no types
    """Return a shapely point, line or polygon as a GeoJSON geometry."""
    match geometry.geom_type:
        case "Point":
            return {"type": "Point", "coordinates": [geometry.x, geometry.y]}
        case "LineString":
            return {"type": "LineString", "coordinates": shapely.get_coordinates(geometry).tolist()}
        case "Polygon":
            rings = (geometry.exterior, *geometry.interiors)
            return {"type": "Polygon", "coordinates": [shapely.get_coordinates(ring).tolist() for ring in rings]}
        case kind:
            return {"type": kind, "coordinates": [geometry_object(part)["coordinates"] for part in geometry.geoms]}
