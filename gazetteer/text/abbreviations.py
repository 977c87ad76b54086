"""Abbreviations that a text introduces: "Conflict Armament Research (CAR)" makes "CAR" that body from there on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gazetteer.match.keys import name_key
from gazetteer.text.lexicon import Entry, EntryKind
from gazetteer.text.reading import Reading

if TYPE_CHECKING:
    from gazetteer.toponyms.recognition.mentions import Mention

_LETTERS = range(2, 9)


def introduced(reading: Reading, mentions: "Sequence[Mention]") -> dict[str, tuple[int, Entry]]:
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


def spell_out(reading: Reading, mentions: "Sequence[Mention]") -> "list[Mention]":
    """Return the mentions with those of abbreviations that the text introduced, in order."""
    from gazetteer.toponyms.recognition.mentions import Mention

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
