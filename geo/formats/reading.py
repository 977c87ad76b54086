"""Files of any known format to events, told by their first bytes and what they hold."""

import csv
import gc
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from geo.formats.columns.headers import read_header
from geo.formats.columns.mapping import Mapping, read_mapping
from geo.formats.options import Progress
from geo.formats.problems import Reading
from geo.formats.sheets.archives import open_archive
from geo.formats.sheets.sheet import Sheet, read_delimited
from geo.formats.sheets.workbook import read_workbook
from geo.formats.tables.reading import read_table
from geo.records.errors import FormatError
from geo.records.file import is_event_file, load_event_file

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_HEAD_BYTES = 8192
_MAX_JSON = 1_000_000_000
_FEATURES = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|umap)"')
_KML = re.compile(rb"<(?:\w+:)?kml[\s>]")
_GPX = re.compile(rb"<(?:\w+:)?gpx[\s>]")
_KML_WITHIN = 500
"""Bytes for declarations and comments before a KML's own element."""
_DELIMITERS = ";,\t|"
_LEAST_HEADERS = 3
_FGB = b"fgb\x03fgb"
_SHP = b"\x00\x00\x27\x0a"


class Content(StrEnum):
    """Formats that are read."""

    EVENTS = "event file"
    DELIMITED = "delimited text"
    WORKBOOK = "workbook"
    """Excel's (.xlsx, .xls, .xlsb) or OpenDocument's (.ods)."""
    GEOJSON = "GeoJSON"
    JSON = "JSON"
    GPX = "GPX"
    KML = "KML"
    KMZ = "KMZ"
    GEOPACKAGE = "GeoPackage"
    PARQUET = "GeoParquet"
    GDAL = "GIS layer"
    """FlatGeobuf and Shapefile: GDAL reads them."""


def tell_content(path: Path) -> Content:
    """Return what a file is."""
    try:
        with path.open("rb") as source:
            head = source.read(_HEAD_BYTES)
    except OSError as error:
        raise FormatError(
            f"{path}: can't be read ({error.strerror}); give a table, a GIS file or an event file"
        ) from error
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare:
        raise FormatError(f"{path}: is empty; expected a table, a GIS file or an event file")
    if is_event_file(path):
        return Content.EVENTS
    return _by_magic(head, path) or _by_text(bare, head, path)


def is_no_prose(path: Path) -> bool:
    """Return whether a file is an archive, a database, GeoJSON or KML, or starts with headers of a table.

    A text that is meant to be read is none of these; a file that can't be opened is left to its reader.
    """
    try:
        with path.open("rb") as source:
            head = source.read(_HEAD_BYTES)
    except OSError:
        return False
    if head.startswith((b"PK\x03\x04", b"SQLite format 3\x00", b"PAR1", _FGB, _SHP)):
        return True
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b'{"') or _KML.search(bare[:_KML_WITHIN]):
        return True
    first = bare.decode("utf-8", "replace").splitlines()[0] if bare else ""
    cells = next(csv.reader([first], delimiter=max(_DELIMITERS, key=first.count)), [])
    known = {header for cell in cells if (header := read_header(cell))}
    return len(known) >= _LEAST_HEADERS and len(known) * 2 > len(cells)


def _by_magic(head: bytes, path: Path) -> Content | None:
    if head.startswith(b"PK"):
        return _in_archive(path)
    if head.startswith(b"SQLite format 3\x00"):
        return Content.GEOPACKAGE
    if head.startswith(b"PAR1"):
        return Content.PARQUET
    if head.startswith((_FGB, _SHP)):
        return Content.GDAL
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Content.WORKBOOK
    return None


def _in_archive(path: Path) -> Content:
    with open_archive(path) as archive:
        names = archive.names()
        if any(name in archive for name in ("xl/workbook.xml", "xl/workbook.bin", "content.xml")):
            return Content.WORKBOOK
        if any(name.lower().endswith(".kml") for name in names):
            return Content.KMZ
        if any(name.lower().endswith(".shp") for name in names):
            return Content.GDAL
    raise FormatError(f"{path}: an archive of none of .xlsx, .ods, .kmz or .shp; unpack it and give the file inside")


