"""The `read`, `check`, `review` and `schema` commands: event files made, looked through and described."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.inputs import MappingOption, RejectsOption, articles_bar, load_and_say, refuse_input
from geo.cli.messages import note, plain, say, say_fault, tell

if TYPE_CHECKING:
    from geo.review.checking import Finding


def read(
    articles: Annotated[
        list[Path],
        typer.Argument(
            help="Articles (.txt, .md, .html), folders of them, corpora (.jsonl, .jsonl.gz, .jsonl.zst, .parquet, "
            ".warc, .warc.gz); - for stdin."
        ),
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
    explain: Annotated[
        bool, typer.Option("--explain", help="Say on standard error which terms each decision of the scorer rests on.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            help="For large corpora: write GeoParquet partitions below FOLDER; goes on there after any kill.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="With --folder: read on the Dask cluster of this address, or 'local'."),
    ] = None,
) -> None:
    """Read articles into an event file: what happened, where, when, how much, who says so."""
    from geo.output import write_output
    from geo.records.file import dump_event_file, load_event_file
    from geo.review.inputs import load_articles
    from geo.review.update import update_events

    _check_day(published)
    if folder is not None:
        from geo.cli.corpus import read_to_folder

        how = {"language": language, "published": published, "labels": labels, "scheduler": scheduler}
        if read_to_folder(articles, folder, **how):
            raise typer.Exit(1)
        return
    refuse_input(output, articles)
    old = load_event_file(update) if update is not None else None
    with articles_bar() as progress:
        loaded = load_articles(
            articles,
            report=say,
            labels=labels,
            language=language,
            published=published,
            progress=progress,
            on_fault=say_fault,
        )
    if explain:
        _explain(articles, language, published)
    write_output(output, dump_event_file(loaded.events if old is None else update_events(old, loaded.events)))
    if loaded.failed:
        raise typer.Exit(1)


def _explain(articles: list[Path], language: str | None, published: str | None) -> None:
    """Say what the scorer's decisions on each article rest on."""
    from gazetteer import Gazetteer
    from geo.articles.reading import read_articles
    from geo.events.reader import sentences_of
    from geo.reading.scorer.explaining import explain_sentences

    gazetteer = Gazetteer.open()
    for source in read_articles(articles, language=language, published=published):
        note(f"{source.article.id}:")
        for line in explain_sentences(sentences_of(source, gazetteer)):
            note(line)


def _check_day(published: str | None) -> None:
    from geo.records import check_date

    try:
        check_date(published)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error


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
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects, explain=True)
    findings = check_events(loaded.events)
    for finding in findings:
        if json:
            tell(msgspec.json.encode(finding).decode())
        else:
            tell("\t".join(map(plain, (finding.event, finding.question.value, finding.about))))
    counts = Counter(finding.question.value for finding in findings).most_common()
    told = ", ".join(f"{count} {question}" for question, count in counts)
    note(f"{len(findings)} to decide: {told}" if findings else "nothing to decide")
    if loaded.failed:
        raise typer.Exit(1)


def _start_mapping(inputs: list[Path], target: Path) -> None:
    from geo.formats.reading import start_mapping
    from geo.output import write_output

    if len(inputs) != 1:
        raise typer.BadParameter(f"{len(inputs)} inputs; a mapping file is for one table", param_hint="--start-mapping")
    refuse_input(target, inputs)
    write_output(target, start_mapping(inputs[0]).encode())
    note(f"wrote {target}: fill in what each column means, then read the table with --mapping {target}")


def _detail(found: "Finding") -> str:
    """Return the sources' own words in what is to be decided; the page asks the question in its language."""
    return found.about.partition(": ")[2] if found.question.value == "conflicting" else ""


def review(
    inputs: Annotated[list[Path], typer.Argument(help="Event files, tables, GIS files or articles.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Page (.html); - for standard output.")],
    *,
    language: Annotated[str, typer.Option("--language", help="Language: fr, en, de, uk, ru, nl, es, pl.")] = "fr",
    mapping: MappingOption = None,
    rejects: RejectsOption = None,
) -> None:
    """Draw a page for a reviewer: the sources' words beside decisions; it saves an event file."""
    from geo.output import write_output
    from geo.review.checking import check_events
    from maps.page.review import draw_review

    if output.suffix.lower() not in ("", ".html", ".htm"):
        raise typer.BadParameter(f"{output}: the review is a page; give a name that ends in .html")
    refuse_input(output, inputs)
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects, language=language)
    findings: dict[str, list[tuple[str, str, int | None]]] = {}
    for found in check_events(loaded.events):
        findings.setdefault(found.event, []).append((found.question.value, _detail(found), found.place))
    write_output(output, draw_review(loaded.events, findings, language=language).encode())
    if loaded.failed:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of the event file."""
    from json import dumps

    from geo.records.file import event_file_schema

    typer.echo(dumps(event_file_schema(), indent=1, ensure_ascii=False))
