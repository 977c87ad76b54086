"""GeoPackage: layers that QGIS opens drawn, and the event file's records as tables related by key.

GDAL writes the layers; tables, keys, descriptions and styles are added with SQLite, so that they belong to the file.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from geo.formats.gis.geopackage.qgis_styles import write_styles
from geo.formats.gis.geopackage.tables import STAMP, add_contents, attribute_tables, index_records, write_records
from geo.formats.gis.layers import GEOMETRY_TYPES, write_layer
from geo.formats.layout.columns import Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.options import ExportOptions
from geo.output import whole_file
from geo.records import EventFile
from geo.records.errors import FormatError, OutputError

_TITLES = {
    Layer.PLACES: "Places: points, and places without a position",
    Layer.AREAS: "Areas: discs and outlines of what is known only roughly",
    Layer.ROUTES: "Routes: legs of shipments; schematic unless a source traces them",
    Layer.LINES: "Lines as the file had them that they came from",
}


def write_geopackage(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write layers, tables and styles."""
    features: dict[Layer, list[Feature]] = {layer: [] for layer in options.layers}
    credits_seen = Credits()
    for feature in iter_features(events, options):
        features[feature.layer].append(feature)
        credits_seen.add(feature)
    if not features.get(Layer.LINES):
        features.pop(Layer.LINES, None)
    with whole_file(path, suffix=".gpkg") as temporary:
        try:
            for layer, listed in features.items():
                _write_layer(temporary, layer, listed)
            with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                _add_tables(connection, events, credits_seen, options, tuple(features))
        except OverflowError as error:
            raise FormatError(f"{path}: a number is beyond 64 bits, which GeoPackage can't hold") from error
        except sqlite3.OperationalError as error:
            raise OutputError(f"{path}: can't be written ({error}); is the disk full?") from error


def _write_layer(path: Path, layer: Layer, features: list[Feature]) -> None:
    settings = {"GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES", "DESCRIPTION": _TITLES[layer]}
    write_layer(
        features,
        path,
        columns_of(layer),
        driver="GPKG",
        geometry_type=GEOMETRY_TYPES[layer],
        layer=layer.value,
        append=path.exists(),
        layer_options=settings,
    )


def _add_tables(
    connection: sqlite3.Connection,
    events: EventFile,
    credits_seen: Credits,
    options: ExportOptions,
    layers: tuple[Layer, ...],
) -> None:
    # The file is new and thrown away on failure, so nothing needs a journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.execute("UPDATE gpkg_contents SET last_change = ?", (STAMP,))
    _describe_columns(connection, layers)
    tables = attribute_tables()
    for table in tables:
        table.create(connection)
    write_records(connection, events, tables)
    index_records(connection, tables)
    connection.execute("CREATE TABLE about (fid INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, value TEXT)")
    add_contents(connection, "about", "Generator, attribution, licences")
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", credits_seen.about_rows(options))
    write_styles(connection, layers)
    connection.execute("COMMIT")


_SCHEMA = """
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))
"""
_SCHEMA_URL = "http://www.geopackage.org/spec131/#extension_schema"


def _describe_columns(connection: sqlite3.Connection, layers: tuple[Layer, ...]) -> None:
    """Say what each column means, by the Schema extension."""
    connection.execute(_SCHEMA)
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', ?, 'read-write')", (_SCHEMA_URL,)
    )
    connection.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, description) VALUES (?, ?, ?, ?)",
        [(layer.value, column.name, column.name, column.about) for layer in layers for column in columns_of(layer)],
    )
