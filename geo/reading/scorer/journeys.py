"""Ways told over sentences: which stops are of one journey, in which order, and whether arms or troops moved."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from geo.language.dates.comparing import VOYAGE_DAYS, dates_agree
from geo.language.geography import holds, same_place
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence
from geo.reading.scorer.features import Told
from geo.reading.scorer.scores import Models, score
from geo.records import Mode, PlaceRole

REACH = 8
"""Sentences on, at the most, in which a way goes on."""
WEAK = -2.0
"""Log odds from which on a name may be a stop of a way that other sentences tell."""
_OPENS = 0.8
"""Log odds that a sentence tells of something that moves, from which on it may open a way."""
_OPENS_WHOLE = -0.2
"""The same, where it surely names where from and where to."""
_LINKED = -0.8
_RECENT = 4
_NEAR = 2
_WHOLE = {PlaceRole.ORIGIN, PlaceRole.DESTINATION}
_MEANS = {
    **{f"mode:{mode}": mode for mode in Mode},
    "noun:ship": Mode.SEA,
    "unit:vessel": Mode.SEA,
    "unit:boat": Mode.SEA,
    "unit:voyage": Mode.SEA,
    "unit:flight": Mode.AIR,
    "unit:wagon": Mode.RAIL,
}
_FAR = (1, 2, 3, 5)
_MOST = 4.0
OPENING = 2
"""Words at the most before what points back, where it opens a sentence."""
AGAIN = (
    "cue:anaphora",
    "cue:another",
    "cue:continuation",
    "cue:from_here",
    "cue:inside",
    "cue:same_time",
    "cue:there",
    "cue:transfer",
    "noun:arms",
    "noun:pronoun",
    "noun:same_place",
    "noun:ship",
    "noun:speaker",
    "noun:troops",
    "mode:air",
    "mode:rail",
    "mode:road",
    "mode:sea",
)


class Stop(Struct, frozen=True, kw_only=True):
    """A place of a way in one sentence."""

    name: Name
    odds: float
    """Log odds that something that moves came from, through or to it."""
    role: PlaceRole
    sure: bool = True
    """Whether its sentence alone tells that it is one."""


class Segment(Struct, frozen=True, kw_only=True):
    """What one sentence tells of a way."""

    at: int
    stops: tuple[Stop, ...]


class Journey(Struct, frozen=True, kw_only=True):
    """A way: its segments, and its stops in order with the sentence that each stands in."""

    segments: tuple[Segment, ...]
    stops: tuple[tuple[int, Stop], ...]


def link_features(
    article: Sequence[Told], sentences: Sequence[Mapping[str, float]], one: Segment, other: Segment
) -> dict[str, float]:
    """Return the features that tell whether two segments are of one way.

    Args:
        article: All sentences.
        sentences: Of each the log odds by kind.
        one: A segment.
        other: A later one.
    """
    found = dict(_between(one, other))
    found |= dict(_again(article[one.at], article[other.at]))
    for kind in ("flow", "strike", "seizure"):
        found[f"{kind}:later"] = clipped(sentences[other.at][kind])
        found[f"{kind}:first"] = clipped(sentences[one.at][kind])
    return found


def _between(one: Segment, other: Segment) -> Iterator[tuple[str, float]]:
    """Yield how the stops of two segments fit together."""
    yield "bias", 1.0
    yield f"far:{sum(other.at - one.at > bound for bound in _FAR)}", 1.0
    first, later = (clipped(max(stop.odds for stop in segment.stops)) for segment in (one, other))
    yield from (("likely first", first), ("likely", later), ("least", min(first, later)))
    roles, after = ({stop.role for stop in segment.stops} for segment in (one, other))
    yield from ((f"one:{role}", 1.0) for role in roles)
    yield from ((f"other:{role}", 1.0) for role in after)
    if PlaceRole.ORIGIN in roles & after:
        yield "two origins", 1.0
    for stop in one.stops:
        for again in other.stops:
            if same_place(stop.name.toponym, again.name.toponym):
                yield "meets", 1.0
                yield f"meets:{stop.role}:{again.role}", 1.0
    yield f"whole:{PlaceRole.ORIGIN in roles and len(roles) > 1}", 1.0
    yield f"whole after:{PlaceRole.ORIGIN in after and len(after) > 1}", 1.0


def _again(told: Told, later: Told) -> Iterator[tuple[str, float]]:
    """Yield which words of a later sentence may point back at an earlier one."""
    yield "paragraph:" + ("same" if told.sentence.block == later.sentence.block else "other"), 1.0
    for tag in AGAIN:
        cues = later.sentence.tagged[tag]
        if cues:
            yield f"later|{tag}", 1.0
            if tag in told.sentence.tags:
                yield f"both|{tag}", 1.0
        if any(cue.first <= OPENING for cue in cues):
            yield f"opens|{tag}", 1.0
    if later.sentence.dates:
        yield "later dated", 1.0
        if told.sentence.dates:
            yield "both dated", 1.0
    if later.sentence.quantities and told.sentence.quantities:
        yield "both counted", 1.0


def clipped(odds: float) -> float:
    """Return log odds as a feature of another decision: none outweighs all."""
    return max(-_MOST, min(_MOST, odds)) / 2


def find_journeys(
    article: Sequence[Told],
    sentences: Sequence[Mapping[str, float]],
    stops: Mapping[int, Sequence[Stop]],
    models: Models,
) -> list[Journey]:
    """Return an article's ways.

    Args:
        article: All sentences.
        sentences: Of each the log odds by kind.
        stops: By sentence, the stops of ways told in it.
        models: What was learnt.
    """
    found: list[list[Segment]] = []
    told: list[tuple[Segment, list[Segment]]] = []
    for at in sorted(stops):
        segment = Segment(at=at, stops=tuple(stops[at]))
        there = bool(told) and _starts_there(article[at], segment, told[-1][0])
        if there:
            segment = structs.replace(segment, stops=(*_end_of(told[-1][1]), *segment.stops))
        own = None if there else _journey_of(segment, told[: -_RECENT - 1 : -1], article, sentences, models)
        if own is not None and _is_told_anew(article, segment, own):
            named = any(stop.role is PlaceRole.ORIGIN for stop in segment.stops)
            there, start = True, () if named else _end_of(own)
            segment, own = structs.replace(segment, stops=(*start, *segment.stops)), None
        if own is None:
            sure = {stop.role is PlaceRole.ORIGIN for stop in segment.stops if stop.sure}
            opens = sure and sentences[at]["flow"] > (_OPENS_WHOLE if len(sure) > 1 else _OPENS)
            if not opens and not there:
                continue
            own = []
            found.append(own)
        own.append(segment)
        told.append((segment, own))
    return [Journey(segments=tuple(segments), stops=tuple(_in_order(segments))) for segments in found]


def means_cues(sentence: Sentence) -> list[tuple[Cue, Mode]]:
    """Return the words of a sentence for means of transport, else for what goes by them, each with its means."""
    return [(cue, _MEANS[cue.tag]) for cue in sentence.groups["mode"] or sentence.cued(*_MEANS)]


def means_told(sentence: Sentence) -> Mode | None:
    """Return the means of transport that a sentence names last."""
    return next((mode for _, mode in reversed(means_cues(sentence))), None)


def _starts_there(told: Told, segment: Segment, before: Segment) -> bool:
    """Return whether a way starts where the one before it ended, by other means or on a day: "from there by rail"."""
    sentence = told.sentence
    named = any(stop.role is PlaceRole.ORIGIN for stop in segment.stops)
    anew = bool(sentence.groups["mode"] or sentence.dates)
    return sentence.has("cue:from_there") and anew and not named and segment.at - before.at <= _NEAR


def _is_told_anew(article: Sequence[Told], segment: Segment, way: Sequence[Segment]) -> bool:
    """Return whether a way that goes on from where one ended is told for itself: with a day or a count of its own.

    It names where from and where to, or goes on by other means: what came by ship went on by rail.
    """
    sentence = article[segment.at].sentence
    known = [stop for one in way for stop in one.stops]
    counted = bool(sentence.dates) or any(found.quantity.value for found in sentence.quantities)
    onward = any(not any(_is_known(stop, old) for old in known) for stop in segment.stops)
    if len(known) < len(_WHOLE) or not counted or not onward:
        return False
    if {stop.role for stop in segment.stops if stop.sure} >= _WHOLE:
        return True
    means = {mode for one in way if (mode := means_told(article[one.at].sentence))}
    own = means_told(sentence)
    return bool(means) and own is not None and own not in means


def _end_of(way: Sequence[Segment]) -> tuple[Stop, ...]:
    """Return the last stop of a way as the start of another."""
    return tuple(structs.replace(stop, role=PlaceRole.ORIGIN) for _, stop in _in_order(way)[-1:])


def _journey_of(
    segment: Segment,
    recent: Sequence[tuple[Segment, list[Segment]]],
    article: Sequence[Told],
    sentences: Sequence[Mapping[str, float]],
    models: Models,
) -> list[Segment] | None:
    """Return the way that a segment goes on, by the likeliest link to one of the last segments told."""
    best, odds = None, _LINKED
    for one, way in recent:
        apart = segment.at - one.at > REACH or _starts_elsewhere(segment, way)
        if apart or is_other_time(article[one.at], article[segment.at]):
            continue
        value = score(models.link["flow"], link_features(article, sentences, one, segment))
        if value > odds:
            best, odds = way, value
    return best


def is_other_time(told: Told, later: Told) -> bool:
    """Return whether two sentences tell of days further apart than a voyage takes."""
    days = [[found.date for found in one.sentence.dates if found.date is not None] for one in (told, later)]
    return all(days) and not any(dates_agree(a, b, slack_days=VOYAGE_DAYS) for a in days[0] for b in days[1])


def _starts_elsewhere(segment: Segment, way: Sequence[Segment]) -> bool:
    """Return whether a segment tells a start of its own: a way starts once, and goes on from where it got to."""
    known = [stop for one in way for stop in one.stops]
    origins = [stop for stop in segment.stops if stop.role is PlaceRole.ORIGIN and stop.sure]
    starts = [stop for stop in known if stop.role is PlaceRole.ORIGIN and stop.sure]
    if min(len(segment.stops), len(known)) > 1 and not any(_is_known(a, b) for a in segment.stops for b in known):
        return True  # two ways of which each has its ends
    if not starts:
        return False
    if origins and len(segment.stops) > 1 and len(known) > len(starts):
        return True  # both its ends are told anew
    fresh = [stop for stop in segment.stops if not any(_is_known(stop, old) for old in known)]
    return any(origin in fresh for origin in origins)


def _in_order(segments: Sequence[Segment]) -> list[tuple[int, Stop]]:
    """Return the stops of a way in order, each place once: from its start to its ends."""
    stops: list[tuple[int, Stop]] = []
    for segment in segments:
        for stop in segment.stops:
            if not any(_is_known(stop, known) for _, known in stops):
                stops.append((segment.at, stop))
    stops = [pair for pair in stops if not any(_is_country_of(pair[1], other) for _, other in stops)]
    start = next((pair for pair in stops if pair[1].role is PlaceRole.ORIGIN), None)
    if start is None and len(segments) > 1 and len(stops) > 1 and stops[0][0] != stops[-1][0]:
        start = stops[0]
    onward = [pair for pair in stops if pair is not start]
    goals = [pair for pair in onward if pair[1].role is PlaceRole.DESTINATION] or onward[-1:]
    last = goals[-1][0] if goals else -1
    ends = [pair for pair in goals if pair[0] == last]
    found = [_as(start, PlaceRole.ORIGIN)] if start is not None else []
    found += [_as(pair, PlaceRole.VIA) for pair in onward if pair not in ends]
    return [*found, *(_as(pair, PlaceRole.DESTINATION) for pair in ends)]


def _is_country_of(stop: Stop, other: Stop) -> bool:
    return stop.name.toponym.precision == "country" and holds(stop.name.toponym, other.name.toponym)


def _is_known(stop: Stop, known: Stop) -> bool:
    one, other = stop.name.toponym, known.name.toponym
    return same_place(one, other) or holds(one, other)


def _as(pair: tuple[int, Stop], role: PlaceRole) -> tuple[int, Stop]:
    at, stop = pair
    return at, structs.replace(stop, role=role)
