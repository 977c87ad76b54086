"""By which means a place of a way was reached."""

from collections.abc import Sequence

from geo.language.grammar.clauses import clause_of
from geo.language.sentence import Name
from geo.reading.scorer.features import Told
from geo.reading.scorer.journeys import Stop
from geo.records import Mode, PlaceRole

_CARRIER_REACH = 3
_CARRIERS = {
    "noun:ship": Mode.SEA,
    "unit:vessel": Mode.SEA,
    "unit:boat": Mode.SEA,
    "unit:voyage": Mode.SEA,
    "unit:flight": Mode.AIR,
    "unit:wagon": Mode.RAIL,
}
_MODES = {"mode:sea": Mode.SEA, "mode:rail": Mode.RAIL, "mode:road": Mode.ROAD, "mode:air": Mode.AIR}


def mode_to(article: Sequence[Told], at: int, name: Name, role: PlaceRole) -> Mode:
    """Return how a place was reached: by the means told nearest to it, in its clause, its sentence, or just before."""
    if role not in (PlaceRole.DESTINATION, PlaceRole.VIA):
        return Mode.UNKNOWN
    told = article[at]
    first, last = clause_of(told.sentence, name.first)
    cues = told.sentence.cued(*_MODES) or told.sentence.cued(*_CARRIERS)
    if cues:
        best = min(cues, key=lambda c: (not first <= c.first < last, abs(c.first - name.first)))
        return (_MODES | _CARRIERS)[best.tag]
    if told.sentence.groups["vessel"]:
        return Mode.SEA
    for before in reversed(article[max(0, at - _CARRIER_REACH) : at]):
        if found := before.sentence.cued(*_MODES, *_CARRIERS):
            return (_MODES | _CARRIERS)[found[-1].tag]
    return Mode.UNKNOWN


def mode_of(article: Sequence[Told], at: int, stop: Stop, telling: Sequence[int]) -> Mode:
    """Return how a stop of a way was reached, by its own sentence or the nearest that tells of the way.

    "She landed in Goma. They had been flown from Pretoria": what is told of the start holds for the end.
    """
    mode = mode_to(article, at, stop.name, stop.role)
    if mode is not Mode.UNKNOWN or stop.role is PlaceRole.ORIGIN:
        return mode
    for near in sorted(set(telling) - {at}, key=lambda other: (abs(other - at), other)):
        if found := article[near].sentence.cued(*_MODES):
            return _MODES[found[-1].tag]
    return Mode.UNKNOWN
