"""What a name does beside a verb: subject, object, from, to, through, by, at."""

from collections.abc import Sequence

from geo.lexicon import Cue
from geo.passages import Name, Sentence

_SKIPPABLE = 5
_WAR_REACH = 6
_LENGTH_REACH = 6
_ADJECTIVE_REACH = 3
_CARRIES = ("unit:", "weapon:", "mode:", "shipment:", "strike:", "deployment:", "seizure:", "test:", "recovery:")


class PrepositionMap:
    """The prepositions of a sentence by the word they end at."""

    def __init__(self, sentence: Sentence) -> None:
        """Index the sentence's cues."""
        self.sentence = sentence
        self.ending: dict[int, list[Cue]] = {}
        for cue in sentence.cues:
            self.ending.setdefault(cue.last, []).append(cue)
        self.name_at = {index: name for name in sentence.names for index in range(name.first, name.last)}

    def longest_preposition(self, last: int) -> list[Cue]:
        """Return the preposition cues that end before word `last`, those of the longest one only."""
        found = [cue for cue in self.ending.get(last, ()) if cue.tag.startswith("prep:") and cue.tag != "prep:and"]
        if not found:
            return []
        first = min(cue.first for cue in found)
        return [cue for cue in found if cue.first == first]

    def ends_with(self, last: int, *prefixes: str) -> Cue | None:
        """Return the longest cue ending before word `last` whose tag starts with one of the prefixes."""
        found = [cue for cue in self.ending.get(last, ()) if cue.tag.startswith(prefixes)]
        return min(found, key=lambda cue: cue.first, default=None)


def functions_of(name: Name, words: PrepositionMap, memo: dict[int, frozenset[str]]) -> frozenset[str]:
    """Return what a name may be in its clause: of subject, object, from, to, via, by, at, of, near, against.

    It walks left over articles, adjectives and nouns of places ("à un dépôt
    près de") to the preposition or verb that governs the name.

    Args:
        name: A name of the sentence.
        words: The sentence's prepositions.
        memo: Functions found so far, by a name's first word; "Kyiv and Poltava" share one.
    """
    if name.first not in memo:
        memo[name.first] = frozenset()
        memo[name.first] = _walk(name, words, memo)
    return memo[name.first]


def _walk(name: Name, words: PrepositionMap, memo: dict[int, frozenset[str]]) -> frozenset[str]:
    tokens = words.sentence.tokens
    extra: set[str] = set()
    at, skipped = name.first, 0
    while at > 0:
        token = tokens[at - 1]
        joined = words.ends_with(at, "prep:and")
        if joined or token.text == ",":
            first = joined.first if joined else at - 1
            before = _coordinate(first, words)
            if before is not None:
                return functions_of(before, words, memo) | extra
            if token.text == ",":
                return frozenset({"subject", *extra})
        if token.is_mark:
            return frozenset({"subject", *extra})
        found = words.longest_preposition(at)
        tags = {cue.tag.removeprefix("prep:") for cue in found}
        if tags & {"from", "of"} and _follows_length(found[0].first, words):
            tags = {"beside"}
        if tags & {"near", "beside"}:
            extra |= tags & {"near", "beside"}
            at = found[0].first
            continue
        if tags:
            noun = words.ends_with(found[0].first, "noun:place") if "of" in tags else None
            if noun is not None:
                at = noun.first
                continue
            inherited = _coordinate_of(found[0].first, words) if "of" in tags else None
            if inherited is not None:
                return functions_of(inherited, words, memo) | extra
            head = _head(found[0], tags, words)
            if head == {"loose"} and name.is_place and skipped < _SKIPPABLE and _is_plain(found[0].first, words):
                # "on the edge of Paris": what governs the edge governs Paris.
                extra |= head
                skipped += 1
                at = found[0].first - 1
                continue
            return frozenset(tags | extra | head)
        if words.ends_with(at, "cue:that", "cue:relative", "cue:speech", "cue:breaker", "cue:according"):
            return frozenset({"subject", *extra})
        if words.ends_with(at, "noun:place"):
            at -= 1
            continue
        if words.ends_with(at, "shipment:", "strike:", "recovery:", "seizure:", "deployment:", "test:"):
            return frozenset({"object", *extra})
        inner = words.name_at.get(at - 1)
        if inner is not None:
            at = inner.first
            continue
        skipped += 1
        if skipped > _SKIPPABLE:
            return frozenset({"subject", *extra})
        at -= 1
    return frozenset({"subject", *extra})


def _follows_length(first: int, words: PrepositionMap) -> bool:
    """Tell whether "from" counts a distance: "27 km south-east of", "за 27 кілометрів на схід від"."""
    lengths = words.sentence.group("length:")
    near = [cue for cue in lengths if 0 <= first - cue.last <= _LENGTH_REACH]
    return any(not any(t.is_mark for t in words.sentence.tokens[cue.last : first]) for cue in near)


def _is_plain(last: int, words: PrepositionMap) -> bool:
    """Tell whether the word before index `last` is neither a mark, a name nor a cue that ends a phrase."""
    if last < 1 or words.sentence.tokens[last - 1].is_mark or last - 1 in words.name_at:
        return False
    kinds = ("shipment:", "strike:", "recovery:", "seizure:", "deployment:", "test:")
    return not words.ends_with(last, "cue:that", "cue:relative", "cue:speech", "cue:breaker", *kinds)


def _coordinate(first: int, words: PrepositionMap) -> Name | None:
    """Return the name right before "and" or a comma."""
    return words.name_at.get(first - 1) if first > 0 else None


def _coordinate_of(first: int, words: PrepositionMap) -> Name | None:
    """Return Kyiv of "les régions de Kiev et de Poltava"."""
    joined = words.ends_with(first, "prep:and")
    return _coordinate(joined.first, words) if joined else None


def _head(found: Cue, tags: set[str], words: PrepositionMap) -> set[str]:
    """Mark functions that hang on a noun of war ("l'invasion de l'Ukraine par la Russie"), or on an unknown one."""
    tokens = words.sentence.tokens
    low = max(0, found.first - _WAR_REACH)
    reach = [cue for cue in words.sentence.cues if cue.tag == "noun:war" and low <= cue.first < found.first]
    if any(not any(token.is_mark for token in tokens[cue.last : found.first]) for cue in reach):
        return {"war"}
    carried = any(cue.tag.startswith(_CARRIES) or cue.tag == "noun:arms" for cue in words.ending.get(found.first, ()))
    free = found.first == 0 or tokens[found.first - 1].is_mark or carried
    return set() if free or not {"of"} & tags else {"loose"}


def adjoins(name: Name, cues: Sequence[Cue], sentence: Sentence) -> bool:
    """Tell whether an adjective of a country stands by one of the cues, nothing but words between.

    "the Syrian port" is no word on whose the arms in front of it are.
    """
    if any(cue.first == name.last for cue in sentence.tagged("noun:place", "noun:official")):
        return False
    for cue in cues:
        low, high = (name.last, cue.first) if name.first < cue.first else (cue.last, name.first)
        if cue.first < name.last and name.first < cue.last:
            return True
        between = sentence.tokens[low:high]
        if 0 <= high - low <= _ADJECTIVE_REACH and not any(token.is_mark for token in between):
            return True
    return False
