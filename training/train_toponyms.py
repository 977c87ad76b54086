"""Learn the weights of `data/languages/toponyms/ranker.toml` from corpora with gold toponyms.

Each corpus is JSONL: {"id", "text", "toponyms": [{"start", "end", "lat", "lon", "geonameid" or "place_id", "role"}]}.
A folder is read as rounds of first contact are (`keyed_places`); name those of `data/annotated/rounds`, and
`passages` and `predicates` beside. Prints figures by cross-validation over documents, then writes the weights of all.

Usage: train_toponyms.py CORPUS... [--dry-run]
"""

import json
import math
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from gazetteer.gazetteer import Gazetteer
from gazetteer.records import Place
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import default_lexicon
from gazetteer.text.reading import read_text
from gazetteer.toponyms.containment.stated import find_containers
from gazetteer.toponyms.context import contexts
from gazetteer.toponyms.find import LEAST_PROBABLE, Model, default_model
from gazetteer.toponyms.placehood.evidence import gather_evidence
from gazetteer.toponyms.placehood.features import placehood_features
from gazetteer.toponyms.placehood.is_place import is_certain, probability
from gazetteer.toponyms.recognition.mentions import Findings, Mention
from gazetteer.toponyms.recognition.recognise import find_mentions, given_mention
from gazetteer.toponyms.resolution.candidates import WEIGHED
from gazetteer.toponyms.resolution.names import names_of
from gazetteer.toponyms.resolution.rank import CandidateTable, Ranker
from training.corpora import differing
from training.keyed_places import keyed_documents

TABLE = Path(__file__).resolve().parents[1] / "data" / "languages" / "toponyms" / "ranker.toml"
REACH_KM = 50.0
FOLDS = 5
RANKING_PENALTY = 1.0
BELIEFS = {"capital_named": 2.0, "is_capital": 1.0, "home_other": 1.0, "reviewed": 3.0, "reviewed_site": 2.0}
"""What a weight is before anything is learned, else 0: no corpus at hand is local news in another language, and few
name villages that only the project's own tables have."""
PLACEHOOD_PENALTY = 0.5
OTHER_PENALTY = 2.0
"""What features of texts that are not English count besides is learned from few texts, so it is held small."""
ROWS_A_CORPUS = 3000
SHARES = {"annotated": 3.0, "geocorpora": 0.3}
"""The project's own articles count more: they alone are in all its languages; tweets less than articles."""
KEYED = "keyed"
"""All folders of texts with keys are one corpus."""
_STEM = 5
"""Letters that a name has in common with what a key lists as no place, in whatever case it stands."""
EARTH_RADIUS_KM = 6371.009
NO_PLACES = frozenset({"person", "organisation"})
HEADER = """\
# Weights of the toponym reader, learned by training/train_toponyms.py. Positive speaks for, negative against.
# placehood: whether a name stands for a place; what ends in _other counts besides in texts that are not English.
# first_look, second_look: which place; the second look knows the first's outcome.
"""
Array = NDArray[np.float64]
Document = dict[str, Any]
Objective = Callable[[Array], tuple[float, Array]]


class Row(NamedTuple):
    """A doubtful name: its features, and whether the gold has it as a place."""

    features: dict[str, float]
    is_place: bool


class Sample(NamedTuple):
    """What one document of a corpus teaches."""

    corpus: str
    document: str
    rows: Sequence[Row]
    table: tuple[CandidateTable, list[int]] | None


def read_corpus(path: str | Path) -> list[Document]:
    """Return a corpus's documents."""
    if Path(path).is_dir():
        return list(keyed_documents(Path(path)))
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def gather(paths: Sequence[str], gazetteer: Gazetteer) -> list[Sample]:
    """Read the corpora and return what each document teaches."""
    return [
        Sample(
            corpus=KEYED if Path(path).is_dir() else path,
            document=str(document["id"]),
            rows=list(placehood_rows(document, gazetteer)),
            table=candidate_table(document, gazetteer),
        )
        for path in paths
        for document in read_corpus(path)
    ]


