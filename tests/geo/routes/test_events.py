from typer.testing import CliRunner

from gazetteer.records import Precision
from geo.cli.app import app
from geo.formats.layout.features import trace
from geo.records import Actors, Event, EventDate, EventFile, EventPlace, Leg, Mode, PlaceRole
from geo.records.file import dump_event_file
from geo.routes import Method, NoteKind, trace_event


def place(name, lon, lat, country, **more):
    return EventPlace(role=PlaceRole.VIA, name=name, lon=lon, lat=lat, country=country, **more)


NAJIN = place("Najin", 130.2831, 42.2556, "KP")
DUNAY = place("Dunay", 132.3354, 42.8788, "RU")
TIKHORETSK = place("Tikhoretsk", 40.1187, 45.8531, "RU")
TUMANGANG = place("Tumangang", 130.61, 42.41, "KP")


def event(places, *modes, **more):
    legs = tuple(Leg(from_=number, to=number + 1, mode=mode) for number, mode in enumerate(modes))
    actors = Actors(supplier="KP", recipient="RU")
    return Event(id="e", kind="shipment", places=tuple(places), legs=legs, actors=actors, **more)


def test_a_shipment_by_sea_and_rail_has_a_leg_of_each():
    sea, rail = trace_event(event([NAJIN, DUNAY, TIKHORETSK], Mode.SEA, Mode.RAIL))
    assert (sea.mode, rail.mode) == (Mode.SEA, Mode.RAIL)
    assert 185_000 <= sea.length_m <= 205_000
    assert rail.countries == ("RU",)
    assert sea.schematic
    assert rail.schematic


def test_a_train_between_supplier_and_recipient_crosses_no_third_country():
    (leg,) = trace_event(event([TUMANGANG, TIKHORETSK], Mode.RAIL))
    assert set(leg.countries) <= {"KP", "RU"}


def test_a_leg_whose_end_has_no_coordinates_is_none():
    nowhere = EventPlace(role=PlaceRole.DESTINATION, name="an unnamed depot")
    assert trace_event(event([NAJIN, nowhere], Mode.UNKNOWN)) == [None]


def test_an_end_that_is_only_a_country_gives_a_great_circle_that_says_so():
    (leg,) = trace_event(event([NAJIN, place("Russia", 100.0, 60.0, "RU", precision=Precision.COUNTRY)], Mode.RAIL))
    assert leg.method is Method.GREAT_CIRCLE
    assert leg.mode is Mode.RAIL
    assert "Russia" in leg.note


def test_a_leg_that_can_not_be_computed_is_a_great_circle_that_says_why():
    (leg,) = trace_event(event([NAJIN, TIKHORETSK], Mode.SEA))
    assert leg.method is Method.GREAT_CIRCLE
    assert "navigable water" in leg.note


def test_unknown_mode_and_air_are_straight_and_told_apart():
    unknown, air = trace_event(event([NAJIN, DUNAY, TIKHORETSK], Mode.UNKNOWN, Mode.AIR))
    assert unknown.method is Method.GREAT_CIRCLE
    assert air.method is Method.GEODESIC
    assert air.length_m == air.great_circle_m
    assert len(air.geometry.coords) > 100


def test_a_leg_from_a_place_to_itself_is_told_and_breaks_no_map(tmp_path):
    (leg,) = trace_event(event([DUNAY, DUNAY], Mode.RAIL))
    assert [note.kind for note in leg.notes] == [NoteKind.NO_WAY]
    path = tmp_path / "same.json"
    path.write_bytes(dump_event_file(EventFile(events=(event([DUNAY, DUNAY], Mode.RAIL),))))
    done = CliRunner().invoke(app, ["map", str(path), "-o", str(tmp_path / "same.svg")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "same.svg").read_text(encoding="utf-8").startswith("<")


def test_the_events_date_decides_what_is_closed_also_in_exports():
    ends = (place("Belgorod", 36.5983, 50.5977, "RU"), place("Kharkiv", 36.2304, 49.9935, "UA"))
    before, after = (event(ends, Mode.ROAD, date=EventDate(start=day, end=day)) for day in ("2021-06-01", "2024-06-01"))
    assert trace_event(before)[0].has_way
    assert not trace_event(after)[0].has_way
    (there,), (gone,) = (trace(each) for each in (before, after))
    assert there.leg.has_way
    assert "closed" in gone.note
