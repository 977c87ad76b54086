"""What the page says around map and table: filters, what is off the map, sources, corrections, credits."""

from collections.abc import Iterable, Sequence
from typing import Any

from gazetteer.records import Status
from geo.records import Article, Event, EventPlace
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown, source_name, web_link
from maps.ground.context import RIVER_CREDIT, ROAD_CREDIT
from maps.layout.marks import place_label
from maps.layout.story import Tally
from maps.layout.symbols import extent_of, glyph_of, is_contested
from maps.page.folium_page import MapParts
from maps.page.rows import Part, Telling
from maps.records import Basemap, Correction, Extent, PageData
from maps.texts import Texts

_FEW_EVENTS = 6
_MOST_LISTED = 100


def filters(tally: Tally, telling: Telling) -> dict[str, Any] | None:
    """Return the controls that choose among events; None where there are no events."""
    texts = telling.texts
    if not telling.events:
        return None
    return {
        "opened": len(telling.events) > _FEW_EVENTS,
        "kinds": [(kind, texts.kind(kind), number, glyph_of(kind)) for kind, number in tally.kinds],
        "statuses": [(status, texts.word("status", status), number) for status, number in tally.statuses],
        "articles": len(telling.articles) > 1,
    }


def off_map(missing: Sequence[int], telling: Telling) -> dict[str, Any]:
    """Return how many events, by their indices, have no symbol on the map, and why the first of them."""
    listed = []
    for index in missing[:_MOST_LISTED]:
        event = telling.events[index]
        glyph, mark = glyph_of(event.kind), " contested" if is_contested(event) else ""
        classes = f"k-{glyph} s-{event.status.value}{mark}"
        told = {"title": telling.title(event), "reason": why_nowhere(event, telling.texts)}
        listed.append({"index": index, "glyph": glyph, "classes": classes, **told})
    return {"missing": len(missing), "listed": listed}


def why_nowhere(event: Event, texts: Texts) -> str:
    """Return why an event has no symbol: its places one by one, else the countries it is between."""
    reasons = [_place_reason(place, texts) for place in event.places]
    actors = event.actors and [code for code in (event.actors.supplier, event.actors.recipient) if code]
    if not reasons and actors:
        names = texts.word("words", "route_arrow").join(texts.country(code) for code in actors)
        return texts.word("off_map", "country", names=names)
    return texts.word("words", "list_sep").join(dict.fromkeys(reasons)) or texts.word("off_map", "none")


def _place_reason(place: EventPlace, texts: Texts) -> str:
    if extent_of(place) is Extent.COUNTRY:
        return texts.word("off_map", "country", names=texts.country(str(place.country)))
    key = "ambiguous" if place.status == Status.AMBIGUOUS else "unresolved"
    return texts.word("off_map", key, names=place_label(place, texts))


def foot(telling: Telling, corrections: Sequence[Correction], chart: MapParts, data: PageData) -> dict[str, list[Any]]:
    """Return sources, corrections, the note on borders, and whose data the page holds."""
    texts = telling.texts
    return {
        "sources": [_source(article, telling) for article in telling.articles.values()],
        "corrections": [(item.date, texts.day(item.date), shown(item.text, 2 * TITLE_LENGTH)) for item in corrections],
        "credits": _credits(telling, chart, data),
    }


def _source(article: Article, telling: Telling) -> dict[str, Any]:
    texts = telling.texts
    more = [Part(text=shown(article.publisher, LABEL_LENGTH))] if article.publisher and article.title else []
    dates = (("published", article.published), ("accessed", article.accessed))
    more += [Part(text=texts.word("page", key, date=texts.day(date))) for key, date in dates if date]
    if web_link(article.archived_url):
        more.append(Part(text=texts.word("page", "archived"), url=article.archived_url))
    language = telling.language(article.title or "", article.language) if article.title else ""
    return {"title": _article_name(article, telling), "language": language, "url": web_link(article.url), "more": more}


def _article_name(article: Article, telling: Telling) -> str:
    """Return an article's title; without one its publisher, else the first words that are quoted from it."""
    if named := article.title or article.publisher:
        return shown(named, TITLE_LENGTH)
    quotes = (report.quote for event in telling.events for report in event.reports if report.article == article.id)
    if quote := next(quotes, ""):
        return telling.texts.word("words", "quote", text=shown(quote, LABEL_LENGTH))
    return source_name(None, None, article.url, article.id)


def route_credit(sources: Iterable[str | None], texts: Texts) -> list[str]:
    """Return the line that names whose data the legs are drawn from; none where the basemap's credit names them all."""
    named = texts.word("page", "places_by")
    own = sorted({source for source in sources if source and source not in named})
    return [texts.word("page", "routes_by", sources="; ".join(own))] if own else []


def context_sources(basemap: Basemap) -> list[str]:
    """Return whose roads, railways and rivers a near map shows."""
    sources = [ROAD_CREDIT] if any(tier.roads or tier.railways for tier in basemap.tiers) else []
    sources += [RIVER_CREDIT] if any(tier.rivers for tier in basemap.tiers) else []
    return [*sources, basemap.credit] if basemap.credit else sources


def context_credit(basemap: Basemap, texts: Texts) -> list[str]:
    """Return the line that names them; none where there are none."""
    sources = context_sources(basemap)
    return [texts.word("page", "context_by", sources="; ".join(sources))] if sources else []


def _credits(telling: Telling, chart: MapParts, data: PageData) -> list[str]:
    texts = telling.texts
    drawn = [legs for event, legs in telling.routes.items() if event in telling.by_id]
    legs = [leg for legs in drawn for leg in legs if leg is not None]
    dates = [article.published for article in telling.articles.values() if article.published]
    shape = "projected" if data.projection else "mercator"
    ground = ("borders", shape, "places_by", "drawn_by") if data.basemap.tiers else ()
    lines = [texts.word("page", key) for key in ("not_confirmed", *ground)]
    lines += route_credit([leg.source for leg in legs], texts)
    lines += context_credit(data.basemap, texts)
    if dates:
        lines.append(texts.word("page", "data_as_of", date=texts.day(max(dates))))
    if not chart.tiles_name:
        return [*lines, texts.word("page", "nothing_loaded")]
    hosts = ", ".join(host.split("//")[-1] for host in chart.tiles_hosts)
    return [*lines, chart.tiles_attribution, texts.word("page", "tiles_notice", name=chart.tiles_name, hosts=hosts)]
