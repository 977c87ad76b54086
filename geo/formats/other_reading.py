"""Readers of what is not a table, by content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from geo.eventfile import load_event_file
from geo.formats.contents import Content
from geo.formats.problems import Reading

Reader: TypeAlias = Callable[[Path, Any], Reading]


def _read_events(path: Path, _: object) -> Reading:
    return Reading(events=load_event_file(path))


READERS: dict[Content, Reader] = {Content.EVENTS: _read_events}