def placehood_rows(document: Document, gazetteer: Gazetteer) -> Iterator[Row]:
    """Yield each doubtful name of a document."""
    lexicon = default_lexicon()
    reading = read_text(document["text"], language=document.get("language"))
    findings = find_mentions(reading, lexicon, gazetteer)
    around = contexts(reading, findings)
    evidence = gather_evidence(reading, findings, around)
    gold = {(row["start"], row["end"]): row for row in document["toponyms"]}
    keyed = _Keyed(document) if "unsure" in document else None
    for number, mention in enumerate(findings.mentions):
        row = gold.get((mention.start, mention.end))
        unplaced = row is not None and row.get("lat") is None and row.get("role") not in NO_PLACES
        unplaced = unplaced and not (row and row.get("placed"))
        if is_certain(mention, around[number], lexicon) or unplaced:
            continue
        features = placehood_features(reading, findings, number, around, evidence, lexicon)
        if keyed is not None:
            yield from keyed.rows(mention, features, is_place=row is not None)
        else:
            yield Row(features, row is not None and row.get("role") not in NO_PLACES)


class _Keyed:
    """What the names of a text teach whose key does not list them all."""

    def __init__(self, document: Document) -> None:
        self._starts = {row["start"] for row in document["toponyms"]}
        self._unsure = document["unsure"]
        self._weights = default_model().placehood

    def rows(self, mention: Mention, features: dict[str, float], *, is_place: bool) -> Iterator[Row]:
        """Yield a name's rows: what the key places and tables know, and twice what nobody takes for a place."""
        if is_place and "unknown" not in features:
            yield Row(features, is_place=True)
        elif is_place or mention.start in self._starts or any(mention.text[:_STEM] in name for name in self._unsure):
            return
        elif probability(features, self._weights) < LEAST_PROBABLE:
            yield from (Row(features, is_place=False) for _ in range(2))


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
    names, order = names_of(
        mentions, around, find_containers(reading, mentions, around), frozenset(language_table(reading.language).home)
    )
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


def learn(samples: Sequence[Sample]) -> Model:
    """Learn all weights from samples."""
    tables = [sample.table for sample in samples if sample.table is not None]
    first, second = learn_ranking(tables)
    ranker = Ranker(first=_named(WEIGHED, first), second=_named(WEIGHED, second))
    return Model(placehood=learn_placehood(samples), ranker=ranker)


def _named(names: Sequence[str], values: Array) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def learn_placehood(samples: Sequence[Sample]) -> dict[str, float]:
    """Learn by logistic regression with a small penalty; corpora count alike, whatever their size, but for `SHARES`."""
    rows = [row for sample in samples for row in sample.rows]
    names = ["constant", *sorted({name for row in rows for name in row.features})]
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    matrix[:, 0] = 1.0
    for number, row in enumerate(rows):
        for name, value in row.features.items():
            matrix[number, column[name]] = value
    signs = np.array([1.0 if row.is_place else -1.0 for row in rows])
    shares = np.array([share for sample, share in zip(samples, _shares(samples), strict=True) for _ in sample.rows])
    penalties = np.array([OTHER_PENALTY if name.endswith("_other") else PLACEHOOD_PENALTY for name in names])
    penalties[0] = 0.0

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (matrix @ weights)
        wrong = shares * signs / (1 + np.exp(np.clip(margins, -30, 30)))
        value = float((shares * np.logaddexp(0, -margins)).sum())
        return value + float((penalties * weights) @ weights), 2 * penalties * weights - matrix.T @ wrong

    return _named(names, _minimum(loss, len(names)))


def _shares(samples: Sequence[Sample]) -> list[float]:
    """Return what a row of each sample counts."""
    sizes: dict[str, int] = {}
    for sample in samples:
        sizes[sample.corpus] = sizes.get(sample.corpus, 0) + len(sample.rows)
    wanted = {corpus: next((share for part, share in SHARES.items() if part in corpus), 1.0) for corpus in sizes}
    return [math.sqrt(ROWS_A_CORPUS / max(sizes[sample.corpus], 1)) * wanted[sample.corpus] for sample in samples]


def _minimum(loss: Objective, size: int) -> Array:
    found: Array = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def learn_ranking(tables: Sequence[tuple[CandidateTable, list[int]]]) -> tuple[Array, Array]:
    """Learn both looks."""
    seen = [table.features(table.prior()) for table, _ in tables]
    first = fit(tables, seen)
    again = [table.features(table.softmax(matrix @ first)) for (table, _), matrix in zip(tables, seen, strict=True)]
    return first, fit(tables, again)


