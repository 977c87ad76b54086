"""Articles, events, routes, formats and the command line.

In: articles and tables. Out: event files, traced legs and layers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.articles.reading import read_articles
    from geo.events.reader import read_events
    from geo.formats.gis.frames import from_geodataframe, read_table, to_geodataframe
    from geo.formats.writing import write_events
    from geo.records.file import dump_event_file, load_event_file
    from geo.routes import trace_route

__all__ = [
    "dump_event_file",
    "from_geodataframe",
    "load_event_file",
    "read_articles",
    "read_events",
    "read_table",
    "to_geodataframe",
    "trace_route",
    "write_events",
]

_HOMES = {
    "dump_event_file": "records.file",
    "from_geodataframe": "formats.gis.frames",
    "load_event_file": "records.file",
    "read_articles": "articles.reading",
    "read_events": "events.reader",
    "read_table": "formats.gis.frames",
    "to_geodataframe": "formats.gis.frames",
    "trace_route": "routes",
    "write_events": "formats.writing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module of that name holds
    # Every command imports this package, and few need all of it.
    if name in _HOMES:
        return getattr(import_module(f"geo.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")
