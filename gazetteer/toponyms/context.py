"""What stands around a name: cue words, neighbours, and whether it opens its sentence."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.text.tokens import token_key
from gazetteer.toponyms.recognition.kind_words import CLOSING_QUOTES, OPENING_QUOTES
from gazetteer.toponyms.recognition.mentions import Findings, Mention

_JOINERS = frozenset(
    {",", "and", "et", "und", "en", "та", "і", "й", "и", "y", "i", "&", "or", "ou", "oder", "of", "або", "или"}
)
_LONGEST_GAP = 6
_KIND_PHRASES = frozenset(
    f"kinds.{kind}_{number}"
    for kind in ("settlement", "admin1", "admin2", "site")
    for number in ("before", "plural_before")
)
_APPOSED = frozenset({",", "(", "–", "—"})
_LONGEST_APPOSITION = 3
_INTRODUCING = frozenset({"organisations.ships", "persons.titles"})
_DESCRIBING = frozenset(
    {
        "organisations.ships",
        "organisations.namesakes",
        "sports.words",
        "kinds.generic",
        "kinds.settlement_before",
        "kinds.site_before",
    }
)
_CONTAINING = frozenset({"relations.locative"})
_LAUNCH = frozenset({"kinds.launch"})
_SMALL_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_SHIPS = frozenset({"organisations.ships"})
_JOURNEY = frozenset({"organisations.ships", "relations.travel"})
_WITHIN_GAP = frozenset(
    {"words.articles", "words.modifiers", "relations.part", "relations.locative"}
    | {f"relations.{way}" for way in ("north", "south", "east", "west", "centre")}
    | {f"relations.{way}" for way in ("northeast", "northwest", "southeast", "southwest")}
    | {"kinds.admin1_before", "kinds.admin2_before"}
)
_CAPITAL_OF = frozenset({"words.articles", "kinds.settlement_before", "relations.part", "relations.weak"})


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
    described: frozenset[str] = frozenset()
    """Cue classes of what an apposition says it is ("Desna, the football club", "Chuhuiv, a garrison town")."""
    demonym_left: frozenset[str] = frozenset()
    """Cue classes before that demonym ("la frégate française X")."""
    run_left: frozenset[str] = frozenset()
    """Cue classes of ships before the capitalised words that it is the end of ("the freighter Pacific Valencia")."""
    people: frozenset[str] = frozenset()
    """Code of that demonym's country."""
    demonym_before: int = -1
    """The demonym right before it ("Lebanese Tripoli")."""
    introduced: frozenset[str] = frozenset()
    """Cue classes of the noun that it stands in apposition to ("a second ship, the Sparta")."""
    foreign: bool = False
    """It has letters that the text's language lacks ("at Adré" in English)."""
    quoted: bool = False
    """It stands alone in quotation marks."""
    other: bool = False
    """Said to be another of its name ("the other Paris")."""
    travelled: bool = False
    """Whether its sentence speaks of a ship, a plane or a journey."""
    launched: bool = False
    """Whether its sentence speaks of a launch or a test."""
    article: bool = False
    """A definite or indefinite article stands right before it."""


def contexts(reading: Reading, findings: Findings, *, known: Sequence[Context] = ()) -> list[Context]:
    """Return the context of every mention.

    Args:
        reading: The text.
        findings: Its mentions.
        known: Contexts of the same mentions among others; only what depends on their neighbours is read anew.
    """
    mentions = findings.mentions
    gaps = [_gap(reading, one, other) for one, other in pairwise(mentions)]
    if known:
        return [replace(context, **_beside(reading, findings, number, gaps)) for number, context in enumerate(known)]
    around = _Around(gaps=gaps, launches=_sentences_with(reading, _LAUNCH), journeys=_sentences_with(reading, _JOURNEY))
    return [_context(reading, findings, number, around) for number in range(len(mentions))]


class _Around(Struct, frozen=True):
    """What the contexts of one text are read from besides its mentions."""

    gaps: Sequence[tuple[str, ...] | None]
    """The words between each two mentions."""
    launches: frozenset[int]
    """The sentences that speak of a launch or a test."""
    journeys: frozenset[int]


def _sentences_with(reading: Reading, names: frozenset[str]) -> frozenset[int]:
    return frozenset(
        reading.tokens.sentence[at] for at, classes in reading.starting.items() if not classes.isdisjoint(names)
    )


def _is_apart(reading: Reading, findings: Findings, number: int, first: int) -> bool:
    """Tell whether what stands before a name in its run is no part of it: a people ("Slovak Michalovce"), "In"."""
    before = findings.mentions[number - 1] if number else None
    if before is not None and before.first == first and _demonym_before(findings.mentions, number) >= 0:
        return True
    return _is_opener(reading, first, findings.mentions[number].first)


