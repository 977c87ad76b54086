"""Writing results: to standard output, or whole to a file or not at all."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from geo.records.errors import OutputError

STDOUT = "-"


def write_output(path: Path | str, content: bytes) -> None:
    """Write bytes to a file by way of a temporary one, so that a reader never sees half of it.

    A file that is already there stays as it was until the new one is whole.

    Args:
        path: The file, or `-` for standard output.
        content: What it will hold.

    Raises:
        OutputError: The folder is missing, can't be written or is full.
    """
    if str(path) == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.is_dir():
        raise OutputError(f"{target}: is a folder; give the name of a file in it")
    try:
        _replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: can't be written ({reason}); choose a folder that exists and is yours") from error


def _replace(target: Path, content: bytes) -> None:
    # A symbolic link is followed, a device is written to: replacing either would destroy it.
    target = target.resolve() if target.is_symlink() else target
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
