"""What a notebook calls when events are to show themselves: legs traced and distances checked, then drawn."""

from typing import TYPE_CHECKING, Any

from geo.cli.map import measure_stated, trace_legs

if TYPE_CHECKING:
    import folium

    from geo.records import EventFile


def show(events: "EventFile") -> str:
    """Return the page of the events in a frame of its own."""
    from maps.notebook import show as show_page

    return show_page(events, routes=trace_legs(events), measured=measure_stated(events))


def explore(events: "EventFile", **options: Any) -> "folium.Map":  # noqa: ANN401 - as `maps.notebook.explore`
    """Return the events as a folium map of layers."""
    from maps.notebook import explore as explore_map

    return explore_map(events, routes=trace_legs(events), measured=measure_stated(events), **options)