def _by_text(bare: bytes, head: bytes, path: Path) -> Content:
    if bare.startswith((b"{", b"[")):
        if path.stat().st_size > _MAX_JSON:
            raise FormatError(f"{path}: over {_MAX_JSON // 1_000_000} MB of JSON; split it")
        return Content.GEOJSON if _FEATURES.search(head) or _is_feature_collection(path) else Content.JSON
    if bare.startswith(b"<"):
        if _KML.search(head):
            return Content.KML
        if _GPX.search(head):
            return Content.GPX
        raise FormatError(f"{path}: a markup file that is no KML; expected a table, a GIS file or an event file")
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not utf16:
        raise FormatError(
            f"{path}: of no known format; expected CSV, XLSX, ODS, GeoJSON, GeoPackage, KML or an event file"
        )
    return Content.DELIMITED


def _is_feature_collection(path: Path) -> bool:
    """Return whether a JSON file whose head doesn't say is a FeatureCollection: its `type` may stand at the end."""
    try:
        document = json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature")


def read_table_or_events(
    path: Path | str,
    *,
    mapping: Mapping | Path | str | None = None,
    open_gazetteer: "Callable[[], Gazetteer] | None" = None,
    progress: Progress | None = None,
) -> Reading:
    """Read events from a file of any known format.

    Args:
        path: The file; its content tells the format, its ending does not matter.
        mapping: A mapping file, or one already read, for a table with odd columns.
        open_gazetteer: Opens the gazetteer for names without coordinates (`Gazetteer.open`);
            without it such places stay unresolved.
        progress: Told of a table's rows read and rows in all.

    Returns:
        The events, what a reviewer should look at, and the rows kept aside.

    Raises:
        FormatError: Missing, of no known format, or damaged.
        EventFileError: An event file with a wrong field.
    """
    source = Path(path)
    content = tell_content(source)
    chosen = read_mapping(mapping) if isinstance(mapping, str | Path) else mapping
    with _without_collector():
        if content in SHEETS:
            sheets = SHEETS[content](source, chosen or Mapping())
            return read_table(
                sheets, name=str(source), mapping=chosen, open_gazetteer=open_gazetteer, progress=progress
            )
        return _reader(content)(source, open_gazetteer, chosen)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of cycles from going through the records again and again: they have none, and are kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


SHEETS: dict[Content, Callable[[Path, Mapping], list[Sheet]]] = {
    Content.DELIMITED: lambda path, mapping: [
        read_delimited(path, delimiter=mapping.table.delimiter, encoding=mapping.table.encoding)
    ],
    Content.WORKBOOK: lambda path, _: read_workbook(path),
}


Reader: TypeAlias = "Callable[[Path, Callable[[], Gazetteer] | None, Mapping | None], Reading]"
_READERS = {
    Content.EVENTS: "geo.formats.reading:_read_events",
    Content.GEOJSON: "geo.formats.gis.geojson_reading:read_geojson",
    Content.GPX: "geo.formats.gis.gpx_reading:read_gpx",
    Content.KML: "geo.formats.gis.kml_reading:read_kml",
    Content.KMZ: "geo.formats.gis.kml_reading:read_kmz",
    Content.JSON: "geo.formats.newsroom.json_reading:read_json_events",
    Content.PARQUET: "geo.formats.gis.reading:read_parquet",
    Content.GEOPACKAGE: "geo.formats.gis.reading:read_geopackage",
    Content.GDAL: "geo.formats.gis.reading:read_gis",
}
"""`module:function` of what is no table; loaded when it is used, since GDAL is slow to import."""


def _reader(content: Content) -> "Reader":
    module, _, function = _READERS[content].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader


def _read_events(path: Path, *_: object) -> Reading:
    return Reading(events=load_event_file(path))
