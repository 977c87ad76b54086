"""GeoPackage: layers that QGIS opens drawn, and the event file's records as tables related by key.

Written with SQLite itself, not by way of GDAL: keys, descriptions and styles belong to the
file, and 100,000 events take seconds.

Source:
    OGC GeoPackage 1.3.1 (12-128r18), with the R-tree and Schema extensions.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from geo.formats.gis.geopackage.base import add_contents, index_geometry
from geo.formats.gis.geopackage.layers import prepare, write_part
from geo.formats.gis.geopackage.parts import append_portion, write_portion
from geo.formats.gis.geopackage.qgis_styles import write_styles
from geo.formats.gis.geopackage.tables import attribute_tables, index_records, write_sources
from geo.formats.layout.legal import Credits, about_rows
from geo.formats.options import ExportOptions
from geo.formats.portions import divided, told_for_all, written_elsewhere
from geo.formats.targets import whole_file
from geo.records import EventFile
from geo.records.errors import FormatError


def write_geopackage(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write layers, tables and styles.

    Args:
        events: What to write.
        path: The file, or `-` for standard output.
        options: Layers, generalisation, progress.

    Raises:
        FormatError: A number beyond 64 bits.
        OutputError: The file can't be written.
    """
    with whole_file(path, suffix=".gpkg") as temporary:
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                _write(connection, temporary.parent, events, options)
        except OverflowError as error:
            raise FormatError(f"{path}: a number is beyond 64 bits, which GeoPackage can't hold") from error


def _write(connection: sqlite3.Connection, folder: Path, events: EventFile, options: ExportOptions) -> None:
    first, *others = divided(events, most=options.processes)
    prepare(connection, options)
    with written_elsewhere(others, folder, options, write_portion) as waiting:
        contents = write_part(connection, first, told_for_all(options, 1 + len(others), len(events.events)))
        connection.execute("COMMIT")
        for portion in waiting():
            append_portion(connection, portion, options)
            contents.add(portion.contents)
    connection.execute("BEGIN")
    tables = attribute_tables()
    write_sources(connection, events, tables)
    index_records(connection, tables)
    for layer in options.layers:
        index_geometry(connection, layer.value, contents.blobs[layer])
    _write_about(connection, contents.credits_seen, options)
    write_styles(connection, options.layers)
    connection.execute("COMMIT")


def _write_about(connection: sqlite3.Connection, credits_seen: Credits, options: ExportOptions) -> None:
    connection.execute("CREATE TABLE about (fid INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, value TEXT)")
    add_contents(connection, "about", "Generator, attribution, licences")
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about_rows(credits_seen, options))
