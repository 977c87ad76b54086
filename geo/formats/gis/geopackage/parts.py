"""Portions of a large GeoPackage that other processes fill: the first takes their rows in."""

import sqlite3
from contextlib import closing
from pathlib import Path

from geo.formats.gis.geopackage.base import quoted
from geo.formats.gis.geopackage.layers import Contents, prepare, write_part
from geo.formats.gis.geopackage.tables import attribute_tables
from geo.formats.options import ExportOptions
from geo.formats.portions import Portion
from geo.records import EventFile


def write_portion(events: EventFile, path: Path, options: ExportOptions) -> Contents:
    """Write layers and tables without indexes and articles to a file of their own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        prepare(connection, options)
        contents = write_part(connection, events, options)
        connection.execute("COMMIT")
    return contents


def append_portion(connection: sqlite3.Connection, portion: Portion[Contents], options: ExportOptions) -> None:
    """Take a portion's rows in after those that are there, and delete its file."""
    connection.execute("ATTACH ? AS part", (str(portion.path),))
    connection.execute("BEGIN")
    for name in (*(layer.value for layer in options.layers), *(table.name for table in attribute_tables())):
        _append(connection, name)
    connection.execute("COMMIT")
    connection.execute("DETACH part")
    portion.path.unlink()


def _append(connection: sqlite3.Connection, name: str) -> None:
    table = quoted(name)
    columns = [quoted(row[1]) for row in connection.execute(f"PRAGMA main.table_info({table})")]
    names, others = ", ".join(columns), ", ".join(columns[1:])
    before = connection.execute(f"SELECT coalesce(max(fid), 0) FROM main.{table}").fetchone()[0]  # noqa: S608 - ours
    connection.execute(
        f"INSERT INTO main.{table} ({names}) SELECT fid + ?, {others} FROM part.{table} ORDER BY fid",  # noqa: S608 - names are ours
        (before,),
    )
