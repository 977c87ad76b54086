"""Places that come along: the reviewed ones of `data/places/`, and the ports of the network of sea routes."""

from collections.abc import Iterator

from gazetteer.datafiles import read_csv
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource
from gazetteer.records import PlaceKind

TABLES = (
    "districts",
    "us_counties",
    "departments",
    "regions",
    "waters",
    "lakes",
    "rivers",
    "islands",
    "airports",
    "sites",
    "settlements",
)
"""Files of `data/places/` that hold a place a row."""


class OwnPlacesSource(ShippedSource):
    """The tables of places, one a kind; a row's first id that another source knows joins it to that place."""

    name = "armsatlas"
    overrides = True
    tables = ("places", "languages/romanisation")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every reviewed place."""
        for table in TABLES:
            yield from map(_row, read_csv(f"places/{table}.csv"))


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


_PATTERNS = {"en": "Port of {}", "fr": "port de {}", "de": "Hafen {}", "nl": "haven van {}"}


class PortsSource(ShippedSource):
    """Every port of `data/places/ports.csv`; one that is no town's is a site."""

    name = "ports"
    licence = "UN/LOCODE by way of searoute (Apache-2.0)"
    tables = ("places/ports.csv",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every port, with the id of its town where there is one."""
        yield from map(_port_row, read_csv("places/ports.csv"))


def _port_row(row: dict[str, str]) -> PlaceRow:
    own = f"unlocode:{row['unlocode']}"
    port = _PATTERNS["en"].format(row["name"])
    names = () if row["place_id"] else tuple(_names(row["name"], bare=row["bare"] == "1"))
    return PlaceRow(
        ids=(row["place_id"], own) if row["place_id"] else (own,),
        name="" if row["place_id"] else row["name"] if "port" in row["name"].lower() else port, kind=PlaceKind.SITE,
        feature_code="PRT", lat=float(row["lat"]), lon=float(row["lon"]), country=row["country"], names=names,
        source=row["source"],
    )  # fmt: skip


def _names(name: str, *, bare: bool) -> Iterator[Name]:
    for language, pattern in _PATTERNS.items():
        yield Name(pattern.format(name), language)
    if bare:
        yield Name(name, None, int(NameFlag.SHORT))
