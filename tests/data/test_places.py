"""The reviewed places lie where they say, and say where they come from."""

import csv

import pytest
import shapely

from gazetteer.datafiles import data_file
from gazetteer.distance import distance_km
from gazetteer.index.sources import own_places
from gazetteer.match import areas
from gazetteer.match.keys import name_key

TABLES = [data_file(f"places/{name}.csv") for name in own_places.TABLES]
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


def keys(row):
    return {name_key(row["name"]), *(name_key(name.partition("@")[0]) for name in row["names"].split("|") if name)}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_no_two_rows_of_one_kind_within_five_kilometres_bear_one_name(table):
    cells = {}
    doubled = []
    for row in rows(table):
        lat, lon = float(row["lat"]), float(row["lon"])
        near = [
            other for a in (-1, 0, 1) for b in (-1, 0, 1) for other in cells.get((round(lat) + a, round(lon) + b), [])
        ]
        doubled += [
            (row["ids"], other["ids"])
            for other in near
            if keys(row) & keys(other) and distance_km(lon, lat, float(other["lon"]), float(other["lat"])) <= 5
        ]
        cells.setdefault((round(lat), round(lon)), []).append(row)
    assert doubled == []


REVIEWED = [t for t in TABLES if t.stem in ("districts", "regions", "waters", "sites")]


@pytest.mark.parametrize("table", REVIEWED, ids=lambda t: t.stem)
def test_no_place_is_told_one_name_twice_in_a_language(table):
    for row in rows(table):
        told = [entry.partition(":")[0].rpartition("@") for entry in row["names"].split("|") if entry]
        keys = [(name_key(name), language) for name, _, language in told]
        assert len(keys) == len(set(keys)), row["name"]


@pytest.mark.parametrize("table", REVIEWED, ids=lambda t: t.stem)
def test_every_place_has_a_name_in_cyrillic_letters(table):
    lacking = [
        (row["name"], language)
        for row in rows(table)
        for language in ("ru", "uk")
        if f"@{language}" not in row["names"]
    ]
    assert lacking == []


def test_no_two_rows_share_an_id():
    ids = [place_id for table in TABLES for row in rows(table) for place_id in row["ids"].split()]
    assert len(ids) == len(set(ids))


def test_border_towns_lie_on_their_own_side_of_the_drawn_border():
    sides = {"geonames:172256": "SY", "armsatlas:bunagana": "CD", "geonames:1308052": "MM", "geonames:713929": "HU"}
    seen = {
        row["ids"].split()[0]: areas.area_at(float(row["lon"]), float(row["lat"])).country
        for table in TABLES
        for row in rows(table)
        if row["ids"].split()[0] in sides
    }
    assert seen == sides


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
