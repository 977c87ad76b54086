"""Who asserts, denies or admits what a sentence tells."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from msgspec import Struct, structs

from gazetteer.records import PlaceKind, Role
from geo.language.clauses import Zone
from geo.language.functions import PrepositionMap, functions_of
from geo.language.lexicon import Cue
from geo.language.sentence import Name, Sentence
from geo.language.tables import examiners, organisation_kinds, state_media
from geo.language.word_order import doer_follows
from geo.reading.attribution.speakers import (
    capital_country,
    in_base_form,
    is_capital,
    named_speaker,
    peoples_country,
    phrase_text,
    speaker_words,
)
from geo.records.countries import country_name

_MEDIA = "media"
_LOCAL = (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_OFFICES = frozenset({"ministry", "military", "government"})
_RESEARCH = "research"
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w'’-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w'’-]+){1,3}")
_MAX_WORDS = 9
_MISSION_REACH = 4


class Claimant(Struct, frozen=True, kw_only=True):
    """Somebody who asserts or denies: a name as the event file lists it, what they are, whom they act for."""

    name: str
    kind: str
    """Kind of organisation, or `country`, `person`, `group`."""
    country: str | None = None
    official: bool = False
    """Whether it is an office of a state, named without saying of which."""


def claimants_in(sentence: Sentence, zone: Zone) -> list[Claimant]:
    """Return who speaks in an attribution: organisations, then countries, then people, then the words themselves.

    Args:
        sentence: A sentence.
        zone: One of its attributions.
    """
    names = [name for name in sentence.names if zone.first <= name.first < zone.last]
    if names and (opening := _opening_capital(names[0], zone)):
        return [opening]
    names = [name for name in _speaking(names, zone, sentence) if not _is_addressed(name, zone, sentence)]
    names = [name for name in names if not _is_accredited_at(name, sentence)]
    names = [name for name in names if not _is_accused(name, names, zone, sentence)]
    found = [claimant for name in names if (claimant := _seated(name, sentence)) is not None]
    found = _without_adjectives(found, names, sentence)
    bodies = [c for c in found if c.kind not in (_MEDIA, "country", "person")]
    countries = [c for c in found if c.kind == "country"]
    people = [c for c in found if c.kind == "person"]
    media = [c for c in found if c.kind == _MEDIA]
    if bodies or countries or people:
        return [*bodies, *([] if bodies else countries), *_at_home(people, sentence, zone)]
    if media:
        return _told_to(sentence, zone) or _telling_media(sentence, zone) or media
    if told := _in_compound(sentence, zone):
        return [told]
    words = None if _has_no_subject(sentence, zone) else _subject_words(sentence, zone)
    low, high = (zone.cue.last, zone.last) if zone.cue.tag == "cue:according" else (zone.first, zone.cue.first)
    if words is None and (capital := capital_country(sentence, low, high)):
        words = Claimant(name=country_name(capital), kind="country", country=capital)
    return [words] if words else []


def _is_addressed(name: Name, zone: Zone, sentence: Sentence) -> bool:
    """Tell whether a report is only handed to somebody: "selon un rapport transmis au député Kim"."""
    if zone.cue.tag != "cue:according" or name.toponym.role is not Role.PERSON or name.first == zone.cue.last:
        return False
    functions = functions_of(name, PrepositionMap(sentence), {})
    return "to" in functions and not functions & {"subject", "by", "from", "of"}


def _is_accused(name: Name, names: Sequence[Name], zone: Zone, sentence: Sentence) -> bool:
    """Tell whether a state is who somebody accuses: "Kiew wirft Moskau vor", "X hat Russland vorgeworfen"."""
    if not name.is_actor or not any(zone.first <= c.first < zone.last for c in sentence.tagged("cue:accuse")):
        return False
    return name is names[-1] and len(names) > 1 and any(n.last <= name.first for n in names)


def _opening_capital(name: Name, zone: Zone) -> Claimant | None:
    """Return the state whose capital opens a saying: "Пхеньян поставки ракет России отрицает"."""
    toponym = name.toponym
    if zone.cue.tag == "cue:according" or name.first != zone.first or name.last > zone.cue.first:
        return None
    if toponym.country is None or toponym.role is not Role.LITERAL or not is_capital(toponym):
        return None
    return Claimant(name=country_name(toponym.country), kind="country", country=toponym.country)


def _told_to(sentence: Sentence, zone: Zone) -> list[Claimant]:
    """Return the source that a newspaper or agency was told by: "сообщил AFP источник в армии"."""
    if zone.cue.tag != "cue:speech":
        return []
    told = next((n.last for n in sentence.names if zone.cue.last <= n.first < zone.last), None)
    heads = [c.first for c in sentence.tagged("noun:official", "noun:body")]
    # "рассказали агентству Reuters два чиновника"
    head = next((at for at in heads if told is not None and 0 <= at - told <= 1), None)
    led = any(cue.first == told for cue in sentence.cues if cue.tag.startswith("prep:"))
    if head is None or led or zone.first != zone.cue.first:
        return []
    own = _office(sentence, head, zone.last)
    return [own] if own else []


def _telling_media(sentence: Sentence, zone: Zone) -> list[Claimant]:
    """Return the office named before the medium it told: "sagten Vertreter des Ministeriums der Agentur Reuters"."""
    if zone.cue.tag != "cue:speech" or not sentence.tables.verb_second:
        return []
    told = next((n.first for n in sentence.names if zone.cue.last <= n.first < zone.last), None)
    outlets = {c.first for c in sentence.tagged("noun:outlet")}
    heads = [c.first for c in sentence.tagged("noun:official", "noun:body") if c.first not in outlets]
    head = next((at for at in heads if told is not None and zone.cue.last <= at < told), None)
    own = _office(sentence, head, min([told or 0, *(at for at in outlets if at > head)])) if head is not None else None
    return [own] if own else []


def _at_home(people: Sequence[Claimant], sentence: Sentence, zone: Zone) -> list[Claimant]:
    """Give who holds an office of state the country of the capital they speak in: "сказав у Стокгольмі міністр"."""
    led = {c.last for c in sentence.tagged("prep:at", "prep:to")}
    inside = [n for n in sentence.names if zone.first <= n.first < zone.last and n.first in led]
    capital = next((n.toponym.country for n in inside if is_capital(n.toponym)), None)
    if not any(zone.first <= c.first < zone.last for c in sentence.tagged("noun:state_office")):
        return list(people)
    return [structs.replace(c, country=c.country or capital, official=True) for c in people]


def _in_compound(sentence: Sentence, zone: Zone) -> Claimant | None:
    """Return the source that a German compound names: "nach Behördenangaben", "laut Polizeiangaben"."""
    if not any(c.first == zone.cue.first and c.last == zone.cue.last for c in sentence.tagged("cue:compound_source")):
        return None
    people = [n for n in sentence.names if zone.cue.first <= n.first < zone.cue.last and n.toponym.country]
    if people:
        # "nach pakistanischen Angaben"
        country = str(people[0].toponym.country)
        return Claimant(name=country_name(country), kind="country", country=country)
    compound = phrase_text(sentence, zone.cue.first, zone.cue.last)
    word = next((w for w in compound.split() if w[:1].isupper() and w.lower().endswith("angaben")), "")
    source = word[: -len("angaben")].removesuffix("s") if word[: -len("angaben")] else ""
    return Claimant(name=source, kind="group") if source else None


def _is_accredited_at(name: Name, sentence: Sentence) -> bool:
    """Tell whether a name is only where a mission sits: "Iran's mission to the United Nations"."""
    if name.toponym.role is not Role.ORGANISATION:
        return False
    missions = [c for c in sentence.tagged("noun:mission") if 0 < name.first - c.last <= _MISSION_REACH]
    leads = [c for c in sentence.tagged("prep:to", "prep:at") if any(m.last <= c.first < name.first for m in missions)]
    return bool(leads)


def _seated(name: Name, sentence: Sentence) -> Claimant | None:
    """Return whom a name speaks of; an office of another state where it sits: "het ministerie ... in Taipei"."""
    claimant = claimant_named(name)
    if claimant is None or claimant.kind not in _OFFICES or claimant.country is None:
        return claimant
    at = {cue.last for cue in sentence.tagged("prep:at") if cue.first == name.last}
    seat = next((n.toponym for n in sentence.names if n.first in at and is_capital(n.toponym)), None)
    if seat is None or seat.country in (None, claimant.country):
        return claimant
    label = f"{name.toponym.text} ({country_name(seat.country)})"
    return Claimant(name=label, kind=claimant.kind, country=seat.country)


def _without_adjectives(found: Sequence[Claimant], names: Sequence[Name], sentence: Sentence) -> list[Claimant]:
    """Leave out a "person" whose name only qualifies the body after it: "Yale University researchers"."""
    heads = {cue.first for cue in sentence.tagged("noun:researcher")}
    qualifying = {name.toponym.canonical or name.toponym.text for name in names if name.last in heads}
    return [c for c in found if c.kind != "person" or c.name not in qualifying]


def _has_no_subject(sentence: Sentence, zone: Zone) -> bool:
    """Tell whether the saying stands in a relative clause or on a participle, which name nobody new."""
    if zone.cue.tag == "cue:according":
        return False
    inside = sentence.tagged("cue:relative", "cue:breaker", "cue:mark")
    # "Dat schrijft de krant": a pronoun opens the sentence, no clause of its own.
    return any(max(zone.first, 1) <= cue.first < zone.cue.first for cue in inside)


def has_speaker_pronoun(sentence: Sentence, zone: Zone) -> bool:
    """Tell whether a pronoun speaks ("a-t-il déclaré", "he said"): whoever spoke last."""
    return any(zone.first <= cue.first < zone.last for cue in sentence.tagged("noun:speaker"))


def _speaking(names: Sequence[Name], zone: Zone, sentence: Sentence) -> list[Name]:
    """Leave out those spoken to ("told the BBC") and those only spoken of.

    Before the verb the names of its own clause speak, else any of the
    attribution's; after it only where nothing stands before ("..., said Kirby").
    """
    verb = zone.cue
    if verb.tag == "cue:according":
        return [name for name in names if name.first >= verb.last] or list(names)
    if doer_follows(sentence, zone.first, verb.first):
        return [name for name in names if name.first > verb.first]
    first, last = _before_verb(sentence, zone)
    before = [name for name in names if name.last <= verb.first]
    own = [name for name in before if first <= name.first < last]
    if any(claimant_named(name) is not None for name in own):
        return own
    if any(claimant_named(name) is not None for name in before):
        return before
    return [name for name in names if name.first >= verb.last] if first >= last else []


@cache
def _research(canonical: str) -> str:
    return organisation_kinds().get(canonical, "group")


def claimant_named(name: Name) -> Claimant | None:
    """Return whom a name speaks of: an organisation, a person, a country; None for places and adjectives."""
    toponym = name.toponym
    if toponym.role is Role.ORGANISATION:
        label = toponym.canonical or toponym.text
        return Claimant(name=label, kind=_research(label), country=toponym.country)
    if toponym.role is Role.PERSON:
        return Claimant(name=toponym.canonical or toponym.text, kind="person", country=toponym.country)
    local = toponym.role is Role.ACTOR and toponym.place is not None and toponym.place.kind in _LOCAL
    if local and not is_capital(toponym):
        return None  # "поліція Сантуса": a town or county speaks for no country, its capital does
    if toponym.role in (Role.ACTOR, Role.METONYM) and toponym.country:
        return Claimant(name=country_name(toponym.country), kind="country", country=toponym.country)
    return None


def _subject_words(sentence: Sentence, zone: Zone) -> Claimant | None:
    """Return the speaker no table knows that an attribution names: "l'armée de l'air ukrainienne"."""
    first, last = _subject_span(sentence, zone)
    if first >= last:
        return None
    found = _outlet(sentence, first, last)
    found = found or _office(sentence, first, last, oblique=zone.cue.tag == "cue:according")
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
    noun = next((c for c in sentence.tagged("noun:outlet") if first <= c.first and c.last < last), None)
    if noun is None:
        return None
    end = noun.last
    while end < last and phrase_text(sentence, end, end + 1)[:1].isupper():
        end += 1
    return Claimant(name=phrase_text(sentence, noun.last, end), kind=_MEDIA) if end > noun.last else None


def _before_seat(sentence: Sentence, first: int, last: int) -> int:
    """Return where a name ends before where its bearer is: "the Islamic Resistance | in Iraq"."""
    named = {n.first for n in sentence.names}
    return next((c.first for c in sentence.tagged("prep:at") if first + 1 < c.first < last and c.last in named), last)


def _with_seat(office: Claimant, sentence: Sentence, zone: Zone) -> Claimant:
    """Give an office named without a state that of the capital it speaks from: "a ministry spokesman in Berlin"."""
    if office.country is not None or office.kind != "group":
        return office
    at = {cue.last for cue in sentence.tagged("prep:at")}
    inside = (n for n in sentence.names if zone.first <= n.first < zone.last and n.first in at)
    country = next((n.toponym.country for n in inside if is_capital(n.toponym)), None)
    return structs.replace(office, country=country)


def _subject_span(sentence: Sentence, zone: Zone) -> tuple[int, int]:
    """Return the words in which an attribution names who speaks."""
    if zone.cue.tag == "cue:according":
        before = zone.first < zone.cue.first
        first, last = (zone.first, zone.cue.first) if before else (zone.cue.last, zone.last)
    elif doer_follows(sentence, zone.first, zone.cue.first):
        first, last = zone.cue.first + 1, zone.last
    else:
        first, last = _before_verb(sentence, zone)
        if first >= last and zone.first > 0:
            first, last = zone.cue.last, zone.last
    while last > first and sentence.tokens[last - 1].is_mark:
        last -= 1
    first = _past_date(sentence, first, last)
    that = [cue.first for cue in sentence.tagged("cue:that", "cue:relative") if first < cue.first < last]
    dated = [at for date in sentence.dates if (at := sentence.token_at(date.start)) > first]
    return first, min([last, *that, *dated])


def _past_date(sentence: Sentence, first: int, last: int) -> int:
    """Return where who speaks starts after a day: "заявило | у вівторок | міністерство оборони"."""
    for date in sentence.dates:
        low, high = sentence.token_at(date.start), sentence.token_at(date.end)
        led = low == first or (low == first + 1 and any(c.first == first for c in sentence.tagged("prep:at")))
        if led and high < last:
            return high
    return first


def _office(sentence: Sentence, first: int, last: int, *, oblique: bool = False) -> Claimant | None:
    """Return the office or source named among some words, with the country it is of."""
    found = speaker_words(sentence, first, last)
    if found is None:
        return None
    low, high, head = found
    oblique = oblique or any(cue.last == low for cue in sentence.tagged("prep:at"))
    name = in_base_form(sentence, low, high, head) if oblique else phrase_text(sentence, low, high)
    country = next((n.toponym.country for n in sentence.names if low <= n.first < last and n.toponym.country), None)
    if country and any(c.first == head.first and c.last == head.last for c in sentence.tagged("noun:government")):
        return Claimant(name=country_name(country), kind="country", country=country)
    learned = any(low <= cue.first < high for cue in sentence.tagged("noun:researcher"))
    official = any(c.first == head.first for c in sentence.tagged("noun:state_office"))
    return Claimant(name=name, kind=_RESEARCH if learned else "group", country=country, official=official)


def _before_verb(sentence: Sentence, zone: Zone) -> tuple[int, int]:
    """Return the words of the subject before a verb of saying, after the last comma or date."""
    tokens = sentence.tokens
    last = zone.cue.first
    aside = {i for cue in sentence.tagged("noun:auxiliary") for i in range(cue.first, cue.last)}
    while last > zone.first and (last - 1) in aside:
        last -= 1
    if last > zone.first and tokens[last - 1].text == ",":
        last -= 1
    first = _opening_of(sentence, zone, last)
    told = next((c for c in sentence.tagged("cue:as_told") if c.first == zone.first), None)
    if told is not None and first > zone.first:
        # "wie der Gouverneur der Region, Iwan Petrow, auf Telegram schrieb"
        end = next((i for i in range(told.last, last) if tokens[i].is_mark), last)
        return told.last, end
    if first > zone.first + 1 and any(c.first == first for c in sentence.tagged("cue:that", "cue:relative")):
        # "Le Hezbollah, que des médias mettaient en cause, a rejeté ...": the subject stands before the aside.
        last = first - 1
        first = _opening_of(sentence, zone, last)
    for date in reversed(sentence.dates):
        low, at = sentence.token_at(date.start), sentence.token_at(date.end)
        if at == last and first < low:
            # "wie die Verwaltung am Donnerstag mitteilte"
            last = low
        elif first < at <= last:
            first = max(first, at)
    return first, last


def _opening_of(sentence: Sentence, zone: Zone, last: int) -> int:
    first = last
    while first > zone.first and not sentence.tokens[first - 1].is_mark:
        first -= 1
    return first


def _is_pronoun(first: int, last: int, sentence: Sentence) -> bool:
    """Tell whether a subject opens with a pronoun: it names nobody. "Het", "das" may be the article of a name."""
    article = any(cue.first == first for cue in sentence.tagged("noun:determiner"))
    if article and last - first > 1 and phrase_text(sentence, first + 1, first + 2)[:1].isupper():
        return False
    return any(cue.first == first for cue in sentence.tagged("noun:pronoun"))


def actors_as_claimants(sentence: Sentence, first: int) -> list[Claimant]:
    """Return who does a thing that only its doer can tell of: "prosecutors have recovered the remains".

    Args:
        sentence: A sentence.
        first: Index of the verb; who stands before it is the doer.
    """
    found = []
    for name in sentence.names:
        known = name.toponym.role is Role.ORGANISATION and name.toponym.canonical is not None
        if known and name.first < first and (claimant := claimant_named(name)) and claimant.kind != _MEDIA:
            found.append(claimant)
    if found:
        return found
    officials = [cue for cue in sentence.tagged("noun:official") if cue.first < first]
    if sentence.tables.verb_second and not officials:
        # "Im Hafen von Konstanza beschlagnahmten rumänische Zöllner": the doer right after the verb.
        doers = [
            c for c in sentence.tagged("noun:official", "noun:customs") if first < c.first <= first + _MAX_WORDS // 2
        ]
        own = _office(sentence, first + 1, doers[0].last) if doers else None
        return [own] if own else []
    reach = _MAX_WORDS * 2 if sentence.tables.verb_second else _MAX_WORDS
    if not officials or first - officials[-1].last > reach:
        return []
    own = _office(sentence, _opening(sentence, officials[-1]), first)
    return [own] if own else []


def examiners_named(sentence: Sentence, *, before: int | None = None) -> list[Claimant]:
    """Return the bodies that examine evidence named in a sentence: "the institute tracked two ships sailing from X".

    Args:
        sentence: A sentence.
        before: Index of a verb that they must stand before; None for anywhere.
    """
    named = (claimant_named(name) for name in sentence.names if before is None or name.last <= before)
    return [claimant for claimant in named if claimant is not None and is_examiner(claimant)]


def _opening(sentence: Sentence, cue: Cue) -> int:
    """Return where the phrase around an office's noun may start: after the mark before it."""
    first = cue.first
    while first > 0 and not sentence.tokens[first - 1].is_mark:
        first -= 1
    return max([first, *(c.last for c in sentence.tagged("noun:official") if c.last < cue.first)])


