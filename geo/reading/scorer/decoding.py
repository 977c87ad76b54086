"""Decisions of the scorer: which kinds a sentence tells of, which of its names are arguments, in which role.

A decision only links what tables and finders have found: every place is a name of the sentence, every other slot is
filled by the same steps that serve the frames. Laws veto: no pin for a country or a person, nothing denied or planned.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from geo.language.grammar.clauses import Trigger
from geo.language.grammar.heads import list_of
from geo.language.sentence import Name
from geo.reading.mentions import MentionPlace
from geo.reading.scorer.cargo import mode_of, mode_to, moved_features
from geo.reading.scorer.features import FLOW, FLOWS, Told, kinds
from geo.reading.scorer.journeys import WEAK, Stop, find_journeys
from geo.reading.scorer.laws import is_government, is_something_else, may_be_argument
from geo.reading.scorer.scores import Models, Scores, argument_features, argument_odds, is_short, score
from geo.reading.scorer.sites import names_around, site_features
from geo.records import PlaceRole

_WAY = ("origin", "destination", "via")
_SITE = PlaceRole.SITE
_TELLING = frozenset({"from", "to", "via", "object"})
_ON_THE_WAY = _TELLING | {"at", "near"}
_TAKEN = ("seizure", "recovery")
SITED = ("strike", *_TAKEN)
_CALLED_AT = frozenset({"at", "near"})
_FRAMED = -1.5
_PARAGRAPH = 3
_HEAD = 4  # words at the most in what only heads a paragraph
_NEVER = -99.0
_SURELY_NOT = -3.0
_HARDLY_WAY = -1.0
_LIKELY_END = -1.5
_LIKELY_WAY = -0.2
_LIKELY = 0.35
_LIKELY_UNKNOWN = -2.0
_ELSEWHERE = 0.0
_FINE = ("settlement", "site", "near")


class Decision(Struct, frozen=True, kw_only=True):
    """What a sentence tells of one kind of event."""

    kind: str
    places: tuple[MentionPlace, ...]
    triggers: tuple[Trigger, ...]
    told_at: tuple[int, ...] = ()
    """The sentence of each place, for what moves."""
    journey: int = -1
    """The sentence that opens its way, for what moves."""
    elsewhere: bool = False
    """Whether its place is told in another sentence."""


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
    for kind in _kinds_told(scores, at):
        names = [name for name in told.sentence.names if may_be_argument(told, name, kind)]
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
    if is_short(scores) and _is_planned(told):
        return []
    for name in told.sentence.names if scores.sentences[at][FLOW] > _HARDLY_WAY else ():
        if name.first not in names and told.functions[name.first] & _ON_THE_WAY and may_be_argument(told, name, FLOW):
            odds = argument_odds(scores, at, name, FLOW)
            if odds > WEAK:
                flows[name.first] = (odds, name)
    flows = {
        first: (odds, name)
        for first, (odds, name) in flows.items()
        if not is_government(told.sentence, name, told.functions[first], told.triggers)
    }
    finer = [first for first, (_, name) in flows.items() if name.toponym.precision != "country"]
    if not sure.intersection(finer):  # what only countries give each other is told by who gives and who receives
        flows = {first: flows[first] for first in finer}
    sure &= frozenset(flows)
    features = {first: argument_features(scores, at, name, FLOW) for first, (_, name) in flows.items()}
    roles = _way(scores.models, scores.article[at], features)
    return [
        Stop(name=name, odds=odds, role=roles[first], sure=first in sure)
        for first, (odds, name) in sorted(flows.items())
    ]


def _is_planned(told: Told) -> bool:
    """Return whether all that a sentence tells of moving is still to come: "a plane will fly from Tehran"."""
    moves = [t for t in told.triggers if t.kind in FLOWS]
    return bool(moves) and all(t not in told.happened and t.cue.first not in told.said for t in moves)


def _sited(scores: Scores, at: int, names: Assigned, stops: Sequence[Stop] | None) -> list[Decision]:
    """Return the events of a sentence that happened at a place."""
    found = [
        _decision(scores, at, kind, [(_SITE, name) for _, own, name in names.values() if own == kind])
        for kind in kinds()
        if kind != FLOW and any(own == kind for _, own, _ in names.values())
    ]
    if found or stops:
        return found
    elsewhere = [] if is_short(scores) else _told_elsewhere(scores, at)
    return elsewhere or _at_the_place_told(scores, at)


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
    odds, told = scores.sentences[at], scores.article[at]
    moves = any(t.kind in FLOWS for t in told.happened) and not any(t.kind in _TAKEN for t in told.triggers)
    after = scores.article[at + 1].sentence if at + 1 < len(scores.article) else None
    no_blow = is_something_else(told.sentence, after)
    no_catch = is_short(scores) and moves  # "The ship had left Yantian" tells of its way alone
    return [
        kind
        for kind in kinds()
        if odds[kind] > (_HARDLY_WAY if kind == FLOW else _SURELY_NOT)
        and not (kind == "strike" and no_blow)
        and not (kind in _TAKEN and no_catch)
    ]


def _with_list(told: Told, name: Name, names: Sequence[Name], odds: dict[int, float]) -> float:
    """Return the odds of a name, those of its list where it stands in one: "A, B and C" are hit together."""
    chain = list_of(told.sentence, name, names)
    return sum(odds[n.first] for n in chain) / len(chain) if len(chain) > 1 else odds[name.first]


def _told_elsewhere(scores: Scores, at: int) -> list[Decision]:
    """Return an event whose place another sentence tells: "Niono. Six rifles were seized"."""
    odds = scores.sentences[at]
    kind = max((k for k in kinds() if k != FLOW), key=lambda k: odds[k])
    if not _is_told(scores, at, kind):
        return []
    own = _own_place(scores, at, kind)
    if own is not None:
        return [_decision(scores, at, kind, [(_SITE, own)])]
    around = names_around(scores.article, at, kind, lambda i, name: argument_odds(scores, i, name, kind))
    weights = scores.models.link["site"]
    found = [
        score(weights, site_features(scores.article, scores.sentences, (at, kind), around, n))
        for n in range(len(around))
    ]
    best = max(range(len(around)), key=found.__getitem__, default=None)
    if best is None or found[best] <= _ELSEWHERE:
        return []
    if odds[kind] <= 0 and scores.article[around[best][0]].sentence.block != scores.article[at].sentence.block:
        return []  # what only its verb tells of happened at what its own paragraph names
    decision = _decision(scores, at, kind, [(_SITE, around[best][1])])
    return [structs.replace(decision, elsewhere=True)]


def _is_told(scores: Scores, at: int, kind: str) -> bool:
    """Return whether a sentence tells of a kind: likely so, or by a verb of its own and not against all odds."""
    framed = any(trigger.kind == kind for trigger in scores.article[at].happened)
    return scores.sentences[at][kind] > (_FRAMED if framed else 0)


def _own_place(scores: Scores, at: int, kind: str) -> Name | None:
    """Return the likeliest place that a sentence names itself, less sure than where nothing says that it tells."""
    told = scores.article[at]
    fine = [name for name in told.sentence.names if _is_fine(name) and may_be_argument(told, name)]
    odds = {name.first: argument_odds(scores, at, name, kind) for name in fine}
    best = max(fine, key=lambda name: odds[name.first], default=None)
    if best is None:
        return None
    return best if odds[best.first] > (0 if best.toponym.place is not None else _LIKELY_UNKNOWN) else None


def _is_fine(name: Name) -> bool:
    """Return whether a name is as exact as a town, or one that no gazetteer holds."""
    return name.toponym.precision in _FINE or (name.toponym.doubtful and name.toponym.place is None)


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
        fit = [n for n in before.sentence.names if may_be_argument(before, n, kind)]
        named = [n for n in fit if n.toponym.place is not None]
        if named:
            site = named[0] if len(before.sentence.tokens) <= _HEAD else named[-1]
            return (
                [_decision(scores, at, kind, [(PlaceRole.SITE, site)])]
                if scores.sentences[i][kind] < odds[kind]
                else []
            )
    return []


def _least(told: Told, name: Name, kind: str, odds: Mapping[int, float]) -> float:
    """Return what odds an argument needs: less where a preposition shows an end of a way, least beside a sure end."""
    if kind != FLOW or not told.functions[name.first] & _TELLING:
        return _LIKELY
    if name.toponym.precision == "country":
        return _LIKELY_WAY
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
    if "cue:en_route" in told.sentence.tags:  # "Under way she called at Koper"
        roles |= {first: "via" for first in roles if told.functions[first] & _CALLED_AT}
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
