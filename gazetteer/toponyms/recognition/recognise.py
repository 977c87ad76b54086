"""Names in a text that may be places, with what the sentence says about each; abbreviations that it introduces."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import is_adjective_of
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind, Lexicon, Match
from gazetteer.text.people import Person, capital_runs, find_people
from gazetteer.text.reading import Reading
from gazetteer.text.sentences import phrase_keys
from gazetteer.toponyms.recognition.elliptic import with_elliptic
from gazetteer.toponyms.recognition.kind_words import placed, with_kind, with_kinds
from gazetteer.toponyms.recognition.mentions import MOST_KEYS, Findings, Mention
from gazetteer.toponyms.recognition.spans import Spans, gazetteer_spans, keys_of
from gazetteer.toponyms.recognition.unknown_names import NO_NAMES as _NO_NAMES
from gazetteer.toponyms.recognition.unknown_names import with_unknown
from gazetteer.toponyms.recognition.whole_names import spell_out

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer
_ARABIC_OPENERS = frozenset({"al", "el", "abu", "umm", "bir", "tel", "wadi", "deir", "khan", "beit", "ain", "ras"})
_WHERE = frozenset({"relations.inside", "relations.near", "organisations.residents_before"})
_PLACING = frozenset(
    {"relations.locative", "relations.near", "relations.sea", "kinds.settlement_before", "kinds.site_before"}
)
_TAKING_A_CASE = frozenset({"relations.locative", "relations.from_to", "relations.near"})
_TOWNS_AFTER = _TAKING_A_CASE | {"kinds.settlement_before", "kinds.site_before"}
_LARGE_TOWN = 100_000  # People; a name of two words that so large a town has is the town's, not a person's
_AREAS_AFTER = frozenset({"kinds.admin1_after", "kinds.admin2_after"})


def find_mentions(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", *, doubtful: bool = False) -> Findings:
    """Find names of places, peoples, organisations and people by longest match; on demand what may be a place."""
    stretches = capital_runs(reading)
    people = find_people(reading, lexicon, stretches)
    runs = {at: run for run in stretches for at in range(run[0], run[1] + 1)}
    spans = gazetteer_spans(reading, lexicon, gazetteer)
    mentions: list[Mention] = []
    person_at = {person.first: person for person in people}
    first_words = lexicon.first_words
    starts = {at for at, key in enumerate(reading.tokens.keys) if key in first_words}
    starts |= spans.keys() | person_at.keys() | reading.tokens.forms.keys()
    for at in sorted(starts):
        free = not mentions or at > mentions[-1].last
        if free and (found := _mention_at(reading, lexicon, spans, person_at, at, gazetteer)):
            mentions.append(found)
    mentions = spell_out(reading, with_halves(reading, mentions))
    known = with_kinds(reading, one_country(mentions, lexicon, gazetteer), gazetteer)
    every = with_elliptic(reading, with_unknown(reading, known, stretches, gazetteer, doubtful=doubtful), gazetteer)
    return Findings(mentions=every, people=people, runs=runs)


def given_mention(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", start: int, end: int) -> Mention | None:
    """Return the mention that a given span is; None for a span without a word."""
    tokens = reading.tokens
    first, last = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end) - 1
    if first > last:
        return None
    text = tokens.text[start:end]
    match = lexicon.find(tokens, first, language=reading.language_at[first], document_language=reading.language)
    entry = match.entry if match and match.last == last else None
    key = name_key(text)
    keys = tuple(islice((key for key in keys_of(reading, first, last) if gazetteer.has_name(key)), MOST_KEYS))
    mention = Mention(
        first=first, last=last, start=start, end=end, text=text, key=keys[0] if keys else key, keys=keys, entry=entry
    )
    languages = (reading.language_at[first], reading.language, "*")
    return with_kind(reading, placed(mention, gazetteer, languages), gazetteer)


def _mention_at(  # noqa: PLR0911, PLR0917 (one return a kind of name; what every step of one reading passes on)
    reading: Reading, lexicon: Lexicon, spans: Spans, person_at: Mapping[int, Person], at: int,
    gazetteer: "Gazetteer",
) -> Mention | None:  # fmt: skip
    match = lexicon.find(reading.tokens, at, language=reading.language_at[at], document_language=reading.language)
    longest = spans.get(at, [])
    last, keys = longest[0] if longest else (-1, ())
    if last > at and _is_article_before_entry(reading, lexicon, at, last):
        return None
    person = person_at.get(at)
    if person and _is_town_after_all(reading, person, last, keys, gazetteer):
        person = None
    named_area = bool(keys) and " " in keys[0] and last == at
    if (
        match
        and at == match.last
        and (
            _is_pronoun(reading, at)
            or (last == at and not named_area and _is_town_in_a_case(reading, match.entry, at))
            or _is_city(reading, match.entry, at, gazetteer)
        )
    ):
        match = None
    if last == at and not match and not named_area and _describes_next(reading, at):
        return None
    if last > at and reading.starts[last] & _AREAS_AFTER and not reading.tokens.capital[last]:
        return replace(_mention(reading, at, last, keys=keys), named=True)
    if match and match.last >= last and not (person and person.last > match.last) and not named_area:
        end = _before_people(reading, lexicon, match)
        return _mention(reading, at, end, keys=keys if end == last else (), entry=match.entry)
    if person and person.last >= last:
        return _mention(reading, at, person.last, person=True)
    if last > at or (last == at and not reading.starts[at] & _NO_NAMES):
        if named_area:
            own = tuple(key for key in keys if " " in key)
            return replace(_mention(reading, at, last, keys=own), named=True)
        return _mention(reading, at, last, keys=keys)
    return None


def _mention(
    reading: Reading, first: int, last: int, *, keys: tuple[str, ...] = (), entry: Entry | None = None,
    person: bool = False,
) -> Mention:  # fmt: skip
    tokens = reading.tokens
    start, end = tokens.starts[first], tokens.ends[last]
    return Mention(
        first=first, last=last, start=start, end=end, text=tokens.text[start:end], key=keys[0] if keys else "",
        keys=keys[:MOST_KEYS], entry=entry, person=person,
    )  # fmt: skip


def _before_people(reading: Reading, lexicon: Lexicon, match: Match) -> int:
    """Return the last word of an office's name without the people at its end ("Département d'État américain")."""
    at = match.last
    office = match.entry.kind is EntryKind.ORGANISATION and reading.tokens.capital[match.first]
    if not office or at == match.first or reading.tokens.capital[at]:
        return at
    last = lexicon.find(reading.tokens, at, language=reading.language_at[at], document_language=reading.language)
    people = last is not None and last.last == at and last.entry.kind is EntryKind.DEMONYM
    return reading.before[at] if people else at


