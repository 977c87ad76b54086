"""What look-ups need besides the tables: the set of keys as sorted hashes, the first words, the sounds."""

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.sources.rows import NOT_WRITTEN
from gazetteer.match.fuzzy import sound_codes, write_sounds

_NOT_WRITTEN = int(NOT_WRITTEN)
_KEYS_AT_ONCE = 200_000


def write_arrays(connection: sqlite3.Connection) -> None:
    """Store what look-ups need besides the tables, from all written names.

    The sorted hashes of their keys, of the first words of those with several words, and the sounds.
    """
    parts: list[tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint8], NDArray[np.uint32]]] = []
    firsts: set[str] = set()
    for keys, rows in _distinct_keys(connection):
        hashes = np.fromiter(map(key_hash, keys), dtype=np.uint64, count=len(keys))
        parts.append((hashes, *sound_codes(keys), np.array(rows, dtype=np.uint32)))
        firsts.update(key[: key.index(" ")] for key in keys if " " in key)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
    first_words = np.fromiter(map(key_hash, firsts), dtype=np.uint64, count=len(firsts))
    store = "INSERT OR REPLACE INTO arrays VALUES (?, 'uint64', ?)"
    connection.execute(store, ("keys", _sorted_set(columns[0]).tobytes() if columns else b""))
    connection.execute(store, ("first_words", _sorted_set(first_words).tobytes()))
    connection.execute("DELETE FROM sounds")
    if columns:
        write_sounds(connection, *columns[1:])


def _sorted_set(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return each value once, in order; numpy's own `unique` takes ten times as long."""
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


_PRIME = 13249961062380153451
"""The first prime after the digits of e in hexadecimal, B7E151628AED2A6B: spreads as well as any, and costs 0.2 µs."""


def key_hash(key: str) -> int:
    """Return 64 bits of a key, the same on every machine."""
    return int.from_bytes(key.encode("utf-8", "surrogatepass"), "big") % _PRIME


class KeySet:
    """Membership of keys. A foreign key passes as a member once in 10^13 tests."""

    def __init__(self, hashes: NDArray[np.uint64]) -> None:
        self._hashes = hashes
        self._known: dict[str, bool] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> "KeySet":
        """Make a set of stored hashes."""
        return cls(np.frombuffer(data, dtype=np.uint64))

    def __contains__(self, key: str) -> bool:
        known = self._known.get(key)
        if known is None:
            known = bool(self.contains([key])[0])
            if len(self._known) > 200_000:  # noqa: PLR2004 - bounds the memory
                self._known.clear()
            self._known[key] = known
        return known

    def __len__(self) -> int:
        return len(self._hashes)

    def contains(self, keys: Sequence[str]) -> NDArray[np.bool_]:
        """Tell for each key whether it is in the set."""
        wanted = np.fromiter(map(key_hash, keys), dtype=np.uint64, count=len(keys))
        if not len(self._hashes):
            return np.zeros(len(wanted), dtype=np.bool_)
        found = np.searchsorted(self._hashes, wanted)
        found[found == len(self._hashes)] = 0
        matches: NDArray[np.bool_] = self._hashes[found] == wanted
        return matches
