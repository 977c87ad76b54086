"""Events told in another language: titles and names that nobody has edited are made anew, edited ones stay."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import structs

from gazetteer.records import Place, Precision
from geo.events.titles import event_title
from geo.records import Event, EventFile, EventPlace
from geo.records.values import Wording


class Labels(Protocol):
    """What knows places and can name them in a language."""

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id."""

    def label(self, place: Place, language: str = "en") -> str:
        """Return a place's name in a language."""


_AS = (Precision.NEAR, Precision.SETTLEMENT)
MOST_RETOLD = 1000  # of more events the titles stay as they are: making each in every language takes too long
LANGUAGES = ("en", "fr", "de", "uk", "ru", "nl", "es", "pl")


def retell(events: EventFile, language: str, labels: Labels, *, languages: Sequence[str] = LANGUAGES) -> EventFile:
    """Return events whose titles and names of places, where made in any of `languages`, are in one language."""
    return structs.replace(events, events=tuple(_retold(event, language, labels, languages) for event in events.events))


def find_made(events: EventFile) -> frozenset[str]:
    """Return the ids of the events that nobody gave a title of its own, as far as they are few enough to tell."""
    few = events.events if len(events.events) <= MOST_RETOLD else ()
    return frozenset(
        each.id for each in few if not isinstance(each.title, dict) and (not each.title or _is_made(each.title, each))
    )


def _is_made(title: str, event: Event, languages: Sequence[str] = LANGUAGES) -> bool:
    # A title made before somebody found its places more or less exact than their reader did is a made one, too.
    exact = [tuple(structs.replace(place, precision=precision) for place in event.places) for precision in _AS]
    told = [event, *(structs.replace(event, places=as_read) for as_read in exact)]
    return any(title == event_title(one, other) for one in told for other in languages)


def _retold(event: Event, language: str, labels: Labels, languages: Sequence[str]) -> Event:
    title = event.title.get(language) if isinstance(event.title, dict) else event.title
    made = title is None or _is_made(title, event, languages)
    places = tuple(_renamed(place, language, labels, languages) for place in event.places)
    renamed = structs.replace(event, places=places)
    if not made or event.title is None:
        return renamed
    return structs.replace(renamed, title=_with(event.title, language, event_title(renamed, language)))


def _with(wording: Wording, language: str, text: str) -> Wording:
    """Return a text made anew in a language, beside what is told in others."""
    return {**wording, language: text} if isinstance(wording, dict) else text


def _renamed(place: EventPlace, language: str, labels: Labels, languages: Sequence[str]) -> EventPlace:
    found = labels.place(place.place_id) if place.place_id else None
    if found is None or place.label is None:
        return place
    wording: Wording = place.label
    # A place chosen in review comes without what holds it.
    place = structs.replace(place, country=place.country or found.country, admin1=place.admin1 or found.admin1)
    label = wording.get(language) if isinstance(wording, dict) else wording
    if label is None or label == place.name or any(label == labels.label(found, other) for other in languages):
        return structs.replace(place, label=_with(wording, language, labels.label(found, language)))
    return place
