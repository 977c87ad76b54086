"""Speakers that no table knows, as the words of an attribution span name them."""

import re

from msgspec import structs

from gazetteer.records import Role
from geo.language.grammar.word_order import doer_follows
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.reading.attribution.claimants import Claimant, claimant_named
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.attribution.speakers import (
    capital_country,
    in_base_form,
    is_capital,
    named_speaker,
    peoples_country,
    phrase_text,
    speaker_words,
)
from geo.records.values import country_name

_MEDIA = "media"
_RESEARCH = "research"
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w'’-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w'’-]+){1,3}")
_MAX_WORDS = 9


def subject_words(sentence: Sentence, zone: AttributionSpan) -> Claimant | None:
    """Return the speaker no table knows that an attribution names: "l'armée de l'air ukrainienne"."""
    first, last = _subject_span(sentence, zone)
    if first >= last:
        return None
    found = _outlet(sentence, first, last)
    found = found or office(sentence, first, last, oblique=zone.cue.tag == "cue:according")
    if found is not None:
        return _with_seat(found, sentence, zone)
    if _is_pronoun(first, last, sentence) and not capital_country(sentence, zone.first, zone.cue.first):
        return None
    people = peoples_country(sentence, first, last)
    if people is not None:
        return Claimant(name=country_name(people), kind="country", country=people)
    capital = capital_country(sentence, zone.first, zone.cue.first)
    if capital is not None:
        return Claimant(name=country_name(capital), kind="country", country=capital)
    person = named_speaker(sentence, first, _before_seat(sentence, first, last))
    if person is None and last - first > _MAX_WORDS:
        long = _CAPITALISED.search(phrase_text(sentence, first, last))
        person = long.group() if long else None
    return Claimant(name=person, kind="person") if person else None


def _outlet(sentence: Sentence, first: int, last: int) -> Claimant | None:
    """Return a newspaper or site that no table knows, named after the word for it: "the investigative site Bivol"."""
    noun = next((c for c in sentence.tagged["noun:outlet"] if first <= c.first and c.last < last), None)
    if noun is None:
        return None
    end = noun.last
    while end < last and phrase_text(sentence, end, end + 1)[:1].isupper():
        end += 1
    return Claimant(name=phrase_text(sentence, noun.last, end), kind=_MEDIA) if end > noun.last else None


def _before_seat(sentence: Sentence, first: int, last: int) -> int:
    """Return where a name ends before where its bearer is: "the Islamic Resistance | in Iraq"."""
    named = {n.first for n in sentence.names}
    return next((c.first for c in sentence.tagged["prep:at"] if first + 1 < c.first < last and c.last in named), last)


def _with_seat(office: Claimant, sentence: Sentence, zone: AttributionSpan) -> Claimant:
    """Give an office named without a state that of the capital it speaks from: "a ministry spokesman in Berlin"."""
    if office.country is not None or office.kind != "group":
        return office
    at = {cue.last for cue in sentence.tagged["prep:at"]}
    inside = (n for n in sentence.names if zone.first <= n.first < zone.last and n.first in at)
    country = next((n.toponym.country for n in inside if is_capital(n.toponym)), None)
    return structs.replace(office, country=country)


def _subject_span(sentence: Sentence, zone: AttributionSpan) -> tuple[int, int]:
    """Return the words in which an attribution names who speaks."""
    if zone.cue.tag == "cue:according":
        before = zone.first < zone.cue.first
        first, last = (zone.first, zone.cue.first) if before else (zone.cue.last, zone.last)
    elif doer_follows(sentence, zone.first, zone.cue.first):
        first, last = zone.cue.first + 1, zone.last
    else:
        first, last = before_verb(sentence, zone)
        if first >= last and zone.first > 0:
            first, last = zone.cue.last, zone.last
    while last > first and sentence.tokens[last - 1].is_mark:
        last -= 1
    first = _past_date(sentence, first, last)
    that = [cue.first for cue in sentence.cued("cue:that", "cue:relative") if first < cue.first < last]
    dated = [at for date in sentence.dates if (at := date.first) > first]
    return first, min([last, *that, *dated])


def _past_date(sentence: Sentence, first: int, last: int) -> int:
    """Return where who speaks starts after a day: "заявило | у вівторок | міністерство оборони"."""
    for date in sentence.dates:
        low, high = date.first, date.last
        led = low == first or (low == first + 1 and any(c.first == first for c in sentence.tagged["prep:at"]))
        if led and high < last:
            return high
    return first


