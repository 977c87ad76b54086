"""What a way is told with: by which means, whether of arms or troops, whether of what was seized in its article."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from geo.language.geography import same_place
from geo.language.grammar.clauses import clause_of
from geo.language.sentence import Name, Sentence
from geo.reading.discourse.seized import gone_on
from geo.reading.mentions import Mention, MentionPlace
from geo.reading.scorer.features import FLOW, Features, Told, article_features
from geo.reading.scorer.journeys import AGAIN, OPENING, Stop, clipped, means_cues, means_told
from geo.reading.scorer.scores import Weights, score
from geo.records import Mode, PlaceRole

_FAR = (0, 1, 2, 4, 7)
_MANY = 3
_REACH = 60
"""Sentences; a way told further from a seizure is another cargo's."""
_WAY = (PlaceRole.ORIGIN, PlaceRole.DESTINATION, PlaceRole.VIA)
_OWN = -0.4
_CARRIER_REACH = 3
_MOVED = ("unit:", "noun:", "weapon", "vessel", "mode:")

Way = Sequence[tuple[PlaceRole, Name]]


def mode_to(article: Sequence[Told], at: int, name: Name, role: PlaceRole) -> Mode:
    """Return how a place was reached: by the means told nearest to it, in its clause, its sentence, or just before."""
    if role not in (PlaceRole.DESTINATION, PlaceRole.VIA):
        return Mode.UNKNOWN
    told = article[at]
    first, last = clause_of(told.sentence, name.first)
    if cues := means_cues(told.sentence):
        return min(cues, key=lambda c: (not first <= c[0].first < last, abs(c[0].first - name.first)))[1]
    if told.sentence.groups["vessel"]:
        return Mode.SEA
    for before in reversed(article[max(0, at - _CARRIER_REACH) : at]):
        if (mode := means_told(before.sentence)) is not None:
            return mode
    return Mode.UNKNOWN


def mode_of(article: Sequence[Told], at: int, stop: Stop, telling: Sequence[int]) -> Mode:
    """Return how a stop of a way was reached, by its own sentence or the nearest that tells of the way.

    "She landed in Goma. They had been flown from Pretoria": what is told of the start holds for the end.
    """
    mode = mode_to(article, at, stop.name, stop.role)
    if mode is not Mode.UNKNOWN or stop.role is PlaceRole.ORIGIN:
        return mode
    for near in sorted(set(telling) - {at}, key=lambda other: (abs(other - at), other)):
        if article[near].sentence.groups["mode"] and (told := means_told(article[near].sentence)):
            return told
    return Mode.UNKNOWN


def moved_features(article: Sequence[Told], telling: Sequence[int], about: Features | None = None) -> dict[str, float]:
    """Return the features that tell whether a way is one of troops or of arms.

    Args:
        article: All sentences.
        telling: Those that tell of the way.
        about: What `article_features` returns for the article, where it is known.
    """
    found = dict(article_features(article) if about is None else about)
    for at in telling:
        found |= {f"told|{tag}": 1.0 for tag in article[at].own}
        for near in (at - 1, at + 1):
            if 0 <= near < len(article):
                found |= {f"near|{tag}": 1.0 for tag in article[near].own if tag.startswith(_MOVED)}
    return found


def cargo_features(
    article: Sequence[Told],
    sentences: Sequence[Mapping[str, float]],
    seized: tuple[int, Sequence[Name]],
    way: tuple[Sequence[int], Way],
) -> dict[str, float]:
    """Return the features that tell whether a way is that of what was seized.

    `sentences`: of each the log odds by kind; `seized`: the sentence that tells of the seizure, and where it was made;
    `way`: the sentences that tell of the way, and its stops.
    """
    (at, sites), (telling, stops) = seized, way
    near = min(telling, key=lambda i: abs(i - at))
    found = dict(_between(article, at, near)) | dict(_fits(sites, stops))
    for tag in AGAIN:
        cues = article[near].sentence.tagged[tag]
        if cues:
            found[f"told|{tag}"] = 1.0
        if any(cue.first <= OPENING for cue in cues):
            found[f"opens|{tag}"] = 1.0
    found["flow"] = clipped(max(sentences[i][FLOW] for i in telling))
    found["seizure"] = clipped(max(sentences[i]["seizure"] for i in telling))
    found["seized"] = clipped(sentences[at]["seizure"])
    around = sentences[max(0, at - _REACH) : at + _REACH]
    first, last = sorted((at, near))
    between = sum(sentences[i]["seizure"] > 0 for i in range(first + 1, last))
    found[f"between:{min(_MANY, between)}"] = 1.0
    found[f"seizures:{min(_MANY, sum(odds['seizure'] > 0 for odds in around))}"] = 1.0
    return found


