"""Event files read, checked and written; and any result written whole, or not at all, by way of a file beside it."""

import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from gazetteer.leftovers import leftover_prefix, sweep_leftovers
from geo.records import EventFile
from geo.records.errors import EventFileError, OutputError

STDOUT = "-"
_FORMAT = re.compile(rb'"format"\s*:\s*"armsatlas-events"')
_HEAD_BYTES = 4096
NEWEST: Literal[2] = 2
"""Version of the event file that is written."""
_LONGEST_SAID = 200
"""Characters of what is wrong: an error may repeat the whole value."""
_MALFORMED_AT = re.compile(r"byte (\d+)")


def is_event_file(path: Path | str) -> bool:
    """Tell by its content whether a file is an event file; False where it can't be read."""
    try:
        with Path(path).open("rb") as source:
            head = source.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False
    return head.startswith(b"{") and _FORMAT.search(head) is not None


def load_event_file(path: Path | str) -> EventFile:
    """Read an event file and check every field.

    Args:
        path: A file, or `-` for standard input.

    Returns:
        The event file; unknown fields are errors, so nothing that it holds is lost.

    Raises:
        EventFileError: The file is missing, is not JSON, or a field is wrong; the message names the field.
    """
    name = "standard input" if str(path) == STDOUT else str(path)
    try:
        content = sys.stdin.buffer.read() if str(path) == STDOUT else Path(path).read_bytes()
    except OSError as error:
        raise EventFileError(f"{name}: can't be read ({error.strerror}); give an event file or an article") from error
    return parse_event_file(content, name=name)


def parse_event_file(content: bytes, *, name: str = "event file") -> EventFile:
    """Check the bytes of an event file; `name` stands in the messages.

    Raises:
        EventFileError: As `load_event_file`.
    """
    try:
        return migrated(msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=EventFile))
    except msgspec.ValidationError as error:
        raise EventFileError(f"{name}: {_explain(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EventFileError(f"{name}: not JSON {_position(content, str(error))}; expected an event file") from error


def migrated(events: EventFile) -> EventFile:
    """Return an event file of any version as one of the newest: what version 1 lacks is unknown."""
    return events if events.version == NEWEST else msgspec.structs.replace(events, version=NEWEST)


def _explain(error: msgspec.ValidationError) -> str:
    """Turn msgspec's "what - at `$.path`" round: the place first, then what was expected there."""
    what, _, where = str(error).partition(" - at ")
    place = where.strip("`").removeprefix("$").lstrip(".")
    what = what if len(what) <= _LONGEST_SAID else f"{what[:_LONGEST_SAID]}…"
    return f"{place or 'top level'}: {what}; see 'armsatlas schema'"


def _position(content: bytes, message: str) -> str:
    found = _MALFORMED_AT.search(message)
    if not found:
        return f"({message})"
    before = content[: int(found[1])]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"at line {line}, column {column}"


def dump_event_file(events: EventFile) -> bytes:
    """Return an event file as indented UTF-8 JSON, the same bytes for the same events."""
    return msgspec.json.format(msgspec.json.encode(events), indent=1) + b"\n"


def event_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that `armsatlas schema` prints, made from the records themselves."""
    schema = msgspec.json.schema(EventFile)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "armsatlas event file", **schema}


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
