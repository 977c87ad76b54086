"""A row's places and legs: points, names for the gazetteer, routes as origin, via and destination."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from gazetteer.match.areas import admin1 as areas
from gazetteer.match.keys import name_key
from gazetteer.records import Precision, Status
from geo.formats.columns.countries import country_code
from geo.formats.columns.headers import plain_words, read_value
from geo.formats.columns.numbers import parse_coordinates
from geo.formats.layout.own_shapes import disc_round, extent_wkt, wkt_parts
from geo.formats.layout.schema import Tree
from geo.formats.tables.cells import MOST_LAT, MOST_LON, RowCells
from geo.formats.tables.contradictions import contradiction
from geo.formats.tables.placing import Placed, Placer
from geo.records import EventPlace, Mode, PlaceRole

_STOPS = ("origin", "via", "destination")
_DECIMALS = 6
_LIST = re.compile(r"\s*[;|→>\n]\s*")
_DEGREES = re.compile(r"\d\s*°|\d[.,]\d{2}")
_ADMIN1 = re.compile(r"[A-Z]{2}\.[0-9A-Z]{1,4}")


def row_places(row: RowCells, placer: Placer) -> tuple[list[Tree], list[Tree]]:
    """Return a row's places and legs in the event file's terms.

    Args:
        row: The row.
        placer: Looks up names that come without coordinates.

    Returns:
        Places: the numbered ones, then origin, stops on the way and destination; and the legs that join those. A
        line in the row of two stops is the way between them.
    """
    stops = [stop for group in _STOPS if row.has(group) for stop in _stops(row, placer, group)]
    track = _track(row) if len(stops) == 2 else None  # noqa: PLR2004 - an origin and a destination
    numbers = [] if track else row.numbers("place")
    places = [place for number in numbers for place in _places(row, placer, number)]
    first = len(places)
    legs: list[Tree] = [{"from": first + at, "to": first + at + 1} for at in range(len(stops) - 1)]
    if track:
        legs[0]["track"] = {"line": track, "source": PurePath(row.layout.sheet.name).name}
    for leg, mode in zip(legs, _modes(row, len(legs)), strict=True):
        leg["mode"] = mode
    return places + stops, legs


def _track(row: RowCells) -> str | None:
    """Return the row's only geometry as WKT where it is a line."""
    written = [row.text("place.coordinates", number) for number in row.numbers("place")]
    text = written[0] if len(written) == 1 else None
    return text if text and text.startswith(("LINESTRING", "MULTILINESTRING")) else None


def _places(row: RowCells, placer: Placer, number: int) -> Iterator[Tree]:
    """Yield a place, or one for each part of the geometry that stands in its column as WKT."""
    written = row.text("place.coordinates", number)
    parts = wkt_parts(written) if written and not written.upper().startswith("POINT") else []
    place = _place(row, placer, "place", number)
    if parts:
        for part in parts:
            shape = _shape(part)
            named = place or {
                "role": PlaceRole.SITE,
                "name": row.text("title") or _point_text((shape["lon"], shape["lat"])),
            }
            yield {**named, **shape}
    elif place:
        yield place


def _shape(part: BaseGeometry) -> Tree:
    """Return the fields of a place that a part of a geometry gives: a point as it is, a line or area whole."""
    known = {"status": Status.RESOLVED}
    if part.geom_type == "Point":
        return known | {"lon": round(part.x, _DECIMALS), "lat": round(part.y, _DECIMALS)}
    lon, lat, radius_km = disc_round(part)
    disc = {"lon": lon, "lat": lat, "radius_km": radius_km, "precision": Precision.REGION}
    return known | disc | {"extent": extent_wkt(part)}


def _stops(row: RowCells, placer: Placer, group: str) -> list[Tree]:
    numbers: list[tuple[int, ...]] = [(number,) for number in row.numbers(group)] if group == "via" else [()]
    stops = []
    for number in numbers:
        names = _LIST.split(row.text(f"{group}.name", *number) or "")
        if len(names) > 1:
            stops += [_named(row, placer, group, name) for name in names if name]
        elif group == "via" and (several := _enumerated(placer, names[0])):
            stops += [_named(row, placer, group, name) for name in several]
        elif stop := _place(row, placer, group, *number):
            stops.append(stop)
    return stops


