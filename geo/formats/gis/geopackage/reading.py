"""GeoPackages that we wrote, with the changes that people made in their GIS."""

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import shapely

from geo.formats.gis.geopackage.tables import GEOMETRY, Table, attribute_tables, quoted
from geo.formats.layout.cells import split_list, split_map
from geo.formats.layout.schema import Kind, Node, Tree, put_value
from geo.formats.layout.shapes import shape_of
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.records import Article, Event, EventFile, EventPlace, ToponymRecord
from geo.records.errors import FormatError

_ENVELOPES = (0, 32, 48, 48, 64)
_MOVED_DEG = 1e-6

Entries: TypeAlias = dict[tuple[Any, ...], list[Tree]]
"""Entries by the key of what holds them, in order."""


def open_geopackage(path: Path) -> sqlite3.Connection:
    """Open a GeoPackage to read; nothing in it can run."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error as error:
        raise FormatError(f"{path}: can't be opened ({error}); save it again") from error
    return connection


def refuse_views(path: Path) -> None:
    """Refuse layers that are views: one may never end, and GDAL can't be stopped."""
    with closing(open_geopackage(path)) as connection:
        try:
            views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
            layers = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise FormatError(f"{path}: is damaged ({error}); save it again") from error
    if found := sorted(views & layers):
        raise FormatError(f"{path}: layer {found[0]!r} is a view; save it as a layer of its own")


def is_own(path: Path) -> bool:
    """Return whether a GeoPackage holds the event file's tables."""
    with closing(open_geopackage(path)) as connection:
        try:
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise FormatError(f"{path}: is damaged ({error}); save it again") from error
    return {table.name for table in attribute_tables()} <= found


def read_own_geopackage(path: Path) -> Reading:
    """Read the event file's tables, and points that were moved in the layer of places."""
    with closing(open_geopackage(path)) as connection:
        try:
            return _read(connection, path)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise FormatError(f"{path}: is damaged ({error}); save it again") from error


def _read(connection: sqlite3.Connection, path: Path) -> Reading:
    tables = {table.node.name: table for table in attribute_tables()}
    entries = {name: _entries(connection, table, path) for name, table in tables.items()}
    moved = _points(connection)
    problems: list[Problem] = []
    rejects: list[Reject] = []
    events = []
    for line, tree in enumerate(entries[""].get((), []), start=1):
        key = tree.get("id")
        try:
            event = msgspec.convert(_whole(tree, tables[""].node, (key,), entries), Event)
            event, notes = _with_moved(event, moved)
        except msgspec.ValidationError as error:
            reason = f"events, {key}: {error}"
            rejects.append(Reject(line=line, reason=reason, cells=(str(key),)))
            problems.append(Problem(file=str(path), line=line, message=reason, severity=Severity.REJECTED))
            continue
        problems += [Problem(file=str(path), line=line, message=note) for note in notes]
        events.append(event)
    try:
        read = EventFile(
            articles=msgspec.convert(entries["article"].get((), []), tuple[Article, ...]),
            toponyms=msgspec.convert(entries["toponym"].get((), []), tuple[ToponymRecord, ...]),
            events=tuple(events),
        )
    except ValueError as error:
        raise FormatError(f"{path}: tables articles, toponyms or events: {error}") from error
    return Reading(events=read, problems=tuple(problems), headers=("event_id",), rejects=tuple(rejects))


