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
