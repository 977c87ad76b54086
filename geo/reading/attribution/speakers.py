"""The words of a sentence that name a speaker no table knows: "l'armée de l'air ukrainienne", "a security source"."""

from collections.abc import Iterator

from gazetteer.match.morphology import base_forms
from gazetteer.records import ResolvedToponym, Role
from geo.language.grammar.clauses import find_triggers
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence

_LEFT_WORDS = 4
_RIGHT_WORDS = 7
_MAX_NAME_WORDS = 4
_ENDS = ("cue:that", "cue:relative", "cue:breaker", "cue:speech", "cue:denial", "cue:negation", "noun:auxiliary")
_SPEAKERS = ("noun:official", "noun:body")


def speaker_words(sentence: Sentence, first: int, last: int) -> tuple[int, int, Cue] | None:
    """Return the noun phrase of the first office, body or source among words `first` to `last`, and its noun.

    `first`: where to look from; `last`: where to stop (excluded).
    """
    head = next((c for c in sentence.cued(*_SPEAKERS) if first <= c.first and c.last <= last), None)
    if head is None:
        return None
    walls = set(_walls(sentence, first, last))
    tokens = sentence.tokens
    low, high = head.first, head.last
    stops = walls | _words_of(sentence, "prep:", "noun:determiner", "noun:pronoun")
    while low > max(first, head.first - _LEFT_WORDS) and not tokens[low - 1].is_mark and low - 1 not in stops:
        low -= 1
    # An office's full name has "of" in it; where it sits or what it said of is no part of it.
    away = walls | _words_of(sentence, "noun:pronoun") | _away(sentence)
    while high < min(last, head.last + _RIGHT_WORDS) and not tokens[high].is_mark and high not in away:
        high += 1
    high = _seat_end(sentence, high, last)
    while high > head.last and high - 1 in _words_of(sentence, "prep:", "noun:determiner"):
        high -= 1
    return low, high, head


def _seat_end(sentence: Sentence, high: int, last: int) -> int:
    """Return the end of a phrase with where the office sits: "authorities in Benghazi"."""
    after = {cue.last for cue in sentence.tagged["prep:at"] if cue.first == high}
    seats = [(name.first, name.last) for name in sentence.names]
    # "a source in the army", "джерело в Силах оборони"
    seats += [(cue.first, cue.last) for cue in sentence.cued("noun:official", "noun:military", "noun:body")]
    return max((end for start, end in seats if start in after and end <= last), default=high)


def _words_of(sentence: Sentence, *prefixes: str) -> set[int]:
    return {i for cue in sentence.cues if cue.tag.startswith(prefixes) for i in range(cue.first, cue.last)}


def _away(sentence: Sentence) -> set[int]:
    of = {i for cue in sentence.tagged["prep:of"] for i in range(cue.first, cue.last)}
    inside = {i for name in sentence.names for i in range(name.first, name.last)}
    return _words_of(sentence, "prep:") - of - inside


def _walls(sentence: Sentence, first: int, last: int) -> Iterator[int]:
    articles = {cue.first for cue in sentence.tagged["noun:determiner"]}
    led = {cue.last for cue in sentence.tagged["prep:of"]} & articles
    for cue in sentence.cued(*_ENDS):
        # "le ministère de l'Énergie": the article that may be a pronoun too.
        yield from (i for i in range(cue.first, cue.last) if i not in led)
    yield from (trigger.cue.first for trigger in find_triggers(sentence))
    yield from (cue.first for cue in sentence.groups["hurt"] if cue.tag != "hurt:people")
    yield from (number.first for number in sentence.numbers)
    for date in sentence.dates:
        at = date.first
        if first <= at < last:
            yield from range(at, date.last)


def phrase_text(sentence: Sentence, first: int, last: int) -> str:
    """Return the article's own words from `first` to `last` (excluded)."""
    tokens = sentence.tokens
    return sentence.text[tokens[first].start - sentence.start : tokens[last - 1].end - sentence.start]


