"""Legs and measured distances: their lines, and the words beside them."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.ops
from msgspec import structs
from shapely.geometry.base import BaseGeometry

from geo.records import Event
from maps.cleaning import LABEL_LENGTH, shown
from maps.encoding import decode_line, encode_line
from maps.ground.extent import unwrap
from maps.layout.symbols import extent_of, known
from maps.records import Extent, LegMark, MeasureMark
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

_DIGITS = 3
_LONG_DEG = 6.0
_NOTE_LENGTH = 600
_SAMPLES, _SHARED, _SAME_WAY = 60, 0.3, 1 / 150
"""Points a way, which part of them must lie on another's, and how near, as a part of what both take up."""


def draw_legs(
    index: int, event: Event, traced: Sequence["TracedLeg | None"], centre: float, texts: Texts
) -> list[LegMark]:
    """Return the lines of an event's legs, as far as they were traced between places on the map."""
    drawn = []
    for number in range(len(event.legs)):
        leg = traced[number] if number < len(traced) else None
        ends = event.places[event.legs[number].from_], event.places[event.legs[number].to]
        if leg is None or any(extent_of(end) in (Extent.NONE, Extent.COUNTRY) for end in ends):
            continue
        drawn.append(
            LegMark(
                event=index,
                mode=leg.mode.value,
                schematic=leg.schematic,
                direct=is_direct(leg),
                parts=[encode_line(part, digits=_DIGITS) for part in _runs(leg, centre)],
                label=leg_label(leg, texts) if is_direct(leg) else _short_label(leg, texts),
                notes=[note for note, _ in leg_notes(leg, texts)],
            )
        )
    return drawn


def side_by_side(legs: Sequence[LegMark], letters: Mapping[int, str]) -> list[LegMark]:
    """Return legs with their shipments' letters, those of a shared way in lanes, of the same way with one label."""
    lines = [[decode_line(part, digits=_DIGITS) for part in leg.parts] for leg in legs]
    ways = [shapely.union_all([shapely.LineString(line) for line in parts if len(line) > 1]) for parts in lines]
    groups: list[dict[int, bool]] = [{number: False} for number in range(len(legs))]
    for one, other in combinations(range(len(legs)), 2):
        turned = _share_a_way(ways[one], ways[other])
        if turned is not None and legs[one].event != legs[other].event and groups[one] is not groups[other]:
            turn = turned ^ groups[one][one] ^ groups[other][other]
            groups[one].update({number: back ^ turn for number, back in groups[other].items()})
            for number in groups[one]:
                groups[number] = groups[one]
    return [_in_lane(number, legs, groups[number], ways, letters) for number in range(len(legs))]


def _in_lane(
    number: int, legs: Sequence[LegMark], group: Mapping[int, bool], ways: Sequence[BaseGeometry],
    letters: Mapping[int, str],
) -> LegMark:  # fmt: skip
    leg, rights = legs[number], dict.fromkeys((legs[other].event for other in sorted(group)), 0)
    for one, other in combinations(sorted(group), 2):
        right = _side(ways[one], ways[other]) * (-1 if group[one] else 1)
        rights[legs[one].event] -= right
        rights[legs[other].event] += right
    # Who comes from the left or leaves to it goes on the left: ways cross where they must and nowhere else.
    events = sorted(rights, key=lambda event: rights[event])
    lane = events.index(leg.event) - (len(events) - 1) / 2
    alike = [other for other in sorted(group) if legs[other].parts == leg.parts and legs[other].label == leg.label]
    names = ", ".join(filter(None, (letters.get(legs[other].event, "") for other in alike)))
    label = f"{names} · {leg.label}" if names else leg.label
    return structs.replace(leg, lane=-lane if group[number] else lane, label=label if number == alike[0] else "")


def _share_a_way(one: BaseGeometry, other: BaseGeometry) -> bool | None:
    """Return whether two ways that share a stretch run against each other; None where they share none."""
    short, long = sorted((one, other), key=lambda way: way.length)
    if not short.length:
        return None
    near = max(np.ptp(shapely.bounds([one, other]).reshape(-1, 2), axis=0)) * _SAME_WAY
    points = shapely.line_interpolate_point(shapely.line_merge(short), np.linspace(0, 1, _SAMPLES), normalized=True)
    shared = points[shapely.distance(points, long) < near]
    if len(shared) < _SHARED * _SAMPLES:
        return None
    return bool(np.diff(shapely.line_locate_point(shapely.line_merge(long), shared)).sum() < 0)


