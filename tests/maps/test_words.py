"""The page's words: every table is whole, plurals, dates and lists follow the language, values stay values."""

import csv
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_stories import spot_event, story, story_routes
from msgspec.structs import replace

from gazetteer.datafiles import data_file
from geo.records import EventDate, EventFile, EventPlace, EventStatus
from maps import Correction, draw_map, page_languages
from maps.cleaning import shown, web_link
from maps.ground.extent import central_meridian, unwrap
from maps.layout.story import common_area, headline, lead, tally_events
from maps.texts import Texts


def keys(table: dict, at: str = "") -> set[str]:
    plural = {"one", "few", "many", "other"}
    found = set()
    for key, value in table.items():
        if isinstance(value, dict) and not set(value) & plural:
            found |= keys(value, f"{at}{key}.")
        else:
            found.add(f"{at}{key}")
    return found


@pytest.mark.parametrize("language", page_languages())
def test_every_language_has_every_word(language):
    tables = [tomllib.loads(data_file(f"languages/page/{code}.toml").read_text("utf-8")) for code in ("en", language)]
    assert keys(tables[0]) == keys(tables[1])


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [("fr", 1, "1\u00a0frappe"), ("fr", 2, "2\u00a0frappes"), ("uk", 3, "3 удари"), ("uk", 5, "5 ударів"),
     ("ru", 21, "21 удар"), ("de", 1000, "1.000 Angriffe")],
)  # fmt: skip
def test_plurals_follow_the_language(language, number, text):
    assert Texts(language).count("kinds", "strike", number) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (EventDate(start="2024-08-18", end="2024-08-18"), "18 août 2024"),
        (EventDate(start="2024-01-01", end="2024-01-31", precision="month"), "janvier 2024"),
        (EventDate(start="2024", end="2024"), "2024"),
        (None, "non daté"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(date, text):
    assert Texts("fr").date(date) == text


def test_braces_in_a_value_stay_as_they_are():
    assert Texts("en").word("words", "near", name="{name} {0} {{x}}") == "near {name} {0} {{x}}"


def test_headline_and_sentence_count_what_there_is():
    events, texts = story().events, Texts("en")
    tally = tally_events(events)
    assert headline(events, tally, texts).startswith(
        "Najin\u00a0– Dounaï\u00a0– Tikhoretsk: shipments, deployment, strikes"
    )
    counted = "2 shipments, 1 deployment, 2 strikes, 2 finds of remnants"
    told = "7 events: 2 claimed, 3 documented, 1 acknowledged, 1 reported, 1 of them contested"
    assert lead(tally, 3, texts) == f"{counted}. {told}. 3 articles."
    assert lead(tally, 3, texts, unplaced=2) == f"{counted}. {told}. 2 more without an exact place. 3 articles."
    alike = [replace(event, status=EventStatus.CLAIMED) for event in events[:2]]
    assert lead(tally_events(alike), 1, texts) == "1 shipment, 1 strike. Claimed, 1 of them contested. 1 article."


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "nl", "pl", "ru", "uk"])
def test_the_counts_of_statuses_add_up_to_the_events_in_every_language(language):
    events, texts = story().events, Texts(language)
    told = lead(tally_events(events), 0, texts)
    first, *counts = (int(number) for number in re.findall(r"\d+", told.split(". ", 1)[1]))
    *statuses, contested = counts
    assert (first, sum(statuses), contested) == (7, 7, 1)


@pytest.mark.parametrize(("kind", "count"), [("all", 7), ("routes", 2), ("impacts", 4)])
def test_the_map_of_a_kind_holds_that_kind_alone(kind, count):
    html = draw_map(story(), routes=story_routes(), kind=kind)
    assert html.count("<tr id=event-") == count


def test_corrections_are_logged():
    html = draw_map(
        story(), language="en", corrections=[Correction(date="2024-09-03", text="A <b>name</b> was wrong.")]
    )
    assert "3 September 2024" in html
    assert "A &lt;b&gt;name&lt;/b&gt; was wrong." in html


@given(st.text(), st.integers(2, 50))
def test_shown_text_is_short_tame_and_stable(text, limit):
    once = shown(text, limit)
    assert len(once) <= limit
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\n\u2028")
    assert shown(once, limit) == once


@given(st.text(max_size=40))
def test_no_text_becomes_a_link_unless_it_is_one(text):
    assert web_link(f"javascript:{text}") is None
    assert web_link(f" {text}") is None


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=20))
def test_every_longitude_lies_within_half_a_turn_of_the_middle(longitudes):
    centre = central_meridian(longitudes)
    assert -180 <= centre <= 180
    assert all(abs(unwrap(lon, centre) - centre) <= 180 for lon in longitudes)


@pytest.mark.parametrize("language", ["uk", "ru", "pl"])
def test_an_abbreviations_stop_ends_the_sentence_too(language):
    texts = Texts(language)
    assert ".." not in texts.word("page", "data_as_of", date=texts.day("2025-01-05"))


def test_one_event_is_told_by_its_own_title_and_many_by_the_area_that_holds_them():
    texts = Texts("en")
    one = [spot_event(1, 50, 30, name="Kharkiv")]
    assert headline(one, tally_events(one), texts) == "Event 1 at Kharkiv"
    named = [spot_event(n, 50.4 + n / 90, 30.5, name=f"Quarter {n}") for n in range(6)]
    days = [EventDate(start=day, end=day) for day in ("2024-07-08", "2024-07-09")]
    quarters = [
        replace(event, places=(replace(event.places[0], admin1="UA.12", country="UA"),), date=days[n % 2])
        for n, event in enumerate(named)
    ]
    assert headline(quarters, tally_events(quarters), texts) == "Kyiv City: 6 strikes, 8–9 Jul 2024"
    assert headline(quarters, tally_events(quarters), Texts("fr")).startswith("Ville de Kiev")


def test_a_town_and_its_oblast_stand_on_one_map_in_one_form():
    towns = {(row["country"], name): row for row in _rows("exonyms") for name in row["en"].split("|")}
    apart = [
        (oblast["code"], language, oblast[language], town[language])
        for oblast in _rows("oblasts")
        if (town := towns.get((oblast["code"][:2], oblast["en"])))
        for language in ("fr", "de", "nl", "es")
        if oblast[language] and town[language] and not town[language].split("|")[0].startswith(oblast[language])
    ]
    assert apart == []
    kyiv = Texts("fr")
    assert common_area([EventPlace(role="site", name="Bucha", country="UA", admin1="UA.13")], kyiv) == "oblast de Kiev"


def _rows(name: str) -> list[dict[str, str]]:
    with data_file(f"places/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("count", [1, 400])
def test_the_maps_language_chooses_among_titles_and_labels(count):
    """On a page of a few events and on one of thousands, in rows, labels, headline and still."""
    from maps.stills.draw import draw_still

    one = spot_event(1, 50.4, 30.5)
    place = replace(one.places[0], label={"fr": "la capitale", "en": "the capital"})
    told = replace(one, title={"fr": "Une nuit", "en": "A night"}, places=(place,))
    events = EventFile(events=(told, *(spot_event(n, 48 + n / 100, 33) for n in range(2, count + 1))))
    for language in ("fr", "en-GB", "de"):
        page = draw_map(events, language=language)
        assert ("Une nuit" in page, "A night" in page) == (language == "fr", language != "fr")
        assert ("la capitale" in page, "the capital" in page) == (language == "fr", language != "fr")
    assert "la capitale" in draw_still(EventFile(events=(told,)), language="fr")
