"""What stands around a name: cue words, neighbours, and whether it opens its sentence."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from gazetteer.language_tables import language_table
from gazetteer.reading import Reading
from gazetteer.recognition import Findings, Mention

_JOINERS = frozenset(
    {",", "and", "et", "und", "en", "та", "і", "й", "и", "y", "i", "&", "or", "ou", "oder", "of", "або", "или"}
)
_LONGEST_GAP = 6
_KIND_PHRASES = frozenset(
    f"kinds.{kind}_{number}"
    for kind in ("settlement", "admin1", "admin2", "site")
    for number in ("before", "plural_before")
)
_CONTAINING = frozenset({"relations.locative"})
_WITHIN_GAP = frozenset(
    {"words.articles", "words.modifiers", "relations.part", "relations.locative"}
    | {f"relations.{way}" for way in ("north", "south", "east", "west", "centre")}
    | {f"relations.{way}" for way in ("northeast", "northwest", "southeast", "southwest")}
    | {"kinds.admin1_before", "kinds.admin2_before"}
)


class Context(Struct, frozen=True, kw_only=True):
    """A mention's surroundings. Indices are of mentions; -1 where there is none."""

    left: frozenset[str]
    right: frozenset[str]
    opens: bool
    """The first word of its sentence or heading."""
    run_before: bool
    """A capitalised word of the same run stands before it."""
    run_after: bool
    after_run: frozenset[str]
    """Cue classes of the words that follow in the same run of capitalised words."""
    comma_before: int
    """The mention before it, parted by a comma alone."""
    comma_after: int
    """The mention after it, parted by a comma alone ("Paris, Texas")."""
    joined_before: int
    """The mention before it in a list ("Kyiv and Poltava")."""
    joined_after: int
    area_after: int
    """The mention after it that says where it lies ("Najin, en Corée du Nord", "Odesa in southern Ukraine")."""
    modified_left: frozenset[str]
    """Cue classes before a modifier ("in central Kyiv" gives those of "in")."""


def contexts(reading: Reading, findings: Findings) -> list[Context]:
    """Return the context of every mention."""
    mentions = findings.mentions
    gaps = [_gap(reading, one, other) for one, other in pairwise(mentions)]
    return [_context(reading, findings, number, gaps) for number in range(len(mentions))]


def _gap(reading: Reading, one: Mention, other: Mention) -> tuple[str, ...] | None:
    """Return the words between two mentions of one sentence, None if there are many."""
    tokens = reading.tokens
    if other.first - one.last > _LONGEST_GAP or tokens.sentence[one.last] != tokens.sentence[other.first]:
        return None
    return tuple(tokens.keys[one.last + 1 : other.first])


def _context(reading: Reading, findings: Findings, number: int, gaps: Sequence[tuple[str, ...] | None]) -> Context:
    mention = findings.mentions[number]
    run = findings.runs.get(mention.first, (mention.first, mention.last))
    shouted = reading.shouted[reading.tokens.sentence[mention.first]]
    capitals = not shouted and not language_table(reading.language_at(mention.first)).nouns_capitalised
    before = gaps[number - 1] if number else None
    after = gaps[number] if number < len(gaps) else None
    left = reading.left(mention.first)
    return Context(
        left=left,
        right=reading.right(mention.last),
        opens=_opens(reading, mention.first),
        run_before=capitals and run[0] < mention.first,
        run_after=capitals and run[1] > mention.last,
        after_run=_classes_in(reading, mention.last + 1, run[1]),
        comma_before=number - 1 if before == (",",) else -1,
        comma_after=number + 1 if after == (",",) else -1,
        joined_before=number - 1 if before is not None and _is_list(reading, before) else -1,
        joined_after=number + 1 if after is not None and _is_list(reading, after) else -1,
        area_after=number + 1 if after is not None and _leads_to_area(reading, mention.last + 1, after) else -1,
        modified_left=_over_modifiers(reading, mention.first, left),
    )


def _leads_to_area(reading: Reading, first: int, gap: tuple[str, ...]) -> bool:
    """Tell whether the words between two names say that the second contains the first."""
    if gap in ((",",), ("(",)):
        return True
    words = [at for at, key in enumerate(gap, start=first) if key not in (",", "(", "'")]
    if not words or not reading.ending.get(words[0], frozenset()) & _CONTAINING:
        return False
    return all(reading.ending.get(at, frozenset()) & _WITHIN_GAP for at in words[1:])


def _opens(reading: Reading, at: int) -> bool:
    before = reading.before(at)
    while before >= 0 and not reading.tokens.words[before][0].isalnum():
        before = reading.before(before)
    return before < 0


def _is_list(reading: Reading, gap: tuple[str, ...]) -> bool:
    """Tell whether only joiners, prepositions and articles stand between ("de Kiev et de Poltava")."""
    del reading
    return bool(gap) and any(key in _JOINERS for key in gap) and all(key in _JOINERS or len(key) <= 3 for key in gap)  # noqa: PLR2004


def _classes_in(reading: Reading, first: int, last: int) -> frozenset[str]:
    found: set[str] = set()
    for at in range(first, last + 1):
        found |= reading.starting.get(at, frozenset())
    return frozenset(found)


def _over_modifiers(reading: Reading, at: int, left: frozenset[str]) -> frozenset[str]:
    """Return the classes before a name, before its adjectives and before its kind word."""
    start = _before_modifier(reading, at)
    while start >= 0:
        left = left | reading.left(start)
        start = _before_modifier(reading, start)
    return left


def _before_modifier(reading: Reading, at: int) -> int:
    """Return the first word of the modifier, article or kind phrase that ends before a word; -1 if there is none."""
    before = reading.before(at)
    if before < 0:
        return -1
    classes = reading.ending.get(before, frozenset())
    for name in _KIND_PHRASES & classes:
        return reading.phrase_starts[before, name]
    if classes & {"words.modifiers", "words.articles"} or reading.tokens.words[before] == "-":
        return before
    return -1
