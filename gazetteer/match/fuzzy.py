"""Misspelt names: keys that share all but one letter of their sound's beginning, and how alike two spellings are."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gazetteer.datafiles import read_toml
from gazetteer.match.keys import name_key
from gazetteer.records import MatchKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = 7
_BLOCK = 1024
_BLOCKS_KEPT = 2000  # About 20 MB
_CHUNK = 1_000_000
_ASCII_END = 128
_DOUBLED = re.compile(r"([^\n])\1+")
_MIX = 0x9E3779B97F4A7C15


@cache
def _rules() -> tuple[dict[int, str | None], tuple[tuple[str, str], ...], dict[int, str]]:
    """Return the letters of other scripts, then groups of letters in order, then single letters."""
    table = read_toml("languages/romanisation/sound.toml")
    same: dict[str, str] = table["same"]
    groups = tuple((group, sound) for group, sound in same.items() if len(group) > 1 or len(sound) > 1)
    single = {group: sound for group, sound in same.items() if len(group) == len(sound) == 1}
    # None, not an empty text, for what is dropped: only so does Python translate ASCII at full speed.
    letters: dict[str, str | None] = {
        " ": None,
        **{letter: sound or None for letter, sound in table["letters"].items()},
    }
    return str.maketrans(letters), groups, str.maketrans(single)


def _sound(text: str) -> str:
    letters, groups, single = _rules()
    text = text.translate(letters)
    for group, sound in groups:
        text = text.replace(group, sound)
    return text.translate(single)


def sound_keys(keys: Sequence[str]) -> list[str]:
    """Return the rough sound of each `name_key`: "rozhivka" and "rozjivka" are both "rozivka"."""
    return _DOUBLED.sub(r"\1", _sound("\n".join(keys))).split("\n")


def sound_codes(keys: Sequence[str]) -> tuple["NDArray[np.uint64]", "NDArray[np.uint8]"]:
    """Return the packed beginning (seven bytes, the first highest) and the length of each key's sound."""
    import numpy as np

    text = _sound("\n".join(keys)) + "\n" if keys else ""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.int64)
    letters = np.where(letters < _ASCII_END, letters, _ASCII_END + letters % _ASCII_END).astype(np.uint64)
    packed = np.zeros(len(keys), dtype=np.uint64)
    for place in range(PREFIX):
        at = starts + place
        inside = at < ends
        letter = np.where(inside, letters[np.where(inside, at, 0)], np.uint64(0))
        packed = (packed << np.uint64(8)) | letter
    return packed, np.minimum(ends - starts, 255).astype(np.uint8)


def variants(starts: "NDArray[np.uint64]") -> Iterator["NDArray[np.uint32]"]:
    """Yield the mixed code of each beginning, then of each with its first, second, ... letter left out."""
    import numpy as np

    yield _mixed(starts)
    for left_out in range(PREFIX):
        below = np.uint64(8 * (PREFIX - 1 - left_out))
        low = starts & ((np.uint64(1) << below) - np.uint64(1))
        high = (starts >> (below + np.uint64(8))) << (below + np.uint64(8))
        yield _mixed(high | (low << np.uint64(8)))


def _mixed(codes: "NDArray[np.uint64]") -> "NDArray[np.uint32]":
    import numpy as np

    spread: NDArray[np.uint64] = codes * np.uint64(_MIX)
    return (spread >> np.uint64(32)).astype(np.uint32)


SCHEMA = (
    "CREATE TABLE sounds (first INTEGER PRIMARY KEY, codes BLOB NOT NULL, names BLOB NOT NULL, lengths BLOB NOT NULL)"
)


