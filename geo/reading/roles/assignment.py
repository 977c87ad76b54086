"""Which part each name of a sentence plays in its event."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gazetteer.records import PlaceKind, Role
from geo.language.clauses import Trigger, Zone, clause_of, dateline_end, in_zone
from geo.language.functions import PrepositionMap, adjoins, functions_of
from geo.language.sentence import Name, Sentence
from geo.language.tables import Frame, event_kinds, organisation_kinds
from geo.language.word_order import settle_bare
from geo.reading.mentions import MentionPlace
from geo.records import Mode, PlaceRole

_APPOSED = 3
_POST_REACH = 4
_FINE = ("site", "settlement", "near")
_STEPS = frozenset({f"shipment:{frame}" for frame in ("arrive", "move", "unload", "depart", "sail")})
_FLOWS = ("shipment", "deployment")
_ACTING = frozenset({"government", "ministry", "military", "company", "group"})
"""Kinds of organisation whose deeds are their country's; an institute or a newspaper only tells of them."""
_ORDER = ("via", "from", "to", "by", "against", "at", "near", "of", "object", "subject")
_ACTOR_ORDER = ("subject", "by", "to", "from", "of", "object", "at", "adjective")
_MODES = {"mode:sea": Mode.SEA, "mode:rail": Mode.RAIL, "mode:road": Mode.ROAD, "mode:air": Mode.AIR}
_TRAVELS = frozenset({"move", "transit", "arrive", "depart", "sail", "come", "load", "unload", "link"})
"""Frames of a way: with a ship or plane named, capitals on it are stops, not governments."""
_VEHICLE_CUES = ("noun:ship", "unit:vessel", "unit:warship", "unit:boat", "unit:flight", "unit:aircraft", *_MODES)
_VEHICLES = frozenset({"unit:vessel", "unit:warship", "unit:boat", "unit:wagon", "unit:voyage", "unit:flight"})
_PLANES = frozenset({"unit:aircraft", "unit:helicopter", "unit:vehicle"})
_CARRIERS = ("unit:", "weapon:", "noun:arms", "noun:troops")


class Parts(Struct, frozen=True, kw_only=True):
    """Who and where, in one sentence."""

    places: tuple[MentionPlace, ...] = ()
    country: str | None = None
    supplier: str | None = None
    recipient: str | None = None
    attacker: str | None = None


