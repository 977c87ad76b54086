"""Networks that the user brings: the protocol, and what a network answers.

Three adapters come with the program: `graphfile` (GraphML, or node and edge tables, as osmnx
writes them), `geojsonlines` (any lines), `server` (OSRM and Valhalla over HTTP). Anything else
that has `find_path` works as well.
"""

from typing import Protocol

import numpy as np
from msgspec import Struct

from geo.records import Mode
from geo.routes.records import LonLat


class FoundPath(Struct, frozen=True, kw_only=True):
    """A network's answer for one leg."""

    line: np.ndarray
    """(n, 2) lon, lat from where the origin meets the network to where the destination does."""
    length_m: float
    """As the network has it, without the snaps."""
    snap_from_m: float = 0.0
    snap_to_m: float = 0.0
    source: str | None = None
    """Whose data, with its licence, to be shown with the line."""
    licence: str | None = None


class Network(Protocol):
    """Something that joins two points."""

    def find_path(self, origin: LonLat, destination: LonLat, *, mode: Mode) -> FoundPath:
        """Return the path from origin to destination, or raise RouteError where there is none."""
        ...
