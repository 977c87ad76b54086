"""Learn the weights of the event scorer from labelled texts: what a sentence tells of, which names it is about.

Usage: python training/train_events.py [--rounds FOLDER...] [--without ID...] [--output FILE] [--figures FILE]

Models are linear over the features of `geo.reading.scorer.features`, one a kind. Sentences' scores that arguments
learn from are made out of fold, as unsure as they will be on a new text; folds are by item, its translations in one.
"""

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gazetteer import Gazetteer
from gazetteer.toponyms.find import find_toponyms
from geo.language.capitals import with_capitals
from geo.language.sentence import Name, read_sentences
from geo.reading.scorer.cargo import cargo_features, moved_features
from geo.reading.scorer.features import (
    FLOW,
    FLOWS,
    Told,
    article_features,
    countries_named,
    document_features,
    family,
    kinds,
    look_at,
    sentence_features,
)
from geo.reading.scorer.journeys import REACH, WEAK, Segment, Stop, link_features
from geo.reading.scorer.laws import may_be_argument
from geo.reading.scorer.name_features import name_features
from geo.reading.scorer.sites import names_around, site_features
from geo.records import PlaceRole
from training.labelled import TOP, Labelled, LabelledEvent, annotated, fold, is_spot, phrasings, reports, rounds

FOLDS = 5
STRENGTH = {"article": 0.05, "sentence": 0.2, "argument": 0.2, "role": 0.5, "link": 0.3, "moved": 0.1}
WEIGHT = {
    "phrasings": 0.6,
    "predicates": 0.5,
    "passages": 0.25,
    "reports": 3.0,
    "annotated": 1.5,
    "rounds": 2.0,
    "journeys": 2.0,
    "dense": 0.7,
    "short": 0.7,
}
ASIDE = 0.0
"""What texts chosen for their journeys count for other kinds: they say nothing of how often those are told."""
LONG = 10
"""Sentences beyond which a text counts no more for learning what articles are about."""
FLOW_ROLES = ("origin", "destination", "via")
SOME_ROLE = "some"
"""A place of a way whose sentence leaves open which it is."""
LEAST = 0.02
NEVER = -5.0
UNSURE = 0.0
"""Log odds out of fold from which on a mention of an event's place tells of the event, and does not only name it."""


class Read(NamedTuple):
    """A labelled text as the reader sees it."""

    labelled: Labelled
    weight: float
    article: list[Told]
    chosen: bool
    """Whether the text was chosen for the journeys that it tells."""

    def weighs(self, kind: str) -> float:
        """Return what it counts for learning a kind of event."""
        return self.weight * ASIDE if self.chosen and kind != FLOW else self.weight


def read_all(corpora: Mapping[str, Iterable[Labelled]], gazetteer: Gazetteer, without: Sequence[str]) -> list[Read]:
    """Read the labelled texts."""
    found = []
    for corpus, texts in corpora.items():
        for text in texts:
            if any(text.id.startswith(prefix) for prefix in without):
                continue
            article = text.source.article
            toponyms = find_toponyms(
                text.source.text, gazetteer=gazetteer, language=article.language, title=article.title, doubtful=True
            )
            sentences = read_sentences(text.source, toponyms)
            told = [look_at(with_capitals(s, text.source.text, gazetteer.place)) for s in sentences]
            found.append(Read(text, WEIGHT[corpus], told, chosen=corpus == "journeys"))
    return found


def told_of(read: Read, kind: str) -> list[LabelledEvent]:
    """Return a text's events of a kind; the way of what was seized is one of the ways told."""
    found = [event for event in read.labelled.events if event.kind in family(kind)]
    if kind != FLOW:
        return found
    seized = [_way_of(event) for event in read.labelled.events if event.kind == "seizure"]
    return [*found, *(way for way in seized if way.spots)]


def _way_of(seizure: LabelledEvent) -> LabelledEvent:
    """Return the way of what was seized as one of a shipment."""
    ends = tuple(spot for spot in seizure.spots if spot.role in FLOW_ROLES)
    return seizure._replace(kind="shipment", spots=ends)


