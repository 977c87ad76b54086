"""The `map` and `embed` commands."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli.inputs import (
    LayerOption,
    MappingOption,
    RejectsOption,
    RightsOption,
    free_to_pass_on,
    load_and_say,
    refuse_input,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.records import EventFile
    from geo.records.view import Box, View
    from maps.records import Town
    from maps.stills.formats import Size


_STILLS = (".svg", ".png", ".pdf")
_CLEARLY = 2  # Common words more than twice those of the language that a text is said to be in
_APART = 1 / 32  # parts of a map within which of a city's quarters and suburbs only the best known is named
_ENDINGS = (".html", ".htm", *_STILLS)


_Theme = StrEnum("_Theme", ["AUTO", "LIGHT", "DARK"])
_Parts = StrEnum("_Parts", ["AUTO", "FULL", "COMPACT", "STORY"])
_Kind = StrEnum("_Kind", ["ALL", "ROUTES", "IMPACTS"])
_EmbedForm = StrEnum("_EmbedForm", ["IFRAME", "SRCDOC", "AMP", "WORDPRESS", "OEMBED", "SCRIPT"])


def map_(
    inputs: Annotated[list[Path], typer.Argument(help="Articles, folders of them, event files, tables or GIS files.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Page (.html), or a still (.svg, .png, .pdf); - for standard output.")
    ],
    *,
    kind: Annotated[_Kind, typer.Option("--kind", help="Routes, impacts, or all.")] = _Kind.ALL,
    language: Annotated[str, typer.Option("--language", help="Language: fr, en, de, uk, ru, nl, es, pl.")] = "fr",
    title: Annotated[str | None, typer.Option("--title", help="Headline; made from the events by default.")] = None,
    lead: Annotated[str | None, typer.Option("--lead", help="Sentence under the headline.")] = None,
    correction: Annotated[
        list[str] | None, typer.Option("--correction", help="'2024-09-03: what was corrected'; may be repeated.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option("--tiles", help="Online basemap by its xyzservices name; makes requests.")
    ] = None,
    basemap: Annotated[
        Path | None,
        typer.Option("--basemap", help="Own vector tiles (.pmtiles) for water, roads, rails, built-up areas."),
    ] = None,
    theme: Annotated[
        _Theme, typer.Option("--theme", help="Light, dark, or the reader's own choice (light in a frame).")
    ] = _Theme.AUTO,
    parts: Annotated[
        _Parts,
        typer.Option(
            "--parts",
            help="Full; compact: map, dates, legend, the rest folded; story: event by event; auto: compact in a frame.",
        ),
    ] = _Parts.AUTO,
    style: Annotated[
        str | None, typer.Option("--style", help="House style: a TOML file, or daily, agency, thinktank.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where the page will be served.")] = None,
    picture: Annotated[str | None, typer.Option("--picture", help="Address of a still, for shared links.")] = None,
    size: Annotated[
        str, typer.Option("--size", help="Of a still: 1200x630, 85x60mm, or card, square, story, column, columns.")
    ] = "card",
    dpi: Annotated[int, typer.Option("--dpi", min=72, max=1200, help="Dots an inch of a size in mm.")] = 300,
    bleed: Annotated[
        float, typer.Option("--bleed", min=0, max=10, help="Millimetres beyond the edges of a still in mm.")
    ] = 0.0,
    extent: Annotated[
        str | None, typer.Option("--extent", help="What the map shows, in degrees: WEST,SOUTH,EAST,NORTH.")
    ] = None,
    inset: Annotated[
        list[str] | None, typer.Option("--inset", help="A detail map, as --extent; up to three; none for none.")
    ] = None,
    hide: Annotated[
        list[str] | None,
        typer.Option(
            "--hide", help="Leave out: header, slider, legend, off-map, filter, table, sources; may be repeated."
        ),
    ] = None,
    events_out: Annotated[Path | None, typer.Option("--events-out", help="Write the event file, too.")] = None,
    mapping: MappingOption = None,
    rejects: RejectsOption = None,
    layer: LayerOption = None,
    i_have_rights: RightsOption = False,
) -> None:
    """Draw articles or event files as one page with routes and impacts."""
    from geo.records.file import write_output
    from maps.ground.tiles import open_tiles
    from maps.stills.formats import parse_size
    from maps.style import load_style

    ending = output.suffix.lower()
    if ending and ending not in _ENDINGS:
        raise typer.BadParameter(f"{output}: a map is not drawn as {ending}; give one of {', '.join(_ENDINGS)}")
    measure = parse_size(size, dpi=dpi, bleed_mm=bleed)
    view = _parse_view(extent, inset, hide)
    noted = [_parse_correction(text) for text in correction or ()]
    for written in (output, events_out or output):
        refuse_input(written, inputs)
    loaded = load_and_say(inputs, mapping=mapping, rejects=rejects, language=language, layers=layer)
    event_file = _in_language(free_to_pass_on(loaded.events, i_have_rights=i_have_rights), language)
    common: dict[str, Any] = {
        "routes": trace_legs(event_file),
        "measured": measure_stated(event_file),
        "language": language,
        "kind": kind.value,
        "title": title,
        "lead": lead,
        "style": load_style(style) if style else None,
        "towns": _towns(language),
        "basemap": open_tiles(basemap) if basemap else None,
        "tongue": _tongue,
        "view": view,
    }
    if ending in _STILLS:
        drawn = _draw_still(event_file, ending, measure, common)
    else:
        from maps.page.draw import draw_map

        page: dict[str, Any] = {"theme": theme.value, "parts": parts.value, "url": url, "picture": picture}
        drawn = draw_map(event_file, corrections=noted, tiles=tiles, **page, **common).encode()
    if events_out is not None:
        write_output(events_out, _with_view(event_file, view))
    write_output(output, drawn)
    if loaded.failed:
        raise typer.Exit(1)


def _draw_still(event_file: "EventFile", ending: str, size: "Size", common: dict[str, Any]) -> bytes:
    from maps.stills.draw import draw_still
    from maps.stills.formats import PRINT_ZOOM, still_pdf, still_png

    measure: dict[str, Any] = {
        "size": (size.width, size.height),
        "zoom": size.zoom,
        "mm": size.mm,
        "bleed_mm": size.bleed_mm,
    }
    svg = draw_still(event_file, **measure, **common)
    if ending == ".svg":
        return svg.encode()
    zoom = size.zoom * (1 if ending == ".png" or size.mm else PRINT_ZOOM)
    return still_png(svg, zoom=zoom) if ending == ".png" else still_pdf(svg, zoom=zoom, bleed_mm=size.bleed_mm)


def _tongue(text: str, said: str | None) -> str | None:
    """Return the language of a text that is clearly in another than is said: a quote, an edited title."""
    from geo.articles.languages import count_stopwords, find_language

    if said not in ("uk", "ru") and re.match(r"\W*[а-яёіїєґ]", text, re.IGNORECASE):
        return find_language(text)
    counts = count_stopwords(text)
    found, most = max(counts.items(), key=lambda item: item[1])
    return found if found != said and most >= 2 * counts.get(said or "", 0) + _CLEARLY else said


def _with_view(event_file: "EventFile", view: "View") -> bytes:
    """Return an event file with what was asked to be seen and hidden; as it is where nothing was."""
    from msgspec import structs

    from geo.records.file import dump_event_file
    from geo.records.view import View
    from maps.layout.lay_out import view_of

    kept = view_of(event_file, view)
    return dump_event_file(structs.replace(event_file, view=kept) if kept != View() else event_file)


def _in_language(event_file: "EventFile", language: str) -> "EventFile":
    """Return events whose titles and names are in the map's language, but for those that somebody edited."""
    from gazetteer import Gazetteer
    from geo.review.retelling import MOST_RETOLD, retell

    if len(event_file.events) > MOST_RETOLD:
        return event_file

    with Gazetteer.open() as gazetteer:
        return retell(event_file, language.split("-", maxsplit=1)[0].lower(), gazetteer)


