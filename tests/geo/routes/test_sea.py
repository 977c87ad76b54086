import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString

from geo.records import Mode
from geo.records.errors import RouteError
from geo.routes import Method, NoteKind, Passage, trace_leg
from geo.routes.geodesics import densify, to_coordinates
from geo.routes.sea.mask import arc_samples, line_cells, to_cells, to_points, water_mask
from geo.routes.sea.passages import gates, passage_lines

NAJIN, DUNAY = (130.2831, 42.2556), (132.3354, 42.8788)
ANZALI, ASTRAKHAN = (49.4622, 37.4732), (48.0408, 46.3497)
AMIRABAD, MAKHACHKALA = (53.366, 36.853), (47.5047, 42.9764)
BANDAR_ABBAS, NOVOROSSIYSK = (56.2808, 27.1865), (37.7618, 44.7319)
VLADIVOSTOK, ROSTOV = (131.8735, 43.1056), (39.7139, 47.2364)
PETROPAVLOVSK, VANCOUVER = (158.6503, 53.0444), (-123.1193, 49.2497)
BUSAN, GDANSK = (129.03, 35.1017), (18.6491, 54.3523)


def sea(start, end, **conditions):
    return trace_leg(start, end, mode=Mode.SEA, **conditions)


def land_share(leg):
    line = densify(to_coordinates(leg.geometry), max_segment_m=500)
    return float((~water_mask().is_water((line[:-1] + line[1:]) / 2)).mean())


@pytest.mark.parametrize(
    ("start", "end", "low", "high", "passages"),
    [
        (NAJIN, DUNAY, 185, 205, ()),
        (ANZALI, ASTRAKHAN, 1000, 1150, ()),
        (AMIRABAD, MAKHACHKALA, 840, 900, ()),
        (BANDAR_ABBAS, NOVOROSSIYSK, 7500, 7900, ("suez", "bosporus", "dardanelles", "bab-el-mandeb", "hormuz")),
        (VLADIVOSTOK, NOVOROSSIYSK, 17000, 17700, ("suez", "bosporus", "dardanelles", "bab-el-mandeb", "malacca")),
        (PETROPAVLOVSK, VANCOUVER, 5900, 6400, ()),
        (ANZALI, NOVOROSSIYSK, 2200, 2600, ("kerch", "volga-don")),
    ],
)
def test_known_voyages_have_their_length_and_passages(start, end, low, high, passages):
    leg = sea(start, end)
    assert low <= leg.length_m / 1000 <= high
    assert leg.passages == passages
    assert leg.schematic
    assert leg.source
    assert land_share(leg) < 0.02 + (leg.snap_from_m + leg.snap_to_m) / leg.length_m


def test_a_short_hop_is_found_cell_by_cell_and_stays_on_water():
    leg = sea(NAJIN, DUNAY)
    assert leg.method is Method.SEA_GRID
    stubs = (leg.snap_from_m + leg.snap_to_m) / leg.length_m
    assert land_share(leg) <= stubs + 0.005


def test_the_antimeridian_is_crossed_once():
    geometry = sea(PETROPAVLOVSK, VANCOUVER).geometry
    assert geometry.geom_type == "MultiLineString"
    assert len(geometry.geoms) == 2
    assert geometry.bounds[0] >= -180
    assert geometry.bounds[2] <= 180


def test_europe_is_reached_by_suez_and_where_allowed_by_russias_arctic_never_canadas():
    usual = sea(BUSAN, GDANSK)
    assert Passage.SUEZ in usual.passages
    arctic = sea(BUSAN, GDANSK, avoid_passages=(Passage.CORINTH,))
    assert Passage.NORTHEAST in arctic.passages
    assert Passage.NORTHWEST not in arctic.passages
    assert arctic.length_m < usual.length_m
    canada = sea(BUSAN, GDANSK, avoid_passages=(Passage.NORTHEAST, Passage.CORINTH, Passage.SUEZ, Passage.PANAMA))
    assert Passage.NORTHEAST not in canada.passages


def test_a_passage_that_is_avoided_is_not_passed():
    round_the_cape = sea(
        BANDAR_ABBAS, NOVOROSSIYSK, avoid_passages=(Passage.SUEZ, Passage.NORTHEAST, Passage.NORTHWEST)
    )
    assert Passage.SUEZ not in round_the_cape.passages
    assert round_the_cape.length_m > 20_000_000


def test_a_sea_whose_only_door_is_shut_is_out_of_reach():
    assert Passage.KERCH in sea(NOVOROSSIYSK, ROSTOV).passages
    with pytest.raises(RouteError, match="kerch"):
        sea(NOVOROSSIYSK, ROSTOV, avoid_passages=(Passage.KERCH,))


def test_an_arctic_port_is_reached_with_a_note():
    leg = sea((128.87, 71.64), (33.08, 68.97))  # Tiksi to Murmansk
    assert Passage.NORTHEAST in leg.passages
    assert "avoid" in leg.note


def test_a_landlocked_end_is_refused_in_one_line():
    with pytest.raises(RouteError, match="more than 30 km from navigable water") as caught:
        sea((37.62, 55.75), NOVOROSSIYSK)
    assert "\n" not in str(caught.value)


