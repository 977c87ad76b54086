"""Tables of phrases that are matched word by word."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")
Forms = Mapping[int, tuple[str, ...]]
"""For words of inflected languages, by index: the keys of the base forms that they may be."""


class PhraseTable(Generic[Value]):
    """Phrases as sequences of word keys, each with values; found at a place in a text."""

    def __init__(self) -> None:
        self._single: dict[str, list[Value]] = {}
        self._by_first: dict[str, dict[tuple[str, ...], list[Value]]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: tuple[str, ...], value: Value) -> None:
        """Add a value to a phrase; an empty phrase is left out."""
        if len(phrase) == 1:
            self._single.setdefault(phrase[0], []).append(value)
        elif phrase:
            self._by_first.setdefault(phrase[0], {}).setdefault(phrase, []).append(value)
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = tuple(sorted(lengths, reverse=True))

    def may_start(self, key: str) -> bool:
        """Return whether a phrase starts with a word."""
        return key in self._single or key in self._by_first

    def matches(self, keys: Sequence[str], at: int, forms: Forms | None = None) -> Iterator[tuple[int, list[Value]]]:
        """Yield (index after the phrase, values) for each phrase that starts at `at`, the longest first."""
        if forms and at in forms:
            yield from self._inflected(keys, at, forms)
            return
        key = keys[at]
        lengths = self._lengths.get(key)
        if lengths:
            phrases = self._by_first[key]
            for length in lengths:
                values = phrases.get(tuple(keys[at : at + length]))
                if values and at + length <= len(keys):
                    yield at + length, values
        values = self._single.get(key)
        if values:
            yield at + 1, values

    def _inflected(self, keys: Sequence[str], at: int, forms: Forms) -> Iterator[tuple[int, list[Value]]]:
        found: dict[int, list[Value]] = {}
        single: list[Value] = []
        for first in (keys[at], *forms[at]):
            for phrase, values in self._by_first[first].items() if first in self._by_first else ():
                if _fits(phrase, keys, at, forms):
                    found.setdefault(at + len(phrase), []).extend(values)
            if first in self._single:
                single += self._single[first]
        if found:
            yield from sorted(found.items(), reverse=True)
        if single:
            yield at + 1, single


def _fits(phrase: tuple[str, ...], keys: Sequence[str], at: int, forms: Forms) -> bool:
    """Return whether a phrase whose first word stands at `at` goes on as the text does."""
    if at + len(phrase) > len(keys):
        return False
    for n, word in enumerate(phrase[1:], start=at + 1):
        if word != keys[n] and word not in forms.get(n, ()):
            return False
    return True
