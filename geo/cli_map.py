"""The `map` and `embed` commands."""

from enum import StrEnum
from importlib.util import find_spec
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
    from geo.output import write_output
    from maps.page import draw_map

    event_file = _read_inputs(inputs, language)
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


def _read_inputs(inputs: list[Path], language: str) -> "EventFile":
    """Read event files and articles together into one event file."""
    from geo.eventfile import is_event_file, load_event_file

    files = [load_event_file(path) for path in inputs if str(path) == "-" or is_event_file(path)]
    articles = [path for path in inputs if str(path) != "-" and not is_event_file(path)]
    if articles:
        from geo.pipeline import read_events

        files.append(read_events(articles, language=language))
    return files[0] if len(files) == 1 else _join(files)


def _join(files: "list[EventFile]") -> "EventFile":
    """Put event files together; an id that stands in two of them is an error, since its events would be mixed up."""
    from geo.errors import EventFileError
    from geo.records import EventFile

    ids = [event.id for file in files for event in file.events]
    doubled = sorted({event_id for event_id in ids if ids.count(event_id) > 1})
    if doubled:
        raise EventFileError(
            f"event {doubled[0]!r} stands in two of the inputs; give each event once, or read the articles together"
        )
    articles = {article.id: article for file in files for article in file.articles}
    return EventFile(
        articles=tuple(articles.values()),
        toponyms=tuple(toponym for file in files for toponym in file.toponyms),
        events=tuple(event for file in files for event in file.events),
    )


def _trace(event_file: "EventFile") -> dict[str, Any]:
    from geo.routes.events import trace_event

    return {event.id: trace_event(event) for event in event_file.events if event.legs}


def _measure(event_file: "EventFile") -> dict[str, Any]:
    stating = [event for event in event_file.events if event.distances]
    if not stating or find_spec("geo.measures") is None:
        return {}
    from geo.measures import check_stated_distance

    return {event.id: [check_stated_distance(event, distance) for distance in event.distances] for event in stating}


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
