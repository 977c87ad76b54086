"""First-level areas, with GeoNames' ids and codes, from the reviewed table `data/places/admin1.csv`."""

import csv
from collections.abc import Iterator

from gazetteer.datafiles import data_file
from gazetteer.records import PlaceKind
from gazetteer.sources.rows import Name, NameFlag, PlaceRow, Problem

_TABLE = "places/admin1.csv"
_ALIASES = "places/admin1_names.csv"


class FirstLevelSource:
    """Oblasts, states, provinces and the like of all countries."""

    name = "admin1"
    licence = "GeoNames, geonames.org, CC BY 4.0; further names: armsatlas"

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = "1"

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every first-level area that has a point."""
        aliases = _aliases()
        with data_file(_TABLE).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield _row(row, aliases.get(row["code"], []))


def _aliases() -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = {}
    with data_file(_ALIASES).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            flags = sum(NameFlag[flag.upper()] for flag in row["flags"].split())
            names.setdefault(row["code"], []).append(Name(row["name"], row["language"] or None, flags))
    return names


def _row(row: dict[str, str], aliases: list[Name]) -> PlaceRow:
    english = next((name.text for name in aliases if name.language == "en" and name.flags & NameFlag.PREFERRED), None)
    return PlaceRow(
        ids=(f"geonames:{row['geonameid']}",),
        name=english or row["name"],
        kind=PlaceKind.ADMIN1,
        feature_code="ADM1",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        country=row["code"].partition(".")[0],
        admin1=row["code"],
        population=int(row["population"] or 0),
        names=(Name(row["name"]), Name(row["ascii"]), *aliases),
    )
