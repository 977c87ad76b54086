"""The columns of exported features: one name, one type and one meaning in every format."""

from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import read_toml

GEONAMES = "GeoNames (CC BY 4.0)"
NATURAL_EARTH = "Natural Earth (public domain)"
KIND_COLOURS = {
    "shipment": "31,94,150,255",
    "strike": "176,42,38,255",
    "recovery": "120,82,24,255",
    "seizure": "92,60,140,255",
    "deployment": "56,110,60,255",
    "test": "70,70,70,255",
}
OTHER_COLOUR = "90,90,90,255"  # Red, green, blue and opacity of each kind's symbols


class Layer(StrEnum):
    """What a feature is; a GIS shows one layer each."""

    PLACES = "places"
    """Points, and places that no map may pin: countries, vague regions, unresolved names (null geometry)."""
    AREAS = "areas"
    """Discs and outlines: places that the source gives only roughly."""
    ROUTES = "routes"
    """Legs of shipments."""
    LINES = "lines"
    """Lines of a file that came in, as they are: fronts, tracks; written where there are any."""


class ColumnType(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


_PANDAS = {"integer": "Int64", "index": "Int64", "number": "Float64", "boolean": "boolean"}


def pandas_type(kind: str) -> str:
    """Return pandas' own type, which may be missing, of what a column of a feature or table holds."""
    return _PANDAS.get(kind, "string")


class Column(Struct, frozen=True, kw_only=True):
    """A column of exported features."""

    name: str
    type: ColumnType
    layers: frozenset[Layer]
    about: str  # One sentence for the documentation


@cache
def _table() -> dict[str, Any]:
    return read_toml("formats/columns.toml")


@cache
def columns_of(layer: Layer | None = None) -> tuple[Column, ...]:
    """Return a layer's columns in order, those of all for None."""
    columns = (
        Column(name=name, type=ColumnType(kind), layers=frozenset(map(Layer, group["layers"])), about=about)
        for group in _table()["group"]
        for name, (kind, about) in group["columns"].items()
    )
    return tuple(column for column in columns if layer is None or layer in column.layers)


def shapefile_names() -> dict[str, str]:
    """Return short names by the long ones that a shapefile would cut."""
    found: dict[str, str] = _table()["short"]
    return found
