"""Named features of a name as an argument of a kind of event."""

from collections.abc import Iterator, Mapping, Sequence

from gazetteer.records import PlaceKind, Role, Status
from geo.articles.blocks import BlockKind
from geo.language.geography import holds
from geo.language.grammar.clauses import clause_of
from geo.language.sentence import Name
from geo.language.tables import event_kinds
from geo.reading.scorer.features import Told, family

_ASIDE = 3
_NEXT = 2
"""Words that may part neighbours in a list, and a place from the area it lies in."""
_FAR = (2, 5, 9, 15)
_LARGE = 300_000
_ENDS = frozenset({"from", "to", "via", "between", "at", "object"})
_FINE = ("site", "settlement", "near")


def name_features(
    told: Told, name: Name, kind: str, *, certainty: Sequence[float], countries: Mapping[str, frozenset[str]]
) -> dict[str, float]:
    """Return the features of a name as an argument of an event of a kind.

    Args:
        told: Its sentence.
        name: The name.
        kind: The kind of event.
        certainty: Log odds that the sentence, the one before and the one after tell of that kind.
        countries: What `countries_named` returns for the article.
    """
    found = dict(_name(told, name))
    kin = len(countries.get(name.toponym.country or "", frozenset()) - {name.toponym.text})
    found[f"kin:{min(kin, 2)}"] = 1.0
    if name.toponym.place is not None and not kin:
        found[f"kin:0:{'large' if name.toponym.place.population > _LARGE else 'small'}"] = 1.0
    found |= dict(_governed(told, name, kind))
    for value, which in zip(certainty, ("own", "before", "after"), strict=True):
        found[f"sentence:{which}"] = max(-5.0, min(5.0, value)) / 2
    found["sentence:likely"] = float(certainty[0] > 0)
    found["bias"] = 1.0
    return found


def _name(told: Told, name: Name) -> Iterator[tuple[str, float]]:
    sentence, toponym = told.sentence, name.toponym
    functions = told.functions[name.first]
    yield from ((f"as:{function}", 1.0) for function in functions)
    yield f"as:{'+'.join(sorted(functions))}", 1.0
    yield f"role:{toponym.role.value}", 1.0
    yield f"precision:{toponym.precision}", 1.0
    yield f"status:{toponym.status.value}", 1.0
    place = toponym.place
    if place is None:
        yield "unknown", 1.0
    elif place.feature_code == "PPLC":
        yield "capital", 1.0
        yield f"capital:{toponym.role.value}", 1.0
    if place is not None and place.kind is PlaceKind.SETTLEMENT and place.population < 1000:  # noqa: PLR2004 - a village
        yield "village", 1.0
    if name.first < told.opening:
        yield "dateline", 1.0
    zone = next((z for z in told.zones if z.first <= name.first < z.last), None)
    if zone is not None:
        yield "said", 1.0
        yield f"said:{zone.cue.tag}", 1.0
    if toponym.status is Status.AMBIGUOUS:
        yield "ambiguous", 1.0
    yield f"block:{sentence.kind.value}", 1.0
    if sentence.kind is BlockKind.HEADING:
        yield "heading", 1.0
    yield from _beside(told, name)
    yield from _among(told, name)


def _beside(told: Told, name: Name) -> Iterator[tuple[str, float]]:
    """Yield what stands right before and after a name."""
    sentence = told.sentence
    for cue in sentence.cues:
        if cue.last == name.first and cue.tag.startswith(("prep:", "noun:")):
            yield f"left:{cue.tag}", 1.0
        elif cue.first == name.last and cue.tag.startswith(("noun:", "prep:", "cue:speech")):
            yield f"right:{cue.tag}", 1.0
    lead = told.words.prepositions[name.first]
    for cue in sentence.cues if lead else ():
        if cue.last == lead[0].first and cue.tag.startswith(("noun:", "unit:", "prep:")):
            yield f"left2:{cue.tag}", 1.0
    if name.first == 0:
        yield "opens", 1.0
    before = sentence.tokens[name.first - 1].text if name.first else "^"
    after = sentence.tokens[name.last].text if name.last < len(sentence.tokens) else "$"
    yield f"mark<{before if not before.isalnum() else 'w'}", 1.0
    yield f"mark>{after if not after.isalnum() else 'w'}", 1.0


def _among(told: Told, name: Name) -> Iterator[tuple[str, float]]:
    """Yield how a name lies to the other names of its sentence."""
    others = [n for n in told.sentence.names if n is not name and n.is_place]
    for other in others:
        inside, around = holds(name.toponym, other.toponym), holds(other.toponym, name.toponym)
        if inside != around:
            yield ("holds another" if inside else "inside another"), 1.0
            if inside and 0 <= name.first - other.last <= _ASIDE:
                yield "holds the one before", 1.0
        if min(abs(other.first - name.last), abs(name.first - other.last)) <= _NEXT:
            yield "listed", 1.0
    fine = any(str(n.toponym.precision) in _FINE for n in others)
    if fine and str(name.toponym.precision) not in _FINE:
        yield "coarser", 1.0
    yield f"others:{min(len(others), 3)}", 1.0
    if not any(n.first < name.first for n in others):
        yield "first place", 1.0
    own = told.functions[name.first]
    ends = {(mine, other) for n in others for mine in own & _ENDS for other in told.functions[n.first] & _ENDS}
    yield from ((f"ends:{mine}+{other}", 1.0) for mine, other in ends)
    acting = (n.toponym.country for n in told.sentence.names if n.toponym.role in (Role.ACTOR, Role.DEMONYM))
    if name.toponym.country and name.toponym.country in acting:
        yield "country acts", 1.0


def _governed(told: Told, name: Name, kind: str) -> Iterator[tuple[str, float]]:
    """Yield how a name lies to the triggers of a kind and of others, and what their frames make of it."""
    kinds = family(kind)
    own = [t for t in told.triggers if t.kind in kinds]
    others = [t for t in told.triggers if t.kind not in kinds and t in told.happened]
    functions = told.functions[name.first]
    if not own:
        yield "trigger:none", 1.0
    else:
        nearest = min(own, key=lambda t: abs(t.cue.first - name.first))
        first, last = clause_of(told.sentence, name.first)
        side = "before" if nearest.cue.first < name.first else "after"
        where = "clause" if first <= nearest.cue.first < last else "sentence"
        state = "told" if nearest in told.happened else "not"
        far = sum(abs(nearest.cue.first - name.first) > bound for bound in _FAR)
        yield f"trigger:{side}:{where}:{state}", 1.0
        yield f"trigger:{side}:{far}", 1.0
        yield f"trigger:{nearest.frame}:{state}", 1.0
        places = event_kinds()[nearest.kind].frames[nearest.frame].place
        roles = {places[f] for f in functions if f in places}
        yield from ((f"frame:{role}", 1.0) for role in roles)
        yield from ((f"frame:{where}:{role}", 1.0) for role in roles)
        if not roles:
            yield "frame:none", 1.0
    if others:
        nearest = min(others, key=lambda t: abs(t.cue.first - name.first))
        if not own or abs(nearest.cue.first - name.first) < min(abs(t.cue.first - name.first) for t in own):
            yield f"nearer:{nearest.kind}", 1.0
    for function in functions:
        frames_told = {t.frame for t in own if t in told.happened}
        yield from ((f"{function}~{frame}", 1.0) for frame in frames_told)
