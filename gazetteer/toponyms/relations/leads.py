"""What the words before a name, and those between two names, say of a relation."""

from collections.abc import Sequence

from msgspec import Struct

from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention

BEARINGS = {
    "northeast": 45.0, "southeast": 135.0, "southwest": 225.0, "northwest": 315.0, "north": 0.0, "east": 90.0,
    "south": 180.0, "west": 270.0,
}  # fmt: skip
"""Degrees; the ways between come first, since "north-east" holds "north" and "east"."""
_BETWEEN_WAYS = ("northeast", "southeast", "southwest", "northwest")
_WAY_OF = {f"relations.{way}": way for way in BEARINGS}
_WAYS = {*_WAY_OF, "relations.centre"}
_TIES = {"relations.distance", "relations.near", "relations.sea"}
_OF = frozenset({"words.articles", "relations.part"})
_PASSED = _WAYS | _TIES | {"words.articles", "words.modifiers", "relations.part", "relations.from_to"}
_PASSED |= {"relations.inside"}
_PORTIONS = _OF | {"relations.portion"}
_BEFORE_PAIR = _OF | {"relations.between", "relations.linking", "relations.from_to", "relations.inside"}
_BEFORE_PAIR |= {"kinds.admin1_before", "kinds.admin1_plural_before"}
_BETWEEN_PAIR = frozenset(
    {
        "words.and",
        "relations.coordination",
        "relations.from_to",
        "relations.dative",
        "relations.weak",
        "relations.bound",
    }
    | {"relations.locative"}
)
"""What the first word between two names says, where they are a pair: no verb."""
_PAIR_HEADS = ("relations.frontier", "relations.road")
_DASHES = frozenset("-\u2011–—")
_MARKS = frozenset("()-\u2011,'")
_LONGEST = 12
_LONGEST_PAIR_LEAD = 6
MOST_JOINERS = 3  # words between two names that are one pair
_UNITS_KM = (
    (1.852, ("nautical", "nautique", "seemeile", "zeemijl", "náutica", "nauticas", "morski", "морск")),
    (1.609, ("mi", "meil", "mijl", "mil", "миль", "мил")),
    (0.001, ("metre", "meter", "mètre", "metro", "metr", "метр")),
)
_AMOUNT = "relations.amount_"


class Lead(Struct, frozen=True, kw_only=True, gc=False):
    """What the words before a name say of where something lies."""

    start: int  # Its first word
    bearing: float | None = None
    km: float | None = None  # the distance told
    near: bool = False  # Said to be near or beyond it ("north of X"), not in it


class Pair(Struct, frozen=True, kw_only=True, gc=False):
    """Two names side by side, and what the words about them say that they bound."""

    start: int
    end: int
    said: frozenset[str]  # frontier, road, between


def read_lead(reading: Reading, mention: Mention) -> Lead:
    """Return what the words before a name say: a way, a distance, nearness."""
    at, bearing, tied, near = mention.first - 1, None, False, False
    sentence, stop = reading.tokens.sentence[mention.first], max(mention.first - _LONGEST, 0)
    while at >= stop and reading.tokens.sentence[at] == sentence:
        found = reading.said[at]
        if "relations.distance_units" in found and (tied or bearing is not None):
            started, km = _distance(reading, at)
            return Lead(start=started, bearing=bearing, km=km)
        if not (found & _PASSED or reading.tokens.words[at] in _MARKS or _number(reading, at) is not None):
            break
        tied = tied or bool(found & _TIES)
        near = near or "relations.near" in found
        way = _way(found)
        if way is not None and (bearing is None or way in _BETWEEN_WAYS):
            bearing = BEARINGS[way]
        at -= 1
    # "In the north of Kyiv" is a part of it; "au nord de la ville" is beyond it.
    inside = "relations.inside" in reading.said[at + 1] and "words.articles" in reading.said[at + 2]
    return Lead(start=at + 1, bearing=bearing, near=near and not inside)


def read_part(reading: Reading, mention: Mention) -> Lead | None:
    """Return the part of an area that the words right before its name tell: "eastern X", "in the north of X"."""
    at = mention.first - 1
    if at >= 0 and reading.tokens.words[at] in _DASHES:
        at -= 1
    at = _over(reading, at, _PORTIONS)
    bearing, started = None, -1
    while at >= 0 and (found := reading.said[at]) & _WAYS:
        way = _way(found)
        bearing, started = (BEARINGS[way] if way else None) if started < 0 or way in _BETWEEN_WAYS else bearing, at
        at -= 1
        if at >= 0 and reading.tokens.words[at] in _DASHES:
            at -= 1
    if started < 0:
        return None
    beyond = "relations.near" in reading.ends[mention.first - 1] | reading.left[mention.first]
    article = at >= 0 and "words.articles" in reading.said[at]
    if beyond and not (article and "relations.from_to" not in reading.said[max(at - 1, 0)]):
        return None
    return Lead(start=started, bearing=bearing)


