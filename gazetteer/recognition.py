"""Names in a text that may be places, with what the sentence says about each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.abbreviations import spell_out
from gazetteer.keys import name_key
from gazetteer.language_tables import language_table
from gazetteer.lexicon import Entry, EntryKind, Lexicon
from gazetteer.people import Person, capital_runs, find_people
from gazetteer.reading import Reading
from gazetteer.records import MatchKind, Place, PlaceKind

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

_LONGEST_NAME = 7
_LOWER_WITHIN = 4
_SHORTEST_NAME = 3
_GLUE = frozenset("-.'’ʼ")
_LONGEST_ABBREVIATED = 4
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "saint", "sainte"})
_FORMS_PER_WORD = 6
_FORMS_PER_NAME = 40
_KINDS_WITHIN = frozenset({"kinds.admin1_after", "kinds.admin2_after", "kinds.site_after"})
_REGION_OPENERS = frozenset(
    {
        "words.region_words",
        *(f"relations.{way}" for way in ("north", "south", "east", "west", "centre")),
        *(f"relations.{way}" for way in ("northeast", "northwest", "southeast", "southwest")),
    }
)
_LOCATING = frozenset({"relations.locative", "relations.near", "relations.sea"})
_SAFE_MATCHES = frozenset({MatchKind.EXACT, MatchKind.ALIAS, MatchKind.ROMANISED, MatchKind.INFLECTED})
_SHORTEST_UNKNOWN = 4
_NO_NAMES = frozenset({"months.names", "organisations.boilerplate"})
_KINDS_BEFORE = ("settlement", "admin1", "admin2", "site")


class Mention(Struct, frozen=True, kw_only=True):
    """A name in a text; word indices, `last` included.

    `kind` is what a kind word beside it says it is ("region of X"); `own_kind`
    tells that the kind word is part of the name ("Kyiv oblast").
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    entry: Entry | None = None
    places: tuple[Place, ...] = ()
    kind: str | None = None
    person: bool = False
    named: bool = False
    """A kind word right before says that it is a place: "la ville de X"."""


class Findings(Struct, frozen=True, kw_only=True):
    """What recognition finds: names in order, not overlapping, and the people."""

    mentions: Sequence[Mention]
    people: Sequence[Person]
    runs: Mapping[int, tuple[int, int]]
    """The run of capitalised words that a word stands in."""


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
        found = _mention_at(reading, lexicon, spans, person_at, at) if doubtful else None
        if found is None:
            at += 1
        else:
            mentions.append(found)
            at = found.last + 1
    known = _with_kinds(reading, spell_out(reading, mentions), gazetteer)
    return Findings(mentions=list(_with_unknown(reading, known, stretches, gazetteer)), people=people, runs=runs)


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
    mention = Mention(first=first, last=last, start=start, end=end, text=text, key=key, entry=entry)
    return _with_kind(reading, _placed(mention, gazetteer), gazetteer)


