"""Canals and straits: where each lies, so that a ship can be kept out and a line be told to pass."""

import csv
from functools import cache
from typing import Literal

import numpy as np
from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.routes.geodesics import unwrap
from geo.routes.records import Passage


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
    with data_file("networks/passages.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(_read(row) for row in csv.DictReader(rows))


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
