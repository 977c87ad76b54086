"""Which part each name of a sentence plays in its event."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, dateline_end
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.grammar.word_order import settle_bare
from geo.language.sentence import Name, Sentence
from geo.language.tables import event_kinds
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.mentions import MentionPlace
from geo.reading.roles.actors import (
    acts_as_place,
    is_cut_off,
    is_posted_to,
    note_actor,
    pair,
    stands_for_government,
    turn_passive,
)
from geo.reading.roles.governing import closing_verb, governor, is_given, role_of
from geo.reading.roles.stages import in_stages, site_first, under_way, without_parents
from geo.records import PlaceRole

_APPOSED = 3
_POST_REACH = 4
_FINE = ("site", "settlement", "near")
_FLOWS = ("shipment", "deployment")


class Arguments(Struct, frozen=True, kw_only=True):
    """Who and where, in one sentence."""

    places: tuple[MentionPlace, ...] = ()
    country: str | None = None
    supplier: str | None = None
    recipient: str | None = None
    attacker: str | None = None


def assign_arguments(
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    zones: Sequence[AttributionSpan],
    words: PrepositionMap,
    *,
    rivals: Sequence[Trigger] = (),
    with_adjectives: bool = True,
) -> Arguments:
    """Give each name outside the attributions its part, by the frame of the trigger that governs it.

    `rivals`: triggers of other events in it; names that hang on those are not this event's; `with_adjectives`: whether
    "Russian" tells whose deed it is as "Russia" does.
    """
    candidates = sorted(_strongest(dict.fromkeys([*triggers, *rivals]), kind), key=lambda t: (t.cue.first, t.cue.last))
    frames = event_kinds()[kind].frames
    places: list[MentionPlace] = []
    actors: dict[str, tuple[int, str]] = {}
    country: str | None = None
    examined: list[int] = []
    filed = dateline_end(sentence)
    governed = [
        (name, functions_of(name, words), trigger)
        for name in sentence.names
        if triggers
        and name.first >= filed
        and (not is_attributed(name.first, zones) or _is_of_find(name, triggers, zones))
        and (trigger := closing_verb(name, governor(name, candidates, sentence), candidates, words)) in triggers
    ]
    settled = settle_bare([(n, f, t.cue) for n, f, t in governed], sentence) if sentence.tables.verb_second else {}
    for name, own, trigger in governed:
        functions = settled.get(name.first, own)
        functions = _between(name, functions, sentence) if kind in _FLOWS else functions
        frame = frames[trigger.frame]
        posted = kind == "deployment" and is_posted_to(name, functions)
        stands = name.is_place or posted or acts_as_place(name, functions, words, trigger, frame)
        if stands and not stands_for_government(name, functions, frame, gets=is_given(trigger, sentence)):
            role = role_of(functions, frame, trigger, name, words)
            strays = kind == "recovery" and "to" in functions and "at" not in functions
            strays = strays or (kind in _FLOWS and _is_river(name, sentence))
            strays = strays or (
                kind in _FLOWS and name.first < trigger.cue.first and is_cut_off(name, trigger, sentence)
            )
            if role is not None and not strays:
                places.append(MentionPlace(role=role, name=name))
                examined += [name.first] if trigger.frame == "examine" else []
        elif name.toponym.role is Role.DEMONYM and not with_adjectives:
            continue
        elif name.toponym.country and not _is_apposed(name, sentence):
            if not _is_border(name, sentence):
                note_actor(name, functions, frame, trigger, sentence=sentence, actors=actors)
            if name.is_country and functions & {"at", "to", "near"} and not functions & {"war"}:
                country = country or name.toponym.country
    _share_subject(candidates, triggers, words, actors=actors, kind=kind)
    # What was found in one place may be examined in another.
    elsewhere = [place for place in places if place.name.first not in examined]
    placed = without_parents(site_first(elsewhere or places, words), sentence, kind)
    placed = [place for place in placed if kind != "strike" or not _lies_elsewhere(place, country, triggers, sentence)]
    strips = {cue.last for cue in sentence.tagged["noun:area"]}
    points = [place for place in placed if strips.isdisjoint({place.name.first, place.name.first - 1})]
    # In "in den Gebieten Lwiw und Ternopil" each is one of several areas.
    points = points if any(place.name.toponym.precision in _FINE for place in points) else []
    placed = points or placed  # "à Khan Younès, dans la bande de Gaza": the strip only says where
    if kind == "seizure" and not any(place.role is PlaceRole.SITE for place in placed):
        placed += _post_of_takers(governed, sentence)
    supplier, recipient = pair(turn_passive(actors))
    if kind == "seizure" and country == recipient and not _opens(sentence, country, triggers):
        country = None  # "fusils destinés à la Libye" were not taken there
    return Arguments(
        places=in_stages(under_way(placed, kind, words), sentence) if kind in (*_FLOWS, "seizure") else tuple(placed),
        country=country,
        supplier=supplier,
        recipient=recipient,
        attacker=actors["attacker"][1] if "attacker" in actors else None,
    )


def _share_subject(
    candidates: Sequence[Trigger],
    triggers: Sequence[Trigger],
    words: PrepositionMap,
    *,
    actors: dict[str, tuple[int, str]],
    kind: str,
) -> None:
    """Give a verb joined to another event's the subject of that: "Washington a déployé ... et envoyé deux batteries".

    In "Iran shelled Erbil and Russia sent missiles" the verb has its own.
    """
    sentence = words.sentence
    frames = event_kinds()[kind].frames
    joined = {c.last for c in sentence.tagged["prep:and"]}
    for trigger in triggers:
        frame, at = frames[trigger.frame], trigger.cue.first
        others = [t for t in candidates if t not in triggers and t.cue.first < at and t.frame != "noun"]
        if frame.actor.get("subject", "") in ("", *actors) or trigger.frame == "noun" or not others:
            continue
        own = [n for n in sentence.names if n.first in joined and at - n.last in (0, 1)]
        if not own and not joined & {at, at - 1}:
            continue
        for name in own or _subjects_of(others[-1], words):
            note_actor(name, frozenset({"subject"}), frame, trigger, sentence=sentence, actors=actors)


def _subjects_of(trigger: Trigger, words: PrepositionMap) -> list[Name]:
    before = (n for n in words.sentence.names if n.last <= trigger.cue.first)
    subjects = (n for n in before if "subject" in functions_of(n, words))
    return [n for n in subjects if not is_cut_off(n, trigger, words.sentence)]


def _post_of_takers(governed: Sequence[tuple[Name, frozenset[str], Trigger]], sentence: Sentence) -> list[MentionPlace]:
    """Return where those who seized something serve, if nothing says where: "les douaniers de Presevo ont saisi"."""
    officials = sentence.tagged["noun:official"]
    return [
        MentionPlace(role=PlaceRole.SITE, name=name)
        for name, functions, trigger in governed
        if name.toponym.place is not None
        and name.toponym.precision in ("settlement", "site")
        and name.toponym.role in (Role.LITERAL, Role.VENUE, Role.ACTOR)
        and name.last <= trigger.cue.first
        and trigger.frame in ("take", "find")
        and functions & {"of", "from", "subject", "loose"}
        and any(0 <= name.first - cue.last <= _POST_REACH for cue in officials)
    ][:1]


def _is_of_find(name: Name, triggers: Sequence[Trigger], zones: Sequence[AttributionSpan]) -> bool:
    """Return whether a find in an attribution was made there: "L'examen des débris recueillis à X montre que"."""
    zone = next(zone for zone in zones if zone.first <= name.first < zone.last)
    finds = [t.cue for t in triggers if t.kind == "recovery" and zone.first <= t.cue.first < name.first]
    return bool(finds) and name.last <= zone.cue.first and name.is_place


def _between(name: Name, functions: frozenset[str], sentence: Sentence) -> frozenset[str]:
    """Read "entre Tumangang et Khassan" as from the one to the other."""
    cues = [c for c in sentence.tagged["prep:between"] if name.first >= c.last]
    if not cues:
        return functions
    inside = [n for n in sentence.names if n.first >= cues[-1].last and n.is_place]
    joined = any(inside[0].last == c.first for c in sentence.tagged["prep:and"]) if inside else False
    if len(inside) < 2 or not joined or inside[1].first - inside[0].last > _APPOSED:  # noqa: PLR2004 (a pair)
        return functions
    return frozenset({"from"}) if name == inside[0] else frozenset({"to"}) if name == inside[1] else functions


def _is_river(name: Name, sentence: Sentence) -> bool:
    """Return whether a name is but that of a river: "до гирла Волги"."""
    return any(name.first - cue.last in (0, 1) for cue in sentence.tagged["noun:river"])


def _is_border(name: Name, sentence: Sentence) -> bool:
    """Return whether a country is only told of for its border: "вблизи границы с Украиной"."""
    borders = [c for c in sentence.tagged["noun:border"] if 0 <= name.first - c.last <= _APPOSED]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : name.first]) for c in borders)


def _lies_elsewhere(place: MentionPlace, country: str | None, triggers: Sequence[Trigger], sentence: Sentence) -> bool:
    """Return whether a deed is told of another country: "die Explosion im Libanon beschäftigt Sofia"."""
    if country is None or place.name.toponym.country in (None, country) or any(t.frame != "noun" for t in triggers):
        return False
    # "auf dem US-Luftwaffenstützpunkt Ain al-Assad": whose the base is.
    owned = {cue.first for cue in sentence.tagged["noun:place"]}
    named = [n for n in sentence.names if n.is_country and n.toponym.country == country and n.last not in owned]
    return any(t.cue.last <= n.first < place.name.first for t in triggers for n in named)


def _opens(sentence: Sentence, country: str | None, triggers: Sequence[Trigger]) -> bool:
    """Return whether a country is named before what happened: "У Кувейті вилучили"."""
    first = min((trigger.cue.first for trigger in triggers), default=0)
    return any(name.first < first and name.toponym.country == country for name in sentence.names)


def _strongest(triggers: Iterable[Trigger], kind: str) -> list[Trigger]:
    """Drop other kinds' readings of a word that one of this kind covers: "landed" of a plane, of troops."""
    triggers = list(triggers)
    own = [t.cue for t in triggers if t.kind == kind]
    return [
        t for t in triggers if t.kind == kind or not any(o.first <= t.cue.first and t.cue.last <= o.last for o in own)
    ]


def _is_apposed(name: Name, sentence: Sentence) -> bool:
    """Return whether a country only says where the place before it lies: "Najin, en Corée du Nord"."""
    before = [n for n in sentence.names if n.last <= name.first and name.first - n.last <= _APPOSED]
    return any(n.is_place and n.toponym.country == name.toponym.country and name.is_country for n in before)
