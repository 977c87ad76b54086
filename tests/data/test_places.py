"""The reviewed places lie where they say, and say where they come from."""

import csv

import pytest
import shapely

from gazetteer.datafiles import data_file
from gazetteer.match import areas

TABLES = sorted(data_file("places").glob("places_*.csv"))
NEAR_DEG = 0.5


def rows(table):
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_every_place_names_its_source_and_lies_on_the_globe(table):
    assert rows(table)
    for row in rows(table):
        assert row["source"].strip(), row["name"]
        assert -90 <= float(row["lat"]) <= 90, row["name"]
        assert -180 <= float(row["lon"]) <= 180, row["name"]


@pytest.mark.parametrize(
    "table", [t for t in TABLES if "water" not in t.stem and "region" not in t.stem], ids=lambda t: t.stem
)
def test_settlements_and_sites_lie_in_their_recognised_country(table):
    strays = [
        (row["name"], row["country"])
        for row in rows(table)
        if row["country"]
        and row["country"] in areas.countries()
        and areas.countries()[row["country"]].distance(shapely.Point(float(row["lon"]), float(row["lat"]))) > NEAR_DEG
    ]
    assert strays == []


def test_crimean_places_are_ukraines():
    crimea = areas.admin1()["UA.11"].geometry.union(areas.admin1()["UA.20"].geometry)
    inside = [
        row
        for table in TABLES
        for row in rows(table)
        if crimea.contains(shapely.Point(float(row["lon"]), float(row["lat"]))) and row["country"]
    ]
    assert inside
    assert {row["country"] for row in inside} == {"UA"}
