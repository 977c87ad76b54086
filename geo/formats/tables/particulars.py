"""A row's particulars: places and legs, points and names for the gazetteer; sources, and the quotes they bring."""

import hashlib
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
from geo.formats.columns.dates import parse_date
from geo.formats.columns.headers import plain_words, read_value
from geo.formats.columns.numbers import country_code, parse_coordinates
from geo.formats.layout.schema import Tree
from geo.formats.layout.shapes import disc_round, extent_wkt, wkt_parts
from geo.formats.tables.cells import MOST_LAT, MOST_LON, Entry, Numbers, RowCells
from geo.formats.tables.contradictions import contradiction
from geo.formats.tables.placing import Placed, Placer
from geo.records import Mode, PlaceRole

_STOPS = ("origin", "via", "destination")
_POSITION = frozenset({"lat", "lon", "coordinates"})
_FIELDS = frozenset({"label", "place_id", "precision", "radius_km", "status"})
_DECIMALS = 6
_LIST = re.compile(r"\s*[;|→>\n]\s*|\s[–—-]\s")
_DEGREES = re.compile(r"\d\s*°|\d[.,]\d{2}")
_ADMIN1 = re.compile(r"[A-Z]{2}\.[0-9A-Z]{1,4}")

_URL = re.compile(r"(?:https?://|www\.)[^\s;|<>\"]+", re.IGNORECASE)
_LINK = re.compile(r'=\w+\(\s*"([^"]*)"\s*(?:[;,]\s*"([^"]*)"\s*)?\)')
"""A spreadsheet's formula for a link, in any language: its address and its label."""
_PARTICULARS = ("title", "publisher", "archived_url", "language")


def row_places(row: RowCells, placer: Placer) -> tuple[list[Tree], list[Tree]]:
    """Return a row's places and legs in the event file's terms."""
    stops = [stop for group in _STOPS if group in row.groups for stop in _stops(row, placer, group)]
    if len(stops) > 1 and row.groups.keys().isdisjoint(("origin", "destination")):  # one column of the whole way
        stops[0]["role"], stops[-1]["role"] = "origin", "destination"
    entries = row.entries("place")
    written = entries[0][1].get("coordinates") or "" if len(entries) == 1 and len(stops) == 2 else ""  # noqa: PLR2004
    track = written if written.startswith(("LINESTRING", "MULTILINESTRING")) else None
    places = [place for numbers, entry in entries if not track for place in _places(row, placer, numbers, entry)]
    first = len(places)
    legs: list[Tree] = [{"from": first + at, "to": first + at + 1} for at in range(len(stops) - 1)]
    if track:
        legs[0]["track"] = {"line": track, "source": PurePath(row.layout.sheet.name).name}
    for leg, mode in zip(legs, _modes(row, len(legs)) if legs else (), strict=True):
        leg["mode"] = mode
    return places + stops, legs


def _places(row: RowCells, placer: Placer, numbers: Numbers, entry: Entry) -> Iterator[Tree]:
    """Yield a place, or one for each part of the geometry that stands in its column as WKT."""
    written = entry.get("coordinates")
    parts = wkt_parts(written) if written and not written.upper().startswith("POINT") else []
    listed = placer.several(entry["name"]) if "name" in entry and _POSITION.isdisjoint(entry) else []
    if listed:
        within = {key: value for key, value in _own_fields(row, placer, numbers, None).items() if key != "status"}
        country = row.country("place.country", numbers) if "country" in entry else None
        for name in listed:
            known = _looked_up(row, placer, name, "place.name", numbers, country=country, admin1=within.get("admin1"))
            yield {**within, "name": name, **known}
        return
    place = _place(row, placer, "place", numbers)
    for part in parts:
        shape = _shape(part)
        name = row.single.get("title") or _point_text((shape["lon"], shape["lat"]))
        yield {**(place or {"role": PlaceRole.SITE, "name": name}), **shape}
    if place and not parts:
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
    stops = []
    for numbers, entry in row.entries(group):
        names = _LIST.split(entry.get("name", ""))
        if group == "via" and len(names) == 1:
            names = placer.several(names[0]) or names
        if len(names) > 1:
            stops += [
                {"role": group, "name": name} | _looked_up(row, placer, name, f"{group}.name") for name in names if name
            ]
        elif stop := _place(row, placer, group, numbers):
            stops.append(stop)
    return stops


