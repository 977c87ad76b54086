"""Lines of legs at the precision of a drawing."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.formats.layout.shapes import decimals
from geo.records import EventPlace

if TYPE_CHECKING:
    from shapely import LineString, MultiLineString

_DECIMALS = 3
_POINTS_OF_A_LINE = 2


def round_line(
    line: "LineString | MultiLineString", start: EventPlace, end: EventPlace
) -> "LineString | MultiLineString":
    """Round a line to 110 m, and both ends to what their places' precision supports.

    Args:
        line: From `start` to `end`, cut at ±180°.
        start: Where it starts.
        end: Where it ends.

    Returns:
        The same kind of geometry; a part always keeps two points.
    """
    parts = [np.round(shapely.get_coordinates(part), _DECIMALS) for part in getattr(line, "geoms", [line])]
    parts[0][0] = np.round(parts[0][0], min(_DECIMALS, decimals(start.precision)))
    parts[-1][-1] = np.round(parts[-1][-1], min(_DECIMALS, decimals(end.precision)))
    distinct = [_without_repeats(part) for part in parts]
    kept = [part for part in distinct if np.any(part[0] != part[-1]) or len(part) > _POINTS_OF_A_LINE] or distinct[:1]
    rounded: LineString | MultiLineString
    rounded = shapely.linestrings(kept[0]) if len(kept) == 1 else shapely.MultiLineString(kept)
    return rounded


def _without_repeats(part: np.ndarray) -> np.ndarray:
    keep = np.ones(len(part), dtype=bool)
    keep[1:] = (part[1:] != part[:-1]).any(axis=1)
    kept = part[keep]
    return (kept if len(kept) > 1 else np.repeat(kept, 2, axis=0)) + 0.0