def assign_parts(
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    zones: Sequence[Zone],
    words: PrepositionMap,
    *,
    rivals: Sequence[Trigger] = (),
    with_adjectives: bool = True,
) -> Parts:
    """Give each name outside the attributions its part, by the frame of the trigger that governs it.

    Args:
        sentence: A sentence.
        kind: The kind of event.
        triggers: The words that tell of it.
        zones: Its attributions.
        words: Its prepositions.
        rivals: Triggers of other events in it; names that hang on those are not this event's.
        with_adjectives: Whether "Russian" tells whose deed it is as "Russia" does.
    """
    candidates = sorted(_strongest(dict.fromkeys([*triggers, *rivals]), kind), key=lambda t: (t.cue.first, t.cue.last))
    frames = event_kinds()[kind].frames
    memo: dict[int, frozenset[str]] = {}
    places: list[MentionPlace] = []
    actors: dict[str, tuple[int, str]] = {}
    country: str | None = None
    examined: list[int] = []
    filed = dateline_end(sentence)
    governed = [
        (name, functions_of(name, words, memo), trigger)
        for name in sentence.names
        if triggers
        and name.first >= filed
        and (not in_zone(name.first, zones) or _is_of_find(name, triggers, zones))
        and (trigger := _closing_verb(name, _governor(name, candidates, sentence), candidates, words, memo)) in triggers
    ]
    settled = settle_bare([(n, f, t.cue) for n, f, t in governed], sentence) if sentence.tables.verb_second else {}
    for name, own, trigger in governed:
        functions = settled.get(name.first, own)
        functions = _between(name, functions, sentence) if kind in _FLOWS else functions
        frame = frames[trigger.frame]
        posted = kind == "deployment" and _is_posted_to(name, functions)
        stands = name.is_place or posted or _acts_as_place(name, functions, words, trigger, frame)
        if stands and not _stands_for_government(name, functions, frame, gets=_is_given(trigger, sentence)):
            role = _role(functions, frame, trigger, name, words)
            strays = kind == "recovery" and "to" in functions and "at" not in functions
            strays = strays or (kind in _FLOWS and _is_river(name, sentence))
            strays = strays or (
                kind in _FLOWS and name.first < trigger.cue.first and _is_cut_off(name, trigger, sentence)
            )
            if role is not None and not strays:
                places.append(MentionPlace(role=role, name=name))
                examined += [name.first] if trigger.frame == "examine" else []
        elif name.toponym.role is Role.DEMONYM and not with_adjectives:
            continue
        elif name.toponym.country and not _is_apposed(name, sentence):
            if not _is_border(name, sentence):
                _note_actor(name, functions, frame, trigger, sentence=sentence, actors=actors)
            if name.is_country and functions & {"at", "to", "near"} and not functions & {"war"}:
                country = country or name.toponym.country
    _share_subject(candidates, triggers, words, actors=actors, kind=kind)
    # What was found in one place may be examined in another.
    elsewhere = [place for place in places if place.name.first not in examined]
    placed = _without_parents(_site_first(elsewhere or places, sentence), sentence, kind)
    placed = [place for place in placed if kind != "strike" or not _lies_elsewhere(place, country, triggers, sentence)]
    strips = {cue.last for cue in sentence.tagged("noun:area")}
    points = [place for place in placed if strips.isdisjoint({place.name.first, place.name.first - 1})]
    # In "in den Gebieten Lwiw und Ternopil" each is one of several areas.
    points = points if any(place.name.toponym.precision in _FINE for place in points) else []
    placed = points or placed  # "à Khan Younès, dans la bande de Gaza": the strip only says where
    if kind == "seizure" and not any(place.role is PlaceRole.SITE for place in placed):
        placed += _post_of_takers(governed, sentence)
    supplier, recipient = _pair(_turn_passive(actors))
    if kind == "seizure" and country == recipient and not _opens(sentence, country, triggers):
        country = None  # "fusils destinés à la Libye" were not taken there
    return Parts(
        places=_in_stages(_under_way(placed, kind, words), sentence) if kind in (*_FLOWS, "seizure") else tuple(placed),
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
    joined = {c.last for c in sentence.tagged("prep:and")}
    for trigger in triggers:
        frame, at = frames[trigger.frame], trigger.cue.first
        others = [t for t in candidates if t not in triggers and t.cue.first < at and t.frame != "noun"]
        if frame.actor.get("subject", "") in ("", *actors) or trigger.frame == "noun" or not others:
            continue
        own = [n for n in sentence.names if n.first in joined and at - n.last in (0, 1)]
        if not own and not joined & {at, at - 1}:
            continue
        for name in own or _subjects_of(others[-1], words):
            _note_actor(name, frozenset({"subject"}), frame, trigger, sentence=sentence, actors=actors)


def _subjects_of(trigger: Trigger, words: PrepositionMap) -> list[Name]:
    memo: dict[int, frozenset[str]] = {}
    before = (n for n in words.sentence.names if n.last <= trigger.cue.first)
    subjects = (n for n in before if "subject" in functions_of(n, words, memo))
    return [n for n in subjects if not _is_cut_off(n, trigger, words.sentence)]


def _post_of_takers(governed: Sequence[tuple[Name, frozenset[str], Trigger]], sentence: Sentence) -> list[MentionPlace]:
    """Return where those who seized something serve, if nothing says where: "les douaniers de Presevo ont saisi"."""
    officials = sentence.tagged("noun:official")
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


def _is_posted_to(name: Name, functions: frozenset[str]) -> bool:
    """Tell whether a capital is where troops go or are: "200 policiers à Port-au-Prince"."""
    toponym = name.toponym
    placed = toponym.role is Role.METONYM and toponym.place is not None
    return placed and bool(functions & {"to", "at"}) and not functions & {"subject", "war", "by"}


def _is_of_find(name: Name, triggers: Sequence[Trigger], zones: Sequence[Zone]) -> bool:
    """Tell whether a find in an attribution was made there: "L'examen des débris recueillis à X montre que"."""
    zone = next(zone for zone in zones if zone.first <= name.first < zone.last)
    finds = [t.cue for t in triggers if t.kind == "recovery" and zone.first <= t.cue.first < name.first]
    return bool(finds) and name.last <= zone.cue.first and name.is_place


def _between(name: Name, functions: frozenset[str], sentence: Sentence) -> frozenset[str]:
    """Read "entre Tumangang et Khassan" as from the one to the other."""
    cues = [c for c in sentence.tagged("prep:between") if name.first >= c.last]
    if not cues:
        return functions
    inside = [n for n in sentence.names if n.first >= cues[-1].last and n.is_place]
    joined = any(inside[0].last == c.first for c in sentence.tagged("prep:and")) if inside else False
    if len(inside) < 2 or not joined or inside[1].first - inside[0].last > _APPOSED:  # noqa: PLR2004 (a pair)
        return functions
    return frozenset({"from"}) if name == inside[0] else frozenset({"to"}) if name == inside[1] else functions


def _is_river(name: Name, sentence: Sentence) -> bool:
    """Tell whether a name is but that of a river: "до гирла Волги"."""
    return any(name.first - cue.last in (0, 1) for cue in sentence.tagged("noun:river"))


def _is_border(name: Name, sentence: Sentence) -> bool:
    """Tell whether a country is only told of for its border: "вблизи границы с Украиной"."""
    borders = [c for c in sentence.tagged("noun:border") if 0 <= name.first - c.last <= _APPOSED]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : name.first]) for c in borders)