def _enumerated(placer: Placer, text: str) -> list[str]:
    """Return the stops that commas divide, none where it is one name with a comma ("Springfield, Illinois")."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(names) < 2 or placer.place(text).status is not Status.UNRESOLVED:  # noqa: PLR2004 - one is no list
        return []
    return names if all(placer.place(name).status is not Status.UNRESOLVED for name in names) else []


def _named(row: RowCells, placer: Placer, group: str, name: str) -> Tree:
    place = {"role": group, "name": name}
    return place | _looked_up(row, placer, name, None, f"{group}.name")


def _place(row: RowCells, placer: Placer, group: str, *numbers: int) -> Tree | None:
    name = row.text(f"{group}.name", *numbers)
    point = row.point(group, *numbers) or _written_point(name)
    country = row.country(f"{group}.country", *numbers)
    area = row.text("place.admin1", *numbers) if group == "place" else None
    if name is None and point is None and country is None and area is None:
        return None
    place = _own_fields(row, placer, group, numbers)
    if name is None and point is None:
        found = _known(placer.area(area, country=country)) if area else _country_only(country)
        return {"name": area or row.text(f"{group}.country", *numbers) or "", **place, **found}
    written = row.text(f"{group}.coordinates", *numbers)
    place["name"] = name or (_point_text(point) if point and (not written or "(" in written) else written or "")
    if country:
        place["country"] = country
    if point is not None:
        wrong = contradiction(point, country, place.get("admin1")) if not row.layout.own else None
        if wrong:
            row.complain(row.column(f"{group}.lat", *numbers), wrong)
            return {"status": Status.UNRESOLVED, **place}
        place |= {"lon": point[0], "lat": point[1]}
        return {"status": Status.RESOLVED, **place}
    if name and country_code(name):
        return place | _country_only(country_code(name))
    found = _looked_up(row, placer, str(name), country, f"{group}.name", *numbers, admin1=place.get("admin1"))
    return place | found if found.get("admin1") else found | place


def _written_point(name: str | None) -> tuple[float, float] | None:
    """Return the position that stands in the column of names, as degrees or with decimals."""
    pair = parse_coordinates(name) if name and _DEGREES.search(name) else None
    return pair if pair and pair != (0, 0) and abs(pair[0]) <= MOST_LON and abs(pair[1]) <= MOST_LAT else None


def _own_fields(row: RowCells, placer: Placer, group: str, numbers: tuple[int, ...]) -> Tree:
    place: dict[str, Any] = {"role": group if group != "place" else _role(row, *numbers)}
    if group != "place":
        return place
    for field in ("label", "place_id", "precision", "radius_km", "status"):
        value = row.value(f"place.{field}", *numbers)
        if value is not None:
            place[field] = value
    admin1 = row.text("place.admin1", *numbers)
    country = row.country("place.country", *numbers) if admin1 else None
    code = (_admin1_code(admin1, country) or placer.area(admin1, country=country).admin1) if admin1 else None
    if code:
        place["admin1"] = code
    elif admin1:
        row.complain(
            row.column("place.admin1", *numbers), f"{admin1!r}: no such area; a code as UA.18 is sure; left out"
        )
    return place


def _admin1_code(text: str, country: str | None) -> str | None:
    """Return a first-level area's GeoNames code for its code or, within a country, its name."""
    if _ADMIN1.fullmatch(text):
        return text
    return _area_codes().get((country, name_key(text))) if country else None


@cache
def _area_codes() -> dict[tuple[str, str], str]:
    return {(area.country, name_key(area.name)): area.code for area in areas().values()}


def _role(row: RowCells, *numbers: int) -> PlaceRole:
    text = row.text("place.role", *numbers)
    known = read_value("role", text) or text.lower() if text else PlaceRole.SITE.value
    if known not in list(PlaceRole):
        row.complain(row.column("place.role", *numbers), f"{text!r}: expected one of {', '.join(PlaceRole)}")
        return PlaceRole.SITE
    return PlaceRole(known)


def _point_text(point: tuple[float, float] | None) -> str:
    return f"{point[1]:g}, {point[0]:g}" if point else ""


def _country_only(country: str | None) -> Tree:
    return {"country": country, "precision": Precision.COUNTRY, "status": Status.RESOLVED}


def _looked_up(
    row: RowCells, placer: Placer, name: str, country: str | None, key: str, *numbers: int, admin1: str | None = None
) -> Tree:
    placed = placer.place(name, country=country, admin1=admin1)
    if placed.status is Status.AMBIGUOUS:
        labels = "; ".join(rival.label for rival in placed.rivals[:3])
        row.complain(row.column(key, *numbers), f"{name!r} may mean {len(placed.rivals)} places ({labels}); review it")
    elif placed.status is Status.UNRESOLVED:
        row.complain(row.column(key, *numbers), f"{name!r} is not in the gazetteer; give latitude and longitude")
    return _known(placed)


def _known(placed: Placed) -> Tree:
    tree: Tree = msgspec.to_builtins(placed)
    return {key: value for key, value in tree.items() if value not in (None, [])}


def _modes(row: RowCells, legs: int) -> list[str]:
    """Return a mode a leg: the row's one mode for all, or as many as there are legs."""
    texts = (
        [row.text("leg.mode")]
        if ("leg.mode", ()) in row.cells
        else [row.text("leg.mode", n) for n in row.numbers("leg")]
    )
    words = [word for text in texts if text for word in re.split(r"\s*[;|,/+→>\n]\s*", text) if word]
    modes = [mode for word in words for mode in _modes_in(row, word)]
    if len(modes) == 1:
        return modes * legs
    if modes and len(modes) != legs:
        row.complain(row.column("leg.mode"), f"{len(modes)} modes for {legs} legs; all were left unknown")
    return modes if len(modes) == legs else [Mode.UNKNOWN] * legs


def _modes_in(row: RowCells, text: str) -> list[str]:
    """Return the mode that a text means, or those that it names one after the other ("avion puis bateau")."""
    known = row.mapping.values.get("mode", {}).get(text) or read_value("mode", text)
    found = [known] if known else [mode for word in plain_words(text) if (mode := read_value("mode", word))]
    modes = [mode for mode in found if mode in list(Mode)]
    if not modes:
        row.complain(row.column("leg.mode"), f"{text!r}: expected sea, rail, road or air")
    return modes or [Mode.UNKNOWN]


def event_place(tree: Tree) -> EventPlace:
    """Return a place as the event file's record.

    Raises:
        msgspec.ValidationError: A field is wrong.
    """
    return msgspec.convert(tree, EventPlace)
