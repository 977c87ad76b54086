"""Events told in another language: what nobody edited is made anew, what somebody edited stays."""

import pytest
from msgspec.structs import replace

from gazetteer.records import Place, PlaceKind
from geo.events.titles import event_title
from geo.records import Event, EventFile, EventPlace
from geo.records.errors import EventFileError
from geo.records.file import dump_event_file, parse_event_file
from geo.review.retelling import find_made, retell

NAMES = {"en": "Kyiv", "fr": "Kiev", "uk": "Київ"}


class Names:
    """One place that has a name in three languages."""

    def place(self, place_id):
        """Return the place."""
        return Place(
            place_id=place_id, name="Kyiv", kind=PlaceKind.SETTLEMENT, feature_code="PPLC", lat=50.45, lon=30.52
        )

    def label(self, place, language="en"):
        """Return its name."""
        return NAMES.get(language, place.name)


def event() -> Event:
    where = EventPlace(
        role="site", name="Kiev", label="Kiev", place_id="own:1", lat=50.45, lon=30.52, precision="settlement",
        status="resolved",
    )  # fmt: skip
    made = Event(id="e", kind="strike", places=(where,))
    return replace(made, title=event_title(made, "fr"))


def retold(one: Event, language: str) -> Event:
    return retell(EventFile(events=(one,)), language, Names()).events[0]


def test_a_title_nobody_edited_follows_the_language():
    told = retold(event(), "en")
    assert told.places[0].label == "Kyiv"
    assert told.title == event_title(told, "en")
    assert "Kyiv" in told.title


def test_what_was_edited_stays():
    mended = replace(event(), title="La nuit du 8 juillet")
    assert retold(mended, "en").title == "La nuit du 8 juillet"
    named = replace(mended, places=(replace(mended.places[0], label="la capitale"),))
    assert retold(named, "uk").places[0].label == "la capitale"


def test_an_event_in_the_language_asked_for_is_left_as_it_is():
    assert retold(event(), "fr") == event()


def test_a_place_made_more_exact_in_review_leaves_no_trace_in_a_title_that_was_made():
    near = replace(event(), places=(replace(event().places[0], precision="near"),))
    chosen = replace(event().places[0], country=None)
    mended = replace(near, title=event_title(near, "fr"), places=(chosen,))
    assert "près de" in mended.title
    assert retold(mended, "fr").title == event_title(replace(mended, places=(chosen,)), "fr")
    assert "près" not in retold(mended, "fr").title


def test_what_holds_a_place_that_was_chosen_in_review_is_looked_up():
    class Held(Names):
        """The place with its country."""

        def place(self, place_id):
            """Return the place."""
            return replace(super().place(place_id), country="UA", admin1="UA.12")

    (place,) = retell(EventFile(events=(event(),)), "fr", Held()).events[0].places
    assert (place.country, place.admin1) == ("UA", "UA.12")


def test_titles_and_labels_edited_in_one_language_leave_the_others_to_be_made():
    edited = {"fr": "La nuit du 8 juillet", "en": "The night of 8 July"}
    place = replace(event().places[0], label={"fr": "la capitale"})
    mended = replace(event(), title=edited, places=(place,))
    assert [retold(mended, tongue).titled(tongue) for tongue in ("fr", "en")] == list(edited.values())
    assert retold(mended, "fr").places[0].called("fr") == "la capitale"
    told = retold(mended, "uk")
    assert told.places[0].called("uk") == "Київ"
    assert told.titled("uk") == event_title(told, "uk")
    assert "Київ" in told.titled("uk")
    assert told.titled("fr") == edited["fr"]
    # Made once, it is made anew, as any made title is.
    moved = replace(told, kind="test")
    assert retold(replace(moved, title={**edited, "uk": event_title(moved, "en")}), "uk").titled("uk") == event_title(
        moved, "uk"
    )


def test_an_event_file_keeps_a_title_in_each_language_or_a_plain_one():
    plain = replace(event(), id="plain", title="Une frappe")
    told = replace(event(), title={"fr": "Une frappe", "en": "A strike"})
    events = EventFile(events=(plain, told))
    assert parse_event_file(dump_event_file(events)) == events
    assert [each.titled("en") for each in events.events] == ["Une frappe", "A strike"]
    assert (told.titled("fr-CH"), told.titled("de")) == ("Une frappe", "A strike")
    for wrong in (b'{"French": "x"}', b'{"fr": ""}', b"{}", b"3"):
        with pytest.raises(EventFileError, match="title"):
            parse_event_file(b'{"events": [{"id": "e", "kind": "strike", "title": ' + wrong + b"}]}")


def test_only_titles_that_nobody_wrote_are_found_to_be_made():
    named = replace(event(), id="named", title="La nuit du 8 juillet")
    told = replace(event(), id="told", title={"fr": event().title})
    none = replace(event(), id="none", title=None)
    assert find_made(EventFile(events=(event(), named, told, none))) == {"e", "none"}
