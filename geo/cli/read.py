"""The `read`, `check`, `review` and `schema` commands: event files made, looked through and described."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.inputs import MappingOption, RejectsOption, articles_bar, load_and_say, refuse_input
from geo.cli.messages import note, plain, say, say_fault, tell

if TYPE_CHECKING:
    from geo.articles.particulars import Particulars
    from geo.review.checking import Finding

_LOCAL = "local"
_EVERY_S = 30.0  # how often a long run says how far it is


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
    from geo.records.file import dump_event_file, load_event_file, write_output
    from geo.review.inputs import load_articles
    from geo.review.update import update_events

    _check_day(published)
    if folder is not None:
        how = {"language": language, "published": published, "labels": labels, "scheduler": scheduler}
        if _read_to_folder(articles, folder, **how):
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


def _read_to_folder(
    articles: Sequence[Path],
    folder: Path,
    *,
    language: str | None,
    published: str | None,
    labels: str | None,
    scheduler: str | None,
) -> int:
    """Read corpora into a folder and say what came out; return how many articles were left out."""
    from gazetteer.gazetteer import Gazetteer
    from gazetteer.processors import processors
    from geo.articles.particulars import Particulars, checked_particulars
    from geo.corpus.running import WORK, Crew, read_into

    given = checked_particulars(Particulars(language=language, published=published), "--language or --published")
    crew = Crew(
        workers=processors(), cluster=scheduler is not None, scheduler=None if scheduler == _LOCAL else scheduler
    )
    Gazetteer.open()  # built now, before many processes want it
    with _told_progress(_count(articles, given)) as progress:
        try:
            summary = read_into(articles, folder, given=given, crew=crew, labels=labels, progress=progress)
        except KeyboardInterrupt:
            note(f"what was read is kept in {folder / WORK}; the same command goes on from there")
            raise
    if summary.rejects:
        say(f"{summary.rejects} articles left out; why: {folder / 'rejects.jsonl'}")
    copies = f"{summary.near_copies} nearly repeat another ({folder / 'copies.csv'})"
    if summary.near_copies is None:
        copies = "copies were not looked for: run pip install 'armsatlas[corpus]'"
    note(
        f"{folder}: {summary.events} events of {summary.articles} articles; {summary.repeated} came more than once, "
        f"{copies}"
    )
    return summary.rejects


def _count(articles: Sequence[Path], given: "Particulars") -> int:
    from geo.articles.reading import article_readers

    return sum(1 for path in articles for _ in article_readers(path, given))


@contextmanager
def _told_progress(total: int) -> Iterator[Callable[[int, bool], None]]:
    """Yield what is told of each chunk: a line now and then says how far it is, how fast, and how long still."""
    begun = last = monotonic()
    kept = done = 0

    def tell(count: int, was_kept: bool) -> None:  # noqa: FBT001 - a callback's argument
        nonlocal kept, done, last
        kept, done = (kept + count, done) if was_kept else (kept, done + count)
        now = monotonic()
        if done and now - last >= _EVERY_S:
            last = now
            rate = done / (now - begun)
            left_min = (total - kept - done) / rate / 60
            note(f"{kept + done:,} of {total:,} articles, {rate:.0f} a second, about {left_min:.0f} min left")

    yield tell
    if kept:
        note(f"{kept:,} articles had been read before")


def _explain(articles: list[Path], language: str | None, published: str | None) -> None:
    """Say what the scorer's decisions on each article rest on."""
    from gazetteer import Gazetteer
    from geo.articles.reading import read_articles
    from geo.events.reader import sentences_of
    from geo.reading.scorer.scores import explain_sentences

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
    from geo.formats.beside import start_mapping
    from geo.records.file import write_output

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
    from geo.records.file import write_output
    from geo.review.checking import check_events
    from geo.review.retelling import find_made
    from maps.page.draw import draw_review

    if output.suffix.lower() not in ("", ".html", ".htm"):
        raise typer.BadParameter(f"{output}: the review is a page; give a name that ends in .html")
    refuse_input(output, inputs)
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects, language=language)
    findings: dict[str, list[tuple[str, str, int | None]]] = {}
    for found in check_events(loaded.events):
        findings.setdefault(found.event, []).append((found.question.value, _detail(found), found.place))
    page = draw_review(loaded.events, findings, language=language, made=find_made(loaded.events))
    write_output(output, page.encode())
    if loaded.failed:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of the event file."""
    from json import dumps

    from geo.records.file import event_file_schema

    typer.echo(dumps(event_file_schema(), indent=1, ensure_ascii=False))
