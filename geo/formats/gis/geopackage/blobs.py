"""Geometries as GeoPackage stores them, with their boxes for the index."""

import struct
from array import array
from collections.abc import Iterator

import shapely

from geo.formats.layout.shapes import Dot, Shape

SRS_ID = 4326
_LITTLE_ENDIAN = 0b1
_XY_ENVELOPE = 0b10
_POINT_START = struct.pack("<2sBBibI", b"GP", 0, _LITTLE_ENDIAN, SRS_ID, 1, 1)
_HEADER = struct.pack("<2sBBi", b"GP", 0, _LITTLE_ENDIAN | _XY_ENVELOPE, SRS_ID)
_XY = struct.Struct("<dd")
_BOX = struct.Struct("<4d")
_MULTI_LINE, _MULTI_POLYGON = 5, 6
_SINGLE_PART = {
    "LineString": struct.pack("<BII", 1, _MULTI_LINE, 1),
    "Polygon": struct.pack("<BII", 1, _MULTI_POLYGON, 1),
}
"""What stands before the WKB of a geometry that is the only part of a multipart one."""
_SHARED = 4096


class Blobs:
    """Encodes one layer's geometries and remembers their boxes by row."""

    def __init__(self, *, multi: bool) -> None:
        self._multi = multi
        self._row = 0
        self._rows = array("q")
        self._boxes = array("d")
        self._shared: dict[int, tuple[Shape, bytes, tuple[float, ...]]] = {}

    def add(self, geometry: Shape | None) -> bytes | None:
        """Return the blob of the next row, None where it has no geometry."""
        self._row += 1
        if geometry is None or geometry.is_empty:
            return None
        # Discs and outlines come out of caches: the same place is the same object, and holding it keeps its id its own.
        known = self._shared.get(id(geometry))
        if known is None:
            known = geometry, *self._encode(geometry)
            if self._multi:
                if len(self._shared) >= _SHARED:
                    self._shared.clear()
                self._shared[id(geometry)] = known
        self._rows.append(self._row)
        self._boxes.extend(known[2])
        return known[1]

    def _encode(self, geometry: Shape) -> tuple[bytes, tuple[float, ...]]:
        if isinstance(geometry, Dot):
            blob = _POINT_START + _XY.pack(geometry.x, geometry.y)
            return blob, (geometry.x, geometry.x, geometry.y, geometry.y)
        west, south, east, north = geometry.bounds
        box = (west, east, south, north)
        # A layer holds one type: a single polygon or line becomes the only part of a multipart one.
        part = _SINGLE_PART.get(geometry.geom_type, b"")
        return _HEADER + _BOX.pack(*box) + part + shapely.to_wkb(geometry, byte_order=1), box

    def extend(self, later: "Blobs") -> None:
        """Take in the boxes of rows that were written elsewhere and now follow."""
        self._rows.extend(row + self._row for row in later._rows)  # noqa: SLF001 - of the same class
        self._boxes.extend(later._boxes)  # noqa: SLF001 - of the same class
        self._row += later._row  # noqa: SLF001 - of the same class

    def __getstate__(self) -> dict[str, object]:
        """Leave what saves work behind when sent to another process."""
        return {**self.__dict__, "_shared": {}}

    def boxes(self) -> Iterator[tuple[int, float, float, float, float]]:
        """Yield row, west, east, south, north."""
        for at, row in enumerate(self._rows):
            west, east, south, north = self._boxes[4 * at : 4 * at + 4]
            yield row, west, east, south, north

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all, None where there is nothing."""
        if not self._rows:
            return None
        return min(self._boxes[0::4]), min(self._boxes[2::4]), max(self._boxes[1::4]), max(self._boxes[3::4])
