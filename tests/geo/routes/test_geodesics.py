from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.records.errors import RouteError
from geo.routes.geodesics import (
    check_lonlat,
    densify,
    geodesic_m,
    geodesic_points,
    line_m,
    split_line,
    to_coordinates,
    unwrap,
)

LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)
POINT = st.tuples(LON, LAT)


def test_length_is_karneys():
    # JFK to LHR, the example of GeographicLib's documentation: 5551.759 km on WGS 84.
    assert geodesic_m((-73.8, 40.6), (-0.5, 51.6)) == pytest.approx(5_551_759.4, abs=1)


def test_crossing_the_antimeridian_cuts_the_line_in_two():
    line = split_line(geodesic_points((158.65, 53.0), (-123.1, 49.3)))
    assert line.geom_type == "MultiLineString"
    west, east = line.geoms
    assert west.coords[-1][0] == 180
    assert east.coords[0][0] == -180
    assert west.coords[-1][1] == east.coords[0][1]


@pytest.mark.parametrize(
    ("start", "end"), [((180, 10), (-170, 10)), ((-180, 10), (170, 10)), ((170, 10), (190 - 360, 5))]
)
def test_an_end_on_the_antimeridian_stays_on_its_side(start, end):
    for part in getattr(split_line(geodesic_points(start, end)), "geoms", [split_line(geodesic_points(start, end))]):
        assert max(abs(x) for x, _ in part.coords) <= 180
        assert np.abs(np.diff(np.array(part.coords)[:, 0])).max() < 15


def test_a_vertex_on_the_antimeridian_cuts_the_line_there():
    line = split_line(np.array([[179.0, 50.0], [180.0, 51.0], [-179.0, 52.0]]))
    assert [list(part.coords) for part in line.geoms] == [[(179, 50), (180, 51)], [(-180, 51), (-179, 52)]]


@settings(deadline=None)
@given(POINT, POINT)
def test_cut_lines_are_valid_in_range_and_as_long(start, end):
    points = geodesic_points(start, end)
    line = split_line(points)
    coordinates = np.concatenate([np.array(part.coords) for part in getattr(line, "geoms", [line])])
    assert line.is_valid or line.length == 0
    assert np.abs(coordinates[:, 0]).max() <= 180
    assert np.abs(coordinates[:, 1]).max() <= 90
    assert line_m(to_coordinates(line)) == pytest.approx(geodesic_m(start, end), rel=0.001, abs=50)


@settings(deadline=None)
@given(POINT, POINT)
def test_geodesics_keep_their_ends_and_spacing(start, end):
    points = geodesic_points(start, end, max_segment_m=200_000)
    assert tuple(points[0]) == pytest.approx(start)
    assert tuple(points[-1]) == pytest.approx(end)
    assert all(geodesic_m(tuple(a), tuple(b)) <= 200_001 for a, b in pairwise(points))


@settings(deadline=None)
@given(st.lists(POINT, min_size=2, max_size=6))
def test_densifying_changes_no_length(points):
    line = np.array(points)
    assert line_m(densify(line)) == pytest.approx(line_m(line), rel=1e-6, abs=1)


@settings(deadline=None)
@given(st.lists(POINT, min_size=2, max_size=8))
def test_unwrapped_longitudes_never_jump(points):
    line = unwrap(np.array(points))
    assert np.abs(np.diff(line[:, 0])).max() <= 180 + 1e-9
    assert np.allclose((line[:, 0] - np.array(points)[:, 0]) % 360 % 360, 0, atol=1e-6) or np.allclose(
        ((line[:, 0] - np.array(points)[:, 0]) + 180) % 360, 180, atol=1e-6
    )


@pytest.mark.parametrize("point", [(181, 0), (0, 91), (float("nan"), 0), (float("inf"), 0)])
def test_a_point_out_of_range_is_refused(point):
    with pytest.raises(RouteError, match="longitude, latitude"):
        check_lonlat(point)
