"""What a text says of where a place lies decides which place it is, and no place elsewhere is meant."""

import pytest

from gazetteer.datafiles import read_csv
from gazetteer.records import PlaceKind, Role, Status


def named(gazetteer, text, name, language=None):
    """The first toponym of this text that is written so."""
    return next(one for one in gazetteer.toponyms(text, language=language) if one.text == name)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "Stepanivka", "Shelling killed two people in Stepanivka, Donetsk region, the governor said."),
        ("en", "Stepanivka", "Shelling killed two people in Stepanivka in the Donetsk region on Tuesday."),
        ("en", "Stepanivka", "In Donetsk Oblast, the village of Stepanivka came under fire."),
        ("fr", "Stepanivka", "Des tirs ont visé Stepanivka (région de Donetsk) mardi."),
        ("fr", "Stepanivka", "Deux personnes ont été tuées à Stepanivka, dans la région de Donetsk."),
        ("de", "Stepaniwka", "In Stepaniwka in der Oblast Donezk wurden zwei Menschen getötet."),
        ("nl", "Stepanivka", "In Stepanivka in de oblast Donetsk zijn twee mensen gedood."),
        ("es", "Stepanivka", "Un dron alcanzó un depósito en Stepanivka (óblast de Donetsk, Ucrania)."),
        ("uk", "Степанівка", "Росіяни обстріляли село Степанівка Донецької області."),
        ("ru", "Степановка", "Дрон упал в селе Степановка (Донецкая область), сообщил губернатор."),
    ],
)
def test_a_name_whose_region_holds_no_such_place_is_unresolved_there(gazetteer, language, name, text):
    found = named(gazetteer, text, name, language)
    assert found.place is None
    assert found.status is Status.UNRESOLVED
    assert found.within is not None
    assert found.within.admin1 == "UA.05"
    assert found.country == "UA"


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("A drone hit Mykolaivka, Donetsk region.", "Mykolaivka", "UA.05"),
        ("A drone hit Mykolaivka, Sumy region.", "Mykolaivka", "UA.21"),
        ("Росіяни вдарили по селу Миколаївка Сумського району Сумської області.", "Миколаївка", "UA.21"),
        ("Kramatorsk in Donetsk was hit.", "Kramatorsk", "UA.05"),
        ("Une frappe a touché Kafr Nabl dans la province d'Idleb.", "Kafr Nabl", "SY.12"),
        ("The village of Bari in Apulia province, Italy, came under fire.", "Bari", "IT.13"),
        ("A fire broke out in Kyiv, Kyiv Oblast, on Monday.", "Kyiv", "UA.12"),
        ("Взрыв прогремел в городе Симферополь (Россия).", "Симферополь", "UA.11"),
    ],
)
def test_the_place_that_lies_in_the_stated_area_is_meant(gazetteer, text, name, admin1):
    found = named(gazetteer, text, name)
    assert found.place is not None
    assert found.place.kind is PlaceKind.SETTLEMENT
    assert found.place.admin1 == admin1


def test_what_only_says_where_a_place_lies_contains_it(gazetteer):
    found = gazetteer.toponyms("A drone hit Sloviansk, Donetsk region, Ukraine.", language="en")
    assert {one.text: one.contains for one in found} == {"Sloviansk": False, "Donetsk region": True, "Ukraine": True}