def _lies_elsewhere(place: MentionPlace, country: str | None, triggers: Sequence[Trigger], sentence: Sentence) -> bool:
    """Tell whether a deed is told of another country: "die Explosion im Libanon beschäftigt Sofia"."""
    if country is None or place.name.toponym.country in (None, country) or any(t.frame != "noun" for t in triggers):
        return False
    # "auf dem US-Luftwaffenstützpunkt Ain al-Assad": whose the base is.
    owned = {cue.first for cue in sentence.tagged("noun:place")}
    named = [n for n in sentence.names if n.is_country and n.toponym.country == country and n.last not in owned]
    return any(t.cue.last <= n.first < place.name.first for t in triggers for n in named)


def _under_way(places: Sequence[MentionPlace], kind: str, words: PrepositionMap) -> list[MentionPlace]:
    """Make stops of what was reached under way: "Onderweg legde het aan in Koper"."""
    if kind != "shipment" or not words.sentence.has("cue:en_route"):
        return list(places)
    memo: dict[int, frozenset[str]] = {}
    return [_on_the_way(place, words.sentence, functions_of(place.name, words, memo)) for place in places]


def _on_the_way(place: MentionPlace, sentence: Sentence, functions: frozenset[str]) -> MentionPlace:
    if place.role is not PlaceRole.DESTINATION or not functions & {"at", "near"}:
        return place
    first, last = clause_of(sentence, place.name.first)
    if not any(first <= cue.first < last for cue in sentence.tagged("cue:en_route")):
        return place
    return MentionPlace(role=PlaceRole.VIA, name=place.name, mode=place.mode)


def _opens(sentence: Sentence, country: str | None, triggers: Sequence[Trigger]) -> bool:
    """Tell whether a country is named before what happened: "У Кувейті вилучили"."""
    first = min((trigger.cue.first for trigger in triggers), default=0)
    return any(name.first < first and name.toponym.country == country for name in sentence.names)


