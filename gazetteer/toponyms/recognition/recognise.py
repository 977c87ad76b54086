"""Names in a text that may be places, with what the sentence says about each."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import LANGUAGES, is_adjective_of, is_known_word
from gazetteer.text.abbreviations import spell_out
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind, Lexicon, Match
from gazetteer.text.people import Person, capital_runs, find_people
from gazetteer.text.reading import Reading, without_ending
from gazetteer.text.tokens import phrase_keys
from gazetteer.toponyms.recognition.kind_words import placed, with_kind, with_kinds
from gazetteer.toponyms.recognition.mentions import Findings, Mention
from gazetteer.toponyms.recognition.unknown_names import NO_NAMES as _NO_NAMES
from gazetteer.toponyms.recognition.unknown_names import with_unknown

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_LONGEST_NAME = 7
_LOWER_WITHIN = 4
_SHORTEST_NAME = 3
_GLUE = frozenset("-.'’ʼ")
_LONGEST_ABBREVIATED = 4
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "saint", "sainte"})
_FORMS_PER_WORD = 6
_FORMS_PER_NAME = 40
_KINDS_WITHIN = frozenset({"kinds.admin1_after", "kinds.admin2_after", "kinds.site_after"})
_GENERIC_LAST = _KINDS_WITHIN | {"words.region_words"}
_REGION_OPENERS = frozenset(
    {
        "words.region_words",
        *(f"relations.{way}" for way in ("north", "south", "east", "west", "centre")),
        *(f"relations.{way}" for way in ("northeast", "northwest", "southeast", "southwest")),
    }
)
_PLACING = frozenset(
    {"relations.locative", "relations.near", "relations.sea", "kinds.settlement_before", "kinds.site_before"}
)
_GOING_ON = frozenset({"relations.part"})
_TAKING_A_CASE = frozenset({"relations.locative", "relations.from_to", "relations.near"})
_LARGE_TOWN = 100_000
"""People; a name of two words that so large a town has is the town's, not a person's."""
_MOST_KEYS = 6
_SYLLABIC = "\u1100"
"""From here on a letter is a syllable or a word, and a name may have two."""
_AREAS_AFTER = frozenset({"kinds.admin1_after", "kinds.admin2_after"})
_AREA_ADJECTIVES = ("ська", "ський", "ськии", "цька", "цькии", "зька", "зькии", "ская", "скии", "цкая", "цкии")
_LONGEST_LIST = 12
_LONGEST_JOINER = 2
_ARABIC_ARTICLES = frozenset({"al", "el", "ar", "as", "at", "ash", "an", "ad", "az"})


Spans = Mapping[int, list[tuple[int, tuple[str, ...]]]]


def find_mentions(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer") -> Findings:
    """Find names of places, peoples, organisations and people by longest match."""
    stretches = list(capital_runs(reading))
    people = find_people(reading, lexicon, stretches)
    runs = {at: run for run in stretches for at in range(run[0], run[1] + 1)}
    spans = _gazetteer_spans(reading, lexicon, gazetteer)
    mentions: list[Mention] = []
    person_at = {person.first: person for person in people}
    at = 0
    while at < len(reading.tokens):
        doubtful = at in spans or at in person_at or lexicon.may_start(reading.tokens, at)
        found = _mention_at(reading, lexicon, spans, person_at, at, gazetteer) if doubtful else None
        if found is None:
            at += 1
        else:
            mentions.append(found)
            at = found.last + 1
    mentions = with_halves(reading, mentions)
    known = with_kinds(reading, one_country(spell_out(reading, mentions), lexicon, gazetteer), gazetteer)
    return Findings(mentions=list(with_unknown(reading, known, stretches, gazetteer)), people=people, runs=runs)


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
    found = [_half(reading, halves, at) for at in range(len(reading.tokens)) if at not in taken]
    return sorted([*mentions, *(mention for mention in found if mention is not None)], key=lambda one: one.first)


def _half(reading: Reading, halves: Mapping[tuple[str, tuple[str, ...]], Entry], at: int) -> Mention | None:
    tokens = reading.tokens
    before, after = reading.before(at), reading.after(at)
    if not tokens.capital[at] or before < 0:
        return None
    entry = halves.get((reading.language_at(at), (tokens.keys[before], tokens.keys[at])))
    alone = after < 0 or not (tokens.capital[after] or reading.starting.get(after, frozenset()) & _GOING_ON)
    placed = reading.ending.get(reading.before(before), frozenset()) if reading.before(before) >= 0 else frozenset()
    if entry is None or not alone or "relations.locative" in placed or tokens.words[after : after + 1] == ["-"]:
        return None
    return _mention(reading, at, at, entry=entry)


def one_country(mentions: Sequence[Mention], lexicon: Lexicon, gazetteer: "Gazetteer") -> Iterator[Mention]:
    """Tell apart countries that share a short name ("Congo") by what else of them the text names."""
    shared = {
        mention.entry.form: others
        for mention in mentions
        if mention.entry and (others := lexicon.namesakes(mention.entry))
    }
    if not shared:
        yield from mentions
        return
    named: Counter[str] = Counter()
    for mention in mentions:
        if mention.entry is not None and mention.entry.country and mention.entry.form not in shared:
            named[mention.entry.country] += 1
        elif mention.entry is None and mention.key:
            named.update(place.country for place in gazetteer.exact(mention.key)[:1] if place.country)
    for mention in mentions:
        entries = shared.get(mention.entry.form) if mention.entry else None
        yield replace(mention, entry=max(entries, key=lambda entry: named[entry.country or ""])) if entries else mention


def given_mention(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", start: int, end: int) -> Mention | None:
    """Return the mention that a given span is; None for a span without a word."""
    tokens = reading.tokens
    first, last = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end) - 1
    if first > last:
        return None
    text = tokens.text[start:end]
    match = lexicon.find(tokens, first, language=reading.language_at(first), document_language=reading.language)
    entry = match.entry if match and match.last == last else None
    key = name_key(text)
    keys = tuple(islice((key for key in _keys_of(reading, first, last) if gazetteer.has_name(key)), _MOST_KEYS))
    mention = Mention(
        first=first, last=last, start=start, end=end, text=text, key=keys[0] if keys else key, keys=keys, entry=entry
    )
    return with_kind(reading, placed(mention, gazetteer), gazetteer)


def _gazetteer_spans(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer") -> Spans:
    """Return for each word the last word and keys of gazetteer names that start there, the longest first."""
    wanted: list[tuple[int, int, str]] = []
    for at in range(len(reading.tokens)):
        if _may_start_name(reading, at):
            wanted.extend((at, last, key) for last, key in _stretches(reading, lexicon, gazetteer, at))
    known = gazetteer.have_names([key for _, _, key in wanted])
    spans: dict[int, dict[int, tuple[str, ...]]] = {}
    for (at, last, key), found in zip(wanted, known, strict=True):
        if found and (at == last or not _is_numbered(reading, last)):
            here = spans.setdefault(at, {})
            here[last] = (*here.get(last, ()), key)
    for at, keys in _by_endings(reading, spans, gazetteer).items():
        here = spans.setdefault(at, {})
        here[at] = tuple(dict.fromkeys((*here.get(at, ()), *keys)))
    return {at: sorted(found.items(), reverse=True) for at, found in spans.items()}


def _by_endings(reading: Reading, spans: Mapping[int, object], gazetteer: "Gazetteer") -> dict[int, tuple[str, ...]]:
    """Try the usual case endings on capitalised words that the dictionary has no place's base form of ("в Лумбиле")."""
    tokens = reading.tokens
    wanted = [
        (at, key)
        for at in tokens.forms
        if reading.language_at(at) in LANGUAGES
        and (at not in spans or _may_be_inflected(reading, at))
        and tokens.capital[at]
        and not reading.starting.get(at, frozenset()) & _NO_NAMES
        for key in without_ending(tokens.keys[at], reading.language_at(at))
        if reading.before(at) >= 0
    ]
    found: dict[int, tuple[str, ...]] = {}
    for (at, key), known in zip(wanted, gazetteer.have_names([key for _, key in wanted]), strict=True):
        if known:
            found[at] = (*found.get(at, ()), key)
    return found


