"""Build an index: read the sources, join what is one place, write one file."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gazetteer.errors import GazetteerIndexError
from gazetteer.index import KEY_INDEXES, SCHEMA, SCHEMA_VERSION
from gazetteer.keys import bare_key, name_key
from gazetteer.sources.rows import NOT_WRITTEN, Name, NameFlag, PlaceRow, Source

Progress = Callable[[str, int, int], None]
_Rows = list[tuple[object, ...]]
_BATCH = 20_000


def default_sources() -> list[Source]:
    """Return the sources of the default index, later ones overriding and extending earlier ones."""
    from gazetteer.sources.countries import CountriesSource  # noqa: PLC0415 - only a build needs them
    from gazetteer.sources.first_level import FirstLevelSource  # noqa: PLC0415
    from gazetteer.sources.geonames_cache import GeonamesCacheSource  # noqa: PLC0415
    from gazetteer.sources.own_places import OwnPlacesSource  # noqa: PLC0415

    return [GeonamesCacheSource(), CountriesSource(), FirstLevelSource(), OwnPlacesSource()]


def build_index(path: Path, sources: Sequence[Source], *, progress: Progress | None = None) -> None:
    """Build an index from sources and put it at `path` in one step.

    Written to a temporary file beside it and renamed, so that readers see the old index or the new one.

    Raises:
        GazetteerIndexError: The folder can't be written, or the disk is full.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise GazetteerIndexError(
            f"{path.parent}: can't be written ({error.strerror}); name another folder in ARMSATLAS_CACHE"
        ) from error
    os.close(handle)
    try:
        _write(Path(name), sources, tell)
        Path(name).replace(path)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerIndexError(
            f"{path}: the index can't be written ({error}); free some space or name another folder in ARMSATLAS_CACHE"
        ) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _write(path: Path, sources: Sequence[Source], tell: Progress) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + SCHEMA)
        connection.execute("BEGIN")
        writer = _Writer(connection)
        for number, source in enumerate(sources, start=1):
            writer.add_source(number, source, tell)
        tell("indexing", 0, 2)
        for statement in KEY_INDEXES:
            connection.execute(statement)
        write_arrays(connection)
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        connection.execute("INSERT INTO meta VALUES ('sources', ?)", (sources_version(sources),))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        tell("indexing", 2, 2)
    finally:
        connection.close()


def sources_version(sources: Iterable[Source]) -> str:
    """Return one line that changes whenever a source does."""
    return "; ".join(f"{source.name} {source.version}" for source in sources)


class _Writer:
    """Rows into an open index, joining places that share an id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.known: dict[str, int] = {}
        self.last = 0

    def add_source(self, number: int, source: Source, tell: Progress) -> None:
        count = 0
        places: _Rows = []
        names: _Rows = []
        ids: _Rows = []
        for row in source.rows():
            self._add_row(row, number, places, names, ids)
            count += 1
            if count % _BATCH == 0:
                self._flush(places, names, ids)
                tell(source.name, count, 0)
        self._flush(places, names, ids)
        tell(source.name, count, count)
        version = (number, source.name, source.version, source.licence, None, count, len(source.problems))
        self.connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", version)
        rows = ((number, problem.line, problem.reason) for problem in source.problems[:1000])
        self.connection.executemany("INSERT INTO problems VALUES (?, ?, ?)", rows)

    def _add_row(self, row: PlaceRow, number: int, places: _Rows, names: _Rows, ids: _Rows) -> None:
        place = next((self.known[place_id] for place_id in row.ids if place_id in self.known), None)
        if place is None:
            self.last = place = self.last + 1
            places.append(place_values(place, row, number))
        for place_id in row.ids:
            if self.known.setdefault(place_id, place) == place:
                ids.append((place_id, place))
        names.extend((place, *values) for values in name_values(row))

    def _flush(self, places: _Rows, names: _Rows, ids: _Rows) -> None:
        self.connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
        self.connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)
        self.connection.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", ids)
        for batch in (places, names, ids):
            batch.clear()


def place_values(place: int, row: PlaceRow, source: int) -> tuple[object, ...]:
    """Return a row of the table `places`."""
    return (
        place,
        row.ids[0],
        row.name,
        row.kind.value,
        row.feature_code,
        row.lat,
        row.lon,
        row.country,
        row.admin1,
        row.admin2,
        row.population,
        row.radius_km,
        source,
        row.source,
    )


def name_values(row: PlaceRow) -> list[tuple[str, str, str | None, int]]:
    """Return key, name, language, flags of every name of a place, the same key in the same language once."""
    values: dict[tuple[str, str | None], tuple[str, str, str | None, int]] = {}
    for name in (Name(row.name, None, NameFlag.MAIN), *row.names):
        key = name_key(name.text)
        if not key:
            continue
        if name.language is None and (key, None) in values:
            continue
        values.setdefault((key, name.language), (key, name.text, name.language, int(name.flags)))
        bare = bare_key(name.text) if " " in key or "'" in name.text or "’" in name.text else key
        if bare != key:
            values.setdefault((bare, None), (bare, name.text, name.language, int(name.flags) | NameFlag.BARE))
    return list(values.values())


def write_arrays(connection: sqlite3.Connection) -> None:
    """Store the sorted hashes of all written names' keys, and of the first words of those with several words."""
    import numpy as np  # noqa: PLC0415 - only a build needs it here

    from gazetteer.keyset import key_hash  # noqa: PLC0415

    keys = [
        key for (key,) in connection.execute(f"SELECT DISTINCT key FROM names WHERE flags & {int(NOT_WRITTEN)} = 0")
    ]  # noqa: S608 - a constant
    hashes = np.unique(np.fromiter((key_hash(key) for key in keys), dtype=np.uint64, count=len(keys)))
    firsts = {key_hash(key.partition(" ")[0]) for key in keys if " " in key}
    first_words = np.unique(np.fromiter(firsts, dtype=np.uint64, count=len(firsts)))
    longest = max((key.count(" ") + 1 for key in keys), default=0)
    connection.execute("INSERT INTO arrays VALUES ('keys', 'uint64', ?)", (hashes.tobytes(),))
    connection.execute("INSERT INTO arrays VALUES ('first_words', 'uint64', ?)", (first_words.tobytes(),))
    connection.execute("INSERT INTO meta VALUES ('longest_key_words', ?)", (str(longest),))
