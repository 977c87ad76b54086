"""The plainest reports, which hold no trap but their brevity."""

import pytest

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import join_readings, read_article
from geo.records import FoundBy


def events_of(text, language, gazetteer):
    source = make_source(text, "a", Particulars(id="a", language=language, published="2024-08-21"), "a")
    return join_readings([read_article(source, gazetteer)], gazetteer=gazetteer, language="en").events


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Israel struck the port of Hodeidah on Monday.", "Hodeidah"),
        ("en", "Russia hit a warehouse in Odesa on Monday.", "Odesa"),
        ("en", "Two ships were sunk by the Houthis off the coast of Hodeidah.", "Hodeidah"),
        ("fr", "La Russie a frappé Odessa lundi.", "Odessa"),
        ("fr", "Deux cargos ont été coulés par les Houthis au large de Hodeïda.", "Hodeïda"),
        ("de", "Israel bombardierte am Montag den Hafen von Hudaida.", "Hudaida"),
        ("nl", "Israël bombardeerde maandag de haven van Hodeida.", "Hodeida"),
        ("uk", "Росія вдарила по Одесі в понеділок.", "Одесі"),
        ("ru", "Россия ударила по Одессе в понедельник.", "Одессе"),
    ],
)
def test_a_partys_blow_needs_no_weapon(gazetteer, language, text, place):
    (event,) = events_of(text, language, gazetteer)
    assert event.kind == "strike"
    assert [found.name for found in event.places] == [place]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A heatwave hit Odesa on Monday."),
        ("en", "A German firm was hit by new tariffs in Rotterdam."),
        ("en", "The ferry sank off Crete in a storm."),
        ("fr", "Un séisme a frappé Odessa lundi."),
        ("de", "Ein Unwetter traf am Montag den Hafen von Hamburg."),
        ("nl", "Een storm trof maandag de haven van Rotterdam."),
        ("uk", "Злива вдарила по Одесі в понеділок."),
        ("ru", "Мороз ударил по Одессе в понедельник."),
    ],
)
def test_what_is_no_partys_blow_needs_a_weapon(gazetteer, language, text):
    assert events_of(text, language, gazetteer) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("La marine a saisi 750 tonnes d'armes iraniennes au large d'Aden.", "site"),
        ("La marine a saisi 750 tonnes d'armes venues d'Aden.", "origin"),
    ],
)
def test_whose_of_it_is(gazetteer, text, role):
    (event,) = events_of(text, "fr", gazetteer)
    assert [(place.name, place.role) for place in event.places] == [("Aden", role)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Митники в Одесі у п'ятницю вилучили 2000 гвинтівок."),
        ("ru", "Таможенники в Одессе в пятницу изъяли 2000 винтовок."),
        ("en", "Customs officers seized 2000 rifles in Odesa on Friday."),
    ],
)
def test_two_thousand_rifles_are_no_year(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert [(quantity.value, quantity.unit) for quantity in event.quantities] == [(2000, "rifle")]
    assert event.date.start == "2024-08-16"


def test_an_adjective_may_stand_between_a_kind_of_place_and_its_name(gazetteer):
    (event,) = events_of("L'Iran a envoyé des missiles vers le port yéménite de Hodeïda.", "fr", gazetteer)
    assert [(place.name, place.role) for place in event.places] == [("Hodeïda", "destination")]


def test_capitals_on_a_planes_way_are_stops(gazetteer):
    (event,) = events_of("A cargo plane with ammunition flew from Tehran to Khartoum on 3 July.", "en", gazetteer)
    assert [(place.name, place.role) for place in event.places] == [("Tehran", "origin"), ("Khartoum", "destination")]
    assert [leg.mode for leg in event.legs] == ["air"]


def test_arms_bound_for_a_country_were_not_seized_there(gazetteer):
    (event,) = events_of("Les douaniers d'Anvers ont saisi vendredi 2 000 fusils destinés à la Libye.", "fr", gazetteer)
    assert [place.name for place in event.places] == ["Anvers"]
    assert event.actors.recipient == "LY"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "North Korea fired two short-range ballistic missiles from Wonsan on Monday, Japan's coast guard said."),
        ("fr", "La Corée du Nord a tiré lundi deux missiles depuis Wonsan, a annoncé l'armée sud-coréenne."),
        ("de", "Nordkorea feuerte am Montag zwei Raketen von Wonsan ab, wie Südkoreas Generalstab mitteilte."),
        ("nl", "Noord-Korea vuurde maandag twee raketten af vanuit Wonsan, meldde het Zuid-Koreaanse leger."),
    ],
)
def test_missiles_fired_at_nobody_are_a_test(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert event.kind == "test"
    assert [place.name for place in event.places] == ["Wonsan"]


@pytest.mark.parametrize(
    ("language", "fallen", "found"),
    [
        ("en", "Debris from a drone fell on a house in Tula, wounding two.", "Drone debris was found near Tula."),
        (
            "fr",
            "La chute de débris d'un drone a fait deux blessés à Toula.",
            "Des débris de drone ont été retrouvés à Toula.",
        ),
        ("de", "Trümmer einer Drohne stürzten in Tula auf ein Haus.", "Trümmer einer Drohne wurden in Tula gefunden."),
        (
            "nl",
            "Brokstukken van een drone vielen in Toela op een huis.",
            "In Toela zijn brokstukken van een drone gevonden.",
        ),
        ("uk", "Уламки дрона впали на будинок у Тулі.", "У Тулі знайшли уламки дрона."),
        ("ru", "Обломки беспилотника упали на дом в Туле.", "В Туле нашли обломки беспилотника."),
    ],
)
def test_remnants_that_fall_are_no_find(gazetteer, language, fallen, found):
    assert [event.kind for event in events_of(fallen, language, gazetteer)] == ["strike"]
    assert [event.kind for event in events_of(found, language, gazetteer)] == ["recovery"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Un boutre faisant route de Bandar Abbas vers Hodeïda avec des armes a été intercepté en mer d'Arabie.",
        ),
        (
            "en",
            "A dhow sailing from Bandar Abbas to Hodeidah with tonnes of arms was intercepted in the Arabian Sea.",
        ),
    ],
)
def test_a_ship_on_its_way_is_stopped_at_sea(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert event.kind == "seizure"
    assert {place.role.value: place.precision.value for place in event.places} == {
        "origin": "settlement",
        "destination": "settlement",
        "site": "sea",
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les douanes ont découvert, mardi à l'aube, 40 caisses de munitions dans un camion à Adré."),
        ("en", "Customs officers discovered, early on Tuesday, 40 crates of ammunition in a truck at Adré."),
    ],
)
def test_words_between_commas_hide_no_find(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert (event.kind, event.date.start, [place.name for place in event.places]) == ("seizure", "2024-08-20", ["Adré"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les frappes de la Russie sur Kharkiv ont fait deux morts lundi."),
        ("fr", "Les frappes d'Israël contre Beyrouth ont fait deux morts lundi."),
        ("en", "Strikes by Russia on Kharkiv killed two people on Monday."),
    ],
)
def test_strikes_of_a_country_need_no_weapon(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert (event.kind, event.casualties.killed) == ("strike", 2)


def test_what_an_article_opens_with_is_said_of_the_consignment_it_then_tells(gazetteer):
    text = (
        "L'Iran a livré des missiles Fath-360 à la Russie, a déclaré mardi le secrétaire d'État Antony Blinken. "
        "Environ 220 missiles ont été chargés dans le port d'Amirabad à bord d'un cargo, puis déchargés dans le port "
        "d'Olya. De là, ils ont été transportés par chemin de fer vers le terrain d'essai de Kapoustine Iar."
    )
    (event,) = events_of(text, "fr", gazetteer)
    assert [(place.role, place.name) for place in event.places] == [
        ("origin", "Amirabad"),
        ("via", "Olya"),
        ("destination", "Kapoustine Iar"),
    ]
    assert (event.actors.supplier, event.actors.recipient, event.weapon) == ("IR", "RU", "Fath-360")
    assert event.claimed_by == ("secrétaire d'État Antony Blinken",)
    assert len(event.reports) == 3


def test_what_moves_inside_a_country_has_no_sender(gazetteer):
    (event,) = events_of("Deux wagons d'obus ont été acheminés par rail de Gdansk à Rzeszow.", "fr", gazetteer)
    assert (event.actors.supplier, event.actors.recipient) == (None, "PL")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les FSR n'ont pas commenté. Samedi, un drone avait frappé Kassala."),
        ("en", "The RSF did not comment. On Saturday a drone had hit Kassala."),
        ("de", "Moskau äußerte sich nicht. Am Samstag traf eine Drohne Kassala."),
    ],
)
def test_who_does_not_speak_claims_nothing(gazetteer, language, text):
    (event,) = events_of(text, language, gazetteer)
    assert (event.kind, event.claimed_by, event.status) == ("strike", (), "reported")


