"""Events in a notebook: the page in a frame of its own, and a folium map to go on from; neither asks for anything."""

from html import escape
from typing import Any

import folium

from geo.records import EventFile
from maps.layers import LAYERS, MapStory, Verbatim
from maps.layout.lay_out import Options
from maps.page.draw import draw_map
from maps.page.rendering import leaflet

_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
_HEIGHT = 560


class OfflineMap(folium.Map):
    """A folium map with Leaflet inside, in a frame that may do nothing but run its own script."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - folium's own options
        super().__init__(**options)
        self.default_js, self.default_css = [], []

    def render(self, **kwargs: Any) -> Any:  # noqa: ANN401 - branca's own signature
        """Put Leaflet itself, instead of links to it, into the document, then the map."""
        root: Any = self.get_root()
        header = root.header
        header.add_child(Verbatim(f"<style>{leaflet('leaflet.css')}</style>"), name="leaflet_style")
        header.add_child(Verbatim(f"<script>{leaflet('leaflet.js')}</script>"), name="leaflet_script")
        return super().render(**kwargs)  # type: ignore[no-untyped-call]  # branca is typed in part

    def _repr_html_(self, **_: Any) -> str:  # noqa: ANN401 - folium's own signature
        return frame(self.get_root().render())


def explore(event_file: EventFile, *, tiles: Any = None, **options: Any) -> folium.Map:  # noqa: ANN401 - folium's own
    """Return events as a folium map of layers, to which anything may be added.

    `tiles` is an online basemap, none by default; `draw_map`'s options go to the layers, others to `folium.Map`.
    """
    drawn: Any = {name: options.pop(name) for name in Options.__annotations__ if name in options}
    story = MapStory(event_file, **drawn)
    box = story.overview
    chart = (folium.Map if tiles else OfflineMap)(tiles=tiles, **options)
    chart.fit_bounds([[box.south, box.west], [box.north, box.east]])
    for layer in LAYERS:
        layer(story).add_to(chart)
    return chart


def show(event_file: EventFile, **options: Any) -> str:  # noqa: ANN401 - as `draw_map`
    """Return the page of the events in a frame, as a notebook shows it."""
    return frame(draw_map(event_file, **{"language": "en", **options}), height=_HEIGHT + 340)


def frame(html: str, *, height: int = _HEIGHT) -> str:
    """Return a page in a frame that has no access to the notebook around it."""
    return (
        f'<iframe srcdoc="{escape(html)}" sandbox="{_SANDBOX}" referrerpolicy="no-referrer" '
        f'style="width:100%;border:0" height="{height}"></iframe>'
    )
