"""The table of small faults fits the modules as they are: one that can no longer be put in is nothing seen."""

import importlib.util
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def load_mutants():
    spec = importlib.util.spec_from_file_location("mutants", TOP / "benchmarks" / "mutants.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MUTANTS = load_mutants()
TABLE = MUTANTS.tomllib.loads(MUTANTS.FAULTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", TABLE["named"], ids=lambda entry: entry["what"])
def test_a_named_fault_fits_its_module(entry):
    assert MUTANTS.named_fault(entry) is not None


def test_modules_and_tests_named_are_there():
    named = {*TABLE["modules"], *(test for tests in TABLE["modules"].values() for test in tests)}
    named |= {test for entry in TABLE["named"] for test in entry["tests"]}
    assert [name for name in sorted(named) if not (TOP / name).is_file()] == []


def test_faults_are_small_and_of_every_sort():
    source = "é = 1\nif not (a < 2 and b is None):\n    return True\n"
    changed = {fault.applied(source) for fault in MUTANTS.faults_in("m.py", source)}
    assert source.replace("1", "2") in changed
    assert source.replace("not (", " (") in changed
    assert source.replace("<", "<=") in changed
    assert source.replace(" and ", " or ") in changed
    assert source.replace("is None", "is not None") in changed
    assert source.replace("True", "False") in changed
