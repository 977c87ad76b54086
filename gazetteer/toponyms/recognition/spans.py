"""Stretches of words that the gazetteer has names for, the longest first."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from gazetteer.match.keys import name_key
from gazetteer.match.morphology import LANGUAGES, is_known_word
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Lexicon
from gazetteer.text.reading import Reading, without_ending
from gazetteer.toponyms.neighbours import opens_sentence
from gazetteer.toponyms.recognition.unknown_names import NO_NAMES as _NO_NAMES

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_LONGEST_NAME = 7
_SHORTEST_OWNER = 4
_LARGE_TOWN = 25_000
_LOWER_WITHIN = 4
_SHORTEST_NAME = 3
_GLUE = frozenset("-.'’ʼ")
_HYPHENS = ("-", "‑")
_AYNS = frozenset("‘ʿʽ'’")
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
_SYLLABIC = "\u1100"  # From here on a letter is a syllable or a word, and a name may have two
_AREA_ADJECTIVES = ("ська", "ський", "ськии", "цька", "цькии", "зька", "зькии", "ская", "скии", "цкая", "цкии")
_LONGEST_LIST = 12
_LONGEST_JOINER = 2
_ARABIC_ARTICLES = frozenset({
    "al", "el", "ar", "as", "at", "ash", "an", "ad", "az",
    "аль", "эль", "ель", "ар", "эр", "ер", "ас", "эс", "ес", "ат", "эт", "аш", "эш", "еш", "ан", "эн", "ад", "эд",
})  # fmt: skip
_PLACED = frozenset({"relations.locative", "relations.near", "relations.from_to"})
Spans = Mapping[int, list[tuple[int, tuple[str, ...]]]]


def gazetteer_spans(reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer") -> Spans:
    """Return for each word the last word and keys of gazetteer names that start there, the longest first."""
    wanted: list[tuple[int, int, str]] = []
    starts = [
        at
        for at, capital in enumerate(reading.tokens.capital)
        if capital or _is_region_word(reading, at) or _is_arabic_article(reading, at)
    ]
    opening = _opening_names(reading, starts, gazetteer)
    for at in starts:
        articles = _contracted_articles(reading, at)
        for last, key in _stretches(reading, lexicon, at, opens=at in opening):
            wanted.extend((at, last, f"{article} {key}") for article in articles)
            wanted.append((at, last, key))
    known = gazetteer.have_names([key for _, _, key in wanted])
    spans: dict[int, dict[int, tuple[str, ...]]] = {}
    for (at, last, key), found in zip(wanted, known, strict=True):
        if found and (at == last or not _is_numbered(reading, last)):
            here = spans.setdefault(at, {})
            here[last] = (*here.get(last, ()), key)
    for at, keys in _by_endings(reading, spans, gazetteer).items():
        here = spans.setdefault(at, {})
        here[at] = tuple(dict.fromkeys((*here.get(at, ()), *keys)))
    spans.update((at, {at: (key,)}) for at, key in _genitives(reading, spans, lexicon, gazetteer))
    for at in [at for at in spans if _is_cut_short(reading, spans, at)]:
        del spans[at]
    for at in sorted(first - 2 for first in spans if first > 1):
        if max(spans.get(at, (at,))) == at and _is_article_of_place(reading, at):
            spans[at] = spans[at + 2]
    return {at: sorted(found.items(), reverse=True) for at, found in spans.items()}


def _opening_names(reading: Reading, starts: Sequence[int], gazetteer: "Gazetteer") -> frozenset[int]:
    """Return the words, of those that may start a name, that names of several words start with."""
    firsts = [(at, key.split(" ")[0]) for at in starts for key in _with_short(reading.tokens.keys_at[at])]
    known = gazetteer.first_words.contains([first for _, first in firsts])
    return frozenset(at for (at, _), found in zip(firsts, known, strict=True) if found)


def _is_cut_short(reading: Reading, spans: Mapping[int, Mapping[int, object]], at: int) -> bool:
    """Return whether a longer name starts after an article: "La Croix-des-Bouquets" is no La Croix."""
    return "words.articles" in reading.starts[at] and at + 1 in spans and max(spans[at]) < max(spans[at + 1])


def _is_article_of_place(reading: Reading, at: int) -> bool:
    """Return whether an article opens the name of where something is, which tables have without it ("в Эль-Куфре")."""
    left = reading.left[at]
    return _is_arabic_article(reading, at) and (
        not left.isdisjoint(_PLACED) or any(name.startswith("kinds.") for name in left)
    )


def _contracted_articles(reading: Reading, at: int) -> tuple[str, ...]:
    """Return the articles that the word before a name may hold besides a preposition ("au Havre" is in Le Havre)."""
    before = reading.before[at]
    if before < 0 or "words.contracted" not in reading.ends[before]:
        return ()
    return language_table(reading.language_at[at]).cues.get("words.joined_articles", ())


def _by_endings(reading: Reading, spans: Mapping[int, object], gazetteer: "Gazetteer") -> dict[int, tuple[str, ...]]:
    """Try the usual case endings on capitalised words that the dictionary has no place's base form of ("в Лумбиле")."""
    tokens = reading.tokens
    wanted = [
        (at, key)
        for at in tokens.forms
        if reading.language_at[at] in LANGUAGES
        and (at not in spans or _may_be_inflected(reading, at))
        and tokens.capital[at]
        and not reading.starts[at] & _NO_NAMES
        for key in without_ending(tokens.keys[at], reading.language_at[at])
        if not opens_sentence(reading, at)
    ]
    found: dict[int, tuple[str, ...]] = {}
    for (at, key), known in zip(wanted, gazetteer.have_names([key for _, key in wanted]), strict=True):
        if known:
            found[at] = (*found.get(at, ()), key)
    return found


