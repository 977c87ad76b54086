"""The event file.

In: what readers and tables found. Out: frozen records that validate event files, yield their JSON Schema, and are
what every command takes.
"""

from geo.records.event import (
    Actors,
    Article,
    Casualties,
    Event,
    EventDate,
    EventFile,
    EventPlace,
    Mark,
    Quantity,
    RelatedEvent,
    Report,
    Rival,
    StatedDistance,
    ToponymRecord,
    Vessel,
)
from geo.records.legs import Leg, Track
from geo.records.values import (
    DatePrecision,
    EventStatus,
    FoundBy,
    Mode,
    PlaceRole,
    Qualifier,
    Relation,
    check_country,
    check_date,
)

__all__ = [
    "Actors",
    "Article",
    "Casualties",
    "DatePrecision",
    "Event",
    "EventDate",
    "EventFile",
    "EventPlace",
    "EventStatus",
    "FoundBy",
    "Leg",
    "Mark",
    "Mode",
    "PlaceRole",
    "Qualifier",
    "Quantity",
    "RelatedEvent",
    "Relation",
    "Report",
    "Rival",
    "StatedDistance",
    "ToponymRecord",
    "Track",
    "Vessel",
    "check_country",
    "check_date",
]
