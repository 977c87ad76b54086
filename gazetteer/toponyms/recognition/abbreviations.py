"""Abbreviations that a text introduces in brackets: what they stand for, and that they are no places."""

from collections.abc import Iterable, Iterator, Sequence

from gazetteer.match.keys import name_key
from gazetteer.text.lexicon import Entry, EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention

_LETTERS = range(2, 9)


def introduced(reading: Reading, mentions: Sequence[Mention]) -> dict[str, tuple[int, Entry]]:
    """Return each abbreviation in brackets after an organisation: the word it first is, and what it means."""
    words, found = reading.tokens.words, dict[str, tuple[int, Entry]]()
    for mention in mentions:
        at = mention.last + 2
        if mention.entry is None or mention.entry.kind is not EntryKind.ORGANISATION or at + 1 >= len(words):
            continue
        short = words[at]
        if words[at - 1] == "(" and words[at + 1] == ")" and _is_abbreviation(short) and short not in found:
            found[short] = (at, mention.entry)
    return found


def _is_abbreviation(word: str) -> bool:
    return len(word) in _LETTERS and word.isalpha() and word.isupper()


def _is_in_capitals(reading: Reading, at: int) -> bool:
    """Return whether a whole sentence is written in capitals, where a common word looks like an abbreviation."""
    span = reading.sentences[reading.tokens.sentence[at]]
    return reading.tokens.text[span.start : span.end].isupper()


def spell_out(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with those of abbreviations that the text introduced, in order."""
    meanings = introduced(reading, mentions)
    if not meanings:
        return list(mentions)
    tokens = reading.tokens
    added: dict[int, Mention] = {}
    for at, word in enumerate(tokens.words):
        if word in meanings and at >= meanings[word][0] and not _is_in_capitals(reading, at):
            start, end = tokens.starts[at], tokens.ends[at]
            entry = meanings[word][1]
            added[at] = Mention(first=at, last=at, start=start, end=end, text=word, key=name_key(word), entry=entry)
    kept = [mention for mention in mentions if not (mention.first == mention.last and mention.first in added)]
    covered = {at for mention in kept for at in range(mention.first, mention.last + 1)}
    free = [mention for at, mention in added.items() if at not in covered]
    return sorted([*kept, *free], key=lambda mention: mention.first)


_LONGEST_NAME = 10


def without_coined(reading: Reading, mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out what only abbreviates a name that the text gives before it ("Bataillon d'assaut motorisé (BAM)")."""
    coined = frozenset(_coined(reading))
    return [mention for mention in mentions if mention.entry is not None or mention.text not in coined]


def _coined(reading: Reading) -> Iterator[str]:
    """Yield the words in capitals, alone in brackets, whose letters are initials of the words before, in order."""
    words = reading.tokens.words
    for at in range(2, len(words) - 1):
        if words[at - 1] != "(" or words[at + 1] != ")" or not _is_abbreviation(words[at]):
            continue
        initials = (word[0].upper() for word in words[max(0, at - 1 - _LONGEST_NAME) : at - 1])
        if all(letter in initials for letter in words[at]):  # each is looked for after the one before
            yield words[at]
