"""The page's own words, and numbers, dates and lists the way its language writes them."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

from gazetteer.datafiles import data_file
from geo.records import DatePrecision, EventDate
from geo.records.naming import party_name, weapon_name
from geo.records.values import country_name
from maps.cleaning import LABEL_LENGTH, shown
from maps.errors import LanguageError

FOLDER = "languages/page"


def page_languages() -> list[str]:
    """Return the codes of the languages that a page can be drawn in."""
    return sorted(path.stem for path in data_file(FOLDER).glob("*.toml") if path.stem != "waters")


_UNSAID_KIND = "event"
_INITIALS = frozenset({"ied", "uav", "uas", "uxo", "erw", "gps", "sam", "mlrs", "atgm"})
"""Words of such kinds that are written in capitals."""
"""What a row that tells no kind is."""


class Texts:
    """Words and formats of one language, by a code that `page_languages` holds; `fr-CH` falls back to `fr`.

    Raises:
        LanguageError: The page has no texts in that language.
    """

    def __init__(self, language: str) -> None:
        code = language.replace("_", "-").split("-")[0].lower()
        if code not in page_languages():
            known = ", ".join(page_languages())
            raise LanguageError(f"language {language!r}: the page is written in {known}; choose one of these")
        self.language = code
        self.table = language_table(FOLDER, code)
        self.locale = Locale.parse(self.table["locale"])

    def word(self, section: str, key: str, **values: object) -> str:
        """Return a text with its values filled in; a value's own braces stay as they are."""
        return _fill(self.table[section][key], values)

    def unit(self, unit: str, value: float, *, exact: bool) -> str | None:
        """Return what is counted, as `value` of it are called (a bound in the genitive plural), or None if unknown."""
        forms = self.table["units"].get(unit)
        if forms is None:
            return None
        if len(forms) > 2 and not exact:  # noqa: PLR2004 - one, few, many
            return str(forms[-1])
        number = {"one": 0, "many": -1}.get(self.locale.plural_form(value), 1)
        return str(forms[number])

    def kind(self, kind: str, form: str = "name") -> str:
        """Return a kind's name, or `some` for the bare plural; one that the table lacks keeps its own word."""
        if own := self._own_kind(kind):
            return own[:1].upper() + own[1:] if form == "name" else own
        return str(self.table["kinds"].get(kind, self.table["kinds"]["other"])[form])

    def is_foreign(self, kind: str) -> bool:
        """Return whether a kind is a table's own, which no language of ours names."""
        return self._own_kind(kind) is not None

    def _own_kind(self, kind: str) -> str | None:
        """Return the words of a kind that a table brought and no language of ours names; None for the others."""
        if kind in self.table["kinds"] or kind == _UNSAID_KIND:
            return None
        return " ".join(word.upper() if word in _INITIALS else word for word in kind.split("_"))

    def count(self, section: str, key: str, number: int, *, said: str | None = None) -> str:
        """Return "3 strikes": the form that the language's plural rule asks for, `said` in the number's place."""
        if section == "kinds" and (own := self._own_kind(key)):
            return f"{own}: {self.number(number)}"
        forms = self.table[section].get(key) or self.table[section]["other"]
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return _fill(form, {"n": said or self.number(number)})

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as the language writes it."""
        return str(format_decimal(round(value, digits) if digits else round(value), locale=self.locale))

    def amount(self, value: float) -> str:
        """Return a number with the decimals it has."""
        return str(format_decimal(value, locale=self.locale))

    def km(self, metres: float, *, rough: bool = False) -> str:
        """Return kilometres: tens of kilometres above a thousand, where more would be a false promise.

        What is `rough`, as the length of a schematic line, is told in hundreds there, and in tens above a hundred.
        """
        km = metres / 1000
        if rough and km >= 100:  # noqa: PLR2004 - see above
            return self.number(round(km, -1 if km < 1000 else -2))  # noqa: PLR2004
        return self.number(round(km, -1) if km >= 1000 else km, 1 if km < 10 else 0)  # noqa: PLR2004 - see above

    def join(self, names: Sequence[str]) -> str:
        """Return "a, b and c"."""
        if len(names) < 2:  # noqa: PLR2004 - a list of one needs no joining
            return "".join(names)
        return self.word("words", "list_sep").join(names[:-1]) + self.word("words", "list_last") + names[-1]

    def country(self, code: str) -> str:
        """Return a country's name."""
        return country_name(code, self.language)

    def party(self, name: str) -> str:
        """Return who claims or denies, as the language names countries and known organisations."""
        return shown(party_name(name, self.language), LABEL_LENGTH)

    def weapon(self, name: str) -> str:
        """Return a weapon's name."""
        return shown(weapon_name(name, self.language), LABEL_LENGTH)

    def day(self, iso: str) -> str:
        """Return a day, month or year as the language writes it."""
        date, precision = parse_iso(iso)
        if precision is DatePrecision.YEAR:
            return str(format_skeleton("y", date, locale=self.locale))
        if precision is DatePrecision.MONTH:
            return str(format_skeleton("yMMMM", date, locale=self.locale))
        return str(format_date(date, "long", locale=self.locale))

    def month(self, date: dt.date) -> str:
        """Return a short month and year for the timeline."""
        return str(format_skeleton("yMMM", date, locale=self.locale))

    def date(self, date: EventDate | None) -> str:
        """Return when, as exactly as it is known; the word for "undated" where it is not."""
        if date is None or not (date.start or date.end):
            return self.word("page", "undated")
        start, end = date.start or date.end, date.end or date.start
        whole = _whole(str(start), str(end), date.precision)
        if whole:
            return self.day(whole)
        first, last = parse_iso(str(start)), parse_iso(str(end))
        if DatePrecision.DAY in (first[1], last[1]):
            return str(format_interval(first[0], last[0], "yMMMd", locale=self.locale))
        skeleton = "yMMM" if DatePrecision.MONTH in (first[1], last[1]) else "y"
        return str(format_interval(first[0], last[0], skeleton, locale=self.locale))