def test_via_points_are_passed_and_never_shorten():
    direct, by_way = sea(NAJIN, DUNAY), sea(NAJIN, DUNAY, via=[VLADIVOSTOK])
    assert by_way.length_m > direct.length_m
    assert by_way.geometry.distance(LineString([VLADIVOSTOK, VLADIVOSTOK])) < 0.01
    assert by_way.length_m == pytest.approx(sea(NAJIN, VLADIVOSTOK).length_m + sea(VLADIVOSTOK, DUNAY).length_m)


COASTS = st.sampled_from([
    NAJIN, DUNAY, VLADIVOSTOK, BUSAN, (125.4, 38.73), (121.6, 31.3), (139.8, 35.5), (103.8, 1.25), (72.8, 18.9),
    BANDAR_ABBAS, (55.3, 25.3), (43.15, 11.6), (32.5, 29.9), (29.9, 31.2), (35.88, 34.9), NOVOROSSIYSK, (30.74, 46.49),
    (28.9, 40.98), (-9.15, 38.7), (9.95, 53.54), (24.1, 57.05), (33.08, 68.97), (-74.0, 40.7), VANCOUVER, PETROPAVLOVSK,
])  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COASTS, COASTS)
def test_any_voyage_is_valid_in_range_and_no_shorter_than_the_great_circle(start, end):
    there, back = sea(start, end), sea(end, start)
    for leg in (there, back):
        coordinates = np.concatenate([np.array(part.coords) for part in getattr(leg.geometry, "geoms", [leg.geometry])])
        assert np.abs(coordinates[:, 0]).max() <= 180
        assert np.abs(coordinates[:, 1]).max() <= 90
        assert leg.geometry.is_valid or start == end
        assert leg.length_m >= leg.great_circle_m - 1
    assert there.length_m == pytest.approx(back.length_m, rel=0.02, abs=10_000)


def test_cells_and_points_are_each_others_inverse():
    rows, cols = np.array([0, 5000, 10799]), np.array([0, 7, 21599])
    assert np.array_equal(to_cells(to_points(rows, cols)), (rows, cols))


def test_arcs_over_the_antimeridian_are_short():
    samples = arc_samples((179.5, 60), (-179.5, 60))
    assert np.abs(np.abs(samples[:, 0]) - 179.75).max() < 0.3


@settings(deadline=None)
@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(-3, 3), st.floats(-3, 3))
def test_cells_under_a_line_touch_edge_to_edge(lon, lat, east, north):
    cells = set(zip(*line_cells(np.array([[lon, lat], [lon + east, lat + north]])), strict=True))
    alone = [c for c in cells if not {(c[0] + 1, c[1]), (c[0] - 1, c[1]), (c[0], c[1] + 1), (c[0], c[1] - 1)} & cells]
    assert not alone or len(cells) == 1


def test_each_passage_is_open_water_in_the_mask():
    for line in passage_lines():
        if line.kind == "burn":
            wet = water_mask().is_water(np.array(line.points))
            assert wet.all(), line.name


def test_each_switch_has_a_gate():
    assert set(gates()) == set(Passage)


@pytest.mark.parametrize("lat", [65.5, 66.5, 67.5, 68.5, 71.2])
def test_land_that_polygons_cut_at_180_degrees_is_land_there_too(lat):
    lons = np.concatenate((np.linspace(179.8, 179.999, 12), np.linspace(-179.999, -179.9, 12)))
    points = np.column_stack((lons, np.full(len(lons), lat)))
    assert not water_mask().is_water(points).any()


def test_no_ship_sails_through_chukotka():
    leg = sea((170.31, 69.7), (177.51, 64.73))
    assert 1_500_000 < leg.length_m < 2_300_000
    line = to_coordinates(leg.geometry)
    assert not ((line[:, 1] > 65) & (line[:, 1] < 68.8) & (np.abs(line[:, 0]) > 179.5)).any()


def test_a_river_that_is_a_sketch_counts_its_own_length_and_says_so():
    leg = sea((44.52, 48.70), (39.72, 47.21))
    assert 510_000 < leg.length_m < 570_000
    assert leg.drawn_m < leg.length_m
    assert NoteKind.APPROXIMATE in {note.kind for note in leg.notes}


def test_ships_leave_lanes_that_are_a_fifth_longer_than_open_water():
    assert 5_600_000 < sea((131.9, 43.1), (170.3, 69.7)).length_m < 6_500_000


def test_a_voyage_between_the_koreas_keeps_off_the_northern_limit_line():
    leg = sea((125.4167, 38.7167), (126.6167, 37.4667))
    assert Passage.NORTHERN_LIMIT_LINE not in leg.passages
    assert leg.length_m > 340_000  # straight along the coast it would be 300


MAGADAN = (150.75, 59.55)


def test_ships_take_the_fourth_kuril_strait_unless_told_otherwise():
    usual = sea(MAGADAN, PETROPAVLOVSK)
    assert Passage.FIRST_KURIL not in usual.passages
    assert usual.length_m == pytest.approx(1_600_000, rel=0.03), "NGA Pub. 151"
    first = sea(MAGADAN, PETROPAVLOVSK, avoid_passages=())
    assert Passage.FIRST_KURIL in first.passages
    assert first.length_m < 0.9 * usual.length_m


def test_a_river_port_is_as_far_as_its_river_is_long():
    leg = sea((14.58, 53.43), (14.28, 53.97))
    assert leg.length_m > 68_000, "67.7 km from the breakwaters of Swinoujscie"
    assert any(note.kind is NoteKind.APPROXIMATE for note in leg.notes)
