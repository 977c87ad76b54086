"""Learn the weights of `data/languages/toponyms/ranker.toml` from corpora with gold toponyms.

Needs scikit-learn (and scipy, which comes with it); reading texts does not. Each corpus is JSONL: {"id",
"text", "toponyms": [{"start", "end", "lat", "lon", "geonameid" or "place_id", "role"}]}.
Prints figures by cross-validation over documents, then writes the weights of all.

Usage: train_ranker.py CORPUS.jsonl... [--dry-run]
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from gazetteer.context import contexts
from gazetteer.lexicon import default_lexicon
from gazetteer.lookup import Gazetteer
from gazetteer.placehood import gather_evidence, is_certain, placehood_features
from gazetteer.ranking import FEATURES, CandidateTable
from gazetteer.reading import read_text
from gazetteer.recognition import Findings, find_mentions, given_mention
from gazetteer.records import Place
from gazetteer.resolution import names_of
from gazetteer.toponyms import LEAST_PROBABLE

TABLE = Path(__file__).parents[1] / "languages" / "toponyms" / "ranker.toml"
REACH_KM = 50.0
FOLDS = 5
PENALTY = 1.0
SHARES = {"annotated": 1.5, "geocorpora": 0.3}
"""The project's own articles count more: they alone are in all its languages; tweets less than articles."""
EARTH_RADIUS_KM = 6371.009
NO_PLACES = frozenset({"person", "organisation"})
HEADER = """\
# Weights of the toponym reader, learned by data/scripts/train_ranker.py. Positive speaks for, negative against.
# placehood: whether a name stands for a place. first_look, second_look: which place; the second look
# knows the first's outcome.
"""
Document = dict[str, Any]


