import csv

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gazetteer.datafiles import data_file
from geo.records import Mode
from geo.records.errors import RouteError
from geo.records.values import is_country_code
from geo.routes import Method, trace_leg
from geo.routes.land.tracing import _gauges

VLADIVOSTOK, MOSCOW = (131.8735, 43.1056), (37.6178, 55.752)
KYIV, POLTAVA, KHARKIV = (30.5238, 50.4547), (34.551, 49.5937), (36.2304, 49.9935)
TIKHORETSK, DUNAY = (40.1187, 45.8531), (132.3354, 42.8788)
TUMANGANG, KHASAN, TOKYO, KAMCHATKA = (130.61, 42.41), (130.65, 42.43), (139.7, 35.68), (158.65, 53.04)
PYONGYANG, SEOUL = (125.7543, 39.0339), (126.9784, 37.566)


def rail(start, end, **conditions):
    return trace_leg(start, end, mode=Mode.RAIL, **conditions)


def or_none(start, end, **conditions):
    """Trace a leg; None where the way round a front is too long to be one."""
    try:
        return trace_leg(start, end, **conditions)
    except RouteError:
        return None


def test_vladivostok_to_moscow_is_the_trans_siberian():
    leg = rail(VLADIVOSTOK, MOSCOW)
    assert leg.length_m / 1000 == pytest.approx(9288, rel=0.03)
    assert leg.countries == ("RU",)
    assert leg.drawn_m < leg.length_m, "the line is generalised: its own length is the one to report"
    # Irkutsk and Chita lie on it; Tynda, on the Baikal-Amur line, does not.
    for lon, lat in ((104.26, 52.28), (113.5, 52.03)):
        assert _distance_deg(leg, lon, lat) < 0.2
    assert _distance_deg(leg, 124.72, 55.15) > 0.5


def _distance_deg(leg, lon, lat):
    from shapely import Point

    return leg.geometry.distance(Point(lon, lat))


@pytest.mark.parametrize(
    ("start", "end", "conditions", "low", "high"),
    [
        (KYIV, KHARKIV, {"via": (POLTAVA,)}, 480, 490),
        (MOSCOW, TIKHORETSK, {}, 1340 * 0.96, 1340 * 1.04),
        (DUNAY, TIKHORETSK, {"stay_in": ("RU",)}, 9400, 10300),
    ],
)
def test_known_journeys_have_their_length(start, end, conditions, low, high):
    leg = rail(start, end, **conditions)
    assert low <= leg.length_m / 1000 <= high
    assert leg.method is Method.RAIL_NETWORK
    assert leg.licence == "ODbL-1.0"
    assert "OpenStreetMap" in leg.source


def test_the_gauge_change_at_the_korean_border_is_told():
    leg = rail(TUMANGANG, TIKHORETSK, via=(KHASAN,), stay_in=("KP", "RU"))
    assert set(leg.countries) == {"KP", "RU"}
    assert "The gauge changes from 1,435 mm (KP) to 1,520 mm (RU)." in leg.note


def test_the_reviewed_tables_name_real_countries_and_places_in_range():
    assert all(is_country_code(code) for code in _gauges())
    with data_file("networks/ports.csv").open(encoding="utf-8", newline="") as lines:
        ports = list(csv.DictReader(lines))
    assert all(is_country_code(port["country"]) and port["source"] for port in ports)
    assert all(abs(float(port["lat"])) <= 90 and abs(float(port["lon"])) <= 180 for port in ports)
    assert {"Dunay", "Najin", "Novorossiysk", "Bandar Abbas"} <= {port["name"] for port in ports}


def test_a_branch_drawn_by_hand_says_so():
    assert "approximate" in rail(DUNAY, VLADIVOSTOK).note


def test_a_journey_at_home_stays_at_home_unless_told_otherwise():
    at_home, free = rail(VLADIVOSTOK, MOSCOW), rail(VLADIVOSTOK, MOSCOW, stay_in=())
    assert "CN" in free.countries
    assert free.length_m < at_home.length_m
    assert "CN" not in rail(VLADIVOSTOK, MOSCOW, stay_in=(), avoid_countries=("CN", "MN")).countries


def test_kaliningrad_is_reached_though_no_line_stays_in_russia():
    leg = rail(MOSCOW, (20.5, 54.71))
    assert leg.countries[0] == "RU"
    assert len(leg.countries) > 1


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (KAMCHATKA, MOSCOW, "more than 60 km from any railway"),
        (TOKYO, MOSCOW, "no railway joins"),
        (PYONGYANG, SEOUL, "no railway joins"),
    ],
)
def test_what_no_railway_joins_is_refused_in_one_line(start, end, message):
    with pytest.raises(RouteError, match=message) as caught:
        rail(start, end)
    assert "\n" not in str(caught.value)


def test_a_far_end_is_joined_by_a_connector_that_the_leg_tells_of():
    leg = rail(MOSCOW, (38.9, 57.0))  # between the lines to Yaroslavl and Savyolovo
    assert 15_000 < leg.snap_to_m < 60_000
    assert "straight line" in leg.note
    assert leg.length_m > leg.snap_to_m + leg.snap_from_m


def test_conditions_that_do_not_go_with_the_mode_are_refused():
    with pytest.raises(RouteError, match="rail and road"):
        trace_leg(KYIV, KHARKIV, mode=Mode.AIR, avoid_countries=("RU",))
    with pytest.raises(RouteError, match="go with sea"):
        trace_leg(KYIV, KHARKIV, mode=Mode.RAIL, avoid_passages=("suez",))
    with pytest.raises(RouteError, match="alpha-2"):
        rail(KYIV, KHARKIV, stay_in=("Ukraine",))


def test_roads_are_followed():
    leg = trace_leg(KYIV, KHARKIV, mode=Mode.ROAD)
    assert leg.method is Method.ROAD_NETWORK
    assert 430 <= leg.length_m / 1000 <= 520
    assert leg.countries == ("UA",)


CITIES = st.sampled_from([
    MOSCOW, KYIV, KHARKIV, POLTAVA, TIKHORETSK, (24.03, 49.84), (22.0, 50.04), (21.01, 52.23), (13.4, 52.52),
    (27.56, 53.9), (44.5, 48.7), (60.6, 56.84), (82.92, 55.03), (34.1, 44.95), (39.72, 47.23), (2.35, 48.86),
    (30.31, 59.94),
])  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CITIES, CITIES, st.sampled_from([Mode.RAIL, Mode.ROAD]))
def test_any_journey_is_symmetric_valid_and_no_shorter_than_the_great_circle(start, end, mode):
    there, back = (or_none(a, b, mode=mode, stay_in=()) for a, b in ((start, end), (end, start)))
    assert (there is None) == (back is None)
    assume(there is not None)
    assert there.length_m == pytest.approx(back.length_m, rel=0.005, abs=5000)
    assert there.length_m >= there.great_circle_m * 0.999
    assert there.geometry.is_valid or start == end


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CITIES, CITIES, CITIES)
def test_a_via_point_never_shortens(start, via, end):
    direct = or_none(start, end, mode=Mode.ROAD, stay_in=())
    by_way = or_none(start, end, via=[via], mode=Mode.ROAD, stay_in=())
    assume(direct is not None and by_way is not None)
    # Ends are weighed by how far they were moved, so that a via point may save a few kilometres of snapping.
    assert by_way.length_m >= direct.length_m - 10_000