def _gazetteer_spans(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer") -> dict[int, list[tuple[int, str]]]:
    """Return for each word the (last word, key) of gazetteer names that start there, the longest first."""
    wanted: list[tuple[int, int, str]] = []
    for at in range(len(reading.tokens)):
        if _may_start_name(reading, at):
            wanted.extend((at, last, key) for last, key in _stretches(reading, lexicon, gazetteer, at))
    known = gazetteer.have_names([key for _, _, key in wanted])
    spans: dict[int, list[tuple[int, str]]] = {}
    for (at, last, key), found in zip(wanted, known, strict=True):
        if found and not any(last == other for other, _ in spans.get(at, ())):
            spans.setdefault(at, []).insert(0, (last, key))
    return spans


def _may_start_name(reading: Reading, at: int) -> bool:
    return reading.tokens.capital[at] or _is_region_word(reading, at)


def _is_region_word(reading: Reading, at: int) -> bool:
    """Tell whether a word in lower case may open a region's name ("sud-ouest de la Russie", "péninsule coréenne")."""
    classes = reading.starting.get(at)
    return classes is not None and not reading.tokens.capital[at] and not classes.isdisjoint(_REGION_OPENERS)


def _stretches(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", at: int) -> Iterator[tuple[int, str]]:
    tokens = reading.tokens
    named = not reading.starting.get(at, frozenset()) & _NO_NAMES and not _is_region_word(reading, at)
    # A pronoun that opens a sentence may be a village's name too; longer names that hold one are met below.
    named = named and "words.never_names" not in reading.ending.get(at, frozenset()) and not _is_numbered(reading, at)
    if named and len(tokens.words[at]) >= _SHORTEST_NAME:
        yield from ((at, key) for key in tokens.keys_at(at))
    if (
        not any(key.split(" ")[0] in gazetteer.first_words for key in tokens.keys_at(at))
        and tokens.keys[at] not in _ABBREVIATED
    ):
        return
    last, lower = at, 0
    for _ in range(_LONGEST_NAME):
        further = _joined(reading, last)
        if further < 0:
            return
        lower = 0 if tokens.is_capitalised(further) or tokens.words[further][0].isdigit() else lower + 1
        if lower > _LOWER_WITHIN:
            return
        last = further
        if not any(tokens.capital[at : last + 1]):
            continue
        if not lower or tokens.words[last - 1] == "-" or _ends_name(reading, lexicon, last):
            for key in _keys_of(reading, at, last):
                yield last, key


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
    return bool(reading.starting.get(at, frozenset()) & _KINDS_WITHIN)


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


def _mention_at(
    reading: Reading,
    lexicon: Lexicon,
    spans: Mapping[int, list[tuple[int, str]]],
    person_at: Mapping[int, Person],
    at: int,
) -> Mention | None:
    match = lexicon.find(reading.tokens, at, language=reading.language_at(at), document_language=reading.language)
    longest = spans.get(at, [])
    last, key = longest[0] if longest else (-1, "")
    if last > at and _is_article_before_entry(reading, lexicon, at, last):
        return None
    person = person_at.get(at)
    if match and match.last >= last and not (person and person.last > match.last):
        return _mention(reading, at, match.last, key=key if match.last == last else "", entry=match.entry)
    if person and person.last >= last:
        return _mention(reading, at, person.last, person=True)
    if last >= 0 and _is_name(reading, lexicon, at, last):
        return _mention(reading, at, last, key=key)
    return None


def _is_article_before_entry(reading: Reading, lexicon: Lexicon, at: int, last: int) -> bool:
    """Tell whether a name is an article and a table's entry: "La Maison Blanche" is no village here."""
    if "words.articles" not in reading.starting.get(at, frozenset()):
        return False
    match = lexicon.find(reading.tokens, at + 1, language=reading.language_at(at), document_language=reading.language)
    return match is not None and match.last >= last


def _is_name(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    if first != last:
        return True
    del lexicon
    return not reading.starting.get(first, frozenset()) & _NO_NAMES


def _mention(
    reading: Reading, first: int, last: int, *, key: str = "", entry: Entry | None = None, person: bool = False
) -> Mention:
    tokens = reading.tokens
    start, end = tokens.starts[first], tokens.ends[last]
    return Mention(
        first=first, last=last, start=start, end=end, text=tokens.text[start:end], key=key, entry=entry, person=person
    )


def _with_kinds(reading: Reading, mentions: Iterable[Mention], gazetteer: "Gazetteer") -> Iterator[Mention]:
    for mention in mentions:
        if mention.person or (mention.entry and mention.entry.kind is EntryKind.ORGANISATION):
            yield mention
        else:
            yield _with_kind(reading, _placed(mention, gazetteer), gazetteer)


@cache
def kind_words(language: str, kind: str) -> tuple[str, ...]:
    """Return the words that follow a name of a kind of area, in the singular."""
    return tuple(word for word in language_table(language).cues.get(f"kinds.{kind}_after", ()) if " " not in word)[:8]


def _placed(mention: Mention, gazetteer: "Gazetteer") -> Mention:
    """Look the name up."""
    places = gazetteer.exact(mention.key) if mention.key else ()
    entry = mention.entry
    if entry is not None and entry.name is not None:
        own = [place for place in gazetteer.exact(name_key(entry.name)) if entry.country in (None, place.country)]
        if entry.kind is EntryKind.ABBREVIATION or (entry.kind is EntryKind.AREA_DEMONYM and entry.country):
            own.sort(key=lambda place: place.kind is PlaceKind.SETTLEMENT)
        places = (*own, *(place for place in places if place not in own))
    elif entry is not None and entry.country is not None:
        country = _country(gazetteer, entry)
        places = (*country, *(place for place in places if place not in country))
    return replace(mention, places=tuple(places))


def _country(gazetteer: "Gazetteer", entry: Entry) -> list[Place]:
    from gazetteer.country_places import country_place

    place = country_place(gazetteer, entry.country or "")
    return [place] if place else []


def _with_kind(reading: Reading, mention: Mention, gazetteer: "Gazetteer") -> Mention:
    """Read the kind word before or after a name; one that follows belongs to the name."""
    left, right = reading.left(mention.first), reading.right(mention.last)
    for kind in _KINDS_BEFORE:
        if f"kinds.{kind}_before" in left or f"kinds.{kind}_plural_before" in left:
            return replace(mention, kind=kind, named=True)
    for kind in ("admin2", "admin1", "site"):
        if f"kinds.{kind}_after" in right:
            return replace(mention, kind=kind, places=_with_kind_word(reading, mention, kind, gazetteer))
    return mention


def _with_kind_word(reading: Reading, mention: Mention, kind: str, gazetteer: "Gazetteer") -> tuple[Place, ...]:
    """Look up the name with its kind word too: "Geauga and Medina counties" are "Geauga County" and "Medina County"."""
    names = [f"{mention.key} {word}" for word in kind_words(reading.language_at(mention.first), kind)]
    known = (place for name in names for place in gazetteer.exact(name_key(name)))
    own = [place for place in dict.fromkeys(known) if place not in mention.places]
    return (*own, *mention.places) if own and kind != "site" else mention.places


def _with_unknown(
    reading: Reading, mentions: Iterable[Mention], stretches: Iterable[tuple[int, int]], gazetteer: "Gazetteer"
) -> Iterator[Mention]:
    """Add names that only their context shows: "the village of X", "in X", "near X"."""
    known = list(mentions)
    taken = {at for mention in known for at in range(mention.first, mention.last + 1)}
    for first, last in stretches:
        if first in taken or reading.starting.get(first, frozenset()) & _NO_NAMES:
            continue
        end = first
        while end < last and end + 1 not in taken:
            end += 1
        found = _unknown(reading, first, end, gazetteer)
        if found is not None:
            known.append(found)
    yield from sorted(known, key=lambda mention: mention.start)


def _unknown(reading: Reading, first: int, last: int, gazetteer: "Gazetteer") -> Mention | None:
    left = reading.left(first)
    kind = next((kind for kind in _KINDS_BEFORE if f"kinds.{kind}_before" in left), None)
    if kind is None and not left & _LOCATING:
        return None
    language = reading.language_at(first)
    mention = _mention(reading, first, last)
    places = _looked_up(gazetteer, mention.text, language)
    sure = kind is not None and not language_table(language).nouns_capitalised
    if (
        not places
        and not sure
        and (language_table(language).nouns_capitalised or len(mention.text) < _SHORTEST_UNKNOWN)
    ):
        return None
    return replace(mention, key=name_key(mention.text), kind=kind, named=sure, places=places)


def _looked_up(gazetteer: "Gazetteer", text: str, language: str) -> tuple[Place, ...]:
    """Look a name up in other romanisations and base forms; never by likeness alone."""
    found = gazetteer.lookup(text, language=language, fuzzy=False)
    return tuple(one.place for one in found if one.match in _SAFE_MATCHES)
