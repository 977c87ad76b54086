"""Names of some 350 large cities in over thirty languages, from CLDR's time zones ("Asia/Pyongyang")."""

from collections.abc import Iterator
from importlib import metadata

from gazetteer.index.sources.countries import LANGUAGES
from gazetteer.index.sources.geonames_cache import forget_cities, largest_by_name
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind


class CldrCitiesSource:
    """Adds names to cities that GeoNames has; yields no place of its own."""

    name = "cldr-cities"
    licence = "Unicode CLDR by way of babel, Unicode License"
    merges_by_name = False
    overrides = False

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = metadata.version("babel")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row, with the id of the city in GeoNames, for each city that names a time zone."""
        from babel.core import get_global

        countries = get_global("zone_territories")
        names = _zone_names()
        cities = largest_by_name({code for code in countries.values() if len(code) == 2})  # noqa: PLR2004 - not 001
        forget_cities()
        for zone, translated in names.items():
            english = next((name.text for name in translated if name.language == "en"), None)
            own = zone.rpartition("/")[2].replace("_", " ")
            city = cities.get((countries.get(zone, ""), name_key(english or own)))
            if city is not None:
                yield PlaceRow(
                    ids=(f"geonames:{city.geonameid}",),
                    name=city.name,
                    kind=PlaceKind.SETTLEMENT,
                    feature_code="PPL",
                    lat=city.latitude,
                    lon=city.longitude,
                    country=city.countrycode,
                    names=tuple(translated),
                )


def _zone_names() -> dict[str, list[Name]]:
    from babel import Locale

    found: dict[str, list[Name]] = {}
    for language in LANGUAGES:
        for zone, entry in Locale.parse(language).time_zones.items():
            if entry.get("city") and "/" in zone:
                found.setdefault(zone, []).append(Name(str(entry["city"]), language[:2], int(NameFlag.PREFERRED)))
    return found