def office(sentence: Sentence, first: int, last: int, *, oblique: bool = False) -> Claimant | None:
    """Return the office or source named among some words, with the country it is of."""
    found = speaker_words(sentence, first, last)
    if found is None:
        return None
    low, high, head = found
    oblique = oblique or any(cue.last == low for cue in sentence.tagged["prep:at"])
    name = in_base_form(sentence, low, high, head) if oblique else phrase_text(sentence, low, high)
    country = next((n.toponym.country for n in sentence.names if low <= n.first < last and n.toponym.country), None)
    if country and any(c.first == head.first and c.last == head.last for c in sentence.tagged["noun:government"]):
        return Claimant(name=country_name(country), kind="country", country=country)
    learned = any(low <= cue.first < high for cue in sentence.tagged["noun:researcher"])
    official = any(c.first == head.first for c in sentence.tagged["noun:state_office"])
    return Claimant(name=name, kind=_RESEARCH if learned else "group", country=country, official=official)


def before_verb(sentence: Sentence, zone: AttributionSpan) -> tuple[int, int]:
    """Return the words of the subject before a verb of saying, after the last comma or date."""
    tokens = sentence.tokens
    last = zone.cue.first
    aside = {i for cue in sentence.tagged["noun:auxiliary"] for i in range(cue.first, cue.last)}
    while last > zone.first and (last - 1) in aside:
        last -= 1
    if last > zone.first and tokens[last - 1].text == ",":
        last -= 1
    first = _opening_of(sentence, zone, last)
    told = next((c for c in sentence.tagged["cue:as_told"] if c.first == zone.first), None)
    if told is not None and first > zone.first:
        # "wie der Gouverneur der Region, Iwan Petrow, auf Telegram schrieb"
        end = next((i for i in range(told.last, last) if tokens[i].is_mark), last)
        return told.last, end
    if first > zone.first + 1 and any(c.first == first for c in sentence.cued("cue:that", "cue:relative")):
        # "Le Hezbollah, que des médias mettaient en cause, a rejeté ...": the subject stands before the aside.
        last = first - 1
        first = _opening_of(sentence, zone, last)
    for date in reversed(sentence.dates):
        low, at = date.first, date.last
        if at == last and first < low:
            # "wie die Verwaltung am Donnerstag mitteilte"
            last = low
        elif first < at <= last:
            first = max(first, at)
    return first, last


def _opening_of(sentence: Sentence, zone: AttributionSpan, last: int) -> int:
    first = last
    while first > zone.first and not sentence.tokens[first - 1].is_mark:
        first -= 1
    return first


def _is_pronoun(first: int, last: int, sentence: Sentence) -> bool:
    """Return whether a subject opens with a pronoun: it names nobody. "Het", "das" may be the article of a name."""
    article = any(cue.first == first for cue in sentence.tagged["noun:determiner"])
    if article and last - first > 1 and phrase_text(sentence, first + 1, first + 2)[:1].isupper():
        return False
    return any(cue.first == first for cue in sentence.tagged["noun:pronoun"])


def actors_as_claimants(sentence: Sentence, first: int) -> list[Claimant]:
    """Return who does a thing that only its doer can tell of: "prosecutors have recovered the remains".

    `first`: index of the verb; who stands before it is the doer.
    """
    found = []
    for name in sentence.names:
        known = name.toponym.role is Role.ORGANISATION and name.toponym.canonical is not None
        if known and name.first < first and (claimant := claimant_named(name)) and claimant.kind != _MEDIA:
            found.append(claimant)
    if found:
        return found
    officials = [cue for cue in sentence.tagged["noun:official"] if cue.first < first]
    if sentence.tables.verb_second and not officials:
        # "Im Hafen von Konstanza beschlagnahmten rumänische Zöllner": the doer right after the verb.
        doers = [
            c for c in sentence.cued("noun:official", "noun:customs") if first < c.first <= first + _MAX_WORDS // 2
        ]
        own = office(sentence, first + 1, doers[0].last) if doers else None
        return [own] if own else []
    reach = _MAX_WORDS * 2 if sentence.tables.verb_second else _MAX_WORDS
    if not officials or first - officials[-1].last > reach:
        return []
    own = office(sentence, _opening(sentence, officials[-1]), first)
    return [own] if own else []


def _opening(sentence: Sentence, cue: Cue) -> int:
    """Return where the phrase around an office's noun may start: after the mark before it."""
    first = cue.first
    while first > 0 and not sentence.tokens[first - 1].is_mark:
        first -= 1
    return max([first, *(c.last for c in sentence.tagged["noun:official"] if c.last < cue.first)])
