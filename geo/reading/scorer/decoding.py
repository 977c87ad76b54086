"""Decisions of the scorer: which kinds a sentence tells of, which of its names are arguments, in which role.

A decision only links what tables and finders have found: every place is a name of the sentence, every other slot is
filled by the same steps that serve the frames. Laws veto: no pin for a country or a person, nothing denied or planned.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from geo.articles.blocks import BlockKind
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.sentence import Name
from geo.reading.mentions import MentionPlace
from geo.reading.scorer import laws
from geo.reading.scorer.features import (
    Told,
    article_features,
    countries_named,
    document_features,
    kinds,
    sentence_features,
)
from geo.reading.scorer.name_features import name_features
from geo.reading.scorer.scoring import Models, score
from geo.records import Mode, PlaceRole

FLOWS = ("shipment", "deployment")
_WAY = ("origin", "destination", "via")
_SITE = PlaceRole.SITE
_TELLING = frozenset({"from", "to", "via", "object"})
SITED = ("strike", "seizure", "recovery")
_PARAGRAPH = 3
_HEAD = 4
"""Words at the most in what only heads a paragraph."""
_SAME_FLOW = 1.0
_NEVER = -99.0
_UNSEEN = -3.0
_SURELY_NOT = -3.0
_HARDLY_WAY = -1.0
_OFF_TOPIC = 0.5
"""Above even odds: wrong pins cost more than events missed; measured in `benchmarks/first_contact.md`."""
_FEW = 6
_LIKELY_END = -1.5
_LIKELY_WAY = 0.2
_LIKELY = 0.5
_WITHOUT_TRIGGER = 0.4
"""What more it takes where no word of the sentence tells of that kind."""
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


class Decision(Struct, frozen=True, kw_only=True):
    """What a sentence tells of one kind of event."""

    kind: str
    odds: float
    """Log odds that it tells of that kind."""
    places: tuple[MentionPlace, ...]
    triggers: tuple[Trigger, ...]


class Scores(Struct, frozen=True, kw_only=True):
    """The log odds of an article's decisions."""

    models: Models
    article: tuple[Told, ...]
    sentences: tuple[dict[str, float], ...]
    """Of each sentence, by kind."""
    countries: Mapping[str, frozenset[str]]
    """By which names the article names places and people of each country."""
    flow: str
    """What the article tells to have moved: shipments of arms, or deployments of troops."""


def score_article(article: Sequence[Told], models: Models) -> Scores:
    """Score whether each sentence of an article tells of each kind of event.

    Args:
        article: Its sentences, in order.
        models: What was learnt.
    """
    told = tuple(article)
    found = []
    shared = document_features(told)
    for at in range(len(told)):
        features = sentence_features(told, at, shared)
        found.append({kind: score(models.sentence[kind], features) for kind in kinds()})
    flow = max(FLOWS, key=lambda kind: sum(max(odds[kind], 0.0) for odds in found))
    return Scores(models=models, article=told, sentences=tuple(found), countries=countries_named(told), flow=flow)


def tells_of_events(scores: Scores) -> bool:
    """Return whether an article may be about such events at all: not sport, weather, trade told in words of war.

    A text of a few sentences says too little of what it is about to be judged by it.
    """
    if len(scores.article) < _FEW:
        return True
    return score(scores.models.article["any"], article_features(scores.article)) > _OFF_TOPIC


def argument_odds(scores: Scores, at: int, name: Name, kind: str) -> float:
    """Return the log odds that a name of a sentence is an argument of an event of a kind."""
    return score(scores.models.argument[kind], argument_features(scores, at, name, kind))


def argument_features(scores: Scores, at: int, name: Name, kind: str) -> dict[str, float]:
    """Return the features that tell whether a name is an argument of an event of a kind, and in which role."""
    around = [scores.sentences[i][kind] if 0 <= i < len(scores.sentences) else _UNSEEN for i in (at, at - 1, at + 1)]
    return name_features(scores.article[at], name, kind, certainty=around, countries=scores.countries)


def decide(scores: Scores, at: int) -> list[Decision]:
    """Return what a sentence tells of, each name an argument of one event only.

    Args:
        scores: The article's scores.
        at: The sentence.
    """
    told = scores.article[at]
    best: dict[int, tuple[float, str, Name]] = {}
    roles: dict[int, PlaceRole] = {}
    for kind in _kinds_told(scores, at):
        names = [name for name in told.sentence.names if may_be_argument(told, name)]
        features = {name.first: argument_features(scores, at, name, kind) for name in names}
        odds = {first: score(scores.models.argument[kind], found) for first, found in features.items()}
        for name in names:
            own = _with_list(told, name, names, odds)
            if own > _least(told, name, kind, odds) and own > best.get(name.first, (_NEVER,))[0]:
                best[name.first] = (own, kind, name)
        if kind in FLOWS:
            roles |= _way(
                scores.models, kind, told, {n.first: features[n.first] for _, k, n in best.values() if k == kind}
            )
    found = [
        _decision(scores, at, kind, [(roles.get(first, _SITE), n) for first, (_, k, n) in best.items() if k == kind])
        for kind in kinds()
        if any(k == kind for _, k, _ in best.values())
    ]
    return found or _at_the_place_told(scores, at)


def _kinds_told(scores: Scores, at: int) -> list[str]:
    """Return the kinds that a sentence may tell of; of arms and troops that move only the likelier."""
    odds = scores.sentences[at]
    lasting = scores.article[at].sentence.has("cue:still")  # troops that only are where they have long been
    flow = "shipment" if lasting else max(FLOWS, key=lambda kind: odds[kind] + _SAME_FLOW * (kind == scores.flow))
    no_blow = laws.is_something_else(scores.article[at].sentence)
    return [
        kind
        for kind in kinds()
        if odds[kind] > (_HARDLY_WAY if kind in FLOWS else _SURELY_NOT)
        and (kind not in FLOWS or kind == flow)
        and not (kind == "strike" and no_blow)
    ]


