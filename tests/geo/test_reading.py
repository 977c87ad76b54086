"""Articles read together: one event for several reports, stable ids, an editor's changes kept."""

import itertools

import msgspec
import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article
from geo.review.checking import Question, check_events
from geo.review.update import update_events

TEXTS = {
    "a": (
        "2023-10-14",
        "fr",
        "La Corée du Nord a livré à la Russie plus de 1 000 conteneurs de munitions, a affirmé la Maison Blanche.",
    ),
    "b": (
        "2023-10-16",
        "en",
        (
            "The White House said North Korea had delivered more than 1,000 containers of munitions to Russia.\n\n"
            "Russia has denied that North Korea supplied it with weapons."
        ),
    ),
    "c": ("2024-01-03", "fr", "Un missile a frappé Kharkiv le 2 janvier 2024, tuant trois personnes, selon la police."),
}


def source(name):
    published, language, text = TEXTS[name]
    return make_source(text, name, Particulars(id=name, language=language, published=published), name)


@pytest.fixture(scope="module")
def read(gazetteer):
    readings = {name: read_article(source(name), gazetteer) for name in TEXTS}

    def read_some(names):
        return join_readings([readings[name] for name in names], gazetteer=gazetteer, language="fr")

    return read_some


def test_two_articles_report_one_event_and_their_numbers_are_not_added(read):
    (event,) = read(["a", "b"]).events
    assert {report.article for report in event.reports} == {"a", "b"}
    assert [(q.value, q.qualifier, q.unit) for q in event.quantities] == [(1000, "gt", "container")]
    assert (event.actors.supplier, event.actors.recipient) == ("KP", "RU")
    assert event.claimed_by == ("White House",)
    assert (event.denied_by, event.disputed, event.status) == (("Russia",), True, "claimed")


def test_ids_do_not_depend_on_the_order_or_on_one_more_article(read):
    whole = {event.id for event in read(["a", "b", "c"]).events}
    for names in itertools.permutations(TEXTS):
        assert {event.id for event in read(names).events} == whole
    assert {event.id for event in read(["a"]).events} < whole
    assert {event.id for event in read(["a", "c"]).events} == whole


def test_the_same_articles_yield_the_same_bytes(read):
    assert msgspec.json.encode(read(["c", "a", "b"])) == msgspec.json.encode(read(["a", "b", "c"]))


def test_quotes_are_the_articles_own_words(read):
    for event in read(TEXTS).events:
        for report in event.reports:
            assert TEXTS[report.article][2][report.start : report.end] == report.quote


def test_a_reviewed_event_survives_a_re_read(read):
    old = read(["a", "c"])
    edited = [
        msgspec.structs.replace(event, title="Changed by hand", reviewed=True) if event.kind == "strike" else event
        for event in old.events
    ]
    updated = update_events(msgspec.structs.replace(old, events=tuple(edited)), read(["a", "b", "c"]))
    strike = next(event for event in updated.events if event.kind == "strike")
    assert (strike.title, strike.reviewed) == ("Changed by hand", True)
    assert {event.id for event in updated.events} == {event.id for event in old.events}
    shipment = next(event for event in updated.events if event.kind == "shipment")
    assert {report.article for report in shipment.reports} == {"a", "b"}


def test_check_lists_what_is_not_known(read):
    questions = {finding.question for finding in check_events(read(["a", "b"]))}
    assert {Question.UNPLACED, Question.UNDATED, Question.DISPUTED} <= questions


def test_casualties_and_place_of_a_strike(read):
    (event,) = read(["c"]).events
    assert (event.kind, event.casualties.killed, event.date.start) == ("strike", 3, "2024-01-02")
    assert [(place.role, place.country, place.precision) for place in event.places] == [("site", "UA", "settlement")]


@pytest.mark.parametrize(
    ("text", "labels", "shown"),
    [
        ("Un missile a frappé Rozjivka, en Ukraine, le 18 août 2024.", "fr", "Rozjivka"),
        ("Un missile a frappé Rojivka, en Ukraine, le 18 août 2024.", "fr", "Rojivka"),
        ("Un missile a frappé Rozjivka, en Ukraine, le 18 août 2024.", "en", "Rozhivka"),
        ("Un missile est tombé dans la région de Poltava le 18 août 2024.", "fr", "oblast de Poltava"),
    ],
)
def test_a_town_is_shown_as_the_articles_of_that_language_write_it(gazetteer, text, labels, shown):
    article = make_source(text, "x", Particulars(id="x", language="fr", published="2024-08-20"), "x")
    (event,) = join_readings([read_article(article, gazetteer)], gazetteer=gazetteer, language=labels).events
    assert [place.label for place in event.places] == [shown]
