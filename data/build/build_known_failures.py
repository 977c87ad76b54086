"""List the phrasings of tests/data/phrasings that the pipeline reads wrongly, in known_failures.toml.

Usage: python data/build/build_known_failures.py [LANGUAGE ...] [--check]

Run it when the rules have improved: each phrasing is read as an article of its
own, and what differs from its gold is written beside its id. Languages that are
not named keep their lists. The tests expect exactly these failures, so a mended
rule has to take its line out. With --check nothing is written; exit status 1
says that the list is out of date. The share right per language goes to stdout.
"""

import calendar
import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from gazetteer import Gazetteer
from gazetteer.records import Precision
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.records import Event, EventDate, EventPlace, Quantity

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "phrasings"
KNOWN = "known_failures.toml"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("??.toml")))
NO_EVENT = "none"
PINNED = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
# A sea is a region whatever happens there; troops are where they were sent; a test has a start and an end.
ALSO_ACCEPTED = {
    ("*", "site"): {"region"},
    ("deployment", "destination"): {"site", "region"},
    ("deployment", "site"): {"destination"},
    ("test", "site"): {"origin", "destination"},
}
HEADER = """# Phrasings that the pipeline reads wrongly, and how: none hidden, each expected to fail by the tests.
# Written by data/build/build_known_failures.py; not edited by hand.
"""

Failures = dict[str, dict[str, str]]


class GoldDate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When; `within`: any stretch of start to end will do, as for a night."""

    start: str
    end: str | None = None
    within: bool = False


class Phrasing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text as short as a newspaper's line, and what it plainly states; `kind` is `none` where nothing happened.

    `weapon` and the units are English, with "|" between words that are as good.
    """

    id: str
    text: str
    group: str
    kind: str
    language: str
    published: str
    places: dict[str, list[str]] = {}
    supplier: str | None = None
    recipient: str | None = None
    quantities: list[Quantity] = []
    date: GoldDate | None = None
    weapon: str | None = None


def read_phrasings(language: str, folder: Path = FOLDER) -> list[Phrasing]:
    """Return a language's phrasings, in the file's order."""
    table = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    common = {"language": table["language"], "published": table["published"]}
    return [msgspec.convert({**common, **entry}, Phrasing) for entry in table["phrasing"]]


def read_known_failures(folder: Path = FOLDER) -> Failures:
    """Return what is wrong, by language and phrasing."""
    path = folder / KNOWN
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def find_shortfalls(phrasing: Phrasing, gazetteer: Gazetteer) -> list[str]:
    """Read a phrasing as an article of its own; return how the events differ from its gold."""
    particulars = Particulars(language=phrasing.language, published=phrasing.published)
    source = make_source(phrasing.text, phrasing.id, particulars, phrasing.id)
    events = read_events([source], gazetteer=gazetteer).events
    wanted = [] if phrasing.kind == NO_EVENT else [phrasing.kind]
    if [event.kind for event in events] != wanted:
        return [f"read {', '.join(e.kind for e in events) or 'no event'}, not {phrasing.kind}"]
    return [shortfall for event in events for shortfall in _slot_shortfalls(phrasing, event)]


def _slot_shortfalls(gold: Phrasing, event: Event) -> Iterator[str]:
    yield from _place_shortfalls(gold, event.places)
    for slot in ("supplier", "recipient"):
        want, have = getattr(gold, slot), getattr(event.actors, slot, None)
        if want and have != want:
            yield f"{slot} {have}, not {want}"
    for quantity in gold.quantities:
        if not any(_is_quantity(quantity, other) for other in event.quantities):
            have = ", ".join(f"{q.qualifier} {q.value} {q.unit}" for q in event.quantities) or "none"
            yield f"quantity {have}, not {quantity.qualifier} {quantity.value} {quantity.unit}"
    if gold.date and not _is_date(gold.date, event.date):
        have = f"{event.date.start} to {event.date.end}" if event.date else "none"
        yield f"date {have}, not {gold.date.start} to {gold.date.end or gold.date.start}"
    if gold.weapon and not _is_one_of(gold.weapon, event.weapon or ""):
        yield f"weapon {event.weapon}, not {gold.weapon}"


def _place_shortfalls(gold: Phrasing, places: tuple[EventPlace, ...]) -> Iterator[str]:
    have = ", ".join(f"{place.role} {place.name}" for place in places) or "none"
    for role, names in gold.places.items():
        accepted = {role} | ALSO_ACCEPTED.get(("*", role), set()) | ALSO_ACCEPTED.get((gold.kind, role), set())
        for name in names:
            if not any(place.role in accepted and _is_name(name, place.name) for place in places):
                yield f"places {have}, not {role} {name}"
    stated = [name for names in gold.places.values() for name in names]
    for place in places:
        pinned = place.lat is not None and place.precision in PINNED
        if pinned and not any(_is_name(name, place.name) for name in stated):
            yield f"a pin on {place.name}, where nothing happened"


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _is_name(gold: str, name: str) -> bool:
    return _fold(gold) in _fold(name) or (bool(name) and _fold(name) in _fold(gold))


def _is_one_of(gold: str, text: str) -> bool:
    return any(_fold(word) in _fold(text) for word in gold.split("|"))


def _is_quantity(gold: Quantity, other: Quantity) -> bool:
    return gold.value == other.value and gold.qualifier == other.qualifier and _is_one_of(gold.unit, other.unit)


def _is_date(gold: GoldDate, date: EventDate | None) -> bool:
    if date is None or date.start is None:
        return False
    first, last = _first_day(gold.start), _last_day(gold.end or gold.start)
    start, end = _first_day(date.start), _last_day(date.end or date.start)
    return first <= start <= end <= last if gold.within else (start, end) == (first, last)


def _first_day(text: str) -> str:
    return text + "-01" * (2 - text.count("-"))


def _last_day(text: str) -> str:
    year, month, day = [*text.split("-"), "", ""][:3]
    month = month or "12"
    return f"{year}-{month}-{day or calendar.monthrange(int(year), int(month))[1]}"


def list_failures(language: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return what is wrong with each phrasing that is not read right, in the file's order."""
    found = {phrasing.id: find_shortfalls(phrasing, gazetteer) for phrasing in read_phrasings(language)}
    return {name: "; ".join(shortfalls) for name, shortfalls in found.items() if shortfalls}


def write_failures(failures: Mapping[str, Mapping[str, str]]) -> str:
    """Return the list as TOML."""
    return HEADER + "".join(_section(language, found) for language, found in sorted(failures.items()))


def _section(language: str, found: Mapping[str, str]) -> str:
    lines = [f"{name} = {json.dumps(why, ensure_ascii=False)}" for name, why in found.items()]
    return "\n".join(["", f"[{language}] # {_share(language, found)}", *lines, ""])


def _share(language: str, found: Mapping[str, str]) -> str:
    total = len(read_phrasings(language))
    right = total - len(found)
    return f"{right} of {total} right, {right / total:.0%}"


def main(arguments: list[str]) -> int:
    """Write or check the list; return the exit status."""
    languages = [a for a in arguments if a != "--check"] or LANGUAGES
    failures, gazetteer = read_known_failures(), Gazetteer.open()
    for language in languages:
        failures[language] = list_failures(language, gazetteer)
        print(f"{language}: {_share(language, failures[language])}")
    listed = write_failures(failures)
    path = FOLDER / KNOWN
    if "--check" in arguments:
        return int(not path.exists() or path.read_text(encoding="utf-8") != listed)
    path.write_text(listed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
