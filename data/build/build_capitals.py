"""Write data/places/capitals.csv: each country's capital by its GeoNames id, from the index's feature code PPLC.

Usage: python data/build/build_capitals.py [--check]
"""

import csv
import sys
from pathlib import Path

from delivery import arguments, deliver

from gazetteer.index.database import default_index_path, open_index

HOME = Path(__file__).resolve().parents[1] / "places"
QUERY = "SELECT country, place_id FROM places WHERE feature_code = 'PPLC' AND country IS NOT NULL ORDER BY population"


def build(into: Path) -> None:
    """Write the table, the most populous where a country has several."""
    capitals = dict(open_index(default_index_path()).execute(QUERY).fetchall())
    with (into / "capitals.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("country", "place_id"))
        writer.writerows(sorted(capitals.items()))


if __name__ == "__main__":
    sys.exit(deliver(build, HOME, check=arguments()[1]))
