"""Canals, straits, and rivers drawn as a sketch: where each lies, so that a ship is kept out or told to pass."""

from functools import cache
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from gazetteer.datafiles import read_csv
from geo.routes.geodesics import line_m, unwrap
from geo.routes.records import LegNote, NoteKind, Passage


class PassageLine(Struct, frozen=True, kw_only=True):
    """A row of `data/networks/passages.csv`."""

    name: str
    kind: Literal["burn", "gate"]
    """`burn` cuts water into the mask; `gate` is a line across, which a ship passes or not."""
    switch: Passage | None
    width_cells: int
    length_km: float | None
    """Of a river or canal whose course is a sketch: the waterway's own length."""
    points: tuple[tuple[float, float], ...]


@cache
def passage_lines() -> tuple[PassageLine, ...]:
    """Return the reviewed passages."""
    return tuple(map(_read, read_csv("networks/passages.csv")))


def _read(row: dict[str, str]) -> PassageLine:
    points = tuple((float(lon), float(lat)) for lon, lat in (pair.split() for pair in row["line"].split(",")))
    return PassageLine(
        name=row["name"],
        kind="gate" if row["kind"] == "gate" else "burn",
        switch=Passage(row["switch"]) if row["switch"] else None,
        width_cells=int(row["width_cells"] or 1),
        length_km=float(row["length_km"]) if row["length_km"] else None,
        points=points,
    )


@cache
def gates() -> dict[Passage, np.ndarray]:
    """Return the line across each passage as (n, 2) lon, lat."""
    return {line.switch: np.array(line.points) for line in passage_lines() if line.kind == "gate" and line.switch}


def gates_crossed(line: np.ndarray) -> tuple[Passage, ...]:
    """Return the passages whose gates a line, as (n, 2) lon, lat, crosses."""
    from shapely import LineString, intersects, prepare

    if len(line) < 2:  # noqa: PLR2004 - a point crosses nothing
        return ()
    run = LineString(unwrap(line))
    prepare(run)
    crossed = intersects(run, _turned_gates()).any(axis=1)
    return tuple(passage for passage, met in zip(gates(), crossed.tolist(), strict=True) if met)


@cache
def _turned_gates() -> np.ndarray:
    """Return each gate as it lies for lines whose longitudes run on past ±180°: a row a gate."""
    from shapely import LineString

    turns = [np.array([turn, 0.0]) for turn in (-360.0, 0.0, 360.0)]
    return np.array([[LineString(gate + turn) for turn in turns] for gate in gates().values()])


_BESIDE_DEG = 0.03  # a leg so near a sketched course goes along it
_PASSED_M = 10_000.0  # So little of it is a mouth crossed, not a river travelled


@cache
def _sketched() -> tuple[tuple[str, Any, float], ...]:
    """Return each sketched river's name, the strip around it, and its own length as a share of the drawn one."""
    from shapely import LineString

    return tuple(
        (line.name, LineString(line.points).buffer(_BESIDE_DEG), line.length_km * 1000 / line_m(np.array(line.points)))
        for line in passage_lines()
        if line.length_km
    )


def along_rivers(line: np.ndarray) -> tuple[float, tuple[LegNote, ...]]:
    """Return how many metres a leg is longer than it is drawn, by the rivers that it goes along, and a note for each.

    Args:
        line: (n, 2) lon, lat.
    """
    from shapely import LineString, get_parts

    run, more_m, notes = LineString(line), 0.0, []
    west, south, east, north = run.bounds
    for name, strip, share in _sketched():
        low_x, low_y, high_x, high_y = strip.bounds
        if low_x > east or high_x < west or low_y > north or high_y < south:
            continue
        parts = [part for part in get_parts(run.intersection(strip)) if part.geom_type == "LineString"]
        inside_m = sum(line_m(np.asarray(part.coords)) for part in parts)
        if inside_m > _PASSED_M:
            more_m += inside_m * (share - 1)
            text = f"{name}: the course is approximate; {inside_m * share / 1000:,.0f} km of it are counted."
            notes.append(LegNote(NoteKind.APPROXIMATE, text))
    return more_m, tuple(notes)
