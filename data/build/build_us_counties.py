"""Build `data/places/us_counties.csv`: the counties and parishes of the United States.

The outlines come in the npm package `us-atlas` 3.0.1 (ISC; United States Census
Bureau's cartographic boundaries of 2017, public domain). The point is the
centre of gravity of the outline, or, where that lies in the sea, a point of its largest
part, to two decimals: no county is placed more exactly than that.

Usage: npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz && build_us_counties.py package/counties-10m.json

With --check the table is compared only.
"""

import csv
import json
import math
import sys
from functools import partial
from pathlib import Path
from typing import Any

from delivery import arguments, deliver
from shapely.geometry import Polygon
from shapely.ops import unary_union

HOME = Path(__file__).resolve().parents[1] / "places"
FIELDS = [
    "ids",
    "name",
    "kind",
    "feature_code",
    "lat",
    "lon",
    "country",
    "admin1",
    "population",
    "radius_km",
    "names",
    "source",
]
SOURCE = "US Census Bureau cartographic boundaries 2017 (public domain), us-atlas 3.0.1"
STATES = dict(
    pair.split(":")
    for pair in [
        "01:AL",
        "02:AK",
        "04:AZ",
        "05:AR",
        "06:CA",
        "08:CO",
        "09:CT",
        "10:DE",
        "12:FL",
        "13:GA",
        "15:HI",
        "16:ID",
        "17:IL",
        "18:IN",
        "19:IA",
        "20:KS",
        "21:KY",
        "22:LA",
        "23:ME",
        "24:MD",
        "25:MA",
        "26:MI",
        "27:MN",
        "28:MS",
        "29:MO",
        "30:MT",
        "31:NE",
        "32:NV",
        "33:NH",
        "34:NJ",
        "35:NM",
        "36:NY",
        "37:NC",
        "38:ND",
        "39:OH",
        "40:OK",
        "41:OR",
        "42:PA",
        "44:RI",
        "45:SC",
        "46:SD",
        "47:TN",
        "48:TX",
        "49:UT",
        "50:VT",
        "51:VA",
        "53:WA",
        "54:WV",
        "55:WI",
        "56:WY",
    ]
)
FIRST_VIRGINIA_CITY = 510
SMALLEST_RING = 4
KM_PER_DEGREE = 111.2
OFFSHORE_DEG = 0.5


def rings(topology: dict[str, Any], geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the outer rings of a TopoJSON geometry, lon/lat degrees."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [outline(topology, polygon[0]) for polygon in polygons]


def outline(topology: dict[str, Any], arcs: list[int]) -> list[tuple[float, float]]:
    """Join a ring's arcs; a negative number is an arc run backwards."""
    points: list[tuple[float, float]] = []
    for number in arcs:
        arc = topology["decoded"][~number if number < 0 else number]
        points.extend(reversed(arc) if number < 0 else arc)
    return points


def decoded(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Turn delta-coded arcs into degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    return arcs


def row(topology: dict[str, Any], geometry: dict[str, Any]) -> dict[str, object] | None:
    """Return a county's row; None for independent cities and territories, which are no counties."""
    fips, name = geometry["id"], geometry["properties"]["name"]
    state = STATES.get(fips[:2])
    if state is None or name == "District of Columbia" or (state == "VA" and int(fips[2:]) >= FIRST_VIRGINIA_CITY):
        return None
    # The Aleutians run past 180 degrees west: beyond it they would pull the centre to the other side of the globe.
    unwrapped = [[(x - 360 if x > 0 else x, y) for x, y in ring] for ring in rings(topology, geometry)]
    area = unary_union([Polygon(ring).buffer(0) for ring in unwrapped if len(ring) >= SMALLEST_RING])
    centre = (
        area.centroid
        if area.distance(area.centroid) < OFFSHORE_DEG
        else max(area.geoms, key=lambda part: part.area).centroid
    )
    kind = {"LA": "Parish", "AK": "Borough"}.get(state, "County")
    full = name if name.endswith(" City") else f"{name} {kind}"
    square_km = area.area * KM_PER_DEGREE**2 * math.cos(math.radians(centre.y))
    return dict(
        zip(
            FIELDS,
            [
                f"armsatlas:us-county-{fips}",
                full,
                "admin2",
                "ADM2",
                round(centre.y, 2),
                round((centre.x + 180) % 360 - 180, 2),
                "US",
                f"US.{state}",
                0,
                round(math.sqrt(square_km / math.pi)),
                f"{name} Co.@en:abbreviation" if kind == "County" else "",
                SOURCE,
            ],
            strict=True,
        )
    )


def build(source: Path, into: Path) -> None:
    """Write the table."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    topology["decoded"] = decoded(topology)
    rows = [row(topology, geometry) for geometry in topology["objects"]["counties"]["geometries"]]
    kept = sorted((one for one in rows if one), key=lambda one: str(one["ids"]))
    with (into / "us_counties.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), HOME, check=check))
