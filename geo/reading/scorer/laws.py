"""Laws that veto: what is no argument of an event, whoever proposes it.

A front's section is no place hit, a dateline no place told of, an anchor ("near X") not the place that it helps to
find, the seat of an office not where its news happened, a capital that speaks not a city.
"""

from collections.abc import Sequence

from gazetteer.records import Role
from geo.articles.blocks import BlockKind
from geo.language.grammar.clauses import Trigger, clause_of, find_triggers
from geo.language.grammar.heads import TRIGGERS, PrepositionMap
from geo.language.sentence import Name, Sentence
from geo.reading.roles.restrictions import is_defence
from geo.reading.scorer.features import FLOW, Told

_NO_ARGUMENT = (Role.PERSON, Role.DEMONYM, Role.ORGANISATION)
_OFFICES = ("noun:official", "noun:body", "noun:state_office", "noun:government", "noun:force", "noun:examiners")
_SAYING = ("cue:speech", "cue:denial", "cue:acknowledge", "cue:fear", "cue:intent", "cue:promise")
_GOVERNING = (Role.METONYM, Role.ACTOR)
_BESIDE = frozenset({"near", "beside"})
_TAKEN = ("seizure", "recovery")
_TO = frozenset({"to"})
_FROM = frozenset({"from"})
_DOER = frozenset({"by"})
_ANCHOR_REACH = 9
_TALKS_REACH = 9
_SHORE_REACH = 6
_VERB_REACH = 2
_ACTIVE = ("launch", "hit")
_HOLDER_REACH = 3


def may_be_argument(told: Told, name: Name, kind: str = "") -> bool:
    """Return whether the laws let a name be an argument of a kind; a caption tells of nothing by itself."""
    if told.sentence.kind is BlockKind.CAPTION or _is_where_said(told, name):
        return False
    if kind in _TAKEN and told.functions[name.first] == _TO:
        return False  # where a ship was heading is not where it was caught
    if kind == "strike" and (told.functions[name.first] == _FROM or _strikes(told, name)):
        return False  # nor is hit what drones came from, nor who sent them
    return may_be_placed(told, name, countries=kind == FLOW)


def may_be_placed(told: Told, name: Name, *, countries: bool = False) -> bool:
    """Return whether a name may be where something happened, came from or went.

    `countries`: whether a country may be: an end of a way, never where something happened.
    """
    sentence, toponym, functions = told.sentence, name.toponym, told.functions[name.first]
    literal = toponym.role is Role.LITERAL
    if toponym.role in _NO_ARGUMENT or (toponym.precision is None and not literal):
        return False
    if toponym.precision == "country" and not (countries and literal):
        return False
    if _is_filed(sentence, name) or _holds_town(sentence, name):
        return False
    if functions == _DOER or name.first < told.opening or _is_sector(sentence, name) or _is_plain_word(sentence, name):
        return False
    if is_anchor(sentence, name, functions) or _is_of_talks(sentence, name) or _is_shore(sentence, name):
        return False
    capital = toponym.place is not None and toponym.place.feature_code == "PPLC"
    return not capital or not (_is_seat(sentence, name, told.words) or _speaks(sentence, name, told.words))


def _is_filed(sentence: Sentence, name: Name) -> bool:
    """Return whether a text was filed at a name ("KYIV: Two"), or a headline's capital alone makes it one."""
    if name.toponym.doubtful and sentence.kind is BlockKind.HEADING:
        return True
    place, tokens = name.toponym.place, sentence.tokens
    opens = name.first == 0 and name.toponym.text.isupper()
    colon = name.last < len(tokens) and tokens[name.last].text == ":"
    return opens and colon and place is not None and place.feature_code == "PPLC"


def _holds_town(sentence: Sentence, name: Name) -> bool:
    """Return whether a town's name is that of the area around the town before it: "Kramatorsk in Donetsk"."""
    if not name.toponym.contains or name.toponym.precision != "settlement":
        return False
    towns = (n for n in sentence.names if n.toponym.place is not None and n.toponym.precision in ("settlement", "site"))
    return any(0 < name.first - town.last <= _HOLDER_REACH for town in towns)


def _strikes(told: Told, name: Name) -> bool:
    """Return whether a capital stands for the government that strikes: "Moscou a lancé son invasion"."""
    if name.toponym.role is not Role.METONYM or "cue:passive" in told.sentence.tags:
        return False
    near = (t for t in told.triggers if 0 <= t.cue.first - name.last <= _VERB_REACH)
    return any(t.kind == "strike" and t.frame in _ACTIVE for t in near)


def _is_where_said(told: Told, name: Name) -> bool:
    """Return whether a name is where somebody spoke: "the president said in Munich", "From Quito the minister said"."""
    zone = next((z for z in told.zones if z.first <= name.first < z.last), None)
    if zone is None or zone.cue.tag != "cue:speech":
        return False
    functions = told.functions[name.first]
    if name.first >= zone.cue.last:
        return "at" in functions
    blows = any(zone.first <= trigger.cue.first < zone.cue.first for trigger in told.triggers)
    return "from" in functions and not blows


def _is_plain_word(sentence: Sentence, name: Name) -> bool:
    """Return whether what a gazetteer has as a name is here the word that it also is: "Customs seized", "Ataque a"."""
    first, last = name.first, name.last
    same = [cue.tag for cue in sentence.cues if cue.first == first and cue.last == last]
    return any(tag in _OFFICES or tag.partition(":")[0] in TRIGGERS for tag in same)


