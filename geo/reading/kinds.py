"""Which events a sentence tells of: its triggers sorted by kind, where one kind takes another's words."""

from collections.abc import Sequence

from geo.language.casualties import find_casualties
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.sentence import Sentence
from geo.reading.attribution.claimants import examiners_named
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.mentions import DiscourseState
from geo.reading.roles.restrictions import has_object

PRIORITY = ("seizure", "recovery", "test", "strike", "deployment", "shipment")
"""Which kind a sentence's words go to where several could take them."""
WAY_REACH = 3  # So many sentences on, a way is still that of what was told
WAYS = frozenset({"come", "start", "cross", "move", "depart", "sail", "arrive", "load", "transit", "link"})
_WAY_ONLY = frozenset({"come", "start", "cross", "link"})  # Frames that tell a way and, alone, no shipment
_ONWARD = frozenset({"move", "arrive", "depart", "sail", "transit"})
"""Frames of moving that go on about troops where troops were told of before."""
_BERTH_REACH = 8
_SENDING = frozenset({"give", "move", "arrive"})
_CARGO_UNITS = frozenset({"unit:container", "unit:crate", "unit:wagon", "unit:tonne", "unit:weapon", "unit:munition"})
_MOBILE = frozenset({"vehicle", "tank", "vessel", "warship", "boat", "aircraft", "helicopter", "soldier", "officer"})
PEOPLE = frozenset({"soldier", "officer"})


def _is_background(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a strike only dates something else: "it strayed during the latest raid on Izmail"."""
    led = [c for c in sentence.tagged["cue:latest"] if c.last == trigger.cue.first]
    if not led or sentence.dates or sentence.has("hurt:killed", "hurt:wounded"):
        return False
    at = led[0].first
    at = next((c.first for c in sentence.tagged["noun:determiner"] if c.last == at), at)
    before = [c for c in sentence.cues if c.last == at and (c.tag.startswith("prep:") or c.tag == "noun:auxiliary")]
    return bool(before) and at > 1


def _is_state(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether troops only are where they have long been: "650 Soldaten sind noch in Agadez stationiert"."""
    first, last = clause_of(sentence, trigger.cue.first)
    still = [c for c in sentence.tagged["cue:still"] if first <= c.first < last]
    if any(c.first < trigger.cue.first <= c.last for c in still):
        return True  # "étaient encore stationnés à Dakar en février"
    return bool(still) and not any(first <= d.first < last for d in sentence.dates)


def is_told(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], zones: Sequence[AttributionSpan]
) -> bool:
    """Leave out what only attributes; an analysis that "shows" is itself a find examined."""
    if trigger.kind == "strike" and trigger.frame == "noun" and _is_background(sentence, trigger):
        return False
    if trigger.kind == "deployment" and _is_state(sentence, trigger):
        return False
    zone = next((z for z in zones if z.first <= trigger.cue.first < z.last), None)
    if zone is None:
        return True
    if trigger.kind != "recovery" or any(c.first == zone.first for c in sentence.tagged["cue:as_told"]):
        return False
    examined = [t for t in triggers if t.frame == "examine" and zone.first <= t.cue.first < trigger.cue.first]
    return trigger.frame == "examine" or bool(examined)


