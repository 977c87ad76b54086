"""A traced leg as JSON and as a GeoJSON feature."""

from typing import Any

from msgspec import to_builtins

from geo.routes.records import TracedLeg

_TEXTS = ("source", "licence", "note")


def leg_properties(leg: TracedLeg) -> dict[str, Any]:
    """Return everything about a leg but its line; lengths in metres, rounded to whole ones; no length without a way."""
    properties: dict[str, Any] = {
        "mode": leg.mode.value,
        "method": leg.method.value,
        "schematic": leg.schematic,
        "length_m": round(leg.length_m) if leg.has_way else None,
        "drawn_m": round(leg.drawn_m),
        "great_circle_m": round(leg.great_circle_m),
        "snap_from_m": round(leg.snap_from_m),
        "snap_to_m": round(leg.snap_to_m),
        "passages": to_builtins(leg.passages),
        "countries": to_builtins(leg.countries),
        "notes": to_builtins(leg.notes),
    }
    return properties | {name: getattr(leg, name) for name in _TEXTS}


def leg_feature(leg: TracedLeg) -> dict[str, Any]:
    """Return a leg as a GeoJSON Feature (RFC 7946)."""
    from shapely.geometry import mapping

    return {"type": "Feature", "geometry": mapping(leg.geometry), "properties": leg_properties(leg)}
