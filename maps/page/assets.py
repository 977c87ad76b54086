"""Scripts and style sheets that go into a page: Leaflet's and our own, without what they don't need there."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from maps.style import default_style, style_sheet

_ASSETS = Path(__file__).parents[1] / "assets"
_PAGE = (
    "lines", "ground", "drawing", "marks", "labels", "bulk", "panel", "timeline", "table", "story", "layers",
)  # fmt: skip
_LAYERS = ("lines", "drawing", "marks", "labels", "guest")
_UNUSED = re.compile(r"leaflet-(control-(layers|zoom|attribution)|popup|tooltip|bar\b|touch \.|div-icon)")
"""Leaflet's rules for parts that the page doesn't have."""


@cache
def leaflet_script() -> str:
    """Return Leaflet's own script."""
    return (_leaflet_folder() / "leaflet.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0].strip()


@cache
def leaflet_style() -> str:
    """Return Leaflet's own style sheet without the parts that our page doesn't have."""
    rules = re.findall(r"[^{}]+\{[^{}]*\}", whole_leaflet_style())
    return _tight(_without_remarks("\n".join(rule.strip() for rule in rules if not _UNUSED.search(rule))))


@cache
def whole_leaflet_style() -> str:
    """Return Leaflet's own style sheet without the pictures it would fetch."""
    text = (_leaflet_folder() / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"(behavior: )?url\([^)]*\)", "none", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _leaflet_folder() -> Path:
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


@cache
def asset(name: str) -> str:
    """Return one of the package's own scripts or style sheets."""
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def page_script() -> str:
    """Return the page's own script, one scope around all its files."""
    return _script(_PAGE)


@cache
def layers_script() -> str:
    """Return what draws layers on a map of somebody else's."""
    return _script(_LAYERS)


def _script(names: Iterable[str]) -> str:
    files = [_without_remarks(asset(f"{name}.js")) for name in names]
    return '(() => {\n"use strict";\n' + "\n".join(files) + "\n})();"


@cache
def page_style() -> str:
    """Return the page's own style sheet."""
    return _style("map", "page")


@cache
def layers_style() -> str:
    """Return the style sheet of layers on a map of somebody else's."""
    return style_sheet(default_style()) + _style("map", "guest")


def _style(*names: str) -> str:
    return "".join(_tight(_without_remarks(asset(f"{name}.css"))) for name in names)


def _tight(style: str) -> str:
    """Leave out the blanks that a style sheet's braces and semicolons don't need."""
    return re.sub(r"\s*([{};])\s*", r"\1", style).replace(";}", "}")


def _without_remarks(text: str) -> str:
    """Leave out indentation, blank lines and remarks on lines of their own: every page carries these files."""
    text = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
