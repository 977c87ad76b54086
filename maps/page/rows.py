"""The events as rows of a table: what each cell says, before it is markup."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gazetteer.records import Status
from geo.records import Article, Casualties, Event, EventPlace, Qualifier, Relation, Report, StatedDistance
from maps.cleaning import LABEL_LENGTH, QUOTE_LENGTH, shown, source_name, web_link
from maps.layout.bulk import party_lines
from maps.layout.legs import distance_target, leg_label, leg_notes
from maps.layout.marks import place_label, shipment_letters, stop_numbers
from maps.layout.story import event_title
from maps.layout.symbols import extent_of, glyph_of, is_contested, is_for_review, is_launch
from maps.records import Extent
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

_MOST_CARDS = 24
COLUMNS = ("kind", "date", "status", "event", "places", "who", "reports")
_NOTES = {Extent.AREA: "in_area", Extent.REGION: "region", Extent.SEA: "sea", Extent.COUNTRY: "country_only"}


class Telling:
    """What the rows need beside the events: articles, traced legs, measured distances, words."""

    def __init__(
        self,
        texts: Texts,
        articles: Sequence[Article],
        events: Sequence[Event],
        routes: Mapping[str, Sequence["TracedLeg | None"]],
        measured: Mapping[str, Sequence[Any]],
        *,
        tongue: Callable[[str, str | None], str | None] | None = None,
    ) -> None:
        self.texts = texts
        self.events = events
        self.articles = {article.id: article for article in articles}
        self.by_id = {event.id: event for event in events}
        self.routes = routes
        self.letters = shipment_letters(events)
        self.measured = measured
        self.tongue = tongue

    def language(self, text: str, said: str | None) -> str:
        """Return the language of a text where it is not the page's; nothing where it is."""
        found = shown((self.tongue(text, said) if self.tongue else said) or "", 20)
        return "" if found == self.texts.language else found

    def title(self, event: Event) -> str:
        """Return an event's title."""
        return event_title(event, self.texts)


class Part(Struct, frozen=True, kw_only=True):
    """A piece of a line; a link where it has an address."""

    text: str
    url: str | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """A detail of an event, after what is stated where both are told."""

    text: str
    stated: str = ""
    language: str = ""  # of words that are a source's
    english: str = ""  # More of it, which is known in English alone
    note: bool = False


class Quoted(Struct, frozen=True, kw_only=True):
    """A report's words, their language where it is known, and whose they are."""

    quote: str
    language: str
    source: list[Part]


def event_table(telling: Telling, *, most: int) -> dict[str, Any]:
    """Return the table of the first `most` events: how it is shown at first, its columns, its rows."""
    return {
        "shape": "as-table" if len(telling.events) > _MOST_CARDS else "as-cards",
        "columns": COLUMNS,
        "rows": (event_row(index, event, telling) for index, event in enumerate(telling.events[:most])),
    }


def event_row(index: int, event: Event, telling: Telling) -> dict[str, Any]:
    """Return what a row says of an event."""
    texts = telling.texts
    return {
        "index": index,
        "glyph": glyph_of(event.kind),
        "status": "for-review" if is_for_review(event) else event.status.value,
        "kind": texts.kind(event.kind),
        "date": texts.date(event.date),
        "chips": _chips(event, texts),
        "title": telling.title(event),
        "language": telling.language(event.titled(texts.language) or "", texts.language),
        "places": _places(event, texts, telling.letters.get(index, "")),
        "facts": [*_leg_facts(event, telling), *_distance_facts(event, telling), *_facts(event, telling)],
        "who": _who(event, telling),
        "reports": [_quoted(report, telling) for report in event.reports],
        "more_reports": texts.count("sentence", "passages", len(event.reports) - 1),
    }


def card(event: Event, telling: Telling) -> dict[str, Any]:
    """Return an event in a few lines, for a popup."""
    row = event_row(0, event, telling)
    quoted = next(iter(row["reports"]), Quoted(quote="", language="", source=[]))
    facts = [", ".join(filter(None, (fact.stated, fact.text))) for fact in row["facts"]]
    told = [row["kind"], row["date"], *(text for _, text in row["chips"])]
    return {
        "title": row["title"],
        "date": row["date"],
        "line": telling.texts.word("words", "list_sep").join(told),
        "notes": [*facts, *(text for _, text in row["who"])],
        "quote": quoted.quote,
        "source": ", ".join(part.text for part in quoted.source),
        "url": quoted.source[0].url if quoted.source else None,
    }


def _chips(event: Event, texts: Texts) -> list[tuple[str, str]]:
    names = [event.status.value, *(["contested"] if is_contested(event) else [])]
    names += ["for_review"] if is_for_review(event) else []
    return [(name, texts.word("status", name)) for name in names]


def _places(event: Event, texts: Texts, letter: str) -> list[dict[str, str]]:
    return [
        {
            "number": f"{letter}{number}" if number else "",
            "label": place_label(place, texts, launch=is_launch(event, place)),
            "note": _place_note(place, texts),
        }
        for place, number in zip(event.places, stop_numbers(event), strict=True)
    ]


def _place_note(place: EventPlace, texts: Texts) -> str:
    extent = extent_of(place)
    if extent in _NOTES:
        return texts.word("words", _NOTES[extent])
    return _why_not(place, texts) if extent is Extent.NONE else ""


def _why_not(place: EventPlace, texts: Texts) -> str:
    """Return why a place is not on the map, and which places it may be."""
    if place.status == Status.AMBIGUOUS and place.rivals:
        names = [shown(rival.label, LABEL_LENGTH) for rival in place.rivals[:4]]
        return texts.word("off_map", "rivals", names=texts.word("words", "list_sep").join(names))
    return texts.word("off_map", "not_found")