def test_unknown_names_of_a_list_lie_where_its_last_one_does(gazetteer):
    found = gazetteer.toponyms("Shells hit Foua and Kfraya in Idlib province.", language="en")
    assert [(one.text, one.within.name if one.within else None) for one in found] == [
        ("Foua", "Idlib"), ("Kfraya", "Idlib"), ("Idlib", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "container"),
    [
        ("An air strike hit Kouoro in Burkina Faso on Sunday.", "Kouoro", "Burkina Faso"),
        ("The attack hit Kennedy, a suburb of Goma.", "Kennedy", "Goma"),
        ("Rockets landed in the Shevchenkivskyi district of Kharkiv.", "Shevchenkivskyi district", "Kharkiv"),
        ("Soldiers from West Chester, Ohio, and Turkey, Texas, were wounded.", "West Chester", "Ohio"),
    ],
)
def test_a_place_that_no_gazetteer_holds_stays_within_what_the_text_says(gazetteer, text, name, container):
    found = named(gazetteer, text, name)
    assert (found.place, found.within.name if found.within else None) == (None, container)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("In Washington, Ukraine asked for more weapons.", "Washington", "US"),
        ("Flights left Damascus, Idlib and Homs.", "Damascus", "SY"),
        ("ISLAMABAD — India struck nine sites in Pakistan.", "ISLAMABAD", "PK"),
        ("They flew from Berlin, Germany and France said.", "Berlin", "DE"),
    ],
)
def test_a_name_that_merely_follows_does_not_contain(gazetteer, text, name, country):
    found = named(gazetteer, text, name, "en")
    assert found.place is not None
    assert found.place.country == country


def test_a_part_of_a_name_is_not_taken_for_the_whole(gazetteer):
    found = gazetteer.toponyms("The village of Kusong-mal in South Hwanghae Province came under fire.", language="en")
    assert [(one.text, one.place is None) for one in found][:1] == [("Kusong-mal", True)]
    assert all(one.role is Role.LITERAL for one in found)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Drones hit St. Paul's Hospital in Mykolaiv.", "St. Paul", Role.ORGANISATION),
        ("The attack began at 3 a.m. Moscow time, the ministry said.", "Moscow", Role.ACTOR),
        ("Rescuers searched rubble in Maoxian county.", "Maoxian", Role.LITERAL),
        ("Drones hit a depot near Al Bahariyah in Syria, residents said.", "Al Bahariyah", Role.LITERAL),
    ],
)
def test_only_what_something_is_at_is_a_literal_place(gazetteer, text, name, role):
    assert named(gazetteer, text, name, "en").role is role


def test_a_departments_field_is_no_place(gazetteer):
    found = gazetteer.toponyms("The Department of Health said that the state Legislature had met.", language="en")
    assert [one.text for one in found if one.role is Role.LITERAL] == []


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("A drone hit a warehouse in Qvarelitsy (Lviv, Ukraine), officials said.", "Qvarelitsy", "UA.15"),
        ("Weapons were found near Qvarelin in Rivne.", "Qvarelin", None),
        ("The shelling of Qvarelitsy, Zaporizhzhia region, wounded a woman.", "Qvarelitsy", "UA.26"),
        ("Bei dem Angriff auf Qwarelizi, Oblast Charkiw, wurden zwei Menschen getötet.", "Qwarelizi", "UA.07"),
        ("Qvarel'sk-on (Odesa Oblast) was shelled overnight, officials said.", "Qvarel'sk-on", "UA.17"),
        ("Nova Qvarelivka (Odesa Oblast) was shelled overnight, officials said.", "Nova Qvarelivka", "UA.17"),
        ("Debris fell near Qvar-dong in North Korea, residents said.", "Qvar-dong", None),
    ],
)
def test_an_unknown_name_stays_where_an_area_is_said_to_hold_it(gazetteer, text, name, within):
    found = named(gazetteer, text, name)
    assert found.role is Role.LITERAL
    assert found.place is None
    assert found.status is Status.UNRESOLVED
    assert within is None or found.within.admin1 == within


@pytest.mark.parametrize(
    "text",
    [
        "President Qvarel (Russia) spoke on Monday.",
        "Der Angriff auf Zivilisten in Charkiw dauerte an.",
        "The company Qvarelin, Ukraine, sold shares.",
        "In Parliament, Kyiv said nothing.",
        "Qvarelin, located Ukraine, sold shares.",
    ],
)
def test_people_companies_and_common_nouns_do_not_become_places(gazetteer, text):
    unknown = [one for one in gazetteer.toponyms(text) if one.place is None and one.role is Role.LITERAL]
    assert unknown == []


