"""Build an index: read the sources, join what is one place, write one file."""

import gc
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerIndexError
from gazetteer.fuzzy import SCHEMA as SOUNDS_SCHEMA
from gazetteer.fuzzy import sound_codes, write_sounds
from gazetteer.index import KEY_INDEXES, SCHEMA, SCHEMA_VERSION, open_index
from gazetteer.keys import bare_key, name_key, name_keys
from gazetteer.romanisation import languages_of, languages_of_country, other_korean_spelling, romanisations
from gazetteer.sources.rows import NOT_WRITTEN, Name, NameFlag, PlaceRow, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
_NameValues = tuple[str, str, str | None, int]
_Rows = list[tuple[object, ...]]
_BATCH = 20_000
_KEYS_AT_ONCE = 200_000
_NOT_WRITTEN = int(NOT_WRITTEN)
_ROMANISED, _BARE, _MAIN = int(NameFlag.ROMANISED), int(NameFlag.BARE), int(NameFlag.MAIN)
_KEPT = int(NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.SHORT)


def default_sources() -> list[Source]:
    """Return the sources of the default index, later ones overriding and extending earlier ones."""
    from gazetteer.sources.countries import CountriesSource
    from gazetteer.sources.first_level import FirstLevelSource
    from gazetteer.sources.geonames_cache import GeonamesCacheSource
    from gazetteer.sources.own_places import OwnPlacesSource

    return [GeonamesCacheSource(), CountriesSource(), FirstLevelSource(), OwnPlacesSource()]


def build_default_index(path: Path, *, progress: Progress | None = None) -> None:
    """Build the default index at `path`; see `build_index`."""
    build_index(path, default_sources(), progress=progress)


def is_current(path: Path) -> bool:
    """Tell whether there is a usable index built from the sources as they are now."""
    try:
        connection = open_index(path)
    except GazetteerIndexError:
        return False
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return row is not None and row[0] == sources_version(default_sources())


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
    collecting = gc.isenabled()
    gc.disable()  # millions of short-lived records and no cycles: collecting doubles the time
    try:
        _write(Path(name), sources, tell)
        Path(name).replace(path)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerIndexError(
            f"{path}: the index can't be written ({error}); free some space or name another folder in ARMSATLAS_CACHE"
        ) from error
    finally:
        if collecting:
            gc.enable()
        Path(name).unlink(missing_ok=True)


def _write(path: Path, sources: Sequence[Source], tell: Progress) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + SCHEMA + SOUNDS_SCHEMA
        )
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


def name_values(row: PlaceRow) -> list[_NameValues]:
    """Return key, name, language, flags of every name of a place, the same key in the same language once."""
    values: dict[tuple[str, str | None], _NameValues] = {}
    main, *keys = name_keys([row.name, *(name.text for name in row.names)])
    if main:
        values[main, None] = (main, row.name, None, _MAIN)
    for key, name in zip(keys, row.names, strict=True):
        text, language, flags = name.text, name.language, int(name.flags)
        if not key or (key, language) in values:
            continue
        values[key, language] = (key, text, language, flags)
        if " " in key or "'" in text or "’" in text:
            bare = bare_key(text)
            if bare != key:
                values.setdefault((bare, None), (bare, text, language, flags | _BARE))
    tables = languages_of_country(row.country)
    if tables:
        for key, text, language, flags in romanised_names(row, tables, main):
            if key and key != main and (language or (key, None) not in values):
                values.setdefault((key, language), (key, text, language, flags))
    return list(values.values())


def romanised_names(row: PlaceRow, tables: dict[str, bool], main: str) -> Iterator[_NameValues]:
    """Yield what the tables make of a place's Cyrillic and Hangul names: key, text, language that writes it so, flags.

    Args:
        row: The place.
        tables: Languages whose tables apply, from `languages_of_country`.
        main: Key of the place's own name. A spelling counts as a language's only if it comes from the current name.
    """
    for name in (Name(row.name), *row.names):
        if name.text.isascii() or int(name.flags) & _NOT_WRITTEN:
            continue
        flags = _ROMANISED | (int(name.flags) & _KEPT)
        spellings = [name.text]
        if "ko" in tables and other_korean_spelling(name.text) != name.text:
            spellings.append(other_korean_spelling(name.text))
            yield name_key(spellings[1]), spellings[1], "ko", flags
        for spelling in spellings:
            for language in languages_of(spelling):
                if language in tables and name.language in (None, language):
                    yield from _written_in(spelling, language, flags, main if tables[language] else None)


def _written_in(text: str, language: str, flags: int, main: str | None) -> Iterator[_NameValues]:
    systems, spellings = zip(*romanisations(text, (language,)), strict=True)
    tongues = (system.written_in for system in systems)
    written = list(zip(name_keys(spellings), spellings, tongues, strict=True))
    current = main is not None and any(key == main for key, _, tongue in written if tongue == "en")
    for key, spelling, tongue in written:
        yield key, spelling, tongue if current else None, flags


def write_arrays(connection: sqlite3.Connection) -> None:
    """Store what look-ups need besides the tables, from all written names.

    The sorted hashes of their keys, of the first words of those with several words, and the sounds.
    """
    import numpy as np

    from gazetteer.keyset import key_hash

    parts: list[tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint8], NDArray[np.uint32]]] = []
    firsts: set[str] = set()
    longest = 0
    for keys, rows in _distinct_keys(connection):
        hashes = np.fromiter(map(key_hash, keys), dtype=np.uint64, count=len(keys))
        parts.append((hashes, *sound_codes(keys), np.array(rows, dtype=np.uint32)))
        firsts.update(key[: key.index(" ")] for key in keys if " " in key)
        longest = max(longest, *(key.count(" ") + 1 for key in keys))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
    first_words = np.fromiter(map(key_hash, firsts), dtype=np.uint64, count=len(firsts))
    store = "INSERT OR REPLACE INTO arrays VALUES (?, 'uint64', ?)"
    connection.execute(store, ("keys", _sorted_set(columns[0]).tobytes() if columns else b""))
    connection.execute(store, ("first_words", _sorted_set(first_words).tobytes()))
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('longest_key_words', ?)", (str(longest),))
    connection.execute("DELETE FROM sounds")
    if columns:
        write_sounds(connection, *columns[1:])


def _sorted_set(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return each value once, in order; numpy's own `unique` takes ten times as long."""
    import numpy as np

    ordered = np.sort(hashes)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _distinct_keys(connection: sqlite3.Connection) -> Iterator[tuple[list[str], list[int]]]:
    """Yield each written key once, with the row of one of its names, in batches, those in ASCII apart for speed."""
    query = f"SELECT key, min(rowid) FROM names WHERE flags & {_NOT_WRITTEN} = 0 GROUP BY key"  # noqa: S608 - a number
    cursor = connection.execute(query)
    while batch := cursor.fetchmany(_KEYS_AT_ONCE):
        for ascii_ones in (True, False):
            chosen = [(key, row) for key, row in batch if key.isascii() is ascii_ones]
            if chosen:
                keys, rows = zip(*chosen, strict=True)
                yield list(keys), list(rows)
