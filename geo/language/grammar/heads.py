"""What stands before a preposition, and what that makes of it: a place noun, goods, a verb, a war."""

from collections import defaultdict
from collections.abc import Sequence

from gazetteer.records import Role
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence

_ADJECTIVE_REACH = 3
PHRASE_ENDS = frozenset({"cue:that", "cue:relative", "cue:speech", "cue:breaker"})
TRIGGERS = frozenset({"shipment", "strike", "recovery", "seizure", "deployment", "test"})
"""Groups of the cues that tell of events."""
_BEFORE_OBJECTS = TRIGGERS | {"noun:auxiliary", "noun:pronoun"}
_WAR_REACH = 6
_LENGTH_REACH = 6
_CARRIES = ("unit:", "weapon:", "mode:", "shipment:", "strike:", "deployment:", "seizure:", "test:", "recovery:")
_CARRIED = frozenset({*(group.removesuffix(":") for group in _CARRIES), "noun:arms"})
_DAYS_BESIDE = frozenset({"cue:day_before", "cue:day_after", "cue:same_time"})
_SENT = ("noun:arms", "noun:troops")
_NAMED = (*_SENT, "noun:fleet")


def _start(cue: Cue) -> int:
    return cue.first


class PrepositionMap:
    """The prepositions of a sentence by the word they end at."""

    def __init__(self, sentence: Sentence) -> None:
        """Index the sentence's cues."""
        self.sentence = sentence
        self.ends: defaultdict[int, dict[str, Cue]] = defaultdict(dict)
        """By the word that they end before, the longest cue of each tag, and of each group of tags."""
        self.prepositions: defaultdict[int, list[Cue]] = defaultdict(list)
        """The preposition cues that end before a word, those of the longest one only."""
        for cue in sorted(sentence.cues, key=_start):
            ends, (group, _, name) = self.ends[cue.last], cue.tag.partition(":")
            ends.setdefault(cue.tag, cue)
            ends.setdefault(group, cue)
            if group == "prep" and name != "and":
                found = self.prepositions[cue.last]
                if not found or found[0].first == cue.first:
                    found.append(cue)
        for last, found in list(self.prepositions.items()):  # "procedentes de | la": its article ends it
            outer = self.prepositions.get(last - 1)
            if outer and outer[0].first < found[0].first < last - 1:
                self.prepositions[last] = [cue._replace(last=last) for cue in outer]
        self.opened = _opened_brackets(sentence) if sentence.tables.verb_second else frozenset()
        self.name_at = {index: name for name in sentence.names for index in range(name.first, name.last)}
        self.dated = {date.last: date.first for date in sentence.dates}
        self.functions: dict[int, frozenset[str]] = {}
        """What its names may be in their clause, as far as asked; see `functions_of`."""


def _opened_brackets(sentence: Sentence) -> frozenset[int]:
    """Return where the verbs end whose prefix closes the clause: "griffen | die Raffinerie ... an"."""
    return frozenset(c.first + 1 for group in TRIGGERS for c in sentence.groups[group] if c.last - c.first > 1)


def follows_length(first: int, words: PrepositionMap) -> bool:
    """Return whether "from" counts a distance: "27 km south-east of", "за 27 кілометрів на схід від"."""
    lengths = words.sentence.groups["length"]
    near = [cue for cue in lengths if 0 <= first - cue.last <= _LENGTH_REACH]
    return any(not any(t.is_mark for t in words.sentence.tokens[cue.last : first]) for cue in near)


def place_noun(first: int, words: PrepositionMap) -> Cue | None:
    """Return the noun that "of" hangs on: of "le port de", "la région russe de", "la ville portuaire de"."""
    for last in range(first, max(0, first - _ADJECTIVE_REACH), -1):
        noun = words.ends[last].get("noun:place")
        if noun is not None:
            return noun
        inner = words.name_at.get(last - 1)
        adjective = inner is None or inner.toponym.role is Role.DEMONYM
        if not adjective or words.sentence.tokens[last - 1].is_mark or words.ends[last]:
            return None
    return None


def counts_goods(found: Cue, words: PrepositionMap) -> bool:
    """Return whether "of" leads goods and no place of them: "750 tonnes d'armes", not "un dépôt d'armes"."""
    goods = (c for c in words.sentence.cues if c.tag.startswith(_CARRIES) or c.tag in _SENT)
    return any(c.first == found.last for c in goods) and "noun:place" not in words.ends[found.first]


