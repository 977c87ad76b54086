"""Large GeoPackages written by several processes: each fills a file, the first takes the others' rows in."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from geo.formats.geopackage_layers import Contents, prepare, write_part
from geo.formats.geopackage_tables import attribute_tables
from geo.formats.gpkg_base import quoted
from geo.formats.options import ExportOptions
from geo.parallel import leave_with_parent
from geo.records import EventFile

_MANY = 20_000
"""Events that are worth the start of another process."""


class Part(Struct, frozen=True, kw_only=True):
    """A file that another process filled."""

    path: Path
    contents: Contents


def divided(events: EventFile, *, most: int) -> list[EventFile]:
    """Return events in at most so many parts of the same size, in order; few stay in one."""
    count = len(events.events)
    parts = max(1, min(most, count // _MANY))
    bounds = [count * number // parts for number in range(parts + 1)]
    return [replace(events, events=events.events[start:end]) for start, end in pairwise(bounds)]


@contextmanager
def parts_elsewhere(
    parts: Sequence[EventFile], folder: Path, options: ExportOptions
) -> Iterator[Callable[[], Iterator[Part]]]:
    """Write parts in processes of their own while the block runs; what is yielded gives them in order."""
    if not parts:
        yield lambda: iter(())
        return
    from concurrent.futures import ProcessPoolExecutor

    quiet = replace(options, progress=None)
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn"), initializer=leave_with_parent) as pool:
        started = [
            pool.submit(_write_elsewhere, msgspec.msgpack.encode(part), folder / f"part{number}.gpkg", quiet)
            for number, part in enumerate(parts)
        ]
        yield lambda: (waiting.result() for waiting in started)


def _write_elsewhere(packed: bytes, path: Path, options: ExportOptions) -> Part:
    events = msgspec.msgpack.decode(packed, type=EventFile)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        prepare(connection, options)
        contents = write_part(connection, events, options)
        connection.execute("COMMIT")
    return Part(path=path, contents=contents)


def append_part(connection: sqlite3.Connection, part: Part, options: ExportOptions) -> None:
    """Take a part's rows in after those that are there, and delete its file."""
    connection.execute("ATTACH ? AS part", (str(part.path),))
    connection.execute("BEGIN")
    for name in (*(layer.value for layer in options.layers), *(table.name for table in attribute_tables())):
        _append(connection, name)
    connection.execute("COMMIT")
    connection.execute("DETACH part")
    part.path.unlink()


def _append(connection: sqlite3.Connection, name: str) -> None:
    table = quoted(name)
    columns = [quoted(row[1]) for row in connection.execute(f"PRAGMA main.table_info({table})")]
    names, others = ", ".join(columns), ", ".join(columns[1:])
    before = connection.execute(f"SELECT coalesce(max(fid), 0) FROM main.{table}").fetchone()[0]  # noqa: S608 - ours
    connection.execute(
        f"INSERT INTO main.{table} ({names}) SELECT fid + ?, {others} FROM part.{table} ORDER BY fid",  # noqa: S608 - names are ours
        (before,),
    )


def told_for_all(options: ExportOptions, parts: int, count: int) -> ExportOptions:
    """Return options that tell of one part's progress as of all: the others advance alike."""
    if options.progress is None:
        return options
    return replace(options, progress=partial(_tell, options.progress, parts, count))


def _tell(tell: Callable[[int, int], None], parts: int, count: int, done: int, _: int) -> None:
    tell(min(done * parts, count), count)
