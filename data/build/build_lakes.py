"""Build `data/places/lakes.csv`: lakes and reservoirs with their names in eight languages.

From the lakes of Natural Earth 10m (public domain). A name counts where a word of it says that it is a lake. The point
is one inside the lake, to two decimals; the radius is that of its circle around.

Usage: build_lakes.py ne_10m_lakes.shp [--check]
"""

import csv
import re
import sys
from functools import partial
from pathlib import Path

import pyogrio
import shapely
from delivery import arguments, deliver

from gazetteer.distance import distance_km
from gazetteer.match.keys import name_key

HOME = Path(__file__).resolve().parents[1] / "places"
SOURCE = "Natural Earth 10m lakes (public domain)"
SAYING = {
    "en": r"\b(Lake|Reservoir|Lough|Loch|Sea|Lagoon)\b",
    "de": r"see\b|\bSee\b|Stausee",
    "fr": r"\b([Ll]ac|[Rr]éservoir|[Ll]agune|[Mm]er)\b",
    "es": r"\b([Ll]ago|[Ll]aguna|[Ee]mbalse|[Mm]ar)\b",
    "nl": r"meer\b|\bMeer\b|stuwmeer",
    "pl": r"\b([Jj]ezioro|[Zz]biornik|[Mm]orze)\b",
    "ru": r"озеро|водохранилище|море",
    "uk": r"озеро|водосховище|море",
}


def build(source: Path, into: Path) -> None:
    """Write the table."""
    with (HOME / "waters.csv").open(encoding="utf-8", newline="") as lines:
        fields, *rows = list(csv.reader(lines))
    known = {name_key(row[1]) for row in rows} | {
        name_key(name.partition("@")[0]) for row in rows for name in row[10].split("|")
    }
    lakes = pyogrio.read_dataframe(source).sort_values(["ne_id"], kind="stable")
    written = []
    for _, lake in lakes.iterrows():
        names = {
            language: lake[f"name_{language}"].replace("’", "'")
            for language, saying in SAYING.items()
            if isinstance(lake[f"name_{language}"], str) and re.search(saying, lake[f"name_{language}"])
        }
        if not isinstance(lake["name_en"], str):
            continue
        whole = [name for name in (lake["name"], lake["name_en"]) if re.search(SAYING["en"], name)]
        bare = f"{lake['name_en']} Reservoir" if lake["featurecla"] == "Reservoir" else f"Lake {lake['name_en']}"
        own = names["en"] = whole[0] if whole else bare
        if any(name_key(name) in known for name in names.values()):
            continue
        known |= {name_key(name) for name in names.values()}
        inside = lake.geometry.representative_point()
        west, south, east, north = shapely.bounds(lake.geometry)
        radius = max(round(distance_km(west, south, east, north) / 2), 1)
        aliases = "|".join(f"{name}@{language}:preferred" for language, name in names.items() if language != "en")
        cells = (f"armsatlas:lake-{lake['ne_id']}", own, "water", "LK", round(inside.y, 2), round(inside.x, 2))
        written.append([*cells, "", "", "", radius, aliases, SOURCE])
    with (into / "lakes.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([fields, *written])


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), HOME, check=check))
