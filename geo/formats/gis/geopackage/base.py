"""The tables that make an SQLite file a GeoPackage."""

import sqlite3

from geo.formats.gis.geopackage.blobs import SRS_ID, Blobs

GEOMETRY = "geom"
APPLICATION_ID = 0x47504B47
USER_VERSION = 10301
STAMP = "2000-01-01T00:00:00.000Z"
"""The same events give the same bytes: no time of writing stands in the file."""

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_BASE = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_SCHEMA_URL = "http://www.geopackage.org/spec131/#extension_schema"
_RTREE_URL = "http://www.geopackage.org/spec131/#extension_rtree"
_IS_DRAWN = '({0}."{g}" NOTNULL AND NOT ST_IsEmpty({0}."{g}"))'
_NOT_DRAWN = '({0}."{g}" ISNULL OR ST_IsEmpty({0}."{g}"))'
_BOX = 'ST_MinX(NEW."{g}"), ST_MaxX(NEW."{g}"), ST_MinY(NEW."{g}"), ST_MaxY(NEW."{g}")'
_SET_BOX = (
    'UPDATE "{r}" SET minx = ST_MinX(NEW."{g}"), maxx = ST_MaxX(NEW."{g}"), miny = ST_MinY(NEW."{g}"), '
    'maxy = ST_MaxY(NEW."{g}") WHERE id = NEW.fid;'
)
_ADD = 'INSERT OR REPLACE INTO "{r}" VALUES (NEW.fid, ' + _BOX + ");"  # noqa: S608 - names are ours
_DROP_OLD = 'DELETE FROM "{r}" WHERE id = OLD.fid;'
_DROP_BOTH = 'DELETE FROM "{r}" WHERE id IN (OLD.fid, NEW.fid);'
_NEW, _OLD = _IS_DRAWN.replace("{0}", "NEW"), _IS_DRAWN.replace("{0}", "OLD")
_NEW_NOT, _OLD_NOT = _NOT_DRAWN.replace("{0}", "NEW"), _NOT_DRAWN.replace("{0}", "OLD")
# The R-tree extension's own triggers, by its names; they run in programs that edit the file, which know ST_MinX.
_TRIGGERS = {
    "insert": f'AFTER INSERT ON "{{t}}" WHEN {_NEW} BEGIN {_ADD} END',
    "update6": f'AFTER UPDATE OF "{{g}}" ON "{{t}}" WHEN OLD.fid = NEW.fid AND {_NEW} AND {_OLD} BEGIN {_SET_BOX} END',
    "update7": f'AFTER UPDATE OF "{{g}}" ON "{{t}}" WHEN OLD.fid = NEW.fid AND {_NEW} AND {_OLD_NOT} BEGIN {_ADD} END',
    "update2": f'AFTER UPDATE OF "{{g}}" ON "{{t}}" WHEN OLD.fid = NEW.fid AND {_NEW_NOT} BEGIN {_DROP_OLD} END',
    "update5": f'AFTER UPDATE ON "{{t}}" WHEN OLD.fid != NEW.fid AND {_NEW} BEGIN {_DROP_OLD} {_ADD} END',
    "update4": f'AFTER UPDATE ON "{{t}}" WHEN OLD.fid != NEW.fid AND {_NEW_NOT} BEGIN {_DROP_BOTH} END',
    "delete": f'AFTER DELETE ON "{{t}}" WHEN OLD."{{g}}" NOT NULL BEGIN {_DROP_OLD} END',
}


def quoted(name: str) -> str:
    """Return a name as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


def base_tables(connection: sqlite3.Connection) -> None:
    """Make a new SQLite file a GeoPackage without contents."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    connection.executescript(_BASE)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian reference system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic reference system"),
            ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, _WGS84, "longitude/latitude in degrees on WGS 84"),
        ],
    )
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [("gpkg_data_columns", _SCHEMA_URL), ("gpkg_data_column_constraints", _SCHEMA_URL)],
    )


def add_contents(
    connection: sqlite3.Connection, table: str, description: str, *, geometry_type: str | None = None
) -> None:
    """Register a table; with a geometry type as a layer."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            table,
            "features" if geometry_type else "attributes",
            table,
            description,
            STAMP,
            SRS_ID if geometry_type else None,
        ),
    )
    if geometry_type:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (table, GEOMETRY, geometry_type, SRS_ID)
        )


def index_geometry(connection: sqlite3.Connection, table: str, blobs: Blobs) -> None:
    """Index a filled layer and note its extent; rows count from 1 in the order that `blobs` saw them."""
    index = f"rtree_{table}_{GEOMETRY}"
    connection.execute(f'CREATE VIRTUAL TABLE "{index}" USING rtree(id, minx, maxx, miny, maxy)')
    connection.executemany(f'INSERT INTO "{index}" VALUES (?, ?, ?, ?, ?)', blobs.boxes())  # noqa: S608 - names are ours
    for name, body in _TRIGGERS.items():
        statement = body.format(t=table, g=GEOMETRY, r=index)
        connection.execute(f'CREATE TRIGGER "{index}_{name}" {statement}')
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')", (table, GEOMETRY, _RTREE_URL)
    )
    if blobs.extent:
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*blobs.extent, table),
        )