def _strongest(triggers: Iterable[Trigger], kind: str) -> list[Trigger]:
    """Drop other kinds' readings of a word that one of this kind covers: "landed" of a plane, of troops."""
    triggers = list(triggers)
    own = [t.cue for t in triggers if t.kind == kind]
    return [
        t for t in triggers if t.kind == kind or not any(o.first <= t.cue.first and t.cue.last <= o.last for o in own)
    ]


def _acts_as_place(
    name: Name, functions: frozenset[str], words: PrepositionMap, trigger: Trigger, frame: Frame
) -> bool:
    """Tell whether a town's name not taken for a place is where something happened.

    "fired from the Kaechon area", "im Hamburger Hafen".
    """
    toponym = name.toponym
    if toponym.role is Role.DEMONYM and toponym.place is not None and toponym.place.kind is PlaceKind.SETTLEMENT:
        nouns = words.sentence.tagged("noun:place")
        return any(cue.first == name.last or cue.last == name.first for cue in nouns)
    if toponym.role not in (Role.ACTOR, Role.METONYM, Role.VENUE) or toponym.precision == "country":
        return False
    if (toponym.place or toponym.within) is None or (toponym.place and toponym.place.kind is PlaceKind.COUNTRY):
        return False
    suffers = trigger.frame == "suffer" and "subject" in functions and name.first < trigger.cue.first
    if suffers or (toponym.role is Role.METONYM and _is_seat(name, words)):
        return suffers
    travels = trigger.frame in _TRAVELS and words.sentence.has(*_VEHICLE_CUES)
    travels = travels or _opens_a_way(name, functions, words)
    if toponym.role is Role.METONYM and functions & set(frame.actor) and not travels:
        return False
    lead = words.longest_preposition(name.first)
    at = lead[0].first if lead and lead[0].tag in ("prep:of", "prep:from") else name.first
    around = words.ends_with(at, "noun:place") is not None
    told = toponym.role is Role.VENUE or around
    quoted = (told or travels) and "object" in functions and "object" in frame.place
    afloat = "beside" in functions and toponym.precision == "sea"  # "au large de Mascate"
    return quoted or afloat or bool(functions & {"from", "at", "near", "to", "via"})


def _opens_a_way(name: Name, functions: frozenset[str], words: PrepositionMap) -> bool:
    """Tell whether a capital is one end of a way to a place named next: "d'Abou Dhabi à Amdjarass"."""
    if "from" not in functions:
        return False
    following = next((other for other in words.sentence.names if other.first >= name.last), None)
    if following is None or not following.is_place or following.first - name.last > _APPOSED:
        return False
    return any(cue.tag in ("prep:to", "prep:via") for cue in words.longest_preposition(following.first))


def _is_seat(name: Name, words: PrepositionMap) -> bool:
    """Tell whether a town is only where an office sits: "the government in Aden"."""
    lead = words.longest_preposition(name.first)
    return bool(lead) and any(cue.last == lead[0].first for cue in words.sentence.tagged("noun:official", "noun:body"))


def _is_apposed(name: Name, sentence: Sentence) -> bool:
    """Tell whether a country only says where the place before it lies: "Najin, en Corée du Nord"."""
    before = [n for n in sentence.names if n.last <= name.first and name.first - n.last <= _APPOSED]
    return any(n.is_place and n.toponym.country == name.toponym.country and name.is_country for n in before)


def _governor(name: Name, triggers: Sequence[Trigger], sentence: Sentence) -> Trigger:
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


def _is_given(trigger: Trigger, sentence: Sentence) -> bool:
    """Tell whether a country is told to give something, by no way and no means: "Pyongyang a livré ... à Moscou"."""
    if trigger.frame != "give" or sentence.has(*_MODES):
        return False
    ways = sentence.tagged("shipment:move", "shipment:arrive", "shipment:depart", "shipment:sail")
    # A text that lets one capital stand for its government does so with the other.
    givers = [n for n in sentence.names if n.last <= trigger.cue.first and n.toponym.role is Role.METONYM]
    return bool(givers) and not ways


