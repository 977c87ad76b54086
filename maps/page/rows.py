"""The events as rows of a real table, every text from outside escaped; the page shows them as cards or as a table."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from gazetteer.records import Status
from geo.records import Article, Event, EventPlace, Qualifier, Relation, Report, StatedDistance
from maps.cleaning import LABEL_LENGTH, QUOTE_LENGTH, shown, web_link
from maps.layout.marks import distance_target, leg_label, place_label, stop_numbers
from maps.layout.story import event_title
from maps.layout.symbols import extent_of, glyph_of, is_contested, is_launch
from maps.page.markup import chip, outside, symbol
from maps.records import Extent
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

_REPORTS_IN_VIEW = 2
_MOST_CARDS = 24
COLUMNS = ("kind", "date", "status", "event", "places", "who", "reports")


class Telling:
    """What the rows need beside the events: articles, traced legs, measured distances, words."""

    def __init__(
        self,
        texts: Texts,
        articles: Sequence[Article],
        events: Sequence[Event],
        routes: Mapping[str, Sequence["TracedLeg | None"]],
        measured: Mapping[str, Sequence[Any]],
    ) -> None:
        self.texts = texts
        self.events = events
        self.articles = {article.id: article for article in articles}
        self.by_id = {event.id: event for event in events}
        self.routes = routes
        self.measured = measured

    def title(self, event: Event) -> str:
        """Return an event's title."""
        return event_title(event, self.texts)


