"""Where an event happened that a sentence tells without its place: at a name of a sentence around it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from geo.articles.blocks import BlockKind
from geo.language.sentence import Name
from geo.reading.scorer.features import FLOW, Told
from geo.reading.scorer.journeys import AGAIN, OPENING, clipped, is_other_time
from geo.reading.scorer.laws import may_be_argument

_BACK, _ON = 5, 1
"""Sentences before and after in which a place is looked for."""
_FAR = (1, 2, 3)
_FEW_WORDS = 4

Around = Sequence[tuple[int, Name, float]]
"""Names that may be arguments, each with its sentence and the log odds that it is one of a kind there."""


def names_around(
    article: Sequence[Told], at: int, kind: str, odds: Callable[[int, Name], float]
) -> list[tuple[int, Name, float]]:
    """Return the names around a sentence that may be arguments of a kind, each with its sentence and its log odds.

    What sentences of other days tell of happened elsewhere.
    """
    near = (i for i in range(max(0, at - _BACK), min(len(article), at + _ON + 1)) if i != at)
    return [
        (i, name, odds(i, name))
        for i in near
        if not is_other_time(article[i], article[at])
        for name in article[i].sentence.names
        if may_be_argument(article[i], name, kind)
    ]


def site_features(
    article: Sequence[Told], sentences: Sequence[Mapping[str, float]], told: tuple[int, str], around: Around, which: int
) -> dict[str, float]:
    """Return the features that tell whether an event happened at a name of another sentence.

    Args:
        article: All sentences.
        sentences: Of each the log odds by kind.
        told: The sentence that tells of an event without its place, and its kind.
        around: The names that stand around it.
        which: The name in question, by its number among them.
    """
    (at, kind), (i, name, odds) = told, around[which]
    found = {"bias": 1.0, f"kind:{kind}": 1.0, "own": clipped(odds)}
    found["tells"] = clipped(sentences[at][kind])
    found["tells there"] = clipped(sentences[i][kind])
    found["flow there"] = clipped(sentences[i][FLOW])
    found["else there"] = clipped(max(value for other, value in sentences[i].items() if other not in (kind, FLOW)))
    best = max(value for _, _, value in around)
    found["below the best"] = clipped(best - odds)
    found |= dict(_lies(article, at, i)) | dict(_stands(article[i], name))
    nearer = sum(at - i > at - j >= 0 or (i == j and other.first > name.first) for j, other, _ in around)
    found[f"nearer:{min(nearer, 3)}"] = 1.0
    for tag in AGAIN:
        if any(cue.first <= OPENING for cue in article[at].sentence.tagged[tag]):
            found[f"opens|{tag}"] = 1.0
    return found


def _lies(article: Sequence[Told], at: int, i: int) -> Iterator[tuple[str, float]]:
    order = "after" if i > at else "before"
    same = "same" if article[at].sentence.block == article[i].sentence.block else "other"
    yield f"{order}:{sum(abs(i - at) > bound for bound in _FAR)}:{same}", 1.0
    yield f"{order}:{same}", 1.0
    if article[at].sentence.dates and article[i].sentence.dates:
        yield "both dated", 1.0


def _stands(there: Told, name: Name) -> Iterator[tuple[str, float]]:
    yield from ((f"as:{function}", 1.0) for function in there.functions[name.first])
    yield f"precision:{name.toponym.precision}", 1.0
    yield f"role:{name.toponym.role.value}", 1.0
    yield f"block:{there.sentence.kind.value}", 1.0
    if there.sentence.kind is not BlockKind.HEADING and name.first < there.opening:
        yield "dateline", 1.0
    if len(there.sentence.tokens) <= _FEW_WORDS:
        yield "alone", 1.0
