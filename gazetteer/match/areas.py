"""Countries, first-level areas, land and disputed lines as polygons and lines, from data/borders/.

Borders are the internationally recognised ones: Crimea and Sevastopol lie in Ukraine (UN General Assembly resolution
68/262). Geometries are WGS 84 degrees, lon before lat, from Natural Earth 10m, generalised to about a kilometre.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from msgspec import Struct
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gazetteer.datafiles import data_file, read_csv

_QUANTUM_DEG = 1e-4
_KM_PER_DEG = 111.2


class Area(Struct, frozen=True, kw_only=True):
    """A first-level area. `name` is empty where several of Natural Earth's were joined."""

    code: str
    country: str
    name: str
    geometry: Any  # shapely MultiPolygon


def _unpack(name: str) -> npt.NDArray[np.object_]:
    """Return the shapes of data/borders/NAME.npz as an array."""
    with np.load(data_file(f"borders/{name}.npz")) as stored:
        coordinates = np.cumsum(stored["deltas"], axis=0, dtype=np.int64) * _QUANTUM_DEG
        offsets = tuple(stored[f"offsets{i}"] for i in range(len(stored.files) - 2))
        shapes: npt.NDArray[np.object_] = shapely.from_ragged_array(
            shapely.GeometryType(int(stored["kind"])), coordinates, offsets
        )
    return shapes


@cache
def countries() -> dict[str, MultiPolygon]:
    """Return each country's land by ISO 3166-1 alpha-2 code."""
    rows = read_csv("borders/countries.csv")
    return {row["country"]: shape for row, shape in zip(rows, _unpack("countries"), strict=True)}


@cache
def admin1() -> dict[str, Area]:
    """Return first-level areas by GeoNames code, as `UA.18`."""
    rows = zip(read_csv("borders/admin1.csv"), _unpack("admin1"), strict=True)
    return {row["code"]: Area(**row, geometry=shape) for row, shape in rows}


@cache
def land() -> MultiPolygon:
    """Return the world's land without inner borders; lakes are land, the Caspian is water."""
    return MultiPolygon([part for shape in _unpack("land") for part in shapely.get_parts(shape)])


@cache
def disputed() -> tuple[tuple[str, BaseGeometry], ...]:
    """Return the lines to draw dashed, each with its name: claims and de facto lines."""
    rows = read_csv("borders/disputed.csv")
    return tuple((row["name"], line) for row, line in zip(rows, _unpack("disputed"), strict=True))


@cache
def _tree() -> tuple[shapely.STRtree, list[Area]]:
    areas = list(admin1().values())
    parts = [(part, area) for area in areas for part in shapely.get_parts(area.geometry)]
    return shapely.STRtree([part for part, _ in parts]), [area for _, area in parts]


def land_near(shape: BaseGeometry) -> BaseGeometry:
    """Return the land that meets a shape, as far as its box reaches."""
    tree, _ = _tree()
    found = tree.geometries[tree.query(shape)]
    return shapely.union_all(shapely.clip_by_rect(found, *shape.buffer(0.1).bounds))


def area_at(lon: float, lat: float, *, within_km: float = 10) -> Area | None:
    """Return the first-level area that holds a point, or that lies so near its generalised coast; None at sea."""
    tree, areas = _tree()
    point = shapely.points(lon, lat)
    inside = tree.query(point, predicate="intersects")
    if len(inside):
        return areas[int(inside[0])]
    if within_km <= 0:
        return None
    near = tree.query_nearest(point, max_distance=within_km / _KM_PER_DEG)
    return areas[int(near[0])] if len(near) else None


def country_at(lon: float, lat: float, *, within_km: float = 10) -> str | None:
    """Return the ISO code of the country that holds a point, by recognised borders; None at sea."""
    area = area_at(lon, lat, within_km=within_km)
    return area.country if area else None


def admin1_at(lon: float, lat: float, *, within_km: float = 10) -> str | None:
    """Return the GeoNames code of the first-level area that holds a point; None at sea."""
    area = area_at(lon, lat, within_km=within_km)
    return area.code if area else None
