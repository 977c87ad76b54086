"""A recorded track put on a leg of an event file."""

from msgspec.structs import replace

from geo.records import Event, EventFile
from geo.records.errors import RouteError
from geo.routes.own.tracks import RecordedTrack


def attach_track(
    events: EventFile, recorded: RecordedTrack, *, event_id: str | None = None, leg_number: int = 1
) -> EventFile:
    """Return an event file with a track on one of its legs.

    Args:
        events: The event file.
        recorded: The track; where it called becomes the leg's note.
        event_id: The event; None for the only one that has legs.
        leg_number: Which of its legs, from 1.

    Raises:
        RouteError: No such event or leg, or several events have legs and none is named.
    """
    chosen = _choose(events, event_id)
    if leg_number > len(chosen.legs):
        raise RouteError(f"event {chosen.id!r} has {len(chosen.legs)} legs; leg {leg_number} was asked for")
    leg = chosen.legs[leg_number - 1]
    called = f"Called at {'; '.join(recorded.calls)}." if recorded.calls else None
    note = " ".join(text for text in (leg.note, called) if text) or None
    legs = [*chosen.legs]
    legs[leg_number - 1] = replace(leg, track=recorded.track, note=note)
    changed = replace(chosen, legs=tuple(legs))
    return replace(events, events=tuple(changed if event is chosen else event for event in events.events))


def _choose(events: EventFile, event_id: str | None) -> Event:
    found = [event for event in events.events if (event.legs if event_id is None else event.id == event_id)]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(event.id for event in events.events if event.legs) or "none"
    asked = "events with legs" if event_id is None else f"events with the id {event_id!r}"
    raise RouteError(f"{len(found)} {asked}: name one of {ids}")