def by_kind(
    sentence: Sentence, told: Sequence[Trigger], scene: DiscourseState, *, planned: Sequence[Trigger] = ()
) -> list[tuple[str, list[Trigger]]]:
    """Sort a sentence's triggers into events; one kind may take another's words.

    `planned`: its words for what was to happen: where seized arms were to go is their destination.
    """
    onward = [Trigger(kind="deployment", frame="go_on", cue=t.cue) for t in told if t.frame in _ONWARD]
    if "noun:troops" in sentence.tags and not _names_goods(sentence):
        # "sent 400 policemen", "flown to Benghazi": verbs of sending, where people are what is sent.
        onward += [Trigger(kind="deployment", frame="post", cue=t.cue) for t in told if _sends(t)]
    fitting = [t for t in (*told, *onward) if has_object(sentence, t, scene)]
    posted = {t.cue.first for t in fitting if t.kind == "deployment" and t.frame != "go_on"}
    fitting = [t for t in fitting if t.frame != "go_on" or t.cue.first not in posted]
    if not any(t.kind == "shipment" and t.frame not in _WAY_ONLY for t in fitting):
        fitting = [t for t in fitting if t.kind != "shipment"]
    fitting = _without_berths(sentence, _settle_landings(sentence, fitting))
    fitting = _of_what_goes_on(sentence, fitting, scene)
    kinds = _without_posted(sentence, fitting, {t.kind for t in fitting}, scene)
    if kinds >= {"strike", "shipment"} and find_casualties(sentence) is not None:
        kinds.discard("shipment")  # the wounded are brought somewhere, not the shells
    if kinds >= {"seizure", "recovery"} and "cue:fragment" in sentence.tags:
        # "Debris secured in Dubai", "parts of a drone shot down": nothing was taken from anybody.
        fitting = [t for t in fitting if t.kind != "seizure"]
        kinds.discard("seizure")
    if "seizure" in kinds:
        fitting = _with_way(fitting, [*told, *(t for t in planned if _leads_on(sentence, t))])
        kinds -= {"shipment", "recovery", "deployment", *(["strike"] if _leads(fitting, "seizure", "strike") else [])}
    if "recovery" in kinds:
        kinds -= {"recovery"} if "shipment" in kinds and _only_pictured(sentence, fitting) else {"shipment"}
        if not _stands_alone(sentence, fitting, "strike"):
            kinds.discard("strike")
    moved = {t.frame for t in fitting if t.kind == "shipment"}
    if (
        kinds >= {"strike", "shipment"}
        and moved <= _SENDING
        and "hurt:wounded" in sentence.tags
        and "mode:sea" not in sentence.tags
    ):
        kinds -= {"shipment"}  # "the wounded were brought to hospital after a shell exploded"
    if "test" in kinds:
        kinds -= {"strike", "shipment"}
    return [(kind, [t for t in fitting if t.kind == kind]) for kind in PRIORITY if kind in kinds]


def _without_posted(
    sentence: Sentence, triggers: Sequence[Trigger], kinds: set[str], scene: DiscourseState
) -> set[str]:
    """Settle whether what is sent somewhere is troops or arms."""
    if not kinds >= {"deployment", "shipment"}:
        return kinds
    if _moves_with_troops(sentence, triggers):
        return kinds - {"shipment"}
    last = scene.last
    if last is not None and last.kind == "deployment":
        # "They had arrived aboard a convoy of twenty armoured vehicles", "brought them to": troops told of go on.
        verbs = {0, *(t.cue.last for t in triggers if t.kind == "shipment")}
        opens = any(c.first in verbs for c in sentence.cued("noun:speaker", "noun:pronoun"))
        kinds = kinds - {"shipment"} if opens and sentence.number - last.sentence.number <= 1 else kinds
    # "China sent Myanmar six fighter jets": given, not posted.
    led = {cue.last for cue in sentence.tagged["prep:to"]}
    given = "noun:troops" not in sentence.tags and not any(name.first in led for name in sentence.names)
    # "The navy ship arrived in A with ten howitzers for B": what no troops bring along.
    given = given or ("noun:troops" not in sentence.tags and _counts_goods(sentence))
    return kinds - {"deployment"} if given and "shipment" in kinds else kinds


def _counts_goods(sentence: Sentence) -> bool:
    """Return whether a sentence counts arms that move by no power of their own."""
    return any(thing.quantity.unit not in _MOBILE for thing in sentence.quantities)