def _entries(connection: sqlite3.Connection, table: Table, path: Path) -> Entries:
    names = (*table.keys, *table.columns)
    there = {row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table.name)})")}
    needed = [name for name, leaf in zip(table.columns, table.node.leaves, strict=True) if leaf.required]
    if missing := [name for name in (*table.keys, *needed) if name not in there]:
        raise FormatError(f"{path}: table {table.name} has no column {missing[0]!r}; export the events again")
    order = ", ".join(quoted(key) for key in table.keys) or "fid"
    listed = ", ".join(quoted(name) if name in there else "NULL" for name in names)
    found: Entries = defaultdict(list)
    rows = connection.execute(f"SELECT {listed} FROM {quoted(table.name)} ORDER BY {order}")  # noqa: S608 - names are ours
    for row in rows:
        keys, values = row[: len(table.keys)], row[len(table.keys) :]
        tree: Tree = {"#": keys[-1]} if keys else {}
        for leaf, value in zip(table.node.leaves, values, strict=True):
            if (value is not None and value != "") or leaf.null_by_name or (value == "" and leaf.kind is not Kind.LIST):
                put_value(tree, leaf.path, _value(value, leaf.kind))
            elif value == "":
                put_value(tree, leaf.path, {} if leaf.kind is Kind.MAP else [""])
        found[keys[:-1]].append(tree)
    return found


def _value(value: Any, kind: Kind) -> Any:  # noqa: ANN401 - whatever SQLite holds; msgspec checks it
    if value is None:
        return None
    if kind is Kind.BOOLEAN or kind is Kind.INDEX:
        whole = isinstance(value, int)
        return (bool(value) if kind is Kind.BOOLEAN else value - 1) if whole else value
    if kind is Kind.TEXT:
        return str(value)
    return split_list(str(value)) if kind is Kind.LIST else split_map(str(value)) if kind is Kind.MAP else value


def _whole(tree: Tree, node: Node, keys: tuple[Any, ...], entries: dict[str, Entries]) -> Tree:
    """Return a record with the entries of its groups."""
    whole = {name: value for name, value in tree.items() if name != "#"}
    for group in node.groups:
        whole[group.field] = [
            _whole(entry, group, (*keys, entry["#"]), entries) for entry in entries[group.name].get(keys, [])
        ]
    return whole


def _points(connection: sqlite3.Connection) -> dict[tuple[str, int], tuple[float, float]]:
    """Return longitude and latitude by event and number of place, from the layer of places."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'places' AND type = 'table'").fetchone()
    if known is None:
        return {}
    rows = connection.execute(
        f"SELECT event_id, place_number, {GEOMETRY} FROM places WHERE {GEOMETRY} IS NOT NULL AND generalised IS NULL"  # noqa: S608 - a constant
    )
    return {(event, number): point for event, number, blob in rows if (point := point_of(blob)) is not None}


def point_of(blob: bytes) -> tuple[float, float] | None:
    """Return a point from GeoPackage's binary, None for anything else."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":  # noqa: PLR2004 - the header's length
        return None
    envelope = (blob[3] >> 1) & 0b111
    start = 8 + (_ENVELOPES[envelope] if envelope < len(_ENVELOPES) else 0)
    try:
        point = shapely.from_wkb(blob[start:])
    except (shapely.errors.GEOSException, struct.error):
        return None
    return (point.x, point.y) if point.geom_type == "Point" and not point.is_empty else None


def _with_moved(event: Event, points: dict[tuple[str, int], tuple[float, float]]) -> tuple[Event, list[str]]:
    moved = {number: point for number, point, place in _drawn(event, points) if _differs(place, point)}
    if not moved:
        return event, []
    places = tuple(
        msgspec.structs.replace(place, lon=moved[number][0], lat=moved[number][1]) if number in moved else place
        for number, place in enumerate(event.places, start=1)
    )
    notes = [
        f"event {event.id}: {event.places[number - 1].name!r} was moved on the map to {lon}, {lat}"
        for number, (lon, lat) in moved.items()
    ]
    return msgspec.structs.replace(event, places=places), notes


def _drawn(
    event: Event, points: dict[tuple[str, int], tuple[float, float]]
) -> Iterator[tuple[int, tuple[float, float], EventPlace]]:
    for number, place in enumerate(event.places, start=1):
        point = points.get((event.id, number))
        if point is not None:
            yield number, point, place


def _differs(place: EventPlace, point: tuple[float, float]) -> bool:
    drawn_as, geometry = shape_of(place)
    if drawn_as != "point" or geometry is None:
        return False
    return bool(abs(geometry.x - point[0]) > _MOVED_DEG or abs(geometry.y - point[1]) > _MOVED_DEG)
