"""The gazetteer: names to candidate places, places to names."""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.errors import GazetteerError
from gazetteer.index.database import default_index_path, open_index
from gazetteer.match.keys import name_key
from gazetteer.match.matching import Matcher, place_from_record
from gazetteer.match.scoring import Match, Wanted, circle_around, ranked
from gazetteer.match.stored import StoredPlaces
from gazetteer.records import Candidate, Place, PlaceKind, ResolvedToponym

if TYPE_CHECKING:
    from typing import Self

    from gazetteer.index.writing import Progress
    from gazetteer.match.reverse import PointTree

_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_CACHED_SOUNDS = 4096
_NEARLY_THE_SAME = 0.8
_ENOUGH = 5  # So many places of the very name are an answer; fewer are followed by places of similar names
_WELL_KNOWN = 15_000
"""A place of this many people, met by its very name, is what was asked; no similar names are looked for."""


class Gazetteer(StoredPlaces):
    """An opened index. Safe to share between threads; each process opens its own."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection)
        self.path = path
        self._matcher = Matcher(self.fetch)
        self._sounding = lru_cache(maxsize=_CACHED_SOUNDS)(self._matcher.sounding)
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
        sources = self.fetch(f"SELECT {', '.join(source_columns)} FROM sources ORDER BY id")  # noqa: S608 - constants
        problems = self.fetch("SELECT s.name, p.line, p.reason FROM problems p JOIN sources s ON s.id = p.source")
        return {
            "path": str(self.path),
            "bytes": self.path.stat().st_size,
            "places": self.fetch("SELECT count(*) FROM places")[0][0],
            "names": self.fetch("SELECT count(*) FROM names")[0][0],
            "sources": [dict(zip(source_columns, source, strict=True)) for source in sources],
            "problems": [dict(zip(("source", "line", "reason"), problem, strict=True)) for problem in problems],
        }

    # Points

    def nearest(
        self, lon: float, lat: float, *, limit: int = 5, kinds: Sequence[PlaceKind] = _POINTS
    ) -> list[tuple[Place, float]]:
        """Return the places nearest to a point in degrees, each with its distance in kilometres.

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

            self._trees[kinds] = PointTree.of_kinds(self.fetch, [kind.value for kind in kinds])
        return self._trees[kinds]

    def _places_by_row(self, rows: Iterable[int]) -> dict[int, Place]:
        marks = ",".join(map(str, rows))
        found = self.fetch(f"SELECT id, record FROM cards WHERE id IN ({marks})")  # noqa: S608 - numbers
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
        circle = circle_around(near, radius_km)
        wanted = Wanted(country, kind, admin1, circle) if circle or country or kind or admin1 else None
        matches = self._matcher.same(name, language)
        if wanted is not None:
            matches = [match for match in matches if wanted.takes(match.place)]
        if fuzzy and not any(map(_settles, matches)):
            others = [match for match in self._matcher.others(name) if wanted is None or wanted.takes(match.place)]
            few = len({match.place.place_id for match in matches}) < _ENOUGH
            matches += [match for match in others if few or _worth_saying(match)]
        return ranked(matches, limit, language=language, circle=circle)

    def sounding(self, name: str) -> list[Place]:
        """Return the places with a name that sounds the same, though it is written otherwise, the most people first."""
        return list(self._sounding(name_key(name)))

    def toponyms(
        self, text: str, *, language: str | None = None, title: str | None = None
    ) -> Sequence[ResolvedToponym]:
        """Find and resolve the place names in a text; see `gazetteer.toponyms.find.find_toponyms`."""
        from gazetteer.toponyms.find import find_toponyms

        return find_toponyms(text, gazetteer=self, language=language, title=title)


def _settles(match: Match) -> bool:
    return match.similarity == 1.0 and (
        match.place.population >= _WELL_KNOWN or match.place.kind is not PlaceKind.SETTLEMENT
    )


def _worth_saying(match: Match) -> bool:
    """Return whether a similar name is worth a place beside small places of the very name."""
    return match.place.population >= _WELL_KNOWN or match.similarity >= _NEARLY_THE_SAME
