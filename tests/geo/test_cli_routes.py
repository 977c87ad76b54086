import json

import pytest
import typer
from typer.testing import CliRunner

from geo.cli.routes import measure, route
from geo.records.errors import RouteError

app = typer.Typer(pretty_exceptions_enable=False)
app.command()(route)
app.command()(measure)


def run(*arguments):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=True)


def test_a_route_is_told_in_lines_with_its_source():
    done = run("route", "42.2556,130.2831", "42.8788,132.3354", "--mode", "sea")
    assert done.exit_code == 0, done.output
    assert "km by sea (sea-grid, schematic" in done.stdout
    assert "Natural Earth" in done.stdout


def test_geojson_is_one_feature_that_says_it_is_schematic():
    done = run("route", "50.45,30.52", "49.99,36.23", "49.59,34.55", "--mode", "rail", "--geojson")
    feature = json.loads(done.stdout)
    assert feature["geometry"]["type"] == "LineString"
    assert feature["properties"]["schematic"] is True
    assert feature["properties"]["licence"] == "ODbL-1.0"
    assert feature["properties"]["countries"] == ["UA"]
    assert 480_000 <= feature["properties"]["length_m"] <= 490_000


def test_passages_and_countries_to_avoid_are_told_apart():
    usual = json.loads(run("route", "43.1,131.9", "55.75,37.62", "--mode", "rail", "--avoid", "cn", "--json").stdout)
    assert "CN" not in usual["countries"]
    shut = run("route", "44.73,37.76", "47.24,39.71", "--avoid", "kerch")
    assert isinstance(shut.exception, RouteError)
    wrong = run("route", "44.73,37.76", "47.24,39.71", "--avoid", "atlantis")
    assert wrong.exit_code == 2
    assert "atlantis" in wrong.output


def test_the_arctic_is_taken_where_it_is_allowed():
    leg = json.loads(run("route", "35.1,129.03", "54.35,18.65", "--allow", "northeast", "--json").stdout)
    assert "northeast" in leg["passages"]


@pytest.mark.parametrize("place", ["95,10", "10,200", "Xyzzyqwk"])
def test_a_place_that_is_none_is_refused_in_one_line(place):
    done = run("route", place, "50,30", "--mode", "air")
    assert isinstance(done.exception, RouteError)
    assert place in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_border_is_measured_to():
    done = run("measure", "45.8531,40.1187", "--border", "ua", "--json")
    assert json.loads(done.stdout)["km"] == pytest.approx(202, abs=3)


def test_names_are_looked_up_and_what_was_taken_is_said():
    done = run("measure", "Tikhoretsk", "--to", "Moscow, RU")
    assert done.exit_code == 0, done.output
    assert "1,11" in done.stdout
    assert "Tikhoretsk, RU" in done.stderr


@pytest.mark.parametrize("targets", [(), ("--coast", "--border", "UA"), ("--to", "50,30", "--coast")])
def test_exactly_one_target_is_measured_to(targets):
    assert run("measure", "50.45,30.52", *targets).exit_code == 2


def test_a_name_spelt_nearly_so_is_never_routed():
    done = run("route", "Nowheresville", "50,30", "--mode", "air")
    assert isinstance(done.exception, RouteError)
    assert "spelt nearly so" in str(done.exception)
    assert "\n" not in str(done.exception)


def test_of_places_of_one_name_the_port_is_taken_for_a_ship_and_it_is_said():
    done = run("route", "Port Kavkaz", "45.35,36.47", "--mode", "sea")
    assert done.exit_code == 0, done.output
    assert "45.3400,36.6700" in done.stderr


def test_other_ways_stand_beside_a_leg_with_their_own_lengths():
    done = run("route", "1.2897,103.8501", "51.9244,4.4777", "--alternatives", "--on", "2024-03")
    assert "round the Cape of Good Hope:" in done.stdout
    assert done.stdout.count("km by sea") == 2
    usual, cape = (
        json.loads(line)
        for line in run("route", "1.2897,103.8501", "51.9244,4.4777", "--alternatives", "--json").stdout.splitlines()
    )
    assert "suez" in usual["passages"]
    assert cape["passages"] == ["good-hope"]
    assert cape["length_m"] > usual["length_m"]


def test_a_date_decides_whether_a_border_is_crossed():
    before = run("route", "50.5977,36.5983", "49.9935,36.2304", "--mode", "road", "--on", "2021-06")
    assert before.exit_code == 0
    after = run("route", "50.5977,36.5983", "49.9935,36.2304", "--mode", "road", "--on", "2024-06")
    assert isinstance(after.exception, RouteError)
    assert "since 24 February 2022" in str(after.exception)
