"""A place's names as rows of the index, those of many places worked out by two processes."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import IO, Self

import msgspec

from gazetteer.index.sources.rows import NOT_WRITTEN, Name, NameFlag, PlaceRow
from gazetteer.match.keys import bare_key, name_key, name_keys
from gazetteer.match.romanisation import languages_of, languages_of_country, other_korean_spelling, romanisations
from gazetteer.processors import processors

NameValues = tuple[str, str, str | None, int]  # Key, name, language, flags

_NOT_WRITTEN = int(NOT_WRITTEN)
_ROMANISED, _BARE, _MAIN = int(NameFlag.ROMANISED), int(NameFlag.BARE), int(NameFlag.MAIN)
_KEPT = int(NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.SHORT)


def names_of_places(rows: Sequence[PlaceRow]) -> Iterator[list[NameValues]]:
    """Yield, for each place, key, name, language, flags of its names, the same key in the same language once."""
    texts: list[str] = []
    for row in rows:
        texts.append(row.name)
        texts.extend([name.text for name in row.names])
    keys = iter(name_keys(texts))
    spellings = _spellings(rows)
    for row in rows:
        yield _name_values(row, next(keys), islice(keys, len(row.names)), spellings)


def _name_values(row: PlaceRow, main: str, keys: Iterator[str], spellings: "Spellings") -> list[NameValues]:
    values: dict[tuple[str, str | None], NameValues] = {}
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
    for name, spelling, language, own in _foreign_names(row):
        flags = _ROMANISED | (int(name.flags) & _KEPT)
        if spelling != name.text:
            key = name_key(spelling)
            values.setdefault((key, "ko"), (key, spelling, "ko", flags))
        for value in _written(spelling, language, flags, spellings[spelling, language], main if own else None):
            if value[0] and value[0] != main and (value[2] or (value[0], None) not in values):
                values.setdefault((value[0], value[2]), value)
    return list(values.values())


def _written(
    text: str, language: str, flags: int, written: list[tuple[str, str, str | None]], main: str | None
) -> Iterator[NameValues]:
    """Yield a name's spellings in every system, and itself where it is the place's current name.

    A spelling counts as a language's only if it comes from the current name: one of them has the key `main`.
    """
    current = main is not None and any(key == main for key, _, _ in written)
    if current:
        yield name_key(text), text, language, flags & _KEPT
    for key, spelling, tongue in written:
        yield key, spelling, tongue if current else None, flags


Spellings = dict[tuple[str, str], list[tuple[str, str, str | None]]]
"""By text and the language it is read as: key, spelling, and the language that writes it so, in every system."""


def _foreign_names(row: PlaceRow) -> Iterator[tuple[Name, str, str, bool]]:
    """Yield the names of a place that tables apply to: name, spelling, language to read it as, whether the place's own.

    A Korean name comes in the spelling of either half of the country.
    """
    tables = languages_of_country(row.country)
    if not tables:
        return
    for name in (Name(row.name), *row.names):
        if name.text.isascii() or int(name.flags) & _NOT_WRITTEN:
            continue
        other = other_korean_spelling(name.text) if "ko" in tables else name.text
        for spelling in dict.fromkeys((name.text, other)):
            for language in languages_of(spelling):
                if language in tables and name.language in (None, language):
                    yield name, spelling, language, tables[language]


def _spellings(rows: Sequence[PlaceRow]) -> Spellings:
    """Return what the tables make of all names of these places; all at once, for speed."""
    wanted: dict[str, dict[str, None]] = {}
    for row in rows:
        for _, spelling, language, _ in _foreign_names(row):
            wanted.setdefault(language, {})[spelling] = None
    found: Spellings = {}
    for language, texts in wanted.items():
        one_line = [" ".join(text.split("\n")) for text in texts]
        for text in texts:
            found[text, language] = []
        for system, written in romanisations("\n".join(one_line), (language,)):
            spelt = written.split("\n")
            for text, key, spelling in zip(texts, name_keys(spelt), spelt, strict=True):
                found[text, language].append((key, spelling, system.written_in))
    return found


_BATCH = 10_000
_LENGTH_BYTES = 8
_WORK = "import sys; sys.path[:] = sys.argv[1:]; from gazetteer.index.names import answer; answer()"

Batch = tuple[list[PlaceRow], list[list[NameValues]]]  # Places, and for each its names as rows of the index


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
