"""Writing results: to standard output, or whole to a file or not at all, by way of a temporary file beside it."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gazetteer.leftovers import leftover_prefix, sweep_leftovers
from geo.records.errors import OutputError

STDOUT = "-"


def write_output(path: Path | str, content: bytes) -> None:
    """Write bytes to a file; errors as `whole_file`."""
    if str(path) == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def whole_file(path: Path | str, *, suffix: str = "") -> Iterator[Path]:
    """Yield a temporary path that becomes `path` when the block ends without an error.

    A file that is already there stays as it was until then, and stays for good
    where the block raises or the process is killed.

    Args:
        path: The file, or `-` for standard output.
        suffix: Ending that the temporary file needs for its writer to know the format.

    Raises:
        OutputError: The folder is missing, can't be written or is full.
    """
    to_stdout = str(path) == STDOUT
    target = Path(tempfile.gettempdir()) / "armsatlas" if to_stdout else Path(path)
    if target.is_dir() and not to_stdout:
        raise OutputError(f"{target}: is a folder; give the name of a file in it")
    try:
        # A symbolic link is followed, a device is written to: replacing either would destroy it.
        target = _pointed_at(target) if target.is_symlink() else target
        with _temporary_folder(target) as folder:
            temporary = folder / f"out{suffix}"
            yield temporary
            _flush(temporary)
            _deliver(temporary, None if to_stdout else target)
    except (OSError, RuntimeError) as error:  # links that lead round in a circle are a RuntimeError before 3.13
        if isinstance(error, OutputError | BrokenPipeError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{path}: can't be written ({reason}); choose a folder that exists and is yours") from error


@contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    # A folder and not a file: SQLite and GDAL leave journals and companions beside what they write.
    sweep_leftovers(target)
    folder = Path(tempfile.mkdtemp(prefix=leftover_prefix(target), dir=target.parent))
    try:
        yield folder
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def _pointed_at(link: Path) -> Path:
    found = link.resolve()
    if found.is_symlink():  # from Python 3.13 on links that lead round in a circle are left as they are
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


def _flush(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _deliver(temporary: Path, target: Path | None) -> None:
    if target is None:
        with temporary.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if target.exists() and not target.is_file():  # a device is written to, never replaced
        with temporary.open("rb") as content, target.open("wb") as device:
            shutil.copyfileobj(content, device)
        return
    temporary.chmod(_mode(target))
    temporary.replace(target)


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
