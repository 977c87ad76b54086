"""The event file itself, as an export: filtered and coarsened like the others."""

from pathlib import Path

from geo.formats.options import ExportOptions
from geo.output import write_output
from geo.records import EventFile
from geo.records.file import dump_event_file


def write_json(events: EventFile, path: Path | str, options: ExportOptions) -> None:  # noqa: ARG001 - a writer's signature
    """Write an event file."""
    write_output(path, dump_event_file(events))
