"""What the tests of every package share: an index of their own, and the shared material where there is any."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

TOP = Path(__file__).resolve().parent.parent
# Set before anything opens a gazetteer; kept between runs, since an index rebuilds itself when its sources change.
os.environ["ARMSATLAS_CACHE"] = str(TOP / "build" / "test-cache")
os.environ.pop("ARMSATLAS_GAZETTEER", None)
# Nothing is timed: a machine that others use too is slow at times.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def gazetteer():
    """The default gazetteer, over the real index."""
    from gazetteer import Gazetteer

    return Gazetteer.open()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material shared with developers, which no test may need."""
    folder = TOP.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent: the five texts and their answer key are not part of the project")
    return folder


def pytest_addoption(parser):
    parser.addoption("--strict-skips", action="store_true", help="fail where a test skips for an unexpected reason")


def pytest_terminal_summary(terminalreporter, config):
    """With --strict-skips, name the skips that nobody expected; the exit status follows in pytest_sessionfinish."""
    if config.getoption("--strict-skips"):
        for reason in _unexpected_skips(terminalreporter):
            terminalreporter.write_line(f"unexpected skip: {reason}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--strict-skips") and reporter and _unexpected_skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unexpected_skips(reporter) -> list[str]:
    lines = (TOP / "tests" / "expected_skips.txt").read_text(encoding="utf-8").splitlines()
    expected = [re.compile(line) for line in lines if line and not line.startswith("#")]
    reasons = {
        str(report.longrepr[2]) for report in reporter.stats.get("skipped", []) if not hasattr(report, "wasxfail")
    }
    return sorted(reason for reason in reasons if not any(one.search(reason) for one in expected))
