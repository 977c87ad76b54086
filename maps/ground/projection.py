"""The projection that suits what a map shows: the page's and the still's are one."""

from geo.records.view import Box
from maps.records import Projection

_POLAR_DEG = 66.0
_TROPIC_DEG = 12.0
_WIDE_DEG = 170.0
_ALIKE_DEG = 4.0
"""On a map so narrow all these projections give one picture, and Mercator's is the quickest."""


def projection_of(box: Box) -> Projection:
    """Return a projection: conic for middle latitudes, azimuthal at a pole, Equal Earth for the whole world."""
    lon, lat = round((box.west + box.east) / 2, 3), round((box.south + box.north) / 2, 3)
    if box.east - box.west > _WIDE_DEG:
        return Projection(name="eqearth", lon=lon, lat=0)
    if abs(lat) > _POLAR_DEG:
        return Projection(name="laea", lon=lon, lat=90 if lat > 0 else -90)
    if abs(lat) < _TROPIC_DEG or box.south * box.north < 0:
        return Projection(name="merc", lon=lon, lat=0)
    sixth = (box.north - box.south) / 6
    return Projection(
        name="lcc", lon=lon, lat=lat, south=round(box.south + sixth, 3), north=round(box.north - sixth, 3)
    )


def page_projection(box: Box, *, tiles: bool) -> Projection | None:
    """Return the projection of a page's map; None for Mercator, which online tiles have."""
    found = projection_of(box)
    return None if tiles or found.name == "merc" or box.east - box.west < _ALIKE_DEG else found


def proj_string(projection: Projection) -> str:
    """Return a projection as PROJ writes it."""
    told = {"lcc": f"+lat_1={projection.south} +lat_2={projection.north} +lat_0={projection.lat} "}
    told["laea"] = f"+lat_0={projection.lat} "
    return f"+proj={projection.name} {told.get(projection.name, '')}+lon_0={projection.lon} +datum=WGS84"
