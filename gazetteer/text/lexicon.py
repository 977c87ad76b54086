"""Phrases matched word by word; names tables know: countries, demonyms, organisations, words that are no places."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Generic, TypeVar

from msgspec import Struct

from gazetteer.text.language_tables import LanguageTable, language_table, languages, name_list, organisations
from gazetteer.text.sentences import Tokens, phrase_keys, token_key

Value = TypeVar("Value")
Forms = Mapping[int, tuple[str, ...]]
"""For words of inflected languages, by index: the keys of the base forms that they may be."""


class PhraseTable(Generic[Value]):
    """Phrases as sequences of word keys, each with values; found at a place in a text."""

    def __init__(self) -> None:
        self._single: dict[str, list[Value]] = {}
        self._by_first: dict[str, dict[tuple[str, ...], list[Value]]] = {}
        self.first_words: set[str] = set()
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: tuple[str, ...], value: Value) -> None:
        """Add a value to a phrase; an empty phrase is left out."""
        self.first_words |= set(phrase[:1])
        if len(phrase) == 1:
            self._single.setdefault(phrase[0], []).append(value)
        elif phrase:
            self._by_first.setdefault(phrase[0], {}).setdefault(phrase, []).append(value)
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = tuple(sorted(lengths, reverse=True))

    def find_all(self, keys: Sequence[str], among: Sequence[int], forms: Forms) -> list[tuple[int, int, list[Value]]]:
        """Return where each phrase starts that starts among some words, the index after it, and its values."""
        first_words = self.first_words
        starts = [at for at in among if keys[at] in first_words or at in forms]
        return [(at, end, values) for at in starts for end, values in self.matches(keys, at, forms)]

    def matches(self, keys: Sequence[str], at: int, forms: Forms | None = None) -> list[tuple[int, list[Value]]]:
        """Return (index after the phrase, values) for each phrase that starts at `at`, the longest first."""
        if forms and at in forms:
            return self._inflected(keys, at, forms)
        key = keys[at]
        found: list[tuple[int, list[Value]]] = []
        phrases = self._by_first.get(key)
        for length in self._lengths[key] if phrases else ():
            values = phrases.get(tuple(keys[at : at + length])) if phrases else None
            if values and at + length <= len(keys):
                found.append((at + length, values))
        if key in self._single:
            found.append((at + 1, self._single[key]))
        return found

    def _inflected(self, keys: Sequence[str], at: int, forms: Forms) -> list[tuple[int, list[Value]]]:
        found: dict[int, list[Value]] = {}
        single: list[Value] = []
        following = (*keys[at + 1 : at + 2], *forms.get(at + 1, ()))
        for first in (keys[at], *forms[at]):
            for phrase, values in self._by_first[first].items() if first in self._by_first else ():
                if phrase[1] in following and _fits_word(phrase, keys, at, forms):
                    found.setdefault(at + len(phrase), []).extend(values)
            if first in self._single:
                single += self._single[first]
        return [*sorted(found.items(), reverse=True), *([(at + 1, single)] if single else [])]


def _fits_word(phrase: tuple[str, ...], keys: Sequence[str], at: int, forms: Forms) -> bool:
    """Return whether a phrase whose first word stands at `at` goes on as the text does."""
    if at + len(phrase) > len(keys):
        return False
    for n, word in enumerate(phrase[1:], start=at + 1):
        if word != keys[n] and word not in forms.get(n, ()):
            return False
    return True


_LONGEST_EXACT = 5


class EntryKind(StrEnum):
    """What a table says a name is."""

    COUNTRY = "country"
    DEMONYM = "demonym"
    AREA_DEMONYM = "area_demonym"
    ABBREVIATION = "abbreviation"
    SHORT_NAME = "short_name"
    ORGANISATION = "organisation"


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """A name in a table, and what it stands for."""

    kind: EntryKind
    form: str
    language: str
    country: str | None = None
    name: str | None = None
    """The area's name in the gazetteer, or the organisation's English name."""
    organisation: str | None = None
    """The organisation's kind: government, ministry, military, research, media, international, company."""
    any_case: bool = False
    exact: bool = False
    """Whether upper and lower case must be as in the table ("US" is not "us")."""


class Match(Struct, frozen=True, kw_only=True, gc=False):
    """An entry found in a text; token indices, `last` included."""

    first: int
    last: int
    entry: Entry


class Lexicon:
    """All entries of all languages, found by longest match."""

    def __init__(self) -> None:
        self._table: PhraseTable[Entry] = PhraseTable()
        self._countries: dict[tuple[str, str], list[Entry]] = {}
        self.stop = frozenset(
            token_key(word) for code in languages() for word in language_table(code).stop if " " not in word
        )
        self.given = frozenset(token_key(name) for name in name_list("given"))
        self.given_places = frozenset(token_key(name) for name in name_list("places"))
        self.given_or_places = self.given | self.given_places
        self.surnames = frozenset(token_key(name) for name in name_list("surnames"))
        self.other_words = self.stop | self.given | self.surnames
        self.surname_endings = tuple(token_key(name) for name in name_list("surname_endings"))
        self.family_first = frozenset(token_key(name) for name in name_list("family"))
        self.never_surnames = self.stop - self.surnames - self.family_first
        adjectives: set[str] = set()
        for entry in _entries():
            keys = phrase_keys(entry.form)
            self._table.add(keys, entry)
            if entry.kind is EntryKind.COUNTRY:
                self._countries.setdefault((entry.form, entry.language), []).append(entry)
            if entry.any_case and entry.kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
                adjectives.add(keys[-1])
        shared = {name for name, found in self._countries.items() if len({one.country for one in found}) > 1}
        self._countries = {name: self._countries[name] for name in shared}
        self.adjectives = frozenset(adjectives)
        self.first_words = self._table.first_words

    def find(self, tokens: Tokens, at: int, *, language: str, document_language: str) -> Match | None:
        """Return the longest entry that starts at a token and fits its case and language."""
        for end, entries in self._table.matches(tokens.keys, at, tokens.forms):
            fitting = [
                entry
                for entry in entries
                if _fits(entry, tokens, at, end - 1, language=language, document_language=document_language)
            ]
            if fitting:
                best = min(fitting, key=lambda entry: _preference(entry, language, document_language))
                return Match(first=at, last=end - 1, entry=best)
        return None

    def namesakes(self, entry: Entry) -> Sequence[Entry]:
        """Return the entries of all countries that share a country's name ("Congo"); none where it is one's alone."""
        return self._countries.get((entry.form, entry.language), ())

    def whole(self, tokens: Tokens, *, language: str) -> Entry | None:
        """Return the entry that a whole text is, whatever its case; None if there is none."""
        for end, entries in self._table.matches(tokens.keys, 0) if len(tokens.words) else ():
            if end == len(tokens.words):
                return min(entries, key=lambda entry: _preference(entry, language, language))
        return None