def _with_list(told: Told, name: Name, names: Sequence[Name], odds: dict[int, float]) -> float:
    """Return the odds of a name, those of its list where it stands in one: "A, B and C" are hit together."""
    chain = _list_of(told, name, names)
    return sum(odds[n.first] for n in chain) / len(chain) if len(chain) > 1 else odds[name.first]


def _list_of(told: Told, name: Name, names: Sequence[Name]) -> list[Name]:
    """Return the names that stand in one list with a name, of the same exactness."""
    joins = {c.last: c.first for c in told.sentence.tagged("prep:and")}
    ordered = sorted((n for n in names if n.toponym.precision == name.toponym.precision), key=lambda n: n.first)
    runs: list[list[Name]] = []
    for one in ordered:
        before = joins.get(
            one.first, one.first - 1 if one.first and told.sentence.tokens[one.first - 1].text == "," else -1
        )
        if before > 0 and told.sentence.tokens[before - 1].text == ",":
            before -= 1  # "A, B, and C"
        if runs and runs[-1][-1].last == before:
            runs[-1].append(one)
        else:
            runs.append([one])
    return next(run for run in runs if name in run)


def _at_the_place_told(scores: Scores, at: int) -> list[Decision]:
    """Return an event of a sentence without a place, where its paragraph names one: "Niono. Six rifles were seized"."""
    told = scores.article[at]
    odds = scores.sentences[at]
    kind = max(SITED, key=lambda k: odds[k])
    if odds[kind] <= 0 or any(may_be_argument(told, name) for name in told.sentence.names):
        return []
    for i in range(at - 1, max(-1, at - _PARAGRAPH - 1), -1):
        before = scores.article[i]
        if before.sentence.block != told.sentence.block:
            return []
        named = [n for n in before.sentence.names if may_be_argument(before, n) and n.toponym.place is not None]
        if named:
            site = named[0] if len(before.sentence.tokens) <= _HEAD else named[-1]
            return (
                [_decision(scores, at, kind, [(PlaceRole.SITE, site)])]
                if scores.sentences[i][kind] < odds[kind]
                else []
            )
    return []


def may_be_argument(told: Told, name: Name) -> bool:
    """Return whether the laws let a name of a sentence be an argument; a caption tells of nothing by itself."""
    return told.sentence.kind is not BlockKind.CAPTION and laws.may_be_argument(
        told.sentence, name, told.functions[name.first], told.words
    )


def _least(told: Told, name: Name, kind: str, odds: Mapping[int, float]) -> float:
    """Return what odds an argument needs: less where a preposition shows an end of a way, least beside a sure end."""
    if kind not in FLOWS:
        return _LIKELY + _WITHOUT_TRIGGER * (kind not in {t.kind for t in told.happened})
    if not told.functions[name.first] & _TELLING:
        return _LIKELY
    sure = any(value > _LIKELY_WAY for first, value in odds.items() if first != name.first)
    return _LIKELY_END if sure else _LIKELY_WAY


def _way(models: Models, kind: str, told: Told, ends: Mapping[int, Mapping[str, float]]) -> dict[int, PlaceRole]:
    """Return the roles of a way's ends: never all of them its start; "between A and B" is from the one to the other."""
    odds = {
        first: {role: score(models.role[f"{kind}.{role}"], found) for role in _WAY} for first, found in ends.items()
    }
    roles = {first: max(_WAY, key=found.__getitem__) for first, found in odds.items()}
    between = sorted(first for first in ends if "between" in told.functions[first])
    if len(between) > 1:
        roles[between[0]], roles[between[-1]] = "origin", "destination"
    if len(roles) > 1 and set(roles.values()) == {"origin"}:
        roles[max(odds, key=lambda first: odds[first]["destination"] - odds[first]["origin"])] = "destination"
    return {first: PlaceRole(role) for first, role in roles.items()}


def _decision(scores: Scores, at: int, kind: str, chosen: Sequence[tuple[PlaceRole, Name]]) -> Decision:
    told = scores.article[at]
    places = tuple(
        MentionPlace(
            role=role,
            name=name,
            mode=_mode(scores, at, name, role),
            told=bool(told.functions.get(name.first, frozenset()) & _TELLING),
        )
        for role, name in sorted(chosen, key=lambda item: item[1].first)
    )
    triggers = tuple(t for t in told.triggers if t.kind == kind and t in told.happened)
    return Decision(kind=kind, odds=scores.sentences[at][kind], places=places, triggers=triggers)


def _mode(scores: Scores, at: int, name: Name, role: PlaceRole) -> Mode:
    """Return how a place was reached: by the means told nearest to it, in its clause, its sentence, or just before."""
    if role not in (PlaceRole.DESTINATION, PlaceRole.VIA):
        return Mode.UNKNOWN
    told = scores.article[at]
    first, last = clause_of(told.sentence, name.first)
    cues = told.sentence.tagged(*_MODES) or told.sentence.tagged(*_CARRIERS)
    if cues:
        best = min(cues, key=lambda c: (not first <= c.first < last, abs(c.first - name.first)))
        return (_MODES | _CARRIERS)[best.tag]
    if told.sentence.group("vessel:"):
        return Mode.SEA
    for before in reversed(scores.article[max(0, at - _CARRIER_REACH) : at]):
        if found := before.sentence.tagged(*_MODES, *_CARRIERS):
            return (_MODES | _CARRIERS)[found[-1].tag]
    return Mode.UNKNOWN
