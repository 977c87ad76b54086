"""Coordinates and data as compact, harmless text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import json
from numpy.typing import NDArray

_MOST_CHARACTERS = 7  # Enough for 360 degrees with six decimals
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def encode_line(coordinates: NDArray[np.float64] | Sequence[Sequence[float]], *, digits: float) -> str:
    """Write (n, 2) degrees as signed differences in base 32: characters from `?` to `~`, which `decodeLine` reads.

    Repeated points are dropped; `digits` decimals are kept, in whole or in part: 1.5 keeps 32nds.

    Source:
        Google's encoded polyline algorithm, with lon before lat.
    """
    points = np.rint(np.asarray(coordinates, dtype=float) * 10**digits).astype(np.int64)
    steps = points.copy()
    steps[1:] -= points[:-1]
    moved = np.asarray(steps.any(axis=1))
    moved[0] = True
    values = steps[moved].ravel()
    values = np.where(values < 0, ~(values << 1), values << 1)
    # One row a number, five bits a column, the lowest first; a number ends with its last column that isn't empty.
    columns = values[:, None] >> np.arange(0, 5 * _MOST_CHARACTERS, 5)
    written = (columns > 0) | (np.arange(_MOST_CHARACTERS) == 0)
    continued = np.zeros_like(written)
    continued[:, :-1] = columns[:, 1:] > 0
    characters = (columns & 0x1F) + np.where(continued, 0x20, 0) + 63
    return bytes(characters[written].astype(np.uint8)).decode("ascii")


def decode_line(text: str, *, digits: float) -> NDArray[np.float64]:
    """Read what `encode_line` wrote: (n, 2) degrees, lon before lat."""
    numbers, value, shift = [], 0, 0
    for character in text.encode("ascii"):
        part = character - 63
        value |= (part & 0x1F) << shift
        shift += 5
        if part < 0x20:  # noqa: PLR2004 - the last character of a number
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    return np.asarray(np.cumsum(np.array(numbers, dtype=np.int64).reshape(-1, 2), axis=0) / 10**digits, dtype=float)


def script_json(data: Any) -> str:  # noqa: ANN401 - any record
    """Return JSON that can stand inside a `<script>` element: nothing in it can end the element."""
    text = json.encode(data).decode("utf-8", errors="strict")
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text
