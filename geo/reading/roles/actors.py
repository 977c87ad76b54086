"""Who acts: what a country is to an event, and whether a town's name stands for the town or for a government."""

from collections.abc import Mapping

from gazetteer.records import PlaceKind, Role
from geo.language.grammar.clauses import Trigger
from geo.language.grammar.functions import adjoins
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Name, Sentence
from geo.language.tables import Frame, organisation_kinds

_APPOSED = 3
_TRAVELS = frozenset({"move", "transit", "arrive", "depart", "sail", "come", "load", "unload", "link"})
"""Frames of a way: with a ship or plane named, capitals on it are stops, not governments."""
_ACTING = frozenset({"government", "ministry", "military", "company", "group"})
"""Kinds of organisation whose deeds are their country's; an institute or a newspaper only tells of them."""
_ACTOR_ORDER = ("subject", "by", "to", "from", "of", "object", "at", "adjective")
_VEHICLES = frozenset({"unit:vessel", "unit:warship", "unit:boat", "unit:wagon", "unit:voyage", "unit:flight"})
_PLANES = frozenset({"unit:aircraft", "unit:helicopter", "unit:vehicle"})
_CARRIERS = ("unit:", "weapon:", "noun:arms", "noun:troops")
_VEHICLE_CUES = ("noun:ship", "unit:vessel", "unit:warship", "unit:boat", "unit:flight", "unit:aircraft")


def note_actor(
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
    if any(0 <= name.first - cue.last <= 1 for cue in sentence.tagged["noun:flag"]):
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
        return name.first < trigger.cue.first and not is_cut_off(name, trigger, sentence)
    if function == "adjective" and name.toponym.role is Role.DEMONYM:
        carriers = [cue for cue in sentence.cues if cue.tag.startswith(_CARRIERS) and cue.tag not in _VEHICLES]
        if trigger.kind == "seizure":
            # "La frégate française a intercepté un boutre": whose frigate it is does not tell whose arms.
            fleet = {i for c in sentence.tagged["noun:fleet"] for i in range(c.first, c.last)}
            carriers = [cue for cue in carriers if cue.first not in fleet]
        if _only_carry(trigger, sentence):
            carriers = [cue for cue in carriers if cue.first > trigger.cue.first]
        # "israelische Luftangriffe": the noun of the deed carries it as well as arms do.
        carriers += [trigger.cue] if trigger.frame == "noun" else []
        return adjoins(name, carriers, sentence)
    if function == "adjective" or function not in functions or name.toponym.role is Role.DEMONYM:
        return False
    if (function in ("from", "of") and "loose" in functions) or (
        function == "by" and _is_user(name, trigger, sentence)
    ):
        return False
    if function == "subject":
        return (name.first < trigger.cue.first and not is_cut_off(name, trigger, sentence)) or "nominative" in functions
    if function == "object":
        return (name.first > trigger.cue.first and "nominative" not in functions) or "accusative" in functions
    return True


def _acts_for(name: Name, functions: frozenset[str], sentence: Sentence) -> bool:
    """Return whether an office acts for its state: "L'ambassadeur du Japon a remis", not "à l'ambassadeur du Japon"."""
    if not name.is_actor or not functions & {"of", "loose"}:
        return False
    heads = [c for c in sentence.cued("noun:official", "noun:body") if 0 < name.first - c.last <= _APPOSED - 1]
    if not heads:
        return False
    articles = {c.last: c.first for c in sentence.tagged["noun:determiner"]}
    first = articles.get(heads[-1].first, heads[-1].first)
    return first == 0 or sentence.tokens[first - 1].is_mark


def _is_force_of(name: Name, sentence: Sentence) -> bool:
    """Return whether a people's adjective goes with its own forces: "remis à la marine philippine"."""
    forces = sentence.cued("noun:force", "noun:state_office")
    return any(c.last == name.first or c.first == name.last for c in forces)


def is_cut_off(name: Name, trigger: Trigger, sentence: Sentence) -> bool:
    """Return whether another noun's relative clause holds the verb: "X a refusé un cargo qui transporte"."""
    relatives = [c for c in sentence.tagged["cue:relative"] if name.last + 1 < c.first < trigger.cue.first]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : trigger.cue.first]) for c in relatives)


def _is_user(name: Name, trigger: Trigger, sentence: Sentence) -> bool:
    """Return whether "by" belongs to another verb than the event's: "fournit des obus utilisés par la Russie"."""
    used = [c for c in sentence.tagged["noun:used"] if 0 <= name.first - c.last <= _APPOSED]
    own = (trigger.cue.first, trigger.cue.last)
    apart = [c for c in used if not (c.first < own[1] and own[0] < c.last)]
    return any(not any(t.is_mark for t in sentence.tokens[c.last : name.first]) for c in apart)


