"""The reviewed places of `data/places/`: sites, villages, waters, vague regions, and names to add to places."""

from collections.abc import Iterator

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, read_table
from gazetteer.records import PlaceKind

TABLES = ("districts", "us_counties", "regions", "waters", "lakes", "airports", "sites", "settlements")
"""Files of `data/places/` that hold a place a row."""


class OwnPlacesSource(ShippedSource):
    """The tables of places, one a kind; a row's first id that another source knows joins it to that place."""

    name = "armsatlas"
    overrides = True
    tables = ("places", "languages/romanisation")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every reviewed place."""
        for table in TABLES:
            yield from map(_row, read_table(table))


def _row(row: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        ids=tuple(row["ids"].split()), name=row["name"], kind=PlaceKind(row["kind"]),
        feature_code=row["feature_code"], lat=float(row["lat"]), lon=float(row["lon"]),
        country=row["country"] or None, admin1=row["admin1"] or None, population=int(row["population"] or 0),
        radius_km=float(row["radius_km"]) if row["radius_km"] else None, names=tuple(parse_names(row["names"])),
        source=row["source"],
    )  # fmt: skip


def parse_names(cell: str) -> Iterator[Name]:
    """Read "Рожівка@uk|Rozjivka@nl|Old Name@en:historic" into names."""
    for entry in filter(None, (part.strip() for part in cell.split("|"))):
        text, _, tail = entry.partition("@")
        language, _, flags = tail.partition(":")
        yield Name(text, language or None, sum(NameFlag[flag.upper()] for flag in flags.split()))
