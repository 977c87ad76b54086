"""Features that we exported, put together to events again; docs/formats.md says what they can't hold."""

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from shapely import to_wkt
from shapely.geometry.base import BaseGeometry

from geo.formats.layout.cells import Cell, first_day, last_day, split_list, split_map
from geo.formats.layout.columns import shapefile_names
from geo.formats.layout.schema import Tree
from geo.formats.layout.shapes import disc_round, extent_wkt
from geo.formats.problems import Problem, Reading, Reject, Severity
from geo.records import Article, Event, EventFile, Qualifier

_QUANTITY = re.compile(r"([>≥<≤~]?)(\?|\d+(?:\.\d+)?) (.+)")
_SIGNS = {">": Qualifier.GT, "≥": Qualifier.GTE, "<": Qualifier.LT, "≤": Qualifier.LTE, "~": Qualifier.APPROX}
_COUNTED = re.compile(r"([>≥<≤~]?)(\d+)(?:–(\d+))?")
_VESSEL = re.compile(r"(.*?)(?: \((?:IMO ([^,()]+))?(?:, )?([A-Z]{2})?\))?", re.DOTALL)
_PLAIN = ("kind", "title", "weapon", "status")
_SPOT = ("role", "name", "label", "place_id", "country", "admin1", "precision", "radius_km")

OwnFeature = tuple[Mapping[str, Any], BaseGeometry | None]


def is_own_feature(properties: Mapping[str, Any]) -> bool:
    """Return whether a feature has the columns of our exports."""
    return "event_id" in properties and bool("drawn_as" in properties or properties.keys() & {"leg_number", "leg_no"})


def read_own_features(features: list[OwnFeature], *, name: str) -> Reading:
    """Return the events of our own features."""
    groups: dict[str, list[OwnFeature]] = {}
    for properties, geometry in features:
        groups.setdefault(str(properties["event_id"]), []).append((_known(properties), geometry))
    events: list[Event] = []
    articles: dict[str, Article] = {}
    rejects: list[Reject] = []
    for line, (event_id, group) in enumerate(groups.items(), start=1):
        try:
            tree, cited = _event(event_id, group)
            events.append(msgspec.convert(tree, Event))
            articles |= {article["id"]: msgspec.convert(article, Article) for article in cited}
        except (ValueError, TypeError, KeyError) as error:  # whoever edits a layer may write anything
            cells: tuple[Cell, ...] = (event_id,)
            rejects.append(Reject(line=line, reason=f"event {event_id!r}: {error}", cells=cells))
    problems = [Problem(file=name, message=reject.reason, severity=Severity.REJECTED) for reject in rejects]
    read = EventFile(articles=tuple(articles.values()), events=tuple(events))
    return Reading(events=read, problems=tuple(problems), headers=("event_id",), rejects=tuple(rejects))


def _known(properties: Mapping[str, Any]) -> dict[str, Any]:
    long = {short: name for name, short in shapefile_names().items()}
    return {
        long.get(key, key): value
        for key, value in properties.items()
        if value is not None and not (isinstance(value, float) and math.isnan(value))
    }


def _event(event_id: str, group: list[OwnFeature]) -> tuple[Tree, list[Tree]]:
    first = group[0][0]
    spots = sorted((each for each in group if "place_number" in each[0]), key=lambda each: each[0]["place_number"])
    places = [_place(properties, geometry) for properties, geometry in spots]
    legs = [each for each in group if "leg_number" in each[0]]
    reports, articles = _reports(first)
    tree: Tree = {"id": event_id, "places": places, "legs": _legs(legs, places), "reports": reports}
    tree |= {field: first[field] for field in _PLAIN if field in first}
    for field in ("disputed", "reviewed"):
        tree[field] = bool(first.get(field, False))
    for field in ("claimed_by", "denied_by"):
        tree[field] = split_list(str(first[field])) if field in first else []
    tree |= _parts(first)
    return tree, articles


