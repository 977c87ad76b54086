"""GeoPackages that we wrote, with the changes that people made in their GIS."""

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import shapely

from geo.formats.gis.geopackage.tables import GEOMETRY, Table, attribute_tables, quoted
from geo.formats.layout.cells import split_list, split_map, split_wording
from geo.formats.layout.schema import Kind, Node, Tree, put_value
from geo.formats.layout.shapes import Dot, shape_of
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.records import Article, Event, EventFile, ToponymRecord
from geo.records.errors import FormatError

_ENVELOPES = (0, 32, 48, 48, 64)
_MOVED_DEG = 1e-6

Entries: TypeAlias = dict[tuple[Any, ...], list[Tree]]  # Entries by the key of what holds them, in order


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a GeoPackage to read; nothing in it can run, and what is damaged is told in one line."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: is damaged ({error}); save it again") from error


def _names(connection: sqlite3.Connection, query: str) -> set[str]:
    return {name for (name,) in connection.execute(query)}


def refuse_views(path: Path) -> None:
    """Refuse layers that are views: one may never end, and GDAL can't be stopped."""
    with _opened(path) as connection:
        views = _names(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")
        layers = _names(connection, "SELECT table_name FROM gpkg_contents")
    if found := sorted(views & layers):
        raise FormatError(f"{path}: layer {found[0]!r} is a view; save it as a layer of its own")


def is_own(path: Path) -> bool:
    """Return whether a GeoPackage holds the event file's tables."""
    with _opened(path) as connection:
        found = _names(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {table.name for table in attribute_tables()} <= found


def read_own_geopackage(path: Path) -> Reading:
    """Read the event file's tables, and points that were moved in the layer of places."""
    with _opened(path) as connection:
        return _read(connection, path)


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
    if kind in (Kind.BOOLEAN, Kind.INDEX):
        return value if not isinstance(value, int) else bool(value) if kind is Kind.BOOLEAN else value - 1
    return value if value is None else _SPLIT.get(kind, lambda same: same)(value)


_SPLIT: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: str,
    Kind.LIST: lambda value: split_list(str(value)),
    Kind.MAP: lambda value: split_map(str(value)),
    Kind.WORDING: lambda value: split_wording(str(value)),
}


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
    if "places" not in _names(connection, "SELECT name FROM sqlite_master WHERE type = 'table'"):
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
    """Return an event with the points that were moved on the map, and a note of each."""
    places, notes = list(event.places), []
    for at, place in enumerate(event.places):
        point = points.get((event.id, at + 1))
        drawn_as, geometry = shape_of(place) if point else ("none", None)
        if point is None or drawn_as != "point" or not isinstance(geometry, Dot):
            continue
        if max(abs(geometry.x - point[0]), abs(geometry.y - point[1])) > _MOVED_DEG:
            places[at] = msgspec.structs.replace(place, lon=point[0], lat=point[1])
            notes.append(f"event {event.id}: {place.name!r} was moved on the map to {point[0]}, {point[1]}")
    return (msgspec.structs.replace(event, places=tuple(places)) if notes else event), notes
