"""A text as the toponym reader sees it: sentences, words, languages and cue words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.match.morphology import LANGUAGES, base_forms
from gazetteer.text.language_tables import language_table, languages
from gazetteer.text.lexicon import PhraseTable
from gazetteer.text.sentences import Span, Tokens, phrase_keys, split_sentences, token_key, tokenise

DEFAULT_LANGUAGE = "en"
_CYRILLIC = range(0x400, 0x530)
_FEWEST_HITS = 4
_LONGEST_WEIGHED = 3
_FEWEST_WORDS = 4
_SHOUTED_SHARE = 0.65
_SHORTEST_STEM = 3
_SHORTEST_SYLLABLES = 2
_HANGUL = "\uac00"
_MEASURED = ("kinds.", "persons.", "relations.sea", "relations.outside")
"""Groups of classes whose phrases are asked for from end to end."""
_NO_CLASSES: frozenset[str] = frozenset()
_FEW = 4  # classes of a word, whose set is kept
_BEYOND = 4  # places after the last word that may be asked about


class Reading(Struct, frozen=True, kw_only=True):
    """A text with everything that reading it once yields.

    What is known of its words stands by index; before the first (-1) and a few after the last no phrase is.
    """

    tokens: Tokens
    sentences: Sequence[Span]
    language: str
    sentence_languages: Sequence[str]
    language_at: Sequence[str]  # of the sentence that a word stands in
    shouted: Sequence[bool]  # whether most words of a sentence have capitals, so that one more says nothing
    phrase_starts: Mapping[tuple[int, str], int]
    """First word of the longest phrase that ends at a word with a class, of those in `_MEASURED`."""
    phrase_ends: Mapping[tuple[int, str], int]
    """Last word of the longest phrase that starts at a word with a class, of those in `_MEASURED`."""
    before: Sequence[int]  # the word before each in its sentence, apostrophes skipped; -1 for the first
    after: Sequence[int]  # the word or sign after each in its sentence; -1 for the last
    starts: Sequence[frozenset[str]]  # classes of the phrases that start at a word
    ends: Sequence[frozenset[str]]  # of those that end there
    said: Sequence[frozenset[str]]  # of both
    left: Sequence[frozenset[str]]  # of those that end right before a word, articles skipped
    right: Sequence[frozenset[str]]  # of those that start right after


def read_text(text: str, *, language: str | None = None) -> Reading:
    """Cut a text into sentences and words and mark its cue words."""
    sentences = split_sentences(text)
    tokens = tokenise(text, sentences)
    main, by_sentence = _languages(tokens, len(sentences), language)
    forms = _base_forms(tokens, by_sentence)
    tokens = replace(tokens, forms=forms, keys_at=[(key, *forms.get(at, ())) for at, key in enumerate(tokens.keys)])
    ending: dict[int, set[str]] = {}
    starting: dict[int, set[str]] = {}
    phrase_starts: dict[tuple[int, str], int] = {}
    phrase_ends: dict[tuple[int, str], int] = {}
    for first, last, names in _cues(tokens, by_sentence):
        ending.setdefault(last, set()).update(names)
        starting.setdefault(first, set()).update(names)
        for name in names:
            if name.startswith(_MEASURED):
                phrase_starts.setdefault((last, name), first)
                phrase_ends.setdefault((first, name), last)
    starts, ends = (_by_word(found, len(tokens.words)) for found in (starting, ending))
    before, after = _previous(tokens), _following(tokens)
    return Reading(
        tokens=tokens, sentences=sentences, language=main, sentence_languages=by_sentence,
        language_at=[by_sentence[number] for number in tokens.sentence], shouted=_shouted(tokens, len(sentences)),
        phrase_starts=phrase_starts, phrase_ends=phrase_ends, before=before, after=after, starts=starts, ends=ends,
        said=[_both(one, other) for one, other in zip(starts, ends, strict=True)],
        left=_left(before, ends), right=[starts[at] for at in after],
    )  # fmt: skip


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Return the classes of both: most are one record, of a single word."""
    return one | other if one and other and one is not other else one or other


def _by_word(found: Mapping[int, set[str]], count: int) -> list[frozenset[str]]:
    """Return what was found by word; there is nothing before the first and after the last."""
    classes = [_NO_CLASSES] * (count + _BEYOND)
    for at, names in found.items():
        classes[at] = _classes(tuple(names)) if len(names) < _FEW else frozenset(names)
    return classes


@lru_cache(maxsize=1 << 12)
def _classes(names: tuple[str, ...]) -> frozenset[str]:
    """Return a set of classes, one record for all the words that have it."""
    return frozenset(names)


