"""Adds a line to results.jsonl for the version in pyproject.toml: figures that are the same on any machine.

Usage: results.py

How many lines and modules the house has, and what a sentence and a table's row pass through. A version that has a
line already gets its line anew.
"""

import json
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks.bench_moves import row_to_feature, sentence_to_event, walk

TOP = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("results.jsonl")
PACKAGES = ("gazetteer", "geo", "maps")


def figures() -> dict[str, object]:
    """Return this version's line."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = [path for package in PACKAGES for path in (TOP / package).rglob("*.py")]
    line: dict[str, object] = {
        "version": project["version"],
        "modules": len(modules),
        "lines": sum(path.read_text(encoding="utf-8").count("\n") for path in modules),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, action in (("sentence", sentence_to_event()), ("row", row_to_feature(Path(folder)))):
            action()
            walked = walk(action)
            line |= {f"{name}_modules": len(walked.modules), f"{name}_moves": walked.moves}
    return line


def main() -> int:
    """Write the line; return the exit status."""
    new = figures()
    kept = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()] if RESULTS.exists() else []
    lines = [line for line in kept if line["version"] != new["version"]] + [new]
    RESULTS.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    print(json.dumps(new))
    return 0


if __name__ == "__main__":
    sys.exit(main())
