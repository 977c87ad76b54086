"""Numbers in digits and words, with what they count and how they are bounded."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from geo.language.lexicon import Cue, Token
from geo.language.tables import EventTables, event_tables, weapons
from geo.records import Qualifier, Quantity

_ABBREVIATION = 1  # Letters of what stands for a scale after digits alone
_DIGITS = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f\u2009'’.,]\d{3})+(?![\d])|(?<![\w.,])(?<![^\W\d_]-)\d+(?:[.,]\d+)?(?!\w)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009'’.,]\d{3})+")
_CURRENCY_SIGNS = ("$", "€", "£", "¥", "₽", "₴", "₪")
_SIGN_AFTER = re.compile(rf"\s*[{''.join(_CURRENCY_SIGNS)}]")
_BETWEEN = 4
_MAX_VALUE = 1e12


class Number(NamedTuple):
    """A number in a text: its value (None where vague), its words and their span."""

    value: float | None
    start: int
    end: int
    first: int
    last: int


class CountedThing(NamedTuple):
    """A quantity and where it stands."""

    quantity: Quantity
    start: int
    end: int


def find_numbers(text: str, tokens: Sequence[Token], tables: EventTables) -> list[Number]:
    """Find numbers in digits and words: "1 000", "14.000", "2,5 millions", "dix mille", "drieduizend".

    `text`: the text that the tokens come from; `tokens`: its words, or those of one sentence.
    """
    numbers: list[Number] = []
    at = 0
    while at < len(tokens):
        number = _number_at(text, tokens, at, tables)
        if number is None:
            at += 1
        else:
            numbers.append(number)
            at = number.last
    return numbers


def _number_at(text: str, tokens: Sequence[Token], at: int, tables: EventTables) -> Number | None:
    if tokens[at].text[0].isdigit():
        return _digits_at(text, tokens, at, tables)
    return _vague_at(tokens, at, tables) or _words_at(tokens, at, tables)


def _digits_at(text: str, tokens: Sequence[Token], at: int, tables: EventTables) -> Number | None:
    match = _DIGITS.match(text, tokens[at].start)
    if not match:
        return None
    value = _digit_value(match.group())
    last = at + 1
    while last < len(tokens) and tokens[last].start < match.end():
        last += 1
    end = match.end()
    scales: Mapping[str, float] = tables.numbers["scales"]
    while last < len(tokens) and tokens[last].text in scales and tokens[last].start - end <= 1:
        value *= scales[tokens[last].text]
        end = tokens[last].end
        last += 1
    if value > _MAX_VALUE:
        return None
    return Number(value, match.start(), end, at, last)


def _digit_value(digits: str) -> float:
    if _GROUPED.fullmatch(digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))


@cache
def _compound_parts(language: str) -> re.Pattern[str]:
    numbers = event_tables(language).numbers
    words = (*numbers["words"], *numbers["scales"], *numbers.get("joiners", ()))
    return re.compile("|".join(sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)))


def word_values(word: str, tables: EventTables) -> Sequence[tuple[float, bool]] | None:
    """Return the values a number word is made of, each with whether it is a scale; None for other words."""
    words, scales = tables.numbers["words"], tables.numbers["scales"]
    if word in scales and len(word) > _ABBREVIATION:  # "M" alone is no million
        return [(float(scales[word]), True)]
    if word in words:
        return [(float(words[word]), False)]
    if not tables.numbers.get("compounds"):
        return None
    return _compound_values(word, tables.language)


@lru_cache(maxsize=1 << 14)
def _compound_values(word: str, language: str) -> Sequence[tuple[float, bool]] | None:
    numbers, pattern = event_tables(language).numbers, _compound_parts(language)
    words, scales = numbers["words"], numbers["scales"]
    values: list[tuple[float, bool]] = []
    at = 0
    while at < len(word):
        match = pattern.match(word, at)
        if not match:
            return None
        part, at = match.group(), match.end()
        if part in scales:
            values.append((float(scales[part]), True))
        elif part in words:
            values.append((float(words[part]), False))
    return values or None


def _words_at(tokens: Sequence[Token], at: int, tables: EventTables) -> Number | None:
    if word_values(tokens[at].text, tables) is None:
        return None
    values: list[tuple[float, bool]] = []
    last, joiners = at, tables.numbers.get("joiners", ())
    while last < len(tokens):
        word = tokens[last].text
        found = word_values(word, tables)
        if found is None:
            following = tokens[last + 1].text if last + 1 < len(tokens) else ""
            if values and word in joiners and _continues(values, following, tables):
                last += 1
                continue
            break
        if values and not found[0][1] and not _fits_below(values, found[0][0]):
            break
        values.extend(found)
        last += 1
    value = _total(values)
    if value < 1:
        return None  # "Oriente Medio": a half counts nothing by itself
    return Number(value, tokens[at].start, tokens[last - 1].end, at, last)


def _continues(values: Sequence[tuple[float, bool]], word: str, tables: EventTables) -> bool:
    """Return whether "vingt et un" goes on, and "deux et trois missiles" does not."""
    found = word_values(word, tables)
    return found is not None and not found[0][1] and _fits_below(values, found[0][0])


def _fits_below(values: Sequence[tuple[float, bool]], value: float) -> bool:
    before, is_scale = values[-1]
    if before == 4 and value == 20 and not is_scale:  # noqa: PLR2004 (quatre-vingts)
        return True
    return before > value and (is_scale or (before >= 10 and before % 10 == 0))  # noqa: PLR2004


def _total(values: Sequence[tuple[float, bool]]) -> float:
    total, group = 0.0, 0.0
    for value, is_scale in values:
        if not is_scale:
            group = group * value if group == 4 and value == 20 else group + value  # noqa: PLR2004 (quatre-vingts)
        elif value >= 1000:  # noqa: PLR2004
            total += (group or 1) * value
            group = 0
        else:
            group = (group or 1) * value
    return total + group


def _vague_at(tokens: Sequence[Token], at: int, tables: EventTables) -> Number | None:
    """Return "des millions de" as a number without a value."""
    token, is_vague = tokens[at], tokens[at].text in tables.numbers.get("vague", ())
    return Number(None, token.start, token.end, at, at + 1) if is_vague else None


def find_quantities(
    text: str, tokens: Sequence[Token], cues: Sequence[Cue], numbers: Sequence[Number], tables: EventTables
) -> list[CountedThing]:
    """Join numbers to the units after them and the qualifiers before them.

    `text`: the text that the offsets point into; `cues`: what the lexicon found among them; `numbers`: what
    `find_numbers` found among them.
    """
    units = [cue for cue in cues if cue.tag.startswith(("unit:", "weapon:"))]
    walls = {cue.first for cue in cues if cue.tag in ("hurt:killed", "hurt:wounded", "hurt:people")}
    qualifiers = [cue for cue in cues if cue.tag.startswith("qual:")]
    # "до" and "біля" bound a number only right before it: "до Риги 150 інструкторів".
    governing = {(cue.first, cue.last) for cue in cues if cue.tag.startswith("prep:")}
    loose = [cue for cue in qualifiers if (cue.first, cue.last) not in governing]
    calibres = {cue.first for cue in cues if cue.tag == "noun:calibre"}
    money = {cue.first for cue in cues if cue.tag == "noun:money"}
    found = []
    by_sea = any(cue.tag in ("noun:ship", "mode:sea") or cue.tag.startswith("vessel:") for cue in cues)
    named = {i for cue in cues if cue.tag.startswith(("weapon:", "vessel:")) for i in range(cue.first, cue.last)}
    for number in numbers:
        # The 11 of "Hwasong-11" counts nothing.
        if number.first in named or number.last in calibres or _is_price(text, number, money):
            continue
        unit = _unit_after(number, units, tokens, numbers, walls)
        if unit is None or _is_article(number, tokens, tables):
            continue
        number = _part_of(number, numbers, cues)  # noqa: PLW2901 (the part stands for the whole)
        qualifier = _qualifier_before(number, qualifiers, loose) or _approx_after(unit, qualifiers)
        start = min(qualifier.start, number.start) if qualifier else number.start
        unit = _voyage(unit, units) if by_sea else unit
        quantity = Quantity(
            value=number.value,
            qualifier=Qualifier(qualifier.tag.removeprefix("qual:")) if qualifier else Qualifier.EXACT,
            unit=_unit_name(unit),
            text=text[start : unit.end],
        )
        found.append(CountedThing(quantity, start, unit.end))
    return found


def _is_price(text: str, number: Number, money: Collection[int]) -> bool:
    """Return whether a number is a sum of money: "$254 million worth of weapons", "für 90 Millionen Euro Munition"."""
    before = text[max(0, number.start - 2) : number.start].rstrip("\u00a0\u202f ")
    signed = before[-1:] in _CURRENCY_SIGNS or _SIGN_AFTER.match(text, number.end) is not None
    return signed or number.last in money


def _part_of(whole: Number, numbers: Sequence[Number], cues: Sequence[Cue]) -> Number:
    """Return the six of "six des vingt-quatre avions", "шість із двадцяти чотирьох": what is told of is the part."""
    of = {c.first for c in cues if c.tag in ("prep:of", "prep:from") and 0 <= whole.first - c.last <= 1}
    smaller = (n for n in numbers if n.last in of and n.value is not None and n.value < (whole.value or 0))
    return next(smaller, whole)


def _voyage(unit: Cue, units: Sequence[Cue]) -> Cue:
    """Return a ship's trips as voyages where one word is used of ships and planes."""
    return next((cue for cue in units if cue.tag == "unit:voyage" and cue.first == unit.first), unit)


