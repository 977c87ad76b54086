"""Look-ups in the real default index: real names, real ambiguities."""

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.match.scoring import TIE_MARGIN, status_of, tied_for_lead
from gazetteer.records import MatchKind, PlaceKind, Status

RAJIN, ROZHIVKA, TIKHORETSK, KHARKIV = "geonames:2042645", "geonames:8524505", "geonames:483029", "geonames:706483"


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        *((name, RAJIN) for name in ("Najin", "Rajin", "Radjin", "라진", "나진")),
        *((name, ROZHIVKA) for name in ("Рожівка", "Rozhivka", "Rozjivka", "Rojivka", "Roschiwka", "у Рожівці")),
        *((name, TIKHORETSK) for name in ("Тихорецк", "Tikhoretsk", "Tichorezk", "Tijoretsk", "под Тихорецком")),
        *((name, KHARKIV) for name in ("Kharkiv", "Kharkov", "Charkiw", "Járkov", "Харків", "у Харкові", "Kharkivv")),
        ("La Haye", "geonames:2747373"),
        ("l'Ukraine", "geonames:690791"),
        ("Corée du Nord", "geonames:1873107"),
        ("W.Va.", "geonames:4826850"),
        ("Полтавської області", "geonames:696634"),
        ("в Краснодарском крае", "geonames:542415"),
        ("Extrême-Orient russe", "armsatlas:russian-far-east"),
        ("mer Noire", "armsatlas:black-sea"),
    ],
)
def test_best_candidate_of_a_name(gazetteer, name, place_id):
    assert gazetteer.lookup(name)[0].place.place_id == place_id


def test_same_name_of_two_places_is_reported_as_ambiguous(gazetteer):
    found = gazetteer.lookup("Vostochny", limit=20)
    tied = tied_for_lead(found)
    assert {"armsatlas:vostochny-cosmodrome", "armsatlas:vostochny-port"} <= {one.place.place_id for one in tied}
    assert all("ambiguous" in one.reasons[-1] for one in tied)
    assert tied[0].score - tied[-1].score <= TIE_MARGIN


def test_candidates_come_best_first_and_once(gazetteer):
    found = gazetteer.lookup("Ivanovka", limit=500)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.place.place_id for one in found}) == len(found) > 20


def test_filters_keep_only_what_was_asked(gazetteer):
    assert {one.place.country for one in gazetteer.lookup("Ivanovka", country="ua")} == {"UA"}
    assert {one.place.kind for one in gazetteer.lookup("Poltava", kind="admin1")} == {PlaceKind.ADMIN1}
    assert {one.place.admin1 for one in gazetteer.lookup("Ivanivka", admin1="UA.14")} == {"UA.14"}


def test_river_and_village_of_one_name_are_told_apart_by_kind(gazetteer):
    assert gazetteer.lookup("Дунай", kind="settlement")[0].place.place_id == "geonames:2024800"
    assert gazetteer.lookup("Дунай", kind="water")[0].place.place_id == "armsatlas:danube"


def test_nearness_decides_between_towns_of_one_name(gazetteer):
    rostov_on_don = gazetteer.lookup("Rostov-on-Don")[0].place
    found = gazetteer.lookup("Fokino", near=(132.3, 42.9))
    assert found[0].place.admin1 == "RU.59"
    assert all("km from" in " ".join(one.reasons) for one in found)
    assert not gazetteer.lookup("Vladivostok", near=rostov_on_don, radius_km=100, fuzzy=False)


def test_reasons_name_the_match(gazetteer):
    best = gazetteer.lookup("у Харкові")[0]
    assert best.match is MatchKind.INFLECTED
    assert "inflected" in best.reasons[0]


def test_nonsense_and_nothing_find_nothing(gazetteer):
    for text in ("", "   ", "???", "zzzzqqqqxxxx", "\ud800", "\x00", "'; DROP TABLE names; --"):
        assert gazetteer.lookup(text) == []


def test_bad_arguments_say_what_was_expected(gazetteer):
    with pytest.raises(GazetteerError, match="expected one of settlement"):
        gazetteer.lookup("Kyiv", kind="town")
    with pytest.raises(GazetteerError, match="around nothing"):
        gazetteer.lookup("Kyiv", radius_km=10)
    with pytest.raises(GazetteerError, match="longitude, latitude"):
        gazetteer.lookup("Kyiv", near=(50, 300))


def test_crimea_is_in_ukraine(gazetteer):
    for name in ("Simferopol", "Sevastopol", "Yalta", "Kerch", "Crimea", "Belbek Air Base", "Saky Air Base"):
        assert gazetteer.lookup(name)[0].place.country == "UA", name
    inside = gazetteer.fetch(
        "SELECT name, country FROM places WHERE lon BETWEEN 33 AND 36 AND lat BETWEEN 44.5 AND 45.5"
    )
    assert {country for _, country in inside} <= {"UA", None}


def test_exact_and_the_key_set_agree(gazetteer):
    keys = ["kharkiv", "najin", "new york", "no such place at all", "", "st"]
    assert [bool(gazetteer.exact(key)) for key in keys] == gazetteer.have_names(keys)
    assert [gazetteer.has_name(key) for key in keys] == gazetteer.have_names(keys)
    assert "new" in gazetteer.first_words


