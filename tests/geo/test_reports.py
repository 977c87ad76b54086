"""Short reports as papers and agencies write them, machine-translated ones too: events and slots against the gold."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.language.tables import known_languages
from geo.records import Event

FOLDER = Path(__file__).resolve().parents[1] / "data" / "reports"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
EVENT_F1 = 0.95
EVENT_F1_OF = {"de": 0.93, "nl": 0.92, "pl": 0.93}
SLOTS_RIGHT = 0.9
SLOTS_RIGHT_OF = {"de": 0.89, "en": 0.89}
"""What is less where shipments are read by what was learnt, no longer by frames made for these reports."""
SCALARS = ("killed", "wounded", "supplier", "recipient", "status")


class Gold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one event holds; "|" between names that are as good, `legs` as "from > to mode"."""

    kind: str
    places: dict[str, list[str]] = {}
    precision: dict[str, str] = {}
    legs: list[str] = []
    date: tuple[str, str] | None = None
    quantities: list[tuple[float, str, str]] = []
    weapon: str | None = None
    killed: int | None = None
    wounded: int | None = None
    supplier: str | None = None
    recipient: str | None = None
    status: str | None = None
    claimed_by: list[str] = []
    denied_by: list[str] = []


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and its events; none where nothing happened."""

    id: str
    published: str
    text: str
    events: list[Gold] = []


def read_reports(language: str) -> list[Report]:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table["articles"], list[Report])


def fold(text: object) -> str:
    plain = unicodedata.normalize("NFKD", str(text)).lower().replace("’", "'")
    return "".join(c for c in plain if not unicodedata.combining(c))


def is_one_of(wanted: str, have: str) -> bool:
    return any(fold(name) in fold(have) for name in wanted.split("|"))


def slots_of(gold: Gold, event: Event) -> Iterator[tuple[str, bool]]:
    yield from place_slots(gold, event)
    if gold.date:
        yield "date", event.date is not None and (event.date.start, event.date.end) == gold.date
    counts = {(q.value, str(q.qualifier), q.unit) for q in event.quantities}
    yield from (("quantity", quantity in counts) for quantity in gold.quantities)
    if gold.weapon:
        yield "weapon", is_one_of(gold.weapon, event.weapon or "")
    have = scalars_of(event)
    yield from ((key, have[key] == getattr(gold, key)) for key in SCALARS if getattr(gold, key) is not None)
    yield from (("claimed_by", is_one_of(name, " | ".join(event.claimed_by))) for name in gold.claimed_by)
    yield from (("denied_by", is_one_of(name, " | ".join(event.denied_by))) for name in gold.denied_by)


def place_slots(gold: Gold, event: Event) -> Iterator[tuple[str, bool]]:
    for role, names in gold.places.items():
        accepted = {role, "origin"} if gold.kind == "test" else {role}
        for name in names:
            yield f"{role} {name}", any(name in place.name and place.role in accepted for place in event.places)
    for name, precision in gold.precision.items():
        yield "precision", any(name in place.name and place.precision == precision for place in event.places)
    legs = {f"{event.places[leg.from_].name} > {event.places[leg.to].name} {leg.mode}" for leg in event.legs}
    yield from ((f"leg {leg}", leg in legs) for leg in gold.legs)


def scalars_of(event: Event) -> dict[str, Any]:
    hurt, actors = event.casualties, event.actors
    return {
        "killed": hurt.killed if hurt else None,
        "wounded": hurt.wounded if hurt else None,
        "supplier": actors.supplier if actors else None,
        "recipient": actors.recipient if actors else None,
        "status": event.status,
    }


def pair(gold: list[Gold], events: list[Event]) -> list[tuple[Gold, Event]]:
    """Pair each gold event with the event of its kind that fits it best, each once."""
    pairs, left = [], list(events)
    for want in gold:
        rivals = [event for event in left if event.kind == want.kind]
        if rivals:
            best = max(rivals, key=lambda event: sum(right for _, right in slots_of(want, event)))
            left.remove(best)
            pairs.append((want, best))
    return pairs


@pytest.fixture(scope="module")
def read(gazetteer):
    """Return a language's reports with the events read in each, every report an article of its own."""
    found: dict[str, list[tuple[Report, list[Event]]]] = {}

    def reports(language: str) -> list[tuple[Report, list[Event]]]:
        if language not in found:
            found[language] = [
                (report, list(events_of(report, language, gazetteer))) for report in read_reports(language)
            ]
        return found[language]

    return reports


def events_of(report: Report, language: str, gazetteer: Any) -> tuple[Event, ...]:
    particulars = Particulars(id=report.id, language=language, published=report.published)
    return read_events([make_source(report.text, report.id, particulars, report.id)], gazetteer=gazetteer).events


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_are_those_an_editor_would_list(language, read):
    missed = [(r.id, len(r.events) - len(pair(r.events, events))) for r, events in read(language)]
    extra = [(r.id, len(events) - len(pair(r.events, events))) for r, events in read(language)]
    hit = sum(len(pair(r.events, events)) for r, events in read(language))
    wrong = sum(count for _, count in (*missed, *extra))
    assert 2 * hit / (2 * hit + wrong) >= EVENT_F1_OF.get(language, EVENT_F1), [
        name for name, count in (*missed, *extra) if count
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_slots_are_what_the_reports_say(language, read):
    slots = [
        (report.id, slot, right)
        for report, events in read(language)
        for gold, event in pair(report.events, events)
        for slot, right in slots_of(gold, event)
    ]
    wrong = [(name, slot) for name, slot, right in slots if not right]
    assert 1 - len(wrong) / len(slots) >= SLOTS_RIGHT_OF.get(language, SLOTS_RIGHT), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_that_tell_of_nothing_give_no_event(language, read):
    empty = [(report.id, [event.kind for event in events]) for report, events in read(language) if not report.events]
    assert empty
    assert [name for name, kinds in empty if kinds] == []


def test_every_report_has_a_text_and_names_of_its_own():
    assert known_languages() == LANGUAGES
    for language in LANGUAGES:
        reports = read_reports(language)
        assert len({report.id for report in reports}) == len(reports) >= 24
        told = [(r.text, name) for r in reports for e in r.events for names in e.places.values() for name in names]
        assert [name for text, name in told if name not in text] == []
