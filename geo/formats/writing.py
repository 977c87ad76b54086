"""Writing events in any known format."""

from pathlib import Path

from msgspec import structs

from geo.formats.layout.columns import Layer
from geo.formats.layout.generalising import generalise
from geo.formats.layout.rights import without_restricted
from geo.formats.options import DEFAULT_OPTIONS, ExportOptions
from geo.formats.registry import find_format
from geo.output import write_output
from geo.records import EventFile
from geo.records.file import dump_event_file


def write_events(
    events: EventFile,
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    options: ExportOptions = DEFAULT_OPTIONS,
) -> int:
    """Write events to a file in the format that its ending tells.

    Args:
        events: What to write.
        path: The file, or `-` for standard output.
        format: Name of a format where the ending doesn't tell.
        options: Generalisation, layers, rights, progress.

    Returns:
        How many events were left out because their source's terms forbid passing them on.

    Raises:
        FormatError: No known format; the message lists them.
        OutputError: The file can't be written; one that is already there stays as it was.
    """
    writer = find_format(path, format).load_writer()
    withheld = 0
    if not options.i_have_rights:
        events, withheld = without_restricted(events)
    writer(generalise(events, options.generalise), path, options)
    return withheld


def write_layers(
    events: EventFile,
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the option's name
    options: ExportOptions = DEFAULT_OPTIONS,
) -> tuple[list[Path], int]:
    """Write one file a layer, beside each other: out.geojson gives out.places.geojson and so on.

    Returns:
        The files written, and how many events were left out, as for `write_events`.

    Raises:
        FormatError: As `write_events`.
        OutputError: As `write_events`.
    """
    ending = next(end for end in find_format(path, format).endings if format or str(path).lower().endswith(end))
    target = Path(path)
    stem = target.name[: -len(ending)] if target.name.lower().endswith(ending) else target.name
    written: list[Path] = []
    withheld = 0
    lines = any(place.extent and "LINE" in place.extent for event in events.events for place in event.places)
    for layer in (layer for layer in options.layers if lines or layer is not Layer.LINES):
        part = target.with_name(f"{stem}.{layer.value}{ending}")
        withheld = write_events(events, part, format=format, options=structs.replace(options, layers=(layer,)))
        written.append(part)
    return written, withheld


def write_json(events: EventFile, path: Path | str, options: ExportOptions) -> None:  # noqa: ARG001 - a writer's signature
    """Write the event file itself, filtered and coarsened like the other exports."""
    write_output(path, dump_event_file(events))
