"""QGIS styles inside a GeoPackage, so that its layers open drawn.

Documented and acknowledged events are drawn solid, claimed ones hollow or dashed, as on the pages.
"""

import sqlite3
from xml.sax.saxutils import quoteattr

from geo.formats.gis.geopackage.base import GEOMETRY, STAMP, add_contents
from geo.formats.layout.columns import Layer

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
_HOLLOW = "255,255,255,255"
KIND_COLOURS = {
    "shipment": "31,94,150,255",
    "strike": "176,42,38,255",
    "recovery": "120,82,24,255",
    "seizure": "92,60,140,255",
    "deployment": "56,110,60,255",
    "test": "70,70,70,255",
}
OTHER_COLOUR = "90,90,90,255"
_SURE = "\"status\" IN ('documented', 'acknowledged')"


def write_styles(connection: sqlite3.Connection, layers: tuple[Layer, ...]) -> None:
    """Add a default style for each layer."""
    connection.execute(_CREATE)
    add_contents(connection, "layer_styles", "QGIS styles")
    for layer in layers:
        style = layer_style(layer)
        connection.execute(
            _INSERT, (layer.value, GEOMETRY, style, "Colour by kind; hollow or dashed where claimed", STAMP)
        )


def layer_style(layer: Layer) -> str:
    """Return a layer's style as QML: a rule for each kind, split by whether it is documented."""
    rules: list[str] = []
    symbols: list[str] = []
    for kind, colour in (*KIND_COLOURS.items(), (None, OTHER_COLOUR)):
        for sure in (True, False):
            rules.append(_rule(len(symbols), kind, sure=sure))
            symbols.append(_symbol(layer, len(symbols), colour, sure=sure))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology|MapTips">'
        f'<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0"><rules key="root">'
        f"{''.join(rules)}</rules><symbols>{''.join(symbols)}</symbols></renderer-v2>"
        f"<mapTip>{_TIP}</mapTip></qgis>"
    )


_TIP = "[% title %]&lt;br>[% date_start %] – [% date_end %]&lt;br>[% status %]: [% sources %]"


def _rule(at: int, kind: str | None, *, sure: bool) -> str:
    known = ", ".join(f"'{each}'" for each in KIND_COLOURS)
    of_kind = f"\"kind\" = '{kind}'" if kind else f'"kind" NOT IN ({known})'
    condition = f"{of_kind} AND {'' if sure else 'NOT '}{_SURE}"
    label = f"{kind or 'other'}, {'documented' if sure else 'claimed or reported'}"
    return f'<rule key="r{at}" symbol="{at}" filter={quoteattr(condition)} label={quoteattr(label)}/>'


def _symbol(layer: Layer, at: int, colour: str, *, sure: bool) -> str:
    kind, element, options = {
        Layer.PLACES: ("marker", "SimpleMarker", _marker(colour, sure=sure)),
        Layer.AREAS: ("fill", "SimpleFill", _fill(colour, sure=sure)),
        Layer.ROUTES: ("line", "SimpleLine", _line(colour, sure=sure)),
        Layer.LINES: ("line", "SimpleLine", _line(colour, sure=sure)),
    }[layer]
    listed = "".join(f'<Option name="{name}" value="{value}" type="QString"/>' for name, value in options.items())
    old = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in options.items())  # QGIS before 3.26
    return (
        f'<symbol name="{at}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{element}" enabled="1" pass="0" locked="0"><Option type="Map">{listed}</Option>{old}</layer>'
        "</symbol>"
    )


def _marker(colour: str, *, sure: bool) -> dict[str, str]:
    return {
        "name": "circle",
        "color": colour if sure else _HOLLOW,
        "outline_color": colour,
        "outline_width": "0.5",
        "outline_width_unit": "MM",
        "outline_style": "solid",
        "size": "2.6",
        "size_unit": "MM",
    }


def _fill(colour: str, *, sure: bool) -> dict[str, str]:
    return {
        "color": colour.rsplit(",", 1)[0] + ",38",
        "style": "solid",
        "outline_color": colour,
        "outline_width": "0.35",
        "outline_width_unit": "MM",
        "outline_style": "solid" if sure else "dash",
    }


def _line(colour: str, *, sure: bool) -> dict[str, str]:
    return {
        "line_color": colour,
        "line_width": "0.6",
        "line_width_unit": "MM",
        "line_style": "solid" if sure else "dash",
        "capstyle": "round",
        "joinstyle": "round",
    }
