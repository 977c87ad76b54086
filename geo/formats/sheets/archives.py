"""Zip archives from outside, read within bounds: no bomb fills the memory, no path leaves the archive."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from geo.records.errors import FormatError

MAX_ENTRIES = 10_000
MAX_BYTES = 1_000_000_000
MAX_RATIO = 300
_SMALL_BYTES = 1_000_000  # Below this no ratio is suspicious


class Archive:
    """An opened archive whose entries are checked before they are read."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._zip = archive
        self._sizes = {info.filename: info.file_size for info in archive.infolist()}

    def names(self) -> list[str]:
        """Return the entries' names, in the archive's order."""
        return list(self._sizes)

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def size(self, name: str) -> int:
        """Return an entry's size unpacked, in bytes; 0 where there is none."""
        return self._sizes.get(name, 0)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open an entry as a stream; zipfile stops at the size that the archive declares, which was checked."""
        try:
            with self._zip.open(name) as content:
                yield content
        except KeyError as error:
            raise FormatError(f"{self.name}: holds no {name}; it is not what its ending says") from error
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            raise FormatError(f"{self.name}: {name} can't be unpacked ({error}); save the file again") from error

    def read(self, name: str, *, limit: int = 100_000_000) -> bytes:
        """Return an entry's content, at most `limit` bytes."""
        with self.open(name) as content:
            read = content.read(limit + 1)
        if len(read) > limit:
            raise FormatError(f"{self.name}: {name} is over {limit // 1_000_000} MB; refused")
        return read


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a zip archive after checking what it claims to hold."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise FormatError(f"{path}: not a readable zip archive ({error}); save the file again") from error
    with archive:
        _check(archive, path)
        yield Archive(archive, str(path))


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FormatError(f"{path}: {len(entries)} entries, at most {MAX_ENTRIES} expected; refused")
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename:
            raise FormatError(f"{path}: entry {entry.filename[:80]!r} points outside the archive; refused")
        if entry.file_size > max(_SMALL_BYTES, MAX_RATIO * entry.compress_size):
            raise FormatError(
                f"{path}: {entry.filename[:80]} unpacks to {entry.file_size} bytes from {entry.compress_size}, "
                "as a zip bomb does; refused"
            )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_BYTES:
        raise FormatError(f"{path}: unpacks to {total // 1_000_000} MB, at most {MAX_BYTES // 1_000_000} read; refused")
