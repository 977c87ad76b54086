"""Measures routes: lengths beside searoute, scgraph and great circles; random pairs of ports; times and memory.

    python benchmarks/bench_routes.py [--pairs 600] [--draws 5] [--lengths TABLE.csv]

Every draw takes other pairs; a median over 600 pairs varies by some hundredths between draws, so the
pooled one is given beside them. `make bench-routes LENGTHS=TABLE.csv` compares with published lengths in the same run.

searoute, scgraph, scgraph_data and global-land-mask are asked where they are installed: `pip install --group bench`.
Version 3 of scgraph no longer carries its marine network.

Everything is printed; nothing is judged but by the bounds beside it. Times are of this machine, as
wall clock and as processor time.
"""

import argparse
import csv
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bench_route_lengths import show_lengths
from benchmarks.route_peers import inland_runs, peers
from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes import ARCTIC, LonLat, Passage, TracedLeg, trace_leg
from geo.routes.geodesics import densify, geodesic_m, to_coordinates
from geo.routes.sea.mask import water_mask

PLACES: dict[str, LonLat] = {
    "Najin": (130.2831, 42.2556),
    "Dunay": (132.3354, 42.8788),
    "Bandar Anzali": (49.4622, 37.4732),
    "Astrakhan": (48.0408, 46.3497),
    "Amirabad": (53.3660, 36.8530),
    "Makhachkala": (47.5047, 42.9764),
    "Bandar Abbas": (56.2808, 27.1865),
    "Novorossiysk": (37.7618, 44.7319),
    "Vladivostok": (131.8735, 43.1056),
    "Petropavlovsk-Kamchatsky": (158.6503, 53.0444),
    "Vancouver": (-123.1193, 49.2497),
    "Busan": (129.0300, 35.1017),
    "Gdansk": (18.6491, 54.3523),
    "Moscow": (37.6178, 55.7520),
    "Kyiv": (30.5238, 50.4547),
    "Poltava": (34.5510, 49.5937),
    "Kharkiv": (36.2304, 49.9935),
    "Tikhoretsk": (40.1187, 45.8531),
    "Tumangang": (130.6100, 42.4100),
    "Khasan": (130.6500, 42.4300),
}
Conditions = dict[str, Any]
ROUTES: list[tuple[str, str, Mode, Conditions, tuple[int, int] | None]] = [
    ("Najin", "Dunay", Mode.SEA, {}, (185, 205)),
    ("Bandar Anzali", "Astrakhan", Mode.SEA, {}, (1000, 1150)),
    ("Amirabad", "Makhachkala", Mode.SEA, {}, None),
    ("Bandar Abbas", "Novorossiysk", Mode.SEA, {}, (7500, 7900)),
    ("Vladivostok", "Novorossiysk", Mode.SEA, {}, (17000, 17700)),
    ("Petropavlovsk-Kamchatsky", "Vancouver", Mode.SEA, {}, (5900, 6400)),
    ("Busan", "Gdansk", Mode.SEA, {}, None),
    ("Busan", "Gdansk", Mode.SEA, {"avoid_passages": (Passage.CORINTH,)}, None),
    ("Busan", "Gdansk", Mode.SEA, {"avoid_passages": (Passage.SUEZ, *ARCTIC)}, None),
    ("Vladivostok", "Moscow", Mode.RAIL, {"stay_in": ("RU",)}, (9009, 9567)),
    ("Vladivostok", "Moscow", Mode.RAIL, {"stay_in": ()}, None),
    ("Kyiv", "Kharkiv", Mode.RAIL, {"via": (PLACES["Poltava"],)}, (480, 490)),
    ("Moscow", "Tikhoretsk", Mode.RAIL, {}, (1286, 1394)),
    ("Dunay", "Tikhoretsk", Mode.RAIL, {"stay_in": ("RU",)}, None),
    ("Tumangang", "Tikhoretsk", Mode.RAIL, {"via": (PLACES["Khasan"],), "stay_in": ("KP", "RU")}, None),
    ("Moscow", "Tikhoretsk", Mode.ROAD, {}, None),
]


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=600)
    parser.add_argument("--draws", type=int, default=5, help="how often to draw the pairs, with seeds 1, 2, 3, ...")
    parser.add_argument("--lengths", type=Path, help="a table of published lengths, as bench_route_lengths.py takes it")
    asked = parser.parse_args()
    show_routes()
    show_refusals()
    show_pairs(asked.pairs, asked.draws)
    show_times()
    show_cold()
    show_sizes()
    if asked.lengths:
        show_lengths(asked.lengths)


