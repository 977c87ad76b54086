"""Pairs of reports with their answer, from templates in three languages: whether both tell of one event.

Written before the code that joins was changed; the answers follow from how a pair is made, never from what the code
says of it.
"""

import datetime as dt
from collections.abc import Iterator

from babel.dates import get_month_names
from msgspec import Struct

TOWNS = {
    "en": ("Kharkiv", "Sumy", "Poltava", "Odesa", "Kherson", "Zaporizhzhia"),
    "fr": ("Kharkiv", "Soumy", "Poltava", "Odessa", "Kherson", "Zaporijjia"),
    "de": ("Charkiw", "Sumy", "Poltawa", "Odessa", "Cherson", "Saporischschja"),
}
NUMBERS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    "de": ["null", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
}
STRIKES = {
    "en": ("{n} drones hit a depot in {town}{day}, the regional governor said.",),
    "fr": ("{n} drones ont frappé un dépôt à {town}{day}, a déclaré le gouverneur.",),
    "de": ("{n} Drohnen trafen{day} ein Depot in {town}, teilte der Gouverneur mit.",),
}
RAIDS = {
    "en": "A missile hit a factory in {town}{day}, killing {k} people, the mayor said.",
    "fr": "Un missile a frappé une usine à {town}{day}, tuant {k} personnes, a déclaré le maire.",
    "de": "Eine Rakete traf{day} eine Fabrik in {town} und tötete {k} Menschen, teilte der Bürgermeister mit.",
}
CONVOYS = {
    "en": "A convoy of {n} lorries carried shells from {town} to {other}{day}, according to the general staff.",
    "fr": "Un convoi de {n} camions a transporté des obus de {town} à {other}{day}, selon l'état-major.",
    "de": "Ein Konvoi von {n} Lastwagen brachte{day} Granaten von {town} nach {other}, teilte der Generalstab mit.",
}
DAY = {"en": " on {d} {month} {y}", "fr": " le {d} {month} {y}", "de": " am {d}. {month} {y}"}


class Pair(Struct, frozen=True):
    """Two reports, each as language, day of publication and text, and whether they tell of one event."""

    name: str
    one: tuple[str, str, str]
    other: tuple[str, str, str]
    same: bool


def tell(
    template: dict[str, str],
    language: str,
    day: dt.date,
    *,
    n: int = 3,
    town: int = 0,
    other: int = 1,
    dated: bool = True,
    later: int = 1,
) -> tuple[str, str, str]:
    """Return a report: language, day of publication (so many days later), text."""
    when = (
        DAY[language].format(d=day.day, month=get_month_names("wide", locale=language)[day.month], y=day.year)
        if dated
        else ""
    )
    told = template[language]
    number = NUMBERS[language][n]
    text = told.format(n=number, k=number, day=when, town=TOWNS[language][town], other=TOWNS[language][other])
    return language, (day + dt.timedelta(days=later)).isoformat(), text[0].upper() + text[1:]


def labelled_pairs() -> Iterator[Pair]:
    """Yield every pair, those of each language and each following language."""
    drones = {language: told[0] for language, told in STRIKES.items()}
    languages = tuple(TOWNS)
    for turn, language in enumerate(languages):
        day = dt.date(2024, 3, 4) + dt.timedelta(days=40 * turn)
        yield from _strike_pairs(drones, language, day, town=turn)
        yield from _raid_pairs(drones, language, day, town=turn)
        yield from _convoy_pairs(language, day, town=turn)
        yield from _pairs_in_two_languages(drones, language, languages[(turn + 1) % 3], day, town=turn)


def _strike_pairs(drones: dict[str, str], language: str, day: dt.date, *, town: int) -> Iterator[Pair]:
    def told(on: int = 0, **how: object) -> tuple[str, str, str]:
        return tell(drones, language, day + dt.timedelta(days=on), **{"town": town, **how})  # type: ignore[arg-type]

    def pair(name: str, other: tuple[str, str, str], *, same: bool, one: tuple[str, str, str] | None = None) -> Pair:
        return Pair(f"{language}: {name}", one or told(), other, same)

    bare = told(dated=False)
    yield pair("same day, same count", told(later=2), same=True)
    yield pair("same day, told again a month later", told(later=30), same=True)
    yield pair("dated and undated, published the same day", bare, same=True)
    yield pair("dated and undated, published three days later", told(dated=False, later=3), same=True)
    yield pair("both undated, published alike", told(dated=False, later=2), one=bare, same=True)
    yield pair("next day", told(1), same=False)
    yield pair("a week later", told(7), same=False)
    yield pair("another year", told(366), same=False)
    yield pair("both undated, of two years", told(600, dated=False), one=bare, same=False)
    yield pair("both undated, two months apart", told(60, dated=False), one=bare, same=False)
    yield pair("both undated, other counts", told(1, dated=False, n=7), one=bare, same=False)
    yield pair("dated, then undated of the next year", told(365, dated=False), same=False)
    yield pair("other town, same day", told(town=town + 1), same=False)
    yield pair("other town, undated", told(town=town + 1, dated=False), one=bare, same=False)