def _leg_facts(event: Event, telling: Telling) -> list[Fact]:
    texts = telling.texts
    traced = telling.routes.get(event.id, ())
    facts = []
    for leg, line in zip(event.legs, traced, strict=False):
        if line is not None:
            names = [place_label(event.places[i], texts) for i in (leg.from_, leg.to)]
            facts.append(Fact(text=f"{texts.word('words', 'route_arrow').join(names)}: {leg_label(line, texts)}"))
            facts += [Fact(text=text, english=english, note=True) for text, english in leg_notes(line, texts)]
    return facts


def _distance_facts(event: Event, telling: Telling) -> list[Fact]:
    checks = telling.measured.get(event.id, ())
    facts = []
    for number, stated in enumerate(event.distances):
        measured = checks[number].measured if number < len(checks) else None
        facts.append(_distance(stated, None if measured is None else 1000 * measured.km, telling.texts))
    return facts


def _distance(stated: StatedDistance, metres: float | None, texts: Texts) -> Fact:
    number = texts.word("qualifiers", stated.qualifier.value, n=texts.number(stated.km))
    return Fact(
        stated=texts.word("words", "stated_km", km=number),
        text=""
        if metres is None
        else texts.word("words", "computed_to", km=texts.km(metres), to=distance_target(stated.to, texts)),
    )


def _facts(event: Event, telling: Telling) -> list[Fact]:
    texts, facts = telling.texts, []
    own = [_quantity(quantity, telling.texts) for quantity in event.quantities]
    article = telling.articles.get(event.reports[0].article) if event.reports else None
    for told, quantity in zip(own, event.quantities, strict=True):
        words = "" if told else shown(quantity.text or quantity.unit, LABEL_LENGTH)
        language = telling.language(words, article.language if article else None) if words else ""
        facts.append(Fact(text=told or words, language=language))
    return facts + [Fact(text=fact) for fact in _more_facts(event, texts) if fact]


def _more_facts(event: Event, texts: Texts) -> list[str]:
    facts = []
    if event.weapon:
        facts.append(texts.word("words", "weapon", name=texts.weapon(event.weapon)))
    for mark in event.marks:
        key = "mark_year" if mark.year else "mark"
        facts.append(texts.word("words", key, text=shown(mark.text, LABEL_LENGTH), year=mark.year))
    if event.vessel:
        imo = event.vessel.imo and texts.word("words", "imo", number=shown(event.vessel.imo, 20))
        name = shown(event.vessel.name, LABEL_LENGTH)
        facts.append(texts.word("words", "vessel", name=", ".join(filter(None, (name, imo)))))
    return facts + [_people(event.casualties, key, texts) for key in ("killed", "wounded") if event.casualties]


def _people(harm: Casualties, key: str, texts: Texts) -> str:
    """Return how many people were killed or wounded, within the bounds that the source gives or in its words."""
    number, most, words = (getattr(harm, name) for name in (key, f"{key}_most", f"{key}_text"))
    qualifier = getattr(harm, f"{key}_qualifier").value
    if number is None and most is None:
        return texts.count("sentence", key, 2, said=f"“{shown(words, LABEL_LENGTH)}”") if words else ""
    if number is None:
        number, qualifier = most, Qualifier.LTE.value
    said = texts.number(number) if most in (None, number) else f"{texts.number(number)}–{texts.number(most)}"
    return texts.count("sentence", key, most or number, said=texts.word("qualifiers", qualifier, n=said))


def _quantity(quantity: Any, texts: Texts) -> str:  # noqa: ANN401 - geo.records.Quantity
    """Return a quantity in the page's language; nothing where only the source's words tell it."""
    exact = quantity.qualifier is Qualifier.EXACT
    unit = None if quantity.value is None else texts.unit(quantity.unit, quantity.value, exact=exact)
    if quantity.value is None or unit is None:
        return ""
    number = texts.word("qualifiers", quantity.qualifier.value, n=texts.amount(quantity.value))
    return f"{number} {unit}"


def _who(event: Event, telling: Telling) -> list[tuple[str, str]]:
    texts, lines = telling.texts, party_lines((event.claimed_by, event.denied_by), telling.texts)
    for related in event.related:
        other = telling.by_id.get(related.event)
        if other:
            key = "conflicts" if related.as_ == Relation.CONFLICTS_WITH else "part_of"
            lines.append((key, texts.word("words", key, title=telling.title(other))))
    if event.reviewed:
        lines.append(("reviewed", texts.word("words", "reviewed")))
    return lines


def _quoted(report: Report, telling: Telling) -> Quoted:
    article = telling.articles.get(report.article)
    return Quoted(
        quote=telling.texts.word("words", "quote", text=shown(report.quote, QUOTE_LENGTH)) if report.quote else "",
        language=telling.language(report.quote or "", article.language if article else None),
        source=source_line(article, report.article, telling.texts),
    )


def source_line(article: Article | None, article_id: str, texts: Texts) -> list[Part]:
    """Return an article's publisher, title, date and links."""
    if article is None:
        return [Part(text=shown(article_id, LABEL_LENGTH))]
    name = source_name(article.publisher, article.title, article.url, article.id)
    parts = [Part(text=name, url=web_link(article.url))]
    if article.published:
        parts.append(Part(text=texts.day(article.published)))
    if web_link(article.archived_url):
        parts.append(Part(text=texts.word("page", "archived"), url=article.archived_url))
    return parts