def show_routes() -> None:
    """Print lengths beside the others'."""
    print("## Lengths, km\n")
    print("| leg | mode | conditions | ours | bound | ends moved | great circle | searoute | marnet | passes |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for start, end, mode, conditions, bound in ROUTES:
        leg = trace_leg(PLACES[start], PLACES[end], mode=mode, **conditions)
        within = "" if bound is None else _judge(leg.length_m / 1000, *bound)
        sea = mode is Mode.SEA and not conditions
        others = [_km(name, PLACES[start], PLACES[end]) if sea else "" for name in ("searoute", "marnet")]
        asked = " ".join(f"{name}={','.join(map(str, value))}" for name, value in conditions.items() if name != "via")
        print(
            f"| {start} to {end} | {mode.value} | {asked} | {leg.length_m / 1000:,.0f} | {within} "
            f"| {leg.snap_from_m / 1000:.1f}/{leg.snap_to_m / 1000:.1f} | {leg.great_circle_m / 1000:,.0f} "
            f"| {others[0]} | {others[1]} | {' '.join(leg.passages or leg.countries)} |"
        )
    print()


def _judge(km: float, low: float, high: float) -> str:
    return f"{low}-{high} {'yes' if low <= km <= high else 'NO'}"


def _km(name: str, start: LonLat, end: LonLat) -> str:
    length = peers("sea").get(name)
    return f"{length(start, end):,.0f}" if length else "not installed"


def show_refusals() -> None:
    """Print what cases without a path answer."""
    print("## No path\n")
    cases = [
        ("landlocked end by sea", (37.62, 55.75), (30.74, 46.49), Mode.SEA),
        ("island by rail", (158.65, 53.04), (37.62, 55.75), Mode.RAIL),
        ("unconnected networks", (139.7, 35.68), (37.62, 55.75), Mode.RAIL),
        ("identical ends", (37.62, 55.75), (37.62, 55.75), Mode.RAIL),
    ]
    for name, start, end, mode in cases:
        try:
            leg = trace_leg(start, end, mode=mode)
            print(f"- {name}: {leg.length_m / 1000:.0f} km. {leg.note}")
        except RouteError as error:
            print(f"- {name}: {error}")
    print()


def show_pairs(count: int, draws: int) -> None:
    """Print what random pairs of ports 60 to 3,000 km apart give, draw by draw and together."""
    ports = read_ports()
    print(f"## {count} random pairs of {len(ports)} ports, 60 to 3,000 km apart\n")
    heads = (
        "seed",
        "routed (at least 98%)",
        "shorter than straight (none)",
        "over land (at most 3%)",
        "inland by another mask",
        "median ratio",
        "90%",
    )
    print(f"| {' | '.join(heads)} |")
    print("|---|---|---|---|---|---|---|")
    pairs = [draw_pairs(ports, count, np.random.default_rng(seed)) for seed in range(1, draws + 1)]
    legs = [[_try(*pair) for pair in drawn] for drawn in pairs]
    for seed, drawn in enumerate(legs, start=1):
        _show_draw(str(seed), drawn)
    _show_draw("all", [leg for drawn in legs for leg in drawn])
    print("\nThe median ratio to the great circle is to stay under 1.35.\n")
    _show_peers(pairs[0])
    _show_longest_inland([leg for drawn in legs for leg in drawn if leg])
    print()


def _show_draw(name: str, legs: list[TracedLeg | None]) -> None:
    routed = [leg for leg in legs if leg is not None]
    ratios = np.array([leg.length_m / leg.great_circle_m for leg in routed])
    land, total = np.sum([_over_land_m(leg) for leg in routed], axis=0)
    print(
        f"| {name} | {len(routed)} ({len(routed) / len(legs):.1%}) | {int((ratios < 1 - 1e-6).sum())} "
        f"| {land / total:.2%} | {_inland(routed, total)} | {np.median(ratios):.3f} | {np.percentile(ratios, 90):.2f} |"
    )


def _inland(legs: list[TracedLeg], total_m: float) -> str:
    try:
        return f"{sum(metres for leg in legs for metres, _ in inland_runs(leg)) / total_m:.3%}"
    except ImportError:
        return "not installed"


def _show_longest_inland(legs: list[TracedLeg]) -> None:
    """Print where the other mask has most land under a leg, to be looked at: fjords and rivers that it lacks."""
    try:
        runs = sorted((run for leg in legs for run in inland_runs(leg)), reverse=True)
    except ImportError:
        return
    spots = dict.fromkeys((round(lon, 1), round(lat, 1)) for _, (lon, lat) in runs[:40])
    print("- longest runs inland by the other mask:", "; ".join(f"{lat},{lon}" for lon, lat in list(spots)[:12]))


def _show_peers(pairs: list[tuple[LonLat, LonLat]]) -> None:
    straight = np.array([geodesic_m(*pair) for pair in pairs]) / 1000
    for name, length in peers("sea").items():
        begun = time.perf_counter()
        lengths = np.array([length(*pair) for pair in pairs])
        spent = (time.perf_counter() - begun) / len(pairs)
        short, median = (lengths < straight).mean(), np.median(lengths / straight)
        told = f"shorter than the great circle {short:.1%}; median ratio {median:.3f}; {1000 * spent:.0f} ms a leg"
        print(f"- {name}, the first draw: {told}")


def read_ports() -> list[LonLat]:
    """Return the ports that ship."""
    with data_file("networks/ports.csv").open(encoding="utf-8", newline="") as rows:
        return [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(rows)]


def draw_pairs(ports: list[LonLat], count: int, random: np.random.Generator) -> list[tuple[LonLat, LonLat]]:
    """Return pairs of ports 60 to 3,000 km apart."""
    pairs: list[tuple[LonLat, LonLat]] = []
    while len(pairs) < count:
        start, end = (ports[index] for index in random.integers(len(ports), size=2))
        if 60_000 <= geodesic_m(start, end) <= 3_000_000:  # noqa: PLR2004 - the range that the heading names
            pairs.append((start, end))
    return pairs


def _try(start: LonLat, end: LonLat) -> TracedLeg | None:
    try:
        return trace_leg(start, end, mode=Mode.SEA)
    except RouteError as error:
        print(f"  {error}", file=sys.stderr)
        return None


def _over_land_m(leg: TracedLeg) -> tuple[float, float]:
    line = densify(to_coordinates(leg.geometry), max_segment_m=500)
    middles = (line[:-1] + line[1:]) / 2
    gaps = np.array([geodesic_m(tuple(a), tuple(b)) for a, b in pairwise(line)])
    return float(gaps[~water_mask().is_water(middles)].sum()), float(gaps.sum())


def show_times() -> None:
    """Print warm times."""
    print("## Warm times, ms: wall, processor\n")
    cases = [
        ("sea, 182 km", "Najin", "Dunay", Mode.SEA),
        ("sea, 993 km", "Bandar Anzali", "Astrakhan", Mode.SEA),
        ("sea, 7,700 km", "Bandar Abbas", "Novorossiysk", Mode.SEA),
        ("sea, 17,300 km", "Vladivostok", "Novorossiysk", Mode.SEA),
        ("rail, 484 km", "Kyiv", "Kharkiv", Mode.RAIL),
        ("rail, 9,162 km", "Vladivostok", "Moscow", Mode.RAIL),
        ("road, 1,400 km", "Moscow", "Tikhoretsk", Mode.ROAD),
    ]
    for name, start, end, mode in cases:
        wall, processor = _timed(partial(trace_leg, PLACES[start], PLACES[end], mode=mode))
        print(f"- {name}: {wall:.0f}, {processor:.0f}")
    print()


def _timed(trace: Callable[[], TracedLeg], repeats: int = 7) -> tuple[float, float]:
    trace()
    times = []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        trace()
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    return tuple(1000 * np.median(times, axis=0))


def show_cold() -> None:
    """Print the time and memory of a process that traces one leg and ends."""
    print("## Cold start of a process, s wall, s processor, MB\n")
    for mode, ends in ((Mode.SEA, ("Vladivostok", "Novorossiysk")), (Mode.RAIL, ("Vladivostok", "Moscow"))):
        code = (
            "import time; from geo.routes import trace_leg; from geo.records import Mode; "
            f"trace_leg({PLACES[ends[0]]}, {PLACES[ends[1]]}, mode=Mode('{mode.value}')); "
            "print(time.process_time(), open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
        )
        begun = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
        print(f"- {mode.value}: {time.perf_counter() - begun:.2f}, {float(told[0]):.2f}, {float(told[1]) / 1024:.0f}")
    print(f"- this whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


def show_sizes() -> None:
    """Print what the networks weigh."""
    sizes = {path.name: path.stat().st_size for path in sorted(data_file("networks").iterdir())}
    print(f"## Networks: {sum(sizes.values()) / 1e6:.1f} MB (under 15)\n")
    for name, size in sizes.items():
        print(f"- {name}: {size / 1e6:.2f}")


if __name__ == "__main__":
    main()
