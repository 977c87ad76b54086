"""How many people a sentence says were killed and wounded."""

from geo.language.lexicon import Cue
from geo.language.quantities import Number
from geo.language.sentence import Sentence
from geo.records import Casualties

_REACH = 6
_LONE_REACH = 3
_AGE_WORDS = 3  # "a man of 54 years was killed"
_LAST_REACH = 12  # where the participle closes its clause: "fünf Menschen wurden nach Angaben der Klinik verletzt"
_LONGEST = 1_000  # Words, more than any sentence has
_DEEDS = ("strike:", "weapon:", "noun:arms")
_SMALL = ("cue:negation", "noun:denying", "noun:auxiliary", "noun:passive", "prep:of", "prep:from", "noun:determiner")


def find_casualties(sentence: Sentence) -> Casualties | None:
    """Return the dead and wounded of a sentence, None where it counts neither.

    A number belongs to the nearest word of death or injury, no other unit in
    between: "tuant trois personnes", "two people were killed and five wounded".
    """
    used: set[int] = set()
    killed = _count(sentence, "hurt:killed", used)
    wounded = _count(sentence, "hurt:wounded", used)
    if killed is None and wounded is None:
        return None
    return Casualties(killed=killed, wounded=wounded)


def _count(sentence: Sentence, tag: str, used: set[int]) -> int | None:
    best: tuple[int, Number] | None = None
    for cue in sentence.tagged[tag]:
        for number in sentence.numbers:
            gap = _gap(sentence, cue, number)
            if number.value is None or number.first in used or gap is None or _is_none(sentence, number):
                continue
            if best is None or gap < best[0]:
                best = (gap, number)
    if best is None:
        return _lone(sentence, tag)
    used.add(best[1].first)
    value = best[1].value or 0
    return int(value) if value < 1_000_000 and value == int(value) else None  # noqa: PLR2004


def _lone(sentence: Sentence, tag: str) -> int | None:
    """Return 1 where a single person is named: "a man was killed", "загинула жінка"."""
    negated = {cue.last for cue in sentence.tagged["cue:negation"]}
    hurts = _hurts(sentence)
    for cue in sentence.tagged[tag]:
        for person in sentence.tagged["hurt:one"]:
            low, high = (person.last, cue.first) if person.first < cue.first else (cue.last, person.first)
            between = sentence.tokens[low:high]
            other = any(low <= c.first < high for c in hurts)
            reach = _LAST_REACH if sentence.tables.verb_second and person.first < cue.first else _LONE_REACH
            reach += _AGE_WORDS if any(low <= n.first < high and _is_age(sentence, n) for n in sentence.numbers) else 0
            near = 0 <= high - low <= reach and not any(token.is_mark for token in between)
            counted = [
                n
                for n in sentence.numbers
                if n.value != 1
                and not _is_age(sentence, n)
                and min(cue.first, person.first) - 1 <= n.first < max(cue.last, person.last)
            ]
            if near and not other and not counted and cue.first not in negated:
                return 1
    return None


def _hurts(sentence: Sentence) -> tuple[Cue, ...]:
    return *sentence.tagged["hurt:killed"], *sentence.tagged["hurt:wounded"]


def _gap(sentence: Sentence, cue: Cue, number: Number) -> int | None:
    low, high = (number.last, cue.first) if number.first < cue.first else (cue.last, number.first)
    closing = sentence.tables.verb_second and number.first < cue.first
    reach = _REACH * 2 if _is_aside(sentence, number, cue) else _LAST_REACH if closing else _REACH
    if _is_spared(sentence, number, cue) or _counts_else(sentence, number):
        return None
    between = sentence.tokens[low:high]
    if number.first >= cue.last and any(_is_toll(sentence, c, number) for c in sentence.tagged["cue:toll"]):
        # "Two more died, and the number of dead rose to 18": the whole toll, wherever it was named.
        parted = any(low <= c.first < high for c in _hurts(sentence)) or any(t.text in ".;:!?" for t in between)
        return None if parted else high - low - _LONGEST
    far = high - low > reach
    if far or (any(token.text in ".;:!?,()" for token in between) and not _is_aside(sentence, number, cue)):
        return None
    other = any(low <= c.first < high for c in _hurts(sentence))
    if other or _is_article(sentence, number, cue) or _opens_other_half(sentence, number, cue):
        return None
    led = [c.first for c in sentence.cued("prep:of", "cue:including", "cue:among") if c.last == number.first]
    if any(n.first < at <= n.last + _LONE_REACH for at in led for n in sentence.numbers):
        # "four members of one family", "22 people including 20 children"
        return (high - low + _REACH) * 2
    return (high - low) * 2 + (number.first > cue.first)


def tolls_reached(sentence: Sentence) -> list[Cue]:
    """Return the words that say to what number the dead or hurt have come: "rose to 18", "выросло до 12"."""
    if not _hurts(sentence):
        return []
    return [c for c in sentence.tagged["cue:toll"] if any(_is_toll(sentence, c, n) for n in sentence.numbers)]


