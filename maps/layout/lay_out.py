"""What a map holds and where: extent, detail maps, marks, basemap, and the data that the page's script draws from."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from msgspec import Struct

from geo.records import Article, Event, EventFile, EventPlace
from geo.records.view import Box, View
from maps.cleaning import TITLE_LENGTH, shown, source_name, web_link
from maps.ground.basemap import NO_GROUND, draw_basemap, find_lean
from maps.ground.context import Towns, find_towns
from maps.ground.extent import box_around, central_meridian, mercator_y, page_projection, unwrap
from maps.ground.tiles import VectorTiles
from maps.layout.bulk import (
    FULL_LIMIT,
    Names,
    days_of,
    draw_columns,
    draw_points,
    draw_timeline,
    extremes,
    find_sites,
)
from maps.layout.details import find_details
from maps.layout.legend import draw_layers
from maps.layout.legs import leg_parts
from maps.layout.marks import draw_marks
from maps.layout.story import headline, lead_of, tally_events
from maps.layout.symbols import CONTEXT, extent_of, is_asked, is_contested, is_for_review, known
from maps.records import ArticleLine, DetailMap, Extent, Marks, PageData, PageEvent
from maps.style import Style
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

_WIDEST, _TALLEST = 2.2, 1.2
"""Bounds on the main map's width to height, which follows the story's own shape between them."""
_LEAST_DEG = 3.0
_LEAST_TOWN_DEG = 0.15  # where places differ, a map may be as narrow as a town
_BLANK = Box(west=-40.0, south=-10.0, east=125.0, north=58.0)  # Where nothing is placed
_SCRIPT_TEXTS = (
    "close", "next", "previous", "to_card", "to_map", "play", "pause", "all_time", "link_copied", "link_address",
    "no_match", "sort",
)  # fmt: skip


def context_of(events: EventFile) -> list[Event]:
    """Return what an event file holds of layers that lie under the events."""
    return [event for event in events.events if event.kind == CONTEXT]


def articles_of(events: Sequence[Event], articles: Sequence[Article]) -> list[Article]:
    """Return the articles that report the events."""
    used = {report.article for event in events for report in event.reports}
    return [article for article in articles if article.id in used]


class Options(TypedDict, total=False):
    """What page and still are drawn from beside the events, none of it required."""

    routes: "Mapping[str, Sequence[TracedLeg | None]] | None"
    """Traced legs by event id, one entry a leg, from `geo.routes`; legs that have none aren't drawn."""
    measured: Mapping[str, Sequence[Any]] | None
    """Checked distances by event id, one entry a stated distance, from `geo.measures`."""
    language: str
    """Of words, names and dates: fr by default, or en, de, uk, ru, nl, es, pl."""
    kind: str
    """`all`, `routes` (shipments, seizures, whatever has legs) or `impacts` (strikes and remnants)."""
    title: str | None
    """Headline; made from the events by default."""
    lead: str | None
    """Sentence under it; made from the events by default."""
    style: Style | None
    """House style, from `maps.style.load_style`; a still takes its light colours."""
    basemap: VectorTiles | None
    """A user's own vector tiles, from `maps.ground.tiles.open_tiles`, drawn in place of what ships."""
    towns: Towns | None
    """Gives the largest towns of a box, so many at most, in the map's language; none are named by default."""
    tongue: "Callable[[str, str | None], str | None] | None"
    """Tells the language of a text that is said to be in another; by default it is what is said."""
    view: View | None
    """Extent, detail maps and what is hidden; what it leaves open is as the event file's own `view` says."""


class Layout(Struct, frozen=True, kw_only=True):
    """What is drawn: by the page's script from `data`, and which of the events can't be, by their indices."""

    events: list[Event]
    articles: list[Article]
    texts: Texts
    data: PageData
    off_map: list[int]
    heading: str
    lead: str
    view: View

    @property
    def nowhere(self) -> bool:
        """Whether nothing is drawn: the ground alone would be no picture."""
        return self.data.basemap is NO_GROUND


