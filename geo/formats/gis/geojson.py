"""GeoJSON (RFC 7946): places, areas and legs as features with flat columns."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
import shapely

from geo.formats.layout.extents import Extent
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import NOTE, Credits, generator
from geo.formats.layout.shapes import Dot
from geo.formats.options import ExportOptions
from geo.formats.portions import Portion, divided, told_for_all, written_elsewhere
from geo.formats.targets import whole_file
from geo.records import EventFile

_SHARED = 4096
_START = b'{"type":"FeatureCollection","features":[\n'
_BETWEEN = b",\n"


def write_geojson(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write one FeatureCollection, a feature a line.

    Args:
        events: What to write.
        path: The file, or `-` for standard output.
        options: Layers, generalisation, progress.

    Raises:
        OutputError: The file can't be written.
    """
    first, *others = divided(events, most=options.processes)
    with (
        whole_file(path, suffix=".geojson") as temporary,
        temporary.open("wb") as out,
        written_elsewhere(others, temporary.parent, options, _write_portion) as waiting,
    ):
        told = told_for_all(options, 1 + len(others), len(events.events))
        out.write(_START)
        contents = _write_lines(out, iter_features(first, told))
        for portion in waiting():
            _append(out, portion, after=contents.lines)
            contents.add(portion.contents)
        out.write(_end(contents, options))


class _Contents:
    """What the lines written so far hold."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.credits_seen = Credits()
        self.lines = 0

    def add(self, later: "_Contents") -> None:
        """Take in what was written elsewhere and is appended."""
        self.extent.update(later.extent)
        self.credits_seen.update(later.credits_seen)
        self.lines += later.lines


def _write_portion(events: EventFile, path: Path, options: ExportOptions) -> _Contents:
    with path.open("wb") as out:
        return _write_lines(out, iter_features(events, options))


def _write_lines(out: IO[bytes], features: Iterator[Feature]) -> _Contents:
    """Write features, each on a line of its own, with commas between them."""
    encoder = _Encoder()
    contents = _Contents()
    for feature in features:
        out.write(encoder.feature(feature) if not contents.lines else _BETWEEN + encoder.feature(feature))
        contents.lines += 1
        contents.extent.add(feature.geometry)
        contents.credits_seen.add(feature)
    return contents


def _append(out: IO[bytes], portion: Portion[_Contents], *, after: int) -> None:
    """Append what another process wrote, and delete its file."""
    if after and portion.contents.lines:
        out.write(_BETWEEN)
    with portion.path.open("rb") as written:
        shutil.copyfileobj(written, out)
    portion.path.unlink()


def _end(contents: _Contents, options: ExportOptions) -> bytes:
    return b"\n]," + msgspec.json.encode(_members(contents.extent, contents.credits_seen, options))[1:] + b"\n"


def _members(extent: Extent, credits_seen: Credits, options: ExportOptions) -> dict[str, Any]:
    members: dict[str, Any] = {} if extent.bbox is None else {"bbox": extent.bbox}
    return members | {
        "generator": generator(),
        "attribution": credits_seen.attribution,
        "licences": credits_seen.licences,
        "generalised": options.generalised,
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
