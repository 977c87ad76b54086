"""The places of one event in order: which only helps to find another, which is a stop on the way."""

from collections.abc import Sequence

from geo.language.grammar.clauses import clause_of
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.mentions import MentionPlace
from geo.records import Mode, PlaceRole

_STEPS = frozenset({f"shipment:{frame}" for frame in ("arrive", "move", "unload", "depart", "sail")})


def under_way(places: Sequence[MentionPlace], kind: str, words: PrepositionMap) -> list[MentionPlace]:
    """Make stops of what was reached under way: "Onderweg legde het aan in Koper"."""
    if kind != "shipment" or "cue:en_route" not in words.sentence.tags:
        return list(places)
    return [_on_the_way(place, words.sentence, functions_of(place.name, words)) for place in places]


def _on_the_way(place: MentionPlace, sentence: Sentence, functions: frozenset[str]) -> MentionPlace:
    if place.role is not PlaceRole.DESTINATION or not functions & {"at", "near"}:
        return place
    first, last = clause_of(sentence, place.name.first)
    if not any(first <= cue.first < last for cue in sentence.tagged["cue:en_route"]):
        return place
    return MentionPlace(role=PlaceRole.VIA, name=place.name, mode=place.mode)


def site_first(places: Sequence[MentionPlace], words: PrepositionMap) -> list[MentionPlace]:
    """Drop points that only help to find another: "juste au nord de la capitale Kiev"."""
    kept: list[MentionPlace] = []
    for place in places:
        found = functions_of(place.name, words)
        lead = words.prepositions[place.name.first]
        adjoining = bool(kept) and bool(lead) and lead[0].first == kept[-1].name.last and _is_exact(kept[-1])
        is_helper = "beside" in found or ("near" in found and adjoining)
        if is_helper and any(_is_exact(other) for other in kept):
            continue
        kept.append(place)
        if is_helper:
            # "12 km south-west of Oskil, a village between Kupiansk and Izium"
            return kept
    return kept


def _is_exact(place: MentionPlace) -> bool:
    return _COARSE.get(str(place.name.toponym.precision), 0) <= 1


def without_parents(places: Sequence[MentionPlace], sentence: Sentence, kind: str) -> list[MentionPlace]:
    """Drop an area named right after a place inside it: "Perm, dans l'est de la Russie"."""
    kept: list[MentionPlace] = []
    for place in places:
        inner = kept[-1] if kept and not (kind == "seizure" and _is_elsewhere(place, kept[-1])) else None
        if inner is not None and _is_parent(place, inner) and _is_aside_of(place, inner, sentence):
            continue
        # "в Чёрном море, примерно в сорока морских милях к северу от Кефкена"
        measured = any(c.last == place.name.first for c in sentence.tagged["prep:beside"])
        reach = _NEAR_AREA * 2 if measured else _NEAR_AREA
        if inner is not None and _is_parent(inner, place) and place.name.first - inner.name.last <= reach:
            kept.pop()
        kept.append(place)
    return kept


def _is_elsewhere(one: MentionPlace, other: MentionPlace) -> bool:
    """Return whether a sea is where a ship was stopped and a port its end: "bound for Aden, in the Red Sea"."""
    sea, port = (one, other) if one.name.toponym.precision == "sea" else (other, one)
    ends = (PlaceRole.ORIGIN, PlaceRole.DESTINATION)
    return sea.name.toponym.precision == "sea" and sea.role is PlaceRole.SITE and port.role in ends


def _is_aside_of(outer: MentionPlace, inner: MentionPlace, sentence: Sentence) -> bool:
    """Return whether an area only says where the place named before it lies, near it or after more about it."""
    between = outer.name.first - inner.name.last
    joined = any(inner.name.last <= c.first < outer.name.first for c in sentence.tagged["prep:and"])
    return between <= _NEAR_AREA or (between <= _NEAR_AREA * 3 and not joined)


_NEAR_AREA = 8
_COARSE = {"country": 5, "region": 4, "sea": 4, "admin1": 3, "admin2": 2, "near": 1, "settlement": 1, "site": 0}


def _is_parent(outer: MentionPlace, inner: MentionPlace) -> bool:
    one, other = outer.name.toponym, inner.name.toponym
    if one.precision is None or other.precision is None or _COARSE[one.precision] <= _COARSE[other.precision]:
        return False
    if one.place is not None and other.place is not None and one.precision == "admin1":
        return one.place.admin1 == other.place.admin1 and one.place.country == other.place.country
    return one.country == other.country or one.country is None


def in_stages(places: Sequence[MentionPlace], sentence: Sentence) -> tuple[MentionPlace, ...]:
    """Give each stop its mode, and make every destination but the last one a stop on the way."""
    ordered = sorted(places, key=lambda place: (place.role != "origin", place.name.first))
    ends = [place for place in ordered if place.role == "destination"]
    # "vers la Caspienne, puis à Astrakhan": water is no end of a way while a port is named.
    goals = [place for place in ends if place.name.toponym.precision != "sea"] or ends
    staged = []
    for place in ordered:
        role = place.role
        if role == "destination" and place is not goals[-1] and _goes_further(place, goals[-1], sentence):
            role = PlaceRole.VIA
        # The mode of a way whose end is told elsewhere stays with its start: "acheminés de Gao par la route".
        lone = role == "origin" and not any(other.role != "origin" for other in ordered)
        mode = Mode.UNKNOWN if role == "origin" and not lone else _mode_of(place, ordered, sentence)
        staged.append(MentionPlace(role=role, name=place.name, mode=mode))
    return tuple(staged)


def _goes_further(place: MentionPlace, last: MentionPlace, sentence: Sentence) -> bool:
    """Return whether the way goes on from one destination to the last: "puis", another mode, "from there"."""
    low, high = place.name.last, last.name.first
    steps = [*sentence.tagged["cue:continuation"], *sentence.groups["mode"]]
    if not any(low <= number.first < high for number in sentence.numbers):
        # "ont été transférées à Ruse et sont arrivées à Lviv"; not "20 tanks to A and 30 shells were sent to B"
        steps += [c for c in sentence.cues if c.tag in _STEPS]
    return any(low <= cue.first < high for cue in steps)


def _mode_of(place: MentionPlace, places: Sequence[MentionPlace], sentence: Sentence) -> Mode:
    """Return the mode told for the stretch that ends at a place."""
    stops = sorted(p.name.first for p in places if p.role != "origin" or p is place)
    at = stops.index(place.name.first)
    low = _stage_end(stops[at - 1], place.name.first, sentence) if at else 0
    high = _stage_end(place.name.first, stops[at + 1], sentence) if at + 1 < len(stops) else len(sentence.tokens)
    modes = [cue for cue in sentence.groups["mode"] if low <= cue.first < high]
    if not modes:
        by_ship = "noun:ship" in sentence.tags or bool(sentence.groups["vessel"])
        crossed = any(name.toponym.precision == "sea" and name.is_place for name in sentence.names)
        return Mode.SEA if (by_ship or crossed) and not sentence.groups["mode"] else Mode.UNKNOWN
    best = min(modes, key=lambda cue: (-(cue.last - cue.first), abs(cue.first - place.name.first)))
    return Mode(best.tag.removeprefix("mode:"))


def _stage_end(stop: int, following: int, sentence: Sentence) -> int:
    """Return where the words about one stretch end: at "puis", or right after its place."""
    step = next((c.first for c in sentence.tagged["cue:continuation"] if stop < c.first < following), None)
    return step if step is not None else stop + 1
