"""Fuzzes one target by coverage, from its seeds and what was found before.

Usage: fuzz.py TARGET [SECONDS]

An input that a target can't take is kept in tests/fuzz/found/TARGET-*, where tests/fuzz/test_found.py runs it from then
on.
"""

import sys
import tempfile
from pathlib import Path

import atheris

TOP = Path(__file__).resolve().parents[2]
FOUND = Path(__file__).resolve().parent / "found"
sys.path.insert(0, str(TOP))

with atheris.instrument_imports(include=["geo.articles", "geo.formats", "geo.records", "gazetteer.index"]):
    from tests.fuzz.targets import SEEDS, TARGETS


def main() -> None:
    """Run until the time is up or something is found."""
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "300"
    corpus = Path(tempfile.mkdtemp(prefix="armsatlas-fuzz-"))
    known = [*SEEDS.get(name, ()), *(path.read_bytes() for path in FOUND.glob(f"{name}-*"))]
    for number, content in enumerate(known):
        (corpus / str(number)).write_bytes(content)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=60",
        "-rss_limit_mb=2048",
        "-max_len=20000",
        "-report_slow_units=60",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={FOUND}/{name}-", str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
