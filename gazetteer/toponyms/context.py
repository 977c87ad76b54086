"""What stands around a name: cue words, neighbours, and whether it opens its sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.neighbours import capitals_tell, opens_sentence, read_beside
from gazetteer.toponyms.recognition.kind_words import CLOSING_QUOTES, OPENING_QUOTES, over_adjective
from gazetteer.toponyms.recognition.mentions import Findings, Mention

_KIND_PHRASES = frozenset(
    f"kinds.{kind}_{number}"
    for kind in ("settlement", "admin1", "admin2", "site")
    for number in ("before", "plural_before")
)
_APPOSED = frozenset({",", "(", "–", "—"})
_LONGEST_APPOSITION = 3
_INTRODUCING = frozenset({"organisations.ships", "persons.titles"})
_DESCRIBING = frozenset({
    "organisations.ships", "organisations.namesakes", "sports.words", "kinds.generic", "kinds.settlement_before",
    "kinds.site_before",
})  # fmt: skip
_LAUNCH = frozenset({"kinds.launch"})
_SMALL_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_SHIPS = frozenset({"organisations.ships"})
_SUFFERS, _PARTED = frozenset({"relations.suffers"}), 6
"""What only places suffer, and the words in which it follows a name, an auxiliary and adverbs before it."""
_JOURNEY = frozenset({"organisations.ships", "relations.travel"})


class Context(Struct, frozen=True, kw_only=True, gc=False):
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
    """Return the context of every mention."""
    beside = read_beside(reading, findings)
    if known:
        return [replace(context, **own) for context, own in zip(known, beside, strict=True)]
    told = {"launched": _sentences_with(reading, _LAUNCH), "travelled": _sentences_with(reading, _JOURNEY)}
    found = []
    for mention, own in zip(findings.mentions, beside, strict=True):
        sentence = reading.tokens.sentence[mention.first]
        found.append(_context(reading, findings, mention, own | {name: sentence in at for name, at in told.items()}))
    return found


def _sentences_with(reading: Reading, names: frozenset[str]) -> frozenset[int]:
    told = zip(reading.starts, reading.tokens.sentence, strict=False)
    return frozenset(number for classes, number in told if not classes.isdisjoint(names))


def _context(reading: Reading, findings: Findings, mention: Mention, known: Mapping[str, Any]) -> Context:
    run = findings.runs.get(mention.first, (mention.first, mention.last))
    left = reading.left[mention.first] | _before_quotes(reading, mention) | _postposed(reading, mention.last)
    if "relations.part" in reading.ends[reading.before[mention.first]]:
        left |= over_adjective(reading, mention.first)
    capitals = capitals_tell(reading, mention)
    return Context(
        **known, left=left, right=_right(reading, mention.last),
        opens=opens_sentence(reading, mention.first),
        run_left=reading.left[run[0]] & _SHIPS if capitals and run[0] < mention.first else frozenset(),
        after_run=_classes_in(reading, mention.last + 1, run[1]),
        modified_left=_over_modifiers(reading, mention.first, left), described=_described(reading, mention.last),
        introduced=_introduced(reading, mention.first),
        foreign=_is_foreign(mention.text, reading.language_at[mention.first]), quoted=_is_quoted(reading, mention),
        other="words.other" in left,
        article=(mention.first - 1 >= 0 and "words.articles" in reading.starts[mention.first - 1]),
    )  # fmt: skip


def _before_quotes(reading: Reading, mention: Mention) -> frozenset[str]:
    """Return the classes of the ships, papers and clubs named before a name that stands alone in quotation marks."""
    if not _is_quoted(reading, mention) or mention.first < 2:  # noqa: PLR2004 (a word before the mark)
        return frozenset()
    left = reading.left[mention.first - 1]
    return frozenset(name for name in left if name.startswith(("organisations.", "sports.")))


def _right(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the phrases right after a name; in Latin script a paper's word has a capital.

    "Port-Soudan dimanche" is no "Ouest-France Dimanche".
    """
    classes, after = reading.right[last] | _suffered(reading, last), reading.after[last]
    if "organisations.media_after" in classes and reading.tokens.words[after][0] in _SMALL_LATIN:
        return classes - {"organisations.media_after"}
    return classes


