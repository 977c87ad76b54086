"""The `review` command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.inputs import MappingOption, RejectsOption, load_and_say, refuse_input

if TYPE_CHECKING:
    from geo.review.checking import Finding


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
