"""First-level areas: GeoNames' ids and codes, and their names as the press writes them.

Tables in `data/places/`: `admin1.csv` (all areas, from GeoNames), `admin1_names.csv` (names by language),
`oblasts.csv` with `area_patterns.csv` ("Kharkiv" and "{} Oblast"), and `area_types.csv` (what a country calls them).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, ShippedSource, read_table
from gazetteer.records import PlaceKind

_LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")
_ELISION = re.compile(r"\bde (?=[aâeéèiîoôuy])", re.IGNORECASE)
_ADJECTIVAL = frozenset({"pl", "uk", "ru"})
"""Languages whose column in `oblasts.csv` holds an adjective, no name by itself."""


class FirstLevelSource(ShippedSource):
    """Oblasts, states, provinces and the like of all countries."""

    name = "admin1"
    licence = "GeoNames, geonames.org, CC BY 4.0; further names: armsatlas"
    tables = ("places/admin1.csv", "places/admin1_names.csv", "places/oblasts.csv", "places/area_patterns.csv")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every first-level area that has a point."""
        reviewed = _reviewed_names()
        types = {row["country"]: row["type"] for row in read_table("area_types")}
        for row in read_table("admin1"):
            names = reviewed.get(row["code"]) or _typed_names(row["ascii"], types.get(row["code"][:2]))
            yield _row(row, names)


@lru_cache
def _patterns() -> dict[tuple[str, str], list[str]]:
    return {(row["type"], row["language"]): row["patterns"].split("|") for row in read_table("area_patterns")}


def _reviewed_names() -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = {}
    for row in read_table("oblasts"):
        for language in _LANGUAGES:
            if row[language]:
                names.setdefault(row["code"], []).extend(_pattern_names(row["type"], language, row[language]))
    for row in read_table("admin1_names"):
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
    stem = ascii_name.removesuffix(" Province").removesuffix(" Governorate").removesuffix(" Region")
    return [Name(pattern.format(stem), "en") for pattern in patterns]


def _row(row: dict[str, str], names: list[Name]) -> PlaceRow:
    english = next((name.text for name in names if name.language == "en" and name.flags & NameFlag.PREFERRED), None)
    return PlaceRow(
        ids=(f"geonames:{row['geonameid']}",), name=english or row["name"], kind=PlaceKind.ADMIN1,
        feature_code="ADM1", lat=float(row["lat"]), lon=float(row["lon"]), country=row["code"].partition(".")[0],
        admin1=row["code"], population=int(row["population"] or 0),
        names=(Name(row["name"], None, NameFlag.SHORT), Name(row["ascii"], None, NameFlag.SHORT), *names),
    )  # fmt: skip
