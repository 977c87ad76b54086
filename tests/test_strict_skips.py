"""With --strict-skips a skip that nobody expected fails the run."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("reason", "options", "status"),
    [
        ("the moon is full", ["--strict-skips"], 1),
        ("the moon is full", [], 0),
        ("../shared is absent: nothing to read", ["--strict-skips"], 0),
    ],
)
def test_an_unexpected_skip_fails_a_strict_run(reason, options, status, tmp_path):
    test = tmp_path / "test_skipping.py"
    test.write_text(f"import pytest\n\n\ndef test_it():\n    pytest.skip({reason!r})\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        (TOP / "tests" / "conftest.py")
        .read_text(encoding="utf-8")
        .replace("Path(__file__).resolve().parent.parent", f"Path({str(TOP)!r})"),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, test, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == status, done.stdout
    assert ("unexpected skip: " in done.stdout) == bool(status)
