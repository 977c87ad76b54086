"""Each system against names whose spelling in it is known."""

import pytest

from gazetteer.match.romanisation import languages_of, other_korean_spelling, romanisations, systems


def spelling(text, language, system):
    return {one.name: written for one, written in romanisations(text, (language,))}[system]


@pytest.mark.parametrize(
    ("text", "system", "expected"),
    [
        ("Рожівка", "uk-national", "Rozhivka"),
        ("Рожівка", "uk-dutch", "Rozjivka"),
        ("Рожівка", "uk-french", "Rojivka"),
        ("Рожівка", "uk-german", "Roschiwka"),
        ("Рожівка", "uk-polish", "Rożiwka"),
        ("Рожівка", "uk-iso9", "Rožìvka"),
        ("Рожівка", "uk-scholarly", "Roživka"),
        ("Згорани", "uk-national", "Zghorany"),
        ("Єнакієве", "uk-national", "Yenakiieve"),
        ("Запоріжжя", "uk-german", "Saporischschja"),
        ("Щастя", "uk-german", "Schtschastja"),
        ("Кам’янець", "uk-national", "Kamianets"),
        ("Тихорецк", "ru-english-press", "Tikhoretsk"),
        ("Тихорецк", "ru-german", "Tichorezk"),
        ("Тихорецк", "ru-spanish", "Tijoretsk"),
        ("Восточный", "ru-english-press", "Vostochny"),
        ("Восточный", "ru-dutch", "Vostotsjny"),
        ("Восточный", "ru-german", "Wostotschny"),
        ("Восточный", "ru-french", "Vostotchny"),
        ("Новороссийск", "ru-french", "Novorossiïsk"),
        ("Екатеринбург", "ru-bgn-pcgn", "Yekaterinburg"),
        ("Мурманск", "ru-french", "Mourmansk"),
        ("라진", "ko-revised", "Rajin"),
        ("나진", "ko-french", "Nadjin"),
        ("평양", "ko-mccune-reischauer", "P’yŏngyang"),
        ("평양", "ko-revised", "Pyeongyang"),
        ("남포", "ko-dprk", "Nampho"),
        ("신의주", "ko-revised", "Sinuiju"),
        ("선릉", "ko-revised", "Seolleung"),
    ],
)
def test_system_writes_the_name_as_it_should(text, system, expected):
    assert spelling(text, system.partition("-")[0], system) == expected


def test_case_of_each_word_is_kept():
    assert spelling("Івано-Франківськ", "uk", "uk-national") == "Ivano-Frankivsk"


def test_northern_initial_has_a_southern_spelling():
    assert other_korean_spelling("라진") == "나진"
    assert other_korean_spelling("평양") == "평양"


def test_letters_tell_ukrainian_from_russian():
    assert languages_of("Київ") == ("uk",)
    assert languages_of("Крым") == ("ru",)
    assert languages_of("Москва") == ("uk", "ru")
    assert languages_of("Београд Ђ") == ()
    assert languages_of("Kyiv") == ()


def test_no_system_leaves_its_script_behind():
    for system in systems():
        text = "부산광역시" if system.language == "ko" else "абвгдежзийклмнопрстуфхцчшщьюя"
        assert not any(char in text for char in system.romanise(text))
