"""Coarsening positions for publication: always the same cell or area for the same place.

Names and quotes stay: they are what was published. A reader who must not learn where
something was found should not be given the words either.
"""

import math

from msgspec import Struct, structs

from gazetteer.records import Precision
from geo.formats.options import Generalise
from geo.records import EventFile, EventPlace

_CELL_KM = 10.0
_KM_PER_DEG = 111.2
_FINE = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR, None)


class _Cell(Struct, frozen=True):
    lon: float
    lat: float
    radius_km: float


def generalise(events: EventFile, how: Generalise | None) -> EventFile:
    """Return the events with coarser positions; those that are coarse already stay.

    Args:
        events: What to coarsen.
        how: To cells of ten kilometres or to first-level areas; None changes nothing.

    Returns:
        A copy without the exact positions: gazetteer ids, rivals and the toponyms' coordinates go too.
    """
    if how is None:
        return events
    coarsen = _to_cell if how is Generalise.TEN_KM else _to_admin1
    return structs.replace(
        events,
        toponyms=tuple(structs.replace(name, lat=None, lon=None, place_id=None) for name in events.toponyms),
        events=tuple(
            structs.replace(event, places=tuple(coarsen(place) for place in event.places)) for event in events.events
        ),
    )


def _to_cell(place: EventPlace) -> EventPlace:
    place = structs.replace(place, extent=None)
    if place.lat is None or place.lon is None or place.precision not in _FINE:
        return structs.replace(place, rivals=())
    if place.precision is Precision.NEAR and (place.radius_km or 0) > _CELL_KM:
        return structs.replace(place, rivals=())
    cell = _cell(place.lon, place.lat)
    return structs.replace(
        place,
        lon=cell.lon,
        lat=cell.lat,
        precision=Precision.NEAR,
        radius_km=cell.radius_km,
        place_id=None,
        rivals=(),
    )


def _cell(lon: float, lat: float) -> _Cell:
    """Return the middle of the cell that holds a point, and a radius that holds the cell."""
    height = _CELL_KM / _KM_PER_DEG
    rows = round(180 / height)
    row = min(rows - 1, math.floor((lat + 90) * rows / 180))
    middle = -90 + (row + 0.5) * 180 / rows
    columns = max(1, round(360 * math.cos(math.radians(middle)) / height))
    column = min(columns - 1, math.floor((lon + 180) * columns / 360))
    return _Cell(round(-180 + (column + 0.5) * 360 / columns, 2), round(middle, 2), radius_km=8.0)


def _to_admin1(place: EventPlace) -> EventPlace:
    place = structs.replace(place, extent=None)
    coarse = (*_FINE, Precision.ADMIN2, Precision.ADMIN1)
    if place.precision not in coarse:
        return structs.replace(place, rivals=())
    code = place.admin1
    if code is None and place.lon is not None and place.lat is not None:
        from gazetteer.match.areas import admin1_at

        code = admin1_at(place.lon, place.lat)
    known = Precision.ADMIN1 if code else Precision.COUNTRY if place.country else None
    return structs.replace(
        place, lat=None, lon=None, admin1=code, precision=known, radius_km=None, place_id=None, rivals=()
    )
