"""Articles from files of every kind, and what is said of those that can't be read."""

import json

import pytest

from geo.articles.reading import read_articles
from geo.records.errors import ArticleError

TEXT = "Un missile a frappé Kharkiv le 2 janvier 2024, selon la police.\n"


def write(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_a_text_is_kept_unchanged_with_its_stem_as_id(tmp_path):
    text = "\u00a0Titre\r\n\r\n« Un missile » a frappé Kharkiv."
    (source,) = read_articles([write(tmp_path, "001.txt", text)])
    assert (source.article.id, source.text) == ("001", text)


def test_a_sidecar_gives_what_the_text_does_not_say(tmp_path):
    write(tmp_path, "articles.toml", '["a.txt"]\npublished = 2024-01-03\npublisher = "Test"\n')
    (source,) = read_articles([write(tmp_path, "a.txt", TEXT)])
    assert (source.article.published, source.article.publisher, source.article.language) == ("2024-01-03", "Test", "fr")


def test_front_matter_and_corpora_bring_particulars(tmp_path):
    note = write(tmp_path, "b.md", f'---\ntitle: "T"\npublished: 2024-02-01\n---\n\n{TEXT}')
    rows = "\n".join(json.dumps({"id": name, "text": TEXT, "date": "2024-03-01"}) for name in ("x", "y"))
    found = list(read_articles([note, write(tmp_path, "c.jsonl", rows)]))
    assert [(s.article.id, s.article.published) for s in found] == [
        ("b", "2024-02-01"),
        ("x", "2024-03-01"),
        ("y", "2024-03-01"),
    ]
    assert found[0].text.startswith("Un missile")


def test_a_page_yields_its_text_and_metadata_whatever_its_charset_says(tmp_path):
    body = " ".join(["Un missile balistique a frappé la ville de Kharkiv, a indiqué la police ukrainienne."] * 4)
    page = (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="iso-8859-1"><title>Frappe</title>'
        '<meta property="article:published_time" content="2024-01-03T10:00:00Z"><script>var x = "'
        + "A" * 200_000
        + f'";</script></head><body><article><h1>Frappe</h1><p>{body}</p><p>{body}</article></body>'
    )
    (source,) = read_articles([write(tmp_path, "p.html", page)])
    assert "frappé" in source.text
    assert "AAAA" not in source.text
    assert (source.article.published, source.article.language) == ("2024-01-03", "fr")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", " \n", "no text"),
        ("binary.txt", b"\x00\x01\x02", "binary"),
        ("two.md", "---\npublished: 2024-01-01\ndate: 2024-02-02\n---\nText.", "two dates"),
        ("open.md", "---\ntitle: x\nText.", "closing"),
        ("day.md", "---\npublished: 2024-02-31\n---\nText.", "does not exist"),
        ("rows.jsonl", "{not json}\n", "not JSON"),
    ],
)
def test_a_bad_article_is_one_line_naming_it(tmp_path, name, content, words):
    with pytest.raises(ArticleError) as caught:
        list(read_articles([write(tmp_path, name, content)]))
    message = str(caught.value)
    assert name in message
    assert words in message
    assert "\n" not in message


def test_the_rest_is_read_when_one_article_is_bad(tmp_path):
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "b.txt", b"\x00")
    write(tmp_path, "c.txt", TEXT)
    errors = []
    found = list(read_articles([tmp_path], on_error=errors.append))
    assert [source.article.id for source in found] == ["a", "c"]
    assert len(errors) == 1


def test_missing_files_and_empty_folders_are_said(tmp_path):
    for path in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(ArticleError, match=r"no such file|no articles"):
            list(read_articles([path]))


def test_one_id_is_given_once(tmp_path):
    (tmp_path / "x").mkdir()
    found = read_articles([write(tmp_path, "a.txt", TEXT), write(tmp_path / "x", "a.txt", TEXT)])
    assert [source.article.id for source in found] == ["a", "a-2"]


def test_captions_teasers_and_headings_are_told_from_the_body(tmp_path):
    text = (
        "Un titre sans point\n\nUn missile a frappé Kharkiv mardi, a dit la police.\n\nLire aussi\n\n"
        "Un autre article\n\nLe président (à gauche) et son hôte.\n\nFin du texte de l'article, avec un point.\n"
    )
    (source,) = read_articles([write(tmp_path, "a.txt", text)])
    assert [block.kind.value for block in source.blocks] == ["heading", "body", "teaser", "teaser", "caption", "body"]