def read_suburb(reading: Reading, mention: Mention) -> Lead | None:
    """Return the lead of a town's suburbs, with their side where it is told; None where none are named."""
    at = _over(reading, reading.before[mention.first], _OF)
    bearing = None
    while at >= 0 and _way(reading.said[at]) is not None:
        bearing, at = BEARINGS[str(_way(reading.said[at]))], reading.before[at]
    at = _over(reading, at, _OF)
    if at < 0 or "relations.suburb" not in reading.ends[at]:
        return None
    started, before = at, reading.before[at]
    if before >= 0 and (way := _way(reading.said[before])):
        bearing, started = BEARINGS[way], before
    return Lead(start=started, bearing=bearing)


def read_pair(reading: Reading, one: Mention, other: Mention) -> Pair | None:
    """Return what two names bound together: "the border of A and B", "the road from A to B", "the A-B road"."""
    tokens = reading.tokens
    gap = range(one.last + 1, other.first)
    if not 1 <= len(gap) <= MOST_JOINERS or tokens.sentence[one.last] != tokens.sentence[other.first]:
        return None
    dashed = all(tokens.words[at] in _DASHES for at in gap)
    joined = all(tokens.words[at] == "'" or tokens.words[at].islower() for at in gap)
    joined = joined and bool(reading.said[gap[0]] & _BETWEEN_PAIR)
    if not dashed and not joined:
        return None
    said: set[str] = set()
    at, started = reading.before[one.first], one.first
    for _ in range(_LONGEST_PAIR_LEAD):
        found = reading.said[at]
        said |= found & {"relations.between", *_PAIR_HEADS}
        if found & {"relations.between", *_PAIR_HEADS}:
            started = at
        if said & set(_PAIR_HEADS) or not found & _BEFORE_PAIR:
            break
        at = reading.before[at]
    end, after = other.last, reading.after[other.last]
    if dashed and after >= 0 and (found := reading.starts[after] & set(_PAIR_HEADS)):
        said, end = said | found, after
    return Pair(start=started, end=end, said=frozenset(name.partition(".")[2] for name in said)) if said else None


def half_before(reading: Reading, mention: Mention) -> str | None:
    """Return the first half of a compound of peoples ("Lebanese-Syrian", "российско-казахстанской") that is no name."""
    words, dash = reading.tokens.words, mention.first - 1
    if dash < 1 or words[dash] not in _DASHES or reading.tokens.starts[mention.first] != reading.tokens.ends[dash]:
        return None
    return words[dash - 1] if reading.tokens.ends[dash - 1] == reading.tokens.starts[dash] else None


def names_coast(reading: Reading, mention: Mention) -> int | None:
    """Return the last word of a coast named by its people ("off the Yemeni coast"); None where none is."""
    after, before = reading.after[mention.last], reading.before[mention.first]
    if after >= 0 and "relations.coast" in reading.starts[after]:
        return after
    return mention.last if before >= 0 and "relations.coast" in reading.ends[before] else None


def names_frontier(reading: Reading, first: int, last: int) -> tuple[int, int] | None:
    """Return the words of a border and the adjectives beside it: "the Polish-Ukrainian border"; None without one."""
    after, before = reading.after[last], reading.before[first]
    if after >= 0 and "relations.frontier" in reading.starts[after]:
        return first, after
    if before >= 0 and "relations.frontier" in reading.ends[before]:
        return before, last
    return None


def is_journey(reading: Reading, start: int) -> bool:
    """Return whether something that travels starts and ends at the places: "flights between A and B".

    A convoy that was struck, or a train that stopped, between A and B did so there.
    """
    at = reading.before[start]
    if "relations.travel" not in reading.said[at]:
        return False
    for _ in range(_LONGEST):
        if at < 0 or ("venue.arms" in reading.said[at] and "relations.between" not in reading.said[at]):
            break
        at = reading.before[at]
    return at < 0


def _over(reading: Reading, at: int, passed: frozenset[str]) -> int:
    while at >= 0 and reading.said[at] & passed:
        at = reading.before[at]
    return at


def _way(found: frozenset[str]) -> str | None:
    return next((_WAY_OF[name] for name in _WAY_OF if name in found), None) if found else None


def _distance(reading: Reading, unit: int) -> tuple[int, float]:
    at = reading.before[unit]
    at = at if at < 0 or _number(reading, at) is not None else reading.before[at]
    amount = _number(reading, at) if at >= 0 else None
    return max(at, 0), (amount or 0.0) * _unit_km(reading.tokens.words[unit].lower())


def _number(reading: Reading, at: int) -> float | None:
    word = reading.tokens.words[at].replace(",", ".")
    said = next((name for name in reading.starts[at] if name.startswith(_AMOUNT)), None)
    try:
        return float(said.removeprefix(_AMOUNT)) if said else float(word) if word[:1].isdecimal() else None
    except ValueError:
        return None


def _unit_km(unit: str) -> float:
    return next((km for km, starts in _UNITS_KM if unit.startswith(starts)), 1.0)


def people_of(forms: Sequence[str], word: str) -> bool:
    """Return whether a compound's first half is of a people: "polsko-" of "polski", "tchado-" of "tchadien"."""
    stem = word.lower().rstrip("oоe")
    return len(stem) >= 4 and any(form.lower().startswith(stem) for form in forms)  # noqa: PLR2004 (no short stem)
