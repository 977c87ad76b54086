"""The extent of many geometries, also across ±180°."""

from geo.formats.layout.shapes import Dot, Shape

_TURN_DEG = 360.0
_REMEMBERED = 4096


class Extent:
    """Grows by geometries; its `bbox` follows RFC 7946, section 5.2: west may exceed east."""

    def __init__(self) -> None:
        self._spans: set[tuple[float, float]] = set()
        self._seen: dict[int, Shape] = {}
        self._south = float("inf")
        self._north = float("-inf")

    def add(self, geometry: Shape | None) -> None:
        """Take in a geometry; None and empty ones change nothing."""
        if geometry is None or geometry.is_empty:
            return
        if isinstance(geometry, Dot):
            self._dots(geometry)
            return
        if self._seen.get(id(geometry)) is geometry:
            return
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[id(geometry)] = geometry
        for part in getattr(geometry, "geoms", (geometry,)):
            west, south, east, north = part.bounds
            self._spans.add((west, east))
            self._south, self._north = min(self._south, south), max(self._north, north)

    def _dots(self, dot: Dot) -> None:
        self._spans.add((dot.x, dot.x))
        self._south, self._north = min(self._south, dot.y), max(self._north, dot.y)

    @property
    def bbox(self) -> list[float] | None:
        """West, south, east, north in degrees; None where nothing was added."""
        if not self._spans:
            return None
        west, east = _narrowest(sorted(self._spans))
        return [west, self._south, east, self._north]


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the west and east of the shortest stretch of longitudes that holds all spans."""
    first_west = spans[0][0]
    east = spans[0][1]
    # Round the back, from the easternmost end through ±180° to the westernmost start.
    best_gap, best = -1.0, (first_west, east)
    for next_west, next_east in spans[1:]:
        if next_west - east > best_gap:
            best_gap, best = next_west - east, (next_west, east)
        east = max(east, next_east)
    behind = first_west + _TURN_DEG - east
    return (first_west, east) if behind >= best_gap else best
