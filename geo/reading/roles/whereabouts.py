"""Where an event happened: the places of its sentence, or where else the text says that it was."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.match.morphology import LANGUAGES
from gazetteer.records import Precision, Role
from geo.language.casualties import find_casualties
from geo.language.geography import holds
from geo.language.grammar.clauses import Trigger, clause_of, dateline_end, find_triggers
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Name, Sentence
from geo.reading.areas import at_area, in_company
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.factuality import happened
from geo.reading.mentions import DiscourseState, MentionPlace
from geo.reading.roles.assignment import Arguments, assign_arguments
from geo.records import PlaceRole

_SITED = ("strike", "recovery", "seizure")
_WIDE = ("admin1", "admin2")
_GO_ON = 2
_TO_A_PLACE = frozenset({"move", "give", "arrive", "unload"})  # Frames of bringing arms, which "there" gives their end


def _where_told(sentence: Sentence, kind: str, zones: Sequence[AttributionSpan]) -> tuple[MentionPlace, ...]:
    """Return where those are at home who tell of it themselves.

    "'Our hospital was hit', said the mayor of Orikhiv"; "customs in Mersin made a catch".
    """
    ours = any(not is_attributed(c.first, zones) for c in sentence.tagged["noun:we"])
    offices = sentence.tagged["noun:customs"] if kind == "seizure" else []
    if ours:
        offices = [c for c in sentence.cued("noun:official", "noun:body") if is_attributed(c.first, zones)]
    led = {p.last for o in offices for p in sentence.cued("prep:of", "prep:at") if p.first == o.last}
    # "заявила поліція Сантуса": a genitive needs no preposition.
    led |= {o.last for o in offices if sentence.tables.language in LANGUAGES}
    names = [n for n in sentence.names if n.first in led and _is_town(n)]
    return tuple(MentionPlace(role=PlaceRole.SITE, name=_as_place(name)) for name in names[:1])


def _is_town(name: Name) -> bool:
    place = name.toponym.place
    return place is not None and place.kind == "settlement" and place.feature_code != "PPLC"


def _as_place(name: Name) -> Name:
    """Return a town's name as that of a place, which a mayor or police named with it is in."""
    precision = Precision.SETTLEMENT if name.toponym.precision is None else name.toponym.precision
    return structs.replace(name, toponym=structs.replace(name.toponym, role=Role.LITERAL, precision=precision))


def _only_town(sentence: Sentence, zones: Sequence[AttributionSpan], words: PrepositionMap) -> tuple[MentionPlace, ...]:
    """Return the one town of a sentence on the hurt: "22 were brought to hospital in El Fasher after a shell fell"."""
    if find_casualties(sentence) is None:
        return ()
    towns = [
        n
        for n in sentence.names
        if n.is_place and not is_attributed(n.first, zones) and n.first >= dateline_end(sentence)
    ]
    if len(towns) != 1 or not functions_of(towns[0], words) & {"at", "near", "of", "to"}:
        return ()
    return (MentionPlace(role=PlaceRole.SITE, name=towns[0]),)


def _is_only_examined(sentence: Sentence, triggers: Sequence[Trigger], scene: DiscourseState) -> bool:
    """Return whether what was found before is only examined somewhere: "It will be studied in Daejeon"."""
    last = scene.last
    told = last is not None and last.kind == "recovery" and last.places and sentence.number - last.sentence.number <= 1
    examined = bool(triggers) and all(t.frame == "examine" for t in triggers)
    return bool(told) and examined and "noun:remnant" not in sentence.tags


def _brought_there(
    parts: Arguments, sentence: Sentence, triggers: Sequence[Trigger], scene: DiscourseState
) -> tuple[MentionPlace, ...]:
    """Return the place named before where arms came to: "un train venait d'y acheminer", "were delivered there"."""
    arrives = any(t.frame in _TO_A_PLACE and _beside_there(sentence, t) for t in triggers)
    if parts.places or not arrives:
        return ()
    return tuple(structs.replace(place, role=PlaceRole.DESTINATION) for place in _named_before(sentence, scene))


def _beside_there(sentence: Sentence, trigger: Trigger) -> bool:
    first, last = clause_of(sentence, trigger.cue.first)
    left = {c.last for c in sentence.tagged["prep:from"]}
    return any(first <= c.first < last and c.first not in left for c in sentence.tagged["noun:same_place"])


def _named_before(sentence: Sentence, scene: DiscourseState) -> tuple[MentionPlace, ...]:
    """Return the place named last, for "cette localité", "там": in the sentence itself or one of the two before."""
    if scene.place is None or sentence.number - scene.place_at > _GO_ON:
        return ()
    own = [n for n in sentence.names if n.is_place and n.toponym.precision not in _WIDE]
    if any(name.toponym.text != scene.place.toponym.text for name in own):
        return ()  # "у Хомсі й Тартусі, ...: там працювала ППО": "there" is where the sentence says
    return (MentionPlace(role=PlaceRole.SITE, name=scene.place),)


def _headed_by(sentence: Sentence) -> tuple[MentionPlace, ...]:
    """Return the place that heads a line: "Khartoum : un raid aérien vise un dépôt"."""
    tokens = sentence.tokens
    first = sentence.names[0] if sentence.names else None
    if first is None or first.first > 0 or first.last >= len(tokens) or tokens[first.last].text != ":":
        return ()
    placed = first.toponym.place is not None and first.toponym.precision in ("settlement", "site", "near", "admin1")
    return (MentionPlace(role=PlaceRole.SITE, name=first),) if placed else ()


