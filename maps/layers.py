"""Layers of events for any `folium.Map`, as `docs/page.md` shows; our own page is made of the same."""

from hashlib import sha256
from typing import Any, ClassVar, Unpack

from branca.element import Element, Figure, MacroElement
from folium.template import Template
from msgspec import structs

from geo.records import EventFile
from maps.encoding import script_json
from maps.layout.lay_out import Options, lay_out
from maps.page.rendering import asset, render
from maps.page.rows import Telling, card
from maps.records import Basemap
from maps.style import default_style, style_sheet

PAGE_DATA = "story-data"  # Id of the element that holds a page's own data


class Verbatim(Element):
    """Text that is put into a document as it is: it never passes a string template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401 - branca's own signature
        """Return the text."""
        return self.text


class MapStory:
    """Events laid out once for all the layers of a map; options as for `draw_map`, in English by default."""

    def __init__(self, event_file: EventFile, **options: Unpack[Options]) -> None:
        options.setdefault("language", "en")
        layout = lay_out(event_file, still=1.0, **options)
        routes, measured = options.get("routes") or {}, options.get("measured") or {}
        telling, data = Telling(layout.texts, layout.articles, layout.events, routes, measured), layout.data
        fields = structs.asdict(structs.replace(data, basemap=Basemap(tiers=[], countries=[], waters=[], towns=[])))
        self.json = script_json({**fields, "cards": [card(event, telling) for event in layout.events]})
        self.overview = data.overview
        self.data_id = f"armsatlas-{sha256(self.json.encode()).hexdigest()[:12]}"

    def add_to_figure(self, figure: Figure) -> None:
        """Put the events, the layers' script and style, and the symbols into a document, once."""
        shared = {
            "armsatlas_style": (
                figure.header,
                f"<style>{style_sheet(default_style())}{asset('built/layers.css')}</style>",
            ),
            "armsatlas_script": (figure.header, f"<script>{asset('built/layers.js')}</script>"),
            "armsatlas_symbols": (figure.html, render("symbols")),
            self.data_id: (figure.html, f'<script type="application/json" id="{self.data_id}">{self.json}</script>'),
        }
        for name, (place, text) in shared.items():
            place.add_child(Verbatim(text), name=name)


class _Layer(MacroElement):
    """One layer; `story` is None on our own page, which holds its data itself."""

    draws: ClassVar[str]
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "armsatlas.add({{ this._parent.get_name() }}, {{ this.draws|tojson }}, {{ this.data_id|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, story: MapStory | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is typed in part
        self._name = type(self).__name__
        self.story = story
        self.data_id = story.data_id if story else PAGE_DATA

    def render(self, **kwargs: Any) -> Any:  # noqa: ANN401 - branca's own signature
        """Put the layer into the document that its map stands in."""
        root: Any = self.get_root()
        if self.story:
            self.story.add_to_figure(root)
        return super().render(**kwargs)  # type: ignore[no-untyped-call]  # branca is typed in part


class AreasLayer(_Layer):
    """Areas and countries that sources name without a place in them."""

    draws = "areas"


class RoutesLayer(_Layer):
    """Legs of shipments, their stops, and measured distances."""

    draws = "routes"


class ImpactsLayer(_Layer):
    """Strikes, remnants, seizures: whatever happened at a place."""

    draws = "impacts"


class LabelsLayer(_Layer):
    """Names of places and areas, none over another; add it after the layers that it names."""

    draws = "labels"


class TimelineLayer(_Layer):
    """A slider that shows events up to a day."""

    draws = "timeline"


LAYERS = (AreasLayer, RoutesLayer, ImpactsLayer, LabelsLayer, TimelineLayer)
