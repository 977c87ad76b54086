"""Sea legs against a land mask of another source than the one that they are searched on."""

import numpy as np
import pytest
from shapely import LineString

from benchmarks.bench_routes import draw_pairs, read_ports
from benchmarks.route_peers import inland_runs
from geo.records import Mode
from geo.routes import Method, TracedLeg, trace_leg
from geo.routes.geodesics import geodesic_m

PEVEK, ANADYR, SCHMIDT = (170.3133, 69.7008), (177.5147, 64.7337), (-179.3667, 68.8833)
PROVIDENIYA, PETROPAVLOVSK, SUVA = (-173.2167, 64.4333), (158.6503, 53.0444), (178.4417, -18.1416)
LONGEST_INLAND_M = 100_000
"""Fjords and rivers that the other mask lacks: the Saguenay has 61 km, the Limfjord 54."""

pytest.importorskip("global_land_mask", reason="global-land-mask is not installed")


def inland_m(leg):
    return sum(metres for metres, _ in inland_runs(leg))


@pytest.mark.parametrize(
    ("start", "end"),
    [(PEVEK, ANADYR), (PEVEK, PROVIDENIYA), (PEVEK, PETROPAVLOVSK), (SCHMIDT, ANADYR), (SUVA, PETROPAVLOVSK)],
)
def test_no_leg_over_180_degrees_goes_over_land(start, end):
    assert inland_m(trace_leg(start, end, mode=Mode.SEA)) < 5_000


def test_random_pairs_of_ports_stay_on_the_other_masks_water():
    pairs = draw_pairs(read_ports(), 60, np.random.default_rng(17))
    legs = [trace_leg(*pair, mode=Mode.SEA) for pair in pairs]
    assert sum(map(inland_m, legs)) < 0.001 * sum(leg.length_m for leg in legs)
    assert max((metres for leg in legs for metres, _ in inland_runs(leg)), default=0) < LONGEST_INLAND_M


def test_the_other_mask_sees_a_line_through_chukotka():
    line, length = LineString([PEVEK, ANADYR]), geodesic_m(PEVEK, ANADYR)
    across = TracedLeg(
        mode=Mode.SEA, geometry=line, length_m=length, drawn_m=length, great_circle_m=length, method=Method.SEA_GRID
    )
    assert inland_m(across) > 300_000
