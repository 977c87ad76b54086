"""Words and signs of a text, with their offsets and the keys they are looked up by."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from gazetteer.match.keys import name_key
from gazetteer.text.sentences import Span

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
        for match in _TOKEN.finditer(text, span.start, span.end):
            starts.append(match.start())
            ends.append(match.end())
            words.append(match.group())
            sentence.append(number)
    return Tokens(
        text=text, starts=starts, ends=ends, words=words, keys=[token_key(word) for word in words], sentence=sentence,
        capital=[starts_name(word) for word in words],
    )  # fmt: skip


def phrase_keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of a table's phrase, cut as texts are."""
    return tuple(token_key(word) for word in _TOKEN.findall(phrase))
