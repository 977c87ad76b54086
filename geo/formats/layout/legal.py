"""What an export says of itself and holds back: credits, licences, reach, ACLED's rows, positions made coarse."""

import math
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from msgspec import structs

from gazetteer.records import Precision
from geo.formats.layout.features import Feature
from geo.formats.layout.shapes import Dot, Shape
from geo.formats.options import ExportOptions, Generalise
from geo.records import Article, EventFile, EventPlace

_HOST = "acleddata.com"
_PUBLISHERS = ("acled", "armed conflict location")
_TURN_DEG = 360.0
_REMEMBERED = 4096
NOTE = (
    "Positions are never finer than their sources: see precision and drawn_as. Lines with schematic=true are computed; "
    "no source traces them. Status, claimed_by and denied_by belong beside whatever is shown."
)


def is_restricted(article: Article) -> bool:
    """Return whether an article stands for a row that may not be passed on (ACLED's terms of use)."""
    try:
        host = (urlsplit(article.url or "").hostname or "").lower()
    except ValueError:  # "http://[::1": no address, and nobody's
        host = ""
    by_acled = (article.publisher or "").lower().startswith(_PUBLISHERS)
    return article.id.startswith("acled:") or host == _HOST or host.endswith(f".{_HOST}") or by_acled


def without_restricted(events: EventFile) -> tuple[EventFile, int]:
    """Return the events without those that rest on restricted rows alone, and how many were left out.

    Of events that other sources report too, the restricted reports go and the others stay.
    """
    banned = {article.id for article in events.articles if is_restricted(article)}
    if not banned:
        return events, 0
    kept = tuple(
        structs.replace(event, reports=tuple(report for report in event.reports if report.article not in banned))
        for event in events.events
        if not event.reports or any(report.article not in banned for report in event.reports)
    )
    articles = tuple(article for article in events.articles if article.id not in banned)
    toponyms = tuple(name for name in events.toponyms if name.article not in banned)
    free = structs.replace(events, articles=articles, toponyms=toponyms, events=kept)
    return free, len(events.events) - len(kept)


class Credits:
    """Gathers whose data an export holds, and how far it reaches."""

    def __init__(self) -> None:
        self._licences: dict[str, str | None] = {}
        self._spans: set[tuple[float, float]] = set()
        self._south, self._north = math.inf, -math.inf
        self._seen: dict[int, Shape] = {}

    def add(self, feature: Feature) -> None:
        """Take in a feature's attribution, licence and geometry."""
        licence = feature.values["licence"]
        for credit in str(feature.values["attribution"] or "").split("; "):
            if credit:
                self._licences[credit] = str(licence) if licence else None
        shape = feature.geometry
        if isinstance(shape, Dot):
            self._grow(shape.x, shape.y, shape.x, shape.y)
        elif shape is not None and not shape.is_empty and self._seen.get(id(shape)) is not shape:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[id(shape)] = shape  # discs and outlines come again; holding them keeps their id their own
            for part in getattr(shape, "geoms", (shape,)):
                self._grow(*part.bounds)

    def _grow(self, west: float, south: float, east: float, north: float) -> None:
        self._spans.add((west, east))
        self._south, self._north = min(self._south, south), max(self._north, north)

    @property
    def bbox(self) -> list[float] | None:
        """West, south, east, north as RFC 7946 has them (5.2: west may exceed east); None where nothing is drawn."""
        if not self._spans:
            return None
        west, east = _narrowest(sorted(self._spans))
        return [west, self._south, east, self._north]

    def about(self, options: ExportOptions) -> dict[str, Any]:
        """Return what an export says of itself."""
        return {
            "generator": f"armsatlas {version('armsatlas')}",
            "attribution": sorted(self._licences),
            "licences": sorted({licence for licence in self._licences.values() if licence}),
            "generalised": options.generalise,
            "note": NOTE,
        }

    def about_rows(self, options: ExportOptions) -> Iterator[tuple[str, str | None]]:
        """Yield what an export says of itself as names and texts."""
        for name, said in self.about(options).items():
            yield name, ("; ".join(said) or None) if isinstance(said, list) else said


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the west and east of the shortest stretch of longitudes that holds all spans."""
    first_west, east = spans[0]
    # Round the back, from the easternmost end through ±180° to the westernmost start.
    best_gap, best = -1.0, (first_west, east)
    for next_west, next_east in spans[1:]:
        if next_west - east > best_gap:
            best_gap, best = next_west - east, (next_west, east)
        east = max(east, next_east)
    return (first_west, east) if first_west + _TURN_DEG - east >= best_gap else best


_CELL_KM = 10.0
_HOLDS_CELL_KM = 8.0
_KM_PER_DEG = 111.2
_FINE = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR, None)


def generalise(events: EventFile, how: Generalise | None) -> EventFile:
    """Return the events with coarser positions, always the same for the same place; those that are coarse stay.

    Names and quotes stay: they are what was published. A reader who must not learn where something was found should
    not be given the words either.
    """
    if how is None:
        return events
    coarsen = _to_cell if how is Generalise.TEN_KM else _to_admin1
    toponyms = tuple(structs.replace(name, lat=None, lon=None, place_id=None) for name in events.toponyms)
    bare = [[structs.replace(place, extent=None, rivals=()) for place in event.places] for event in events.events]
    kept = tuple(
        structs.replace(event, places=tuple(map(coarsen, places)))
        for event, places in zip(events.events, bare, strict=True)
    )
    return structs.replace(events, toponyms=toponyms, events=kept)


def _to_cell(place: EventPlace) -> EventPlace:
    wide = place.precision is Precision.NEAR and (place.radius_km or 0) > _CELL_KM
    if place.lat is None or place.lon is None or place.precision not in _FINE or wide:
        return place
    lon, lat = _cell(place.lon, place.lat)
    return structs.replace(place, lon=lon, lat=lat, precision=Precision.NEAR, radius_km=_HOLDS_CELL_KM, place_id=None)


def _cell(lon: float, lat: float) -> tuple[float, float]:
    """Return the middle of the cell that holds a point."""
    height = _CELL_KM / _KM_PER_DEG
    rows = round(180 / height)
    row = min(rows - 1, math.floor((lat + 90) * rows / 180))
    middle = -90 + (row + 0.5) * 180 / rows
    columns = max(1, round(360 * math.cos(math.radians(middle)) / height))
    column = min(columns - 1, math.floor((lon + 180) * columns / 360))
    return round(-180 + (column + 0.5) * 360 / columns, 2), round(middle, 2)


def _to_admin1(place: EventPlace) -> EventPlace:
    if place.precision not in (*_FINE, Precision.ADMIN2, Precision.ADMIN1):
        return place
    code = place.admin1
    if code is None and place.lon is not None and place.lat is not None:
        from gazetteer.match.areas import admin1_at

        code = admin1_at(place.lon, place.lat)
    known = Precision.ADMIN1 if code else Precision.COUNTRY if place.country else None
    return structs.replace(place, lat=None, lon=None, admin1=code, precision=known, radius_km=None, place_id=None)