def group_named(sentence: Sentence) -> Claimant | None:
    """Return the armed group or movement that a sentence names last.

    Args:
        sentence: A sentence.
    """
    found = [c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and c.name != n.toponym.text]
    found = found or [
        c for n in sentence.names if (c := claimant_named(n)) and c.kind == "group" and n.toponym.canonical
    ]
    return found[-1] if found else None


def as_group(claimant: Claimant, sentence: Sentence, zone: Zone, group: Claimant | None) -> Claimant:
    """Return the group named before for "the movement", "die Miliz": one of the same country, or of none told.

    Args:
        claimant: Who speaks.
        sentence: The sentence.
        zone: Its attribution.
        group: The group that the article named last.
    """
    plain = any(zone.first <= c.first < zone.last for c in sentence.tagged("noun:movement"))
    if group is None or not plain or claimant.kind != "group" or claimant.country not in (None, group.country):
        return claimant
    return group


def own_offices(claimants: tuple[Claimant, ...], kind: str, supplier: str | None) -> tuple[Claimant, ...]:
    """Give "its defence ministry", "the army" the country that tests or sends troops.

    Args:
        claimants: Who tells of an event.
        kind: Its kind.
        supplier: Who tests or sends.
    """
    if kind not in ("test", "deployment") or supplier is None:
        return claimants
    return tuple(
        structs.replace(c, name=f"{c.name} ({country_name(supplier)})", country=supplier)
        if c.kind == "group" and c.country is None and c.official
        else c
        for c in claimants
    )


def is_examiner(claimant: Claimant) -> bool:
    """Tell whether a claimant is an independent body that examines evidence."""
    return claimant.kind == _RESEARCH or claimant.name in examiners()


def is_media(claimant: Claimant) -> bool:
    """Tell whether a claimant only passes on what others say."""
    return claimant.kind == _MEDIA


def speaks_for(claimant: Claimant, countries: Collection[str | None]) -> bool:
    """Tell whether a claimant acts for one of the countries and is no newspaper or institute of it."""
    if claimant.country is None or claimant.country not in countries:
        return False
    return claimant.kind not in (_MEDIA, _RESEARCH) or claimant.name in state_media()
