"""People's names in a text, so that Campbell, Park and Kirby are not towns."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind, Lexicon
from gazetteer.text.reading import Reading
from gazetteer.text.sentences import Tokens

_LONGEST_NAME = 3
_LONGEST_RUN = 24  # Words; keeps text without sentences or small letters from costing the square of its length
_LONGEST_ENDING = 5
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az"})
_LONGEST_ACRONYM = 5
_SIGNS_WITHIN = frozenset("-.'")
_CONTRACTED = frozenset({"ll", "re", "ve"})
_CONSONANTS = frozenset("bcdfgjklmnprstvwxyz")
_NOT_A_SURNAME = frozenset({
    "organisations.after", "organisations.clubs_after", "organisations.media_after", "kinds.admin1_after",
    "kinds.admin2_after", "kinds.site_after", "months.names",
})  # fmt: skip


_NO_NAMES = frozenset({"relations.near", "words.modifiers"})  # "in der Nähe von"
_PREPOSITIONS = frozenset({"relations.from_to", "relations.locative"})


class Person(Struct, frozen=True, kw_only=True, gc=False):
    """A person named in full or with a title; word indices, `last` included."""

    first: int
    last: int
    surnames: tuple[str, ...]
    titled: bool


def find_people(reading: Reading, lexicon: Lexicon, runs: Iterable[tuple[int, int]]) -> list[Person]:
    """Find the people that a text names in full ("Kurt Campbell") or by title ("President Xi")."""
    people: list[Person] = []
    for first, last in runs:
        people.extend(_people_in(reading, lexicon, first, last))
    return people


def capital_runs(reading: Reading) -> list[tuple[int, int]]:
    """Return stretches of capitalised words, with the particles, hyphens and initials inside them."""
    capital = reading.tokens.capital
    runs: list[tuple[int, int]] = []
    at, count = 0, len(capital)
    while at < count:
        if not capital[at]:
            at += 1
            continue
        last = at
        while last - at < _LONGEST_RUN and (further := _continued(reading, last)) >= 0:
            last = further
        runs.append((at, last))
        at = last + 1
    return runs


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff"


def _continued(reading: Reading, last: int) -> int:  # noqa: PLR0911 (one return for each way a name ends)
    """Return the last word of the run if it goes on after `last`, else -1."""
    tokens = reading.tokens
    at = reading.after[last]
    if at < 0:
        return -1
    glue = tokens.words[at]
    if tokens.starts[at] - tokens.ends[last] > 1:
        return -1
    if glue in _SIGNS_WITHIN and tokens.starts[at] == tokens.ends[last]:
        short = len(tokens.words[last]) == 1 or "persons.titles" in reading.ends[last]
        if glue == "." and not short:
            return -1
        at = reading.after[at]
        if at < 0 or tokens.starts[at] - tokens.ends[at - 1] > (1 if glue == "." else 0):
            return -1
        # "Jong-un": what follows a hyphen belongs to the name in either case.
        if glue == "-" and tokens.words[at][0].isalpha():
            return at
        return at if tokens.capital[at] or (glue == "'" and _is_after_soft_sign(tokens.words[at])) else -1
    if tokens.capital[at]:
        # "Красная Яруга FPV": a word of other letters begins another name.
        return at if _is_latin(tokens.words[last]) == _is_latin(tokens.words[at]) else -1
    if "persons.particles" in reading.starts[at] and reading.ends[last].isdisjoint(_NO_NAMES):
        further = reading.after[at]
        if further >= 0 and tokens.words[further] == "-":
            further = reading.after[further]
        return further if further >= 0 and tokens.capital[further] else -1
    return -1


def _is_after_soft_sign(part: str) -> bool:
    """Return whether letters after an apostrophe go on with a romanised name ("Bol'shaya"): no "L'eau", no "I'll"."""
    return len(part) > 1 and part[0] in _CONSONANTS and part not in _CONTRACTED


def _people_in(reading: Reading, lexicon: Lexicon, first: int, last: int) -> Iterator[Person]:
    at = first
    left = reading.left[first]
    titled = "persons.titles" in left and reading.before[first] >= 0
    # "His daughter Paris said": who is somebody's kin is no town, where the name is a person's too.
    titled = titled or ("persons.kinship" in left and _any(reading.tokens, first, lexicon.given))
    while at <= last:
        end = reading.phrase_ends.get((at, "persons.titles"))
        if end is not None and end < last:
            at, titled = end + 1, True
            while at <= last and reading.tokens.words[at] in _SIGNS_WITHIN:
                at += 1
            continue
        if titled and at < last and _is_acronym(reading, at):
            at += 1  # "голова ОВА Олег Кіпер": the office, and no part of the name
            continue
        found = _person_at(reading, lexicon, at, last, titled=titled)
        if found:
            yield found
            at, titled = found.last + 1, False
        else:
            at, titled = at + 1, False


def _is_acronym(reading: Reading, at: int) -> bool:
    """Return whether a word is a few capitals before a name that is not: "ОВА Олег"."""
    words = reading.tokens.words
    short = 1 < len(words[at]) <= _LONGEST_ACRONYM and words[at].isupper() and words[at].isalpha()
    return short and words[at + 1][:1].isupper() and not words[at + 1].isupper()


def _person_at(reading: Reading, lexicon: Lexicon, at: int, last: int, *, titled: bool) -> Person | None:
    tokens = reading.tokens
    words = [n for n in range(at, last + 1) if tokens.words[n] not in _SIGNS_WITHIN]
    if tokens.words[at + 1 : at + 2] == ["'"] and words[1:] and not tokens.capital[words[1]]:
        return None  # "Sin'gye-ri" is one word
    if not words or words[0] != at or not _may_start(reading, lexicon, at, titled=titled):
        return None
    family_first = _any(tokens, at, lexicon.family_first)
    named_so = len(words) > 1 and _is_named_after_place(reading, lexicon, words[1:])
    given = _any(tokens, at, lexicon.given) or named_so
    following = words[1:]
    if not following:
        return _person(reading, at, at, titled=True) if titled and _is_surname(reading, lexicon, at) else None
    if not (titled or given or family_first):
        return None
    end = _name_end(reading, lexicon, words)
    if end == at and not titled:
        return None
    return _person(reading, at, end, titled=titled, family_first=family_first)


def _may_start(reading: Reading, lexicon: Lexicon, at: int, *, titled: bool) -> bool:
    classes = reading.starts[at]
    if not titled and _is_arabic_article(reading, at):
        return False
    if classes & _NOT_A_SURNAME or (classes & _PREPOSITIONS and not titled):
        return False
    if _any(reading.tokens, at, lexicon.given_or_places) or _any(reading.tokens, at, lexicon.family_first):
        return True
    if not titled or reading.tokens.keys[at] in lexicon.stop:
        return False
    match = lexicon.find(reading.tokens, at, language=reading.language_at[at], document_language=reading.language)
    return match is None


def _is_arabic_article(reading: Reading, at: int) -> bool:
    """Return whether a hyphen makes a word the article of a name ("Al-Fascher" is no Al)."""
    words = reading.tokens.words
    return reading.tokens.keys[at] in _ARTICLES and at + 1 < len(words) and words[at + 1] == "-"


def _is_named_after_place(reading: Reading, lexicon: Lexicon, words: list[int]) -> bool:
    """Return whether a surname follows a given name that is a place's too ("Paris Jansen", not "Paris Match")."""
    tokens, first, at = reading.tokens, words[0] - 1, words[0]
    if not _any(tokens, first, lexicon.given_places):
        return False
    key = tokens.keys[at]
    if key in lexicon.surnames or (len(key) > _LONGEST_ENDING and key.endswith(lexicon.surname_endings)):
        return key not in lexicon.stop
    return "persons.verbs" in reading.right[at] and key not in lexicon.stop


