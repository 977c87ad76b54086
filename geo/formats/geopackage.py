"""GeoPackage: layers that QGIS opens drawn, and the event file's records as tables related by key.

Written with SQLite itself, not by way of GDAL: keys, descriptions and styles belong to the
file, and 100,000 events take seconds.

Source:
    OGC GeoPackage 1.3.1 (12-128r18), with the R-tree and Schema extensions.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from geo.errors import FormatError
from geo.formats.columns import Column, ColumnType, Layer, columns_of
from geo.formats.features import Feature, iter_features
from geo.formats.geopackage_tables import attribute_tables, write_records
from geo.formats.gpkg_base import GEOMETRY, add_contents, base_tables, index_geometry, quoted
from geo.formats.gpkg_blobs import Blobs
from geo.formats.legal import Credits, about_rows
from geo.formats.options import ExportOptions
from geo.formats.qgis_styles import write_styles
from geo.formats.targets import whole_file
from geo.records import EventFile

GEOMETRY_TYPES = {Layer.PLACES: "POINT", Layer.AREAS: "MULTIPOLYGON", Layer.ROUTES: "MULTILINESTRING"}
TITLES = {
    Layer.PLACES: "Places: points, and places without a position",
    Layer.AREAS: "Areas: discs and outlines of what is known only roughly",
    Layer.ROUTES: "Routes: legs of shipments; schematic unless a source traces them",
}
SQL_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.NUMBER: "REAL",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
}
_BATCH = 1000


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
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            _write(connection, events, options)
        except OverflowError as error:
            raise FormatError(f"{path}: a number is beyond 64 bits, which GeoPackage can't hold") from error
        finally:
            connection.close()


def _write(connection: sqlite3.Connection, events: EventFile, options: ExportOptions) -> None:
    # The file is new and thrown away on failure, so nothing needs a journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    base_tables(connection)
    connection.execute("BEGIN")
    for layer in options.layers:
        _create_layer(connection, layer)
    tables = attribute_tables()
    for table in tables:
        table.create(connection)
    credits_seen = _write_features(connection, events, options)
    write_records(connection, events, tables)
    _write_about(connection, credits_seen, options)
    write_styles(connection, options.layers)
    connection.execute("COMMIT")


def _create_layer(connection: sqlite3.Connection, layer: Layer) -> None:
    columns = ", ".join(f"{quoted(column.name)} {SQL_TYPES[column.type]}" for column in columns_of(layer))
    connection.execute(
        f"CREATE TABLE {quoted(layer.value)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        f"{GEOMETRY} {GEOMETRY_TYPES[layer]}, feature_id TEXT, {columns})"
    )
    add_contents(connection, layer.value, TITLES[layer], geometry_type=GEOMETRY_TYPES[layer])
    connection.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, description) VALUES (?, ?, ?, ?)",
        [(layer.value, column.name, column.name, column.about) for column in columns_of(layer)],
    )


def _write_features(connection: sqlite3.Connection, events: EventFile, options: ExportOptions) -> Credits:
    credits_seen = Credits()
    blobs = {layer: Blobs(multi=layer is not Layer.PLACES) for layer in options.layers}
    for batch in _batches(iter_features(events, options)):
        for layer in options.layers:
            rows = [_row(feature, blobs[layer], columns_of(layer)) for feature in batch if feature.layer is layer]
            marks = ", ".join("?" * (len(columns_of(layer)) + 2))
            names = ", ".join(quoted(column.name) for column in columns_of(layer))
            connection.executemany(
                f"INSERT INTO {quoted(layer.value)} ({GEOMETRY}, feature_id, {names}) VALUES ({marks})",  # noqa: S608 - names are ours
                rows,
            )
        for feature in batch:
            credits_seen.add(feature)
    for layer in options.layers:
        index_geometry(connection, layer.value, blobs[layer])
    return credits_seen


def _batches(features: Iterator[Feature]) -> Iterator[list[Feature]]:
    batch: list[Feature] = []
    for feature in features:
        batch.append(feature)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(feature: Feature, blobs: Blobs, columns: tuple[Column, ...]) -> tuple[object, ...]:
    values = feature.values
    return (blobs.add(feature.geometry), feature.id, *(values[column.name] for column in columns))


def _write_about(connection: sqlite3.Connection, credits_seen: Credits, options: ExportOptions) -> None:
    connection.execute("CREATE TABLE about (fid INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, value TEXT)")
    add_contents(connection, "about", "Generator, attribution, licences")
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about_rows(credits_seen, options))