def _place(row: RowCells, placer: Placer, group: str, numbers: Numbers) -> Tree | None:
    entry = row.groups[group][numbers]
    name, area = entry.get("name"), entry.get("admin1")
    point = (row.point(group, numbers) if not _POSITION.isdisjoint(entry) else None) or _written_point(name)
    country = row.country(f"{group}.country", numbers) if "country" in entry else None
    if name is None and point is None and country is None and area is None:
        return None
    place = _own_fields(row, placer, numbers, country) if group == "place" else {"role": group}
    if country:
        place["country"] = country
    if name is None and point is None:
        found = _known(placer.area(area, country=country)) if area else _country_only(country)
        return {"name": area or entry.get("country", ""), **place, **found}
    written = entry.get("coordinates")
    place["name"] = name or (_point_text(point) if point and (not written or "(" in written) else written or "")
    if point is not None:
        if wrong := contradiction(point, country, place.get("admin1")):
            row.complain(wrong, f"{group}.lat", numbers)
            return {"status": Status.UNRESOLVED, **place}
        return {"status": Status.RESOLVED, **place, "lon": point[0], "lat": point[1]}
    if name and country_code(name):
        return place | _country_only(country_code(name))
    within = {"country": country, "admin1": place.get("admin1")}
    found = _looked_up(row, placer, str(name), f"{group}.name", numbers, **within)
    return place | found if found.get("admin1") else found | place


def _written_point(name: str | None) -> tuple[float, float] | None:
    """Return the position that stands in the column of names, as degrees or with decimals."""
    pair = parse_coordinates(name) if name and _DEGREES.search(name) else None
    return pair if pair and pair != (0, 0) and abs(pair[0]) <= MOST_LON and abs(pair[1]) <= MOST_LAT else None


def _own_fields(row: RowCells, placer: Placer, numbers: Numbers, country: str | None) -> Tree:
    entry = row.groups["place"][numbers]
    place: dict[str, Any] = {"role": _role(row, numbers) if "role" in entry else PlaceRole.SITE}
    for field in _FIELDS & entry.keys():
        value = row.value(f"place.{field}", numbers)
        if value is not None:
            place[field] = value
    if area := entry.get("admin1"):
        code = _admin1_code(area, country) or placer.area(area, country=country).admin1
        if code:
            place["admin1"] = code
        else:
            row.complain(f"{area!r}: no such area; a code as UA.18 is sure; left out", "place.admin1", numbers)
    return place


def _admin1_code(text: str, country: str | None) -> str | None:
    """Return a first-level area's GeoNames code for its code or, within a country, its name."""
    return text if _ADMIN1.fullmatch(text) else _area_codes().get((country, name_key(text)))


@cache
def _area_codes() -> dict[tuple[str | None, str], str]:
    return {(area.country, name_key(area.name)): area.code for area in areas().values()}


def _role(row: RowCells, numbers: Numbers) -> PlaceRole:
    text = row.texts["place.role", numbers]
    known = read_value("role", text) or text.lower()
    if known not in list(PlaceRole):
        row.complain(f"{text!r}: expected one of {', '.join(PlaceRole)}", "place.role", numbers)
        return PlaceRole.SITE
    return PlaceRole(known)


def _point_text(point: tuple[float, float] | None) -> str:
    return f"{point[1]:g}, {point[0]:g}" if point else ""


def _country_only(country: str | None) -> Tree:
    return {"country": country, "precision": Precision.COUNTRY, "status": Status.RESOLVED}


def _looked_up(row: RowCells, placer: Placer, name: str, key: str, numbers: Numbers = (), **within: str | None) -> Tree:
    placed = placer.place(name, **within)
    if placed.status is Status.AMBIGUOUS:
        labels = "; ".join(rival.label for rival in placed.rivals[:3])
        row.complain(f"{name!r} may mean {len(placed.rivals)} places ({labels}); review it", key, numbers)
    elif placed.status is Status.UNRESOLVED:
        unknown = "may be another village than the gazetteer's" if placed.rivals else "is not in the gazetteer"
        row.complain(f"{name!r} {unknown}; give latitude and longitude", key, numbers)
    return _known(placed)


