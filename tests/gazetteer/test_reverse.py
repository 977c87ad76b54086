"""Nearest places against a plain scan, also over the antimeridian and at the poles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.distance import distance_km
from gazetteer.errors import GazetteerError
from gazetteer.match.reverse import PointTree

RANDOM = np.random.default_rng(5)
LONS, LATS = RANDOM.uniform(-180, 180, 4000), np.degrees(np.arcsin(RANDOM.uniform(-1, 1, 4000)))
TREE = PointTree(np.arange(4000), LONS, LATS)


@settings(max_examples=150, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 6))
def test_nearest_is_what_a_scan_finds(lon, lat, limit):
    found = TREE.nearest(np.array([lon]), np.array([lat]), limit=limit)[0]
    scanned = sorted(distance_km(lon, lat, *other) for other in zip(LONS.tolist(), LATS.tolist(), strict=True))
    assert [away for _, away in found] == pytest.approx(scanned[:limit], abs=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2, 16, 17, 40])
@pytest.mark.parametrize("limit", [0, 1, 3, 30, 50])
def test_few_places_and_many_asked_for(count, limit):
    tree = PointTree(np.arange(count), LONS[:count], LATS[:count])
    for found in tree.nearest(LONS[100:103], LATS[100:103], limit=limit):
        assert len({place for place, _ in found}) == len(found) == min(count, limit)
        assert [away for _, away in found] == sorted(away for _, away in found)


def test_many_places_on_one_spot():
    tree = PointTree(np.arange(50), np.full(50, 30.0), np.full(50, 50.0))
    (found,) = tree.nearest(np.array([30.0]), np.array([50.0]), limit=40)
    assert len({place for place, _ in found}) == 40
    assert {away for _, away in found} == {0.0}


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
