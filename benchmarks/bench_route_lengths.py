"""Measures legs against published lengths, mode by mode, beside searoute and marnet where they are installed.

Where global-land-mask is installed (`pip install global-land-mask`), it tells how much of the sea legs lies over
land: its mask is of another source than the one that legs are searched on.

    python benchmarks/bench_route_lengths.py LENGTHS.csv [--rows] [--on DATE]

The table has from_lon, from_lat, to_lon, to_lat, mode (sea, rail, road), km, and may have from, to, via
(names or lat,lon with semicolons between), source, remark. Rows with a remark, or from memory, are counted apart.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes import LonLat, trace_leg
from geo.routes.geodesics import densify, geodesics_m, to_coordinates
from geo.routes.stops import find_stops

_WITHIN = {"sea": 0.05, "rail": 0.05, "road": 0.07}


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lengths", type=Path)
    parser.add_argument("--rows", action="store_true", help="print each row with its error")
    parser.add_argument("--on", help="as of a date; None: what is closed for good")
    asked = parser.parse_args()
    with asked.lengths.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ways: dict[str, Callable[[Mapping[str, str]], float]] = {"armsatlas": lambda row: _own_km(row, asked.on)}
    ways |= {name: way for name, way in (("searoute", _searoute_km), ("marnet", _marnet_km)) if _works(way, rows)}
    print("| mode | rows | by | found | median error | bias | 90% within | within the bound |")
    print("|---|---|---|---|---|---|---|---|")
    for mode, group in _grouped(rows).items():
        for name, way in ways.items():
            if name == "armsatlas" or mode.startswith("sea"):
                _show(mode, name, group, way, rows=asked.rows)
    _show_over_land([row for row in rows if row["mode"] == "sea"], asked.on)


def _show_over_land(rows: list[dict[str, str]], on: str | None) -> None:
    try:
        globe = import_module("global_land_mask.globe")
    except ImportError:
        print("\n- over land by another mask: global-land-mask is not installed")
        return
    found = []
    for row in rows:
        start, end = _ends(row)
        line = densify(to_coordinates(trace_leg(start, end, mode=Mode.SEA, on=on).geometry), max_segment_m=1000)
        middles = (line[:-1] + line[1:]) / 2
        gaps = geodesics_m(line[:-1], line[1:])
        whole = np.abs(line[:-1, 0] - line[1:, 0]) < 180  # noqa: PLR2004 - the seam has no middle
        dry = globe.is_land(middles[:, 1], np.clip(middles[:, 0], -179.99, 179.99)) & whole
        found.append((gaps[dry].sum() / 1000, gaps.sum() / 1000, f"{row.get('from')} - {row.get('to')}"))
    dry_km, km = sum(each[0] for each in found), sum(each[1] for each in found)
    print(f"\n- over land by another mask: {dry_km:,.0f} of {km:,.0f} km ({dry_km / km:.1%}); the most of it")
    for leg_km, _, name in sorted(found, reverse=True)[:8]:
        print(f"  - {leg_km:.0f} km {name}")


def _grouped(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    groups: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        unsound = bool(row.get("remark")) or "memory" in row.get("source", "")
        groups[row["mode"] + " (unsound rows)" * unsound].append(row)
    return dict(sorted(groups.items()))


def _show(
    mode: str,
    name: str,
    group: list[Mapping[str, str]],
    way: Callable[[Mapping[str, str]], float],
    *,
    rows: bool,
) -> None:
    errors = []
    for row in group:
        try:
            errors.append(way(row) / float(row["km"]) - 1)
        except (RouteError, ValueError, KeyError, TypeError) as error:
            print(f"  {name}: {row.get('from')} - {row.get('to')}: {error}", file=sys.stderr)
            continue
        if rows:
            print(f"  {errors[-1]:+.1%} {row['km']} km {row.get('from')} - {row.get('to')} {row.get('via', '')}")
    off, bound = np.abs(errors), _WITHIN[mode.split(maxsplit=1)[0]]
    print(
        f"| {mode} | {len(group)} | {name} | {len(errors)} | {np.median(off):.1%} | {np.mean(errors):+.1%} "
        f"| {np.percentile(off, 90):.1%} | {(off <= bound).mean():.0%} within {bound:.0%} |"
    )


def _ends(row: Mapping[str, str]) -> tuple[LonLat, LonLat]:
    return (float(row["from_lon"]), float(row["from_lat"])), (float(row["to_lon"]), float(row["to_lat"]))


def _own_km(row: Mapping[str, str], on: str | None) -> float:
    start, end = _ends(row)
    mode = Mode(row["mode"])
    names = [name.strip() for name in (row.get("via") or "").split(";") if name.strip()]
    via = find_stops(names, mode=mode, say=lambda _: None)
    dated: dict[str, Any] = {"on": on} if on else {}
    return trace_leg(start, end, mode=mode, via=via, **dated).length_m / 1000


def _searoute_km(row: Mapping[str, str]) -> float:
    import searoute

    start, end = _ends(row)
    return float(searoute.searoute(list(start), list(end)).properties["length"])


def _marnet_km(row: Mapping[str, str]) -> float:
    from scgraph.geographs.marnet import marnet_geograph

    start, end = ({"latitude": lat, "longitude": lon} for lon, lat in _ends(row))
    return float(marnet_geograph.get_shortest_path(start, end)["length"])


def _works(way: Callable[[Mapping[str, str]], float], rows: Sequence[Mapping[str, str]]) -> bool:
    try:
        way(next(row for row in rows if row["mode"] == "sea"))
    except (ImportError, AttributeError, StopIteration) as error:
        print(f"{way.__name__.strip('_')}: left out ({error})", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    main()