def _known(placed: Placed) -> Tree:
    tree: Tree = msgspec.to_builtins(placed)
    return {key: value for key, value in tree.items() if value not in (None, [])}


def _modes(row: RowCells, legs: int) -> list[str]:
    """Return a mode a leg: the row's one mode for all, or as many as there are legs."""
    texts = [entry.get("mode") for _, entry in row.entries("leg")]
    words = [word for text in texts if text for word in re.split(r"\s*[;|,/+→>\n]\s*", text) if word]
    modes = [mode for word in words for mode in _modes_in(row, word)]
    if len(modes) == 1:
        return modes * legs
    if modes and len(modes) != legs:
        row.complain(f"{len(modes)} modes for {legs} legs; all were left unknown", "leg.mode")
    return modes if len(modes) == legs else [Mode.UNKNOWN] * legs


def _modes_in(row: RowCells, text: str) -> list[str]:
    """Return the mode that a text means, or those that it names one after the other ("avion puis bateau")."""
    known = row.layout.mapping.values.get("mode", {}).get(text) or read_value("mode", text)
    found = [known] if known else [mode for word in plain_words(text) if (mode := read_value("mode", word))]
    modes = [mode for mode in found if mode in list(Mode)]
    if not modes:
        row.complain(f"{text!r}: expected sea, rail, road or air", "leg.mode")
    return modes or [Mode.UNKNOWN]


def row_sources(row: RowCells, *, table: str, notes: str | None) -> tuple[list[Tree], list[Tree]]:
    """Return a row's reports and the articles they cite, in the event file's terms."""
    articles: dict[str, Tree] = {}
    reports = []
    for numbers, entry in row.entries("source"):
        quote = entry.get("quote", "")
        cited = _articles(row, numbers, entry)
        if not cited and quote:
            cited = [_table_article(table)]
        for article in cited:
            articles.setdefault(article["id"], article)
            reports.append({"article": article["id"], "quote": quote})
    if notes:
        articles.setdefault(_table_article(table)["id"], _table_article(table))
        reports.append({"article": _table_article(table)["id"], "quote": notes})
    return reports, list(articles.values())


def _table_article(table: str) -> Tree:
    return {"id": f"table:{table}", "title": table}


def _articles(row: RowCells, numbers: Numbers, entry: Entry) -> list[Tree]:
    named = entry.get("article")
    known = {field: entry[field] for field in _PARTICULARS if field in entry}
    if published := entry.get("published"):
        date = parse_date(published.partition(";")[0], order=row.layout.date_order)
        if date is None or date.start is None:
            row.complain(f"{published!r} is no date; left out", "source.published", numbers)
        else:
            known["published"] = date.start
    given = entry.get("any", "")
    if given.startswith("="):
        given = _LINK.sub(r"\1 \2", given)
    urls = [_bare(url) for url in _URL.findall(f"{entry.get('url', '')} {given}")]
    rest = _URL.sub(" ", given).strip(" ;|,-–:\n\t")
    if rest:
        known.setdefault("title" if known.get("publisher") else "publisher", rest)
    if not urls:
        return [_article(known, named)] if named or known.keys() & {"title", "publisher"} else []
    return [_article({**known, "url": url}, named) for url in dict.fromkeys(urls)]


def _bare(url: str) -> str:
    """Return an address without the punctuation of the list that it stands in."""
    bare = url.rstrip(".,;:!?'")
    return bare[:-1] if bare.endswith(")") and bare.count("(") < bare.count(")") else bare


def _article(particulars: Tree, named: str | None) -> Tree:
    """Give an article the id that the table names, or else one that is the same on every reading."""
    if named:
        return {"id": named, **particulars}
    url = particulars.get("url")
    telling = url or "|".join(str(particulars.get(field, "")) for field in ("publisher", "title", "published"))
    digest = hashlib.sha256(telling.encode()).hexdigest()[:12]
    return {"id": f"{'url' if url else 'source'}:{digest}", **particulars}
