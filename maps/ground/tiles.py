"""A user's own vector tiles as ground: water, roads, railways, built-up areas; land and borders stay the page's own."""

import math
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from gazetteer.datafiles import data_file
from geo.records.view import Box
from maps.cleaning import TITLE_LENGTH, shown
from maps.errors import PageError
from maps.ground.extent import mercator_y

_METRES = 20037508.342789244 / 180  # Of a degree on the sphere of web tiles
_TILE_PIXELS = 512
_AREAS, _LINES = ("lakes", "built"), ("rivers", "roads", "railways")


class VectorTiles(Struct, frozen=True, kw_only=True):
    """A file of vector tiles: its known layers, zooms and bounds, and whose data it says it holds."""

    path: Path
    layers: frozenset[str]
    zooms: tuple[int, int]
    bounds: Box
    credit: str

    def shapes(self, box: Box, width: float, pixels: int) -> dict[str, NDArray[np.object_]]:
        """Return what the file holds in a box, by what it is, for a map so many degrees and pixels wide."""
        meet = box.west < self.bounds.east and self.bounds.west < box.east
        if not (meet and box.south < self.bounds.north and self.bounds.south < box.north):
            return {}
        zoom = round(math.log2(360 / width * pixels / _TILE_PIXELS))
        zoom = min(max(zoom, self.zooms[0]), self.zooms[1])
        told, held = _schema(), {name: self._read(name, box, zoom) for name in sorted(self.layers)}
        found: dict[str, NDArray[np.object_]] = {}
        for name in (*_AREAS, *_LINES):
            layers = self.layers.intersection(told[name]["layers"])
            if layers:
                kept = [_of_kind(*held[layer], told[name], areas=name in _AREAS) for layer in sorted(layers)]
                found[name] = np.concatenate(kept)
        return found

    def _read(self, layer: str, box: Box, zoom: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """Return a layer's shapes in degrees and, of each, what its fields say of its kind."""
        import pyogrio

        window = (
            box.west * _METRES,
            mercator_y(box.south) * _METRES,
            box.east * _METRES,
            mercator_y(box.north) * _METRES,
        )
        frame = pyogrio.read_dataframe(self.path, layer=layer, bbox=window, ZOOM_LEVEL=zoom).to_crs(4326)
        fields = [name for name in _schema()["fields"] if name in frame.columns]
        return frame.geometry.to_numpy(), frame[fields].to_numpy(dtype=object)


def open_tiles(path: Path) -> VectorTiles:
    """Return a file of vector tiles (PMTiles or MBTiles) once it is seen to hold something that a map draws.

    Raises:
        PageError: It can't be read, or none of its layers is known.
    """
    import pyogrio

    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        told: dict[str, Any] = pyogrio.read_info(path, layer=names[0])["dataset_metadata"] if names else {}
        west, south, east, north = (float(one) for one in told["bounds"].split(","))
        zooms = (int(told["minzoom"]), int(told["maxzoom"]))
    except (pyogrio.errors.DataSourceError, KeyError, TypeError, ValueError) as error:
        raise PageError(f"basemap {path}: no vector tiles; give a .pmtiles file, as Protomaps' extracts are") from error
    known = {layer for name in (*_AREAS, *_LINES) for layer in _schema()[name]["layers"]}
    if not known.intersection(names):
        raise PageError(f"basemap {path}: holds {', '.join(names)}; expected one of {', '.join(sorted(known))}")
    credit = shown(re.sub(r"<[^>]*>", "", told.get("attribution") or told.get("name") or path.stem), TITLE_LENGTH)
    bounds = Box(west=west, south=south, east=east, north=north)
    return VectorTiles(
        path=path, layers=frozenset(known.intersection(names)), zooms=zooms, bounds=bounds, credit=credit
    )


@cache
def _schema() -> dict[str, Any]:
    return tomllib.loads(data_file("basemaps/tiles.toml").read_text(encoding="utf-8"))


def _of_kind(
    shapes: NDArray[np.object_], kinds: NDArray[np.object_], told: dict[str, Any], *, areas: bool
) -> NDArray[np.object_]:
    """Return the parts of shapes of the kinds asked for; areas that tiles cut are joined again."""
    wanted, never = told.get("kinds"), told.get("never", ())
    kept = np.ones(len(shapes), dtype=bool) if wanted is None else np.isin(kinds, wanted).any(axis=1)
    kept &= ~np.isin(kinds, list(never)).any(axis=1)
    parts = shapely.get_parts(shapes[kept])
    parts = parts[np.isin(shapely.get_type_id(parts), [3] if areas else [1])]
    return np.asarray(shapely.get_parts(shapely.union_all(shapely.make_valid(parts))) if areas else parts, dtype=object)