def _next_word(reading: Reading, at: int) -> str:
    after = reading.after[at]
    return reading.tokens.words[after] if after >= 0 and reading.tokens.words[after].islower() else ""


def _describes_next(reading: Reading, at: int) -> bool:
    """Return whether a town's name is an adjective to the noun after it ("Восточный экспресс", "Мирный договор")."""
    following = _next_word(reading, at)
    return bool(following) and is_adjective_of(reading.tokens.words[at], following, reading.language_at[at])


def _is_town_in_a_case(reading: Reading, entry: Entry, at: int) -> bool:
    """Return whether what could be an adjective stands alone after a preposition: "з Луганська" is from a town."""
    if entry.kind not in (EntryKind.AREA_DEMONYM, EntryKind.DEMONYM) or at not in reading.tokens.forms:
        return False
    if "kinds.settlement_before" in reading.left[at]:
        return reading.tokens.capital[at]  # "в посёлке Московский"
    placed = bool(reading.left[at] & _TAKING_A_CASE)
    return placed and entry.kind is EntryKind.AREA_DEMONYM and not _describes_next(reading, at)


def _is_city(reading: Reading, entry: Entry, at: int, gazetteer: "Gazetteer") -> bool:
    """Return whether one of a people, where something is or comes from, is a city: "aus Russe" is from Ruse."""
    before = reading.before[at]
    if entry.kind is not EntryKind.DEMONYM or not reading.tokens.capital[at] or before < 0:
        return False
    if not reading.ends[before] & _TOWNS_AFTER or not language_table(reading.language_at[at]).nouns_capitalised:
        return False
    return any(place.population >= _LARGE_TOWN for place in gazetteer.exact(reading.tokens.keys[at])[:1])


def _is_town_after_all(
    reading: Reading, person: Person, last: int, keys: Sequence[str], gazetteer: "Gazetteer"
) -> bool:
    """Return whether what looks like given name and surname is a town ("Abu Dhabi", "at San Antonio")."""
    if _is_arabic_place(reading, person) or _is_hyphenated_place(reading, person):
        return True
    inside = range(person.first + 1, person.last)
    if last >= 0 and any("words.and" in reading.starts[at] and not reading.tokens.capital[at] for at in inside):
        return bool(reading.left[person.first] & _PLACING)  # "cayeron sobre Gao y Ansongo"
    if person.titled or last != person.last or last == person.first:
        return False
    if reading.left[person.first] & _PLACING:
        return True
    return any(place.population >= _LARGE_TOWN for key in keys for place in gazetteer.exact(key)[:1])


