"""What look-ups need besides the tables: the set of keys, the first words, the sounds."""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gazetteer.index.sources.rows import NOT_WRITTEN
from gazetteer.match.fuzzy import sound_codes, write_sounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOT_WRITTEN = int(NOT_WRITTEN)
_KEYS_AT_ONCE = 200_000


def write_arrays(connection: sqlite3.Connection) -> None:
    """Store what look-ups need besides the tables, from all written names.

    The sorted hashes of their keys, of the first words of those with several words, and the sounds.
    """
    import numpy as np

    from gazetteer.index.keyset import key_hash

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
