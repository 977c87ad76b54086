"""Dates in six languages, absolute and told from the day of publication."""

import datetime as dt

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.language.dates.finding import find_dates
from geo.language.tables import event_tables

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
]


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
