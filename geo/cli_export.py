"""The `export` command."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class _Layer(StrEnum):
    PLACES = "places"
    AREAS = "areas"
    ROUTES = "routes"


class _Generalise(StrEnum):
    TEN_KM = "10km"
    ADMIN1 = "admin1"


def export(
    events: Annotated[Path, typer.Argument(help="Event file, table or GIS file; - for standard input.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its ending tells the format.")],
    *,
    format: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option("--format", help="Format, where the ending doesn't tell.")
    ] = None,
    generalise: Annotated[
        _Generalise | None,
        typer.Option("--generalise", help="Coarsen positions: to cells of 10 km or first-level areas."),
    ] = None,
    layers: Annotated[
        bool, typer.Option("--layers", help="One file a layer: out.places.geojson, out.areas.geojson, ...")
    ] = False,
    only: Annotated[list[_Layer] | None, typer.Option("--only", help="Only these layers; may be repeated.")] = None,
    language: Annotated[str, typer.Option("--language", help="Language of a table's headers.")] = "en",
    i_have_rights: Annotated[
        bool, typer.Option("--i-have-rights", help="Keep rows whose terms forbid passing them on (ACLED).")
    ] = False,
) -> None:
    """Write events for a GIS, a spreadsheet or a newsroom tool."""
    from geo.eventfile import load_event_file
    from geo.formats.columns import Layer
    from geo.formats.options import ExportOptions, Generalise
    from geo.formats.registry import find_format
    from geo.formats.writing import write_events, write_layers

    find_format(output, format)
    options = ExportOptions(
        generalise=Generalise(generalise.value) if generalise else None,
        layers=tuple(Layer(layer.value) for layer in only) if only else tuple(Layer),
        i_have_rights=i_have_rights,
        language=language,
    )
    loaded = load_event_file(events)
    if layers:
        written, withheld = write_layers(loaded, output, format=format, options=options)
        typer.echo(f"wrote {', '.join(str(path) for path in written)}", err=True)
    else:
        withheld = write_events(loaded, output, format=format, options=options)
    if withheld:
        typer.echo(
            f"left out {withheld} events: ACLED's terms forbid passing them on; --i-have-rights keeps them", err=True
        )