def _where_it_hit(
    sentence: Sentence, rivals: Sequence[Trigger], zones: Sequence[AttributionSpan], words: PrepositionMap
) -> tuple[MentionPlace, ...]:
    """Return where "the wreckage of a missile that hit Pavlohrad" comes from."""
    hits = [t for t in rivals if t.kind == "strike" and happened(sentence, t, zones)]
    hits += [
        t for t in find_triggers(sentence) if t.kind == "strike" and t not in hits and happened(sentence, t, zones)
    ]
    places = assign_arguments(sentence, "strike", hits, zones, words).places if hits else ()
    return tuple(place for place in places if place.role == "site")


def places_told(
    parts: Arguments,
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    rivals: Sequence[Trigger],
    zones: Sequence[AttributionSpan],
    words: PrepositionMap,
    scene: DiscourseState,
) -> tuple[MentionPlace, ...]:
    """Return an event's places, or where else the sentence says that it happened."""
    if kind == "shipment":
        if any(place.role is PlaceRole.DESTINATION for place in parts.places):
            return parts.places
        return (*parts.places, *_brought_there(parts, sentence, triggers, scene))
    wide = bool(parts.places) and all(place.name.toponym.precision in _WIDE for place in parts.places)
    if wide and kind in _SITED and "noun:same_place" in sentence.tags:
        named = _named_before(sentence, scene)  # "по селу в Чугуївському районі"
        if any(holds(area.name.toponym, town.name.toponym) for area in parts.places for town in named):
            return named
    if parts.places or kind not in _SITED:
        return () if kind == "recovery" and _is_only_examined(sentence, triggers, scene) else parts.places
    if kind == "recovery":
        places = _where_it_hit(sentence, rivals, zones, words)
    elif kind == "seizure":
        places = _where_told(sentence, kind, zones)
    else:
        places = _only_town(sentence, zones, words) or _where_told(sentence, kind, zones) or _headed_by(sentence)
    return places or (_named_before(sentence, scene) if "noun:same_place" in sentence.tags else ())


def settled_places(parts: Arguments, kind: str, sentence: Sentence, scene: DiscourseState) -> tuple[MentionPlace, ...]:
    """Return places as precise as the words beside them: a town for its region, around a town, at sea."""
    towns = (_as_town(place, sentence, kind) for place in in_company(parts.places, sentence))
    places = tuple(_around(place, sentence) for place in towns)
    return tuple(at_area(place, scene.areas) for place in places) if kind == "deployment" else places


def _as_town(place: MentionPlace, sentence: Sentence, kind: str) -> MentionPlace:
    """Read "Kherson" hit as the town, where the language would say "Kherson region" of the region."""
    toponym = place.name.toponym
    if kind not in _SITED or toponym.precision != Precision.ADMIN1 or not sentence.tables.areas_named:
        return place
    if toponym.place is None or _has_area_word(place.name, sentence):
        return place
    inside = [
        r.place for r in toponym.rivals if r.place.kind == "settlement" and r.place.admin1 == toponym.place.admin1
    ]
    if not inside:
        return place
    town = structs.replace(toponym, place=inside[0], precision=Precision.SETTLEMENT, radius_km=inside[0].radius_km)
    return structs.replace(place, name=structs.replace(place.name, toponym=town))


def _has_area_word(name: Name, sentence: Sentence) -> bool:
    """Return whether "region" stands beside a name, or before the names that it closes: "in den Gebieten A und B"."""
    words = sentence.tagged["noun:area"]
    if any(c.first == name.last or (name.first <= c.first < name.last) for c in words):
        return True
    listed = {i for n in sentence.names for i in range(n.first, n.last)}
    listed |= {i for c in sentence.cued("prep:and", "prep:of", "noun:determiner") for i in range(c.first, c.last)}
    listed |= {i for i, token in enumerate(sentence.tokens) if token.text == ","}
    return any(c.last <= name.first and all(i in listed for i in range(c.last, name.first)) for c in words)


def _around(place: MentionPlace, sentence: Sentence) -> MentionPlace:
    """Place "the Kaechon area" near Kaechon, and a ship hit sixty nautical miles west of Hodeidah at sea."""
    name = place.name
    if name.toponym.precision not in (Precision.SETTLEMENT, Precision.NEAR):
        return place
    lead = {cue.last for cue in sentence.tagged["prep:beside"]}
    ends = {cue.last for cue in sentence.tagged["length:nautical"]}
    # "120 Seemeilen vor Manta"
    lead |= {cue.last for cue in sentence.tagged["prep:at"] if cue.first in ends}
    afloat = name.first in lead and bool(ends)
    around = {c.first for c in sentence.tagged["noun:surroundings"]} | {c.last for c in sentence.tagged["noun:around"]}
    if not afloat and (name.last not in around and name.first not in around):
        return place
    precision = Precision.SEA if afloat else Precision.NEAR
    toponym = structs.replace(name.toponym, precision=precision)
    return structs.replace(place, name=structs.replace(name, toponym=toponym))
