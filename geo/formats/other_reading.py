"""Readers of what is not a table, by content."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from geo.formats.contents import Content
from geo.formats.problems import Reading
from geo.records.file import load_event_file

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

Reader: TypeAlias = "Callable[[Path, Callable[[], Gazetteer] | None], Reading]"


def _read_events(path: Path, _: object) -> Reading:
    return Reading(events=load_event_file(path))


def _read_geopackage(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.geopackage.reading import is_own, read_geopackage

    return read_geopackage(path) if is_own(path) else _read_gdal(path, open_gazetteer)


def _read_gdal(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.reading import read_gis

    return read_gis(path, open_gazetteer=open_gazetteer)


def _read_geojson(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.reading import read_geojson

    return read_geojson(path, open_gazetteer=open_gazetteer)


def _read_kml(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.kml_reading import read_kml

    return read_kml(path, open_gazetteer=open_gazetteer)


def _read_kmz(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.kml_reading import read_kmz

    return read_kmz(path, open_gazetteer=open_gazetteer)


def _read_parquet(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis.features_in import read_features
    from geo.formats.gis.geoparquet import read_geoparquet
    from geo.formats.gis.reading import frame_features

    found = read_geoparquet(path)
    if isinstance(found, Reading):
        return found
    return read_features(frame_features(found), name=str(path), open_gazetteer=open_gazetteer)


def _read_json(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.newsroom.json_reading import read_json_events

    return read_json_events(path, open_gazetteer=open_gazetteer)


READERS: dict[Content, Reader] = {
    Content.EVENTS: _read_events,
    Content.GEOJSON: _read_geojson,
    Content.KML: _read_kml,
    Content.KMZ: _read_kmz,
    Content.JSON: _read_json,
    Content.PARQUET: _read_parquet,
    Content.GEOPACKAGE: _read_geopackage,
    Content.GDAL: _read_gdal,
}
