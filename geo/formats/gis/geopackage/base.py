"""What the related tables share: how a table is registered beside the layers that GDAL writes."""

import sqlite3

GEOMETRY = "geom"
STAMP = "2000-01-01T00:00:00.000Z"
"""The same events give the same bytes: no time of writing stands in the file."""


def quoted(name: str) -> str:
    """Return a name as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


def add_contents(connection: sqlite3.Connection, table: str, description: str) -> None:
    """Register a table without geometry."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, ?, ?)",
        (table, table, description, STAMP),
    )