def event_table(telling: Telling, *, most: int) -> str:
    """Return the table of the first `most` events; the script writes roles out, since rows may stand as cards."""
    texts = telling.texts
    heads = "".join(
        f'<th scope="col" data-column="{column}">{escape(texts.word("page", column))}</th>' for column in COLUMNS
    )
    rows = "\n".join(event_row(index, event, telling) for index, event in enumerate(telling.events[:most]))
    shape = "as-table" if len(telling.events) > _MOST_CARDS else "as-cards"
    return (
        f'<table id="event-table" role="table" class="{shape}" aria-label="{escape(texts.word("page", "events"))}">'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def event_row(index: int, event: Event, telling: Telling) -> str:
    """Return one event as a table row, without the end tags and quotes that HTML lets go: they are a fifth of a row."""
    texts = telling.texts
    kind = symbol(glyph_of(event.kind)) + escape(texts.kind(event.kind))
    cells = [
        f"<td>{kind}",
        f"<td>{escape(texts.date(event.date))}",
        f"<td>{_chips(event, texts)}",
        f"<th scope=row>{outside(telling.title(event))}",
        f"<td>{_places(event, telling)}",
        f"<td>{_who(event, telling)}",
        f"<td>{_reports(event, telling)}",
    ]
    return f'<tr id=event-{index} class="k-{glyph_of(event.kind)} s-{event.status.value}">{"".join(cells)}'


def _chips(event: Event, texts: Texts) -> str:
    chips = chip(event.status.value, texts.word("status", event.status.value))
    return chips + (chip("contested", texts.word("status", "contested")) if is_contested(event) else "")


def _places(event: Event, telling: Telling) -> str:
    texts = telling.texts
    numbers = stop_numbers(event)
    items = [
        f"{f'<b class=stop-number>{number}</b> ' if number else ''}{_place(event, place, texts)}"
        for place, number in zip(event.places, numbers, strict=True)
    ]
    facts = [*_leg_facts(event, telling), *_distance_facts(event, telling), *_facts(event, texts)]
    listed = f"<ul class=stops>{''.join(f'<li>{item}' for item in items)}</ul>" if len(items) > 1 else "".join(items)
    lines = "".join(f"<li>{fact}" for fact in facts)
    return listed + (f"<ul class=facts>{lines}</ul>" if lines else "")


def _place(event: Event, place: EventPlace, texts: Texts) -> str:
    label = outside(place_label(place, texts, launch=is_launch(event, place)))
    notes = {
        Extent.AREA: "in_area",
        Extent.REGION: "region",
        Extent.SEA: "sea",
        Extent.COUNTRY: "country_only",
    }
    extent = extent_of(place)
    if extent in notes:
        return f"{label} <small>{escape(texts.word('words', notes[extent]))}</small>"
    if extent is Extent.NONE:
        return f"{label} <small>{_why_not(place, texts)}</small>"
    return label


def _why_not(place: EventPlace, texts: Texts) -> str:
    """Return why a place is not on the map, and which places it may be."""
    if place.status == Status.AMBIGUOUS and place.rivals:
        names = [shown(rival.label, LABEL_LENGTH) for rival in place.rivals[:4]]
        return outside(texts.word("off_map", "rivals", names=texts.word("words", "list_sep").join(names)))
    return escape(texts.word("off_map", "not_found"))


def _leg_facts(event: Event, telling: Telling) -> list[str]:
    texts = telling.texts
    traced = telling.routes.get(event.id, ())
    facts = []
    for leg, line in zip(event.legs, traced, strict=False):
        if line is not None:
            names = [place_label(event.places[i], texts) for i in (leg.from_, leg.to)]
            facts.append(f"{outside(texts.word('words', 'route_arrow').join(names))}: {escape(leg_label(line, texts))}")
    return facts


def _distance_facts(event: Event, telling: Telling) -> list[str]:
    checks = telling.measured.get(event.id, ())
    facts = []
    for number, stated in enumerate(event.distances):
        measured = checks[number].measured if number < len(checks) else None
        facts.append(_distance(stated, None if measured is None else 1000 * measured.km, telling.texts))
    return facts


def _distance(stated: StatedDistance, metres: float | None, texts: Texts) -> str:
    number = texts.word("qualifiers", stated.qualifier.value, n=texts.number(stated.km))
    parts = [f"<b>{escape(texts.word('words', 'stated_km', km=number))}</b>"]
    if metres is not None:
        parts.append(
            escape(texts.word("words", "computed_to", km=texts.km(metres), to=distance_target(stated.to, texts)))
        )
    return ", ".join(parts)


def _facts(event: Event, texts: Texts) -> list[str]:
    facts = [_quantity(quantity, texts) for quantity in event.quantities]
    if event.weapon:
        facts.append(texts.word("words", "weapon", name=texts.weapon(event.weapon)))
    for mark in event.marks:
        key = "mark_year" if mark.year else "mark"
        facts.append(texts.word("words", key, text=shown(mark.text, LABEL_LENGTH), year=mark.year))
    if event.vessel:
        imo = event.vessel.imo and texts.word("words", "imo", number=shown(event.vessel.imo, 20))
        name = shown(event.vessel.name, LABEL_LENGTH)
        facts.append(texts.word("words", "vessel", name=", ".join(filter(None, (name, imo)))))
    for key in ("killed", "wounded"):
        number = getattr(event.casualties, key, None)
        if number is not None:
            facts.append(texts.count("sentence", key, number))
    return [outside(fact) for fact in facts]


def _quantity(quantity: Any, texts: Texts) -> str:  # noqa: ANN401 - geo.records.Quantity
    exact = quantity.qualifier is Qualifier.EXACT
    unit = None if quantity.value is None else texts.unit(quantity.unit, quantity.value, exact=exact)
    if quantity.value is None or unit is None:
        return shown(quantity.text or quantity.unit, LABEL_LENGTH)
    number = texts.word("qualifiers", quantity.qualifier.value, n=texts.amount(quantity.value))
    return f"{number} {unit}"


def _who(event: Event, telling: Telling) -> str:
    lines = []
    for key, names in (("claims", event.claimed_by), ("denies", event.denied_by)):
        if names:
            said = telling.texts.word(
                "words", key, names=telling.texts.join([telling.texts.party(name) for name in names])
            )
            lines.append(f'<li class="{key}">{outside(said)}')
    for related in event.related:
        other = telling.by_id.get(related.event)
        if other:
            title = telling.title(other)
            key = "conflicts" if related.as_ == Relation.CONFLICTS_WITH else "part_of"
            lines.append(f'<li class="{key}">{outside(telling.texts.word("words", key, title=title))}')
    if event.reviewed:
        lines.append(f'<li class="reviewed">{escape(telling.texts.word("words", "reviewed"))}')
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _reports(event: Event, telling: Telling) -> str:
    """Return the first report in full view and the others behind a fold that opens without a script."""
    reports = [_report(report, telling) for report in event.reports]
    if len(reports) <= _REPORTS_IN_VIEW:
        return "".join(reports)
    more = telling.texts.count("sentence", "passages", len(reports) - 1)
    return f"{reports[0]}<details><summary>{escape(more)}</summary>{''.join(reports[1:])}</details>"


def _report(report: Report, telling: Telling) -> str:
    article = telling.articles.get(report.article)
    language = f' lang="{escape(shown(article.language, 20))}"' if article and article.language else ""
    quote = telling.texts.word("words", "quote", text=shown(report.quote, QUOTE_LENGTH))
    return (
        f"<blockquote{language}>{outside(quote)}</blockquote>"
        f"<cite>{source_line(article, report.article, telling.texts)}</cite>"
    )


def source_line(article: Article | None, article_id: str, texts: Texts) -> str:
    """Return an article's publisher, title, date and links."""
    if article is None:
        return outside(shown(article_id, LABEL_LENGTH))
    name = shown(article.publisher or article.title or article.id, LABEL_LENGTH)
    parts = [linked(name, article.url)]
    if article.published:
        parts.append(escape(texts.day(article.published)))
    if web_link(article.archived_url):
        parts.append(linked(texts.word("page", "archived"), article.archived_url))
    return ", ".join(parts)


def linked(text: str, url: str | None) -> str:
    """Return a text as a link if the URL is a web link, else the text alone; the script has it open in a new tab."""
    href = web_link(url)
    if href is None:
        return outside(text)
    return f'<a href="{escape(href)}">{outside(text)}</a>'
