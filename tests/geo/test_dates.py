"""Dates in six languages, absolute and told from the day of publication."""

import datetime as dt

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.language.dates.finding import count_on, find_dates
from geo.language.tables import event_tables
from geo.records import DatePrecision, EventDate

PUBLISHED = dt.date(2024, 9, 11)  # a Wednesday

CASES = [
    ("fr", "entre le 1er octobre et le 3 novembre", "2023-10-01", "2023-11-03"),
    ("fr", "en juillet et août", "2024-07-01", "2024-08-31"),
    ("fr", "mercredi", "2024-09-11", "2024-09-11"),
    ("fr", "jeudi", "2024-09-05", "2024-09-05"),
    ("fr", "dans la nuit de samedi à dimanche", "2024-09-07", "2024-09-08"),
    ("fr", "fin août", "2024-08-21", "2024-08-31"),
    ("fr", "au début de cette année", "2024-01-01", "2024-03-31"),
    ("fr", "l’année dernière", "2023-01-01", "2023-12-31"),
    ("en", "overnight from Saturday to Sunday", "2024-09-07", "2024-09-08"),
    ("en", "between September 7 and October 1, 2023", "2023-09-07", "2023-10-01"),
    ("en", "in the first months of this year", "2024-01-01", "2024-09-11"),
    ("en", "two weeks ago", "2024-08-26", "2024-09-01"),
    ("de", "in der Nacht zum Freitag", "2024-09-05", "2024-09-06"),
    ("de", "am 05.03.2024", "2024-03-05", "2024-03-05"),
    ("nl", "in de nacht van donderdag op vrijdag", "2024-09-05", "2024-09-06"),
    ("uk", "минулого тижня", "2024-09-02", "2024-09-08"),
    ("uk", "у ніч на п’ятницю", "2024-09-05", "2024-09-06"),
    ("ru", "в прошлом месяце", "2024-08-01", "2024-08-31"),
    ("en", "in the second half of August", "2024-08-16", "2024-08-31"),
    ("en", "in the first days of August", "2024-08-01", "2024-08-10"),
    ("en", "in the first half of 2023", "2023-01-01", "2023-06-30"),
    ("en", "since mid-August", "2024-08-11", "2024-09-11"),
    ("fr", "dans la seconde quinzaine d'août", "2024-08-16", "2024-08-31"),
    ("de", "in der zweiten Hälfte des August", "2024-08-16", "2024-08-31"),
    ("es", "en la primera quincena de agosto", "2024-08-01", "2024-08-15"),
    ("nl", "halverwege augustus", "2024-08-11", "2024-08-20"),
    ("pl", "w drugiej połowie sierpnia", "2024-08-16", "2024-08-31"),
    ("ru", "в первых числах августа", "2024-08-01", "2024-08-10"),
    ("uk", "у другій половині серпня", "2024-08-16", "2024-08-31"),
]

ALONE = [
    ("en", "left on July 27 and docked on the 30th", "2024-07-30"),
    ("fr", "parti le 27 juillet, le cargo a accosté le 30, d'après les données", "2024-07-30"),
    ("fr", "parti le 27 juillet, le cargo a accosté le 2 dans la soirée", "2024-08-02"),
    ("es", "zarpó el 27 de julio y atracó el 30 en el puerto", "2024-07-30"),
    ("de", "lief am 27. Juli aus und machte am 30. in Bar fest", "2024-07-30"),
    ("nl", "vertrok op 27 juli en meerde op de 30ste af", "2024-07-30"),
    ("ru", "вышло 27 июля и 30-го числа ошвартовалось", "2024-07-30"),
    ("uk", "вийшло 27 липня, а 30-го числа пришвартувалося", "2024-07-30"),
]


@pytest.mark.parametrize(("language", "text", "day"), ALONE)
def test_a_day_without_its_month_is_of_the_month_told_before(language, text, day):
    found, _ = count_on(find_dates(text, event_tables(language), published=PUBLISHED), None, PUBLISHED)
    assert [one.date.start for one in found][1:] == [day]


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "le 20 heures de la chaîne"), ("de", "am 4. Advent"), ("ru", "бойцы 30-го полка"), ("es", "el 11-S")],
)
def test_a_number_of_something_else_is_no_day(language, text):
    assert not find_dates(text, event_tables(language), published=PUBLISHED)


@pytest.mark.parametrize(("language", "text", "start", "end"), CASES)
def test_dates_are_resolved_to_both_their_ends(language, text, start, end):
    found = find_dates(text, event_tables(language), published=PUBLISHED)
    assert [(date.date.start, date.date.end) for date in found] == [(start, end)]


@pytest.mark.parametrize("text", ["jeudi", "le mois dernier", "le 18 août", "il y a deux jours"])
def test_a_date_told_from_publication_stays_unresolved_without_it(text):
    (found,) = find_dates(text, event_tables("fr"), published=None)
    assert found.date is not None
    assert found.date.start is None
    assert found.date.text in text


def test_a_day_that_does_not_exist_is_no_date():
    found = find_dates("le 31 février 2024", event_tables("fr"), published=PUBLISHED)
    assert [date.date for date in found] == [None]


