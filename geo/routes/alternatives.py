"""Other ways that a source may mean, with their lengths: `data/networks/alternatives.csv`.

In: a traced leg. Out: the same leg by way of the Cape, the Arctic, round China, where anybody would go so.
"""

import csv
from functools import cache

from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes.legs import trace_leg
from geo.routes.records import UNUSUAL, LegNote, LonLat, NoteKind, Passage, TracedLeg


class Alternative(Struct, frozen=True, kw_only=True):
    """A row of the table."""

    name: str
    """As "round the Cape of Good Hope"."""
    modes: tuple[Mode, ...]
    passes: frozenset[str]
    """Passages or countries of a leg that has this alternative."""
    avoid: tuple[str, ...]
    allow: tuple[str, ...]
    at_most: float
    """Times the leg's length: longer ones nobody takes."""

    def suits(self, leg: TracedLeg) -> bool:
        """Return whether a leg passes what the alternative keeps out of, and doesn't begin or end there."""
        between = set(leg.countries) - {*leg.countries[:1], *leg.countries[-1:]}
        return leg.mode in self.modes and bool(self.passes & {*leg.passages, *between})


@cache
def _rows() -> tuple[Alternative, ...]:
    with data_file("networks/alternatives.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            Alternative(
                name=row["name"],
                modes=tuple(Mode(mode) for mode in row["modes"].split()),
                passes=frozenset(row["passes"].split()),
                avoid=tuple(row["avoid"].split()),
                allow=tuple(row["allow"].split()),
                at_most=float(row["at_most"]),
            )
            for row in csv.DictReader(rows)
        )


def find_alternatives(
    leg: TracedLeg, origin: LonLat, destination: LonLat, *, on: str | None = None
) -> list[tuple[str, TracedLeg]]:
    """Return the other ways between the ends of a leg, each with its name, the shortest first.

    Args:
        leg: As it was traced without conditions.
        origin: Longitude, latitude.
        destination: Longitude, latitude.
        on: As for `trace_leg`.
    """
    found = []
    for row in _rows():
        if not row.suits(leg):
            continue
        try:
            other = _trace(row, leg, origin, destination, on)
        except RouteError:
            continue
        if other.length_m <= row.at_most * leg.length_m and not row.passes & {*other.passages, *other.countries}:
            found.append((row.name, other))
    return sorted(found, key=lambda each: each[1].length_m)


def _trace(row: Alternative, leg: TracedLeg, origin: LonLat, destination: LonLat, on: str | None) -> TracedLeg:
    if leg.mode is not Mode.SEA:
        return trace_leg(origin, destination, mode=leg.mode, avoid_countries=row.avoid, stay_in=(), on=on)
    shut = [*(passage for passage in UNUSUAL if passage not in row.allow), *(Passage(name) for name in row.avoid)]
    return trace_leg(origin, destination, mode=leg.mode, avoid_passages=shut, on=on)


def alternative_notes(
    leg: TracedLeg, origin: LonLat, destination: LonLat, *, on: str | None = None
) -> tuple[LegNote, ...]:
    """Return a note for each other way, with both lengths."""
    return tuple(
        LegNote(
            NoteKind.ALTERNATIVE,
            f"If it went {name} it is {other.length_m / 1000:,.0f} km in place of {leg.length_m / 1000:,.0f}.",
        )
        for name, other in find_alternatives(leg, origin, destination, on=on)
    )
