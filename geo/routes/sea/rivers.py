"""Rivers and canals whose course is a sketch: a leg along them counts the waterway's own length, and says so."""

from functools import cache
from typing import Any

import numpy as np

from geo.routes.geodesics import line_m
from geo.routes.records import LegNote, NoteKind
from geo.routes.sea.passages import passage_lines

_BESIDE_DEG = 0.03
"""A leg so near a sketched course goes along it."""
_PASSED_M = 10_000.0
"""So little of it is a mouth crossed, not a river travelled."""


@cache
def _sketched() -> tuple[tuple[str, Any, float], ...]:
    """Return each sketched river's name, the strip around it, and its own length as a share of the drawn one."""
    from shapely import LineString

    return tuple(
        (line.name, LineString(line.points).buffer(_BESIDE_DEG), line.length_km * 1000 / line_m(np.array(line.points)))
        for line in passage_lines()
        if line.length_km
    )


def along_rivers(line: np.ndarray) -> tuple[float, tuple[LegNote, ...]]:
    """Return how many metres a leg is longer than it is drawn, by the rivers that it goes along, and a note for each.

    Args:
        line: (n, 2) lon, lat.
    """
    from shapely import LineString, get_parts

    run, more_m, notes = LineString(line), 0.0, []
    west, south, east, north = run.bounds
    for name, strip, share in _sketched():
        low_x, low_y, high_x, high_y = strip.bounds
        if low_x > east or high_x < west or low_y > north or high_y < south:
            continue
        parts = [part for part in get_parts(run.intersection(strip)) if part.geom_type == "LineString"]
        inside_m = sum(line_m(np.asarray(part.coords)) for part in parts)
        if inside_m > _PASSED_M:
            more_m += inside_m * (share - 1)
            text = f"{name}: the course is approximate; {inside_m * share / 1000:,.0f} km of it are counted."
            notes.append(LegNote(NoteKind.APPROXIMATE, text))
    return more_m, tuple(notes)
