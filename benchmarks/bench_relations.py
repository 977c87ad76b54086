"""Measure what is told by relation: "30 km north-east of X", "between A and B", "off X", "the border of A and B".

Each phrase of tests/data/relations/phrases.csv has a point where what it tells truly lies, and the smallest area that
its words could justify, worked out apart from the code. Prints for each kind of relation

  recognised  share of phrases of which an area is built
  inside      share of phrases whose true point lies in that area
  ratio       median of the area built over the smallest

Usage: bench_relations.py [-v] [--round N]; -v lists every fault; round 1 was scored before the code was written for it
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from gazetteer.gazetteer import Gazetteer
from gazetteer.records import PlaceKind, Precision, ResolvedToponym
from gazetteer.toponyms.relations.outlines import sector

PHRASES = Path(__file__).resolve().parents[1] / "tests" / "data" / "relations" / "phrases.csv"
_GEOD = Geod(ellps="WGS84")
Outcome = tuple[bool, bool, float | None]


def read_phrases(number: int | None = None) -> Iterator[Mapping[str, str]]:
    """Yield the phrases of a round, or all."""
    with PHRASES.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.DictReader(lines) if number is None or int(row["round"]) == number)


def judge(row: Mapping[str, str], gazetteer: Gazetteer) -> Outcome:
    """Return whether an area is built of a phrase, whether the true point lies in it, and how large it is."""
    outlines = (_outline(one) for one in gazetteer.toponyms(row["sentence"]))
    outline = next((one for one in outlines if one is not None), None)
    if outline is None:
        return False, False, None
    km2 = abs(_GEOD.geometry_area_perimeter(outline)[0]) / 1e6
    point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
    return True, outline.contains(point), km2 / float(row["smallest_km2"])


def _outline(one: ResolvedToponym) -> BaseGeometry | None:
    """Return the area that words build, or that of a region which the gazetteer has by name ("eastern Ukraine")."""
    if one.construction is not None and one.construction.outline:
        return shapely.from_wkt(one.construction.outline)
    named = one.place is not None and one.place.kind is PlaceKind.REGION and one.precision is Precision.REGION
    return sector(one.place, None, 0.0, one.radius_km) if named and one.place and one.radius_km else None


def tell(kind: str, outcomes: list[Outcome]) -> str:
    """Return a line of figures."""
    total = len(outcomes)
    recognised, inside = sum(one[0] for one in outcomes) / total, sum(one[1] for one in outcomes) / total
    ratios = [one[2] for one in outcomes if one[2] is not None]
    ratio = f"{median(ratios):.2f}" if ratios else "-"
    return f"{kind:8} {total:4}  recognised {recognised:.3f}  inside {inside:.3f}  ratio {ratio}"


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("-v", dest="verbose", action="store_true")
    asked.add_argument("--round", type=int)
    options = asked.parse_args()
    gazetteer = Gazetteer.open()
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for row in read_phrases(options.round):
        outcome = judge(row, gazetteer)
        outcomes[row["kind"]].append(outcome)
        if options.verbose and not outcome[1]:
            print("outside" if outcome[0] else "not recognised", row["kind"], row["language"], "|", row["sentence"])
    for kind, found in outcomes.items():
        print(tell(kind, found))
    print(tell("all", [one for found in outcomes.values() for one in found]))


if __name__ == "__main__":
    main()
