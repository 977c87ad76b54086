"""Names in texts: roles, resolution, spans; over the real index."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.records import PlaceKind, Precision, ResolvedToponym, Role, Status
from gazetteer.text.reading import read_text
from gazetteer.toponyms.find import LOCATED_ROLES, denotes_place, find_toponyms


def names(text: str, gazetteer, **options) -> dict[str, ResolvedToponym]:
    return {one.text: one for one in find_toponyms(text, gazetteer=gazetteer, **options)}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Moscow said on Monday that it had no such plans.", "Moscow", Role.METONYM),
        ("La coopération entre Moscou et Pyongyang inquiète ses voisins.", "Pyongyang", Role.METONYM),
        ("Le ministre a promis de fournir des armes à Kiev.", "Kiev", Role.METONYM),
        ("Trois missiles sont tombés à Poltava dans la nuit.", "Poltava", Role.LITERAL),
        ("Drei Raketen schlugen in Poltawa ein.", "Poltawa", Role.LITERAL),
        ("Drie raketten sloegen in bij Poltava.", "Poltava", Role.LITERAL),
        ("Уночі ракета влучила в склад у Полтаві.", "Полтаві", Role.LITERAL),
        ("Ночью ракета попала в склад в Полтаве.", "Полтаве", Role.LITERAL),
        ("В Одесі загинув чоловік.", "Одесі", Role.LITERAL),
        ("Біля Києва збили дрон.", "Києва", Role.LITERAL),
        ("Над Харковом чули вибухи.", "Харковом", Role.LITERAL),
        ("North Korea denied that it had sent shells.", "North Korea", Role.ACTOR),
        ("The remains were found in Ukraine last week.", "Ukraine", Role.LITERAL),
        ("Des soldats russes gardaient le dépôt.", "russes", Role.DEMONYM),
        ("Російські військові охороняли склад.", "Російські", Role.DEMONYM),
        ("The minister spoke at a conference in Geneva.", "Geneva", Role.VENUE),
        ("Kurt Campbell told reporters that talks would go on.", "Kurt Campbell", Role.PERSON),
        ("The Washington Post reported the shipment.", "The Washington Post", Role.ORGANISATION),
        ("GENEVA (AP) — Talks went on all night.", "GENEVA", Role.VENUE),
    ],
)
def test_gives_each_name_its_role(gazetteer, text, name, role):
    assert names(text, gazetteer)[name].role is role


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "El misil cayó cerca de Járkov. Moscú negó el ataque. Soldados rusos llegaron desde Corea del Norte.",
            {"Járkov": Role.LITERAL, "Moscú": Role.METONYM, "rusos": Role.DEMONYM, "Corea del Norte": Role.LITERAL},
        ),
        (
            "pl",
            "Rosyjska rakieta spadła pod Charkowem. Moskwa zaprzecza. Pocisk trafił w magazyn w Połtawie.",
            {"Rosyjska": Role.DEMONYM, "Charkowem": Role.LITERAL, "Moskwa": Role.METONYM, "Połtawie": Role.LITERAL},
        ),
        (
            "ko",
            "모스크바는 부인했다. 북한 나진항에서 출발한 화물선이 블라디보스토크에 도착했다.",
            {
                "모스크바는": Role.METONYM,
                "북한": Role.ACTOR,
                "나진항에서": Role.LITERAL,
                "블라디보스토크에": Role.LITERAL,
            },
        ),
    ],
)
def test_reads_further_languages(gazetteer, language, text, expected):
    found = names(text, gazetteer)
    assert read_text(text).language == language
    assert {name: found[name].role for name in expected} == expected
    assert all(found[name].place for name in expected)


@pytest.mark.parametrize(
    ("text", "club"),
    [
        ("Im Pokal besiegte Osnabrück die Gäste mit 3:1.", "Osnabrück"),
        ("Heerenveen verloor van Groningen met 2-1 in de eredivisie.", "Groningen"),
        ("En Ligue 1, Lorient a battu Toulouse 2-1.", "Lorient"),
        ("In the league Newcastle beat Everton 3-0.", "Newcastle"),
    ],
)
def test_a_club_is_no_place(gazetteer, text, club):
    found = names(text, gazetteer).get(club)
    assert found is None or (found.role is Role.ORGANISATION and found.place is None)


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("Das Verteidigungsministerium in Moskau bestätigte den Angriff.", "Moskau"),
        ("In Washington, officials declined to comment.", "Washington"),
        ("De autoriteiten in Brussel zwijgen.", "Brussel"),
        ("В Киеве не комментируют это сообщение.", "Киеве"),
        ("У Берліні закликали до тиші.", "Берліні"),
    ],
)
def test_a_seat_of_power_is_its_government(gazetteer, text, capital):
    assert names(text, gazetteer)[capital].role is Role.METONYM


def test_a_text_may_set_two_places_of_one_name_apart(gazetteer):
    text = "Tripoli urged the UN to help. In Lebanese Tripoli, where the crew was hired, nobody knew."
    found = [one.place.country for one in find_toponyms(text, gazetteer=gazetteer) if one.text == "Tripoli"]
    assert found == ["LY", "LB"]


def test_a_town_of_two_words_is_no_person(gazetteer):
    found = names("Abu Dhabi denied that it had sent drones.", gazetteer)["Abu Dhabi"]
    assert (found.role, found.country) == (Role.METONYM, "AE")


def test_an_inflected_name_may_have_several_base_forms(gazetteer):
    found = names("Корабель із ракетами став у Новоросійську, повідомила розвідка Росії.", gazetteer)
    assert found["Новоросійську"].country == "RU"


def test_a_long_text_is_read_in_blocks(gazetteer):
    text = "A depot burned in Kharkiv.\n\n" * 5000
    found = find_toponyms(text, gazetteer=gazetteer)
    assert len(found) == 5000
    assert all(text[one.start : one.end] == "Kharkiv" for one in found)
    last = (len(text) - 11, len(text) - 4)
    assert [one.start for one in find_toponyms(text, gazetteer=gazetteer, given_spans=[last])] == [last[0]]


def test_surname_alone_stays_a_person(gazetteer):
    text = "Kurt Campbell arrived on Monday. Campbell said that he would stay."
    roles = [one.role for one in find_toponyms(text, gazetteer=gazetteer) if "Campbell" in one.text]
    assert roles == [Role.PERSON, Role.PERSON]


def test_a_kind_word_before_a_list_holds_for_all_of_it(gazetteer):
    found = names("Des débris sont tombés dans les régions de Soumy et de Poltava.", gazetteer)
    assert found["Soumy"].precision is Precision.ADMIN1
    assert found["Poltava"].precision is Precision.ADMIN1


def test_the_area_after_the_comma_decides(gazetteer):
    assert names("He was arrested in Paris, Texas, on Monday.", gazetteer)["Paris"].place.admin1 == "US.TX"
    assert names("Er lebt in Paris, der Hauptstadt von Frankreich.", gazetteer)["Paris"].country == "FR"


def test_near_is_not_at(gazetteer):
    found = names("A depot burned near Tikhoretsk in southern Russia.", gazetteer)["Tikhoretsk"]
    assert found.precision is Precision.NEAR
    assert found.radius_km


def test_countries_and_demonyms_are_never_points(gazetteer):
    found = find_toponyms("Russian forces left Syria for Libya, the Syrian army said.", gazetteer=gazetteer)
    assert {one.country for one in found} == {"RU", "SY", "LY"}
    assert all(one.precision is Precision.COUNTRY for one in found)


def test_an_office_has_its_english_name_and_country(gazetteer):
    found = names("La Maison Blanche a publié des images.", gazetteer)["Maison Blanche"]
    assert (found.canonical, found.country, found.place) == ("White House", "US", None)


def test_an_unknown_village_is_kept_unresolved(gazetteer):
    found = names("Une roquette est tombée sur le village de Zzyvrakul hier.", gazetteer)["Zzyvrakul"]
    assert (found.role, found.status, found.place) == (Role.LITERAL, Status.UNRESOLVED, None)


def test_an_ambiguous_name_says_so(gazetteer):
    found = names("A shell fell on the village of Ivanivka.", gazetteer)["Ivanivka"]
    assert found.status is Status.AMBIGUOUS
    assert len(found.rivals) > 1
    assert found.rivals[0].score >= found.rivals[1].score


def test_given_spans_come_back_one_by_one(gazetteer):
    text = "From Odesa to Xqqz, by way of Izmail."
    spans = [(5, 10), (14, 18), (30, 36)]
    found = find_toponyms(text, gazetteer=gazetteer, given_spans=spans)
    assert [(one.start, one.end) for one in found] == spans
    assert [one.status is Status.UNRESOLVED for one in found] == [False, True, False]


def test_a_title_is_evidence_and_shifts_nothing(gazetteer):
    text = "The depot in Mozdok burned."
    found = find_toponyms(text, gazetteer=gazetteer, title="Strike on North Ossetia")
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text", ["", " \n ", "\ud800 \x00", "😀🚀" * 200, "مدينة حلب", "١٢٣", "A." * 300, "Paris " * 300]
)
def test_odd_texts_give_a_result(gazetteer, text):
    found = find_toponyms(text, gazetteer=gazetteer, language="xx")
    assert all(text[one.start : one.end] == one.text for one in found)


def test_languages_may_mix(gazetteer):
    found = names("Удар по Харкову. Eine Rakete traf Charkiw. Une frappe a touché Kharkiv.", gazetteer)
    assert set(found) == {"Харкову", "Charkiw", "Kharkiv"}
    ids = {one.place.place_id for one in found.values() if one.place}
    assert ids == {"geonames:706483"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RUSSIAN MISSILES HIT KHARKIV AND ODESA ON MONDAY, UKRAINE SAYS", {"KHARKIV", "ODESA", "UKRAINE"}),
        ("🚀🔥 Kharkiv 🔥 hit 💥 by 🚀 from Belgorod 🇺🇦", {"Kharkiv", "Belgorod"}),
        ("ضربة على حلب. A drone hit Aleppo in Syria.", {"Aleppo", "Syria"}),
        ("Rakéta csapódott be Harkivban. Kyiv és Odesa is célpont volt.", {"Kyiv", "Odesa"}),
        ("A depot in Kharkiv \ufffd\ufffd burned near Poltava \ufffd.", {"Kharkiv", "Poltava"}),
    ],
    ids=["capitals", "emoji", "right to left", "unknown language", "undecodable"],
)
def test_odd_texts_keep_their_names(gazetteer, text, expected):
    assert expected <= {one.text for one in find_toponyms(text, gazetteer=gazetteer) if one.place}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        st.sampled_from(
            [
                "Kyiv",
                "Paris,",
                "Texas",
                "in",
                "near",
                "said.",
                "—",
                "Moscow",
                "(",
                "Kim Jong",
                "-un",
                "d'",
                "Україні",
                "Saint",
                "St.",
                "\n",
                "oblast",
                "Lord Paris",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_names_are_in_order_and_do_not_overlap(gazetteer, text):
    found = find_toponyms(text, gazetteer=gazetteer)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.place is None for one in found if one.role not in LOCATED_ROLES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Gouverneur der Region Belgorod meldete Beschuss auf das Dorf Murom."),
        ("en", "The governor of Belgorod region reported shelling in the village of Murom."),
        ("ru", "Губернатор Белгородской области сообщил об обстреле села Муром."),
    ],
)
def test_what_is_called_a_village_is_no_large_town_elsewhere(gazetteer, language, text):
    (murom,) = [
        one for one in find_toponyms(text, gazetteer=gazetteer, language=language) if one.text in ("Murom", "Муром")
    ]
    assert murom.place is None


@pytest.mark.parametrize(
    ("language", "text", "street"),
    [
        ("en", "A fire broke out at 12 Dublin Road in Columbus, Ohio.", "Dublin"),
        ("fr", "Une explosion a secoué la rue de Kiev à Lyon.", "Kiev"),
        ("de", "In der Kiewer Straße in Leipzig brannte es.", "Kiewer"),
        ("ru", "Взрыв прогремел на улице Харьковской в Сумах.", "Харьковской"),
        ("uk", "Вибух стався на вулиці Київській у Житомирі.", "Київській"),
    ],
)
def test_a_street_named_after_a_town_is_not_there(gazetteer, language, text, street):
    assert names(text, gazetteer, language=language)[street].role is Role.ORGANISATION


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("en", "The towns of Iraq are old, and Baghdad is the capital city of Iraq.", "Iraq", "country"),
        ("fr", "L'attaque a touché Tunis.", "Tunis", "settlement"),
        ("fr", "Un incendie a éclaté à Mexico.", "Mexico", "settlement"),
        ("de", "Das Schiff lag im Hafen von Haifa.", "Haifa", "settlement"),
        ("nl", "Het schip lag in de haven van Mersin.", "Mersin", "settlement"),
        ("en", "She spent a week in D.C. with her son.", "D.C.", "settlement"),
        ("en", "Help came from Nassau, Hamilton and Baker counties in Florida.", "Nassau", "admin2"),
    ],
)
def test_a_name_is_the_kind_of_place_that_its_words_and_language_say(gazetteer, language, text, name, kind):
    found = names(text, gazetteer, language=language)[name]
    assert found.place is not None
    assert found.place.kind == kind


def test_an_article_that_a_preposition_swallowed_is_part_of_the_name(gazetteer):
    found = names("Les blindés ont été embarqués au Havre, puis au Mans.", gazetteer, language="fr")
    assert [found[name].place.name for name in ("Havre", "Mans")] == ["Le Havre", "Le Mans"]


@pytest.mark.parametrize("name", ["Lake Robinson", "Fort Benning", "Camp David", "Robinson Creek"])
def test_a_lake_or_fort_named_after_a_town_is_whole_and_not_that_town(gazetteer, name):
    found = names(f"They walked near {name} on Monday.", gazetteer, language="en")[name]
    assert found.place is None
    assert found.role in LOCATED_ROLES


def test_towns_of_a_list_do_not_lie_in_the_next_one(gazetteer):
    found = names("Consulates: Atlanta, Boston, Chicago, Miami, New York, Paterson and San Francisco.", gazetteer)
    assert found["Boston"].place.admin1 == "US.MA"


@pytest.mark.parametrize("text", ["It costs US$ 20 a day.", "In Leipzig wurde eine Bombe gefunden."])
def test_money_and_nouns_with_an_indefinite_article_are_no_places(gazetteer, text):
    assert not {"US", "Bombe"} & names(text, gazetteer).keys()


def test_an_institution_given_as_a_span_lies_at_the_town_it_is_named_after(gazetteer):
    text = "He teaches at the University of Manchester in England."
    start = text.index("University")
    (found,) = find_toponyms(text, gazetteer=gazetteer, given_spans=[(start, start + len("University of Manchester"))])
    assert found.place.name == "Manchester"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Eine Drohne traf den Flughafen Odessa.", "Odessa"),
        ("fr", "Des drones ont visé l'aéroport d'Odessa.", "Odessa"),
        ("ru", "Дроны атаковали аэропорт Волгоград.", "Волгоград"),
        ("nl", "Drones vlogen over de luchthaven van Brussel.", "Brussel"),
        ("en", "A drone hit Kramatorsk airport.", "Kramatorsk airport"),
    ],
)
def test_a_towns_airport_is_the_airport(gazetteer, language, text, name):
    assert names(text, gazetteer, language=language)[name].place.feature_code == "AIRP"


@pytest.mark.parametrize(
    ("language", "text", "name", "place"),
    [
        ("de", "Die Lage am Abend.\n\n🔴 Nikopol. Der Feind schoss mit Artillerie.", "Nikopol", "Nikopol, UA"),
        ("nl", "Het schip kwam uit het Schotse Greenock aan.", "Greenock", "Greenock, GB"),
        ("es", "Los barcos van hacia Nápoles y Génova, dice la naviera.", "Génova", "Genoa, IT"),
        ("ru", "Ещё один снаряд упал в Кирьят-Гате, ранен прохожий.", "Кирьят-Гате", "Kiryat Gat, IL"),
        ("uk", "Гвинтокрил сів на базі в Мінську-Мазовецькому.", "Мінську-Мазовецькому", "Mińsk Mazowiecki, PL"),
        ("ru", "Борт сел в Эль-Куфре на юго-востоке Ливии.", "Эль-Куфре", "Al Jawf, LY"),
        ("uk", "Їхній кінцевий пункт — Валуйки, містечко в Бєлгородській області.", "Валуйки", "Valuyki, RU"),
        ("uk", "Балкер ішов до єгипетської Даміетти.", "Даміетти", "Damietta, EG"),
        ("pl", "Artyleria ostrzelała indyjskie miasteczko Punć.", "Punć", "Pūnch, IN"),
        ("pl", "Ciężarówka z Katowic stała na granicy.", "Katowic", "Katowice, PL"),
        ("pl", "Rzecznik izby skarbowej w Lublinie podał szczegóły.", "Lublinie", "Lublin, PL"),
        ("uk", "Партію знайшли у Новому Сончі, кажуть у Польщі.", "Новому Сончі", "Nowy Sącz, PL"),
        ("nl", "De lading ging van Gent via Keulen naar Riga.", "Gent", "Gent, BE"),
        ("en", "The injured have been moved to Rajouri, police in India said.", "Rajouri", "Rajaori, IN"),
        ("es", "Los heridos fueron llevados en barco a Yibuti.", "Yibuti", "Djibouti, DJ"),
        ("en", "He pulled his ships out of Sevastopol, in occupied Crimea, last year.", "Sevastopol", "Sevastopol, UA"),
        ("en", "Stocks in the areas of Damascus, Homs, Tartus and Palmyra burnt.", "Palmyra", "Tadmur, SY"),
        ("de", "Die Rakete schlug am Rand von Lwiws Altstadt ein.", "Lwiws", "Lviv, UA"),
        ("nl", "De brandweer werkte in Charkovs oude centrum.", "Charkovs", "Kharkiv, UA"),
        ("ru", "Грузовик загорелся под Славонским Бродом.", "Славонским Бродом", "Slavonski Brod, HR"),
        ("fr", "Deux policiers ont été tués à Pétion-Ville.", "Pétion-Ville", "Pétionville, HT"),
        ("fr", "Trois morts à La Croix-des-Bouquets, en Haïti.", "Croix-des-Bouquets", "Croix-des-Bouquets, HT"),
        ("en", "A drone fell near Abū ‘Arīsh in Saudi Arabia.", "Abū ‘Arīsh", "Abū ‘Arīsh, SA"),
        ("fr", "Le cargo a été intercepté au large de Brest.", "Brest", "Brest, FR"),
    ],
)
def test_a_name_in_the_news_is_placed(gazetteer, language, text, name, place):
    found = names(text, gazetteer, language=language)[name]
    assert found.place is not None
    assert found.status is Status.RESOLVED
    assert found.place.kind is PlaceKind.SETTLEMENT
    assert f"{found.place.name}, {found.place.country}" == place


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [
        ("ru", "Самолёты стоят на базе Рузвельт-Роудс.", "Рузвельт"),
        ("ru", "Борт сел на аэродроме Эль-Куфра.", "Эль"),
        ("uk", "Дрон знайшли під Білою-Мазовецькою.", "Білою"),
    ],
)
def test_a_part_of_a_longer_name_is_no_place(gazetteer, language, text, part):
    assert part not in names(text, gazetteer, language=language)


@pytest.mark.parametrize(
    ("language", "text", "name", "people"),
    [
        ("en", "Hundreds of Russians left.", "Russians", True),
        ("en", "The letter was written in French.", "French", True),
        ("en", "The Turkish have left the base.", "Turkish", True),
        ("en", "Russian troops left the base.", "Russian", False),
        ("de", "Das Schreiben ist auf Französisch, sagte er.", "Französisch", True),
        ("de", "Französische Truppen verließen die Basis.", "Französische", False),
        ("fr", "Les troupes russes ont quitté la base.", "russes", False),
    ],
)
def test_a_people_or_language_is_no_place_and_what_is_its_countrys_is(gazetteer, language, text, name, people):
    found = names(text, gazetteer, language=language)[name]
    assert (found.role, found.of_people, denotes_place(found)) == (Role.DEMONYM, people, not people)
    assert found.country


def test_the_genitive_of_a_country_is_the_country_and_that_of_a_noun_no_town(gazetteer):
    found = names("Die Luftwaffe Somalias lagerte Teile eines Geräts in Tanks.", gazetteer, language="de")
    assert {name: one.country for name, one in found.items()} == {"Somalias": "SO"}


def test_an_adjective_before_its_area_is_a_settlement_there_and_no_other_area(gazetteer):
    found = names("В посёлке Московский Запорожской области сгорел склад.", gazetteer, language="ru")
    assert found["Московский"].place is None
    assert found["Московский"].country == "UA"


def test_a_village_that_no_gazetteer_has_stays_after_its_kind_where_nouns_have_capitals(gazetteer):
    found = names("Im Dorf Nowohorschyk in der Oblast Sumy brannte ein Haus.", gazetteer, language="de")
    assert found["Nowohorschyk"].status is Status.UNRESOLVED
    assert found["Nowohorschyk"].within.name == "Sumy Oblast"


def test_names_that_sound_the_same_are_found_whatever_their_letters(gazetteer):
    assert [place.name for place in gazetteer.sounding("Bilopilja")] == ["Bilopillia"]
    assert gazetteer.sounding("xqzw") == []


@pytest.mark.parametrize(
    ("language", "text", "name", "place"),
    [
        ("en", "The ship was attacked in the Red Sea on Monday.", "Red Sea", "Red Sea"),
        ("fr", "Le navire a quitté la mer de Chine méridionale.", "mer de Chine méridionale", "South China Sea"),
        ("fr", "Il a sombré dans l’océan Indien.", "océan Indien", "Indian Ocean"),
        ("es", "El carguero cruzó el océano Índico.", "océano Índico", "Indian Ocean"),
        ("es", "El buque pasó por el canal de Suez.", "canal de Suez", "Suez Canal"),
        ("pl", "Okręt był w Cieśninie Tajwańskiej.", "Cieśninie Tajwańskiej", "Taiwan Strait"),
        ("ru", "Судно шло в Индийском океане.", "Индийском океане", "Indian Ocean"),
        ("uk", "Судно захопили в Гвінейській затоці.", "Гвінейській затоці", "Gulf of Guinea"),
    ],
)
def test_seas_oceans_and_canals_are_read_whole(gazetteer, language, text, name, place):
    found = names(text, gazetteer, language=language)[name]
    assert (found.place.name, found.place.kind) == (place, PlaceKind.WATER)


def test_a_state_called_after_a_sea_is_the_state_where_the_text_says_so(gazetteer):
    found = names("Drones hit Red Sea State in eastern Sudan.", gazetteer, language="en")
    assert [one.precision for text, one in found.items() if "Red Sea" in text] == [Precision.ADMIN1]
