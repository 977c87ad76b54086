"""Scores the joining of pairs of short reports: are two told of as one event, and are they?

Usage: bench_pairs.py [--part tuning|held|all] [--list] [--reports FILE]

Each scene of the file has seven reports: a1 to a4 tell one event (two agencies, a follow-up with new figures, another
language), b another day's, c another town's, d another raid or delivery of the same day. Eight pairs a scene, fewer
where it lacks some; every third scene is held out. Two reports count as joined where one event stands on both. Where a
scene's head says what happened (kind, day, place), recall is also told of the pairs that were both read so.
"""

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from gazetteer.gazetteer import Gazetteer
from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.likeness import window_of
from geo.events.reader import ArticleReading, join_readings, read_article

REPORTS = Path(__file__).resolve().parents[1] / "tests/data/joining/reports.txt"
SAME = {("a1", "a2"): "other agency", ("a1", "a3"): "follow-up", ("a2", "a4"): "language", ("a3", "a4"): "both"}
OTHER = {("a1", "b"): "other day", ("a2", "c"): "other town", ("a1", "d"): "other raid"}
LAST = ("b", "c", "d")
"""Which one a4 is held against, in turn."""


def scenes(file: Path) -> Iterator[tuple[str, dict[str, tuple[str, str, str]]]]:
    """Yield the name of each scene with its reports: language, day of publication, text."""
    for scene in file.read_text(encoding="utf-8").split("=== ")[1:]:
        name, *lines = scene.strip().split("\n")
        reports = {}
        for head, text in zip(lines[::2], lines[1::2], strict=True):
            label, language, published = head.split()
            reports[label] = (language, published, text)
        yield name, reports


def read_scene(name: str, reports: dict[str, tuple[str, str, str]], gazetteer: Gazetteer) -> dict[str, ArticleReading]:
    """Return what each report of a scene yields."""
    read = {}
    for label, (language, published, text) in reports.items():
        own = Particulars(id=f"{name}-{label}", language=language, published=published)
        read[label] = read_article(make_source(text, own.id or "", own, name), gazetteer)
    return read


def is_read_right(reading: ArticleReading, told: Sequence[str]) -> bool:
    """Return whether a report yields the event that its scene's head tells, as far as the head tells it."""
    kind, day, place = told
    ordinal = dt.date.fromisoformat(day).toordinal()
    drafts = [draft for draft in reading.drafts if draft.kind == kind]
    drafts = [draft for draft in drafts if window_of(draft).first - 1 <= ordinal <= window_of(draft).last + 1]
    names = [p.name.toponym for draft in drafts for p in draft.places]
    known = {name.text.replace(" ", "_") for name in names} | {name.place.place_id for name in names if name.place}
    return bool(drafts) if place == "-" else not known.isdisjoint(place.split(","))


def joined(one: ArticleReading, other: ArticleReading, gazetteer: Gazetteer) -> bool:
    """Return whether an event stands on both reports."""
    both = {one.article.id, other.article.id}
    events = join_readings([one, other], gazetteer=gazetteer, language="en").events
    return any(both <= {report.article for report in event.reports} for event in events)


def pairs(number: int) -> Iterator[tuple[tuple[str, str], str, bool]]:
    """Yield a scene's pairs: the reports, what they differ in, whether they are one event."""
    yield from ((pair, what, True) for pair, what in SAME.items())
    yield from ((pair, what, False) for pair, what in OTHER.items())
    yield ("a4", LAST[number % 3]), "language and other", False


def main() -> int:
    """Print the figures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tuning", "held", "all"), default="all")
    parser.add_argument("--list", action="store_true", help="name the pairs told wrongly (never for the held-out part)")
    parser.add_argument("--reports", type=Path, default=REPORTS)
    chosen = parser.parse_args()
    gazetteer = Gazetteer.open()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    found: Counter[tuple[bool, bool]] = Counter()
    unread = 0
    yielding: Counter[bool] = Counter()
    well_read: Counter[bool] = Counter()
    for number, (head, reports) in enumerate(scenes(chosen.reports)):
        name, *gold = head.split()
        held = number % 3 == 2  # noqa: PLR2004 - every third
        if chosen.part != "all" and held != (chosen.part == "held"):
            continue
        read = read_scene(name, reports, gazetteer)
        unread += sum(not reading.drafts for reading in read.values())
        for (one, other), what, same in pairs(number):
            if one not in read or other not in read:
                continue
            told = joined(read[one], read[other], gazetteer)
            found[told, same] += 1
            asked[what] += 1
            right[what] += told == same
            if same and gold and is_read_right(read[one], gold) and is_read_right(read[other], gold):
                well_read[told] += 1
            if same and read[one].drafts and read[other].drafts:
                yielding[told] += 1
            if told != same and chosen.list and not held:
                events = [(len(read[label].drafts)) for label in (one, other)]
                print(f"{name} {one}-{other} ({what}): {'joined' if told else 'apart'}; events read {events}")
    joins, one_event = found[True, True] + found[True, False], found[True, True] + found[False, True]
    for what, count in asked.items():
        print(f"{what:20s} {right[what]:4d} of {count}")
    precision, recall = found[True, True] / max(joins, 1), found[True, True] / max(one_event, 1)
    print(f"{sum(asked.values())} pairs: precision {precision:.3f}, recall {recall:.3f}")
    print(f"where both reports yield an event: recall {yielding[True] / max(yielding.total(), 1):.3f}")
    if well_read.total():
        print(f"of {well_read.total()} pairs both read right: recall {well_read[True] / well_read.total():.3f}")
    print(f"reports that yield none: {unread}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
