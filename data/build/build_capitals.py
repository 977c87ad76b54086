"""Write data/places/capitals.csv: each country's capital by its GeoNames id, from the index's feature code PPLC.

Usage: python data/build/build_capitals.py
"""

import csv
import sys
from pathlib import Path

from gazetteer.index.database import default_index_path, open_index

TARGET = Path(__file__).resolve().parents[1] / "places" / "capitals.csv"
QUERY = "SELECT country, place_id FROM places WHERE feature_code = 'PPLC' AND country IS NOT NULL ORDER BY population"


def main() -> int:
    """Write the table, the most populous where a country has several; return the exit status."""
    capitals = dict(open_index(default_index_path()).execute(QUERY).fetchall())
    with TARGET.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("country", "place_id"))
        writer.writerows(sorted(capitals.items()))
    print(f"{len(capitals)} capitals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
