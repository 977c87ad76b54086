"""The page: one HTML file with everything inside."""

from collections.abc import Sequence
from typing import Any, Unpack

from geo.records import EventFile
from maps.cleaning import web_link
from maps.encoding import script_json
from maps.errors import PageError
from maps.layout.bulk import FULL_LIMIT, ROWS_IN_PAGE
from maps.layout.lay_out import Options, lay_out
from maps.layout.legend import legend
from maps.layout.tally import tally_events
from maps.page.assets import asset, leaflet
from maps.page.folium_page import MapParts, draw_folium_map
from maps.page.rendering import render
from maps.page.rows import Telling, event_table
from maps.page.sections import filters, foot, off_map
from maps.page.security import content_policy
from maps.records import Correction, PageData
from maps.stills.draw import draw_maps
from maps.style import Style, default_style, style_sheet

THEMES = ("light", "dark", "auto")
PARTS = ("full", "compact", "story", "auto")


def draw_map(
    event_file: EventFile, *, corrections: Sequence[Correction] = (), tiles: str | None = None, theme: str = "auto",
    parts: str = "auto", url: str | None = None, picture: str | None = None, **options: Unpack[Options],
) -> str:  # fmt: skip
    """Draw events as one HTML page that asks nothing of any server.

    Args:
        event_file: Articles and events. Events without a place on the map are listed beside it.
        corrections: Log of corrections, shown in the foot.
        tiles: Name of an online basemap; by default the page makes no request at all.
        theme: `light`, `dark`, or `auto`: the reader's own choice, and light in a frame.
        parts: `full`, `compact` (headline, map, dates, legend, and the rest behind a button), `story` (so, and told
            event by event in the file's order), or `auto`: compact in a frame.
        url: Where the page will be served, for those who share or cite it.
        picture: Address of a still to be shown where somebody shares the page.
        **options: As `maps.layout.lay_out.Options` tells: routes, language, kind, title, style, view and others.

    Returns:
        HTML in UTF-8, the same for the same input.

    Raises:
        LanguageError: The page has no texts in that language.
        PageError: `tiles`, `theme` or `parts` is not known.
    """
    if theme not in THEMES or parts not in PARTS:
        raise PageError(f"theme {theme!r}, parts {parts!r}: expected one of {THEMES} and one of {PARTS}")
    layout = lay_out(event_file, tiles=tiles is not None, **options)
    events, texts, data = layout.events, layout.texts, layout.data
    routes, measured = options.get("routes") or {}, options.get("measured") or {}
    telling = Telling(texts, layout.articles, events, routes, measured, tongue=options.get("tongue"))
    tally, marks = tally_events(events), data.marks
    placed = bool((data.points and data.points.event) or marks.spots or marks.areas or marks.countries)
    # How many of thousands the table lists, for a reader without a script.
    listed = texts.word("words", "of", i=texts.number(ROWS_IN_PAGE), n=texts.number(len(events)))
    chart = draw_folium_map(tiles=tiles)
    return _document(
        data,
        chart,
        options.get("style") or default_style(),
        texts=texts,
        theme=theme,
        show=parts,
        url=web_link(url),
        picture=web_link(picture),
        count=len(events),
        still=draw_maps(data, events, texts.word("page", "map")) if placed else "",
        heading=layout.heading,
        lead=layout.lead,
        hide=" ".join(layout.view.hide),
        years=tally.years,
        legend=legend(events, tally, data, texts),
        off_map=off_map(layout.off_map, telling),
        filters=filters(tally, telling),
        table=event_table(telling, most=ROWS_IN_PAGE if len(events) > FULL_LIMIT else len(events)),
        unlisted=listed if len(events) > FULL_LIMIT else "",
        nothing_placed=bool(events) and not placed,
        foot=foot(telling, corrections, chart, data),
    )


def _document(data: PageData, chart: MapParts, style: Style, **told: Any) -> str:  # noqa: ANN401 - what the templates tell
    early = asset("built/theme.js")
    ours = leaflet("leaflet.js") if chart.tiles_name else asset("built/leaflet.js")
    scripts = [ours, asset("built/page.js"), chart.script]
    no_script = asset("built/noscript.css")
    styles = [asset("built/leaflet.css"), style_sheet(style) + asset("built/page.css")]
    policy = content_policy(
        scripts=[early, *scripts], styles=[*styles, no_script], image_hosts=chart.tiles_hosts, fonts=bool(style.fonts)
    )
    return render(
        "page",
        policy=policy,
        early=early,
        no_script=no_script,
        styles=styles,
        scripts=scripts,
        chart=chart.html,
        details=data.details,
        timeline=data.timeline,
        data=script_json(data),
        logo=style.logo,
        credit=style.page.credit,
        **told,
    )
