"""The corpora that weights are learned from are named with address, licence and hash."""

import importlib.util
import tomllib
from hashlib import sha256
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CORPORA = tomllib.loads((TOP / "training" / "corpora.toml").read_text(encoding="utf-8"))


def test_every_corpus_has_an_address_a_licence_and_a_hash():
    for entry in CORPORA.values():
        assert set(entry) == {"file", "title", "address", "licence", "sha256"}
        assert len(entry["sha256"]) == 64


def test_the_own_corpus_is_the_one_named():
    own = CORPORA["annotated"]
    assert sha256((TOP / own["address"]).read_bytes()).hexdigest() == own["sha256"], (
        "write the new hash into corpora.toml"
    )


def test_a_corpus_of_other_bytes_is_told(tmp_path):
    spec = importlib.util.spec_from_file_location("corpora", TOP / "training" / "corpora.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("lgl.jsonl", "mine.jsonl"):
        (tmp_path / name).write_text("{}\n", encoding="utf-8")
    assert len(module.differing([tmp_path / "lgl.jsonl", tmp_path / "mine.jsonl"])) == 2
    assert module.differing([TOP / CORPORA["annotated"]["address"]]) == []
