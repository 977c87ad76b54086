"""What a row says that can't be: told, and drawn all the same where it may still be right."""

import tomllib

import pytest

from gazetteer.datafiles import data_file
from geo.formats.reading import read_table_or_events


def _said(folder, row, headers="date,place,latitude,longitude,kind,weapon,vessel"):
    table = folder / "t.csv"
    table.write_text(f"{headers}\n{row}\n", encoding="utf-8")
    reading = read_table_or_events(table)
    assert len(reading.events.events) == 1
    return [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2024-03-01,Odesa,45.2,31.0,strike,,", True),
        ("2024-03-01,Odesa,46.48,30.73,strike,,", False),
        ("2024-03-01,at sea,45.2,31.0,strike,,Example", False),
        ("2024-03-01,Black Sea,43.2,31.0,seizure,,", False),
    ],
)
def test_a_strike_out_at_sea_is_a_finding_unless_a_ship_is_named(tmp_path, row, told):
    assert any("out at sea" in message for message in _said(tmp_path, row)) is told


@pytest.mark.parametrize(
    ("date", "weapon", "told"),
    [
        ("2021-03-01", "Oreshnik", True),
        ("2024-12-01", "Oreshnik", False),
        ("2019", "Geran-2 drones", True),
        ("2019-2023", "Shahed-136", False),
        ("1999-03-01", "a missile", False),
        ("2001-03-01", "Oreshnik or Kinzhal", False),
    ],
)
def test_a_day_before_the_weapon_existed_is_a_finding(tmp_path, date, weapon, told):
    row = f"{date},Dnipro,48.46,35.04,strike,{weapon},"
    assert any("known to have existed" in message for message in _said(tmp_path, row)) is told


def test_each_first_year_is_of_a_weapon_that_is_known():
    years = tomllib.loads(data_file("arms/first_years.toml").read_text(encoding="utf-8"))
    arms = tomllib.loads(data_file("arms/weapons.toml").read_text(encoding="utf-8"))["weapon"]
    assert set(years) <= {row["name"] for row in arms}
    assert all(1900 < entry["year"] <= 2026 and entry["fact"] for entry in years.values())
