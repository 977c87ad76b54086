"""Recognisers behind one protocol: one of our own, spaCy where it is installed, and what happens where it is not."""

import importlib.util
import re

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.toponyms.find import find_toponyms
from gazetteer.toponyms.recognition.recognisers import SpacyRecogniser, open_recogniser
from geo.cli.app import run

TEXT = "Two trucks left Najin for Khasan, said a driver from Vladivostok."


class CapitalWords:
    """The smallest recogniser there is: every word with a capital inside a sentence."""

    def spans(self, text):
        """Return their spans."""
        return [found.span() for found in re.finditer(r"(?<=[a-z] )[A-Z][a-z]+", text)]


def test_spans_of_any_recogniser_are_resolved(gazetteer):
    found = find_toponyms(TEXT, gazetteer=gazetteer, language="en", given_spans=CapitalWords().spans(TEXT))
    assert [(one.text, one.country) for one in found] == [("Najin", "KP"), ("Khasan", "RU"), ("Vladivostok", "RU")]


def test_spacy_entities_of_places_are_resolved(gazetteer):
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [{"label": "GPE", "pattern": "Najin"}, {"label": "PERSON", "pattern": "Khasan"}]
    )
    found = find_toponyms(TEXT, gazetteer=gazetteer, given_spans=SpacyRecogniser(pipeline).spans(TEXT))
    assert [one.text for one in found] == ["Najin"]


@pytest.mark.parametrize("named", ["spacy", "flair:ner", "spacy:", ""])
def test_unknown_recognisers_are_named(named):
    with pytest.raises(GazetteerError, match="expected spacy:MODEL or gliner:MODEL"):
        open_recogniser(named)


@pytest.mark.parametrize(("package", "named"), [("spacy", "spacy:no_such_model"), ("gliner", "gliner:no-such-model")])
def test_absent_package_is_one_line(tmp_path, capsys, package, named):
    if importlib.util.find_spec(package):
        pytest.skip(f"{package} is installed here")
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run(["toponyms", str(path), "--recogniser", named]) == 1
    message = capsys.readouterr().err.strip()
    assert "is not installed" in message
    assert message.count("\n") == 0


def test_recogniser_and_given_spans_exclude_each_other(tmp_path, capsys):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"id": 1, "text": "Kyiv", "toponyms": []}\n', encoding="utf-8")
    assert run(["toponyms", "--jsonl", str(path), "--given-spans", "--recogniser", "spacy:x"]) == 2
    assert "--recogniser" in capsys.readouterr().err
