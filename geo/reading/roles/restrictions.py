"""What must stand by a verb for it to tell of an event: arms by "delivered", remnants by "found"."""

from collections.abc import Callable, Mapping, Sequence

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, clause_of, find_triggers
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.language.tables import event_kinds
from geo.reading.attribution.claimants import examiners_named
from geo.reading.attribution.spans import find_attributions, is_attributed
from geo.reading.mentions import DiscourseState
from geo.reading.roles.assignment import assign_arguments
from geo.reading.roles.nearness import ARMS_UNITS, adjoins_arms, adjoins_counted, near_object

_REMNANT_REACH = 12
_FIND_REACH = 7
_GO_ON = 2
_WAR_REACH = 2
_RAID_REACH = 4
_FLYING = frozenset({"unit:shell", "unit:round", "unit:mine", "unit:warhead", "unit:mortar", "unit:grenade"})
_TOLD_AGAIN = frozenset({"unit:vehicle", "unit:tank", "unit:aircraft", "unit:helicopter", "unit:system"})
_TRADES = ("shipment", "seizure")
_CARGO = ("unit:container", "unit:wagon", "unit:crate", "unit:tonne", "unit:voyage", "unit:flight")
_SHIPS = ("noun:ship", "unit:vessel", "unit:warship", "unit:boat")
_SAILING = frozenset({"depart", "sail", "arrive", "move", "transit", "come"})
_MEANS = ("mode:sea", "mode:rail", "mode:road", "mode:air")


