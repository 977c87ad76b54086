"""The `export` command."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.cli.inputs import (
    LayerOption,
    MappingOption,
    RejectsOption,
    RightsOption,
    load_and_say,
    refuse_input,
    rows_bar,
    say_withheld,
)
from geo.cli.messages import note


class _Layer(StrEnum):
    PLACES = "places"
    AREAS = "areas"
    ROUTES = "routes"
    LINES = "lines"


class _Generalise(StrEnum):
    TEN_KM = "10km"
    ADMIN1 = "admin1"


def export(
    inputs: Annotated[list[Path], typer.Argument(help="Event files, tables or GIS files; - for standard input.")],
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
    language: Annotated[str, typer.Option("--language", help="Language of a table's headers: en or fr.")] = "en",
    mapping: MappingOption = None,
    rejects: RejectsOption = None,
    layer: LayerOption = None,
    i_have_rights: RightsOption = False,
) -> None:
    """Write events for a GIS, a spreadsheet or a newsroom tool."""
    from geo.formats.layout.columns import Layer
    from geo.formats.options import ExportOptions, Generalise
    from geo.formats.writing import find_format, write_events, write_layers

    find_format(output, format)
    refuse_input(output, inputs)
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects, layers=layer)
    with rows_bar("writing") as progress:
        options = ExportOptions(
            generalise=Generalise(generalise.value) if generalise else None,
            layers=tuple(Layer(layer.value) for layer in only) if only else tuple(Layer),
            i_have_rights=i_have_rights,
            language=language,
            progress=progress,
        )
        if layers:
            written, withheld = write_layers(loaded.events, output, format=format, options=options)
        else:
            written, withheld = [output], write_events(loaded.events, output, format=format, options=options)
    if layers:
        note(f"wrote {', '.join(str(path) for path in written)}")
    say_withheld(withheld)
    nothing_left = withheld > 0 and withheld == len(loaded.events.events)
    if loaded.failed or nothing_left:
        raise typer.Exit(1)
