"""Ways told over several sentences come out as one journey with its stops in order."""

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events

STORY = (
    "How the shells travelled\n\n"
    "On 3 March the freighter Maria left Novorossiysk with 200 containers of artillery shells, port workers said.\n\n"
    "Ten days later she unloaded the containers in Tartus.\n\n"
    "From there lorries took the shells to Homs, two drivers said.\n\n"
    "The army did not answer questions.\n\n"
    "The ministry of defence in the capital said it knew of no cargo.\n"
)


def ways_of(text, gazetteer):
    source = make_source(text, "a", Particulars(language="en", published="2025-04-20"), "a")
    events = read_events([source], gazetteer=gazetteer).events
    return [[(p.role.value, p.name) for p in e.places] for e in events if e.kind in ("shipment", "deployment")]


def test_a_way_told_over_paragraphs_is_one_journey(gazetteer):
    (way,) = ways_of(STORY, gazetteer)
    assert way == [("origin", "Novorossiysk"), ("via", "Tartus"), ("destination", "Homs")]


def test_a_second_start_is_another_journey(gazetteer):
    text = STORY.replace(
        "From there lorries took the shells to Homs", "On 9 March lorries carried mortars from Basra to Homs"
    )
    assert [("origin", "Basra"), ("destination", "Homs")] in ways_of(text, gazetteer)


def test_a_country_is_an_end_of_a_way_beside_a_town_and_has_no_pin(gazetteer):
    text = (
        "Missiles for Ukraine reach Poland\n\n"
        "About 90 Patriot missiles were flown from Israel to Rzeszow by military transport planes on Tuesday, "
        "three officials said.\n\n"
        "They will be handed over within days. The prime minister's office confirmed the transfer.\n\n"
        "The system had been retired last year. The ambassador did not comment. "
        "Moscow has warned against such deliveries.\n"
    )
    source = make_source(text, "a", Particulars(language="en", published="2025-01-30"), "a")
    (event,) = [e for e in read_events([source], gazetteer=gazetteer).events if e.kind == "shipment"]
    start, end = event.places
    assert (start.role.value, start.name, start.precision.value, start.lat) == ("origin", "Israel", "country", None)
    assert (end.role.value, end.name) == ("destination", "Rzeszow")
    assert [(leg.from_, leg.to, leg.mode.value) for leg in event.legs] == [(0, 1, "air")]


def test_what_countries_give_each_other_is_no_way(gazetteer):
    text = (
        "Report on deliveries\n\nShells went from North Korea to Russia, a report says.\n\nIt lists many ships. "
        "The ministry did not comment. Officials in the region said little. The report has 90 pages.\n"
    )
    assert ways_of(text, gazetteer) in ([], [[]])


def test_two_ways_of_which_each_has_its_ends_are_two_events(gazetteer):
    text = (
        "Two convoys with arms\n\nOn 3 March a convoy with mortars drove from Kufra to Nyala, drivers said.\n\n"
        "On 9 March a train carried howitzers from Minsk to Kursk, the railway said.\n\n"
        "The ministry did not answer. Nobody was hurt. The border stays open. Traders complain.\n"
    )
    ways = ways_of(text, gazetteer)
    assert [("origin", "Kufra"), ("destination", "Nyala")] in ways
    assert [("origin", "Minsk"), ("destination", "Kursk")] in ways


def test_a_preposition_of_several_words_keeps_its_meaning_before_an_article(gazetteer):
    text = "Dos aviones con tropas llegaron a Popayán procedentes de la base de Tolemaida."
    source = make_source(text, "a", Particulars(language="es", published="2025-04-20"), "a")
    (event,) = read_events([source], gazetteer=gazetteer).events
    assert {(place.role.value, place.name) for place in event.places} == {
        ("origin", "Tolemaida"),
        ("destination", "Popayán"),
    }
