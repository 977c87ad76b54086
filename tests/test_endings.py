"""However a command ends, it says so in one line, and leaves nothing half-written."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.cli import app as application
from geo.cli.app import run
from geo.cli.messages import plain

COMMAND = [sys.executable, "-m", "geo.cli"]
TEXT = "Le 3 mai 2024, une frappe russe a touché la ville de Kharkiv."
NONE = {"format": "armsatlas-events", "version": 1, "articles": [], "toponyms": [], "events": []}


def event_file(path: Path, event_id: str = "a") -> Path:
    event = {"id": event_id, "kind": "strike", "reports": [{"article": "x", "quote": "Struck."}]}
    path.write_text(json.dumps(NONE | {"events": [event]}), encoding="utf-8")
    return path


def start(*arguments, **options) -> subprocess.Popen:
    given = [*COMMAND, *map(str, arguments)]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores Ctrl-C
    try:
        return subprocess.Popen(given, stderr=subprocess.PIPE, text=True, start_new_session=True, **options)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_stopped_says_so_and_leaves_nothing(sent, status, tmp_path):
    corpus = tmp_path / "c.jsonl"
    row = json.dumps({"text": TEXT})
    corpus.write_text(f"{row}\n" * 20_000, encoding="utf-8")
    process = start("read", corpus, "-o", tmp_path / "e.json")
    time.sleep(3)
    os.killpg(process.pid, sent)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == status
    assert said.strip() == "armsatlas: stopped; nothing was left half-written"
    assert [path.name for path in tmp_path.iterdir()] == ["c.jsonl"]


def test_a_fault_of_ours_is_one_line_with_the_report_of_it(tmp_path, monkeypatch, capsys):
    def break_off(*_arguments, **_options):
        raise ZeroDivisionError("nothing\nto share")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(application, "app", break_off)
    assert run(["schema"]) == 70
    said = capsys.readouterr().err
    (report,) = tmp_path.iterdir()
    assert said == f"armsatlas: broke off (ZeroDivisionError: nothing to share), which is our fault; report: {report}\n"
    assert "Traceback" in report.read_text(encoding="utf-8")


def test_one_article_that_reading_breaks_off_in_does_not_stop_the_others(tmp_path, monkeypatch, capsys):
    from geo.events import reader

    real = reader.read_article

    def read_article(source, gazetteer):
        if source.article.id == "b":
            raise RecursionError("too deep")
        return real(source, gazetteer)

    monkeypatch.setattr(reader, "read_article", read_article)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    for command, target in (("read", "e.json"), ("map", "m.html")):
        assert run([command, str(tmp_path), "-o", str(tmp_path / target)]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("armsatlas: article b: left out, as reading it broke off (RecursionError: too deep)")
        Path(line.rpartition("report: ")[2]).unlink()
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert [article["id"] for article in written["articles"]] == ["a", "c"]


@pytest.mark.parametrize("command", ["read", "map", "export", "review"])
def test_no_command_writes_over_what_it_reads(command, tmp_path, capsys):
    ending = {"read": "md", "map": "html", "export": "csv", "review": "html"}[command]
    article = tmp_path / f"a.{ending}"
    article.write_text(TEXT, encoding="utf-8")
    (tmp_path / f"link.{ending}").symlink_to(article)
    outputs = [article, tmp_path / f"link.{ending}"]
    for given, output in [(article, output) for output in outputs] + [(tmp_path, article)] * (
        command in ("read", "map")
    ):
        assert run([command, str(given), "-o", str(output)]) == 1
        assert "is one of the inputs" in capsys.readouterr().err
    assert article.read_text(encoding="utf-8") == TEXT


@pytest.mark.usefixtures("gazetteer")
def test_an_event_file_may_be_brought_up_to_date_in_its_place(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    events = event_file(tmp_path / "e.json")
    assert run(["read", str(tmp_path / "a.txt"), "--update", str(events), "-o", str(events)]) == 0


def test_no_text_from_outside_is_obeyed_by_a_terminal(tmp_path):
    name = "a\x1b]0;title\x07\x9b5m.md"
    (tmp_path / name).write_text("", encoding="utf-8")
    events = event_file(tmp_path / "e.json", "x\x1b[5my")
    for arguments in (["read", name], ["check", events.name], ["locate", "a\x1b[5mb"]):
        primary, secondary = pty.openpty()
        done = subprocess.Popen([*COMMAND, *arguments], stdout=secondary, stderr=secondary, cwd=tmp_path)
        os.close(secondary)
        shown = b""
        while True:
            try:
                part = os.read(primary, 65_536)
            except OSError:
                break
            if not part:
                break
            shown += part
        done.wait()
        os.close(primary)
        assert b"\x1b]" not in shown
        assert b"\x1b[5m" not in shown
        assert b"\xc2\x9b" not in shown


def test_plain_text_stays_as_it_is():
    assert plain("Харків, «Rozhivka» – 日本") == "Харків, «Rozhivka» – 日本"
    assert plain("a\r\nb\tc\u202e\x1b") == "a  b c\\u202e\\x1b"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no always-full device")
@pytest.mark.parametrize("arguments", [["schema"], ["check", "e.json"]])
def test_a_full_disk_behind_standard_output_is_one_line(arguments, tmp_path):
    event_file(tmp_path / "e.json")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = start(*arguments, stdout=full, cwd=tmp_path)
        said = process.communicate(timeout=60)[1].splitlines()
    assert process.returncode == 1
    assert [line for line in said if "to decide" not in line] == [
        "armsatlas: standard output: can't be read or written (No space left on device)"
    ]


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(
    ("redirected", "arguments"), [(">&-", "schema"), (">&-", "read a.txt -o -"), ("<&-", "read -"), ("<&-", "check -")]
)
def test_a_closed_stream_is_one_line(redirected, arguments, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    line = f"{sys.executable} -m geo.cli {arguments} {redirected}"
    done = subprocess.run(line, shell=True, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path)  # noqa: S602 -- the shell closes it
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("armsatlas: standard ")


def test_a_pipe_is_read_once_and_whole(tmp_path):
    event_file(tmp_path / "e.json")
    os.mkfifo(tmp_path / "pipe")
    line = f"cat e.json > pipe & {sys.executable} -m geo.cli check pipe"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60)  # noqa: S602 -- the shell writes into the pipe
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("a\t")


@pytest.mark.usefixtures("gazetteer")
def test_an_article_whose_name_is_no_text_is_read(tmp_path):
    name = os.fsencode(tmp_path) + b"/bad\xff.md"
    Path(os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    assert run(["read", os.fsdecode(name), "-o", str(tmp_path / "e.json")]) == 0
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert written["articles"][0]["id"] == "bad\\xff"


NESTED = "[" * 3000
BATCHES = {
    "nested front matter": ("b.md", f"+++\na = {NESTED}\n+++\n{TEXT}".encode()),
    "a nested line": ("b.jsonl", b'{"text": ' + NESTED.encode()),
    "a line of nested values": (
        "b.jsonl",
        b'{"text": "x", "more": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    ),
    "a line that is no UTF-8": ("b.jsonl", b'{"text": "caf\xe9"}'),
}


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("case", BATCHES)
def test_an_article_that_cannot_be_parsed_is_one_line_and_the_rest_go_on(case, tmp_path, capsys):
    name, content = BATCHES[case]
    folder = tmp_path / "in"
    folder.mkdir()
    for good in ("a.txt", "c.txt"):
        (folder / good).write_text(TEXT, encoding="utf-8")
    (folder / name).write_bytes(content)
    assert run(["read", str(folder), "-o", str(tmp_path / "e.json")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert name in line
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert [article["id"] for article in written["articles"]] == ["a", "c"]


@pytest.mark.usefixtures("gazetteer")
def test_a_nested_sidecar_is_one_line(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles.toml").write_text(f"a = {NESTED}", encoding="utf-8")
    assert run(["read", str(tmp_path / "a.txt"), "-o", str(tmp_path / "e.json")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "articles.toml: is not valid TOML" in line
