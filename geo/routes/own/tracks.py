"""Recorded tracks from files, put on legs of an event file: GPX, GeoJSON lines, positions of a ship as a table (AIS).

In: a file. Out: the event file's `Track`, thinned, in parts where the record has gaps, and where the carrier lay still.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gazetteer.datafiles import read_csv
from geo.records import Event, EventFile, Track
from geo.records.errors import RouteError
from geo.routes.geodesics import check_lonlat, geodesic_m, geodesics_m
from geo.routes.own.graphfile import geojson_lines
from geo.routes.records import LonLat

GAP_HOURS, GAP_M = 6.0, 20_000.0  # Positions so long and so far apart leave a gap: what lies between is not drawn
CALL_HOURS, CALL_M = 6.0, 2_000.0  # a carrier that stays so long within so little has called somewhere
PORT_M = 15_000.0
_THIN_DEG = 0.001
_LON, _LAT = ("lon", "longitude", "lng", "x"), ("lat", "latitude", "y")
_TIME = ("time", "timestamp", "basedatetime", "base_date_time", "datetime", "date_time_utc", "date")
_SHIP = ("mmsi", "imo")
_EXPECTED = "a .gpx, .geojson or .json file with a line, or a .csv with lat, lon and time"


class _Fix(Struct, frozen=True):
    """A position, and when where that is recorded."""

    lon: float
    lat: float
    at: dt.datetime | None


class RecordedTrack(Struct, frozen=True, kw_only=True):
    """A track as read."""

    track: Track
    calls: tuple[str, ...] = ()  # where it lay still, in words with the days
    points: int  # Positions in the file


def read_track(path: Path, *, source: str) -> RecordedTrack:
    """Read a track by its file's ending.

    Args:
        path: GPX, GeoJSON, or a table of one ship's positions.
        source: Whose it is, to be shown with the line.

    Raises:
        RouteError: The file is missing, of another kind, holds several ships or no line.
    """
    readers = {".gpx": _read_gpx, ".geojson": _read_geojson, ".json": _read_geojson, ".csv": _read_table}
    reader = readers.get(path.suffix.lower())
    if reader is None or not path.is_file():
        raise RouteError(f"track {path}: expected {_EXPECTED}")
    parts = [part for part in reader(path) if part]
    fixes = [fix for part in parts for fix in part]
    lines = [line for part in parts for line in _without_gaps(part) if len(line) > 1]
    if not lines:
        raise RouteError(f"track {path}: holds {len(fixes)} positions and no line; expected {_EXPECTED}")
    times = [fix.at for fix in fixes if fix.at is not None]
    begun, ended = (min(times), max(times)) if times else (None, None)
    track = Track(line=_wkt(lines), source=source, begun=_iso(begun), ended=_iso(ended))
    return RecordedTrack(track=track, calls=tuple(_calls(fixes)), points=len(fixes))


def _read_gpx(path: Path) -> list[list[_Fix]]:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.parse(path).getroot()
        lines = [element for element in root.iter() if _name(element) in ("trkseg", "rte")]
        return [
            [_gpx_fix(path, point) for point in line.iter() if _name(point) in ("trkpt", "rtept")] for line in lines
        ]
    except (ElementTree.ParseError, DefusedXmlException, OSError) as error:
        raise RouteError(f"track {path}: not readable as GPX ({error})") from error


def _name(element: Any) -> str:  # noqa: ANN401 - an element of either parser
    return str(element.tag).rpartition("}")[2]


def _gpx_fix(path: Path, point: Any) -> _Fix:  # noqa: ANN401 - as above
    at = next((child.text for child in point if _name(child) == "time"), None)
    return _fix(f"track {path}", point.get("lon"), point.get("lat"), at)


def _read_geojson(path: Path) -> list[list[_Fix]]:
    try:
        return [[_fix(f"track {path}", lon, lat, None) for lon, lat in line] for line in geojson_lines(path)]
    except (OSError, ValueError) as error:
        raise RouteError(f"track {path}: expected GeoJSON with a LineString ({error})") from error


def _read_table(path: Path) -> list[list[_Fix]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [{(key or "").strip().lower(): cell for key, cell in row.items()} for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RouteError(f"track {path}: not readable as a table ({error})") from error
    ships = {ship for row in rows if (ship := _cell(row, _SHIP))}
    if len(ships) > 1:
        named = ", ".join(sorted(ships)[:3])
        raise RouteError(f"track {path}: positions of {len(ships)} ships ({named}, ...); keep one ship's rows")
    fixes = [
        _fix(f"track {path}, line {number}", _cell(row, _LON), _cell(row, _LAT), _cell(row, _TIME))
        for number, row in enumerate(rows, start=2)
    ]
    timed = [fix for fix in fixes if fix.at is not None]
    return [sorted(timed, key=_moment) if len(timed) == len(fixes) else fixes]


def _moment(fix: _Fix) -> dt.datetime:
    return fix.at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _cell(row: dict[str, Any], names: Iterable[str]) -> str | None:
    return next((str(row[name]).strip() for name in names if row.get(name)), None)


def _fix(where: str, lon: Any, lat: Any, at: str | None) -> _Fix:  # noqa: ANN401 - what a file holds
    try:
        point = check_lonlat((float(lon), float(lat)))
        moment = dt.datetime.fromisoformat(at.strip()) if at else None
    except (TypeError, ValueError) as error:
        raise RouteError(f"{where}: expected degrees within ±180 and ±90 and an ISO 8601 time ({error})") from error
    return _Fix(*point, moment and (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)))


def _without_gaps(part: list[_Fix]) -> list[list[LonLat]]:
    lines: list[list[LonLat]] = [[(part[0].lon, part[0].lat)]]
    for before, after in pairwise(part):
        here, there = (before.lon, before.lat), (after.lon, after.lat)
        if _hours(before, after) > GAP_HOURS and geodesic_m(here, there) > GAP_M:
            lines.append([])
        lines[-1].append(there)
    return lines


def _hours(before: _Fix, after: _Fix) -> float:
    return (after.at - before.at).total_seconds() / 3600 if before.at and after.at else 0.0


def _wkt(lines: list[list[LonLat]]) -> str:
    from shapely import LineString, MultiLineString, simplify, to_wkt

    thin = [simplify(LineString(line), _THIN_DEG) for line in lines]
    shape = thin[0] if len(thin) == 1 else MultiLineString(thin)
    return str(to_wkt(shape, rounding_precision=5))


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _calls(fixes: list[_Fix]) -> Iterator[str]:
    """Say where a carrier lay still between its first and its last position."""
    start = 0
    for number in range(1, len(fixes) + 1):
        moved = (
            number == len(fixes)
            or geodesic_m((fixes[start].lon, fixes[start].lat), (fixes[number].lon, fixes[number].lat)) > CALL_M
        )
        if not moved:
            continue
        first, last = fixes[start], fixes[number - 1]
        if first.at and last.at and _hours(first, last) >= CALL_HOURS:
            yield f"{_port((first.lon, first.lat))} from {first.at:%Y-%m-%d} to {last.at:%Y-%m-%d}"
        start = number


def _port(point: LonLat) -> str:
    """Return the nearest port's name, or the position where none is near."""
    rows = read_csv("networks/ports.csv")
    spots = np.array([(float(row["lon"]), float(row["lat"])) for row in rows])
    away = geodesics_m(np.repeat([point], len(spots), axis=0), spots)
    nearest = int(away.argmin())
    return rows[nearest]["name"] if away[nearest] <= PORT_M else f"{point[1]:.3f},{point[0]:.3f}"


