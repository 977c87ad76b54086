"""What a name does beside a verb: subject, object, from, to, through, by, at; of bare names by their case endings."""

from collections.abc import KeysView, Sequence

from gazetteer.match.morphology import name_cases
from geo.language.grammar.heads import (
    PHRASE_ENDS,
    TRIGGERS,
    PrepositionMap,
    coordinate,
    coordinate_of,
    counts_goods,
    follows_length,
    head_of,
    is_plain,
    opens_object,
    place_noun,
    starts_way,
)
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence

_SKIPPABLE = 5
_ADJECTIVE_REACH = 3
_PARTED = 2
"""Words between a preposition and that of an attribute before its noun: an article or a participle."""
_FROM = frozenset({"from"})
_SUBJECT = frozenset({"subject"})


def functions_of(name: Name, words: PrepositionMap) -> frozenset[str]:
    """Return what a name may be in its clause: of subject, object, from, to, via, by, at, of, near, against.

    It walks left over articles, adjectives and nouns of places ("à un dépôt
    près de") to the preposition or verb that governs the name.

    `words`: the sentence's prepositions; what was found is kept with them, as it is asked again and again.
    """
    if words.name_at.get(name.first) is not name:
        return _found(name, words)
    if name.first not in words.functions:
        words.functions[name.first] = _found(name, words)
    return words.functions[name.first]


def _found(name: Name, words: PrepositionMap) -> frozenset[str]:
    follows = not words.ends[name.first].keys().isdisjoint(TRIGGERS)
    return by_case(name, _walk(name, words), words.sentence, follows_verb=follows)


def _walk(name: Name, words: PrepositionMap) -> frozenset[str]:
    walk = _Walk(name, words)
    while walk.at > 0:
        if walk.steps_over_date():
            continue
        found = walk.step()
        if found is not None:
            return found | walk.extra
    return _SUBJECT | walk.extra