def _only_carry(trigger: Trigger, sentence: Sentence) -> bool:
    """Return whether planes or lorries are what carries: "des avions israéliens ont transporté des munitions"."""
    flies = any(c.first == trigger.cue.first for c in sentence.cued("unit:flight", "unit:voyage"))
    if trigger.frame not in _TRAVELS and not (flies and trigger.frame == "noun"):
        return False
    goods = [c for c in sentence.tagged["noun:arms"] if c.first > trigger.cue.first]
    loads = [c for c in sentence.cues if c.tag in _PLANES and c.last <= trigger.cue.first]
    return bool(goods) and bool(loads)


def turn_passive(actors: Mapping[str, tuple[int, str]]) -> Mapping[str, tuple[int, str]]:
    """Read "Ukraine was given ten tanks by Sweden": who gives stands after "by", the subject receives."""
    giver, subject = actors.get("by"), actors.get("supplier")
    if giver is None or subject is None or giver[1] == subject[1] or subject[0] != _ACTOR_ORDER.index("subject"):
        return actors
    return {**actors, "supplier": giver, "recipient": actors.get("recipient", subject)}


def pair(actors: Mapping[str, tuple[int, str]]) -> tuple[str | None, str | None]:
    """Return who supplies and who receives; of one country in both parts only the surer."""
    supplier, recipient = actors.get("supplier"), actors.get("recipient")
    if supplier and recipient and supplier[1] == recipient[1]:
        return (supplier[1], None) if supplier[0] <= recipient[0] else (None, recipient[1])
    return (supplier[1] if supplier else None, recipient[1] if recipient else None)


def is_posted_to(name: Name, functions: frozenset[str]) -> bool:
    """Return whether a capital is where troops go or are: "200 policiers à Port-au-Prince"."""
    toponym = name.toponym
    placed = toponym.role is Role.METONYM and toponym.place is not None
    return placed and bool(functions & {"to", "at"}) and not functions & {"subject", "war", "by"}


def acts_as_place(name: Name, functions: frozenset[str], words: PrepositionMap, trigger: Trigger, frame: Frame) -> bool:
    """Return whether a town's name not taken for a place is where something happened.

    "fired from the Kaechon area", "im Hamburger Hafen".
    """
    toponym = name.toponym
    if toponym.role is Role.DEMONYM and toponym.place is not None and toponym.place.kind is PlaceKind.SETTLEMENT:
        nouns = words.sentence.tagged["noun:place"]
        return any(cue.first == name.last or cue.last == name.first for cue in nouns)
    if toponym.role not in (Role.ACTOR, Role.METONYM, Role.VENUE) or toponym.precision == "country":
        return False
    if (toponym.place or toponym.within) is None or (toponym.place and toponym.place.kind is PlaceKind.COUNTRY):
        return False
    suffers = trigger.frame == "suffer" and "subject" in functions and name.first < trigger.cue.first
    if suffers or (toponym.role is Role.METONYM and _is_seat(name, words)):
        return suffers
    travels = trigger.frame in _TRAVELS and (words.sentence.groups["mode"] or words.sentence.has(*_VEHICLE_CUES))
    travels = travels or _opens_a_way(name, functions, words)
    if toponym.role is Role.METONYM and functions & set(frame.actor) and not travels:
        return False
    lead = words.prepositions[name.first]
    at = lead[0].first if lead and lead[0].tag in ("prep:of", "prep:from") else name.first
    around = "noun:place" in words.ends[at]
    told = toponym.role is Role.VENUE or around
    quoted = (told or travels) and "object" in functions and "object" in frame.place
    afloat = "beside" in functions and toponym.precision == "sea"  # "au large de Mascate"
    return quoted or afloat or bool(functions & {"from", "at", "near", "to", "via"})


def _opens_a_way(name: Name, functions: frozenset[str], words: PrepositionMap) -> bool:
    """Return whether a capital is one end of a way to a place named next: "d'Abou Dhabi à Amdjarass"."""
    if "from" not in functions:
        return False
    following = next((other for other in words.sentence.names if other.first >= name.last), None)
    if following is None or not following.is_place or following.first - name.last > _APPOSED:
        return False
    return any(cue.tag in ("prep:to", "prep:via") for cue in words.prepositions[following.first])


def _is_seat(name: Name, words: PrepositionMap) -> bool:
    """Return whether a town is only where an office sits: "the government in Aden"."""
    lead = words.prepositions[name.first]
    return bool(lead) and any(cue.last == lead[0].first for cue in words.sentence.cued("noun:official", "noun:body"))


def stands_for_government(name: Name, functions: frozenset[str], frame: Frame, *, gets: bool = False) -> bool:
    """Return whether a capital acts ("Pyongyang a livré", "livrer à Moscou"), and nothing happened there."""
    place = name.toponym.place
    if place is None or place.kind not in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1):
        return False
    if functions & {"near", "beside"}:
        return False
    capital = place.feature_code == "PPLC"
    acts = bool({"subject", "by"} & functions) and "subject" in frame.actor and "subject" not in frame.place
    return capital and (acts or ("to" in functions and (gets or "given" in functions)))
