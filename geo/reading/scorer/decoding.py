"""Decisions of the scorer: which kinds a sentence tells of, which of its names are arguments, in which role.

A decision only links what tables and finders have found: every place is a name of the sentence, every other slot is
filled by the same steps that serve the frames. Laws veto: no pin for a country or a person, nothing denied or planned.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from geo.articles.blocks import BlockKind
from geo.language.grammar.clauses import Trigger
from geo.language.sentence import Name
from geo.reading.mentions import MentionPlace
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
from geo.reading.scorer.journeys import WEAK, Stop, find_journeys, moved_features
from geo.reading.scorer.modes import mode_of, mode_to
from geo.reading.scorer.name_features import name_features
from geo.reading.scorer.scoring import Models, score
from geo.records import PlaceRole

_WAY = ("origin", "destination", "via")
_SITE = PlaceRole.SITE
_TELLING = frozenset({"from", "to", "via", "object"})
_ON_THE_WAY = _TELLING | {"at", "near"}
SITED = ("strike", "seizure", "recovery")
_PARAGRAPH = 3
_HEAD = 4  # words at the most in what only heads a paragraph
_NEVER = -99.0
_UNSEEN = _SURELY_NOT = -3.0
_HARDLY_WAY = -1.0
_OFF_TOPIC = 0.5
"""Above even odds: wrong pins cost more than events missed."""
_FEW = 6
_LIKELY_END = -1.5
_LIKELY_WAY = 0.2
_LIKELY = 0.65


class Decision(Struct, frozen=True, kw_only=True):
    """What a sentence tells of one kind of event."""

    kind: str
    places: tuple[MentionPlace, ...]
    triggers: tuple[Trigger, ...]
    told_at: tuple[int, ...] = ()
    """The sentence of each place, for what moves."""
    journey: int = -1
    """The sentence that opens its way, for what moves."""


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


def decide_article(scores: Scores) -> dict[int, list[Decision]]:
    """Return by sentence what an article tells of, each name an argument of one event only.

    Args:
        scores: The article's scores.
    """
    assigned = [_assigned(scores, at) for at in range(len(scores.article))]
    ways = {at: stops for at, names in enumerate(assigned) if (stops := _stops(scores, at, names))}
    found = {at: _sited(scores, at, names, ways.get(at)) for at, names in enumerate(assigned)}
    for journey in find_journeys(scores.article, scores.sentences, ways, scores.models):
        telling = [segment.at for segment in journey.segments]
        for segment in journey.segments:
            way = journey.stops if segment.at == telling[0] else ()
            found[segment.at].append(_way_decision(scores, segment.at, telling, way))
    for at, odds in enumerate(scores.sentences):
        if odds[FLOW] > _LIKELY and not any(decision.journey >= 0 for decision in found[at]):
            found[at].append(_way_decision(scores, at, [at], ()))
    return found


Assigned = Mapping[int, tuple[float, str, Name]]
"""By first token, a name with the kind of event that it is likeliest an argument of, and how likely."""


def _assigned(scores: Scores, at: int) -> Assigned:
    told = scores.article[at]
    best: dict[int, tuple[float, str, Name]] = {}
    names = [name for name in told.sentence.names if may_be_argument(told, name)]
    for kind in _kinds_told(scores, at):
        odds = {name.first: argument_odds(scores, at, name, kind) for name in names}
        for name in names:
            own = _with_list(told, name, names, odds)
            if own > _least(told, name, kind, odds) and own > best.get(name.first, (_NEVER,))[0]:
                best[name.first] = (own, kind, name)
    return best


def _stops(scores: Scores, at: int, names: Assigned) -> list[Stop]:
    """Return the stops of a way that a sentence tells."""
    flows = {first: (odds, name) for first, (odds, kind, name) in names.items() if kind == FLOW}
    sure = frozenset(flows)
    told = scores.article[at]
    for name in told.sentence.names if scores.sentences[at][FLOW] > _HARDLY_WAY else ():
        if name.first not in names and told.functions[name.first] & _ON_THE_WAY and may_be_argument(told, name):
            odds = argument_odds(scores, at, name, FLOW)
            if odds > WEAK:
                flows[name.first] = (odds, name)
    flows = {
        first: (odds, name)
        for first, (odds, name) in flows.items()
        if not laws.is_government(told.sentence, name, told.functions[first], told.triggers)
    }
    sure &= frozenset(flows)
    features = {first: argument_features(scores, at, name, FLOW) for first, (_, name) in flows.items()}
    roles = _way(scores.models, scores.article[at], features)
    return [
        Stop(name=name, odds=odds, role=roles[first], sure=first in sure)
        for first, (odds, name) in sorted(flows.items())
    ]


def _sited(scores: Scores, at: int, names: Assigned, stops: Sequence[Stop] | None) -> list[Decision]:
    """Return the events of a sentence that happened at a place."""
    found = [
        _decision(scores, at, kind, [(_SITE, name) for _, own, name in names.values() if own == kind])
        for kind in kinds()
        if kind != FLOW and any(own == kind for _, own, _ in names.values())
    ]
    return found or ([] if stops else _at_the_place_told(scores, at))


def _way_decision(scores: Scores, at: int, telling: Sequence[int], stops: Sequence[tuple[int, Stop]]) -> Decision:
    """Return what one of the sentences that tell of a way tells: troops or arms by all that is told of it."""
    troops = score(scores.models.moved["troops"], moved_features(scores.article, telling, scores.about)) > 0
    told, kind = scores.article[at], "deployment" if troops else "shipment"
    return Decision(
        kind=kind,
        places=tuple(
            MentionPlace(role=stop.role, name=stop.name, mode=mode_of(scores.article, i, stop, telling))
            for i, stop in stops
        ),
        told_at=tuple(i for i, _ in stops),
        triggers=tuple(t for t in told.triggers if t.kind == kind and t in told.happened),
        journey=telling[0],
    )


def _kinds_told(scores: Scores, at: int) -> list[str]:
    """Return the kinds that a sentence may tell of."""
    odds = scores.sentences[at]
    after = scores.article[at + 1].sentence if at + 1 < len(scores.article) else None
    no_blow = laws.is_something_else(scores.article[at].sentence, after)
    return [
        kind
        for kind in kinds()
        if odds[kind] > (_HARDLY_WAY if kind == FLOW else _SURELY_NOT) and not (kind == "strike" and no_blow)
    ]


def _with_list(told: Told, name: Name, names: Sequence[Name], odds: dict[int, float]) -> float:
    """Return the odds of a name, those of its list where it stands in one: "A, B and C" are hit together."""
    chain = _list_of(told, name, names)
    return sum(odds[n.first] for n in chain) / len(chain) if len(chain) > 1 else odds[name.first]


def _list_of(told: Told, name: Name, names: Sequence[Name]) -> list[Name]:
    """Return the names that stand in one list with a name, of the same exactness."""
    joins = {c.last: c.first for c in told.sentence.tagged["prep:and"]}
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
    return (
        told.sentence.kind is not BlockKind.CAPTION
        and not laws.is_where_said(name, told.functions[name.first], told.zones)
        and laws.may_be_argument(told.sentence, name, told.functions[name.first], told.words)
    )


def _least(told: Told, name: Name, kind: str, odds: Mapping[int, float]) -> float:
    """Return what odds an argument needs: less where a preposition shows an end of a way, least beside a sure end."""
    if kind != FLOW or not told.functions[name.first] & _TELLING:
        return _LIKELY
    sure = any(value > _LIKELY_WAY for first, value in odds.items() if first != name.first)
    return _LIKELY_END if sure else _LIKELY_WAY


def _way(models: Models, told: Told, ends: Mapping[int, Mapping[str, float]]) -> dict[int, PlaceRole]:
    """Return the roles of a way's ends: never all of them its start; "between A and B" is from the one to the other."""
    odds = {
        first: {role: score(models.role[f"{FLOW}.{role}"], found) for role in _WAY} for first, found in ends.items()
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
            mode=mode_to(scores.article, at, name, role),
            told=bool(told.functions.get(name.first, frozenset()) & _TELLING),
        )
        for role, name in sorted(chosen, key=lambda item: item[1].first)
    )
    triggers = tuple(t for t in told.triggers if t.kind == kind and t in told.happened)
    return Decision(kind=kind, places=places, triggers=triggers)