def _left(before: Sequence[int], ends: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    left = [ends[at] for at in before]
    for at, found in enumerate(left):
        if "words.articles" in found:
            left[at] = found | ends[before[before[at]]]
    return left


def _previous(tokens: Tokens) -> list[int]:
    found: list[int] = []
    last, sentence = -1, -1
    for at, (key, number) in enumerate(zip(tokens.keys, tokens.sentence, strict=True)):
        found.append(last if number == sentence else -1)
        if key != "'" or number != sentence:
            last, sentence = (at if key != "'" else -1), number
    return found


def _following(tokens: Tokens) -> list[int]:
    numbers = tokens.sentence
    found = [at if before == number else -1 for at, (before, number) in enumerate(pairwise(numbers), start=1)]
    return [*found, -1]


def _shouted(tokens: Tokens, count: int) -> list[bool]:
    words, capitals = [0] * count, [0] * count
    for word, number, capital in zip(tokens.words, tokens.sentence, tokens.capital, strict=True):
        words[number] += len(word) > 1
        capitals[number] += capital and len(word) > 1
    return [
        total >= _FEWEST_WORDS and found >= _SHOUTED_SHARE * total for total, found in zip(words, capitals, strict=True)
    ]


@cache
def cue_table(language: str) -> PhraseTable[str]:
    """Return a language's cue phrases with their classes."""
    table: PhraseTable[str] = PhraseTable()
    for name, phrases in language_table(language).cues.items():
        for phrase in dict.fromkeys(map(phrase_keys, phrases)):
            table.add(phrase, name)
    return table


@cache
def _function_words() -> Mapping[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for language in languages():
        for word in dict.fromkeys(map(token_key, language_table(language).function_words)):
            words.setdefault(word, []).append(language)
    return {word: tuple(tongues) for word, tongues in words.items()}


def _cues(tokens: Tokens, by_sentence: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the first and last word of each cue phrase, and its classes."""
    sentence = tokens.sentence
    for language in dict.fromkeys(by_sentence):
        own = [at for at, number in enumerate(sentence) if by_sentence[number] == language]
        for first, end, names in cue_table(language).find_all(tokens.keys, own, tokens.forms):
            if sentence[end - 1] == sentence[first]:
                yield first, end - 1, names


@cache
def _letters() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that a letter tells of."""
    found: dict[str, list[str]] = {}
    for language in languages():
        for letter in language_table(language).letters:
            found.setdefault(letter, []).append(language)
    return {letter: tuple(tongues) for letter, tongues in found.items()}


def _base_forms(tokens: Tokens, by_sentence: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the base forms of the words of inflected languages: of a dictionary, or by the table's endings."""
    used = frozenset(by_sentence)
    inflected = frozenset(LANGUAGES) & used
    by_endings = frozenset(code for code in used - inflected if language_table(code).case_endings)
    if not inflected and not by_endings:
        return {}
    forms: dict[int, tuple[str, ...]] = {}
    for at in range(len(tokens.words)):
        language = by_sentence[tokens.sentence[at]]
        if language in inflected and ord(tokens.words[at][0]) in _CYRILLIC:
            forms[at] = _word_forms(tokens.words[at], language)
        elif language in by_endings and tokens.capital[at]:
            forms[at] = tuple(dict.fromkeys(without_ending(tokens.keys[at], language)))
    return forms


def without_ending(key: str, language: str) -> Iterator[str]:
    """Yield what a name's key may be in the nominative, by the endings of the language's table."""
    shortest = _SHORTEST_STEM if key[:1] < _HANGUL else _SHORTEST_SYLLABLES
    for ending, others in language_table(language).case_endings.items():
        stem = key.removesuffix(ending)
        if len(stem) < len(key) and len(stem) >= shortest:
            yield from (stem + other for other in others)


@lru_cache(maxsize=1 << 15)
def _word_forms(word: str, language: str) -> tuple[str, ...]:
    keys = dict.fromkeys(token_key(form) for form in base_forms(word, language))
    keys.pop(token_key(word), None)
    return tuple(keys)


@lru_cache(maxsize=1 << 16)
def _told_by(word: str) -> tuple[tuple[str, int], ...]:
    """Return the languages that a word and its letters tell of, with how much they tell."""
    key = token_key(word)
    found = Counter(dict.fromkeys(_function_words().get(key, ()), min(len(key), _LONGEST_WEIGHED)))
    if not word.isascii():
        found.update(language for letter in word.lower() for language in _letters().get(letter, ()))
    return tuple(found.items())


def _languages(tokens: Tokens, count: int, given: str | None) -> tuple[str, list[str]]:
    hits: list[Counter[str]] = [Counter() for _ in range(count)]
    scripts = [0] * count
    for word, number in zip(tokens.words, tokens.sentence, strict=True):
        if told := _told_by(word):
            found = hits[number]
            for language, points in told:
                found[language] = found.get(language, 0) + points
        if not word.isascii():
            scripts[number] += ord(word[0]) in _CYRILLIC
    total: Counter[str] = Counter()
    for found in hits:
        total.update(found)
    main = given if given in languages() else _winner(total) or _by_script(tokens)
    latin = any(scripts) and language_table(main).script == "latin"
    lengths = Counter(tokens.sentence) if latin else Counter()
    by_sentence = []
    for number, (found, cyrillic) in enumerate(zip(hits, scripts, strict=True)):
        winner = _winner(found)
        clear = winner and found[winner] >= _FEWEST_HITS and found[winner] > found[main]
        if latin and 2 * cyrillic > lengths[number] and not clear:
            # One Cyrillic sentence in a French text is not French, however short.
            by_sentence.append(max(LANGUAGES, key=lambda language: found[language]))
        else:
            by_sentence.append(winner if winner and clear else main)
    return main, by_sentence


def _winner(found: Counter[str]) -> str | None:
    best = found.most_common(1)
    return best[0][0] if best else None


def _by_script(tokens: Tokens) -> str:
    if any(word[0] >= _HANGUL and word[0].isalpha() for word in tokens.words[:200]) and "ko" in languages():
        return "ko"
    cyrillic = any(ord(word[0]) in _CYRILLIC for word in tokens.words[:200])
    return "uk" if cyrillic and "uk" in languages() else DEFAULT_LANGUAGE
