"""Measures legs against published lengths, mode by mode, beside searoute, marnet and scgraph_data where they are here.

    python benchmarks/bench_route_lengths.py LENGTHS.csv [--rows] [--on DATE]

The table has from_lon, from_lat, to_lon, to_lat, mode (sea, rail, road), km, and may have from, to, via
(names or lat,lon with semicolons between), source, remark. Rows with a remark, or from memory, are counted apart.
Published lengths are those of lines that ran: legs are traced as of 1 June 2019 unless told otherwise.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.route_peers import Length, inland_runs, peers
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes import LonLat, trace_leg
from geo.routes.stops import find_stops

WITHIN = {"sea": 0.05, "rail": 0.05, "road": 0.07}
BEFORE_THE_WAR = "2019-06-01"
_Row = Mapping[str, str]


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lengths", type=Path)
    parser.add_argument("--rows", action="store_true", help="print each row with its error")
    parser.add_argument("--on", default=BEFORE_THE_WAR, help="as of a date")
    asked = parser.parse_args()
    show_lengths(asked.lengths, on=asked.on, rows=asked.rows)


def show_lengths(path: Path, *, on: str = BEFORE_THE_WAR, rows: bool = False) -> None:
    """Print how far legs are from a table's lengths, and how much of those by sea lies inland by another mask."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    print("## Published lengths\n")
    print("| mode | rows | by | found | median error | bias | 90% within | within the bound |")
    print("|---|---|---|---|---|---|---|---|")
    for mode, group in _grouped(table).items():
        _show(mode, "armsatlas", group, partial(_own_km, on=on), rows=rows)
        for name, length in peers(mode.split(maxsplit=1)[0]).items():
            _show(mode, name, group, partial(_stop_by_stop_km, length), rows=rows)
    _show_inland([row for row in table if row["mode"] == "sea"], on)


def _show_inland(rows: list[dict[str, str]], on: str) -> None:
    found, km = [], 0.0
    try:
        for row in rows:
            leg = trace_leg(*_ends(row), mode=Mode.SEA, on=on)
            found += [(metres, f"{row.get('from')} - {row.get('to')}") for metres, _ in inland_runs(leg)]
            km += leg.drawn_m / 1000
    except ImportError:
        print("\n- inland by another mask: global-land-mask is not installed\n")
        return
    dry_km = sum(metres for metres, _ in found) / 1000
    print(f"\n- inland by another mask, beyond canals, rivers and straits: {dry_km:,.1f} of {km:,.0f} km\n")
    for metres, name in sorted(found, reverse=True)[:8]:
        print(f"  - {metres / 1000:.1f} km {name}")


def _grouped(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        unsound = bool(row.get("remark")) or "memory" in row.get("source", "")
        groups[row["mode"] + " (unsound rows)" * unsound].append(row)
    return dict(sorted(groups.items()))


def _show(
    mode: str,
    name: str,
    group: list[_Row],
    way: Callable[[_Row], float],
    *,
    rows: bool,
) -> None:
    errors = []
    for row in group:
        try:
            errors.append(way(row) / float(row["km"]) - 1)
        except (RouteError, ValueError, KeyError, TypeError, AttributeError) as error:
            print(f"  {name}: {row.get('from')} - {row.get('to')}: {error}", file=sys.stderr)
            continue
        if rows:
            print(f"  {errors[-1]:+.1%} {row['km']} km {row.get('from')} - {row.get('to')} {row.get('via', '')}")
    off, bound = np.abs(errors), WITHIN[mode.split(maxsplit=1)[0]]
    print(
        f"| {mode} | {len(group)} | {name} | {len(errors)} | {np.median(off):.1%} | {np.mean(errors):+.1%} "
        f"| {np.percentile(off, 90):.1%} | {(off <= bound).mean():.0%} within {bound:.0%} |"
    )


def _ends(row: _Row) -> tuple[LonLat, LonLat]:
    return (float(row["from_lon"]), float(row["from_lat"])), (float(row["to_lon"]), float(row["to_lat"]))


def _via(row: _Row) -> list[LonLat]:
    names = [name.strip() for name in (row.get("via") or "").split(";") if name.strip()]
    return find_stops(names, mode=Mode(row["mode"]), say=lambda _: None)


def _own_km(row: _Row, *, on: str) -> float:
    return trace_leg(*_ends(row), mode=Mode(row["mode"]), via=_via(row), on=on).length_m / 1000


def _stop_by_stop_km(length: Length, row: _Row) -> float:
    start, end = _ends(row)
    return sum(length(*hop) for hop in pairwise((start, *_via(row), end)))


if __name__ == "__main__":
    main()
