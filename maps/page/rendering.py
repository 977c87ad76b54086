"""The page's templates, scripts and styles: every value that a template is given is escaped, whatever it holds."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from maps.layout.symbols import GLYPHS, dash_count, is_second

_FOLDER = Path(__file__).parent / "templates"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def render(name: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template tells
    """Return a template, by its file's name without `.html.j2`, filled in; leaving out what it asks for is an error."""
    return _environment().get_template(f"{name}.html.j2").render(**values)


def outside(text: str) -> Markup:
    """Return text from outside as markup: escaped, and closed in on itself where it runs the other way."""
    return Markup("<bdi>{}</bdi>").format(text) if _RIGHT_TO_LEFT.search(text) else escape(text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
    environment.filters["outside"] = outside
    environment.tests["second"] = is_second
    environment.globals["glyphs"] = [(name, path, dash_count(name)) for name, path in GLYPHS.items()]
    return environment


_ASSETS = Path(__file__).parents[1] / "assets"


@cache
def asset(name: str) -> str:
    """Return one of the package's own files, as `embed.js` or `built/page.js`."""
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def leaflet(name: str) -> str:
    """Return Leaflet's whole `leaflet.js` or `leaflet.css`, without what it would fetch."""
    from xstatic.pkg import leaflet as package

    text = (Path(package.BASE_DIR) / name).read_text(encoding="utf-8").split("//# sourceMappingURL")[0].strip()
    if name.endswith(".js"):
        return text
    return re.sub(r"(behavior: )?url\([^)]*\)", "none", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
