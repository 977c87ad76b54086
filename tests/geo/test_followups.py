"""What the sentences after an event add to it, and what case endings say of its parties."""

from pathlib import Path

import pytest

from gazetteer.match.morphology import is_future_verb, name_cases
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def read(text, language, gazetteer, published="2025-02-14"):
    particulars = Particulars(id="a", language=language, published=published)
    return read_events([make_source(text, "a", particulars, "a")], gazetteer=gazetteer).events


def test_the_dead_told_in_the_next_sentence_and_who_counts_them_belong_to_the_strike(gazetteer):
    text = "Вночі дрони атакували Полтаву. Загинули двоє людей, ще одинадцять поранено, повідомив голова облради."
    (event,) = read(text, "uk", gazetteer)
    assert (event.casualties.killed, event.casualties.wounded) == (2, 11)
    assert event.claimed_by == ("голова облради",)
    assert event.status == "claimed"


def test_a_single_victim_counts_one(gazetteer):
    (event,) = read("Drones struck Poltava on Thursday. A woman was killed, the mayor said.", "en", gazetteer)
    assert event.casualties.killed == 1


@pytest.mark.parametrize(
    ("text", "language", "hurt"),
    [
        ("The death toll from Monday's missile strike on Poltava has risen to at least 18, officials said.", "en", 18),
        ("Two more women died of the drone strike on Poltava on Monday; the toll is now 24.", "en", 24),
        ("Die Zahl der Toten des Raketenangriffs auf Poltawa vom Montag liegt nun bei 18.", "de", 18),
        ("Die Zahl der Toten nach dem Drohnenangriff vom Montag auf Poltawa ist auf zwölf gestiegen.", "de", 12),
        ("Le nombre de tués lors de la frappe de lundi sur un marché de Poltava est passé à 12.", "fr", 12),
        ("Het dodental na de raketaanval van maandag op Poltava is opgelopen tot zeker 34.", "nl", 34),
        ("El número de muertos por el ataque del lunes contra la ciudad de Poltava se elevó a 33.", "es", 33),
        ("Liczba ofiar śmiertelnych poniedziałkowego ataku na Połtawę wzrosła do dziewięciu.", "pl", 9),
        ("Число погибших мирных жителей при ударе по Полтаве в понедельник выросло до 25.", "ru", 25),
        ("Кількість загиблих унаслідок понеділкової атаки дронів на Полтаву зросла до восьми.", "uk", 8),
    ],
)
def test_a_toll_counts_what_it_has_come_to(text, language, hurt, gazetteer):
    (event,) = read(text, language, gazetteer, published="2025-02-12")
    assert event.casualties.killed == hurt


def test_a_toll_that_rises_is_of_the_fate_named_last_before_it(gazetteer):
    text = "Кількість поранених унаслідок нічної атаки дронів на порт Одеси 10 лютого зросла до п'яти."
    (event,) = read(text, "uk", gazetteer)
    assert event.date.start == event.date.end == "2025-02-10"  # a night of the day told, not the last one
    assert (event.casualties.killed, event.casualties.wounded) == (None, 5)


