"""Cut a text into sentences, by rules and tables for any of the languages at once, and those into words and signs.

No language is asked for: the tables of abbreviations of all languages are used
together, so a text that mixes languages is cut the same way throughout.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from gazetteer.match.keys import name_key
from gazetteer.text.language_tables import sentence_tables

_TERMINATOR = re.compile(r"[.!?…。！？؟।]+(?:[”’\"')\]]|[ \u00a0\u202f]?»)*")
_LINE_END = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])")
_LAST_WORD = re.compile(r"[^\s(\[«“„\"'’—–/-]+$")
_OPENING = " \t\u00a0\u202f«“„‘\"'([—–-•*¿¡"
_CLOSING = " \t\r\n\u00a0\u202f"
_LONGEST_ABBREVIATION = 24
_WRAP_WIDTHS = range(50, 101)
_WRAPPED_SHARE = 0.6
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "art", "fig", "vol", "p", "pp"})
_SHORT_NUMBER = re.compile(r"\d{1,2}$")
_INITIALS = re.compile(r"(?:\w\.)*\w$")


class Span(Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A stretch of a text, in Unicode code points, `end` excluded."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """Cut a text into sentences; paragraphs, headings and captions end one."""
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        spans.extend(_sentences(text, start, end))
    return spans


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    tables = sentence_tables()
    return tables.abbreviations, tables.months


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Join lines that only wrap, part lines that stand for themselves."""
    lines = _lines(text)
    wrapped = _is_wrapped(lines)
    joined: list[tuple[int, int]] = []
    blank_before = True
    for start, end in lines:
        if start == end:
            blank_before = True
            continue
        if joined and not blank_before and _continues(text, joined[-1], start, wrapped=wrapped):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        blank_before = False
    return joined


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for break_ in _LINE_END.finditer(text):
        lines.append(_stripped(text, start, break_.start()))
        start = break_.end()
    lines.append(_stripped(text, start, len(text)))
    return lines


def _is_wrapped(lines: list[tuple[int, int]]) -> bool:
    """Return whether the text was broken into lines by width, as e-mail and old wires are."""
    lengths = [end - start for start, end in lines if start < end]
    if len(lengths) < 4 or max(lengths) not in _WRAP_WIDTHS:  # noqa: PLR2004 (fewer lines show no habit)
        return False
    full = sum(length >= max(lengths) * 0.75 for length in lengths)
    return full >= len(lengths) * _WRAPPED_SHARE


def _continues(text: str, before: tuple[int, int], start: int, *, wrapped: bool) -> bool:
    if text[before[1] - 1] in ".!?…:»”":
        return False
    return text[start].islower() or wrapped


def _sentences(text: str, start: int, end: int) -> list[Span]:
    spans, begin = [], start
    for match in _TERMINATOR.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, begin, match, end):
            spans.append(_span(text, begin, match.end()))
            begin = match.end()
    spans.append(_span(text, begin, end))
    return [span for span in spans if span.start < span.end]


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    following = _next_word(text, match.end(), end)
    glued = not text[match.end()].isspace() and match.group()[-1] not in _CLOSING
    if not following or following[0].islower():
        return False
    if match.group()[0] in "。！？؟।":
        return True
    word = _word_before(text, begin, match.start())
    if glued:
        return _glued_break(word, match.group(), following)
    if match.group().rstrip(_CLOSING) != ".":
        return True
    return not _is_abbreviated(word, following)


def _glued_break(word: str, mark: str, following: str) -> bool:
    """Return whether "portée.La" lacks a space, and is not a name such as "U.S.Army" or "site.Org"."""
    lower = len(word) > 2 and word.isalpha() and word[-1].islower()  # noqa: PLR2004 (initials and "St" are shorter)
    return mark[0] in ".!?" and lower and following[:1].isupper() and (len(following) < 2 or following[1:].islower())  # noqa: PLR2004


def _is_abbreviated(word: str, following: str) -> bool:
    abbreviations, months = _known()
    if _SHORT_NUMBER.fullmatch(word):
        return following.casefold().strip(".,") in months
    folded = word.casefold()
    if folded in _BEFORE_NUMBERS:
        return following[0].isdigit()
    if folded in abbreviations:
        return True
    # "J. Leff" and "U.S. Army" go on; a lone lower-case letter ("plan b.") ends.
    return bool(_INITIALS.fullmatch(word)) and word[-1].isupper()


def _word_before(text: str, begin: int, end: int) -> str:
    found = _LAST_WORD.search(text[max(begin, end - _LONGEST_ABBREVIATION) : end])
    return found.group() if found else ""


def _next_word(text: str, start: int, end: int) -> str:
    while start < end and text[start] in _OPENING:
        start += 1
    stop = start
    while stop < end and stop - start < _LONGEST_ABBREVIATION and not text[stop].isspace():
        stop += 1
    return text[start:stop].rstrip(".,;:!?»”")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _span(text: str, start: int, end: int) -> Span:
    start, end = _stripped(text, start, end)
    return Span(start=start, end=end)


_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e"
_WORD = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
# An apostrophe is a letter of Ukrainian ("Кам'янець"); in Latin script it parts words ("l'Ukraine").
_TOKEN = re.compile(rf"[\u0400-\u052f][\u0400-\u052f{_MARKS}]*(?:['’ʼ][\u0400-\u052f]+)*|{_WORD}|[^\w\s]|_")
_SIGNS = str.maketrans("’ʼ‘`´‐‑", "'''''--")


class Tokens(Struct, frozen=True, kw_only=True):
    """A text's words and signs as parallel sequences; `sentence` is the index of the sentence each stands in."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    keys: Sequence[str]
    sentence: Sequence[int]
    capital: Sequence[bool]  # whether each is a word that starts with a capital, or whose script has none
    forms: Mapping[int, tuple[str, ...]] = {}  # keys of the base forms that words of inflected languages may be
    keys_at: Sequence[tuple[str, ...]] = ()  # each word's key and those of its base forms

    def slice(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]


@lru_cache(maxsize=1 << 16)
def starts_name(word: str) -> bool:
    """Return whether a word can start a name: a capital, or a letter of a script without capitals."""
    return word[0].isalpha() and not word[0].islower()


@lru_cache(maxsize=1 << 17)
def token_key(word: str) -> str:
    """Return the key of one word or sign."""
    return name_key(word) or word.translate(_SIGNS)


def tokenise(text: str, sentences: Sequence[Span]) -> Tokens:
    """Cut a text's sentences into words and single signs, in one pass."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    sentence: list[int] = []
    for number, span in enumerate(sentences):
        found = [match.span() for match in _TOKEN.finditer(text, span.start, span.end)]
        starts += [start for start, _ in found]
        ends += [end for _, end in found]
        words += [text[start:end] for start, end in found]
        sentence += [number] * len(found)
    return Tokens(
        text=text, starts=starts, ends=ends, words=words, keys=list(map(token_key, words)), sentence=sentence,
        capital=list(map(starts_name, words)),
    )  # fmt: skip


def phrase_keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of a table's phrase, cut as texts are."""
    return tuple(token_key(word) for word in _TOKEN.findall(phrase))