def _may_be_inflected(reading: Reading, at: int) -> bool:
    """Tell whether a name's base form may be another than the dictionary's: "в Кане" is in Qana, and no khan's."""
    unknown = not is_known_word(reading.tokens.words[at], reading.language_at(at))
    return unknown or "relations.locative" in reading.left(at)


def _may_start_name(reading: Reading, at: int) -> bool:
    return reading.tokens.capital[at] or _is_region_word(reading, at) or _is_arabic_article(reading, at)


def _is_arabic_article(reading: Reading, at: int) -> bool:
    """Tell whether a word in lower case is the article of a name ("al-Tanf")."""
    tokens = reading.tokens
    if tokens.words[at] not in _ARABIC_ARTICLES or at + 2 >= len(tokens) or not tokens.capital[at + 2]:
        return False
    return tokens.words[at + 1] in ("-", "‑") and tokens.ends[at] == tokens.starts[at + 1]


def _is_region_word(reading: Reading, at: int) -> bool:
    """Tell whether a word in lower case may open a region's name ("sud-ouest de la Russie", "péninsule coréenne")."""
    classes = reading.starting.get(at)
    return classes is not None and not reading.tokens.capital[at] and not classes.isdisjoint(_REGION_OPENERS)


def _stretches(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", at: int) -> Iterator[tuple[int, str]]:
    tokens = reading.tokens
    named = not reading.starting.get(at, frozenset()) & _NO_NAMES and not _is_region_word(reading, at)
    # A pronoun that opens a sentence may be a village's name too; longer names that hold one are met below.
    said = "words.never_names" not in reading.ending.get(at, frozenset()) or "kinds.settlement_before" in reading.left(
        at
    )
    named = named and said and not _is_numbered(reading, at)
    if named and (len(tokens.words[at]) >= _SHORTEST_NAME or tokens.words[at][0] >= _SYLLABIC):
        yield from ((at, key) for key in _area_keys(reading, at))
        yield from ((at, key) for key in tokens.keys_at(at))
    if (
        not any(key.split(" ")[0] in gazetteer.first_words for key in tokens.keys_at(at))
        and tokens.keys[at] not in _ABBREVIATED
    ):
        return
    if (bracket := _bracketed(reading, at)) > at:
        yield bracket, name_key(tokens.slice(at, bracket))
    last, lower = at, 0
    for _ in range(_LONGEST_NAME):
        further = _joined(reading, last)
        if further < 0:
            return
        lower = 0 if tokens.is_capitalised(further) or tokens.words[further][0].isdigit() else lower + 1
        if lower > _LOWER_WITHIN:
            return
        last = further
        if not any(tokens.capital[at : last + 1]) and tokens.keys[last] not in lexicon.adjectives:
            continue
        if not lower or tokens.words[last - 1] == "-" or _ends_name(reading, lexicon, last):
            for key in _keys_of(reading, at, last):
                yield last, key


def _bracketed(reading: Reading, at: int) -> int:
    """Return the closing bracket of a name that one word in brackets ends ("Frankfurt (Oder)"); -1 without one."""
    words = reading.tokens.words
    fits = at + 3 < len(words) and words[at + 1] == "(" and words[at + 3] == ")" and reading.tokens.capital[at + 2]
    return at + 3 if fits else -1


def _area_keys(reading: Reading, at: int) -> Iterator[str]:
    """Yield the names of the area that an adjective in a list is ("Сумської та Полтавської областей")."""
    tokens = reading.tokens
    if at not in tokens.forms or not language_table(reading.language_at(at)).area_adjectives:
        return
    kind = _shared_kind_word(reading, at)
    if kind < 0:
        return
    for form in tokens.forms[at]:
        if form.endswith(_AREA_ADJECTIVES):
            yield from (f"{form} {word}" for word in tokens.keys_at(kind))


def _shared_kind_word(reading: Reading, at: int) -> int:
    """Return the kind word that ends a list of adjectives which starts or goes on at a word; -1 without one."""
    tokens = reading.tokens
    for other in range(at + 2, min(at + _LONGEST_LIST, len(tokens))):
        if tokens.sentence[other] != tokens.sentence[at]:
            return -1
        if reading.starting.get(other, frozenset()) & _KINDS_WITHIN:
            return other
        word = tokens.words[other]
        if not (tokens.capital[other] or word == "," or len(word) <= _LONGEST_JOINER):
            return -1
    return -1


def _is_numbered(reading: Reading, at: int) -> bool:
    """Tell whether a hyphen and a number make a word the name of a weapon, a ship or a type ("Agni-5")."""
    tokens = reading.tokens
    if at + 2 >= len(tokens) or tokens.words[at + 1] not in ("-", "‑") or not tokens.words[at + 2][0].isdecimal():
        return False
    return tokens.ends[at] == tokens.starts[at + 1] and tokens.ends[at + 1] == tokens.starts[at + 2]


def _keys_of(reading: Reading, first: int, last: int) -> Iterator[str]:
    """Yield the keys that a stretch may be looked up under: as written, then in base forms."""
    tokens = reading.tokens
    yield name_key(tokens.slice(first, last))
    if any(at in tokens.forms for at in range(first, last + 1)):
        choices = [tokens.keys_at(at)[:_FORMS_PER_WORD] for at in range(first, last + 1)]
        for words in islice(product(*choices), 1, _FORMS_PER_NAME):
            yield name_key(" ".join(words))


def _ends_name(reading: Reading, lexicon: Lexicon, at: int) -> bool:
    """Tell whether a word in lower case may end a name: "Extrême-Orient russe", "Полтавська область"."""
    if any(key in lexicon.adjectives for key in reading.tokens.keys_at(at)):
        return True
    return bool(reading.starting.get(at, frozenset()) & _GENERIC_LAST)


def _joined(reading: Reading, last: int) -> int:
    """Return the next word of a name, over a hyphen, an apostrophe or an abbreviation's stop; -1 if the name ends."""
    tokens = reading.tokens
    at = reading.after(last)
    if at < 0:
        return -1
    if tokens.words[at] in _GLUE and tokens.starts[at] == tokens.ends[last]:
        if tokens.words[at] == "." and len(tokens.words[last]) > _LONGEST_ABBREVIATED:
            return -1
        at = reading.after(at)
    if at < 0 or not tokens.words[at][0].isalnum() or tokens.starts[at] - tokens.ends[at - 1] > 1:
        return -1
    return at


def _mention_at(  # noqa: PLR0911, PLR0917 (one return a kind of name; what every step of one reading passes on)
    reading: Reading,
    lexicon: Lexicon,
    spans: Spans,
    person_at: Mapping[int, Person],
    at: int,
    gazetteer: "Gazetteer",
) -> Mention | None:
    match = lexicon.find(reading.tokens, at, language=reading.language_at(at), document_language=reading.language)
    longest = spans.get(at, [])
    last, keys = longest[0] if longest else (-1, ())
    if last > at and _is_article_before_entry(reading, lexicon, at, last):
        return None
    person = person_at.get(at)
    if person and _is_town_after_all(reading, person, last, keys, gazetteer):
        person = None
    named_area = bool(keys) and " " in keys[0] and last == at
    if match and last == at == match.last and not named_area and _is_town_in_a_case(reading, match.entry, at):
        match = None
    if last == at and not match and not named_area and _describes_next(reading, at):
        return None
    if last > at and reading.starting.get(last, frozenset()) & _AREAS_AFTER and not reading.tokens.capital[last]:
        return replace(_mention(reading, at, last, keys=keys), named=True)
    if match and match.last >= last and not (person and person.last > match.last) and not named_area:
        end = _before_people(reading, lexicon, match)
        return _mention(reading, at, end, keys=keys if end == last else (), entry=match.entry)
    if person and person.last >= last:
        return _mention(reading, at, person.last, person=True)
    if last >= 0 and _is_name(reading, lexicon, at, last):
        if named_area:
            own = tuple(key for key in keys if " " in key)
            return replace(_mention(reading, at, last, keys=own), named=True)
        return _mention(reading, at, last, keys=keys)
    return None


def _before_people(reading: Reading, lexicon: Lexicon, match: Match) -> int:
    """Return the last word of an office's name without the people at its end ("Département d'État américain")."""
    at = match.last
    office = match.entry.kind is EntryKind.ORGANISATION and reading.tokens.capital[match.first]
    if not office or at == match.first or reading.tokens.capital[at]:
        return at
    last = lexicon.find(reading.tokens, at, language=reading.language_at(at), document_language=reading.language)
    people = last is not None and last.last == at and last.entry.kind is EntryKind.DEMONYM
    return reading.before(at) if people else at


def _next_word(reading: Reading, at: int) -> str:
    after = reading.after(at)
    return reading.tokens.words[after] if after >= 0 and reading.tokens.words[after].islower() else ""


def _describes_next(reading: Reading, at: int) -> bool:
    """Tell whether a town's name is an adjective to the noun after it ("Восточный экспресс", "Мирный договор")."""
    following = _next_word(reading, at)
    return bool(following) and is_adjective_of(reading.tokens.words[at], following, reading.language_at(at))


def _is_town_in_a_case(reading: Reading, entry: Entry, at: int) -> bool:
    """Tell whether what could be an adjective stands alone after a preposition: "з Луганська" is from a town."""
    if entry.kind not in (EntryKind.AREA_DEMONYM, EntryKind.DEMONYM) or at not in reading.tokens.forms:
        return False
    placed = bool(reading.left(at) & _TAKING_A_CASE)
    return placed and entry.kind is EntryKind.AREA_DEMONYM and not _describes_next(reading, at)


def _is_town_after_all(
    reading: Reading, person: Person, last: int, keys: Sequence[str], gazetteer: "Gazetteer"
) -> bool:
    """Tell whether what looks like given name and surname is a town ("Abu Dhabi", "at San Antonio")."""
    if person.titled or last != person.last or last == person.first:
        return False
    if reading.left(person.first) & _PLACING:
        return True
    return any(place.population >= _LARGE_TOWN for key in keys for place in gazetteer.exact(key)[:1])


def _is_article_before_entry(reading: Reading, lexicon: Lexicon, at: int, last: int) -> bool:
    """Tell whether a name is an article and a table's entry: "La Maison Blanche" is no village, "L'Inde" no Linde."""
    if "words.articles" not in reading.starting.get(at, frozenset()):
        return False
    name = at + 2 if reading.tokens.keys[at + 1] == "'" else at + 1
    match = lexicon.find(reading.tokens, name, language=reading.language_at(at), document_language=reading.language)
    return match is not None and match.last >= last


def _is_name(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    if first != last:
        return True
    del lexicon
    return not reading.starting.get(first, frozenset()) & _NO_NAMES


def _mention(
    reading: Reading,
    first: int,
    last: int,
    *,
    keys: tuple[str, ...] = (),
    entry: Entry | None = None,
    person: bool = False,
) -> Mention:
    tokens = reading.tokens
    start, end = tokens.starts[first], tokens.ends[last]
    return Mention(
        first=first,
        last=last,
        start=start,
        end=end,
        text=tokens.text[start:end],
        key=keys[0] if keys else "",
        keys=keys[:_MOST_KEYS],
        entry=entry,
        person=person,
    )