def role_in(event: LabelledEvent, name: Name) -> str | None:
    """Return the role that a name has in a labelled event."""
    place = name.toponym.place
    lat, lon = (place.lat, place.lon) if place and name.toponym.precision != "country" else (None, None)
    spot = next((s for s in event.spots if is_spot(s, name.toponym.text, lat, lon)), None)
    if spot is None:
        return None
    if event.kind in FLOWS:
        return spot.role if spot.role in FLOW_ROLES else "destination"
    return "origin" if spot.role == "origin" else "site"


def _role_told(events: Sequence[LabelledEvent], told: Told, name: Name) -> str:
    """Return the role that a name has in the event that its sentence tells most of, "" where it has none.

    Where one way ended another may begin: a sentence that names nothing else of either leaves the role open.
    """
    roles = [(event, role) for event in events if (role := role_in(event, name))]
    if len({role for _, role in roles}) > 1:
        beside = [sum(bool(role_in(e, n)) for n in told.sentence.names) for e, _ in roles]
        roles = [pair for pair, count in zip(roles, beside, strict=True) if count == max(beside)]
    return roles[0][1] if len({role for _, role in roles}) == 1 else SOME_ROLE if roles else ""


def tells(read: Read, at: int, kind: str) -> int | None:
    """Return whether a sentence tells of a kind of event by its labels; None where they leave it open."""
    told, events = read.article[at], told_of(read, kind)
    named = [n for n in told.sentence.names if any(role_in(e, n) for e in events)]
    if named:
        return 1 if any(n.toponym.role.value in ("literal", "venue", "metonym", "actor") for n in named) else None
    if any(e.quote and fold(e.quote) in fold(told.sentence.text) for e in events):
        return 1
    if events and f"{kind}:told" in told.own:
        bare = any(not e.spots for e in events) or len(read.article) <= FOLDS - 2
        return 1 if bare else None
    return 0


