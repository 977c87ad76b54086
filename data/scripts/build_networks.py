"""Builds `data/networks/`: the water mask, the sea graph, railways, roads and ports.

Run with the project installed, and beside it scipy, searoute and an unpacked scgraph_data:

    python data/scripts/build_networks.py sea
    python data/scripts/build_networks.py rail road --scgraph-data FOLDER

The same input gives the same bytes.
"""

import argparse
from pathlib import Path

import numpy as np

NETWORKS = Path(__file__).parents[1] / "networks"


def build_sea() -> None:
    """Write water.npz and sea.npz."""
    from sea_network import build_graph, build_mask, landmarks

    mask = build_mask()
    np.savez_compressed(NETWORKS / "water.npz", **mask.packed())
    graph = build_graph(mask)
    np.savez_compressed(NETWORKS / "sea.npz", **graph, landmarks=landmarks(graph))


def build_rail(source: Path) -> None:
    """Write rail.npz."""
    from land_network import add_lines, bridge_gaps, contract, join_dead_ends, mark_trunks, read_scgraph

    network = join_dead_ends(bridge_gaps(read_scgraph(source / "world_railways.py")))
    network = add_lines(network, NETWORKS / "rail_additions.csv")
    network = mark_trunks(network, NETWORKS / "rail_trunks.csv")
    np.savez_compressed(NETWORKS / "rail.npz", **contract(network))


def build_road(source: Path) -> None:
    """Write road.npz."""
    from land_network import bridge_gaps, contract, join_dead_ends, merge_near, read_scgraph

    network = merge_near(read_scgraph(source / "world_highways.py"), cell_deg=0.02)
    network = join_dead_ends(bridge_gaps(network))
    np.savez_compressed(NETWORKS / "road.npz", **contract(network))


def main() -> None:
    """Build what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=["sea", "rail", "road", "ports"])
    parser.add_argument("--scgraph-data", type=Path, help="folder that holds world_railways.py and world_highways.py")
    asked = parser.parse_args()
    if "sea" in asked.parts:
        build_sea()
    if "rail" in asked.parts:
        build_rail(asked.scgraph_data)
    if "road" in asked.parts:
        build_road(asked.scgraph_data)


if __name__ == "__main__":
    main()