def _closing_verb(
    name: Name,
    trigger: Trigger,
    candidates: Sequence[Trigger],
    words: PrepositionMap,
    memo: dict[int, frozenset[str]],
) -> Trigger:
    """Return the verb that closes a name's clause where the noun before it has no part for it.

    "sechs Frachtflüge mit Waffen sind in Bengasi gelandet".
    """
    sentence = words.sentence
    if trigger.frame != "noun" or not sentence.tables.verb_second:
        return trigger
    frame = event_kinds()[trigger.kind].frames["noun"]
    if functions_of(name, words, memo) & {*frame.place, *frame.actor}:
        return trigger
    _, last = clause_of(sentence, name.first)
    verbs = [t for t in candidates if name.last <= t.cue.first < last and t.frame != "noun" and t.kind == trigger.kind]
    return verbs[0] if verbs else trigger


def _stands_for_government(name: Name, functions: frozenset[str], frame: Frame, *, gets: bool = False) -> bool:
    """Tell whether a capital acts ("Pyongyang a livré", "livrer à Moscou"), and nothing happened there."""
    place = name.toponym.place
    if place is None or place.kind not in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1):
        return False
    if functions & {"near", "beside"}:
        return False
    capital = place.feature_code == "PPLC" or _is_capital_area(name)
    acts = bool({"subject", "by"} & functions) and "subject" in frame.actor and "subject" not in frame.place
    return capital and (acts or ("to" in functions and (gets or "given" in functions)))


def _is_capital_area(name: Name) -> bool:
    return any(rival.place.feature_code == "PPLC" for rival in name.toponym.rivals)


def _is_handed_over_at(name: Name, words: PrepositionMap) -> bool:
    """Tell whether a gift is handed over at a port or base: "at the port of Mogadishu", not "at talks in Paris"."""
    lead = words.longest_preposition(name.first)
    return bool(lead) and words.ends_with(lead[0].first, "noun:place") is not None


def _role(
    functions: frozenset[str], frame: Frame, trigger: Trigger, name: Name, words: PrepositionMap
) -> PlaceRole | None:
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
    """Tell whether a missile is said to come from a place: "provenait d'une position près de Droujkivka"."""
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


def _note_actor(
    name: Name,
    functions: frozenset[str],
    frame: Frame,
    trigger: Trigger,
    *,
    sentence: Sentence,
    actors: dict[str, tuple[int, str]],
) -> None:
    """Note a country's part, keeping the best function seen for each part."""
    country = name.toponym.country
    if any(0 <= name.first - cue.last <= 1 for cue in sentence.tagged("noun:flag")):
        return  # "под флагом Панамы"
    if "beside" in functions and name.is_country:
        return  # "from a dhow off the coast of Somalia"
    if country is None or "war" in functions or name.toponym.role in (Role.PERSON, Role.VENUE):
        return
    if name.toponym.role is Role.ORGANISATION and organisation_kinds().get(name.toponym.canonical or "") not in _ACTING:
        return
    for rank, function in enumerate(_ACTOR_ORDER):
        if function not in frame.actor or not _fits(name, function, functions, trigger, sentence):
            continue
        if trigger.frame == "buy" and function == "to" and "given" not in functions:
            continue  # "für die Ukraine beschafft": bought for somebody, not of them
        part = frame.actor[function]
        if function == "by" and part == "supplier" and trigger.frame == "give":
            actors["by"] = (rank, country)
        if part not in actors or rank < actors[part][0]:
            actors[part] = (rank, country)
        return


