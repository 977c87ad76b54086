"""The page's sections around map and table: header, detail maps, timeline, filters, what is off the map, foot."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from gazetteer.records import Status
from geo.records import Article, Event, EventPlace
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown, web_link
from maps.layout.marks import place_label
from maps.layout.symbols import extent_of, glyph_of
from maps.layout.tally import Tally
from maps.page.markup import glyph, outside, symbol, word
from maps.page.rows import Telling, linked
from maps.records import Extent, Timeline
from maps.texts import Texts

if TYPE_CHECKING:
    from maps.page.folium_page import MapParts
    from maps.records import Correction, DetailMap

_FEW_EVENTS = 6
_MOST_LISTED = 100


def page_header(tally: Tally, heading: str, sentence: str, texts: Texts) -> str:
    """Return the headline, what it is about, and the sentence under it."""
    kicker = texts.word("page", "kicker") + (f" · {tally.years}" if tally.years else "")
    lead = f'<p class="lead">{outside(sentence)}</p>' if sentence else ""
    return f'<header><p class="kicker">{escape(kicker)}</p><h1>{outside(heading)}</h1>{lead}</header>'


def details_figures(details: Sequence["DetailMap"], texts: Texts) -> str:
    """Return the frames of the detail maps, which the script fills."""
    figures = "".join(
        f'<figure class="detail"><figcaption><b>{detail.letter}</b> {outside(detail.name)}</figcaption>'
        f'<div class="detail-map" data-detail="{number}" role="group" '
        f'aria-label="{escape(texts.word("page", "inset", letter=detail.letter, name=detail.name))}"></div></figure>'
        for number, detail in enumerate(details)
    )
    return f'<div class="details">{figures}</div>' if figures else ""


def timeline_strip(timeline: Timeline | None, texts: Texts) -> str:
    """Return the strip's controls, hidden until the script has drawn the strip."""
    if timeline is None:
        return ""
    return (
        '<section class="timeline" id="timeline" hidden>'
        f'<button type="button" id="play" aria-label="{word(texts, "play")}">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path class="play" d="M8 5l12 7-12 7z"/>'
        '<path class="pause" d="M7 5h4v14H7zM14 5h4v14h-4z"/></svg></button>'
        '<div class="strip"><div id="bars" aria-hidden="true"></div>'
        f'<input type="range" id="time" min="0" max="{len(timeline.steps)}" value="{len(timeline.steps)}" step="1" '
        f'aria-label="{word(texts, "time")}"><div id="ticks" aria-hidden="true"></div></div>'
        f'<output id="time-label" for="time">{word(texts, "all_time")}</output></section>'
    )


def filters(tally: Tally, telling: Telling) -> str:
    """Return the controls that choose among events; hidden without a script."""
    events, texts = telling.events, telling.texts
    if not events:
        return ""
    opened = " open" if len(events) > _FEW_EVENTS else ""
    return (
        f'<div class="controls" id="controls" hidden><details class="filters"{opened}>'
        f"<summary>{word(texts, 'filter')}</summary>"
        f'<form id="filters"><label class="search"><span>{word(texts, "search")}</span>'
        f'<input type="search" id="search" autocomplete="off"></label>'
        f"<fieldset><legend>{word(texts, 'kind')}</legend>{_kind_checks(tally, texts)}</fieldset>"
        f"<fieldset><legend>{word(texts, 'status')}</legend>{_status_checks(tally, texts)}</fieldset>"
        f"{_article_choice(list(telling.articles.values()), texts)}"
        f'<button type="reset" id="reset">{word(texts, "reset")}</button></form></details>'
        f'<div class="shapes" role="group" aria-label="{word(texts, "events")}">'
        f'<button type="button" data-shape="cards" aria-pressed="true">{word(texts, "as_cards")}</button>'
        f'<button type="button" data-shape="table" aria-pressed="false">{word(texts, "as_table")}</button></div>'
        f'<button type="button" id="link">{word(texts, "link")}</button>'
        f'<p id="found" role="status"></p></div>'
    )


def _kind_checks(tally: Tally, texts: Texts) -> str:
    return "".join(
        _check("kind", kind, texts.kind(kind), number, symbol(glyph_of(kind), f"k-{glyph_of(kind)} s-documented"))
        for kind, number in tally.kinds
    )


def _status_checks(tally: Tally, texts: Texts) -> str:
    return "".join(_check("status", status, texts.word("status", status), number) for status, number in tally.statuses)


