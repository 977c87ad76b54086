"""Readers of what is not a table, by content."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from geo.eventfile import load_event_file
from geo.formats.contents import Content
from geo.formats.problems import Reading

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

Reader: TypeAlias = "Callable[[Path, Callable[[], Gazetteer] | None], Reading]"


def _read_events(path: Path, _: object) -> Reading:
    return Reading(events=load_event_file(path))


def _read_geopackage(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.geopackage_reading import is_own, read_geopackage

    return read_geopackage(path) if is_own(path) else _read_gdal(path, open_gazetteer)


def _read_gdal(path: Path, open_gazetteer: "Callable[[], Gazetteer] | None") -> Reading:
    from geo.formats.gis_reading import read_gis

    return read_gis(path, open_gazetteer=open_gazetteer)


READERS: dict[Content, Reader] = {
    Content.EVENTS: _read_events,
    Content.GEOPACKAGE: _read_geopackage,
    Content.GDAL: _read_gdal,
}