def _raid_pairs(drones: dict[str, str], language: str, day: dt.date, *, town: int) -> Iterator[Pair]:
    def hit(n: int, on: int = 0, **how: object) -> tuple[str, str, str]:
        return tell(RAIDS, language, day + dt.timedelta(days=on), n=n, **{"town": town, **how})  # type: ignore[arg-type]

    drone = tell(drones, language, day, n=8, town=town)
    yield Pair(f"{language}: other raid that night: drones, a missile", drone, hit(2), False)
    yield Pair(f"{language}: other raid that night: other town", hit(2), hit(2, town=town + 3), False)
    yield Pair(f"{language}: follow-up, more dead", hit(2), hit(4, later=3), True)
    yield Pair(f"{language}: follow-up, more dead, undated", hit(2), hit(3, dated=False, later=2), True)
    yield Pair(f"{language}: same dead, next day", hit(3), hit(3, 1), False)
    yield Pair(f"{language}: other dead, other week", hit(3, dated=False), hit(5, 20, dated=False), False)
    many = tell(drones, language, day, n=3, town=town)
    yield Pair(f"{language}: same night, three drones and eight", many, drone, False)


def _convoy_pairs(language: str, day: dt.date, *, town: int) -> Iterator[Pair]:
    def went(on: int = 0, **how: object) -> tuple[str, str, str]:
        given = {"town": town, "other": town + 1, **how}
        return tell(CONVOYS, language, day + dt.timedelta(days=on), **given)  # type: ignore[arg-type]

    def pair(name: str, other: tuple[str, str, str], *, same: bool, one: tuple[str, str, str] | None = None) -> Pair:
        return Pair(f"{language}: {name}", one or went(), other, same)

    bare = went(dated=False)
    yield pair("one convoy twice", went(later=3), same=True)
    yield pair("one convoy twice, undated", went(1, dated=False), one=bare, same=True)
    yield pair("convoys of other lengths", went(n=9), same=False)
    yield pair("convoys of other days", went(9), same=False)
    yield pair("convoys of other months, undated", went(90, dated=False), one=bare, same=False)
    yield pair("convoys from one town to two", went(other=town + 2), same=False)
    yield pair("convoys from two towns to one", went(town=town + 2), same=False)
    yield pair("convoys with no common end", went(108, town=town + 2, other=town + 3, n=9), same=False)
    yield pair("convoys there and back", went(town=town + 1, other=town), same=False)


def _pairs_in_two_languages(
    drones: dict[str, str], language: str, foreign: str, day: dt.date, *, town: int
) -> Iterator[Pair]:
    name = f"{language} and {foreign}"
    one = tell(drones, language, day, town=town)
    next_day = day + dt.timedelta(days=1)
    yield Pair(f"{name}: same day", one, tell(drones, foreign, day, town=town), True)
    yield Pair(f"{name}: undated", one, tell(drones, foreign, day, town=town, dated=False), True)
    yield Pair(f"{name}: next day", one, tell(drones, foreign, next_day, town=town), False)
    yield Pair(f"{name}: other town", one, tell(drones, foreign, day, town=town + 1), False)
    hit = tell(RAIDS, language, day, n=2, town=town)
    yield Pair(f"{name}: follow-up", hit, tell(RAIDS, foreign, day, n=4, town=town, later=3), True)
    went = tell(CONVOYS, language, day, town=town, other=town + 1)
    yield Pair(f"{name}: convoy", went, tell(CONVOYS, foreign, day, town=town, other=town + 1), True)
    back = tell(CONVOYS, foreign, day, town=town, other=town + 2)
    yield Pair(f"{name}: convoy elsewhere", went, back, False)
