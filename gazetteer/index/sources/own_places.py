"""The reviewed places of `data/places/`: sites, villages, waters, vague regions, and names to add to places."""

import csv
from collections.abc import Iterator
from pathlib import Path

from gazetteer.datafiles import data_file
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem
from gazetteer.index.sources.versions import content_version
from gazetteer.records import PlaceKind

TABLES = ("districts", "us_counties", "regions", "waters", "lakes", "airports", "sites", "settlements")
"""Files of `data/places/` that hold a place a row."""


class OwnPlacesSource:
    """The tables of places, one a kind; a row's first id that another source knows joins it to that place."""

    name = "armsatlas"
    licence = "armsatlas, Apache-2.0"
    merges_by_name = False
    overrides = True

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = content_version("places", "languages/romanisation")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every reviewed place."""
        for table in TABLES:
            yield from _read(data_file(f"places/{table}.csv"))


def _read(path: Path) -> Iterator[PlaceRow]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield PlaceRow(
                ids=tuple(row["ids"].split()),
                name=row["name"],
                kind=PlaceKind(row["kind"]),
                feature_code=row["feature_code"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                country=row["country"] or None,
                admin1=row["admin1"] or None,
                population=int(row["population"] or 0),
                radius_km=float(row["radius_km"]) if row["radius_km"] else None,
                names=tuple(parse_names(row["names"])),
                source=row["source"],
            )


def parse_names(cell: str) -> Iterator[Name]:
    """Read "Рожівка@uk|Rozjivka@nl|Old Name@en:historic" into names.

    Raises:
        KeyError: A flag that no `NameFlag` has.
    """
    for entry in filter(None, (part.strip() for part in cell.split("|"))):
        text, _, tail = entry.partition("@")
        language, _, flags = tail.partition(":")
        yield Name(text, language or None, sum(NameFlag[flag.upper()] for flag in flags.split()))
