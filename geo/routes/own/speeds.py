"""Reported days against distance: whether anything of the mode goes so fast."""

import datetime as dt

from geo.records import Mode
from geo.routes.records import LegNote, NoteKind

FASTEST_KM_A_DAY = {Mode.SEA: 1_200.0, Mode.RAIL: 1_500.0, Mode.ROAD: 1_500.0, Mode.AIR: 21_000.0}
"""A container ship at 27 knots; an express freight train, or drivers in turn, at 60 km/h all day; a jet."""
_DAY_S = 86_400.0


def speed_note(length_m: float, mode: Mode, begun: str | None, ended: str | None) -> LegNote | None:
    """Return what a leg's reported times make of its length, or None where there are none.

    Args:
        length_m: Of the leg, in metres.
        mode: How it was travelled.
        begun: A day, or a day and time in ISO 8601.
        ended: The same; a day without a time counts to its end.
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