class _Walk:
    """A walk left from a name; each step ends it with what the name may be, or goes on with None."""

    def __init__(self, name: Name, words: PrepositionMap) -> None:
        self.name = name
        self.words = words
        self.at = name.first
        self.skipped = 0
        self.extra: frozenset[str] = frozenset()

    def step(self) -> frozenset[str] | None:
        token = self.words.sentence.tokens[self.at - 1]
        ends = self.words.ends[self.at]
        if "cue:according" in ends:
            return _SUBJECT
        if token.text == "," and self._is_in_apposition():
            self.at -= 1
            return None
        joined = ends.get("prep:and")
        if token.text == "," and not joined and self._opens_clause():
            return _SUBJECT
        if joined or token.text == ",":
            before = coordinate(joined.first if joined else self.at - 1, self.words)
            if before is not None:
                return functions_of(before, self.words)
        if token.is_mark:  # "drones from these directions: Orel, Bryansk"
            return _FROM if token.text == ":" and "noun:sector" in self.words.ends[self.at - 1] else _SUBJECT
        found = self.words.prepositions[self.at]
        return self._preposition(found) if found else self._word(ends.keys())

    def steps_over_date(self) -> bool:
        """Step over a day told between a verb and what it governs: "verließ am 2. Mai | den Hafen von"."""
        first = self.words.dated.get(self.at)
        if first is None:
            return False
        lead = self.words.prepositions[first]
        start = lead[0].first if lead else first
        opens = start == 0  # "El 15 de mayo | Italia envió": no word of the date governs the name
        if start >= self.at or (not opens and self.words.ends[start].keys().isdisjoint(TRIGGERS)):
            return False
        self.at = start
        return True

    def _opens_clause(self) -> bool:
        """Return whether a name is the doer after an opening phrase: "In Syria, Israel struck"."""
        before = coordinate(self.at - 1, self.words)
        if before is None or self.at != self.name.first:
            return False
        lead = self.words.prepositions[before.first]
        follows = [c for c in self.words.sentence.cues if c.first == self.name.last]
        verb = any(c.tag == "noun:auxiliary" or c.tag.partition(":")[0] in TRIGGERS for c in follows)
        return bool(lead) and lead[0].first == 0 and verb

    def _is_in_apposition(self) -> bool:
        """Return whether a name only names what stands before it: "in the capital, Ouagadougou, ..."."""
        name, tokens = self.name, self.words.sentence.tokens
        closed = name.last < len(tokens) and tokens[name.last].text == ","
        place = self.words.ends[self.at - 1].get("noun:place")
        return self.at == name.first and closed and place is not None and name.toponym.place is not None

    def _preposition(self, found: Sequence[Cue]) -> frozenset[str] | None:
        first = found[0].first
        if self._is_article(first):
            return self._past_article(first)
        tags = frozenset(cue.tag.removeprefix("prep:") for cue in found)
        if tags & {"from", "of"} and follows_length(first, self.words):
            tags = frozenset({"beside"})
        before = self.words.ends[first].keys()
        if {"via", "by"} <= tags and "noun:used" in before and before.isdisjoint(TRIGGERS):
            tags -= {"via"}  # "promis par Paris": who did it
        if self.extra and tags & {"from", "of"} and counts_goods(found[0], self.words):
            return frozenset({"at"})
        noun = place_noun(first, self.words) if "of" in tags and not starts_way(found[0], tags, self.words) else None
        if {"at", "near"} <= tags and self.name.is_actor and self.at == self.name.first:
            tags -= {"near"}  # "купленных у России"
        if "near" in tags and (inner := self._inner_preposition(found[0])):
            towards = self._direction(first) if "at" in inner else None  # "do składów w pobliżu Tichoriecka"
            return frozenset({"near", towards}) if towards else tags | inner
        if tags & {"near", "beside"} or noun is not None:
            self.extra |= tags & {"near", "beside"}
            self.at = noun.first if noun is not None and not tags & {"near", "beside"} else first
            return None
        if "of" in tags:
            inherited = coordinate_of(first, self.words)
            if inherited is not None:
                return functions_of(inherited, self.words)
        towards = self._direction(first) if "at" in tags else None
        return frozenset({towards}) if towards else self._governed(found[0], tags)

    def _direction(self, at: int) -> str | None:
        """Return from or to where that governs the place named before "at": "vers un dépôt de munitions à Mozdok"."""
        hurt = self.words.sentence.has("hurt:killed", "hurt:wounded")  # who are brought to a hospital
        if hurt or "noun:place" not in self.words.ends[at]:
            return None
        for _ in range(_SKIPPABLE):
            lead = self.words.prepositions[at]
            tags = {cue.tag.removeprefix("prep:") for cue in lead}
            if tags and "of" not in tags:
                return next((way for way in ("to", "from") if tags == {way}), None)
            nouns = [
                self.words.ends[at][tag] for tag in ("noun:place", "noun:determiner") if tag in self.words.ends[at]
            ]
            noun = min(nouns, key=lambda cue: cue.first, default=None)
            if not lead and noun is None:
                return None
            at = lead[0].first if lead else noun.first if noun else at
        return None

    def _inner_preposition(self, found: Cue) -> frozenset[str]:
        """Return what the first word of "à l'entrée de", "в районе" says by itself, where it is a preposition."""
        sentence = self.words.sentence
        cues = [c for c in sentence.cued("prep:at", "prep:to") if c.first == found.first and c.last < found.last]
        return frozenset(cue.tag.removeprefix("prep:") for cue in cues)

    def _is_article(self, first: int) -> bool:
        """Return whether the preposition found is but an article: after another one, or before an object."""
        if self.at - first != 1 or "noun:dative" not in self.words.ends[self.at]:
            return False
        return bool(self.words.prepositions[first]) or (self.name.is_actor and opens_object(first, self.words))

    def _past_article(self, first: int) -> frozenset[str] | None:
        """Go on to the preposition before it ("von der"), or end at the one that something is given to."""
        if self.words.prepositions[first]:
            self.at = first
            return None
        return frozenset({"to"})

    def _governed(self, found: Cue, tags: frozenset[str]) -> frozenset[str] | None:
        head = head_of(found, tags, self.words)
        plain = self.skipped < _SKIPPABLE and is_plain(found.first, self.words)
        if head == {"loose"} and self.name.is_place and plain:
            # "on the edge of Paris": what governs the edge governs Paris.
            self.extra |= head
            self.skipped += 1
            self.at = found.first - 1
            return None
        return tags | head

    def _word(self, ends: KeysView[str]) -> frozenset[str] | None:
        if not ends.isdisjoint(PHRASE_ENDS):
            return _SUBJECT
        if self.at == self.name.first and "cue:with" in ends:
            return _SUBJECT  # "from Iskenderun with Misrata as its destination"
        if "noun:place" in ends:
            self.at -= 1
            return None
        if self.at in self.words.opened or not ends.isdisjoint(TRIGGERS):
            return frozenset({"object"})
        inner = self.words.name_at.get(self.at - 1)
        if inner is not None:
            self.at = self._before_attribute(inner) or inner.first
            return None
        self.skipped += 1
        self.at -= 1
        return _SUBJECT if self.skipped > _SKIPPABLE else None

    def _before_attribute(self, inner: Name) -> int | None:
        """Return where the preposition ends whose noun an attribute parts from it: "in der an Polen grenzenden Stadt".

        `inner`: the name in that attribute, which has a preposition of its own.
        """
        own = self.words.prepositions[inner.first]
        noun = self.at < self.name.first and "noun:place" in self.words.ends[self.name.first]
        if not own or not noun or own[0].tag == "prep:of":
            return None
        first = own[0].first
        return next((at for at in range(first, max(first - _PARTED, 0), -1) if self.words.prepositions[at]), None)


