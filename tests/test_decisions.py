"""Small decisions that a wider test would not miss: each has its own words here, on both sides of its bound."""

import pytest
from msgspec import structs

from gazetteer.index.sources.rows import NameFlag
from gazetteer.match.scoring import Match, score_match
from gazetteer.records import MatchKind, Place, PlaceKind
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events
from geo.formats import read_table_or_events, write_events
from geo.records import Article, Event, EventFile, Report
from geo.review.update import update_events
from maps import draw_map


def read(gazetteer, text, *, language="en"):
    source = make_source(text, "one", Particulars(language=language, published="2024-05-04"), "one")
    return read_events([source], gazetteer=gazetteer).events


def file_of(url="https://example.org/a", *, quotes=("A quote.",), article="a", **fields) -> EventFile:
    reports = tuple(Report(article=article, quote=quote) for quote in quotes)
    event = Event(id="e", kind="strike", title="One", reports=reports, **fields)
    return EventFile(articles=(Article(id=article, title="T", url=url),), events=(event,))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("03/05/00", "2000-05-03"),
        ("03/05/20", "2020-05-03"),
        ("03/05/24", "2024-05-03"),
        ("03/05/69", "2069-05-03"),
        ("03/05/70", "1970-05-03"),
        ("03/05/99", "1999-05-03"),
    ],
)
def test_a_year_of_two_digits_is_of_this_century_up_to_sixty_nine(typed, meant, tmp_path):
    table = tmp_path / "t.csv"
    rows = f"date,place,lat,lon,kind\n{typed},Kharkiv,49.98,36.25,strike\n23/05/24,Kharkiv,49.98,36.25,strike\n"
    table.write_text(rows, encoding="utf-8")
    starts = {event.date.start for event in read_table_or_events(table).events.events if event.date}
    assert meant in starts


@pytest.mark.parametrize(
    ("url", "withheld"),
    [
        ("https://acleddata.com/data/row/1", 1),
        ("https://api.acleddata.com/row/1", 1),
        ("HTTPS://ACLEDDATA.COM/row", 1),
        ("https://notacleddata.com/row", 0),
        ("https://example.org/acleddata.com", 0),
    ],
)
def test_a_row_of_acled_is_known_by_the_host_of_its_address_alone(url, withheld, tmp_path):
    assert write_events(file_of(url), tmp_path / "out.geojson") == withheld


def test_a_reviewed_event_takes_the_reports_that_it_did_not_have():
    old = file_of(reviewed=True)
    edited = structs.replace(old, events=(structs.replace(old.events[0], title="By hand"),))
    updated = update_events(edited, file_of(quotes=("A quote.", "Another quote.")))
    assert updated.events[0].title == "By hand"
    assert [report.quote for report in updated.events[0].reports] == ["A quote.", "Another quote."]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/x"])
def test_no_address_but_the_webs_is_a_link(address):
    html = draw_map(file_of(address), language="en")
    assert f'href="{address}' not in html
    assert '"url":"' + address not in html
    assert 'href="https://example.org/a"' in draw_map(file_of(), language="en")


def test_a_page_lets_nobody_change_what_its_addresses_are_relative_to():
    policy = draw_map(file_of(), language="en").partition("Content-Security-Policy")[2][:2000]
    for directive in ("default-src &#39;none&#39;", "base-uri &#39;none&#39;", "form-action &#39;none&#39;"):
        assert directive in policy or directive.replace("&#39;", "'") in policy


def test_a_figure_that_adds_up_the_others_is_dropped(gazetteer):
    text = "On 3 May 2024 drones hit Kharkiv: 40 drones in the morning, 25 drones at night, 65 drones in all."
    (event,) = read(gazetteer, text)
    values = sorted(quantity.value for quantity in event.quantities if quantity.unit == "drone")
    assert 65 not in values
    assert values == [25, 40]


@pytest.mark.parametrize("flag", [NameFlag.FORMER, NameFlag.HISTORIC])
def test_a_former_name_ranks_below_a_name_in_use(flag):
    place = Place(
        place_id="x:1",
        name="Tver",
        kind=PlaceKind.SETTLEMENT,
        feature_code="PPLA",
        lat=56.9,
        lon=35.9,
        country="RU",
        population=400_000,
    )
    scores = [
        score_match(
            Match(place=place, name="Kalinin", language=None, flags=flags, kind=MatchKind.ALIAS),
            language=None,
            circle=None,
        )
        for flags in (0, int(flag))
    ]
    assert scores[0] > scores[1]


@pytest.mark.parametrize("name", ["Lebanon", "Cuba", "Peru"])
def test_the_city_of_a_name_is_a_settlement_whatever_else_bears_it(gazetteer, name):
    (found,) = gazetteer.toponyms(f"A fire broke out in the city of {name} on Friday.", language="en")
    assert found.place is None or found.place.kind is PlaceKind.SETTLEMENT
    assert found.text == name


@pytest.mark.parametrize(("left", "events"), [("10 January 2024", 1), ("10 January 2023", 2)])
def test_a_ship_that_docks_weeks_later_ends_one_voyage_and_a_year_later_another(gazetteer, left, events):
    text = (
        f"A cargo ship loaded with 40 containers of shells left Burgas on {left}. It docked at Haifa on 2 March 2024."
    )
    assert len(read(gazetteer, text)) == events
