"""Sentences: what ends one, what does not, and that nothing visible is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.text.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He met Gov. Smith in St. Louis. Then he left.", 2),
        ("Der Angriff war am 18. August. Danach war es still.", 2),
        ("Вибух у с. Рожівка Київської обл. стався вночі. Потім було тихо.", 2),
        ("М. Дупон est venu à 18 h. Il est reparti.", 2),
        ("The U.S. Army said no. It was clear.", 2),
        ("Une phrase sans espace.La suivante commence.", 2),
        ("Titre sans point\nPremière phrase du texte.\n\nLégende de la photo", 3),
        ("« Nous partons. » Elle l'a dit.", 2),
        ("It ended in 2022. The rest followed.", 2),
    ],
)
def test_counts_sentences(text, sentences):
    assert len(cut(text)) == sentences


def test_joins_lines_that_only_wrap():
    text = "the convoy left the port of\nodesa in the morning and went on."
    assert cut(text) == [text]


@given(st.text(max_size=300))
def test_loses_no_visible_character(text):
    spans = split_sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
