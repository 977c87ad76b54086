"""The matching key: what it joins, and that any text has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.match.keys import bare_key, name_key, name_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Najin", "NAJIN"),
        ("Kyïv", "Kyiv"),
        ("Kam’yanets", "Kam'yanets"),
        ("Кам'янець", "Камʼянець"),
        ("Korea-Strait", "korea  strait"),
        ("W.Va.", "wva"),
        ("U.S.", "US"),
        ("St. Petersburg", "Saint-Petersburg"),
        ("The Hague", "Hague"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("Орёл", "Орел"),
        ("Łódź", "Lodz"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("ＴＯＫＹＯ", "tokyo"),
        ("القاهرة", "القاهره"),
        ("ירושלים", "יְרוּשָׁלַיִם"),
        ("평양", "\u1111\u1167\u11bc\u110b\u1163\u11bc"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Le Havre", "Havre"), ("La Paz", "Paz"), ("Київ", "Киев"), ("กรุง", "กราง")]
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "key"), [("La Haye", "haye"), ("l'Ukraine", "ukraine"), ("al-Hudaydah", "hudaydah"), ("Paris", "paris")]
)
def test_bare_key_drops_a_leading_article(text, key):
    assert bare_key(text) == key


@given(st.text())
def test_key_of_a_key_is_itself(text):
    key = name_key(text)
    assert name_key(key) == key


@given(st.text())
def test_key_holds_words_between_single_spaces(text):
    key = name_key(text)
    assert key == " ".join(key.split())


@given(st.text(), st.sampled_from(["upper", "lower", "title"]))
def test_ascii_case_makes_no_difference(text, change):
    ascii_only = text.encode("ascii", "ignore").decode()
    assert name_key(getattr(ascii_only, change)()) == name_key(ascii_only)


@given(st.lists(st.text()))
def test_many_at_once_are_the_same_as_one_by_one(texts):
    assert name_keys(texts) == [name_key(text) for text in texts]


@given(st.text())
def test_bare_key_of_anything_is_a_key(text):
    assert name_key(bare_key(text)) == bare_key(text) or bare_key(text) == ""
