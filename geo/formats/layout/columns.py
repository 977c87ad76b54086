"""The columns of exported features: one name, one type and one meaning in every format."""

from enum import StrEnum
from functools import cache

from msgspec import Struct

GEONAMES = "GeoNames (CC BY 4.0)"
NATURAL_EARTH = "Natural Earth (public domain)"


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


class Column(Struct, frozen=True, kw_only=True):
    """A column of exported features."""

    name: str
    type: ColumnType
    layers: frozenset[Layer]
    about: str
    """One sentence for the documentation."""


_ALL = frozenset(Layer)
_SPOTS = frozenset({Layer.PLACES, Layer.AREAS, Layer.LINES})
_ROUTES = frozenset({Layer.ROUTES})


def _columns(layers: frozenset[Layer], rows: tuple[tuple[str, ColumnType, str], ...]) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=kind, layers=layers, about=about) for name, kind, about in rows)


_T, _I, _N, _B, _D = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.DATE

EVENT_COLUMNS = _columns(
    _ALL,
    (
        ("layer", _T, "places, areas, routes or lines: which layer the feature belongs to."),
        ("event_id", _T, "The event's id, the same in every file and across runs."),
        ("kind", _T, "shipment, strike, recovery, seizure, deployment, test, ..."),
        ("title", _T, "The event in a line."),
        ("date_start", _D, "First day that the source allows, YYYY-MM-DD."),
        ("date_end", _D, "Last day that the source allows, inclusive."),
        ("date_precision", _T, "day, month, season, year or range: how exactly the source dates it."),
        ("date_text", _T, "The source's words for the date."),
        ("status", _T, "claimed, documented, acknowledged or reported: what the event rests on."),
        ("claimed_by", _T, "Who asserts it, separated by semicolons."),
        ("denied_by", _T, "Who denies it."),
        ("disputed", _B, "Whether it is both asserted and denied, or reports conflict."),
        ("weapon", _T, "The weapon or munition, as reported."),
        ("quantities", _T, "Numbers as reported, with >, ≥, <, ≤ or ~ where the source bounds them; never totals."),
        ("vessel", _T, "The ship's name and IMO number."),
        ("supplier", _T, "Country that sends, ISO 3166-1 alpha-2."),
        ("recipient", _T, "Country that receives, ISO 3166-1 alpha-2."),
        ("killed", _I, "People reported killed."),
        ("wounded", _I, "People reported wounded."),
        ("quotes", _T, "The sources' own words, a line each."),
        ("sources", _T, "Publisher, title, date and address of each source, a line each."),
        ("reports", _I, "How many reports say so."),
        ("reviewed", _B, "Whether a person has checked it."),
        ("casualties", _T, "Killed and wounded where they are bounded or in words: killed 2–5; wounded ≥3."),
        ("attributes", _T, "Columns without a field of the table it came from, as JSON."),
    ),
)

SPOT_COLUMNS = _columns(
    _SPOTS,
    (
        ("place_number", _I, "Which of the event's places this is, from 1."),
        ("role", _T, "origin, via, destination, site or region."),
        ("name", _T, "The place's name as the source writes it."),
        ("label", _T, "Its name in the map's language."),
        ("place_id", _T, "Gazetteer and key, as geonames:2044245."),
        ("country", _T, "ISO 3166-1 alpha-2."),
        ("admin1", _T, "GeoNames code of the first-level area, as UA.18."),
        ("precision", _T, "site, settlement, near, admin2, admin1, region, sea or country: how exactly it is known."),
        ("radius_km", _N, "Radius of the disc that is drawn, in kilometres; empty where none is."),
        ("place_status", _T, "resolved, ambiguous or unresolved."),
        ("drawn_as", _T, "point, disc, area, extent (a geometry that came in) or none: never finer than the source."),
        ("generalised", _T, "How the position was coarsened for this file, if it was."),
    ),
)

ROUTE_COLUMNS = _columns(
    _ROUTES,
    (
        ("leg_number", _I, "Which of the event's legs this is, from 1."),
        ("mode", _T, "sea, rail, road, air or unknown."),
        ("from_place", _I, "Number of the place where the leg starts."),
        ("from_name", _T, "Where the leg starts."),
        ("from_precision", _T, "How exactly its start is known."),
        ("to_place", _I, "Number of the place where the leg ends."),
        ("to_name", _T, "Where the leg ends."),
        ("to_precision", _T, "How exactly its end is known."),
        ("length_km", _N, "Length by the method, in kilometres."),
        ("great_circle_km", _N, "Geodesic distance from end to end, in kilometres."),
        ("method", _T, "How the line was found."),
        ("schematic", _B, "True where no source traces the way taken: the line is computed."),
        ("passages", _T, "Canals and straits passed."),
        ("note", _T, "What a reader should know of the line."),
    ),
)

LICENCE_COLUMNS = _columns(
    _ALL,
    (
        ("attribution", _T, "Who is to be credited for position or line."),
        ("licence", _T, "Licence of the geometry, SPDX: ODbL-1.0 binds whoever passes the line on."),
    ),
)

COLUMNS = (*EVENT_COLUMNS, *SPOT_COLUMNS, *ROUTE_COLUMNS, *LICENCE_COLUMNS)


@cache
def columns_of(layer: Layer) -> tuple[Column, ...]:
    """Return a layer's columns in order."""
    return tuple(column for column in COLUMNS if layer in column.layers)


SHAPEFILE_NAMES = {
    "date_precision": "date_prec",
    "place_number": "place_no",
    "place_status": "place_stat",
    "generalised": "generalis",
    "attribution": "attribut",
    "from_precision": "from_prec",
    "to_precision": "to_prec",
    "great_circle_km": "gc_km",
    "leg_number": "leg_no",
    "feature_id": "feat_id",
}
"""A shapefile cuts names at ten characters; these stay apart."""
