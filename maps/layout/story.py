"""Headline and sentence made from the events, for maps whose editor sets none."""

import csv
from collections.abc import Sequence
from functools import cache

from gazetteer.datafiles import data_file
from geo.records import Event, EventPlace
from maps.cleaning import LABEL_LENGTH, TITLE_LENGTH, shown
from maps.layout.symbols import extent_of, is_launch
from maps.layout.tally import Tally
from maps.records import Extent
from maps.texts import Texts

_MOST_PLACES = 3
_MOST_TOLD = 40
"""Above this many events the first three places say nothing of the story."""


def event_title(event: Event, texts: Texts) -> str:
    """Return an event's title, or its kind and places where it has none."""
    if event.title:
        return shown(event.title, TITLE_LENGTH)
    names = [shown(place.label or place.name, LABEL_LENGTH) for place in event.places]
    kind = texts.kind(event.kind)
    if not names:
        return kind
    route = len(event.legs) > 0
    joined = texts.word("words", "route_arrow").join(names) if route else texts.join(names)
    return texts.word("sentence", "headline_impacts", kinds=kind, places=joined)


def headline(events: Sequence[Event], tally: Tally, texts: Texts) -> str:
    """Return a plain headline: the longest route, the first places, or the area that holds them all, and the kinds."""
    if not events:
        return texts.word("page", "empty")
    kinds = texts.join([texts.kind(kind, "some") for kind, _ in tally.kinds])
    route = _longest_route(events)
    if route:
        return texts.word("sentence", "headline_route", route=" – ".join(route), kinds=kinds)
    if len(events) == 1:
        return event_title(events[0], texts)
    places = _places(events)
    capital = kinds[:1].upper() + kinds[1:]
    if len(places) > _MOST_PLACES:
        area = common_area([place for event in events for place in event.places if _tells(event, place)], texts)
        if area:
            return _headline_of_area(area, tally, texts)
    if places and len(events) <= _MOST_TOLD:
        return texts.word("sentence", "headline_impacts", kinds=capital, places=texts.join(places[:_MOST_PLACES]))
    return texts.word("sentence", "headline_plain", kinds=capital)


def _headline_of_area(area: str, tally: Tally, texts: Texts) -> str:
    counts = texts.word("words", "list_sep").join(texts.count("kinds", kind, number) for kind, number in tally.kinds)
    if tally.span is None:
        return texts.word("sentence", "headline_route", route=area, kinds=counts)
    return texts.word("sentence", "headline_place", place=area, counts=counts, date=texts.date(tally.span))


def lead(tally: Tally, articles: int, texts: Texts, *, unplaced: int = 0) -> str:
    """Return a few words on what the map draws: how many of each kind, of each status, and how many it can't place."""
    if not tally.kinds:
        return ""
    sep = texts.word("words", "list_sep")
    counts = [texts.count("kinds", kind, number) for kind, number in tally.kinds]
    counts += [texts.count("sentence", "unplaced", unplaced)] if unplaced else []
    statuses = [*tally.statuses, *([("contested", tally.contested)] if tally.contested else [])]
    told = [
        texts.word("words", "status_count", status=texts.word("status", key), n=texts.number(n)) for key, n in statuses
    ]
    parts = [sep.join(counts), sep.join(told), *([texts.count("sentence", "articles", articles)] if articles else [])]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)


def common_area(places: Sequence[EventPlace], texts: Texts) -> str:
    """Return the name of the area, else the country, that holds all the places; nothing where there is none."""
    areas = {place.admin1 for place in places}
    if len(areas) == 1 and None not in areas:
        name = _area_names(texts.language).get(str(areas.pop()))
        if name:
            return name
    states = {place.country for place in places}
    return texts.country(str(states.pop())) if len(states) == 1 and None not in states else ""


@cache
def _area_names(language: str) -> dict[str, str]:
    with data_file("places/admin1_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: name for row in rows if (name := (row.get(language) or "").split("|")[0])}


def _longest_route(events: Sequence[Event]) -> list[str]:
    routes = [
        [
            shown(place.label or place.name, 30)
            for place in event.places
            if extent_of(place) in (Extent.DOT, Extent.DISC)
        ]
        for event in events
        if event.legs
    ]
    best = max(routes, key=len, default=[])
    return best[:1] + best[-1:] if len(best) > 4 else best if len(best) > 1 else []  # noqa: PLR2004 - a headline's room


def _places(events: Sequence[Event]) -> list[str]:
    named = [shown(place.label or place.name, 30) for event in events for place in event.places if _tells(event, place)]
    return list(dict.fromkeys(named))


def _tells(event: Event, place: EventPlace) -> bool:
    return extent_of(place) not in (Extent.NONE, Extent.COUNTRY) and not is_launch(event, place)
