"""The sample articles: complete front matter, a sourced claim each, a readable length."""

import datetime as dt
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "articles"
SAMPLES = sorted(FOLDER.glob("*.md"))


def read_sample(path: Path) -> tuple[dict[str, str], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.strip().splitlines())
    return {key: value.strip('"') for key, value in fields.items()}, body.strip()


def test_samples_are_in_both_languages():
    assert {read_sample(path)[0]["language"] for path in SAMPLES} == {"fr", "en"}
    assert len(SAMPLES) >= 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_has_front_matter_and_a_public_source(path):
    fields, body = read_sample(path)
    assert fields["title"]
    assert fields["publisher"] == "armsatlas sample"
    assert re.fullmatch(r"https?://\S+", fields["url"])
    assert dt.date.fromisoformat(fields["published"]) < dt.date(2025, 6, 1)
    assert 150 <= len(body.split()) <= 350


def test_samples_tell_the_same_claim_with_two_first_days():
    texts = {path.stem[:2]: read_sample(path)[1] for path in SAMPLES}
    assert "du 1er septembre au 1er octobre 2023" in texts["01"]
    assert "Between September 7 and October 1, 2023" in texts["02"]
