"""The gazetteer: names to candidate places, places to names."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.building import Progress, build_index, default_sources, sources_version
from gazetteer.errors import GazetteerIndexError
from gazetteer.index import default_index_path, open_index
from gazetteer.keys import bare_key, name_key
from gazetteer.keyset import KeySet
from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, ResolvedToponym
from gazetteer.sources.rows import NOT_WRITTEN, NameFlag

if TYPE_CHECKING:
    from typing import Self

_PLACE = (
    "p.place_id, p.name, p.kind, p.feature_code, p.lat, p.lon, p.country, p.admin1, p.admin2, p.population, p.radius_km"
)
_EXACT = (
    f"SELECT DISTINCT {_PLACE} FROM names n JOIN places p ON p.id = n.place "  # noqa: S608 - constants only
    f"WHERE n.key = ? AND n.flags & {int(NOT_WRITTEN)} = 0"
)
_KINDS = {kind.value: kind for kind in PlaceKind}
_CACHED_KEYS = 50_000


class Gazetteer:
    """An opened index. Safe to share between threads; each process opens its own."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()
        self._exact: dict[str, tuple[Place, ...]] = {}

    @classmethod
    def open(cls, path: Path | str | None = None, *, progress: Progress | None = None, build: bool = True) -> "Self":
        """Open an index; the default one is built first where it is missing or out of date.

        Args:
            path: An index file; the default index without it.
            progress: Called with stage, done, total while building.
            build: Whether to build a missing default index.

        Raises:
            GazetteerIndexError: No usable index, and none could be built.
        """
        target = Path(path) if path is not None else default_index_path()
        if path is None and build and not _is_current(target):
            build_index(target, default_sources(), progress=progress)
        return cls(open_index(target), target)

    def close(self) -> None:
        """Close the index file."""
        self._connection.close()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Exact names

    def exact(self, key: str) -> tuple[Place, ...]:
        """Return all places that people write with this key, the most populous first.

        Args:
            key: A `name_key`.
        """
        places = self._exact.get(key)
        if places is None:
            with self._lock:
                rows = self._connection.execute(_EXACT, (key,)).fetchall()
            places = tuple(sorted(map(_place, rows), key=_prominence, reverse=True))
            if len(self._exact) >= _CACHED_KEYS:
                self._exact.clear()
            self._exact[key] = places
        return places

    def exact_many(self, keys: Iterable[str]) -> dict[str, tuple[Place, ...]]:
        """Return `exact` for each key that has a place."""
        wanted = list(dict.fromkeys(keys))
        found = self.key_set.contains(wanted)
        return {key: self.exact(key) for key, known in zip(wanted, found, strict=True) if known}

    def has_name(self, key: str) -> bool:
        """Tell whether `exact` has a place for this key, without reading the index file."""
        return key in self.key_set

    def have_names(self, keys: Sequence[str]) -> list[bool]:
        """Return `has_name` for each key; the quickest way for many."""
        return [bool(known) for known in self.key_set.contains(keys)]

    @cached_property
    def key_set(self) -> KeySet:
        """The keys of all names that people write."""
        return KeySet(self._array("keys"))

    @cached_property
    def first_words(self) -> KeySet:
        """The first words of all keys that have several words."""
        return KeySet(self._array("first_words"))

    @cached_property
    def longest_key_words(self) -> int:
        """The number of words in the longest key."""
        with self._lock:
            return int(self._connection.execute("SELECT value FROM meta WHERE key = 'longest_key_words'").fetchone()[0])

    def _array(self, name: str) -> "np.ndarray":
        import numpy as np  # noqa: PLC0415 - not needed for one look-up

        with self._lock:
            row = self._connection.execute("SELECT dtype, data FROM arrays WHERE name = ?", (name,)).fetchone()
        return np.frombuffer(row[1], dtype=row[0])

    # Places

    def place(self, place_id: str) -> Place | None:
        """Return the place that has this id, from whichever source the id comes."""
        with self._lock:
            row = self._connection.execute(
                f"SELECT {_PLACE} FROM ids i JOIN places p ON p.id = i.place WHERE i.place_id = ?",  # noqa: S608 - constants
                (place_id,),
            ).fetchone()
        return _place(row) if row else None

    def names(self, place_id: str) -> list[tuple[str, str | None, NameFlag]]:
        """Return a place's names with language and flags."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT n.name, n.language, n.flags FROM ids i JOIN names n ON n.place = i.place WHERE i.place_id = ?",
                (place_id,),
            ).fetchall()
        return [(name, language, NameFlag(flags)) for name, language, flags in rows if not flags & NameFlag.BARE]

    def label(self, place: Place, language: str = "en") -> str:
        """Return the best name to show for a place in a language; its own name where none is known."""
        best = place.name
        best_rank = 0
        for name, tongue, flags in self.names(place.place_id):
            if tongue != language or flags & (NOT_WRITTEN | NameFlag.HISTORIC | NameFlag.FORMER):
                continue
            rank = 3 if flags & NameFlag.PREFERRED else 1 if flags & (NameFlag.ROMANISED | NameFlag.SHORT) else 2
            if rank > best_rank:
                best, best_rank = name, rank
        return best

    # Look-up

    def lookup(
        self,
        name: str,
        *,
        country: str | None = None,
        kind: PlaceKind | str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | Place | None = None,
        radius_km: float | None = None,
        language: str | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> list[Candidate]:
        """Return the places that a name may mean, the likeliest first."""
        key = name_key(name)
        places = self.exact(key) or self.exact(bare_key(name))
        return [
            Candidate(place=place, score=1.0 - 0.01 * n, matched_name=name, match=MatchKind.EXACT)
            for n, place in enumerate(places)
            if (country is None or place.country == country) and (kind is None or place.kind == kind)
        ][:limit]

    def toponyms(
        self, text: str, *, language: str | None = None, title: str | None = None
    ) -> Sequence[ResolvedToponym]:
        """Find and resolve the place names in a text; see `gazetteer.toponyms.find_toponyms`."""
        from gazetteer.toponyms import find_toponyms  # noqa: PLC0415 - loads language tables

        return find_toponyms(text, gazetteer=self, language=language, title=title)


def _is_current(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        connection = open_index(path)
    except GazetteerIndexError:
        return False
    with connection:
        built_from = connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
    connection.close()
    return built_from is not None and built_from[0] == sources_version(default_sources())


def _place(row: tuple) -> Place:
    place_id, name, kind, feature_code, lat, lon, country, admin1, admin2, population, radius_km = row
    return Place(
        place_id=place_id,
        name=name,
        kind=_KINDS[kind],
        feature_code=feature_code,
        lat=lat,
        lon=lon,
        country=country,
        admin1=admin1,
        admin2=admin2,
        population=population,
        radius_km=radius_km,
    )


_AREA_SHARE = 0.15
"""An area counts for less than its people: "Poltava" is the city first, "Georgia" the country."""


def _prominence(place: Place) -> float:
    share = _AREA_SHARE if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) else 1.0
    return place.population * share
