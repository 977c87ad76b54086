"""Reads a made corpus into a folder: how fast, in how much memory, and the same bytes after kills or on a cluster.

Usage: bench_corpus.py [--articles N] [--kills K] [--cluster] [--keep FOLDER]

Two of three articles are made from templates (a strike and a convoy each), one is a short report of tests/data/joining
whose day of publication is moved by whole weeks. The corpus is read once in peace, then again with all its processes
killed (SIGKILL) K times at random moments; with --cluster also by Dask, one of whose workers is killed midway.
"""

import argparse
import filecmp
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_joins import make_articles
from benchmarks.bench_pairs import REPORTS, scenes

WEEKS = 400


def write_corpus(file: Path, count: int) -> None:
    """Write a made corpus of so many articles."""
    chance = random.Random(count)  # noqa: S311 - made articles, no secret
    reports = [report for _, told in scenes(REPORTS) for report in told.values()]
    with file.open("w", encoding="utf-8") as lines:
        for number, made in enumerate(make_articles(count, days=8 * 365)):
            row = {"language": "en", "published": made.article.published, "text": made.text}
            if number % 3 == 2:  # noqa: PLR2004 - every third
                language, published, text = chance.choice(reports)
                day = time.strptime(published, "%Y-%m-%d")
                moved = time.mktime(day) - 604_800 * chance.randrange(WEEKS)
                row = {
                    "language": language,
                    "published": time.strftime("%Y-%m-%d", time.localtime(moved)),
                    "text": text,
                }
            lines.write(json.dumps({"id": f"a{number:07d}", **row}, ensure_ascii=False) + "\n")


class Run:
    """One run of the command, with all its processes."""

    def __init__(self, corpus: Path, folder: Path, *options: str) -> None:
        """Start it."""
        self.begun, self.most_mb = time.monotonic(), 0.0
        self._log = folder.with_suffix(".log").open("a")
        command = [sys.executable, "-m", "geo.cli", "read", str(corpus), "--folder", str(folder), *options]
        self.process = subprocess.Popen(command, start_new_session=True, stderr=self._log, stdout=self._log)

    def wait(self, seconds: float = 1e9) -> bool:
        """Watch its memory until it ends or so many seconds have passed; return whether it has ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            self.most_mb = max(self.most_mb, sum(rss for _, rss in self.members()))
            time.sleep(0.5)
        return self.process.poll() is not None

    def members(self) -> list[tuple[int, float]]:
        """Return the processes that it started, the first started first, with their memory in MB.

        A page that several hold, such as those of the index, is shared out among them, so that a sum counts it once.
        """
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if int((entry / "stat").read_text().rpartition(")")[2].split()[3]) != self.process.pid:
                        continue
                    shares = re.search(r"^Pss: *(\d+)", (entry / "smaps_rollup").read_text(), re.MULTILINE)
                except OSError:
                    continue
                found.append((int(entry.name), int(shares[1]) * 1024 / 1e6 if shares else 0.0))
        return sorted(found)

    def kill(self) -> None:
        """Kill every process of it at once."""
        for process, _ in self.members():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def say(self, name: str, count: int) -> None:
        """Print what it took."""
        took = time.monotonic() - self.begun
        print(
            f"{name}: {took:.0f} s, {count / took:.0f} articles/s, at most {self.most_mb:.0f} MB in all its processes"
        )


def same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files with the same bytes."""
    files = sorted(file.relative_to(one) for file in one.rglob("*") if file.is_file())
    others = sorted(file.relative_to(other) for file in other.rglob("*") if file.is_file())
    return bool(files) and files == others and all(filecmp.cmp(one / f, other / f, shallow=False) for f in files)


def kept(folder: Path) -> int:
    """Return how many chunks were read so far."""
    return len(list((folder / ".work").glob("0*")))


def killed_run(corpus: Path, folder: Path, kills: int, count: int) -> None:
    """Read with so many kills, then to the end."""
    chance = random.Random(kills)  # noqa: S311 - moments, no secret
    done = 0
    while done < kills:
        run, before = Run(corpus, folder), kept(folder)
        while not run.wait(0.5) and kept(folder) == before:
            pass
        if run.wait(chance.random() * count / 1000):
            break
        run.kill()
        done += 1
        print(f"killed {done} times; {kept(folder)} chunks kept", flush=True)
    run = Run(corpus, folder)
    run.wait()
    run.say(f"after {done} kills", count)


def cluster_run(corpus: Path, folder: Path, count: int) -> None:
    """Read by Dask and kill one of its workers midway."""
    run = Run(corpus, folder, "--scheduler", "local")
    while not run.wait(1) and kept(folder) < count // 32 // 3:
        pass
    victims = [process for process, memory in run.members()[1:] if memory > 100]  # noqa: PLR2004 - a worker's MB
    if victims:
        os.kill(victims[-1], signal.SIGKILL)
        print("killed a worker of the cluster")
    run.wait()
    run.say("by Dask", count)


def main() -> int:
    """Print the figures; return 1 where bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder to work in, which stays")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="armsatlas-corpus-"))
    folder.mkdir(exist_ok=True)
    corpus = folder / "corpus.jsonl"
    write_corpus(corpus, chosen.articles)
    killed_run(corpus, folder / "killed", chosen.kills, chosen.articles)
    if chosen.cluster:
        cluster_run(corpus, folder / "cluster", chosen.articles)
    run = Run(corpus, folder / "peace")
    run.wait()
    run.say("in peace", chosen.articles)
    told = {name: same(folder / "peace", folder / name) for name in ("killed", "cluster") if (folder / name).exists()}
    print(f"the same bytes as in peace: {told}")
    return 0 if all(told.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
