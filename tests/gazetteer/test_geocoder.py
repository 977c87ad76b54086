"""The geopy geocoder, and geopandas over it."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from gazetteer.geocoder import LocalGazetteer


class Elsewhere(Geocoder):
    """A geocoder that a user brings; counts how often it is asked."""

    def __init__(self):
        super().__init__()
        self.asked = 0

    def geocode(self, query, **_):  # noqa: D102 - geopy's interface
        self.asked += 1
        return [Location(f"{query} elsewhere", (1.0, 2.0), {})] if "zzz" in query else None


def test_geocode_gives_place_score_and_address(gazetteer):
    found = LocalGazetteer(gazetteer).geocode("Najin, KP", language="fr")
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (42.3, 130.3)
    assert found.address.endswith("Corée du Nord")
    assert found.raw["source"] == "local"


def test_several_answers_and_countries(gazetteer):
    found = LocalGazetteer(gazetteer).geocode("Ivanovka", exactly_one=False, country_codes=["RU", "UA"], limit=50)
    assert {one.raw["country"] for one in found} == {"RU", "UA"}
    assert LocalGazetteer(gazetteer).geocode("zzzzqqqqxxxx") is None


def test_viewbox_bounds_and_prefers(gazetteer):
    near = LocalGazetteer(gazetteer).geocode("Fokino", viewbox=[(42, 131), (44, 134)], bounded=True)
    assert near.raw["admin1"] == "RU.59"
    with pytest.raises(GeocoderQueryError, match="two opposite corners"):
        LocalGazetteer(gazetteer).geocode("Fokino", viewbox=[(42, 131)])


def test_reverse_takes_latitude_first(gazetteer):
    assert LocalGazetteer(gazetteer).reverse((50.6018, 30.7575)).raw["place_id"] == "geonames:8524505"


def test_geopandas_takes_it_as_a_provider(gazetteer):
    from geopandas.tools import geocode

    found = geocode(["Najin", "Харків"], provider=LocalGazetteer, gazetteer=gazetteer)
    assert [round(point.x) for point in found.geometry] == [130, 36]


def test_fallback_is_asked_once_and_its_answers_are_marked(gazetteer, tmp_path):
    other = Elsewhere()
    geocoder = LocalGazetteer(gazetteer, fallback=other, cache=tmp_path / "answers.sqlite")
    assert geocoder.geocode("Najin").raw["source"] == "local"
    assert other.asked == 0
    for _ in range(2):
        assert geocoder.geocode("zzzzqqqqxxxx").raw["source"] == "Elsewhere"
    assert other.asked == 1
    with pytest.raises(ValueError, match="cache"):
        LocalGazetteer(gazetteer, fallback=other)
