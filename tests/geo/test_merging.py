"""Articles in several languages joined: one event a happening, totals related, ids stable whatever is read beside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article
from geo.records import Relation

TEXTS = {
    "uk": (
        "2025-02-25",
        "У ніч на 24 лютого завод у Рязані атакували щонайменше шістьма безпілотниками, повідомив Генштаб.",
    ),
    "ru": (
        "2025-02-26",
        "Не менее шести беспилотников ударили в ночь на 24 февраля по заводу в Рязани, сообщил губернатор.",
    ),
    "en": ("2025-02-27", "Drones struck a refinery in Ryazan on the night of February 24, killing two people."),
    "de": ("2025-03-01", "Bei einem Raketenangriff auf Poltawa wurden am 27. Februar 2025 drei Menschen getötet."),
    "total": (
        "2025-03-02",
        "North Korea has shipped more than 20,000 containers of munitions to Russia since September 2023, Seoul said.",
    ),
    "part": (
        "2025-03-03",
        "North Korea delivered 1,000 containers of munitions to Russia in October 2023, the White House said.",
    ),
    "find": (
        "2025-03-04",
        (
            "UN monitors travelled to Ukraine in February and examined the debris of a missile found in Kharkiv. "
            "The remnants were found in Kharkiv on 2 January 2025."
        ),
    ),
}
LANGUAGES = {"total": "en", "part": "en", "find": "en"}


@pytest.fixture(scope="module")
def read(gazetteer):
    readings = {}
    for name, (published, text) in TEXTS.items():
        particulars = Particulars(id=name, language=LANGUAGES.get(name, name), published=published)
        readings[name] = read_article(make_source(text, name, particulars, name), gazetteer)

    def read_some(names):
        return join_readings([readings[name] for name in names], gazetteer=gazetteer, language="en").events

    return read_some


def test_one_strike_told_in_three_languages_is_one_event_with_three_reports(read):
    (event,) = read(["uk", "ru", "en"])
    assert {report.article for report in event.reports} == {"uk", "ru", "en"}
    assert [(q.value, q.qualifier, q.unit) for q in event.quantities] == [(6, "gte", "drone")]
    assert event.date.end == "2025-02-24"


def test_a_consignment_is_part_of_the_running_total_and_added_to_nothing(read):
    part, total = sorted(read(["total", "part"]), key=lambda event: event.quantities[0].value)
    assert [(link.event, link.as_) for link in part.related] == [(total.id, Relation.PART_OF)]
    assert [event.quantities[0].value for event in (part, total)] == [1000, 20000]


def test_the_day_of_an_examination_is_not_that_of_the_find(read):
    (event,) = read(["find"])
    assert (event.kind, event.date.start, event.date.end) == ("recovery", "2025-01-02", "2025-01-02")


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(sorted(TEXTS)), size=st.integers(min_value=1, max_value=len(TEXTS)))
def test_any_order_gives_the_same_events_and_a_later_article_renames_none(read, order, size):
    names = order[:size]
    events = read(names)
    assert read(sorted(names)) == events
    later = [name for name in TEXTS if TEXTS[name][0] > max(TEXTS[n][0] for n in names)]
    for name in later:
        assert {event.id for event in events} <= {event.id for event in read([*names, name])}
