"""Build `data/places/departments.csv`: the departments of metropolitan France.

From Natural Earth 10m, as Debian's qgis-common carries it (public domain). The point is the centre of gravity of the
outline, to two decimals. What is also a river's, a mountain range's or a town's name has the word "department" with it.

Usage: build_departments.py world_map.gpkg [--check]
"""

import csv
import math
import sys
from functools import partial
from pathlib import Path

import pyogrio
from delivery import arguments, deliver

from gazetteer.gazetteer import Gazetteer
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind

HOME = Path(__file__).resolve().parents[1] / "places"
SOURCE = "Natural Earth 10m (public domain)"
KM_PER_DEGREE = 111.2
SHORTEST_ALONE = 6
MISSPELT = {"Haute-Rhin": "Haut-Rhin", "Seien-et-Marne": "Seine-et-Marne"}
LANGUAGES = {"en": "{} department", "fr": "département {}", "de": "Département {}", "es": "departamento de {}"}


def build(source: Path, into: Path) -> None:
    """Write the table."""
    gazetteer = Gazetteer.open()
    with (HOME / "sites.csv").open(encoding="utf-8", newline="") as lines:
        fields = next(csv.reader(lines))
    areas = pyogrio.read_dataframe(source, layer="states_provinces", where="iso_a2 = 'FR' AND gu_a3 = 'FXX'")
    rows = []
    named = zip(areas["name"].replace(MISSPELT), areas.geometry, strict=True)
    for name, shape in sorted((name, shape) for name, shape in named if name != "Paris"):
        key, centre = name_key(name), shape.centroid
        region, _ = gazetteer.containing(centre.x, centre.y)
        others = any(place.kind is not PlaceKind.ADMIN2 for place in gazetteer.exact(key))
        alone = not others and (len(key) >= SHORTEST_ALONE or " " in key)
        square_km = shape.area * KM_PER_DEGREE**2 * math.cos(math.radians(centre.y))
        typed = [f"{pattern.format(name)}@{language}" for language, pattern in LANGUAGES.items()]
        rows.append([
            f"armsatlas:department-{key.replace(' ', '-')}", name if alone else f"{name} department", "admin2", "ADM2",
            round(centre.y, 2), round(centre.x, 2), "FR", region.admin1 if region else "", 0,
            round(math.sqrt(square_km / math.pi)), "|".join(typed), SOURCE,
        ])  # fmt: skip
    with (into / "departments.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([fields, *rows])


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), HOME, check=check))
