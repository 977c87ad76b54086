"""What others say of a leg: searoute, marnet, scgraph_data's railways and roads; and a land mask of another source.

Each is asked where it is installed: `pip install --group bench` brings all. scgraph_data takes some 3 GB of memory.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import shapely

from geo.routes import LonLat, TracedLeg
from geo.routes.geodesics import densify, geodesics_m, to_coordinates
from geo.routes.sea.passages import passage_lines

BLUR_DEG = 0.035
"""Some 4 km: land by the other mask with water by it so near is a coast, a harbour or a strait."""
PASSAGE_DEG = 0.05
_CASPIAN = (46.5, 36.4, 55.0, 47.2)
"""The other mask takes what lies below the ocean's level for land."""

Length = Callable[[LonLat, LonLat], float]


def peers(mode: str) -> Mapping[str, Length]:
    """Return who else gives lengths in km by a mode, as far as installed."""
    asked = {"sea": ("searoute", "marnet"), "rail": ("scgraph_data",), "road": ("scgraph_data",)}[mode]
    ways = {"searoute": _searoute_km, "marnet": _marnet_km, "scgraph_data": lambda *ends: _land_km(mode, *ends)}
    return {name: ways[name] for name in asked if _is_here(name)}


@cache
def _is_here(name: str) -> bool:
    try:
        import_module("scgraph.geographs.marnet" if name == "marnet" else name)
    except ImportError as error:
        print(f"- {name}: not installed ({error})")
        return False
    return True


def _searoute_km(start: LonLat, end: LonLat) -> float:
    return float(import_module("searoute").searoute(list(start), list(end)).properties["length"])


def _marnet_km(start: LonLat, end: LonLat) -> float:
    return _scgraph_km(import_module("scgraph.geographs.marnet").marnet_geograph, start, end)


def _land_km(mode: str, start: LonLat, end: LonLat) -> float:
    return _scgraph_km(_land_graph({"rail": "world_railways", "road": "world_highways"}[mode]), start, end)


@cache
def _land_graph(name: str) -> Any:  # noqa: ANN401 - scgraph has no types
    return getattr(import_module(f"scgraph_data.{name}"), f"{name}_geograph")


def _scgraph_km(graph: Any, start: LonLat, end: LonLat) -> float:  # noqa: ANN401 - as above
    ends = [{"latitude": lat, "longitude": lon} for lon, lat in (start, end)]
    try:
        return float(graph.get_shortest_path(*ends)["length"])
    except Exception as error:  # it raises nothing narrower where nothing joins the two
        raise ValueError(f"scgraph: {error}") from error


def inland_runs(leg: TracedLeg) -> list[tuple[float, LonLat]]:
    """Return where a sea leg lies inland by global-land-mask (NOAA's GLOBE), away from reviewed passages and its ends.

    Returns:
        Metres and the middle of each unbroken run.

    Raises:
        ImportError: global-land-mask is not installed.
    """
    line = densify(to_coordinates(leg.geometry), max_segment_m=500)
    gaps = geodesics_m(line[:-1], line[1:])
    whole = np.abs(line[:-1, 0] - line[1:, 0]) < 180  # noqa: PLR2004 - the seam has no middle
    middles = (line[:-1] + line[1:]) / 2
    along = np.cumsum(gaps)  # both ends lie in harbours
    afloat = (along > leg.snap_from_m + 3000) & (along < along[-1] - leg.snap_to_m - 3000)
    west, south, east, north = _CASPIAN
    lon, lat = middles.T
    inland = _is_land(middles) & whole & afloat & ~((lon > west) & (lon < east) & (lat > south) & (lat < north))
    inland[_passages().query(shapely.points(middles), predicate="dwithin", distance=PASSAGE_DEG)[0]] = False
    for turn in np.arange(8) * np.pi / 4:
        aside = np.column_stack((np.cos(turn) / np.cos(np.radians(lat)), np.full(len(lat), np.sin(turn)))) * BLUR_DEG
        inland &= _is_land(middles + aside)
    runs = np.split(np.arange(len(inland)), np.flatnonzero(np.diff(inland)) + 1)
    return [(float(gaps[run].sum()), tuple(middles[run[len(run) // 2]].tolist())) for run in runs if inland[run[0]]]


def _is_land(points: np.ndarray) -> np.ndarray:
    lon = np.clip((points[:, 0] + 180) % 360 - 180, -179.99, 179.99)
    land = import_module("global_land_mask.globe").is_land(np.clip(points[:, 1], -89.9, 89.9), lon)
    return np.asarray(land, dtype=bool)


@cache
def _passages() -> shapely.STRtree:
    return shapely.STRtree([shapely.LineString(line.points) for line in passage_lines() if line.kind == "burn"])