def _is_sector(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is that of a front's section, not a goal: "Kupiansk direction", not "w kierunku Odessy"."""
    ways = [cue for cue in sentence.tagged["prep:to"] if cue.last == name.first]
    return any(
        (cue.first == name.last or cue.last == name.first)
        and not any(way.first <= cue.first and cue.last <= way.last for way in ways)
        for cue in sentence.tagged["noun:sector"]
    )


def _is_of_talks(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is where people met: no word for an event stands between "met" and it."""
    before = [cue for cue in sentence.tagged["cue:talks"] if 0 <= name.first - cue.last <= _TALKS_REACH]
    return bool(before) and not any(
        before[-1].last <= trigger.cue.first < name.first for trigger in find_triggers(sentence)
    )


def is_anchor(sentence: Sentence, name: Name, functions: frozenset[str]) -> bool:
    """Return whether a name only helps to find the place named before it: "Muridke, near Lahore"."""
    if not functions & _BESIDE:
        return False
    others = [n for n in sentence.names if n.last <= name.first and n.toponym.role not in _NO_ARGUMENT]
    if not others or others[-1].toponym.precision == "country" or others[-1].toponym.place is None:
        return False  # where the place itself is not known, the one it lies near is the best there is
    if name.first - others[-1].last > _ANCHOR_REACH:
        return False
    between = [cue for cue in sentence.cues if others[-1].last <= cue.first < name.first]
    # "at Lysychansk, Yampil and Kramatorsk": in a list none is the other's anchor.
    beside = any(cue.tag in ("prep:near", "prep:beside") for cue in between)
    return beside and not any(cue.tag.startswith(("strike:", "seizure:", "cue:breaker", "cue:and")) for cue in between)


def _is_shore(sentence: Sentence, name: Name) -> bool:
    """Return whether a sea only says where the town before it lies: "Dunay, on Russia's Pacific coast"."""
    if name.toponym.precision != "sea":
        return False
    towns = [n for n in sentence.names if n.last <= name.first and n.toponym.precision in ("settlement", "site")]
    if not towns or name.first - towns[-1].last > _SHORE_REACH:
        return False
    start = towns[-1].last + (sentence.tokens[towns[-1].last].text == ",")
    return any(cue.first == start for cue in sentence.tagged["prep:at"])


def _is_seat(sentence: Sentence, name: Name, words: PrepositionMap) -> bool:
    """Return whether a capital is only where an office sits: "the interior ministry in Warsaw"."""
    lead = words.prepositions[name.first]
    if not lead or not any(cue.tag == "prep:at" for cue in lead):
        return False
    at = before = lead[0].first
    if _is_struck(sentence, at):
        return False
    if before and sentence.tokens[before - 1].text == ")":  # "the Institute (RUSI) in London"
        before -= 1
    if any(cue.last == before for cue in sentence.cued(*_OFFICES)):
        return True
    return any(other.last == before and other.toponym.role is Role.ORGANISATION for other in sentence.names)


def _is_struck(sentence: Sentence, at: int) -> bool:
    """Return whether a blow's verb governs the words before: "hit the headquarters of the ministry in Tehran"."""
    start, end = clause_of(sentence, at - 1)
    blows = [c.first for c in sentence.cues if c.tag.startswith("strike:") and start <= c.first < min(at, end)]
    said = [c.first for c in sentence.cued(*_SAYING) if start <= c.first < at]
    return bool(blows) and (not said or said[-1] < blows[-1])


def _speaks(sentence: Sentence, name: Name, words: PrepositionMap) -> bool:
    """Return whether a capital stands for its government: "Moscow said", "many suspected Pyongyang"."""
    if any(cue.last == name.first for cue in words.prepositions[name.first]):
        return False
    said = sentence.cued(*_SAYING)
    denied = any(name.last <= cue.first <= name.last + 1 for cue in sentence.tagged["cue:negation"])
    reach = _VERB_REACH + (2 if denied else 0)  # "Moscou n'a rien dit"
    after = any(0 <= cue.first - name.last <= reach for cue in said)
    return after or any(0 <= name.first - cue.last < _VERB_REACH for cue in said)


def is_something_else(sentence: Sentence, after: Sentence | None) -> bool:
    """Return whether words for a blow are part of another thing's name: "gas explosion", "general strike".

    Nor is it a blow what such a thing did ("A gas explosion destroyed two houses"), what air defences did, or what
    no word of a blow tells where the next sentence gives another cause; a weapon named makes it one.
    """
    told = [trigger for trigger in find_triggers(sentence) if trigger.kind == "strike"]
    if told and all(is_defence(sentence, trigger) for trigger in told):
        return True
    armed = bool(sentence.groups["weapon"])
    if not told and not armed and after is not None and after.has("cue:not_war", "cue:accident"):
        return not after.groups["weapon"]
    blows = [cue for cue in sentence.cues if cue.tag.startswith("strike:")]
    named = [cue for cue in blows if cue.tag == "strike:noun"]
    others = sentence.tagged["cue:not_war"]
    judged = named if named and not armed else blows
    return bool(judged) and all(any(o.first <= b.first and b.last <= o.last for o in others) for b in judged)


def is_government(sentence: Sentence, name: Name, functions: frozenset[str], triggers: Sequence[Trigger]) -> bool:
    """Return whether a name stands for who governs there: "Pyongyang has shipped guns to Moscow".

    A means of transport, or another place on the way, makes it a town.
    """
    if name.toponym.role in _GOVERNING:
        return True
    place = name.toponym.place
    if place is None or place.feature_code != "PPLC" or not any(t.frame == "give" for t in triggers):
        return False
    if "subject" in functions:
        return True
    others = [n.toponym for n in sentence.names if n is not name and n.first < name.first]
    sent = any(t.role in _GOVERNING or t.precision == "country" for t in others)
    stops = any(t.role is Role.LITERAL and t.precision in ("settlement", "site") for t in others)
    return bool(functions & {"to", "object"}) and sent and not stops and not sentence.groups["mode"]
