"""Which language a text is in: by its commonest words first, by a model where they don't tell."""

import re
from collections.abc import Mapping
from functools import cache

from geo.language.tables import known_languages, layout_table

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 3
_SHORT = 40
_BOOK = 1_000_000
_PRESS = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr gl gu he hi hr hu hy id is it ja ka kk km ko ku ky "
    "lo lt lv mk mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tr uk ur uz vi zh"
)
"""Languages that news is written in; without the others a headline is not taken for Pidgin or Tatar."""


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
    """Return a text's language as a two-letter code, by its first 20,000 characters; None where it can't be told."""
    ranked = sorted(count_stopwords(text).items(), key=lambda item: -item[1])
    best, second = ranked[0], ranked[1]
    if best[1] >= _ENOUGH and best[1] >= 2 * second[1]:
        return best[0]
    words = _WORD.findall(text[:_SAMPLE])
    if not words:
        return None
    told = _classified(text)
    if told not in known_languages() and len(words) < _SHORT and best[1] > 1 and not second[1]:
        # A headline is soon taken for a neighbour: Bulgarian, Danish. Words of one language alone tell more.
        return best[0]
    return told


def _classified(text: str) -> str:
    from py3langid import langid

    press = _PRESS.split()
    ranked = (str(code) for code, _ in langid.rank(text[:_SAMPLE]))
    found = next(code for code in ranked if code in press)
    if len(text) > _BOOK:
        langid.IDENTIFIER = None  # its 70 MB are wanted for what follows
    return found


def is_foreign(text: str, language: str) -> bool:
    """Return whether a passage is clearly in another of the languages than its article."""
    counts = count_stopwords(text)
    other, count = max(counts.items(), key=lambda item: item[1])
    return other != language and count >= _ENOUGH and count >= 2 * counts.get(language, 0) + 2
