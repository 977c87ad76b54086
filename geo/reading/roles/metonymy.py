"""Whether a town's name stands for the town or for a government."""

from gazetteer.records import PlaceKind, Role
from geo.language.grammar.clauses import Trigger
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Name
from geo.language.tables import Frame
from geo.records import Mode

_APPOSED = 3
_MODES = {"mode:sea": Mode.SEA, "mode:rail": Mode.RAIL, "mode:road": Mode.ROAD, "mode:air": Mode.AIR}
_TRAVELS = frozenset({"move", "transit", "arrive", "depart", "sail", "come", "load", "unload", "link"})
"""Frames of a way: with a ship or plane named, capitals on it are stops, not governments."""
_VEHICLE_CUES = ("noun:ship", "unit:vessel", "unit:warship", "unit:boat", "unit:flight", "unit:aircraft", *_MODES)


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
    travels = trigger.frame in _TRAVELS and words.sentence.has(*_VEHICLE_CUES)
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
    capital = place.feature_code == "PPLC" or _is_capital_area(name)
    acts = bool({"subject", "by"} & functions) and "subject" in frame.actor and "subject" not in frame.place
    return capital and (acts or ("to" in functions and (gets or "given" in functions)))


def _is_capital_area(name: Name) -> bool:
    return any(rival.place.feature_code == "PPLC" for rival in name.toponym.rivals)
