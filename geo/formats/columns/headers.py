"""Headers of tables: how ours are written, and which column a header that people write means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from msgspec import Struct

from gazetteer.datafiles import data_file, read_toml
from geo.formats.layout.schema import Node, article_node, event_node, toponym_node

Words: TypeAlias = tuple[str, ...]
LANGUAGES = ("en", "fr", "de", "es", "nl", "pl", "ru", "uk")  # of the articles
WRITTEN = ("en", "fr")  # in which headers are written
SOURCE_EXTRAS = ("title", "publisher", "published", "url")
"""An article's particulars that stand beside each quote for reading."""
SAID = ("attribution", "generalised")  # what an exported table says of its rows; reading leaves it alone
_WITHOUT_NOUN = ("origin.name", "via.name", "destination.name", "place.country")
_LONGEST, _MOST_NUMBERS = 100, 4
_NUMBERED = frozenset(
    ["place", "leg", "quantity", "distance", "mark", "source", "related", "via", "claimed_by", "denied_by"]
)
"""Groups and lists whose columns may carry a number."""
_BRACKETS = re.compile(r"\([^()]*\)")
_ARTICLE = "ال"  # Arabic writes it with its noun
_BOUNDS = {"min", "max", "minimum", "maximum"}
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")  # where the next word of `eventDate` starts
_WORD = re.compile(r"[^\W\d_]+|\d+|[><≥≤≈~✓✔]=?")


class Header(Struct, frozen=True):
    """A column that a header means: its dotted key, and its number in each group that repeats."""

    key: str
    numbers: tuple[int, ...] = ()


@cache
def tables() -> tuple[str, ...]:
    """Return the languages in which headers and cells are read, those of the articles first."""
    files = sorted(path.stem for path in data_file("languages/columns").glob("*.toml"))
    return (*LANGUAGES, *(name for name in files if name not in LANGUAGES))


@cache
def tongues() -> tuple[str, ...]:
    """Return these languages and those of their kinds that name the months otherwise, as Syria and Algeria do."""
    return (*tables(), *(other for language in tables() for other in _table(language).get("variants", ())))


@cache
def _table(language: str) -> dict[str, Any]:
    return read_toml(f"languages/columns/{language}.toml")


def plain_words(text: str) -> list[str]:
    """Return a text's words and numbers without case, accents and punctuation."""
    if text.isascii():  # as most are
        return _WORD.findall(text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char)))
    return [word[2:] if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2 else word for word in words]


@cache
def date_words(part: str) -> tuple[str, ...]:
    """Return the words that open a date (before, until, after, since), join two (to) or stand beside, longest first."""
    words = {word for language in tables() for word in _table(language).get("dates", {}).get(part, ())}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _vague() -> frozenset[Words]:
    said = (word for language in tables() for word in _table(language).get("vague", ()))
    return frozenset(map(_value_words, (*said, *_ignored())))


def is_vague(text: str) -> bool:
    """Return whether a cell of a place says only a direction or a common noun: "the south-east", "border"."""
    return _value_words(text) in _vague()


@cache
def _ignored() -> frozenset[str]:
    return frozenset(word for language in tables() for word in _table(language)["ignored"])


def _key_words(text: str) -> Words:
    """Return what identifies a header: its words but for articles and the like, in any order."""
    words = plain_words(text)
    telling = [word for word in words if word not in _ignored()]
    return tuple(sorted(telling or words))


@lru_cache(maxsize=2_000)
def header_text(header: Header, language: str = "en") -> str:
    """Return a column's header in an exported table, as `place1_lat` or `lieu1_latitude`."""
    names = _table(language if language in WRITTEN else "en")["names"]
    parts, groups = header.key.split("."), header.numbers
    numbered = [f"{names.get(part, part)}{groups[at] if at < len(groups) else ''}" for at, part in enumerate(parts)]
    return "_".join(numbered)


def _keys(node: Node) -> Iterator[str]:
    yield from (leaf.key for leaf in node.leaves)
    for group in node.groups:
        yield from _keys(group)