def _other_follows(mentions: Sequence[Mention], number: int) -> bool:
    """Tell whether the next word starts a person's name ("a woman from Kovel Maria Lutska") or an area's adjective."""
    if number + 1 >= len(mentions) or mentions[number + 1].first != mentions[number].last + 1:
        return False
    entry = mentions[number + 1].entry
    return (
        mentions[number + 1].person
        or (entry is not None and entry.kind is EntryKind.AREA_DEMONYM)
        or mentions[number + 1].named
    )


def _is_opener(reading: Reading, at: int, name: int) -> bool:
    """Tell whether all that stands before a name in its run is a common word that opens its sentence ("In X")."""
    quoted = at > 0 and reading.tokens.words[at - 1] in OPENING_QUOTES
    if reading.after(at) not in (name, name - 1) or not (quoted or _opens(reading, at)):
        return False
    if reading.tokens.keys[at] in _common_words(reading.language_at(at)):
        return True
    return any(name.startswith(("relations.", "words.")) for name in reading.starting.get(at, frozenset()))


@cache
def _common_words(language: str) -> frozenset[str]:
    table = language_table(language)
    return frozenset(map(token_key, (*table.function_words, *table.cues.get("words.never_names", ()))))


def _gap(reading: Reading, one: Mention, other: Mention) -> tuple[str, ...] | None:
    """Return the words between two mentions of one sentence, None if there are many."""
    tokens = reading.tokens
    if other.first - one.last > _LONGEST_GAP or tokens.sentence[one.last] != tokens.sentence[other.first]:
        return None
    return tuple(tokens.keys[one.last + 1 : other.first])


def _context(reading: Reading, findings: Findings, number: int, around: _Around) -> Context:
    mention = findings.mentions[number]
    run = findings.runs.get(mention.first, (mention.first, mention.last))
    left = reading.left(mention.first) | _before_quotes(reading, mention) | _postposed(reading, mention.last)
    sentence = reading.tokens.sentence[mention.first]
    capitals = _capitals_tell(reading, mention)
    return Context(
        **_beside(reading, findings, number, around.gaps),
        left=left,
        right=_right(reading, mention.last),
        opens=_opens(reading, mention.first),
        run_left=reading.left(run[0]) & _SHIPS if capitals and run[0] < mention.first else frozenset(),
        after_run=_classes_in(reading, mention.last + 1, run[1]),
        modified_left=_over_modifiers(reading, mention.first, left),
        described=_described(reading, mention.last),
        introduced=_introduced(reading, mention.first),
        foreign=_is_foreign(mention.text, reading.language_at(mention.first)),
        quoted=_is_quoted(reading, mention),
        other="words.other" in left,
        travelled=sentence in around.journeys,
        launched=sentence in around.launches,
        article=_is_article(reading, mention.first - 1),
    )


class _Beside(TypedDict):
    """The part of a context that depends on which other mentions there are."""

    run_before: bool
    run_after: bool
    comma_before: int
    comma_after: int
    joined_before: int
    joined_after: int
    area_after: int
    demonym_left: frozenset[str]
    people: frozenset[str]
    demonym_before: int


def _beside(reading: Reading, findings: Findings, number: int, gaps: Sequence[tuple[str, ...] | None]) -> _Beside:
    mentions = findings.mentions
    mention = mentions[number]
    run = findings.runs.get(mention.first, (mention.first, mention.last))
    capitals = _capitals_tell(reading, mention)
    before = gaps[number - 1] if number else None
    after = gaps[number] if number < len(gaps) else None
    demonym = _demonym_before(mentions, number)
    return _Beside(
        run_before=capitals and run[0] < mention.first and not _is_apart(reading, findings, number, run[0]),
        run_after=capitals and run[1] > mention.last and not _other_follows(mentions, number),
        comma_before=number - 1 if before == (",",) else -1,
        comma_after=number + 1 if after == (",",) else -1,
        joined_before=number - 1 if before is not None and _is_list(reading, before) else -1,
        joined_after=number + 1 if after is not None and _is_list(reading, after) else -1,
        area_after=number + 1 if after is not None and _leads_to_area(reading, mention.last + 1, after) else -1,
        demonym_left=reading.left(mentions[demonym].first) if demonym >= 0 else frozenset(),
        people=_people(mentions, demonym),
        demonym_before=demonym,
    )


def _capitals_tell(reading: Reading, mention: Mention) -> bool:
    """Tell whether capitals beside a name say that it is part of a longer one."""
    shouted = reading.shouted[reading.tokens.sentence[mention.first]]
    return not shouted and not language_table(reading.language_at(mention.first)).nouns_capitalised


