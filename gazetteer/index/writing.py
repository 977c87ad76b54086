"""Rows into an index being built: one place for the same place from several sources."""

import sqlite3
from collections.abc import Callable, Iterator

from msgspec import structs

from gazetteer.distance import distance_km
from gazetteer.index.names import Batch, NameValues, with_names
from gazetteer.index.sources.rows import PAST, NameFlag, PlaceRow, Source
from gazetteer.match.fuzzy import sound_keys
from gazetteer.match.keys import name_key, name_keys
from gazetteer.records import PlaceKind

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much is done, and of how much (0 where that is unknown)."""

_VARIABLES = 500
_NAMES_TRIED = 8
_MOST_PROBLEMS = 1000
_SAME_PLACE_KM = 5.0
"""Two sources' settlements of one name this close are one place: villages of one name lie further apart."""

_ID_WRONG_KM = 30.0  # Points for one large city differ by less

_CURRENT = int(NameFlag.MAIN | NameFlag.PREFERRED)
_CRIMEA = (32.4, 44.3, 36.7, 46.3)  # West, south, east, north of a box round Crimea, in degrees

_PLACE = "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OVERRIDE = (
    "UPDATE places SET name = ?, lat = ?, lon = ?, admin1 = coalesce(?, admin1), admin2 = coalesce(?, admin2), "
    "population = max(population, ?), radius_km = coalesce(?, radius_km) WHERE id = ?"
)
_EXTEND = (
    "UPDATE places SET admin1 = coalesce(admin1, ?), admin2 = coalesce(admin2, ?), "
    "population = CASE population WHEN 0 THEN ? ELSE population END WHERE id = ?"
)


class Writer:
    """Adds sources to an open index, in order."""

    def __init__(self, connection: sqlite3.Connection, *, indexed: bool) -> None:
        """Start with an index that has its key indexes (`indexed`), or a new one that has not."""
        self._connection = connection
        self._indexed = indexed
        self._last = connection.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()[0]

    def add(self, source: Source, tell: Progress) -> int:
        """Add every row of a source, and the source itself; return the number of rows."""
        number = self._source_number(source.name)
        count = 0
        rows = (located(row, fill=source.merges_by_name) for row in source.rows())
        for batch in with_names(rows):
            self._add_batch(batch, number, source)
            count += len(batch[0])
            tell(source.name, count, 0)
        tell(source.name, count, count)
        values = (number, source.name, source.version, source.licence, source_path(source), count, len(source.problems))
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        codes = ((one.code, one.kind, one.name, one.description, one.place_id) for one in getattr(source, "codes", ()))
        self._connection.executemany("INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, ?)", codes)
        self._connection.execute("DELETE FROM problems WHERE source = ?", (number,))
        listed = ((number, problem.line, problem.reason) for problem in source.problems[:_MOST_PROBLEMS])
        self._connection.executemany("INSERT INTO problems VALUES (?, ?, ?)", listed)
        return count

    def _source_number(self, name: str) -> int:
        row = self._connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
        if row:
            return int(row[0])
        return int(self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM sources").fetchone()[0])

    def _add_batch(self, batch: Batch, number: int, source: Source) -> None:
        rows, names_of_rows = batch
        known = self._known_ids([place_id for row in rows for place_id in row.ids])
        places: list[tuple[object, ...]] = []
        ids: list[tuple[object, ...]] = []
        names: list[tuple[object, ...]] = []
        for row, all_values in zip(rows, names_of_rows, strict=True):
            values = all_values
            if source.merges_by_name and not source.overrides:
                row = self._without_wrong_ids(row, known)  # noqa: PLW2901 - the same place, under its own ids
            place = next((known[place_id] for place_id in row.ids if place_id in known), None)
            if not row.name and place is None:
                continue  # it only brings names or ids to a place
            if place is None and source.merges_by_name and self._indexed:
                place = self._same_place(row)
            if not row.name and place is not None:
                values = self._new_names(place, values)
            elif place is None:
                self._last = place = self._last + 1
                places.append(place_values(place, row, number))
            else:
                self._update(place, row, overrides=source.overrides)
                values = self._new_names(place, values)
            ids.extend((place_id, place) for place_id in row.ids if known.setdefault(place_id, place) == place)
            names.extend((place, *value) for value in values)
        self._connection.executemany(_PLACE, places)
        self._connection.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", ids)
        self._connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)

    def _known_ids(self, ids: list[str]) -> dict[str, int]:
        known: dict[str, int] = {}
        if self._last == 0:
            return known
        for some in chunks(ids, _VARIABLES):
            marks = ",".join("?" * len(some))
            known.update(self._connection.execute(f"SELECT place_id, place FROM ids WHERE place_id IN ({marks})", some))  # noqa: S608 - marks only
        return known

    def _without_wrong_ids(self, row: PlaceRow, known: dict[str, int]) -> PlaceRow:
        """Leave out ids of places that lie elsewhere: a source that collects others' ids has some of them wrong."""
        if row.kind not in (PlaceKind.SETTLEMENT, PlaceKind.SITE):
            return row
        query = "SELECT lon, lat FROM places WHERE id = ?"
        points = {i: self._connection.execute(query, (known[i],)).fetchone() for i in row.ids if i in known}
        wrong = {i for i, at in points.items() if at and distance_km(row.lon, row.lat, *at) > _ID_WRONG_KM}
        ids = tuple(place_id for place_id in row.ids if place_id not in wrong)
        return structs.replace(row, ids=ids) if wrong and ids else row

    def _same_place(self, row: PlaceRow) -> int | None:
        """Return the nearest place of this kind that has one of the row's names and lies close by."""
        texts = [row.name, *(name.text for name in row.names[:_NAMES_TRIED])]
        keys = list(dict.fromkeys(name_keys(texts)))
        marks = ",".join("?" * len(keys))
        found = self._connection.execute(
            "SELECT DISTINCT p.id, p.lon, p.lat FROM names n JOIN places p ON p.id = n.place "  # noqa: S608 - marks only
            f"WHERE n.key IN ({marks}) AND p.kind = ?",
            (*keys, row.kind.value),
        )
        distances = [(distance_km(row.lon, row.lat, lon, lat), place) for place, lon, lat in found]
        nearest = min(distances, default=None)
        within = _SAME_PLACE_KM if row.kind in (PlaceKind.SETTLEMENT, PlaceKind.SITE) else 20 * _SAME_PLACE_KM
        return nearest[1] if nearest and nearest[0] <= within else None

    def _update(self, place: int, row: PlaceRow, *, overrides: bool) -> None:
        if overrides:
            values = (row.name, row.lat, row.lon, row.admin1, row.admin2, row.population, row.radius_km, place)
            self._connection.execute(_OVERRIDE, values)
        else:
            self._connection.execute(_EXTEND, (row.admin1, row.admin2, row.population, place))

    def _new_names(self, place: int, values: list[NameValues]) -> list[NameValues]:
        if not self._indexed:
            return values
        have = set(self._connection.execute("SELECT key, language FROM names WHERE place = ?", (place,)))
        return [value for value in values if (value[0], value[2]) not in have or value[3] & PAST]


