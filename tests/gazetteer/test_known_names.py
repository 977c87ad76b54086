"""Places that such news often names are found by what each language calls them, and shown so."""

import csv
import json
from pathlib import Path

import pytest

from gazetteer.datafiles import data_file
from gazetteer.distance import distance_km
from gazetteer.gazetteer import Gazetteer
from gazetteer.match.keys import name_key
from gazetteer.records import PlaceKind

ANSWER_KEY = Path(__file__).parents[3] / "shared" / "articles" / "answer_key.json"
KNOWN = Path(__file__).with_name("known_places.txt")
LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "uk", "ru")
NO_NAMES = {"mt_errors", "not_to_confuse", "iso2"}
WIDE = {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.WATER, PlaceKind.ADMIN1, PlaceKind.CONTINENT}


def known_places() -> list[tuple[str, float, float, float, list[str]]]:
    rows = []
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, *names = line.split("|")
        name, lat, lon, km = head.rsplit(" ", 3)
        rows.append((name, float(lat), float(lon), float(km), [f"{name}@en", *names]))
    return rows


@pytest.mark.parametrize(
    ("lat", "lon", "km", "names"), [row[1:] for row in known_places()], ids=[row[0] for row in known_places()]
)
def test_finds_a_place_by_its_name_in_each_language(
    gazetteer: Gazetteer, lat: float, lon: float, km: float, names: list[str]
) -> None:
    missing = []
    for entry in names:
        name, _, _language = entry.partition("@")
        places = gazetteer.exact(name_key(name))
        if not any(distance_km(lon, lat, place.lon, place.lat) <= km for place in places):
            missing.append(entry)
    assert missing == []


@pytest.mark.parametrize(
    ("name", "country", "labels"),
    [
        ("Antwerp", "BE", {"fr": "Anvers", "de": "Antwerpen", "es": "Amberes", "ru": "Антверпен"}),
        ("Beijing", "CN", {"fr": "Pékin", "de": "Peking", "uk": "Пекін"}),
        ("Hodeidah", "YE", {"en": "Hodeidah", "fr": "Hodeïda", "de": "Hodeida", "ru": "Ходейда"}),
        ("Zaporizhzhia", "UA", {"en": "Zaporizhzhia", "fr": "Zaporijjia", "de": "Saporischschja"}),
        ("Kryvyi Rih", "UA", {"en": "Kryvyi Rih", "fr": "Kryvyï Rih", "ru": "Кривой Рог"}),
        ("Rostov-on-Don", "RU", {"fr": "Rostov-sur-le-Don", "de": "Rostow am Don"}),
        ("Bashtanka", "UA", {"en": "Bashtanka", "fr": "Bachtanka", "de": "Baschtanka", "uk": "Баштанка"}),
    ],
)
def test_shows_a_city_as_the_language_writes_it(
    gazetteer: Gazetteer, name: str, country: str, labels: dict[str, str]
) -> None:
    place = next(place for place in gazetteer.exact(name_key(name)) if place.country == country)
    assert {language: gazetteer.label(place, language) for language in labels} == labels


def test_every_exonym_is_shown_and_found(gazetteer: Gazetteer) -> None:
    with data_file("places/exonyms.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    faults = []
    for row in rows:
        place = gazetteer.place(row["id"])
        if place is None or place.country != row["country"]:
            faults.append((row["id"], "no such place"))
            continue
        for language in LANGUAGES:
            names = row[language].split("|")
            if gazetteer.label(place, language) != names[0]:
                faults.append((names[0], gazetteer.label(place, language)))
            faults.extend((name, "not found") for name in names if place not in gazetteer.exact(name_key(name)))
    assert faults == []


def test_ids_of_exonyms_are_given_once() -> None:
    with data_file("places/exonyms.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    assert len(ids) == len(set(ids)) > 400


@pytest.mark.skipif(not ANSWER_KEY.exists(), reason="needs the answer key of the shared articles")
def test_finds_every_name_of_the_answer_key(gazetteer: Gazetteer) -> None:
    missing = []
    for place in json.loads(ANSWER_KEY.read_text(encoding="utf-8"))["places"]:
        for language, names in place.get("aliases", {}).items():
            if language in NO_NAMES or place.get("lat") is None:
                continue
            for name in [names] if isinstance(names, str) else names:
                found = gazetteer.lookup(name.removesuffix(" (dateline)"), language=language)[:5]
                off = [
                    distance_km(place["lon"], place["lat"], one.place.lon, one.place.lat)
                    - (400 if one.place.kind in WIDE else max(place.get("uncertainty_km") or 0, 10))
                    for one in found
                ]
                if not off or min(off) > 0:
                    missing.append((place["place_id"], name))
    # A dateline that names an organisation; the reader settles it by its table of organisations.
    assert missing == [("us-unhq", "LES NATIONS UNIES (dateline)")]
