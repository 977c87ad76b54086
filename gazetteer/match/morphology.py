"""Base forms of inflected Ukrainian and Russian names, for the gazetteer to choose among."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import Any

from gazetteer.datafiles import read_toml

LANGUAGES = ("uk", "ru")  # Languages whose names are inflected and that a morphology dictionary is installed for

_FORMS_PER_WORD = 8
_FORMS_PER_NAME = 64
_NOT_NAMES = frozenset({"PREP", "CONJ", "PRCL", "NPRO"})
_PROPER = frozenset({"Geox", "Name", "Surn", "Patr"})
_DICTIONARY_METHOD = 4
"""Analyser, word, paradigm and place in it: how pymorphy3 says that the dictionary has a word as it stands."""
_CASES = ({"nomn"}, {"nomn", "femn"}, {"nomn", "neut"}, {"nomn", "masc"}, {"nomn", "plur"})


@cache
def _analyser(language: str) -> Any:  # noqa: ANN401 - pymorphy3 has no types
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang=language)


@lru_cache(maxsize=4096)
def _parses(word: str, language: str) -> Sequence[Any]:
    """Return what a word may be, the likeliest first; the same words are asked about again and again."""
    parses: Sequence[Any] = _analyser(language).parse(_in_utf8(word))
    return parses


def _in_utf8(word: str) -> str:
    """Return a word without what no UTF-8 can write: a byte of another encoding on the command line."""
    return word.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=20_000)
def _word_forms(word: str, language: str) -> tuple[str, ...]:
    """Return nominatives that a word may be a form of, the likeliest first; the word itself last."""
    forms: dict[str, None] = {}
    for parse in _parses(word.lower(), language):
        forms |= dict.fromkeys(_nominatives(parse, language))
        forms[parse.normal_form] = None
    forms |= dict.fromkeys(_adjectives(word.lower(), language))
    forms[word.lower()] = None
    return tuple(islice(forms, _FORMS_PER_WORD))


def _nominatives(parse: Any, language: str) -> Iterator[str]:  # noqa: ANN401 - pymorphy3 has no types
    if len(parse.methods_stack) > 1 or len(parse.methods_stack[0]) != _DICTIONARY_METHOD:
        lexeme = [(form.tag, form.word) for form in parse.lexeme]
        return (lexeme[at][1] for at in _places(parse.tag, [tag for tag, _ in lexeme]))
    _, word, paradigm, at = parse.methods_stack[0]
    prefix, ending, others = _changes(paradigm, at, language)
    stem = word[len(prefix) : len(word) - len(ending)]
    return (before + stem + after for before, after in others)


@lru_cache(maxsize=1024)
def _paradigm(paradigm: int, language: str) -> Sequence[tuple[str, Any, str]]:
    """Return prefix, tag and ending of each form of a paradigm."""
    forms: Sequence[tuple[str, Any, str]] = _analyser(language).dictionary.build_paradigm_info(paradigm)
    return forms


@cache
def _changes(paradigm: int, at: int, language: str) -> tuple[str, str, Sequence[tuple[str, str]]]:
    """Return what stands before and after the stem in one form of a paradigm, and in its nominatives."""
    forms = _paradigm(paradigm, language)
    prefix, tag, ending = forms[at]
    nominatives = _places(tag, [tag for _, tag, _ in forms])
    return prefix, ending, [(forms[place][0], forms[place][2]) for place in nominatives]


def _places(tag: Any, tags: Sequence[Any]) -> Iterator[int]:  # noqa: ANN401
    """Yield where a form's nominatives stand among its word's forms, as `Parse.inflect` of pymorphy3 finds them."""
    for grammemes in _CASES if "ADJF" in tag or "PRTF" in tag else _CASES[:1]:
        wanted = tag.updated_grammemes(grammemes)
        likeness = {
            at: len(wanted & other.grammemes) - 0.1 * len(wanted ^ other.grammemes)
            for at, other in enumerate(tags)
            if grammemes <= other.grammemes
        }
        if likeness:
            yield max(likeness, key=likeness.__getitem__)


@cache
def _endings(language: str) -> dict[str, str]:
    table = read_toml(f"languages/endings/{language}.toml")
    return dict(table["adjectives"])


def _adjectives(word: str, language: str) -> Iterator[str]:
    """Yield the nominative of an adjective that the dictionary lacks, since few places have theirs in it."""
    for ending, nominative in _endings(language).items():
        if word.endswith(ending):
            yield word.removesuffix(ending) + nominative


def _is_name_word(word: str, language: str) -> bool:
    parses = _parses(word.lower(), language)
    return not parses or str(parses[0].tag.POS) not in _NOT_NAMES


def base_forms(name: str, language: str) -> Iterator[str]:
    """Yield what a name in any case may be in the nominative, in lower case; itself left out.

    "Харкові" gives "харків" among others, "Полтавської області" gives "полтавська область". A leading preposition
    ("у Харкові", "под Тихорецком") is dropped. The forms are guesses: only those that the gazetteer has count.
    """
    if language not in LANGUAGES:
        return
    words = name.replace("’", "'").split()
    while len(words) > 1 and not _is_name_word(words[0], language):
        words = words[1:]
    asked = name.lower()
    choices = [_compound_forms(word, language) for word in words]
    for form in islice(product(*choices), _FORMS_PER_NAME):
        text = " ".join(form)
        if text != asked:
            yield text


def _compound_forms(word: str, language: str) -> tuple[str, ...]:
    """Inflect both halves of "Ростову-на-Дону", "Івано-Франківську"; a plain word as it is."""
    head, hyphen, tail = word.partition("-")
    if not hyphen:
        return _word_forms(word, language)
    whole = _word_forms(word, language)
    heads = (head.lower(), *_word_forms(head, language)[:3])
    tails = _word_forms(tail, language) if "-" not in tail else (tail.lower(),)
    return tuple(dict.fromkeys([*whole[:2], *(f"{one}-{other}" for one, other in product(heads, tails))]))


@lru_cache(maxsize=20_000)
def name_cases(name: str, language: str) -> frozenset[str]:
    """Return the cases that a name may stand in, as OpenCorpora names them (nomn, gent, datv, accs, ablt, loct).

    "Росії" may be a genitive, dative or locative, "Швецією" is an instrumental alone. The words of a longer name
    agree, so only the cases that all of them allow are left. Empty where nothing is known.
    """
    if language not in LANGUAGES:
        return frozenset()
    cases: frozenset[str] | None = None
    for word in name.replace("’", "'").replace("-", " ").split():
        own = frozenset(str(parse.tag.case) for parse in _parses(word.lower(), language) if parse.tag.case)
        cases = own if cases is None else (cases & own or cases)
    return cases or frozenset()


@lru_cache(maxsize=20_000)
def is_known_word(word: str, language: str) -> bool:
    """Return whether the dictionary of a language has a word, in whatever form; else its base forms are guesses."""
    return language in LANGUAGES and bool(_analyser(language).word_is_known(_in_utf8(word.lower().replace("’", "'"))))


@lru_cache(maxsize=20_000)
def is_common_noun(word: str, language: str) -> bool:
    """Return whether the dictionary has a word as a noun and as no name of a place or person: "Сили" ("forces")."""
    if not is_known_word(word, language):
        return False
    parses = [parse.tag for parse in _parses(word.lower().replace("’", "'"), language) if parse.is_known]
    return any("NOUN" in tag for tag in parses) and not any(_PROPER & tag.grammemes for tag in parses)


@lru_cache(maxsize=20_000)
def is_adjective_of(word: str, noun: str, language: str) -> bool:
    """Return whether a word may be an adjective that agrees with the noun after it ("Восточный экспресс")."""
    if language not in LANGUAGES:
        return False
    adjectives = {_agreement(one.tag) for one in _parses(word.lower(), language) if "ADJF" in one.tag}
    parses = _parses(noun.lower(), language)
    if not parses or str(parses[0].tag.POS) not in ("NOUN", "ADJF") or any("PREP" in one.tag for one in parses):
        return False  # "до" is a note's name, too
    nouns = {_agreement(one.tag) for one in parses if "NOUN" in one.tag or "ADJF" in one.tag}
    return any(case != "None" for case, _ in adjectives & nouns)


def _agreement(tag: Any) -> tuple[str, str]:  # noqa: ANN401 - pymorphy3 has no types
    """Return what an adjective shares with its noun: the case, and the gender or that there are several."""
    return str(tag.case), "plur" if tag.number == "plur" else str(tag.gender)


@lru_cache(maxsize=20_000)
def is_future_verb(word: str, language: str) -> bool:
    """Return whether a word is nothing but a verb's future: "вдарить", "полетят", "поставить" in Ukrainian."""
    if language not in LANGUAGES:
        return False
    tags = [parse.tag for parse in _parses(word.lower().replace("’", "'"), language)]
    return bool(tags) and all(tag.tense == "futr" for tag in tags)
