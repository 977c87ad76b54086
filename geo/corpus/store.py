"""What was read so far, kept in files: each whole or not there, so that any kill costs a chunk or two."""

import hashlib
import io
import pickle
import zlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from geo.corpus.chunks import ChunkResult
from geo.output import write_output
from geo.records.errors import OutputError

_ROOMS = ("geo.", "gazetteer.")
_PLAIN = {("builtins", "frozenset"), ("builtins", "set"), ("msgspec._utils", "rebuild"), ("msgspec._core", "rebuild")}
_PLAIN |= {("geo.language.tables", "event_tables")}
_DIGEST = 32


class Store:
    """A folder of chunks that were read."""

    def __init__(self, folder: Path, plan: str) -> None:
        """Open or make it.

        Args:
            folder: Where it lies.
            plan: What is read and by what; another plan's results are not mixed with this one's.

        Raises:
            OutputError: It holds another plan's results.
        """
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / "plan.txt"
        if kept.is_file() and kept.read_text(encoding="utf-8") != plan:
            raise OutputError(
                f"{folder}: was begun with other corpora, options, places or another version; "
                "remove it to begin anew, or give another folder"
            )
        write_output(kept, plan.encode())

    def holds(self, name: str) -> bool:
        """Return whether a chunk's result is there."""
        return (self._folder / name).is_file()

    def keep(self, name: str, result: ChunkResult) -> None:
        """Write a chunk's result, whole or not at all."""
        packed = zlib.compress(pickle.dumps(result, 5), 1)
        write_output(self._folder / name, hashlib.sha256(packed).digest() + packed)

    def results(self, names: Iterable[str]) -> Iterator[ChunkResult]:
        """Yield results in the order of their names.

        Raises:
            OutputError: One is damaged.
        """
        for name in names:
            content = (self._folder / name).read_bytes()
            if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
                raise OutputError(f"{self._folder / name}: is damaged; remove it and run the same command again")
            yield _Ours(io.BytesIO(zlib.decompress(content[_DIGEST:]))).load()


class _Ours(pickle.Unpickler):
    """Reads back records of ours alone: a folder may have come from anybody."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class
        """Return a class of this program; anything else in such a file is refused."""
        if (module, name) in _PLAIN:
            return getattr(import_module(module), name)
        found = getattr(import_module(module), name, None) if module.startswith(_ROOMS) else None
        if not isinstance(found, type):
            raise OutputError(f"a kept result names {module}.{name}, which it can't hold; remove the folder .work")
        return found
