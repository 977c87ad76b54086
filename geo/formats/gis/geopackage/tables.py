"""GeoPackage: layers that QGIS opens drawn, and the event file's records as tables related by key.

GDAL writes the layers; tables, keys, descriptions and styles are added with SQLite, so that they belong to the file.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from gazetteer.datafiles import read_toml
from geo.formats.gis.layers import GEOMETRY_TYPES, write_layer
from geo.formats.layout.cells import to_cell
from geo.formats.layout.columns import KIND_COLOURS, OTHER_COLOUR, Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.layout.schema import Kind, Node, Tree, article_node, event_node, toponym_node, value_at
from geo.formats.options import ExportOptions
from geo.records import EventFile
from geo.records.errors import FormatError, OutputError
from geo.records.file import whole_file

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
STAMP = "2000-01-01T00:00:00.000Z"  # the same events give the same bytes: no time of writing stands in the file
_Picker: TypeAlias = Callable[[Tree], tuple[object, ...]]
_EVENT_KEY = "event_id"
_VERSION = "1.3"  # GDAL before 3.7, which QGIS has on older systems, warns of later ones
_NUMBERS = {0: (), 1: ("number",), 2: ("place_number", "number")}
_BATCH = 5000


def quoted(name: str) -> str:
    """Return a name as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Return names, descriptions and statements of exported GeoPackages."""
    return read_toml("formats/geopackage.toml")


def add_contents(connection: sqlite3.Connection, table: str, description: str) -> None:
    """Register a table without geometry."""
    connection.execute(texts()["sql"]["contents"], (table, table, description, STAMP))


class Table(Struct, frozen=True, kw_only=True):
    """One table of records."""

    node: Node
    name: str
    about: str
    depth: int  # how many numbers tell an entry within its event
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


_TEMPLATE = Path(__file__).with_name("layer.qml.j2")
_SYMBOLS = {Layer.PLACES: ("marker", "SimpleMarker"), Layer.AREAS: ("fill", "SimpleFill")}


def write_geopackage(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write layers, tables and styles."""
    features: dict[Layer, list[Feature]] = {layer: [] for layer in options.layers}
    credits_seen = Credits()
    for feature in iter_features(events, options):
        features[feature.layer].append(feature)
        credits_seen.add(feature)
    if not features.get(Layer.LINES):
        features.pop(Layer.LINES, None)
    with whole_file(path, suffix=".gpkg") as temporary:
        try:
            for layer, listed in features.items():
                _write_layer(temporary, layer, listed)
            with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                _add_tables(connection, events, credits_seen, options, tuple(features))
        except OverflowError as error:
            raise FormatError(f"{path}: a number is beyond 64 bits, which GeoPackage can't hold") from error
        except sqlite3.OperationalError as error:
            raise OutputError(f"{path}: can't be written ({error}); is the disk full?") from error


def _write_layer(path: Path, layer: Layer, features: list[Feature]) -> None:
    settings = {"GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES", "DESCRIPTION": texts()["layers"][layer.value]}
    write_layer(
        features,
        path,
        columns_of(layer),
        driver="GPKG",
        geometry_type=GEOMETRY_TYPES[layer],
        layer=layer.value,
        append=path.exists(),
        dataset_options={"VERSION": _VERSION},
        layer_options=settings,
    )


def _add_tables(
    connection: sqlite3.Connection,
    events: EventFile,
    credits_seen: Credits,
    options: ExportOptions,
    layers: tuple[Layer, ...],
) -> None:
    # The file is new and thrown away on failure, so nothing needs a journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.execute("UPDATE gpkg_contents SET last_change = ?", (STAMP,))
    _describe_columns(connection, layers)
    tables = attribute_tables()
    for table in tables:
        table.create(connection)
    write_records(connection, events, tables)
    index_records(connection, tables)
    connection.execute(texts()["sql"]["about"])
    add_contents(connection, "about", "Generator, attribution, licences")
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", credits_seen.about_rows(options))
    _write_styles(connection, layers)
    connection.execute("COMMIT")


def _describe_columns(connection: sqlite3.Connection, layers: tuple[Layer, ...]) -> None:
    """Say what each column means, by the Schema extension."""
    sql = texts()["sql"]
    connection.execute(sql["data_columns"])
    connection.execute(sql["extension"])
    told = [(layer.value, each.name, each.name, each.about) for layer in layers for each in columns_of(layer)]
    connection.executemany(sql["describe"], told)


def _write_styles(connection: sqlite3.Connection, layers: tuple[Layer, ...]) -> None:
    """Add a default style for each layer: documented and acknowledged events solid, claimed ones hollow or dashed."""
    connection.execute(texts()["sql"]["styles"])
    add_contents(connection, "layer_styles", "QGIS styles")
    about = "Colour by kind; hollow or dashed where claimed"
    rows = [(layer.value, GEOMETRY, _style(layer), about, STAMP) for layer in layers]
    connection.executemany(texts()["sql"]["style"], rows)


def _style(layer: Layer) -> str:
    """Return a layer's style as QML."""
    from jinja2 import Template

    kind, element = _SYMBOLS.get(layer, ("line", "SimpleLine"))
    rules = [
        {"kind": name, "sure": sure, "options": _options(kind, colour, sure=sure)}
        for name, colour in (*KIND_COLOURS.items(), (None, OTHER_COLOUR))
        for sure in (True, False)
    ]
    known = ", ".join(f"'{each}'" for each in KIND_COLOURS)
    template = Template(_TEMPLATE.read_text(encoding="utf-8"), autoescape=False)
    return str(template.render(kind=kind, element=element, rules=rules, known=known))


def _options(kind: str, colour: str, *, sure: bool) -> dict[str, str]:
    dashed = "solid" if sure else "dash"
    if kind == "line":
        line = {"line_color": colour, "line_width": "0.6", "line_width_unit": "MM", "line_style": dashed}
        return {**line, "capstyle": "round", "joinstyle": "round"}
    width = {"outline_width": "0.5" if kind == "marker" else "0.35", "outline_width_unit": "MM"}
    if kind == "fill":
        faint = {"color": colour.rsplit(",", 1)[0] + ",38", "style": "solid", "outline_color": colour}
        return {**faint, **width, "outline_style": dashed}
    dot = {"name": "circle", "color": colour if sure else "255,255,255,255", "outline_color": colour}
    return {**dot, **width, "outline_style": "solid", "size": "2.6", "size_unit": "MM"}
