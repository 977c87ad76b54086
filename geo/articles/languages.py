"""Which language a text is in: by its commonest words first, by a model where they don't tell."""

import re
from collections.abc import Mapping
from functools import cache

from geo.language.tables import known_languages, layout_table

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 3


@cache
def _stopwords() -> Mapping[str, frozenset[str]]:
    return {language: frozenset(layout_table(language)["stopwords"]) for language in known_languages()}


@cache
def _own_letters() -> Mapping[str, frozenset[str]]:
    return {language: frozenset(layout_table(language).get("own_letters", "")) for language in known_languages()}


def count_stopwords(text: str) -> dict[str, int]:
    """Return how many of each language's commonest words a text holds.

    Ukrainian and Russian share many: each counts for nothing where the other's own letters ("і", "ы") prevail.
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    counts = {language: sum(word in known for word in words) for language, known in _stopwords().items()}
    letters = "".join(words)
    own = {language: sum(map(letters.count, known)) for language, known in _own_letters().items() if known}
    most = max(own.values(), default=0)
    return {language: 0 if own.get(language, most) < most else count for language, count in counts.items()}


def find_language(text: str) -> str | None:
    """Return a text's language as a two-letter code; None where it can't be told.

    Args:
        text: Any text; its first 20,000 characters decide.
    """
    ranked = sorted(count_stopwords(text).items(), key=lambda item: -item[1])
    best, second = ranked[0], ranked[1]
    if best[1] >= _ENOUGH and best[1] >= 2 * second[1]:
        return best[0]
    if not _WORD.search(text):
        return None
    return _classified(text)


def _classified(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text[:_SAMPLE])[0])


def is_foreign(text: str, language: str) -> bool:
    """Tell whether a passage is clearly in another of the languages than its article."""
    counts = count_stopwords(text)
    other, count = max(counts.items(), key=lambda item: item[1])
    return other != language and count >= _ENOUGH and count >= 2 * counts.get(language, 0) + 2
