"""Newspaper phrasings in every language with tables: each read on its own, its event and plain facts against the gold.

What the pipeline is known to read wrongly stands in tests/data/phrasings/known_failures.toml and is
expected to fail; `python data/build/build_known_failures.py` writes that list anew.
"""

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from geo.language.tables import known_languages
from geo.records import PlaceRole, check_date
from geo.records.values import is_country_code

TOP = Path(__file__).resolve().parents[2]
GROUPS = ("shipment", "strike", "recovery", "seizure", "deployment", "test")
OTHER_GROUPS = ("trap", "pair")
PER_GROUP = 30
NEGATIVE_PER_GROUP = 10
FEWER = {"es": (10, 3), "pl": (10, 3)}
"""Phrasings and negative ones per group of the languages that were added last."""


def load_lister() -> ModuleType:
    path = TOP / "data" / "build" / "build_known_failures.py"
    spec = importlib.util.spec_from_file_location("build_known_failures", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LISTER = load_lister()
PHRASINGS = {language: LISTER.read_phrasings(language) for language in LISTER.LANGUAGES}
KNOWN = LISTER.read_known_failures()
ALL = [phrasing for phrasings in PHRASINGS.values() for phrasing in phrasings]


def as_parameter(phrasing):
    known = KNOWN.get(phrasing.language, {}).get(phrasing.id)
    marks = [pytest.mark.xfail(strict=True, reason=known)] if known else []
    return pytest.param(phrasing, id=f"{phrasing.language}-{phrasing.id}", marks=marks)


@pytest.fixture(scope="module")
def read_once(gazetteer):
    """Return what is wrong with a phrasing; each is read once, as an article of its own."""
    found: dict[tuple[str, str], list[str]] = {}

    def shortfalls(phrasing) -> list[str]:
        key = (phrasing.language, phrasing.id)
        if key not in found:
            found[key] = LISTER.find_shortfalls(phrasing, gazetteer)
        return found[key]

    return shortfalls


@pytest.mark.parametrize("phrasing", [as_parameter(phrasing) for phrasing in ALL])
def test_phrasing_is_read_as_an_editor_would(phrasing, read_once):
    assert read_once(phrasing) == []


@pytest.mark.parametrize("language", LISTER.LANGUAGES)
def test_share_read_right_is_what_the_list_of_failures_says(language, read_once):
    wrong = {phrasing.id for phrasing in PHRASINGS[language] if read_once(phrasing)}
    assert wrong == set(KNOWN.get(language, {})), "run data/build/build_known_failures.py"


@pytest.mark.parametrize("language", LISTER.LANGUAGES)
def test_a_third_of_the_phrasings_per_kind_is_negative(language):
    sizes = Counter(phrasing.group for phrasing in PHRASINGS[language])
    negative = Counter(p.group for p in PHRASINGS[language] if p.kind == LISTER.NO_EVENT)
    assert set(sizes) == {*GROUPS, *OTHER_GROUPS}
    most, no_event = FEWER.get(language, (PER_GROUP, NEGATIVE_PER_GROUP))
    assert [group for group in GROUPS if sizes[group] < most or negative[group] < no_event] == []


def test_every_language_has_phrasings():
    assert known_languages() == LISTER.LANGUAGES


def test_ids_are_told_apart_and_known_failures_name_phrasings():
    ids = Counter((phrasing.language, phrasing.id) for phrasing in ALL)
    assert [name for name, count in ids.items() if count > 1] == []
    assert {(language, name) for language, names in KNOWN.items() for name in names} <= set(ids)


def test_no_text_stands_twice():
    assert [text for text, count in Counter(phrasing.text for phrasing in ALL).items() if count > 1] == []


@pytest.mark.parametrize("language", LISTER.LANGUAGES)
def test_gold_is_sound(language):
    for phrasing in PHRASINGS[language]:
        stated = phrasing.places or phrasing.supplier or phrasing.quantities or phrasing.date or phrasing.weapon
        assert bool(stated) == (phrasing.kind != LISTER.NO_EVENT), phrasing.id
        assert set(phrasing.places) <= set(PlaceRole), phrasing.id
        names = [name for names in phrasing.places.values() for name in names]
        assert [name for name in names if name not in phrasing.text] == [], phrasing.id
        countries = [code for code in (phrasing.supplier, phrasing.recipient) if code]
        assert all(is_country_code(code) for code in countries), phrasing.id
        if phrasing.date:
            check_date(phrasing.date.start)
            check_date(phrasing.date.end)
