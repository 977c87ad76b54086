"""Detail maps go where symbols cover each other, however many and wide the crowds are, and nowhere else."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.records.view import Box
from maps.ground.extent import box_around
from maps.layout.details import find_details

WORLD = Box(west=-20, south=-40, east=160, north=70)


def crowd(count: int, lon: float, lat: float, wide: float, seed: int = 1) -> list[tuple[float, float]]:
    chance = random.Random(seed)  # noqa: S311 - the same crowd every time
    return [(lon + chance.random() * wide, lat + chance.random() * wide / 2) for _ in range(count)]


def test_the_densest_crowd_gets_a_map_and_three_lonely_points_get_none():
    lonely = [(90, 60), (105, 55), (120, 62)]
    points = [*crowd(36, 33, 48, 6), *crowd(14, 30, 12, 4), *crowd(7, 95, 19, 4), *lonely]
    details = find_details(points, WORLD)
    assert 1 <= len(details) <= 3
    held = {i for detail in details for i in detail.points}
    assert len(held & set(range(36))) > 18
    assert not held & {len(points) - 1, len(points) - 2, len(points) - 3}


def test_a_crowd_of_one_country_beside_a_larger_one_of_another_has_its_own_map():
    """It went without: pairs of symbols that cover each other grow with the square of the crowd."""
    details = find_details([*crowd(40, 33, 48, 6), *crowd(12, 30, 12, 4)], WORLD)
    assert [any(detail.box.holds(lon, lat) for detail in details) for lon, lat in ((35, 49.5), (32, 13))] == [
        True,
        True,
    ]


def test_a_crowd_too_wide_for_one_map_is_cut_in_parts():
    points = crowd(300, 24, 45, 90)
    overview = box_around(points, margin=0.1, least=3, aspect=1.8)
    details = find_details(points, overview)
    assert sum(len(detail.points) for detail in details) > 100, "the densest part, too"
    assert all(detail.box.east - detail.box.west <= (overview.east - overview.west) / 3 for detail in details)


def test_points_that_do_not_touch_get_no_map():
    assert find_details([(0, 0), (20, 10), (40, 0), (60, 10)], WORLD) == []
    assert find_details([(10, 10)] * 5, WORLD) == []


@given(st.lists(st.tuples(st.floats(-10, 150), st.floats(-30, 65)), max_size=40))
@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy: nothing here is timed
def test_detail_maps_never_overlap_and_never_pass_three(points):
    details = find_details(points, WORLD)
    assert len(details) <= 3
    for number, one in enumerate(details):
        for other in details[:number]:
            apart = one.box.west >= other.box.east or other.box.west >= one.box.east
            assert apart or one.box.south >= other.box.north or other.box.south >= one.box.north