def test_what_a_headed_sentence_tells_lies_in_the_area_that_heads_it(gazetteer):
    found = gazetteer.toponyms("Donetsk region: two people were killed in Stepanivka and Kamianka.", language="en")
    assert [(one.text, one.contains, one.within.admin1 if one.within else None) for one in found] == [
        ("Donetsk region", True, None), ("Stepanivka", False, "UA.05"), ("Kamianka", False, "UA.05"),
    ]  # fmt: skip
    assert not any(one.place for one in found[1:])


@pytest.mark.parametrize(
    ("language", "name", "text", "within"),
    [
        ("ru", "Великая Воля", "Бомба упала в селе Великая Воля Львовской области.", "Lviv Oblast"),
        ("uk", "Владівці", "Житомирська область: у Владівці рятувальники розбирають завали.", "Zhytomyr Oblast"),
        ("fr", "Ch'osan", "Ch'osan (Corée du Nord) — Les secours fouillaient les décombres.", "North Korea"),
        ("fr", "Céret", "Deux hommes ont été arrêtés à Céret (Pyrénées-Orientales).", "Pyrénées-Orientales"),
        (
            "es",
            "Juanjuí",
            "Un almacén ardió cerca de Juanjuí, provincia de San Martín, dijo él.",
            "San Martín Department",
        ),
    ],
)
def test_a_small_place_lies_where_the_text_says(gazetteer, language, name, text, within):
    found = named(gazetteer, text, name, language)
    assert found.within is not None
    assert found.within.name == within


@pytest.mark.parametrize("row", read_csv("places/oblasts.csv"), ids=lambda row: row["code"])
def test_an_oblast_is_found_by_its_polish_adjective(gazetteer, row):
    if row["type"] != "oblast" or not row["pl"] or row["code"] == "RU.47":
        pytest.skip("no oblast of an adjective of its own")
    found = gazetteer.toponyms(f"Pocisk spadł na wieś Nowe (obwód {row['pl']}).", language="pl")
    assert found[-1].place is not None
    assert (found[-1].place.kind, found[-1].place.admin1) == (PlaceKind.ADMIN1, row["code"])


def test_two_towns_of_one_size_in_the_country_named_are_told_as_rivals(gazetteer):
    found = named(gazetteer, "The convoy left Negotino (North Macedonia) on Monday.", "Negotino")
    assert found.status is Status.AMBIGUOUS
    assert {rival.place.admin1 for rival in found.rivals} == {"MK.69", "MK.B7"}


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "Yasna Poliana", "Two missiles struck Yasna Poliana in Ukraine's Kherson Oblast."),
        ("de", "Yasna Poliana", "Zwei Raketen trafen Yasna Poliana in der ukrainischen Oblast Cherson."),
        ("fr", "Opytne", "Deux missiles ont touché Opytne dans la région ukrainienne de Kherson."),
        ("es", "Opytne", "Dos misiles cayeron en Opytne, en la región ucraniana de Jersón."),
        ("nl", "Opytne", "Een konvooi vertrok uit Opytne in de Oekraïense regio Cherson."),
        ("pl", "Opytne", "Rakieta spadła w Opytne w ukraińskim obwodzie chersońskim."),
        ("ru", "Опытне", "Ракета попала в Опытне в украинской Херсонской области."),
    ],
)
def test_an_area_told_with_its_country_or_people_binds(gazetteer, language, name, text):
    found = named(gazetteer, text, name, language)
    assert (found.place, found.status) == (None, Status.UNRESOLVED)
    assert found.within.admin1 == "UA.08"


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("ru", "Опытное", "В Херсонской области обстреляли посёлок Опытное."),
        ("de", "Opytne", "In der Oblast Cherson wurde das Dorf Opytne beschossen."),
        ("en", "Opytne", "In Kherson Oblast, shelling hit the village of Opytne."),
    ],
)
def test_what_lies_in_an_area_that_opens_its_sentence_is_there(gazetteer, language, name, text):
    found = named(gazetteer, text, name, language)
    assert found.place is None
    assert found.within.admin1 == "UA.08"


