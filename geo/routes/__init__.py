"""Legs by sea, rail, road and air.

In: an event's places and modes. Out: `TracedLeg`s: lines, lengths, and how far each can be trusted.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.routes.records import ARCTIC, UNUSUAL, LegNote, LonLat, Method, NoteKind, Passage, TracedLeg

if TYPE_CHECKING:
    from geo.routes.events import trace_event
    from geo.routes.legs import trace_leg, trace_route
    from geo.routes.own.server import FoundPath, Network

__all__ = [
    "ARCTIC",
    "UNUSUAL",
    "FoundPath",
    "LegNote",
    "LonLat",
    "Method",
    "Network",
    "NoteKind",
    "Passage",
    "TracedLeg",
    "trace_event",
    "trace_leg",
    "trace_route",
]

_HOMES = {
    "FoundPath": "own.server",
    "Network": "own.server",
    "trace_event": "events",
    "trace_leg": "legs",
    "trace_route": "legs",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module of that name holds
    # Tracing needs numpy, which whoever wants the records alone would otherwise pay for.
    if name in _HOMES:
        return getattr(import_module(f"geo.routes.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'geo.routes' has no attribute {name!r}")
