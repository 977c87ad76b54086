"""Counts how many modules, functions and moves from module to module a sentence and a table's row take.

Usage: bench_moves.py [--calls]

One sentence to an event: `read_events` of a one-sentence article. One row of a CSV to a GeoJSON feature: reading the
table, writing the features. Both are run once before, so that tables and indexes that load once are not counted. A
move is a call from one of our modules into another of them, with whatever foreign code runs between. --calls lists
the functions entered most often.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec import Struct

OURS = ("geo", "gazetteer", "maps")
SENTENCE = (
    "On 3 May 2024 a Russian missile struck a warehouse in Kharkiv, killing two people, the regional governor said."
)
ROW = (
    "date,place,country,lat,lon,kind,killed,source\n2024-05-03,Kharkiv,UA,49.98,36.25,strike,2,https://example.org/a\n"
)
BOUNDS = {"sentence": (40, 350), "row": (25, 150)}
"""Most modules and moves that the house may take."""


class Walk(Struct):
    """What a run passed through."""

    modules: Counter[str]
    functions: Counter[str]
    moves: int = 0

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        return f"{name}: {len(self.modules)} modules, {len(self.functions)} functions, {self.moves} moves"


def walk(action: Callable[[], object]) -> Walk:
    """Return what one run of an action passes through."""
    walked = Walk(modules=Counter(), functions=Counter())

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        if event != "call":
            return
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in OURS:
            return
        walked.modules[module] += 1
        walked.functions[f"{module}.{frame.f_code.co_qualname}"] += 1
        walked.moves += module != caller(frame)

    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(None)
    return walked


def caller(frame: FrameType) -> str | None:
    """Return the nearest of our own modules that a call comes from."""
    above = frame.f_back
    while above is not None:
        name = str(above.f_globals.get("__name__", ""))
        if name.partition(".")[0] in OURS:
            return name
        above = above.f_back
    return None


def sentence_to_event() -> Callable[[], object]:
    """Return what reads the sentence, as an article of its own."""
    from gazetteer import Gazetteer
    from geo.articles.particulars import Particulars
    from geo.articles.reading import make_source
    from geo.events.reader import read_events

    gazetteer = Gazetteer.open()
    source = make_source(SENTENCE, "one", Particulars(language="en", published="2024-05-04"), "one")

    def read() -> Any:  # noqa: ANN401 - an event file, checked below
        return read_events([source], gazetteer=gazetteer)

    if len(read().events) != 1:
        raise SystemExit("the sentence is no longer read as one event; the count would say nothing")
    return read


def row_to_feature(folder: Path) -> Callable[[], object]:
    """Return what reads the table and writes its feature."""
    from geo.formats import read_table_or_events, write_events

    table, target = folder / "row.csv", folder / "row.geojson"
    table.write_text(ROW, encoding="utf-8")

    def convert() -> None:
        write_events(read_table_or_events(table).events, target)

    convert()
    if '"Kharkiv"' not in target.read_text(encoding="utf-8"):
        raise SystemExit("the row is no longer read as an event; the count would say nothing")
    return convert


def main() -> int:
    """Print the figures; return 1 where they are over their bounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", action="store_true", help="list the functions entered most often")
    asked = parser.parse_args()
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, action in (("sentence", sentence_to_event()), ("row", row_to_feature(Path(folder)))):
            action()
            walked = walk(action)
            modules, moves = BOUNDS[name]
            print(f"{walked.line(name)} (bounds {modules} modules, {moves} moves)")
            over += len(walked.modules) > modules or walked.moves > moves
            if asked.calls:
                print("\n".join(f"  {count:5} {function}" for function, count in walked.functions.most_common(25)))
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
