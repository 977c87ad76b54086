"""The page: one HTML file with everything inside."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from geo.records import Article, Event, EventFile
from maps.basemap import Basemap, draw_basemap
from maps.bulk import FULL_LIMIT, ROWS_IN_PAGE, Columns, Names, Points, draw_columns, draw_points, is_point_event
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown, web_link
from maps.encoding import script_json
from maps.extent import Box, box_around, central_meridian, find_details, mercator_y, unwrap
from maps.folium_page import MapParts, draw_folium_map, leaflet_script, leaflet_style, page_script, page_style
from maps.legend import legend
from maps.marks import Marks, draw_marks, leg_parts
from maps.markup import glyph_definitions, word
from maps.rows import Telling, event_table
from maps.sections import details_figures, filters, footer, off_map, page_header, timeline_strip
from maps.security import content_policy
from maps.story import headline
from maps.story import lead as story_lead
from maps.symbols import IMPACT_KINDS, ROUTE_KINDS, Extent, extent_of, is_contested
from maps.texts import Texts
from maps.timeline import Timeline, days_of, draw_timeline

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

_WIDEST, _TALLEST = 2.2, 1.2
"""Bounds on the main map's width to height, which follows the story's own shape between them."""
_LEAST_DEG = 3.0
_WORLD = Box(west=-60.0, south=-35.0, east=150.0, north=65.0)
_SCRIPT_TEXTS = (
    "close", "next", "previous", "to_card", "to_map", "play", "pause", "all_time", "link_copied", "no_match", "sort",
)  # fmt: skip


_PLACELESS = Event(id="-", kind="other")


class PageEvent(Struct, frozen=True, kw_only=True, array_like=True):
    """What the page's script must know of an event; its words stand in the table."""

    id: str
    kind: int
    status: int
    """Both as numbers of the page's `kinds` and `statuses`."""
    contested: int
    days: tuple[int, int] | None
    articles: list[int]


class DetailMap(Struct, frozen=True, kw_only=True):
    """A detail map's letter, name and box."""

    letter: str
    name: str
    box: Box


class ArticleLine(Struct, frozen=True, kw_only=True):
    """An article as the script writes it under a quote, where rows are made by the script."""

    name: str
    url: str | None
    date: str


class PageData(Struct, frozen=True, kw_only=True):
    """All that the page's script draws from."""

    language: str
    texts: dict[str, Any]
    overview: Box
    details: list[DetailMap]
    basemap: Basemap
    marks: Marks
    kinds: list[str]
    statuses: list[str]
    events: list[PageEvent] | Columns
    points: Points | None
    articles: list[ArticleLine]
    timeline: Timeline | None
    tiles: bool


class Correction(Struct, frozen=True, kw_only=True):
    """A correction made after publication, as the page's log shows it."""

    date: str
    """ISO date."""
    text: str


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
    data = page_data(events, articles, routes, texts, measured=measured, tiles=tiles is not None)
    telling = Telling(texts, articles, events, routes, measured)
    heading = shown(title, TITLE_LENGTH) if title else headline(events, texts)
    sentence = shown(lead, 2 * TITLE_LENGTH) if lead else story_lead(events, len(articles), texts)
    chart = draw_folium_map(tiles=tiles)
    body = "\n".join(
        [
            glyph_definitions(),
            f'<a class="skip" href="#events">{word(texts, "to_events")}</a>',
            page_header(events, heading, sentence, texts),
            "<main>",
            _maps(chart.html, data, texts, any_event=bool(events)),
            timeline_strip(data.timeline, texts),
            legend(events, data.marks, texts),
            off_map(telling),
            f'<section id="events" tabindex="-1"><h2>{word(texts, "events")}</h2>',
            filters(telling),
            event_table(telling, most=ROWS_IN_PAGE if len(events) > FULL_LIMIT else len(events)),
            "</section>",
            "</main>",
            footer(telling, corrections, chart),
        ]
    )
    return _document(texts.language, heading, sentence, body, data, chart)


def is_asked(event: Event, kind: str) -> bool:
    """Tell whether an event belongs on a map of this kind."""
    if kind == "impacts":
        return event.kind in IMPACT_KINDS
    return kind == "all" or event.kind in ROUTE_KINDS or bool(event.legs)


def articles_of(events: Sequence[Event], articles: Sequence[Article]) -> list[Article]:
    """Return the articles that report the events."""
    used = {report.article for event in events for report in event.reports}
    return [article for article in articles if article.id in used]


