"""Former and historic names of well-known places: Artemivsk, Dnipropetrovsk, Leningrad, Saigon."""

import csv
from collections.abc import Iterator

from gazetteer.datafiles import data_file
from gazetteer.index.sources.rows import Name, NameFlag, PlaceRow, Problem
from gazetteer.index.sources.versions import content_version
from gazetteer.records import PlaceKind

_SAID_FORMER_IN = {"UA": ("uk", "ru"), "RU": ("ru", "uk")}
"""Elsewhere only English and names without a language are marked: Danzig is what German calls the city today."""
_FLAGS = {"former": NameFlag.FORMER, "historic": NameFlag.HISTORIC}


class FormerNamesSource:
    """Marks names of places that an earlier source has as names of the past; yields no place of its own."""

    name = "former-names"
    licence = "armsatlas, Apache-2.0"
    merges_by_name = False
    overrides = False

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = content_version("places/former_names.csv")

    def rows(self) -> Iterator[PlaceRow]:
        """Yield a row of names for each place, without a position."""
        with data_file("places/former_names.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                languages = (None, "en", *_SAID_FORMER_IN.get(row["country"], ()))
                names = (
                    Name(text, language, int(flag))
                    for column, flag in _FLAGS.items()
                    for text in filter(None, row[column].split("|"))
                    for language in languages
                    if language is None or (language == "en") is text.isascii()
                )
                yield names_of(row["id"], names)


def names_of(place_id: str, names: Iterator[Name]) -> PlaceRow:
    """Return a row that only brings names to the place of this id."""
    return PlaceRow(
        ids=(place_id,), name="", kind=PlaceKind.SETTLEMENT, feature_code="", lat=0.0, lon=0.0, names=tuple(names)
    )
