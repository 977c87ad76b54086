"""Rows of an index that can't all be right: outside their own country or area, twice there, far from a namesake."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from gazetteer.distance import distance_km
from gazetteer.index.database import Fetch
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind

_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_OUTSIDE_KM = 5.0  # how far outside its own borders a place lies for certain, outlines being generalised
_DOUBLE_KM = 1.0
_FAR_KM = (10.0, 150.0)
"""A namesake in the same area as near as the second is taken to be the same place; nearer than the first it agrees."""
_QUERY = (
    "SELECT p.id, p.place_id, p.name, p.kind, p.lat, p.lon, p.country, p.admin1, s.name, p.origin "
    "FROM places p JOIN sources s ON s.id = p.source WHERE p.kind IN (?, ?)"
)


class Fault(StrEnum):
    """What can't be right."""

    COUNTRY = "country"  # Outside its own country
    AREA = "area"  # Inside its country, outside its own first-level area
    DOUBLE = "double"  # a place of the same name and kind lies at the same spot
    FAR = "far"  # a hand-typed position far from the only namesake of another source in the same area


class Finding(Struct, frozen=True, kw_only=True):
    """A row that contradicts borders or another row."""

    fault: Fault
    place_id: str
    name: str
    source: str
    lat: float
    lon: float
    says: str  # what the row says: its country, its area, or the other place's id
    lies_in: str | None  # where its position lies instead
    km: float  # how far outside, or how far off the other place


class _Row(Struct, frozen=True):
    row: int
    place_id: str
    name: str
    kind: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    source: str
    origin: str | None


def check_index(fetch: Fetch, *, source: str | None = None) -> list[Finding]:
    """Return the settlements and sites of an index that contradict borders or each other."""
    rows = [_Row(*cells) for cells in fetch(_QUERY, _POINTS)]
    found = [*_outside(rows), *_doubles(rows), *_far(rows)]
    order = list(Fault)
    wanted = [one for one in found if source is None or one.source == source]
    return sorted(wanted, key=lambda one: (order.index(one.fault), -one.km, one.place_id))


def _outside(rows: Sequence[_Row]) -> Iterator[Finding]:
    """Yield the places that lie outside the country or the first-level area that they are said to be in."""
    import numpy as np
    import shapely

    from gazetteer.match.areas import admin1, countries

    areas = list(admin1().values())
    points = shapely.points([row.lon for row in rows], [row.lat for row in rows])
    inside, area_at = shapely.STRtree([area.geometry for area in areas]).query(points, predicate="intersects")
    holds = np.full(len(rows), -1)
    holds[inside] = area_at
    for at in np.flatnonzero(holds >= 0):
        row, area = rows[int(at)], areas[int(holds[at])]
        if row.country and row.country != area.country:
            own, fault, says = countries().get(row.country), Fault.COUNTRY, row.country
        elif row.admin1 and row.admin1 != area.code and row.country == area.country:
            own, fault, says = _outline(row.admin1), Fault.AREA, row.admin1
        else:
            continue
        km = _km_to(own, points[at], row.lat) if own is not None else 0.0
        if km > _OUTSIDE_KM:
            yield _finding(row, fault, says=says, lies_in=area.code, km=km)


def _outline(code: str) -> Any:  # noqa: ANN401 (a shapely geometry)
    from gazetteer.match.areas import admin1

    area = admin1().get(code)
    return area.geometry if area else None


def _km_to(shape: Any, point: Any, lat: float) -> float:  # noqa: ANN401 (shapely geometries)
    """Return how far a point lies from an outline."""
    import shapely

    nearest = shapely.get_coordinates(shapely.shortest_line(point, shape))
    return distance_km(nearest[0][0], lat, nearest[1][0], nearest[1][1])


def _doubles(rows: Sequence[_Row]) -> Iterator[Finding]:
    """Yield every second place of one name and kind at one spot."""
    namesakes: dict[tuple[str, str, str | None], list[_Row]] = {}
    for row in sorted(rows, key=lambda row: row.row):
        known = namesakes.setdefault((name_key(row.name), row.kind, row.country), [])
        for first in known:
            km = distance_km(first.lon, first.lat, row.lon, row.lat) if abs(first.lat - row.lat) < 1 else _DOUBLE_KM
            if km < _DOUBLE_KM:
                yield _finding(row, Fault.DOUBLE, says=first.place_id, lies_in=None, km=km)
        known.append(row)


def _far(rows: Sequence[_Row]) -> Iterator[Finding]:
    """Yield the hand-typed places whose only namesake of another source in the same area lies elsewhere."""
    typed = [row for row in rows if _is_typed(row)]
    wanted = {(name_key(row.name), row.admin1) for row in typed if row.admin1}
    others: dict[tuple[str, str | None], list[_Row]] = {}
    for row in rows:
        key = (name_key(row.name), row.admin1)
        if key in wanted and not _is_typed(row):
            others.setdefault(key, []).append(row)
    for row in typed:
        namesakes = others.get((name_key(row.name), row.admin1), ())
        near = min(((distance_km(row.lon, row.lat, one.lon, one.lat), one) for one in namesakes), default=None, key=_km)
        if near is not None and _FAR_KM[0] < near[0] <= _FAR_KM[1]:
            yield _finding(row, Fault.FAR, says=near[1].place_id, lies_in=None, km=near[0])


def _km(pair: tuple[float, _Row]) -> float:
    return pair[0]


def _is_typed(row: _Row) -> bool:
    """Return whether somebody wrote a position down: every table of one's own, and the project's own rows."""
    return not row.place_id.startswith(("geonames:", "wof:", "unlocode:"))


def tell_finding(one: Finding) -> str:
    """Return a finding as one line."""
    where = f"{one.lat:.3f}, {one.lon:.3f}"
    start = f"{one.fault}: {one.place_id} {one.name} ({one.source}) at {where}"
    if one.fault in (Fault.COUNTRY, Fault.AREA):
        return f"{start} lies in {one.lies_in}, {one.km:,.0f} km outside {one.says}"
    return f"{start} lies {one.km:,.1f} km from {one.says} of the same name"


def _finding(row: _Row, fault: Fault, *, says: str, lies_in: str | None, km: float) -> Finding:
    return Finding(
        fault=fault, place_id=row.place_id, name=row.name, source=row.source, lat=row.lat, lon=row.lon, says=says,
        lies_in=lies_in, km=round(km, 1),
    )  # fmt: skip