def _between(article: Sequence[Told], at: int, near: int) -> Iterator[tuple[str, float]]:
    """Yield how far apart a seizure and a way are told."""
    order = "after" if near > at else "before" if near < at else "same"
    yield "bias", 1.0
    yield order, 1.0
    yield f"far:{order}:{sum(abs(near - at) > bound for bound in _FAR)}", 1.0
    same = article[at].sentence.block == article[near].sentence.block
    yield f"paragraph:{'same' if same else 'other'}:{order}", 1.0
    if article[at].sentence.dates and article[near].sentence.dates:
        yield "both dated", 1.0
    if article[at].sentence.quantities and article[near].sentence.quantities:
        yield "both counted", 1.0


def _fits(sites: Sequence[Name], stops: Way) -> Iterator[tuple[str, float]]:
    """Yield how a way's stops lie to where the seizure was made."""
    roles = {role for role, _ in stops}
    yield from ((f"way:{role}", 1.0) for role in roles)
    yield f"whole:{PlaceRole.ORIGIN in roles and len(roles) > 1}", 1.0
    meets = {role for role, name in stops if any(same_place(name.toponym, site.toponym) for site in sites)}
    yield from ((f"meets:{role}", 1.0) for role in meets)
    yield f"meets:{bool(meets)}", 1.0


def with_cargo(
    mentions: Sequence[Mention],
    article: Sequence[Told],
    sentences: Sequence[Mapping[str, float]],
    weights: Weights,
) -> list[Mention]:
    """Give seizures the ways of what was seized, which are then no shipments of their own.

    `sentences`: of each the log odds by kind; `weights`: what was learnt, `link.seized`.
    """
    found = dict(enumerate(mentions))
    seizures = [i for i, m in found.items() if m.kind == "seizure"]
    for number in [i for i, m in found.items() if m.kind == "shipment" and m.journey >= 0 and m.places]:
        way = found[number]
        telling = sorted({s.number for s in (way.sentence, *way.also)})
        stops = [(place.role, place.name) for place in way.places if place.role in _WAY]
        near = [i for i in seizures if min(abs(found[i].sentence.number - at) for at in telling) <= _REACH]
        odds = {
            i: score(weights, cargo_features(article, sentences, (m.sentence.number, _sites(m)), (telling, stops)))
            for i, m in ((i, found[i]) for i in near)
            if not _starts_elsewhere(m, way) and not _counts_others(m, way)
        }
        best = max(odds, key=odds.__getitem__, default=None)
        if best is not None and odds[best] > _OWN:
            found[best] = _given(found[best], way)
            if found[best].sentence.number in telling or not _is_told_for_itself(way):
                del found[number]
    return list(found.values())


def _is_told_for_itself(way: Mention) -> bool:
    """Return whether a way is told with both its ends and a day: it was gone, whatever became of its cargo."""
    roles = {place.role for place in way.places}
    return way.date is not None and PlaceRole.ORIGIN in roles and not roles.isdisjoint(_WAY[1:])


def _starts_elsewhere(seizure: Mention, way: Mention) -> bool:
    """Return whether a seizure tells where its cargo came from, and a way another start."""
    told, other = ([p.name.toponym for p in m.places if p.role is PlaceRole.ORIGIN] for m in (seizure, way))
    return bool(told and other) and not any(same_place(a, b) for a in told for b in other)


def _counts_others(seizure: Mention, way: Mention) -> bool:
    """Return whether a way is told of so many of something, and a seizure of other numbers: two cargoes."""
    told, other = ({q.value for q in m.quantities if q.value} for m in (seizure, way))
    return bool(told and other) and told.isdisjoint(other)


def _sites(mention: Mention) -> list[Name]:
    return [place.name for place in mention.places if place.role is PlaceRole.SITE]


def _given(seizure: Mention, way: Mention) -> Mention:
    """Return a seizure with the way of what was seized."""
    known = [place.name.toponym for place in seizure.places]
    fresh: tuple[MentionPlace, ...] = tuple(
        place for place in way.places if not any(same_place(place.name.toponym, old) for old in known)
    )
    places = _caught_on_the_way((*seizure.places, *fresh), seizure.sentence)
    return structs.replace(gone_on(seizure, way), date=seizure.date, places=places)


def _caught_on_the_way(places: tuple[MentionPlace, ...], sentence: Sentence) -> tuple[MentionPlace, ...]:
    """Return a seizure's places; where none is told as its site, it was made at the stop that its sentence names."""
    stops = [place for place in places if place.role is PlaceRole.VIA]
    if any(place.role is PlaceRole.SITE for place in places) or not stops:
        return places
    own = next((place for place in stops if place.name in sentence.names), None)
    return tuple(structs.replace(place, role=PlaceRole.SITE) if place is own else place for place in places)