def _before_quotes(reading: Reading, mention: Mention) -> frozenset[str]:
    """Return the classes of the ships, papers and clubs named before a name that stands alone in quotation marks."""
    if not _is_quoted(reading, mention) or mention.first < 2:  # noqa: PLR2004 (a word before the mark)
        return frozenset()
    left = reading.left(mention.first - 1)
    return frozenset(name for name in left if name.startswith(("organisations.", "sports.")))


def _right(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the phrases right after a name; in Latin script a paper's word has a capital.

    "Port-Soudan dimanche" is no "Ouest-France Dimanche".
    """
    classes, after = reading.right(last), reading.after(last)
    if "organisations.media_after" in classes and reading.tokens.words[after][0] in _SMALL_LATIN:
        return classes - {"organisations.media_after"}
    return classes


def _is_foreign(text: str, language: str) -> bool:
    table = language_table(language)
    if text.isascii() or table.script != "latin":
        return False
    return any(char.isalpha() and not char.isascii() and char not in table.letters for char in text.lower())


def _is_quoted(reading: Reading, mention: Mention) -> bool:
    words, last = reading.tokens.words, mention.last + 1
    opened = mention.first > 0 and words[mention.first - 1] in OPENING_QUOTES
    return opened and last < len(words) and words[last] in CLOSING_QUOTES


def _is_article(reading: Reading, at: int) -> bool:
    return at >= 0 and "words.articles" in reading.starting.get(at, frozenset())


def _demonym_before(mentions: Sequence[Mention], number: int) -> int:
    if not number or mentions[number - 1].last != mentions[number].first - 1:
        return -1
    entry = mentions[number - 1].entry
    return number - 1 if entry is not None and entry.kind is EntryKind.DEMONYM else -1


def _postposed(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the particle that ends a name's last word ("모스크바에서" is "in Moscow")."""
    endings = language_table(reading.language_at(last)).postpositions
    word = reading.tokens.words[last] if endings else ""
    found = [ending for ending in endings if word.endswith(ending) and len(word) > len(ending) + 1]
    return frozenset(endings[max(found, key=len)]) if found else frozenset()


def _people(mentions: Sequence[Mention], at: int) -> frozenset[str]:
    entry = mentions[at].entry if at >= 0 else None
    return frozenset({entry.country}) if entry is not None and entry.country else frozenset()


def _introduced(reading: Reading, first: int) -> frozenset[str]:
    """Return the classes of the noun that a name is in apposition to, over its article and one adjective."""
    at = reading.before(first)
    if at >= 0 and "words.articles" in reading.starting.get(at, frozenset()):
        at = reading.before(at)
    if at < 0 or reading.tokens.words[at] != ",":
        return frozenset()
    found: set[str] = set()
    for _ in range(2):
        at = reading.before(at)
        if at < 0 or found:
            break
        found |= reading.ending.get(at, frozenset()) & _INTRODUCING
    return frozenset(found)


def _described(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the noun that an apposition opens with, over its article and one adjective."""
    comma = reading.after(last)
    if comma < 0 or reading.tokens.words[comma] not in _APPOSED:
        return frozenset()
    at = reading.after(comma)
    if at >= 0 and "words.articles" in reading.starting.get(at, frozenset()):
        at = reading.after(at)
    elif language_table(reading.language_at(last)).cues.get("words.articles") and reading.tokens.words[comma] == ",":
        return frozenset()
    found: set[str] = set()
    for _ in range(_LONGEST_APPOSITION):
        if at < 0 or (reading.tokens.capital[at] and at != reading.after(comma)):
            break
        found |= reading.starting.get(at, frozenset()) & _DESCRIBING
        if found:
            break
        at = reading.after(at)
    return frozenset(found)


def _leads_to_area(reading: Reading, first: int, gap: tuple[str, ...]) -> bool:
    """Tell whether the words between two names say that the second contains the first."""
    if gap in ((",",), ("(",)):
        return True
    words = [at for at, key in enumerate(gap, start=first) if key not in (",", "(", "'")]
    if gap[:1] == (",",) and words and "words.relatives" in reading.ending.get(words[0], frozenset()):
        words = words[1:]
    if gap[:1] == (",",) and words and _is_capital_of(reading, words):
        return True
    if not words or not reading.ending.get(words[0], frozenset()) & _CONTAINING:
        return False
    return all(reading.ending.get(at, frozenset()) & _WITHIN_GAP for at in words[1:])


def _is_capital_of(reading: Reading, words: Sequence[int]) -> bool:
    """Tell whether the words between two names are "the capital of" or the like."""
    classes = [reading.ending.get(at, frozenset()) | reading.starting.get(at, frozenset()) for at in words]
    return any("kinds.settlement_before" in found for found in classes) and all(
        found & _CAPITAL_OF for found in classes
    )


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
