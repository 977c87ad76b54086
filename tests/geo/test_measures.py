import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measures import (
    check_distances,
    distance_between,
    distance_to_border,
    distance_to_coast,
)
from geo.records import Event, EventPlace, PlaceRole, Qualifier, StatedDistance
from geo.records.errors import RouteError

TIKHORETSK, KYIV, MOSCOW = (40.1187, 45.8531), (30.5238, 50.4547), (37.6178, 55.752)
SIMFEROPOL, KHERSON = (34.1, 44.95), (32.61, 46.64)


def test_tikhoretsk_lies_202_km_from_ukraine():
    distance = distance_to_border(TIKHORETSK, "UA")
    assert distance.km == pytest.approx(202, abs=3)
    assert distance.nearest == pytest.approx((38.2, 47.1), abs=0.1)
    assert distance.compass == "NW"
    assert not distance.inside


def test_crimea_is_inside_ukraine_and_its_line_counts_only_when_asked():
    recognised = distance_to_border(SIMFEROPOL, "UA")
    assert recognised.inside
    assert recognised.km > 200
    held = distance_to_border(KHERSON, "UA", de_facto=True)
    assert "Crimea" in held.line
    assert held.km < distance_to_border(KHERSON, "UA").km


@pytest.mark.parametrize(("code", "message"), [("JP", "no land border"), ("XX", "alpha-2"), ("Ukraine", "alpha-2")])
def test_a_border_that_is_not_there_is_refused(code, message):
    with pytest.raises(RouteError, match=message):
        distance_to_border(KYIV, code)


def test_distances_to_coasts():
    assert distance_to_coast(MOSCOW).km == pytest.approx(640, abs=30)  # the Gulf of Finland
    assert distance_to_coast((50.0, 42.0)).km == pytest.approx(103, abs=10)  # on the Caspian
    assert distance_to_coast((179.9, -16.8)).km < 20  # Fiji, beside the antimeridian


@settings(deadline=None, max_examples=30)
@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(-179, 179), st.floats(-80, 80))
def test_distances_are_symmetric_and_bearings_opposite_in_kind(lon, lat, other_lon, other_lat):
    there, back = (
        distance_between((lon, lat), (other_lon, other_lat)),
        distance_between((other_lon, other_lat), (lon, lat)),
    )
    assert there.km == pytest.approx(back.km, abs=1e-6)
    assert 0 <= there.bearing_deg < 360


def test_a_hairs_breadth_west_of_north_is_north():
    assert 0 <= distance_between((1e-15, 10.0), (0.0, 20.0)).bearing_deg < 360


def stated(km, qualifier=Qualifier.EXACT, to="border:UA", places=None):
    tikhoretsk = EventPlace(role=PlaceRole.SITE, name="Tikhoretsk", lon=TIKHORETSK[0], lat=TIKHORETSK[1])
    distance = StatedDistance(km=km, qualifier=qualifier, to=to, place=0)
    return Event(id="e", kind="deployment", places=tuple(places or (tikhoretsk,)), distances=(distance,))


@pytest.mark.parametrize(
    ("km", "qualifier", "agrees"),
    [
        (290, Qualifier.APPROX, False),
        (290, Qualifier.LT, True),
        (200, Qualifier.APPROX, True),
        (200, Qualifier.EXACT, True),
        (150, Qualifier.GT, True),
        (250, Qualifier.GT, False),
    ],
)
def test_stated_and_measured_stand_side_by_side(km, qualifier, agrees):
    (check,) = check_distances(stated(km, qualifier))
    assert check.stated.km == km, "the source's own figure is never replaced"
    assert check.measured.km == pytest.approx(202, abs=3)
    assert check.agrees is agrees


def test_a_distance_to_a_place_is_measured_to_the_events_own_or_looked_up():
    (unknown,) = check_distances(stated(1000, to="Moscow"))
    assert unknown.measured is None
    assert unknown.agrees is None
    (found,) = check_distances(stated(1100, Qualifier.APPROX, to="Moscow"), find_place={"Moscow": MOSCOW}.get)
    assert found.measured.km == pytest.approx(1115, abs=5)
    assert found.agrees


def test_a_place_without_coordinates_is_not_measured():
    nowhere = EventPlace(role=PlaceRole.SITE, name="an unnamed depot")
    (check,) = check_distances(stated(290, places=(nowhere,)))
    assert check.measured is None
