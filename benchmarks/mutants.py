"""Puts small faults into the modules that decide, one at a time, and counts how many the tests see.

Usage: mutants.py [--each N] [--only WORD] [--named]

`mutants.toml` says which tests answer for which module, and names faults that once went unseen. Beside those, N
faults a module are drawn with a fixed seed: a comparison turned, `and` for `or`, a `not` dropped, a number raised, a
truth turned. All of it happens in a copy of the tree. A fault that changes nothing (a bound that no case can reach)
counts as unseen, so the score never quite reaches one. The exit status is 1 where a named fault goes unseen or no
longer fits its module.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct

TOP = Path(__file__).resolve().parent.parent
FAULTS = Path(__file__).with_suffix(".toml")
COPIED = ("gazetteer", "geo", "maps", "tests", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
LINKED = ("data", "build")
TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in",
          "is": "is not", "is not": "is"}  # fmt: skip
LARGE = 100
TIMEOUT_S = 300.0
SEED = 13
At = Callable[[int, int], int]
"""Where a line and a column of the syntax tree lie in the text."""


class Fault(Struct, frozen=True):
    """One change of a module's text."""

    module: str
    start: int
    end: int
    text: str

    def applied(self, source: str) -> str:
        """Return the module's text with the fault in it."""
        return source[: self.start] + self.text + source[self.end :]

    def line(self, source: str) -> str:
        """Return where it is and what it changes."""
        number = source.count("\n", 0, self.start) + 1
        was, now = (" ".join(text.split()) for text in (source[self.start : self.end], self.text))
        return f"{self.module}:{number}: {was!r} becomes {now!r}"


def faults_in(module: str, source: str) -> Iterator[Fault]:
    """Yield every small fault that a module may have."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def at(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(ast.parse(source)):
        for start, end, text in _changes(node, source, at):
            yield Fault(module, start, end, text)


def _changes(node: ast.AST, source: str, at: At) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        start, end = _between(node.left, node.comparators[0], at)
        operator = " ".join(re.sub(r"[()\\]|#.*", " ", source[start:end]).split())
        if operator in TURNED:
            yield start, end, source[start:end].replace(operator, TURNED[operator], 1)
    elif isinstance(node, ast.BoolOp):
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            start, end = _between(left, right, at)
            yield start, end, re.sub(rf"\b{word}\b", other, source[start:end], count=1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        start = at(node.lineno, node.col_offset)
        yield start, start + len("not"), ""
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = node.value
        changed = not value if isinstance(value, bool) else value + 1 if value < LARGE else value * 10
        yield at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0), repr(changed)


def _between(left: ast.expr, right: ast.expr, at: At) -> tuple[int, int]:
    return at(left.end_lineno or 0, left.end_col_offset or 0), at(right.lineno, right.col_offset)


def named_fault(entry: dict[str, Any]) -> Fault | None:
    """Return a fault that the table spells out, or None where its module no longer reads so."""
    source = (TOP / entry["module"]).read_text(encoding="utf-8") if (TOP / entry["module"]).exists() else ""
    if source.count(entry["old"]) != 1:
        return None
    start = source.index(entry["old"])
    return Fault(entry["module"], start, start + len(entry["old"]), entry["new"])


def copy_tree(into: Path) -> None:
    """Copy what tests need; data is linked, since no fault touches it."""
    for name in COPIED:
        source = TOP / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, into / name)
    for name in LINKED:
        (into / name).symlink_to(TOP / name)


def passes(tree: Path, tests: list[str]) -> bool:
    """Return whether tests pass in a copy; running too long is failing."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    try:
        return not subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, check=False, timeout=TIMEOUT_S
        ).returncode
    except subprocess.TimeoutExpired:
        return False


def is_seen(tree: Path, fault: Fault, tests: list[str]) -> bool:
    """Return whether tests fail with a fault in its module; the module is mended after."""
    path = tree / fault.module
    source = path.read_text(encoding="utf-8")
    path.write_text(fault.applied(source), encoding="utf-8")
    try:
        return not passes(tree, tests)
    finally:
        path.write_text(source, encoding="utf-8")


def try_named(tree: Path, entries: list[dict[str, Any]]) -> int:
    """Try the named faults and say of each whether it was seen; return how many were not."""
    unseen = 0
    for entry in entries:
        fault = named_fault(entry)
        seen = fault is not None and is_seen(tree, fault, entry["tests"])
        said = "seen" if seen else "UNSEEN" if fault else "no longer fits its module"
        print(f"{entry['what']}: {said}", flush=True)
        unseen += not seen
    return unseen


def try_drawn(tree: Path, module: str, tests: list[str], each: int) -> Counter[str]:
    """Try faults drawn from a module, print those unseen, and return how many were tried and seen."""
    source = (tree / module).read_text(encoding="utf-8")
    every = list(faults_in(module, source))
    drawn = random.Random(SEED).sample(every, min(each, len(every)))  # noqa: S311 - no secret
    counts: Counter[str] = Counter(tried=len(drawn))
    for fault in drawn:
        seen = is_seen(tree, fault, tests)
        counts["seen"] += seen
        if not seen:
            print(f"  unseen: {fault.line(source)}", flush=True)
    print(f"{module}: {counts['seen']} of {counts['tried']} seen, of {len(every)} that there may be", flush=True)
    return counts


def main() -> int:
    """Try faults; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=8, help="faults drawn a module")
    parser.add_argument("--only", default="", help="modules whose path holds this")
    parser.add_argument("--named", action="store_true", help="the named faults alone")
    asked = parser.parse_args()
    table = tomllib.loads(FAULTS.read_text(encoding="utf-8"))
    modules = {name: tests for name, tests in table["modules"].items() if asked.only in name and not asked.named}
    named = [entry for entry in table["named"] if asked.only in entry["module"]]
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_tree(tree)
        every = sorted({test for tests in (*modules.values(), *(one["tests"] for one in named)) for test in tests})
        if not passes(tree, every):
            sys.exit("the tests fail without any fault; mend them first")
        unseen = try_named(tree, named)
        for module, tests in modules.items():
            total += try_drawn(tree, module, tests, asked.each)
    if total["tried"]:
        print(f"drawn: {total['seen']} of {total['tried']} seen ({total['seen'] / total['tried']:.0%})")
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())
