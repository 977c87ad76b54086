"""The names of many places, worked out by two processes: half of the time that an index takes goes there."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import IO, Self

import msgspec

from gazetteer.index.names import NameValues, names_of_places
from gazetteer.index.sources.rows import PlaceRow
from gazetteer.processors import processors

_BATCH = 10_000
_LENGTH_BYTES = 8
_WORK = "import sys; sys.path[:] = sys.argv[1:]; from gazetteer.index.sharing import answer; answer()"

Batch = tuple[list[PlaceRow], list[list[NameValues]]]
"""Places, and for each its names as rows of the index."""


def with_names(rows: Iterator[PlaceRow], *, size: int = _BATCH) -> Iterator[Batch]:
    """Yield places in batches with their names; of many batches another process does every second one.

    Without a second processor, or where no process can be started, this one does all.
    """
    with _Helper() as helper:
        while batch := list(islice(rows, size)):
            other = list(islice(rows, size))
            asked = bool(other) and helper.ask(other)
            yield batch, list(names_of_places(batch))
            if other:
                found = helper.read() if asked else None
                yield other, list(names_of_places(other)) if found is None else found


class _Helper:
    """Another process that works names out, started when it is first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._usable = processors() > 1 and bool(sys.executable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def ask(self, rows: list[PlaceRow]) -> bool:
        """Send rows; tell whether an answer will come."""
        if not self._usable:
            return False
        try:
            if self._process is None:
                command = [sys.executable, "-I", "-c", _WORK, *sys.path]
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            _send(self._process.stdin, msgspec.msgpack.encode(rows))
        except OSError:
            self._stop()
        return self._usable

    def read(self) -> list[list[NameValues]] | None:
        """Return the answer, None where the process has ended."""
        try:
            packed = _receive(self._process.stdout if self._process else None)
            return msgspec.msgpack.decode(packed, type=list[list[NameValues]])
        except (OSError, EOFError, msgspec.DecodeError):
            self._stop()
            return None

    def _stop(self) -> None:
        self._usable = False
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def answer() -> None:
    """Work out names for the process that started this one, until it has no more or has ended."""
    while True:
        try:
            rows = msgspec.msgpack.decode(_receive(sys.stdin.buffer), type=list[PlaceRow])
        except EOFError:
            return
        _send(sys.stdout.buffer, msgspec.msgpack.encode(list(names_of_places(rows))))


def _send(stream: IO[bytes] | None, packed: bytes) -> None:
    if stream is None:
        raise EOFError
    stream.write(len(packed).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(packed)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes:
    start = stream.read(_LENGTH_BYTES) if stream else b""
    length = int.from_bytes(start, "big")
    packed = stream.read(length) if stream and len(start) == _LENGTH_BYTES else b""
    if not start or len(packed) < length:
        raise EOFError
    return packed
