"""The formats that events are written in, and writing them."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, structs

from geo.formats.layout.columns import Layer
from geo.formats.layout.legal import generalise, without_restricted
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.records import EventFile
from geo.records.errors import FormatError
from geo.records.file import STDOUT, dump_event_file, write_output

Writer: TypeAlias = Callable[[EventFile, Path | str, ExportOptions], None]


class Format(Struct, frozen=True):
    """A format that events are written to."""

    name: str
    endings: tuple[str, ...]
    writer: str  # `module:function`; loaded when it is used, since GDAL and spreadsheets are slow to import
    about: str

    def load_writer(self) -> Writer:
        """Import and return the function that writes this format."""
        module, _, function = self.writer.partition(":")
        writer: Writer = getattr(import_module(f"geo.formats.{module}"), function)
        return writer


_GPKG = "a GeoPackage with layers, related tables and QGIS styles; comes back in unchanged"
_SHP = "zipped Shapefiles for older programs; texts are cut to 254 bytes"
_PARQUET = "GeoParquet 1.1, a row an event; comes back in unchanged (needs pyarrow)"
_TIMEMAP = "TimeMap's events, sources and associations; points alone"
_FTM = "FollowTheMoney entities for Aleph and OpenSanctions"
_TABLE = "the table of a Datawrapper symbol map; points alone"
_LOCATOR = "markers for a Datawrapper locator map; points alone"
_CSV = "a row an event, for spreadsheets; comes back in unchanged"

FORMATS = (
    Format("json", (".json",), "writing:write_json", "the event file itself; loses nothing"),
    Format("geojson", (".geojson",), "gis.geojson:write_geojson", "RFC 7946 features for any GIS or web map"),
    Format("gpkg", (".gpkg",), "gis.geopackage.tables:write_geopackage", _GPKG),
    Format("kml", (".kml",), "gis.kml_writing:write_kml", "KML with time spans for Google Earth and My Maps"),
    Format("fgb", (".fgb",), "gis.layers:write_flatgeobuf", "FlatGeobuf, all features in one layer"),
    Format("shp", (".shp.zip", ".shz"), "gis.layers:write_shapefile", _SHP),
    Format("parquet", (".parquet", ".geoparquet"), "gis.frames:write_geoparquet", _PARQUET),
    Format("timemap", (".timemap.zip",), "newsroom.timemap:write_timemap", _TIMEMAP),
    Format("ftm", (".ftm.json", ".ftm.jsonl"), "newsroom.followthemoney:write_followthemoney", _FTM),
    Format("datawrapper", (".datawrapper.csv",), "newsroom.datawrapper:write_datawrapper", _TABLE),
    Format("locator", (".locator.json",), "newsroom.datawrapper:write_locator", _LOCATOR),
    Format("bibtex", (".bib",), "newsroom.datawrapper:write_bibtex", "the sources as BibTeX"),
    Format("csv", (".csv",), "sheets.writing:write_csv", _CSV),
    Format("tsv", (".tsv", ".tab"), "sheets.writing:write_tsv", "as csv, with tabs"),
    Format("xlsx", (".xlsx",), "sheets.writing:write_xlsx", "an Excel workbook; comes back in unchanged"),
)


def find_format(path: Path | str, name: str | None = None) -> Format:
    """Return the format asked for by name, or else by a file's ending.

    Raises:
        FormatError: Neither tells a known format; the message lists them.
    """
    if name is not None:
        found = next((known for known in FORMATS if known.name == name.lower()), None)
        if found is None:
            raise FormatError(f"format {name!r}: expected one of {', '.join(known.name for known in FORMATS)}")
        return found
    if str(path) == STDOUT:
        return FORMATS[0]
    lower = Path(path).name.lower()
    matches = [(ending, known) for known in FORMATS for ending in known.endings if lower.endswith(ending)]
    if not matches:
        endings = ", ".join(ending for known in FORMATS for ending in known.endings)
        raise FormatError(f"{path}: its ending tells no known format; expected one of {endings}, or give --format")
    return max(matches, key=lambda match: len(match[0]))[1]


def write_events(
    events: EventFile,
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    options: ExportOptions = DEFAULT_OPTIONS,
) -> int:
    """Write events to a file in the format that its ending tells.

    Args:
        events: What to write.
        path: The file, or `-` for standard output.
        format: Name of a format where the ending doesn't tell.
        options: Generalisation, layers, rights, progress.

    Returns:
        How many events were left out because their source's terms forbid passing them on.

    Raises:
        FormatError: No known format; the message lists them.
        OutputError: The file can't be written; one that is already there stays as it was.
    """
    writer = find_format(path, format).load_writer()
    withheld = 0
    if not options.i_have_rights:
        events, withheld = without_restricted(events)
    writer(generalise(events, options.generalise) if options.generalise else events, path, options)
    return withheld


def write_layers(
    events: EventFile,
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    options: ExportOptions = DEFAULT_OPTIONS,
) -> tuple[list[Path], int]:
    """Write one file a layer, beside each other: out.geojson gives out.places.geojson and so on.

    Returns the files written, and how many events were left out; that and the errors are as for `write_events`.
    """
    ending = next(end for end in find_format(path, format).endings if format or str(path).lower().endswith(end))
    target = Path(path)
    stem = target.name[: -len(ending)] if target.name.lower().endswith(ending) else target.name
    written: list[Path] = []
    withheld = 0
    lines = any(place.extent and "LINE" in place.extent for event in events.events for place in event.places)
    for layer in (layer for layer in options.layers if lines or layer is not Layer.LINES):
        part = target.with_name(f"{stem}.{layer.value}{ending}")
        withheld = write_events(events, part, format=format, options=structs.replace(options, layers=(layer,)))
        written.append(part)
    return written, withheld


def write_json(events: EventFile, path: Path | str, options: ExportOptions) -> None:  # noqa: ARG001 - a writer's signature
    """Write the event file itself, filtered and coarsened like the other exports."""
    write_output(path, dump_event_file(events))