@lru_cache(maxsize=8192)
def parse_iso(iso: str) -> tuple[dt.date, DatePrecision]:
    """Return the first day of a year, month or day, and which of the three it was."""
    parts = [int(part) for part in iso.split("-")]
    precision = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)[len(parts) - 1]
    return dt.date(*([*parts, 1, 1][:3])), precision


@lru_cache(maxsize=8192)
def last_day(iso: str) -> dt.date:
    """Return the last day of a year, month or day."""
    first, precision = parse_iso(iso)
    if precision is DatePrecision.DAY:
        return first
    month = 12 if precision is DatePrecision.YEAR else first.month
    following = dt.date(first.year + month // 12, month % 12 + 1, 1) if first.year < dt.MAXYEAR else dt.date.max
    return following - dt.timedelta(days=1)


def _whole(start: str, end: str, precision: DatePrecision | None) -> str | None:
    """Return the one year, month or day that two bounds span, or None for a real range."""
    if start == end:
        return start
    for length in (4, 7):
        if start[:length] != end[:length] or precision is DatePrecision.RANGE:
            continue
        part = start[:length]
        if parse_iso(part)[0] == parse_iso(start)[0] and last_day(part) == last_day(end):
            return part
    return None


def _fill(form: str, values: dict[str, object]) -> str:
    """Put values into a form in one pass, so that braces inside a value mean nothing."""
    pieces = form.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        value = str(values[name])
        # The stop of an abbreviation, as of a Ukrainian year, is the sentence's too.
        filled.append(value + (rest[1:] if value.endswith(".") and rest[:1] == "." else rest))
    return "".join(filled)


@cache
def language_table(folder: str, code: str) -> dict[str, Any]:
    """Return a language's words."""
    with data_file(f"{folder}/{code}.toml").open("rb") as file:
        return tomllib.load(file)
