"""Linear models over named features: log odds, and the terms they are made of."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import data_file
from geo.records.errors import GeoError

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
