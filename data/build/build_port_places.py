"""Write `data/places/ports.csv`: the ports of `data/networks/ports.csv`, joined to the towns of their name.

Usage: build_port_places.py [--check]

A port within 25 km of a place of its name, of the same country, is that place: the row gives the place's id. Any other
port is a place of its own, known as "Port of ..." and by its bare name only where no place has that name. A port that
lies far inside another country than its code's is left out.
"""

import csv
import sys
from pathlib import Path

import shapely
from delivery import arguments, deliver

from gazetteer import Gazetteer, Place
from gazetteer.distance import distance_km
from gazetteer.match.areas import countries, country_at
from gazetteer.match.keys import bare_key, name_key

TOP = Path(__file__).resolve().parents[1]
NEAR_KM = 25.0
FAR_OFF_KM = 50.0
KM_PER_DEG = 111.2
KINDS = ("settlement", "site")


def build(into: Path) -> None:
    """Read the ports, write the places."""
    with (TOP / "networks" / "ports.csv").open(encoding="utf-8", newline="") as lines:
        ports = [row for row in csv.DictReader(lines) if row["unlocode"]]
    with Gazetteer.open() as gazetteer, (into / "ports.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["unlocode", "place_id", "name", "bare", "lat", "lon", "country", "source"])
        for port in sorted(ports, key=lambda row: row["unlocode"]):
            if is_misplaced(port):
                continue
            place = same_place(gazetteer, port)
            bare = place is None and not other_places(gazetteer, name_key(port["name"]))
            place_id = place.place_id if place else ""
            rest = (port[column] for column in ("lat", "lon", "country", "source"))
            table.writerow([port["unlocode"], place_id, port["name"], int(bare), *rest])


def is_misplaced(port: dict[str, str]) -> bool:
    """Return whether a port lies in another country than its code says, so that neither is to be trusted."""
    point = shapely.Point(float(port["lon"]), float(port["lat"]))
    own, found = countries().get(port["country"]), country_at(point.x, point.y, within_km=0)
    return found not in (None, port["country"]) and own is not None and own.distance(point) * KM_PER_DEG > FAR_OFF_KM


def other_places(gazetteer: Gazetteer, key: str) -> list[Place]:
    """Return the places of a name, without those that this table brought into the index itself."""
    return [place for place in gazetteer.exact(key) if not place.place_id.startswith("unlocode:")]


def same_place(gazetteer: Gazetteer, port: dict[str, str]) -> Place | None:
    """Return the nearest place that the port is named after."""
    lon, lat = float(port["lon"]), float(port["lat"])
    stem = port["name"].partition("(")[0].removeprefix("Port of ").removesuffix(" Port")
    found = {
        distance_km(lon, lat, place.lon, place.lat): place
        for key in {name_key(port["name"]), name_key(stem), bare_key(stem)}
        for place in other_places(gazetteer, key)
        if place.kind in KINDS and place.country == port["country"]
    }
    nearest = min(found, default=None)
    return found[nearest] if nearest is not None and nearest <= NEAR_KM else None


if __name__ == "__main__":
    sys.exit(deliver(build, TOP / "places", check=arguments()[1]))