_RENAMED = f"SELECT DISTINCT place FROM names WHERE flags & {PAST}"  # noqa: S608 - a number


def mark_past_names(connection: sqlite3.Connection) -> None:
    """Mark a name as former or historic wherever one source says so and others list it without saying.

    The preferred name of another language stays as it is, and so does the place's own name.
    """
    found = connection.execute(
        "SELECT n.rowid, n.key, p.name, n.flags, max(q.flags) FROM names q "  # noqa: S608 - numbers
        "CROSS JOIN names n ON n.key = q.key AND n.place = q.place CROSS JOIN places p ON p.id = n.place "
        f"WHERE q.flags & {PAST} AND NOT n.flags & {PAST} "
        "AND (n.language IS NULL OR n.language = q.language OR q.language IS NULL AND NOT n.flags & 2) GROUP BY n.rowid"
    ).fetchall()
    changed = [
        ((flags & ~_CURRENT) | (past & PAST), row) for row, key, name, flags, past in found if key != name_key(name)
    ]
    connection.executemany("UPDATE names SET flags = ? WHERE rowid = ?", changed)
    changed = [
        one for (place,) in connection.execute(_RENAMED).fetchall() for one in _past_spellings(connection, place)
    ]
    connection.executemany("UPDATE names SET flags = ? WHERE rowid = ?", changed)


def _past_spellings(connection: sqlite3.Connection, place: int) -> list[tuple[int, int]]:
    """Return the other spellings of a place's past names, with their new flags: "Slowjansk" of what was Slovyansk.

    What sounds like a name that it has in some language now stays as it is.
    """
    query = "SELECT rowid, key, language, flags FROM names WHERE place = ?"
    rows = connection.execute(query, (place,)).fetchall()
    sounds = dict(zip(rows, sound_keys([row[1] for row in rows]), strict=True))
    now = {sounds[row] for row in rows if not row[3] & PAST and (row[2] or row[3] & NameFlag.MAIN)}
    past = {sounds[row]: row[3] & PAST for row in rows if row[3] & PAST}
    open_ = [row for row in rows if not row[3] & PAST and sounds[row] in past.keys() - now]
    return [(row[3] & ~_CURRENT | past[sounds[row]], row[0]) for row in open_]


def chunks(items: list[str], size: int) -> Iterator[list[str]]:
    """Yield a list in pieces."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def source_path(source: Source) -> str | None:
    """Return the file that a source reads, None for those that ship."""
    path = getattr(source, "path", None)
    return str(path.absolute()) if path is not None else None


def located(row: PlaceRow, *, fill: bool) -> PlaceRow:
    """Return a place with the first-level area and country that recognised borders give it.

    A place in Crimea that a source puts in Russia is in Ukraine (UN General Assembly resolution 68/262). With `fill`,
    a place without a first-level area gets the one that holds it, if that is in its country.
    """
    west, south, east, north = _CRIMEA
    in_crimea = row.country == "RU" and west <= row.lon <= east and south <= row.lat <= north
    lacks_area = fill and row.admin1 is None and row.kind in (PlaceKind.SETTLEMENT, PlaceKind.SITE, PlaceKind.ADMIN2)
    if not in_crimea and not lacks_area:
        return row
    from gazetteer.match.areas import area_at

    area = area_at(row.lon, row.lat, within_km=2)
    if area is None or (area.country != "UA" if in_crimea else row.country not in (None, area.country)):
        return row
    return structs.replace(row, country=area.country, admin1=area.code)


def place_values(place: int, row: PlaceRow, source: int) -> tuple[object, ...]:
    """Return a row of the table `places`."""
    return (
        place, row.ids[0], row.name, row.kind.value, row.feature_code, row.lat, row.lon, row.country, row.admin1,
        row.admin2, row.population, row.radius_km, source, row.source,
    )  # fmt: skip
