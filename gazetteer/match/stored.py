"""The places and names of an opened index, by key, id and code."""

import sqlite3
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any

from gazetteer.index.sources.rows import NOT_WRITTEN, NameFlag
from gazetteer.match.matching import place_from_record
from gazetteer.match.scoring import AREA_SHARE
from gazetteer.records import Place, PlaceKind

if TYPE_CHECKING:
    from gazetteer.index.arrays import KeySet

_EXACT = (
    f"SELECT c.record, n.flags & {int(NameFlag.HISTORIC)} "  # noqa: S608 - constants only
    "FROM names n CROSS JOIN cards c ON c.id = n.place "
    f"WHERE n.key = ? AND n.flags & {int(NOT_WRITTEN)} = 0"
)
_BARE = int(NameFlag.BARE)
_CACHED_KEYS = 50_000
_CACHED_NAMES = 5_000
_QUARTERS = 8
"""So many times as many places are asked for as are wanted, as a city's quarters may stand before the next towns."""
_NOT_SHOWN = NOT_WRITTEN | NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.ABBREVIATION | NameFlag.COLLOQUIAL


class StoredPlaces:
    """Reads the tables of one index; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._exact: dict[str, tuple[Place, ...]] = {}
        self._names: dict[str, list[tuple[str, str | None, NameFlag]]] = {}

    def fetch(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query, one thread at a time."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    # Exact names

    def exact(self, key: str) -> tuple[Place, ...]:
        """Return all places that people write with this key, the most populous first.

        An area counts for 15% of its people, so that a town comes before its district of the same name.
        """
        places = self._exact.get(key)
        if places is None:
            rows = self.fetch(_EXACT, (key,))
            if len(rows) > 1:  # the same name in two languages is two rows
                rows = list(dict.fromkeys(rows))
            places = tuple([place_from_record(record) for record, _ in rows])
            if len(places) > 1:
                # A town that once bore the name comes after those that do: Sloviansk is not Nikopol.
                past = {place.place_id for place, (_, historic) in zip(places, rows, strict=True) if historic}
                places = tuple(dict.fromkeys(places))
                places = tuple(sorted(places, key=lambda place: (place.place_id in past, -_people(place))))
            if len(self._exact) >= _CACHED_KEYS:
                self._exact.clear()
            self._exact[key] = places
        return places

    def has_name(self, key: str) -> bool:
        """Return whether `exact` has a place for this key, without reading the index file."""
        return key in self.key_set

    def have_names(self, keys: Sequence[str]) -> list[bool]:
        """Return `has_name` for each key; the quickest way for many."""
        return [bool(known) for known in self.key_set.contains(keys)]

    @cached_property
    def key_set(self) -> "KeySet":
        """The keys of all names that people write."""
        return self._key_set("keys")

    @cached_property
    def first_words(self) -> "KeySet":
        """The first words of all keys that have several words."""
        return self._key_set("first_words")

    def _key_set(self, name: str) -> "KeySet":
        from gazetteer.index.arrays import KeySet

        return KeySet.from_bytes(self.fetch("SELECT data FROM arrays WHERE name = ?", (name,))[0][0])

    # Places

    def place(self, place_id: str) -> Place | None:
        """Return the place that has this id, from whichever source the id comes."""
        query = "SELECT c.record FROM ids i JOIN cards c ON c.id = i.place WHERE i.place_id = ?"
        rows = self.fetch(query, (place_id,))
        return place_from_record(rows[0][0]) if rows else None

    def ids(self, place_id: str) -> list[str]:
        """Return all ids of a place, from every source, the one it goes by first."""
        query = "SELECT o.place_id FROM ids i JOIN ids o ON o.place = i.place WHERE i.place_id = ?"
        found = [other for (other,) in self.fetch(query, (place_id,))]
        own = self.place(place_id)
        return sorted(found, key=lambda other: (own is None or other != own.place_id, other))

    def names(self, place_id: str) -> list[tuple[str, str | None, NameFlag]]:
        """Return a place's names with language and flags, a corpus's few places fast."""
        if place_id in self._names:
            return self._names[place_id]
        query = "SELECT n.name, n.language, n.flags FROM ids i JOIN names n ON n.place = i.place WHERE i.place_id = ?"
        rows = self.fetch(query, (place_id,))
        found = [(name, language, NameFlag(flags)) for name, language, flags in rows if not flags & _BARE]
        if len(self._names) < _CACHED_NAMES:
            self._names[place_id] = found
        return found

    def largest_within(self, box: tuple[float, float, float, float], *, limit: int, apart: float = 0) -> list[Place]:
        """Return the settlements with the most people in a box (west, south, east, north), which may lie across ±180°.

        Of those nearer to each other than `apart`, in degrees of latitude, the one that is written in most scripts
        stays: sources count a city's quarters as settlements, and at times more people in one than in the city.
        """
        west, south, east, north = box
        west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
        across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
        query = (
            f"SELECT id FROM places WHERE kind = 'settlement' AND {across} AND lat BETWEEN ? AND ? "  # noqa: S608 - fixed
            "ORDER BY population DESC, id LIMIT ?"
        )
        rows = [row for (row,) in self.fetch(query, (west, east, south, north, limit * _QUARTERS if apart else limit))]
        marks = ",".join(map(str, rows))
        found = dict(self.fetch(f"SELECT id, record FROM cards WHERE id IN ({marks})"))  # noqa: S608 - numbers
        places = {row: place_from_record(found[row]) for row in rows}
        if apart:
            names = f"SELECT place, name FROM names WHERE place IN ({marks}) AND flags & ? = 0"  # noqa: S608 - numbers
            scripts = defaultdict[int, set[str]](set)
            for row, name in self.fetch(names, (int(NOT_WRITTEN | NameFlag.ROMANISED),)):
                scripts[row] |= {unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()}
            known = sorted(rows, key=lambda row: -len(scripts[row]))  # those as widely known stay in order of people
            kept = _spaced(known, [(places[row].lon, places[row].lat) for row in known], apart)
            rows = [row for row in rows if row in kept]
        return [places[row] for row in rows[:limit]]

    def label(self, place: Place, language: str = "en") -> str:
        """Return the best name to show for a place in a language; its own name where none is known.

        A current name in that language, its preferred one first; else what the language's press makes of a name in
        another script, by its romanisation table.
        """
        best, best_rank = place.name, 2 if language == "en" else 0
        for name, tongue, flags in self.names(place.place_id):
            if tongue != language or flags & _NOT_SHOWN:
                continue
            rank = 3 if flags & NameFlag.PREFERRED else 1 if flags & (NameFlag.ROMANISED | NameFlag.SHORT) else 2
            if rank > best_rank:
                best, best_rank = name, rank
        return best

    @cached_property
    def _countries(self) -> dict[str, Place]:
        found = self._of_kind(PlaceKind.COUNTRY, "p.country IS NOT NULL")
        return {place.country: place for place in found if place.country}

    @cached_property
    def _areas(self) -> dict[str, Place]:
        found = self._of_kind(PlaceKind.ADMIN1, "p.admin1 IS NOT NULL ORDER BY p.id DESC")
        return {place.admin1: place for place in found if place.admin1}

    def _of_kind(self, kind: PlaceKind, wanted: str) -> list[Place]:
        query = f"SELECT c.record FROM places p JOIN cards c ON c.id = p.id WHERE p.kind = ? AND {wanted}"  # noqa: S608 - constants
        return [place_from_record(record) for (record,) in self.fetch(query, (kind.value,))]

    def country(self, code: str | None) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        return self._countries.get(code or "")

    def area(self, code: str | None) -> Place | None:
        """Return the first-level area with this GeoNames code, as `UA.18`."""
        return self._areas.get(code or "")

    def code_name(self, code: str, kind: str) -> str | None:
        """Return what a code stands for, where a GeoNames table of codes has been added."""
        rows = self.fetch("SELECT name FROM codes WHERE code = ? AND kind = ?", (code, kind))
        return str(rows[0][0]) if rows else None


def _people(place: Place) -> float:
    return place.population * (AREA_SHARE if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) else 1.0)


def _spaced(rows: Sequence[int], spots: Sequence[tuple[float, float]], apart: float) -> set[int]:
    """Return the rows of which none before, that is kept itself, lies nearer than so many degrees of latitude."""
    kept: dict[int, tuple[float, float]] = {}
    for row, (lon, lat) in zip(rows, spots, strict=True):
        narrow = cos(radians(lat))
        if all(hypot(((lon - x + 180) % 360 - 180) * narrow, lat - y) >= apart for x, y in kept.values()):
            kept[row] = lon, lat
    return set(kept)
