"""Positions in metres: UTM coordinates and references of the Military Grid Reference System."""

import re
from functools import cache
from typing import Any

_UTM = re.compile(
    r"(\d{1,2})\s*([C-HJ-NP-X])[\s,;]+(\d{6})(?:[.,]\d+)?\s*m?E?[\s,;]+(\d{5,8})(?:[.,]\d+)?\s*m?N?", re.IGNORECASE
)
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*((?:\d\s*){2,10})", re.IGNORECASE)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000
_ROUND_M = 2_000_000
"""Letters of rows repeat after twenty squares."""
_BAND_S = range(3_500_000, 4_450_000)
"""Northings of the band S, which people also write for the southern half: so far south lies next to no land."""
_DIGITS = 5
_ZONES = 60


def parse_grid(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of `36U 626535 5642650` or `36U XB 26534 42650`: of a square its middle."""
    if found := _UTM.fullmatch(text):
        north = found[2].upper() >= "N" and (found[2].upper() != "S" or int(found[4]) in _BAND_S)
        return _lon_lat(int(found[1]), float(found[3]), float(found[4]), north=north)
    found = _MGRS.fullmatch(text)
    digits = "".join(found[5].split()) if found else ""
    if found is None or len(digits) % 2:
        return None
    zone, band, half = int(found[1]), _BANDS.index(found[2].upper()), len(digits) // 2
    column = _COLUMNS[(zone - 1) % 3].find(found[3].upper())
    if column < 0:
        return None
    size = 10 ** (_DIGITS - half)
    row = (_ROWS.index(found[4].upper()) - (0 if zone % 2 else 5)) % len(_ROWS)
    easting = (column + 1) * _SQUARE_M + int(digits[:half]) * size + size / 2
    northing = row * _SQUARE_M + int(digits[half:]) * size + size / 2
    least = _least_northing(band)
    while northing < least - _SQUARE_M:
        northing += _ROUND_M
    return _lon_lat(zone, easting, northing, north=_BANDS[band] >= "N")


@cache
def _transformer(zone: int, *, north: bool) -> Any:  # noqa: ANN401 - pyproj has no types
    import pyproj

    return pyproj.Transformer.from_crs((32600 if north else 32700) + zone, 4326, always_xy=True)


def _lon_lat(zone: int, easting: float, northing: float, *, north: bool) -> tuple[float, float] | None:
    if not 1 <= zone <= _ZONES:
        return None
    lon, lat = _transformer(zone, north=north).transform(easting, northing)
    return round(lon, 6), round(lat, 6)


@cache
def _least_northing(band: int) -> float:
    """Return the least northing of a band of latitude: where its southern edge meets the middle of a zone."""
    lat = -80 + 8 * band
    transformer = _transformer(31, north=lat >= 0)
    return float(transformer.transform(3, lat, direction="INVERSE")[1])
