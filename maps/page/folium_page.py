"""Folium's part: the map element and the figure, without links, random ids or text in its templates."""

from typing import Any

from msgspec import Struct

from maps.errors import PageError

_TEMPLATE = """
{% macro html(this, kwargs) %}<div class="folium-map" id={{ this.get_name()|tojson }}></div>{% endmacro %}
{% macro script(this, kwargs) %}
const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
{% endmacro %}"""
_STORY = "{% macro script(this, kwargs) %}armsatlas.draw({{ this._parent.get_name() }});{% endmacro %}"


class MapParts(Struct, frozen=True, kw_only=True):
    """What folium contributes to the page."""

    html: str
    script: str
    tiles_name: str = ""
    tiles_attribution: str = ""
    tiles_hosts: tuple[str, ...] = ()


def draw_folium_map(*, tiles: str | None = None) -> MapParts:
    """Render a folium map that starts the page's own script, over an online basemap by its xyzservices name, or none.

    Raises:
        PageError: There is no such basemap, or it needs a key.
    """
    import folium
    from branca.element import Figure, MacroElement
    from folium.template import Template

    from maps.layers import LAYERS

    chart = folium.Map(tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, zoom_delta=0.5)
    chart._template = Template(_TEMPLATE)  # noqa: SLF001 - branca's documented way to change an element
    chart.default_js, chart.default_css = [], []
    chart.options = {key: value for key, value in chart.options.items() if value is not None}
    provider = _provider(tiles) if tiles else None
    if provider is not None:
        folium.TileLayer(tiles=provider).add_to(chart)
    for layer in LAYERS:
        layer(None).add_to(chart)
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
    names = [provider.url.replace("{s}", part) for part in provider.get("subdomains", "abc")]
    names = names if "{s}" in provider.url else [provider.build_url(x=0, y=0, z=0)]
    return tuple(sorted({"/".join(name.split("/")[:3]) for name in names}))
