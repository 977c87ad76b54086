"""Which trigger a name hangs on, and what its frame makes of the name."""

from collections.abc import Sequence

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Name, Sentence
from geo.language.tables import Frame, event_kinds
from geo.records import PlaceRole

_ORDER = ("via", "from", "to", "by", "against", "at", "near", "of", "object", "subject")


def governor(name: Name, triggers: Sequence[Trigger], sentence: Sentence) -> Trigger:
    """Return the trigger a name hangs on: the last before it in its clause, else in the sentence, else the next."""
    first, last = clause_of(sentence, name.first)
    before = [t for t in triggers if t.cue.first < name.first]
    inside = [t for t in triggers if first <= t.cue.first < last]
    near = [t for t in before if t in inside]
    if near:
        return near[-1]
    after = [t for t in inside if t.cue.first >= name.last]
    if after:
        return after[0]
    return before[-1] if before else triggers[0]


def is_given(trigger: Trigger, sentence: Sentence) -> bool:
    """Return whether a country is told to give something, by no way and no means: "Pyongyang a livré ... à Moscou"."""
    if trigger.frame != "give" or sentence.groups["mode"]:
        return False
    ways = sentence.cued("shipment:move", "shipment:arrive", "shipment:depart", "shipment:sail")
    # A text that lets one capital stand for its government does so with the other.
    givers = [n for n in sentence.names if n.last <= trigger.cue.first and n.toponym.role is Role.METONYM]
    return bool(givers) and not ways


def closing_verb(
    name: Name,
    trigger: Trigger,
    candidates: Sequence[Trigger],
    words: PrepositionMap,
) -> Trigger:
    """Return the verb that closes a name's clause where the noun before it has no part for it.

    "sechs Frachtflüge mit Waffen sind in Bengasi gelandet".
    """
    sentence = words.sentence
    if trigger.frame != "noun" or not sentence.tables.verb_second:
        return trigger
    frame = event_kinds()[trigger.kind].frames["noun"]
    if functions_of(name, words) & {*frame.place, *frame.actor}:
        return trigger
    _, last = clause_of(sentence, name.first)
    verbs = [t for t in candidates if name.last <= t.cue.first < last and t.frame != "noun" and t.kind == trigger.kind]
    return verbs[0] if verbs else trigger


def _is_handed_over_at(name: Name, words: PrepositionMap) -> bool:
    """Return whether a gift is handed over at a port or base: "at the port of Mogadishu", not "at talks in Paris"."""
    lead = words.prepositions[name.first]
    return bool(lead) and "noun:place" in words.ends[lead[0].first]


def role_of(
    functions: frozenset[str], frame: Frame, trigger: Trigger, name: Name, words: PrepositionMap
) -> PlaceRole | None:
    """Return the role of a place by the frame of its trigger; None where the frame has none for it."""
    role = _place_role(functions, frame, trigger, name, words)
    if role is PlaceRole.SITE and trigger.kind == "strike" and _is_where_from(name, words.sentence):
        return PlaceRole.ORIGIN
    return role


def _place_role(
    functions: frozenset[str], frame: Frame, trigger: Trigger, name: Name, words: PrepositionMap
) -> PlaceRole | None:
    if "war" in functions and not (trigger.kind == "seizure" and "at" in functions):
        return None
    if trigger.frame == "give" and "at" in functions and _is_handed_over_at(name, words):
        return PlaceRole.DESTINATION
    if "made" in functions:
        # "Shells made in Kragujevac were carried": what somebody sends may have been made anywhere.
        passive = trigger.kind == "shipment" and "from" in frame.place and name.first < trigger.cue.first
        return PlaceRole.ORIGIN if passive else None
    functions, frame = _governing(functions, frame, trigger)
    for function in _ORDER:
        if function in functions and function in frame.place:
            if function == "subject" and name.first > trigger.cue.first > 0 and "nominative" not in functions:
                continue
            if function == "object" and name.first < trigger.cue.first:
                continue
            return PlaceRole(frame.place[function])
    if functions & {"near", "beside"} and "near" in frame.place:
        return PlaceRole(frame.place["near"])
    return None


def _is_where_from(name: Name, sentence: Sentence) -> bool:
    """Return whether a missile is said to come from a place: "provenait d'une position près de Droujkivka"."""
    first, _ = clause_of(sentence, name.first)
    verbs = [c for c in sentence.cues if c.tag == "shipment:come" or c.tag.startswith("strike:")]
    last = max((c for c in verbs if first <= c.first < name.first), key=lambda c: c.first, default=None)
    return last is not None and last.tag == "shipment:come"


def _governing(functions: frozenset[str], frame: Frame, trigger: Trigger) -> tuple[frozenset[str], Frame]:
    """Settle which of a preposition's meanings the trigger leaves, and by which frame it reads."""
    if trigger.frame == "come" and trigger.kind == "shipment" and functions & {"at", "near"}:
        # "Das Schiff machte unterwegs in Koper fest".
        frame = Frame(place={**frame.place, "at": "via", "near": "via"}, actor=frame.actor)
    if (
        trigger.frame in ("come", "reach")
        and functions & {"at", "near"}
        and ("near" in functions or "to" not in functions)
    ):
        # "On its way from Tripoli to Tunis, it was stopped in Ben Gardane".
        frame = event_kinds()[trigger.kind].frames.get("take", frame)
        functions -= {"to"}
    if {"at", "to"} <= functions and "at" in frame.place:
        functions -= {"to"}
    if trigger.frame == "noun" and {"of", "from"} <= functions and "loose" not in functions and "of" in frame.place:
        # "der Beschuss von Taganrog": what was shelled, not where from.
        functions -= {"from", "by"}
    return functions, frame
