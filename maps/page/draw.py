"""The page: one HTML file with everything inside."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.records import Event, EventFile
from maps.cleaning import TITLE_LENGTH, shown, web_link
from maps.encoding import script_json
from maps.errors import PageError
from maps.ground.context import Towns
from maps.layout.bulk import FULL_LIMIT, ROWS_IN_PAGE
from maps.layout.lay_out import articles_of, context_of, is_asked, lay_out
from maps.layout.legend import legend
from maps.layout.story import headline, lead_of
from maps.layout.tally import tally_events
from maps.page.assets import asset, leaflet
from maps.page.folium_page import MapParts, draw_folium_map
from maps.page.rendering import render
from maps.page.rows import Telling, event_table
from maps.page.sections import filters, foot, off_map
from maps.page.security import content_policy
from maps.records import Correction, PageData, View
from maps.stills.draw import draw_maps
from maps.style import Style, default_style, style_sheet
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

THEMES = ("light", "dark", "auto")
PARTS = ("full", "compact", "story", "auto")


def draw_map(
    event_file: EventFile,
    *,
    routes: Mapping[str, Sequence["TracedLeg | None"]] | None = None,
    measured: Mapping[str, Sequence[Any]] | None = None,
    language: str = "fr",
    kind: str = "all",
    title: str | None = None,
    lead: str | None = None,
    corrections: Sequence[Correction] = (),
    tiles: str | None = None,
    theme: str = "auto",
    parts: str = "auto",
    style: Style | None = None,
    towns: Towns | None = None,
    view: View | None = None,
    url: str | None = None,
    picture: str | None = None,
) -> str:
    """Draw events as one HTML page that asks nothing of any server.

    Args:
        event_file: Articles and events. Events without a place on the map are listed beside it.
        routes: Traced legs by event id, one entry a leg, from `geo.routes`; legs that have none aren't drawn.
        measured: Checked distances by event id, one entry a stated distance, from `geo.measures`.
        language: The page's language: fr, en, de, uk, ru, nl or es.
        kind: `all`, `routes` (shipments, seizures, whatever has legs) or `impacts` (strikes and remnants).
        title: Headline; made from the events by default.
        lead: Sentence under it; made from the events by default.
        corrections: Log of corrections, shown in the foot.
        tiles: Name of an online basemap; by default the page makes no request at all.
        theme: `light`, `dark`, or `auto`: the reader's own choice, and light in a frame.
        parts: `full`, `compact` (headline, map, dates, legend, and the rest behind a button), `story` (so, and told
            event by event in the file's order), or `auto`: compact in a frame.
        towns: Gives the largest towns of a box, so many at most, in the map's language; none are named by default.
        view: Extent and detail maps, where they are not to be chosen by the program.
        style: House style, from `maps.style.load_style`.
        url: Where the page will be served, for those who share or cite it.
        picture: Address of a still to be shown where somebody shares the page.

    Returns:
        HTML in UTF-8, the same for the same input.

    Raises:
        LanguageError: The page has no texts in that language.
        PageError: `tiles`, `theme` or `parts` is not known.
    """
    if theme not in THEMES or parts not in PARTS:
        raise PageError(f"theme {theme!r}, parts {parts!r}: expected one of {THEMES} and one of {PARTS}")
    texts = Texts(language)
    events = [event for event in event_file.events if is_asked(event, kind)]
    if len(events) > FULL_LIMIT:
        events.sort(key=_first_day)
    routes, measured = routes or {}, measured or {}
    articles = articles_of(events, event_file.articles)
    layout = lay_out(
        events, articles, routes, texts, measured=measured, tiles=tiles is not None, towns=towns, view=view,
        context=context_of(event_file),
    )  # fmt: skip
    telling = Telling(texts, articles, events, routes, measured)
    tally, placed = tally_events(events), _anything_placed(layout.data)
    chart = draw_folium_map(tiles=tiles)
    return _document(
        layout.data,
        chart,
        style or default_style(),
        texts=texts,
        theme=theme,
        show=parts,
        url=web_link(url),
        picture=web_link(picture),
        count=len(events),
        still=draw_maps(layout.data, events, texts.word("page", "map")) if placed else "",
        heading=shown(title, TITLE_LENGTH) if title else headline(events, tally, texts),
        lead=shown(lead, 2 * TITLE_LENGTH) if lead else lead_of(events, layout.off_map, articles, texts),
        years=tally.years,
        legend=legend(events, tally, layout.data, texts),
        off_map=off_map(layout.off_map, telling),
        filters=filters(tally, telling),
        table=event_table(telling, most=ROWS_IN_PAGE if len(events) > FULL_LIMIT else len(events)),
        unlisted=_rest_unlisted(len(events), texts),
        nothing_placed=bool(events) and not placed,
        foot=foot(telling, corrections, chart, layout.data.basemap),
    )


def _first_day(event: Event) -> tuple[bool, str]:
    day = (event.date.start or event.date.end) if event.date else None
    return day is None, day or ""


def _rest_unlisted(count: int, texts: Texts) -> str:
    """Return what tells a reader without a script how many of thousands the table lists."""
    if count <= FULL_LIMIT:
        return ""
    return texts.word("words", "of", i=texts.number(ROWS_IN_PAGE), n=texts.number(count))


def _anything_placed(data: PageData) -> bool:
    points = data.points.event if data.points else []
    return bool(points or data.marks.spots or data.marks.areas or data.marks.countries)


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
