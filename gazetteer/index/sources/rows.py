"""What every source yields, one row a place with its names, and what sources have in common."""

import zlib
from collections.abc import Iterable, Iterator
from enum import IntFlag
from importlib import metadata
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from gazetteer.datafiles import data_file
from gazetteer.errors import SourceError
from gazetteer.records import PlaceKind

_MOST_PROBLEMS = 1000


class NameFlag(IntFlag):
    """What sort of name it is; 0 is a current name of unknown standing."""

    MAIN = 1  # the source's own name of the place
    PREFERRED = 2  # the usual name in its language
    SHORT = 4
    COLLOQUIAL = 8
    HISTORIC = 16  # in use in the past, as Leningrad; former names since 1991 as well
    FORMER = 32  # the official name before the current one, and still met with, as Artemivsk
    ROMANISED = 64  # Made by a romanisation table from a name in another script
    SEARCH = 128  # a source's machine-made search form ("ha er ke fu"); not a name that people write
    CODE = 256  # an airport's or another code
    ABBREVIATION = 512
    BARE = 1024  # a name without its article


NOT_WRITTEN = NameFlag.SEARCH | NameFlag.CODE | NameFlag.BARE
"""Flags of forms that help a look-up and say nothing in running text."""

PAST = int(NameFlag.HISTORIC | NameFlag.FORMER)  # Flags of names that were in use before the current one


class Name(Struct, frozen=True, gc=False):
    """One name of a place."""

    text: str
    language: str | None = None  # ISO 639-1 where there is one
    flags: int = 0


_MOST_PEOPLE = 10**11


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One place as a source has it. Degrees are WGS 84."""

    ids: tuple[str, ...]  # Its ids, the one to go by first: `geonames:706483`, `wof:101752481`
    name: str  # Empty in a row that only brings names or ids to a place that an earlier source has
    kind: PlaceKind
    feature_code: str
    lat: float
    lon: float
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    radius_km: float | None = None
    names: tuple[Name, ...] = ()
    source: str | None = None  # where this row's facts come from, if its file says so row by row

    def __post_init__(self) -> None:
        """Refuse what no census counts and no column holds."""
        if not 0 <= self.population <= _MOST_PEOPLE:
            raise ValueError(f"a population of {self.population:.3g}")


class Problem(Struct, frozen=True):
    """A row that a source could not give."""

    line: int
    reason: str


class Source(Protocol):
    """A gazetteer source: a name, a version that changes whenever its rows do, a licence in one line, and rows."""

    name: str
    licence: str
    merges_by_name: bool  # whether a place is joined to one of the same name close by, where they share no id
    overrides: bool  # whether its name and position replace those of a place that an earlier source has
    problems: list[Problem]  # Rows left out so far, with the reason; grows as `rows` runs

    @property
    def version(self) -> str:
        """Changes whenever the rows do."""

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every place."""


class ShippedSource:
    """What sources that ship have in common: tables of `data/`, and packages, that tell their version."""

    name: str
    licence = "armsatlas, Apache-2.0"
    merges_by_name = False
    overrides = False
    tables: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @property
    def version(self) -> str:
        """Versions of the packages, and a checksum of the tables."""
        own = [content_version(*self.tables)] if self.tables else []
        return ", ".join([*own, *(f"{package} {metadata.version(package)}" for package in self.packages)])


class FileSource:
    """What sources that read a user's file have in common."""

    licence: str
    merges_by_name = False
    overrides = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self.version = file_version(path)
        self.problems: list[Problem] = []

    def leave_out(self, number: int, reason: str) -> None:
        """List a line that is no place; of very many the first."""
        if len(self.problems) <= _MOST_PROBLEMS:
            more = f"more than {_MOST_PROBLEMS} rows left out; the rest is not listed"
            self.problems.append(Problem(number, reason if len(self.problems) < _MOST_PROBLEMS else more))


def file_version(path: Path) -> str:
    """Return size and time of a file, as a version."""
    try:
        status = path.stat()
    except OSError as error:
        raise SourceError(f"{path}: can't be read ({error.strerror})") from error
    return f"{status.st_size} bytes of {int(status.st_mtime)}"


def content_version(*names: str) -> str:
    """Return a checksum of files or folders of `data/`."""
    checksum = 0
    for path in map(data_file, names):
        for file in sorted(path.glob("*.*")) if path.is_dir() else [path]:
            checksum = zlib.crc32(file.read_bytes(), checksum)
    return f"{checksum:08x}"


def names_for(place_id: str, names: Iterable[Name]) -> PlaceRow:
    """Return a row that only brings names to the place of this id."""
    kind = PlaceKind.SETTLEMENT
    return PlaceRow(ids=(place_id,), name="", kind=kind, feature_code="", lat=0.0, lon=0.0, names=tuple(names))