@cache
def known_keys() -> frozenset[str]:
    """Return the keys of all columns, those for input only included."""
    own = {key for node in (event_node(), article_node(), toponym_node()) for key in _keys(node)}
    aliased = {key for language in tables() for key in _table(language)["aliases"]}
    return frozenset(
        own | aliased | {"record", "date.day", "weapon.type", *SAID} | {f"source.{extra}" for extra in SOURCE_EXTRAS}
    )


@cache
def _known() -> dict[Words, tuple[str, frozenset[str]]]:
    """Return each known header's key and the languages that use it; a column's own name comes before aliases."""
    found: dict[Words, tuple[str, frozenset[str]]] = {}
    own = ((language, key, header_text(Header(key), language)) for language in WRITTEN for key in sorted(known_keys()))
    # An alias with its group's name before it: "Source 1 outlet", "Lieu: province".
    grouped = (
        (language, key, f"{_table(language)['names'].get(group, group)} {text}")
        for language, key, text in _aliases()
        if (group := key.partition(".")[0]) in ("source", "place")
    )
    for language, key, text in (*own, *_aliases(), *grouped):
        words = _key_words(text)
        known, languages = found.setdefault(words, (key, frozenset()))
        if known == key:
            found[words] = (key, languages | {language})
    return found


def _aliases() -> Iterator[tuple[str, str, str]]:
    for language in tables():
        for key, texts in _table(language)["aliases"].items():
            yield from ((language, key, text) for text in texts)


@cache
def header_parts(key: str, *languages: str) -> frozenset[str]:
    """Return the words that say a column's meaning in a longer header: headers of one word, and what tables add."""
    among = languages or tables()
    alone = [plain_words(text) for language, known, text in _aliases() if known == key and language in among]
    added = [plain_words(text) for language in among for text in _table(language).get("parts", {}).get(key, ())]
    return frozenset(words[0] for words in (*alone, *added) if len(words) == 1)


def read_header(text: str) -> Header | None:
    """Return the column that a header means, None where no alias fits.

    Numbers stand anywhere: `source1`, `Source 2`, `place1_rival2_label`, `URL source n° 3`.
    """
    if not text or len(text) > _LONGEST:
        return None
    spaced = _CAMEL.sub(" ", text)
    words = tuple(plain_words(spaced))
    return _match(words) or _in_two_languages(spaced) or _without_asides(spaced) or _of_the_event(spaced)


def _of_the_event(text: str) -> Header | None:
    """Return what a header means without what the event is called: "documentation country", "numbers delivered"."""
    words = plain_words(text)
    counted = [word for word in words if word not in header_parts("quantity.any")]
    if len(counted) < len(words) and counted and all(map(_counts, counted)):
        return Header("quantity.any")
    things = [word for word in words if word in header_parts("object")]
    if 0 < len(things) < len(words) and all(word in header_parts("type") or _counts(word) for word in words):
        return Header("weapon")  # "type of firearm", "goods seized"
    kept = tuple(word for word in words if word not in header_parts("event") and not read_value("kind", word))
    found = _match(kept) if 0 < len(kept) < len(words) else None
    particular = found and (found.key.startswith("place.") or found.key in ("date", "quantity.any") or kept == ("id",))
    return found if particular else None


def _counts(word: str) -> bool:
    """Return whether a word may stand beside "number of" where what was moved, seized or fired is counted."""
    known = word in header_parts("event") or word in header_parts("object") or word in _ignored()
    return known or any(map(read_value, ("kind", "unit"), (word, word)))


def _without_asides(text: str) -> Header | None:
    """Return what a header means without a hint in brackets, or without what kind of place it is ("port country")."""
    bare, hint = _BRACKETS.sub(" ", text), plain_words(" ".join(_BRACKETS.findall(text)))
    if hint and not _BOUNDS & set(hint):
        meant = _match(tuple(plain_words(bare)))
        return _match(tuple(hint)) if meant and meant.key == "casualties" else meant
    words = tuple(plain_words(text))
    kept = tuple(word for word in words if (word,) not in _vague())
    found = _match(kept) if 0 < len(kept) < len(words) else None
    return found if found and found.key in _WITHOUT_NOUN else None


