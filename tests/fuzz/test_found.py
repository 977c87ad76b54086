"""Every seed, and every input that fuzzing ever found, is taken or refused with an error of ours."""

from pathlib import Path

import pytest

from tests.fuzz.targets import SEEDS, TARGETS

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_pass(name):
    for seed in (*SEEDS.get(name, ()), b"", b"\0" * 100, b"\xff\xfe" * 50):
        TARGETS[name](seed)
        TARGETS[name](seed[: len(seed) // 2])


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_passes(path):
    TARGETS[path.name.partition("-")[0]](path.read_bytes())
