"""Build `data/places/islands.csv`: the named islands, groups of islands and peninsulas of the world.

From the outlines of NCAR Graphics (`Earth..4`, by way of Debian's libncarg-data): what has nothing but water around it,
and groups of such. The point is one inside, to two decimals; the radius is that of its circle around. A name without a
word that says what it is counts only where no town has it.

Usage: build_islands.py Earth..4.names Earth..4.lines [--check]
"""

import csv
import re
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from delivery import arguments, deliver
from named_ground import FIELDS, reviewed_names, stands_alone, where
from shapely.ops import polygonize, unary_union

from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key

HOME = Path(__file__).resolve().parents[1] / "places"
SOURCE = "NCAR Graphics 6.6.2, Earth..4 (BSD)"
ENTRY = re.compile(r"\s*(\d+) (\d+) (\d+) (\d+) (\d+) ")
WATER = (2, 1)  # Level and colour of oceans and lakes
GENERIC = re.compile(
    r"^(Ostrova?|Iles?|Islas?|Ilhas?|Isol[ae]|Pulau|Kepulauan|Ko|Jaza'ir|Jazirat)\s+(?:(?:d[aeiou]s?|las?|los)\s)*(?=[A-Z])"
    r"|\s+(Islands?|Atoll|Group|Archipelago|Jima|Shima|Dao|Cays?)$"
)
LOCAL = re.compile(r"^(Pulau|Kepulauan|Ko|Jaza'ir|Jazirat)\b|\b(Atoll|Jima|Shima|Dao)$")
"""Words that are left out where a place is well known; "Water" for Water Island is not met."""
SAYING = re.compile(
    r"\b(Islands?|Isles?|Island of|Ostrova?|Iles?|Islas?|Ilhas?|Isol[ae]|Pulau|Kepulauan|Atoll|Archipelago|Group|Saar|"
    r"Peninsula|Land|Keys?|Cays?|Cayos?|Rocks?|Reefs?|Jima|Shima|Retto|Dao|Qundao)\b|-do$"
)
NAMELESS = re.compile(r"[Uu]nidentified|[Uu]nnamed|\b[Ii]slets?\b|^[a-z(]|\bIce\b|Glacier|\bpart\b")
NO_NAME = re.compile(r"^[a-z]|\b(Lake|Bay|River|Sound|Harbor|Gulf|County)\b")
MANY = re.compile(r"Islands|Archipelago|Group|Iles|Islas|Ilhas|Ostrova|Kepulauan|Retto|Atoll|Qundao")


class Area(NamedTuple):
    """A named area of the outlines."""

    level: int
    colour: int
    parent: int
    name: str


NAME, LAT, RADIUS, NAMES = 1, 4, 9, 10
"""Where these stand in a row."""
NEAR_KM = 5.0


def read_areas(path: Path) -> Mapping[int, Area]:
    """Return the areas by number."""
    text, at, areas = path.read_text(encoding="latin-1"), 0, {}
    while found := ENTRY.match(text, at):
        number, level, colour, parent, length = map(int, found.groups())
        at = found.end() + length
        areas[number] = Area(level, colour, parent, text[found.end() : at].strip())
    return areas


def read_lines(path: Path) -> Iterator[tuple[int, int, shapely.LineString]]:
    """Yield the numbers of the areas left and right of each line, and the line."""
    content, at = path.read_bytes(), 0
    while at + 32 <= len(content):
        count, _, left, right = struct.unpack_from("<4i", content, at)
        values = struct.unpack_from(f"<{count}f", content, at + 32)
        at += 32 + 4 * count
        if count >= 4:  # noqa: PLR2004 - two points
            yield left, right, shapely.LineString(zip(values[1::2], values[::2], strict=True))


def islands(areas: Mapping[int, Area], lines: Path) -> Mapping[int, list[shapely.Geometry]]:
    """Return the outlines of what has but water around it, and of groups of such, by number."""
    around: dict[int, set[int]] = defaultdict(set)
    outlines: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for left, right, line in read_lines(lines):
        for one, other in ((left, right), (right, left)):
            around[one].add(other)
            outlines[one].append(line)
    water = {number for number, area in areas.items() if (area.level, area.colour) == WATER}
    single = {number for number in areas if around[number] and around[number] <= water and number not in water}
    children: dict[int, set[int]] = defaultdict(set)
    for number, area in areas.items():
        children[area.parent].add(number)
    found = {number: outlines[number] for number in single}
    for number in sorted(areas, key=lambda one: -areas[one].level):
        inside = children[number]
        if number not in single and not around[number] and inside and inside <= found.keys():
            found[number] = [line for child in sorted(inside) for line in found[child]]
    return found


def build(names: Path, lines: Path, into: Path) -> None:
    """Write the table."""
    areas, known, written = read_areas(names), reviewed_names(), []
    for number, outlines in sorted(islands(areas, lines).items()):
        whole, *others = re.split(r"\s*[()]\s*", areas[number].name)
        also = (text for text in others if text and name_key(text) not in known and not NO_NAME.search(text))
        texts = [whole, *also]
        if not whole or NAMELESS.search(areas[number].name) or areas[number].level < 3:  # noqa: PLR2004 - continents
            continue
        bare = [GENERIC.sub("", text).strip() for text in texts]
        if any(name_key(text) in known for text in (whole, *(() if MANY.search(whole) else bare))):
            continue
        merged = unary_union(outlines)
        land = unary_union(list(polygonize(merged))) or merged
        point = land.representative_point()
        west, south, east, north = merged.bounds
        radius = max(round(distance_km(west, south, east, north) / 2), 1)
        said = [text if SAYING.search(text) else f"{text} Island" for text in texts]
        said += [
            f"{short} Island{'s' * bool(MANY.search(text))}"
            for text, short in zip(texts, bare, strict=True)
            if short != text
        ]
        plain = [text for text in texts if not SAYING.search(text)]
        plain += [short for text, short in zip(texts, bare, strict=True) if LOCAL.search(text)]
        said += [text for text in plain if stands_alone(text, radius)]
        if east - west > 180:  # noqa: PLR2004 - across the line of dates
            continue
        code = "PEN" if "Peninsula" in whole else "ISLS" if MANY.search(whole) else "ISL"
        country, admin1 = where(point.x, point.y)
        aliases = "|".join(dict.fromkeys(text for text in said if text != said[0]))
        cells = (f"armsatlas:island-{number}", said[0], "region", code, round(point.y, 2), round(point.x, 2))
        written.append([*cells, country, admin1, "", radius, aliases, SOURCE])
    with (into / "islands.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([FIELDS, *once(written)])


def once(rows: Sequence[list[Any]]) -> list[list[Any]]:
    """Return the rows, each name of neighbours with the smallest that bears it: an island, not its group."""
    kept: list[list[Any]] = []
    for row in sorted(rows, key=lambda row: row[RADIUS]):
        lat, lon = row[LAT : LAT + 2]
        beside = [other for other in kept if abs(other[LAT] - lat) < 1]
        near = [other for other in beside if distance_km(lon, lat, other[LAT + 1], other[LAT]) <= NEAR_KM]
        taken = {name_key(name) for other in near for name in (other[NAME], *other[NAMES].split("|"))}
        if name_key(row[NAME]) not in taken:
            aliases = "|".join(name for name in row[NAMES].split("|") if name_key(name) not in taken)
            kept.append([*row[:NAMES], aliases, *row[NAMES + 1 :]])
    order = [row[0] for row in rows]
    return sorted(kept, key=lambda row: order.index(row[0]))


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 2:  # noqa: PLR2004 - names and lines
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0]), Path(given[1])), HOME, check=check))
