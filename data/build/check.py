"""Compares what every build makes with what is kept, where its inputs are at hand.

Usage: check.py

A build whose inputs are missing is named with what it needs, and isn't counted as checked. Inputs that come from
elsewhere are looked for in build/inputs/; data/README.md says where each comes from.
"""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
INPUTS = HERE.parents[1] / "build" / "inputs"
BUILDS: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    # script, its words (those that begin with @ are files in build/inputs), the libraries it needs
    ("build_annotated.py", (), ()),
    ("build_command_docs.py", (), ()),
    ("build_capitals.py", (), ()),
    ("build_port_places.py", (), ()),
    ("build_networks.py", ("ports",), ("searoute",)),
    ("build_networks.py", ("sea",), ("searoute", "scipy")),
    ("build_networks.py", ("rail", "road", "--scgraph-data", "@scgraph_data"), ("scipy",)),
    ("build_admin1.py", ("@admin1CodesASCII.txt",), ()),
    ("build_borders.py", ("@world_map.gpkg",), ()),
    ("build_given_names.py", ("@names-0.3.0.tar.gz",), ()),
    ("build_airports.py", ("@airports.csv",), ()),
    ("build_lakes.py", ("@ne_10m_lakes.shp",), ()),
    ("build_rivers.py", ("@ne_10m_rivers_lake_centerlines.shp",), ()),
    ("build_islands.py", ("@Earth..4.names", "@Earth..4.lines"), ()),
    ("build_us_counties.py", ("@counties-10m.json",), ()),
    ("build_departments.py", ("@world_map.gpkg",), ()),
    ("build_waters.py", ("@ne_10m_lakes.shp", "@binned_river_f.nc"), ("h5py",)),
]


def missing(words: Sequence[str], libraries: Sequence[str]) -> list[str]:
    """Return what a build needs and isn't there."""
    files = [word[1:] for word in words if word.startswith("@") and not (INPUTS / word[1:]).exists()]
    return files + [name for name in libraries if find_spec(name) is None]


def main() -> int:
    """Run the builds; return the exit status."""
    failed = 0
    for script, words, libraries in BUILDS:
        name = " ".join([script, *(word for word in words if not word.startswith(("@", "-")))])
        if lacks := missing(words, libraries):
            print(f"{name}: not checked; needs {', '.join(lacks)}")
            continue
        given = [str(INPUTS / word[1:]) if word.startswith("@") else word for word in words]
        done = subprocess.run([sys.executable, HERE / script, *given, "--check"], check=False)
        print(f"{name}: {'differs' if done.returncode else 'as built'}", flush=True)
        failed += bool(done.returncode)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