def _with_way(triggers: Sequence[Trigger], told: Sequence[Trigger]) -> list[Trigger]:
    """Read the verbs of moving beside a seizure as the way of what was seized."""
    taken = {t.cue.first for t in triggers if t.kind == "seizure"}
    fitting = {t.cue.first for t in triggers}
    more = [t for t in told if t.kind == "shipment" and (t.frame in _WAY_ONLY or t.cue.first not in fitting)]
    ways = [t for t in (*triggers, *more) if t.cue.first not in taken]
    return list(dict.fromkeys([*(t for t in triggers if t.kind != "shipment"), *(_on_the_way(t) for t in ways)]))


def _of_what_goes_on(sentence: Sentence, triggers: list[Trigger], scene: DiscourseState) -> list[Trigger]:
    """Read what only goes on about a seizure's cargo or a test's missile as of that, and as no event of its own.

    "La cargaison comprenait ...", "The missile fell into the sea".
    """
    last = scene.last
    if last is None or sentence.number - last.sentence.number > WAY_REACH:
        return triggers
    kinds = {t.kind for t in triggers}
    if last.kind == "seizure" and kinds == {"shipment"} and all(t.frame == "noun" for t in triggers):
        opens = any(cue.first <= 1 for cue in sentence.tagged["cue:anaphora"])
        return [Trigger(kind="seizure", frame="noun", cue=t.cue) for t in triggers] if opens else triggers
    fired = [t for t in triggers if t.kind == "strike"]
    if last.kind == "test" and fired and kinds <= {"strike", "shipment"} and all(t.frame == "launch" for t in fired):
        # "Das Geschoss sei nahe Pjöngjang gestartet und 600 Kilometer weit geflogen": the test told before.
        abroad = any(n.is_place and last.supplier not in (None, n.toponym.country) for n in sentence.names)
        return triggers if abroad else [Trigger(kind="test", frame="launch", cue=t.cue) for t in fired]
    if last.kind == "test" and kinds == {"strike"} and all(t.frame == "land" for t in triggers):
        ashore = any(name.is_place and name.toponym.precision not in ("sea", "region") for name in sentence.names)
        hurt = sentence.has("hurt:killed", "hurt:wounded")
        return triggers if ashore or hurt else [Trigger(kind="test", frame="land", cue=t.cue) for t in triggers]
    return triggers


