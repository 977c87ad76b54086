"""The log odds of what an article's sentences tell and of which names are arguments: linear models over named features.

`explain_sentences` tells why: the terms that the odds are made of.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.language.sentence import Name, Sentence
from geo.reading.scorer.features import (
    Told,
    article_features,
    countries_named,
    document_features,
    kinds,
    look_at,
    sentence_features,
)
from geo.reading.scorer.laws import may_be_argument
from geo.reading.scorer.name_features import name_features
from geo.records.errors import GeoError

_UNSEEN = -3.0
_OFF_TOPIC = 0.5
"""Above even odds: wrong pins cost more than events missed."""
_FEW = 6
_TOLD = -1.0
"""Log odds from which on a decision is worth explaining."""
_WIDTH = 100

Weights = Mapping[str, float]


class Models(Struct, frozen=True, kw_only=True):
    """The weights of `data/models/events.toml`.

    Source:
        Learnt by `training/train_events.py` from the labelled articles that its file lists.
    """

    article: Mapping[str, Weights]
    """Whether an article tells of any event, as `any`."""
    sentence: Mapping[str, Weights]
    """Whether a sentence tells of an event that happened, by kind."""
    argument: Mapping[str, Weights]
    """Whether a name is an argument of an event, by kind."""
    role: Mapping[str, Weights]
    """Which role a stop of a way has, by `flow.role`; of several the highest."""
    link: Mapping[str, Weights]
    """Whether stops told in two sentences are of one way, as `flow`."""
    moved: Mapping[str, Weights]
    """Whether a way is one of `troops` rather than of arms."""


def score(weights: Weights, features: Mapping[str, float]) -> float:
    """Return the log odds of a decision: the sum of its features' weights."""
    return sum([weights[name] * value for name, value in features.items() if name in weights])


def explain(weights: Weights, features: Mapping[str, float], *, most: int = 8) -> list[tuple[str, float]]:
    """Return the terms that a score is made of, the weightiest first.

    `weights`: a model; `features`: what it scored; `most`: how many terms.
    """
    terms = [(name, weights[name] * value) for name, value in features.items() if name in weights]
    return sorted(terms, key=lambda term: -abs(term[1]))[:most]


@cache
def event_models() -> Models:
    """Return the models that ship.

    Raises:
        GeoError: The file is missing or damaged.
    """
    path = data_file("models/events.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Models(
            **{part: {name: _weights(rows) for name, rows in table[part].items()} for part in Models.__struct_fields__}
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise GeoError(f"{path}: no table of models ({error}); restore the shipped file") from error


def _weights(rows: Mapping[str, Any]) -> dict[str, float]:
    """Return weights by feature; each row holds a weight and in how many articles the feature stood."""
    return {name: float(row[0]) for name, row in rows.items()}


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
    weighed: dict[tuple[int, int, str], tuple[Name, dict[str, float], float]]
    """Of names weighed as arguments, their features and log odds by sentence, first word and kind: asked repeatedly."""


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
    return Scores(models=models, article=told, sentences=found, countries=countries, about=about, weighed={})


def tells_of_events(scores: Scores) -> bool:
    """Return whether an article may be about such events at all: not sport, weather, trade told in words of war."""
    return is_short(scores) or score(scores.models.article["any"], scores.about) > _OFF_TOPIC


def is_short(scores: Scores) -> bool:
    """Return whether an article says too little to be judged by what it is about."""
    return len(scores.article) < _FEW


def argument_odds(scores: Scores, at: int, name: Name, kind: str) -> float:
    """Return the log odds that a name of a sentence is an argument of an event of a kind."""
    return _weighed(scores, at, name, kind)[2]


def argument_features(scores: Scores, at: int, name: Name, kind: str) -> dict[str, float]:
    """Return the features that tell whether a name is an argument of an event of a kind, and in which role."""
    return _weighed(scores, at, name, kind)[1]


def _weighed(scores: Scores, at: int, name: Name, kind: str) -> tuple[Name, dict[str, float], float]:
    key = at, name.first, kind
    known = scores.weighed.get(key)
    if known is None or known[0] is not name:
        odds = [scores.sentences[i][kind] if 0 <= i < len(scores.sentences) else _UNSEEN for i in (at, at - 1, at + 1)]
        found = name_features(scores.article[at], name, kind, certainty=odds, countries=scores.countries)
        known = scores.weighed[key] = name, found, score(scores.models.argument[kind], found)
    return known


def explain_sentences(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield lines that say what a sentence was scored to tell of, and which terms say so.

    Args:
        sentences: An article's sentences, in order.
    """
    scores = score_article([look_at(sentence) for sentence in sentences], event_models())
    shared = document_features(scores.article)
    for at, odds in enumerate(scores.sentences):
        likely = [kind for kind in kinds() if odds[kind] > _TOLD]
        if likely:
            yield scores.article[at].sentence.text[:_WIDTH].replace("\n", " ")
        for kind in likely:
            terms = explain(scores.models.sentence[kind], sentence_features(scores.article, at, shared))
            yield f"  {kind} {odds[kind]:+.1f}: {_terms(terms)}"
            yield from _names(scores, at, kind)


def _names(scores: Scores, at: int, kind: str) -> Iterator[str]:
    told = scores.article[at]
    for name in told.sentence.names:
        if not may_be_argument(told, name):
            yield f"    {name.toponym.text}: no argument by law ({name.toponym.role})"
            continue
        features = argument_features(scores, at, name, kind)
        weights = scores.models.argument[kind]
        yield f"    {name.toponym.text} {score(weights, features):+.1f}: {_terms(explain(weights, features))}"


def _terms(terms: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {value:+.2f}" for name, value in terms)
