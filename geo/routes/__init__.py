"""Legs by sea, rail, road and air: lines, lengths, and how far each can be trusted."""

from geo.routes.events import trace_event
from geo.routes.legs import trace_leg, trace_route
from geo.routes.records import ARCTIC, LonLat, Method, Passage, TracedLeg

__all__ = ["ARCTIC", "LonLat", "Method", "Passage", "TracedLeg", "trace_event", "trace_leg", "trace_route"]