def _suffered(reading: Reading, last: int) -> frozenset[str]:
    """Return the class of what only a place suffers, a few words after a name: "X wurde erneut beschossen"."""
    tokens, at, nouns = reading.tokens, last, language_table(reading.language_at[last]).nouns_capitalised
    for _ in range(_PARTED):
        at = reading.after[at]
        if at < 0 or (tokens.capital[at] and not nouns):
            break
        if "relations.suffers" in reading.starts[at]:
            return _SUFFERS
    return frozenset()


def _is_foreign(text: str, language: str) -> bool:
    table = language_table(language)
    if text.isascii() or table.script != "latin":
        return False
    return any(char.isalpha() and not char.isascii() and char not in table.letters for char in text.lower())


def _is_quoted(reading: Reading, mention: Mention) -> bool:
    words, last = reading.tokens.words, mention.last + 1
    opened = mention.first > 0 and words[mention.first - 1] in OPENING_QUOTES
    return opened and last < len(words) and words[last] in CLOSING_QUOTES


def _postposed(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the particle that ends a name's last word ("모스크바에서" is "in Moscow")."""
    endings = language_table(reading.language_at[last]).postpositions
    word = reading.tokens.words[last] if endings else ""
    found = [ending for ending in endings if word.endswith(ending) and len(word) > len(ending) + 1]
    return frozenset(endings[max(found, key=len)]) if found else frozenset()


def _introduced(reading: Reading, first: int) -> frozenset[str]:
    """Return the classes of the noun that a name is in apposition to, over its article and one adjective."""
    at = reading.before[first]
    if at >= 0 and "words.articles" in reading.starts[at]:
        at = reading.before[at]
    if at < 0 or reading.tokens.words[at] != ",":
        return frozenset()
    found: set[str] = set()
    for _ in range(2):
        at = reading.before[at]
        if at < 0 or found:
            break
        found |= reading.ends[at] & _INTRODUCING
    return frozenset(found)


def _described(reading: Reading, last: int) -> frozenset[str]:
    """Return the classes of the noun that an apposition opens with, over its article and one adjective."""
    comma = reading.after[last]
    if comma < 0 or reading.tokens.words[comma] not in _APPOSED:
        return frozenset()
    at = reading.after[comma]
    if at >= 0 and "words.articles" in reading.starts[at]:
        at = reading.after[at]
    elif language_table(reading.language_at[last]).cues.get("words.articles") and reading.tokens.words[comma] == ",":
        return frozenset()
    found, opens = set[str](), at  # "the Monchegorsk, an Iranian cargo ship"
    for _ in range(_LONGEST_APPOSITION):
        if at < 0 or (reading.tokens.capital[at] and at != opens):
            break
        found |= reading.starts[at] & _DESCRIBING
        if found:
            break
        at = reading.after[at]
    return frozenset(found)


def _classes_in(reading: Reading, first: int, last: int) -> frozenset[str]:
    found: set[str] = set()
    for at in range(first, last + 1):
        found |= reading.starts[at]
    return frozenset(found)


def _over_modifiers(reading: Reading, at: int, left: frozenset[str]) -> frozenset[str]:
    """Return the classes before a name, before its adjectives and before its kind word."""
    start = _before_modifier(reading, at)
    while start >= 0:
        left = left | reading.left[start]
        start = _before_modifier(reading, start)
    return left


def _before_modifier(reading: Reading, at: int) -> int:
    """Return the first word of the modifier, article or kind phrase that ends before a word; -1 if there is none."""
    before = reading.before[at]
    if before < 0:
        return -1
    classes = reading.ends[before]
    for name in _KIND_PHRASES & classes:
        return reading.phrase_starts[before, name]
    if classes & {"words.modifiers", "words.articles"} or reading.tokens.words[before] == "-":
        return before
    return -1