def lay_out(event_file: EventFile, *, tiles: bool = False, still: float = 0.0, **options: Unpack[Options]) -> Layout:
    """Lay out a map's words, extent, detail maps, marks and basemap, for a page or a `still`, so wide to its height."""
    texts, kind = Texts(options.get("language", "fr")), options.get("kind", "all")
    events = [event for event in event_file.events if is_asked(event, kind)]
    if len(events) > FULL_LIMIT and not still:
        events.sort(key=lambda event: (not (day := event.date and (event.date.start or event.date.end)), day or ""))
    articles = articles_of(events, event_file.articles)
    view = options["view"] = view_of(event_file, options.get("view"))
    data, off_map = _drawn(events, articles, texts, context_of(event_file), options, tiles=tiles, still=still)
    title, lead = options.get("title"), options.get("lead")
    heading = shown(title, TITLE_LENGTH) if title else headline(events, tally_events(events), texts)
    return Layout(
        events=events,
        articles=articles,
        texts=texts,
        data=data,
        off_map=off_map,
        heading=heading,
        lead=shown(lead, 2 * TITLE_LENGTH) if lead else lead_of(events, off_map, articles, texts, heading),
        view=view,
    )


def view_of(event_file: EventFile, asked: View | None) -> View:
    """Return what is asked for, and where nothing is what the event file says."""
    asked, own = asked or View(), event_file.view or View()
    insets = own.insets if asked.insets is None else asked.insets
    return View(extent=asked.extent or own.extent, insets=insets, hide=asked.hide or own.hide)


def _drawn(
    events: Sequence[Event], articles: Sequence[Article], texts: Texts, context: Sequence[Event], options: Options, *,
    tiles: bool, still: float,
) -> tuple[PageData, list[int]]:  # fmt: skip
    """Return what the page's script draws from, and which events it can't draw; a still keeps thousands as marks."""
    routes = options.get("routes") or {}
    bulk = len(events) > FULL_LIMIT and not still
    sites = find_sites(events if bulk else ())
    placed = [place for index, event in enumerate(events) if index not in sites.simple for place in _placed(event)]
    centre = central_meridian([*sites.lons, *(place.lon for place in placed if place.lon is not None)])
    marks = draw_marks(
        events, routes, centre=centre, texts=texts, measured=options.get("measured"), leave_out=sites.simple
    )
    points = [(unwrap(known(place.lon), centre), known(place.lat)) for place in placed if place.lon is not None]
    points += [*((area.lon, area.lat) for area in marks.areas), *extremes(sites, centre)]
    ways, view = _line_points(events, routes, centre), options.get("view") or View()
    overview, boxes = _boxes(points, ways, marks, view, centre, many=len(events) > FULL_LIMIT)
    details = _details(boxes, overview, events, texts)
    boxes = [detail.box for detail in details]
    towns = find_towns([overview, *boxes], marks.spots, options.get("towns"), aspect=still or None)
    layers = draw_layers(context, centre, texts.language)
    data = PageData(
        language=texts.language,
        texts={key: texts.table["page"][key] for key in _SCRIPT_TEXTS} | _word_texts(texts),
        overview=overview,
        projection=page_projection(overview, tiles=tiles),
        fit=bool(view.extent),
        lean=0.0 if view.extent else find_lean(overview),
        details=details,
        basemap=draw_basemap(overview, boxes, texts, towns, options.get("basemap"), aspect=still or None)
        if points or layers or marks.countries
        else NO_GROUND,
        marks=marks,
        context=layers,
        **_event_fields(events, articles, texts, bulk=bulk),
        points=draw_points(sites, centre) if bulk else None,
        timeline=draw_timeline(events, texts),
        tiles=tiles,
    )
    drawn = set(sites.events)
    return data, [index for index, event in enumerate(events) if index not in drawn and not _placed(event)]


def _placed(event: Event) -> list[EventPlace]:
    """Return the places that have a point or an area on the map."""
    return [place for place in event.places if extent_of(place) not in (Extent.NONE, Extent.COUNTRY)]


def _boxes(
    points: Sequence[tuple[float, float]],
    ways: Sequence[tuple[float, float]],
    marks: Marks,
    view: View,
    centre: float,
    *,
    many: bool,
) -> tuple[Box, list[Box]]:
    """Return what the main map and the detail maps show, as an editor asks or as events need."""
    held = [mark.box for mark in (marks.areas or ([] if points else marks.countries))]
    corners = [(x, y) for box in held for x, y in ((box.west, box.south), (box.east, box.north))]
    overview = _turned(view.extent, centre) if view.extent else _overview([*points, *ways, *corners])
    if many:  # rings count them
        return overview, []
    if view.insets is not None:
        return overview, [_turned(box, centre) for box in view.insets]
    return overview, [one.box for one in find_details(points, overview) if not _is_only_inside(one.box, marks)]