@cache
def default_lexicon() -> Lexicon:
    """Return the lexicon of the shipped tables, built once."""
    return Lexicon()


def _fits(entry: Entry, tokens: Tokens, first: int, last: int, *, language: str, document_language: str) -> bool:
    surface = tokens.text[tokens.starts[first] : tokens.ends[last]]
    own = entry.language in (language, document_language, "*")
    if entry.exact:
        return own and surface.replace("’", "'") == entry.form
    if tokens.forms and first in tokens.forms and not entry.exact and not entry.any_case:
        return own and tokens.capital[first]
    if entry.any_case:
        foreign = entry.kind not in (EntryKind.ORGANISATION, EntryKind.AREA_DEMONYM)
        return own or (surface[0].isupper() and len(surface) > _LONGEST_EXACT and foreign)
    if entry.kind is EntryKind.AREA_DEMONYM and not own:
        return False  # "Engels" is Dutch for English, and a town elsewhere
    return tokens.capital[first] and (own or len(surface) >= _LONGEST_EXACT)


def _preference(entry: Entry, language: str, document_language: str) -> tuple[int, int]:
    order = [EntryKind.COUNTRY, EntryKind.ORGANISATION, EntryKind.DEMONYM, EntryKind.SHORT_NAME]
    distance = 0 if entry.language == language else 1 if entry.language in (document_language, "*") else 2
    return distance, order.index(entry.kind) if entry.kind in order else len(order)


def _entries() -> Iterator[Entry]:
    for code in languages():
        table = language_table(code)
        yield from _countries(table)
        yield from _demonyms(table)
        yield from _areas(table)
    yield from _organisations()


_NOT_COUNTRIES = ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA")
"""Codes of CLDR that are unions, tests, or islands of other countries (Diego Garcia is DG there)."""


def _countries(table: LanguageTable) -> Iterator[Entry]:
    from babel import Locale

    cldr = Locale.parse(table.language).territories
    names = {code: [str(name)] for code, name in cldr.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004
    for unwanted in _NOT_COUNTRIES:
        names.pop(unwanted, None)
    for code, forms in table.countries.items():
        names.setdefault(code, []).extend(forms)
    for code, known in names.items():
        owned = [f"{name}{table.genitive}" for name in known] if table.genitive else []
        owned = [form for form in owned if form[-2].islower() and form not in table.demonyms.get(code, ())]
        for form in dict.fromkeys(name.replace("’", "'") for name in (*known, *owned)):
            yield from _named(EntryKind.COUNTRY, form, table.language, country=code)


def _demonyms(table: LanguageTable) -> Iterator[Entry]:
    for code, forms in table.demonyms.items():
        for form in _with_endings(forms, table.demonym_endings):
            yield from _named(EntryKind.DEMONYM, form, table.language, country=code)
    for area, forms in table.area_demonyms.items():
        country, _, name = area.partition(":")
        for form in _with_endings(forms, table.demonym_endings):
            yield from _named(EntryKind.AREA_DEMONYM, form, table.language, country=country or None, name=name)


def _areas(table: LanguageTable) -> Iterator[Entry]:
    for kind, rows in ((EntryKind.ABBREVIATION, table.area_abbreviations), (EntryKind.SHORT_NAME, table.short_names)):
        for area, forms in rows.items():
            country, _, name = area.partition(":")
            for form in forms:
                yield from _named(kind, form, table.language, country=country or None, name=name)


def _organisations() -> Iterator[Entry]:
    for row in organisations():
        for language, forms in row.names.items():
            for form in forms:
                yield from _named(
                    EntryKind.ORGANISATION,
                    form,
                    language,
                    country=row.country,
                    name=row.canonical,
                    organisation=row.kind,
                )


def _named(
    kind: EntryKind, form: str, language: str, *, country: str | None, name: str | None = None,
    organisation: str | None = None,
) -> Iterator[Entry]:  # fmt: skip
    letters = [char for char in form if char.isalpha()]
    short = len(letters) <= _LONGEST_EXACT and all(char.isupper() for char in letters)
    exact = bool(letters) and (short or kind is EntryKind.ABBREVIATION)
    forms = [form, form[:-1]] if form.count(".") > 1 and form.endswith(".") else [form]
    for spelling in forms:
        yield Entry(
            kind=kind, form=spelling, language=language, country=country, name=name, organisation=organisation,
            any_case=form[0].islower(), exact=exact,
        )  # fmt: skip


def _with_endings(forms: tuple[str, ...], endings: tuple[str, ...]) -> Iterator[str]:
    for form in forms:
        for ending in endings:
            yield form + ending