def _parts(first: Mapping[str, Any]) -> Tree:
    tree: Tree = {
        "date": _date(first),
        "quantities": _quantities(first),
        "casualties": _casualties(first),
        "attributes": split_map(str(first["attributes"])) if "attributes" in first else {},
        "actors": {key: first[key] for key in ("supplier", "recipient") if key in first} or None,
    }
    if found := _VESSEL.fullmatch(str(first.get("vessel", ""))):
        tree["vessel"] = {"name": found[1], "imo": found[2], "flag": found[3]} if found[1] else None
    return tree


def _casualties(first: Mapping[str, Any]) -> Tree | None:
    tree: Tree = {key: int(first[key]) for key in ("killed", "wounded") if key in first}
    for part in str(first.get("casualties", "")).split("; "):
        name, _, said = part.partition(" ")
        if name in ("killed", "wounded"):
            found = _COUNTED.fullmatch(said)
            tree |= {f"{name}_text": said} if found is None else {}
            tree |= {f"{name}_qualifier": _SIGNS[found[1]]} if found and found[1] else {}
            tree |= {f"{name}_most": int(found[3])} if found and found[3] else {}
    return tree or None


def _date(first: Mapping[str, Any]) -> Tree | None:
    """Return a date, cut back to the month or year that its precision says."""
    start, end = (str(first[key])[:10] if key in first else None for key in ("date_start", "date_end"))
    precision = first.get("date_precision")
    length = {"month": 7, "year": 4}.get(str(precision))
    if start and length and start == first_day(start[:length]) and end == last_day(start[:length]):
        start, end = start[:length], None
    elif end == start:
        end = None
    date = {"start": start, "end": end, "precision": precision, "text": first.get("date_text")}
    return date if any(date.values()) else None


def _quantities(first: Mapping[str, Any]) -> list[Tree]:
    found = [_QUANTITY.fullmatch(part) for part in str(first.get("quantities", "")).split("; ")]
    return [
        {
            "value": None if each[2] == "?" else float(each[2]),
            "qualifier": _SIGNS.get(each[1], Qualifier.EXACT),
            "unit": each[3],
        }
        for each in found
        if each
    ]


def _reports(first: Mapping[str, Any]) -> tuple[list[Tree], list[Tree]]:
    sources = [line for line in str(first.get("sources", "")).split("\n") if line]
    quotes = [line for line in str(first.get("quotes", "")).split("\n") if line]
    articles = [{"id": f"source:{hashlib.sha256(line.encode()).hexdigest()[:12]}", "title": line} for line in sources]
    if not articles:
        return [], []
    paired = len(quotes) == len(articles)
    if paired:
        return [{"article": each["id"], "quote": quote} for each, quote in zip(articles, quotes, strict=True)], articles
    whole = [{"article": articles[0]["id"], "quote": "\n".join(quotes)}]
    return whole + [{"article": each["id"], "quote": ""} for each in articles[1:]], articles


def _place(properties: Mapping[str, Any], geometry: BaseGeometry | None) -> Tree:
    place = {field: properties[field] for field in _SPOT if field in properties}
    place["status"] = properties.get("place_status", "unresolved")
    drawn_as = properties.get("drawn_as")
    if geometry is not None and drawn_as == "extent":
        lon, lat, radius_km = disc_round(geometry)
        place |= {"extent": extent_wkt(geometry), "lon": lon, "lat": lat, "radius_km": radius_km}
    if geometry is not None and drawn_as in ("point", "disc"):
        centre = geometry.centroid
        places = 5 if drawn_as == "point" else 2
        place |= {"lon": round(centre.x, places), "lat": round(centre.y, places)}
    return place


def _legs(legs: list[OwnFeature], places: list[Tree]) -> list[Tree]:
    return [
        {
            "from": int(properties["from_place"]) - 1,
            "to": int(properties["to_place"]) - 1,
            "mode": properties.get("mode", "unknown"),
            # The line of a leg that a source traced; any other is computed again.
            "track": {"line": to_wkt(geometry, rounding_precision=6, trim=True), "source": properties["attribution"]}
            if geometry is not None and not properties.get("schematic", True) and properties.get("attribution")
            else None,
        }
        for properties, geometry in sorted(legs, key=lambda each: each[0]["leg_number"])
        if min(properties.get("from_place", 0), properties.get("to_place", 0)) > 0
        and max(properties["from_place"], properties["to_place"]) <= len(places)
    ]
