"""Legs that a reader must not take at face value: each is refused or says what is doubtful of it."""

import csv
from pathlib import Path

import pytest

from gazetteer.match.areas import country_at
from geo.records import Event, EventDate, EventPlace, Leg, Mode, PlaceRole
from geo.routes import NoteKind, trace_event

ROWS = list(csv.DictReader(Path(__file__).with_name("doubtful_legs.csv").read_text(encoding="utf-8").splitlines()))


def traced(row):
    ends = [(row[end], float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for end in ("start", "end")]
    places = [
        EventPlace(role=role, name=name, lon=lon, lat=lat, country=country_at(lon, lat))
        for role, (name, lon, lat) in zip((PlaceRole.ORIGIN, PlaceRole.DESTINATION), ends, strict=True)
    ]
    date = EventDate(start=row["date"], end=row["date"]) if row["date"] else None
    leg = Leg(from_=0, to=1, mode=Mode(row["mode"]))
    return trace_event(Event(id="e", kind="shipment", places=tuple(places), legs=(leg,), date=date))[0]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['start']}-{row['end']}-{row['mode']}-{row['date']}" for row in ROWS])
def test_a_doubtful_leg_is_refused_or_marked(row):
    leg = traced(row)
    kinds = [note.kind for note in leg.notes]
    if row["expected"] == "refused":
        assert kinds[0] is NoteKind.NO_WAY
        assert not leg.has_way
        assert leg.length_m == leg.great_circle_m
    elif row["expected"] == "told":
        assert kinds
        assert NoteKind.NO_WAY not in kinds
    else:
        low, high = (float(bound) for bound in row["about"].split("-"))
        assert leg.has_way
        assert low <= leg.length_m / 1000 <= high
    assert "\n" not in (leg.note or "")
