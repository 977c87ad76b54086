"""Labelled articles to learn reading from: the annotated articles, the short reports, the rounds of first contact.

Each is a text with its events; an event has a kind and places with roles, by position or by name.
"""

import json
import math
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from geo.articles.particulars import Particulars
from geo.articles.reading import SourceText, make_source

TOP = Path(__file__).resolve().parent.parent
_ROLES = {"from": "origin", "to": "destination", "via": "via", "site": "site"}
_EARTH_KM = 6371.009
_KINDS = frozenset({"deployment", "recovery", "seizure", "shipment", "strike", "test"})


class Spot(NamedTuple):
    """Where an event's place is: by position and tolerance, or else by how it is written."""

    role: str
    names: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    km: float = 25.0


class LabelledEvent(NamedTuple):
    """An event that a text tells."""

    kind: str
    spots: tuple[Spot, ...]
    must: bool = True
    quote: str = ""


class Labelled(NamedTuple):
    """A text and what it tells; `group` keeps versions of one item in one fold."""

    id: str
    group: str
    source: SourceText
    events: tuple[LabelledEvent, ...]


def fold(text: object) -> str:
    """Return a text for comparing: no case, no marks."""
    plain = unicodedata.normalize("NFKD", str(text)).lower().replace("’", "'")
    return "".join(c for c in plain if not unicodedata.combining(c))


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points in degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def is_spot(spot: Spot, name: str, lat: float | None, lon: float | None) -> bool:
    """Return whether a name of a text, settled on a position or not, is an event's place."""
    if spot.lat is not None and spot.lon is not None and lat is not None and lon is not None:
        return distance_km(spot.lat, spot.lon, lat, lon) <= spot.km
    return any(fold(name)[:5] == fold(other)[:5] for other in spot.names)


def annotated(folder: Path = TOP / "data" / "annotated") -> Iterator[Labelled]:
    """Yield the annotated articles."""
    events = {}
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        events[row["article"]] = row["events"]
    for line in (folder / "toponyms.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = tuple(_annotated_event(event) for event in events.get(row["id"], []))
        yield Labelled(row["id"], row["id"], _source(row["text"], row["id"], row), told)


def _annotated_event(event: dict[str, Any]) -> LabelledEvent:
    spots = tuple(
        Spot(p["role"], (p["name"],), p.get("lat"), p.get("lon"), p.get("radius_km") or _reach(p.get("precision")))
        for p in event.get("places") or []
    )
    return LabelledEvent(event["kind"], spots, must=not event.get("optional"), quote=event.get("quote", ""))


def _reach(precision: str | None) -> float:
    return 150.0 if precision in ("admin1", "region", "sea") else 25.0


def _source(text: str, name: str, row: dict[str, Any]) -> SourceText:
    particulars = Particulars(
        language=row["language"],
        published=str(row["published"]) if row.get("published") else None,
        title=row.get("title"),
    )
    return make_source(text, name, particulars, name)


def reports(folder: Path = TOP / "tests" / "data" / "reports") -> Iterator[Labelled]:
    """Yield the short reports of the tests."""
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["articles"]:
            told = tuple(
                LabelledEvent(
                    event["kind"],
                    tuple(
                        Spot(role, tuple(name.split("|")))
                        for role, names in event.get("places", {}).items()
                        for name in names
                    ),
                )
                for event in row.get("events", [])
            )
            group = re.sub(r"[-_](de|en|es|fr|nl|pl|ru|uk)$", "", row["id"])
            source = _source(row["text"], row["id"], {**row, "language": path.stem})
            yield Labelled(f"{path.stem}/{row['id']}", group, source, told)


def phrasings(folder: Path = TOP / "tests" / "data" / "phrasings") -> Iterator[Labelled]:
    """Yield the newspaper phrasings of the tests, a third of which tell of nothing."""
    for path in sorted(folder.glob("??.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in table["phrasing"]:
            spots = tuple(Spot(role, (name,)) for role, names in row.get("places", {}).items() for name in names)
            told = (LabelledEvent(row["kind"], spots),) if row["kind"] in _KINDS else ()
            source = _source(
                row["text"],
                row["id"],
                {"language": table["language"], "published": row.get("published", table["published"])},
            )
            yield Labelled(f"{path.stem}/{row['id']}", "-".join(row["id"].split("-")[:2]), source, told)


def rounds(*folders: Path) -> Iterator[Labelled]:
    """Yield the texts of rounds of first contact: folders with `key*.json` and `articles*.toml` beside the texts."""
    for folder in folders:
        dates: dict[str, Any] = {}
        for path in sorted(folder.glob("articles*.toml")):
            dates |= tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("key*.json")):
            for name, key in json.loads(path.read_text(encoding="utf-8")).items():
                text = (folder / name).read_text(encoding="utf-8")
                row = {"language": key["lang"], "published": dates.get(name, {}).get("published")}
                told = tuple(_keyed_event(event, key) for event in key["events"])
                yield Labelled(f"{folder.name}/{name}", name, _source(text, name, row), told)


def _keyed_event(event: dict[str, Any], key: dict[str, Any]) -> LabelledEvent:
    known = {p[0]: p for p in (*key["places"], *key.get("may_be_unresolved", ()))}
    known |= {p[0]: p for p in key.get("pins_allowed", ()) if not isinstance(p, str)}
    spots = []
    for field, role in _ROLES.items():
        told = event.get(field) or []
        for names in told if isinstance(told, list) else [told]:
            parts = tuple(names.split("|"))
            place = next((known[part] for part in parts if part in known), None)
            spots.append(Spot(role, parts, *place[1:4]) if place else Spot(role, parts))
    kind = event["kind"].split("|")[0]
    return LabelledEvent(kind, tuple(spots), must=event.get("must", True))