def in_base_form(sentence: Sentence, first: int, last: int, head: Cue) -> str:
    """Return a phrase with its noun, and what agrees with it, in the nominative: "за даними прокуратури".

    Languages without cases keep their words.

    `first`: the phrase's first word; `last`: the word after its last.
    """
    own = phrase_text(sentence, first, head.last)
    base = next(base_forms(own, sentence.tables.language), None) or _undeclined(sentence, first, head)
    rest = phrase_text(sentence, head.last, last) if last > head.last else ""
    return f"{base} {rest}".strip()


def _undeclined(sentence: Sentence, first: int, head: Cue) -> str:
    """Return a German office in the nominative: "(des) ukrainischen Generalstabs", "(der) polnischen Polizei"."""
    own = phrase_text(sentence, first, head.last)
    case = sentence.tables.case
    article = sentence.tokens[first - 1].text if first else ""
    if not case:
        return own
    *adjectives, noun = own.split()
    masculine = article in case["masculine"]
    if article in case["genitive"] and noun.endswith("s"):
        noun = noun.removesuffix("es") if noun.endswith(tuple(case["long_genitive"])) else noun.removesuffix("s")
    neuter = noun.lower().endswith(tuple(case["neuter"]))
    ending = (case["neuter_ending"] if neuter else case["masculine_ending"]) if masculine else case["other_ending"]
    oblique = case["weak"] if masculine or article in case["other"] else case["strong"]
    return " ".join([*(_redeclined(word, oblique, ending) for word in adjectives), noun])


def _redeclined(word: str, oblique: str, ending: str) -> str:
    return word.removesuffix(oblique) + ending if word[:1].islower() and word.endswith(oblique) else word


def named_speaker(sentence: Sentence, first: int, last: int) -> str | None:
    """Return a speaker's own name where the words are nothing but one: "Jonah Leff"."""
    if any(cue.first == first and cue.last == first + 1 for cue in sentence.tagged["noun:determiner"]):
        first += 1
    tokens = sentence.tokens[first:last]
    shown = [sentence.text[t.start - sentence.start : t.end - sentence.start] for t in tokens]
    if not 1 < len(shown) <= _MAX_NAME_WORDS or not all(word[:1].isupper() for word in shown):
        return None
    return phrase_text(sentence, first, last)


def peoples_country(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the country of "les Américains", "the Ukrainians": a people named after an article, and nothing else."""
    determined = {cue.last for cue in sentence.tagged["noun:determiner"]}
    for name in sentence.names:
        whole = name.first in determined and first <= name.first and name.last == last
        if whole and name.toponym.role is Role.DEMONYM and name.toponym.text[:1].isupper():
            return name.toponym.country
    return None


def capital_country(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the country whose capital speaks in "À Washington, on affirme", "У Києві заявили": nobody else does.

    `first`: the attribution's first word; `last`: its verb.
    """
    idle = _words_of(sentence, "prep:", "noun:auxiliary", "noun:pronoun", "noun:determiner", "strike:noun", "test:noun")
    for name in sentence.names:
        if not first <= name.first < last or not is_capital(name.toponym):
            continue
        idle |= set(range(name.first, name.last))
        if name.first == first and name.first < last:
            return name.toponym.country
        led = any(
            cue.last == name.first and cue.first >= first for cue in sentence.cued("prep:at", "prep:to", "prep:from")
        )
        if led and all(sentence.tokens[i].is_mark or i in idle for i in range(first, last)):
            return name.toponym.country
    return None


def is_capital(toponym: ResolvedToponym) -> bool:
    """Return whether a name is a capital's, or may be: "Washington" is a state too."""
    places = [toponym.place, *(rival.place for rival in toponym.rivals)]
    return any(place is not None and place.feature_code == "PPLC" for place in places)