def test_exact_puts_the_city_before_its_area_and_the_country_before_the_state(gazetteer):
    assert gazetteer.exact("kharkiv")[0].kind is PlaceKind.SETTLEMENT
    assert gazetteer.exact("georgia")[0].kind is PlaceKind.COUNTRY


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [
        ("North Korea", "fr", "Corée du Nord"),
        ("Moscow", "fr", "Moscou"),
        ("Moscow", "de", "Moskau"),
        ("Poltava Oblast", "uk", "Полтавська область"),
        ("Rozhivka", "nl", "Rozjivka"),
        ("Vostochny Cosmodrome", "en", "Vostochny Cosmodrome"),
        ("Black Sea", "fr", "mer Noire"),
    ],
)
def test_label_in_a_language(gazetteer, name, language, label):
    assert gazetteer.label(gazetteer.lookup(name)[0].place, language) == label


def test_former_names_are_found_and_said_to_be_former(gazetteer):
    best = gazetteer.lookup("Swaziland")[0]
    assert best.place.country == "SZ"
    assert "a former name" in best.reasons


def test_place_by_any_of_its_ids(gazetteer):
    place = gazetteer.place("geonames:468307")
    assert place == gazetteer.place("armsatlas:yegorlykskaya")
    assert gazetteer.ids(place.place_id)[0] == place.place_id
    assert gazetteer.place("geonames:0") is None


def test_countries_have_names_in_thirty_languages(gazetteer):
    languages = {language for _, language, _ in gazetteer.names("geonames:690791")}
    assert len(languages - {None}) >= 30


def test_press_spellings_lead_to_the_country_they_mean(gazetteer):
    spelt = {"Kiev": "UA", "Zaporijia": "UA", "Zaporizhia": "UA", "Koursk": "RU", "Pékin": "CN", "Dunay": "RU"}
    for name, country in spelt.items():
        assert country in {one.place.country for one in gazetteer.lookup(name)[:3]}, name


@pytest.mark.parametrize(
    ("name", "current"),
    [
        ("Leningrad", "Saint Petersburg"),
        ("Ленинград", "Saint Petersburg"),
        ("Léningrad", "Saint Petersburg"),
        ("Днепропетровск", "Dnipro"),
        ("Artemivsk", "Bakhmut"),
        ("Артёмовск", "Bakhmut"),
        ("Stalingrad", "Volgograd"),
        ("Saigon", "Ho Chi Minh City"),
        ("Dnipropetrovsk", "Dnipro"),
        ("Кіровоград", "Kropyvnytskyi"),
    ],
)
def test_a_former_name_leads_to_the_place_and_is_said_to_be_former(gazetteer, name, current):
    best = gazetteer.lookup(name, kind="settlement")[0]
    assert any(reason.startswith("a former name") for reason in best.reasons)
    assert best.place == gazetteer.lookup(current)[0].place
    assert "former" not in " ".join(gazetteer.lookup(current)[0].reasons)


def test_a_port_named_like_its_town_is_the_town_and_has_both_ids(gazetteer):
    for name, code in (("Zarubino", "unlocode:RUZAR"), ("Burgas", "unlocode:BGBOJ"), ("Hodeidah", "unlocode:YEHOD")):
        best, *others = gazetteer.lookup(name, fuzzy=False)
        assert code in gazetteer.ids(best.place.place_id)
        assert not any(one.place.feature_code == "PRT" for one in others)
    port = gazetteer.lookup("Port of Mina Zayed")[0].place
    assert (port.kind, port.feature_code, port.country) == (PlaceKind.SITE, "PRT", "AE")


def test_villages_and_districts_that_news_names_are_known(gazetteer):
    for name, admin1 in (
        ("Роботине", "UA.26"),
        ("Синьківка", "UA.07"),
        ("в Купянском районе", "UA.07"),
        ("Кальмиусский район", "UA.05"),
        ("Нетайлове", "UA.05"),
    ):
        assert gazetteer.lookup(name, fuzzy=False)[0].place.admin1 == admin1, name


def test_a_name_that_a_language_goes_on_with_is_still_shown_in_it(gazetteer):
    gdansk = gazetteer.lookup("Gdańsk")[0].place
    assert gazetteer.label(gdansk, "de") == "Danzig"
    assert gazetteer.label(gdansk, "en") == "Gdansk"


@pytest.mark.parametrize("name", ["Kouoro", "Judaydat Khabur"])
def test_a_name_that_is_only_similar_settles_nothing(gazetteer, name):
    found = gazetteer.lookup(name)
    assert found, "similar names are told"
    assert status_of(found) is Status.UNRESOLVED


def test_a_name_that_one_place_bears_is_resolved_and_one_that_many_bear_is_ambiguous(gazetteer):
    assert status_of(gazetteer.lookup("Kyiv")) is Status.RESOLVED
    assert status_of(gazetteer.lookup("Ivanivka", country="UA")) is Status.AMBIGUOUS
