"""Build `data/places/airports.csv`: airports with an IATA code, and air bases.

From `airportsdata` 20260905 on PyPI (MIT); what `sites.csv` has, by id or within 6 km, is left out. Country and area
are those that hold the point, by recognised borders; positions have two decimals: a field, not a building.

Usage: build_airports.py airports.csv [--check]
"""

import csv
import re
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import shapely
from delivery import arguments, deliver

from gazetteer.distance import distance_km
from gazetteer.gazetteer import Gazetteer
from gazetteer.match import areas
from gazetteer.match.keys import name_key

HOME = Path(__file__).resolve().parents[1] / "places"
SOURCE = "airportsdata 20260905 (MIT)"
KINDS = re.compile(r"\b(Airport|Airfield|Aerodrome|Airstrip|Air Base|Air Force Base|Air Station|Army Airfield)\b")
BASES = re.compile(r"\b(Air Base|Air Force Base|Naval Air Station|Army Airfield)\b")
APART_KM = 6
NEAR_BORDER_DEG = 0.15
"""A field so near to the country that the source says lies there, on whatever side of the generalised border."""
OFFSHORE_DEG = 0.2
"""Further off its country's outline a field lies on an islet that the outlines lack."""
SITES = ("AIRP", "AIRB", "AIRF", "MILB")


def build(source: Path, into: Path) -> None:
    """Write the table."""
    gazetteer = Gazetteer.open()
    with (HOME / "sites.csv").open(encoding="utf-8", newline="") as lines:
        fields, *sites = csv.reader(lines)
    taken = {place_id for row in sites for place_id in row[0].split()}
    known = [
        (float(row[5]), float(row[4]))
        for row in sites
        if row[3] in SITES or KINDS.search(row[1]) or "irport" in row[10]
    ]
    with source.open(encoding="utf-8", newline="") as lines:
        found = [row for row in csv.DictReader(lines) if is_wanted(row)]
    towns = Counter((row["city"], row["country"]) for row in found)
    rows = []
    for row in sorted(found, key=lambda one: one["icao"]):
        lat, lon = round(float(row["lat"]), 2), round(float(row["lon"]), 2)
        if f"armsatlas:airport-{row['icao'].lower()}" in taken or any(
            abs(y - lat) < 1 and distance_km(lon, lat, x, y) < APART_KM for x, y in known
        ):
            continue
        point = shapely.Point(lon, lat)
        held, admin1 = where(gazetteer, point, row["country"])
        outline = areas.countries().get(held)
        if outline is not None and outline.distance(point) > OFFSHORE_DEG:
            continue
        names = aliases(row, alone=towns[row["city"], row["country"]] == 1)
        code = "AIRB" if BASES.search(row["name"]) else "AIRP"
        cells = (f"armsatlas:airport-{row['icao'].lower()}", row["name"], "site", code, lat, lon, held)
        rows.append([*cells, admin1, "", "", "|".join(f"{name}@en" for name in names), SOURCE])
    with (into / "airports.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([fields, *rows])


def where(gazetteer: Gazetteer, point: shapely.Point, said: str) -> tuple[str, str]:
    """Return the country of a field and its first-level area: those the borders say, by a border the source's."""
    area, country = gazetteer.containing(point.x, point.y)
    held = country.country if country and country.country else said
    own = areas.countries().get(said)
    if held == said or own is None or own.distance(point) > NEAR_BORDER_DEG:
        return held, area.admin1 or "" if area else ""
    near = {code: one for code, one in areas.admin1().items() if code.startswith(f"{said}.") and code[-1] != "."}
    return said, min(near, key=lambda code: near[code].geometry.distance(point), default="")


def is_wanted(row: dict[str, str]) -> bool:
    """Return whether a row is an airport of scheduled flights or an air base, by a name that says so."""
    return row["icao"].isalnum() and bool((row["iata"] and KINDS.search(row["name"])) or BASES.search(row["name"]))


def aliases(row: dict[str, str], *, alone: bool) -> list[str]:
    """Return the shorter names in use: without "International", and of the town whose only airport it is."""
    name = row["name"]
    short = re.sub(r" (International|Regional|Municipal|Domestic|National)(?= Airport)", "", name)
    own = f"{row['city']} Airport" if alone and row["city"] and name.endswith("Airport") else name
    base = name.replace("Air Force Base", "AFB") if "Air Force Base" in name else name
    given = {name_key(name)}
    return [one for one in dict.fromkeys((short, own, base)) if name_key(one) not in given]


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), HOME, check=check))