def fit(tables: Sequence[tuple[CandidateTable, list[int]]], features: Sequence[Array]) -> Array:
    """Learn the weights under which the right candidates are the most probable (conditional logit, small penalty)."""
    blocks = [
        block
        for (table, right), matrix in zip(tables, features, strict=True)
        for block in _blocks(table, right, matrix)
    ]
    stacked = np.concatenate(blocks)
    starts = np.cumsum([0, *(len(block) for block in blocks[:-1])])
    sizes = np.array([len(block) for block in blocks])
    beliefs = np.array([BELIEFS.get(name, 0.0) for name in WEIGHED])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = stacked @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        raised = np.exp(scores)
        total = np.add.reduceat(raised, starts)
        gradient = stacked.T @ (raised / np.repeat(total, sizes)) - stacked[starts].sum(axis=0)
        value = float((np.log(total) - scores[starts]).sum())
        away = weights - beliefs
        return value + RANKING_PENALTY * float(away @ away), gradient + 2 * RANKING_PENALTY * away

    return _minimum(loss, stacked.shape[1])


def _blocks(table: CandidateTable, right: Sequence[int], features: Array) -> Iterator[Array]:
    """Yield the candidates of each name whose right place is known, that one first."""
    start = 0
    for size, index in zip(table.sizes, right, strict=True):
        if index >= 0 and size > 1:
            block = features[start : start + size]
            yield np.concatenate([block[index : index + 1], np.delete(block, index, axis=0)])
        start += size


def folds(samples: Sequence[Sample]) -> Iterator[tuple[list[Sample], list[Sample]]]:
    """Yield (samples to learn from, samples to test on); every document is tested on once."""
    for fold in range(FOLDS):
        held = {number for number in range(len(samples)) if number % FOLDS == fold}
        yield _part(samples, held, inside=False), _part(samples, held, inside=True)


def _part(samples: Sequence[Sample], held: Collection[int], *, inside: bool) -> list[Sample]:
    return [sample for number, sample in enumerate(samples) if (number in held) is inside]


def check(samples: Sequence[Sample]) -> None:
    """Print cross-validated figures, by corpus."""
    counts: dict[str, list[int]] = {}
    ranks = np.zeros(3, dtype=int)
    for train, test in folds(samples):
        model = learn(train)
        for sample in test:
            _count_places(sample, model, counts.setdefault(sample.corpus, [0, 0, 0]))
            if sample.table is not None:
                ranks += np.array(accuracy(*sample.table, model.ranker))
    for corpus, (hits, predicted, gold) in counts.items():
        precision, recall = hits / max(predicted, 1), hits / max(gold, 1)
        print(f"placehood, {FOLDS}-fold: {corpus} {gold} places, precision {precision:.3f}, recall {recall:.3f}")
    known, hits, base = ranks
    right = f"right {hits / known:.3f}, populous {base / known:.3f}"
    print(f"ranking, {FOLDS}-fold: {known} names with a known place, {right}")


def _count_places(sample: Sample, model: Model, counts: list[int]) -> None:
    for row in sample.rows:
        predicted = probability(row.features, model.placehood) >= LEAST_PROBABLE
        counts[0] += predicted and row.is_place
        counts[1] += predicted
        counts[2] += row.is_place


def accuracy(table: CandidateTable, right: Sequence[int], ranker: Ranker) -> tuple[int, int, int]:
    """Return (names whose right place is known, settled right, right by population alone)."""
    known = hits = base = 0
    for scores, index in zip(table.split(table.rank(ranker)), right, strict=True):
        if index >= 0:
            known += 1
            hits += int(np.argmax(scores) == index)
            base += int(index == 0)
    return known, hits, base


def write(model: Model) -> None:
    """Write the table of weights."""
    parts = [HEADER]
    for name, weights in (
        ("placehood", model.placehood),
        ("first_look", model.ranker.first),
        ("second_look", model.ranker.second),
    ):
        lines = "\n".join(f"{feature} = {value:.3f}" for feature, value in weights.items())
        parts.append(f"[{name}]\n{lines}\n")
    TABLE.write_text("\n".join(parts), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Train on the corpora named."""
    paths = [argument for argument in arguments if not argument.startswith("-")]
    if not paths:
        sys.exit(__doc__)
    for line in differing(map(Path, paths)):
        print(line, file=sys.stderr)
    samples = gather(paths, Gazetteer.open())
    check(samples)
    if "--dry-run" not in arguments:
        write(learn(samples))


if __name__ == "__main__":
    main(sys.argv[1:])