def read_corpus(path: str) -> list[Document]:
    """Return a corpus's documents."""
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def placehood_rows(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the features of each doubtful name, and whether the gold has it as a place."""
    lexicon = default_lexicon()
    reading = read_text(document["text"], language=document.get("language"))
    findings = find_mentions(reading, lexicon, gazetteer)
    around = contexts(reading, findings)
    evidence = gather_evidence(reading, findings, around)
    gold = {(row["start"], row["end"]): row for row in document["toponyms"]}
    for number, mention in enumerate(findings.mentions):
        row = gold.get((mention.start, mention.end))
        unplaced = row is not None and row.get("lat") is None and row.get("role") not in NO_PLACES
        if is_certain(mention) or unplaced:
            continue
        features = placehood_features(reading, findings, number, around, evidence, lexicon)
        yield features, row is not None and row.get("role") not in NO_PLACES


def candidate_table(document: Document, gazetteer: Gazetteer) -> tuple[CandidateTable, list[int]] | None:
    """Return the candidates of the gold names and, for each name, the index of the right one (-1 for none)."""
    lexicon = default_lexicon()
    gold = [row for row in document["toponyms"] if row.get("lat") is not None]
    reading = read_text(document["text"], language=document.get("language"))
    found = [given_mention(reading, lexicon, gazetteer, row["start"], row["end"]) for row in gold]
    pairs = sorted(
        ((mention, row) for mention, row in zip(found, gold, strict=True) if mention is not None),
        key=lambda pair: pair[0].start,
    )
    if not pairs:
        return None
    mentions = [mention for mention, _ in pairs]
    around = contexts(reading, Findings(mentions=mentions, people=[], runs={}))
    names, order = names_of(mentions, around)
    right = [-1] * len(names)
    for (_, row), at in zip(pairs, order, strict=True):
        if right[at] < 0:
            right[at] = _nearest(names[at].places, row)
    table = CandidateTable(names)
    return (table, right) if table.count else None


def _nearest(places: Sequence[Place], row: Mapping[str, Any]) -> int:
    wanted = row.get("place_id") or (f"geonames:{int(float(row['geonameid']))}" if row.get("geonameid") else None)
    for number, place in enumerate(places):
        if place.place_id == wanted:
            return number
    distances = [_km(place, row) for place in places]
    best = min(range(len(distances)), key=distances.__getitem__, default=-1)
    return best if best >= 0 and distances[best] <= REACH_KM else -1


def _km(place: Place, row: Mapping[str, Any]) -> float:
    one, other = math.radians(place.lat), math.radians(row["lat"])
    half = math.sin((other - one) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(row["lon"] - place.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def learn_placehood(
    rows: Sequence[tuple[dict[str, float], bool]],
    groups: Sequence[int],
    weights: Sequence[float],
    corpora: Sequence[str],
) -> dict[str, float]:
    """Cross-validate, print by corpus, and return weights learned from all rows."""
    vectorizer = DictVectorizer(sparse=False)
    matrix = vectorizer.fit_transform([features for features, _ in rows])
    labels = np.array([label for _, label in rows])
    weighed = np.array(weights)
    predicted = np.zeros(len(labels), dtype=bool)
    for train, test in GroupKFold(FOLDS).split(matrix, labels, groups):
        model = LogisticRegression(C=1.0, max_iter=2000).fit(matrix[train], labels[train], weighed[train])
        predicted[test] = model.predict_proba(matrix[test])[:, 1] >= LEAST_PROBABLE
    for number, corpus in enumerate(corpora):
        own = np.array(groups) % len(corpora) == number
        hits = int((predicted & labels & own).sum())
        precision, recall = hits / max(int(predicted[own].sum()), 1), hits / max(int(labels[own].sum()), 1)
        print(f"placehood, {FOLDS}-fold: {corpus} {own.sum()} names, precision {precision:.3f}, recall {recall:.3f}")
    model = LogisticRegression(C=1.0, max_iter=2000).fit(matrix, labels, weighed)
    learned = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    return {"constant": float(model.intercept_[0]), **{name: float(value) for name, value in sorted(learned.items())}}


def fit(tables: Sequence[tuple[CandidateTable, list[int]]], features: Sequence[np.ndarray]) -> np.ndarray:
    """Learn the weights under which the right candidates are the most probable (conditional logit, small L2)."""
    blocks = [
        block
        for (table, right), matrix in zip(tables, features, strict=True)
        for block in _blocks(table, right, matrix)
    ]
    stacked = np.concatenate(blocks)
    starts = np.cumsum([0, *(len(block) for block in blocks[:-1])])
    sizes = np.array([len(block) for block in blocks])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = stacked @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        raised = np.exp(scores)
        total = np.add.reduceat(raised, starts)
        gradient = stacked.T @ (raised / np.repeat(total, sizes)) - stacked[starts].sum(axis=0)
        value = float((np.log(total) - scores[starts]).sum())
        return value + PENALTY * float(weights @ weights), gradient + 2 * PENALTY * weights

    learned: np.ndarray = minimize(loss, np.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B").x
    return learned


def _blocks(table: CandidateTable, right: Sequence[int], features: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the candidates of each name whose right place is known, that one first."""
    start = 0
    for size, index in zip(table.sizes, right, strict=True):
        if index >= 0 and size > 1:
            block = features[start : start + size]
            yield np.concatenate([block[index : index + 1], np.delete(block, index, axis=0)])
        start += size


def accuracy(table: CandidateTable, right: Sequence[int], scores: np.ndarray) -> tuple[int, int, int]:
    """Return (names whose right place is known, settled right, right by population alone)."""
    known = hits = base = start = 0
    for size, index in zip(table.sizes, right, strict=True):
        if index >= 0:
            known += 1
            hits += int(np.argmax(scores[start : start + size]) == index)
            base += int(index == 0)
        start += size
    return known, hits, base


def learn_ranking(tables: Sequence[tuple[CandidateTable, list[int]]]) -> tuple[np.ndarray, np.ndarray]:
    """Learn both looks."""
    seen = [table.features(table.prior()) for table, _ in tables]
    first = fit(tables, seen)
    again = [table.features(table.softmax(matrix @ first)) for (table, _), matrix in zip(tables, seen, strict=True)]
    return first, fit(tables, again)


def check_ranking(tables: Sequence[tuple[CandidateTable, list[int]]]) -> None:
    """Print cross-validated accuracy."""
    totals = np.zeros(3, dtype=int)
    for train, test in GroupKFold(FOLDS).split(tables, groups=range(len(tables))):
        first, second = learn_ranking([tables[at] for at in train])
        for at in test:
            table, right = tables[at]
            seen = table.softmax(table.features(table.prior()) @ first)
            totals += np.array(accuracy(table, right, table.features(seen) @ second))
    known, hits, base = totals
    share, base_share = hits / known, base / known
    print(f"ranking, {FOLDS}-fold: {known} names with a known place, right {share:.3f}, populous {base_share:.3f}")


def write(placehood: Mapping[str, float], first: np.ndarray, second: np.ndarray) -> None:
    """Write the table of weights."""
    parts = [HEADER]
    for name, weights in (
        ("placehood", placehood),
        ("first_look", dict(zip(FEATURES, first, strict=True))),
        ("second_look", dict(zip(FEATURES, second, strict=True))),
    ):
        lines = "\n".join(f"{feature} = {value:.3f}" for feature, value in weights.items())
        parts.append(f"[{name}]\n{lines}\n")
    TABLE.write_text("\n".join(parts), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Train on the corpora named."""
    paths = [argument for argument in arguments if not argument.startswith("-")]
    if not paths:
        sys.exit(__doc__)
    gazetteer = Gazetteer.open()
    rows: list[tuple[dict[str, float], bool]] = []
    groups: list[int] = []
    weights: list[float] = []
    tables = []
    for path in paths:
        documents = read_corpus(path)
        here = [(n, row) for n, document in enumerate(documents) for row in placehood_rows(document, gazetteer)]
        wanted = next((share for part, share in SHARES.items() if part in path), 1.0)
        share = math.sqrt(3000 / max(len(here), 1)) * wanted
        for number, row in here:
            rows.append(row)
            groups.append(number * len(paths) + paths.index(path))
            weights.append(share)
        tables.extend(filter(None, (candidate_table(document, gazetteer) for document in documents)))
        print(f"{path}: {len(documents)} documents, {len(here)} doubtful names")
    placehood = learn_placehood(rows, groups, weights, paths)
    check_ranking(tables)
    first, second = learn_ranking(tables)
    if "--dry-run" not in arguments:
        write(placehood, first, second)


if __name__ == "__main__":
    main(sys.argv[1:])
