"""Events told in another language: titles and names that nobody has edited are made anew, edited ones stay."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import structs

from gazetteer.records import Place, Precision
from geo.events.titles import event_title
from geo.records import Event, EventFile, EventPlace


class Labels(Protocol):
    """What knows places and can name them in a language."""

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id."""

    def label(self, place: Place, language: str = "en") -> str:
        """Return a place's name in a language."""


_AS = (Precision.NEAR, Precision.SETTLEMENT)
LANGUAGES = ("en", "fr", "de", "uk", "ru", "nl", "es", "pl")


def retell(events: EventFile, language: str, labels: Labels, *, languages: Sequence[str] = LANGUAGES) -> EventFile:
    """Return events whose titles and names of places, where made in any of `languages`, are in one language."""
    return structs.replace(events, events=tuple(_retold(event, language, labels, languages) for event in events.events))


def _retold(event: Event, language: str, labels: Labels, languages: Sequence[str]) -> Event:
    # A title made before somebody found its places more or less exact than their reader did is a made one, too.
    exact = [tuple(structs.replace(place, precision=precision) for place in event.places) for precision in _AS]
    told = [event, *(structs.replace(event, places=as_read) for as_read in exact)]
    made = event.title is None or any(event.title == event_title(one, other) for one in told for other in languages)
    places = tuple(_renamed(place, language, labels, languages) for place in event.places)
    renamed = structs.replace(event, places=places)
    return structs.replace(renamed, title=event_title(renamed, language)) if made and event.title else renamed


def _renamed(place: EventPlace, language: str, labels: Labels, languages: Sequence[str]) -> EventPlace:
    found = labels.place(place.place_id) if place.place_id else None
    if found is None or place.label is None:
        return place
    # A place chosen in review comes without what holds it.
    place = structs.replace(place, country=place.country or found.country, admin1=place.admin1 or found.admin1)
    made = place.label == place.name or any(place.label == labels.label(found, other) for other in languages)
    return structs.replace(place, label=labels.label(found, language)) if made else place
