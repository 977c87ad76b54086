"""GeoJSON (RFC 7946): places, areas and legs as features with flat columns."""

from pathlib import Path
from typing import Any

import msgspec
from shapely.geometry import mapping

from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.layout.shapes import Dot, Shape
from geo.formats.options import ExportOptions
from geo.records import EventFile
from geo.records.file import whole_file

_SHARED = 4096
_START = b'{"type":"FeatureCollection","features":[\n'
_BETWEEN = b",\n"


def write_geojson(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write one FeatureCollection, a feature a line."""
    encoder, credits_seen = _Encoder(), Credits()
    with whole_file(path, suffix=".geojson") as temporary, temporary.open("wb") as out:
        out.write(_START)
        for number, feature in enumerate(iter_features(events, options)):
            out.write(encoder.feature(feature) if not number else _BETWEEN + encoder.feature(feature))
            credits_seen.add(feature)
        bbox = credits_seen.bbox
        members = ({} if bbox is None else {"bbox": bbox}) | credits_seen.about(options)
        out.write(b"\n]," + msgspec.json.encode(members)[1:] + b"\n")


class _Encoder:
    """Encodes features; a geometry that many events share is encoded once."""

    def __init__(self) -> None:
        self._json = msgspec.json.Encoder()
        self._shared: dict[int, tuple[Shape, msgspec.Raw]] = {}

    def feature(self, feature: Feature) -> bytes:
        geometry = self._geometry(feature.geometry)
        return self._json.encode(
            {"type": "Feature", "id": feature.id, "geometry": geometry, "properties": feature.values}
        )

    def _geometry(self, geometry: Shape | None) -> Any:  # noqa: ANN401 - an object, or its JSON
        if geometry is None:
            return None
        if isinstance(geometry, Dot):
            return {"type": "Point", "coordinates": (geometry.x, geometry.y)}
        # Discs and outlines come out of caches, so the same place is the same object; holding it keeps its id its own.
        known = self._shared.get(id(geometry))
        if known is None:
            known = geometry, msgspec.Raw(self._json.encode(mapping(geometry)))
            if geometry.geom_type in ("Polygon", "MultiPolygon"):
                if len(self._shared) >= _SHARED:
                    self._shared.clear()
                self._shared[id(geometry)] = known
        return known[1]
