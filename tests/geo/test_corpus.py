"""Corpora to a folder: any kind of file, kill or crew, the same bytes; what fails is told and the rest goes on."""

import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import time
import zlib
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks.bench_corpus import same
from benchmarks.bench_joins import make_articles
from geo.articles.particulars import Particulars
from geo.articles.reading import article_readers, read_articles, skipped_names
from geo.corpus import chunks
from geo.corpus.chunks import ChunkResult, in_chunks, near_copies, read_on_cluster, read_on_processors
from geo.corpus.running import Crew, Store, read_into
from geo.records.errors import ArticleError, OutputError

TOP = Path(__file__).resolve().parents[2]
ROWS = [
    {"id": one.article.id, "language": "en", "published": one.article.published, "text": one.text}
    for one in make_articles(70)
]


@pytest.fixture
def corpus(tmp_path):
    file = tmp_path / "c.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return file


def command(corpus, folder, *options):
    return [sys.executable, "-m", "geo.cli", "read", str(corpus), "--folder", str(folder), *options]


def start(corpus, folder):
    return subprocess.Popen(
        command(corpus, folder), cwd=TOP, env=os.environ | {"PYTHONPATH": str(TOP)}, start_new_session=True
    )


@pytest.mark.usefixtures("gazetteer")
def test_a_killed_run_goes_on_to_the_same_bytes(corpus, tmp_path):
    read_into([corpus], tmp_path / "whole", given=Particulars(), crew=Crew())
    killed = 0
    for _ in range(3):
        before = len(list((tmp_path / "killed/.work").glob("0*")))
        process = start(corpus, tmp_path / "killed")
        until = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < until:
            if len(list((tmp_path / "killed/.work").glob("0*"))) > before:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
                break
            time.sleep(0.02)
        process.wait()
    if not (tmp_path / "killed/summary.json").is_file():
        assert start(corpus, tmp_path / "killed").wait() == 0
    assert killed
    assert same(tmp_path / "whole", tmp_path / "killed")
    written = {path.name for path in (tmp_path / "whole").iterdir()}
    assert written - {"copies.csv"} == {"events", "rejects.jsonl", "summary.json"}


@pytest.mark.usefixtures("gazetteer")
def test_a_dask_cluster_gives_the_same_bytes(corpus, tmp_path):
    pytest.importorskip("distributed")
    read_into([corpus], tmp_path / "one", given=Particulars(), crew=Crew())
    done = subprocess.run(
        command(corpus, tmp_path / "cluster", "--scheduler", "local"),
        cwd=TOP,
        env=os.environ | {"PYTHONPATH": str(TOP)},
        check=False,
    )
    assert done.returncode == 0
    assert same(tmp_path / "one", tmp_path / "cluster")


def packed(file, rows):
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if file.suffix == ".gz":
        file.write_bytes(gzip.compress(lines))
    elif file.suffix == ".zst":
        file.write_bytes(pytest.importorskip("zstandard").compress(lines))
    else:
        pa = pytest.importorskip("pyarrow")
        pa.parquet.write_table(pa.Table.from_pylist(rows), file)