def _event_fields(events: Sequence[Event], articles: Sequence[Article], texts: Texts, *, bulk: bool) -> dict[str, Any]:
    """Return the fields that tell of events: columns and articles of thousands, else one entry an event."""
    numbers = {article.id: number for number, article in enumerate(articles)}
    if bulk:
        lines = [
            ArticleLine(
                name=source_name(article.publisher, article.title, article.url, article.id),
                url=web_link(article.url),
                date=texts.day(article.published) if article.published else "",
                language=shown(article.language or "", 20),
            )
            for article in articles
        ]
        return {"events": draw_columns(events, numbers, texts), "kinds": [], "statuses": [], "articles": lines}
    kinds, statuses = Names(), Names()
    told = [_page_event(event, numbers, kinds, statuses) for event in events]
    return {"events": told, "kinds": list(kinds.numbers), "statuses": list(statuses.numbers), "articles": []}


def _line_points(
    events: Sequence[Event], routes: Mapping[str, Sequence["TracedLeg | None"]], centre: float
) -> list[tuple[float, float]]:
    return [
        (float(lon), float(lat))
        for event in (events if routes else ())
        for leg in routes.get(event.id, ())
        if leg is not None
        for part in leg_parts(leg.geometry, centre)
        for lon, lat in part[:: max(1, len(part) // 50)]
    ]


def _page_event(event: Event, numbers: Mapping[str, int], kinds: Names, statuses: Names) -> PageEvent:
    return PageEvent(
        id=event.id,
        kind=kinds(event.kind),
        status=statuses(event.status.value),
        contested=int(is_contested(event)),
        days=days_of(event),
        articles=sorted({numbers[report.article] for report in event.reports if report.article in numbers}),
        review=int(is_for_review(event)),
    )


def _overview(points: Sequence[tuple[float, float]]) -> Box:
    if not points:
        return _BLANK
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = mercator_y(max(y for _, y in points)) - mercator_y(min(y for _, y in points))
    aspect = min(_WIDEST, max(_TALLEST, width / height)) if height else _WIDEST if width else 1.6
    least = _LEAST_DEG if len(set(points)) < 2 else _LEAST_TOWN_DEG  # noqa: PLR2004 - one place has no extent of its own
    return box_around(points, margin=0.1, least=least, aspect=aspect)


def _word_texts(texts: Texts) -> dict[str, Any]:
    words = {key: texts.table["words"][key] for key in ("several", "of", "stop", "quote", "km", "m")}
    return words | {
        "names_left": texts.table["sentence"]["names_left"],
        "statuses": texts.table["status"],
        "kinds": {k: forms["name"] for k, forms in texts.table["kinds"].items()},
    }


def _turned(box: Box, centre: float) -> Box:
    """Return a box in the longitudes of a map about `centre`."""
    middle = (box.west + box.east) / 2
    by = unwrap(middle, centre) - middle
    return Box(west=box.west + by, south=box.south, east=box.east + by, north=box.north)


def _details(boxes: Sequence[Box], overview: Box, events: Sequence[Event], texts: Texts) -> list[DetailMap]:
    centre = (overview.west + overview.east) / 2
    places = [
        (unwrap(place.lon, centre), place.lat, place.country)
        for event in events
        for place in event.places
        if place.lon is not None and place.lat is not None
    ]
    found = []
    for letter, box in zip("ABC", boxes, strict=False):
        codes = dict.fromkeys(code for lon, lat, code in places if code and box.holds(lon, lat))
        name = ", ".join(texts.country(code) for code in codes)
        held = {(lon, lat) for lon, lat, _ in places if box.holds(lon, lat)}
        projection, share = page_projection(box, tiles=False), round(min(5.0, max(2.0, len(held) ** 0.5)), 1)
        found.append(DetailMap(letter=letter, name=name, box=box, projection=projection, share=share))
    return found


def _is_only_inside(box: Box, marks: Marks) -> bool:
    """Return whether a detail map would show nothing but the inside of an area."""
    boxes = [area.box for area in marks.areas]
    inside = any(area.holds(box.west, box.south) and area.holds(box.east, box.north) for area in boxes)
    return inside and not any(box.holds(spot.lon, spot.lat) for spot in marks.spots)
