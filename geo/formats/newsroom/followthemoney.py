"""FollowTheMoney entities for Aleph and OpenSanctions: trips, vessels, addresses, articles."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from geo.formats.layout.cells import is_web_address, quantity_text
from geo.formats.layout.shapes import Dot, shape_of
from geo.formats.options import ExportOptions
from geo.records import Article, Event, EventFile, EventPlace
from geo.records.file import whole_file

Entity = dict[str, Any]


def write_followthemoney(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write one entity a line.

    A leg becomes a Trip between two Addresses with its Vessel, any other event an Event; every
    article an Article, tied to what it reports by a Documentation. Claims, denials and precision
    have no property there: they stand in the summary.
    """
    encoder = msgspec.json.Encoder()
    seen: set[str] = set()
    with whole_file(path) as temporary, temporary.open("wb") as out:
        for entity in _entities(events, options):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(encoder.encode(entity) + b"\n")


def _entities(events: EventFile, options: ExportOptions) -> Iterator[Entity]:
    yield from (_article(article) for article in events.articles)
    known = {article.id for article in events.articles}
    for done, event in enumerate(events.events, start=1):
        yield from _event_entities(event, known)
        if options.progress:
            options.progress(done, len(events.events))


def entity_id(*parts: str) -> str:
    """Return an id that FollowTheMoney takes: letters and digits, the same for the same parts."""
    return "aa-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _entity(key: str, schema: str, **properties: str | None) -> Entity:
    kept = {name: [value] for name, value in properties.items() if value and value.strip()}
    return {"id": key, "schema": schema, "properties": kept}


def _event_entities(event: Event, articles: set[str]) -> Iterator[Entity]:
    addresses = [_address(place) for place in event.places]
    yield from addresses
    vessel = _vessel(event)
    if vessel:
        yield vessel
    made = []
    for leg in event.legs:
        start, end = addresses[leg.from_]["id"], addresses[leg.to]["id"]
        key = entity_id("trip", event.id, start, end)
        ends = {"startLocation": start, "endLocation": end, "vehicle": vessel["id"] if vessel else None}
        made.append(_entity(key, "Trip", **_common(event), **ends))
    if not made:
        where = "; ".join(place.called() for place in event.places)
        made.append(_entity(entity_id("event", event.id), "Event", **_common(event), location=where))
    for entity in made:
        yield entity
        for article in dict.fromkeys(report.article for report in event.reports if report.article in articles):
            yield _documentation(article, entity["id"], event)


def _common(event: Event) -> dict[str, str | None]:
    claims = f"claimed by {', '.join(event.claimed_by)}" if event.claimed_by else ""
    denials = f"denied by {', '.join(event.denied_by)}" if event.denied_by else ""
    amounts = ", ".join(quantity_text(quantity) for quantity in event.quantities)
    date = event.date
    return {
        "name": event.titled() or event.kind,
        "startDate": date.start if date else None,
        "endDate": date.end if date else None,
        "recordId": event.id,
        "summary": "; ".join(part for part in (event.kind, event.status.value, claims, denials, amounts) if part),
    }


def _address(place: EventPlace) -> Entity:
    _, shape = shape_of(place)
    point = shape if isinstance(shape, Dot) else None
    name = place.called() or place.country or "?"
    return _entity(
        entity_id("address", place.place_id or name, place.country or "", str(point)),
        "Address",
        name=name,
        full=name,
        country=place.country.lower() if place.country else None,
        latitude=str(point.y) if point else None,
        longitude=str(point.x) if point else None,
        remarks=f"precision: {place.precision}" if place.precision else None,
    )


def _vessel(event: Event) -> Entity | None:
    vessel = event.vessel
    if vessel is None:
        return None
    key = entity_id("vessel", vessel.imo or vessel.name)
    flag = vessel.flag.lower() if vessel.flag else None
    imo = f"IMO{vessel.imo.upper().removeprefix('IMO').strip()}" if vessel.imo else None
    return _entity(key, "Vessel", name=vessel.name, imoNumber=imo, flag=flag)


def _article(article: Article) -> Entity:
    return _entity(
        entity_id("article", article.id),
        "Article",
        name=article.title or article.id,
        title=article.title,
        publisher=article.publisher,
        publishedAt=article.published,
        sourceUrl=article.url if is_web_address(article.url) else None,
    )


def _documentation(article: str, entity: str, event: Event) -> Entity:
    quotes = "\n".join(report.quote for report in event.reports if report.article == article)
    key = entity_id("documentation", article, entity)
    return _entity(key, "Documentation", document=entity_id("article", article), entity=entity, summary=quotes)
