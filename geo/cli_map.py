"""The `map` and `embed` commands."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from geo.records import EventFile


class _Kind(StrEnum):
    ALL = "all"
    ROUTES = "routes"
    IMPACTS = "impacts"


def map_(
    inputs: Annotated[list[Path], typer.Argument(help="Articles, folders of articles, or event files.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Page to write; - for standard output.")],
    *,
    kind: Annotated[_Kind, typer.Option("--kind", help="Routes, impacts, or all.")] = _Kind.ALL,
    language: Annotated[str, typer.Option("--language", help="Language: fr, en, de, uk, ru, nl, es.")] = "fr",
    title: Annotated[str | None, typer.Option("--title", help="Headline; made from the events by default.")] = None,
    lead: Annotated[str | None, typer.Option("--lead", help="Sentence under the headline.")] = None,
    correction: Annotated[
        list[str] | None, typer.Option("--correction", help="'2024-09-03: what was corrected'; may be repeated.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option("--tiles", help="Online basemap by its xyzservices name; makes requests.")
    ] = None,
    events_out: Annotated[Path | None, typer.Option("--events-out", help="Write the event file, too.")] = None,
) -> None:
    """Draw articles or event files as one page with routes and impacts."""
    from geo.inputs import load_inputs
    from geo.output import write_output
    from maps.page import draw_map

    loaded = load_inputs(inputs, language=language, report=lambda line: typer.echo(f"armsatlas: {line}", err=True))
    event_file = loaded.events
    page = draw_map(
        event_file,
        routes=_trace(event_file),
        measured=_measure(event_file),
        language=language,
        kind=kind.value,
        title=title,
        lead=lead,
        corrections=[_parse_correction(text) for text in correction or ()],
        tiles=tiles,
    )
    if events_out is not None:
        from geo.eventfile import dump_event_file

        write_output(events_out, dump_event_file(event_file))
    write_output(output, page.encode())
    if loaded.failed:
        raise typer.Exit(1)


def _trace(event_file: "EventFile") -> dict[str, Any]:
    from geo.routes.events import trace_event

    return {event.id: trace_event(event) for event in event_file.events if event.legs}


def _measure(event_file: "EventFile") -> dict[str, Any]:
    stating = [event for event in event_file.events if event.distances]
    if not stating:
        return {}
    from geo.measures import check_distances

    return {event.id: check_distances(event) for event in stating}


def _parse_correction(text: str) -> Any:  # noqa: ANN401 - maps.page.Correction
    from geo.records import check_date
    from maps.page import Correction

    date, _, what = text.partition(":")
    try:
        check_date(date.strip())
    except ValueError as error:
        raise typer.BadParameter(f"correction {text!r}: {error}; write '2024-09-03: what was corrected'") from error
    if not what.strip():
        raise typer.BadParameter(f"correction {text!r} says nothing; write '2024-09-03: what was corrected'")
    return Correction(date=date.strip(), text=what.strip())
