"""GeoPackage: layers that QGIS opens drawn, and the event file's records as tables related by key.

GDAL writes the layers; tables, keys, descriptions and styles are added with SQLite, so that they belong to the file.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from geo.formats.gis.geopackage.tables import (
    GEOMETRY,
    STAMP,
    add_contents,
    attribute_tables,
    index_records,
    texts,
    write_records,
)
from geo.formats.gis.layers import GEOMETRY_TYPES, write_layer
from geo.formats.layout.columns import KIND_COLOURS, OTHER_COLOUR, Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.options import ExportOptions
from geo.output import whole_file
from geo.records import EventFile
from geo.records.errors import FormatError, OutputError

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