def fold_of(read: Read) -> int:
    """Return the fold of a text; versions of one item share one."""
    return int(hashlib.md5(read.labelled.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def _matrix(vectorizer: DictVectorizer, features: Sequence[Mapping[str, float]]) -> Any:  # noqa: ANN401
    x = vectorizer.fit_transform(features).tocsr()
    x.indices, x.indptr = x.indices.astype(np.int32), x.indptr.astype(np.int32)
    return x


def _fit(x: Any, y: Any, weights: Any, strength: float) -> LogisticRegression:  # noqa: ANN401 - scipy's matrices
    model = LogisticRegression(C=strength, max_iter=500, solver="liblinear", fit_intercept=False)
    return model.fit(x, y, sample_weight=weights)


def _out_of_fold(x: Any, y: Any, weights: Any, folds: Any, strength: float) -> Any:  # noqa: ANN401
    odds = np.zeros(len(y))
    for number in range(FOLDS):
        train, test = (folds != number) & (y >= 0), folds == number
        if test.any() and len(set(y[train])) > 1:
            odds[test] = _fit(x[train], y[train], weights[train], strength).decision_function(x[test])
    return odds


def _settled(x: Any, y: Any, how: tuple[Any, Any, float], groups: Sequence[Sequence[int]]) -> tuple[Any, Any]:  # noqa: ANN401
    """Return labels that are surer, and their odds out of fold: what names an event's place may tell nothing of it.

    `how`: weights, folds, strength; `groups`: for each place of an event the rows that name it, one of which tells.
    """
    weights, folds, strength = how
    out = _out_of_fold(x, y, weights, folds, strength)
    named: set[int] = set()
    telling: set[int] = set()
    for rows in groups:
        mine = [row for row in rows if y[row] == 1]
        best = max(mine, key=out.__getitem__, default=None)
        named.update(mine)
        telling.update(row for row in mine if row == best or out[row] > UNSURE)
    y = np.array([-1 if row in named - telling else label for row, label in enumerate(y)])
    return y, _out_of_fold(x, y, weights, folds, strength)


def _sentences_of_events(texts: Sequence[Read], kind: str) -> list[list[int]]:
    """Return for each event of a kind the sentences that name a place of it, by their number among all."""
    groups, before = [], 0
    for read in texts:
        for event in told_of(read, kind) if len(read.article) > FOLDS else ():
            rows = [i for i, told in enumerate(read.article) if any(role_in(event, n) for n in told.sentence.names)]
            groups.append([before + i for i in rows])
        before += len(read.article)
    return groups


def _names_of_events(
    texts: Sequence[Read], kind: str, numbers: Sequence[int], names: Sequence[Name]
) -> list[list[int]]:
    """Return for each place of an event of a kind the rows that name it; `numbers`: the text of each row's name."""
    rows: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for row, (t, name) in enumerate(zip(numbers, names, strict=True)):
        place = name.toponym.place
        for number, event in enumerate(told_of(texts[t], kind)):
            if len(texts[t].article) > FOLDS and role_in(event, name):
                rows[t, number, place.place_id if place else name.toponym.text].append(row)
    return list(rows.values())


def _table(vectorizer: DictVectorizer, model: LogisticRegression, support: Mapping[str, int]) -> dict[str, list[Any]]:
    names = vectorizer.get_feature_names_out()
    rows = {str(n): float(w) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= LEAST}
    return {name: [round(rows[name], 3), support[name]] for name in sorted(rows)}


def _support(features: Sequence[Mapping[str, float]], groups: Sequence[str]) -> Counter[str]:
    """Return in how many texts each feature stands."""
    texts: dict[str, set[str]] = defaultdict(set)
    for row, group in zip(features, groups, strict=True):
        for name in row:
            texts[name].add(group)
    return Counter({name: len(found) for name, found in texts.items()})


class Learnt(NamedTuple):
    """Models and how they did out of fold."""

    tables: dict[str, dict[str, dict[str, list[Any]]]]
    figures: list[str]


def learn(texts: Sequence[Read]) -> Learnt:
    """Learn all models."""
    tables: dict[str, dict[str, dict[str, list[Any]]]] = {
        "article": {},
        "sentence": {},
        "argument": {},
        "role": {},
        "link": {},
        "moved": {},
    }
    figures: list[str] = []
    _learn_articles(texts, tables, figures)
    where = [(t, i) for t, read in enumerate(texts) for i in range(len(read.article))]
    shared = [document_features(read.article) for read in texts]
    features = [sentence_features(texts[t].article, i, shared[t]) for t, i in where]
    groups = [texts[t].labelled.group for t, _ in where]
    support = _support(features, groups)
    vectorizer = DictVectorizer()
    x = _matrix(vectorizer, features)
    folds = np.array([fold_of(texts[t]) for t, _ in where])
    odds: dict[str, dict[tuple[int, int], float]] = {}
    for kind in kinds():
        y = np.array([-1 if (label := tells(texts[t], i, kind)) is None else label for t, i in where])
        weights = np.array([texts[t].weighs(kind) for t, _ in where])
        y, out = _settled(x, y, (weights, folds, STRENGTH["sentence"]), _sentences_of_events(texts, kind))
        odds[kind] = dict(zip(where, out, strict=True))
        figures.append(_figure(f"sentence {kind}", y, out))
        known = y >= 0
        model = _fit(x[known], y[known], weights[known], STRENGTH["sentence"])
        tables["sentence"][kind] = _table(vectorizer, model, support)
    _learn_what_moved(texts, tables, figures)
    found: dict[str, dict[tuple[int, int, int], float]] = {}
    for kind in kinds():
        stops, found[kind] = _learn_arguments(texts, kind, odds[kind], tables, figures)
        if kind == FLOW:
            _learn_links(texts, stops, odds, tables, figures)
            _learn_cargo(texts, stops, odds, tables, figures)
    _learn_sites(texts, found, odds, tables, figures)
    return Learnt(tables, figures)


def _learn_one(
    part: str, features: Sequence[Mapping[str, float]], labels: Sequence[int], of: Sequence[Read], figures: list[str]
) -> dict[str, list[Any]]:
    """Learn one model from rows with a label each; `of` is the text of each row."""
    vectorizer = DictVectorizer()
    x, y = _matrix(vectorizer, features), np.array(labels)
    folds = np.array([fold_of(read) for read in of])
    weights = np.array([read.weight for read in of])
    figures.append(_figure(part, y, _out_of_fold(x, y, weights, folds, STRENGTH[part])))
    support = _support(features, [read.labelled.group for read in of])
    return _table(vectorizer, _fit(x, y, weights, STRENGTH[part]), support)


def _learn_what_moved(
    texts: Sequence[Read], tables: dict[str, dict[str, dict[str, list[Any]]]], figures: list[str]
) -> None:
    """Learn whether troops moved or arms."""
    features, labels, numbers = [], [], []
    for t, read in enumerate(texts):
        for event in read.labelled.events:
            telling = [i for i, told in enumerate(read.article) if any(role_in(event, n) for n in told.sentence.names)]
            if event.kind in FLOWS and telling:
                features.append(moved_features(read.article, telling))
                labels.append(int(event.kind == "deployment"))
                numbers.append(t)
    of = [texts[t] for t in numbers]
    tables["moved"]["troops"] = _learn_one("moved", features, labels, of, figures)


def _odds_by_sentence(
    read: Read, number: int, odds: Mapping[str, Mapping[tuple[int, int], float]]
) -> list[dict[str, float]]:
    """Return of each sentence of a text, by its number, the log odds by kind."""
    return [{kind: odds[kind][number, i] for kind in odds} for i in range(len(read.article))]


def _learn_links(
    texts: Sequence[Read],
    stops: Mapping[tuple[int, int], Sequence[Stop]],
    odds: Mapping[str, Mapping[tuple[int, int], float]],
    tables: dict[str, dict[str, dict[str, list[Any]]]],
    figures: list[str],
) -> None:
    """Learn which sentences tell of one way."""
    features, labels, numbers = [], [], []
    for t, read in enumerate(texts):
        segments = [Segment(at=i, stops=tuple(found)) for (text, i), found in stops.items() if text == t]
        sentences = _odds_by_sentence(read, t, odds)
        events = told_of(read, FLOW)
        told = {s.at: {n for n, e in enumerate(events) for stop in s.stops if role_in(e, stop.name)} for s in segments}
        for one in segments:
            for other in segments:
                if 0 < other.at - one.at <= REACH and any(stop.sure for stop in one.stops):
                    features.append(link_features(read.article, sentences, one, other))
                    labels.append(int(bool(told[one.at] & told[other.at])))
                    numbers.append(t)
    tables["link"][FLOW] = _learn_one("link", features, labels, [texts[t] for t in numbers], figures)


def _learn_cargo(
    texts: Sequence[Read],
    stops: Mapping[tuple[int, int], Sequence[Stop]],
    odds: Mapping[str, Mapping[tuple[int, int], float]],
    tables: dict[str, dict[str, dict[str, list[Any]]]],
    figures: list[str],
) -> None:
    """Learn which ways are those of what was seized, from the texts whose labels give a seizure its way."""
    features, labels, of = [], [], []
    for t, read in enumerate(texts):
        sentences = _odds_by_sentence(read, t, odds)
        for event in read.labelled.events:
            own = _way_of(event)
            if event.kind != "seizure" or not own.spots:
                continue
            seized = _told_at(read, event, sentences)
            for (text, i), found in stops.items():
                if text == t and any(stop.sure for stop in found):
                    way = ([i], [(stop.role, stop.name) for stop in found])
                    features.append(cargo_features(read.article, sentences, seized, way))
                    labels.append(int(any(role_in(own, stop.name) for stop in found)))
                    of.append(read)
    tables["link"]["seized"] = _learn_one("link", features, labels, of, figures)


def _learn_sites(
    texts: Sequence[Read],
    arguments: Mapping[str, Mapping[tuple[int, int, int], float]],
    odds: Mapping[str, Mapping[tuple[int, int], float]],
    tables: dict[str, dict[str, dict[str, list[Any]]]],
    figures: list[str],
) -> None:
    """Learn where an event happened whose sentence names no place of it."""
    features, labels, of = [], [], []
    for t, read in enumerate(texts):
        sentences = _odds_by_sentence(read, t, odds)
        for at, kind in ((at, kind) for at in range(len(read.article)) for kind in odds if kind != FLOW):
            own = (arguments[kind].get((t, at, name.first), NEVER) for name in read.article[at].sentence.names)
            if sentences[at][kind] <= 0 or any(value > 0 for value in own) or not read.weighs(kind):
                continue
            around = names_around(read.article, at, kind, lambda i, name: arguments[kind][t, i, name.first])  # noqa: B023
            events = told_of(read, kind)
            for number, (_, name, _) in enumerate(around):
                features.append(site_features(read.article, sentences, (at, kind), around, number))
                labels.append(int(any(role_in(event, name) == "site" for event in events)))
                of.append(read)
    tables["link"]["site"] = _learn_one("link", features, labels, of, figures)


def _told_at(read: Read, event: LabelledEvent, sentences: Sequence[Mapping[str, float]]) -> tuple[int, list[Name]]:
    """Return the sentence that likeliest tells of a seizure, and its names of where it was made."""
    sites = [[n for n in told.sentence.names if role_in(event, n) == "site"] for told in read.article]
    at = max(range(len(sites)), key=lambda i: (bool(sites[i]), sentences[i]["seizure"]))
    return at, sites[at]


def _learn_articles(
    texts: Sequence[Read], tables: dict[str, dict[str, dict[str, list[Any]]]], figures: list[str]
) -> None:
    features = [article_features(read.article) for read in texts]
    support = _support(features, [read.labelled.group for read in texts])
    vectorizer = DictVectorizer()
    x = _matrix(vectorizer, features)
    y = np.array([int(bool(read.labelled.events)) for read in texts])
    folds = np.array([fold_of(read) for read in texts])
    weights = np.array([read.weight * min(len(read.article), LONG) for read in texts])
    out = _out_of_fold(x, y, weights, folds, STRENGTH["article"])
    figures.append(_figure("article", y, out))
    long = np.array([len(read.article) > FOLDS for read in texts])
    figures.append(_figure("article of more than five sentences", y[long], out[long]))
    for bound in (-2.0, -1.5, -1.0):
        lost, kept = int((long & (y == 1) & (out <= bound)).sum()), int((long & (y == 0) & (out <= bound)).sum())
        figures.append(
            f"article at {bound}: {lost} with events and {kept} of {int((long & (y == 0)).sum())} without below"
        )
    tables["article"]["any"] = _table(vectorizer, _fit(x, y, weights, STRENGTH["article"]), support)


def _learn_arguments(
    texts: Sequence[Read],
    kind: str,
    odds: Mapping[tuple[int, int], float],
    tables: dict[str, dict[str, dict[str, list[Any]]]],
    figures: list[str],
) -> tuple[dict[tuple[int, int], list[Stop]], dict[tuple[int, int, int], float]]:
    """Learn which names are arguments of a kind of event.

    Returns:
        The stops of ways found out of fold, by sentence, and the log odds of each name, by sentence and first token.
    """
    features, labels, numbers = [], [], []
    where: list[tuple[int, Name]] = []
    for t, read in enumerate(texts):
        events = told_of(read, kind)
        countries = countries_named(read.article)
        for i, told in enumerate(read.article):
            around = [odds.get((t, i + step), -3.0) for step in (0, -1, 1)]
            for name in told.sentence.names:
                if may_be_argument(told, name, kind):
                    features.append(name_features(told, name, kind, certainty=around, countries=countries))
                    labels.append(_role_told(events, told, name))
                    numbers.append(t)
                    where.append((i, name))
    support = _support(features, [texts[t].labelled.group for t in numbers])
    vectorizer = DictVectorizer()
    x = _matrix(vectorizer, features)
    folds = np.array([fold_of(texts[t]) for t in numbers])
    weights = np.array([texts[t].weighs(kind) for t in numbers])
    wanted = FLOW_ROLES if kind == FLOW else ("site",)
    y = np.array([int(label in wanted or label == SOME_ROLE) for label in labels])
    named = [name for _, name in where]
    y, out = _settled(x, y, (weights, folds, STRENGTH["argument"]), _names_of_events(texts, kind, numbers, named))
    figures.append(_figure(f"argument {kind}", y, out))
    known = y >= 0
    model = _fit(x[known], y[known], weights[known], STRENGTH["argument"])
    tables["argument"][kind] = _table(vectorizer, model, support)
    odds_of = {(t, i, name.first): float(value) for t, (i, name), value in zip(numbers, where, out, strict=True)}
    if kind != FLOW:
        return {}, odds_of
    roles = _learn_roles(x, labels, (weights, folds), (vectorizer, support), (tables["role"], figures))
    stops: dict[tuple[int, int], list[Stop]] = defaultdict(list)
    for row, (i, name) in enumerate(where):
        if out[row] > WEAK:
            role = PlaceRole(FLOW_ROLES[int(roles[row].argmax())])
            stops[numbers[row], i].append(Stop(name=name, odds=float(out[row]), role=role, sure=bool(out[row] > 0)))
    return stops, odds_of


def _learn_roles(
    x: Any,  # noqa: ANN401
    labels: Sequence[str],
    learning: tuple[Any, Any],
    naming: tuple[DictVectorizer, Mapping[str, int]],
    into: tuple[dict[str, dict[str, list[Any]]], list[str]],
) -> Any:  # noqa: ANN401
    """Learn which stop of a way is its start, its end, or between; return the odds out of fold."""
    (weights, folds), (tables, figures) = learning, into
    odds = np.full((len(labels), len(FLOW_ROLES)), NEVER)
    inside = np.array([label in FLOW_ROLES for label in labels])
    for number, role in enumerate(FLOW_ROLES):
        own = np.array([int(label == role) if label in FLOW_ROLES else -1 for label in labels])
        odds[:, number] = _out_of_fold(x, own, weights, folds, STRENGTH["role"])
        model = _fit(x[inside], own[inside], weights[inside], STRENGTH["role"])
        tables[f"{FLOW}.{role}"] = _table(naming[0], model, naming[1])
    gold = np.array([FLOW_ROLES.index(label) for label in labels if label in FLOW_ROLES])
    figures.append(f"role: {(odds[inside].argmax(axis=1) == gold).mean():.3f} of {len(gold)}")
    return odds


def _figure(name: str, y: Any, odds: Any) -> str:  # noqa: ANN401
    known = y >= 0
    gold, found = y[known] == 1, odds[known] > 0
    hits = int((gold & found).sum())
    precision, recall = hits / max(1, int(found.sum())), hits / max(1, int(gold.sum()))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} of {int(gold.sum())}"


def write(learnt: Learnt, path: Path, corpora: Sequence[str]) -> None:
    """Write the weights as a table of TOML."""
    lines = [
        "# Weights of the event scorer, by feature: weight, number of articles in which the feature stood.",
        f"# Written by training/train_events.py from {', '.join(corpora)}.",
    ]
    for part, models in learnt.tables.items():
        for name, rows in models.items():
            lines.append(f"\n[{part}.{'.'.join(_quoted(p) for p in [name])}]")
            lines += [f"{_quoted(feature)} = [{weight}, {count}]" for feature, (weight, count) in rows.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = TOP / "data/annotated/rounds"
    parser.add_argument("--rounds", nargs="*", type=Path, default=sorted(folder.glob("[0-9]*")))
    parser.add_argument("--journeys", nargs="*", type=Path, default=[folder / "journeys"])
    parser.add_argument("--dense", nargs="*", type=Path, default=sorted((folder / "dense").glob("[0-9]*")))
    parser.add_argument("--short", nargs="*", type=Path, default=[folder / "short"])
    parser.add_argument("--more", nargs="*", type=Path, default=[], help="folders of the same form outside the project")
    parser.add_argument("--without", nargs="*", default=[], help="beginnings of ids of texts to leave out")
    parser.add_argument("--output", type=Path, default=TOP / "data/models/events.toml")
    parser.add_argument("--figures", type=Path, help="where figures out of fold go; standard output by default")
    given = parser.parse_args()
    corpora = {
        "annotated": annotated(),
        "reports": reports(),
        "phrasings": phrasings(),
        "predicates": phrasings(TOP / "data" / "annotated" / "predicates"),
        "passages": phrasings(TOP / "data" / "annotated" / "passages"),
        "rounds": rounds(*given.rounds, *given.more),
        "journeys": rounds(*given.journeys),
        "dense": rounds(*given.dense),
        "short": rounds(*given.short),
    }
    texts = read_all(corpora, Gazetteer.open(), given.without)
    learnt = learn(texts)
    names = [
        "the annotated articles",
        "the short reports",
        "the phrasings",
        "the sentences with a predicate each",
        "the passages with other places",
        f"{len(given.rounds)} rounds of first contact",
        "journeys told over pages",
        "texts that tell of more than news does",
        "short texts of seizures and ways",
    ]
    write(learnt, given.output, names)
    figures = "\n".join([f"{len(texts)} texts", *learnt.figures]) + "\n"
    if given.figures:
        given.figures.write_text(figures, encoding="utf-8")
    else:
        print(figures)


if __name__ == "__main__":
    main()