def is_plain(last: int, words: PrepositionMap) -> bool:
    """Return whether the word before index `last` is neither a mark, a name nor a cue that ends a phrase."""
    if last < 1 or words.sentence.tokens[last - 1].is_mark or last - 1 in words.name_at:
        return False
    return words.ends[last].keys().isdisjoint(PHRASE_ENDS | TRIGGERS)


def opens_object(first: int, words: PrepositionMap) -> bool:
    """Return whether an article opens an object, and no noun before it takes it for a genitive."""
    if first == 0 or words.sentence.tokens[first - 1].is_mark or first - 1 in words.name_at:
        return True
    return not words.ends[first].keys().isdisjoint(_BEFORE_OBJECTS)


def coordinate(first: int, words: PrepositionMap) -> Name | None:
    """Return the name right before "and" or a comma."""
    return words.name_at.get(first - 1) if first > 0 else None


def coordinate_of(first: int, words: PrepositionMap) -> Name | None:
    """Return Kyiv of "les régions de Kiev et de Poltava"."""
    joined = words.ends[first].get("prep:and")
    return coordinate(joined.first, words) if joined else None


def head_of(found: Cue, tags: frozenset[str], words: PrepositionMap) -> frozenset[str]:
    """Mark functions that hang on a noun of war ("l'invasion du Koweït par l'Irak"), or on an unknown one."""
    tokens = words.sentence.tokens
    low = max(0, found.first - _WAR_REACH)
    reach = [cue for cue in words.sentence.cues if cue.tag == "noun:war" and low <= cue.first < found.first]
    # "navires de guerre à Djibouti": no war is told of.
    named = [c for c in words.sentence.cues if c.tag.startswith(_CARRIES) or c.tag in _NAMED] if reach else []
    reach = [cue for cue in reach if not any(c.first < cue.first and cue.last <= c.last for c in named)]
    if any(not any(token.is_mark for token in tokens[cue.last : found.first]) for cue in reach):
        return frozenset({"war"})
    before = words.ends[found.first].keys()
    carried = not before.isdisjoint(_CARRIED)
    dated = found.first > 0 and any(d.end == tokens[found.first - 1].end for d in words.sentence.dates)
    dated = dated or not before.isdisjoint(_DAYS_BESIDE)
    doer = words.name_at.get(found.first - 1) if found.first else None
    bought = "from" in tags and doer is not None and doer.is_actor and words.sentence.tables.verb_second
    free = (
        bought
        or found.first == 0
        or tokens[found.first - 1].is_mark
        or carried
        or dated
        or starts_way(found, tags, words)
    )
    return frozenset() if free or "of" not in tags else frozenset({"loose"})


def starts_way(found: Cue, tags: frozenset[str], words: PrepositionMap) -> bool:
    """Return whether a word that may mean "of" means "from": after an auxiliary, or before "to"."""
    if "from" not in tags:
        return False
    sentence = words.sentence
    around = words.ends[found.first].get("noun:place")
    if "noun:auxiliary" in words.ends[found.first] and (around is None or around.last - around.first == 1):
        return True  # no "est" of "dans le nord-est du Mali"
    name = words.name_at.get(found.last)
    if name is None:
        return False
    follows = [c for c in sentence.cues if c.first == name.last and c.tag.startswith(("prep:", "cue:from_here"))]
    longest = max((cue.last for cue in follows), default=0)
    if name.last in words.dated.values():
        return False  # "el puerto de Bengasi a finales de mayo"
    # "al puerto de Szczecin a bordo de un buque": the longer word leads nowhere.
    return any(c.tag in ("prep:to", "cue:from_here") and c.last == longest for c in follows)


def list_of(sentence: Sentence, name: Name, names: Sequence[Name]) -> list[Name]:
    """Return the names that stand in one list with a name, of the same exactness."""
    joins = {c.last: c.first for c in sentence.tagged["prep:and"]}
    ordered = sorted((n for n in names if n.toponym.precision == name.toponym.precision), key=lambda n: n.first)
    runs: list[list[Name]] = []
    for one in ordered:
        before = joins.get(one.first, one.first - 1 if one.first and sentence.tokens[one.first - 1].text == "," else -1)
        if before > 0 and sentence.tokens[before - 1].text == ",":
            before -= 1  # "A, B, and C"
        if runs and runs[-1][-1].last == before:
            runs[-1].append(one)
        else:
            runs.append([one])
    return next(run for run in runs if name in run)