@pytest.mark.parametrize("name", ["c.jsonl.gz", "c.ndjson.zst", "c.parquet"])
def test_packed_corpora_hold_the_same_articles(tmp_path, corpus, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow.parquet")
    packed(tmp_path / name, ROWS)
    assert list(read_articles([tmp_path / name])) == list(read_articles([corpus]))


def test_a_web_archive_yields_its_pages_with_their_addresses(tmp_path):
    pytest.importorskip("fastwarc")
    page = (
        "<html lang=en><body><article><p>" + "A missile hit a depot in Sumy on March 4, 2024. " * 5 + "</p></article>"
    )
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        "WARC-Date: 2024-03-06T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    (tmp_path / "w.warc").write_bytes(head.encode() + http + b"\r\n\r\n")
    (article,) = read_articles([tmp_path / "w.warc"])
    assert (article.article.url, article.article.accessed) == ("https://example.org/a", "2024-03-06")
    assert "missile hit a depot in Sumy" in article.text


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_a_corpus_that_breaks_off_is_told_and_what_came_before_is_read(tmp_path, cut):
    whole = gzip.compress("".join(json.dumps(row) + "\n" for row in ROWS).encode())
    (tmp_path / "c.jsonl.gz").write_bytes(whole[: int(len(whole) * cut)])
    failures = []
    found = list(read_articles([tmp_path / "c.jsonl.gz"], on_error=failures.append))
    assert 0 < len(found) < len(ROWS)
    assert [f"damaged after article {len(found)}" in str(failure) for failure in failures] == [True]


@pytest.mark.usefixtures("gazetteer")
def test_articles_that_fail_are_listed_and_the_rest_goes_on(tmp_path):
    rows = [*ROWS[:3], {"id": "x"}, ROWS[0], ROWS[1] | {"text": ROWS[2]["text"]}]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    summary = read_into([tmp_path / "c.jsonl"], tmp_path / "out", given=Particulars(), crew=Crew())
    assert (summary.articles, summary.rejects, summary.repeated) == (4, 1, 1)
    rejects = [json.loads(line) for line in (tmp_path / "out/rejects.jsonl").read_text().splitlines()]
    assert ['line 4: has no "text"' in reject["reason"] for reject in rejects] == [True]
    with pytest.raises(OutputError, match="holds the results"):
        read_into([tmp_path / "c.jsonl"], tmp_path / "out", given=Particulars(), crew=Crew())


def ending(corpus):
    """Chunks, in one of which an article ends the process that reads it."""
    readers = list(article_readers(corpus, Particulars()))
    return in_chunks(iter([*readers[:37], partial(os._exit, 3), *readers[37:]]))


@pytest.mark.parametrize("cluster", [False, True])
def test_an_article_that_ends_its_process_is_left_out_alone(corpus, cluster):
    if cluster:
        pytest.importorskip("distributed")
    chunks = ending(corpus)
    results = {c.number: r for c, r in (read_on_cluster(chunks, None) if cluster else read_on_processors(chunks, 2))}
    assert [len(results[number].readings) for number in range(3)] == [32, 31, 7]
    assert [reject.reason for number in range(3) for reject in results[number].rejects] == [
        "an article of chunk 1 ends the process that reads it"
    ]


def test_another_plan_is_not_mixed_in_and_damage_is_told(tmp_path):
    result = ChunkResult(readings=(), rejects=(), signatures=())
    store = Store(tmp_path / "w", "one")
    store.keep("0", result)
    assert list(store.results(["0"])) == [result]
    with pytest.raises(OutputError, match="begun with other"):
        Store(tmp_path / "w", "another")
    (tmp_path / "w/0").write_bytes((tmp_path / "w/0").read_bytes()[:-3])
    with pytest.raises(OutputError, match="damaged"):
        list(store.results(["0"]))


class Harmful:
    """What a made file would have run."""

    def __reduce__(self):
        return os.system, ("true",)


def test_a_kept_result_can_name_nothing_but_records(tmp_path):
    store = Store(tmp_path / "w", "one")
    content = zlib.compress(pickle.dumps(Harmful()))
    (tmp_path / "w/0").write_bytes(sha256(content).digest() + content)
    with pytest.raises(OutputError, match=r"posix\.system"):
        list(store.results(["0"]))


def test_agency_copy_with_a_changed_lead_is_told():
    pytest.importorskip("datasketch")
    told = " ".join(f"word{number}" for number in range(200))
    texts = {"a": told, "b": f"Kyiv, Reuters - {told}", "c": " ".join(f"other{number}" for number in range(200))}
    assert list(near_copies([(name, chunks._signature(text)) for name, text in texts.items()])) == [("b", "a")]


def test_copies_that_were_not_looked_for_are_not_told_as_none(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasketch", None)
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS[:2]), encoding="utf-8")
    summary = read_into([tmp_path / "c.jsonl"], tmp_path / "out", given=Particulars(), crew=Crew())
    assert (summary.articles, summary.near_copies) == (2, None)
    assert not (tmp_path / "out/copies.csv").exists()


def test_what_lies_beside_articles_is_no_article_and_is_named(tmp_path):
    for name in ("one.md", "README.md", "answer_key.md"):
        (tmp_path / name).write_text("A missile hit a depot in Sumy.", encoding="utf-8")
    assert [article.article.id for article in read_articles([tmp_path])] == ["one"]
    assert [path.name for path in skipped_names(tmp_path)] == ["README.md", "answer_key.md"]
    assert [article.article.id for article in read_articles([tmp_path / "answer_key.md"])] == ["answer_key"]


def test_a_missing_library_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "c.jsonl.zst").write_bytes(b"x")
    with pytest.raises(ArticleError, match=r"pip install 'armsatlas\[corpus\]'"):
        list(read_articles([tmp_path / "c.jsonl.zst"]))
