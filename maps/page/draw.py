"""The page: one HTML file with everything inside."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from geo.records import EventFile
from maps.cleaning import TITLE_LENGTH, shown
from maps.encoding import script_json
from maps.layout.bulk import FULL_LIMIT, ROWS_IN_PAGE
from maps.layout.lay_out import articles_of, is_asked, lay_out
from maps.layout.story import headline
from maps.layout.story import lead as story_lead
from maps.layout.tally import tally_events
from maps.page.folium_page import MapParts, draw_folium_map, leaflet_script, leaflet_style, page_script, page_style
from maps.page.legend import legend
from maps.page.markup import glyph_definitions, word
from maps.page.rows import Telling, event_table
from maps.page.sections import details_figures, filters, footer, off_map, page_header, timeline_strip
from maps.page.security import content_policy
from maps.records import Correction, DetailMap, PageData
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg


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

    Returns:
        HTML in UTF-8, the same for the same input.

    Raises:
        LanguageError: The page has no texts in that language.
        PageError: `tiles` or `kind` is not known.
    """
    texts = Texts(language)
    events = [event for event in event_file.events if is_asked(event, kind)]
    routes, measured = routes or {}, measured or {}
    articles = articles_of(events, event_file.articles)
    layout = lay_out(events, articles, routes, texts, measured=measured, tiles=tiles is not None)
    data = layout.data
    telling = Telling(texts, articles, events, routes, measured)
    tally = tally_events(events)
    heading = shown(title, TITLE_LENGTH) if title else headline(events, tally, texts)
    sentence = shown(lead, 2 * TITLE_LENGTH) if lead else story_lead(tally, len(articles), texts)
    chart = draw_folium_map(tiles=tiles)
    body = "\n".join(
        [
            glyph_definitions(),
            f'<a class="skip" href="#events">{word(texts, "to_events")}</a>',
            page_header(tally, heading, sentence, texts),
            "<main>",
            _maps(chart.html, data, texts, any_event=bool(events)),
            timeline_strip(data.timeline, texts),
            legend(events, tally, data.marks, texts),
            off_map(layout.off_map, telling),
            f'<section id="events" tabindex="-1"><h2>{word(texts, "events")}</h2>',
            filters(tally, telling),
            event_table(telling, most=ROWS_IN_PAGE if len(events) > FULL_LIMIT else len(events)),
            _rest_unlisted(len(events), texts),
            "</section>",
            "</main>",
            footer(telling, corrections, chart),
        ]
    )
    return _document(texts.language, heading, sentence, body, data, chart)


def _rest_unlisted(count: int, texts: Texts) -> str:
    """Return what tells a reader without a script how many of thousands the table lists."""
    if count <= FULL_LIMIT:
        return ""
    told = texts.word("words", "of", i=texts.number(ROWS_IN_PAGE), n=texts.number(count))
    return f"<noscript><p>{escape(told)}</p></noscript>"


def _maps(chart_html: str, data: PageData, texts: Texts, *, any_event: bool) -> str:
    points = data.points.event if data.points else []
    nothing = not (points or data.marks.spots or data.marks.areas or data.marks.countries)
    note = f'<p class="map-note">{word(texts, "no_place_any")}</p>' if nothing and any_event else ""
    return (
        f'<section class="maps details-{len(data.details)}" aria-label="{word(texts, "map")}">'
        f'<div class="overview">{chart_html}{_map_buttons(data.details, texts)}{note}'
        f'<noscript><p class="map-note">{word(texts, "no_script")}</p></noscript></div>'
        f"{details_figures(data.details, texts)}"
        f'<div id="panel" class="panel" role="dialog" aria-labelledby="panel-title" tabindex="-1" hidden></div>'
        f"</section>"
    )


def _map_buttons(details: Sequence[DetailMap], texts: Texts) -> str:
    views = "".join(
        f'<button type="button" data-view="{number}">{escape(detail.letter)}</button>'
        for number, detail in enumerate(details)
    )
    return (
        f'<div class="map-buttons" hidden><div class="zoom">'
        f'<button type="button" data-zoom="1" aria-label="{word(texts, "zoom_in")}">+</button>'
        f'<button type="button" data-zoom="-1" aria-label="{word(texts, "zoom_out")}">−</button></div>'
        f'<div class="views" role="group" aria-label="{word(texts, "views")}">'
        f'<button type="button" data-view="all">{word(texts, "all_view")}</button>{views}</div></div>'
    )


def _document(language: str, title: str, sentence: str, body: str, data: PageData, chart: MapParts) -> str:  # noqa: PLR0917 - the parts of a document, in its order
    scripts = [leaflet_script(), page_script(), chart.script]
    styles = [leaflet_style(), page_style()]
    policy = content_policy(scripts=scripts, styles=styles, image_hosts=chart.tiles_hosts)
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{language}" dir="ltr">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="generator" content="armsatlas">',
        f'<meta name="description" content="{escape(sentence)}">',
        f"<title>{escape(title)}</title>",
        *(f"<style>{style}</style>" for style in styles),
        "</head>",
        "<body>",
        body,
        f'<script type="application/json" id="story-data">{script_json(data)}</script>',
        *(f"<script>{script}</script>" for script in scripts),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(head)
