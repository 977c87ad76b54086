"""What a trigger's own stretch of the sentence names."""

from geo.language.grammar.clauses import Trigger
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence

_FIND_REACH = 7
_COUNTED_ARMS = ("rifle", "pistol", "round", "mortar", "grenade", "grenade launcher", "machine gun", "launcher")
_HEAVY_ARMS = ("howitzer", "warhead", "mine", "shell")
ARMS_UNITS = frozenset(f"unit:{unit}" for unit in (*_COUNTED_ARMS, *_HEAVY_ARMS))


def adjoins_arms(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether arms are what is found: named within a few words of the verb."""
    arms = [c for c in sentence.cues if c.tag == "noun:arms" or c.tag in ARMS_UNITS or c.tag.startswith("weapon:")]
    if arms:
        # "found six containers with parts of drones"
        arms += [c for c in sentence.cued("unit:container", "unit:crate") if c.first > trigger.cue.first]
    start = _past_aside(sentence, trigger.cue.last)
    return any(c.first - start <= _FIND_REACH and trigger.cue.first - c.last <= _FIND_REACH for c in arms)


def _past_aside(sentence: Sentence, at: int) -> int:
    """Return where a sentence goes on after words between commas: "ont découvert, le 9 mai, 40 caisses"."""
    marks = [
        number
        for number in range(at, min(at + 2 * _FIND_REACH, len(sentence.tokens)))
        if sentence.tokens[number].is_mark
    ]
    aside = len(marks) > 1 and marks[0] == at and {sentence.tokens[number].text for number in marks[:2]} == {","}
    return marks[1] + 1 if aside else at


def adjoins_counted(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether so many arms are what is found: "a dozen grenades were found in a pond"."""
    counted = [sentence.token_at(q.start) for q in sentence.quantities if f"unit:{q.quantity.unit}" in ARMS_UNITS]
    start = _past_aside(sentence, trigger.cue.last)
    return any(abs(at - trigger.cue.first) <= _FIND_REACH or 0 <= at - start <= _FIND_REACH for at in counted)


def near_object(sentence: Sentence, trigger: Trigger, *tags: str) -> bool:
    """Return whether a trigger's own stretch of the sentence names its object: up to the next verb or conjunction."""
    low, high = 0, len(sentence.tokens)
    at = trigger.cue
    walls = [c for c in sentence.cues if c.tag in ("cue:breaker", "cue:that") and not _is_relative(sentence, c)]
    for wall in walls:
        if wall.last <= at.first:
            low = max(low, wall.last)
        elif wall.first >= at.last:
            high = min(high, wall.first)
    wanted = set(tags)
    if "noun:arms" in wanted:
        wanted |= ARMS_UNITS
        return any(low <= c.first < high for c in sentence.cues if c.tag in wanted or c.tag.startswith("weapon:"))
    return any(low <= c.first < high for c in sentence.cues if c.tag in wanted)


def _is_relative(sentence: Sentence, wall: Cue) -> bool:
    """Return whether "that" takes up the things named right before it: "crates of parts that Iran had flown to"."""
    if wall.tag != "cue:that" or not any(c.first == wall.first for c in sentence.tagged["cue:relative"]):
        return False
    if not any(c.first < wall.first for c in sentence.cued("cue:speech", "cue:denial", "cue:acknowledge")):
        return True
    things = (c for c in sentence.cues if c.tag.startswith(("unit:", "weapon:", "noun:arms", "noun:remnant")))
    return any(c.last == wall.first for c in things)
