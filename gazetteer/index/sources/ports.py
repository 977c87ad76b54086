"""Ports of the network of sea routes, as places: the town of the name has the port's code as well as its own id."""

from collections.abc import Iterator

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, read_table
from gazetteer.records import PlaceKind

_PATTERNS = {"en": "Port of {}", "fr": "port de {}", "de": "Hafen {}", "nl": "haven van {}"}


class PortsSource(ShippedSource):
    """Every port of `data/places/ports.csv`; one that is no town's is a site."""

    name = "ports"
    licence = "UN/LOCODE by way of searoute (Apache-2.0)"
    tables = ("places/ports.csv",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every port, with the id of its town where there is one."""
        yield from map(_row, read_table("ports"))


def _row(row: dict[str, str]) -> PlaceRow:
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
