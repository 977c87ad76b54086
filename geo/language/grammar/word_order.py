"""Where things stand in German and Dutch clauses: the finite verb second, the rest of it last."""

from collections.abc import Sequence

from gazetteer.records import Role
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence

_HEADS = ("noun:official", "noun:body", "cue:statement_noun")
_WALLS = ("noun:auxiliary", "noun:pronoun", "noun:arms", "noun:troops", "noun:remnant")
_WALL_GROUPS = ("unit:", "weapon:", "hurt:", "qual:", "mode:")
_LONG_SOURCE = 14
_BARE = frozenset({"subject", "object"})
_FRONTED = ("prep:", "cue:continuation", "unit:", "weapon:", "noun:arms", "noun:troops")


def source_end(sentence: Sentence, cue: Cue, triggers: Sequence[Cue], last: int) -> int:
    """Return where the words for a source end that stand inside a clause: "nach Angaben des Pentagon | sind ...".

    `cue`: "laut", "volgens"; `last`: where the clause ends.
    """
    walls = _walls(sentence, triggers)
    heads = {c.first: c.last for c in sentence.cued(*_HEADS) if c.first >= cue.last}
    names = {name.first: name for name in sentence.names}
    of = _ends_of(sentence, "prep:of", cue.last)
    at = _ends_of(sentence, "prep:at", cue.last)
    determiners = {c.first for c in sentence.tagged["noun:determiner"]}
    closed = walls - determiners
    genitive = sentence.tables.genitive_endings
    index, has_head, named = cue.last, False, False
    while index < min(last, cue.last + _LONG_SOURCE):
        name = names.get(index)
        if name is not None and genitive and named:
            break  # "Zdaniem analityków ISW | Rosja przerzuciła"
        if name is not None and not (has_head and _is_adjective(sentence, name)):
            named = not _is_adjective(sentence, name)
            has_head = has_head or named
            index = name.last
        elif index in heads and (not has_head or (genitive and not of)):
            has_head, index = True, heads[index]
        elif index in of:
            has_head, index = False, of[index]
        elif has_head and index in at and at[index] in names:
            index = names[at[index]].last
        elif has_head and genitive and sentence.tokens[index].text.endswith(genitive):
            index += 1
        elif (_is_capitalised(sentence, index) and index not in walls) if has_head else index not in closed:
            # German writes its nouns with a capital: "des Pentagons | inzwischen".
            has_head = has_head or (bool(sentence.tables.case) and _is_capitalised(sentence, index))
            index += 1
        else:
            break
    return index


def _walls(sentence: Sentence, triggers: Sequence[Cue]) -> set[int]:
    found = {c.first for c in sentence.cues if c.tag in _WALLS or c.tag.startswith(_WALL_GROUPS)}
    found |= {t.first for t in triggers} | {number.first for number in sentence.numbers}
    return found | {date.first for date in sentence.dates}


def _ends_of(sentence: Sentence, tag: str, low: int) -> dict[int, int]:
    ends: dict[int, int] = {}
    for cue in sentence.tagged[tag]:
        if cue.first >= low:
            ends[cue.first] = max(cue.last, ends.get(cue.first, 0))
    return ends


def _is_adjective(sentence: Sentence, name: Name) -> bool:
    first = name.toponym.start - sentence.start
    named = name.toponym.role is Role.ORGANISATION
    return name.toponym.role is Role.DEMONYM or (not named and sentence.text[first : first + 1].islower())


def _is_capitalised(sentence: Sentence, index: int) -> bool:
    start = sentence.tokens[index].start - sentence.start
    return sentence.text[start : start + 1].isupper()


Governed = tuple[Name, frozenset[str], Cue]  # a name, what its position says it may be, and the verb it hangs on


def settle_bare(governed: Sequence[Governed], sentence: Sentence) -> dict[int, frozenset[str]]:
    """Tell who does from whom it is done to among names without prepositions: the doer comes first.

    "An Russland lieferte Nordkorea ...", "Iran habe Russland Drohnen geliefert".
    "von" marks the doer in the passive alone.

    Returns:
        What each settled name is, by its first word.
    """
    onward = {cue.first for cue in sentence.tagged["prep:to"]}
    settled = {
        n.first: f - {"by"}
        for n, f, _ in governed
        if {"by", "from"} <= f and (n.last in onward or not _is_passive(n, sentence))
    }
    for verb in dict.fromkeys(verb for _, _, verb in governed):
        bare = [(n, f) for n, f, v in governed if v == verb and f <= _BARE and _acts(n)]
        heads = [(n, f) for n, f in bare if not _is_joined(n, sentence)]
        if not heads:
            continue
        doer = heads[0][0]
        if doer.first > verb.first and not _opens_fronted(sentence, doer, verb):
            continue
        settled[doer.first] = frozenset({"subject", "nominative"})
        settled |= {n.first: frozenset({"to"}) for n, _ in heads[1:] if n.toponym.country != doer.toponym.country}
    return settled


