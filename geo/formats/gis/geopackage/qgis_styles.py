"""QGIS styles inside a GeoPackage, so that its layers open drawn.

Documented and acknowledged events are drawn solid, claimed ones hollow or dashed, as on the pages.
"""

import sqlite3
from pathlib import Path

from geo.formats.gis.geopackage.tables import GEOMETRY, STAMP, add_contents
from geo.formats.layout.columns import KIND_COLOURS, OTHER_COLOUR, Layer

_TEMPLATE = Path(__file__).with_name("layer.qml.j2")
_CREATE = (
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), "
    "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), "
    "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
)
_INSERT = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, "
    "styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, ?, 'armsatlas', ?, '', 1, ?, '', ?)"
)
_ABOUT = "Colour by kind; hollow or dashed where claimed"
_SYMBOLS = {Layer.PLACES: ("marker", "SimpleMarker"), Layer.AREAS: ("fill", "SimpleFill")}


def write_styles(connection: sqlite3.Connection, layers: tuple[Layer, ...]) -> None:
    """Add a default style for each layer."""
    connection.execute(_CREATE)
    add_contents(connection, "layer_styles", "QGIS styles")
    rows = [(layer.value, GEOMETRY, _style(layer), _ABOUT, STAMP) for layer in layers]
    connection.executemany(_INSERT, rows)


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
