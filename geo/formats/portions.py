"""Large exports shared among processes: the first writes its portion while others write theirs elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from geo.formats.options import ExportOptions
from geo.parallel import leave_with_parent
from geo.records import EventFile

T = TypeVar("T")

_MANY = 20_000
"""Events that are worth the start of another process."""
_HEAD_START = 0.12
"""How much more the first process writes: the others start later, and it would wait for them."""


class Portion(Struct, Generic[T], frozen=True, kw_only=True):
    """A file that another process filled, and what is to be known of it."""

    path: Path
    contents: T


def divided(events: EventFile, *, most: int) -> list[EventFile]:
    """Return events in at most so many portions, in order, the first a little larger; few stay in one."""
    count = len(events.events)
    parts = max(1, min(most, count // _MANY))
    bounds = [0, *(round(count * (_HEAD_START + number) / (_HEAD_START + parts)) for number in range(1, parts + 1))]
    return [replace(events, events=events.events[start:end]) for start, end in pairwise(bounds)]


@contextmanager
def written_elsewhere(
    portions: Sequence[EventFile],
    folder: Path,
    options: ExportOptions,
    write: Callable[[EventFile, Path, ExportOptions], T],
) -> Iterator[Callable[[], Iterator[Portion[T]]]]:
    """Write portions in processes of their own while the block runs; what is yielded gives them in order.

    Args:
        portions: What others write; none starts no process.
        folder: Where they write.
        options: As for the whole; progress is left to the first process.
        write: A module's own function that fills a file and returns what is to be known of it.
    """
    if not portions:
        yield lambda: iter(())
        return
    from concurrent.futures import ProcessPoolExecutor

    quiet = replace(options, progress=None)
    paths = [folder / f"portion{number}" for number in range(len(portions))]
    with ProcessPoolExecutor(len(portions), mp_context=get_context("spawn"), initializer=leave_with_parent) as pool:
        started = [
            pool.submit(_unpack_and_write, msgspec.msgpack.encode(portion), path, quiet, write)
            for portion, path in zip(portions, paths, strict=True)
        ]
        yield lambda: (
            Portion(path=path, contents=waiting.result()) for path, waiting in zip(paths, started, strict=True)
        )


def _unpack_and_write(
    packed: bytes, path: Path, options: ExportOptions, write: Callable[[EventFile, Path, ExportOptions], T]
) -> T:
    return write(msgspec.msgpack.decode(packed, type=EventFile), path, options)


def told_for_all(options: ExportOptions, portions: int, count: int) -> ExportOptions:
    """Return options that tell of one portion's progress as of all: the others advance alike."""
    if options.progress is None or portions == 1:
        return options
    return replace(options, progress=partial(_tell, options.progress, portions, count))


def _tell(tell: Callable[[int, int], None], portions: int, count: int, done: int, _: int) -> None:
    tell(min(done * portions, count), count)
