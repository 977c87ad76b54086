"""Every fault that a graphics desk sent back, and every row of the accessibility table, has a test that is there."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def test_each_fault_and_criterion_is_held_by_tests_that_are_there():
    told = tomllib.loads((HERE / "faults.toml").read_text("utf-8"))
    assert {f"F{number}" for number in range(1, 31)} <= told.keys()
    missing = []
    for fault, tests in told.items():
        for path, _, name in (one.partition("::") for one in tests.split()):
            file = HERE / path
            if not (file.is_file() and re.search(rf"^def {name}\(", file.read_text("utf-8"), re.MULTILINE)):
                missing.append((fault, path, name))
    assert missing == []