def _article_choice(articles: Sequence[Article], texts: Texts) -> str:
    """Return the choice of article; the script fills it from the list of sources."""
    if len(articles) < 2:  # noqa: PLR2004 - no choice in one
        return ""
    return (
        f'<label class="article-choice"><span>{word(texts, "article")}</span>'
        f'<select id="article"><option value="">{word(texts, "all_articles")}</option></select></label>'
    )


def _check(name: str, value: str, text: str, number: int, picture: str = "") -> str:
    return (
        f'<label class="check"><input type="checkbox" name="{name}" value="{escape(value)}" checked>'
        f"{picture}{escape(text)} <small>{number}</small></label>"
    )


def off_map(missing: Sequence[int], telling: Telling) -> str:
    """Return the list of the events, by their indices, that have no symbol on the map, and why."""
    texts, events = telling.texts, telling.events
    if not missing:
        return ""
    items = "".join(
        f'<li>{glyph(events[index])}<a href="#event-{index}" data-go="{index}">'
        f"{outside(telling.title(events[index]))}</a> <small>{outside(_reason(events[index], texts))}</small></li>"
        for index in missing[:_MOST_LISTED]
    )
    title, lead = (escape(texts.word("off_map", key)) for key in ("title", "lead"))
    heading = f"<h2>{title} <small>{texts.number(len(missing))}</small></h2>"
    return f'<section class="off-map">{heading}<p>{lead}</p><ul>{items}</ul></section>'


def _reason(event: Event, texts: Texts) -> str:
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


def footer(telling: Telling, corrections: Sequence["Correction"], chart: "MapParts") -> str:
    """Return sources, corrections, the note on borders, and whose data the page holds."""
    parts = [_sources(telling), _corrections(corrections, telling.texts), _credits(telling, chart)]
    return f"<footer>{''.join(parts)}</footer>"


def _sources(telling: Telling) -> str:
    if not telling.articles:
        return ""
    items = "".join(f"<li>{_source(article, telling.texts)}" for article in telling.articles.values())
    return f'<section class="sources"><h2>{word(telling.texts, "sources")}</h2><ol>{items}</ol></section>'


def _source(article: Article, texts: Texts) -> str:
    title = linked(shown(article.title or article.id, TITLE_LENGTH), article.url)
    parts = [f"<cite>{title}</cite>"]
    if article.publisher:
        parts.append(outside(shown(article.publisher, LABEL_LENGTH)))
    for key, date in (("published", article.published), ("accessed", article.accessed)):
        if date:
            parts.append(escape(texts.word("page", key, date=texts.day(date))))
    if web_link(article.archived_url):
        parts.append(linked(texts.word("page", "archived"), article.archived_url))
    return ", ".join(parts)


def _corrections(corrections: Sequence["Correction"], texts: Texts) -> str:
    if not corrections:
        return ""
    items = "".join(f"<li>{_correction(item, texts)}</li>" for item in corrections)
    return f'<section class="corrections"><h2>{word(texts, "corrections")}</h2><ul>{items}</ul></section>'


def _correction(item: "Correction", texts: Texts) -> str:
    when = f'<time datetime="{escape(item.date)}">{escape(texts.day(item.date))}</time>'
    return f"<b>{when}</b> {outside(shown(item.text, 2 * TITLE_LENGTH))}"


def route_credit(sources: Iterable[str | None], texts: Texts) -> list[str]:
    """Return the line that names whose data the legs are drawn from; none where the basemap's credit names them all."""
    named = texts.word("page", "places_by")
    own = sorted({source for source in sources if source and source not in named})
    return [texts.word("page", "routes_by", sources="; ".join(own))] if own else []


def _credits(telling: Telling, chart: "MapParts") -> str:
    texts = telling.texts
    drawn = [legs for event, legs in telling.routes.items() if event in telling.by_id]
    legs = [leg for legs in drawn for leg in legs if leg is not None]
    dates = [article.published for article in telling.articles.values() if article.published]
    lines = [texts.word("page", key) for key in ("not_confirmed", "borders", "mercator", "places_by")]
    lines += route_credit([leg.source for leg in legs], texts)
    if dates:
        lines.append(texts.word("page", "data_as_of", date=texts.day(max(dates))))
    if chart.tiles_name:
        hosts = ", ".join(host.split("//")[-1] for host in chart.tiles_hosts)
        notice = texts.word("page", "tiles_notice", name=chart.tiles_name, hosts=hosts)
        lines += [chart.tiles_attribution, notice]
    else:
        lines.append(texts.word("page", "nothing_loaded"))
    paragraphs = "".join(f"<p>{outside(line)}</p>" for line in lines)
    return f'<section class="credits"><h2>{word(texts, "credits")}</h2>{paragraphs}</section>'
