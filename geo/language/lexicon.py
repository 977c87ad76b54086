"""Word patterns from the reviewed tables, found in a text in one pass over its words.

A pattern is words with a space between: `stem*` any ending, `*part*` any word
holding it, `(a|b)` a choice, `stem~class` the stem with each ending of a class,
`…` up to six words in between, `prefix+verb` a separable verb, whose prefix closes its clause ("traf am Montag ein").
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

GAP = "…"
_GAP_WORDS = 6
_BRACKET = "……"
_BRACKET_WORDS = 18
_CLAUSE_END = "$"
_GAPS = {-1: _GAP_WORDS, -2: _BRACKET_WORDS}
_END = -3
_GAPPED = -1  # Stands for whatever may follow a word directly but a word: a gap, or the end of a clause
# An apostrophe is a letter of Ukrainian ("п'ять"); in Latin script it parts words ("l'obus").
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+|(?:[A-Za-z]\.){2,}|[\u0400-\u052f]+(?:['’ʼ][\u0400-\u052f]+)*|\w+['’ʼ`](?=\w)|\w+|[,.;:!?()\[\]—–…]|-(?=\s)"
)
_CHOICE = re.compile(r"\(([^()]*)\)")
_FOLDS = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})
_SENTENCE_MARKS = frozenset(".;:!?()[]—–…-")
_PUNCTUATION = _SENTENCE_MARKS | {","}


class Token(NamedTuple):
    """A folded word or mark and where it stands in the text."""

    text: str
    start: int
    end: int
    is_mark: bool  # whether it is punctuation


class Cue(NamedTuple):
    """A pattern found: its tag, its words `first` to `last` (excluded) and its span."""

    tag: str
    first: int
    last: int
    start: int
    end: int


_Pattern = tuple[str, tuple[int, ...]]  # a tag, and the elements of its pattern


class _Word(NamedTuple):
    """What a word may be: elements of patterns, tags by itself, and patterns it opens by what must follow it."""

    elements: frozenset[int]
    tags: tuple[str, ...]
    followed: Mapping[int, Sequence[_Pattern]]


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Return a word in lower case, composed, with one kind of apostrophe."""
    return unicodedata.normalize("NFC", word).lower().translate(_FOLDS)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut a text into words and marks; hyphens and quotation marks only separate.

    `start`: first code point looked at; `end`: first code point not looked at; the text's end if None.
    """
    stop = len(text) if end is None else end
    return [
        Token(word := fold_word(match.group()), match.start(), match.end(), word in _PUNCTUATION)
        for match in _TOKEN.finditer(text, start, stop)
    ]


def expand_pattern(pattern: str, endings: Mapping[str, Sequence[str]]) -> list[str]:
    """Write out the choices and ending classes of a pattern.

    Raises:
        KeyError: A `~class` that the table's endings do not hold.
    """
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    written = ["".join(choice) for choice in itertools.product(*choices)]
    return [form for text in written for form in _with_endings(text, endings)]


def separate(pattern: str) -> list[str]:
    """Write out a separable verb, `ein+traf`, in its two orders; other patterns as they are."""
    prefix, mark, verb = pattern.partition("+")
    return (
        [f"{verb} {_BRACKET} {prefix} {_CLAUSE_END}", prefix + verb if " " not in prefix else f"{prefix} {verb}"]
        if mark
        else [pattern]
    )


def _with_endings(text: str, endings: Mapping[str, Sequence[str]]) -> list[str]:
    words: list[list[str]] = []
    for word in text.split():
        stem, mark, name = word.partition("~")
        words.append([stem + ending for ending in endings[name]] if mark else [word])
    return [" ".join(choice) for choice in itertools.product(*words)]


class Lexicon:
    """All patterns of a language, matched together."""

    def __init__(self, patterns: Iterable[tuple[str, str]], *, clause_ends: Iterable[str] = ()) -> None:
        """Compile (tag, pattern) pairs, patterns without choices or classes; `clause_ends` open another clause."""
        self._clause_ends = _PUNCTUATION | frozenset(clause_ends)
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        self._inside: list[tuple[str, int]] = []
        self._suffix: list[tuple[str, int]] = []
        self._elements: dict[str, int] = {}
        self._by_first: dict[int, list[_Pattern]] = {}
        self._known: dict[str, _Word] = {}
        for tag, pattern in dict.fromkeys(patterns):
            elements = tuple(self._element(part) for part in _pattern_parts(pattern))
            if elements:
                self._by_first.setdefault(elements[0], []).append((tag, elements))
        self._suffixes = tuple(bare for bare, _ in self._suffix)

    def _element(self, part: str) -> int:
        if part in (GAP, _BRACKET, _CLAUSE_END):
            return {GAP: -1, _BRACKET: -2, _CLAUSE_END: _END}[part]
        known = self._elements.get(part)
        if known is not None:
            return known
        number = self._elements[part] = len(self._elements)
        bare = part.strip("*")
        if part.startswith("*") and part.endswith("*"):
            self._inside.append((bare, number))
        elif part.startswith("*"):
            self._suffix.append((bare, number))
        elif part.endswith("*"):
            self._prefix.setdefault(bare, []).append(number)
        else:
            self._exact.setdefault(bare, []).append(number)
        return number

    def _word(self, text: str) -> _Word:
        """Return what a word may be in the patterns; kept, as a corpus has few words."""
        found = list(self._exact.get(text, ()))
        for size in range(1, len(text) + 1):
            if text[:size] in self._prefix:
                found += self._prefix[text[:size]]
        found += [number for bare, number in self._inside if bare in text]
        if text.endswith(self._suffixes):
            found += [number for bare, number in self._suffix if text.endswith(bare)]
        elements = frozenset(found)
        opened = [pattern for element in sorted(elements) for pattern in self._by_first.get(element, ())]
        followed: dict[int, list[_Pattern]] = {}
        for pattern in opened:
            if len(pattern[1]) > 1:
                followed.setdefault(max(pattern[1][1], _GAPPED), []).append(pattern)
        tags = tuple(dict.fromkeys(tag for tag, pattern in opened if len(pattern) == 1))
        word = _Word(elements, tags, followed)
        if len(self._known) < 200_000:  # noqa: PLR2004 (a bound on what a corpus may keep)
            self._known[text] = word
        return word

    def find(self, tokens: Sequence[Token]) -> list[Cue]:
        """Return every pattern found, in order; of overlapping ones with one tag the longest."""
        known = self._known
        read = [known.get(token.text) or self._word(token.text) for token in tokens]
        words = [word.elements for word in read]
        found = []
        brackets: dict[int, int] = {}
        for first, word in enumerate(read):
            token = tokens[first]
            if word.tags:
                found += [Cue(tag, first, first + 1, token.start, token.end) for tag in word.tags]
            if not word.followed:
                continue
            following = words[first + 1] if first + 1 < len(words) else frozenset()
            for second in (_GAPPED, *(following & word.followed.keys())):
                for tag, pattern in word.followed.get(second, ()):
                    last = self._match(pattern, 1, words, tokens, first + 1)
                    if last:
                        found.append(Cue(tag, first, last, token.start, tokens[last - 1].end))
                        if pattern[-1] == _END:
                            brackets[first] = last - 1
        if not brackets:
            return _longest(found)
        nearest: dict[int, int] = {}
        for first, close in brackets.items():
            nearest[close] = max(first, nearest.get(close, first))
        lost = {(first, close) for first, close in brackets.items() if first < nearest[close]}
        found = [cue for cue in found if (cue.first, cue.last - 1) not in lost]
        brackets = {first: close for first, close in brackets.items() if (first, close) not in lost}
        return [cue for cue in _longest(found) if not _inside_bracket(cue, brackets)]

    def _match(
        self, pattern: tuple[int, ...], at: int, words: Sequence[frozenset[int]], tokens: Sequence[Token], index: int
    ) -> int:
        """Return the index after the last word matched, 0 where the pattern does not fit."""
        if at == len(pattern):
            return index
        if pattern[at] == _END:
            return index if index == len(tokens) or tokens[index].text in self._clause_ends else 0
        if pattern[at] in _GAPS:
            return self._match_after_gap(pattern, at, words, tokens, index)
        if index < len(words) and pattern[at] in words[index]:
            return self._match(pattern, at + 1, words, tokens, index + 1)
        return 0

    def _match_after_gap(
        self, pattern: tuple[int, ...], at: int, words: Sequence[frozenset[int]], tokens: Sequence[Token], index: int
    ) -> int:
        for skip in range(_GAPS[pattern[at]] + 1):
            if index + skip < len(tokens) and tokens[index + skip].text in _SENTENCE_MARKS:
                return 0
            last = self._match(pattern, at + 1, words, tokens, index + skip)
            if last:
                return last
        return 0


def _pattern_parts(pattern: str) -> list[str]:
    parts = []
    for piece in pattern.split():
        if piece.isalpha():
            parts.append(fold_word(piece))  # most pieces are plain words, and tables hold tens of thousands
        elif piece in (GAP, _BRACKET, _CLAUSE_END):
            parts.append(piece)
        elif "*" in piece:
            parts.extend(_wild_parts(piece))
        elif piece.endswith(("'", "’")):
            # An elided word ("d'", "didn'") keeps its apostrophe, as it does before the word that follows.
            parts.extend(token.text for token in tokenise(f"{piece}a")[:-1])
        else:
            parts.extend(token.text for token in tokenise(piece))
    return parts


def _wild_parts(piece: str) -> list[str]:
    """Cut a piece with stars at its ends as a text is cut: "d'essai*" is "d'" and "essai*"."""
    bare = piece.strip("*")
    words = [token.text for token in tokenise(bare)]
    if len(words) < 2:  # noqa: PLR2004 - one word, or none
        return [fold_word(piece)]
    words[0] = "*" * piece.startswith("*") + words[0]
    words[-1] += "*" * piece.endswith("*")
    return words


def _inside_bracket(cue: Cue, brackets: Mapping[int, int]) -> bool:
    """Return whether a cue is only the verb or the prefix of a separable verb: "traf" of "traf ... ein"."""
    if cue.last - cue.first > 1:
        return False
    return cue.first in brackets or cue.first in brackets.values()


def _longest(found: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    last_of: dict[str, Cue] = {}
    for cue in sorted(found, key=lambda cue: (cue.first, -cue.last, cue.tag)):
        before = last_of.get(cue.tag)
        if before and cue.first < before.last:
            continue
        last_of[cue.tag] = cue
        kept.append(cue)
    return kept