def adjoins(name: Name, cues: Sequence[Cue], sentence: Sentence) -> bool:
    """Return whether an adjective of a country stands by one of the cues, nothing but words between.

    "the Syrian port" is no word on whose the arms in front of it are.
    """
    carried = {(cue.first, cue.last) for cue in cues}
    others = [c for c in sentence.cued("noun:place", "noun:official") if (c.first, c.last) not in carried]
    if any(cue.first == name.last for cue in others):
        return False
    if any(other.first == name.last and other.is_place for other in sentence.names):
        return False  # "до польського Жешува": whose the town is
    for cue in cues:
        low, high = (name.last, cue.first) if name.first < cue.first else (cue.last, name.first)
        if cue.first < name.last and name.first < cue.last:
            return True
        between = sentence.tokens[low:high]
        if 0 <= high - low <= _ADJECTIVE_REACH and not any(token.is_mark for token in between):
            return True
    return False


_BARE = frozenset({"subject", "object"})
_NOMINATIVE = frozenset({"subject", "nominative"})
_OBLIQUE = frozenset({"gent", "datv", "ablt", "loct"})


def by_case(name: Name, found: frozenset[str], sentence: Sentence, *, follows_verb: bool) -> frozenset[str]:
    """Settle by its case what a bare name is: who does, to whom, by whom; unchanged where the case leaves it open.

    `found`: what its position says it may be; `follows_verb`: whether the word before it is the event's verb, so that
    it is no noun's genitive.
    """
    if not found & _BARE and not ("from" in found and name.is_actor):
        return found
    cases = name_cases(name.toponym.text, sentence.tables.language) - {"voct"}
    if name.toponym.text.lower() in sentence.tables.datives:
        cases = frozenset({"datv"})
    if not found & _BARE:
        # "З підводного човна Індія випробувала": a country in the nominative hangs on no "from".
        found = _NOMINATIVE if "nomn" in cases and "gent" not in cases else found
    if not cases or cases >= _OBLIQUE or not found & _BARE:
        return found
    if cases & {"nomn", "accs"}:
        return found | _direct(cases)
    if cases == {"ablt"}:
        return (found - _BARE) | {"by"}
    opens = name.first == 0 or sentence.tokens[name.first - 1].is_mark
    if "datv" in cases and ("gent" not in cases or opens or follows_verb):
        return (found - {"subject"}) | {"to"}
    return found


def _direct(cases: frozenset[str]) -> frozenset[str]:
    """Return what a name is that is plainly a subject or plainly an object, wherever in the clause it stands."""
    if "nomn" in cases:
        return frozenset({"subject", "nominative"}) if not cases & {"accs", "gent"} else frozenset()
    return frozenset({"accusative"}) if cases == {"accs"} else frozenset()
