"""Build an index, or add sources to one: written to a temporary file, put in its place in one step."""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from gazetteer.errors import GazetteerIndexError, SourceError
from gazetteer.index.arrays import write_arrays
from gazetteer.index.database import CARDS, KEY_INDEXES, SCHEMA, SCHEMA_VERSION, open_index
from gazetteer.index.sources.rows import Source
from gazetteer.index.writing import Progress, Writer, mark_past_names
from gazetteer.leftovers import leftover_prefix, sweep_leftovers
from gazetteer.match.fuzzy import SCHEMA as SOUNDS_SCHEMA

_MANY_BYTES = 30_000_000
"""A file to add that is larger than this has the index of keys dropped meanwhile, unless it needs it."""


def default_sources() -> list[Source]:
    """Return the sources of the default index, later ones overriding and extending earlier ones."""
    from gazetteer.index.sources.countries import CountriesSource, FirstLevelSource
    from gazetteer.index.sources.geonames_cache import (
        CldrCitiesSource,
        ExonymsSource,
        FormerNamesSource,
        GeonamesCacheSource,
    )
    from gazetteer.index.sources.own_places import OwnPlacesSource, PortsSource

    return [
        GeonamesCacheSource(),
        CountriesSource(),
        FirstLevelSource(),
        OwnPlacesSource(),
        ExonymsSource(),
        CldrCitiesSource(),
        FormerNamesSource(),
        PortsSource(),
    ]


def sources_version(sources: Iterable[Source]) -> str:
    """Return one line that changes whenever a source does."""
    return "; ".join(f"{source.name} {source.version}" for source in sources)


def is_current(path: Path) -> bool:
    """Return whether there is a usable index built from the sources as they are now."""
    try:
        with closing(open_index(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
    except (GazetteerIndexError, sqlite3.Error):
        return False
    return row is not None and row[0] == sources_version(default_sources())


def is_whole(path: Path) -> bool:
    """Return whether every page of an index can be read: a disk may have damaged what once was right."""
    try:
        with closing(open_index(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except (GazetteerIndexError, sqlite3.Error):
        return False


def build_default_index(path: Path, *, progress: Progress | None = None) -> None:
    """Build the default index at `path`, with the files that were added to the one that is there.

    Files that are no longer there are left out, and said so by a stage of that name.
    """
    from gazetteer.index.sources.files import source_for_file

    added: list[Source] = []
    for file in added_files(path):
        try:
            added.append(source_for_file(Path(file)))
        except SourceError as error:
            (progress or _silent)(f"left out: {error}", 0, 0)
    build_index(path, default_sources(), added=added, progress=progress)


def added_files(path: Path) -> list[str]:
    """Return the files that were added to an index, in order; none where there is no usable index."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT path FROM sources WHERE path IS NOT NULL ORDER BY id").fetchall()
        finally:
            connection.close()
    except sqlite3.Error:
        return []
    return [name for (name,) in rows]


def build_index(
    path: Path, sources: Sequence[Source], *, added: Sequence[Source] = (), progress: Progress | None = None
) -> None:
    """Build an index from sources and put it at `path` in one step.

    Args:
        path: Where the index goes; readers see the old one or the new one, never half of one.
        sources: Sources that share ids where they share places.
        added: Sources added afterwards, joined by name and nearness as well.
        progress: Told of each stage.

    Raises:
        GazetteerIndexError: The folder can't be written, or the disk is full.
        SourceError: A source's file is not what it should be.
    """
    tell = progress or _silent

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        writer = Writer(connection, indexed=False)
        for source in sources:
            writer.add(source, tell)
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        connection.execute("INSERT INTO meta VALUES ('sources', ?)", (sources_version(sources),))
        _finish(connection, tell)
        _add_all(connection, added, tell)

    with _replacing(path) as temporary:
        _write(temporary, write, SCHEMA + SOUNDS_SCHEMA)


def add_to_index(path: Path, sources: Sequence[Source], *, progress: Progress | None = None) -> None:
    """Add sources to the index at `path`; a source of the same name is brought up to date."""
    open_index(path).close()
    with _replacing(path) as temporary:
        shutil.copyfile(path, temporary)
        _write(temporary, lambda connection: _add_all(connection, sources, progress or _silent))


def _silent(_stage: str, _done: int, _total: int) -> None:
    return


def _add_all(connection: sqlite3.Connection, sources: Sequence[Source], tell: Progress) -> None:
    for source in sources:
        if not connection.in_transaction:
            connection.execute("BEGIN")
        path = getattr(source, "path", None)
        if not source.merges_by_name and path is not None and path.stat().st_size > _MANY_BYTES:
            connection.execute("DROP INDEX IF EXISTS names_key")
        Writer(connection, indexed=True).add(source, tell)
        _finish(connection, tell)


def _finish(connection: sqlite3.Connection, tell: Progress) -> None:
    tell("indexing", 0, 2)
    for statement in KEY_INDEXES:
        connection.execute(statement)
    tell("indexing", 1, 2)
    mark_past_names(connection)
    for statement in CARDS:
        connection.execute(statement)
    write_arrays(connection)
    connection.execute("COMMIT")
    tell("indexing", 2, 2)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`, and rename it when all went well."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_leftovers(path)
        handle, name = tempfile.mkstemp(prefix=leftover_prefix(path), suffix=".tmp", dir=path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise GazetteerIndexError(
            f"{path.parent}: can't be written ({reason}); name another folder in ARMSATLAS_CACHE"
        ) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, (SourceError, GazetteerIndexError)):
            raise
        raise GazetteerIndexError(
            f"{path}: the index can't be written ({error}); free some space or name another folder in ARMSATLAS_CACHE"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, write: Callable[[sqlite3.Connection], None], schema: str = "") -> None:
    collecting = gc.isenabled()
    gc.disable()  # millions of short-lived records without cycles: looking for cycles doubles the time
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + schema)
        write(connection)
    finally:
        connection.close()
        if collecting:
            gc.enable()
