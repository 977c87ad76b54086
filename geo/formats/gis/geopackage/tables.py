"""The event file's records as tables related by key: a table a group, a row an entry."""

import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.formats.layout.cells import to_cell
from geo.formats.layout.schema import Kind, Node, Tree, article_node, event_node, toponym_node, value_at
from geo.records import EventFile

_SQL = {
    Kind.TEXT: "TEXT",
    Kind.LIST: "TEXT",
    Kind.MAP: "TEXT",
    Kind.WORDING: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.INDEX: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.BOOLEAN: "BOOLEAN",
}
_AS_THEY_ARE = frozenset({Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN})
GEOMETRY = "geom"
STAMP = "2000-01-01T00:00:00.000Z"
"""The same events give the same bytes: no time of writing stands in the file."""
_Picker: TypeAlias = Callable[[Tree], tuple[object, ...]]
_EVENT_KEY = "event_id"
_NUMBERS = {0: (), 1: ("number",), 2: ("place_number", "number")}
_BATCH = 5000


def quoted(name: str) -> str:
    """Return a name as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Return names, descriptions and statements of exported GeoPackages."""
    return tomllib.loads(data_file("formats/geopackage.toml").read_text(encoding="utf-8"))


def add_contents(connection: sqlite3.Connection, table: str, description: str) -> None:
    """Register a table without geometry."""
    connection.execute(texts()["sql"]["contents"], (table, table, description, STAMP))


class Table(Struct, frozen=True, kw_only=True):
    """One table of records."""

    node: Node
    name: str
    about: str
    depth: int
    """How many numbers tell an entry within its event."""
    of_event: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that hold the record's own values."""
        return tuple(self._column(leaf.key) for leaf in self.node.leaves)

    def _column(self, key: str) -> str:
        own = key.removeprefix(f"{self.node.name}.") if self.node.name else key
        if own == "id":
            return "article_id" if self.node.name == "article" else _EVENT_KEY
        return own.replace(".", "_")

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns that tie an entry to its event."""
        return (_EVENT_KEY, *_NUMBERS[self.depth]) if self.of_event else ()

    def create(self, connection: sqlite3.Connection) -> None:
        """Create the table and register it."""
        kinds = [_SQL[leaf.kind] for leaf in self.node.leaves]
        own = [f"{quoted(name)} {kind}" for name, kind in zip(self.columns, kinds, strict=True)]
        if self.node.name == "":
            own[0] += " NOT NULL UNIQUE"
        keys = [f"{quoted(key)} {'TEXT' if key == _EVENT_KEY else 'INTEGER'} NOT NULL" for key in self.keys]
        foreign = [f"FOREIGN KEY ({_EVENT_KEY}) REFERENCES events ({_EVENT_KEY})"] if self.of_event else []
        body = ", ".join(["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *keys, *own, *foreign])
        connection.execute(f"CREATE TABLE {quoted(self.name)} ({body})")
        add_contents(connection, self.name, self.about)

    def insert(self) -> str:
        """Return the statement that adds a row."""
        names = ", ".join(quoted(name) for name in (*self.keys, *self.columns))
        marks = ", ".join("?" * len((*self.keys, *self.columns)))
        return f"INSERT INTO {quoted(self.name)} ({names}) VALUES ({marks})"  # noqa: S608 - names are ours


def _picker(node: Node) -> _Picker:
    """Return what picks a record's own values: 100,000 events have millions, most of which stay as they are."""
    names = [leaf.path[0] for leaf in node.leaves]
    others = [(at, leaf) for at, leaf in enumerate(node.leaves) if leaf.kind not in _AS_THEY_ARE or len(leaf.path) > 1]
    take = itemgetter(*names) if len(names) > 1 else lambda tree: (tree[names[0]],)
    if not others:
        return take

    def pick(tree: Tree) -> tuple[object, ...]:
        values = list(take(tree))
        for at, leaf in others:
            if values[at] is not None:  # else the part that would hold the value is missing
                values[at] = to_cell(value_at(tree, leaf.path), leaf.kind)
        return tuple(values)

    return pick


def attribute_tables() -> list[Table]:
    """Return the tables of all records, events first."""
    tables = [_table(event_node(), 0)]
    for group in event_node().groups:
        tables += [_table(group, 1), *(_table(inner, 2) for inner in group.groups)]
    return [*tables, _table(article_node(), 0), _table(toponym_node(), 0)]


def _table(node: Node, depth: int) -> Table:
    name, about = texts()["tables"][node.name]
    return Table(node=node, name=name, about=about, depth=depth, of_event=depth > 0)


def index_records(connection: sqlite3.Connection, tables: list[Table]) -> None:
    """Index the filled tables by event: a GIS looks reports up for every feature it shows."""
    for table in tables:
        if table.of_event:
            index = f"{table.name}_by_event"
            connection.execute(f"CREATE INDEX {quoted(index)} ON {quoted(table.name)} ({_EVENT_KEY})")


def write_records(connection: sqlite3.Connection, events: EventFile, tables: list[Table]) -> None:
    """Fill the tables with events and what belongs to them, articles, and the names found in them."""
    kept: dict[str, Sequence[Struct]] = {"": events.events, "article": events.articles, "toponym": events.toponyms}
    by_node = {table.node.name: table for table in tables}
    pickers = {table.node.name: _picker(table.node) for table in tables}
    rows: dict[str, list[tuple[object, ...]]] = {table.node.name: [] for table in tables}
    for name, records in kept.items():
        for count, record in enumerate(records, start=1):
            for node, row in _record_rows(msgspec.to_builtins(record), by_node[name].node, pickers):
                rows[node].append(row)
            if count % _BATCH == 0 or count == len(records):
                for table, waiting in rows.items():
                    connection.executemany(by_node[table].insert(), waiting)
                    waiting.clear()


def _record_rows(tree: Tree, node: Node, pickers: dict[str, _Picker]) -> Iterator[tuple[str, tuple[object, ...]]]:
    yield node.name, pickers[node.name](tree)
    for group in node.groups:
        for number, entry in enumerate(tree[group.field], start=1):
            keys = (tree["id"], number)
            yield group.name, (*keys, *pickers[group.name](entry))
            for inner in group.groups:
                for inner_number, each in enumerate(entry[inner.field], start=1):
                    yield inner.name, (*keys, inner_number, *pickers[inner.name](each))