def _is_surname(reading: Reading, lexicon: Lexicon, at: int) -> bool:
    key = reading.tokens.keys[at]
    if key in lexicon.stop or reading.starts[at] & _NOT_A_SURNAME:
        return False
    match = lexicon.find(reading.tokens, at, language=reading.language_at[at], document_language=reading.language)
    return match is None or match.entry.kind is EntryKind.SHORT_NAME


def _name_end(reading: Reading, lexicon: Lexicon, words: list[int]) -> int:
    """Return the last word of a name that starts at `words[0]`."""
    tokens, end, count = reading.tokens, words[0], 1
    capital_nouns = language_table(reading.language_at[words[0]]).nouns_capitalised
    for at in words[1:]:
        # "Wilhelm Essen": where every noun has a capital, a common noun after a given name is a surname.
        surname = at == words[1] and capital_nouns and _any(tokens, words[0], lexicon.given)
        if tokens.keys[at] in lexicon.never_surnames and not surname:
            break
        if reading.starts[at] & _NOT_A_SURNAME and tokens.keys[at] not in lexicon.surnames:
            break
        joined = tokens.words[at - 1] == "-"
        initial = len(tokens.words[at]) == 1 or "persons.particles" in reading.starts[at]
        end = at
        if not joined and not initial:
            count += 1
        if count >= _LONGEST_NAME or (count == 2 and not _goes_on(reading, lexicon, words[0], at)):  # noqa: PLR2004
            nxt = at + 1
            if nxt < len(tokens.words) and tokens.words[nxt] == "-":
                continue
            break
    return end


def _any(tokens: Tokens, at: int, names: frozenset[str]) -> bool:
    return any(key in names for key in tokens.keys_at[at])


def _goes_on(reading: Reading, lexicon: Lexicon, first: int, at: int) -> bool:
    """Return whether a second name may be followed by a third ("Kim Jong Un", "Mary Ann Smith")."""
    tokens = reading.tokens
    return _any(tokens, first, lexicon.family_first) or _any(tokens, at, lexicon.given) or len(tokens.keys[at]) == 1


def _person(reading: Reading, first: int, last: int, *, titled: bool, family_first: bool = False) -> Person:
    tokens = reading.tokens
    start = last
    while start > first and tokens.words[start - 1] == "-":
        start -= 2
    surnames = {*tokens.keys_at[last], tokens.keys[start]}
    if family_first:
        surnames = {key for n in range(first, last + 1) for key in tokens.keys_at[n]}
    return Person(first=first, last=last, surnames=tuple(sorted(surnames - {"-"})), titled=titled)
