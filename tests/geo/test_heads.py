"""Finds and seizures that name no place stand where the line that heads them says."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def sites_of(text, gazetteer):
    source = make_source(text, "a", Particulars(language="en", published="2025-03-20"), "a")
    return {(e.kind, p.name) for e in read_events([source], gazetteer=gazetteer).events for p in e.places}


def test_a_seizure_stands_where_its_section_says(gazetteer):
    text = (
        "States in brief\n\nKADUNA\n\nPolice on Monday seized 24 rifles and 3,000 rounds of ammunition from a lorry.\n"
    )
    assert ("seizure", "KADUNA") in sites_of(text, gazetteer)


@pytest.mark.parametrize(
    "head",
    ["Kaduna is calm.", "Between Kaduna and Jos", "Rifles were seized in Kaduna"],
)
def test_a_sentence_an_event_or_two_places_head_nothing(head, gazetteer):
    text = (
        f"States in brief\n\n{head}\n\nPolice on Monday seized 24 rifles and 3,000 rounds from a lorry of smugglers.\n"
    )
    found = {name for kind, name in sites_of(text, gazetteer) if kind == "seizure"}
    assert "Jos" not in found
    assert head.startswith("Rifles") or "Kaduna" not in found
