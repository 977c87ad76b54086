"""The log odds of what an article's sentences tell and of which names are arguments, and what laws let be one."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from geo.articles.blocks import BlockKind
from geo.language.sentence import Name
from geo.reading.scorer import laws
from geo.reading.scorer.features import (
    FLOW,
    Told,
    article_features,
    countries_named,
    document_features,
    kinds,
    sentence_features,
)
from geo.reading.scorer.name_features import name_features
from geo.reading.scorer.scoring import Models, score
from geo.reading.scorer.sites import BACK, ON

_UNSEEN = -3.0
_OFF_TOPIC = 0.5
"""Above even odds: wrong pins cost more than events missed."""
_FEW = 6


class Scores(Struct, frozen=True, kw_only=True):
    """The log odds of an article's decisions."""

    models: Models
    article: tuple[Told, ...]
    sentences: tuple[dict[str, float], ...]
    """Of each sentence, by kind."""
    countries: Mapping[str, frozenset[str]]
    """By which names the article names places and people of each country."""
    about: Mapping[str, float]
    """The features that tell what the article is about."""


def score_article(article: Sequence[Told], models: Models) -> Scores:
    """Score whether each sentence of an article tells of each kind of event.

    Args:
        article: Its sentences, in order.
        models: What was learnt.
    """
    told = tuple(article)
    shared = document_features(told)
    features = (sentence_features(told, at, shared) for at in range(len(told)))
    found = tuple({kind: score(models.sentence[kind], own) for kind in kinds()} for own in features)
    about, countries = article_features(told), countries_named(told)
    return Scores(models=models, article=told, sentences=found, countries=countries, about=about)


def tells_of_events(scores: Scores) -> bool:
    """Return whether an article may be about such events at all: not sport, weather, trade told in words of war."""
    return is_short(scores) or score(scores.models.article["any"], scores.about) > _OFF_TOPIC


def is_short(scores: Scores) -> bool:
    """Return whether an article says too little to be judged by what it is about."""
    return len(scores.article) < _FEW


def argument_odds(scores: Scores, at: int, name: Name, kind: str) -> float:
    """Return the log odds that a name of a sentence is an argument of an event of a kind."""
    return score(scores.models.argument[kind], argument_features(scores, at, name, kind))


def argument_features(scores: Scores, at: int, name: Name, kind: str) -> dict[str, float]:
    """Return the features that tell whether a name is an argument of an event of a kind, and in which role."""
    around = [scores.sentences[i][kind] if 0 <= i < len(scores.sentences) else _UNSEEN for i in (at, at - 1, at + 1)]
    return name_features(scores.article[at], name, kind, certainty=around, countries=scores.countries)


def may_be_argument(told: Told, name: Name, kind: str = "") -> bool:
    """Return whether the laws let a name be an argument of a kind; a caption tells of nothing by itself."""
    functions = told.functions[name.first]
    return (
        told.sentence.kind is not BlockKind.CAPTION
        and not laws.is_where_said(name, functions, told.zones)
        and laws.may_be_argument(told.sentence, name, functions, told.words, countries=kind == FLOW)
    )


def names_around(article: Sequence[Told], at: int, odds: Callable[[int, Name], float]) -> list[tuple[int, Name, float]]:
    """Return the names around a sentence that may be arguments, each with its sentence and its log odds."""
    near = (i for i in range(max(0, at - BACK), min(len(article), at + ON + 1)) if i != at)
    return [
        (i, name, odds(i, name))
        for i in near
        for name in article[i].sentence.names
        if may_be_argument(article[i], name)
    ]
