"""What the words of reports say beyond what is read in them: what was hit, that another blow is meant, at what hour."""

import re
import tomllib
from functools import lru_cache

from gazetteer.datafiles import data_file
from gazetteer.records import Precision
from geo.events.drafts import Draft
from geo.reading.mentions import Mention

_ANOTHER = "another"
_DIED_SINCE = "died_since"
_COUNTED_ANEW = "counted_anew"
_HOURS = frozenset({"morning", "evening"})
_NOT_HIT = _HOURS | {_ANOTHER, _DIED_SINCE, _COUNTED_ANEW}
AROUND = frozenset({"vehicle", "garage", "housing", "trade"})
"""What stands around anything that was aimed at, and is hurt with it."""
_WHERE_THEY_DIED = frozenset({"hospital"})


def hit_apart(one: Draft, other: Draft) -> bool:
    """Return whether each of two strikes names what it hit, and neither what the other did, nor both one hour."""
    mine, yours = targets_told(one), targets_told(other)
    hour = words_told(one) & words_told(other) & _HOURS
    return bool(mine) and bool(yours) and mine.isdisjoint(yours) and not hour


def blows_apart(one: Draft, other: Draft) -> bool:
    """Return whether one is told as another than the blow chiefly told of, or both by hours that are not one."""
    mine, yours = words_told(one), words_told(other)
    if mine & _HOURS and yours & _HOURS and not mine & yours & _HOURS:
        return True
    return is_another(one, other) and (
        _count_otherwise(one, other) or targets_told(one).isdisjoint(targets_told(other))
    )


def is_another(one: Draft, other: Draft) -> bool:
    """Return whether only one of two is told as another than what its article chiefly tells of."""
    return _tells_another(one) != _tells_another(other)


def _count_otherwise(one: Draft, other: Draft) -> bool:
    killed = {draft.casualties.killed for draft in (one, other) if draft.casualties}
    return len(killed - {None}) > 1


def _tells_another(draft: Draft) -> bool:
    """Return whether the sentence that brings an event up tells it as another one: "earlier on Monday a bomb ..."."""
    mention = draft.mentions[0]
    return _ANOTHER in _told_in(mention.sentence.text, _towns(mention), mention.sentence.tables.language)


def counts_dead_since(draft: Draft) -> bool:
    """Return whether a report counts those who died of it later: they are no new toll."""
    return _DIED_SINCE in words_told(draft)


def counts_anew(draft: Draft) -> bool:
    """Return whether a report gives a toll as one that was told before: "the death toll rose"."""
    return _COUNTED_ANEW in words_told(draft)


def targets_told(draft: Draft) -> frozenset[str]:
    """Return the heads of the words for what was hit, of a strike."""
    told = words_told(draft)
    since = _WHERE_THEY_DIED if _DIED_SINCE in told else frozenset()
    return told - _NOT_HIT - since if draft.kind == "strike" else frozenset()


def words_told(draft: Draft) -> frozenset[str]:
    """Return the heads of all words of the table that an event's reports hold."""
    return frozenset().union(*(_words_of(mention) for mention in draft.mentions))


def _words_of(mention: Mention) -> frozenset[str]:
    towns = _towns(mention)
    sentences = (mention.sentence, *mention.also)
    return frozenset().union(*(_told_in(s.text, towns, s.tables.language) for s in sentences))


def _towns(mention: Mention) -> tuple[str, ...]:
    names = [place.name.toponym for place in mention.places]
    return tuple(sorted({name.text for name in names if name.precision != Precision.SITE}))


@lru_cache(maxsize=100_000)
def _told_in(text: str, towns: tuple[str, ...], language: str) -> frozenset[str]:
    for town in towns:  # Port Sudan is no port
        text = text.replace(town, "")
    folded = text.casefold().replace("\u2019", "'")
    return frozenset(head for head, words in _words(language).items() if words.search(folded))


@lru_cache
def _words(language: str) -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(data_file("languages/targets.toml").read_text(encoding="utf-8")).get(language, {})
    return {head: re.compile("|".join(map(_pattern, words))) for head, words in table.items()}


def _pattern(word: str) -> str:
    return re.escape(word[1:]) if word.startswith("*") else rf"\b{re.escape(word)}"