@pytest.mark.parametrize(
    ("language", "text", "ways"),
    [
        (
            "fr",
            "Des obus sont partis par train en direction de dépôts de munitions à Mozdok.",
            {"Mozdok": "destination"},
        ),
        ("fr", "Des obus ont été acheminés depuis une base à Mozdok.", {"Mozdok": "origin"}),
        ("en", "Shells were shipped to a depot in Mozdok.", {"Mozdok": "destination"}),
        ("en", "Shells were shipped from a base in Ussuriysk.", {"Ussuriysk": "origin"}),
    ],
)
def test_a_town_goes_the_way_of_its_depot(gazetteer, language, text, ways):
    (event,) = events_of(text, language, gazetteer)
    assert {place.name: place.role.value for place in event.places} == ways


def test_the_way_of_what_was_seized(gazetteer):
    text = (
        "Des fusils ont été saisis à Ansongo. Le camion venait de Gao et devait rejoindre Kidal.\n\n"
        "Un avion-cargo parti de Dubaï a atterri à Gao."
    )
    # What the scorer alone makes of the plane is for review; it is no part of the seizure.
    (event,) = [e for e in events_of(text, "fr", gazetteer) if e.found_by is FoundBy.RULES]
    assert {place.name: place.role.value for place in event.places} == {
        "Gao": "origin",
        "Kidal": "destination",
        "Ansongo": "site",
    }
    assert event.title == "Seizure: rifle, Ansongo"