def _in_two_languages(text: str) -> Header | None:
    """Return what a header means that says it twice: `Дата / Date`, `Région (Region)`; `Town, province` is the town."""
    halves = [half.strip(" )") for half in re.split(r"/|\s[|–-]\s|\(|\n|,\s", text)]
    found = [_match(tuple(plain_words(half))) for half in halves if half]
    if len(found) < 2 or len(halves) != len(found) or None in found:  # noqa: PLR2004 - said twice
        return None
    within = {header.key for header in found[1:] if header} <= {"place.admin1", "place.country"}
    town = found[0] is not None and found[0].key == "place.name" and within
    return found[0] if town or len(set(found)) == 1 else None


@lru_cache(maxsize=20_000)
def _match(words: Words) -> Header | None:
    for removed in _number_positions(words):
        kept = " ".join(word for at, word in enumerate(words) if at not in removed)
        found = _known().get(_key_words(kept))
        if found is None:
            continue
        group = found[0].partition(".")[0]
        depth = 2 if found[0].startswith("place.rival.") else int(group in _NUMBERED)
        if len(removed) <= depth:
            return Header(found[0], tuple(int(words[at]) for at in removed))
    return None


def _number_positions(words: Words) -> Iterator[tuple[int, ...]]:
    digits = [at for at, word in enumerate(words) if word.isdecimal() and len(word) < 6]  # noqa: PLR2004 - a long number is no column's number
    yield ()
    if len(digits) > _MOST_NUMBERS:
        return
    yield from ((at,) for at in digits)
    yield from ((first, second) for first in digits for second in digits if first < second)


def read_headers(texts: Iterable[str]) -> list[Header | None]:
    """Return what each text stands for as a header, None for one that is not known."""
    return [read_header(text) for text in texts]


def header_languages(texts: Iterable[str]) -> dict[str, int]:
    """Return how many headers each language alone explains."""
    counts = dict.fromkeys(tables(), 0)
    for text in texts:
        words = [word for word in plain_words(text) if not word.isdecimal()]
        found = _known().get(_key_words(" ".join(words)))
        if found and len(found[1]) == 1:
            counts[next(iter(found[1]))] += 1
    return counts


@cache
def _values(name: str) -> dict[Words, str]:
    found: dict[Words, str] = {}
    for language in tables():
        for value, texts in _table(language).get("values", {}).get(name, {}).items():
            for text in (value, *texts):
                found.setdefault(_value_words(text), value)
    return found


@cache
def _opened_by(name: str) -> dict[str, list[Words]]:
    """Return the words of a closed choice's values by their first."""
    return {first: list(words) for first, words in groupby(sorted(filter(None, _values(name))), key=itemgetter(0))}


def _value_words(text: str) -> Words:
    words, ignored = plain_words(text), _ignored()
    return tuple([word for word in words if word not in ignored]) or tuple(words)


@lru_cache(maxsize=20_000)
def read_value(name: str, text: str) -> str | None:
    """Return the value of a closed choice that a cell's words mean, None where none fits."""
    return _values(name).get(_value_words(text))


@lru_cache(maxsize=20_000)
def find_value(name: str, text: str, *, firm: bool = False) -> str | None:
    """Return the value that a cell's words mean, or the one value of which they hold the words.

    "Frappe de drone sur un dépôt" holds "frappe" and means a strike; "livraison ou saisie" means neither. Firmly,
    in running text, a loose word ("attack", "found", "transfer") means nothing alone.
    """
    known, words = _values(name), _value_words(text)
    if words in known and not firm:
        return known[words]
    loose, opened_by = header_parts("loose") if firm else frozenset[str](), _opened_by(name)
    starts = [at for at, word in enumerate(words) if word in opened_by]
    spans = {span for at in starts for span in opened_by[words[at]] if words[at : at + len(span)] == span}
    found = {span: known[span] for span in spans if len(span) > 1 or span[0] not in loose}
    if len(found) <= 1:
        return next(iter(found.values()), None)
    # "test launch" says more than "launch" in it.
    within = [f" {' '.join(other)} " for other in found]
    longest = {value for span, value in found.items() if sum(f" {' '.join(span)} " in other for other in within) == 1}
    return longest.pop() if len(longest) == 1 else None
