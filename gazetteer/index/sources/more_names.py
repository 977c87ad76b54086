"""Names that tables bring to cities which an earlier source has; none of these sources yields a place of its own."""

from collections.abc import Iterator

from gazetteer.index.sources.countries import LANGUAGES
from gazetteer.index.sources.geonames_cache import largest_by_name
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, names_for, read_table
from gazetteer.match.keys import name_key

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
        for row in read_table("exonyms"):
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
        for row in read_table("former_names"):
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
