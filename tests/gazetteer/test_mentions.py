"""What names are in sentences as news writes them, by the table `tests/data/mentions/news.toml`."""

import tomllib
from pathlib import Path

import pytest

from gazetteer.toponyms.find import LOCATED_ROLES, find_toponyms

TABLE = Path(__file__).parents[1] / "data" / "mentions" / "news.toml"


def cases() -> list[tuple[str, str, dict[str, str]]]:
    """Return language, sentence, and what each name in it is."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [(language, text, names) for language, rows in table.items() for text, names in rows.items()]


@pytest.mark.parametrize(("language", "text", "names"), cases())
def test_names_are_what_the_sentence_makes_of_them(gazetteer, language, text, names):
    found = find_toponyms(text, gazetteer=gazetteer, language=language)
    for name, wanted in names.items():
        start = text.index(name)
        over = [one for one in found if one.start < start + len(name) and start < one.end]
        if not wanted:
            assert not any(one.role in LOCATED_ROLES for one in over), over
            continue
        assert len(over) == 1, (name, over)
        said = {str(over[0].role), over[0].country, over[0].place.name if over[0].place else None}
        role, _, rest = wanted.partition(" ")
        parts = {role, *([rest] if rest else [])} if role in {"literal", "actor", "metonym", "person"} else {wanted}
        assert parts <= said, (name, over[0])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Un drone a frappé un dépôt à Brouvkovka.", "Brouvkovka"),
        ("pl", "Dron spadł w Brzękówce.", "Brzękówce"),
        ("uk", "Уламки впали у Брузківці.", "Брузківці"),
        ("nl", "In Letpanbra viel een drone neer.", "Letpanbra"),
        ("de", "Eine Drohne schlug in Bruwkowka ein.", "Bruwkowka"),
        ("de", "In Broung-U starben zwei Menschen.", "Broung-U"),
    ],
)
def test_what_stands_where_a_place_may_is_found_on_demand_alone(gazetteer, language, text, name):
    sure = find_toponyms(text, gazetteer=gazetteer, language=language)
    found = find_toponyms(text, gazetteer=gazetteer, language=language, doubtful=True)
    assert name not in [one.text for one in sure]
    assert [(one.doubtful, one.status.value) for one in found if one.text == name] == [(True, "unresolved")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Schiff brachte sich in Sicherheit."),
        ("en", "He told the Brimsdale Gazette in Mrs Brimley's kitchen."),
    ],
)
def test_a_noun_or_somebody_is_no_doubtful_place(gazetteer, language, text):
    assert not [
        one for one in find_toponyms(text, gazetteer=gazetteer, language=language, doubtful=True) if one.doubtful
    ]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("uk", "У Слов'янську обстріл пошкодив школу.", "Slovyansk"),
        ("uk", "У Куп'янську дрон влучив в автобус.", "Kupyansk"),
        ("uk", "Вони атакували Оріхів шахедами.", "Orikhiv"),
        ("ru", "Ночью атаковали Рыльск беспилотниками.", "Ryl’sk"),
        ("de", "Kupjansk wurde in der Nacht erneut beschossen.", "Kupyansk"),
        ("nl", "Koepjansk werd opnieuw beschoten.", "Kupyansk"),
        ("fr", "Koupiansk a de nouveau été bombardée.", "Kupyansk"),
        ("en", "They attacked Orikhiv with drones.", "Orikhiv"),
    ],
)
def test_what_is_struck_is_a_place(gazetteer, language, text, name):
    assert [one.place.name for one in find_toponyms(text, gazetteer=gazetteer, language=language)] == [name]


def test_an_adjective_that_agrees_with_its_noun_is_no_town(gazetteer):
    assert find_toponyms("Вечером отправился Восточный экспресс.", gazetteer=gazetteer, language="ru") == []