def _is_article(number: Number, tokens: Sequence[Token], tables: EventTables) -> bool:
    """Return whether "un" or "a" is only an article, which counts nothing."""
    return (
        number.value == 1
        and number.last - number.first == 1
        and tokens[number.first].text in tables.numbers.get("articles", _articles(tables.numbers))
    )


def _articles(numbers: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(word for word, value in numbers["words"].items() if value == 1)


def _unit_name(cue: Cue) -> str:
    group, _, name = cue.tag.partition(":")
    return weapons()[name].unit if group == "weapon" else name


def _unit_after(
    number: Number, units: Sequence[Cue], tokens: Sequence[Token], numbers: Sequence[Number], walls: Collection[int]
) -> Cue | None:
    """Return the nearest unit within a few words, no mark or other number in between."""
    best: Cue | None = None
    for cue in units:
        if not number.last <= cue.first <= number.last + _BETWEEN:
            continue
        between = tokens[number.last : cue.first]
        if any(index in walls for index in range(number.last, cue.first)):
            continue
        if any(token.is_mark for token in between) or any(
            number.last <= other.first < cue.first for other in numbers if other is not number and other.value != 1
        ):
            continue
        if best is None or (cue.first, not cue.tag.startswith("unit:"), -cue.last) < (
            best.first,
            not best.tag.startswith("unit:"),
            -best.last,
        ):
            best = cue
    return best


def _approx_after(unit: Cue, qualifiers: Sequence[Cue]) -> Cue | None:
    """Return the "environ" of "deux cents soldats environ"."""
    after = [cue for cue in qualifiers if cue.first == unit.last and cue.tag == "qual:approx"]
    return next((cue for cue in after if cue.last - cue.first == 1), None)


def _qualifier_before(number: Number, qualifiers: Sequence[Cue], loose: Sequence[Cue]) -> Cue | None:
    """Return the qualifier that ends at the number, or one word before it."""
    near = [cue for cue in qualifiers if cue.last == number.first]
    near += [cue for cue in loose if cue.last + 1 == number.first]
    overlapping = [cue for cue in qualifiers if cue.first < number.first < cue.last]
    return max(near + overlapping, key=lambda cue: (cue.last, -cue.first), default=None)
