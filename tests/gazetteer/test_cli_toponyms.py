"""The command `toponyms` on texts that are not what they should be."""

import json

import pytest

from geo.cli.app import run

TEXTS = {
    "all-capitals": ("RUSSIAN DRONES STRUCK KHARKIV OVERNIGHT. THREE PEOPLE WERE KILLED IN POLTAVA.", {"KHARKIV"}),
    "emoji": ("🚀💥 Missiles hit Kharkiv 🇺🇦 and Poltava last night 😢🙏", {"Kharkiv", "Poltava"}),
    "right-to-left": ("\u202eغارة جوية على مدينة الحديدة\u202c and in Hodeidah, Yemen", {"Hodeidah", "Yemen"}),
    "mixed": (
        "Une frappe a touché Kharkiv. Die Drohnen trafen Odessa. Удар завдано по Полтаві.",
        {"Kharkiv", "Odessa"},
    ),
}


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def names_in(record):
    return {one["text"] for one in record["toponyms"]}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_finds_names_in_odd_texts(tmp_path, capsys, text, expected):
    path = tmp_path / "odd.txt"
    path.write_text(text, encoding="utf-8")
    assert run(["toponyms", str(path)]) == 0
    (record,) = lines_of(capsys)
    assert expected <= names_in(record)
    assert all(text[one["start"] : one["end"]] == one["text"] for one in record["toponyms"])


def test_text_in_a_language_without_a_table_still_gives_its_names(tmp_path, capsys):
    path = tmp_path / "unknown.txt"
    path.write_text("Rakéta csapódott be Harkivban. Kyiv és Odesa is célpont volt.", encoding="utf-8")
    assert run(["toponyms", str(path), "--language", "hu"]) == 0
    (record,) = lines_of(capsys)
    assert "Kyiv" in names_in(record)


@pytest.mark.parametrize("content", [b"", b" \n\t\n"], ids=["empty", "blank"])
def test_text_without_words_is_no_traceback(tmp_path, capsys, content):
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    status = run(["toponyms", str(path)])
    message = capsys.readouterr().err.strip()
    assert status in (0, 1)
    assert message.count("\n") == 0


def test_file_that_is_no_text_is_one_line(tmp_path, capsys):
    path = tmp_path / "binary.txt"
    path.write_bytes(bytes(range(256)) * 40)
    status = run(["toponyms", str(path)])
    message = capsys.readouterr().err.strip()
    assert (status == 0) or (status == 1 and "binary.txt" in message)
    assert message.count("\n") == 0


def test_missing_file_is_one_line(tmp_path, capsys):
    assert run(["toponyms", str(tmp_path / "none.txt")]) == 1
    message = capsys.readouterr().err.strip()
    assert "none.txt" in message
    assert message.count("\n") == 0


@pytest.mark.parametrize(
    "text",
    ["A.A.A." * 1000, "Kyiv, " * 4000, "(" * 20_000, "Sankt-" * 4000, "a\n" * 20_000],
    ids=["initials", "list", "brackets", "hyphens", "short lines"],
)
def test_endless_repetitions_are_read(tmp_path, capsys, text):
    path = tmp_path / "long.txt"
    path.write_text(text, encoding="utf-8")
    assert run(["toponyms", str(path)]) == 0
    (record,) = lines_of(capsys)
    assert all(0 <= one["start"] < one["end"] <= len(text) for one in record["toponyms"])
