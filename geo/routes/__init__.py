"""Legs by sea, rail, road and air: lines, lengths, and how far each can be trusted."""

from geo.routes.events import trace_event
from geo.routes.legs import trace_leg, trace_route
from geo.routes.networks import FoundPath, Network
from geo.routes.records import ARCTIC, UNUSUAL, LonLat, Method, Passage, TracedLeg

__all__ = [
    "ARCTIC",
    "UNUSUAL",
    "FoundPath",
    "LonLat",
    "Method",
    "Network",
    "Passage",
    "TracedLeg",
    "trace_event",
    "trace_leg",
    "trace_route",
]
