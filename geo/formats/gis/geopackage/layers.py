"""The layers of a GeoPackage and the records behind them, for all events or a part of them."""

import sqlite3
from collections.abc import Iterator

from geo.formats.gis.geopackage.base import GEOMETRY, add_contents, base_tables, quoted
from geo.formats.gis.geopackage.blobs import Blobs
from geo.formats.gis.geopackage.tables import attribute_tables, write_events_records
from geo.formats.layout.columns import ColumnType, Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.options import ExportOptions
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


class Contents:
    """What has been written so far: boxes for the indexes, and whose data it is."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.blobs = {layer: Blobs(multi=layer is not Layer.PLACES) for layer in layers}
        self.credits_seen = Credits()

    def add(self, later: "Contents") -> None:
        """Take in what was written to another file, whose rows now follow."""
        self.credits_seen.update(later.credits_seen)
        for layer, blobs in later.blobs.items():
            self.blobs[layer].extend(blobs)


def prepare(connection: sqlite3.Connection, options: ExportOptions) -> None:
    """Make a new SQLite file a GeoPackage with empty layers and tables, and begin to fill it."""
    # The file is new and thrown away on failure, so nothing needs a journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    base_tables(connection)
    connection.execute("BEGIN")
    for layer in options.layers:
        _create_layer(connection, layer)
    for table in attribute_tables():
        table.create(connection)


def write_part(connection: sqlite3.Connection, events: EventFile, options: ExportOptions) -> Contents:
    """Fill layers and tables with events; their articles' own rows are left to `write_sources`."""
    contents = Contents(options.layers)
    _write_features(connection, events, options, contents)
    write_events_records(connection, events.events, attribute_tables())
    return contents


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


def _write_features(
    connection: sqlite3.Connection, events: EventFile, options: ExportOptions, contents: Contents
) -> None:
    for batch in _batches(iter_features(events, options)):
        for layer in options.layers:
            blobs = contents.blobs[layer]
            rows = [
                (blobs.add(feature.geometry), feature.id, *feature.values.values())
                for feature in batch
                if feature.layer is layer
            ]
            marks = ", ".join("?" * (len(columns_of(layer)) + 2))
            names = ", ".join(quoted(column.name) for column in columns_of(layer))
            connection.executemany(
                f"INSERT INTO {quoted(layer.value)} ({GEOMETRY}, feature_id, {names}) VALUES ({marks})",  # noqa: S608 - names are ours
                rows,
            )
        for feature in batch:
            contents.credits_seen.add(feature)


def _batches(features: Iterator[Feature]) -> Iterator[list[Feature]]:
    batch: list[Feature] = []
    for feature in features:
        batch.append(feature)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