def _fits(  # noqa: PLR0911 - a case a return
    name: Name, function: str, functions: frozenset[str], trigger: Trigger, sentence: Sentence
) -> bool:
    if name.toponym.role is Role.DEMONYM and function == "to":
        return trigger.frame == "give" and "to" in functions and _is_force_of(name, sentence)
    if function == "subject" and _acts_for(name, functions, sentence):
        return name.first < trigger.cue.first and not _is_cut_off(name, trigger, sentence)
    if name.toponym.role is Role.DEMONYM:
        carriers = [cue for cue in sentence.cues if cue.tag.startswith(_CARRIERS) and cue.tag not in _VEHICLES]
        if trigger.kind == "seizure":
            # "La frégate française a intercepté un boutre": whose frigate it is does not tell whose arms.
            fleet = {i for c in sentence.tagged("noun:fleet") for i in range(c.first, c.last)}
            carriers = [cue for cue in carriers if cue.first not in fleet]
        if _only_carry(trigger, sentence):
            carriers = [cue for cue in carriers if cue.first > trigger.cue.first]
        # "israelische Luftangriffe": the noun of the deed carries it as well as arms do.
        carriers += [trigger.cue] if trigger.frame == "noun" else []
        return function == "adjective" and adjoins(name, carriers, sentence)
    if function == "adjective" or function not in functions:
        return False
    if (function in ("from", "of") and "loose" in functions) or (
        function == "by" and _is_user(name, trigger, sentence)
    ):
        return False
    if function == "subject":
        return (
            name.first < trigger.cue.first and not _is_cut_off(name, trigger, sentence)
        ) or "nominative" in functions
    if function == "object":
        return (name.first > trigger.cue.first and "nominative" not in functions) or "accusative" in functions
    return True


def _acts_for(name: Name, functions: frozenset[str], sentence: Sentence) -> bool:
    """Tell whether an office acts for its state: "L'ambassadeur du Japon a remis", not "à l'ambassadeur du Japon"."""
    if not name.is_actor or not functions & {"of", "loose"}:
        return False
    heads = [c for c in sentence.tagged("noun:official", "noun:body") if 0 < name.first - c.last <= _APPOSED - 1]
    if not heads:
        return False
    articles = {c.last: c.first for c in sentence.tagged("noun:determiner")}
    first = articles.get(heads[-1].first, heads[-1].first)
    return first == 0 or sentence.tokens[first - 1].is_mark


def _is_force_of(name: Name, sentence: Sentence) -> bool:
    """Tell whether a people's adjective goes with its own forces: "remis à la marine philippine"."""
    forces = sentence.tagged("noun:force", "noun:state_office")
    return any(c.last == name.first or c.first == name.last for c in forces)


def _is_cut_off(name: Name, trigger: Trigger, sentence: Sentence) -> bool:
    """Tell whether another noun's relative clause holds the verb: "X a refusé un cargo qui transporte"."""
    relatives = [c for c in sentence.tagged("cue:relative") if name.last + 1 < c.first < trigger.cue.first]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : trigger.cue.first]) for c in relatives)


def _is_user(name: Name, trigger: Trigger, sentence: Sentence) -> bool:
    """Tell whether "by" belongs to another verb than the event's: "fournit des obus utilisés par la Russie"."""
    used = [c for c in sentence.tagged("noun:used") if 0 <= name.first - c.last <= _APPOSED]
    own = (trigger.cue.first, trigger.cue.last)
    apart = [c for c in used if not (c.first < own[1] and own[0] < c.last)]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : name.first]) for c in apart)


def _only_carry(trigger: Trigger, sentence: Sentence) -> bool:
    """Tell whether planes or lorries are what carries: "des avions israéliens ont transporté des munitions"."""
    flies = any(c.first == trigger.cue.first for c in sentence.tagged("unit:flight", "unit:voyage"))
    if trigger.frame not in _TRAVELS and not (flies and trigger.frame == "noun"):
        return False
    goods = [c for c in sentence.tagged("noun:arms") if c.first > trigger.cue.first]
    loads = [c for c in sentence.cues if c.tag in _PLANES and c.last <= trigger.cue.first]
    return bool(goods) and bool(loads)