def _genitives(
    reading: Reading, spans: Mapping[int, object], lexicon: Lexicon, gazetteer: "Gazetteer"
) -> Iterator[tuple[int, str]]:
    """Yield the large towns whose genitive a word is that is no name itself ("Charkiws Vororte"); nouns end so too."""
    tokens = reading.tokens
    for at, key in enumerate(tokens.keys):
        if not tokens.capital[at] or at in spans:
            continue
        stem = key.removesuffix(language_table(reading.language_at[at]).genitive)
        if stem == key or len(stem) < _SHORTEST_OWNER or stem in lexicon.stop or reading.starts[at] & _NO_NAMES:
            continue
        if any(place.population >= _LARGE_TOWN for place in gazetteer.exact(stem)):
            yield at, stem


def _may_be_inflected(reading: Reading, at: int) -> bool:
    """Return whether a name's base form may be another than the dictionary's: "в Кане" is in Qana, and no khan's."""
    unknown = not is_known_word(reading.tokens.words[at], reading.language_at[at])
    return unknown or "relations.locative" in reading.left[at]


def _is_arabic_article(reading: Reading, at: int) -> bool:
    """Return whether a hyphen makes a word the article of a name ("al-Tanf", "Эль-Куфра")."""
    tokens = reading.tokens
    if at + 2 >= len(tokens.words) or tokens.words[at + 1] not in _HYPHENS or not tokens.capital[at + 2]:
        return False
    return tokens.words[at].lower() in _ARABIC_ARTICLES and tokens.ends[at] == tokens.starts[at + 1]


def _is_region_word(reading: Reading, at: int) -> bool:
    """Return whether a word in lower case may open a region's name ("sud-ouest de la Russie", "péninsule coréenne")."""
    said = reading.starts[at]
    return bool(said) and not reading.tokens.capital[at] and not said.isdisjoint(_REGION_OPENERS)


def _stretches(reading: Reading, lexicon: Lexicon, at: int, *, opens: bool) -> Iterator[tuple[int, str]]:
    tokens = reading.tokens
    named = not reading.starts[at] & _NO_NAMES and not _is_region_word(reading, at)
    # A pronoun that opens a sentence may be a village's name too; longer names that hold one are met below.
    said = "words.never_names" not in reading.ends[at] or "kinds.settlement_before" in reading.left[at]
    named = named and said and not _is_numbered(reading, at) and not _is_arabic_article(reading, at)
    if named and (len(tokens.words[at]) >= _SHORTEST_NAME or tokens.words[at][0] >= _SYLLABIC):
        yield from ((at, key) for key in _area_keys(reading, at))
        yield from ((at, key) for key in tokens.keys_at[at])
    yield from _pairs(reading, at)
    if not opens and tokens.keys[at] not in _ABBREVIATED and not _is_apostrophe_glued(reading, at):
        return
    last, lower, capital = at, 0, tokens.capital[at]
    for _ in range(_LONGEST_NAME):
        further = _joined(reading, last)
        if further < 0:
            return
        capital = capital or tokens.capital[further]
        lower = 0 if tokens.capital[further] or tokens.words[further][0].isdigit() else lower + 1
        if lower > _LOWER_WITHIN:
            return
        last = further
        if not capital and tokens.keys[last] not in lexicon.adjectives:
            continue
        if not lower or tokens.words[last - 1] == "-" or _ends_name(reading, lexicon, last):
            for key in keys_of(reading, at, last):
                yield last, key


def _is_apostrophe_glued(reading: Reading, at: int) -> bool:
    """Return whether a romanised soft sign joins the next letters to a word ("Dnipropetrovs'k")."""
    tokens = reading.tokens
    if at + 2 >= len(tokens.words) or tokens.keys[at + 1] != "'" or not tokens.words[at + 2][0].islower():
        return False
    return tokens.ends[at] == tokens.starts[at + 1] and tokens.ends[at + 1] == tokens.starts[at + 2]