def _is_toll(sentence: Sentence, cue: Cue, number: Number) -> bool:
    starts = {number.first, *(c.first for c in sentence.groups["qual"] if c.last == number.first)}
    return cue.last in starts or cue.first < number.first < cue.last


def _is_spared(sentence: Sentence, number: Number, cue: Cue) -> bool:
    """Return whether so many were not hurt: "экипаж из 25 человек не пострадал", "none of the 25 sailors was hurt"."""
    only = sentence.tagged["cue:only"]
    negated = [c for c in sentence.tagged["cue:negation"] if not any(o.first <= c.first < o.last for o in only)]
    idle = {i for c in sentence.cued(*_SMALL) for i in range(c.first, c.last)} if negated else set()

    def leads(no: Cue, at: int) -> bool:
        return no.last <= at and (at - no.last <= 1 or all(i in idle for i in range(no.last, at)))

    return any((leads(no, cue.first) and number.first < no.first) or leads(no, number.first) for no in negated)


def _opens_other_half(sentence: Sentence, number: Number, cue: Cue) -> bool:
    """Return whether "and" leads on to a number of the other fate: "nine were killed and some twenty wounded"."""
    if number.first < cue.last or not any(cue.last <= c.first < number.first for c in sentence.tagged["prep:and"]):
        return False
    other = "hurt:wounded" if cue.tag == "hurt:killed" else "hurt:killed"
    follows = [c for c in sentence.tagged[other] if 0 <= c.first - number.last <= _LONE_REACH]
    return any(not any(t.is_mark for t in sentence.tokens[number.last : c.first]) for c in follows)


def _is_aside(sentence: Sentence, number: Number, cue: Cue) -> bool:
    """Return whether only an aside parts a number of people from their fate: "eight people, among them two, died"."""
    after = [c for c in sentence.tagged["hurt:people"] if number.last <= c.first <= number.last + 1]
    if not after or number.last > cue.first:
        return False
    rest = sentence.tokens[after[0].last : cue.first]
    commas = [i for i, token in enumerate(rest) if token.is_mark]
    asides = [c for c in sentence.cued("cue:including", "cue:among") if after[0].last <= c.first < cue.first]
    opens_aside = bool(asides) and bool(commas) and after[0].last + commas[0] + 1 == asides[0].first
    # "..., dont cinq enfants, ont été tuées": the verb's own words may follow the aside.
    return opens_aside and len(commas) > 1 and commas[-1] >= len(rest) - 1 - _LONE_REACH


def _is_article(sentence: Sentence, number: Number, cue: Cue) -> bool:
    """Return whether "a", "une" is no number: "killed when a bomb fell", "en blessant une trentaine"."""
    article = any(c.first == number.first for c in sentence.tagged["noun:determiner"])
    if number.value != 1 or not article:
        return False
    of = [c for c in sentence.cued("prep:of", "prep:from") if c.first > number.last]
    if number.first < cue.last:
        # "une frappe a tué": what is one is the strike; "un saldo de 31 muertos": it is the toll.
        deeds = (c for c in sentence.cues if c.first == number.last and c.tag.startswith(_DEEDS))
        tolls = (n for n in sentence.numbers for c in of if c.first == number.last + 1 and c.last == n.first)
        return next(deeds, None) is not None or next(tolls, None) is not None
    led = {c.last for c in of}  # "a tué une famille de trois personnes"
    counts = any(number.last < n.first <= number.last + _LONE_REACH and n.first in led for n in sentence.numbers)
    return counts or number.first > cue.last or any(other.first == number.last for other in sentence.numbers)


def _counts_else(sentence: Sentence, number: Number) -> bool:
    return _is_counted(sentence, number) or _is_dated(sentence, number) or _is_age(sentence, number)


def _is_counted(sentence: Sentence, number: Number) -> bool:
    """Return whether the number counts things: "14 drones killed three"."""
    people = {"soldier", "officer"}
    return any(q.start <= number.start < q.end and q.quantity.unit not in people for q in sentence.quantities)


def _is_none(sentence: Sentence, number: Number) -> bool:
    """Return whether "no one was hurt" counts nobody."""
    return any(cue.last == number.first for cue in sentence.tagged["cue:negation"])


def _is_age(sentence: Sentence, number: Number) -> bool:
    """Return whether a number is an age: "54 years old", "een man van 54"."""
    led = {cue.first for cue in sentence.tagged["prep:of"] if cue.last == number.first}
    aged = any(cue.first == number.last for cue in sentence.tagged["hurt:age"])
    return aged or any(cue.last in led for cue in sentence.tagged["hurt:one"])


def _is_dated(sentence: Sentence, number: Number) -> bool:
    return any(d.start <= number.start < d.end for d in sentence.dates)


def join_casualties(one: Casualties | None, other: Casualties | None) -> Casualties | None:
    """Return both counts joined; where both count, the first is kept."""
    if one is None or other is None:
        return one or other
    killed = one.killed if one.killed is not None else other.killed
    wounded = one.wounded if one.wounded is not None else other.wounded
    return Casualties(killed=killed, wounded=wounded)