@pytest.mark.parametrize("language", ["fr", "en", "de", "nl", "uk", "ru"])
def test_every_month_of_the_table_is_read(language):
    tables = event_tables(language)
    for number, forms in enumerate(tables.dates["months"], 1):
        for form in forms:
            (found,) = find_dates(f"12 {form} 2022", tables, published=None) or [None]
            assert found is not None, form
            assert found.date is not None, form
            assert found.date.start is not None, form
            assert found.date.start[:7] == f"2022-{number:02d}", form


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ukraine by oblast\n\nThursday 13 November, 8 a.m.\n\nThree bombs fell on Shostka.\n"),
        (
            "de",
            "Die Lage\n\nStand Donnerstag, 13. November 2025, 9 Uhr.\n\nDrei Bomben fielen auf Poltawa.\n",
        ),
        ("nl", "Overzicht\n\nDonderdag 13 november 2025, bijgewerkt om 08.30 uur\n\nDrie bommen vielen op Poltava.\n"),
    ],
)
def test_what_has_no_day_is_of_the_day_that_a_header_gives(language, text, gazetteer):
    source = make_source(text, "a", Particulars(language=language, published="2025-11-14"), "a")
    (event,) = read_events([source], gazetteer=gazetteer).events
    assert event.date is not None
    assert event.date.start == "2025-11-13"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "A drone hit Poltava on 16 November. Two days earlier, shells landed in Sumy.", "2025-11-14"),
        ("en", "A drone hit Poltava on 10 November. Three days later missiles struck Sumy.", "2025-11-13"),
        (
            "de",
            "Am 10. November traf eine Drohne Poltawa. Zwei Tage später schlug eine Rakete in Sumy ein.",
            "2025-11-12",
        ),
        (
            "de",
            "Am 10. November traf eine Drohne Poltawa. Drei Tage zuvor schlug eine Rakete in Sumy ein.",
            "2025-11-07",
        ),
        (
            "fr",
            "Le 10 novembre, un drone a frappé Poltava. Trois jours plus tôt, un missile avait frappé Soumy.",
            "2025-11-07",
        ),
        ("es", "El 10 de noviembre un dron atacó Poltava. Dos días después un misil impactó en Sumy.", "2025-11-12"),
        ("nl", "Op 10 november trof een drone Poltava. Twee dagen eerder trof een raket Soemy.", "2025-11-08"),
        ("pl", "10 listopada dron uderzył w Połtawę. Dwa dni wcześniej rakieta uderzyła w Sumy.", "2025-11-08"),
        ("ru", "10 ноября беспилотник ударил по Полтаве. Двумя днями ранее ракета ударила по Сумам.", "2025-11-08"),
        ("uk", "10 листопада дрон ударив по Полтаві. Через два дні ракета влучила в Суми.", "2025-11-12"),
    ],
)
def test_days_earlier_and_later_count_from_the_day_told_before(language, text, day, gazetteer):
    source = make_source(f"{text}\n", "a", Particulars(language=language, published="2025-11-20"), "a")
    found = {event.places[0].label: event.date for event in read_events([source], gazetteer=gazetteer).events}
    (other,) = [date for label, date in found.items() if not label.startswith(("Po", "По"))]
    assert (other.start, other.end) == (day, day)


YEARS = [
    ("en", "on 2 February of the same year", "2022-02-02", "2022-02-02"),
    ("en", "between June and August last year", "2023-06-01", "2023-08-31"),
    ("de", "im Januar desselben Jahres", "2022-01-01", "2022-01-31"),
    ("fr", "en janvier de la même année", "2022-01-01", "2022-01-31"),
    ("es", "entre junio y agosto del año pasado", "2023-06-01", "2023-08-31"),
    ("nl", "op 2 februari van hetzelfde jaar", "2022-02-02", "2022-02-02"),
    ("pl", "2 lutego tego samego roku", "2022-02-02", "2022-02-02"),
    ("ru", "2 февраля того же года", "2022-02-02", "2022-02-02"),
    ("uk", "у січні того ж року", "2022-01-01", "2022-01-31"),
]


@pytest.mark.parametrize(("language", "text", "start", "end"), YEARS)
def test_a_year_told_after_a_day_or_months_is_theirs(language, text, start, end):
    told = EventDate(start="2022-03-12", end="2022-03-12", precision=DatePrecision.DAY)
    found, _ = count_on(find_dates(text, event_tables(language), published=PUBLISHED), told, PUBLISHED)
    assert [(date.date.start, date.date.end) for date in found] == [(start, end)]


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        (
            "en",
            "From 3 March to 28 April 2024 monitors counted 34 cargo flights with arms from Bosaso, Somalia, to Nyala.",
            "2024-03-03",
            "2024-04-28",
        ),
        (
            "nl",
            "In april landden 's nachts negen vliegtuigen met wapens uit Bosaso in Nyala.",
            "2024-04-01",
            "2024-04-30",
        ),
        ("uk", "Генштаб підтвердив учорашній удар ракетами по Воронежу.", "2024-09-10", "2024-09-10"),
    ],
)
def test_what_is_counted_or_confirmed_keeps_its_own_days(language, text, start, end, gazetteer):
    source = make_source(text, "a", Particulars(language=language, published="2024-09-11"), "a")
    (event,) = read_events([source], gazetteer=gazetteer).events
    assert (event.date.start, event.date.end) == (start, end)


def test_days_later_without_a_day_told_before_are_no_day():
    found = find_dates("Three days later", event_tables("en"), published=PUBLISHED)
    assert [date.date for date in count_on(found, None, PUBLISHED)[0]] == [None]


def test_what_was_told_on_a_day_has_the_day_of_the_article(gazetteer):
    text = (
        "KYIV, 21 October - Drones struck the town of Sumy on Tuesday, killing four people.\n\n"
        "The General Staff said on Tuesday evening that it had fired missiles at a plant in Bryansk during the day.\n"
    )
    source = make_source(text, "a", Particulars(language="en", published="2025-10-21"), "a")
    events = read_events([source], gazetteer=gazetteer).events
    (bryansk,) = [event for event in events if any(place.label == "Bryansk" for place in event.places)]
    assert bryansk.date is not None
    assert bryansk.date.start == "2025-10-21"
