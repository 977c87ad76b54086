"""Settle each name of a text on one place, with the whole text as evidence."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.records import Candidate, MatchKind, Place, Status
from gazetteer.toponyms.containment.stated import Container
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.candidates import Name
from gazetteer.toponyms.resolution.names import names_of
from gazetteer.toponyms.resolution.rank import Ranker, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_RIVALS = 5
_MOST_NAMES = 80
_SURE = 0.5
_SURE_RATIO = 1.6
_SURE_OF_LESSER = 0.65
"""What is not the place that a name usually means must be surer: in Ohio "Ravenna" lies near "Parma", too."""
_LEAST_SCORE = 0.02


class Settled(Struct, frozen=True, kw_only=True):
    """The place a mention was settled on, how surely, and the others."""

    place: Place | None
    status: Status
    rivals: tuple[Candidate, ...] = ()
    within: Place | None = None
    """The smallest area that the text says it lies in."""


def resolve_mentions(
    mentions: Sequence[Mention],
    around: Sequence[Context],
    stated: Sequence[Container | None],
    home: frozenset[str] = frozenset(),
    ranker: Ranker | None = None,
) -> list[Settled]:
    """Settle every mention; those that share a name, and its kind, share the place."""
    names, order = names_of(mentions, around, stated, home)
    scores = [values for part in _parts(names) for values in rank(part, ranker=ranker)]
    settled = [_settle(name, values) for name, values in zip(names, scores, strict=True)]
    return [settled[at] for at in order]


def _parts(names: Sequence[Name]) -> Iterator[Sequence[Name]]:
    """Cut the names of a very long text up, so that weighing them stays linear; nearness counts within a part."""
    for start in range(0, len(names), _MOST_NAMES):
        shift = range(start, min(start + _MOST_NAMES, len(names)))
        yield [
            replace(
                name,
                close_to=frozenset(other - start for other in name.close_to if other in shift),
                listed=frozenset(other - start for other in name.listed if other in shift),
            )
            for name in names[shift.start : shift.stop]
        ]


def _settle(name: Name, scores: "NDArray") -> Settled:  # type: ignore[type-arg]
    if not len(scores):
        return Settled(place=None, status=Status.UNRESOLVED, within=name.area)
    ranked = sorted(zip(scores.tolist(), name.places, strict=True), key=lambda pair: -pair[0])
    (best_score, best), *others = ranked
    rivals = tuple(
        Candidate(place=place, score=round(score, 3), matched_name=name.key, match=MatchKind.EXACT)
        for score, place in others[:_MOST_RIVALS]
        if score >= _LEAST_SCORE
    )
    runner_up = others[0][0] if others else 0.0
    least = _SURE if best is name.places[0] else _SURE_OF_LESSER
    sure = best_score >= least and best_score >= _SURE_RATIO * runner_up
    if not sure or name.alike:
        lead = Candidate(place=best, score=round(best_score, 3), matched_name=name.key, match=MatchKind.EXACT)
        rivals = (lead, *rivals)
    if name.alike:
        # What only sounds alike is no match: the places are told as what may be meant.
        return Settled(place=None, status=Status.UNRESOLVED, rivals=rivals, within=name.area)
    status = Status.RESOLVED if sure else Status.AMBIGUOUS
    return Settled(place=best, status=status, rivals=rivals, within=name.area if name.bound else None)
