"""What the commands that read tables share: their options, and how they say what went wrong."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from geo.formats.options import Progress
    from geo.records import EventFile
    from geo.review.inputs import Loaded

MappingOption: TypeAlias = Annotated[
    Path | None, typer.Option("--mapping", help="Mapping file for a table with odd columns; see docs/formats.md.")
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
    from geo.formats.layout.rights import without_restricted

    free, withheld = (events, 0) if i_have_rights else without_restricted(events)
    say_withheld(withheld)
    return free


def say_withheld(count: int) -> None:
    """Say on standard error how many events were left out for their source's terms, if any were."""
    if count:
        typer.echo(
            f"left out {count} events: ACLED's terms forbid passing them on; --i-have-rights keeps them", err=True
        )


def load_and_say(
    inputs: Sequence[Path], *, mapping: Path | None, rejects: Path | None, language: str | None = None
) -> "Loaded":
    """Read inputs; say on standard error what can't be read, and write the rows that were kept aside.

    Args:
        inputs: Articles, event files, tables and GIS files.
        mapping: Mapping file for tables with odd columns.
        rejects: Where rows that were kept aside are written; nowhere where it is None.
        language: Language of labels and titles made from articles.

    Raises:
        GeoError: Nothing could be read, or the rejects can't be written.
    """
    from geo.review.inputs import load_inputs, write_kept_aside

    with _shown_progress() as progress:
        loaded = load_inputs(inputs, language=language, report=_say, mapping=mapping, progress=progress)
    count = sum(len(reading.rejects) for reading in loaded.kept_aside)
    if rejects is not None:
        written = write_kept_aside(loaded.kept_aside, rejects)
        if written:
            _say(f"kept aside {count} rows: {', '.join(map(str, written))}")
    elif count:
        _say(f"kept aside {count} rows; --rejects FILE writes them to correct and read again")
    return loaded


_MANY = 5000


@contextmanager
def _shown_progress() -> Iterator["Progress"]:
    """Yield what is told of a table's rows: a bar on standard error for each large table while it is read."""
    bars: list[Bar] = []

    def tell(done: int, of: int) -> None:
        if of < _MANY or done % 200:
            return
        if not bars:
            from rich.console import Console
            from rich.progress import Progress as RichProgress

            bars.append(RichProgress(console=Console(stderr=True), transient=True))
            bars[0].add_task("reading", total=of)
            bars[0].start()
        bars[0].update(bars[0].task_ids[0], completed=done)

    def tell_and_end(done: int, of: int) -> None:
        tell(done, of)
        if bars and done >= of:  # the table's report follows, and would be drawn over
            bars.pop().stop()

    try:
        yield tell_and_end
    finally:
        for bar in bars:
            bar.stop()


def _say(line: str) -> None:
    typer.echo(f"armsatlas: {line}", err=True)
