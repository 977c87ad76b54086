"""Headline and sentence made from the events, for maps whose editor sets none."""

from collections.abc import Sequence

from geo.records import Event
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
    """Return a plain headline: the longest route, or the first places, and the kinds of events."""
    if not events:
        return texts.word("page", "empty")
    kinds = texts.join([texts.kind(kind, "some") for kind, _ in tally.kinds])
    route = _longest_route(events)
    if route:
        return texts.word("sentence", "headline_route", route=" – ".join(route), kinds=kinds)
    places = _first_places(events) if len(events) <= _MOST_TOLD else []
    capital = kinds[:1].upper() + kinds[1:]
    if places:
        return texts.word("sentence", "headline_impacts", kinds=capital, places=texts.join(places))
    return texts.word("sentence", "headline_plain", kinds=capital)


def lead(tally: Tally, articles: int, texts: Texts) -> str:
    """Return one sentence: how many events of each kind, from how many articles."""
    if not tally.kinds:
        return ""
    counts = [texts.count("kinds", kind, number) for kind, number in tally.kinds]
    ending = texts.word("sentence", "ending" if tally.contested else "ending_plain")
    sources = [texts.count("sentence", "articles", articles)] if articles else []
    return " ".join(f"{part}." for part in [texts.word("words", "list_sep").join(counts), *sources]) + f" {ending}"


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


def _first_places(events: Sequence[Event]) -> list[str]:
    names = [
        shown(place.label or place.name, 30)
        for event in events
        for place in event.places
        if extent_of(place) not in (Extent.NONE, Extent.COUNTRY) and not is_launch(event, place)
    ]
    return list(dict.fromkeys(names))[:_MOST_PLACES]