def _parse_view(extent: str | None, insets: list[str] | None, hide: list[str] | None) -> "View":
    from msgspec import ValidationError, convert

    asked: dict[str, Any] = {
        "extent": _parse_box(extent) if extent else None,
        "insets": None if insets is None else [_parse_box(text) for text in insets if text != "none"],
        "hide": [name.strip() for text in hide or () for name in text.split(",")],
    }
    from geo.records.view import View

    try:
        return convert(asked, View)
    except ValidationError as error:
        raise typer.BadParameter(f"{error}; see 'armsatlas map --help'") from error


def _parse_box(text: str) -> dict[str, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(
            f"box {text!r}: expected degrees as WEST,SOUTH,EAST,NORTH, as 22,44,40.5,52.5"
        ) from error
    return {"west": west, "south": south, "east": east + (360 if east < west else 0), "north": north}


def _towns(language: str) -> "Callable[[Box, int], Sequence[Town]]":
    """Return what gives the largest towns of a box, named in a language; the gazetteer is opened when first asked."""

    def largest(box: "Box", limit: int) -> "list[Town]":
        from gazetteer import Gazetteer
        from maps.ground.extent import unwrap
        from maps.records import Town

        centre = (box.west + box.east) / 2
        with Gazetteer.open() as gazetteer:
            edges, apart = (box.west, box.south, box.east, box.north), (box.east - box.west) * _APART
            places = gazetteer.largest_within(edges, limit=limit, apart=apart)
            names = [gazetteer.label(place, language) for place in places]
        spots = [(round(unwrap(place.lon, centre), 4), round(place.lat, 4), place.population) for place in places]
        return [Town(name=name, lon=x, lat=y, people=n) for name, (x, y, n) in zip(names, spots, strict=True)]

    return largest


def trace_legs(event_file: "EventFile") -> dict[str, Any]:
    """Return the traced legs of every event that has legs, by its id."""
    from geo.routes.events import trace_event

    return {event.id: trace_event(event) for event in event_file.events if event.legs}


def measure_stated(event_file: "EventFile") -> dict[str, Any]:
    """Return the checked distances of every event that states one, by its id."""
    stating = [event for event in event_file.events if event.distances]
    if not stating:
        return {}
    from geo.measures import check_distances

    return {event.id: check_distances(event) for event in stating}


def _parse_correction(text: str) -> Any:  # noqa: ANN401 - maps.page.draw.Correction
    from geo.records import check_date
    from maps.records import Correction

    date, _, what = text.partition(":")
    try:
        check_date(date.strip())
    except ValueError as error:
        raise typer.BadParameter(f"correction {text!r}: {error}; write '2024-09-03: what was corrected'") from error
    if not what.strip():
        raise typer.BadParameter(f"correction {text!r} says nothing; write '2024-09-03: what was corrected'")
    return Correction(date=date.strip(), text=what.strip())


def embed(
    page: Annotated[Path, typer.Argument(help="Page that `armsatlas map` wrote.")],
    *,
    url: Annotated[str | None, typer.Option("--url", help="Where the page will be served.")] = None,
    picture: Annotated[str | None, typer.Option("--picture", help="Address of a still to stand in.")] = None,
    height: Annotated[
        int | None, typer.Option("--height", min=200, max=5000, help="Pixels, until the page tells its own.")
    ] = None,
    form: Annotated[
        _EmbedForm,
        typer.Option("--as", help="iframe; srcdoc (all inside the snippet); amp; wordpress; oembed JSON; the script."),
    ] = _EmbedForm.IFRAME,
) -> None:
    """Print the snippet that puts a page into an article."""
    from geo.records.file import write_output
    from maps.page.embed import draw_embed

    try:
        html = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        from geo.records.errors import FormatError

        raise FormatError(f"{page}: can't be read ({error}); give a page that `armsatlas map` wrote") from error
    snippet = draw_embed(html, url=url or page.name, form=form.value, picture=picture, height=height)
    write_output("-", snippet.encode())
