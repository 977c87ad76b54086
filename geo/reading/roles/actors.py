"""Who a country is to an event: supplier, recipient, attacker."""

from collections.abc import Mapping

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger
from geo.language.grammar.functions import adjoins
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
    if name.toponym.role is Role.DEMONYM:
        carriers = [cue for cue in sentence.cues if cue.tag.startswith(_CARRIERS) and cue.tag not in _VEHICLES]
        if trigger.kind == "seizure":
            # "La frégate française a intercepté un boutre": whose frigate it is does not tell whose arms.
            fleet = {i for c in sentence.tagged["noun:fleet"] for i in range(c.first, c.last)}
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