def _pairs(reading: Reading, at: int) -> Iterator[tuple[int, str]]:
    """Yield a name that one word in brackets ends ("Frankfurt (Oder)"), or without its hyphen ("Pétion-Ville")."""
    tokens, words = reading.tokens, reading.tokens.words
    if at + 2 >= len(words) or not tokens.capital[at + 2]:
        return
    if words[at + 1] in _HYPHENS and tokens.ends[at] == tokens.starts[at + 1]:
        yield at + 2, name_key(words[at] + words[at + 2])
    elif words[at + 1] == "(" and words[at + 3 : at + 4] == [")"]:
        yield at + 3, name_key(tokens.slice(at, at + 3))


def _area_keys(reading: Reading, at: int) -> Iterator[str]:
    """Yield the names of the area that an adjective in a list is ("Сумської та Полтавської областей")."""
    tokens = reading.tokens
    if at not in tokens.forms or not language_table(reading.language_at[at]).area_adjectives:
        return
    kind = _shared_kind_word(reading, at)
    if kind < 0:
        return
    for form in tokens.forms[at]:
        if form.endswith(_AREA_ADJECTIVES):
            yield from (f"{form} {word}" for word in tokens.keys_at[kind])


def _shared_kind_word(reading: Reading, at: int) -> int:
    """Return the kind word that ends a list of adjectives which starts or goes on at a word; -1 without one."""
    tokens = reading.tokens
    if at + 1 < len(tokens.words) and tokens.capital[at + 1]:
        return -1  # "Московский Запорожской области" is a settlement in one area
    for other in range(at + 2, min(at + _LONGEST_LIST, len(tokens.words))):
        if tokens.sentence[other] != tokens.sentence[at]:
            return -1
        if reading.starts[other] & _KINDS_WITHIN:
            return other
        word = tokens.words[other]
        if not (tokens.capital[other] or word == "," or len(word) <= _LONGEST_JOINER):
            return -1
    return -1


def _is_numbered(reading: Reading, at: int) -> bool:
    """Return whether a hyphen and a number make a word the name of a weapon, a ship or a type ("Agni-5")."""
    tokens = reading.tokens
    if at + 2 >= len(tokens.words) or tokens.words[at + 1] not in _HYPHENS or not tokens.words[at + 2][0].isdecimal():
        return False
    return tokens.ends[at] == tokens.starts[at + 1] and tokens.ends[at + 1] == tokens.starts[at + 2]


def keys_of(reading: Reading, first: int, last: int) -> Iterator[str]:
    """Yield the keys that a stretch may be looked up under: as written, then in base forms."""
    tokens = reading.tokens
    yield name_key(tokens.text[tokens.starts[first] : tokens.ends[last]])
    if any(at in tokens.forms for at in range(first, last + 1)):
        choices = [tokens.keys_at[at][:_FORMS_PER_WORD] for at in range(first, last + 1)]
        choices[0] = _with_short(choices[0]) if last > first else choices[0]
        for words in islice(product(*choices), 1, _FORMS_PER_NAME):
            yield name_key(" ".join(words))
        if last > first and last in tokens.forms and not _is_in_dictionary(reading, last):
            # Of the parts of "в Кирьят-Шмоне" the dictionary has none.
            ended = tuple(without_ending(tokens.keys[last], reading.language_at[last]))
            for words in islice(product(*choices[:-1], ended), _FORMS_PER_NAME):
                yield name_key(" ".join(words))


def _with_short(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Add the adjective that names of other Slavic languages keep: "под Угерским Бродом" is near Угерски-Брод."""
    return (*forms, *(form[:-1] for form in forms if form.endswith("скии")))


def _is_in_dictionary(reading: Reading, last: int) -> bool:
    """Return whether the dictionary has a name's last word; after a hyphen even then its base form may be another."""
    tokens = reading.tokens
    return tokens.words[last - 1] not in _HYPHENS and is_known_word(tokens.words[last], reading.language_at[last])


def _ends_name(reading: Reading, lexicon: Lexicon, at: int) -> bool:
    """Return whether a word in lower case may end a name: "Extrême-Orient russe", "mer de Chine méridionale"."""
    if any(key in lexicon.adjectives for key in reading.tokens.keys_at[at]):
        return True
    return bool(reading.starts[at] & (_GENERIC_LAST | _REGION_OPENERS))


def _joined(reading: Reading, last: int) -> int:
    """Return the next word of a name, over a hyphen, an apostrophe or an abbreviation's stop; -1 if the name ends."""
    tokens = reading.tokens
    at = reading.after[last]
    if at < 0:
        return -1
    if tokens.words[at] in _GLUE and tokens.starts[at] == tokens.ends[last]:
        if tokens.words[at] == "." and len(tokens.words[last]) > _LONGEST_ABBREVIATED:
            return -1
        at = reading.after[at]
    elif tokens.words[at] in _AYNS and tokens.ends[at] == tokens.starts[min(at + 1, len(tokens.words) - 1)]:
        at = reading.after[at]  # "Abū ‘Arīsh"
        return at if at >= 0 and tokens.capital[at] and tokens.starts[at - 1] - tokens.ends[last] <= 1 else -1
    if at < 0 or not tokens.words[at][0].isalnum() or tokens.starts[at] - tokens.ends[at - 1] > 1:
        return -1
    return at
