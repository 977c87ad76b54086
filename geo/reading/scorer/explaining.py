"""Why the scorer decided as it did: the terms behind each sentence and each name."""

from collections.abc import Iterator, Sequence

from geo.language.sentence import Sentence
from geo.reading.scorer.features import document_features, kinds, look_at, sentence_features
from geo.reading.scorer.scores import Scores, argument_features, may_be_argument, score_article
from geo.reading.scorer.scoring import event_models, explain, score

_TOLD = -1.0
"""Log odds from which on a decision is worth explaining."""
_WIDTH = 100


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
