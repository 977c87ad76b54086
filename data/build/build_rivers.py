"""Build `data/places/rivers.csv`: the named rivers of the world.

From the centre lines of Natural Earth 10m (public domain), by way of Debian's libmagics++-data, whose table has lost
letters beyond ASCII: names that lack one are left out. The point is the middle of the longest stretch, to two decimals;
the radius reaches to the farthest end. A name without a word for river counts only where no town has it, and only in
the Old World: elsewhere rivers are called "the X River", "Rio X".

Usage: build_rivers.py ne_10m_rivers_lake_centerlines.shp [--check]
"""

import csv
import re
import sys
from functools import partial
from pathlib import Path

import pyogrio
import shapely
from delivery import arguments, deliver
from named_ground import FIELDS, reviewed_names, stands_alone, where

from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key

HOME = Path(__file__).resolve().parents[1] / "places"
SOURCE = "Natural Earth 10m rivers 3.0.0 (public domain)"
SAYING = re.compile(
    r"\b(Rio|Riviere|R\.|Canal|Delta|Branch|Channel|Fork|Nile|Creek|Bayou|Wadi|Oued|Bahr|Shatt|Darya|Protoka|Gol|Jiang|"
    r"Yenisey|Duna|Csatorna|Donau|Bratul|Braco|Outlet|Angostura)\b|(alven|joki)$"
)
OLD_WORLD = shapely.box(-20, -36, 180, 82).difference(shapely.box(95, -60, 180, -9))
DAMAGED = re.compile(
    r"\?|^(Rhne|Pnuco|Mlzes|Zncara|Purificacin|Ngun|Gta lv|Lule lv|Stora Lule lv|Motala strm|Santa Mara|Glma|Steldt|"
    r"Niagra|Vitava|Dnepre|Winisk|Pend Orielle|.*Susqehanna.*|Svernaya Dvina|Byk Menderes|Ro Grande.*|Chirrip del.*|"
    r".*[^aeiouy]lven|Grande Rivire.*|Oum Er Rbia|.*[Uu]nnamed.*|Indragi)$"
)


def build(source: Path, into: Path) -> None:
    """Write the table."""
    known, written = reviewed_names(), []
    stretches = pyogrio.read_dataframe(source)
    stretches = stretches[stretches["name"].notna() & (stretches["rivernum"] > 0)]
    for number, rows in stretches.groupby("rivernum", sort=True):
        texts = [
            text for row in rows["name"].unique() for text in re.split(r"\s*[()]\s*", re.sub(r" +", " ", row)) if text
        ]
        texts = [text for text in dict.fromkeys(texts) if not DAMAGED.search(text)]
        said = [text if SAYING.search(text) else f"{text} River" for text in texts]
        if not said or any(name_key(text) in known for text in (*texts, *said)):
            continue
        lines = [line for shape in rows.geometry for line in getattr(shape, "geoms", [shape])]
        point = max(lines, key=lambda line: line.length).interpolate(0.5, normalized=True)
        ends = [end for line in lines for end in (line.coords[0], line.coords[-1])]
        radius = max(round(max(distance_km(point.x, point.y, *end[:2]) for end in ends)), 1)
        bare = [text for text in texts if stands_alone(text)] if OLD_WORLD.contains(point) else []
        aliases = "|".join(text for text in dict.fromkeys([*said, *bare]) if text != said[0])
        country, _ = where(point.x, point.y)
        cells = (f"armsatlas:river-{number}", said[0], "water", "STM", round(point.y, 2), round(point.x, 2))
        written.append([*cells, country if radius < 200 else "", "", "", radius, aliases, SOURCE])  # noqa: PLR2004 - km
    with (into / "rivers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([FIELDS, *written])


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), HOME, check=check))
