"""Forty small files in the layouts of published datasets and tools, made from their lists of columns."""

import json
from pathlib import Path

import pytest

from geo.formats.layout.legal import is_restricted
from geo.formats.reading import read_table_or_events

_HERE = Path(__file__).parent / "layouts"
_EXPECTED = json.loads((_HERE / "expect.json").read_text(encoding="utf-8"))


def _of_event(event, articles):
    place = event.places[0] if event.places else None
    date, harm = event.date, event.casualties
    cited = [articles[report.article] for report in event.reports]
    found = {name: getattr(place, name, None) for name in ("lat", "lon", "country", "name", "precision")}
    found |= {"start": date and date.start, "end": date and date.end, "text": date and date.text}
    found |= {name: getattr(harm, name, None) for name in ("killed", "killed_most", "wounded", "wounded_most")}
    return found | {
        "dprec": date and date.precision,
        "kind": event.kind,
        "title": event.title,
        "weapon": event.weapon,
        "status": event.status,
        "claimed": list(event.claimed_by),
        "nplaces": len(event.places),
        "quantity": event.quantities[0].value if event.quantities else None,
        "url": next((article.url for article in cited if article.url), None),
        "urls": len({article.url for article in cited if article.url}),
        "quote": next((report.quote for report in event.reports if report.quote), None),
        "vessel": event.vessel and event.vessel.name,
        "imo": event.vessel and event.vessel.imo,
        "supplier": event.actors and event.actors.supplier,
        "recipient": event.actors and event.actors.recipient,
    }


def _of_file(reading):
    events = reading.events.events
    return {
        "n": len(events),
        "rejects": len(reading.rejects),
        "extents": sum(bool(place.extent) for event in events for place in event.places),
        "legs": sum(len(event.legs) for event in events),
        "restricted": any(is_restricted(article) for article in reading.events.articles),
    }


@pytest.mark.parametrize("name", sorted(_EXPECTED))
def test_a_published_layout_says_what_it_says(name):
    reading = read_table_or_events(_HERE / name)
    expected = dict(_EXPECTED[name])
    first = reading.events.events[0]
    for column, cell in expected.pop("attr", {}).items():
        assert first.attributes.get(column) == cell
    if said := expected.pop("said", None):
        assert any(said in str(problem) for problem in reading.problems)
    if credit := expected.pop("credit", None):
        assert credit in first.attributes["dataset_credit"]
    found = _of_file(reading) | _of_event(first, {article.id: article for article in reading.events.articles})
    assert {key: found[key] for key in expected} == expected
