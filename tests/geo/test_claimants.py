"""Who an event is attributed to: offices and people, whole and without what is around them."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def _claimed(gazetteer, language, text):
    own = Particulars(id="a", language=language, published="2024-06-20")
    (event,) = read_events([make_source(text, "a", own, "a")], gazetteer=gazetteer).events
    return event.status, event.claimed_by


@pytest.mark.parametrize(
    ("language", "text", "claimants"),
    [
        (
            "fr",
            "Une frappe a touché Odessa mercredi, faisant deux morts, selon une source militaire.",
            "source militaire",
        ),
        ("fr", "À Washington, on affirme que l'Iran a livré 200 missiles à la Russie.", "United States"),
        ("en", "A missile hit Odesa on Wednesday, killing two, the Ukrainian military said.", "Ukrainian military"),
        ("de", "Eine Rakete traf Odessa am Mittwoch, nach Angaben der Behörden starben zwei Menschen.", "Behörden"),
        ("uk", "За даними прокуратури, у середу ракета влучила в Одесу, двоє людей загинули.", "прокуратура"),
    ],
)
def test_who_speaks_is_named_alone(gazetteer, language, text, claimants):
    assert _claimed(gazetteer, language, text) == ("claimed", (claimants,))


def test_the_states_of_a_name_say_nothing(gazetteer):
    text = "The United States delivered 31 tanks to Ukraine in May."
    assert _claimed(gazetteer, "en", text) == ("reported", ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Südkoreas Sicherheitsberater hat Russland vorgeworfen, Nordkorea 20 Raketen geliefert zu haben.", "de"),
        ("Seoul verwijt Rusland Noord-Korea 20 raketten te hebben geleverd.", "nl"),
        ("South Korea accused Russia of supplying North Korea with 20 missiles.", "en"),
    ],
)
def test_who_is_accused_sent_it_and_does_not_say_so(text, language, gazetteer):
    particulars = Particulars(id="a", language=language, published="2024-06-20")
    (event,) = read_events([make_source(text, "a", particulars, "a")], gazetteer=gazetteer).events
    assert (event.actors.supplier, event.actors.recipient) == ("RU", "KP")
    assert "Russia" not in event.claimed_by
