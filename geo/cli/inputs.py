"""What the commands that read tables share: their options, and how they say what went wrong."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from geo.cli.messages import note, say, say_fault

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from geo.formats.options import Progress
    from geo.records import EventFile
    from geo.review.inputs import Loaded

MappingOption: TypeAlias = Annotated[
    Path | None, typer.Option("--mapping", help="Mapping file for a table with odd columns; see docs/formats.md.")
]
LayerOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--layer", help="File of areas or lines that lies under the events; may be repeated."),
]
RejectsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--rejects", help="CSV file for the rows of a table that were kept aside, to correct and read again."),
]
RightsOption: TypeAlias = Annotated[
    bool, typer.Option("--i-have-rights", help="Keep rows whose terms forbid passing them on (ACLED).")
]


def free_to_pass_on(events: "EventFile", *, i_have_rights: bool) -> "EventFile":
    """Return the events without those whose terms forbid passing them on, and say how many were left out."""
    from geo.formats.layout.legal import without_restricted

    free, withheld = (events, 0) if i_have_rights else without_restricted(events)
    say_withheld(withheld)
    return free


def say_withheld(count: int) -> None:
    """Say on standard error how many events were left out for their source's terms, if any were."""
    if count:
        note(f"left out {count} events: ACLED's terms forbid passing them on; --i-have-rights keeps them")


def load_and_say(
    inputs: Sequence[Path],
    *,
    mapping: Path | None,
    rejects: Path | None,
    language: str | None = None,
    explain: bool = False,
    layers: Sequence[Path] | None = None,
) -> "Loaded":
    """Read inputs; say on standard error what can't be read, and write the rows that were kept aside.

    Args:
        inputs: Articles, event files, tables and GIS files.
        mapping: Mapping file for tables with odd columns.
        rejects: Where rows that were kept aside are written; nowhere where it is None.
        language: Language of labels and titles made from articles.
        explain: Whether to say what each column of a table was taken for.
        layers: Files of areas or lines that lie under the events.

    Raises:
        GeoError: Nothing could be read, or the rejects can't be written.
    """
    from geo.review.inputs import load_inputs, write_kept_aside

    with rows_bar("reading") as progress, articles_bar() as articles_read, _whole_files(inputs) as paths:
        loaded = load_inputs(
            paths,
            language=language,
            report=say,
            mapping=mapping,
            progress=progress,
            articles_read=articles_read,
            on_fault=say_fault,
            explain=explain,
        )
    loaded = _with_layers(loaded, layers or ())
    count = sum(len(reading.rejects) for reading in loaded.kept_aside)
    if rejects is not None:
        refuse_input(rejects, inputs)
        written = write_kept_aside(loaded.kept_aside, rejects)
        if written:
            say(f"kept aside {count} rows: {', '.join(map(str, written))}")
    elif count:
        say(f"kept aside {count} rows; --rejects FILE writes them to correct and read again")
    return loaded


def _with_layers(loaded: "Loaded", layers: Sequence[Path]) -> "Loaded":
    if not layers:
        return loaded
    from msgspec import structs

    from geo.formats.beside import read_layer
    from geo.review.inputs import join_event_files

    return structs.replace(loaded, events=join_event_files([loaded.events, *map(read_layer, layers)]))


_MANY = 5000
_PATIENCE_S = 1.0  # what takes less shows no progress


@contextmanager
def _bar(what: str, *, total: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Yield what moves a bar on standard error: it starts when first told, and ends with its total or the block."""
    bars: list[Bar] = []

    def show(done: int, of: int | None) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        if not bars:
            counted = (SpinnerColumn(), TextColumn("{task.completed:.0f} {task.description}"), TimeElapsedColumn())
            columns = Progress.get_default_columns() if total else counted
            bars.append(Progress(*columns, console=Console(stderr=True), transient=True))
            bars[0].add_task(what, total=of)
            bars[0].start()
        bars[0].update(bars[0].task_ids[0], completed=done)
        if of is not None and done >= of:  # a report follows, and would be drawn over
            bars.pop().stop()

    try:
        yield show
    finally:
        for bar in bars:
            bar.stop()


@contextmanager
def rows_bar(what: str) -> Iterator["Progress"]:
    """Yield what is told of rows or events done: a bar for each large number of them."""
    with _bar(what, total=True) as show:

        def tell(done: int, of: int) -> None:
            if of >= _MANY and (done % 200 == 0 or done >= of) and sys.stderr.isatty():
                show(done, of)

        yield tell


@contextmanager
def articles_bar() -> Iterator[Callable[[int], None]]:
    """Yield what is told how many articles are read: a count on standard error from the first on that comes late."""
    from time import monotonic

    begun = monotonic()
    with _bar("articles read", total=False) as show:

        def tell(done: int) -> None:
            if sys.stderr.isatty() and monotonic() - begun > _PATIENCE_S:
                show(done, None)

        yield tell


def refuse_input(output: Path, inputs: Sequence[Path]) -> None:
    """Refuse to write over what is read.

    Raises:
        OutputError: The output is one of the inputs, or an article in a folder of them.
    """
    from geo.articles.reading import is_article_name
    from geo.records.errors import OutputError

    if str(output) == "-" or not output.is_file():
        return
    for given in inputs:
        inside = given.is_dir() and is_article_name(output) and output.resolve().is_relative_to(given.resolve())
        if inside or (given.is_file() and given.samefile(output)):
            raise OutputError(f"{output}: is one of the inputs, which would be lost; give another name to write to")


@contextmanager
def _whole_files(inputs: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield the inputs, those that can be read only once (pipes) as files: what an input is, its content tells."""
    if not any(path.is_fifo() or path.is_char_device() for path in inputs):
        yield list(inputs)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="armsatlas-") as folder:
        yield [_spooled(path, Path(folder) / str(number)) for number, path in enumerate(inputs)]


def _spooled(path: Path, folder: Path) -> Path:
    if not (path.is_fifo() or path.is_char_device()):
        return path
    folder.mkdir()
    copy = folder / path.name
    with path.open("rb") as source, copy.open("wb") as target:
        copyfileobj(source, target)
    return copy
