"""What the map must show, its projection, page's and still's, and where the names of seas stand in it."""

from collections.abc import Iterable, Sequence
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from gazetteer.datafiles import read_toml
from geo.records.view import Box
from maps.records import Projection, Water

if TYPE_CHECKING:
    from pyproj import Transformer

MERCATOR_LIMIT_DEG = 85.05
WORLD_DEG = 360.0


def central_meridian(longitudes: Iterable[float]) -> float:
    """Return the middle of the shortest stretch of the globe that holds every longitude; 0 for none."""
    turned = np.unique(np.mod(np.fromiter(longitudes, dtype=float), WORLD_DEG))
    if not len(turned):
        return 0.0
    after = np.append(turned[1:], turned[0] + WORLD_DEG)
    widest = len(turned) - 1 - int(np.argmax((after - turned)[::-1]))
    middle = float(turned[widest] + after[widest] + WORLD_DEG) / 2
    return (middle + 180) % WORLD_DEG - 180


Degrees = TypeVar("Degrees", float, NDArray[np.float64])


def unwrap(lon: Degrees, centre: float) -> Degrees:
    """Return a longitude, or many, within 180° of `centre`."""
    return (lon - centre + 180) % WORLD_DEG - 180 + centre


def mercator_y(lat: float) -> float:
    """Return the northing on a sphere of 360 units around: one unit is a degree at the equator."""
    limited = max(-MERCATOR_LIMIT_DEG, min(MERCATOR_LIMIT_DEG, lat))
    return degrees(asinh(tan(radians(limited))))


def mercator_lat(y: float) -> float:
    """Return the latitude of a northing."""
    return degrees(atan(sinh(y * pi / 180)))


def box_around(points: Sequence[tuple[float, float]], *, margin: float, least: float, aspect: float) -> Box:
    """Return the box of a frame that holds unwrapped points: at least so wide, of an aspect, with a margin."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = mercator_y(min(y for _, y in points)), mercator_y(max(y for _, y in points))
    width, height = max(east - west, least), max(north - south, least / aspect)
    width, height = max(width, height * aspect), max(height, width / aspect)
    width, height = min(width * (1 + 2 * margin), WORLD_DEG), height * (1 + 2 * margin)
    x, y = (west + east) / 2, (south + north) / 2
    return Box(
        west=x - width / 2, south=mercator_lat(y - height / 2), east=x + width / 2, north=mercator_lat(y + height / 2)
    )


def frame_degrees(transformer: "Transformer", middle: tuple[float, float], half: tuple[float, float]) -> Box:
    """Return the degrees that a frame shows, with a margin: all meridians where it holds a pole.

    Args:
        transformer: From degrees to a projection's metres, as pyproj makes it.
        middle: The frame's middle, in metres.
        half: Half of the frame's width and height, in metres.
    """
    sides = np.linspace(-1, 1, 25)
    edge = [(u, v) for t in sides for u, v in ((t, -1), (t, 1), (-1, t), (1, t))]
    across, down = (middle[i] + half[i] * np.array([at[i] for at in edge]) for i in (0, 1))
    lon, lat = transformer.transform(across, down, direction="INVERSE")
    known = np.isfinite(lon) & np.isfinite(lat)
    centre = transformer.transform(*middle, direction="INVERSE")[0]
    if not known.any():
        return Box(west=centre - 180, south=-90, east=centre + 180, north=90)
    lon, lat = (lon[known] - centre + 180) % WORLD_DEG - 180 + centre, lat[known]
    if np.ptp(lon) > 300 or abs(lat).max() > 85 or not known.all():  # noqa: PLR2004 - round a pole, or past the map's edge
        south, north = (-90.0, 90.0) if not known.all() else (max(-90.0, lat.min() - 3), 90.0)
        return Box(west=centre - 180, south=south if lat.mean() > 0 else -90, east=centre + 180, north=north)
    return Box(west=lon.min() - 2, south=max(-90, lat.min() - 2), east=lon.max() + 2, north=min(90, lat.max() + 2))


def box_in_frames(box: Box, aspects: tuple[float, float]) -> Box:
    """Return the degrees that frames hold which are fitted to a box: from one width to height to another."""
    from pyproj import Transformer

    transformer = Transformer.from_crs("EPSG:4326", proj_string(projection_of(box)), always_xy=True)
    sides = np.linspace(0, 1, 9)
    edge = np.array([(u, v) for t in sides for u, v in ((t, 0), (t, 1), (0, t), (1, t))])
    lon, lat = (low + part * (high - low) for low, high, part in (
        (box.west, box.east, edge[:, 0]), (max(box.south, -89.9), min(box.north, 89.9), edge[:, 1])
    ))  # fmt: skip
    x, y = transformer.transform(lon, lat)
    wide, high = np.ptp(x) / 2, np.ptp(y) / 2
    half = (max(wide, high * max(aspects)), max(high, wide / min(aspects)))
    return frame_degrees(transformer, ((x.min() + x.max()) / 2, (y.min() + y.max()) / 2), half)


def waters(language: str, box: Box) -> list[Water]:
    """Return the waters that have a name in a language, with longitudes about a map's; of a near map those around."""
    centre = (box.west + box.east) / 2
    named: dict[str, list[tuple[float, float, float]]] = {}
    reach = _SEAS_DEG + 3 * (box.east - box.west)
    for row in read_toml("languages/page/waters.toml")["water"]:
        lon, lat = unwrap(row["lon"], centre), row["lat"]
        if language in row and max(abs(lon - centre), abs(lat - (box.south + box.north) / 2)) < reach:
            named.setdefault(row[language], []).append((lon, lat, row["room"]))
    return [Water(name=name, anchors=anchors) for name, anchors in named.items()]


_SEAS_DEG = 15.0
_POLAR_DEG = 66.0
_TROPIC_DEG = 12.0
_WIDE_DEG = 170.0
_ALIKE_DEG = 4.0  # On a map so narrow all these projections give one picture, and Mercator's is the quickest


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