def test_the_whole_counts_and_not_the_part_that_it_includes(gazetteer):
    text = "A missile hit Poltava on Thursday; 22 people including 20 children were killed."
    (event,) = read(text, "en", gazetteer)
    assert event.casualties.killed == 22


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bij een droneaanval op Poltava is donderdag een man van 54 om het leven gekomen.", "nl"),
        ("Un homme de 54 ans a été tué jeudi dans une attaque de drones contre Poltava.", "fr"),
    ],
)
def test_an_age_counts_no_dead(text, language, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert event.casualties.killed == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ракета попала в склад в Полтаве в среду. Об этом сообщил Генштаб ВСУ.", "ru"),
        ("У середу ракета влучила у склад у Полтаві. Про це повідомив Генштаб ЗСУ.", "uk"),
    ],
)
def test_that_was_reported_by_names_who_says_so(text, language, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert event.claimed_by == ("General Staff of the Armed Forces of Ukraine",)


def test_responsibility_taken_is_an_admission(gazetteer):
    text = "В воскресенье ракеты попали в Хайфу. Ответственность взяла на себя «Хезболла»."
    (event,) = read(text, "ru", gazetteer)
    assert (event.status, event.claimed_by) == ("acknowledged", ("Hezbollah",))


def test_the_same_night_is_the_night_told_before(gazetteer):
    text = (
        "Беспилотники атаковали завод в Рязани в ночь на понедельник. "
        "В ту же ночь беспилотник врезался в резервуар в Сызрани."
    )
    dates = {event.places[0].name: (event.date.start, event.date.end) for event in read(text, "ru", gazetteer)}
    assert dates == {"Рязани": ("2025-02-09", "2025-02-10"), "Сызрани": ("2025-02-09", "2025-02-10")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("России Северная Корея поставила две тысячи контейнеров боеприпасов.", "ru"),
        ("Дві тисячі контейнерів боєприпасів передала Росії Північна Корея.", "uk"),
        ("Росії Північною Кореєю передано дві тисячі контейнерів боєприпасів.", "uk"),
    ],
)
def test_cases_tell_who_gives_and_who_gets_in_any_order(text, language, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert (event.actors.supplier, event.actors.recipient) == ("KP", "RU")


def test_cases_and_futures_of_words():
    assert name_cases("Швецією", "uk") == {"ablt"}
    assert name_cases("Україні", "uk") == {"datv", "loct"}
    assert name_cases("Sweden", "en") == frozenset()
    assert is_future_verb("полетять", "uk")
    assert not is_future_verb("ударив", "uk")
    assert not is_future_verb("fire", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A freighter sailed from Bandar Abbas to Aden in January. On board were 20 rockets, officials said.", "en"),
        ("Ein Frachter fuhr im Januar von Bandar Abbas nach Aden. An Bord waren 20 Raketen, hieß es.", "de"),
    ],
)
def test_a_ship_told_to_carry_arms_in_the_next_sentence_is_a_shipment(text, language, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert event.kind == "shipment"
    assert [place.role for place in event.places] == ["origin", "destination"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Drohnen trafen am Wochenende ein Depot in Poltawa.", "de"),
        ("Drones hit a depot in Poltava over the weekend.", "en"),
        ("Drones troffen afgelopen weekend een depot in Poltava.", "nl"),
        ("Des drones ont frappé ce week-end un dépôt à Poltava.", "fr"),
    ],
)
def test_a_weekend_is_the_last_one(text, language, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert (event.date.start, event.date.end) == ("2025-02-08", "2025-02-09")


@pytest.mark.parametrize(
    ("text", "language", "killed"),
    [
        ("In Poltawa sind am Montag durch Gleitbomben zwei Menschen ums Leben gekommen.", "de", 2),
        ("Three people were killed by a drone in Poltava on Monday.", "en", 3),
        ("In Poltava zijn maandag twee mensen gedood door een drone.", "nl", 2),
    ],
)
def test_the_dead_of_a_weapon_in_a_town_are_a_strike(text, language, killed, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert (event.kind, event.casualties.killed) == ("strike", killed)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bei einem Unfall sind in Poltawa am Montag durch eine Granate zwei Soldaten verletzt worden.", "de"),
        ("Two men were hurt by an unexploded shell in Poltava on Monday.", "en"),
    ],
)
def test_an_accident_with_a_weapon_is_no_strike(text, language, gazetteer):
    assert not [event for event in read(text, language, gazetteer) if event.kind == "strike"]


def test_a_day_after_a_colon_is_of_what_is_said(gazetteer):
    (event,) = read("The mayor added: on 10 February a drone struck a school in Poltava.", "en", gazetteer)
    assert event.date.start == "2025-02-10"


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("The death toll from the drone strike on Poltava rose to seven on Thursday.", "en", None),
        ("On Thursday the death toll from Monday's drone strike on Poltava rose to seven.", "en", "2025-02-10"),
        ("Die Zahl der Toten nach dem Drohnenangriff auf Poltawa ist am Donnerstag auf zwölf gestiegen.", "de", None),
    ],
)
def test_the_day_of_a_count_is_not_that_of_the_blow(text, language, day, gazetteer):
    (event,) = read(text, language, gazetteer)
    assert (event.date and event.date.start) == day


def test_what_only_its_verb_tells_of_happened_where_its_paragraph_says(gazetteer):
    path = Path(__file__).parents[2] / "data" / "annotated" / "rounds" / "30" / "huaquillas_fusiles.es.txt"
    events = read(path.read_text("utf-8"), "es", gazetteer, published="2025-05-21")
    assert "Pasaje" in {place.name for event in events if event.kind == "seizure" for place in event.places}