def _is_arabic_place(reading: Reading, person: Person) -> bool:
    """Return whether an Arabic article opens a name where something is: "near Al Bahariyah", no Al of that surname."""
    opens = not person.titled and reading.tokens.keys[person.first] in _ARABIC_OPENERS
    return opens and bool(reading.left[person.first] & _WHERE)


def _is_hyphenated_place(reading: Reading, person: Person) -> bool:
    """Return whether a lone word with a hyphen is where something is, or brackets follow ("Song-dong (")."""
    tokens, after = reading.tokens, reading.after[person.last]
    text = tokens.slice(person.first, person.last)
    if person.titled or " " in text or not {"-", "\u2011"} & {*text}:
        return False
    return bool(reading.left[person.first] & _PLACING) or (after >= 0 and tokens.words[after] == "(")


def _is_pronoun(reading: Reading, at: int) -> bool:
    """Return whether a country's name is the pronoun that opens its sentence ("Того дня", not Togo)."""
    return reading.before[at] < 0 and "words.never_names" in reading.ends[at]


def _is_article_before_entry(reading: Reading, lexicon: Lexicon, at: int, last: int) -> bool:
    """Return whether a name is an article and a table's entry: "La Maison Blanche" is no village, "L'Inde" no Linde."""
    if "words.articles" not in reading.starts[at]:
        return False
    name = at + 2 if reading.tokens.keys[at + 1] == "'" else at + 1
    match = lexicon.find(reading.tokens, name, language=reading.language_at[at], document_language=reading.language)
    return match is not None and match.last >= last


_GOING_ON = frozenset({"relations.part"})


def with_halves(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Add the halves of parted countries by their short names: "the North", where the text speaks of North Korea."""
    named = {mention.entry.country for mention in mentions if mention.entry is not None}
    halves = {
        (language, phrase_keys(form)): Entry(kind=EntryKind.COUNTRY, form=form, language=language, country=country)
        for language in set(reading.sentence_languages)
        for country, forms in language_table(language).halves.items()
        if named & {country}
        for form in forms
    }
    if not halves:
        return list(mentions)
    taken = {at for mention in mentions for at in range(mention.first, mention.last + 1)}
    found = [_half(reading, halves, at) for at in range(len(reading.tokens.words)) if at not in taken]
    return sorted([*mentions, *(mention for mention in found if mention is not None)], key=lambda one: one.first)


def _half(reading: Reading, halves: Mapping[tuple[str, tuple[str, ...]], Entry], at: int) -> Mention | None:
    tokens = reading.tokens
    before, after = reading.before[at], reading.after[at]
    if not tokens.capital[at] or before < 0:
        return None
    entry = halves.get((reading.language_at[at], (tokens.keys[before], tokens.keys[at])))
    alone = after < 0 or not (tokens.capital[after] or reading.starts[after] & _GOING_ON)
    placed = reading.ends[reading.before[before]] if reading.before[before] >= 0 else frozenset()
    if entry is None or not alone or "relations.locative" in placed or tokens.words[after : after + 1] == ["-"]:
        return None
    return _mention(reading, at, at, entry=entry)


def one_country(mentions: Sequence[Mention], lexicon: Lexicon, gazetteer: "Gazetteer") -> Sequence[Mention]:
    """Tell apart countries that share a short name ("Congo") by what else of them the text names."""
    shared = {
        mention.entry.form: others
        for mention in mentions
        if mention.entry and (others := lexicon.namesakes(mention.entry))
    }
    if not shared:
        return mentions
    named: Counter[str] = Counter()
    for mention in mentions:
        if mention.entry is not None and mention.entry.country and mention.entry.form not in shared:
            named[mention.entry.country] += 1
        elif mention.entry is None and mention.key:
            named.update(place.country for place in gazetteer.exact(mention.key)[:1] if place.country)
    meant = {form: max(entries, key=lambda entry: named[entry.country or ""]) for form, entries in shared.items()}
    return [
        replace(one, entry=meant[one.entry.form]) if one.entry and one.entry.form in meant else one for one in mentions
    ]
