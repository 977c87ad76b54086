"""The index: one SQLite file of places, names and ids, and where it lies."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gazetteer.errors import GazetteerIndexError

Fetch = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
"""Runs a query with its values and returns all its rows."""

SCHEMA_VERSION = 7
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version TEXT NOT NULL, licence TEXT NOT NULL,
    path TEXT, rows INTEGER NOT NULL, problems INTEGER NOT NULL
);
CREATE TABLE problems (source INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, feature_code TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER NOT NULL,
    radius_km REAL, source INTEGER NOT NULL, origin TEXT
);
CREATE TABLE ids (place_id TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE names (
    place INTEGER NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, language TEXT, flags INTEGER NOT NULL
);
CREATE TABLE codes (
    code TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, place_id TEXT,
    PRIMARY KEY (code, kind)
) WITHOUT ROWID;
CREATE TABLE arrays (name TEXT PRIMARY KEY, dtype TEXT NOT NULL, data BLOB NOT NULL);
"""
_MAPPED_BYTES = 1 << 26  # all of it would lie in memory before long; what comes after is read as files are
CARDS = (
    "DROP TABLE IF EXISTS cards",
    "CREATE TABLE cards (id INTEGER PRIMARY KEY, record TEXT NOT NULL)",
    (
        "INSERT INTO cards SELECT id, json_array(place_id, name, kind, feature_code, lat, lon, country, admin1, "
        "admin2, population, radius_km) FROM places ORDER BY id"
    ),
)
"""Each place once more as one value: reading eleven columns costs as much as finding their row."""
KEY_INDEXES = (
    "CREATE INDEX IF NOT EXISTS names_key ON names (key, flags, place)",
    "CREATE INDEX IF NOT EXISTS names_place ON names (place)",
)


def cache_folder() -> Path:
    """Return the folder for built indexes: `ARMSATLAS_CACHE`, or the user's cache folder."""
    import platformdirs

    return Path(os.environ.get("ARMSATLAS_CACHE") or platformdirs.user_cache_dir("armsatlas", appauthor=False))


def default_index_path() -> Path:
    """Return where the default index lies: `ARMSATLAS_GAZETTEER`, or a file in the cache folder."""
    named = os.environ.get("ARMSATLAS_GAZETTEER")
    return Path(named) if named else cache_folder() / f"gazetteer-{SCHEMA_VERSION}.sqlite"


class OwnConnection(sqlite3.Connection):
    """A connection that closes itself when nobody holds it any more: from Python 3.13 on SQLite warns of others."""

    def __del__(self) -> None:
        self.close()


def open_index(path: Path) -> sqlite3.Connection:
    """Open an index for reading.

    The file is taken to stay as it is, since it is only ever replaced as a whole: SQLite need neither lock it nor look
    for changes at every query, and may read it as memory.
    """
    if not path.is_file():
        raise GazetteerIndexError(f"{path}: no gazetteer index there; build one with: armsatlas gazetteer build")
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, factory=OwnConnection
        )
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error as error:
        raise GazetteerIndexError(f"{path}: not a gazetteer index ({error}); delete it and build anew") from error
    if row is None or row[0] != str(SCHEMA_VERSION):
        connection.close()
        found = row[0] if row else "none"
        raise GazetteerIndexError(
            f"{path}: index version {found}, expected {SCHEMA_VERSION}; run: armsatlas gazetteer build"
        )
    return connection
