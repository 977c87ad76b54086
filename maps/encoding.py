"""Coordinates and data as compact, harmless text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import json
from numpy.typing import NDArray

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def encode_line(coordinates: NDArray[np.float64] | Sequence[Sequence[float]], *, digits: int) -> str:
    """Write a line as signed differences in base 32, six printable characters at most for each number.

    Repeated points are dropped; a line that shrinks to nothing keeps its first point.

    Args:
        coordinates: (n, 2) degrees, lon before lat.
        digits: Decimals of a degree that are kept.

    Returns:
        Characters from `?` to `~`; the page's `decodeLine` reads them.

    Source:
        Google's encoded polyline algorithm, with lon before lat.
    """
    points = np.rint(np.asarray(coordinates, dtype=float) * 10**digits).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=[[0, 0]])
    moved = np.any(steps != 0, axis=1)
    moved[0] = True
    return "".join(_characters(int(value)) for value in steps[moved].ravel())


def _characters(value: int) -> str:
    rest = ~(value << 1) if value < 0 else value << 1
    written = []
    while rest >= 0x20:  # noqa: PLR2004 - five bits a character
        written.append(chr((0x20 | (rest & 0x1F)) + 63))
        rest >>= 5
    written.append(chr(rest + 63))
    return "".join(written)


def script_json(data: Any) -> str:  # noqa: ANN401 - any record
    """Return JSON that can stand inside a `<script>` element: nothing in it can end the element."""
    text = json.encode(data).decode("utf-8", errors="strict")
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text