@pytest.mark.parametrize(
    "opening", ["LONDRES — Le rapport est sorti mercredi.", "Le rapport a été présenté à Londres."]
)
def test_no_town_stands_for_regions_that_it_does_not_lie_in(gazetteer, opening):
    text = (
        f"{opening}\n\nLes enquêteurs ont examiné sur place les restes de quatre missiles Hwasong-11, récupérés dans "
        "les régions de Kyiv et de Poltava."
    )
    (event,) = events_of(text, "fr", gazetteer)
    assert [(place.name, place.precision) for place in event.places] == [("Kyiv", "admin1"), ("Poltava", "admin1")]
    assert event.kind == "recovery"


def test_a_country_of_the_way_denies_the_flights_and_not_what_was_told_last(gazetteer):
    flights, found = events_of(
        "Selon un rapport de l'ONU, des avions-cargos émiratis chargés d'armes ont atterri à Amdjarass en juin 2024. "
        "Amnesty International a photographié à Omdourman des débris de bombe guidée. Le Tchad nie toute implication.",
        "fr",
        gazetteer,
    )
    assert (flights.kind, flights.denied_by) == ("shipment", ("Chad",))
    assert (found.kind, found.denied_by) == ("recovery", ())


@pytest.mark.parametrize(
    ("language", "text", "supplier"),
    [
        ("en", "Iran shelled Erbil on Monday and shipped 20 missiles to the Houthis.", "IR"),
        ("en", "Iran shelled Erbil on Monday and Russia sent 20 missiles to Syria.", "RU"),
        ("fr", "Washington a déployé un porte-avions en mer Rouge et envoyé deux batteries Patriot à Riyad.", "US"),
        ("uk", "Іран обстріляв Ербіль у понеділок і передав хуситам 20 ракет.", "IR"),
    ],
)
def test_verbs_joined_share_a_subject(gazetteer, language, text, supplier):
    (sent,) = [event for event in events_of(text, language, gazetteer) if event.kind == "shipment"]
    assert sent.actors.supplier == supplier


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran shipped at least $254 million worth of missiles to Syria in May."),
        ("fr", "L'Iran a livré à la Syrie en mai pour 90 millions d'euros de missiles."),
        ("de", "Deutschland hat Kiew im Mai für 90 Millionen Euro Munition geliefert."),
        ("nl", "Nederland heeft Oekraïne in mei voor 90 miljoen euro munitie geleverd."),
        ("uk", "Німеччина в травні передала Україні на 90 мільйонів євро снарядів."),
        ("ru", "Германия в мае передала Украине на 90 миллионов евро снарядов."),
    ],
)
def test_a_price_counts_no_arms(gazetteer, language, text):
    assert [q.value for event in events_of(text, language, gazetteer) for q in event.quantities] == []


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("In Hamburg fand der Zoll am Dienstag 40 Pistolen.", "Zoll"),
        ("In Rostock stellten Ermittler am Mittwoch 12 Gewehre sicher.", "Ermittler"),
        ("In Konstanza beschlagnahmten rumänische Zöllner am Montag 3000 Schuss Munition.", "rumänische Zöllner"),
    ],
)
def test_who_found_it_may_follow_the_verb(gazetteer, text, claimant):
    (event,) = events_of(text, "de", gazetteer)
    assert event.claimed_by == (claimant,)


@pytest.mark.parametrize(
    ("language", "text", "place", "claimant"),
    [
        ("uk", "Про ракетний удар по Харкову повідомив голова ОВА Олег Синєгубов.", "Харкову", "Олег Синєгубов"),
        ("ru", "О ракетном ударе по Белгороду сообщил губернатор Вячеслав Гладков.", "Белгороду", "Вячеслав Гладков"),
        ("de", "Über einen Drohnenangriff auf Charkiw berichtete Oleh Synjehubow.", "Charkiw", "Oleh Synjehubow"),
    ],
)
def test_what_somebody_reports_of_may_open_a_sentence(gazetteer, language, text, place, claimant):
    (event,) = events_of(text, language, gazetteer)
    assert [found.name for found in event.places] == [place]
    assert event.claimed_by == (claimant,)
