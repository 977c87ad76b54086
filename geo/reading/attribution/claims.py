"""Who asserts, denies or admits what a sentence tells."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.records import Role
from geo.language.grammar.word_order import doer_follows
from geo.language.sentence import Name, Sentence
from geo.reading.attribution.claimants import Claimant, claimant_named
from geo.reading.attribution.offices import before_verb, office, subject_words
from geo.reading.attribution.spans import AttributionSpan
from geo.reading.attribution.speakers import (
    capital_country,
    is_capital,
    phrase_text,
)
from geo.records.values import country_name

_MEDIA = "media"
_OFFICES = frozenset({"ministry", "military", "government"})
_MISSION_REACH = 4


def claimants_in(sentence: Sentence, zone: AttributionSpan) -> list[Claimant]:
    """Return who speaks in an attribution: organisations, then countries, then people, then the words themselves."""
    names = [name for name in sentence.names if zone.first <= name.first < zone.last]
    if names and (opening := _opening_capital(names[0], zone)):
        return [opening]
    names = [name for name in _speaking(names, zone, sentence) if not _is_accredited_at(name, sentence)]
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
    words = None if _has_no_subject(sentence, zone) else subject_words(sentence, zone)
    low, high = (zone.cue.last, zone.last) if zone.cue.tag == "cue:according" else (zone.first, zone.cue.first)
    if words is None and (capital := capital_country(sentence, low, high)):
        words = Claimant(name=country_name(capital), kind="country", country=capital)
    return [words] if words else []


def _is_accused(name: Name, names: Sequence[Name], zone: AttributionSpan, sentence: Sentence) -> bool:
    """Return whether a state is who somebody accuses: "Kiew wirft Moskau vor", "X hat Russland vorgeworfen"."""
    if not name.is_actor or not any(zone.first <= c.first < zone.last for c in sentence.tagged["cue:accuse"]):
        return False
    return name is names[-1] and len(names) > 1 and any(n.last <= name.first for n in names)


def _opening_capital(name: Name, zone: AttributionSpan) -> Claimant | None:
    """Return the state whose capital opens a saying: "Пхеньян поставки ракет России отрицает"."""
    toponym = name.toponym
    if zone.cue.tag == "cue:according" or name.first != zone.first or name.last > zone.cue.first:
        return None
    if toponym.country is None or toponym.role is not Role.LITERAL or not is_capital(toponym):
        return None
    return Claimant(name=country_name(toponym.country), kind="country", country=toponym.country)


def _told_to(sentence: Sentence, zone: AttributionSpan) -> list[Claimant]:
    """Return the source that a newspaper or agency was told by: "сообщил AFP источник в армии"."""
    if zone.cue.tag != "cue:speech":
        return []
    told = next((n.last for n in sentence.names if zone.cue.last <= n.first < zone.last), None)
    heads = [c.first for c in sentence.cued("noun:official", "noun:body")]
    # "рассказали агентству Reuters два чиновника"
    head = next((at for at in heads if told is not None and 0 <= at - told <= 1), None)
    led = any(cue.first == told for cue in sentence.cues if cue.tag.startswith("prep:"))
    if head is None or led or zone.first != zone.cue.first:
        return []
    own = office(sentence, head, zone.last)
    return [own] if own else []


def _telling_media(sentence: Sentence, zone: AttributionSpan) -> list[Claimant]:
    """Return the office named before the medium it told: "sagten Vertreter des Ministeriums der Agentur Reuters"."""
    if zone.cue.tag != "cue:speech" or not sentence.tables.verb_second:
        return []
    told = next((n.first for n in sentence.names if zone.cue.last <= n.first < zone.last), None)
    outlets = {c.first for c in sentence.tagged["noun:outlet"]}
    heads = [c.first for c in sentence.cued("noun:official", "noun:body") if c.first not in outlets]
    head = next((at for at in heads if told is not None and zone.cue.last <= at < told), None)
    own = office(sentence, head, min([told or 0, *(at for at in outlets if at > head)])) if head is not None else None
    return [own] if own else []


def _at_home(people: Sequence[Claimant], sentence: Sentence, zone: AttributionSpan) -> list[Claimant]:
    """Give who holds an office of state the country of the capital they speak in: "сказав у Стокгольмі міністр"."""
    led = {c.last for c in sentence.cued("prep:at", "prep:to")}
    inside = [n for n in sentence.names if zone.first <= n.first < zone.last and n.first in led]
    capital = next((n.toponym.country for n in inside if is_capital(n.toponym)), None)
    if not any(zone.first <= c.first < zone.last for c in sentence.tagged["noun:state_office"]):
        return list(people)
    return [structs.replace(c, country=c.country or capital, official=True) for c in people]


def _in_compound(sentence: Sentence, zone: AttributionSpan) -> Claimant | None:
    """Return the source that a German compound names: "nach Behördenangaben", "laut Polizeiangaben"."""
    if not any(c.first == zone.cue.first and c.last == zone.cue.last for c in sentence.tagged["cue:compound_source"]):
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
    """Return whether a name is only where a mission sits: "Iran's mission to the United Nations"."""
    if name.toponym.role is not Role.ORGANISATION:
        return False
    missions = [c for c in sentence.tagged["noun:mission"] if 0 < name.first - c.last <= _MISSION_REACH]
    leads = [c for c in sentence.cued("prep:to", "prep:at") if any(m.last <= c.first < name.first for m in missions)]
    return bool(leads)


def _seated(name: Name, sentence: Sentence) -> Claimant | None:
    """Return whom a name speaks of; an office of another state where it sits: "het ministerie ... in Taipei"."""
    claimant = claimant_named(name)
    if claimant is None or claimant.kind not in _OFFICES or claimant.country is None:
        return claimant
    at = {cue.last for cue in sentence.tagged["prep:at"] if cue.first == name.last}
    seat = next((n.toponym for n in sentence.names if n.first in at and is_capital(n.toponym)), None)
    if seat is None or seat.country in (None, claimant.country):
        return claimant
    label = f"{name.toponym.text} ({country_name(seat.country)})"
    return Claimant(name=label, kind=claimant.kind, country=seat.country)


def _without_adjectives(found: Sequence[Claimant], names: Sequence[Name], sentence: Sentence) -> list[Claimant]:
    """Leave out a "person" whose name only qualifies the body after it: "Yale University researchers"."""
    heads = {cue.first for cue in sentence.tagged["noun:researcher"]}
    qualifying = {name.toponym.canonical or name.toponym.text for name in names if name.last in heads}
    return [c for c in found if c.kind != "person" or c.name not in qualifying]


def _has_no_subject(sentence: Sentence, zone: AttributionSpan) -> bool:
    """Return whether the saying stands in a relative clause or on a participle, which name nobody new."""
    if zone.cue.tag == "cue:according":
        return False
    inside = sentence.cued("cue:relative", "cue:breaker", "cue:mark")
    # "Dat schrijft de krant": a pronoun opens the sentence, no clause of its own.
    return any(max(zone.first, 1) <= cue.first < zone.cue.first for cue in inside)


def has_speaker_pronoun(sentence: Sentence, zone: AttributionSpan) -> bool:
    """Return whether a pronoun speaks ("a-t-il déclaré", "he said"): whoever spoke last."""
    return any(zone.first <= cue.first < zone.last for cue in sentence.tagged["noun:speaker"])


def _speaking(names: Sequence[Name], zone: AttributionSpan, sentence: Sentence) -> list[Name]:
    """Leave out those spoken to ("told the BBC") and those only spoken of.

    Before the verb the names of its own clause speak, else any of the
    attribution's; after it only where nothing stands before ("..., said Kirby").
    """
    verb = zone.cue
    if verb.tag == "cue:according":
        return [name for name in names if name.first >= verb.last] or list(names)
    if doer_follows(sentence, zone.first, verb.first):
        return [name for name in names if name.first > verb.first]
    first, last = before_verb(sentence, zone)
    before = [name for name in names if name.last <= verb.first]
    own = [name for name in before if first <= name.first < last]
    if any(claimant_named(name) is not None for name in own):
        return own
    if any(claimant_named(name) is not None for name in before):
        return before
    return [name for name in names if name.first >= verb.last] if first >= last else []
