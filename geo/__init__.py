"""Articles, events, routes, formats and the command line."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.articles import read_articles
    from geo.eventfile import dump_event_file, load_event_file
    from geo.formats.frames import from_geodataframe, to_geodataframe
    from geo.formats.writing import write_events
    from geo.pipeline import read_events
    from geo.routes import trace_route

__all__ = [
    "dump_event_file",
    "from_geodataframe",
    "load_event_file",
    "read_articles",
    "read_events",
    "to_geodataframe",
    "trace_route",
    "write_events",
]

_HOMES = {
    "dump_event_file": "eventfile",
    "from_geodataframe": "formats.frames",
    "load_event_file": "eventfile",
    "read_articles": "articles",
    "read_events": "pipeline",
    "to_geodataframe": "formats.frames",
    "trace_route": "routes",
    "write_events": "formats.writing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module of that name holds
    # Every command imports this package, and few need all of it.
    if name in _HOMES:
        return getattr(import_module(f"geo.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")
