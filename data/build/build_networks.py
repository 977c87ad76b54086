"""Builds `data/networks/`: the water mask, the sea graph, railways, roads and ports.

Run with the project installed, and beside it scipy, searoute and an unpacked scgraph_data:

    python data/build/build_networks.py sea
    python data/build/build_networks.py rail road --scgraph-data FOLDER

With --check the files are compared only. The same input gives the same bytes.
"""

import argparse
import csv
import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
from delivery import CHECK, deliver

from geo.records.values import is_country_code
from geo.routes.geodesics import geodesic_m
from geo.routes.sea.grid import nearest_water, open_window
from geo.routes.sea.mask import water_mask
from geo.routes.sea.voyages import MAX_SNAP_M

CODE_LENGTH = 5
NETWORKS = Path(__file__).parents[1] / "networks"


def build_sea(into: Path) -> None:
    """Write water.npz and sea.npz."""
    from sea_network import build_graph, build_mask, landmarks

    mask = build_mask()
    np.savez_compressed(into / "water.npz", allow_pickle=False, **mask.packed())
    graph = build_graph(mask)
    np.savez_compressed(into / "sea.npz", allow_pickle=False, **graph, landmarks=landmarks(graph))


def build_rail(source: Path, into: Path) -> None:
    """Write rail.npz."""
    from land_network import add_lines, bridge_gaps, contract, join_dead_ends, mark_trunks, read_scgraph

    network = join_dead_ends(bridge_gaps(read_scgraph(source / "world_railways.py")))
    network = add_lines(network, NETWORKS / "rail_additions.csv")
    network = mark_trunks(network, NETWORKS / "rail_trunks.csv")
    np.savez_compressed(into / "rail.npz", allow_pickle=False, **contract(network))


def build_road(source: Path, into: Path) -> None:
    """Write road.npz."""
    from land_network import add_lines, bridge_gaps, contract, join_dead_ends, merge_near, read_scgraph

    network = merge_near(read_scgraph(source / "world_highways.py"), cell_deg=0.02)
    network = add_lines(join_dead_ends(bridge_gaps(network)), NETWORKS / "road_additions.csv")
    np.savez_compressed(into / "road.npz", allow_pickle=False, **contract(network))


def build_ports(into: Path) -> None:
    """Write ports.csv: the reviewed ports, then those of searoute's that lie by the sea, by UN/LOCODE.

    A fifth of searoute's list lies inland (Kunming, Prague) or on lakes and rivers that the mask doesn't have.
    """
    features = json.loads((files("searoute") / "data" / "ports.geojson").read_text(encoding="utf-8"))["features"]
    with (NETWORKS / "ports_reviewed.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    taken = {row["unlocode"] for row in rows if row["unlocode"]}
    for feature in sorted(features, key=lambda found: (found["properties"]["port"], found["properties"]["name"])):
        code, name = feature["properties"]["port"], feature["properties"]["name"].strip()
        lon, lat = feature["geometry"]["coordinates"]
        if code in taken or len(code) != CODE_LENGTH or not is_country_code(code[:2]) or not _by_the_sea((lon, lat)):
            continue
        taken.add(code)
        place = {"unlocode": code, "name": name, "country": code[:2], "lat": f"{lat:.4f}", "lon": f"{lon:.4f}"}
        rows.append({**place, "source": "searoute 1.6.0"})
    with (into / "ports.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _by_the_sea(port: tuple[float, float]) -> bool:
    window = open_window(water_mask(), np.array([port]), margin_deg=0.5)
    cell = nearest_water(window, port)
    return cell is not None and geodesic_m(port, tuple(window.points([cell])[0])) <= MAX_SNAP_M


def main() -> int:
    """Build what the command line names; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=["sea", "rail", "road", "ports"])
    parser.add_argument("--scgraph-data", type=Path, help="folder that holds world_railways.py and world_highways.py")
    parser.add_argument(CHECK, action="store_true", help="compare only")
    asked = parser.parse_args()

    def build(into: Path) -> None:
        if "sea" in asked.parts:
            build_sea(into)
        if "ports" in asked.parts:
            build_ports(into)
        if "rail" in asked.parts:
            build_rail(asked.scgraph_data, into)
        if "road" in asked.parts:
            build_road(asked.scgraph_data, into)

    return deliver(build, NETWORKS, check=asked.check)


if __name__ == "__main__":
    sys.exit(main())