def attach_track(
    events: EventFile, recorded: RecordedTrack, *, event_id: str | None = None, leg_number: int = 1
) -> EventFile:
    """Return an event file with a track on one of its legs.

    Args:
        events: The event file.
        recorded: The track; where it called becomes the leg's note.
        event_id: The event; None for the only one that has legs.
        leg_number: Which of its legs, from 1.

    Raises:
        RouteError: No such event or leg, or several events have legs and none is named.
    """
    chosen = _choose(events, event_id)
    if leg_number > len(chosen.legs):
        raise RouteError(f"event {chosen.id!r} has {len(chosen.legs)} legs; leg {leg_number} was asked for")
    leg = chosen.legs[leg_number - 1]
    called = f"Called at {'; '.join(recorded.calls)}." if recorded.calls else None
    note = " ".join(text for text in (leg.note, called) if text) or None
    legs = [*chosen.legs]
    legs[leg_number - 1] = replace(leg, track=recorded.track, note=note)
    changed = replace(chosen, legs=tuple(legs))
    return replace(events, events=tuple(changed if event is chosen else event for event in events.events))


def _choose(events: EventFile, event_id: str | None) -> Event:
    found = [event for event in events.events if (event.legs if event_id is None else event.id == event_id)]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(event.id for event in events.events if event.legs) or "none"
    asked = "events with legs" if event_id is None else f"events with the id {event_id!r}"
    raise RouteError(f"{len(found)} {asked}: name one of {ids}")
