"""Files of any known format to events, told by their first bytes and what they hold."""

import csv
import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.formats.columns.headers import read_headers
from geo.formats.columns.mapping import Mapping, read_mapping
from geo.formats.options import Progress
from geo.formats.problems import Reading
from geo.formats.sheets.archives import open_archive
from geo.formats.sheets.records import load_json, read_records
from geo.formats.sheets.sheet import DELIMITERS, Sheet, read_delimited, read_workbook
from geo.formats.tables.reading import read_table
from geo.records.errors import FormatError
from geo.records.file import is_event_file, load_event_file

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_HEAD_BYTES = 8192
_MAX_JSON = 1_000_000_000
_BOM = b"\xef\xbb\xbf"
_FEATURES = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|umap)"')
_ESRI = re.compile(rb'"geometryType"\s*:\s*"esri|"spatialReference"\s*:')
_TEXT = re.compile(rb'"text"\s*:')  # what a line of a corpus of articles has
_KML = re.compile(rb"<(?:\w+:)?kml[\s>]")
_GPX = re.compile(rb"<(?:\w+:)?gpx[\s>]")
_KML_WITHIN = 500  # bytes for declarations and comments before a KML's own element
_LEAST_HEADERS = 3


class Content(StrEnum):
    """Formats that are read."""

    EVENTS = "event file"
    DELIMITED = "delimited text"
    WORKBOOK = "workbook"  # Excel's (.xlsx, .xls, .xlsb) or OpenDocument's (.ods)
    GEOJSON = "GeoJSON"
    JSON = "JSON"
    GPX = "GPX"
    KML = "KML"
    KMZ = "KMZ"
    GEOPACKAGE = "GeoPackage"
    PARQUET = "GeoParquet"
    GDAL = "GIS layer"  # FlatGeobuf, Shapefile and the JSON of feature services: GDAL reads them


_MAGIC = {
    b"SQLite format 3\x00": Content.GEOPACKAGE,
    b"PAR1": Content.PARQUET,
    b"fgb\x03fgb": Content.GDAL,
    b"\x00\x00\x27\x0a": Content.GDAL,
    b"\xd0\xcf\x11\xe0": Content.WORKBOOK,
}
_INSIDE = {".kml": Content.KMZ, ".shp": Content.GDAL}
_WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def tell_content(path: Path) -> Content:
    """Return what a file is."""
    try:
        head, bare = _heads(path)
    except OSError as error:
        raise FormatError(
            f"{path}: can't be read ({error.strerror}); give a table, a GIS file or an event file"
        ) from error
    if not bare:
        raise FormatError(f"{path}: is empty; expected a table, a GIS file or an event file")
    if is_event_file(path):
        return Content.EVENTS
    if head.startswith(b"PK"):
        return _in_archive(path)
    return _by_magic(head) or _by_text(bare, head, path)


def _heads(path: Path) -> tuple[bytes, bytes]:
    """Return a file's first bytes, as they are and without byte order mark and outer spaces."""
    with path.open("rb") as source:
        head = source.read(_HEAD_BYTES)
    return head, head.removeprefix(_BOM).lstrip()


def _by_magic(head: bytes) -> Content | None:
    return next((content for start, content in _MAGIC.items() if head.startswith(start)), None)


def is_no_prose(path: Path) -> bool:
    """Return whether a file is an archive, a database, GeoJSON or KML, or starts with headers of a table.

    A text that is meant to be read is none of these; a file that can't be opened is left to its reader.
    """
    try:
        head, bare = _heads(path)
    except OSError:
        return False
    if head.startswith(b"PK\x03\x04") or _by_magic(head) not in (None, Content.WORKBOOK):
        return True
    if (bare.startswith(b'{"') and not _TEXT.search(bare.partition(b"\n")[0])) or _KML.search(bare[:_KML_WITHIN]):
        return True
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    first = (head.decode("utf-16", "replace") if wide else bare.decode("utf-8", "replace")).partition("\n")[0]
    cells = next(csv.reader([first], delimiter=max(DELIMITERS, key=first.count)), [])
    known = set(read_headers(cells)) - {None}
    return len(known) >= _LEAST_HEADERS and len(known) * 2 > len(cells)


def _in_archive(path: Path) -> Content:
    with open_archive(path) as archive:
        names = archive.names()
    if not _WORKBOOKS.isdisjoint(names):
        return Content.WORKBOOK
    for ending, content in _INSIDE.items():
        if any(name.lower().endswith(ending) for name in names):
            return content
    raise FormatError(f"{path}: an archive of none of .xlsx, .ods, .kmz or .shp; unpack it and give the file inside")


def _by_text(bare: bytes, head: bytes, path: Path) -> Content:
    if bare.startswith((b"{", b"[")):
        if path.stat().st_size > _MAX_JSON:
            raise FormatError(f"{path}: over {_MAX_JSON // 1_000_000} MB of JSON; split it")
        if _ESRI.search(head):
            return Content.GDAL
        return Content.GEOJSON if _FEATURES.search(head) or _is_feature_collection(path) else Content.JSON
    if bare.startswith(b"<"):
        if _KML.search(head) or _GPX.search(head):
            return Content.KML if _KML.search(head) else Content.GPX
        raise FormatError(f"{path}: a markup file that is no KML; expected a table, a GIS file or an event file")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError(
            f"{path}: of no known format; expected CSV, XLSX, ODS, GeoJSON, GeoPackage, KML or an event file"
        )
    return Content.DELIMITED


def _is_feature_collection(path: Path) -> bool:
    """Return whether a JSON file whose head doesn't say is a FeatureCollection: its `type` may stand at the end."""
    try:
        document = load_json(path)
    except FormatError:
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
    told = read_mapping(mapping) if isinstance(mapping, str | Path) else mapping
    with _without_collector():
        if content is Content.EVENTS:
            return Reading(events=load_event_file(source))
        if content in SHEETS:
            found = SHEETS[content](source, told or Mapping())
            return read_table(found, name=str(path), mapping=told, open_gazetteer=open_gazetteer, progress=progress)
        features = _layer_reader(content)(source)
        if isinstance(features, Reading):
            return features
        from geo.formats.gis.features_in import read_features

        return read_features(features, name=str(path), mapping=told, open_gazetteer=open_gazetteer)


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
    Content.JSON: lambda path, _: [read_records(path)],
}
_LAYERS = {
    Content.GEOJSON: "reading:read_geojson",
    Content.GPX: "xml_reading:read_gpx",
    Content.KML: "xml_reading:read_kml",
    Content.KMZ: "xml_reading:read_kmz",
    Content.PARQUET: "frames:read_geoparquet",
    Content.GEOPACKAGE: "reading:read_geopackage",
    Content.GDAL: "reading:read_gis",
}
"""`module:function` in geo.formats.gis; loaded when it is used, since GDAL is slow to import."""


def _layer_reader(content: Content) -> Callable[[Path], Any]:
    module, _, function = _LAYERS[content].partition(":")
    reader: Callable[[Path], Any] = getattr(import_module(f"geo.formats.gis.{module}"), function)
    return reader
