"""Builds data/waters/: lakes of Natural Earth 10m (public domain) and rivers of GSHHG (LGPL 3), for the ground of maps.

Usage: build_waters.py ne_10m_lakes.shp binned_river_f.nc [--check]

The shapefile is Natural Earth's own; the rivers are those of Debian's gmt-gshhg-full, of which
permanent ones are kept. Reading them takes h5py, which nothing else here needs.
"""

import sys
from pathlib import Path

import h5py
import numpy as np
import pyogrio
import shapely
from delivery import arguments, deliver

WATERS = Path(__file__).resolve().parent.parent / "waters"
LAKE_TOLERANCE_DEG = 0.003
RIVER_TOLERANCE_DEG = 0.001
QUANTUM_DEG = 1e-3
LAST_LEVEL = 3
"""River-lakes, permanent major rivers, additional major rivers, additional rivers."""


def read_lakes(path: Path) -> np.ndarray:
    """Return lakes as polygons, the largest first."""
    shapes = pyogrio.read_dataframe(path, columns=[]).geometry.to_numpy()
    parts = shapely.get_parts(shapely.make_valid(shapely.simplify(shapes, LAKE_TOLERANCE_DEG)))
    parts = np.array([part for part in parts if part.geom_type == "Polygon"])
    return parts[np.argsort(-shapely.area(parts), kind="stable")]


def read_rivers(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return rivers as lines, joined where bins cut them, and their levels, the most important first."""
    with h5py.File(path) as file:
        across, minutes = int(file["N_bins_in_360_longitude_range"][0]), int(file["Bin_size_in_minutes"][0])
        first, count = file["Id_of_first_segment_in_a_bin"][:], file["N_segments_in_a_bin"][:]
        start, length = file["Id_of_first_point_in_a_segment"][:], file["N_points_for_a_segment"][:]
        level = file["Hierarchial_level_of_a_segment"][:]
        x = file["Relative_longitude_from_SW_corner_of_bin"][:].astype(np.uint16) / 65535
        y = file["Relative_latitude_from_SW_corner_of_bin"][:].astype(np.uint16) / 65535
    size = minutes / 60
    lines: dict[int, list[shapely.LineString]] = {}
    for number in range(len(first)):
        west, south = (number % across) * size, 90 - size * (number // across + 1)
        for segment in range(first[number], first[number] + count[number]):
            points = slice(start[segment], start[segment] + length[segment])
            if level[segment] <= LAST_LEVEL and length[segment] > 1:
                lon = (west + size * x[points] + 180) % 360 - 180
                line = np.column_stack([lon, south + size * y[points]])
                if np.ptp(lon) < 180:  # noqa: PLR2004 - a line that would run round the globe is cut at its edge
                    lines.setdefault(int(level[segment]), []).append(shapely.LineString(np.round(line, 4)))
    shapes, levels = [], []
    for key in sorted(lines):
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[key])))
        thin = [part for part in shapely.simplify(merged, RIVER_TOLERANCE_DEG) if not part.is_empty]
        shapes += sorted(thin, key=lambda part: (-part.length, part.bounds))
        levels += [key] * len(thin)
    return np.array(shapes), np.array(levels, dtype=np.uint8)


def packed(shapes: np.ndarray, **more: np.ndarray) -> dict[str, np.ndarray]:
    """Return shapes as arrays: differences of rounded coordinates, and offsets."""
    kind, coordinates, offsets = shapely.to_ragged_array(shapes)
    rounded = np.rint(coordinates / QUANTUM_DEG).astype(np.int64)
    deltas = np.diff(rounded, axis=0, prepend=0).astype(np.int32)
    return {
        "kind": np.array(int(kind)),
        "deltas": deltas,
        **{f"offsets{number}": part.astype(np.int32) for number, part in enumerate(offsets)},
        **more,
    }


def build(folder: Path, lakes: Path, rivers: Path) -> None:
    """Write both files into a folder."""
    shapes, levels = read_rivers(rivers)
    np.savez_compressed(folder / "lakes.npz", allow_pickle=False, **packed(read_lakes(lakes)))
    np.savez_compressed(folder / "rivers.npz", allow_pickle=False, **packed(shapes, level=levels))


if __name__ == "__main__":
    words, check = arguments()
    if len(words) != 2:  # noqa: PLR2004 - lakes and rivers
        raise SystemExit(__doc__)
    sys.exit(deliver(lambda folder: build(folder, Path(words[0]), Path(words[1])), WATERS, check=check))
