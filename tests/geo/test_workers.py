"""Worker processes end with the process that started them."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from gazetteer.processors import begin_work, other_processes, submit

SCRIPT = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from gazetteer.processors import begin_work, other_processes, submit

if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin_work) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_worker_leaves_when_its_parent_is_killed(tmp_path):
    script = tmp_path / "starts_worker.py"
    script.write_text(SCRIPT)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    try:
        worker = int(parent.stdout.readline())
        assert alive(worker)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    for _ in range(100):
        if not alive(worker):
            break
        time.sleep(0.1)
    assert not alive(worker)


@pytest.mark.usefixtures("gazetteer")
def test_a_corpus_yields_the_same_bytes_whoever_reads_it_in_whatever_order(tmp_path):
    from geo.articles.reading import read_articles
    from geo.events.reader import read_events
    from geo.records.file import dump_event_file

    towns = ("Kharkiv", "Sumy", "Poltava", "Kherson", "Odesa")
    rows = []
    for number in range(70):
        day, (one, two, three) = number % 28 + 1, (towns[(number + step) % 5] for step in (0, 1, 3))
        text = (
            f"On {day} May 2024 a missile struck a warehouse in {one}. "
            f"A convoy brought {number % 9 + 10} shells from {two} to {three} on {day} May 2024."
        )
        rows.append(json.dumps({"id": f"a{number}", "text": text, "published": "2024-06-30", "language": "en"}))
    read = []
    for order, workers in ((rows, 2), (rows, 1), (rows[::-1], 2)):
        corpus = tmp_path / "c.jsonl"
        corpus.write_text("\n".join(order), encoding="utf-8")
        read.append(dump_event_file(read_events(read_articles([corpus]), workers=workers)))
    assert read[0] == read[1] == read[2]
    assert read[0].count(b'"kind"') > 20


def holds_ctrl_c():
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_ctrl_c_reaches_this_process_alone_from_the_moment_that_another_is_started():
    with other_processes(1, begin_work) as pool:
        assert submit(pool, holds_ctrl_c).result()
    assert not holds_ctrl_c()
