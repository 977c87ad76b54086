"""The `read` and `check` commands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.inputs import MappingOption, RejectsOption, load_and_say

if TYPE_CHECKING:
    from geo.articles.reading import SourceText
    from geo.records.errors import ArticleError


def read(
    articles: Annotated[
        list[Path], typer.Argument(help="Articles (.txt, .md, .html), folders of them, JSONL corpora; - for stdin.")
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Event file to write; - for standard output.")] = Path(
        "-"
    ),
    language: Annotated[
        str | None, typer.Option("--language", help="Language of articles that don't say theirs; found out otherwise.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option("--published", help="Day of publication of articles that don't say theirs, YYYY-MM-DD."),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option("--labels", help="Language of titles and place names; that of most articles otherwise."),
    ] = None,
    update: Annotated[
        Path | None, typer.Option("--update", help="Event file whose ids and reviewed events are kept.")
    ] = None,
) -> None:
    """Read articles into an event file: what happened, where, when, how much, who says so."""
    from gazetteer.processors import processors
    from geo.events.reader import read_events
    from geo.output import write_output
    from geo.records.file import dump_event_file, load_event_file
    from geo.review.update import update_events

    _check_day(published)
    old = load_event_file(update) if update is not None else None
    failures: list[ArticleError] = []
    sources = _counted(_read_all(articles, language, published, failures), failures)
    events = read_events(sources, language=labels, workers=processors())
    if old is not None:
        events = update_events(old, events)
    write_output(output, dump_event_file(events))
    if failures:
        raise typer.Exit(1)


def _check_day(published: str | None) -> None:
    from geo.records import check_date

    try:
        check_date(published)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error


def _read_all(
    paths: Iterable[Path], language: str | None, published: str | None, failures: "list[ArticleError]"
) -> "Iterator[SourceText]":
    from geo.articles.reading import read_articles

    def report(error: "ArticleError") -> None:
        failures.append(error)
        typer.echo(f"armsatlas: {error}", err=True)

    yield from read_articles(paths, language=language, published=published, on_error=report)


def _counted(sources: "Iterator[SourceText]", failures: "list[ArticleError]") -> "Iterator[SourceText]":
    """Pass articles on; when none could be read, end there: each was reported, and nothing is written."""
    empty = True
    for source in sources:
        empty = False
        yield source
    if empty and failures:
        raise typer.Exit(1)


def check(
    inputs: Annotated[
        list[Path], typer.Argument(help="Event files, tables, GIS files or articles; - for standard input.")
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    mapping: MappingOption = None,
    rejects: RejectsOption = None,
    start_mapping: Annotated[
        Path | None,
        typer.Option("--start-mapping", help="Write a mapping file to start from, for one table with odd columns."),
    ] = None,
) -> None:
    """List what a reviewer must decide: unresolved, ambiguous, undated, unsourced, conflicting."""
    import msgspec

    from geo.review.checking import check_events

    if start_mapping is not None:
        _start_mapping(inputs, start_mapping)
        return
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects)
    findings = check_events(loaded.events)
    for finding in findings:
        if json:
            typer.echo(msgspec.json.encode(finding).decode())
        else:
            typer.echo(f"{finding.event}\t{finding.question.value}\t{finding.about}")
    counts = Counter(finding.question.value for finding in findings).most_common()
    told = ", ".join(f"{count} {question}" for question, count in counts)
    typer.echo(f"{len(findings)} to decide: {told}" if findings else "nothing to decide", err=True)
    if loaded.failed:
        raise typer.Exit(1)


def _start_mapping(inputs: list[Path], target: Path) -> None:
    from geo.formats.reading import start_mapping
    from geo.output import write_output

    if len(inputs) != 1:
        raise typer.BadParameter(f"{len(inputs)} inputs; a mapping file is for one table", param_hint="--start-mapping")
    write_output(target, start_mapping(inputs[0]).encode())
    typer.echo(f"wrote {target}: fill in what each column means, then read the table with --mapping {target}", err=True)
