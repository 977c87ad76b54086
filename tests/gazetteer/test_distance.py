import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.distance import chords_km, distance_km, on_unit_sphere

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


@given(LON, LAT, LON, LAT)
def test_the_distance_of_two_points_is_that_of_geopy(lon, lat, other_lon, other_lat):
    expected = great_circle((lat, lon), (other_lat, other_lon)).km
    assert distance_km(lon, lat, other_lon, other_lat) == pytest.approx(expected, abs=1e-3)


@given(LON, LAT, LON, LAT)
def test_chords_of_the_unit_sphere_give_the_same_distance(lon, lat, other_lon, other_lat):
    one, other = on_unit_sphere(np.array([lon, other_lon]), np.array([lat, other_lat]))
    apart = one - other
    expected = distance_km(lon, lat, other_lon, other_lat)
    assert chords_km(np.array([apart @ apart]))[0] == pytest.approx(expected, abs=1e-3)
