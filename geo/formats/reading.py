"""Files of any known format to events, told by their content."""

import csv
import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import structs

from geo.formats.columns.layout import find_layouts, guess_headers
from geo.formats.columns.mapping import Mapping, draft_mapping, read_mapping
from geo.formats.contents import Content, tell_content
from geo.formats.layout.cells import cell_text
from geo.formats.options import Progress
from geo.formats.problems import Problem, Reading, Reject
from geo.formats.sheets.delimited_reading import read_delimited
from geo.formats.sheets.sheet import Sheet
from geo.formats.sheets.workbook import read_workbook
from geo.formats.tables.reading import read_table
from geo.output import write_output
from geo.records import EventFile
from geo.records.errors import FormatError
from geo.records.file import load_event_file

_CONTEXT = "context"
"""Kind of what lies under a map, and the attribute with its layer's name."""

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer


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
        if content in _SHEETS:
            sheets = _SHEETS[content](source, chosen or Mapping())
            return read_table(
                sheets, name=str(source), mapping=chosen, open_gazetteer=open_gazetteer, progress=progress
            )
        return _reader(content)(source, open_gazetteer, chosen)


def read_layer(path: Path | str) -> EventFile:
    """Read a file of areas or lines as what lies under a map: an entry a feature, of the kind `context`.

    Args:
        path: A GIS file, or a table with WKT; points in it are left out.

    Raises:
        FormatError: As `read_table_or_events`, or it holds neither areas nor lines.
    """
    told = Mapping(columns={"place_coordinates": "place_coordinates"})
    read = read_table_or_events(path, mapping=told).events
    name = Path(path).stem
    kept = tuple(
        structs.replace(
            event,
            id=f"{_CONTEXT}:{name}:{number}",
            kind=_CONTEXT,
            legs=(),
            reviewed=True,
            attributes={**event.attributes, _CONTEXT: event.attributes.get("layer", name)},
        )
        for number, event in enumerate(read.events, start=1)
        if any(place.extent for place in event.places)
    )
    if not kept:
        raise FormatError(f"{path}: holds neither areas nor lines; points are given as an input, not as a layer")
    return structs.replace(read, events=kept)


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


_SHEETS: dict[Content, Callable[[Path, Mapping], list[Sheet]]] = {
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


def start_mapping(path: Path | str) -> str:
    """Return a mapping file to start from, for a table whose columns were not all recognised.

    Raises:
        FormatError: Not a table, or no row of it could be headers.
    """
    source = Path(path)
    content = tell_content(source)
    if content not in _SHEETS:
        raise FormatError(f"{path}: is not a table; a mapping file is for CSV and workbooks")
    sheets = _SHEETS[content](source, Mapping())
    try:
        layout = find_layouts(sheets, Mapping(), name=str(path))[0][0]
    except FormatError:
        sheet, line, headers = guess_headers(sheets, name=str(path))
    else:
        sheet, line, headers = layout.sheet, layout.header_row, layout.headers
    below = next((row for at, row in sheet.rows if at > line and any(cell not in (None, "") for cell in row)), [])
    return draft_mapping(headers, sheet=sheet.name if len(sheets) > 1 else None, header_row=line, sample=below)


def write_rejects(reading: Reading, path: Path | str) -> None:
    """Write the rows that were kept aside, with line and reason, as CSV to correct and read again.

    Raises:
        OutputError: The file can't be written.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(["rejected line", "reason", *reading.headers])
    lines.writerows(
        [str(reject.line), cell_text(reject.reason), *map(cell_text, reject.cells)] for reject in reading.rejects
    )
    write_output(path, ("\ufeff" + text.getvalue()).encode())


__all__ = ["Problem", "Reading", "Reject", "read_table_or_events", "start_mapping", "write_rejects"]
