"""Folium's part: the map element and the figure, without links, random ids or text in its templates."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from maps.errors import PageError

_ASSETS = Path(__file__).parents[1] / "assets"
_SCRIPTS = ("lines", "ground", "marks", "labels", "bulk", "panel", "timeline", "table", "story")
_TEMPLATE = """
{% macro html(this, kwargs) %}<div class="folium-map" id={{ this.get_name()|tojson }}></div>{% endmacro %}
{% macro script(this, kwargs) %}
const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
{% endmacro %}"""
_UNUSED = re.compile(r"leaflet-(control-(layers|zoom|attribution)|popup|tooltip|bar\b|touch \.|div-icon)")
"""Leaflet's rules for parts that the page doesn't have."""
_STORY = "{% macro script(this, kwargs) %}armsatlas.draw({{ this._parent.get_name() }});{% endmacro %}"


class MapParts(Struct, frozen=True, kw_only=True):
    """What folium contributes to the page."""

    html: str
    script: str
    tiles_name: str = ""
    tiles_attribution: str = ""
    tiles_hosts: tuple[str, ...] = ()


def draw_folium_map(*, tiles: str | None = None) -> MapParts:
    """Render a folium map that starts the page's own script.

    Args:
        tiles: Name of an online basemap as xyzservices knows it, as "OpenStreetMap.Mapnik"; None for none.

    Raises:
        PageError: There is no such basemap, or it needs a key.
    """
    import folium
    from branca.element import Figure, MacroElement
    from folium.template import Template

    chart = folium.Map(tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, zoom_delta=0.5)
    chart._template = Template(_TEMPLATE)  # noqa: SLF001 - branca's documented way to change an element
    chart.default_js, chart.default_css = [], []
    chart.options = {key: value for key, value in chart.options.items() if value is not None}
    provider = _provider(tiles) if tiles else None
    if provider is not None:
        folium.TileLayer(tiles=provider).add_to(chart)
    story: Any = MacroElement()  # type: ignore[no-untyped-call]  # branca is typed in part
    story._template = Template(_STORY)  # noqa: SLF001
    chart.add_child(story)
    page = Figure()
    page.add_child(chart)
    _fix_ids(chart)
    chart.render()  # type: ignore[no-untyped-call]  # branca is typed in part
    return MapParts(
        html=str(page.html.render()).strip(),
        script=f"{page.script.render()}".strip(),
        tiles_name=str(provider.name) if provider else "",
        tiles_attribution=str(provider.attribution) if provider else "",
        tiles_hosts=_hosts(provider) if provider else (),
    )


def _fix_ids(element: Any, name: str = "story") -> None:  # noqa: ANN401 - any branca element
    """Give elements ids by their place in the tree, so that the same map gives the same bytes."""
    element._id = name  # noqa: SLF001 - branca draws it at random
    for number, child in enumerate(element._children.values()):  # noqa: SLF001
        _fix_ids(child, f"{name}_{number}")


def _provider(name: str) -> Any:  # noqa: ANN401 - xyzservices.TileProvider
    import xyzservices.providers

    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError as error:
        raise PageError(
            f"tiles {name!r}: no such online basemap; see https://xyzservices.readthedocs.io for names"
        ) from error
    if provider.requires_token():
        raise PageError(
            f"tiles {name!r}: this basemap wants a key, which a published page would give away; choose another"
        )
    return provider


def _hosts(provider: Any) -> tuple[str, ...]:  # noqa: ANN401 - xyzservices.TileProvider
    url = provider.build_url(x=0, y=0, z=0)
    names = (
        [url]
        if "{s}" not in provider.url
        else [provider.url.replace("{s}", s) for s in provider.get("subdomains", "abc")]
    )
    return tuple(sorted({"/".join(name.split("/")[:3]) for name in names}))


@cache
def leaflet_script() -> str:
    """Return Leaflet's own script."""
    return (_leaflet_folder() / "leaflet.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0].strip()


@cache
def leaflet_style() -> str:
    """Return Leaflet's own style sheet without the pictures it would fetch."""
    text = (_leaflet_folder() / "leaflet.css").read_text(encoding="utf-8")
    text = re.sub(r"(behavior: )?url\([^)]*\)", "none", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    rules = re.findall(r"[^{}]+\{[^{}]*\}", text)
    return _tight(_without_remarks("\n".join(rule.strip() for rule in rules if not _UNUSED.search(rule))))


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
    files = [_without_remarks(asset(f"{name}.js")) for name in _SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(files) + "\n})();"


@cache
def page_style() -> str:
    """Return the page's own style sheet."""
    return _tight(_without_remarks(asset("page.css")))


def _tight(style: str) -> str:
    """Leave out the blanks that a style sheet's braces and semicolons don't need."""
    return re.sub(r"\s*([{};])\s*", r"\1", style).replace(";}", "}")


def _without_remarks(text: str) -> str:
    """Leave out indentation, blank lines and remarks on lines of their own: every page carries these files."""
    text = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