def page_data(
    events: Sequence[Event],
    articles: Sequence[Article],
    routes: Mapping[str, Sequence["TracedLeg | None"]],
    texts: Texts,
    *,
    measured: Mapping[str, Sequence[Any]] | None = None,
    tiles: bool = False,
    whole: bool = False,
) -> PageData:
    """Lay out a map's extent, detail maps, marks and basemap; `whole` keeps thousands of events as marks, too."""
    places = [
        place for event in events for place in event.places if extent_of(place) not in (Extent.NONE, Extent.COUNTRY)
    ]
    centre = central_meridian([place.lon for place in places if place.lon is not None])
    bulk = len(events) > FULL_LIMIT and not whole
    simple = {index for index, event in enumerate(events) if is_point_event(event)} if bulk else set[int]()
    marks = draw_marks(events, routes, centre=centre, texts=texts, measured=measured, leave_out=simple)
    points = [
        (unwrap(place.lon, centre), place.lat) for place in places if place.lon is not None and place.lat is not None
    ]
    points += [(area.lon, area.lat) for area in marks.areas]
    edges = [corner for mark in (marks.areas or ([] if points else marks.countries)) for corner in _corners(mark.box)]
    lines = [
        (float(lon), float(lat))
        for event in events
        for leg in routes.get(event.id, ())
        if leg is not None
        for part in leg_parts(leg.geometry, centre)
        for lon, lat in part[:: max(1, len(part) // 50)]
    ]
    overview = _overview(points + lines + edges)
    details = [] if bulk else _details(points, overview, events, texts)
    numbers = {article.id: number for number, article in enumerate(articles)}
    kinds, statuses = Names(), Names()
    return PageData(
        language=texts.language,
        texts={key: texts.table["page"][key] for key in _SCRIPT_TEXTS} | _word_texts(texts),
        overview=overview,
        details=details,
        basemap=draw_basemap(overview, [detail.box for detail in details], texts),
        marks=marks,
        events=draw_columns(events, numbers, texts)
        if bulk
        else [_page_event(event, numbers, kinds, statuses) for event in events],
        kinds=list(kinds.numbers),
        statuses=list(statuses.numbers),
        points=draw_points([e if i in simple else _PLACELESS for i, e in enumerate(events)], centre) if bulk else None,
        articles=[_article_line(article, texts) for article in articles] if bulk else [],
        timeline=draw_timeline(events, texts),
        tiles=tiles,
    )


def _page_event(event: Event, numbers: Mapping[str, int], kinds: Names, statuses: Names) -> PageEvent:
    return PageEvent(
        id=event.id,
        kind=kinds(event.kind),
        status=statuses(event.status.value),
        contested=int(is_contested(event)),
        days=days_of(event),
        articles=sorted({numbers[report.article] for report in event.reports if report.article in numbers}),
    )


def _article_line(article: Article, texts: Texts) -> ArticleLine:
    return ArticleLine(
        name=shown(article.publisher or article.title or article.id, LABEL_LENGTH),
        url=web_link(article.url),
        date=texts.day(article.published) if article.published else "",
    )


def _overview(points: Sequence[tuple[float, float]]) -> Box:
    if not points:
        return _WORLD
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = mercator_y(max(y for _, y in points)) - mercator_y(min(y for _, y in points))
    aspect = min(_WIDEST, max(_TALLEST, width / height)) if height else _WIDEST if width else 1.6
    return box_around(points, margin=0.1, least=_LEAST_DEG, aspect=aspect)


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box.west, box.south), (box.east, box.north)]


def _word_texts(texts: Texts) -> dict[str, Any]:
    words = {key: texts.table["words"][key] for key in ("several", "of", "stop", "quote")}
    return words | {
        "statuses": texts.table["status"],
        "kinds": {k: forms["name"] for k, forms in texts.table["kinds"].items()},
    }


def _details(
    points: Sequence[tuple[float, float]], overview: Box, events: Sequence[Event], texts: Texts
) -> list[DetailMap]:
    countries = _countries_by_point(events, overview)
    found = []
    for letter, detail in zip("ABC", find_details(points, overview), strict=False):
        codes = dict.fromkeys(code for lon, lat, code in countries if detail.box.holds(lon, lat))
        name = ", ".join(texts.country(code) for code in codes)
        found.append(DetailMap(letter=letter, name=name, box=detail.box))
    return found


def _countries_by_point(events: Sequence[Event], overview: Box) -> list[tuple[float, float, str]]:
    centre = (overview.west + overview.east) / 2
    return [
        (unwrap(place.lon, centre), place.lat, place.country)
        for event in events
        for place in event.places
        if place.lon is not None and place.lat is not None and place.country
    ]


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