def _leads_on(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a verb says where arms were to go ("devaient rejoindre la Bulgarie"), not that they did not."""
    negated = any(0 <= trigger.cue.first - c.last < WAY_REACH for c in sentence.tagged["cue:negation"])
    return trigger.kind == "shipment" and trigger.frame in (*WAYS, "give") and not negated


def _on_the_way(trigger: Trigger) -> Trigger:
    """Read "sailing from Jask to Mukalla" beside a seizure as the way of what was seized."""
    if trigger.kind != "shipment" or trigger.frame not in (*WAYS, "give"):
        return trigger
    return Trigger(kind="seizure", frame="reach" if trigger.frame == "arrive" else "come", cue=trigger.cue)


def _moves_with_troops(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Return whether arms only come along: "a hundred soldiers and twelve vehicles arrived"."""
    posted = {t.cue.first for t in triggers if t.kind == "deployment"}
    troops = sentence.tagged["noun:troops"]
    sent = [t for t in triggers if t.kind == "shipment" and t.cue.first not in posted]
    return not sent and any(cue.first < first + WAY_REACH * 2 for cue in troops for first in posted)


def _only_pictured(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Return whether arms that were sent somewhere were merely seen there: no remnants, and no body that examines."""
    if any(t.kind == "recovery" and t.frame != "examine" for t in triggers):
        return False
    return not examiners_named(sentence) and any(t.kind == "shipment" and t.frame in ("give", "move") for t in triggers)


def _sends(trigger: Trigger) -> bool:
    return trigger.kind == "shipment" and trigger.frame in _SENDING


def _names_goods(sentence: Sentence) -> bool:
    return names_arms(sentence) or any(c.tag in _CARGO_UNITS for c in sentence.cues)


def _settle_landings(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Tell a plane or troops that land from a missile that does, where one word may be either."""
    peaceful = {t.cue.first for t in triggers if t.kind == "deployment"}
    carried = {t.cue.first for t in triggers if t.kind == "shipment"}
    if sentence.has(
        "mode:air", "mode:sea", "noun:ship", "unit:flight", "unit:vessel", "unit:warship", "unit:boat"
    ) or any(
        t.kind == "shipment" and t.cue.first not in {s.cue.first for s in triggers if s.kind == "strike"}
        for t in triggers
    ):
        peaceful |= carried
    hostile = {t.cue.first for t in triggers if t.kind == "strike" and t.frame in ("land", "hit")} - peaceful
    reached = _reached(sentence, triggers)
    hostile -= reached
    triggers = [t for t in triggers if t.kind != "strike" or t.cue.first not in reached]
    return [
        t
        for t in triggers
        if not (t.kind == "strike" and t.frame == "land" and t.cue.first in peaceful)
        and not (t.kind == "shipment" and t.cue.first in hostile)
    ]


def _reached(sentence: Sentence, triggers: Sequence[Trigger]) -> set[int]:
    """Return the verbs that with their preposition say where arms got to: "потрапили до Бамако" is no hit."""
    named = {name.first for name in sentence.names if name.is_place}
    hits = {t.cue.first: t.cue.last for t in triggers if t.kind == "strike" and t.frame == "hit"}
    return {
        t.cue.first
        for t in triggers
        if t.kind == "shipment" and t.cue.last in named and hits.get(t.cue.first, t.cue.last) < t.cue.last
    }


def _without_berths(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Leave out where what was hit lay: "struck a corvette docked at Sevastopol"."""
    hits = [t.cue.last for t in triggers if t.kind == "strike" and t.frame in ("hit", "noun", "launch")]
    walls = {c.last for c in sentence.cued("noun:auxiliary", "prep:and", "noun:pronoun", "cue:relative")}

    def is_berth(trigger: Trigger) -> bool:
        at = trigger.cue.first
        first, _ = clause_of(sentence, at)
        lies = trigger.kind == "shipment" and trigger.frame in ("arrive", "unload")
        return lies and at not in walls and any(first <= hit <= at <= hit + _BERTH_REACH for hit in hits)

    return [t for t in triggers if not is_berth(t)]


def _leads(triggers: Sequence[Trigger], kind: str, other: str) -> bool:
    first = {t.kind: t.cue.first for t in reversed(triggers)}
    return first.get(kind, 0) < first.get(other, 10**6)


def _stands_alone(sentence: Sentence, triggers: Sequence[Trigger], kind: str) -> bool:
    """Return whether a strike is told beside a find, and not only as where the find came from."""
    own = [t for t in triggers if t.kind == kind]
    finds = [t for t in triggers if t.kind == "recovery"]
    if not own or not finds:
        return bool(own)
    relative = [c.first for c in sentence.cued("cue:relative", "cue:that")]
    return all(
        not any(find.cue.first < r <= t.cue.first for r in relative for find in finds) and t.frame != "noun"
        for t in own
    ) and any(";" in token.text for token in sentence.tokens)


def continued_groups(sentence: Sentence, scene: DiscourseState) -> list[tuple[str, list[Trigger]]]:
    """A list that goes on ("Cela inclut trois millions de cartouches") tells of what was sent before."""
    last = scene.last
    if last is None or last.kind not in ("shipment", "deployment") or sentence.number - last.sentence.number > 1:
        return []
    people = any(thing.quantity.unit in PEOPLE for thing in sentence.quantities)
    kinds = ("shipment", "deployment") if people or last.kind == "deployment" else ("shipment",)
    return [(kind, []) for kind in kinds] if "cue:including" in sentence.tags and sentence.quantities else []


def names_arms(sentence: Sentence) -> bool:
    """Return whether a sentence names arms or a weapon."""
    return "noun:arms" in sentence.tags or bool(sentence.groups["weapon"])
