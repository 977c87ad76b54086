"""A track as a leg: the line that a source traced, drawn as it is, and reported days against distance."""

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.records import Mode, Track
from geo.records.errors import RouteError
from geo.routes.geodesics import check_lonlat, geodesic_m, line_m, split_line
from geo.routes.records import LegNote, LonLat, Method, NoteKind, TracedLeg

if TYPE_CHECKING:
    from shapely import LineString, MultiLineString

FAR_M = 30_000.0  # From here a track that begins or ends away from the leg's place says so


def draw_track(track: Track, origin: LonLat, destination: LonLat, *, mode: Mode) -> TracedLeg:
    """Return a leg that follows a track from origin to destination; RouteError where the line can't be read."""
    parts = _parts(track)
    gaps_m = [geodesic_m(_point(before, -1), _point(after, 0)) for before, after in pairwise(parts)]
    length_m = sum(line_m(part) for part in parts)
    ends_m = geodesic_m(origin, _point(parts[0], 0)), geodesic_m(_point(parts[-1], -1), destination)
    whose = LegNote(NoteKind.SOURCE, f"Line as given by: {track.source}.")
    speed = speed_note(length_m + sum(gaps_m), mode, track.begun, track.ended)
    return TracedLeg(
        mode=mode,
        geometry=_drawn(parts),
        length_m=length_m,
        drawn_m=length_m,
        great_circle_m=geodesic_m(origin, destination),
        snap_from_m=ends_m[0],
        snap_to_m=ends_m[1],
        method=Method.OWN_TRACK,
        schematic=False,
        source=track.source,
        notes=(whose, *_notes(gaps_m, ends_m), *((speed,) if speed else ())),
    )


def _parts(track: Track) -> list[np.ndarray]:
    from shapely import from_wkt, get_coordinates, get_parts
    from shapely.errors import GEOSException

    try:
        parts = [np.asarray(get_coordinates(part)) for part in get_parts(from_wkt(track.line))]
    except GEOSException as error:
        raise RouteError(f"track {track.line[:30]!r}: not readable as WKT ({error})") from error
    parts = [part for part in parts if len(part) > 1]
    if not parts:
        raise RouteError(f"track {track.line[:30]!r}: expected a line of two points or more")
    for point in np.concatenate(parts).tolist():
        check_lonlat((point[0], point[1]))
    return parts


def _point(part: np.ndarray, index: int) -> LonLat:
    return float(part[index, 0]), float(part[index, 1])


def _drawn(parts: list[np.ndarray]) -> "LineString | MultiLineString":
    from shapely import MultiLineString, get_parts

    lines = [line for part in parts for line in get_parts(split_line(part))]
    drawn: LineString | MultiLineString = lines[0] if len(lines) == 1 else MultiLineString(lines)
    return drawn


def _notes(gaps_m: list[float], ends_m: tuple[float, float]) -> list[LegNote]:
    notes = []
    if gaps_m:
        text = f"Gaps in the record: {len(gaps_m)}, in all {sum(gaps_m) / 1000:,.0f} km as the crow flies."
        notes.append(LegNote(NoteKind.GAP, text))
    for end, off_m in zip(("begins", "ends"), ends_m, strict=True):
        if off_m > FAR_M:
            text = f"The track {end} {off_m / 1000:,.0f} km from the leg's place."
            notes.append(LegNote(NoteKind.CONNECTOR, text))
    return notes


FASTEST_KM_A_DAY = {Mode.SEA: 1_200.0, Mode.RAIL: 1_500.0, Mode.ROAD: 1_500.0, Mode.AIR: 21_000.0}
"""A container ship at 27 knots; an express freight train, or drivers in turn, at 60 km/h all day; a jet."""
_DAY_S = 86_400.0


def speed_note(length_m: float, mode: Mode, begun: str | None, ended: str | None) -> LegNote | None:
    """Return what a leg's reported times make of its length in metres, or None where there are none.

    Both are a day, or a day and time in ISO 8601; a day without a time counts to its end.
    """
    if begun is None or ended is None:
        return None
    days = (_moment(ended, last=True) - _moment(begun, last=False)).total_seconds() / _DAY_S
    if days <= 0:
        return LegNote(NoteKind.SPEED, f"Its times run backwards: {begun} to {ended}.")
    a_day, fastest = length_m / 1000 / days, FASTEST_KM_A_DAY.get(mode)
    told = f"{length_m / 1000:,.0f} km in {days:,.1f} days is {a_day:,.0f} km a day"
    if fastest is None or a_day <= fastest:
        return LegNote(NoteKind.SPEED, f"{told}.")
    return LegNote(NoteKind.SPEED, f"{told}: impossible by {mode.value}, where {fastest:,.0f} is the most.")


def _moment(text: str, *, last: bool) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    whole_day = len(text) <= len("2024-08-18")
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC) + dt.timedelta(days=last and whole_day)
