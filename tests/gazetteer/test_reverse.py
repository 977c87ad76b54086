"""Nearest places against a plain scan, also over the antimeridian and at the poles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import GazetteerError
from gazetteer.reverse import PointTree, distances_km

RANDOM = np.random.default_rng(5)
LONS, LATS = RANDOM.uniform(-180, 180, 4000), np.degrees(np.arcsin(RANDOM.uniform(-1, 1, 4000)))
TREE = PointTree(np.arange(4000), LONS, LATS)


@settings(max_examples=150, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 6))
def test_nearest_is_what_a_scan_finds(lon, lat, limit):
    found = TREE.nearest(np.array([lon]), np.array([lat]), limit=limit)[0]
    scanned = np.sort(distances_km(np.full(4000, lon), np.full(4000, lat), LONS, LATS))[:limit]
    assert [away for _, away in found] == pytest.approx(scanned.tolist(), abs=1e-6)


def test_nearest_places_of_a_point(gazetteer):
    (place, away), *others = gazetteer.nearest(30.7575, 50.6018)
    assert place.name == "Rozhivka"
    assert away < 1
    assert [km for _, km in others] == sorted(km for _, km in others)


def test_area_and_country_that_hold_a_point(gazetteer):
    area, country = gazetteer.containing(33.6, 45.1)
    assert (area.admin1, country.country) == ("UA.11", "UA")
    assert gazetteer.containing(-140, 0) == (None, None)


def test_point_off_the_earth_is_refused(gazetteer):
    with pytest.raises(GazetteerError, match="longitude, latitude"):
        gazetteer.nearest(50, 120)