def _is_passive(name: Name, sentence: Sentence) -> bool:
    """Return whether the name's clause is a passive one: "wurde von ... geliefert", "die von ... gelieferten"."""
    first, last = _clause(sentence, name.first)
    if any(first <= cue.first < last for cue in sentence.tagged["cue:passive"]):
        return True
    # An attribute between article and noun: "die von Norwegen gelieferten Panzer".
    return any(cue.first >= name.last for cue in sentence.tagged["cue:attribute"] if cue.first < last)


def _clause(sentence: Sentence, index: int) -> tuple[int, int]:
    first = last = index
    while first > 0 and not sentence.tokens[first - 1].is_mark:
        first -= 1
    while last < len(sentence.tokens) and not sentence.tokens[last].is_mark:
        last += 1
    return first, last


def _acts(name: Name) -> bool:
    """Return whether a name may stand for a state that acts: a country, or a capital."""
    toponym = name.toponym
    if toponym.country is None or toponym.role in (Role.DEMONYM, Role.PERSON, Role.VENUE, Role.ORGANISATION):
        return False
    capital = toponym.place is not None and toponym.place.feature_code == "PPLC"
    return capital or toponym.role in (Role.ACTOR, Role.METONYM) or name.is_country


def _is_joined(name: Name, sentence: Sentence) -> bool:
    """Return whether a name only joins the one before it: "Iran und Russland"."""
    joins = {cue.last for cue in sentence.tagged["prep:and"]}
    listed = name.first > 0 and sentence.tokens[name.first - 1].text == ","
    return name.first in joins or (listed and any(n.last == name.first - 1 for n in sentence.names))


def _opens_fronted(sentence: Sentence, doer: Name, verb: Cue) -> bool:
    """Return whether something else than the doer opens the clause, so that the doer follows its verb."""
    first, _ = _clause(sentence, verb.first)
    if first >= verb.first or any(sentence.tokens[i].is_mark for i in range(verb.first, doer.first)):
        return False
    opening = [c for c in sentence.cues if c.first == first and c.tag.startswith(_FRONTED) and c.tag != "prep:of"]
    dated = any(first <= d.first < verb.first for d in sentence.dates)
    counted = any(first <= n.first < verb.first for n in sentence.numbers)
    return bool(opening) or dated or counted


def is_modal(sentence: Sentence, verb: Cue, first: int, last: int) -> bool:
    """Return whether a modal verb governs an event's verb: "soll ... liefern", not "soll ... geliefert haben"."""
    joins = [c.first for c in sentence.tagged["prep:and"]]
    modals = sentence.tagged["cue:modal"]
    if any(c.first == verb.last for c in sentence.tagged["cue:to_be"]) and _any_governs(modals, verb, sentence):
        return True
    for modal in modals:
        low, high = min(modal.last, verb.last), max(modal.first, verb.first)
        if not first <= modal.first < last or any(low <= at < high for at in joins):
            continue
        perfect = [c for c in sentence.tagged["cue:perfect"] if min(modal.first, verb.first) < c.first < last]
        if not perfect or any(low <= c.first < high for c in sentence.tagged["cue:can"]):
            return True
    return False


def _any_governs(modals: Sequence[Cue], verb: Cue, sentence: Sentence) -> bool:
    """Return whether a modal verb reaches a passive that closes the sentence: "soll ... und stationiert werden"."""
    last = verb.last + 1
    closes = last >= len(sentence.tokens) or sentence.tokens[last].is_mark
    walls = [c.first for c in sentence.cued("cue:that", "cue:breaker", "cue:relative", "cue:passive")]
    return closes and any(
        modal.last <= verb.first and not any(modal.last <= at < verb.first for at in walls) for modal in modals
    )


def doer_follows(sentence: Sentence, first: int, verb: int) -> bool:
    """Return whether something else than its subject opens a clause: "Das bestätigte der Minister".

    `first`: where the clause starts; `verb`: where its finite verb stands.
    """
    if not sentence.tables.verb_second or first > verb:
        return False
    if first == verb:
        return True
    heads = any(first <= c.first < verb for c in sentence.cued("noun:official", "noun:body"))
    dates = [(d.start, d.end) for d in sentence.dates]
    names = [n for n in sentence.names if first <= n.first < verb]
    stated = [n for n in names if not any(low <= n.toponym.start < high for low, high in dates)]
    opening = any(
        c.first == first and (c.tag.startswith("prep:") or c.tag in ("noun:pronoun", "cue:continuation"))
        for c in sentence.cues
    )
    dated = any(sentence.token_at(low) == first for low, _ in dates)
    fronted = all(n.toponym.role is Role.LITERAL or n.toponym.role is Role.VENUE for n in stated)
    return (opening or dated) and not heads and fronted