def has_object(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    """Return whether the words around a trigger name what its kind is about."""
    kind = event_kinds()[trigger.kind]
    hidden = trigger.kind == "seizure" and "noun:arms" in sentence.tags
    if "cue:not_war" in sentence.tags and not _names_arms(sentence) and not hidden:
        return False
    if _is_sport(sentence) or (trigger.kind in _TRADES and _is_trade(sentence)):
        return False
    if kind.needs_any and not _is_a_test(sentence, trigger, kind.needs_any, scene):
        return False
    return any(_names(sentence, trigger, what, scene) for what in kind.objects)


def _is_sport(sentence: Sentence) -> bool:
    """Return whether two words of sport or labour stand in a sentence without an army or anybody hurt."""
    cues = {cue.first for cue in sentence.tagged["cue:not_war"]}
    return len(cues) > 1 and not sentence.has("noun:military", "noun:official", "hurt:killed", "hurt:wounded")


def _is_trade(sentence: Sentence) -> bool:
    """Return whether what is carried is called a civilian's goods, and no arms beside: "une cargaison d'agrumes"."""
    return "cue:civil_goods" in sentence.tags and "noun:arms" not in sentence.tags and not _names_arms(sentence)


def _is_a_test(sentence: Sentence, trigger: Trigger, words: Sequence[str], scene: DiscourseState) -> bool:
    """Return whether a launch is a test: called so here, or in the article and aimed at no place here."""
    if any(f"word:{word}" in sentence.tags for word in words) or _is_fired_at_nothing(sentence, trigger, scene):
        return True
    if not scene.has_test or trigger.frame == "noun":
        return False
    launches = [t for t in find_triggers(sentence) if t.kind == "strike"]
    aimed = assign_arguments(sentence, "strike", launches, (), PrepositionMap(sentence)).places
    return not any(place.role == "site" for place in aimed)


def _is_fired_at_nothing(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    """Return whether a country fires missiles from its own soil, and no other is named: "from Wonsan on Monday"."""
    at_war = scene.last is not None and scene.last.kind in ("strike", "recovery")
    if (
        at_war
        or trigger.frame != "launch"
        or "unit:missile" not in sentence.tags
        or sentence.has("cue:intercepted", "hurt:killed")
    ):
        return False
    parts = assign_arguments(sentence, "test", [trigger], (), PrepositionMap(sentence))
    launched = [place.name.toponym for place in parts.places if place.role == "site"]
    if parts.supplier is None or not launched or any(place.country != parts.supplier for place in launched):
        return False
    zones = find_attributions(sentence, find_triggers(sentence))
    told = [name for name in sentence.names if not is_attributed(name.first, zones)]
    states = (name.toponym.country for name in told if name.toponym.role in (Role.ACTOR, Role.METONYM))
    state = parts.supplier in states
    return state and all(name.toponym.country in (None, parts.supplier) for name in told)


def _names_arms(sentence: Sentence) -> bool:
    return bool(sentence.groups["weapon"])


def _names(sentence: Sentence, trigger: Trigger, what: str, scene: DiscourseState) -> bool:
    if trigger.kind == "seizure" and trigger.frame == "find":
        others = sentence.has("noun:remnant", "noun:dud", "noun:cache", "noun:outdoors")
        others = others and not sentence.has("noun:ship", "unit:vehicle", "mode:road", "unit:container")
        last = scene.last
        stopped = last is not None and last.kind == "seizure" and sentence.number - last.sentence.number == 1
        found = (
            stopped
            or goes_on(sentence, scene, "seizure")
            or (sentence.has("noun:official", "cue:opened") and not others)
        )
        return found and what == "arms" and adjoins_arms(sentence, trigger)
    if trigger.kind == "seizure" and _is_shot_down(sentence, trigger, scene):
        return False
    if trigger.kind == "seizure" and what == "arms" and _is_stopped_with_arms(sentence, scene):
        return True
    if trigger.kind == "strike" and is_defence(sentence, trigger):
        return False
    return _OBJECTS[what](sentence, trigger, scene)


def _is_stopped_with_arms(sentence: Sentence, scene: DiscourseState) -> bool:
    """Return whether arms are found in what was stopped: "stopped a boat off Manta. The soldiers found 26 rifles"."""
    return sentence.has("noun:ship", "unit:vehicle", "mode:road") and sentence.number + 1 in scene.finds_at


def _names_goods(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    sails = trigger.frame in _SAILING and _names_only_warships(sentence)
    if (near_object(sentence, trigger, "noun:arms") and not sails) or goes_on(sentence, scene, trigger.kind):
        return True
    if trigger.frame in ("arrive", "move", "unload") and sentence.number - 1 in scene.arms_at:
        # "promised armoured cars. The nineteen vehicles arrived ..."
        counted = {f"unit:{thing.quantity.unit}" for thing in sentence.quantities}
        if counted & _TOLD_AGAIN:
            return True
    # Warships that are handed over; those that are sent somewhere are deployed.
    given = trigger.kind == "shipment" and trigger.frame in ("give", "receive", "buy")
    posted = any(c.tag.startswith("deployment:") and c.first == trigger.cue.first for c in sentence.cues)
    return given and not posted and near_object(sentence, trigger, "noun:fleet")


def _names_only_warships(sentence: Sentence) -> bool:
    """Return whether the only arms named are ships under way themselves: "two frigates left Sevastopol"."""
    ships = {i for c in sentence.cued(*_SHIPS) for i in range(c.first, c.last)}
    arms = [c for c in sentence.cues if c.tag == "noun:arms" or c.tag in ARMS_UNITS or c.tag.startswith("weapon:")]
    return bool(arms) and all(any(i in ships for i in range(c.first, c.last)) for c in arms)


def _names_cargo(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    return scene.has_war and near_object(sentence, trigger, *_CARGO)


def _names_weapon(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    opens = any(cue.first <= 1 for cue in sentence.cued("cue:anaphora", "noun:speaker"))
    if trigger.kind == "test" and trigger.frame == "launch" and opens and goes_on(sentence, scene, "test"):
        return True
    return _names_arms(sentence) or (trigger.kind == "test" and sentence.has("noun:arms", "word:test_object"))


def _names_forces(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    raid = scene.struck_block == sentence.block
    reach = _RAID_REACH if sentence.has("cue:another", "cue:same_time") else _WAR_REACH
    reach = reach if raid else 1
    near = any(at in scene.war_at for at in range(sentence.number - reach, sentence.number + reach + 1))
    if _is_of_country(sentence, trigger) or _is_partys_blow(sentence, trigger):
        return True
    return sentence.has("noun:military", "noun:arms") or (near and trigger.frame in ("hit", "noun", "land", "suffer"))


def _is_partys_blow(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a country or its forces hit a place: "Israel struck Hodeidah", "coulés par les Houthis"."""
    if trigger.frame != "hit":
        return False
    parts = assign_arguments(sentence, "strike", [trigger], (), PrepositionMap(sentence), with_adjectives=False)
    abroad = parts.country is not None and parts.country != parts.attacker
    return parts.attacker is not None and (abroad or any(place.role == "site" for place in parts.places))


def _is_of_country(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a strike is called a country's: "Israeli strikes", "les frappes d'Israël"."""
    if trigger.frame != "noun":
        return False
    own = [name for name in sentence.names if name.toponym.role is Role.DEMONYM]
    if any(name.last == trigger.cue.first or name.first == trigger.cue.last for name in own):
        return True
    words = PrepositionMap(sentence)
    actors = [name for name in sentence.names if name.toponym.role is Role.ACTOR]
    return any(_hangs_on(name.first, trigger, words) for name in actors)


def _hangs_on(at: int, trigger: Trigger, words: PrepositionMap) -> bool:
    """Return whether "of" or "by" joins what stands at a word to a noun right before it, with an article at most."""
    article = words.ends[at].get("noun:determiner")
    starts = [at, article.first] if article else [at]
    leads = [cue for start in starts for cue in words.prepositions[start]]
    return any(cue.first == trigger.cue.last and cue.tag in ("prep:of", "prep:by") for cue in leads)


def is_defence(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether air defences are who hits: "die Luftabwehr habe neun Drohnen zerstört"."""
    first, _ = clause_of(sentence, trigger.cue.first)
    defences = [c for c in sentence.tagged["cue:air_defence"] if first <= c.first < trigger.cue.last]
    return bool(defences) and trigger.frame in ("hit", "launch")


def _names_remnant(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    if trigger.frame == "examine" and _is_examined(sentence, trigger):
        return True
    if trigger.frame == "find" and "noun:arms" in sentence.tags and _names_examiner(sentence):
        return True
    lain = sentence.has("noun:cache", "noun:dud", "noun:outdoors", "noun:trawl")
    if trigger.frame == "find" and lain and adjoins_arms(sentence, trigger):
        return True
    if trigger.frame == "find" and "noun:official" not in sentence.tags and adjoins_counted(sentence, trigger):
        return True
    near = any(abs(c.first - trigger.cue.first) <= _REMNANT_REACH for c in sentence.tagged["noun:remnant"])
    if near and "cue:mark" in sentence.tags and "noun:official" in sentence.tags:
        return True
    arms = _names_arms(sentence) or sentence.has("noun:arms", *ARMS_UNITS) or scene.has_war
    told = (near and arms) or goes_on(sentence, scene, "recovery")
    return told and not (trigger.frame == "noun" and _comes_down(sentence))


def _comes_down(sentence: Sentence) -> bool:
    """Return whether remnants are told to fall, not to be found: "debris fell on a house", "la chute de débris"."""
    looked_at = {f"recovery:{frame}" for frame in ("find", "examine")}
    return "noun:falling" in sentence.tags and not any(cue.tag in looked_at for cue in sentence.cues)


def _is_examined(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a research body documents arms somewhere: those it could examine."""
    arms = [c.first for c in sentence.cues if c.tag == "noun:arms" or c.tag.startswith("weapon:")]
    bodies = _names_examiner(sentence)
    others = [t.cue.first for t in find_triggers(sentence) if t.kind in ("shipment", "strike") and t.frame != "hit"]
    near = [at for at in arms if 0 <= at - trigger.cue.last <= _FIND_REACH]
    return bodies and bool(near) and not any(trigger.cue.last <= o < near[0] for o in others)


def _names_examiner(sentence: Sentence) -> bool:
    """Return whether a research body is named: "selon Amnesty International, des obusiers ont été retrouvés à"."""
    return bool(examiners_named(sentence))


def _is_shot_down(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    """Tell drones intercepted in flight from arms intercepted on their way."""
    if not any(c.first < trigger.cue.last and trigger.cue.first < c.last for c in sentence.tagged["cue:intercepted"]):
        return False
    first, last = clause_of(sentence, trigger.cue.first)
    if any(first <= c.first < last for c in sentence.tagged["noun:customs"]):
        return False
    carried = sentence.has(
        "noun:ship",
        "mode:sea",
        "mode:road",
        "unit:rifle",
        "unit:vehicle",
        "unit:vessel",
        "unit:warship",
        "unit:boat",
        "shipment:move",
        "shipment:come",
        *_CARGO,
        *ARMS_UNITS - _FLYING,
    )
    # "Zwei der Geschosse seien abgefangen worden": those fired in the sentence before.
    told = scene.last
    fired = told is not None and told.kind in ("strike", "test") and sentence.number - told.sentence.number <= _GO_ON
    return (fired or bool(sentence.groups["weapon"])) and not carried


def _moves_troops(sentence: Sentence, trigger: Trigger, scene: DiscourseState) -> bool:
    """Return whether soldiers are what is sent: named in the trigger's own stretch, or told of just before."""
    if trigger.frame == "go_on":
        return goes_on(sentence, scene, "deployment") and "cue:civil_goods" not in sentence.tags
    if near_object(sentence, trigger, "noun:troops"):
        return True
    sends = any(
        c.tag.startswith("shipment:") and c.first < trigger.cue.last and trigger.cue.first < c.last
        for c in sentence.cues
    )
    posted = ("noun:fleet",) if sends else ("noun:fleet", "noun:arms")
    return trigger.frame == "post" and near_object(sentence, trigger, *posted)


def goes_on(sentence: Sentence, scene: DiscourseState, kind: str) -> bool:
    """Return whether a sentence goes on about the event told in one of the two sentences before."""
    last = scene.last
    opening = any(cue.first == 0 for cue in sentence.tagged["noun:speaker"])
    reach = _GO_ON + opening
    near = last is not None and last.kind == kind and sentence.number - last.sentence.number <= reach
    # Any ship or lorry may be that of a consignment told of; troops are taken up by a word for them.
    carried = () if kind == "deployment" else ("noun:ship", *_CARGO, *_MEANS)
    return near and sentence.has("cue:continuation", "cue:anaphora", *carried)


_OBJECTS: Mapping[str, Callable[[Sentence, Trigger, DiscourseState], bool]] = {
    "arms": _names_goods,
    "cargo": _names_cargo,
    "weapon": _names_weapon,
    "military": _names_forces,
    "remnant": _names_remnant,
    "troops": _moves_troops,
}
