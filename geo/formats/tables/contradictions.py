"""What a row says twice and differently: found and told, never drawn."""

from collections.abc import Sequence
from functools import cache, lru_cache

import shapely
from msgspec import structs
from shapely.geometry.base import BaseGeometry

from gazetteer.datafiles import read_toml
from gazetteer.match.areas import admin1 as areas
from gazetteer.match.areas import admin1_at, countries, country_at, land
from geo.formats.columns.headers import plain_words
from geo.formats.columns.layout import Column, Layout
from geo.formats.columns.numbers import country_code, parse_degrees
from geo.formats.layout.cells import plain_text
from geo.formats.layout.schema import Tree
from geo.records.values import country_name

LonLat = tuple[float, float]
_NEAR_BORDER_KM = 60.0  # Generalised borders, and what is told of the other bank of a river
_OFFSHORE_KM = 400.0  # At sea a row may name the coast that it is off: as far as an exclusive economic zone goes
_KM_PER_DEG = 111.2
_SAMPLE = 300
_COAST_KM = 20.0
_ON_LAND = frozenset({"strike", "deployment", "recovery"})
_EXACT = frozenset({None, "site", "settlement"})


def contradiction(point: LonLat, country: str | None, admin1: str | None = None) -> str | None:
    """Return what is wrong with a position for the country that a row names, None where nothing is."""
    named = country or (admin1 or "").partition(".")[0] or None
    if named is None or named not in countries():
        return None
    if _lies_in(point, named):
        return _off_area(point, admin1)
    lon, lat = point
    there = country_at(lon, lat)
    where = country_name(there) if there else "the sea"
    swapped = abs(lon) <= 90 and _lies_in((lat, lon), named)  # noqa: PLR2004 - latitudes
    mend = (
        "; are latitude and longitude swapped? 'swap_coordinates = true' in a mapping file mends it" if swapped else ""
    )
    return f"{lat:g}, {lon:g} lies in {where}, the row says {country_name(named)}; not drawn{mend}"


def _off_area(point: LonLat, code: str | None) -> str | None:
    """Return what is wrong with a position for the first-level area that a row names."""
    area = areas().get(code or "")
    if area is None:
        return None
    shapely.prepare(area.geometry)
    if shapely.contains_xy(area.geometry, *point):
        return None
    off_km = _KM_PER_DEG * float(shapely.distance(area.geometry, shapely.Point(point)))
    there = areas().get(admin1_at(*point) or "")
    if off_km <= _NEAR_BORDER_KM or there is None:
        return None
    return f"{point[1]:g}, {point[0]:g} lies in {there.name or there.code}, the row says {area.name or code}; not drawn"


@cache
def _prepared(country: str) -> BaseGeometry:
    shape = countries()[country]
    shapely.prepare(shape)
    return shape


@cache
def _prepared_land() -> BaseGeometry:
    shape = land()
    shapely.prepare(shape)
    return shape


@lru_cache(maxsize=50_000)
def _lies_in(point: LonLat, country: str) -> bool:
    """Return whether a point lies in a country, or as near as a border or a coast may be meant."""
    shape = _prepared(country)
    if shapely.contains_xy(shape, *point):
        return True
    off_km = _KM_PER_DEG * float(shapely.distance(shape, shapely.Point(point)))
    return off_km <= _NEAR_BORDER_KM or (off_km <= _OFFSHORE_KM and country_at(*point) is None)


def without_sides(layout: Layout) -> tuple[Layout, list[str]]:
    """Return a layout without columns of countries that name a side and not where it was; and what is to be told."""
    said: list[str] = []
    for column in layout.columns:
        said_by_hand = layout.own or column.text in layout.mapping.columns
        if column.header.key != "place.country" or said_by_hand:
            continue
        if is_a_side(_points_and_countries(layout, column)):
            why = "the points lie elsewhere: it names a side"
            said.append(f"column {column.text!r} is not where it was, {why}; kept as attribute")
            columns = tuple(each for each in layout.columns if each is not column)
            uses = [
                structs.replace(each, header=None, why=why) if each.at == column.at else each for each in layout.uses
            ]
            layout = structs.replace(layout, columns=columns, uses=tuple(uses))
    return layout, said


