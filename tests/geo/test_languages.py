"""Which language a text is in, and what becomes of one that events can't be read in."""

import tomllib
from pathlib import Path

import pytest

from geo.articles.languages import find_language
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.review.inputs import load_articles

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"
PORTUGUESE = "A polícia apreendeu 200 espingardas no porto de Lisboa na segunda-feira, segundo o governo."


@pytest.mark.parametrize("language", sorted(path.stem for path in REPORTS.glob("*.toml")))
def test_reports_are_told_to_be_in_their_language(language):
    table = tomllib.loads((REPORTS / f"{language}.toml").read_text(encoding="utf-8"))
    assert {find_language(report["text"]) for report in table["articles"]} == {language}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PORTUGUESE, "pt"),
        ("La guardia di finanza ha sequestrato a Gioia Tauro un carico di droni diretti in Libia.", "it"),
        ("Un atac cu drone a lovit portul Izmail în noaptea de luni spre marți, au anunțat autoritățile.", "ro"),
        ("Ryska robotar träffade Charkiv natten till måndagen.", "sv"),
    ],
)
def test_a_neighbour_language_is_not_taken_for_one_with_tables(text, language):
    assert find_language(text) == language


def test_no_event_is_read_from_a_language_without_tables(gazetteer):
    source = make_source("Rusia bombardeó Kiev el lunes.", "a", Particulars(language="pt"), "a")
    assert read_events([source], gazetteer=gazetteer).events == ()


def test_a_language_without_tables_is_told_in_one_line(tmp_path, gazetteer):
    del gazetteer
    (tmp_path / "lisboa.txt").write_text(PORTUGUESE, encoding="utf-8")
    lines: list[str] = []
    assert load_articles([tmp_path / "lisboa.txt"], report=lines.append).events.events == ()
    (line,) = lines
    assert line.startswith("lisboa: written in a language without tables, pt: no event is read")