def write_sounds(
    connection: sqlite3.Connection,
    starts: "NDArray[np.uint64]",
    lengths: "NDArray[np.uint8]",
    rows: "NDArray[np.uint32]",
) -> None:
    """Write the sorted blocks."""
    import numpy as np

    ranges = -(-len(starts) // _CHUNK)
    edges = [min(2**32 * part // max(ranges, 1), 2**32 - 1) for part in range(ranges + 1)]
    for number, (low, high) in enumerate(pairwise(edges)):
        last = number == ranges - 1
        codes_of_range, places_of_range = [], []
        for codes in variants(starts):
            inside = np.flatnonzero((codes >= low) & ((codes < high) | last))
            codes_of_range.append(codes[inside])
            places_of_range.append(inside.astype(np.uint32))
        _write_range(connection, np.concatenate(codes_of_range), np.concatenate(places_of_range), lengths, rows)


def _write_range(connection: sqlite3.Connection, codes: Any, places: Any, lengths: Any, rows: Any) -> None:  # noqa: ANN401 - arrays as in write_sounds
    import numpy as np

    together = np.sort((codes.astype(np.uint64) << np.uint64(32)) | places)  # several times as fast as sorting by codes
    codes, places = (together >> np.uint64(32)).astype(np.uint32), together.astype(np.uint32)
    start = 0
    while start < len(codes):
        end = min(start + _BLOCK, len(codes))
        if end < len(codes):
            end = int(np.searchsorted(codes, codes[end - 1], side="right"))
        block = places[start:end]
        values = (int(codes[start]), codes[start:end].tobytes(), rows[block].tobytes(), lengths[block].tobytes())
        connection.execute("INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, ?)", values)
        start = end


def _codes(key: str) -> tuple["NDArray[np.uint32]", int]:
    """Return the codes under which a name of this key, or of one that is one letter off, is found; and its length.

    Every one to three letters near the beginning are left out in turn: an error in "sch" changes more than one letter
    of the sound. A right name's own codes include what then remains.
    """
    import numpy as np

    last = min(len(key), PREFIX + 3)
    parts = {key[:at] + key[at + width :] for at in range(last) for width in range(4) if width < len(key)}
    starts, lengths = sound_codes([key, *sorted(parts)])
    starts[1:] &= ~np.uint64(0xFF)
    return np.unique(_mixed(starts)), int(lengths[0])


class SoundIndex:
    """The blocks of an opened index."""

    def __init__(self, fetch: Callable[[str, Sequence[object]], list[tuple[Any, ...]]]) -> None:
        self._fetch = fetch
        self._blocks: dict[int, tuple[Any, Any, Any]] = {}
        self._firsts: Any = None

    def names_like(self, key: str, *, spread: int) -> list[int]:
        """Return rows of `names` whose sound begins like this key's, and is about as long."""
        return self._with_codes(*_codes(key), spread=spread)

    def names_sounding(self, key: str) -> list[int]:
        """Return rows of `names` among which are all that sound the same as a key."""
        import numpy as np

        # The beginning of a sound keeps doubled letters: with one left out on either side they meet.
        parts = {key[:at] + key[at + 1 :] for at in range(1, min(len(key), PREFIX + 1)) if key[at] == key[at - 1]}
        starts, lengths = sound_codes([key, key, *sorted(parts)])
        starts[1:] &= ~np.uint64(0xFF)
        return self._with_codes(np.unique(_mixed(starts)), int(lengths[0]), spread=2)

    def _with_codes(self, codes_asked: "NDArray[np.uint32]", length: int, *, spread: int) -> list[int]:
        import numpy as np

        found: list[Any] = []
        numbers = self._numbers(codes_asked)
        blocks = self._read(numbers)
        for code, number in zip(codes_asked, numbers, strict=True):
            if number < 0:
                continue
            codes, rows, sizes = blocks[number]
            low, high = np.searchsorted(codes, code), np.searchsorted(codes, code, side="right")
            if low < high:
                near = np.abs(sizes[low:high].astype(np.int16) - length) <= spread
                found.append(rows[low:high][near])
        rows_found: list[int] = np.unique(np.concatenate(found)).tolist() if found else []
        return rows_found

    def _numbers(self, codes: "NDArray[np.uint32]") -> list[int]:
        """Return the number of the block that each code would be in, -1 where there is none."""
        import numpy as np

        if self._firsts is None:
            firsts = self._fetch("SELECT first FROM sounds ORDER BY first", ())
            self._firsts = np.array([first for (first,) in firsts], dtype=np.uint32)
        numbers: list[int] = (np.searchsorted(self._firsts, codes, side="right") - 1).tolist()
        return numbers

    def _read(self, numbers: Sequence[int]) -> "dict[int, tuple[Any, Any, Any]]":
        """Return blocks by number; those not read before come in one go."""
        import numpy as np

        wanted = {number for number in numbers if number >= 0}
        missing = {int(self._firsts[number]): number for number in wanted if number not in self._blocks}
        read = {number: self._blocks[number] for number in wanted if number in self._blocks}
        if missing:
            marks = ",".join(map(str, missing))
            found = self._fetch(f"SELECT first, codes, names, lengths FROM sounds WHERE first IN ({marks})", ())  # noqa: S608 - numbers
            for first, codes, rows, sizes in found:
                block = np.frombuffer(codes, np.uint32), np.frombuffer(rows, np.uint32), np.frombuffer(sizes, np.uint8)
                read[missing[first]] = block
            if len(self._blocks) + len(found) > _BLOCKS_KEPT:
                self._blocks.clear()
            self._blocks |= read
        return read


LEAST_SIMILAR = 0.5  # of two letters one may be wrong; more errors than one need `_FEWEST_SHARED`
_FEWEST_SHARED = 0.66
_SOUNDS_ALIKE = 0.95
_SOUNDS_ALIKE_IN_ANOTHER_SCRIPT = 0.85
_LONG_KEY = 7  # Letters from which on one other letter makes a name no other
_SWAPPED = 0.6  # of one wrong letter: there are few ways to swap or double letters of a name, many to hit a wrong key
_MISSING = 0.8


def likenesses(asked: str, others: Sequence[str]) -> Iterator[tuple[str, float, MatchKind]]:
    """Yield each key with its likeness to the asked one, 0 to 1, and whether it sounds the same or is only similar."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    if not others:
        return
    asked_sound, *sounds = sound_keys([asked, *others])
    edits = cdist([asked], others, scorer=OSA.distance, score_cutoff=max(len(asked) // 3, 1))[0].tolist()
    sound_edits = cdist([asked_sound], sounds, scorer=OSA.distance, score_cutoff=max(len(asked_sound) // 3, 1))[0]
    for other, sound, distance, sound_distance in zip(others, sounds, edits, sound_edits.tolist(), strict=True):
        letters = _same_letters(asked, other, distance)
        sounding = 1 - sound_distance / max(len(asked_sound), len(sound), 1)
        weight = _SOUNDS_ALIKE if letters else _SOUNDS_ALIKE_IN_ANOTHER_SCRIPT
        best = max(letters, weight * sounding if sounding >= _FEWEST_SHARED else 0.0)
        kind = MatchKind.SOUND if sound_distance == 0 else MatchKind.FUZZY
        yield other, 0.9 * best + 0.1 * letters, kind


def _same_letters(asked: str, other: str, distance: int) -> float:
    longest = max(len(asked), len(other))
    if distance == 1:
        return 1 - _slip(asked, other) / longest
    share = 1 - distance / longest
    return share if share >= _FEWEST_SHARED else 0.0


def _slip(asked: str, other: str) -> float:
    """Return what the one error between two keys weighs: one for a wrong or added letter, less for likelier slips."""
    if len(asked) < len(other):
        return _MISSING
    at = next((number for number, (one, two) in enumerate(zip(asked, other, strict=False)) if one != two), len(other))
    if len(asked) > len(other):
        return _SWAPPED if at and asked[at] == asked[at - 1] else 1.0
    return _SWAPPED if asked[at + 1 : at + 2] == other[at] else 1.0


def is_spelling(name: str, key: str) -> bool:
    """Return whether a key is a place's first name, or that name in another romanisation ("Kupiansk", "Kupyansk")."""
    own = name_key(name)
    if own == key or len(key) < _LONG_KEY or own[:1] != key[:1]:
        return own == key
    from rapidfuzz.distance import OSA

    return OSA.distance(own, key, score_cutoff=1) <= 1