def _points_and_countries(layout: Layout, column: Column) -> list[tuple[LonLat, str]]:
    where = {each.header.key: each.at for each in layout.columns if each.header.numbers == column.header.numbers}
    if not {"place.lat", "place.lon"} <= where.keys():
        return []
    at = (where["place.lat"], where["place.lon"], column.at)
    rows = layout.sheet.rows[layout.first :]
    found = []
    for row in (row for _, row in rows[:: max(1, len(rows) // _SAMPLE)] if len(row) > max(at)):
        lat, lon, country = (plain_text(row[each]) for each in at)
        degrees, code = (parse_degrees(lat), parse_degrees(lon)), country_code(country)
        if degrees[0] and degrees[1] and code and abs(degrees[0][0]) <= 90 and abs(degrees[1][0]) <= 180:  # noqa: PLR2004
            found.append(((degrees[1][0], degrees[0][0]), code))
    return found


def is_a_side(points: Sequence[tuple[LonLat, str]]) -> bool:
    """Return whether a column of countries names a side rather than where it was: most points lie elsewhere.

    Positions whose coordinates are swapped tell nothing of it.
    """
    told = [(point, country) for point, country in points if country in countries()]
    elsewhere = [
        (point, country)
        for point, country in told
        if not _lies_in(point, country) and not (abs(point[0]) <= 90 and _lies_in((point[1], point[0]), country))  # noqa: PLR2004
    ]
    return bool(told) and 2 * len(elsewhere) > len(told)


def off_land(event: Tree) -> str | None:
    """Return what is wrong with an event on land whose point lies at sea, None where nothing is.

    What names a ship is there rightly, and a place that is said to be at sea or only roughly known.
    """
    for place in event["places"] if event["kind"] in _ON_LAND and not event.get("vessel") else ():
        lon, lat, country = place.get("lon"), place.get("lat"), place.get("country")
        exact = place.get("precision") in _EXACT and not place.get("extent") and not place.get("place_id")
        if lon is None or not exact or (country in countries() and shapely.contains_xy(_prepared(country), lon, lat)):
            continue
        if not shapely.contains_xy(_prepared_land(), lon, lat) and country_at(lon, lat, within_km=_COAST_KM) is None:
            return f"{lat:g}, {lon:g} lies over {_COAST_KM:g} km out at sea; is a {event['kind']} meant there?"
    return None


def before_it_was(weapon: str | None, last_day: str | None) -> str | None:
    """Return what is wrong with a day before public record knows the weapon, None where nothing is."""
    known = _known_from(weapon) if weapon and last_day else None
    if known is None or int(str(last_day)[:4]) >= known[1]:
        return None
    name, year, fact = known
    return f"{last_day} is before {name} is known to have existed ({year}: {fact})"


@lru_cache(maxsize=20_000)
def _known_from(weapon: str) -> tuple[str, int, str] | None:
    """Return the one weapon of the table that a text names, with its first year and what is known of it."""
    words = tuple(plain_words(weapon))
    spans = {words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    found = {known for span in spans if (known := _first_years().get(span))}
    return found.pop() if len(found) == 1 else None


@cache
def _first_years() -> dict[tuple[str, ...], tuple[str, int, str]]:
    """Return the weapons whose first year is known, by the words of each of their names."""
    years = read_toml("arms/first_years.toml")
    arms = read_toml("arms/weapons.toml")["weapon"]
    return {
        tuple(plain_words(alias)): (row["name"], years[row["name"]]["year"], years[row["name"]]["fact"])
        for row in arms
        if row["name"] in years
        for alias in (row["name"], *row["name"].split("/"), *row["aliases"])
        if not {"*", "~"} & set(alias)
    }
