"""The annotated articles: built files up to date, spans and gold sound."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from gazetteer.records import Precision, Role
from geo.records import Event

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "data" / "annotated"
LANGUAGES = ("de", "en", "fr", "nl", "ru", "uk")
GOLD_ONLY = {"same_as", "conflicts", "optional", "quote"}
COAST_TOLERANCE_DEG = 0.3  # the borders are generalised, so a port may lie a little off its country


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_annotated", TOP / "data" / "build" / "build_annotated.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


ARTICLES = {article["id"]: article for article in read_lines("toponyms.jsonl")}
GOLD = {gold["article"]: gold for gold in read_lines("events.jsonl")}
EVENTS = [(name, event) for name, gold in GOLD.items() for event in gold["events"]]


def test_build_leaves_no_difference():
    built = load_builder().build()
    for name, content in built.items():
        assert content == (FOLDER / name).read_text(encoding="utf-8"), f"{name}: run data/build/build_annotated.py"


def test_every_language_has_six_articles_and_one_without_events():
    assert Counter(a["language"] for a in ARTICLES.values()).keys() == set(LANGUAGES)
    for language in LANGUAGES:
        golds = [g for g in GOLD.values() if g["language"] == language]
        assert len(golds) >= 6
        assert any(g.get("none") for g in golds)


def test_every_language_has_two_articles_on_one_event():
    for language in LANGUAGES:
        keys = Counter(e.get("same_as") for n, e in EVENTS if GOLD[n]["language"] == language and "same_as" in e)
        assert any(count > 1 for count in keys.values())


@pytest.mark.parametrize("name", ARTICLES)
def test_spans_equal_their_text_and_do_not_overlap(name):
    article = ARTICLES[name]
    end = 0
    for toponym in article["toponyms"]:
        assert toponym["start"] >= end
        end = toponym["end"]
        assert article["text"][toponym["start"] : end] == toponym["text"]
        assert Role(toponym["role"])
        assert toponym["precision"] is None or Precision(toponym["precision"])
    assert article["toponyms"]


@pytest.mark.parametrize("name", ARTICLES)
def test_located_roles_have_a_position_and_people_have_none(name):
    for toponym in ARTICLES[name]["toponyms"]:
        has_position = toponym["lat"] is not None and toponym["lon"] is not None
        assert has_position == (toponym["role"] not in ("person", "organisation")), toponym


def test_literal_places_lie_in_their_country():
    areas = pytest.importorskip("gazetteer.match.areas", reason="the borders are not there")
    from shapely.geometry import Point

    countries = areas.countries()
    on_land = [
        (name, t)
        for name, article in ARTICLES.items()
        for t in article["toponyms"]
        if t["role"] in ("literal", "venue") and t["country"] in countries and t["precision"] != "sea"
    ]
    off = {
        (n, t["text"])
        for n, t in on_land
        if countries[t["country"]].distance(Point(t["lon"], t["lat"])) > COAST_TOLERANCE_DEG
    }
    assert on_land
    assert not off


@pytest.mark.parametrize(("name", "event"), EVENTS, ids=[f"{n}:{e['kind']}" for n, e in EVENTS])
def test_gold_event_is_a_valid_record_and_its_words_are_in_the_text(name, event):
    text = ARTICLES[name]["text"]
    record = {key: value for key, value in event.items() if key not in GOLD_ONLY}
    msgspec.convert({"id": name, **record}, Event)
    for place in event.get("places", []):
        assert place["name"] in text
        assert any(place["name"] in t["text"] or t["text"] in place["name"] for t in ARTICLES[name]["toponyms"])
    assert event.get("quote", "") in text
    date = event.get("date", {})
    assert (date.get("end") or "") <= GOLD[name]["published"] or date.get("precision") in ("month", "year", "season")
    if date.get("precision") == "day":
        assert date["start"] == date["end"]
