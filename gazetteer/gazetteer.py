"""The gazetteer: names to candidate places, places to names."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.errors import GazetteerError
from gazetteer.index.database import default_index_path, open_index
from gazetteer.index.sources.rows import NOT_WRITTEN, NameFlag
from gazetteer.match.matching import Matcher, place_from_record
from gazetteer.match.scoring import AREA_SHARE, Circle, Match, distance_km, ranked
from gazetteer.records import Candidate, Place, PlaceKind, ResolvedToponym

if TYPE_CHECKING:
    from typing import Self

    from gazetteer.index.keyset import KeySet
    from gazetteer.index.writing import Progress
    from gazetteer.match.reverse import PointTree

_EXACT = (
    f"SELECT c.record, n.flags & {int(NameFlag.HISTORIC)} "  # noqa: S608 - constants only
    "FROM names n CROSS JOIN cards c ON c.id = n.place "
    f"WHERE n.key = ? AND n.flags & {int(NOT_WRITTEN)} = 0"
)
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_CACHED_KEYS = 50_000
_NEARLY_THE_SAME = 0.8
_ENOUGH = 5
"""So many places of the very name are an answer; fewer are followed by places of similar names."""
_WELL_KNOWN = 15_000
"""A place of this many people, met by its very name, is what was asked; no similar names are looked for."""


class Gazetteer:
    """An opened index. Safe to share between threads; each process opens its own."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()
        self._exact: dict[str, tuple[Place, ...]] = {}
        self._matcher = Matcher(self._fetch)
        self._trees: dict[tuple[PlaceKind, ...], PointTree] = {}

    @classmethod
    def open(cls, path: Path | str | None = None, *, progress: "Progress | None" = None, build: bool = True) -> "Self":
        """Open an index; the default one is built first where it is missing or out of date.

        Args:
            path: An index file; the default index without it.
            progress: Called with stage, done, total while building.
            build: Whether to build a missing default index.

        Raises:
            GazetteerIndexError: No usable index, and none could be built.
        """
        target = Path(path) if path is not None else default_index_path()
        if path is None and build:
            from gazetteer.index.building import build_default_index, is_current

            if not is_current(target):
                build_default_index(target, progress=progress)
        return cls(open_index(target), target)

    def close(self) -> None:
        """Close the index file."""
        self._connection.close()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def info(self) -> dict[str, Any]:
        """Return the index's path, size, numbers of places and names, sources, and the rows they left out."""
        source_columns = ("name", "version", "licence", "path", "rows", "problems")
        sources = self._fetch(f"SELECT {', '.join(source_columns)} FROM sources ORDER BY id")  # noqa: S608 - constants
        problems = self._fetch("SELECT s.name, p.line, p.reason FROM problems p JOIN sources s ON s.id = p.source")
        return {
            "path": str(self.path),
            "bytes": self.path.stat().st_size,
            "places": self._fetch("SELECT count(*) FROM places")[0][0],
            "names": self._fetch("SELECT count(*) FROM names")[0][0],
            "sources": [dict(zip(source_columns, source, strict=True)) for source in sources],
            "problems": [dict(zip(("source", "line", "reason"), problem, strict=True)) for problem in problems],
        }

    def _fetch(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    # Exact names

    def exact(self, key: str) -> tuple[Place, ...]:
        """Return all places that people write with this key, the most populous first.

        An area counts for 15% of its people, so that a town comes before its district of the same name.

        Args:
            key: A `name_key`.
        """
        places = self._exact.get(key)
        if places is None:
            rows = self._fetch(_EXACT, (key,))
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

    def exact_many(self, keys: Iterable[str]) -> dict[str, tuple[Place, ...]]:
        """Return `exact` for each key that has a place."""
        wanted = list(dict.fromkeys(keys))
        found = self.key_set.contains(wanted)
        return {key: self.exact(key) for key, known in zip(wanted, found, strict=True) if known}

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
        from gazetteer.index.keyset import KeySet

        return KeySet.from_bytes(self._fetch("SELECT data FROM arrays WHERE name = ?", (name,))[0][0])

    @cached_property
    def longest_key_words(self) -> int:
        """The number of words in the longest key."""
        return int(self._fetch("SELECT value FROM meta WHERE key = 'longest_key_words'")[0][0])

    # Places

    def place(self, place_id: str) -> Place | None:
        """Return the place that has this id, from whichever source the id comes."""
        query = "SELECT c.record FROM ids i JOIN cards c ON c.id = i.place WHERE i.place_id = ?"
        rows = self._fetch(query, (place_id,))
        return place_from_record(rows[0][0]) if rows else None

    def ids(self, place_id: str) -> list[str]:
        """Return all ids of a place, from every source, the one it goes by first."""
        query = "SELECT o.place_id FROM ids i JOIN ids o ON o.place = i.place WHERE i.place_id = ?"
        found = [other for (other,) in self._fetch(query, (place_id,))]
        own = self.place(place_id)
        return sorted(found, key=lambda other: (own is None or other != own.place_id, other))

    def names(self, place_id: str) -> list[tuple[str, str | None, NameFlag]]:
        """Return a place's names with language and flags."""
        query = "SELECT n.name, n.language, n.flags FROM ids i JOIN names n ON n.place = i.place WHERE i.place_id = ?"
        rows = self._fetch(query, (place_id,))
        return [(name, language, NameFlag(flags)) for name, language, flags in rows if not flags & NameFlag.BARE]

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
        return [place_from_record(record) for (record,) in self._fetch(query, (kind.value,))]

    def country(self, code: str | None) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        return self._countries.get(code or "")

    def area(self, code: str | None) -> Place | None:
        """Return the first-level area with this GeoNames code, as `UA.18`."""
        return self._areas.get(code or "")

    def code_name(self, code: str, kind: str) -> str | None:
        """Return what a code stands for, where a GeoNames table of codes has been added.

        Args:
            code: As `UA.18.8378000` or `PPLC`.
            kind: admin1, admin2, country or feature.
        """
        rows = self._fetch("SELECT name FROM codes WHERE code = ? AND kind = ?", (code, kind))
        return str(rows[0][0]) if rows else None

    # Points

    def nearest(
        self, lon: float, lat: float, *, limit: int = 5, kinds: Sequence[PlaceKind] = _POINTS
    ) -> list[tuple[Place, float]]:
        """Return the places nearest to a point, each with its distance in kilometres.

        Args:
            lon: Degrees.
            lat: Degrees.
            limit: How many.
            kinds: Settlements and sites, or others.

        Raises:
            GazetteerError: The point is not on the Earth.
        """
        return self.nearest_many([(lon, lat)], limit=limit, kinds=kinds)[0]

    def nearest_many(
        self, points: Sequence[tuple[float, float]], *, limit: int = 1, kinds: Sequence[PlaceKind] = _POINTS
    ) -> list[list[tuple[Place, float]]]:
        """Return `nearest` for each (lon, lat); the quickest way for many."""
        import numpy as np

        table = np.array(points, dtype=np.float64).reshape(-1, 2)
        wrong = np.flatnonzero(~((np.abs(table[:, 0]) <= 180) & (np.abs(table[:, 1]) <= 90)))  # noqa: PLR2004 - degrees
        if len(wrong):
            lon, lat = table[wrong[0]]
            raise GazetteerError(f"point {lon:g}, {lat:g}: expected longitude, latitude in degrees")
        answers = self._points(tuple(kinds)).nearest(table[:, 0], table[:, 1], limit=limit)
        places = self._places_by_row({row for answer in answers for row, _ in answer})
        return [[(places[row], away) for row, away in answer] for answer in answers]

    def containing(self, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        """Return the first-level area and the country that hold a point, by recognised borders; None at sea."""
        from gazetteer.match.areas import area_at

        found = area_at(lon, lat)
        return (self.area(found.code), self.country(found.country)) if found else (None, None)

    def _points(self, kinds: tuple[PlaceKind, ...]) -> "PointTree":
        if kinds not in self._trees:
            from gazetteer.match.reverse import PointTree

            self._trees[kinds] = PointTree.of_kinds(self._fetch, [kind.value for kind in kinds])
        return self._trees[kinds]

    def _places_by_row(self, rows: Iterable[int]) -> dict[int, Place]:
        marks = ",".join(map(str, rows))
        found = self._fetch(f"SELECT id, record FROM cards WHERE id IN ({marks})")  # noqa: S608 - numbers
        return {row: place_from_record(record) for row, record in found}

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
        """Return the places that a name may mean, the likeliest first, with the reasons.

        The name as it is, without its article, in other romanisations, in its base form; then, unless a well-known
        place has been met, names that begin with it or are spelt nearly like it. Candidates that score within
        `scoring.TIE_MARGIN` of the best say that the name is ambiguous: the first is no better than the next.

        Args:
            name: In any script and, for Ukrainian and Russian, any case.
            country: ISO 3166-1 alpha-2; only places there.
            kind: Only places of this kind.
            admin1: GeoNames code such as `UA.18`; only places there.
            near: lon, lat in degrees, or a place; nearer ones rank higher.
            radius_km: With `near`, only places within.
            language: ISO 639-1 of the text the name is from; its own names rank higher.
            limit: Greatest number of candidates.
            fuzzy: Whether to try beginnings and similar names.

        Raises:
            GazetteerError: An unknown kind, or a radius around nothing.
        """
        circle = _circle(near, radius_km)
        wanted = _Filter(country, kind, admin1, circle)
        matches = [match for match in self._matcher.same(name, language) if wanted.takes(match.place)]
        if fuzzy and not any(_settles(match) for match in matches):
            others = [match for match in self._matcher.others(name) if wanted.takes(match.place)]
            few = len({match.place.place_id for match in matches}) < _ENOUGH
            matches += [match for match in others if few or _worth_saying(match)]
        return ranked(matches, limit, language=language, circle=circle)

    def toponyms(
        self, text: str, *, language: str | None = None, title: str | None = None
    ) -> Sequence[ResolvedToponym]:
        """Find and resolve the place names in a text; see `gazetteer.toponyms.find.find_toponyms`."""
        from gazetteer.toponyms.find import find_toponyms

        return find_toponyms(text, gazetteer=self, language=language, title=title)


_NOT_SHOWN = NOT_WRITTEN | NameFlag.HISTORIC | NameFlag.FORMER | NameFlag.ABBREVIATION | NameFlag.COLLOQUIAL


class _Filter:
    """Which places are wanted at all."""

    def __init__(
        self, country: str | None, kind: PlaceKind | str | None, admin1: str | None, circle: Circle | None
    ) -> None:
        self._country = country.upper() if country else None
        self._kind = _known_kind(kind)
        self._admin1 = admin1
        self._circle = circle

    def takes(self, place: Place) -> bool:
        if self._country is not None and place.country != self._country:
            return False
        if self._kind is not None and place.kind is not self._kind:
            return False
        if self._admin1 is not None and place.admin1 != self._admin1:
            return False
        circle = self._circle
        if circle is None or circle.radius_km is None:
            return True
        return distance_km(circle.lon, circle.lat, place.lon, place.lat) <= circle.radius_km


def _known_kind(kind: PlaceKind | str | None) -> PlaceKind | None:
    try:
        return PlaceKind(kind) if kind is not None else None
    except ValueError as error:
        raise GazetteerError(f"kind {kind!r}: expected one of {', '.join(PlaceKind)}") from error


def _circle(near: tuple[float, float] | Place | None, radius_km: float | None) -> Circle | None:
    if near is None:
        if radius_km is not None:
            raise GazetteerError(f"radius {radius_km} km around nothing: say what the place is near")
        return None
    if isinstance(near, Place):
        return Circle(near.lon, near.lat, near.name, radius_km)
    lon, lat = near
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise GazetteerError(f"near {lon}, {lat}: expected longitude, latitude in degrees")
    return Circle(lon, lat, f"{lat:g}, {lon:g}", radius_km)


def _settles(match: Match) -> bool:
    return match.similarity == 1.0 and (
        match.place.population >= _WELL_KNOWN or match.place.kind is not PlaceKind.SETTLEMENT
    )


def _worth_saying(match: Match) -> bool:
    """Return whether a similar name is worth a place beside small places of the very name."""
    return match.place.population >= _WELL_KNOWN or match.similarity >= _NEARLY_THE_SAME


def _people(place: Place) -> float:
    return place.population * (AREA_SHARE if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) else 1.0)