def test_the_area_that_opens_a_sentence_holds_nothing_after_another_area(gazetteer):
    text = "In Kherson Oblast, police said that in Donetsk Oblast shelling hit the village of Opytne."
    found = named(gazetteer, text, "Opytne", "en")
    assert found.place is None or found.place.admin1 == "UA.05"
    assert found.within is None or found.within.admin1 == "UA.05"


@pytest.mark.parametrize(
    ("language", "name", "admin1", "text"),
    [
        ("fr", "Novi Boutory", "UA.17", "Un convoi a quitté Novi Boutory (oblast d'Odessa) lundi."),
        ("en", "Ruda Seletska", "UA.15", "Soldiers entered Ruda Seletska (Lviv Oblast, Ukraine) at dawn."),
        ("fr", "Mala Pavlivka", "UA.21", "À Mala Pavlivka, dans l'oblast de Soumy, un entrepôt a brûlé."),
        ("en", "Bol'shaya Gorbasha", "UA.27", "Police in Bol'shaya Gorbasha, Zhytomyr Oblast, said so."),
        ("en", "Huta Verkhobuzka", "UA.15", "Soldiers entered Huta Verkhobuzka in Ukraine's Lviv Oblast on Monday."),
        ("en", "Chistaya Luzha", "UA.27", "Zhytomyr Oblast's Chistaya Luzha was hit by drones."),
        ("en", "Tutovychi", "UA.19", "Rivne Oblast's Tutovychi was hit by drones."),
        ("en", "Maleyevka", "UA.16", "Residents of Maleyevka, Mykolaiv Oblast, Ukraine, were told to stay indoors."),
        ("uk", "Обенижі", "UA.24", "Обенижі, Волинська область: у суботу безпілотник влучив у склад."),
        ("es", "Tsibulkivka", "UA.04", "Un convoy salió el lunes de Tsibulkivka, óblast de Dnipropetrovsk, Ucrania."),
        (
            "de",
            "Perkiwka",
            "UA.07",
            "Bei einem Raketenangriff auf Perkiwka in der Oblast Charkiw starb ein Mann.",
        ),
    ],
)
def test_the_whole_of_an_unknown_name_lies_in_the_area_told(gazetteer, language, name, admin1, text):
    found = named(gazetteer, text, name, language)
    assert (found.place, found.status) == (None, Status.UNRESOLVED)
    assert found.within.admin1 == admin1


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Es gab Angriffe auf Stellungen in der Oblast Charkiw.", {"Oblast Charkiw"}),
        ("en", "It was announced by Kyrylenko, Donetsk region governor.", {"Donetsk region"}),
        ("en", "Rivne Oblast's Military Administration said so.", {"Rivne Oblast"}),
        ("en", "Yesterday Kupiansk (Kharkiv region) was hit.", {"Kupiansk", "Kharkiv region"}),
        ("de", "Im Ort Hohenems (Region Vorarlberg) brannte ein Lager.", {"Hohenems", "Vorarlberg"}),
    ],
)
def test_nouns_offices_and_words_that_open_a_sentence_are_no_part_of_a_name(gazetteer, language, text, names):
    assert {one.text for one in gazetteer.toponyms(text, language=language)} == names


def test_a_town_that_has_a_large_areas_name_lies_in_the_area_told(gazetteer):
    found = named(gazetteer, "Soldiers entered Florida (Valle del Cauca, Colombia).", "Florida", "en")
    assert found.place.admin1 == "CO.29"