def _side(one: BaseGeometry, other: BaseGeometry) -> int:
    """Return 1 where another way's ends lie to the right of a way, -1 to its left, 0 on it or on both sides."""
    line = shapely.line_merge(one)
    if line.geom_type != "LineString" or not line.length:
        return 0
    near = max(np.ptp(shapely.bounds([one, other]).reshape(-1, 2), axis=0)) * _SAME_WAY
    ends = [
        shapely.Point(at)
        for part in shapely.get_parts(shapely.line_merge(other))
        for at in (part.coords[0], part.coords[-1])
    ]
    sides = 0
    for end in ends:
        if line.distance(end) > near:
            at = line.project(end)
            a, b = line.interpolate(max(0.0, at - near)), line.interpolate(min(line.length, at + near))
            sides -= int(np.sign((b.x - a.x) * (end.y - a.y) - (b.y - a.y) * (end.x - a.x)))
    return int(np.sign(sides))


def draw_measures(index: int, event: Event, checks: Sequence[Any], centre: float, texts: Texts) -> list[MeasureMark]:
    """Return the measured distances beside an event's stated ones."""
    marks = []
    for stated, check in zip(event.distances, checks, strict=False):
        place = event.places[stated.place]
        if check.measured is None or extent_of(place) not in (Extent.DOT, Extent.DISC):
            continue
        ends = [(known(place.lat), known(place.lon)), (check.measured.nearest[1], check.measured.nearest[0])]
        label = texts.word("words", "straight", km=texts.km(1000 * check.measured.km))
        line = [(round(lat, 3), round(unwrap(lon, centre), 3)) for lat, lon in ends]
        marks.append(MeasureMark(event=index, line=line, label=label))
    return marks


def is_direct(leg: "TracedLeg") -> bool:
    """Return whether no way was found by a leg's mode: its line is straight and stands for none."""
    return not leg.has_way and leg.mode.value != "unknown"


def _runs(leg: "TracedLeg", centre: float) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Return a leg's line in parts; one that stands for no way has a gap in its middle."""
    runs = leg_parts(leg.geometry, centre)
    if not is_direct(leg):
        return runs
    longest = max(range(len(runs)), key=lambda at: len(runs[at]))
    line = shapely.LineString(runs[longest])
    halves = (shapely.ops.substring(line, start, end, normalized=True) for start, end in ((0, 0.45), (0.55, 1)))
    return [*runs[:longest], *(np.asarray(half.coords) for half in halves), *runs[longest + 1 :]]


def leg_label(leg: "TracedLeg", texts: Texts) -> str:
    """Return a leg's length and mode in words, whose its line is, or that there is no way."""
    mode = texts.word("modes", leg.mode.value)
    if is_direct(leg):
        return texts.word("words", "leg_direct", mode=mode)
    form = "leg_schematic" if leg.schematic else "leg"
    return texts.word("words", form, km=texts.km(leg.length_m, rough=leg.schematic), mode=mode)


def _short_label(leg: "TracedLeg", texts: Texts) -> str:
    """Return a leg's length alone: how it goes, and whose line it is, is told by its stroke and the legend."""
    length = texts.word("words", "km", n=texts.km(leg.length_m, rough=leg.schematic))
    return texts.word("qualifiers", "approx", n=length) if leg.schematic else length


def leg_notes(leg: "TracedLeg", texts: Texts) -> list[tuple[str, str]]:
    """Return what a reader should know of a leg: in the page's language, then the whole of it in English."""
    if texts.language == "en":
        return [(shown(note.text, _NOTE_LENGTH), "") for note in leg.notes]
    return [(texts.word("leg_notes", note.kind.value), shown(note.text, _NOTE_LENGTH)) for note in leg.notes]


def distance_target(to: str, texts: Texts) -> str:
    """Return what a distance is measured to, in words."""
    kind, _, code = to.partition(":")
    return (
        texts.word("words", "border_of", country=texts.country(code)) if kind == "border" else shown(to, LABEL_LENGTH)
    )


def leg_parts(geometry: BaseGeometry, centre: float) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Return a leg's line, cut at ±180°, as runs of unwrapped lon, lat, joined where they meet."""
    west, _, east, _ = geometry.bounds
    thin = shapely.simplify(geometry, 0.02 if east - west > _LONG_DEG else 0.004)
    runs: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    for part in shapely.get_parts(thin):
        points = np.array(part.coords, dtype=float)[:, :2]
        middle = points[:, 0].mean()
        points[:, 0] += unwrap(middle, centre) - middle
        if runs and np.allclose(runs[-1][-1], points[0], atol=1e-6):
            runs[-1] = np.vstack([runs[-1], points[1:]])
        else:
            runs.append(points)
    return runs