def _turn_passive(actors: Mapping[str, tuple[int, str]]) -> Mapping[str, tuple[int, str]]:
    """Read "Ukraine was given ten tanks by Sweden": who gives stands after "by", the subject receives."""
    giver, subject = actors.get("by"), actors.get("supplier")
    if giver is None or subject is None or giver[1] == subject[1] or subject[0] != _ACTOR_ORDER.index("subject"):
        return actors
    return {**actors, "supplier": giver, "recipient": actors.get("recipient", subject)}


def _pair(actors: Mapping[str, tuple[int, str]]) -> tuple[str | None, str | None]:
    supplier, recipient = actors.get("supplier"), actors.get("recipient")
    if supplier and recipient and supplier[1] == recipient[1]:
        return (supplier[1], None) if supplier[0] <= recipient[0] else (None, recipient[1])
    return (supplier[1] if supplier else None, recipient[1] if recipient else None)


def _site_first(places: Sequence[MentionPlace], sentence: Sentence) -> list[MentionPlace]:
    """Drop points that only help to find another: "juste au nord de la capitale Kiev"."""
    words = PrepositionMap(sentence)
    memo: dict[int, frozenset[str]] = {}
    kept: list[MentionPlace] = []
    for place in places:
        found = functions_of(place.name, words, memo)
        lead = words.longest_preposition(place.name.first)
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


def _without_parents(places: Sequence[MentionPlace], sentence: Sentence, kind: str) -> list[MentionPlace]:
    """Drop an area named right after a place inside it: "Perm, dans l'est de la Russie"."""
    kept: list[MentionPlace] = []
    for place in places:
        inner = kept[-1] if kept and not (kind == "seizure" and _is_elsewhere(place, kept[-1])) else None
        if inner is not None and _is_parent(place, inner) and _is_aside_of(place, inner, sentence):
            continue
        # "в Чёрном море, примерно в сорока морских милях к северу от Кефкена"
        measured = any(c.last == place.name.first for c in sentence.tagged("prep:beside"))
        reach = _NEAR_AREA * 2 if measured else _NEAR_AREA
        if inner is not None and _is_parent(inner, place) and place.name.first - inner.name.last <= reach:
            kept.pop()
        kept.append(place)
    return kept


def _is_elsewhere(one: MentionPlace, other: MentionPlace) -> bool:
    """Tell whether a sea is where a ship was stopped and a port an end of its way: "bound for Aden, in the Red Sea"."""
    sea, port = (one, other) if one.name.toponym.precision == "sea" else (other, one)
    ends = (PlaceRole.ORIGIN, PlaceRole.DESTINATION)
    return sea.name.toponym.precision == "sea" and sea.role is PlaceRole.SITE and port.role in ends


def _is_aside_of(outer: MentionPlace, inner: MentionPlace, sentence: Sentence) -> bool:
    """Tell whether an area only says where the place named before it lies, near it or after more about it."""
    between = outer.name.first - inner.name.last
    joined = any(inner.name.last <= c.first < outer.name.first for c in sentence.tagged("prep:and"))
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


def _in_stages(places: Sequence[MentionPlace], sentence: Sentence) -> tuple[MentionPlace, ...]:
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
    """Tell whether the way goes on from one destination to the last: "puis", another mode, "from there"."""
    low, high = place.name.last, last.name.first
    steps = sentence.tagged("cue:continuation", *_MODES)
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
    modes = [cue for cue in sentence.tagged(*_MODES) if low <= cue.first < high]
    if not modes:
        by_ship = sentence.has("noun:ship") or bool(sentence.group("vessel:"))
        crossed = any(name.toponym.precision == "sea" and name.is_place for name in sentence.names)
        return Mode.SEA if (by_ship or crossed) and not sentence.has(*_MODES) else Mode.UNKNOWN
    best = min(modes, key=lambda cue: (-(cue.last - cue.first), abs(cue.first - place.name.first)))
    return _MODES[best.tag]


def _stage_end(stop: int, following: int, sentence: Sentence) -> int:
    """Return where the words about one stretch end: at "puis", or right after its place."""
    step = next((c.first for c in sentence.tagged("cue:continuation") if stop < c.first < following), None)
    return step if step is not None else stop + 1
